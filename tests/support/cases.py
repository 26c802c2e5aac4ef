r"""Text fixtures: `=== title`, then blocks `--- name`. A block `xfail` says why a case fails today. See cases/README.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from support.paths import TESTS

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrtf]))")
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    title: str
    """`file: title`, which is what a failing test is called."""
    raw: dict[str, str]
    """The text of each block as written, blank lines at its ends left out."""

    def __getitem__(self, name: str) -> str:
        return _unescaped(self.raw[name])

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    @property
    def marks(self) -> list[pytest.MarkDecorator]:
        """What pytest is told about the case: nothing, or that it fails today, and why."""
        return [pytest.mark.xfail(strict=True, reason=self.raw["xfail"])] if "xfail" in self else []

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Return the lines `before → after` of a block; a blank at an edge is written as an escape."""
        return [(_unescaped(a), _unescaped(b)) for a, _, b in (line.partition(" → ") for line in self.raw[name].split("\n"))]


def load(folder: str) -> list[Case]:
    """Return all cases of a folder below `cases`."""
    return [case for path in sorted((TESTS / "cases" / folder).glob("*.txt")) for case in _read(path.stem, path.read_text("utf-8"))]


def _read(stem: str, text: str) -> Iterator[Case]:
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        pieces = re.split(r"^--- (\w+)[ \t]*\n", body, flags=re.MULTILINE)
        raw = {name: block.strip("\n") for name, block in zip(pieces[1::2], pieces[2::2], strict=True)}
        yield Case(f"{stem}: {title.strip()}", raw)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return _SIGNS[match[3]] if match[3] else chr(int(match[1] or match[2], 16))

"""Where the texts lie: beside the tests, in the repository and wherever the tests were copied to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
TEXTS = ROOT / "texts"
REVISIONS = TESTS / "gold" / "revisions"

#: The bundled texts.
OPINIONS = "opinions-2024.txt"
PLAN = "plan-2017.txt"
PAGE = "liaoyuan-daily-2024-10-23.md"
EXTRACT = "liaoyuan-extract.md"
BOOKLET = "booklet-2022.txt"
NOTES = "study-notes-2024.txt"
BUNDLED = (OPINIONS, PLAN, PAGE, EXTRACT, BOOKLET, NOTES)

#: Every statute of the gold revisions, by its path below their folder.
STATUTES = tuple(sorted(path.relative_to(REVISIONS).as_posix() for path in REVISIONS.glob("*/*.txt")))


@cache
def bundled(name: str) -> str:
    """Return a bundled text, every character as it is."""
    return (TEXTS / name).read_bytes().decode("utf-8")


@cache
def statute(name: str) -> str:
    """Return a statute of the gold revisions."""
    return (REVISIONS / name).read_bytes().decode("utf-8")

"""The documents that come with the package.

In an installed package they lie beside the code; in a checkout they are the files of `texts/`, of which some are not packaged, because they
are other people's.

>>> read("opinions-2024.txt").title
'中共中央 国务院关于深化产业工人队伍建设改革的 意见'
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, NamedTuple

from policydiff.comparison import Comparison, compare
from policydiff.comparison import read as read_document
from policydiff.errors import MissingFileError
from policydiff.model import Document
from policydiff.tracing import Trace, trace

#: The documents that every installation has.
NAMES: Final = ("plan-2017.txt", "opinions-2024.txt", "liaoyuan-extract.md")


class Demonstration(NamedTuple):
    """Two documents worth comparing."""

    name: str
    """What to call the report."""
    old: str
    """The name of a document."""
    new: str
    old_label: str | None = None
    """What to call the document in the report, where the file has no title, or one that would confuse."""
    new_label: str | None = None


#: A revision and a reprint.
DEMONSTRATIONS: Final = (
    Demonstration("plan-to-opinions", "plan-2017.txt", "opinions-2024.txt", old_label="新时期产业工人队伍建设改革方案"),
    Demonstration("liaoyuan-reprint", "opinions-2024.txt", "liaoyuan-extract.md", new_label="《辽源日报》2024年10月23日"),
)


class QuotationDemonstration(NamedTuple):
    """A commentary and what it quotes."""

    name: str
    """What to call the report."""
    commentary: str
    """The name of a document; a checkout has it, the built package does not."""
    sources: tuple[str, ...]


#: A booklet of questions and answers, and a file of signed essays.
QUOTATION_DEMONSTRATIONS: Final = (
    QuotationDemonstration("booklet-quotes", "booklet-2022.txt", ("plan-2017.txt",)),
    QuotationDemonstration("study-notes-quotes", "study-notes-2024.txt", ("opinions-2024.txt", "plan-2017.txt")),
)


def read(name: str) -> Document:
    """Return one of the documents.

    Args:
        name: the name of its file, one of `NAMES`; in a checkout any file of `texts/`.

    Raises:
        MissingFileError: if there is no such document.
    """
    return read_document(_locate(name).read_bytes(), name=name)


def demonstrate(demonstration: Demonstration) -> Comparison:
    """Return the comparison of two of the documents."""
    old, new = read(demonstration.old), read(demonstration.new)
    return compare(old, new, old_label=demonstration.old_label, new_label=demonstration.new_label)


def has(name: str) -> bool:
    """Whether there is such a document: the commentaries are other people's, and only a checkout has them."""
    return any(place.is_file() for place in _places(name))


def demonstrate_quotations(demonstration: QuotationDemonstration) -> Trace:
    """Return what one of the commentaries quotes.

    Raises:
        MissingFileError: if it is not here; see `has`.
    """
    return trace(read(demonstration.commentary), source=[read(name) for name in demonstration.sources])


def _places(name: str) -> list[Traversable]:
    return [folder / name for folder in (files("policydiff") / "_texts", Path(__file__).parent.parent / "texts")]


def _locate(name: str) -> Traversable:
    for place in _places(name):
        if place.is_file():
            return place
    raise MissingFileError("no such text comes with the package", where=name, remedy=f"There are {', '.join(NAMES)}.")

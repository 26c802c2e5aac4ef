"""What the template of a tracing sees: the page as plain data, from its parts to the whole.

A `Page` has `Chapter`s (the sections of the commentary), a chapter `Row`s and `Fold`s, a row the `Stretch`es of a paragraph and a `Card`
for every quotation in it; then a `Map` of every source. Every decision has been taken when these are made; a template only writes them
down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from policydiff.reports.html.view import Link, Piece, Seal

# -- text --------------------------------------------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """Text that is drawn alike."""

    tag: str
    """`ins` (words of the commentary), `del` (words of the source), `span`, or nothing for plain text."""
    classes: str
    """`long`; `formal` (marks of punctuation); `slip`; `context` (what stands around a passage); `kept` (shared by a retold one)."""
    pieces: tuple[Piece, ...]


class Sign(NamedTuple):
    """What stands before a quotation in the text: its seal and its number, a link to the passage of the source."""

    id: str
    seal: Seal
    number: str
    """12; of its second part 12-2."""
    href: str
    say: str
    """What it is, in a spoken sentence."""


class Verdict(NamedTuple):
    """What stands behind a statement in the text: whether it is true, a link to the reason."""

    id: str
    word: str
    true: bool
    href: str
    say: str


class Stretch(NamedTuple):
    """A passage of the commentary: part of a quotation, of its announcement, of a statement, or none of these."""

    classes: str
    runs: tuple[Run, ...]
    opening: tuple[Sign, ...] = ()
    """Signs of the quotations that begin here."""
    closing: tuple[Verdict, ...] = ()
    """Verdicts on the statements that end here."""


# -- quotations --------------------------------------------------------------------------------------------------------------------------


class Extract(NamedTuple):
    """The passage of a source that a part of a quotation stands for."""

    clause: Link
    lang: str
    runs: tuple[Run, ...]
    note: str
    """How exact this part is, where the parts differ; empty otherwise."""


class Word(NamedTuple):
    """A word that was changed: 联通共享 → 互联互通; one side is empty if it was put in or left out."""

    old: str
    new: str


class Card(NamedTuple):
    """A quotation, beside the text."""

    id: str
    href: str
    number: str
    seal: Seal
    attribution: str
    """注明, or nothing."""
    extracts: tuple[Extract, ...]
    words: tuple[Word, ...]
    notes: tuple[str, ...]
    cite: str
    kinds: str
    """For filters: its kind, and `attributed`."""


class Row(NamedTuple):
    """A paragraph of the commentary, and what it quotes."""

    item: str
    """`row`."""
    id: str
    name: str
    stretches: tuple[Stretch, ...]
    cards: tuple[Card, ...]
    kinds: str


class Fold(NamedTuple):
    """Paragraphs that quote nothing."""

    item: str
    """`fold`."""
    line: str
    rows: tuple[Row, ...]


class Chapter(NamedTuple):
    """A section of the commentary."""

    id: str
    title: str
    author: str
    note: str
    """逐2 改1."""
    items: tuple[Row | Fold, ...]


# -- the rest of the page ------------------------------------------------------------------------------------------------------------------


class Head(NamedTuple):
    """The commentary or a source, above."""

    role: str
    title: tuple[Piece, ...]
    lang: str
    file: str
    length: str
    digest: str


class Count(NamedTuple):
    """So many quotations of a kind."""

    seal: Seal
    number: int


class ClaimLine(NamedTuple):
    """A statement that was checked."""

    id: str
    word: str
    true: bool
    claim: str
    reason: str
    href: str


class SectionLine(NamedTuple):
    """What a section of the commentary quotes."""

    section: Link
    author: str
    counts: tuple[str, ...]
    """For every kind, in the order of the kinds; nothing for none."""
    clauses: tuple[Link, ...]


class Tile(NamedTuple):
    """A provision on the map."""

    href: str
    name: str
    times: int
    level: int
    """0 never, 1 once, 2 twice, 3 more often."""


class Place(NamedTuple):
    """A section that quotes a provision, and its quotations."""

    name: str
    quotations: tuple[Link, ...]


class Provision(NamedTuple):
    """A provision or a heading of a source."""

    id: str
    name: str
    is_heading: bool
    runs: tuple[Run, ...]
    """Its text; what is quoted is marked."""
    opening: str
    """How it begins."""
    times: int
    share: str
    places: tuple[Place, ...]


class Map(NamedTuple):
    """Which clauses of a source are quoted."""

    id: str
    name: str
    lang: str
    line: str
    never: tuple[Link, ...]
    tiles: tuple[Tile, ...]
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    title: str
    lang: str
    large: bool
    short: str
    heads: tuple[Head, ...]
    headline: tuple[str, ...]
    detail: str
    first_looks: tuple[Link, ...]
    tally: tuple[Count, ...]
    attributed: int
    notices: tuple[str, ...]
    seals: tuple[Seal, ...]
    """Those that are on the page, for the legend."""
    claims: tuple[ClaimLine, ...]
    chapters: tuple[Chapter, ...]
    sections: tuple[SectionLine, ...]
    kinds: tuple[Seal, ...]
    """All kinds, for the head of the table of sections."""
    maps: tuple[Map, ...]
    method: tuple[str, ...]


class FragmentRow(NamedTuple):
    """A quotation in a notebook."""

    number: str
    sign: str
    where: str
    commentary: tuple[Run, ...]
    source: tuple[Run, ...]


class Fragment(NamedTuple):
    """What a notebook shows."""

    title: str
    summary: str
    rows: tuple[FragmentRow, ...]
    more: str
    claims: tuple[tuple[str, str, str], ...]

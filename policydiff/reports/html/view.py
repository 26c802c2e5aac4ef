"""What the template sees: the page as plain data, from its parts to the whole.

A `Page` has `Chapter`s, a chapter `Row`s, `Fold`s and `Outside` passages, a row `Strip`s, a strip two `Cell`s, a cell `Passage`s, a passage
`Segment`s, a segment `Run`s, a run `Piece`s. Every decision has been taken when these are made; a template only writes them down.
Texts are ready to be shown: characters without a shape have become pieces of their own, or are spelled out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Side = Literal["old", "new"]
#: What a cell holds: a side, or in the inline view both.
Whose = Literal["old", "new", "both"]
SIDES: tuple[Side, Side] = ("old", "new")


# -- text -------------------------------------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """A bit of text, or what stands in the place of one."""

    kind: str
    """`text`; `kept` (shared words of a rewritten sentence); `key` (a number in a longer mark); `chip` (a character without a shape);
    `break` (line ends that are not shown); `wbr` (a place between two words)."""
    text: str
    """What is shown; for a break the line ends themselves."""
    codes: str = ""
    """The code points that a chip stands for, in hexadecimal, blanks between them; empty if it stands for nothing in the text."""


class Stop(NamedTuple):
    """A place where 下一处 stops."""

    id: str
    say: str
    """What it is, in a spoken sentence."""


class Run(NamedTuple):
    """Text of one edit."""

    tag: str
    """`ins`, `del`, `span`, or nothing for plain text."""
    classes: str
    pieces: tuple[Piece, ...]
    diff: int | None = None
    """The number of the difference, the same on both sides; in a reprint only."""
    stop: Stop | None = None
    bulk: int | None = None
    """Which uniform substitution it is a part of, from 1."""


class Segment(NamedTuple):
    """A passage of one clause without a gap."""

    place: str
    """First code point and the one past the last, of the raw file: `1203 1388`."""
    runs: tuple[Run, ...]
    lead: bool = False
    """Whether it is a label and a heading."""
    label: bool = False
    """Whether it is a label alone."""
    order: int | None = None


class Link(NamedTuple):
    """Words that may lead somewhere; without an address they are words."""

    text: str
    href: str = ""
    classes: str = ""


class Passage(NamedTuple):
    """What a change bar stands beside."""

    segments: tuple[Segment, ...] = ()
    tag: str = ""
    """整段改写."""
    source: Link | None = None
    """The clause it is from, where that changes."""
    echo: tuple[Piece, ...] = ()
    """Words that are quoted from another row, in place of segments."""


class Cell(NamedTuple):
    """One side of a strip."""

    side: Whose
    lang: str
    passages: tuple[Passage, ...]
    void: str = ""
    """What is said where there is no text."""
    elsewhere: Link | None = None
    """Where the text of the other side went."""


class Strip(NamedTuple):
    """Sentences that stand side by side."""

    kind: str
    """`same pair rewrite insert repeal come away`, and `lead` for a heading; also its CSS classes."""
    old: Cell
    new: Cell
    both: Cell | None = None
    """Both sides as one running text, in the inline view only."""


# -- rows -------------------------------------------------------------------------------------------------------------------------------


class Seal(NamedTuple):
    """One character that names a kind of row."""

    kind: str
    sign: str
    word: str


class ChangeLine(NamedTuple):
    """A line of the list of changes beside a row."""

    old: str = ""
    new: str = ""
    word: str = ""
    """删 or 增 before a side that stands alone."""
    text: str = ""
    """A whole line that is not about single words."""
    href: str = ""
    finding: str = ""


class Proof(NamedTuple):
    """A link to another row, with the words of both sides that show it."""

    text: str
    """Where it leads, and how sure it is: 另有部分入（三），存疑."""
    link: Link
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


class Ref(NamedTuple):
    """A line below the name of a row: where its text came from."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the 对照表."""

    id: str
    kinds: str
    """Names of its kinds, or `equal`: what filters ask for."""
    name: str
    hangs: bool
    """Whether the name begins with a bracket, which stands left of the line."""
    seals: tuple[Seal, ...]
    refs: tuple[Ref, ...]
    changes: tuple[ChangeLine, ...]
    cite: str
    strips: tuple[Strip, ...]
    stop: Stop | None
    """None if its differences are stops themselves, or if there is nothing to see."""
    proofs: tuple[Proof, ...] = ()
    openings: tuple[str, str] = ("", "")
    """How either side begins: its label and heading, or its first words."""
    long: bool = False
    """Whether it may be broken between two pages in print."""
    told: bool = False
    """Whether nothing but uniform substitutions, which are told once, changed its words."""
    item: str = "row"


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows whose words are the same on both sides, folded into one line."""

    name: str
    line: str
    seals: tuple[Seal, ...]
    rows: tuple[Row, ...]
    item: str = "fold"


@dataclass(frozen=True, slots=True)
class Outside:
    """A passage of a page that is not part of the text."""

    where: str
    first_line: str
    length: str
    lang: str
    pieces: tuple[Piece, ...]
    place: str
    item: str = "outside"


@dataclass(frozen=True, slots=True)
class Part:
    """A table; a long chapter has several."""

    items: tuple[Row | Fold | Outside, ...]
    tall: int
    """About how high it is, as a power of two: class `tall-7` is about 2^7 lines."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its rows, or the rows before the first heading."""

    id: str
    level: int
    """2 or 3: the rank of its heading."""
    kinds: str
    """Of its heading, which is a row; empty if it has none."""
    seals: tuple[Seal, ...]
    note: str
    old: Cell | None
    """The two sides of its heading; None for rows that have no heading."""
    new: Cell | None
    title: str
    """What to call it: in the contents, and as its heading where the documents have none."""
    stop: Stop | None
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    """Its rows in the contents."""
    signs: str
    """The kinds of its heading in the contents: 改."""


class Entry(NamedTuple):
    """A line of the contents."""

    href: str
    name: str
    signs: str


# -- the page around the rows -------------------------------------------------------------------------------------------------------------


class Filter(NamedTuple):
    """A kind of row, and how many there are."""

    seal: Seal
    rows: int


class Tally(NamedTuple):
    """A count below the verdict."""

    number: str
    seal: Seal
    word: str
    none: bool


class Share(NamedTuple):
    """A part of a fate bar."""

    classes: str
    word: str
    number: str
    start: str
    """In per cent of the bar, `12.5%`."""
    width: str


@dataclass(frozen=True, slots=True)
class Head:
    """One document in the head of the page."""

    side: Side
    role: str
    """原文, 新文, 转载."""
    title: tuple[Piece, ...]
    name: str
    """Its title as one word."""
    short: str
    """What tells it from the other one: its name, or its file where both have one title."""
    column: str
    """The same above a column of text, beside its role; empty if it is the role."""
    lang: str
    file: str
    length: str
    digest: str
    fate: tuple[Share, ...]


class FirstLook(NamedTuple):
    """A difference worth looking at first."""

    href: str
    name: str
    old: str
    new: str
    text: str
    word: str = ""
    """What kind of remark it is: 数字, 约束."""


class Difference(NamedTuple):
    """A line of the list of differences of a reprint: the words of both sides, with a few characters around them."""

    number: int
    href: str
    name: str
    old: tuple[str, str, str]
    """Before, words, behind; the words are empty where the side has nothing."""
    new: tuple[str, str, str]
    note: str


class NoticeLine(NamedTuple):
    """Notices of one kind."""

    code: str
    text: str
    links: tuple[Link, ...]
    more: int
    """How many further places it concerns."""


class BulkLine(NamedTuple):
    """A change that was made at many places."""

    what: str
    old: tuple[str, ...]
    """The old form; of a series its first and its last member."""
    new: tuple[str, ...]
    note: str
    links: tuple[Link, ...]
    more: int
    times: str
    number: int | None = None
    """The number of a substitution that can be marked in the text, from 1."""


class TermLink(NamedTuple):
    """A term in the list of its kind."""

    text: str
    href: str
    """Its first place: in the new text, or in the old one if it went."""
    counts: str
    """4→34."""


class TermLine(NamedTuple):
    """Terms that came, went, rose or fell."""

    word: str
    terms: tuple[TermLink, ...]
    more: str
    """How many are not named; empty if all are."""


class FormLine(NamedTuple):
    """A difference of form, and how often it occurs."""

    sample: str
    times: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader should take away."""

    clauses: tuple[tuple[Piece, ...], ...]
    detail: str
    first_looks: tuple[FirstLook, ...]
    tally: tuple[Tally, ...]
    note: str
    characters: str
    """The same in characters."""
    account: tuple[str, ...]
    """The same in sentences, with a few examples."""


class MapNode(NamedTuple):
    """A chapter at the edge of the map."""

    label: str
    size: int
    href: str
    y: str
    height: str
    text_y: str
    side: Side
    alone: bool
    """Whether no ribbon begins or ends at it."""


class MapFlow(NamedTuple):
    """A ribbon between two chapters, and a line of the table that says the same."""

    kind: str
    """`kept`, `moved` or `uncertain`; `alone` for a chapter without a ribbon, which has a line only."""
    path: str
    old: Link
    new: Link
    provisions: str
    """How many."""
    note: str


@dataclass(frozen=True, slots=True)
class ChapterMap:
    """章节对应: which chapters the provisions went to, as a drawing and as a table."""

    height: int
    nodes: tuple[MapNode, ...]
    flows: tuple[MapFlow, ...]


class Whereabouts(NamedTuple):
    """A line of 去向表 or 来源表."""

    clause: Link
    partners: tuple[Link, ...]
    uncertain: tuple[Link, ...]
    void: str


@dataclass(frozen=True, slots=True)
class Appendix:
    """去向表 or 来源表."""

    caption: str
    lists: tuple[tuple[Whereabouts, ...], ...]
    """Its lines; on a large page in several lists, which are laid out as they come into view."""


class Mark(NamedTuple):
    """A bar of the overview at the edge, in a drawing 14 wide and 1000 high."""

    classes: str
    unit: int
    """Which strip or row it stands for."""
    x: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the changes are."""

    unit: str
    """`.strip` or `tbody.pair`: what `Mark.unit` counts."""
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """Which signs occur, and need an explanation."""

    reprint: bool
    has_key: bool
    has_moves: bool
    has_rewrites: bool
    has_order: bool
    has_breaks: bool
    has_findings: bool
    has_doubts: bool
    has_moved_words: bool


class VolumeEntry(NamedTuple):
    """A volume (分册) in the list of all, with its chapters."""

    href: str
    name: str
    rows: str
    """How many."""
    chapters: tuple[Entry, ...]
    anchors: str
    """The names of its rows and differences, blanks between them: an address that leads to one of them leads to its volume."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Which volume a page is, and where the others are."""

    name: str
    front: str
    """The address of the front."""
    previous: str
    """Empty for the first."""
    next: str
    """Empty for the last."""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report; or the front of one in volumes, which has no rows; or a volume, which has not what stands before the rows."""

    lang: str
    title: str
    profile: str
    profile_word: str
    heads: tuple[Head, Head]
    view: str
    """`table` for two columns, `inline` for one running text."""
    method: tuple[str, ...]
    large: bool
    """Whether chapters are laid out only when they come into view."""

    # -- before the rows
    summary: str = ""
    """Verdict, counts and notices as plain text, to be copied."""
    verdict: Verdict | None = None
    notices: tuple[NoticeLine, ...] = ()
    bulk: tuple[BulkLine, ...] = ()
    bulk_note: str = ""
    told: str = ""
    """What the switch says that leaves out rows in which nothing else changed; empty if there are none."""
    map: ChapterMap | None = None
    differences: tuple[Difference, ...] = ()
    """Of a reprint, one by one."""
    differences_more: str = ""
    terms: tuple[TermLine, ...] = ()
    terms_note: str = ""
    forms: tuple[FormLine, ...] = ()
    forms_more: str = ""
    """What opens the list of those that are not the most frequent; empty if there are few."""
    forms_by_class: str = ""
    """The same, counted by class, in one line."""
    volumes: tuple[VolumeEntry, ...] = ()

    # -- the rows, and what belongs to them
    volume: Volume | None = None
    filters: tuple[Filter, ...] = ()
    stops: int = 0
    """How many stops 下一处 has when nothing is filtered."""
    legend: Legend | None = None
    """None if no words differ: then there is nothing to explain."""
    before: tuple[Outside, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    after: tuple[Outside, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    overview: Overview | None = None


# -- the notebook -----------------------------------------------------------------------------------------------------------------------


class FragmentCell(NamedTuple):
    """One side of a row in a notebook."""

    lang: str
    runs: tuple[Run, ...]
    start: str
    """The first words, for a cell that is folded; empty if it is shown as it is."""
    void: str


class FragmentRow(NamedTuple):
    """A row in a notebook."""

    name: str
    signs: str
    changes: tuple[str, ...]
    """The first changes in words, for front ends that drop every style."""
    old: FragmentCell
    new: FragmentCell


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a notebook shows."""

    lang: str
    title: str
    verdict: str
    counts: tuple[tuple[str, str, int], ...]
    """Sign, word, number of rows."""
    columns: tuple[str, str]
    rows: tuple[FragmentRow, ...]
    more: str

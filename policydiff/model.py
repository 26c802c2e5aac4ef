r"""The nouns: plain, immutable data that every stage reads and none of them owns.

Read them in this order. A `Document` is raw text with an outline of `Clause`s over it. An `Alignment` says which clauses correspond:
its `Link`s are pairs of one clause with one clause, its `Bead`s the rows of the 对照表. A `Pair` is a row that has been compared: its
`Edit`s say what differs, its `kinds` what happened, its `Finding`s what to look at first. A `Collation` is the whole record.

Every `Span` counts Unicode code points of the raw (decoded, otherwise untouched) text of its document; nothing copies text.

>>> document = Document("一、总体要求\n", title=None, clauses=(
...     Clause("1", Level.LAYER_1, None, "一、", 1, "总体要求", Span(0, 6), Span(0, 2), Span(2, 6)),))
>>> document.text_of(document.clause("1"))
'一、总体要求'
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from policydiff.errors import ClauseNotFoundError


class Span(NamedTuple):
    """位置: a half-open range of code points of the raw text.

    >>> Span(2, 6).of("一、总体要求"), len(Span(2, 6)), Span(2, 6).size
    ('总体要求', 2, 4)
    """

    start: int
    """The first code point, from 0."""
    end: int
    """One past the last code point; never less than `start`."""

    @property
    def size(self) -> int:
        """How many code points it covers; `len` of a span is 2, since it is a pair."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return what the span covers in the text it was made for."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


class Level(StrEnum):
    """层次: what kind of node a clause is.

    The divisions and provisions of statutes follow the Legislation Law of the PRC, art. 65 (编、章、节、条、款、项、目), and
    Taiwan's 中央法規標準法, art. 8 (編、章、節、款、目; 條、項、款、目: its 項 and 款 are our PARAGRAPH and ITEM). The layers of policy
    papers are those of GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）.
    """

    TITLE = "title"
    """标题: of the document."""
    SUBTITLE = "subtitle"
    """副标题: a line below the title that begins with a dash."""
    DATE = "date"
    """题注: the date line, or the lines of adoption and amendment, below the title."""
    CONTENTS = "contents"
    """目录: the whole list."""
    MASTHEAD = "masthead"
    """报头: what a page prints above the title of its text."""
    NOTE = "note"
    """标注: a line that is not part of the text, such as a comment of a file format or 附件：1.……."""
    PIECE = "piece"
    """篇: the title of one of several texts in a file: an essay, another news item."""
    AUTHOR = "author"
    """作者: a line that is a name, below the title of a piece."""
    BYLINE = "byline"
    """作者介绍: （作者系……）."""
    ANNEX = "annex"
    """附件: the heading of an annex."""
    PREAMBLE = "preamble"
    """序言: unnumbered paragraphs before the first heading."""
    PART = "part"
    """编, 编 of Taiwan (編), and 第一部分."""
    SUBPART = "subpart"
    """分编."""
    CHAPTER = "chapter"
    """章."""
    SECTION = "section"
    """节 (節)."""
    SUBSECTION = "subsection"
    """第一目, 第一款 as headings below 節 (Taiwan)."""
    HEADING = "heading"
    """无序号标题: a heading without a number, such as 附则 alone on its line."""
    ARTICLE = "article"
    """条 (條)."""
    PARAGRAPH = "paragraph"
    """款 (項): an unnumbered paragraph inside a provision; a part of it."""
    ITEM = "item"
    """项 (款): a numbered item inside a provision; a part of it."""
    SUBITEM = "subitem"
    """目: a numbered item of an item; a part of the provision."""
    LAYER_1 = "layer1"
    """一、 (or 壹、)."""
    LAYER_2 = "layer2"
    """（一）."""
    LAYER_3 = "layer3"
    """1."""
    LAYER_4 = "layer4"
    """（1）."""
    LAYER_5 = "layer5"
    """①."""
    BULLET = "bullet"
    """―― or another bullet, where items have no number."""
    TEXT = "text"
    """段: an unnumbered paragraph that stands by itself below a heading."""
    GOAL = "goal"
    """目标段: one that opens with 主要目标是： or the like."""
    SIGNATURE = "signature"
    """落款: who issued the text, and when, at its end."""
    DATELINE = "dateline"
    """电头: the source of a reprint, （新华社北京10月21日电）."""


#: Levels of nodes that are parts of a provision and go where it goes.
PART_LEVELS = frozenset({Level.PARAGRAPH, Level.ITEM, Level.SUBITEM})
#: Levels around the text proper.
FRAME_LEVELS = frozenset(
    {
        Level.TITLE,
        Level.SUBTITLE,
        Level.DATE,
        Level.CONTENTS,
        Level.MASTHEAD,
        Level.NOTE,
        Level.AUTHOR,
        Level.BYLINE,
        Level.SIGNATURE,
        Level.DATELINE,
    }
)
#: Levels that are headings by nature. A layer is one when it has a heading only, and other units below it.
HEADING_LEVELS = frozenset(
    {
        Level.PIECE,
        Level.ANNEX,
        Level.PART,
        Level.SUBPART,
        Level.CHAPTER,
        Level.SECTION,
        Level.SUBSECTION,
        Level.HEADING,
    }
)


class Saying(NamedTuple):
    """说法: a sentence by its name, and what stands in its places, so that a report can say it in another language.

    The sentences are in the catalogues of the reports, in the group `say`.
    """

    key: str
    """A stable name, such as `number.raised`."""
    facts: tuple[tuple[str, str], ...] = ()
    """By the names of the places. Words of the documents are as printed; what ends in `_clause` is the id of a clause of that side."""


def saying(key: str, /, **facts: str | int) -> Saying:
    """Return a sentence with what stands in its places.

    >>> saying("numbering-gap", marker="七、", first="六").facts
    (('marker', '七、'), ('first', '六'))
    """
    return Saying(key, tuple((name, str(value)) for name, value in facts.items()))


@dataclass(frozen=True, slots=True)
class Notice:
    """提示: an oddity met while reading, never a reason to stop.

    The codes, what they mean and what to do are listed in `policydiff.outline.NOTICES`.
    """

    code: str
    """A stable name, such as `page-break`."""
    message: str
    """One sentence in Chinese, for the reader of a report."""
    span: Span
    """The place in the raw text."""
    saying: Saying | None = None
    """The same sentence for other languages."""


@dataclass(frozen=True, slots=True)
class Source:
    r"""来历: where a raw text came from, enough to find and to rebuild the file.

    >>> Source("a.txt", "", "utf-8-sig", "\n").encode("第一条")
    b'\xef\xbb\xbf\xe7\xac\xac\xe4\xb8\x80\xe6\x9d\xa1'
    """

    name: str
    """The name of the file without its folder, or `<text>`, `<stdin>`."""
    sha256: str
    """Of the bytes, in hexadecimal; of the UTF-8 encoding for a literal text."""
    encoding: str
    """A Python codec that turns the text back into the same bytes: utf-8, utf-8-sig, utf-16, gb18030, cp950 …."""
    newline: str
    """The line end met first (`\\n`, `\\r\\n`, `\\r`), or an empty string."""

    def encode(self, text: str) -> bytes:
        """Return the bytes the text was decoded from.

        Raises:
            UnicodeEncodeError: if the text is not the one that was read.
        """
        if self.encoding == "utf-16":  # the codec writes the byte order of the machine; the reader means little-endian
            return b"\xff\xfe" + text.encode("utf-16-le")
        return text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: one node of the outline, over its own text.

    Its span holds the marker, the heading and the text that belongs to no child; so the spans of all clauses of a document are
    disjoint, in order, and leave out only blanks, line ends and what lies outside.
    """

    id: str
    """ASCII outline path of the printed numbers, unique in the document: `2.2.5`, `c2.a12`, `c2.a12.p1.i3`, `p1`."""
    level: Level
    """What kind of node it is."""
    parent: str | None
    """The id of the node above, or None."""
    marker: str
    """The printed label alone, without title or blanks: 第十二条之一, （五）, 3.; empty if there is none."""
    number: int | None
    """The value of the label (12, 5, 3), or None."""
    heading: str | None
    """The title of the clause as printed, line breaks left out; None if it has none."""
    span: Span
    """Its own text, marker and marks of the file format included."""
    marker_span: Span | None = None
    """Where the marker is printed."""
    heading_span: Span | None = None
    """Where the heading is printed."""
    branch: int | None = None
    """The number after 之: 1 for 第十二条之一."""

    @property
    def is_part(self) -> bool:
        """Whether it is a part (款、项、目) of the provision above it, and goes where that goes."""
        return self.level in PART_LEVELS


class Unit(NamedTuple):
    """A clause with the parts (款、项、目) that go where it goes: what is aligned, and what a row of the 对照表 holds."""

    head: Clause
    parts: tuple[Clause, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The head and its parts, in the order of the text."""
        return (self.head, *self.parts)

    @property
    def span(self) -> Span:
        """From the head to the last part, the line ends between them included."""
        return Span(self.head.span.start, self.clauses[-1].span.end)


@dataclass(frozen=True)
class Document:
    """文本: a raw text and its outline."""

    text: str
    """The decoded text, otherwise untouched."""
    title: str | None
    """As printed, line breaks left out; None if the text has none."""
    clauses: tuple[Clause, ...]
    """All nodes in the order of the text."""
    source: Source = field(default=Source("<text>", "", "utf-8", ""))
    """Where the text came from."""
    notices: tuple[Notice, ...] = ()
    """What was odd about it."""
    outside: tuple[Span, ...] = ()
    """界外: what is in the file but not part of the text, when only a part of the file was parsed."""

    def text_of(self, clause: Clause) -> str:
        """Return the raw text of a clause without its children."""
        return clause.span.of(self.text)

    def clause(self, id: str) -> Clause:
        """Return the clause with this id.

        Raises:
            ClauseNotFoundError: if there is none.
        """
        try:
            return self._by_id[id]
        except KeyError:
            raise ClauseNotFoundError(
                f"no clause has the id {id!r}", where=self.source.name, remedy="List the ids with `policydiff outline`."
            ) from None

    def find(self, label: str) -> Clause:
        """Return the clause with this id or this printed label; the full-width and half-width forms of （一） are one.

        Raises:
            ClauseNotFoundError: if there is none, or if several clauses are printed with that label.
        """
        if label in self._by_id:
            return self._by_id[label]
        wanted = _fold_label(label)
        found = [c for c in self.clauses if c.marker and _fold_label(c.marker) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(c.id for c in found)
            raise ClauseNotFoundError(
                f"{label!r} is printed {len(found)} times", where=self.source.name, remedy=f"Use one of the ids {ids}."
            )
        raise ClauseNotFoundError(f"no clause is {label!r}", where=self.source.name, remedy="List the clauses with `policydiff outline`.")

    def ancestors(self, clause: Clause) -> Iterator[Clause]:
        """Yield the parent of a clause, its parent, and so on."""
        parent = clause.parent
        while parent is not None:
            above = self._by_id[parent]
            yield above
            parent = above.parent

    @cached_property
    def _by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def clause_at(self, place: int) -> Clause | None:
        """Return the clause that holds a place of the raw text, or the one before it; None before the first."""
        at = bisect_right(self._starts, place) - 1
        return self.clauses[at] if at >= 0 else None

    def unit_at(self, place: int) -> Clause | None:
        """Return the clause that holds a place of the raw text and is no part of another; None before the first."""
        clause = self.clause_at(place)
        while clause is not None and clause.is_part and clause.parent is not None:
            clause = self.clause(clause.parent)
        return clause

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [clause.span.start for clause in self.clauses]

    @cached_property
    def articles_are_traditional(self) -> bool:
        """Whether articles are 第一條, as in Taiwan, rather than 第一条."""
        return any(clause.level is Level.ARTICLE and "條" in clause.marker for clause in self.clauses)

    @cached_property
    def marker_counts(self) -> Counter[tuple[Level, int | None]]:
        """How often each number is printed at each level."""
        return Counter((clause.level, clause.number) for clause in self.clauses if clause.marker)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The clauses that stand by themselves, each with its parts, in the order of the text."""
        heads: list[tuple[Clause, list[Clause]]] = []
        for clause in self.clauses:
            if clause.is_part and heads:
                heads[-1][1].append(clause)
            else:
                heads.append((clause, []))
        return tuple(Unit(head, tuple(parts)) for head, parts in heads)

    def heads(self, ids: Iterable[str]) -> list[Clause]:
        """Return the clauses with these ids that are no parts of others."""
        clauses = (self.clause(id) for id in ids)
        return [clause for clause in clauses if not clause.is_part]

    @cached_property
    def headings(self) -> frozenset[str]:
        """The ids of the units that are headings of others: chapters, and layers that hold nothing but a title and other units."""
        parents = {u.head.parent for u in self.units}
        return frozenset(
            u.head.id
            for u in self.units
            if u.head.level in HEADING_LEVELS or (u.head.id in parents and not u.parts and self._is_title_only(u.head))
        )

    @cached_property
    def provisions(self) -> frozenset[str]:
        """The ids of the units that say something: neither headings nor what stands around the text."""
        return frozenset(u.head.id for u in self.units if u.head.id not in self.headings and u.head.level not in FRAME_LEVELS)

    def _is_title_only(self, clause: Clause) -> bool:
        return clause.heading_span is not None and not self.text[clause.heading_span.end : clause.span.end].strip(" \t　。*#")


def _fold_label(label: str) -> str:
    widths = str.maketrans("(（)）.．０１２３４５６７８９條", "（（））..0123456789条")
    return "".join(label.split()).translate(widths)


class Tier(StrEnum):
    """可信度: how much a link may be trusted."""

    STRONG = "strong"
    """Beyond reasonable doubt."""
    PROBABLE = "probable"
    """More likely than not; look at the evidence."""
    CANDIDATE = "candidate"
    """Considered and not counted; listed so that a reader may disagree."""
    USER = "user"
    """Stated by the user."""


#: The tiers that count as correspondence.
COUNTED_TIERS = frozenset({Tier.STRONG, Tier.PROBABLE, Tier.USER})


class Evidence(NamedTuple):
    """依据: two passages that show why two clauses correspond."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Link:
    """对应: one old clause and one new clause."""

    old: str
    """The id of the old clause."""
    new: str
    """The id of the new clause."""
    score: float
    """How sure, on a scale of the aligner's own: 1 is as close as the best alternative. Comparable within one comparison only."""
    tier: Tier
    """How much to trust it."""
    evidence: tuple[Evidence, ...] = ()
    """The passages that show it, the most telling first."""
    shares: tuple[float, float] = (0.0, 0.0)
    """How much of the old and of the new clause the other accounts for, 0 to 1."""
    parts: tuple[Evidence, ...] = ()
    """Which words the link is about, where one of the clauses has several: what stands between two commas, or more. In the order of the
    old text; empty if the link is about the whole."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """备选: the pair that came closest to being a link of a clause that has none."""

    old: str
    """The id of the old clause."""
    new: str
    """The id of the new clause."""
    score: float
    """How many times the evidence that makes a link it has beside the links that were found: less than 1."""
    alone: float
    """How many times it would have by itself; 1 or more means that its words are explained by other links."""
    rival: tuple[str, str] | None
    """The link, by the ids of its clauses, that explains most of the words the two share; None if no link does."""
    share: float
    """How much of these words that link explains, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Bead:
    """A row before it is compared: the clauses that stand side by side. One side may be empty."""

    old: tuple[str, ...]
    """Ids of old clauses, parts included, in the order of the old text."""
    new: tuple[str, ...]
    """Ids of new clauses, parts included, in the order of the new text."""
    moved: bool = False
    """Whether the row stands out of the common order of both texts."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which clauses correspond: all links, and the rows in which every clause stands exactly once."""

    profile: str
    """`revision` or `reprint`."""
    links: tuple[Link, ...]
    """In the order of the old text, then of the new; headings included."""
    beads: tuple[Bead, ...]
    """In the order of the new text; what was dropped stands behind its old neighbour."""
    notices: tuple[Notice, ...] = ()
    """What a reader should know about the whole: “these may not be versions of one document”. Spans are of the new text."""
    rejected: tuple[Rejection, ...] = ()
    """What came closest, for each provision without a link that counts; in the order of the old text."""
    echoes: tuple[Evidence, ...] = ()
    """用语沿用: phrases of clauses that are not linked which no link explains: used again, but no correspondence of clauses."""


class EditTag(StrEnum):
    """异文的类别."""

    EQUAL = "equal"
    """The same characters on both sides (line ends aside)."""
    FORMAL = "formal"
    """Not the same characters, but the same text: width, blanks, line breaks, marks of the file format, script."""
    INSERT = "insert"
    """Only on the new side."""
    DELETE = "delete"
    """Only on the old side."""
    REPLACE = "replace"
    """Other words."""


class Edit(NamedTuple):
    """异文: a passage of the old text and the passage of the new text that stands for it. One of them may be empty."""

    tag: EditTag
    old: Span
    new: Span


class ChangeKind(StrEnum):
    """变更: what happened to a clause, in the words of drafting (Akoma Ntoso, textual modifications). Several may hold."""

    INSERTION = "insertion"
    """增: new text without a source."""
    REPEAL = "repeal"
    """删: old text without a successor."""
    SUBSTITUTION = "substitution"
    """改: other words."""
    MOVE = "move"
    """移: another place in the order."""
    SPLIT = "split"
    """拆: one old clause became several."""
    JOIN = "join"
    """并: several old clauses became one."""
    RENUMBERING = "renumbering"
    """号: another number in the same scheme of numbering."""
    FORMAL = "formal"
    """式: the same text, written otherwise."""
    OUTSIDE = "outside"
    """界外: in the file, but not part of the text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """发现: a remark that a reader will want to see first, about words that changed. It describes the text and guesses no intent."""

    name: str
    """A stable name: `number`, `modality`, `negation` …; listed in `policydiff.changes.FINDINGS`."""
    old: Span | None
    """The words in the old text; empty, at the place where they would stand, if there are none; None if the row has no old side."""
    new: Span | None
    """The same in the new text."""
    note: str
    """One sentence in Chinese."""
    saying: Saying | None = None
    """The same sentence for other languages; a classifier of the caller's need not have any."""


@dataclass(frozen=True, slots=True)
class Pair:
    """对照行: one row of the 对照表, compared. Every clause is in exactly one."""

    old: tuple[str, ...]
    """Ids of old clauses, parts included."""
    new: tuple[str, ...]
    """Ids of new clauses, parts included."""
    kinds: tuple[ChangeKind, ...]
    """What happened; empty if nothing did."""
    edits: tuple[Edit, ...]
    """They tile the clauses of both sides: every code point of every clause is in exactly one edit."""
    findings: tuple[Finding, ...] = ()
    """What to look at first."""


@dataclass(frozen=True)
class Collation:
    """对校记录: the whole record of a comparison, without behaviour."""

    old: Document
    new: Document
    profile: str
    """`revision` or `reprint`."""
    links: tuple[Link, ...]
    pairs: tuple[Pair, ...]
    """The rows, in the order in which they are read."""
    notices: tuple[Notice, ...]
    """About the comparison as a whole; the documents have their own."""
    settings: Mapping[str, object]
    """How the record was made: choices, and the versions of what they depend on."""
    rejected: tuple[Rejection, ...] = ()
    """See `Alignment.rejected`."""
    echoes: tuple[Evidence, ...] = ()
    """See `Alignment.echoes`."""


# -- quotations ----------------------------------------------------------------------------------------------------------------------


class QuotationKind(StrEnum):
    """引文的准确程度: how exactly a commentary quotes. Marks of punctuation and probable slips of the scan do not count."""

    VERBATIM = "verbatim"
    """逐字: the same words."""
    ELIDED = "elided"
    """节引: words were left out, or passages put together; none was added."""
    ALTERED = "altered"
    """改引: words were replaced or put in."""
    PARAPHRASE = "paraphrase"
    """意引: retold in other words."""
    NOT_FOUND = "not found"
    """未见: attributed to a source that does not say it."""


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """引文的一段: a passage of the commentary and the passage of one clause that it quotes."""

    span: Span
    """In the commentary."""
    source: int
    """Which source, from 0, in the order in which they were given."""
    clause: str
    """The id of the clause of the source."""
    span_in_source: Span
    """In the source; what the commentary left out in between is inside."""
    kind: QuotationKind
    """How exactly; never `NOT_FOUND`."""
    edits: tuple[Edit, ...]
    """They tile both passages; `old` is the source and `new` the commentary."""
    slips: tuple[Span, ...] = ()
    """Places of the commentary where a single character is probably misread or mistyped: 融人 for 融入."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """引文: a passage of a commentary that quotes, retells, or says that it quotes a source."""

    span: Span
    """In the commentary, from its first part to the last. A passage that is not found may lie inside the span of another quotation."""
    kind: QuotationKind
    """How exactly, taken as a whole."""
    attributed: bool
    """Whether the commentary itself says that the words are those of a source."""
    score: float
    """The share of its letters that stand in the source, from 0 to 1."""
    parts: tuple[QuotedPart, ...]
    """In the order of the commentary, one or several; none if it was not found."""
    attributed_to: int | None = None
    """The source that the commentary names, where it names one."""
    cue: Span | None = None
    """Where the commentary names it: 《意见》提出, 按照《方案》要求, 第五条中提出."""
    cited: str | None = None
    """The id of the clause that the commentary names, where it names one that is there."""
    closer: int | None = None
    """Another source whose words are closer than those of the one it is attributed to."""


@dataclass(frozen=True, slots=True)
class Claim:
    """可核对的说法: a statement of the commentary about a source that its outline can confirm or refute."""

    span: Span
    """In the commentary."""
    claim: str
    """What is said, as printed, without blanks."""
    true: bool
    """Whether the source bears it out."""
    reason: str
    """Why, in Chinese."""
    name: str
    """What it is about: `count`, `number`, `order`, `heading` or `title`."""
    source: int
    """Which source, from 0."""
    sayings: tuple[Saying, ...] = ()
    """The parts of the reason, for other languages."""


class Mention(NamedTuple):
    """提及: a place where a commentary names a source."""

    span: Span
    source: int


@dataclass(frozen=True)
class Tracing:
    """引文记录: the whole record of what a commentary quotes, without behaviour."""

    commentary: Document
    sources: tuple[Document, ...]
    names: tuple[tuple[str, ...], ...]
    """For each source, what the commentary may call it, the fullest name first."""
    mentions: tuple[Mention, ...]
    """Where it names them, in order."""
    quotations: tuple[Quotation, ...]
    """In the order of the commentary."""
    claims: tuple[Claim, ...]
    """In the order of the commentary."""
    notices: tuple[Notice, ...]
    """About the tracing as a whole; the documents have their own."""
    settings: Mapping[str, object]
    """How the record was made."""

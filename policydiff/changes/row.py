"""A row as a classifier sees it: the two documents, all edits of the row, and both sides as a reader reads them.

What is read is the normalised text of the clauses, in simplified characters and without line ends in the middle of a sentence; so a list of
words need hold each word once. A `Difference` is a place where the wording differs, in code points of what is read;
`Row.finding` brings such places back to the raw texts.

    old    企业可以⏎申请。        read    企业可以申请。       a difference: 可以 → 应当
    new    企业应当申请。
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from policydiff.model import Bead, Document, Edit, EditTag, Finding, Span
from policydiff.normalization import NormalizedDocument, to_script
from policydiff.offsets import NormalizedText, concatenate
from policydiff.words import words

Side = Literal["old", "new"]

#: The tags of edits that change the words.
WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})

#: A shorter passage is read as it was marked.
_SHORTEST_REWRITTEN: Final = 8
#: A passage of which less than this stayed was rewritten indeed.
_LEAST_STAYED: Final = 0.5

#: What parts the segments of a sentence; no word governs across it.
SEGMENT_MARKS: Final = frozenset("，。；：！？\n")


@dataclass(frozen=True)
class Context:
    """What the kinds and findings of a row depend on beyond the row itself."""

    olds: NormalizedDocument
    news: NormalizedDocument
    profile: str
    """`revision` or `reprint`."""
    partners_of_old: Mapping[str, int]
    """How many new provisions an old one corresponds to, by its id; headings and what stands around the text left out."""
    partners_of_new: Mapping[str, int]
    """How many old provisions a new one corresponds to, by its id."""
    page: Side = "new"
    """Which side reprints the other; of a revision, nothing."""

    @property
    def old(self) -> Document:
        """The old document."""
        return self.olds.document

    @property
    def new(self) -> Document:
        """The new document."""
        return self.news.document

    @cached_property
    def page_text(self) -> str:
        """What is read on the whole of the page."""
        clauses = (self.olds if self.page == "old" else self.news).clauses.values()
        return to_script("\n".join(clause.text for clause in clauses), "t2s")


class Passage(NamedTuple):
    """A stretch of what is read on one side."""

    start: int
    """In code points."""
    end: int

    def meets(self, other: Passage) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


class Difference(NamedTuple):
    """A place where the wording differs, in what is read on both sides; one of them may be empty."""

    old: Passage
    new: Passage


class Reading:
    """One side of a row as it is read, and the way back to the raw text."""

    def __init__(self, document: Document, clauses: Sequence[NormalizedText]) -> None:
        self._printed = concatenate(_apart(clauses))
        self._has_text = bool(clauses)
        self.text: str = to_script(self._printed.text, "t2s")
        raw = "".join(span.of(document.text) for clause in clauses for span in clause.spans)
        self.is_traditional = to_script(raw, "t2s") != raw
        self._document = document
        self._cut: dict[int, frozenset[int]] = {}

    def passage(self, span: Span) -> Passage:
        """Return what is read of a raw passage."""
        starts = self._printed.starts
        return Passage(bisect_left(starts, span.start), bisect_left(starts, span.end))

    def span(self, passage: Passage) -> Span:
        """Return the raw passage of what is read."""
        if not self._has_text:
            return Span(0, 0)
        return self._printed.raw_span(*passage)

    def of(self, passage: Passage) -> str:
        """Return what is read there, in simplified characters."""
        return self.text[passage.start : passage.end]

    def printed(self, passage: Passage) -> str:
        """Return what is read there, in the characters of the document."""
        return self._printed.text[passage.start : passage.end]

    def segment(self, place: int) -> Passage:
        """Return what stands between two marks of punctuation around a place."""
        start = end = place
        while start and self.text[start - 1] not in SEGMENT_MARKS:
            start -= 1
        while end < len(self.text) and self.text[end] not in SEGMENT_MARKS:
            end += 1
        return Passage(start, end)

    def is_word(self, passage: Passage) -> bool:
        """Whether a word begins where the passage begins, and one ends where it ends."""
        segment = self.segment(passage.start)
        if segment.start not in self._cut:
            places, at = {segment.start}, segment.start
            for word in words(self.of(segment)):
                at += len(word)
                places.add(at)
            self._cut[segment.start] = frozenset(places)
        return passage.start in self._cut[segment.start] and passage.end in self._cut[segment.start]


def _apart(clauses: Sequence[NormalizedText]) -> list[NormalizedText]:
    """The clauses with a line end between each two, which stands nowhere in the raw text."""
    out: list[NormalizedText] = []
    for clause in clauses:
        if out and clause.text:
            place = array("L", [clause.starts[0]])
            out.append(NormalizedText(clause.raw, (), "\n", place, place))
        out.append(clause)
    return out or [NormalizedText("", (Span(0, 0),), "", array("L"), array("L"))]


@dataclass(frozen=True)
class Row:
    """A row of the 对照表 before remarks are made on it."""

    bead: Bead
    """Which clauses stand side by side."""
    edits: Sequence[Edit]
    """All of them, in order; they tile both sides."""
    context: Context

    @property
    def old(self) -> Document:
        """The old document."""
        return self.context.old

    @property
    def new(self) -> Document:
        """The new document."""
        return self.context.new

    @property
    def profile(self) -> str:
        """`revision` or `reprint`."""
        return self.context.profile

    @cached_property
    def olds(self) -> Reading:
        """The old side as it is read."""
        return Reading(self.old, self.context.olds.of(self.bead.old))

    @cached_property
    def news(self) -> Reading:
        """The new side as it is read."""
        return Reading(self.new, self.context.news.of(self.bead.new))

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the wording differs; none if the row has one side only.

        A passage that was marked as rewritten, although most of its words stayed, is read word by word.
        """
        if not self.bead.old or not self.bead.new:
            return ()
        marked = (Difference(self.olds.passage(e.old), self.news.passage(e.new)) for e in self.edits if e.tag in WORDING)
        found = (part for difference in marked for part in self._parts(difference))
        return tuple(d for d in found if d.old.start < d.old.end or d.new.start < d.new.end)

    def _parts(self, difference: Difference) -> list[Difference]:
        old, new = self.olds.of(difference.old), self.news.of(difference.new)
        if min(len(old), len(new)) < _SHORTEST_REWRITTEN:
            return [difference]
        from rapidfuzz.distance import Indel

        sides = words(old), words(new)
        opcodes = Indel.opcodes(*sides)
        places = [[0, *accumulate(map(len, side))] for side in sides]
        stayed = sum(places[0][op.src_end] - places[0][op.src_start] for op in opcodes if op.tag == "equal")
        if 2 * stayed < _LEAST_STAYED * (len(old) + len(new)):
            return [difference]
        parts = list[Difference]()
        for op in (op for op in opcodes if op.tag != "equal"):
            part = Difference(
                Passage(difference.old.start + places[0][op.src_start], difference.old.start + places[0][op.src_end]),
                Passage(difference.new.start + places[1][op.dest_start], difference.new.start + places[1][op.dest_end]),
            )
            last = parts[-1] if parts else None
            if last is not None and last.old.end == part.old.start and last.new.end == part.new.start:
                parts[-1] = Difference(Passage(last.old.start, part.old.end), Passage(last.new.start, part.new.end))
            else:
                parts.append(part)
        return parts

    @cached_property
    def is_changed(self) -> tuple[bytes, bytes]:
        """For each character read on the old and on the new side, 1 if the wording differs there."""
        olds, news = bytearray(len(self.olds.text)), bytearray(len(self.news.text))
        for old, new in self.differences:
            olds[old.start : old.end] = b"\1" * (old.end - old.start)
            news[new.start : new.end] = b"\1" * (new.end - new.start)
        return bytes(olds), bytes(news)

    @cached_property
    def counterparts(self) -> Mapping[int, int]:
        """For each character read on the old side that is equal on the new one, where it stands there.

        Characters that are equal at the ends of a difference are among them: 必要 in 必要 → 不必要.
        """
        found = dict[int, int]()
        done = Difference(Passage(0, 0), Passage(0, 0))
        ends = Passage(len(self.olds.text), len(self.olds.text)), Passage(len(self.news.text), len(self.news.text))
        for difference in (*self.differences, Difference(*ends)):
            between = Passage(done.old.end, difference.old.start), Passage(done.new.end, difference.new.start)
            if between[0].end - between[0].start == between[1].end - between[1].start:
                found.update(zip(range(*between[0]), range(*between[1]), strict=True))
            found.update(self._equal_ends(difference))
            done = difference
        return found

    def _equal_ends(self, difference: Difference) -> Iterator[tuple[int, int]]:
        (i, k), (j, m) = difference
        while i < k and j < m and self.olds.text[i] == self.news.text[j]:
            yield i, j
            i, j = i + 1, j + 1
        while i < k and j < m and self.olds.text[k - 1] == self.news.text[m - 1]:
            k, m = k - 1, m - 1
            yield k, m

    @cached_property
    def mirrored(self) -> Mapping[int, int]:
        """The same from the new side."""
        return {new: old for old, new in self.counterparts.items()}

    def finding(self, name: str, old: Passage | None, new: Passage | None, note: str) -> Finding:
        """Return a remark on passages of what is read; where there is nothing on a side, on the place beside it."""
        return Finding(
            name,
            self.olds.span(old) if old is not None else self._beside(self.mirrored, new, self.olds),
            self.news.span(new) if new is not None else self._beside(self.counterparts, old, self.news),
            note,
        )

    @staticmethod
    def _beside(across: Mapping[int, int], passage: Passage | None, there: Reading) -> Span:
        """Behind the counterpart of the last equal character before a passage."""
        place = passage.start - 1 if passage is not None else -1
        while place >= 0 and place not in across:
            place -= 1
        behind = across[place] + 1 if place >= 0 else 0
        return there.span(Passage(behind, behind))


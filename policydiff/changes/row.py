"""A row as a classifier sees it: the two documents, all edits of the row, and both sides as a reader reads them.

What is read is the normalised text of the clauses, in simplified characters and without line ends in the middle of a sentence; so a list of
words need hold each word once. A `Difference` is a place where the wording differs, in code points of what is read;
`Row.finding` brings such places back to the raw texts.

    old    企业可以⏎申请。        read    企业可以申请。       a difference: 可以 → 应当
    new    企业应当申请。
"""

from __future__ import annotations

import re
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
from policydiff.words import Tokenizer, words

_LINE_ENDS: Final = re.compile(r"\s*[\r\n\f]\s*")

Side = Literal["old", "new"]

#: The tags of edits that change the words.
WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})

_SHORTEST_PART: Final = 2
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
    tokenize: Tokenizer | None = None
    """From a run of Chinese characters to its words; jieba if left out."""

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

    def __init__(self, document: Document, clauses: Sequence[NormalizedText], tokenize: Tokenizer | None = None) -> None:
        self._printed = concatenate(_apart(clauses))
        self._has_text = bool(clauses)
        self.text: str = to_script(self._printed.text, "t2s")
        raw = "".join(span.of(document.text) for clause in clauses for span in clause.spans)
        self.is_traditional = to_script(raw, "t2s") != raw
        self._document = document
        self._tokenize = tokenize
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
        """Return what is printed there, in the characters of the document; line ends are left out."""
        return _LINE_ENDS.sub("", self.raw(passage))

    def raw(self, passage: Passage) -> str:
        """Return the passage of the file that is read there, line ends and all."""
        return self.span(passage).of(self._document.text)

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
        boundaries = self._boundaries(passage.start)
        return passage.start in boundaries and passage.end in boundaries

    def opens_compound(self, passage: Passage) -> bool:
        """Whether a passage of two characters or more begins a longer word of which the rest is a word too: 不得|公开."""
        boundaries = self._boundaries(passage.start)
        if passage.start not in boundaries or passage.end - passage.start < _SHORTEST_PART:
            return False
        end = self.word_end(passage.end + 1)
        rest = self.text[passage.end : end]
        return len(rest) >= _SHORTEST_PART and words(rest, self._tokenize) == [rest]

    def word_end(self, place: int) -> int:
        """Return where the word ends that goes on at a place, or the place itself if one ends there."""
        return min((end for end in self._boundaries(min(place, len(self.text))) if end >= place), default=place)

    def _boundaries(self, place: int) -> frozenset[int]:
        segment = self.segment(place)
        if segment.start not in self._cut:
            places, at = {segment.start}, segment.start
            for word in words(self.of(segment), self._tokenize):
                at += len(word)
                places.add(at)
            self._cut[segment.start] = frozenset(places)
        return self._cut[segment.start]


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
        return Reading(self.old, self.context.olds.of(self.bead.old), self.context.tokenize)

    @cached_property
    def news(self) -> Reading:
        """The new side as it is read."""
        return Reading(self.new, self.context.news.of(self.bead.new), self.context.tokenize)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the wording differs; none if the row has one side only.

        A passage that was marked as rewritten, although most of its words stayed, is read word by word.
        """
        if not self.bead.old or not self.bead.new:
            return ()
        found = (part for _, parts in self._read for part in parts)
        return tuple(d for d in found if d.old.start < d.old.end or d.new.start < d.new.end)

    @cached_property
    def cores(self) -> tuple[Difference, ...]:
        """The differences without the characters that are equal at their ends: ∅ → 不 of 传染病 → 传不染病."""
        return tuple(map(self._core, self.differences))

    def _core(self, difference: Difference) -> Difference:
        (i, k), (j, m) = difference
        while i < k and j < m and self.olds.text[i] == self.news.text[j]:
            i, j = i + 1, j + 1
        while i < k and j < m and self.olds.text[k - 1] == self.news.text[m - 1]:
            k, m = k - 1, m - 1
        return Difference(Passage(i, k), Passage(j, m))

    @cached_property
    def _read(self) -> tuple[tuple[Difference, tuple[Difference, ...]], ...]:
        """The place of every edit, and what of it differs."""
        places = (Difference(self.olds.passage(edit.old), self.news.passage(edit.new)) for edit in self.edits)
        return tuple(
            (place, tuple(self._parts(place)) if edit.tag in WORDING else ()) for edit, place in zip(self.edits, places, strict=True)
        )

    def _parts(self, difference: Difference) -> list[Difference]:
        old, new = self.olds.of(difference.old), self.news.of(difference.new)
        if min(len(old), len(new)) < _SHORTEST_REWRITTEN:
            return [difference]
        from rapidfuzz.distance import Indel

        sides = words(old, self.context.tokenize), words(new, self.context.tokenize)
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
        for place, parts in self._read:
            for gap in _gaps(place, parts):
                if gap.old.end - gap.old.start == gap.new.end - gap.new.start:
                    found.update(zip(range(*gap.old), range(*gap.new), strict=True))
                else:
                    found.update(self._equal_ends(gap))
            for part in parts:
                found.update(self._equal_ends(part))
        return found

    def _equal_ends(self, difference: Difference) -> Iterator[tuple[int, int]]:
        core = self._core(difference)
        yield from zip(range(difference.old.start, core.old.start), range(difference.new.start, core.new.start), strict=True)
        yield from zip(range(core.old.end, difference.old.end), range(core.new.end, difference.new.end), strict=True)

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


def _gaps(place: Difference, parts: Sequence[Difference]) -> Iterator[Difference]:
    """What lies before, between and behind the parts of a place."""
    i, j = place.old.start, place.new.start
    for part in parts:
        yield Difference(Passage(i, part.old.start), Passage(j, part.new.start))
        i, j = part.old.end, part.new.end
    yield Difference(Passage(i, place.old.end), Passage(j, place.new.end))

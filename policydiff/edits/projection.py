"""Edits of the normalised texts → edits of the raw texts, without losing a code point.

What normalising dropped (numbers, line ends, marks of the file format) lies in *gaps* before, between and behind the
characters that were compared. A gap belongs to the difference around it; where the text around it is equal, the gaps of
both sides face each other, as an EQUAL or a FORMAL edit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from policydiff.formal import FormalClass, class_of, formal_class
from policydiff.model import Edit, EditTag, Span
from policydiff.offsets import NormalizedText, concatenate


class Operation(NamedTuple):
    """An edit of the normalised texts: `old[old_start:old_end]` to `new[new_start:new_end]`."""

    tag: EditTag
    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Side:
    """The clauses of one side of a row, as one text."""

    def __init__(self, clauses: Sequence[NormalizedText]) -> None:
        whole = concatenate(clauses)
        self.raw, self.text = whole.raw, whole.text
        self._starts, self._ends = whole.starts, whole.ends
        self._spans = [text.spans[0] for text in clauses]
        self.ends_of_clauses = list(accumulate(len(text.text) for text in clauses))
        starts = [0, *self.ends_of_clauses[:-1]]
        #: Clauses that hold a character, by the place of the first one, and by the place behind the last one.
        self._opening = {start: span for start, end, span in zip(starts, self.ends_of_clauses, self._spans, strict=True) if start < end}
        self._closing = {end: span for start, end, span in zip(starts, self.ends_of_clauses, self._spans, strict=True) if start < end}
        self.empty = [span for start, end, span in zip(starts, self.ends_of_clauses, self._spans, strict=True) if start == end]
        #: Clauses of which nothing is compared, by the place of the next character: a label with its text in paragraphs below it.
        self._labels = {start: span for start, end, span in zip(starts, self.ends_of_clauses, self._spans, strict=True) if start == end}
        self._beginnings = sorted(self._opening)
        self._taken: set[int] = set()

    def cuts(self, start: int, end: int) -> list[int]:
        """Where clauses begin inside a passage, its own beginning left out."""
        return self._beginnings[bisect_right(self._beginnings, start) : bisect_left(self._beginnings, end)]

    def whole_clause(self, start: int, end: int) -> Span | None:
        """Take the clause that a passage is, if it is a whole one, less a gap before it that was taken already."""
        clause = self._opening.get(start)
        if clause is None or clause != self._closing.get(end):
            return None
        return Span(self.leading_gap(start).start, clause.end)

    def leading_gap(self, place: int) -> Span:
        """Take what was dropped before a character, back to the one before it or to the beginning of its clause; empty if it was taken."""
        if place in self._taken:
            return self.point(place)
        self._taken.add(place)
        clause = self._opening.get(place)
        return Span(clause.start, self._starts[place]) if clause is not None else self.gap(place)

    def has_before(self, place: int, text: str) -> bool:
        """Whether just this was dropped before a character, and was not taken."""
        if place in self._taken or not 0 < place < len(self.text):
            return False
        clause = self._opening.get(place)
        gap = Span(clause.start, self._starts[place]) if clause is not None else self.gap(place)
        return gap.of(self.raw) == text

    def label_before(self, place: int) -> Span | None:
        """Take the clause before a place of which nothing is compared, if there is one."""
        span = self._labels.pop(place, None)
        if span is not None:
            self.empty.remove(span)
        return span

    def trailing_gap(self, place: int) -> Span:
        """Return what was dropped behind the last character of the clause that ends at a place."""
        clause = self._closing.get(place)
        end = self._ends[place - 1]
        return Span(end, clause.end) if clause is not None else Span(end, end)

    def gap(self, place: int) -> Span:
        """Return what was dropped before a character that is not the first of its clause."""
        end = self._ends[place - 1]
        return Span(end, max(end, self._starts[place]))

    def piece(self, place: int) -> Span:
        """Return the raw passage that became a character; empty if an earlier character already stands for it."""
        start, end = self._starts[place], self._ends[place]
        if place and place not in self._opening:
            start = max(start, self._ends[place - 1])
        return Span(min(start, end), end)

    def passage(self, start: int, end: int) -> Span:
        """Return the raw passage from one character to another, both in one clause."""
        return Span(self.piece(start).start, self._ends[end - 1])

    def point(self, place: int) -> Span:
        """Return the empty span that stands for a place between two characters."""
        if place in self._opening:
            return Span(self._starts[place], self._starts[place])
        at = self._ends[place - 1] if place else self._spans[0].end
        return Span(at, at)


def project(old: Side, new: Side, operations: Iterable[Operation]) -> list[Edit]:
    """Return the edits of the raw texts. They tile the clauses of both sides."""
    edits: list[Edit] = []
    if old.text and new.text:  # the numbers of the two clauses that open the row face each other, whatever stands behind them
        edits += _facing_labels(old, new, 0, 0)
    for operation in operations:
        # One raw character may have become two (…); a difference in the second one alone has no place in the raw text.
        edits += (_honest(edit, old.raw, new.raw) for edit in _project_one(old, new, operation) if edit.old.size or edit.new.size)
    return _with_empty_clauses(edits, list(_empty_clauses(old, new)))


def _with_empty_clauses(edits: list[Edit], empty: Sequence[Edit]) -> list[Edit]:
    """Put these in the order of the new text; one of the old text alone stands before what follows it there."""
    if not empty:
        return edits
    by_new = [(edit.new.start, at) for at, edit in enumerate(edits) if edit.new.size]
    by_old = sorted((edit.old.start, at) for at, edit in enumerate(edits) if edit.old.size)
    placed = [(at, 1, edit) for at, edit in enumerate(edits)]
    for edit in empty:
        starts, place = (by_new, edit.new.end) if edit.new.size else (by_old, edit.old.end)
        behind = bisect_left(starts, (place, -1))
        placed.append((starts[behind][1] if behind < len(starts) else len(edits), 0, edit))
    return [edit for *_, edit in sorted(placed, key=lambda item: item[:2])]


def _honest(edit: Edit, old: str, new: str) -> Edit:
    """What is the same on paper is equal, whatever became of it in normalising."""
    if edit.tag is EditTag.REPLACE and edit.old.of(old) == edit.new.of(new):
        return Edit(EditTag.EQUAL, edit.old, edit.new)
    if edit.tag is EditTag.REPLACE and not edit.old.size:
        return Edit(EditTag.INSERT, edit.old, edit.new)
    return Edit(EditTag.DELETE, edit.old, edit.new) if edit.tag is EditTag.REPLACE and not edit.new.size else edit


def _project_one(old: Side, new: Side, operation: Operation) -> Iterator[Edit]:
    tag, i, k, j, m = operation
    if tag is EditTag.EQUAL:
        cuts = {place - i for place in old.cuts(i, k)} | {place - j for place in new.cuts(j, m)}
        for start, end in _pieces(0, k - i, sorted(cuts)):
            yield from _equal(old, new, i + start, i + end, j + start, j + end)
        return
    olds, news = _pieces(i, k, old.cuts(i, k)), _pieces(j, m, new.cuts(j, m))
    both = min(len(olds), len(news))
    for (a, b), (c, d) in zip(olds, news, strict=False):
        yield from _facing_labels(old, new, a, c)
        yield Edit(EditTag.REPLACE, old.passage(a, b), new.passage(c, d))
        yield from _facing(old.trailing_gap(b), new.trailing_gap(d), old, new)
    for a, b in olds[both:]:
        yield from _deleted(old, new, a, b, m)
    for c, d in news[both:]:
        yield from (_swapped(edit) for edit in _deleted(new, old, c, d, k))


def _pieces(start: int, end: int, cuts: Sequence[int]) -> list[tuple[int, int]]:
    places = [start, *cuts, end]
    return [(a, b) for a, b in pairwise(places) if a < b]


def _equal(old: Side, new: Side, i: int, k: int, j: int, m: int) -> Iterator[Edit]:
    yield from _facing_labels(old, new, i, j)
    passages = old.passage(i, k), new.passage(j, m)
    if passages[0].of(old.raw) == passages[1].of(new.raw):
        yield Edit(EditTag.EQUAL, *passages)
    else:
        yield from _character_by_character(old, new, i, k, j)
    yield from _facing(old.trailing_gap(k), new.trailing_gap(m), old, new)


def _character_by_character(old: Side, new: Side, i: int, k: int, j: int) -> Iterator[Edit]:
    a, b = old.passage(i, k), new.passage(j, j + k - i)
    if a.size == b.size == k - i:
        yield from _one_for_one(a.of(old.raw), b.of(new.raw), a.start, b.start)
        return
    run: Edit | None = None
    for edit in _gaps_and_pieces(old, new, i, k, j):
        if run is not None and _go_together(run, edit, old, new):
            run = Edit(run.tag, Span(run.old.start, edit.old.end), Span(run.new.start, edit.new.end))
            continue
        if run is not None:
            yield run
        run = edit
    if run is not None:
        yield run


def _gaps_and_pieces(old: Side, new: Side, i: int, k: int, j: int) -> Iterator[Edit]:
    """What was dropped and what was compared, one by one; several characters that one raw passage became are one piece."""
    shift = 0
    while shift < k - i:
        if shift:
            yield from _facing(old.gap(i + shift), new.gap(j + shift), old, new)
        a, b = old.piece(i + shift), new.piece(j + shift)
        shift += 1
        while shift < k - i and a.of(old.raw) != b.of(new.raw) and _is_more_of_one(old, new, i + shift, j + shift):
            a, b = Span(a.start, old.piece(i + shift).end), Span(b.start, new.piece(j + shift).end)
            shift += 1
        yield from _facing(a, b, old, new)


def _is_more_of_one(old: Side, new: Side, i: int, j: int) -> bool:
    """Whether an earlier character stands for this one on either side already: 二十七 for 27."""
    return not (old.gap(i).size or new.gap(j).size) and not (old.piece(i).size and new.piece(j).size)


def _go_together(a: Edit, b: Edit, old: Side, new: Side) -> bool:
    """Whether two neighbours are one edit: equal both, or of one class of form."""
    if a.tag is not b.tag or a.old.end != b.old.start or a.new.end != b.new.start:
        return False
    return a.tag is EditTag.EQUAL or class_of(a, old.raw, new.raw) is class_of(b, old.raw, new.raw)


def _one_for_one(a: str, b: str, old_start: int, new_start: int) -> Iterator[Edit]:
    """Passages of the same length whose characters stand for each other, one for one."""
    place = 0
    for form, run in groupby(zip(a, b, strict=True), key=lambda pair: None if pair[0] == pair[1] else formal_class(*pair)):
        size = sum(1 for _ in run)
        old, new = old_start + place, new_start + place
        yield Edit(EditTag.EQUAL if form is None else EditTag.FORMAL, Span(old, old + size), Span(new, new + size))
        place += size


def _facing(a: Span, b: Span, old: Side, new: Side) -> Iterator[Edit]:
    """Two passages that are the same once normalised: EQUAL or FORMAL, or nothing if both are empty."""
    if a.size or b.size:
        same = _one_newline(a.of(old.raw)) == _one_newline(b.of(new.raw))
        yield Edit(EditTag.EQUAL if same else EditTag.FORMAL, a, b)


def _facing_labels(old: Side, new: Side, i: int, j: int) -> Iterator[Edit]:
    """What was dropped before two characters. A label before its text faces one that stands by itself, above paragraphs."""
    a, b = old.leading_gap(i), new.leading_gap(j)
    if a.size and not b.size:
        b = new.label_before(j) or b
    elif b.size and not a.size:
        a = old.label_before(i) or a
    yield from _facing(a, b, old, new)


def _one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _deleted(old: Side, new: Side, a: int, b: int, place: int) -> Iterator[Edit]:
    """Text of the old side alone; `place` is where it would stand on the new side."""
    point = new.point(place)
    whole = old.whole_clause(a, b)
    if whole is not None:
        yield Edit(EditTag.DELETE, whole, point)
        return
    before = old.leading_gap(a)
    if before.size and new.has_before(place, before.of(old.raw)):  # what stood before the text that follows now stands before this
        gap = new.leading_gap(place)
        yield from _facing(before, gap, old, new)
        point = Span(gap.end, gap.end)
    else:
        yield from _facing(before, point, old, new)
    yield Edit(EditTag.DELETE, old.passage(a, b), point)
    yield from _facing(old.trailing_gap(b), point, old, new)


def _swapped(edit: Edit) -> Edit:
    tag = EditTag.INSERT if edit.tag is EditTag.DELETE else edit.tag
    return Edit(tag, edit.new, edit.old)


def _empty_clauses(old: Side, new: Side) -> Iterator[Edit]:
    """Clauses of which nothing was left to compare: a line of marks, a number without a text."""
    for a, b in zip(old.empty, new.empty, strict=False):
        yield from _facing(a, b, old, new)
    both = min(len(old.empty), len(new.empty))
    for a in old.empty[both:]:
        yield Edit(_tag_of_empty(a.of(old.raw), EditTag.DELETE), a, new.point(len(new.text)))
    for b in new.empty[both:]:
        yield Edit(_tag_of_empty(b.of(new.raw), EditTag.INSERT), old.point(len(old.text)), b)


def _tag_of_empty(text: str, tag: EditTag) -> EditTag:
    """A number without a text is no difference of words where numbers are not compared."""
    return EditTag.FORMAL if formal_class(text, "") is FormalClass.NUMBERING else tag

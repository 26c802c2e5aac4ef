"""A row's edits → strips: the sentences that stand side by side, as a reader goes through them.

    old   3.健全保证主人翁地位的制度安排。          new   （四）落实参与国家治理的制度。落实保障主人翁地位的制度安排。

    insert                                      （四）落实参与国家治理的制度。
    pair    3.[健全保证]主人翁地位的制度安排。      [落实保障]主人翁地位的制度安排。

Two long clauses cannot be compared by eye; two sentences can. A strip ends where both sides are at the end of a sentence; a sentence that
stands on one side only is a strip of its own. Inside sentences of three hundred characters it also ends between commas: where the order was
changed, and around passages that are long and on one side only.

Nothing is compared here: strips follow from the edits of the record. Nothing of the text is lost or doubled either: sorted by their
start, the segments of a side are its clauses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from policydiff.model import FRAME_LEVELS, PART_LEVELS, Clause, Collation, Document, Edit, EditTag, Pair, Span
from policydiff.words import segment_ends, sentence_ends


class StripKind(StrEnum):
    """What can be said of a strip as a whole."""

    SAME = "same"
    """The same words on both sides."""
    PAIR = "pair"
    """Some words differ."""
    REWRITE = "rewrite"
    """Hardly a word in common; the record has no equal passage in it."""
    INSERT = "insert"
    """On the new side only."""
    REPEAL = "repeal"
    """On the old side only."""


class Piece(NamedTuple):
    """What a segment holds of one edit."""

    span: Span
    """The passage; empty where the edit has text on the other side only, and stands for the place."""
    edit: int
    """Which edit: an index into `Pair.edits`."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage of one clause without a gap."""

    clause: str
    """The id of the clause."""
    span: Span
    pieces: tuple[Piece, ...]
    """They tile the span."""
    lead: bool = False
    """Whether it is the label and the heading of the clause, and nothing else."""
    label: bool = False
    """Whether it is the label of the clause, and nothing else."""
    order: int | None = None
    """The place among the segments of its clause, from 1, where the other side has them in another order."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Sentences that stand side by side; one side may be empty."""

    kind: StripKind
    old: tuple[Segment, ...]
    new: tuple[Segment, ...]


#: A passage of one side, as long as a sentence of some length, may break a sentence of three hundred characters in two.
_LONG: Final = 40
#: A strip as long as this may end between two segments of a sentence.
_LONG_STRIP: Final = 60
#: Other words on both sides are called a rewritten sentence from here on; below, they are two words.
_REWRITTEN: Final = 14
_WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


def strips(collation: Collation, pair: Pair, apart: tuple[Sequence[Span], Sequence[Span]] = ((), ())) -> tuple[Strip, ...]:
    r"""Return the strips of a row, in the order of the new text.

    Args:
        collation: the record.
        pair: one of its rows.
        apart: passages of the old and of the new text that have a story of their own, such as a source in another clause.
            Sentences that are on one side only are joined into one strip, unless one of them is such a passage and the other
            is not.

    >>> from policydiff.comparison import compare
    >>> from policydiff.outline import parse
    >>> c = compare(parse("第一条　国家鼓励创新。国家保护知识产权。"), parse("第一条　国家支持创新。"), profile="revision").collation
    >>> [(s.kind.value, [x.span.of(c.old.text) for x in s.old]) for s in strips(c, c.pairs[0])]
    [('pair', ['第一条\u3000国家鼓励创新。']), ('repeal', ['国家保护知识产权。'])]
    """
    return _Row(collation, pair, apart).strips()


def belongs_to(span: Span, other: Span) -> bool:
    """Whether two passages are about the same sentence: half of the shorter one lies in the other.

    >>> belongs_to(Span(0, 20), Span(3, 18)), belongs_to(Span(0, 20), Span(15, 60))
    (True, False)
    """
    shared = min(span.end, other.end) - max(span.start, other.start)
    return 2 * shared >= max(1, min(span.size, other.size))


# -- one side of a row -----------------------------------------------------------------------------------------------------------------


class _Side:
    """The clauses of one side of a row, and where sentences begin and end in them."""

    def __init__(self, document: Document, ids: Iterable[str], apart: Sequence[Span]) -> None:
        self.text = document.text
        self.clauses = sorted((document.clause(id) for id in ids), key=lambda clause: clause.span)
        self._starts = [clause.span.start for clause in self.clauses]
        self._apart = sorted(apart)
        self._ends: list[int] = []
        self._behind_labels: set[int] = set()
        self.sentences: set[int] = set()
        """Places between two sentences, the blanks between them included, and the beginnings and ends of clauses."""
        self.segments: set[int] = set()
        """The same for segments between commas."""
        for clause in self.clauses:
            text = clause.span.of(self.text)
            behind = self.behind_heading(clause)
            heading = [] if behind is None else [behind - clause.span.start]
            ends = sentence_ends(text, heading)
            self._ends += (self._behind_blanks(clause, end) for end in ends)
            self.sentences.update(self._places(clause, ends))
            self.segments.update(self._places(clause, segment_ends(text, heading)))
            if clause.marker_span:
                self._behind_labels.add(self._behind_blanks(clause, clause.marker_span.end - clause.span.start))

    def _behind_blanks(self, clause: Clause, end: int) -> int:
        place = clause.span.start + end
        while place < clause.span.end and self.text[place].isspace():
            place += 1
        return place

    def _places(self, clause: Clause, ends: Iterable[int]) -> Iterator[int]:
        yield clause.span.start
        for end in ends:
            yield from range(clause.span.start + end, self._behind_blanks(clause, end) + 1)

    def behind_heading(self, clause: Clause) -> int | None:
        """Where the heading of a clause ends, with the marks that close it: （立法目的）, 完善制度。.

        None if it has none, or goes on as a sentence: 主要目标|是：…….
        """
        if clause.heading_span is None or clause.level in FRAME_LEVELS:
            return None
        place = clause.heading_span.end
        while place < clause.span.end and self.text[place] in _CLOSING_A_HEADING:
            place += 1
        is_closed = place > clause.heading_span.end or place == clause.span.end or self.text[place] in "\r\n"
        return place if is_closed else None

    def opens(self, place: int) -> bool:
        """Whether a sentence begins at a place, behind a label or another sentence."""
        return place in self.sentences or place in self._behind_labels

    def clause_at(self, place: int) -> Clause:
        return self.clauses[bisect_right(self._starts, place) - 1]

    def is_label(self, span: Span) -> bool:
        """Whether a passage is the beginning of a clause, and nothing of it but its label."""
        if not span.size:
            return False
        clause = self.clause_at(span.start)
        marker = clause.marker_span
        if span.start != clause.span.start or marker is None:
            return False
        return span.end <= marker.end or not self.text[marker.end : span.end].strip()

    def begins_unit(self, span: Span) -> bool:
        """Whether a clause that is no part of another begins there."""
        clause = self.clause_at(span.start)
        return span.start == clause.span.start and clause.level not in PART_LEVELS

    def cuts(self, span: Span) -> list[int]:
        """Where sentences end inside a passage, the blanks behind them included."""
        return self._ends[bisect_right(self._ends, span.start) : bisect_left(self._ends, span.end)]

    def stories(self, span: Span) -> tuple[int, ...]:
        """Which of the passages that stand apart a sentence belongs to."""
        return tuple(number for number, other in enumerate(self._apart) if belongs_to(span, other))


#: Marks between a heading and what follows it.
_CLOSING_A_HEADING: Final = frozenset("。）)】〕 \t\u3000")


# -- edits, cut at sentences -----------------------------------------------------------------------------------------------------------


class _Atom(NamedTuple):
    """An edit, or a part of one that does not go beyond a sentence."""

    tag: EditTag
    old: Span
    new: Span
    edit: int

    def one_sided(self) -> bool:
        return not self.old.size or not self.new.size


class _Row:
    def __init__(self, collation: Collation, pair: Pair, apart: tuple[Sequence[Span], Sequence[Span]]) -> None:
        self.old = _Side(collation.old, pair.old, apart[0])
        self.new = _Side(collation.new, pair.new, apart[1])
        self._edits = pair.edits
        self.is_reprint = collation.profile == "reprint"

    def strips(self) -> tuple[Strip, ...]:
        atoms, labels = self._atoms()
        drafts = [_Draft(self, group) for group in _Grouping(self).groups(_in_reading_order(atoms, self))]
        hanger = _Hanger(self, drafts)
        for old, piece in labels:
            hanger.hang(piece, old=old)
        return tuple(_numbered(list(_joined([draft.strip() for draft in drafts], self))))

    # labels are taken out first: they face each other in the record, but belong to the sentences behind them

    def _atoms(self) -> tuple[list[_Atom], list[tuple[bool, Piece]]]:
        atoms: list[_Atom] = []
        labels: list[tuple[bool, Piece]] = []
        for number, edit in enumerate(self._edits):
            old_label, new_label = (side.is_label(span) for side, span in ((self.old, edit.old), (self.new, edit.new)))
            if self._is_a_pair_of_labels(edit, old_label, new_label):
                labels += [(True, Piece(edit.old, number))] if edit.old.size else []
                labels += [(False, Piece(edit.new, number))] if edit.new.size else []
            else:
                atoms += self._cut(edit, number)
        return atoms, labels

    def _is_a_pair_of_labels(self, edit: Edit, old_label: bool, new_label: bool) -> bool:
        if not (old_label or not edit.old.size) or not (new_label or not edit.new.size) or not self.old.clauses or not self.new.clauses:
            return False
        if edit.tag in (EditTag.EQUAL, EditTag.FORMAL):
            return True
        # In a reprint numbers are part of the text; in a revision they follow from the order, and are no difference of words.
        return not self.is_reprint and edit.tag is not EditTag.REPLACE

    def _cut(self, edit: Edit, number: int) -> Iterator[_Atom]:
        """Cut what is equal, and what is on one side only, into sentences."""
        olds = self.old.cuts(edit.old) if edit.tag in (EditTag.EQUAL, EditTag.DELETE) else []
        news = self.new.cuts(edit.new) if edit.tag in (EditTag.EQUAL, EditTag.INSERT) else []
        if edit.tag is EditTag.EQUAL and len(olds) != len(news):
            olds = news = []
        count = 1 + max(len(olds), len(news))
        for old, new in zip(_spans(edit.old, olds, count), _spans(edit.new, news, count), strict=True):
            yield _Atom(edit.tag, old, new, number)


class _Hanger:
    """Gives a label to the strip in which the text behind it stands."""

    def __init__(self, row: _Row, drafts: list[_Draft]) -> None:
        self._row, self._drafts = row, drafts
        self._places = {old: self._sorted_places(old=old) for old in (True, False)}

    def _sorted_places(self, *, old: bool) -> list[tuple[int, int]]:
        return sorted((start, at) for at, draft in enumerate(self._drafts) for start in draft.starts(old=old))

    def hang(self, piece: Piece, *, old: bool) -> None:
        places = self._places[old]
        at = bisect_left(places, (piece.span.end, -1))
        if at < len(places):
            self._drafts[places[at][1]].add(piece, old=old)
            return
        if not self._drafts:
            self._drafts.append(_Draft(self._row, []))
        self._drafts[places[-1][1] if places else -1].add(piece, old=old)


def _spans(whole: Span, cuts: Sequence[int], count: int) -> list[Span]:
    return [Span(a, b) for a, b in pairwise([whole.start, *cuts, whole.end])] if cuts or count == 1 else [whole] * count


def _in_reading_order(atoms: Sequence[_Atom], row: _Row) -> Iterator[_Atom]:
    """Put together what belongs to one sentence.

    Where both sides have text of their own at one place, the record names all of the old one and then all of the new one. A reader
    wants the rest of the sentence on both sides, then the sentences that are on one side only, then the beginnings of the next one.
    """
    for one_sided, group in groupby(atoms, key=_Atom.one_sided):
        if one_sided:
            yield from _by_part_of_sentence(list(group), row)
        else:
            yield from group


def _by_part_of_sentence(run: Sequence[_Atom], row: _Row) -> list[_Atom]:
    parts: list[tuple[int, _Atom]] = []
    so_far = {True: 0, False: 0}
    for atom in run:
        old = bool(atom.old.size)
        so_far[old] = max(so_far[old], _part_of_sentence(atom, row))  # either side keeps its own order
        parts.append((so_far[old], atom))
    return [atom for _, atom in sorted(parts, key=lambda item: item[0])]


def _part_of_sentence(atom: _Atom, row: _Row) -> int:
    side, span = (row.old, atom.old) if atom.old.size else (row.new, atom.new)
    if not side.opens(span.start):
        return 0
    return 1 if span.end in side.sentences else 2


# -- atoms to strips -------------------------------------------------------------------------------------------------------------------


class _Grouping:
    """Walks through the atoms of a row and says where a strip ends."""

    def __init__(self, row: _Row) -> None:
        self._row = row
        self._old: int | None = None
        """Where the old side of the strip ends so far; None if it has none."""
        self._new: int | None = None
        self._sizes = (0, 0)
        """How many code points the sides have so far."""
        self._alone = False
        """Whether the strip is a passage that broke a sentence in two, and ends with it."""

    def groups(self, atoms: Iterable[_Atom]) -> Iterator[list[_Atom]]:
        group: list[_Atom] = []
        for atom in atoms:
            stands_alone = self._stands_alone(atom)
            if group and self._ends_before(atom, stands_alone):
                yield group
                group, self._old, self._new, self._sizes = [], None, None, (0, 0)
            group.append(atom)
            self._sizes = self._sizes[0] + atom.old.size, self._sizes[1] + atom.new.size
            self._alone = stands_alone and len(group) == 1
            self._old = atom.old.end if atom.old.size else self._old
            self._new = atom.new.end if atom.new.size else self._new
        if group:
            yield group

    def _ends_before(self, atom: _Atom, stands_alone: bool) -> bool:
        row = self._row
        if self._is(row.old.sentences, self._old) and self._is(row.new.sentences, self._new):
            return not self._is_blank_between(atom)
        if not (self._is(row.old.segments, self._old) and self._is(row.new.segments, self._new)):
            return False
        return self._alone or stands_alone or self._jumps(atom) or self._is_long_enough(atom)

    def _is_long_enough(self, atom: _Atom) -> bool:
        """Whether to go on in a new strip inside of a long sentence. In a reprint the eye follows whole sentences."""
        return max(self._sizes) >= _LONG_STRIP and not self._row.is_reprint and atom.tag in (EditTag.EQUAL, EditTag.REPLACE)

    @staticmethod
    def _is(places: set[int], place: int | None) -> bool:
        return place is None or place in places

    def _is_blank_between(self, atom: _Atom) -> bool:
        """Blanks behind a sentence stay with it."""
        if atom.tag in _WORDING or self._jumps(atom):
            return False
        return not atom.old.of(self._row.old.text).strip() and not atom.new.of(self._row.new.text).strip()

    def _jumps(self, atom: _Atom) -> bool:
        """Whether the text goes on elsewhere: the order differs, or another clause begins."""
        old = atom.old.size and self._old is not None and atom.old.start != self._old
        new = atom.new.size and self._new is not None and atom.new.start != self._new
        return bool(old or new)

    def _stands_alone(self, atom: _Atom) -> bool:
        """Whether it is whole segments, and too long to be read inside of another sentence."""
        if atom.tag not in _WORDING or max(atom.old.size, atom.new.size) < _LONG:
            return False
        sides = (self._row.old, atom.old), (self._row.new, atom.new)
        return all(
            not span.size or ((span.start in side.segments or side.opens(span.start)) and span.end in side.segments) for side, span in sides
        )


class _Draft:
    """A strip while labels are still to be hung on it."""

    def __init__(self, row: _Row, atoms: Sequence[_Atom]) -> None:
        self._row = row
        self._atoms = atoms
        self._old = _pieces(atoms, lambda atom: atom.old)
        self._new = _pieces(atoms, lambda atom: atom.new)

    def starts(self, *, old: bool) -> list[int]:
        """Where the passages of a side begin."""
        return [piece.span.start for piece in (self._old if old else self._new) if piece.span.size]

    def add(self, piece: Piece, *, old: bool) -> None:
        """Put a piece before the text that stands behind it."""
        pieces = self._old if old else self._new
        behind = [at for at, other in enumerate(pieces) if other.span.size and other.span.start >= piece.span.end]
        at = min(behind, key=lambda at: pieces[at].span.start, default=len(pieces))
        while at and not pieces[at - 1].span.size and at < len(pieces):  # the place of an edit stays with the text behind it
            at -= 1
        pieces.insert(at, piece)

    def strip(self) -> Strip:
        return Strip(self._kind(), _segments(self._row.old, self._old), _segments(self._row.new, self._new))

    def _kind(self) -> StripKind:
        worded = [atom for atom in self._atoms if atom.tag in _WORDING]
        if not worded:
            return StripKind.SAME
        old, new = (sum(p.span.size for p in pieces) for pieces in (self._old, self._new))
        if not old or not new:
            return StripKind.REPEAL if old else StripKind.INSERT
        rewritten = max(old, new) >= _REWRITTEN and all(atom.tag in _WORDING or self._says_nothing(atom) for atom in self._atoms)
        return StripKind.REWRITE if rewritten else StripKind.PAIR

    def _says_nothing(self, atom: _Atom) -> bool:
        return not any(c.isalnum() for c in atom.new.of(self._row.new.text))


def _pieces(atoms: Sequence[_Atom], side: Callable[[_Atom], Span]) -> list[Piece]:
    """The pieces of one side; an edit of the other side alone is an empty piece, at the place between its neighbours."""
    pieces: list[Piece] = []
    place = next((side(atom).start for atom in atoms if side(atom).size), None)
    if place is None:
        return []
    for atom in atoms:
        span = side(atom)
        if span.size:
            pieces.append(Piece(span, atom.edit))
            place = span.end
        elif atom.tag in _WORDING:
            pieces.append(Piece(Span(place, place), atom.edit))
    return pieces


def _segments(side: _Side, pieces: Sequence[Piece]) -> tuple[Segment, ...]:
    """Cut pieces where the text does not go on, and where a clause or its heading ends."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and _goes_on(side, runs[-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return tuple(_segment(side, run) for run in runs if any(piece.span.size for piece in run))


def _goes_on(side: _Side, run: Sequence[Piece], piece: Piece) -> bool:
    if not piece.span.size:
        return True
    last = next((p.span for p in reversed(run) if p.span.size), None)
    if last is None:
        return True
    return last.end == piece.span.start and side.clause_at(last.start) is side.clause_at(piece.span.start)


def _segment(side: _Side, run: Sequence[Piece]) -> Segment:
    full = [piece.span for piece in run if piece.span.size]
    span = Span(full[0].start, full[-1].end)
    clause = side.clause_at(span.start)
    whole = span.start == clause.span.start
    behind = side.behind_heading(clause)
    lead = whole and behind is not None and not side.text[behind : span.end].strip()
    return Segment(clause.id, span, tuple(run), lead, whole and not lead and side.is_label(span))


# -- afterwards: joining, numbering ----------------------------------------------------------------------------------------------------


def _joined(found: Iterable[Strip], row: _Row) -> Iterator[Strip]:
    """Join neighbouring sentences that are on one side only and have the same story, and those that are the same on both."""
    group: list[Strip] = []
    for strip in found:
        if group and not _belong_together(group[-1], strip, row):
            yield _as_one(group)
            group = []
        group.append(strip)
    if group:
        yield _as_one(group)


def _belong_together(before: Strip, behind: Strip, row: _Row) -> bool:
    if before.kind is not behind.kind:
        return False
    if before.kind is StripKind.SAME:
        return _is_continued(before.old[-1:], behind.old) and _is_continued(before.new[-1:], behind.new)
    if before.kind in (StripKind.INSERT, StripKind.REPEAL):
        return _has_one_story(row.old, before.old, behind.old) and _has_one_story(row.new, before.new, behind.new)
    return False


def _is_continued(a: Sequence[Segment], b: Sequence[Segment]) -> bool:
    """Whether the second passage goes on where the first one ends, in the same clause, and is no heading."""
    return bool(a and b) and a[-1].clause == b[0].clause and a[-1].span.end == b[0].span.start and not a[-1].lead


def _has_one_story(side: _Side, a: Sequence[Segment], b: Sequence[Segment]) -> bool:
    if not a or not b:
        return True
    return side.stories(a[-1].span) == side.stories(b[0].span) and not side.begins_unit(b[0].span)


def _as_one(group: Sequence[Strip]) -> Strip:
    if len(group) == 1:
        return group[0]
    old = (segment for strip in group for segment in strip.old)
    new = (segment for strip in group for segment in strip.new)
    return Strip(group[0].kind, tuple(_chained(old)), tuple(_chained(new)))


def _chained(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Make one segment of those that follow each other without a gap."""
    run: list[Segment] = []
    for segment in segments:
        if run and not _is_continued(run, [segment]):
            yield _as_one_segment(run)
            run = []
        run.append(segment)
    if run:
        yield _as_one_segment(run)


def _as_one_segment(run: Sequence[Segment]) -> Segment:
    if len(run) == 1:
        return run[0]
    pieces: list[Piece] = []
    for piece in (piece for segment in run for piece in segment.pieces):
        if pieces and pieces[-1].edit == piece.edit and pieces[-1].span.end == piece.span.start:
            pieces[-1] = Piece(Span(pieces[-1].span.start, piece.span.end), piece.edit)
        else:
            pieces.append(piece)
    return replace(run[0], span=Span(run[0].span.start, run[-1].span.end), pieces=tuple(pieces))


def _numbered(found: Sequence[Strip]) -> Iterator[Strip]:
    """Number the old segments of a clause whose order differs from the new one."""
    starts: dict[str, list[int]] = {}
    for strip in found:
        for segment in strip.old:
            if not segment.lead and not segment.label:
                starts.setdefault(segment.clause, []).append(segment.span.start)
    shuffled = {clause: sorted(places) for clause, places in starts.items() if places != sorted(places)}
    for strip in found:
        if any(segment.clause in shuffled for segment in strip.old):
            yield replace(strip, old=tuple(_with_order(segment, shuffled) for segment in strip.old))
        else:
            yield strip


def _with_order(segment: Segment, shuffled: dict[str, list[int]]) -> Segment:
    if segment.clause not in shuffled or segment.lead or segment.label:
        return segment
    return replace(segment, order=bisect_left(shuffled[segment.clause], segment.span.start) + 1)

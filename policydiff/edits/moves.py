"""Sentences that went elsewhere: to another place of their clause, or to another row.

    old   第三条　国家鼓励企业创新。国家保护知识产权。        第九条　各级政府应当加强领导。
    new   第三条　国家鼓励企业创新。                          第九条　各级政府应当加强领导。国家保护知识产权。

The edits of a row tell what is there and what is not: 国家保护知识产权。 is a DELETE in one row and an INSERT in another one, or, if its
clause stayed together, an EQUAL edit out of order. Both are the same event to a reader. This module finds it in the edits of all rows
and changes none of them: every code point stays where it is in the record, and a move is a remark on top.

A passage that left and one that came are one passage that moved if they are the same text, or nearly, and nothing else that left or
came is as like either of them. What a document repeats (具体办法由国务院规定。) does not move, and what is short is anybody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple
from zlib import crc32

from policydiff.model import Edit, EditTag, Span
from policydiff.words import sentence_ends


class Move(NamedTuple):
    """移位的语句: a sentence or a phrase that stands elsewhere, perhaps with a word changed."""

    old: Span
    """Where it stood in the old text."""
    new: Span
    """Where it stands in the new text."""
    old_row: int
    """The row it left, an index into the rows that were given."""
    new_row: int
    """The row it came to; the same one if it stayed in its clause."""


#: From a raw text and a passage of it to what algorithms see.
Normalize = Callable[[str, Span], str]

#: Shorter passages are phrases that any clause may have, in characters of the normalised text: inside of a row, and between rows.
_SHORTEST_IN_A_ROW: Final = 8
_SHORTEST_BETWEEN_ROWS: Final = 12
#: Two sentences are one that moved if they share this part of their characters, in order,
_ALIKE: Final = 0.8
#: and are no table of more comparisons than this.
_LARGEST_TABLE: Final = 250_000


def moved_sentences(old: str, new: str, rows: Sequence[Sequence[Edit]], normalize_old: Normalize, normalize_new: Normalize) -> list[Move]:
    """Return the sentences that moved, in the order of the new text.

    Args:
        old, new: the raw texts.
        rows: the edits of every row.
        normalize_old, normalize_new: bring a passage of either raw text to the form in which it is compared.

    The result does not depend on which side is called old.

    >>> old, new = "国家鼓励企业创新。国家依法保护知识产权。", "国家依法保护知识产权。国家鼓励企业创新。"
    >>> edits = [Edit(EditTag.EQUAL, Span(9, 20), Span(0, 11)), Edit(EditTag.EQUAL, Span(0, 9), Span(11, 20))]
    >>> plain = lambda text, span: span.of(text)
    >>> [move.new.of(new) for move in moved_sentences(old, new, [edits], plain, plain)]
    ['国家鼓励企业创新。']
    """
    inside = [Move(*spans, row, row) for row, edits in enumerate(rows) for spans in _out_of_order(edits, old, new)]
    left = [passage for passage in _one_sided(old, rows, normalize_old, old_side=True) if passage.is_told_once]
    came = [passage for passage in _one_sided(new, rows, normalize_new, old_side=False) if passage.is_told_once]
    between = [Move(a.span, b.span, a.row, b.row) for a, b in _paired(left, came)]
    seen = ((move, normalize_old(old, move.old).strip(_MARKS), normalize_new(new, move.new).strip(_MARKS)) for move in inside)
    alike = [move for move, a, b in seen if min(len(a), len(b)) >= _SHORTEST_IN_A_ROW and _are_alike(a, b)]
    return sorted([*alike, *between], key=lambda move: (move.new, move.old))


def _are_alike(a: str, b: str) -> bool:
    """Whether the shorter one is in the longer one: a sentence that moved may have got a second half."""
    from rapidfuzz.distance import LCSseq

    return not _IN_BRACKETS.fullmatch(b) and LCSseq.similarity(a, b) >= _ALIKE * min(len(a), len(b))


#: The title of an article stands where its text stands, and moves with it.
_IN_BRACKETS: Final = re.compile("（[^（）]*）")


# -- inside of a row: what is there, out of order ----------------------------------------------------------------------------------


def _out_of_order(edits: Sequence[Edit], old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """The passages that stand on both sides, but not in the order of the rest; the rest is as long as it can be."""
    both = [edit for edit in edits if edit.old.size and edit.new.size]
    if all(a.old.end <= b.old.start for a, b in pairwise(both)):
        return
    blocks = _blocks(both)
    kept = set(_heaviest_chain([(a.start, _weight(a.of(old), b.of(new))) for a, b in blocks]))
    yield from (block for at, block in enumerate(blocks) if at not in kept)


#: An item that kept its number stayed, and what stood beside it moved: it weighs so many times its size.
_NUMBERED: Final = 2
_NUMBER: Final = re.compile(r"\s*((?:[（(]\w{1,3}[）)]|\w{1,3}[、.．])\s*)")


def _weight(old: str, new: str) -> _Weight:
    numbers = _NUMBER.match(old), _NUMBER.match(new)
    kept_number = numbers[0] is not None and numbers[1] is not None and numbers[0][1] == numbers[1][1]
    return (len(old) + len(new)) * (_NUMBERED if kept_number else 1), crc32((old + new).encode("utf-8", "replace"))


def _blocks(both: Iterable[Edit]) -> list[tuple[Span, Span]]:
    """Join what follows each other on both sides; what was dropped or put in between stands in no way."""
    both = list(both)
    ranks = {edit.old: rank for rank, edit in enumerate(sorted(both, key=lambda edit: edit.old))}
    numbered = ((ranks[edit.old] - at, edit) for at, edit in enumerate(both))
    out = []
    for _, group in groupby(numbered, key=lambda item: item[0]):
        run = [edit for _, edit in group]
        out.append((Span(run[0].old.start, run[-1].old.end), Span(run[0].new.start, run[-1].new.end)))
    return out


#: How heavy a block is: its size, and a number of its own that decides between two of one size, whichever side is called old.
_Weight = tuple[int, int]


def _heaviest_chain(points: Sequence[tuple[int, _Weight]]) -> list[int]:
    """Which points (x, weight), in the order of y, rise in x and weigh most together."""
    order = sorted(range(len(points)), key=lambda at: points[at][0])
    places = {at: place for place, at in enumerate(order, 1)}
    nothing: tuple[_Weight, int] = ((0, 0), -1)
    tree = [nothing] * (len(points) + 1)  # the heaviest chain that ends at or before a place (Fenwick, 1994), and its last point
    chains: list[tuple[_Weight, int]] = []  # the weight of the chain that ends with a point, and the point before it
    for at, (_, weight) in enumerate(points):
        best, place = nothing, places[at] - 1
        while place:
            best = max(best, tree[place])
            place &= place - 1
        chains.append(((best[0][0] + weight[0], best[0][1] + weight[1]), best[1]))
        place = places[at]
        while place < len(tree):
            tree[place] = max(tree[place], (chains[at][0], at))
            place += place & -place
    at, out = max(range(len(chains)), key=lambda at: chains[at][0], default=-1), list[int]()
    while at >= 0:
        out.append(at)
        at = chains[at][1]
    return out[::-1]


# -- what left and what came -------------------------------------------------------------------------------------------------------


class _Passage(NamedTuple):
    span: Span
    row: int
    edit: int
    text: str
    """Normalised, without marks of punctuation at its ends."""
    is_told_once: bool
    """Whether it is the only sentence of its document with these words; others are stock: 具体办法由国务院规定。"""


_MARKS: Final = "，。、；：！？,.;:!? "


def _one_sided(raw: str, rows: Sequence[Sequence[Edit]], normalize: Normalize, *, old_side: bool) -> Iterator[_Passage]:
    """The passages that are on one side only, sentence by sentence, and those that are rewritten on the other."""
    told = Counter(sentence.of(raw).strip(_MARKS) for sentence in _sentences(raw, Span(0, len(raw))))
    tags = {EditTag.DELETE if old_side else EditTag.INSERT, EditTag.REPLACE}
    for row, edits in enumerate(rows):
        for number, edit in enumerate(edits):
            for sentence in _sentences(raw, edit.old if old_side else edit.new) if edit.tag in tags else ():
                text = normalize(raw, sentence).strip(_MARKS)
                if len(text) >= _SHORTEST_IN_A_ROW:
                    yield _Passage(sentence, row, number, text, told[sentence.of(raw).strip(_MARKS)] < 2)


def _sentences(raw: str, span: Span) -> Iterator[Span]:
    if span.size < _SHORTEST_IN_A_ROW:
        return
    start = 0
    for end in sentence_ends(span.of(raw)):
        yield Span(span.start + start, span.start + end)
        start = end


def _paired(left: Sequence[_Passage], came: Sequence[_Passage]) -> Iterator[tuple[_Passage, _Passage]]:
    """Pair what is the same text and stands once on either side, then what is nearly the same and nothing else is as like."""
    often = Counter(passage.text for passage in left), Counter(passage.text for passage in came)
    places = {passage.text: passage for passage in came}
    paired = set[str]()
    for passage in left:
        if often[0][passage.text] == often[1][passage.text] == 1 and _may_move(passage, places[passage.text]):
            paired.add(passage.text)
            yield passage, places[passage.text]
    once = ([p for p in side if often[at][p.text] == 1 and p.text not in paired] for at, side in enumerate((left, came)))
    yield from _nearly_the_same(*once)


def _may_move(a: _Passage, b: _Passage) -> bool:
    if (a.row, a.edit) == (b.row, b.edit):
        return False  # the two sides of one replacement stand where they stood
    return min(len(a.text), len(b.text)) >= (_SHORTEST_IN_A_ROW if a.row == b.row else _SHORTEST_BETWEEN_ROWS)


def _nearly_the_same(left: Sequence[_Passage], came: Sequence[_Passage]) -> Iterator[tuple[_Passage, _Passage]]:
    if not left or not came or len(left) * len(came) > _LARGEST_TABLE:
        return
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    alike = cdist([p.text for p in left], [p.text for p in came], scorer=Indel.normalized_similarity, score_cutoff=_ALIKE, dtype=np.float64)
    for i, j in zip(*alike.nonzero(), strict=True):
        is_best = np.count_nonzero(alike[i] >= alike[i, j]) == np.count_nonzero(alike[:, j] >= alike[i, j]) == 1
        if is_best and _may_move(left[i], came[j]):
            yield left[i], came[j]

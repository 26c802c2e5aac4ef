"""Which sentences of two clauses belong together.

Character edits alone find the longest common subsequence of two paragraphs, which in reworded text is letter soup. So sentences are matched
first: one with one, one with two, two with one, in order, so that as much text as possible is shared; then sentences that are left over on both
sides are matched out of order, since a sentence often moves within its clause.

The dynamic programme is that of Gale and Church (1993) with shared text in place of length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray
    import numpy as np

class Strip(NamedTuple):
    """Sentences that stand side by side: `old[old_start:old_end]` and `new[new_start:new_end]`; one side may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


#: Two sentences belong together if they share this part of their characters, in order. Unrelated Chinese sentences share 0.1 to 0.3.
_ALIKE: Final = 0.34
#: Sentences out of order must share more, since nothing else speaks for them.
_ALIKE_OUT_OF_ORDER: Final = 0.50
#: Larger clauses are first cut at sentences that are equal and unique, so that the tables below stay small.
_LARGEST_TABLE: Final = 4_000


def match_sentences(old: str, old_ends: Sequence[int], new: str, new_ends: Sequence[int]) -> list[Strip]:
    """Return strips that hold every sentence of both texts exactly once.

    Args:
        old, new: normalised texts.
        old_ends, new_ends: where their sentences end, as `policydiff.words.sentence_ends` gives them.

    Returns:
        Strips in the order of the new text; those with no new sentence stand behind their old neighbour.

    >>> old, new = "甲甲甲甲。乙乙乙乙。", "丙丙丙丙。乙乙乙乙。甲甲甲甲。"
    >>> match_sentences(old, [5, 10], new, [5, 10, 15])
    [Strip(old_start=0, old_end=0, new_start=0, new_end=5), Strip(old_start=5, old_end=10, new_start=5, new_end=10), \
Strip(old_start=0, old_end=5, new_start=10, new_end=15)]
    """
    a, b = _cut(old, old_ends), _cut(new, new_ends)
    matched: list[tuple[range, range]] = []
    for rows, columns in _windows(a, b):
        matched += _in_order(a, b, rows, columns)
    matched += _out_of_order(a, b, matched)
    return _strips(old_ends, new_ends, matched)


def _cut(text: str, ends: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _windows(a: Sequence[str], b: Sequence[str]) -> list[tuple[range, range]]:
    """Cut two long lists at sentences that are equal and unique in both, keeping their common order."""
    if len(a) * len(b) <= _LARGEST_TABLE:
        return [(range(len(a)), range(len(b)))]
    from policydiff.anchors import rising

    places = {text: j for j, text in enumerate(b) if b.count(text) == 1}
    chain = rising([(i, places[text]) for i, text in enumerate(a) if text in places and a.count(text) == 1])
    windows, start = [], (0, 0)
    for i, j in chain:
        windows += [(range(start[0], i), range(start[1], j)), (range(i, i + 1), range(j, j + 1))]
        start = (i + 1, j + 1)
    return [*windows, (range(start[0], len(a)), range(start[1], len(b)))]


# -- in order -------------------------------------------------------------------------------------------------------------------------

#: How many sentences of either side may stand in one strip.
_SHAPES: Final = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
#: What one more sentence in a strip must bring in, in shared characters counted on both sides.
_JOINING: Final = 6.0


def _in_order(a: Sequence[str], b: Sequence[str], rows: range, columns: range) -> list[tuple[range, range]]:
    n, m = len(rows), len(columns)
    if not n or not m:
        return []
    gains = {shape: _gains(_runs(a, rows, shape[0]), _runs(b, columns, shape[1]), _JOINING * (sum(shape) - 2)) for shape in _SHAPES}
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i and j:
                _fill(best, step, i, j, gains)
            elif i or j:
                step[i][j] = (1, 0) if i else (0, 1)
    pairs, i, j = [], n, m
    while i or j:
        di, dj = step[i][j]
        i, j = i - di, j - dj
        if di and dj:
            pairs.append((range(rows[i], rows[i] + di), range(columns[j], columns[j] + dj)))
    return pairs[::-1]


def _fill(best: list[list[float]], step: list[list[tuple[int, int]]], i: int, j: int, gains: dict[tuple[int, int], list[list[float]]]) -> None:
    value, choice = best[i - 1][j], (1, 0)
    if best[i][j - 1] > value:
        value, choice = best[i][j - 1], (0, 1)
    for shape in _SHAPES:
        di, dj = shape
        if di <= i and dj <= j:
            gain = gains[shape][i - di][j - dj]
            if gain > 0 and best[i - di][j - dj] + gain > value:
                value, choice = best[i - di][j - dj] + gain, shape
    best[i][j], step[i][j] = value, choice


def _runs(texts: Sequence[str], window: range, size: int) -> list[str]:
    return ["".join(texts[k : k + size]) for k in window if k + size <= window.stop]


def _gains(a: Sequence[str], b: Sequence[str], cost: float) -> list[list[float]]:
    """For every two texts: the characters they share, less what any two texts of their lengths might share, and less the cost."""
    if not a or not b:
        return []
    shared = _shared(a, b)
    gains: list[list[float]] = [
        [2.0 * shared[i, j] - _ALIKE * (len(x) + len(y)) - cost for j, y in enumerate(b)] for i, x in enumerate(a)
    ]
    return gains


def _shared(a: Sequence[str], b: Sequence[str]) -> NDArray[np.int32]:
    """The length of the longest common subsequence of every two texts."""
    import numpy as np
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cdist

    return cdist(list(a), list(b), scorer=LCSseq.similarity, dtype=np.int32)


# -- out of order, and the whole --------------------------------------------------------------------------------------------------------


def _out_of_order(a: Sequence[str], b: Sequence[str], matched: Sequence[tuple[range, range]]) -> list[tuple[range, range]]:
    """Match what is left over on both sides, the most alike first."""
    free_old = sorted(set(range(len(a))).difference(*(rows for rows, _ in matched)))
    free_new = sorted(set(range(len(b))).difference(*(columns for _, columns in matched)))
    if not free_old or not free_new:
        return []
    shared = _shared([a[i] for i in free_old], [b[j] for j in free_new])
    alike = [
        (2.0 * shared[x, y] / (len(a[i]) + len(b[j])), i, j) for x, i in enumerate(free_old) for y, j in enumerate(free_new)
    ]
    pairs: list[tuple[range, range]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for ratio, i, j in sorted(alike, key=lambda item: (-item[0], item[1], item[2])):
        if ratio < _ALIKE_OUT_OF_ORDER:
            break
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((range(i, i + 1), range(j, j + 1)))
    return pairs


def _strips(old_ends: Sequence[int], new_ends: Sequence[int], matched: Sequence[tuple[range, range]]) -> list[Strip]:
    """Order matched and unmatched sentences: by the new text, and what was dropped behind its old neighbour."""
    old_bounds, new_bounds = [0, *old_ends], [0, *new_ends]
    by_old = {rows.start: (rows, columns) for rows, columns in matched}
    by_new = {columns.start: (rows, columns) for rows, columns in matched}
    in_new = {j for _, columns in matched for j in columns}
    in_old = {i for rows, _ in matched for i in rows}
    keyed: list[tuple[int, int, Strip]] = []
    behind = 0  # sentences of the old text before an insertion
    for j in range(len(new_ends)):
        if j in by_new:
            rows, columns = by_new[j]
            strip = Strip(old_bounds[rows.start], old_bounds[rows.stop], new_bounds[j], new_bounds[columns.stop])
            keyed.append((j, 0, strip))
            behind = rows.stop
        elif j not in in_new:
            keyed.append((j, 0, Strip(old_bounds[behind], old_bounds[behind], new_bounds[j], new_bounds[j + 1])))
    behind = 0  # sentences of the new text before a deletion
    for i in range(len(old_ends)):
        if i in by_old:
            behind = by_old[i][1].stop
        elif i not in in_old:
            keyed.append((behind - 1, i + 1, Strip(old_bounds[i], old_bounds[i + 1], new_bounds[behind], new_bounds[behind])))
    return [strip for *_, strip in sorted(keyed)]

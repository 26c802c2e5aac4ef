"""Which sentences of two clauses belong together.

Character edits alone find the longest common subsequence of two paragraphs, which in reworded text is letter soup. So
sentences are matched first: one with one, one with two, two with one, in order, so that as much text as possible is
shared; then sentences that are left over on both sides, since a sentence often moves within its clause; then, where
sentences are left between the same neighbours, their segments between commas, since policy prose has sentences of three
hundred characters.

The dynamic programme is that of Gale and Church (1993) with shared text in place of length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from policydiff.anchors import rising
from policydiff.words import segment_ends, sentence_ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Strip(NamedTuple):
    """Passages that stand side by side: `old[old_start:old_end]` and `new[new_start:new_end]`; one side may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


#: Which items of one list stand beside which items of the other.
_Match = tuple[range, range]


def match_sentences(old: str, new: str, old_clauses: Sequence[int] = (), new_clauses: Sequence[int] = ()) -> list[Strip]:
    """Return strips that hold every sentence of both texts exactly once.

    Args:
        old, new: normalised texts.
        old_clauses, new_clauses: where their clauses end, in code points; no sentence goes on behind.

    Returns:
        Strips in the order of the new text; those with no new sentence stand behind their old neighbour.

    >>> old, new = "国家鼓励企业创新。国家保护知识产权。", "国家保护知识产权。各级政府应当加强领导。国家鼓励企业创新。"
    >>> [(old[i:k], new[j:m]) for i, k, j, m in match_sentences(old, new)]
    [('国家保护知识产权。', '国家保护知识产权。'), ('', '各级政府应当加强领导。'), ('国家鼓励企业创新。', '国家鼓励企业创新。')]
    """
    return _matched_strips(old, new, sentence_ends(old, old_clauses), sentence_ends(new, new_clauses), by_segments=True)


def match_segments(old: str, new: str) -> list[Strip]:
    """Return strips that hold every segment of two sentences, from comma to comma, exactly once."""
    return _matched_strips(old, new, segment_ends(old), segment_ends(new), by_segments=False)


def _matched_strips(old: str, new: str, old_ends: Sequence[int], new_ends: Sequence[int], *, by_segments: bool) -> list[Strip]:
    if old <= new:
        matches = _matches(_cut(old, old_ends), _cut(new, new_ends))
    else:  # where several matches are equally good, the texts decide which is taken, not which of them is called old
        matches = [(rows, columns) for columns, rows in _matches(_cut(new, new_ends), _cut(old, old_ends))]
    old_bounds, new_bounds = [0, *old_ends], [0, *new_ends]
    strips = [
        Strip(old_bounds[rows.start], old_bounds[rows.stop], new_bounds[columns.start], new_bounds[columns.stop])
        for rows, columns in matches
    ]
    if by_segments:
        for gap in _gaps(strips, len(old), len(new)):
            inside = match_segments(old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end])
            strips += (_shifted(strip, gap) for strip in inside if strip.old_start < strip.old_end and strip.new_start < strip.new_end)
    return _completed(strips, len(old), len(new))


def _cut(text: str, ends: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _shifted(strip: Strip, by: Strip) -> Strip:
    return Strip(strip.old_start + by.old_start, strip.old_end + by.old_start, strip.new_start + by.new_start, strip.new_end + by.new_start)


def _gaps(strips: Sequence[Strip], old_size: int, new_size: int) -> Iterator[Strip]:
    """Text that is left over on both sides between the same neighbours."""
    edges = Strip(0, 0, 0, 0), Strip(old_size, old_size, new_size, new_size)
    by_old = [edges[0], *sorted(strips), edges[1]]
    by_new = [edges[0], *sorted(strips, key=lambda strip: strip.new_start), edges[1]]
    behind_in_new = dict(pairwise(by_new))
    for before, behind in pairwise(by_old):
        if behind_in_new.get(before) == behind and before.old_end < behind.old_start and before.new_end < behind.new_start:
            yield Strip(before.old_end, behind.old_start, before.new_end, behind.new_start)


def _completed(strips: Sequence[Strip], old_size: int, new_size: int) -> list[Strip]:
    """Add what was not matched, and put all in the order of the new text; what was dropped stands behind its old neighbour."""
    keyed = [((strip.new_start, 1), strip) for strip in strips]
    before = Strip(0, 0, 0, 0)
    for strip in [*sorted(strips), Strip(old_size, old_size, new_size, new_size)]:
        if before.old_end < strip.old_start:
            keyed.append(((before.new_end, 0), Strip(before.old_end, strip.old_start, before.new_end, before.new_end)))
        before = strip
    before = Strip(0, 0, 0, 0)
    for strip in [*sorted(strips, key=lambda strip: strip.new_start), Strip(old_size, old_size, new_size, new_size)]:
        if before.new_end < strip.new_start:
            keyed.append(((before.new_end, 1), Strip(before.old_end, before.old_end, before.new_end, strip.new_start)))
        before = strip
    return [strip for _, strip in sorted(keyed)]


#: Two sentences belong together if they share this part of their characters, in order. Unrelated Chinese sentences share 0.1 to 0.3.
_ALIKE: Final = 0.34
#: Sentences out of order must share more, since nothing else speaks for them,
_ALIKE_OUT_OF_ORDER: Final = 0.50
#: and be no mere phrase.
_SHORTEST_OUT_OF_ORDER: Final = 8
#: Larger clauses are first cut at sentences that are equal and unique, so that the tables below stay small.
_LARGEST_TABLE: Final = 4_000
_LARGEST_WINDOW: Final = 100_000


def _matches(a: Sequence[str], b: Sequence[str]) -> list[_Match]:
    if len(a) == len(b) == 1:
        return [(range(1), range(1))]
    matched: list[_Match] = []
    for rows, columns in _windows(a, b):
        matched += _in_order(a, b, rows, columns)
    return matched + _out_of_order(a, b, matched)


def _windows(a: Sequence[str], b: Sequence[str]) -> list[_Match]:
    """Cut two long lists where their sentences are equal: at both ends, and where a sentence stands once in either list.

    Windows of one and one are matches. A window that is still too large is left out: its sentences are not matched at all, which is honest
    about texts that repeat one sentence a thousand times, and the same on every machine.
    """
    if len(a) * len(b) <= _LARGEST_TABLE:
        return [(range(len(a)), range(len(b)))]
    head = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    tail = next((k for k in range(min(len(a), len(b)) - head) if a[-1 - k] != b[-1 - k]), min(len(a), len(b)) - head)
    often_a, often_b = Counter(a), Counter(b)
    places = {text: j for j, text in enumerate(b) if often_b[text] == 1}
    inner = range(head, len(a) - tail)
    chain = rising([(i, places[a[i]]) for i in inner if a[i] in places and often_a[a[i]] == 1])
    equal = [(k, k) for k in range(head)] + chain + [(len(a) - k, len(b) - k) for k in range(tail, 0, -1)]
    windows, start = [], (0, 0)
    for i, j in [*equal, (len(a), len(b))]:
        windows += [(range(start[0], i), range(start[1], j)), (range(i, min(i + 1, len(a))), range(j, min(j + 1, len(b))))]
        start = (i + 1, j + 1)
    return [(rows, columns) for rows, columns in windows if len(rows) * len(columns) <= _LARGEST_WINDOW]


# -- in order -------------------------------------------------------------------------------------------------------------------------

#: What one more sentence in a strip must bring in, in shared characters counted on both sides.
_JOINING: Final = 6.0
_Step = tuple[int, int]


def _in_order(a: Sequence[str], b: Sequence[str], rows: range, columns: range) -> list[_Match]:
    n, m = len(rows), len(columns)
    if not n or not m:
        return []
    gains = _gains(a[rows.start : rows.stop], b[columns.start : columns.stop])
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step: list[list[_Step]] = [[(0, 1)] * (m + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        step[i][0] = (1, 0)
        for j in range(1, m + 1):
            best[i][j], step[i][j] = _best_step(best, gains.get((i, j), ()), i, j)
    pairs, i, j = [], n, m
    while i or j:
        di, dj = step[i][j]
        i, j = i - di, j - dj
        if di and dj:
            pairs.append((range(rows[i], rows[i] + di), range(columns[j], columns[j] + dj)))
    return pairs[::-1]


def _best_step(best: list[list[float]], gains: Sequence[tuple[float, _Step]], i: int, j: int) -> tuple[float, _Step]:
    value, choice = best[i - 1][j], (1, 0)
    if best[i][j - 1] > value:
        value, choice = best[i][j - 1], (0, 1)
    for gain, shape in gains:
        if best[i - shape[0]][j - shape[1]] + gain > value:
            value, choice = best[i - shape[0]][j - shape[1]] + gain, shape
    return value, choice


def _gains(a: Sequence[str], b: Sequence[str]) -> dict[tuple[int, int], list[tuple[float, _Step]]]:
    """Return what is gained by putting the sentences that end at two places into one strip, by shape.

    That is the characters they share, less what any two texts of their lengths might share. Only gains above zero are given.
    """
    gains: dict[tuple[int, int], list[tuple[float, _Step]]] = {}
    for sizes_a, sizes_b in (((1, 2), (1, 2)), ((3,), (1,)), ((1,), (3,))):
        runs_a = [(i, size, "".join(a[i - size : i])) for size in sizes_a for i in range(size, len(a) + 1)]
        runs_b = [(j, size, "".join(b[j - size : j])) for size in sizes_b for j in range(size, len(b) + 1)]
        if not runs_a or not runs_b:
            continue
        alike = _likeness([text for *_, text in runs_a], [text for *_, text in runs_b], _ALIKE)
        for x, y in zip(*alike.nonzero(), strict=True):
            (i, rows, text_a), (j, columns, text_b) = runs_a[x], runs_b[y]
            gain = (float(alike[x, y]) - _ALIKE) * (len(text_a) + len(text_b)) - _JOINING * (rows + columns - 2)
            if gain > 0:
                gains.setdefault((i, j), []).append((gain, (rows, columns)))
    return gains


def _likeness(a: Sequence[str], b: Sequence[str], least: float) -> NDArray[np.float64]:
    """For every two texts the part of their characters that they share, in order, 0 to 1; 0 if it is less than the least."""
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    return cdist(a, b, scorer=Indel.normalized_similarity, score_cutoff=least, dtype=np.float64)


# -- out of order -----------------------------------------------------------------------------------------------------------------------


def _out_of_order(a: Sequence[str], b: Sequence[str], matched: Sequence[_Match]) -> list[_Match]:
    """Match what is left over on both sides, the most alike first."""
    free_old = _free(a, (rows for rows, _ in matched))
    free_new = _free(b, (columns for _, columns in matched))
    if not free_old or not free_new or len(free_old) * len(free_new) > _LARGEST_WINDOW:
        return []
    alike = _likeness([a[i] for i in free_old], [b[j] for j in free_new], _ALIKE_OUT_OF_ORDER)
    pairs: list[_Match] = []
    used_old, used_new = set[int](), set[int]()
    for _, i, j in sorted((-alike[x, y], free_old[x], free_new[y]) for x, y in zip(*alike.nonzero(), strict=True)):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((range(i, i + 1), range(j, j + 1)))
    return pairs


def _free(texts: Sequence[str], taken: Iterable[range]) -> list[int]:
    used = {place for places in taken for place in places}
    return [place for place, text in enumerate(texts) if place not in used and len(text) >= _SHORTEST_OUT_OF_ORDER]

"""Marks in lists follow the items: 工人、农民、教师.

    old      教育、职业、健康、病历、财务情况
    new      教育、职业、病历、医疗、基因、健康检查、财务情况
    ugly     教育、职业、[-健康-]{+病历、医疗、基因、健康检查+}、[-病历、-]财务情况
    good     教育、职业、[-健康、-]病历、{+医疗、基因、健康检查、+}财务情况

The fewest characters do not know that 健康 and 健康检查 are two items. Where a difference runs over a 、 and has words on both sides, the
items around it are compared as wholes, and one item that became another is compared word by word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from policydiff.edits.tidying import PUNCTUATION, Hunk

#: From two items to what differs between them.
CompareItems = Callable[[str, str], list[Hunk]]

_COMMA: Final = "、"
#: An item is not looked for farther from a difference than this.
_LONGEST_ITEM: Final = 12
#: Items as wholes may mark so many more characters than words.
_SOME: Final = 4


def by_items(old: str, new: str, found: Sequence[Hunk], compare: CompareItems) -> list[Hunk]:
    """Return the differences with those inside of lists cut at the items.

    Args:
        old, new: normalised texts of one sentence or clause.
        found: their differences, tidied, in order.
        compare: what differs between two items, tidied.
    """
    out: list[Hunk] = []
    for group in _in_one_list(old, found):
        better = _of_items(old, new, group, out[-1] if out else None, compare) if _runs_over_items(old, new, group) else None
        out += better if better is not None else group
    return out


def _in_one_list(old: str, found: Sequence[Hunk]) -> Iterator[list[Hunk]]:
    """Differences between which there is no mark of punctuation but 、, and no two items that are equal."""
    group: list[Hunk] = []
    for hunk in found:
        between = old[group[-1].old_end : hunk.old_start] if group else ""
        if group and (not _BREAKS.isdisjoint(between) or between.count(_COMMA) >= _APART):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


_BREAKS: Final = PUNCTUATION - {_COMMA}
#: So many 、 between two differences, and they have nothing to do with each other.
_APART: Final = 3


def _runs_over_items(old: str, new: str, group: Sequence[Hunk]) -> bool:
    passages = [(old[h.old_start : h.old_end], new[h.new_start : h.new_end]) for h in group]
    if not all(_BREAKS.isdisjoint(a + b) for a, b in passages):
        return False
    return any(a.strip(_COMMA) and b.strip(_COMMA) and _COMMA in a + b for a, b in passages)


def _of_items(old: str, new: str, group: Sequence[Hunk], before: Hunk | None, compare: CompareItems) -> list[Hunk] | None:
    """The differences of the items that a group touches; None if they are no better to read."""
    left = _room(old[before.old_end if before else 0 : group[0].old_start][::-1])
    right = _room(old[group[-1].old_end :])
    right += old.startswith(_COMMA, group[-1].old_end + right)  # an item is read with the mark that closes it
    i, j = group[0].old_start - left, group[0].new_start - left
    k, m = group[-1].old_end + right, group[-1].new_end + right
    made = [
        Hunk(i + part.old_start, i + part.old_end, j + part.new_start, j + part.new_end)
        for gap in _gaps(old[i:k], new[j:m])
        for part in _within(old[i:k], new[j:m], gap, compare)
    ]
    if any(_COMMA in old[h.old_start : h.old_end].strip(_COMMA) and _COMMA in new[h.new_start : h.new_end].strip(_COMMA) for h in made):
        return None  # several items became several others: which became which is told better by the words they share
    is_better = len(made) == len(group) and _marked(made) <= _marked(group) + _SOME
    return made if is_better or _marked(made) < _marked(group) else None


def _room(text: str) -> int:
    """How far the item goes on in equal text up to its 、; 0 if no 、 closes it."""
    place = text.find(_COMMA, 0, _LONGEST_ITEM)
    return place if place >= 0 and _BREAKS.isdisjoint(text[:place]) else 0


def _marked(found: Sequence[Hunk]) -> int:
    return sum(h.old_end - h.old_start + h.new_end - h.new_start for h in found)


def _gaps(old: str, new: str) -> Iterator[Hunk]:
    """What lies between items that are equal, in order; of the marks between items one that both sides have is left out."""
    from rapidfuzz.distance import Indel

    if old > new:  # which of two equally long chains is taken does not depend on which side is called old
        yield from (Hunk(h.new_start, h.new_end, h.old_start, h.old_end) for h in _gaps(new, old))
        return
    olds, news = _items(old), _items(new)
    same = [
        (olds[op.src_start + shift], news[op.dest_start + shift])
        for op in Indel.opcodes([old[a:b] for a, b in olds], [new[a:b] for a, b in news])
        if op.tag == "equal"
        for shift in range(op.src_end - op.src_start)
    ]
    for (a, c), (b, d) in pairwise([((0, 0), (0, 0)), *same, ((len(old), len(old)), (len(new), len(new)))]):
        i, k, j, m = a[1], b[0], c[1], d[0]
        if old[i:k].startswith(_COMMA) and new[j:m].startswith(_COMMA):
            i, j = i + 1, j + 1
        if old[i:k].endswith(_COMMA) and new[j:m].endswith(_COMMA):
            k, m = k - 1, m - 1
        if i < k or j < m:
            yield Hunk(i, k, j, m)


def _items(text: str) -> list[tuple[int, int]]:
    places, start = list[tuple[int, int]](), 0
    for item in text.split(_COMMA):
        places.append((start, start + len(item)))
        start += len(item) + 1
    return places


def _within(old: str, new: str, gap: Hunk, compare: CompareItems) -> Iterator[Hunk]:
    """One item that became another one is compared word by word; several are told as wholes."""
    a, b = old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end]
    if not a or not b or _COMMA in a + b:
        yield gap
        return
    for h in compare(a, b):
        yield Hunk(gap.old_start + h.old_start, gap.old_start + h.old_end, gap.new_start + h.new_start, gap.new_start + h.new_end)

"""Passages that two texts share, in one order: what holds a comparison of long texts together.

A passage of k characters that stands once in either text is a sure point of contact. The longest chain of such points that rises in both
texts is the backbone of a reprint inside its page, and cuts two long texts into short gaps that can be compared exactly.

Patience diff (Bram Cohen) uses unique lines in the same way; MEDITE and passim use n-grams.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple


class Block(NamedTuple):
    """Equal passages: `old[old_start:old_start + size] == new[new_start:new_start + size]`."""

    old: int
    new: int
    size: int


def anchored_blocks(old: str, new: str, k: int = 12) -> list[Block]:
    """Return equal passages of at least `k` characters that rise in both texts, each as long as it can be.

    Args:
        old, new: normalised texts.
        k: the length of the passages that must stand once in either text. Below 12, set phrases of policy Chinese begin to count.

    >>> anchored_blocks("一二三四五六七", "零一二三四五六", k=4)
    [Block(old=0, new=1, size=6)]
    """
    chain = rising(list(_unique_in_both(old, new, k)))
    blocks: list[Block] = []
    for i, j in chain:
        if blocks:
            last = blocks[-1]
            if i < last.old + last.size or j < last.new + last.size:
                continue  # inside the passage that was extended before
        floor = (blocks[-1].old + blocks[-1].size, blocks[-1].new + blocks[-1].size) if blocks else (0, 0)
        blocks.append(_extended(old, new, i, j, floor))
    return blocks


#: rapidfuzz keeps a bit matrix of len(old) x len(new) / 8 bytes: 50 MB at this product. Beyond, anchors cut the texts into gaps first.
_LARGEST_PRODUCT: Final = 400_000_000
_ANCHOR_LENGTHS: Final = (32, 16, 8)


def matching_blocks(old: str, new: str) -> list[Block]:
    """Return the equal passages of the longest common subsequence of two texts, in order.

    Texts of more than 20,000 characters each are first cut at passages that stand once in either; where two long texts share no such
    passage, they have nothing in common but their ends.

    >>> matching_blocks("依法依规经", "依法依章程经")
    [Block(old=0, new=0, size=3), Block(old=4, new=5, size=1)]
    """
    start = _common_prefix(old, new)
    end = _common_prefix(old[start:][::-1], new[start:][::-1])
    blocks = [Block(0, 0, start)] if start else []
    blocks += _inner_blocks(old, new, (start, len(old) - end), (start, len(new) - end), 0)
    if end:
        blocks.append(Block(len(old) - end, len(new) - end, end))
    return _joined(blocks)


def _common_prefix(old: str, new: str) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[low:middle] == new[low:middle] else (low, middle - 1)
    return low


def _inner_blocks(old: str, new: str, a: tuple[int, int], b: tuple[int, int], attempt: int) -> list[Block]:
    """The blocks of `old[a]` and `new[b]`, in the coordinates of the whole texts."""
    if a[0] == a[1] or b[0] == b[1]:
        return []
    inner_old, inner_new = old[slice(*a)], new[slice(*b)]
    if len(inner_old) * len(inner_new) <= _LARGEST_PRODUCT:
        return [Block(i + a[0], j + b[0], size) for i, j, size in _exact_blocks(inner_old, inner_new)]
    if attempt == len(_ANCHOR_LENGTHS):
        return []
    out: list[Block] = []
    i, j = a[0], b[0]
    for block in anchored_blocks(inner_old, inner_new, _ANCHOR_LENGTHS[attempt]):
        there = Block(block.old + a[0], block.new + b[0], block.size)
        out += [*_inner_blocks(old, new, (i, there.old), (j, there.new), attempt + 1), there]
        i, j = there.old + there.size, there.new + there.size
    return out + _inner_blocks(old, new, (i, a[1]), (j, b[1]), attempt + 1)


def _exact_blocks(old: str, new: str) -> list[tuple[int, int, int]]:
    from rapidfuzz.distance import Indel

    return [(op.src_start, op.dest_start, op.src_end - op.src_start) for op in Indel.opcodes(old, new) if op.tag == "equal"]


def _joined(blocks: list[Block]) -> list[Block]:
    """Make one of blocks that touch on both sides."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if last is not None and last.old + last.size == block.old and last.new + last.size == block.new:
            out[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            out.append(block)
    return out


def _unique_in_both(old: str, new: str, k: int) -> Iterator[tuple[int, int]]:
    """Yield the places of passages of k characters that stand once in either text, in the order of the old one."""
    in_new = _unique(new, k)
    for passage, i in _unique(old, k).items():
        j = in_new.get(passage, -1)
        if j >= 0:
            yield i, j


def _unique(text: str, k: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for i in range(len(text) - k + 1):
        passage = text[i : i + k]
        places[passage] = -1 if passage in places else i
    return {passage: i for passage, i in places.items() if i >= 0}


def rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of a list of points that rises in both coordinates (patience sorting).

    Args:
        points: in the order of their first coordinate, no two alike in either.

    >>> rising([(0, 5), (1, 1), (2, 2), (3, 9), (4, 3)])
    [(1, 1), (2, 2), (4, 3)]
    """
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(points)
    for index, (_, j) in enumerate(points):
        place = bisect_left(tails, j)
        before[index] = ends[place - 1] if place else -1
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [index]
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(points[index])
        index = before[index]
    return chain[::-1]


def _extended(old: str, new: str, i: int, j: int, floor: tuple[int, int]) -> Block:
    start_old, start_new = i, j
    while start_old > floor[0] and start_new > floor[1] and old[start_old - 1] == new[start_new - 1]:
        start_old, start_new = start_old - 1, start_new - 1
    while i < len(old) and j < len(new) and old[i] == new[j]:
        i, j = i + 1, j + 1
    return Block(start_old, start_new, i - start_old)

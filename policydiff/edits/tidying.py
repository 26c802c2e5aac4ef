"""Character edits → edits that a careful reader would mark.

    old     主人翁地位更加显著，
    new     主人翁地位更加彰显，
    ugly    更加{+彰+}显[-著-]，           the fewest characters
    good    更加[-显著-]{+彰显+}，          whole words

The fewest characters come first, from an exact algorithm; then what lies between two differences is looked at as a reader would look at it. A
difference slides along equal characters to where words begin and end, grows until it covers whole words on both sides, swallows an equal
word that is too short to stand between two larger differences, and gives back whole words that are equal at its ends. Sliders and the
idea of a separate clean-up are Neil Fraser's (diff-match-patch) and Michael Haggerty's (git); clean-up by overlap, which splits two-character
words (37 of 160 edges on a newspaper reprint), is not taken over.

Every step keeps the two texts whole: hunks stay in order, and what lies between them stays equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from policydiff.anchors import anchored_blocks


class Hunk(NamedTuple):
    """A difference: `old[old_start:old_end]` became `new[new_start:new_end]`. What lies between two hunks is equal."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        """Of the longer side, in characters."""
        return max(self.old_end - self.old_start, self.new_end - self.new_start)

    @property
    def is_one_sided(self) -> bool:
        """Whether it is a pure insertion or deletion."""
        return self.old_start == self.old_end or self.new_start == self.new_end


#: From a text to the places where its words begin and end.
Boundaries = Callable[[str], frozenset[int]]

_PUNCTUATION: Final = frozenset("，。、；：！？“”‘’（）《》〈〉【】〔〕—…·,.;:!?()[] ")


def hunks(old: str, new: str, boundaries: Boundaries) -> list[Hunk]:
    """Return the differences of two texts, tidied.

    Args:
        old, new: normalised texts of one sentence or clause.
        boundaries: where words begin and end, in code points, both ends of the text included.

    >>> def characters(text: str) -> frozenset[int]:
    ...     return frozenset(range(len(text) + 1))
    >>> hunks("更加显著", "更加彰显", lambda text: frozenset({0, 2, 4}))
    [Hunk(old_start=2, old_end=4, new_start=2, new_end=4)]
    """
    found = minimal_hunks(old, new)
    if not found:
        return []
    words = boundaries(old), boundaries(new)
    found = _grown(old, _merged(_all_slid(old, new, found, words)), words)
    found = _without_small_islands(old, found)
    return [hunk for hunk in (_trimmed(old, new, hunk, words) for hunk in found) if hunk.size]


# -- the fewest characters ----------------------------------------------------------------------------------------------------------

#: rapidfuzz keeps a bit matrix of len(old) x len(new) / 8 bytes: 50 MB here. Beyond, anchors cut the texts into gaps.
_LARGEST_PRODUCT: Final = 400_000_000
_ANCHOR_LENGTHS: Final = (32, 16, 8)


def minimal_hunks(old: str, new: str) -> list[Hunk]:
    """Return the differences with the fewest inserted and deleted characters (longest common subsequence).

    Texts of more than 20,000 characters each are first cut at passages that stand once in either; where two long texts share no such
    passage, they are one difference.

    >>> minimal_hunks("依法依规经", "依法依章程经")
    [Hunk(old_start=3, old_end=4, new_start=3, new_end=5)]
    """
    start = _common_prefix(old, new)
    end = _common_prefix(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    return [
        Hunk(h.old_start + start, h.old_end + start, h.new_start + start, h.new_end + start) for h in _inner_hunks(inner_old, inner_new, 0)
    ]


def _common_prefix(old: str, new: str) -> int:
    if old == new:
        return len(old)
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[:middle] == new[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _inner_hunks(old: str, new: str, attempt: int) -> list[Hunk]:
    if not old and not new:
        return []
    if not old or not new:
        return [Hunk(0, len(old), 0, len(new))]
    if len(old) * len(new) <= _LARGEST_PRODUCT:
        return _exact_hunks(old, new)
    if attempt == len(_ANCHOR_LENGTHS):
        return [Hunk(0, len(old), 0, len(new))]
    found: list[Hunk] = []
    i = j = 0
    blocks = anchored_blocks(old, new, _ANCHOR_LENGTHS[attempt])
    for block_old, block_new, size in [*blocks, (len(old), len(new), 0)]:
        for h in _inner_hunks(old[i:block_old], new[j:block_new], attempt + 1):
            found.append(Hunk(h.old_start + i, h.old_end + i, h.new_start + j, h.new_end + j))
        i, j = block_old + size, block_new + size
    return found


def _exact_hunks(old: str, new: str) -> list[Hunk]:
    from rapidfuzz.distance import Indel

    return _merged([Hunk(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in Indel.opcodes(old, new) if op.tag != "equal"])


def _merged(found: Sequence[Hunk]) -> list[Hunk]:
    """Make one of hunks that touch or overlap; they are in order."""
    out: list[Hunk] = []
    for hunk in found:
        last = out[-1] if out else None
        if last is not None and (hunk.old_start <= last.old_end or hunk.new_start <= last.new_end):
            out[-1] = Hunk(last.old_start, max(last.old_end, hunk.old_end), last.new_start, max(last.new_end, hunk.new_end))
        else:
            out.append(hunk)
    return out


# -- made pleasant --------------------------------------------------------------------------------------------------------------------

_Words = tuple[frozenset[int], frozenset[int]]


def _all_slid(old: str, new: str, found: list[Hunk], words: _Words) -> list[Hunk]:
    """Slide each pure insertion or deletion to where it reads best; neighbours are taken as they stand by then, so none can cross."""
    out = list(found)
    for index, hunk in enumerate(out):
        if hunk.is_one_sided:
            room_left = hunk.old_start - (out[index - 1].old_end if index else 0)
            room_right = (out[index + 1].old_start if index + 1 < len(out) else len(old)) - hunk.old_end
            out[index] = _slid(old, new, hunk, (room_left, room_right), words)
    return out


def _slid(old: str, new: str, hunk: Hunk, room: tuple[int, int], words: _Words) -> Hunk:
    is_deletion = hunk.new_start == hunk.new_end
    text = old if is_deletion else new
    start, end = (hunk.old_start, hunk.old_end) if is_deletion else (hunk.new_start, hunk.new_end)
    farthest_left = 0
    while farthest_left < room[0] and text[start - farthest_left - 1] == text[end - farthest_left - 1]:
        farthest_left += 1
    farthest_right = 0
    while farthest_right < room[1] and text[start + farthest_right] == text[end + farthest_right]:
        farthest_right += 1

    def merit(shift: int) -> tuple[int, int]:
        moved = _shifted(hunk, shift)
        edges = (moved.old_start in words[0]) + (moved.old_end in words[0]) + (moved.new_start in words[1]) + (moved.new_end in words[1])
        first, last = text[start + shift], text[end + shift - 1]
        before = text[start + shift - 1] if start + shift else "。"
        # A segment is read with the mark that closes it: 职业资格、 rather than 、职业资格, unless nothing follows.
        closes = (before in _PUNCTUATION) + (last in _PUNCTUATION) - (first in _PUNCTUATION)
        return 2 * edges + closes, -abs(shift)

    shift = max(range(-farthest_left, farthest_right + 1), key=merit) if farthest_left or farthest_right else 0
    return _shifted(hunk, shift)


def _shifted(hunk: Hunk, shift: int) -> Hunk:
    return Hunk(*(place + shift for place in hunk))


def _grown(old: str, found: list[Hunk], words: _Words) -> list[Hunk]:
    """Extend each hunk over equal characters until it begins and ends with words on both sides."""
    out: list[Hunk] = []
    for index, hunk in enumerate(found):
        i, j = hunk.old_start, hunk.new_start
        floor = found[index - 1].old_end if index else 0
        while i > floor and not (i in words[0] and j in words[1]):
            i, j = i - 1, j - 1
        k, m = hunk.old_end, hunk.new_end
        ceiling = found[index + 1].old_start if index + 1 < len(found) else len(old)
        while k < ceiling and not (k in words[0] and m in words[1]):
            k, m = k + 1, m + 1
        out.append(Hunk(i, k, j, m))
    merged = _merged(out)
    return merged if len(merged) == len(found) and merged == found else _grown(old, merged, words)


#: An equal word of up to this many characters between two differences that are at least as long is swallowed.
_SMALL_ISLAND: Final = 2


def _without_small_islands(old: str, found: list[Hunk]) -> list[Hunk]:
    """Make one of two hunks with a short equal word between them: 实习实训 → 实训指导 is one change, not two."""
    out: list[Hunk] = []
    for hunk in found:
        last = out[-1] if out else None
        if last is not None and _is_small(old[last.old_end : hunk.old_start], last, hunk):
            out[-1] = Hunk(last.old_start, hunk.old_end, last.new_start, hunk.new_end)
        else:
            out.append(hunk)
    return out


def _is_small(island: str, before: Hunk, after: Hunk) -> bool:
    if not island or len(island) > _SMALL_ISLAND or not _PUNCTUATION.isdisjoint(island):
        return False
    return len(island) <= min(before.size, after.size)


def _trimmed(old: str, new: str, hunk: Hunk, words: _Words) -> Hunk:
    """Give back whole words that are equal at both ends."""
    i, k, j, m = hunk
    prefix = best = 0
    while i + prefix < k and j + prefix < m and old[i + prefix] == new[j + prefix]:
        prefix += 1
        if i + prefix in words[0] and j + prefix in words[1]:
            best = prefix
    i, j = i + best, j + best
    suffix = best = 0
    while k - suffix > i and m - suffix > j and old[k - suffix - 1] == new[m - suffix - 1]:
        suffix += 1
        if k - suffix in words[0] and m - suffix in words[1]:
            best = suffix
    return Hunk(i, k - best, j, m - best)

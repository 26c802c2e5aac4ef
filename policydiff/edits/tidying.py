"""Character edits → edits that a careful reader would mark.

    old     主人翁地位更加显著，
    new     主人翁地位更加彰显，
    ugly    更加{+彰+}显[-著-]，           the fewest characters
    good    更加[-显著-]{+彰显+}，          whole words

The fewest characters come first, from an exact algorithm; then what lies between two differences is looked at as a reader
would look at it. A difference slides along equal characters to where words begin and end, grows until it covers whole words
on both sides, swallows an equal word that is too short to stand between two larger differences, and gives back whole words
that are equal at its ends. Sliders and the idea of a separate clean-up are Neil Fraser's (diff-match-patch) and Michael
Haggerty's (git); clean-up by overlap, which splits two-character words (37 of 160 edges on a newspaper reprint), is not
taken over.

Every step keeps the two texts whole: hunks stay in order, and what lies between them stays equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from policydiff.anchors import Block, matching_blocks
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS
from policydiff.words import Boundaries, is_word


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


#: From a text, and the passages of it that matter, to the places where a mark may begin or end.
FindBoundaries = Callable[[str, Sequence[tuple[int, int]]], Boundaries]

#: Marks that end a word wherever they stand.
PUNCTUATION: Final = frozenset("，。、；：！？“”‘’（）《》〈〉【】〔〕—…·,.;:!?()[] ")


#: How far from where it was found an edge may come to lie; words farther away need not be known.
_REACH: Final = 8


def tidied(old: str, new: str, found: list[Hunk], boundaries: FindBoundaries) -> list[Hunk]:
    """Return the differences of two texts as a reader would mark them.

    Args:
        old, new: normalised texts of one sentence or clause.
        found: their differences, as `minimal_hunks` gives them.
        boundaries: from a text, and passages of interest, to the places where its words begin and end there.

    >>> words = Boundaries(frozenset({0, 2, 4}), frozenset())
    >>> tidied("更加显著", "更加彰显", minimal_hunks("更加显著", "更加彰显"), lambda text, around: words)
    [Hunk(old_start=2, old_end=4, new_start=2, new_end=4)]
    """
    if not found:
        return []
    words = (
        boundaries(old, [(edge - _REACH, edge + _REACH) for h in found for edge in (h.old_start, h.old_end)]),
        boundaries(new, [(edge - _REACH, edge + _REACH) for h in found for edge in (h.new_start, h.new_end)]),
    )
    slid = _merged(_all_slid(old, new, found, words))
    found = _grown(old, slid, _with_words_put_in(old, new, slid, words))
    found = _without_small_islands(old, new, found)
    trimmed = (_trimmed(old, new, hunk, words) for hunk in found)
    return [part for hunk in trimmed if hunk.size for part in _marks_apart(old, new, hunk)]


# -- the fewest characters ----------------------------------------------------------------------------------------------------------


def minimal_hunks(old: str, new: str) -> list[Hunk]:
    """Return the differences with the fewest inserted and deleted characters (longest common subsequence).

    Where several sets of differences are equally small, the texts decide which is taken, not which of them is called old.

    >>> minimal_hunks("依法依规经", "依法依章程经")
    [Hunk(old_start=3, old_end=4, new_start=3, new_end=5)]
    """
    if old > new:
        return [Hunk(h.new_start, h.new_end, h.old_start, h.old_end) for h in minimal_hunks(new, old)]
    found: list[Hunk] = []
    i = j = 0
    for block in [*matching_blocks(old, new), Block(len(old), len(new), 0)]:
        if i < block.old or j < block.new:
            found.append(Hunk(i, block.old, j, block.new))
        i, j = block.old + block.size, block.new + block.size
    return found


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

_Words = tuple[Boundaries, Boundaries]


def _places(hunk: Hunk, words: _Words) -> tuple[frozenset[int], frozenset[int]]:
    """Return where this hunk may begin and end on either side.

    A word put into a compound, or taken out of it (违法侵权行为 → 违法行为), leaves its parts whole; a word put in the place
    of another marks the compound as one (职业学校 → 职业院校).
    """
    if hunk.is_one_sided:
        return words[0].words | words[0].inner, words[1].words | words[1].inner
    return words[0].words, words[1].words


#: A word shorter than this, put beside another, may have made a new word of both: 应 → 应当, 经 → 未经.
_SHORTEST_PUT_IN: Final = 2


def _with_words_put_in(old: str, new: str, found: Sequence[Hunk], words: _Words) -> _Words:
    """Add the places where a word was put between two words, or taken from there, and the word list would cut what is there otherwise.

    做好|网上|思想 became 做好|网上网|下|思想, to a word list; to a reader 网下 was put in behind 网上.
    """
    places = [set(side.words) for side in words]
    for hunk in found:
        if not hunk.is_one_sided:
            continue
        here, start, end, there, at = (
            (0, hunk.old_start, hunk.old_end, 1, hunk.new_start)
            if hunk.new_start == hunk.new_end
            else (1, hunk.new_start, hunk.new_end, 0, hunk.old_start)
        )
        word = (old, new)[here][start:end]
        beside = words[there].words
        if PUNCTUATION.issuperset(word):  # where a mark stands words end, whatever the word list makes of both together
            places[there].add(at)
        elif len(word) >= _SHORTEST_PUT_IN and at in beside and beside.isdisjoint((at - 1, at + 1)) and is_word(word):
            places[here] |= {start, end}
    return Boundaries(frozenset(places[0]), words[0].inner), Boundaries(frozenset(places[1]), words[1].inner)


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

    in_old, in_new = _places(hunk, words)

    def merit(shift: int) -> tuple[int, int]:
        moved = _shifted(hunk, shift)
        edges = (moved.old_start in in_old) + (moved.old_end in in_old) + (moved.new_start in in_new) + (moved.new_end in in_new)
        first, last = text[start + shift], text[end + shift - 1]
        before = text[start + shift - 1] if start + shift else "。"
        # A segment is read with the mark that closes it: 职业资格、 rather than 、职业资格, unless nothing follows.
        closes = (before in PUNCTUATION) + (last in PUNCTUATION) - (first in PUNCTUATION)
        # 国家秘密、工作秘密: an item was put behind 国家秘密, and not the end of it with the beginning of another one before 秘密.
        is_torn = not {first, last} & PUNCTUATION and not PUNCTUATION.isdisjoint(text[start + shift : end + shift])
        return 2 * edges + closes - 2 * is_torn, -abs(shift)

    shift = max(range(-farthest_left, farthest_right + 1), key=merit) if farthest_left or farthest_right else 0
    return _shifted(hunk, shift)


def _shifted(hunk: Hunk, shift: int) -> Hunk:
    return Hunk(*(place + shift for place in hunk))


def _grown(old: str, found: list[Hunk], words: _Words) -> list[Hunk]:
    """Extend each hunk over equal characters until it begins and ends with words on both sides."""
    out: list[Hunk] = []
    for index, hunk in enumerate(found):
        in_old, in_new = _places(hunk, words)
        i, j = hunk.old_start, hunk.new_start
        k, m = hunk.old_end, hunk.new_end
        if not {i, k} <= in_old or not {j, m} <= in_new:  # it will take in equal characters, and be a replacement
            in_old, in_new = words[0].words, words[1].words
        floor = found[index - 1].old_end if index else 0
        while i > floor and not (i in in_old and j in in_new):
            i, j = i - 1, j - 1
        ceiling = found[index + 1].old_start if index + 1 < len(found) else len(old)
        while k < ceiling and not (k in in_old and m in in_new):
            k, m = k + 1, m + 1
        out.append(Hunk(i, k, j, m))
    merged = _merged(out)
    return merged if len(merged) == len(found) and merged == found else _grown(old, merged, words)


#: An equal word of up to this many characters between two differences that are at least as long is swallowed.
_SMALL_ISLAND: Final = 2


def _without_small_islands(old: str, new: str, found: list[Hunk]) -> list[Hunk]:
    """Make one of two hunks with a short equal word between them: 实习实训 → 实训指导 is one change, not two.

    Two numbers stay two, however short the word between them: 五年以上十年以下 → 三年以上七年以下, 2022年5月 → 2024年1月. So does what
    was replaced twice by the same: 帐簿包括总帐 → 账簿包括总账.
    """
    out: list[Hunk] = []
    for hunk in found:
        last = out[-1] if out else None
        is_joined = last is not None and _is_small(old[last.old_end : hunk.old_start], last, hunk)
        if last is not None and is_joined and not _are_alike(old, new, last, hunk):
            out[-1] = Hunk(last.old_start, hunk.old_end, last.new_start, hunk.new_end)
        else:
            out.append(hunk)
    return out


def _is_small(island: str, before: Hunk, after: Hunk) -> bool:
    if not island or len(island) > _SMALL_ISLAND or not PUNCTUATION.isdisjoint(island):
        return False
    return len(island) <= min(before.size, after.size)


def _are_alike(old: str, new: str, a: Hunk, b: Hunk) -> bool:
    """Whether both differences exchange numbers, or the same characters."""
    both_numbers = exchanges_numbers(old, new, a) and exchanges_numbers(old, new, b)
    return both_numbers or _exchanged(old, new, a) == _exchanged(old, new, b)


def _exchanged(old: str, new: str, hunk: Hunk) -> list[tuple[str, str]]:
    """Which characters became which."""
    a, b = old[hunk.old_start : hunk.old_end], new[hunk.new_start : hunk.new_end]
    return [(a[h.old_start : h.old_end], b[h.new_start : h.new_end]) for h in minimal_hunks(a, b)]


_NUMBER: Final = re.compile(f"第?[{HAN_DIGITS}{ARABIC_DIGITS}]")


def exchanges_numbers(old: str, new: str, hunk: Hunk) -> bool:
    """Whether a difference begins with a number on both sides."""
    return _NUMBER.match(old, hunk.old_start, hunk.old_end) is not None and _NUMBER.match(new, hunk.new_start, hunk.new_end) is not None


def _trimmed(old: str, new: str, hunk: Hunk, words: _Words) -> Hunk:
    """Give back whole words that are equal at both ends."""
    i, k, j, m = hunk
    prefix = best = 0
    while i + prefix < k and j + prefix < m and old[i + prefix] == new[j + prefix]:
        prefix += 1
        if i + prefix in words[0].words and j + prefix in words[1].words:
            best = prefix
    i, j = i + best, j + best
    suffix = best = 0
    while k - suffix > i and m - suffix > j and old[k - suffix - 1] == new[m - suffix - 1]:
        suffix += 1
        if k - suffix in words[0].words and m - suffix in words[1].words:
            best = suffix
    return Hunk(i, k - best, j, m - best)


def _marks_apart(old: str, new: str, hunk: Hunk) -> list[Hunk]:
    """Cut a mark of punctuation that became another one off the words behind or before it: 、职业教育 → ，开展 is two changes."""
    i, k, j, m = hunk
    parts = [hunk]
    if k - i > 1 and m - j > 1 and old[i] in PUNCTUATION and new[j] in PUNCTUATION:
        parts = [Hunk(i, i + 1, j, j + 1), Hunk(i + 1, k, j + 1, m)]
    i, k, j, m = parts[-1]
    if k - i > 1 and m - j > 1 and old[k - 1] in PUNCTUATION and new[m - 1] in PUNCTUATION:
        parts[-1:] = [Hunk(i, k - 1, j, m - 1), Hunk(k - 1, k, m - 1, m)]
    return parts

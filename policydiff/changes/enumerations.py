"""Items of an enumeration came, went, or changed places: 登记、[-商标、-]广告, [-决定、命令和行政法规-]{+行政法规、决定、命令+}.

An enumeration is a row of items with 、 between them, and 和, 及 or 或 before the last. An item came or went with the sign that parts it from its
neighbour; a word put in front of an item makes it another item, which is no matter of the enumeration.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from policydiff.changes.row import SEGMENT_MARKS, Difference, Passage, Reading, Row
from policydiff.model import Finding

_JOINTS: Final = ("以及", "及其", "或者", "并且", "、", "和", "及", "或", "与", "并")
_JOINT: Final = re.compile("|".join(_JOINTS))
_FIRST: Final = re.compile("(?:" + "|".join(_JOINTS) + ")+")
_LAST: Final = re.compile("(?:" + "|".join(_JOINTS) + ")+$")
_ETC: Final = re.compile("等(?:等)?$")
#: Longer than this is no item.
_LONGEST: Final = 60


class _Change(NamedTuple):
    """Items on one side of a difference, without the signs around them, and where the difference is on the other side."""

    place: Passage
    items: tuple[str, ...]
    beside: int


def changed_enumerations(row: Row) -> Iterator[Finding]:
    """Remark on items that came, went or changed places; see the module."""
    came, went = list[_Change](), list[_Change]()
    for difference in (_slid(row, difference) for difference in row.differences):
        if not _is_in_enumeration(row, difference):
            continue
        old, new = _items(row.olds, difference.old), _items(row.news, difference.new)
        if old and new:
            yield from _exchanged(row, old, new)
        elif new and _joints(row.news, difference.new) > _joints(row.olds, difference.old):
            came.append(_Change(new[0], new[1], difference.old.start))
        elif old and _joints(row.olds, difference.old) > _joints(row.news, difference.new):
            went.append(_Change(old[0], old[1], difference.new.start))
    for old_change in went:
        partner = next((c for c in came if c.items == old_change.items and _is_one_sentence(row, old_change, c)), None)
        if partner is None:
            yield row.finding("enumeration", old_change.place, None, f"列举项删去：{row.olds.printed(old_change.place)}。")
        else:
            came.remove(partner)
            yield _reordered(row, _with(row.olds, old_change.place, partner.beside), _with(row.news, partner.place, old_change.beside))
    for change in came:
        yield row.finding("enumeration", None, change.place, f"列举项增加：{row.news.printed(change.place)}。")


def _is_in_enumeration(row: Row, difference: Difference) -> bool:
    """Whether 、 stands beside the difference on one of the sides, or in it."""
    return any("、" in side.of(side.segment(place.start)) for side, place in ((row.olds, difference.old), (row.news, difference.new)))


def _slid(row: Row, difference: Difference) -> Difference:
    """培训[证书、职业资格]证书 read as 培训证书[、职业资格证书]: an item with the sign before it, or behind it."""
    is_insertion = difference.old.start == difference.old.end
    if not is_insertion and difference.new.start != difference.new.end:
        return difference
    text, (start, end) = (row.news.text, difference.new) if is_insertion else (row.olds.text, difference.old)
    for shift in _shifts(text, start, end):
        if text[start + shift] == "、" or text[end + shift - 1] == "、":
            places = (Passage(place.start + shift, place.end + shift) for place in difference)
            return Difference(*places)
    return difference


def _shifts(text: str, start: int, end: int) -> Iterator[int]:
    """How far an insertion may slide along equal characters, the shortest way first."""
    left = right = 0
    while left < start and text[start - left - 1] == text[end - left - 1] not in SEGMENT_MARKS:
        left += 1
    while end + right < len(text) and text[start + right] == text[end + right] not in SEGMENT_MARKS:
        right += 1
    yield from sorted(range(-left, right + 1), key=lambda shift: (abs(shift), shift))


def _joints(side: Reading, place: Passage) -> int:
    return len(_JOINT.findall(side.of(place)))


def _items(side: Reading, place: Passage) -> tuple[Passage, tuple[str, ...]] | None:
    """The items in a passage, without the signs at its ends; None if it holds none, or more than items."""
    text = side.of(place)
    if not SEGMENT_MARKS.isdisjoint(text) or len(text) > _LONGEST:
        return None
    start, end = place
    first, last = _FIRST.match(text), _LAST.search(text)
    start += first.end() if first and _is_joint(side, place.start, first.end()) else 0
    end -= len(last[0]) if last and last.start() and _is_joint(side, end - len(last[0]), len(last[0])) else 0
    if etc := _ETC.search(side.text, start, end):
        end = etc.start()
    if start >= end:
        return None
    core = Passage(start, end)
    return core, tuple(_cut(side, core))


def _is_joint(side: Reading, start: int, size: int) -> bool:
    return side.text[start] == "、" or side.is_word(Passage(start, start + size))


def _cut(side: Reading, core: Passage) -> Iterator[str]:
    start = core.start
    for match in _JOINT.finditer(side.text, core.start, core.end):
        if _is_joint(side, match.start(), len(match[0])):
            yield side.text[start : match.start()]
            start = match.end()
    yield side.text[start : core.end]


def _exchanged(
    row: Row, old: tuple[Passage, tuple[str, ...]], new: tuple[Passage, tuple[str, ...]]
) -> Iterator[Finding]:
    """Items for items: the same ones in another order, or fewer, or more; other items are a substitution."""
    lost, gained = Counter(old[1]) - Counter(new[1]), Counter(new[1]) - Counter(old[1])
    if not lost and not gained and old[1] != new[1]:
        yield _reordered(row, old[0], new[0])
    elif not lost and gained:
        for place in _places(row.news, new[0], gained):
            yield row.finding("enumeration", None, place, f"列举项增加：{row.news.printed(place)}。")
    elif lost and not gained:
        for place in _places(row.olds, old[0], lost):
            yield row.finding("enumeration", place, None, f"列举项删去：{row.olds.printed(place)}。")


def _places(side: Reading, core: Passage, wanted: Counter[str]) -> Iterator[Passage]:
    for item in wanted:
        start = side.text.find(item, core.start, core.end)
        yield Passage(start, start + len(item))


def _is_one_sentence(row: Row, went: _Change, came: _Change) -> bool:
    return row.olds.segment(went.place.start) == row.olds.segment(min(came.beside, max(0, len(row.olds.text) - 1)))


def _with(side: Reading, place: Passage, other: int) -> Passage:
    """From where items stand to where they do not: what changed its order, without the signs at its ends."""
    whole = Passage(min(place.start, other), max(place.end, other))
    text = side.of(whole)
    first, last = _FIRST.match(text), _LAST.search(text)
    return Passage(whole.start + (first.end() if first else 0), whole.end - (len(last[0]) if last else 0))


def _reordered(row: Row, old: Passage, new: Passage) -> Finding:
    return row.finding("enumeration", old, new, f"列举项调序：{row.olds.printed(old)} → {row.news.printed(new)}。")


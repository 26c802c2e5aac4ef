"""Items of an enumeration came, went, or changed places: 登记、[-商标、-]广告, [-决定、命令和行政法规-]{+行政法规、决定、命令+}.

An enumeration is a row of items with 、 between them, and 和, 及 or 或 before the last. An item came or went with the sign that parts it
from its neighbour; a word put in front of an item makes it another item, which is no matter of the enumeration.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from policydiff.changes.row import SEGMENT_MARKS, Difference, Passage, Reading, Row
from policydiff.model import Finding, saying
from policydiff.references import find_references

_JOINTS: Final = "以及|及其(?!他)|或者|、|和|及|或|与|暨"
_JOINT: Final = re.compile(_JOINTS)
_FIRST: Final = re.compile(f"(?:{_JOINTS})+")
_LAST: Final = re.compile(f"(?:{_JOINTS})+$")
#: The last item ends here: 安全保护等（具体管理办法）.
_ETC: Final = re.compile("(?<=..)等等?(?!.*、)")
#: Longer than this is no item.
_LONGEST: Final = 60
#: Shorter words may stand elsewhere for other reasons.
_LEAST_TELLING: Final = 4
#: A relative clause keeps its 之 or 的 to itself: 自杀或自伤之[事件].
_PARTICLES: Final = "之的"


class _Items(NamedTuple):
    """What a difference holds on one side: items, and the signs at its ends that part them from their neighbours."""

    core: Passage
    """The items without the signs; empty if there are none."""
    items: tuple[str, ...]
    opens: bool
    """Whether it begins with a sign."""
    closes: bool
    """Whether it ends with one."""

    @property
    def is_apart(self) -> bool:
        """Whether the items are whole: a sign parts them from their neighbour, before or behind."""
        return bool(self.items) and (self.opens or self.closes)


class _Exchange(NamedTuple):
    """Items on both sides of a difference."""

    old: _Items
    new: _Items


class _Change(NamedTuple):
    """Items on one side of a difference, and where the difference is on the other side."""

    items: _Items
    beside: int


def changed_enumerations(row: Row) -> Iterator[Finding]:
    """Remark on items that came, went or changed places; see the module."""
    came, went = list[_Change](), list[_Change]()
    exchanged = list[_Exchange]()
    for difference in row.differences:
        if not _is_in_enumeration(row, difference):
            continue
        old_place, new_place = _slid(row, difference)
        old, new = _items(row.olds, old_place), _items(row.news, new_place)
        if old is None or new is None:
            continue
        if old.items and new.items:
            exchanged.append(_Exchange(old, new))
        elif new.is_apart and not (old_place.start == old_place.end and new.opens and new.closes):
            came.append(_Change(new, old_place.start))
        elif old.is_apart and not (new_place.start == new_place.end and old.opens and old.closes):
            went.append(_Change(old, new_place.start))
    yield from _exchanged(row, exchanged)
    yield from _told(row, came, went)


def _told(row: Row, came: list[_Change], went: list[_Change]) -> Iterator[Finding]:
    """What went at one place and came at another changed its place."""
    for old in went:
        partner = next((new for new in came if new.items.items == old.items.items and _is_one_sentence(row, old, new)), None)
        if partner is None:
            if not _stands_elsewhere(row.olds, old.items.core, row.news):
                yield _gone(row, old.items.core)
        else:
            came.remove(partner)
            yield _reordered(row, _with(row.olds, old.items.core, partner.beside), _with(row.news, partner.items.core, old.beside))
    yield from (_added(row, new.items.core) for new in came if not _stands_elsewhere(row.news, new.items.core, row.olds))


def _stands_elsewhere(here: Reading, place: Passage, there: Reading) -> bool:
    """Whether what left an enumeration, or came to it, stands as often in the other text: as a sentence of its own, for one."""
    words = here.of(place)
    return len(words) >= _LEAST_TELLING and there.text.count(words) >= here.text.count(words)


def _added(row: Row, place: Passage) -> Finding:
    words = row.news.printed(place)
    return row.finding("enumeration", None, place, f"列举项增加：{words}。", saying("enumeration.came", new=words))


def _gone(row: Row, place: Passage) -> Finding:
    words = row.olds.printed(place)
    return row.finding("enumeration", place, None, f"列举项删去：{words}。", saying("enumeration.went", old=words))


def _is_in_enumeration(row: Row, difference: Difference) -> bool:
    """Whether 、 stands in the same segment on one of the sides."""
    return any("、" in side.of(side.segment(place.start)) for side, place in ((row.olds, difference.old), (row.news, difference.new)))


def _slid(row: Row, difference: Difference) -> Difference:
    """培训[证书、职业资格]证书 read as 培训证书[、职业资格证书]: an item with the sign before it, or behind it."""
    is_insertion = difference.old.start == difference.old.end
    if not is_insertion and difference.new.start != difference.new.end:
        return difference
    side, (start, end) = (row.news, difference.new) if is_insertion else (row.olds, difference.old)
    for shift in _shifts(side.text, start, end):
        items = _items(side, Passage(start + shift, end + shift))
        if items is not None and items.opens != items.closes:
            return Difference(*(Passage(place.start + shift, place.end + shift) for place in difference))
    return difference


def _shifts(text: str, start: int, end: int) -> Iterator[int]:
    """How far an insertion may slide along equal characters, the shortest way first."""
    left = right = 0
    while left < start and text[start - left - 1] == text[end - left - 1] and text[start - left - 1] not in SEGMENT_MARKS:
        left += 1
    while end + right < len(text) and text[start + right] == text[end + right] and text[start + right] not in SEGMENT_MARKS:
        right += 1
    yield from sorted(range(-left, right + 1), key=lambda shift: (abs(shift), shift))


def _items(side: Reading, place: Passage) -> _Items | None:
    """The items in a passage; None if it holds more than items."""
    text = side.of(place)
    if not SEGMENT_MARKS.isdisjoint(text) or len(text) > _LONGEST or not _is_balanced(text):
        return None
    opening, closing = _joints(side, place)
    start, end = place.start + opening, place.end - closing
    etc = _ETC.search(side.text, start, end)
    if etc and (etc.end() == end or side.is_word(Passage(*etc.span()))):
        end = etc.start()
    while start < end and side.text[start] in _PARTICLES:
        start += 1
    while start < end and side.text[end - 1] in _PARTICLES:
        end -= 1
    core = Passage(start, max(start, end))
    items = tuple(_cut(side, core)) if start < end else ()
    return None if any(map(_is_reference, items)) else _Items(core, items, opening > 0, closing > 0)


def _joints(side: Reading, place: Passage) -> tuple[int, int]:
    """How many characters of a passage belong to the signs at its beginning and its end; 社会参与 ends with none."""
    text = side.of(place)
    first, last = _FIRST.match(text), _LAST.search(text)
    opening = len(first[0]) if first and _is_joint(side, place.start, len(first[0])) else 0
    closing = len(last[0]) if last and len(last[0]) + opening < len(text) and _is_joint(side, place.end - len(last[0]), len(last[0])) else 0
    return opening, closing


def _is_reference(item: str) -> bool:
    """Whether an item is 第五条 or 前条第一项; which articles are named is told where references are followed."""
    return any(reference.span.size == len(item) for reference in find_references(item))


_BRACKETS: Final = ("（）", "《》", "“”")


def _is_balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in _BRACKETS)


def _is_joint(side: Reading, start: int, size: int) -> bool:
    return side.text[start] == "、" or side.is_word(Passage(start, start + size))


def _cut(side: Reading, core: Passage) -> Iterator[str]:
    start = core.start
    for match in _JOINT.finditer(side.text, core.start, core.end):
        if _is_joint(side, match.start(), len(match[0])):
            yield side.text[start : match.start()]
            start = match.end()
    yield side.text[start : core.end]


def _exchanged(row: Row, exchanged: Iterable[_Exchange]) -> Iterator[Finding]:
    """Items for items: the same ones in another order, or fewer, or more; other items are a substitution."""
    for _, group in groupby(exchanged, lambda exchange: row.olds.segment(exchange.old.core.start)):
        together = list(group)
        if len(together) > 1 and Counter(_items_of(e.old for e in together)) == Counter(_items_of(e.new for e in together)):
            first, last = together[0], together[-1]  # 公平、公开 → 公开、公平, each marked in the place of the other
            yield _reordered(row, Passage(first.old.core.start, last.old.core.end), Passage(first.new.core.start, last.new.core.end))
        else:
            yield from (finding for exchange in together for finding in _resized(row, *exchange))


def _items_of(found: Iterable[_Items]) -> Iterator[str]:
    return (item for items in found for item in items.items)


def _resized(row: Row, old: _Items, new: _Items) -> Iterator[Finding]:
    lost, gained = Counter(old.items) - Counter(new.items), Counter(new.items) - Counter(old.items)
    if not lost and not gained and old.items != new.items:
        yield _reordered(row, old.core, new.core)
    elif not lost:
        yield from (_added(row, place) for place in _places(row.news, new.core, gained))
    elif not gained:
        yield from (_gone(row, place) for place in _places(row.olds, old.core, lost))


def _places(side: Reading, core: Passage, wanted: Counter[str]) -> Iterator[Passage]:
    for item in wanted:
        start = side.text.find(item, core.start, core.end)
        yield Passage(start, start + len(item))


def _is_one_sentence(row: Row, went: _Change, came: _Change) -> bool:
    return row.olds.segment(went.items.core.start) == row.olds.segment(min(came.beside, max(0, len(row.olds.text) - 1)))


def _with(side: Reading, place: Passage, other: int) -> Passage:
    """From where items stand to where they do not: what changed its order, without the signs at its ends."""
    start, end = min(place.start, other), max(place.end, other)
    opening, closing = _joints(side, Passage(start, end))
    return Passage(start + opening, end - closing)


def _reordered(row: Row, old: Passage, new: Passage) -> Finding:
    before, after = row.olds.printed(old), row.news.printed(new)
    said = saying("enumeration.reordered", old=before, new=after)
    return row.finding("enumeration", old, new, f"列举项调序：{before} → {after}。", said)

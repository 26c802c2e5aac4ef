"""The scope of a rule became wider or narrower: 全体 → 部分, 各级 → 县级以上, 境内 → 境内外, 以上 → 以下, 等 or an exception put in.

Words of scope are compared where one stands in the place of the other and hardly anything else changed with them. An exception is what
drafters write as one: 法律另有规定的除外, 除…外, and in Taiwan 但…者，不在此限.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from policydiff.changes.row import Difference, Passage, Reading, Row, changed_saying
from policydiff.model import Finding

#: The larger the number, the more is covered.
_SHARES: Final = {
    "全国": 5,
    "全省": 4,
    **dict.fromkeys("全体 全部 所有 一切 任何 凡 各 每 全市 全县".split(), 3),
    **dict.fromkeys("多数 大多数 大部分 绝大多数".split(), 2),
    **dict.fromkeys("部分 有关 相关 重点 个别 少数 某些 特定 一些 有的".split(), 1),
}
#: Within, beyond, or both.
_TERRITORY: Final = re.compile("[境国省市区县校厂](?:内外|内|外)")
_LEVELS: Final = {"各级": 6, "乡级以上": 5, "乡镇以上": 5, "县级以上": 4, "市级以上": 3, "设区的市级以上": 3, "省级以上": 2, "国家级": 1}
#: Bounds of an amount: from below, from above, beyond.
_BOUNDS: Final = {
    **dict.fromkeys("以上 不低于 不少于 超过 高于 多于 至少 不小于".split(), 1),
    **dict.fromkeys("以下 以内 之内 不超过 不高于 不多于 低于 少于 不满 未满 不足 至多 不大于".split(), 2),
    **dict.fromkeys("以外 之外".split(), 3),
}
#: An exception, and the words that tie it to the rule.
_EXCEPTION: Final = re.compile("(?:[，。；]?但是?，?|[，；])?([^，。；]*的除外|[^。；]*者，?不在此限)[，。；]?|(除[^，。；]+[以之]?外)，?")
#: Put in, they narrow what they stand before; dropped, they widen it.
_RESTRICTIONS: Final = frozenset("仅 只 仅限 仅限于 限于 只限 只限于 原则上 有条件的 符合条件的 确有必要的 特定 部分".split())
_ETC: Final = frozenset({"等", "等等"})
#: What may come or go with a word of scope: 全国 → 部分地区.
_WITH: Final = re.compile("(?:地区|地方|的|地)$")


def _longest_first(words: Mapping[str, int]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


_FAMILIES: Final = tuple((words, _longest_first(words)) for words in (_SHARES, _LEVELS))
_ANY_BOUND: Final = _longest_first(_BOUNDS)


def changed_scope(row: Row) -> Iterator[Finding]:
    """Remark on words of scope that became others, came or went; see the module."""
    for difference in row.differences:
        yield from _replaced(row, difference)
        yield from _in_territories(row, difference)
        yield from _bounded(row, difference)
        yield from _restricted(row, difference)
        yield from _opened(row, difference)
        yield from _excepted(row, difference)


def _replaced(row: Row, difference: Difference) -> Iterator[Finding]:
    """全体 → 部分: one word of a family for another, and nothing else."""
    for ranks, pattern in _FAMILIES:
        old, new = _widened(row.olds.text, difference.old, pattern), _widened(row.news.text, difference.new, pattern)
        if old is None or new is None:
            continue
        words = row.olds.of(old), row.news.of(new)
        if ranks[words[0]] != ranks[words[1]] and row.olds.is_word(old) and row.news.is_word(new):
            old, new = (_with_noun(side.text, place) for side, place in ((row.olds, old), (row.news, new)))
            yield _remark(row, old, new, "wider" if ranks[words[0]] < ranks[words[1]] else "narrower")


def _widened(text: str, place: Passage, pattern: re.Pattern[str]) -> Passage | None:
    """The word of a family that a difference consists of, with the characters that stayed beside it."""
    for match in pattern.finditer(text, max(0, place.start - 5), place.end + 5):
        word = Passage(*match.span())
        if word.meets(place) and (not (rest := text[word.end : place.end]) or _WITH.fullmatch(rest)) and word.start <= place.start:
            return word
    return None


def _with_noun(text: str, word: Passage) -> Passage:
    """部分地区 stands for what 全国 is one word for."""
    return Passage(word.start, word.end + 2) if text.startswith(("地区", "地方"), word.end) else word


def _in_territories(row: Row, difference: Difference) -> Iterator[Finding]:
    """境内 → 境内外, which is wider, or 境内 → 境外, which is elsewhere."""
    old, new = _around(_TERRITORY, row.olds.text, difference.old), _around(_TERRITORY, row.news.text, difference.new)
    if old is not None and new is not None and row.olds.of(old) != row.news.of(new):
        sizes = old.end - old.start, new.end - new.start
        yield _remark(row, old, new, "bounds" if sizes[0] == sizes[1] else "wider" if sizes[0] < sizes[1] else "narrower")


def _bounded(row: Row, difference: Difference) -> Iterator[Finding]:
    """以上 → 以下, 不低于 → 不超过: another side of the same amount."""
    old, new = (_around(_ANY_BOUND, side.text, place) for side, place in ((row.olds, difference.old), (row.news, difference.new)))
    if old is None or new is None:
        return
    words = row.olds.of(old), row.news.of(new)
    if _BOUNDS[words[0]] != _BOUNDS[words[1]]:
        yield _remark(row, old, new, "bounds")


def _around(pattern: re.Pattern[str], text: str, place: Passage) -> Passage | None:
    """The word that a difference lies in."""
    for match in pattern.finditer(text, max(0, place.start - 2), place.end + 2):
        word = Passage(*match.span())
        if word.start <= place.start and place.end <= word.end:
            return word
    return None


def _restricted(row: Row, difference: Difference) -> Iterator[Finding]:
    """仅 came or went."""
    old, new = row.olds.of(difference.old), row.news.of(difference.new)
    if not old and new in _RESTRICTIONS:
        yield _remark(row, None, difference.new, "narrower")
    elif not new and old in _RESTRICTIONS:
        yield _remark(row, difference.old, None, "wider")


def _opened(row: Row, difference: Difference) -> Iterator[Finding]:
    """等 behind a list came or went: the list was closed, or it is."""
    old, new = row.olds.of(difference.old), row.news.of(difference.new)
    if not old and new in _ETC and row.news.is_word(difference.new):
        yield _remark(row, None, difference.new, "wider")
    elif not new and old in _ETC and row.olds.is_word(difference.old):
        yield _remark(row, difference.old, None, "narrower")


def _excepted(row: Row, difference: Difference) -> Iterator[Finding]:
    """An exception came or went with nothing else."""
    if difference.old.start == difference.old.end and (place := _exception(row.news, difference.new)):
        yield _remark(row, None, place, "narrower")
    elif difference.new.start == difference.new.end and (place := _exception(row.olds, difference.old)):
        yield _remark(row, place, None, "wider")


def _exception(side: Reading, place: Passage) -> Passage | None:
    match = _EXCEPTION.fullmatch(side.text, *place)
    return Passage(*match.span(match.lastindex or 0)) if match else None


_DIRECTIONS: Final = {"wider": "扩大", "narrower": "缩小", "bounds": "界限改变"}


def _remark(row: Row, old: Passage | None, new: Passage | None, direction: str) -> Finding:
    before, after = (side.printed(place) if place else "" for side, place in ((row.olds, old), (row.news, new)))
    note = f"范围{_DIRECTIONS[direction]}：{before or '无'} → {after or '无'}。"
    return row.finding("scope", old, new, note, changed_saying(f"scope.{direction}", before, after))

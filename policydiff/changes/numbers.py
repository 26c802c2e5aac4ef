"""A number, an amount or a date became another one: 五千元 → 一万元, 三十日 → 三个月, 2024年1月1日 → 2024年7月1日.

A number is read with what it counts. It became another one only where both count the same: by their unit (money, days, a share), or by
the noun behind them. What stands in quotation marks is a name (“四个意识”), what follows 第 an ordinal; neither counts anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from policydiff.changes.row import Difference, Passage, Row
from policydiff.model import Finding, saying
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS, find_numbers, numeral_value


@dataclass(frozen=True)
class Quantity:
    """A number with its unit: 三十日, 一万五千元, 二至四人."""

    start: int
    """In code points of what is read."""
    end: int
    kind: str
    """What is measured: `duration`, `date`, `money`, `share` …; the unit itself if it measures nothing in particular (名, 项)."""
    values: tuple[Fraction, ...]
    """In the smallest unit of the kind, which is a day for `duration`; a date is year, month, day; 二至四 has two values."""
    by_calendar: bool = False
    """Whether it counts months or years: 一个月 are not always 三十日, 十二个月 are 一年."""


#: Units of one kind, and what they amount to. A month has thirty days here, a year twelve months, since only longer and shorter is asked.
#: Beside what counts time, people and money these are the legal units of measurement (中华人民共和国法定计量单位), 亩 and 斤.
_UNITS: Final = {
    "duration": {
        "个工作日": Fraction(7, 5), "工作日": Fraction(7, 5), "日": Fraction(1), "天": Fraction(1), "周": Fraction(7),
        "个星期": Fraction(7), "星期": Fraction(7), "个月": Fraction(30), "月": Fraction(30), "个季度": Fraction(90),
        "年": Fraction(360), "周年": Fraction(360), "学年": Fraction(360), "个学年": Fraction(360),
        "小时": Fraction(1, 24), "个小时": Fraction(1, 24), "分钟": Fraction(1, 1440), "秒": Fraction(1, 86_400),
    },
    "points": {"个百分点": Fraction(1), "百分点": Fraction(1)},
    "money": {"元": Fraction(1), "圆": Fraction(1), "角": Fraction(1, 10)},
    "multiple": {"倍": Fraction(1)},
    "age": {"周岁": Fraction(1), "岁": Fraction(1)},
    "times": {"次": Fraction(1), "回": Fraction(1)},
    "area": {
        "平方米": Fraction(1), "平方公尺": Fraction(1), "亩": Fraction(2000, 3), "公亩": Fraction(100), "公顷": Fraction(10_000),
        "平方公里": Fraction(1_000_000), "平方千米": Fraction(1_000_000),
    },
    "length": {
        "厘米": Fraction(1, 100), "公分": Fraction(1, 100), "米": Fraction(1), "公尺": Fraction(1), "公里": Fraction(1000),
        "千米": Fraction(1000), "毫米": Fraction(1, 1000), "海里": Fraction(1852),
    },
    "volume": {"毫升": Fraction(1, 1000), "升": Fraction(1), "公升": Fraction(1), "立方米": Fraction(1000), "立方公尺": Fraction(1000)},
    "mass": {
        "微克": Fraction(1, 1_000_000), "毫克": Fraction(1, 1000), "克": Fraction(1), "斤": Fraction(500), "公斤": Fraction(1000),
        "千克": Fraction(1000), "吨": Fraction(1_000_000), "公吨": Fraction(1_000_000),
    },
    "power": {"瓦": Fraction(1), "千瓦": Fraction(1000), "兆瓦": Fraction(1_000_000)},
    "energy": {"瓦时": Fraction(1), "千瓦时": Fraction(1000)},
    "voltage": {"伏": Fraction(1), "千伏": Fraction(1000)},
    "temperature": {"摄氏度": Fraction(1), "℃": Fraction(1)},
    "noise": {"分贝": Fraction(1)},
    "head": {"人": Fraction(1), "名": Fraction(1), "位": Fraction(1)},
}  # fmt: skip
_KINDS: Final = {unit: (kind, size) for kind, units in _UNITS.items() for unit, size in units.items()}
#: What things are counted by; two of these are one kind only before the same noun.
_COUNTERS: Final = "个 项 条 件 种 类 家 户 所 级 批 套 份 台 辆 处 门 期 层 座 间 页 篇 部 股 票 场 届".split()
_UNIT: Final = re.compile("[余多]?(" + "|".join(sorted([*_KINDS, *_COUNTERS], key=len, reverse=True)) + ")")

_NUMERAL: Final = f"[{HAN_DIGITS}万亿{ARABIC_DIGITS}]"
_NUMERALS: Final = re.compile(f"{_NUMERAL}+")
_DATE: Final = re.compile(
    rf"(?P<y>(?<!{_NUMERAL})(?:[{ARABIC_DIGITS}]{{4}}|[〇零○一二三四五六七八九]{{4}}|{_NUMERAL}+(?=年{_NUMERAL}+月{_NUMERAL}+日)))年"
    rf"(?!以|内|之|来)(?:(?P<m>{_NUMERAL}+)月)?(?:(?P<d>{_NUMERAL}+)[日号])?"
    rf"|(?P<m2>(?<!{_NUMERAL}){_NUMERAL}+)月(?P<d2>{_NUMERAL}+)[日号]"
    rf"|(?P<m4>(?<!{_NUMERAL}){_NUMERAL}+)月(?=[底初末份中]|[上下]旬)"
    rf"|(?P<y3>(?<!\d)\d{{4}})-(?P<m3>\d\d?)-(?P<d3>\d\d?)(?!\d)"
)
#: 上半年 is a time of the year.
_HALF: Final = re.compile("过?半数|(?<![上下前后])半(?P<unit>年|学年|个月|个?小时|天|日)")
_FROM: Final = re.compile(rf"({_NUMERAL}+)[个名人日年元项]?(?:至|到|[—－–~～-]{{1,2}})$")
#: 十八大, 二十届, 三中全会 and “十四五” are names; 前二项 and 三、 are places in the text.
_NAMED: Final = re.compile("大(?![型类])|届|中全会|中、|[、.．]")
_ORDINAL: Final = re.compile("[第之]$")
_PLACE: Final = re.compile("[前后本同][^，。]{0,3}[款项条章节目]")
_NAMES: Final = re.compile("《[^》]{1,60}》|“[^”]{1,20}”|〈[^〉]{1,60}〉")
_BOUNDS: Final = re.compile("(?:以上|以下|以内|之内|不满|未满|不足|至|到|，|的)*")
#: A name of an amount, such as 以上, between an amount and what it counts.
_BETWEEN: Final = re.compile("(?:以上|以下|以内|左右|上下)?的?")


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a text with their units, in order; ordinals and names left out.

    Args:
        text: normalised, in simplified characters.

    >>> [text[q.start:q.end] for text in ["依照第三条，自2024年7月1日起三十日内处二至四人五千元以下罚款"] for q in quantities(text)]
    ['2024年7月1日', '三十日', '二至四人', '五千元']
    """
    named = _covered(match.span() for match in _NAMES.finditer(text))
    found = [*_dates(text), *_halves(text)]
    taken = _covered((q.start, q.end) for q in found)
    for number in find_numbers(text):
        if number.start not in taken and number.end - 1 not in taken:
            found += _measured(text, Passage(number.start, number.end), number.value, number.parts)
    ranges = [q for q in found if len(q.values) > 1 and q.kind not in ("date", "day")]
    ends = _covered((q.start, q.end - 1) for q in ranges)
    return sorted((q for q in found if q.start not in named and (q in ranges or q.start not in ends)), key=lambda q: q.start)


def _covered(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(place for span in spans for place in range(*span))


_PARTS_OF_A_DATE: Final = (("y", "y3"), ("m", "m2", "m3", "m4"), ("d", "d2", "d3"))


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        parts = [match[name] for names in _PARTS_OF_A_DATE for name in [_given(match, names)] if name]
        values = [numeral_value(part) for part in parts]
        if all(value is not None for value in values):
            kind = "day" if match["m2"] or match["m4"] else "date"
            yield Quantity(*match.span(), kind, tuple(Fraction(value or 0) for value in values))


def _given(match: re.Match[str], names: Iterable[str]) -> str | None:
    return next((name for name in names if match[name]), None)


def _halves(text: str) -> Iterator[Quantity]:
    for match in _HALF.finditer(text):
        kind, size = _KINDS[match["unit"]] if match["unit"] else ("share", Fraction(1))
        yield Quantity(*match.span(), kind, (size / 2,), _is_calendar(match["unit"]))


def _measured(text: str, place: Passage, value: Fraction, parts: int) -> Iterator[Quantity]:
    """The number that stands at a place, with the unit behind it and the number before it that it ends a range with."""
    start, end = place
    unit = _UNIT.match(text, end)
    kind, size = _KINDS.get(unit[1], (unit[1], Fraction(1))) if unit else ("", Fraction(1))
    is_ordinal = _ORDINAL.search(text, max(0, start - 1), start) is not None
    if is_ordinal and not (kind == "duration" and text[start - 1] == "第"):
        return
    if start and _PLACE.fullmatch(text, start - 1, end + 1):
        return
    if unit is None and (_NAMED.match(text, end) or text[start - 1 : start] in ("（", "(")):
        return
    if kind == "届":
        return
    values = [value * size]
    before = _FROM.search(text, max(0, start - 12), start)
    if before is not None and (lower := numeral_value(before[1])) is not None:
        start, values = before.start(), [lower * size, *values]
    if parts > 1:
        yield Quantity(start, end, "share", tuple(values))
    else:
        yield Quantity(start, unit.end() if unit else end, kind, tuple(values), _is_calendar(unit[1] if unit else None))


def _is_calendar(unit: str | None) -> bool:
    return unit is not None and unit.endswith(("月", "年", "季度"))


# -- what became what -------------------------------------------------------------------------------------------------------------------

#: 一万元以上五万元以下: quantities that bound one another are one phrase.
_Phrase = tuple[Quantity, ...]


def _phrases(text: str) -> list[_Phrase]:
    out: list[_Phrase] = []
    for quantity in quantities(text):
        last = out[-1][-1] if out else None
        if last is not None and last.kind == quantity.kind and _bounds(text, last.end, quantity.start):
            out[-1] = (*out[-1], quantity)
        else:
            out.append((quantity,))
    return out


def _bounds(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return len(between) <= len("以上，不满") and _BOUNDS.fullmatch(between) is not None


def changed_numbers(row: Row) -> Iterator[Finding]:
    """Remark on numbers, amounts and dates that became others; see the module."""
    if not any(_touches_numeral(row, difference) for difference in row.differences):
        return
    olds, news = _phrases(row.olds.text), _phrases(row.news.text)
    told = set[int]()
    for lost, gained in _groups(row, olds, news):
        for old, new in _counterparts(row, lost, gained):
            told.update(range(old[0].start, old[-1].end))
            yield from _remarks(row, old, new)
    if row.profile == "reprint":
        yield from _misprinted(row, told)


def _misprinted(row: Row, told: Collection[int]) -> Iterator[Finding]:
    """In a reprint every numeral counts, in ordinals, names and words too: 第六十三条 → 第六十四条, 十八届三中全会 → 十八届四中全会."""
    for old, new in row.differences:
        old, new = _with_whole_numerals(row.olds.text, old), _with_whole_numerals(row.news.text, new)
        if _NUMERALS.split(row.olds.of(old)) != _NUMERALS.split(row.news.of(new)):
            continue  # more than a numeral differs
        olds, news = _NUMERALS.finditer(row.olds.text, *old), _NUMERALS.finditer(row.news.text, *new)
        for a, b in zip(olds, news, strict=True):
            if a.start() not in told and a[0] != b[0] and not _is_one_value(a[0], b[0]):
                yield _remark(row, Passage(*a.span()), Passage(*b.span()), "changed")


def _with_whole_numerals(text: str, place: Passage) -> Passage:
    """A passage, with what stands beside it of the numerals that it cuts."""
    start, end = place
    while start and _NUMERALS.match(text, start - 1):
        start -= 1
    while _NUMERALS.match(text, end):
        end += 1
    return Passage(start, end)


def _is_one_value(a: str, b: str) -> bool:
    return numeral_value(a) is not None and numeral_value(a) == numeral_value(b)


_ANY_NUMERAL: Final = re.compile(f"[{HAN_DIGITS}{ARABIC_DIGITS}半]")


def _touches_numeral(row: Row, difference: Difference) -> bool:
    """Whether a numeral is in a difference, or stands before it: 2[-日-]{+个工作日+}."""
    return any(
        _ANY_NUMERAL.search(side.text, max(place.start - 1, 0), place.end) is not None
        for side, place in zip((row.olds, row.news), difference, strict=True)
    )


def _groups(row: Row, olds: Sequence[_Phrase], news: Sequence[_Phrase]) -> Iterator[tuple[list[_Phrase], list[_Phrase]]]:
    """Phrases of both sides that a difference, or equal characters, tie together; only those that something changed."""
    of_old, of_new = _by_place(olds), _by_place(news)
    ties: dict[tuple[str, int], set[tuple[str, int]]] = {}

    def tie(a: set[int], b: set[int]) -> None:
        for i in a:
            ties.setdefault(("old", i), set()).update(("new", j) for j in b)
        for j in b:
            ties.setdefault(("new", j), set()).update(("old", i) for i in a)

    changed = set[tuple[str, int]]()
    for old, new in row.differences:
        a, b = _at(of_old, old), _at(of_new, new)
        tie(a, b)
        changed |= {("old", i) for i in a} | {("new", j) for j in b}
    for place, other in row.counterparts.items():
        if place in of_old and other in of_new:
            tie({of_old[place]}, {of_new[other]})
    seen = set[tuple[str, int]]()
    for start in sorted(changed):
        if start in seen:
            continue
        group, left = set[tuple[str, int]](), [start]
        while left:
            phrase = left.pop()
            if phrase not in group:
                group.add(phrase)
                left += ties.get(phrase, ())
        seen |= group
        yield [olds[i] for side, i in sorted(group) if side == "old"], [news[j] for side, j in sorted(group) if side == "new"]


def _by_place(phrases: Sequence[_Phrase]) -> dict[int, int]:
    return {place: index for index, phrase in enumerate(phrases) for place in range(phrase[0].start, phrase[-1].end)}


def _at(by_place: dict[int, int], passage: Passage) -> set[int]:
    return {by_place[place] for place in range(*passage) if place in by_place}


def _counterparts(row: Row, olds: list[_Phrase], news: list[_Phrase]) -> Iterator[tuple[_Phrase, _Phrase]]:
    """Which phrase became which: those that stayed are set aside; then in order, each with the first that counts the same."""
    left_olds, left_news = _without(olds, news), _without(news, olds)
    is_alone = len(left_olds) == len(left_news) == 1
    for old in left_olds:
        alike = [new for new in left_news if _counts_the_same(row, old, new, is_alone=is_alone)]
        if alike:
            found = max(alike, key=lambda new: _shares_words(row, old, new))  # the first of equals
            left_news = [new for new in left_news if new is not found]
            yield old, found


def _shares_words(row: Row, old: _Phrase, new: _Phrase) -> int:
    """How many of the words before and behind are the same: 加收一元 and 加收一千元 share one."""
    before = row.olds.text[: old[0].start][-2:] == row.news.text[: new[0].start][-2:]
    return before + _same_noun(row, old[-1], new[-1])


def _without(phrases: Iterable[_Phrase], others: Iterable[_Phrase]) -> list[_Phrase]:
    left = [_amounts(phrase) for phrase in others]
    out = []
    for phrase in phrases:
        if _amounts(phrase) in left:
            left.remove(_amounts(phrase))
        else:
            out.append(phrase)
    return out


def _amounts(phrase: _Phrase) -> list[tuple[str, tuple[Fraction, ...], bool]]:
    """What two phrases must have in common to say the same; a year has twelve months, but a month is not always thirty days."""
    return [(quantity.kind, quantity.values, quantity.by_calendar) for quantity in phrase]


#: Units that say what is counted by themselves.
_MEASURES: Final = frozenset(_UNITS) - {"head"} | {"date", "day", "share"}
#: In a longer passage that was rewritten, two amounts of one kind may have nothing to do with one another.
_LONG: Final = 40


def _counts_the_same(row: Row, old: _Phrase, new: _Phrase, *, is_alone: bool) -> bool:
    a, b = old[-1], new[-1]
    if a.kind in _MEASURES and a.kind == b.kind:
        return is_alone or not _is_rewritten(row, a) or _same_noun(row, a, b)
    if a.kind in _MEASURES and b.kind in _MEASURES:
        return False
    return _same_noun(row, a, b)


def _is_rewritten(row: Row, quantity: Quantity) -> bool:
    return any(
        old.start <= quantity.start and quantity.end <= old.end and max(old.end - old.start, new.end - new.start) > _LONG
        for old, new in row.differences
    )


def _same_noun(row: Row, old: Quantity, new: Quantity) -> bool:
    """Whether what follows both is the same text, or begins with the same two characters."""
    a, b = (_BETWEEN.match(side.text, q.end) for side, q in ((row.olds, old), (row.news, new)))
    i, j = (match.end() if match else q.end for match, q in ((a, old), (b, new)))
    if row.counterparts.get(i) == j:
        return True
    nouns = row.olds.text[i : i + 2], row.news.text[j : j + 2]
    return len(nouns[0]) > 1 and nouns[0] == nouns[1] and nouns[0].isalnum()


def _remarks(row: Row, old: _Phrase, new: _Phrase) -> Iterator[Finding]:
    if len(old) == len(new):
        for a, b in zip(old, new, strict=True):
            if _amounts((a,)) != _amounts((b,)):
                yield _remark(row, Passage(a.start, a.end), Passage(b.start, b.end), _direction(a, b))
    else:
        whole = [Passage(phrase[0].start, phrase[-1].end) for phrase in (old, new)]
        yield _remark(row, whole[0], whole[1], "changed")


def _remark(row: Row, old: Passage, new: Passage, direction: str) -> Finding:
    before, after = row.olds.printed(old), row.news.printed(new)
    said = saying(f"number.{direction}", old=before, new=after)
    return row.finding("number", old, new, f"数字{_DIRECTIONS[direction]}：{before} → {after}。", said)


#: What a direction is called; and what upwards and downwards mean, where it is not raised and lowered.
_DIRECTIONS: Final = {
    "changed": "",
    "raised": "提高",
    "lowered": "降低",
    "extended": "延长",
    "shortened": "缩短",
    "postponed": "推迟",
    "advanced": "提前",
}
_WAYS: Final = {"duration": ("extended", "shortened"), "date": ("postponed", "advanced"), "day": ("postponed", "advanced")}


def _direction(old: Quantity, new: Quantity) -> str:
    """In which direction it went, if all its values went the same way."""
    if old.kind != new.kind or len(old.values) != len(new.values):
        return "changed"
    up, down = _WAYS.get(old.kind, ("raised", "lowered"))
    if old.kind in ("date", "day"):
        return up if new.values > old.values else down
    pairs = list(zip(old.values, new.values, strict=True))
    if all(a <= b for a, b in pairs):
        return up if old.values != new.values else "changed"
    return down if all(a >= b for a, b in pairs) else "changed"

"""Chinese numerals and numbers: 一百零三 ⇄ 103.

Outline numbers are what the project reads all day, and the libraries at hand read 39 and 31 of the 48 forms that occur in
statutes and policy papers; so this small grammar is our own. It knows

- the place-value form   一百零三, 十二, 二十, 一千零五, 三万二千
- short forms            一百十 (110), 百二十 (120)
- digits in a row        二〇二四 (2024), 一〇三 (103)
- banker's numerals      壹貳參肆伍陸柒捌玖拾佰仟萬, simplified and traditional
- the contracted tens    廿 (20), 卅 (30), 卌 (40)
- Arabic digits          12, １２

>>> [parse_numeral(n) for n in ("一百零三", "廿一", "二〇二四", "壹拾貳", "１２")]
[103, 21, 2024, 12, 12]
>>> format_numeral(103)
'一百零三'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import Final, NamedTuple

_DIGITS: Final = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{c: i for i, c in enumerate("○壹貳參肆伍陸柒捌玖")},
    **{c: i for i, c in enumerate("0123456789")},
    **{c: i for i, c in enumerate("０１２３４５６７８９")},
    "两": 2,
    "兩": 2,
    "弍": 2,
    "叄": 3,
    "弎": 3,
}
_TENS: Final = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_LARGEST_MYRIAD: Final = 100_000_000
_LONGEST: Final = 40

#: The characters numerals are written with, ready for a character class of a regular expression.
HAN_DIGITS: Final = "零〇○一二三四五六七八九十百千两兩廿卄卅卌"
BANKERS_DIGITS: Final = "壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟"
ARABIC_DIGITS: Final = "0-9０-９"


def parse_numeral(text: str) -> int:
    """Return the value of a numeral.

    Args:
        text: the numeral alone, without 第, units or blanks.

    Raises:
        ValueError: if the text is not a numeral.

    >>> parse_numeral("二百三十六"), parse_numeral("百二十"), parse_numeral("一百十")
    (236, 120, 110)
    """
    value = numeral_value(text)
    if value is None:
        raise ValueError(f"not a numeral: {text!r}")
    return value


def numeral_value(text: str) -> int | None:
    """Return the value of a numeral, or None if the text is not one.

    >>> numeral_value("三万二千"), numeral_value("二线"), numeral_value("十百")
    (32000, None, None)
    """
    if not text or len(text) > _LONGEST:  # no outline counts to 10**40; int() refuses numbers of thousands of digits
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _place_value(text)


def _place_value(text: str) -> int | None:
    total = section = 0  # of whole myriads; of the four places below a myriad
    digit: int | None = None
    last_unit = 10_000
    last_myriad: int | None = None
    for c in text:
        if c in _DIGITS:
            if digit:  # two digits in a row among units: 二三十 is an estimate, not a number
                return None
            digit = _DIGITS[c]
        elif c in _TENS:
            if digit or last_unit <= 10:
                return None
            section, last_unit, digit = section + _TENS[c], 10, None
        elif c in _UNITS:
            unit = _UNITS[c]
            if unit >= last_unit:
                return None
            section, last_unit, digit = section + (digit or 1) * unit, unit, None
        elif c in _MYRIADS:
            myriad = _MYRIADS[c]
            counted = section + (digit or 0)
            if myriad == _LARGEST_MYRIAD and last_myriad is not None and total < myriad:  # 三万二千亿 are 32,000 times 亿
                total = (total + counted) * myriad
            elif last_myriad is None or myriad < last_myriad:
                total += (counted or 1) * myriad
            else:
                return None
            section, digit, last_unit, last_myriad = 0, None, 10_000, myriad
        else:
            return None
    return total + section + (digit or 0)


def format_numeral(number: int) -> str:
    """Return a number from 0 to 99,999,999 in Chinese characters, as statutes print it.

    Raises:
        ValueError: if the number is out of range.

    >>> [format_numeral(n) for n in (0, 10, 12, 20, 110, 1005, 20_030)]
    ['零', '十', '十二', '二十', '一百一十', '一千零五', '二万零三十']
    """
    if not 0 <= number < 100_000_000:
        raise ValueError(f"cannot print {number} as a numeral: 0 to 99,999,999 only")
    if number == 0:
        return "零"
    high, low = divmod(number, 10_000)
    if not high:
        return _four_places(low, leading=True)
    zero = "零" if low and low < 1000 else ""
    return f"{_four_places(high, leading=True)}万{zero}{_four_places(low, leading=False) if low else ''}"


def _four_places(number: int, *, leading: bool) -> str:
    digits = "零一二三四五六七八九"
    if leading and 10 <= number < 20:  # 十二, not 一十二, where nothing stands before it
        return "十" + (digits[number - 10] if number > 10 else "")
    out = ""
    skipped = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if skipped and out else "") + digits[digit] + sign
            skipped = False
        else:
            skipped = True
    return out


# -- numbers in running text -----------------------------------------------------------------------------------------------------------


class Number(NamedTuple):
    """A number as it stands in a text: 1.86亿, 60%, 2/3, 二十七, 百分之六十."""

    start: int
    """In code points of the text."""
    end: int
    text: str
    """As it is printed."""
    value: Fraction
    """What it amounts to: 3/5 for 60%."""
    parts: int
    """Of how many parts it counts some: 100 for 60% and 百分之六十, 3 for 三分之一 and 1/3, 1 for a whole number."""


_HAN: Final = f"[{HAN_DIGITS}万萬亿億]"
_ARABIC: Final = f"[{ARABIC_DIGITS}]"
#: What is counted. Behind one of these a single character is a number: 三年, 两个, 第五条. Left out is what makes words with 一 and 十
#: (一时, 一度, 一方, 一面, 一体, 一般, 十分).
_COUNTED: Final = (
    "(?:[年月日天周週季岁歲个個名人位次倍元种種项項条條款章节節编編批届屆期級级档檔家户戶处處所套件份台辆輛艘栋棟间間层層座支只张張页頁米吨噸亩畝号號]"
    "|小[时時]|分[钟鐘]|学[年期]|公[里斤顷頃分尺]|平方|立方|等[奖獎功]|部(?!分)|成(?![不为為立员員果功就熟长長分本年]))"
)
#: The end of a word behind which something is counted: 统一年度, 同一人, 统一百货. For a regular expression.
ONE_IN_A_WORD: Final = "(?<=[统統唯惟单單专專划劃同整归歸逐均齐齊进進不])一"
_NUMBER: Final = re.compile(
    rf"""
      (?<![{ARABIC_DIGITS}/／.．])(?P<over>[{ARABIC_DIGITS}]{{1,3}})[/／](?P<under>[{ARABIC_DIGITS}]{{1,3}})(?![{ARABIC_DIGITS}/／.．%％])
    | (?P<digits>(?:{_ARABIC}{{1,3}}(?:[,，]{_ARABIC}{{3}})+(?!{_ARABIC})|{_ARABIC}+)(?:[.．]{_ARABIC}+)?)
      (?P<unit>[十百千万萬亿億]*) (?P<share>[%％‰])?
    | (?!{ONE_IN_A_WORD}) (?<!{_ARABIC}) (?:(?P<parts>{_HAN}+)分之(?P<counted>{_HAN}+) | (?P<han>{_HAN}{{2,}})) (?!{_ARABIC})
    | (?!{ONE_IN_A_WORD}) (?P<one>{_HAN})(?={_COUNTED})
    | (?<![\u3400-\u9fff])(?P<alone>{_HAN})(?![\u3400-\u9fff])      # 第（三）项
    """,
    re.VERBOSE,
)
_SHARES: Final = {"%": 100, "％": 100, "‰": 1000}


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in a running text, in order.

    A character that is a numeral is not always a number: 一些, 统一, 进一步 and 一是 count nothing, and 三五 is an estimate. So a single
    one is taken for a number only before what is counted, or where nothing Chinese stands beside it.

    >>> [number.text for number in find_numbers("处三年以下有期徒刑，统一管理，收费2,000元，比例为百分之六十")]
    ['三', '2,000', '百分之六十']
    """
    for match in _NUMBER.finditer(text):
        parts, value = _fraction(match) if match["over"] else _digits_value(match) if match["digits"] else _han_value(match)
        if value is not None:
            yield Number(*match.span(), match[0], value, parts)


def _fraction(match: re.Match[str]) -> tuple[int, Fraction | None]:
    """2/3 is a share; 24/7 and 5/5 are something else."""
    over, under = int(match["over"]), int(match["under"])
    return (under, Fraction(over, under)) if over < under else (1, None)


def _digits_value(match: re.Match[str]) -> tuple[int, Fraction | None]:
    parts = _SHARES.get(match["share"] or "", 1)
    # int() refuses numbers of thousands of digits, and nothing that is counted has more than forty.
    if len(match["digits"]) + len(match["unit"]) > _LONGEST:
        return parts, None
    unit = prod(parse_numeral(place) for place in match["unit"])  # 5000万千瓦 are 5000 times 万 times 千
    digits = match["digits"].translate(_PLAIN_DIGITS)
    return parts, Fraction(digits) * unit / parts if "." in digits else Fraction(int(digits) * unit, parts)


_PLAIN_DIGITS: Final = str.maketrans("．", ".", ",，")


def _han_value(match: re.Match[str]) -> tuple[int, Fraction | None]:
    text = match["counted"] or match["han"] or match["one"] or match["alone"]
    parts = numeral_value(match["parts"]) if match["parts"] else 1
    value = numeral_value(text)
    is_estimate = len(text) in _ESTIMATE and _ESTIMATES.issuperset(text)
    if not parts or value is None or is_estimate or text in _NO_NUMBERS or _PLACEHOLDERS.issuperset(text):
        return 1, None
    return parts, Fraction(value, parts)


#: 万一 is a word.
_NO_NUMBERS: Final = frozenset({"万一", "萬一"})
#: ○○市 is any city.
_PLACEHOLDERS: Final = frozenset("○〇")
#: Two or three digits in a row without a zero are an estimate (三五个) or an enumeration (一二三产业); a year has four.
_ESTIMATE: Final = range(2, 4)
_ESTIMATES: Final = frozenset("一二三四五六七八九两兩")

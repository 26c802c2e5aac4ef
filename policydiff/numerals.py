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

from typing import Final

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
    if not text or len(text) > 40:  # no outline counts to 10**40; int() refuses numbers of thousands of digits
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
            if last_myriad is not None and myriad >= last_myriad:
                return None
            total += (section + (digit or 0) or 1) * myriad
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

"""Chinese numerals: every form that statutes and policy papers print, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydiff.numerals import find_numbers, format_numeral, numeral_value, parse_numeral

VALUES = {
    # place value
    "一": 1,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "二十七": 27,
    "一百零三": 103,
    "一百一十": 110,
    "一百二十三": 123,
    "二百三十六": 236,
    "一千零五": 1005,
    "一千二百六十": 1260,
    "三万二千": 32_000,
    "十万零一百": 100_100,
    "五千万": 50_000_000,
    "一亿": 100_000_000,
    "十四亿": 1_400_000_000,
    # short forms
    "一百十": 110,
    "百二十": 120,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    # digits in a row
    "二〇二四": 2024,
    "二○二四": 2024,
    "二零二四": 2024,
    "一〇三": 103,
    "〇": 0,
    "零": 0,
    # contracted tens
    "廿": 20,
    "廿一": 21,
    "卅五": 35,
    "卌": 40,
    "一百廿": 120,
    # 两
    "两": 2,
    "两千": 2000,
    "两百五十": 250,
    # banker's numerals
    "壹": 1,
    "贰拾": 20,
    "壹拾貳": 12,
    "叁佰肆拾伍": 345,
    "參仟": 3000,
    "陸萬": 60_000,
    # Arabic digits of both widths
    "12": 12,
    "１２": 12,
    "007": 7,
    # traditional
    "三萬二千": 32_000,
    "二億": 200_000_000,
}

NOT_NUMERALS = (
    *("", " ", "甲", "二线", "十百", "百千", "二三十", "三五百", "十二三", "第一", "一、", "①", "½", "²", "-1", "1.5", "一 二"),
    *("廿卅", "廿十", "二廿", "五万万", "一" * 41),
)


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_a_numeral_has_its_value(text: str, value: int) -> None:
    """Place value, digits in a row, contracted tens, banker's numerals and Arabic digits are all read."""
    assert parse_numeral(text) == value


def test_a_trillion_is_a_numeral() -> None:
    """一万亿 stands in every budget, and 万 may stand before 亿 in any number of it."""
    values = {"一万亿": 10**12, "万亿": 10**12, "三万二千亿": 32_000 * 10**8, "一万亿五千万": 10**12 + 5 * 10**7}

    assert {text: numeral_value(text) for text in values} == values
    assert [text for text in ("亿亿", "一亿万亿", "一万亿三万亿") if numeral_value(text) is not None] == []


@pytest.mark.parametrize("text", NOT_NUMERALS)
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    """Estimates (二三十), units out of order and words that begin with a digit (二线) are not numbers."""
    assert numeral_value(text) is None
    with pytest.raises(ValueError, match="not a numeral"):
        parse_numeral(text)


PRINTED = {
    0: "零",
    1: "一",
    10: "十",
    11: "十一",
    20: "二十",
    101: "一百零一",
    110: "一百一十",
    111: "一百一十一",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1100: "一千一百",
    10_000: "一万",
    10_001: "一万零一",
    10_010: "一万零一十",
    11_000: "一万一千",
    100_000: "十万",
    110_010: "十一万零一十",
    99_999_999: "九千九百九十九万九千九百九十九",
}


@pytest.mark.parametrize(("number", "printed"), PRINTED.items())
def test_a_number_is_printed_as_statutes_print_it(number: int, printed: str) -> None:
    """十二 without a leading 一, 一百一十 with it, one 零 for a gap."""
    assert format_numeral(number) == printed


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    """No outline counts that far, and a wrong numeral would be worse than none."""
    with pytest.raises(ValueError, match="0 to 99,999,999"):
        format_numeral(number)


def test_every_number_of_four_places_is_read_as_it_is_printed() -> None:
    """parse ∘ format is the identity from 0 to 9,999."""
    assert [n for n in range(10_000) if parse_numeral(format_numeral(n)) != n] == []


@given(st.integers(0, 99_999_999))
def test_any_number_is_read_as_it_is_printed(number: int) -> None:
    """parse ∘ format is the identity beyond."""
    assert parse_numeral(format_numeral(number)) == number


@given(
    st.integers(0, 9_999), st.sampled_from(("零一二三四五六七八九", "〇一二三四五六七八九", "○一二三四五六七八九", "０１２３４５６７８９"))
)
def test_digits_in_a_row_are_read_one_by_one(number: int, digits: str) -> None:
    """二〇二四, ２０２４ and 2024 are one number."""
    assert parse_numeral("".join(digits[int(c)] for c in str(number))) == number


@given(st.text(max_size=12))
def test_any_string_has_a_value_or_none(text: str) -> None:
    """The reader of numerals never fails, and never makes a negative number."""
    value = numeral_value(text)

    assert value is None or value >= 0


# -- numbers in running text -----------------------------------------------------------------------------------------------------

#: Texts, and the numbers in them with what they amount to.
FOUND = {
    "处三年以下有期徒刑": {"三": 3},
    "处十年以上有期徒刑": {"十": 10},
    "依照第五条第二款": {"五": 5, "二": 2},
    "前款第（三）项": {"三": 3},
    "两个月内": {"两": 2},
    "二〇二四年十月十二日": {"二〇二四": 2024, "十": 10, "十二": 12},
    "依照第一百二十三条处理": {"一百二十三": 123},
    "2,000元以上1.5万元以下": {"2,000": 2000, "1.5万": 15_000},
    "２，０００．５元": {"２，０００．５": Fraction(4001, 2)},
    "增长5万亿元": {"5万亿": 5 * 10**12},
    "新增5000万千瓦": {"5000万千": 5 * 10**10},
    "不低于60%": {"60%": Fraction(3, 5)},
    "不低于百分之六十": {"百分之六十": Fraction(3, 5)},
    "三分之二以上": {"三分之二": Fraction(2, 3)},
    "统一三十日": {"三十": 30},
    "设三部门": {"三": 3},
}

NOT_NUMBERS = (
    *(
        "一些",
        "一般",
        "一律",
        "统一",
        "进一步",
        "一是加强",
        "二是完善",
        "一体化",
        "一时",
        "十分重要",
        "一部分",
        "一成不变",
        "老百姓",
        "万一",
    ),
    *("统一年度计划", "统一名称", "统一条件", "统一百货", "同一人", "单一项目", "三五个人", "一二三产业", "二三十人", "十四五规划", "○○市"),
)


@pytest.mark.parametrize(("text", "numbers"), FOUND.items())
def test_numbers_are_found_in_a_text(text: str, numbers: dict[str, Fraction]) -> None:
    """In characters and in digits; a single character before what is counted."""
    assert {number.text: number.value for number in find_numbers(text)} == numbers


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_a_word_with_a_numeral_in_it_is_no_number(text: str) -> None:
    """It counts nothing, or it is an estimate, the name of a plan, or a blank to be filled in."""
    assert list(find_numbers(text)) == []


@given(st.text(alphabet="一二十百万亿第三〇○分之年个0123,，.．% 统", max_size=20))
def test_numbers_are_found_in_order(text: str) -> None:
    """Each where it is printed, none over another."""
    found = list(find_numbers(text))
    places = [place for number in found for place in (number.start, number.end)]

    assert places == sorted(places)
    assert all(number.text == text[number.start : number.end] for number in found)

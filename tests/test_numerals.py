"""Chinese numerals: every form that statutes and policy papers print, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydiff.numerals import format_numeral, numeral_value, parse_numeral

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


@pytest.mark.xfail(strict=True, reason="万亿 is taken for myriads out of order")
def test_a_trillion_is_a_numeral() -> None:
    """一万亿 stands in every budget."""
    assert numeral_value("一万亿") == 10**12


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

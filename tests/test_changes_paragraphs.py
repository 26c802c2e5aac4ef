"""Paragraphs that were joined or divided: the words are the same, and 第二款 is another one."""

from __future__ import annotations

import pytest

from policydiff.comparison import compare
from policydiff.outline import parse

_BEFORE = "第一条　国家保护土地。\n"
ONE = "第二条　征收土地的，应当给予补偿。补偿标准由省级人民政府制定。"
TWO = "第二条　征收土地的，应当给予补偿。\n补偿标准由省级人民政府制定。"

#: 旧文、新文、应有的说明.
CASES = {
    "two paragraphs became one": (TWO, ONE, ["两段并为一段：“应当给予补偿”后不再另起一段。"]),
    "one became two": (ONE, TWO, ["一段分为两段：“应当给予补偿”后另起一段。"]),
    "an empty line more": (TWO, TWO.replace("\n", "\n\n"), []),
    "a paragraph put in": (TWO, TWO + "\n禁止截留补偿费。", []),
    "a paragraph dropped": (TWO, "第二条　征收土地的，应当给予补偿。", []),
    "words changed where the paragraphs meet": (TWO, ONE.replace("补偿标准", "有关标准"), []),
    "items in one line": ("第二条　下列土地：\n（一）耕地；\n（二）林地。", "第二条　下列土地：（一）耕地；（二）林地。", []),
    "the title of an article on a line of its own": ("第二条（补偿）\n征收应当补偿。", "第二条（补偿）\n征收应当补偿。\n禁止截留。", []),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_paragraphs_that_were_joined_or_divided_are_told(old: str, new: str, expected: list[str]) -> None:
    """The table."""
    rows = compare(parse(_BEFORE + old), parse(_BEFORE + new), profile="revision").rows

    assert [finding.note for row in rows for finding in row.findings if finding.name == "paragraph"] == expected


def test_both_sides_of_the_place_are_named() -> None:
    """The characters around it, as either file prints them."""
    c = compare(parse(_BEFORE + TWO), parse(_BEFORE + ONE), profile="revision")
    finding = next(finding for row in c.rows for finding in row.findings)

    assert finding.old is not None
    assert finding.new is not None
    assert (finding.old.of(c.old.text), finding.new.of(c.new.text)) == ("。\n补", "。补")


def test_where_a_page_ends_its_lines_is_no_matter() -> None:
    """In a reprint nothing is said."""
    c = compare(parse(_BEFORE + TWO), parse(_BEFORE + ONE), profile="reprint")

    assert not [finding for row in c.rows for finding in row.findings]

"""The labels that documents print: 第十二条之一, 一、, （一）, 1., ①, ――.

The grammar has three sources, quoted above the patterns that follow them. A label counts only at the beginning of a paragraph, and what
stands behind it decides: 第五條 alone on its line is an article, 第五條之規定 is the beginning of a sentence. Where the form alone cannot
decide (二、三线城市……), the mark is *weak*, and the outline asks whether its number fits the place.

>>> read_mark("第十二条之一　国家鼓励……").marker, read_mark("（五）完善企业民主管理制度。").style.name
('第十二条之一', 'PAREN')
>>> read_mark("第五條之規定，不適用之。") is None
True
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final, NamedTuple

from policydiff.numerals import ARABIC_DIGITS, BANKERS_DIGITS, HAN_DIGITS, numeral_value


class Style(IntEnum):
    """How a label is printed. The value is its rank: a label of lower rank stands above those of higher rank."""

    PIECE = 1
    ANNEX = 2
    PART = 10
    SUBPART = 20
    CHAPTER = 30
    SECTION = 40
    SUBSECTION = 50
    HEADING = 55
    ARTICLE = 60
    BANKERS = 65
    """壹、: above 一、 in reports from Taiwan."""
    COMMA = 70
    """一、"""
    PAREN = 80
    """（一）"""
    DOT = 90
    """1."""
    HALF_PAREN = 95
    """1）"""
    PAREN_DIGIT = 100
    """（1）"""
    CIRCLED = 110
    """①"""
    BULLET = 120
    """――"""


class Mark(NamedTuple):
    """A label at the beginning of a paragraph."""

    style: Style
    marker: str
    """As printed, without blanks: 第20條, （五）."""
    number: int | None
    branch: int | None
    """The number after 之 in 第十二条之一, or after the hyphen in 第 10-1 條."""
    end: int
    """Where the label ends, in code points of the paragraph."""
    rest: int
    """Where the text behind it begins."""
    weak: bool
    """Whether only its number can tell that it is a label: 二、三线城市 begins like one."""


_B: Final = r"[ \t\u00a0\u2000-\u200b\u3000]"  # a blank, bold marks of Markdown aside
_HAN: Final = f"[{HAN_DIGITS}]{{1,12}}"
_DIGITS: Final = f"[{ARABIC_DIGITS}]{{1,6}}"
_NUMERAL: Final = f"(?:{_HAN}|{_DIGITS})"

# 立法法 (2023), art. 65: “法律根据内容需要，可以分编、章、节、条、款、项、目。编、章、节、条的序号用中文数字依次表述，款不编序号，
# 项的序号用中文数字加括号依次表述，目的序号用阿拉伯数字依次表述。” Taiwan's 中央法規標準法, art. 9, has 編, 章, 節 and, below 節, 款 and 目
# as headings.
# Practice stretches it: 第 20 條 with blanks and Arabic digits, 第一部分 in booklets, 分编 in the Civil Code.
_DIVISION: Final = re.compile(
    rf"第{_B}{{0,3}}(?P<number>{_NUMERAL}){_B}{{0,3}}(?P<unit>分编|分編|部分|编|編|篇|章|节|節|目|款)"
    rf"(?P<gap>{_B}*[：:]?{_B}*)(?P<rest>[^\n]{{0,80}})"
)
_DIVISION_STYLES: Final = {
    "编": Style.PART,
    "編": Style.PART,
    "篇": Style.PART,
    "部分": Style.PART,
    "分编": Style.SUBPART,
    "分編": Style.SUBPART,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "節": Style.SECTION,
    "款": Style.SUBSECTION,
    "目": Style.SUBSECTION,
}

# An inserted article takes the number before it with 之一 (中央法規標準法, art. 10; PRC amendments since 1997 do the same).
# Taiwan's database of laws (全國法規資料庫) prints 第 10-1 條.
_ARTICLE: Final = re.compile(
    rf"第{_B}{{0,3}}(?P<number>{_NUMERAL})(?:{_B}?[-－‐–—─]{_B}?(?P<hyphened>{_NUMERAL}))?{_B}{{0,3}}[条條]"
    rf"(?:{_B}{{0,2}}之{_B}{{0,2}}(?P<branch>{_NUMERAL})(?![项項款条條]))?(?P<bold>\*\*)?(?P<gap>{_B}*)"
)
#: What follows 第五条 where it is the beginning of a sentence about article 5.
_REFERENCE: Final = re.compile(
    "[第之的规規所至及或和與与中且、，,。；;：:）)〕】”』」》〉項项款條条到]|以外|以上|以下|[前后後]段|但書|但书|情形|各"
)

# GB/T 9704-2012, 7.3.3: “文中结构层次序数依次可以用‘一、’‘（一）’‘1.’‘（1）’标注”. Habits that stretch it: half-width brackets, １．,
# 1、, （一）、, ①, 壹、 above 一、.
_LAYERS: Final = (
    (Style.BANKERS, re.compile(rf"(?P<marker>(?P<number>[{BANKERS_DIGITS}]{{1,6}}){_B}?[、．.])")),
    (Style.COMMA, re.compile(rf"(?P<marker>(?P<number>{_HAN}){_B}?[、．.])")),
    (Style.PAREN, re.compile(rf"(?P<marker>[（(〔]{_B}?(?P<number>{_HAN}){_B}?[）)〕])[、.．]?")),
    (Style.DOT, re.compile(rf"(?P<marker>(?P<number>[{ARABIC_DIGITS}]{{1,3}}){_B}?[.．、](?![{ARABIC_DIGITS}]))")),
    (Style.PAREN_DIGIT, re.compile(rf"(?P<marker>[（(]{_B}?(?P<number>[{ARABIC_DIGITS}]{{1,3}}){_B}?[）)])[、.．]?")),
    (Style.HALF_PAREN, re.compile(rf"(?P<marker>(?P<number>[{ARABIC_DIGITS}]{{1,3}}){_B}?[）)])")),
    (Style.DOT, re.compile(rf"(?P<marker>(?P<number>[{ARABIC_DIGITS}]{{1,2}})){_B}{{1,4}}(?=[\u3400-\u9fff]{{2,20}}$)")),
    (Style.COMMA, re.compile(rf"(?P<marker>(?P<number>{_HAN}))(?=[\u3000]|{_B}{{1,4}}[\u3400-\u9fff]{{2,20}}$)")),
)
_SIGNS: Final = (
    {chr(0x3220 + i): (Style.PAREN, i + 1) for i in range(10)}  # ㈠
    | {chr(0x2474 + i): (Style.PAREN_DIGIT, i + 1) for i in range(20)}  # ⑴
    | {chr(0x2488 + i): (Style.DOT, i + 1) for i in range(20)}  # ⒈
    | {chr(0x2460 + i): (Style.CIRCLED, i + 1) for i in range(20)}  # ①
    | {chr(0x3251 + i): (Style.CIRCLED, i + 21) for i in range(15)}  # ㉑
    | {chr(0x32B1 + i): (Style.CIRCLED, i + 36) for i in range(15)}  # ㊱
    | {chr(0x2776 + i): (Style.CIRCLED, i + 1) for i in range(10)}  # ❶
)
_BULLET: Final = re.compile(rf"[—―─－-]{{2}}|[—―•●■□◆◇▪►]|[*·+-](?={_B})")

#: 二、三线城市 and 3、4月份 begin like labels. The units are those of ordinal numbers: 二、三大任务 can only be a label.
_NUMERAL_BEHIND: Final = re.compile(rf"(?P<number>{_NUMERAL})(?P<unit>[线線类類级級季审審月日号號档檔胎]|产业|產業)?")
_CLAUSE_END: Final = re.compile("[，。；;！？!?]")

#: A heading longer than this is a sentence.
HEADING_LENGTH: Final = 60
_SENTENCE: Final = re.compile("[。；;！？!?]")
#: No outline counts further.
_HIGHEST: Final = 9999


def _number(printed: str) -> int | None:
    value = numeral_value(printed)
    return value if value is not None and value <= _HIGHEST else None


def read_mark(paragraph: str) -> Mark | None:
    """Return the label a paragraph begins with, or None.

    Args:
        paragraph: its text from the first character that is not a blank or a mark of the file format.
    """
    if not paragraph:
        return None
    first = paragraph[0]
    if first == "第":
        return _read_article(paragraph) or _read_division(paragraph)
    if first in _SIGNS:
        style, number = _SIGNS[first]
        return Mark(style, first, number, None, 1, _skip_blanks(paragraph, 1), weak=False)
    for style, pattern in _LAYERS:
        if (match := pattern.match(paragraph)) and (value := _number(match["number"])) is not None:
            return _layer(style, match, value, paragraph)
    if match := _BULLET.match(paragraph):
        return Mark(Style.BULLET, match[0], None, None, match.end(), _skip_blanks(paragraph, match.end()), weak=False)
    return None


def _layer(style: Style, match: re.Match[str], value: int, paragraph: str) -> Mark | None:
    marker, rest = _without_blanks(match["marker"]), _skip_blanks(paragraph, match.end())
    next_number = _NUMERAL_BEHIND.match(paragraph, rest) if marker[-1] == "、" else None
    next_value = _number(next_number["number"]) if next_number else None
    if next_number and next_value == value + 1 and next_number["unit"] and _CLAUSE_END.search(paragraph, rest):
        return None
    # （三） and 1. hardly ever do anything but label; a number alone, and one that may be the first of several, do.
    weak = marker[-1] not in "、.．)）〕" or (next_value or 0) > value
    return Mark(style, marker, value, None, match.end("marker"), rest, weak)


def _read_article(paragraph: str) -> Mark | None:
    match = _ARTICLE.match(paragraph)
    number = _number(match["number"]) if match else None
    if not match or number is None:
        return None
    behind = paragraph[match.end() :]
    apart = bool(match["gap"] or match["bold"])
    if behind and not apart and not _opens_title(behind) and _REFERENCE.match(behind):
        return None
    printed_branch = match["hyphened"] or match["branch"]
    branch = _number(printed_branch) if printed_branch else None
    end = match.start("bold") if match["bold"] else match.start("gap")
    weak = bool(behind) and not apart and not _opens_title(behind)
    return Mark(Style.ARTICLE, _without_blanks(paragraph[:end]), number, branch, end, match.end(), weak)


# （一） behind the number of an article is its first item.
_TITLE_IN_BRACKETS: Final = re.compile(
    rf"[（(【〔\[](?!{_B}?{_NUMERAL}{_B}?[）)】〕\]])(?:[^（）()【】〔〕\[\]\n]|[（(][^（）()\n]{{1,8}}[）)]){{1,40}}[）)】〕\]]"
)


def title_in_brackets(text: str) -> re.Match[str] | None:
    """Match the title of an article where it is printed in brackets behind the number: 第一條（立法目的）.

    >>> title_in_brackets("（立法目的）")[0]
    '（立法目的）'
    >>> title_in_brackets("（直轄市、縣（市）主管機關）本法所稱")[0]
    '（直轄市、縣（市）主管機關）'
    >>> title_in_brackets("（刪除）") is None
    True
    """
    match = _TITLE_IN_BRACKETS.match(text)
    if not match or match[0][1:-1] in ("删除", "刪除") or text[match.end() : match.end() + 1] in ("之", "的", "、", "，", "。"):
        return None
    return match


def _opens_title(text: str) -> bool:
    return text[0] in "（(【〔[" and (title_in_brackets(text) is not None or text[1:3] in ("删除", "刪除"))


def _read_division(paragraph: str) -> Mark | None:
    match = _DIVISION.match(paragraph)
    number = _number(match["number"]) if match else None
    if not match or number is None or len(paragraph) > HEADING_LENGTH:
        return None
    rest = match["rest"]
    if _SENTENCE.search(rest):
        return None
    style = _DIVISION_STYLES[match["unit"]]
    apart = bool(match["gap"]) or not rest
    # 第一款 and 第二目 are headings in a few codes and the beginning of a sentence everywhere else.
    if not apart and (style is Style.SUBSECTION or _REFERENCE.match(rest)):
        return None
    end = match.start("gap")
    return Mark(style, _without_blanks(paragraph[:end]), number, None, end, match.start("rest"), weak=not apart)


def _skip_blanks(text: str, start: int) -> int:
    return len(text) - len(text[start:].lstrip(" \t\u00a0\u3000\u200b"))


def _without_blanks(marker: str) -> str:
    return "".join(marker.split()).replace("\u200b", "")

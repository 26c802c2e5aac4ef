r"""Formal differences, by class: what is written otherwise and says the same.

    ，|,            width            产业工⏎⏎人|产业工人     lines
    「|“            quotes           百分之六十|60%          numerals
    產業|产业        script           第五条|第六条            numbering (of a clause; numbers follow from the order)

`policydiff.normalization` undoes such differences before texts are compared; here they get their names afterwards, from the two raw
passages alone, so that each can be counted, listed and left out by itself. A mark of punctuation that became another mark (、 → ，) is
a class too: it is listed among the differences of words, since it can change how a list is read, and counted here.

>>> formal_class("，", ","), formal_class("百分之六十", "60%"), formal_class("", "\n### ")
(<FormalClass.WIDTH: 'width'>, <FormalClass.NUMERALS: 'numerals'>, <FormalClass.MARKUP: 'markup'>)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from policydiff.model import Edit, EditTag
from policydiff.normalization import INVISIBLE, STANDARD, WIDTHS, to_script
from policydiff.numerals import ARABIC_DIGITS, BANKERS_DIGITS, HAN_DIGITS, find_numbers, numeral_value


class FormalClass(StrEnum):
    """格式差异的类别."""

    WIDTH = "width"
    """全角半角: ，→ ,"""
    PUNCTUATION = "punctuation"
    """标点: one mark became another, came or went, and no word with it: 、→ ，. Its edit is a REPLACE, an INSERT or a DELETE."""
    QUOTES = "quotes"
    """引号: 「 → “"""
    DASHES = "dashes"
    """破折号、连接号: ―― → ——"""
    DOTS = "dots"
    """省略号、间隔号: …… → ...."""
    BLANKS = "blanks"
    """空格."""
    LINES = "lines"
    """换行换页: line and page ends, and the hyphens they leave in words."""
    MARKUP = "markup"
    """标记: of Markdown, HTML and word processors."""
    INVISIBLE = "invisible"
    """隐形字符: zero-width, bidirectional and control characters, variation selectors."""
    COMPATIBILITY = "compatibility"
    """兼容字形: radicals and compatibility ideographs, ⼯ → 工."""
    SCRIPT = "script"
    """繁简: 產業 → 产业."""
    NUMERALS = "numerals"
    """数字写法: one value, 百分之六十 → 60%."""
    NUMBERING = "numbering"
    """序号: the printed number of a clause, where numbers are not compared."""
    OTHER = "other"
    """其他: what a normaliser of the caller's evened out."""


_WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


def class_of(edit: Edit, old: str, new: str) -> FormalClass | None:
    """Return the class of an edit, or None if words differ in it, or nothing does.

    Args:
        edit: of two raw texts.
        old, new: the raw texts.

    >>> from policydiff.model import Span
    >>> class_of(Edit(EditTag.REPLACE, Span(2, 3), Span(2, 3)), "企业、职工", "企业，职工")
    <FormalClass.PUNCTUATION: 'punctuation'>
    """
    if edit.tag is EditTag.FORMAL:
        return formal_class(edit.old.of(old), edit.new.of(new))
    is_punctuation = edit.tag in _WORDING and _MARKS_ONLY.fullmatch(edit.old.of(old) + edit.new.of(new))
    return FormalClass.PUNCTUATION if is_punctuation else None


@lru_cache(maxsize=4096)
def formal_class(old: str, new: str) -> FormalClass:
    """Return in what two passages differ that are the same text, written otherwise.

    Args:
        old, new: raw passages, as a FORMAL edit has them. Where they differ in several ways, the one that is no blank is told.
    """
    a, b = (_WITHOUT_SHAPE.sub("", text) for text in (old, new))
    if a == b:
        return FormalClass.INVISIBLE
    if _BLANKS_OR_HYPHEN.fullmatch(a) and _BLANKS_OR_HYPHEN.fullmatch(b):
        return FormalClass.LINES if _LINE_END.search(a + b) else FormalClass.BLANKS
    if _MARKUP.fullmatch(a) and _MARKUP.fullmatch(b):
        return FormalClass.MARKUP
    a, b = ("".join(_MARKS_OF_MARKUP.sub("", text).split()) for text in (a, b))
    if a == b and _MARKS_OF_MARKUP.search(old + new):
        return FormalClass.MARKUP
    if a == b:
        return FormalClass.LINES if _LINE_END.search(old + new) else FormalClass.BLANKS
    return next((name for name, holds in _TESTS if holds(a, b)), FormalClass.OTHER)


_MARKS: Final = "，。、；：！？“”‘’「」『』（）《》〈〉【】〔〕—…·,.;:!?()\\[\\]\"'\\-"
_MARKS_ONLY: Final = re.compile(f"[{_MARKS}\\s]+")
_WITHOUT_SHAPE: Final = re.compile(f"[{INVISIBLE}]+")
_LINE_END: Final = re.compile("[\n\r\f\u0085\u2028\u2029]")
_BLANKS_OR_HYPHEN: Final = re.compile(r"-?\s*")
_MARKUP: Final = re.compile(r"(?:<!--(?:(?!-->).)*+-->|<br\s*/?>|\[bookmark:[^\]\n]*\]|\*\*|[\s#>\\<])*+", re.DOTALL)
_MARKS_OF_MARKUP: Final = re.compile("[#>*]+")


# -- one test for each class, the narrowest first ------------------------------------------------------------------------------------------


def _width(a: str, b: str) -> bool:
    return a.translate(_ONE_WIDTH) == b.translate(_ONE_WIDTH)


def _compatibility(a: str, b: str) -> bool:
    return _unified(a) == _unified(b)


def _unified(text: str) -> str:
    return "".join(next((r.text for r in STANDARD["compatibility"](c)), c) for c in text)


def _script(a: str, b: str) -> bool:
    return len(a) == len(b) and any(to_script(a, config) == to_script(b, config) for config in ("t2s", "tw2s", "hk2s"))


def _script_in_a_phrase(a: str, b: str) -> bool:
    """明瞭 is 明了, and 瞭望 stays 瞭望: what only words tell cannot be told from one character, but nothing else replaces one by one."""
    return len(a) == len(b) and _IDEOGRAPHS.fullmatch(a + b) is not None


def _numerals(a: str, b: str) -> bool:
    """One value in two ways; a part of it may be one character in either (十 in 三十, 0 in 30)."""
    if not (_NUMERALS.fullmatch(a) and _NUMERALS.fullmatch(b)):
        return False
    return bool(_IS_ARABIC.search(a)) is not bool(_IS_ARABIC.search(b)) or _values(a) == _values(b)


def _values(text: str) -> list[Fraction]:
    return [number.value for number in find_numbers(text)] or [Fraction(numeral_value(text) or 0)]


def _both(pattern: str) -> Callable[[str, str], bool]:
    compiled = re.compile(pattern)
    return lambda a, b: compiled.fullmatch(a) is not None and compiled.fullmatch(b) is not None


#: A full stop of half width stands for 。 between Chinese characters.
_ONE_WIDTH: Final = str.maketrans({**WIDTHS, ".": "。", "．": "。"})
_IDEOGRAPHS: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_IS_ARABIC: Final = re.compile(f"[{ARABIC_DIGITS}]")
_NUMERAL: Final = f"[{HAN_DIGITS}{BANKERS_DIGITS}{ARABIC_DIGITS}◯万萬亿億]"
_NUMERALS: Final = re.compile(f"{_NUMERAL}+(?:(?:分之|[.．,，/／]){_NUMERAL}+)*[%％‰]?")
_LABEL: Final = rf"第?[（(]?(?:{_NUMERAL}+|[①-⑳㈠-㈩⑴-⒇])[）)]?(?:[编編章节節条條款项項目](?:之{_NUMERAL}+)*)?[、.．:：]?"

_TESTS: Final[tuple[tuple[FormalClass, Callable[[str, str], bool]], ...]] = (
    (FormalClass.COMPATIBILITY, _compatibility),
    (FormalClass.WIDTH, _width),
    (FormalClass.QUOTES, _both("[“”‘’„〝〞「」『』‚\"'＂＇]*")),
    (FormalClass.DASHES, _both("[-－‐‑‒–—―─━−]*")),
    (FormalClass.DOTS, _both("[·•‧・･∙⋅…⋯.。]*")),
    (FormalClass.SCRIPT, _script),
    (FormalClass.NUMERALS, _numerals),
    (FormalClass.NUMBERING, _both(f"(?:{_LABEL})*")),
    (FormalClass.SCRIPT, _script_in_a_phrase),
)

"""Strategies made for Chinese: hypothesis by itself makes no surrogates, hardly a compatibility ideograph, and no 第十二条.

strings()           anything at all, from the characters that real files bring
excerpts()          passages of the bundled texts
papers()            small policy papers, 一、（一）1.
statutes()          small statutes, 第一章 第一条 （一）
edited()            a text, the same text with one known edit, and where it stands
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from policydiff.numerals import format_numeral
from support.paths import OPINIONS, PLAN, bundled

# -- characters ------------------------------------------------------------------------------------------------------------------

_HAN = "产业工人队伍建设改革的党和国家企业技能劳动职培训制度发展坚持加强完善不得应当可以"
_MARKS = "，。、；：！？“”‘’（）《》〈〉「」——……·,.;:!?()<>[]{}'\"-―─…"
_DIGITS = "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿〇零廿壹贰參①②⑩㈠⑴½²"
_COMPATIBLE = "\uf98a\ufa08\ufa01\uf9f7\uf967\ufa0e⼯⼀⽅⺠⻓⻢⺁\U0002f804"
_INVISIBLE = "\u200b\u200d\u200e\u202e\u2060\u00ad\ufeff\ufe0f\U000e0100\U000e0041\x00\x1b"
_BLANKS = " \t\u3000\u00a0\u2002\x0b"
_LINE_ENDS = ("\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028", "\x85")
_ODD = (
    "𠮷",
    "葛\U000e0100",
    "é",
    "e\u0301",
    "👨\u200d👩\u200d👧",
    "\ud800",
    "\udc00",
    "\ufffd",
    "A",
    "App",
    "km",
    "臺",
    "灣",
    "條",
    "着",
    "著",
)
_LABELS = (
    *("一、", "二、", "十、", "（一）", "(二)", "（三)", "1.", "2．", "3、", "（1）", "(2)", "①", "壹、", "――", "- ", "第一章 ", "第二节"),
    *(
        "第一条",
        "第一条　",
        "第二條 ",
        "第 20 條",
        "第十二条之一",
        "第一条之规定",
        "第一部分",
        "附则",
        "目录",
        "附件：",
        "附件1",
        "### ",
        "## ",
        "**",
    ),
    *(
        "<!-- x -->",
        "[bookmark: _Toc1]",
        "（2024年10月12日）",
        "2024年10月12日",
        "（作者系某）",
        "(新华社北京10月21日电)",
        "国务院",
        "> ",
        "\\_",
        "*",
    ),
)
#: Weighted: what is written twice comes twice as often.
_TOKENS: Sequence[str] = (
    *(_HAN * 3),
    *(_MARKS * 2),
    *_DIGITS,
    *_COMPATIBLE,
    *_INVISIBLE,
    *_BLANKS,
    *_LINE_ENDS,
    *_LINE_ENDS,
    *_ODD,
    *_LABELS,
)


def strings(max_size: int = 40) -> st.SearchStrategy[str]:
    """Any string, made of what stands in real files, lone surrogates included; now and then of any code points whatever."""
    usual = st.lists(st.sampled_from(_TOKENS), max_size=max_size).map("".join)
    anything = st.text(st.characters(exclude_categories=()), max_size=max_size)
    return st.one_of(usual, usual, usual, anything)


# -- excerpts --------------------------------------------------------------------------------------------------------------------


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of the plan and the opinions that has at least eight characters and stands once, in order."""
    text = bundled(PLAN).replace("\n", "") + re.sub(r"\n+", "", bundled(OPINIONS))
    found = [s for s in re.findall(r"[^。；！？\s]+[。；]", text) if 8 <= len(s) <= 60 and not re.match("[（(0-9一二三四五六七八九十―]", s)]
    return tuple(dict.fromkeys(s[:-1] + "。" for s in found))


def excerpts(max_sentences: int = 4) -> st.SearchStrategy[str]:
    """One or several sentences that follow each other in a bundled text."""
    size = st.integers(1, max_sentences)
    start = st.integers(0, len(sentences()) - max_sentences)
    return st.builds(lambda i, n: "".join(sentences()[i : i + n]), start, size)


# -- documents -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """A document in the making: labels and texts, one clause to an entry."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """One line for each clause."""
        return [label + text for label, text in zip(self.labels, self.texts, strict=True)]

    @property
    def text(self) -> str:
        """The document."""
        return "\n".join(self.lines) + "\n"

    def replaced(self, place: int, text: str) -> Draft:
        """Return the draft with another text for one clause."""
        return Draft(self.labels, (*self.texts[:place], text, *self.texts[place + 1 :]))


def _bodies(count: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Texts of so many clauses, no two of which share a sentence."""
    size = st.integers(0, len(sentences()) - 1)
    return st.builds(lambda start: tuple("".join(_pick(start + 2 * i, 2)) for i in range(count)), size)


def _pick(start: int, count: int) -> list[str]:
    every = sentences()
    return [every[(start + i) % len(every)] for i in range(count)]


@st.composite
def papers(draw: st.DrawFn, *, forms: Sequence[str] = ("（{}）", "{}."), most: int = 8) -> Draft:
    """A small policy paper: 一、 with a heading, （一） or 1. below it, numbers that restart or run on."""
    runs_on, below = draw(st.booleans()), draw(st.sampled_from(forms))
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    total = min(sum(sizes), most)
    bodies = list(draw(_bodies(total)))
    labels, texts, number = list[str](), list[str](), 0
    for section, size in enumerate(sizes, 1):
        labels.append(f"{format_numeral(section)}、")
        texts.append(("总体要求", "主要举措", "组织实施")[section - 1])
        number = number if runs_on else 0
        for _ in range(size):
            if bodies:
                number += 1
                labels.append(below.format(format_numeral(number) if "（" in below else number))
                texts.append(bodies.pop(0))
    return Draft(tuple(labels), tuple(texts))


@st.composite
def statutes(draw: st.DrawFn, *, most: int = 6) -> Draft:
    """A small statute: articles, now and then with chapters, a second paragraph or items."""
    total = draw(st.integers(2, most))
    bodies = draw(_bodies(total))
    chapters, blank = draw(st.booleans()), draw(st.sampled_from(("　", " ", "\n")))
    labels, texts = list[str](), list[str]()
    for number, body in enumerate(bodies, 1):
        if chapters and number % 3 == 1:
            labels.append(f"第{format_numeral(number // 3 + 1)}章　")
            texts.append(("总则", "监督管理")[number // 3 % 2])
        labels.append(f"第{format_numeral(number)}条{blank}")
        texts.append(body)
    return Draft(tuple(labels), tuple(texts))


def drafts() -> st.SearchStrategy[Draft]:
    """A small paper or statute."""
    return st.one_of(papers(), statutes())


# -- edits -----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edited:
    """A text and the same text with one edit."""

    old: str
    new: str
    start: int
    """Where the edit begins, in either text."""
    removed: str
    added: str


#: What may be put in the place of a passage: a character that stands nowhere else, a word, a digit, a negation.
_ADDED = ("鼊", "不", "7", "境外", "，国家另有规定的除外")


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    """An excerpt with one passage replaced, dropped or put in."""
    old = draw(excerpts())
    start = draw(st.integers(0, len(old) - 1))
    removed = old[start : start + draw(st.integers(0, 4))]
    added = draw(st.sampled_from(("", *_ADDED)))
    return Edited(old, old[:start] + added + old[start + len(removed) :], start, removed, added)

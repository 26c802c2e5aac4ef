"""Text → references: 第十条第二款第三项, 第五条、第八条和第十条第二款, 第五条至第八条, 前二项, 本章, 民法第三條.

A reference is a path of *steps* from the large to the small. What the steps are called depends on where the text is from: on the mainland
an article has 款 (paragraphs), these 项 (items), in Taiwan it is the other way round; 目 are subitems in both.

    立法法 (2023), art. 65        条 · 款 · 项 · 目
    中央法規標準法, art. 8         條 · 項 · 款 · 目

In a list, a step that is left out is that of the reference before: 第十条第二款、第三款 is 10.2 and 10.3. A name of another law before
a list holds for the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from policydiff.model import Level, Span
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS, numeral_value


class Usage(StrEnum):
    """What the parts of an article are called."""

    MAINLAND = "mainland"
    """条 · 款 · 项 · 目."""
    TAIWAN = "taiwan"
    """條 · 項 · 款 · 目."""


class Naming(StrEnum):
    """How a step says which one it means."""

    NUMBER = "number"
    """第三条: by its number."""
    BACK = "back"
    """前二条: counted back from where the reference stands."""
    HERE = "here"
    """本条: the one it stands in."""


class Step(NamedTuple):
    """One step of a reference: 第十条, 前二款, 本章."""

    level: Level
    """PART, CHAPTER, SECTION, ARTICLE, PARAGRAPH, ITEM, SUBITEM or ANNEX."""
    naming: Naming
    number: int | None
    """For NUMBER the number; for BACK how many are counted back, None for all of them (前各款); None for HERE, and for 附件 alone."""
    branch: int | None
    """1 in 第十二条之一."""
    span: Span
    """Where it is printed, in code points of the text. It stands before the reference if it was taken from the one before in a list."""


#: From the large to the small.
LEVELS: Final = (
    Level.ANNEX,
    Level.PART,
    Level.SUBPART,
    Level.CHAPTER,
    Level.SECTION,
    Level.ARTICLE,
    Level.PARAGRAPH,
    Level.ITEM,
    Level.SUBITEM,
)
_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Reference:
    """引用: a passage that names another place of the text, or of another text."""

    span: Span
    """The passage, in code points of the text."""
    path: tuple[Step, ...]
    """What it names, from the large to the small; for a range its beginning."""
    until: tuple[Step, ...] = ()
    """The end of a range (至第八条), or nothing."""
    law: str | None = None
    """The other law it is a reference to, as it is called there; None if it is to the text itself."""
    joined: bool = False
    """Whether only 、 or 及 or the like stands between it and the reference before."""

    @property
    def is_own(self) -> bool:
        """Whether it is a reference to the text it stands in."""
        return self.law is None

    @property
    def is_relative(self) -> bool:
        """Whether one must know where it stands to know what it names: 前条, 本款, 第二项 alone."""
        return self.path[0].naming is not Naming.NUMBER or _RANK[self.path[0].level] > _RANK[Level.ARTICLE]

    def step(self, level: Level) -> Step | None:
        """Return the step of this level, or None."""
        return next((step for step in self.path if step.level is level), None)

    @property
    def article(self) -> tuple[int, int] | None:
        """The number of the article as (12, 1) for 第十二条之一 and (12, 0) for 第十二条; None if it is not named by number."""
        step = self.step(Level.ARTICLE)
        return (step.number or 0, step.branch or 0) if step and step.naming is Naming.NUMBER else None

    @property
    def paragraph(self) -> int | None:
        """The number of the paragraph (款, in Taiwan 項), or None."""
        return self._number(Level.PARAGRAPH)

    @property
    def item(self) -> int | None:
        """The number of the item (项, in Taiwan 款), or None."""
        return self._number(Level.ITEM)

    @property
    def subitem(self) -> int | None:
        """The number of the subitem (目), or None."""
        return self._number(Level.SUBITEM)

    def _number(self, level: Level) -> int | None:
        step = self.step(level)
        return step.number if step and step.naming is Naming.NUMBER else None


# -- the grammar -----------------------------------------------------------------------------------------------------------------------

_B: Final = "[ \t\u00a0\u3000]{0,3}"
_N: Final = f"[{HAN_DIGITS}{ARABIC_DIGITS}]{{1,12}}"
_ONE: Final = rf"(?:[（(]{_B}{_N}{_B}[）)]|{_N}(?:[-－‐–—]{_N})?)"
_LIST: Final = "、|，|和|及|以及|或|或者|与|與|至|到|－|—|~"
#: 本条例, 前条款, 本项目, 本章程 are words.
_UNITS: Final = (
    "部分|分编|分編|编(?![制辑辑号码排审印者])|編(?![制輯號碼排審印者])|章(?!程)|节(?![目点水约假日])|節(?![目點水約假日])"
    "|款(?![项項待式])|项(?!目)|項(?!目)|目(?![标標的录錄前])"
)
_ARTICLE: Final = "[条條]"
_NO_WORD: Final = "(?![件例约約款])"
_STEP: Final = re.compile(
    rf"""
      第{_B}(?P<numbers>{_ONE}(?:{_B}(?:{_LIST}){_B}第?{_B}{_ONE})*){_B}(?P<unit>{_ARTICLE}|{_UNITS})
      (?:{_B}之{_B}(?P<branch>{_N})(?!{_B}[{ARABIC_DIGITS}条條款项項目章节節编編切定般]))?
    | (?<![当當目提先日])前{_B}(?P<back>{_N}|各)?{_B}(?P<back_unit>{_ARTICLE}{_NO_WORD}|{_UNITS})
    | (?:(?<![基资資成日样樣文版根副原正标標剧劇])(?P<here>本)|(?P<again>同))(?P<here_unit>{_ARTICLE}{_NO_WORD}|{_UNITS})
    | 附[件表录錄]{_B}(?P<annex>{_N})(?![年月日份个個])
    | (?<=[见見])附[件表录錄]
    """,
    re.VERBOSE,
)
_EACH: Final = re.compile(rf"(?P<joint>{_LIST})?{_B}(?P<text>第?{_B}{_ONE})")
_HYPHENED: Final = re.compile(rf"({_N})[-－‐–—]({_N})")
_DIVISIONS: Final = {
    "部分": Level.PART,
    "编": Level.PART,
    "編": Level.PART,
    "分编": Level.SUBPART,
    "分編": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "節": Level.SECTION,
    "条": Level.ARTICLE,
    "條": Level.ARTICLE,
    "目": Level.SUBITEM,
}
_PARTS: Final = {
    Usage.MAINLAND: {"款": Level.PARAGRAPH, "项": Level.ITEM, "項": Level.ITEM},
    Usage.TAIWAN: {"款": Level.ITEM, "项": Level.PARAGRAPH, "項": Level.PARAGRAPH},
}
#: What makes a list of references, and what makes a range.
_JOINTS: Final = frozenset("、 及 或 與 与 和 以及 或者 暨 並 并".split())
_RANGE: Final = frozenset("至 到 － — ~ ～ -".split())
#: What may stand between an article and a further paragraph of it: 第六条第一款规定或者依第三款.
_CONTINUED: Final = re.compile(
    "(?:但[书書]|[前后後]段|本文|序文)?(?:之?[规規]定)?(?:、|或者?|及|以及|和|与|與|暨|[并並])(?:未?[依按]照?|[违違]反)?|但[书書]|[前后後]段"
)

_ORDERS: Final = {
    Usage.MAINLAND: re.compile(f"款第[（(]?{_N}[）)]?[项項]"),
    Usage.TAIWAN: re.compile(f"[项項]第[（(]?{_N}[）)]?款"),
}


def usage_of(text: str) -> Usage:
    """Return what the parts of an article are called in a text.

    It shows where two of them are named together, whatever the script: 第一款第二项, 第一項第二款. Where they never are, 項 is Taiwan's.

    >>> usage_of("依第三条第一款第二项"), usage_of("依第三条第一项第二款"), usage_of("依前項規定")
    (<Usage.MAINLAND: 'mainland'>, <Usage.TAIWAN: 'taiwan'>, <Usage.TAIWAN: 'taiwan'>)
    """
    found = {usage: len(pattern.findall(text)) for usage, pattern in _ORDERS.items()}
    if found[Usage.MAINLAND] != found[Usage.TAIWAN]:
        return max(found, key=lambda usage: found[usage])
    return Usage.TAIWAN if text.count("項") > text.count("项") else Usage.MAINLAND


def find_references(text: str, *, usage: Usage | None = None) -> tuple[Reference, ...]:
    """Return the references in a text, in order.

    Args:
        text: a sentence, a clause, or more; without the numbers of its own provisions, which would be read as references.
        usage: what 款 and 项 mean; `usage_of` the text if left out.

    Returns:
        One reference for each place that is named; a range is one. References to other laws are among them: `is_own` tells.

    >>> for found in find_references("违反本法第十条第二款、第三款或者前条规定，依照刑法第三条处罚"):
    ...     print(found.article, found.paragraph, found.is_relative, found.law)
    (10, 0) 2 False None
    (10, 0) 3 False None
    None None True None
    (3, 0) None False 刑法
    """
    out: list[Reference] = []
    end = 0
    for chain in _chains(text, _PARTS[usage or usage_of(text)]):
        between = text[end : chain[0].span.start].strip(" \t\u00a0\u3000")
        end = chain[-1].span.end
        if out and between in _RANGE and not out[-1].until:
            out[-1] = _ranged(out[-1], chain)
            continue
        joined = bool(out) and (between in _JOINTS or (_is_part(chain[0]) and _CONTINUED.fullmatch(between) is not None))
        path: tuple[Step | _Token, ...] = chain
        law = _law(text[: chain[0].span.start])
        if chain[0].again:
            path, law = _again(out, chain)
        elif joined:
            path, law = (*_inherited(out[-1], chain[0]), *chain), out[-1].law
        out += _of_chain(path, chain[0].span.start, law, joined=joined)
    return tuple(out)


class _Token(NamedTuple):
    """A step as it is printed, and the further numbers it has: 第（一）、（三）项."""

    level: Level
    naming: Naming
    number: int | None
    branch: int | None
    span: Span
    more: tuple[tuple[int, int | None, Span, bool], ...] = ()
    """Number, branch, place, and whether it ends a range."""
    again: bool = False
    """Whether it is 同条, 同項."""

    @property
    def step(self) -> Step:
        return Step(*self[:5])


def _chains(text: str, parts: dict[str, Level]) -> Iterator[tuple[_Token, ...]]:
    """Steps that follow each other without anything between, each smaller than the one before."""
    chain: list[_Token] = []
    for match in _STEP.finditer(text):
        token = _token(match, parts)
        if token is None:
            continue
        goes_on = chain and not text[chain[-1].span.end : token.span.start].strip(" \t\u00a0\u3000") and not chain[-1].more
        if chain and not (goes_on and _RANK[token.level] > _RANK[chain[-1].level] and token.naming is Naming.NUMBER):
            yield tuple(chain)
            chain = []
        chain.append(token)
    if chain:
        yield tuple(chain)


def _token(match: re.Match[str], parts: dict[str, Level]) -> _Token | None:
    span = Span(*match.span())
    unit = match["unit"] or match["back_unit"] or match["here_unit"]
    level = (_DIVISIONS | parts)[unit] if unit else Level.ANNEX
    if match["numbers"]:
        return _numbered(match, level, span)
    if match["back_unit"]:
        count = None if match["back"] == "各" else numeral_value(match["back"] or "1")
        return _Token(level, Naming.BACK, count, None, span) if count or match["back"] == "各" else None
    if match["here_unit"]:
        return _Token(level, Naming.HERE, None, None, span, again=match["again"] is not None)
    return _Token(level, Naming.NUMBER, numeral_value(match["annex"] or ""), None, span)


def _numbered(match: re.Match[str], level: Level, span: Span) -> _Token | None:
    """第（一）、（三）项 names two; the unit belongs to the last of them."""
    found: list[tuple[int, int | None, Span, bool]] = []
    for each in _EACH.finditer(match["numbers"]):
        start = span.start if not found else match.start("numbers") + each.start("text")
        number, branch = _value(each["text"])
        if number is None:
            return None
        found.append((number, branch, Span(start, match.start("numbers") + each.end("text")), each["joint"] in _RANGE))
    last = found[-1]
    branch = numeral_value(match["branch"]) if match["branch"] else last[1]
    found[-1] = (last[0], branch, Span(last[2].start, span.end), last[3])
    return _Token(level, Naming.NUMBER, *found[0][:3], more=tuple(found[1:]))


def _value(printed: str) -> tuple[int | None, int | None]:
    bare = printed.strip("第（）() \t\u00a0\u3000")
    hyphened = _HYPHENED.fullmatch(bare)
    if hyphened:
        return numeral_value(hyphened[1]), numeral_value(hyphened[2])
    return numeral_value(bare), None


def _is_part(token: _Token) -> bool:
    """Whether it is a part by number, of an article that it does not name."""
    return token.naming is Naming.NUMBER and _RANK[token.level] > _RANK[Level.ARTICLE]


def _inherited(before: Reference, first: _Token) -> tuple[Step, ...]:
    """The steps that a reference in a list leaves out."""
    if not _is_part(first):
        return ()
    return tuple(step for step in before.until or before.path if _RANK[step.level] < _RANK[first.level])


def _again(before: list[Reference], chain: tuple[_Token, ...]) -> tuple[tuple[Step | _Token, ...], str | None]:
    """同条第二款: the article that was named last."""
    level = chain[0].level
    for reference in reversed(before):
        kept = tuple(step for step in reference.path if _RANK[step.level] <= _RANK[level])
        if kept and kept[-1].level is level:
            return (*kept, *chain[1:]), reference.law
    return chain, None


def _of_chain(path: tuple[Step | _Token, ...], start: int, law: str | None, *, joined: bool) -> Iterator[Reference]:
    steps = tuple(step.step if isinstance(step, _Token) else step for step in path)
    last = path[-1]
    found = Reference(Span(start, max(last.span.end, start)), steps, (), law, joined)
    for number, branch, span, ends_range in last.more if isinstance(last, _Token) else ():
        step = Step(last.level, Naming.NUMBER, number, branch, span)
        if ends_range:
            yield Reference(Span(found.span.start, span.end), found.path, (*steps[:-1], step), law, found.joined)
        else:
            yield found
        found = Reference(span, (*steps[:-1], step), (), law, joined=True)
        if ends_range:
            return
    yield found


def _ranged(first: Reference, chain: tuple[_Token, ...]) -> Reference:
    until = (*_inherited(first, chain[0]), *(token.step for token in chain))
    return Reference(Span(first.span.start, chain[-1].span.end), first.path, until, first.law, first.joined)


# -- whose article it is ---------------------------------------------------------------------------------------------------------------

_LAW: Final = "法典|办法|辦法|法|条例|條例|细则|細則|规则|規則|通则|通則|准则|準則|章程|宪法|憲法|公约|公約|条约|條約|协定|協定"
_PAPER: Final = f"{_LAW}|规程|規程|规定|規定|决定|決定|意见|意見|方案|纲要|綱要|规划|規劃|计划|計畫|通知|标准|標準|指引|要点|要點"
_OWN: Final = re.compile(f"本(?:施行|实施|實施|暂行|暫行|试行|試行|组织|組織|管理)?(?:{_PAPER})(?:的|之|中)?$")
_QUOTED: Final = re.compile("《([^《》]{1,60})》(?:（[^（）]{1,30}）)?(?:的|之|中)?$")
_NAMED: Final = re.compile(f"([\u3400-\u9fff（）〇·]{{0,30}}?(?:{_LAW}))(?:（[^（）]{{1,12}}）)?(?:的|之)?$")
#: The law as it was: 本法修正前第五条, 修正前之第五條.
_FORMER: Final = re.compile(f"(?:(?:修正|修订|修訂|施行)前(?:之|的)?(?:本?(?:{_LAW}))?|(?:现行|現行|原)[条條]文)(?:之|的)?$")
#: The name of a law begins behind one of these.
_BEFORE_NAME: Final = re.compile(
    "依照|按照|依据|依據|根据|根據|适用|適用|准用|準用|违反|違反|符合|参照|參照|比照|违背|触犯|觸犯|除|与|與|及|(?<!共)和|或者|或|并|並|依|按|经|經|有|因|对|對|犯"
)
_LOOK_BACK: Final = 70


def _law(before: str) -> str | None:
    """The other law that is named before a reference, or None."""
    before = before[-_LOOK_BACK:].rstrip(" \t\u00a0\u3000")
    if former := _FORMER.search(before):
        return former[0]
    if _OWN.search(before):
        return None
    if quoted := _QUOTED.search(before):
        return quoted[1]
    named = _NAMED.search(before)
    if named is None:
        return None
    return _BEFORE_NAME.split(named[1])[-1] or named[1]

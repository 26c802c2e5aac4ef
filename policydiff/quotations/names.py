"""What a source is called, and where a commentary names it.

A title is cited in full, without the authority that issued it (关于……的意见), without 中华人民共和国, by a short form that the
commentary defines (以下简称《意见》), or by the noun it ends in (《方案》), which then is the last text of that kind that was named. A plan
without a title line names itself in its preamble: 现就……改革制定如下方案.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from policydiff.model import Document, Level, Span
from policydiff.normalization import normalize

#: Nouns that titles of policy papers and statutes end in.
_NOUN: Final = (
    "(?:意见|意見|方案|办法|辦法|条例|條例|规定|規定|通知|通告|公告|规划|規劃|计划|計畫|纲要|綱要|决定|決定|决议|細則|细则|解释|解釋|准则|準則"
    "|章程|规则|規則|标准|標準|要点|要點|措施|指引|指南|批复|报告|報告|公报|法典|宪法|憲法|法)"
)
_KIND: Final = re.compile(f"(?:指导|实施|若干|暂行|试行|補充|补充|管理)?{_NOUN}$")
_ITSELF: Final = re.compile(rf"[现現]就(?P<subject>[^。，；：]{{2,40}}?)(?:问题)?(?:制定|提出|作出|做出)(?:如下|以下)(?P<kind>{_NOUN})")
_BRACKETED: Final = re.compile(r"《(?P<title>[^《》。！？]{1,80}|[^《》。！？]{0,40}《[^《》。！？]{1,60}》[^《》。！？]{0,40})》")
_SHORT: Final = re.compile(
    r"[（(](?:[^（()）]{0,20}[，；])?(?:以下|下)(?:统|統)?[简簡][称稱](?:为|為)?[：:]?[《“]?(?P<name>[^《》“”（()）]{1,20})[》”]?[）)]"
)
_REMARK: Final = re.compile(r"[（(〔][^（()）〔〕]*[）)〕]$")
_STATE: Final = ("中华人民共和国", "中華人民共和國")
#: A title that shares this much with the title of a source, and is of the same kind, is meant to be that title.
_NEARLY: Final = 85.0
#: How many texts a reader remembers.
_MEMORY: Final = 32
#: A name without brackets is only looked for if it is too long to be a phrase, or if an article or a demand is cited behind it.
_LEAST_BARE, _LEAST_CITED = 8, 3
_CITED: Final = "(?=》|第[（(]?[0-9一二三四五六七八九十百零〇]+[）)]?条|(?:中|也|还|明确)*(?:规定|要求|提出|指出|强调)[：，“])"


def bare(title: str) -> str:
    """Return a title without blanks, outer brackets, inner brackets and a remark such as （试行） at its end."""
    plain = re.sub(r"[\s《》〈〉<>]", "", title)
    return _REMARK.sub("", plain)


def kind_of(title: str) -> str:
    """Return the noun that tells what kind of text a title names; empty if none does.

    >>> kind_of("关于深化产业工人队伍建设改革的意见"), kind_of("进一步深化产业工人队伍建设改革的指导意见")
    ('意见', '指导意见')
    """
    found = _KIND.search(bare(title))
    return found[0] if found else ""


def names_of(document: Document, given: Sequence[str] = ()) -> tuple[str, ...]:
    r"""Return what a document may be called, the fullest name first.

    Args:
        document: a source.
        given: names that somebody knows it by.

    >>> from policydiff.outline import parse
    >>> names_of(parse("中共中央 国务院关于深化改革的意见\n（2024年1月1日）\n一、总体要求\n坚持改革。"))
    ('中共中央国务院关于深化改革的意见', '关于深化改革的意见')
    """
    names = [bare(name) for name in given]
    if document.title is not None:
        title = normalize(document.title, Span(0, len(document.title))).text
        names.append(bare(title))
    if not names and (own := _own_name(document)):
        names.append(own)
    for name in tuple(names):
        names += _shortened(name)
    return tuple(dict.fromkeys(name for name in names if name))


def _shortened(name: str) -> Iterator[str]:
    about = name.find("关于") if "关于" in name else name.find("關於")
    if about > 0:
        yield name[about:]
    for state in _STATE:
        if name.startswith(state):
            yield name.removeprefix(state)


def _own_name(document: Document) -> str | None:
    for clause in document.clauses:
        if clause.level is Level.PREAMBLE:
            found = _ITSELF.search(normalize(document.text, clause.span).text)
            if found:
                return f"{found['subject']}{found['kind']}"
    return None


class Named(NamedTuple):
    """A place where a text is named, in the normalised commentary."""

    start: int
    end: int
    title: str
    """What stands there, bare."""
    sources: tuple[int, ...]
    """Which sources bear the name; none if another text is meant."""
    is_exact: bool
    """Whether it is a name of theirs, or only nearly one."""
    is_bracketed: bool
    """Whether it stands between both of its brackets."""
    is_short: bool
    """Whether it is a short form: 《意见》."""


@dataclass(frozen=True)
class Roster:
    """The names of all sources."""

    names: tuple[tuple[str, ...], ...]

    def bearing(self, title: str) -> tuple[int, ...]:
        """Return the sources that are called so."""
        return tuple(source for source, names in enumerate(self.names) if title in names)

    def of_kind(self, kind: str) -> tuple[int, ...]:
        """Return the sources whose title ends in a noun."""
        return tuple(source for source, names in enumerate(self.names) if names and kind_of(names[0]) == kind)

    def nearly(self, title: str) -> tuple[int, ...]:
        """Return the sources whose name a title is but for a word or two."""
        from rapidfuzz import fuzz

        kind = kind_of(title)
        scores = [max((fuzz.ratio(title, name) for name in names if kind_of(name) == kind), default=0.0) for names in self.names]
        best = max(scores, default=0.0)
        return tuple(source for source, score in enumerate(scores) if score == best) if kind and best >= _NEARLY else ()


def named(plain: str, roster: Roster) -> list[Named]:
    """Return every place where a text is named, in order.

    Args:
        plain: the normalised commentary, in the script of the names.
        roster: of the sources.
    """
    found = list[Named]()
    short_forms = dict[str, tuple[int, ...]]()
    for start, end, title in _titles(plain, roster):
        last = _last_of_kind(found, title)
        named_here = _resolved(start, end, title, roster, short_forms, last, is_bracketed=plain[start] == "《" and plain[end - 1] == "》")
        if named_here is None:
            continue
        found.append(named_here)
        defined = _SHORT.match(plain, end)
        if defined:
            short_forms[bare(defined["name"])] = named_here.sources
    return found


def _titles(plain: str, roster: Roster) -> Iterator[tuple[int, int, str]]:
    """Titles in brackets, and full names of sources without them or with one bracket lost."""
    without = _without_brackets(roster)
    place = 0
    for match in [*_BRACKETED.finditer(plain), None]:
        end = match.start() if match else len(plain)
        if without:
            for name in without.finditer(plain, place, end):
                yield *name.span(), name["name"]
        if match:
            yield *match.span(), bare(match["title"])
            place = match.end()


def _without_brackets(roster: Roster) -> re.Pattern[str] | None:
    names = sorted({name for names in roster.names for name in names if len(name) >= _LEAST_CITED}, key=lambda name: (-len(name), name))
    forms = [re.escape(name) + ("" if len(name) >= _LEAST_BARE else _CITED) for name in names]
    return re.compile("《?(?P<name>" + "|".join(forms) + ")》?") if forms else None


def _last_of_kind(found: Sequence[Named], title: str) -> Named | None:
    """The last text named in full that a noun alone may stand for."""
    if kind_of(title) != title:
        return None
    return next((n for n in found[: -_MEMORY - 1 : -1] if not n.is_short and kind_of(n.title).endswith(title)), None)


def _resolved(
    start: int,
    end: int,
    title: str,
    roster: Roster,
    short_forms: dict[str, tuple[int, ...]],
    last: Named | None,
    *,
    is_bracketed: bool,
) -> Named | None:
    if title in short_forms:
        return Named(start, end, title, short_forms[title], True, is_bracketed, True)
    exact = roster.bearing(title)
    if exact:
        return Named(start, end, title, exact, True, is_bracketed, False)
    if kind_of(title) == title:  # 《意见》
        of_kind = roster.of_kind(title)
        sources = last.sources if last is not None else (of_kind if len(of_kind) == 1 else ())
        return Named(start, end, title, sources, True, is_bracketed, True)
    return Named(start, end, title, roster.nearly(title), False, is_bracketed, False)

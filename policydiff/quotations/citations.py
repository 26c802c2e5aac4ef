"""Where a commentary says that it quotes: 《意见》提出, 按照《方案》要求, 第五条中规定：“……”.

A citation names one or several sources, sometimes an article, and announces words: to the closing quotation mark if they are in such
marks, else to the end of the sentence. What is cited in brackets behind the words (“……”（《劳动法》第三条）) announces them backwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS
from policydiff.quotations.names import Named, Roster, kind_of
from policydiff.quotations.wording import Wording

_NUMERAL: Final = f"[{HAN_DIGITS}{ARABIC_DIGITS}]{{1,9}}"
#: 第十五条, 第（十五）条, 第12条之一, with what is below it.
ARTICLE: Final = (
    rf"第[（(]?(?P<number>{_NUMERAL})[）)]?(?:条|项(?:措施|举措|任务)?)(?:之(?P<branch>{_NUMERAL}))?(?:第[（(]?{_NUMERAL}[）)]?[款项目])*"
)
_VERB: Final = (
    "(?:明确|着重|特别|专门|郑重|反复|再次|首次|进一步|也|还|又|则|已|就|即|均|都)*"
    "(?:要求|提出|明确|指出|强调|规定|部署|写道|写明|载明|阐明|重申|申明|确定|确立|列明|明定|揭示|表示|称)+(?:了|到|过)?"
)
_GLOSS: Final = r"(?:[（(][^（()）]{0,40}[）)])?"
#: What follows a name that is the subject: 《意见》（……）第五条中明确提出，要
_SUBJECT: Final = re.compile(
    rf"》?{_GLOSS}(?:的?(?:{ARTICLE}))?(?:[中里内]|文中|在[^，。；：]{{1,16}}[中里上]|对[^，。；：]{{1,16}})?{_VERB}(?!的)(?P<mark>[：:，,]?)(?P<must>要(?=[，,：:]))?"
)
#: A name, or an article, with nothing but a colon: 《劳动法》第三条：“……”; of a damaged name a letter or two may be left: 方案求：
_COLON: Final = re.compile(rf"》?{_GLOSS}(?:的?{ARTICLE})?[：:]")
_DAMAGED: Final = re.compile(r"[^，。；：:]{0,2}[：:]")
#: A name whose contents are told: 《方案》包括……三部分内容.
_CONTENTS: Final = re.compile(rf"》?{_GLOSS}(?:的?主要内容)?(?:共|分别)?(?:包括|包含|涵盖|分为|分|由|从|把|将|围绕)")
_BEFORE: Final = re.compile("(?:按照|根据|依据|依照|遵照|遵循|依|按|据)(?:中共中央、?国务院)?(?:印发的?)?$")
_DEMAND: Final = re.compile(
    rf"》?{_GLOSS}(?:的?(?:{ARTICLE}))?(?:(?:的?(?:有关|相关|总体|明确)?(?:要求|规定|部署|精神|安排))[：:，,]?|[：:，,])"
)
#: Later in the sentence: 《意见》十分关切……，要求完善……
_LATER: Final = re.compile(rf"[，；](?:并|同时|其中|特别是)*{_VERB}(?!的)(?P<mark>[：:，,]?)(?=[\u3400-\u9fff“：:])")
_ARTICLE_ALONE: Final = re.compile(rf"(?<![0-9A-Za-z])(?:{ARTICLE})(?:[中里内])?(?:{_VERB}(?P<mark>[：:，,]?)|[：:]|(?=“))")
_GOES_ON: Final = re.compile(rf"(?:同时|此外|其中|并|并且|而且|还)?[，,]?{_VERB}(?P<mark>[：:，,]?)(?=[\u3400-\u9fff“])")
_BARE_NOUN: Final = re.compile(rf"(?:该|本|此|上述|这[一个部项份])?(?P<noun>意见|方案|办法|条例|通知|规划|纲要|细则|法){_VERB}[：:，,]")
_POINTED_AT: Final = re.compile(rf"(?:该|此|这[一个部项份])(?:文件|法律|法规|规定|政策){_VERB}[：:，,]")
_BEHIND: Final = re.compile(rf"(?P<closing>[”’])?[（(](?:见|参见)?(?:《(?P<title>[^《》]{{1,60}})》)?(?:{ARTICLE})?[）)]")
_SENTENCE_END: Final = re.compile("[。！？!?]")
_OPENING: Final = "“‘"
#: How far before a bracket the words may begin that it cites.
_LONGEST_BEHIND: Final = 600
#: How many texts a reader remembers.
_MEMORY: Final = 32
_CLOSING: Final = {"“": "”", "‘": "’"}


class Citation(NamedTuple):
    """A place where words of a source are announced, in the normalised commentary."""

    start: int
    """Where the announced words begin."""
    end: int
    sources: tuple[int, ...]
    """Which sources are named; several if they share the name."""
    cue: tuple[int, int]
    """Where they are named."""
    number: str | None
    """The number of the article that is named."""
    branch: str | None
    strength: int
    """How plainly the words that follow are given out as those of the source: 0 they tell its contents, or what is done according to it;
    1 the source is said to demand or to state them; 2 a colon, a comma or quotation marks set them off as its words."""
    is_marked: bool
    """Whether they stand between quotation marks."""


def citations(commentary: Wording, plain: str, names: Sequence[Named], roster: Roster) -> list[Citation]:
    """Return all citations of the sources, in the order of the commentary.

    Args:
        commentary: what cites.
        plain: its normalised text, in simplified characters.
        names: where it names texts.
        roster: of the sources.
    """
    reader = _Reader(commentary, plain, names, roster)
    found = [*reader.by_name(), *reader.by_article(), *reader.by_noun(), *reader.behind()]
    found += reader.going_on(sorted(found))
    return _without_doubles(sorted(found, key=lambda c: (c.start, -c.strength, c.cue)))


def _without_doubles(found: Sequence[Citation]) -> list[Citation]:
    """Of citations that announce words from the same place on, the one that tells most."""
    kept = dict[int, Citation]()
    for citation in found:
        before = kept.get(citation.start)
        if before is None or (citation.number is not None, citation.strength) > (before.number is not None, before.strength):
            kept[citation.start] = citation
    return list(kept.values())


class _Reader:
    def __init__(self, commentary: Wording, plain: str, names: Sequence[Named], roster: Roster) -> None:
        self.commentary, self.plain, self.names, self.roster = commentary, plain, names, roster

    def by_name(self) -> Iterator[Citation]:
        for name in self.names:
            if not name.sources:
                continue
            subject = _SUBJECT.match(self.plain, name.end) or _COLON.match(self.plain, name.end)
            if subject is None and not name.is_bracketed:
                subject = _DAMAGED.match(self.plain, name.end)
            before = _BEFORE.search(self.plain, max(0, name.start - 16), name.start)
            demand = _DEMAND.match(self.plain, name.end) if before else None
            contents = _CONTENTS.match(self.plain, name.end)
            if demand and before:
                yield self._citation(name.sources, (before.start(), demand.end()), demand, 0)
            elif subject:
                yield self._citation(name.sources, (name.start, subject.end()), subject, 1)
            elif contents:
                yield self._citation(name.sources, (name.start, name.end), None, 0)
            yield from self._later(name)

    def _later(self, name: Named) -> Iterator[Citation]:
        """What else the same sentence says the text demands."""
        behind = bisect_right(self.names, name.start, key=lambda other: other.start)
        following = self.names[behind].start if behind < len(self.names) else len(self.plain)
        limit = min(following, self._clause_end(name.start), name.end + _LONGEST_BEHIND)
        stop = _SENTENCE_END.search(self.plain, name.end, limit)
        for match in _LATER.finditer(self.plain, name.end, stop.start() if stop else limit):
            yield self._citation(name.sources, (match.start() + 1, match.end()), None, 1)

    def by_article(self) -> Iterator[Citation]:
        for match in _ARTICLE_ALONE.finditer(self.plain):
            sources = self._meant_at(match.start())
            if sources and not self._is_preceded_by_name(match.start()):
                citation = self._citation(sources, match.span(), match, 1)
                yield citation if self._last_named(match.start()) else citation._replace(strength=0)

    def by_noun(self) -> Iterator[Citation]:
        for match in _BARE_NOUN.finditer(self.plain):
            of_kind = self.roster.of_kind(match["noun"])
            is_pointed_at = match.start() < match.start("noun")
            is_word = is_pointed_at or not self.plain[max(0, match.start() - 1) : match.start()].isalnum()
            last = self._last_named(match.start(), match["noun"])
            if len(of_kind) == 1 and is_word and (last is None or last.sources == of_kind):
                yield self._citation(of_kind, match.span(), None, 1)

        for match in _POINTED_AT.finditer(self.plain):
            last = self._last_named(match.start())
            if last is not None and last.sources:
                yield self._citation(last.sources, match.span(), None, 1)

    def behind(self) -> Iterator[Citation]:
        for match in _BEHIND.finditer(self.plain):
            if match["title"] is None and match["number"] is None:
                continue
            last = self._last_named(match.end())
            sources = last.sources if last and last.start > match.start() else self._meant_at(match.start())
            start = self._opened(match) if match["closing"] else self._sentence_start(match.start())
            if sources and 0 <= start < match.start():
                cue = match.start() + bool(match["closing"]), match.end()
                yield Citation(start, match.start(), sources, cue, match["number"], match["branch"], 2, bool(match["closing"]))

    def _opened(self, match: re.Match[str]) -> int:
        """Where the quotation mark opens that closes before a bracket; negative if nowhere near."""
        opening = next(opening for opening, closing in _CLOSING.items() if closing == match["closing"])
        return self.plain.rfind(opening, max(0, match.start() - _LONGEST_BEHIND), match.start())

    def _sentence_start(self, place: int) -> int:
        first = max(place - _LONGEST_BEHIND, self.commentary.normal_starts[self.commentary.clause_of_normal(place)])
        return max(first, *(self.plain.rfind(mark, first, place) + 1 for mark in "。！？；"))

    def going_on(self, found: Sequence[Citation]) -> Iterator[Citation]:
        """Yield sentences without a subject after one that cites, as in 《方案》包括三部分。强调要按照……, with the same source."""
        for citation in found:
            clause_end = self._clause_end(citation.end)
            last, place = citation, citation.end
            while place < clause_end:
                place = _behind_stop(self.plain, place)
                match = _GOES_ON.match(self.plain, place, clause_end)
                if match is None:
                    break
                last = self._citation(last.sources, match.span(), None, min(last.strength, 1))
                yield last
                place = last.end

    def _citation(self, sources: tuple[int, ...], cue: tuple[int, int], match: re.Match[str] | None, strength: int) -> Citation:
        start = cue[1]
        start += len(self.plain[start : start + 4]) - len(self.plain[start : start + 4].lstrip("：:，, "))
        clause_end = self._clause_end(max(cue[1] - 1, 0))
        if start >= clause_end:  # the words stand in a paragraph of their own
            clause_end = self._clause_end(start)
        is_marked = self.plain[start : start + 1] in tuple(_CLOSING)
        end = self._closing(start, clause_end) if is_marked else None
        if end is None:
            is_marked = False
            stop = _SENTENCE_END.search(self.plain, start, clause_end)
            end = stop.start() if stop else clause_end
        groups = match.groupdict() if match else {}
        if is_marked or (strength and set("：，") & set(self.plain[max(cue[1] - 1, 0) : start])):
            strength = 2
        return Citation(start, end, sources, cue, groups.get("number"), groups.get("branch"), strength, is_marked)

    def _closing(self, start: int, limit: int) -> int | None:
        """Where the quotation mark closes that opens at a place; None if words go on behind it in the same breath."""
        opening, depth = self.plain[start], 0
        for place in range(start, min(limit, start + 2000)):
            depth += (self.plain[place] == opening) - (self.plain[place] == _CLOSING[opening])
            if depth == 0:
                is_whole = (
                    self.plain[place + 1 : place + 2] in ("", *"。；！？，、（")
                    or self.plain[place - 1] in "。；！？"
                    or place + 1 >= limit
                )
                return place if is_whole else None
        return None

    def _clause_end(self, place: int) -> int:
        clause = self.commentary.clause_of_normal(min(place, max(len(self.plain) - 1, 0)))
        starts = self.commentary.normal_starts
        return starts[clause + 1] if 0 <= clause < len(starts) - 1 else len(self.plain)

    def _last_named(self, place: int, kind: str | None = None) -> Named | None:
        """The last text named before a place; with a kind, the last of that kind among the few before it."""
        behind = bisect_left(self.names, place, key=lambda name: name.start)
        before = self.names[max(0, behind - _MEMORY) : behind]
        return next((n for n in reversed(before) if kind is None or kind_of(n.title).endswith(kind)), None)

    def _meant_at(self, place: int) -> tuple[int, ...]:
        """The source that an article without a title belongs to: the last text that was named, or, with less reason, the only source."""
        last = self._last_named(place)
        if last is not None:
            return last.sources
        return (0,) if len(self.roster.names) == 1 else ()

    def _is_preceded_by_name(self, place: int) -> bool:
        last = self._last_named(place)
        return last is not None and place - last.end <= 1


def _behind_stop(plain: str, place: int) -> int:
    while place < len(plain) and plain[place] in "。！？!?”’；":
        place += 1
    return place

"""A commentary and its sources → Tracing: what it quotes, from which clause, how exactly; and which of its claims hold.

    《意见》要求，完善企业民主管理制度。      verbatim, attributed, heading of （五）
    按照《方案》要求，……组织劳模、工匠进学校   elided: what lies between in the source was left out
    实现……互联互通、服务事项一网通办          altered: 联通共享 → 互联互通
    《意见》提出了9个方面27条改革措施          a claim, and true

The path: the words of all texts alone (`wording`), an index of the sources, once (`matches`), where texts are named (`names`) and words
announced (`citations`), what is shared in each sentence (`passages`), which of it is a quotation (`selection`), what is only retold
(`retelling`), how exact it is (`judging`), what is said about the sources (`claims`), and which clauses are quoted (`coverage`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from policydiff.model import Document, Mention, Notice, Quotation, QuotationKind, QuotedPart, Span, Tracing, saying
from policydiff.normalization import STANDARD, Normalizer, Script, folding_config, script_folding, script_of, to_script
from policydiff.quotations import judging
from policydiff.quotations.citations import Citation, citations
from policydiff.quotations.claims import Reading, claims
from policydiff.quotations.clauses import cited_clause
from policydiff.quotations.joints import between_words, with_marks
from policydiff.quotations.matches import Index
from policydiff.quotations.names import Roster, bare, named, names_of
from policydiff.quotations.passages import Passage
from policydiff.quotations.retelling import Retelling
from policydiff.quotations.selection import Group, Selector, stretches
from policydiff.quotations.wording import Stop, Wording
from policydiff.words import Boundaries, Tokenizer, boundaries, remembering, through, tokenizer_name

__all__ = ["NOTICES", "find"]

#: What each notice means.
NOTICES: Final = {
    "script": "The texts are in simplified and in traditional characters; they are read in simplified ones.",
    "never-named": "The commentary never names this source; what it quotes from it is attributed to nobody.",
}


def find(
    commentary: Document,
    sources: Sequence[Document],
    *,
    names: Sequence[Sequence[str]] = (),
    normalizers: Mapping[str, Normalizer] | None = None,
    tokenize: Tokenizer | None = None,
) -> Tracing:
    r"""Return what a commentary quotes.

    Args:
        commentary: the text that quotes.
        sources: the texts it may quote, at least one.
        names: for each source what else it may be called; titles are read from the texts themselves.
        normalizers: what differs on paper only; `policydiff.normalization.STANDARD` if left out.
        tokenize: from a run of Chinese characters to its words; jieba if left out. It decides where the marks of edits begin and end.

    >>> from policydiff.outline import parse
    >>> law = parse("中华人民共和国公证法\n第一条　公证机构应当依法独立行使职能。\n第二条　公证员应当保守秘密。")
    >>> found = find(parse("《公证法》第二条规定：“公证员应当保守执业秘密。”"), [law])
    >>> [(q.kind.value, q.attributed, q.parts[0].clause, q.cited) for q in found.quotations]
    [('altered', True, 'a2', 'a2')]
    """
    return _Tracer(commentary, sources, names, STANDARD if normalizers is None else normalizers, tokenize).tracing()


class _Scripts(NamedTuple):
    """How the texts are brought to one script."""

    steps: tuple[list[Normalizer], ...]
    """For the commentary, then for each source."""
    fold: str | None
    """The configuration that brings the commentary to simplified characters, for cues and the word list."""
    differ: bool


def _scripts(documents: Sequence[Document], normalizers: Mapping[str, Normalizer]) -> _Scripts:
    scripts = [script_of(document.text) for document in documents]
    told = {script for script in scripts if script is not Script.UNKNOWN}
    differ = len(told) > 1 or Script.MIXED in told
    configs = [folding_config(d.text) if s in (Script.TRADITIONAL, Script.MIXED) else None for d, s in zip(documents, scripts, strict=True)]
    standard = list(normalizers.values())
    steps = tuple(standard + ([script_folding(config)] if config and differ else []) for config in configs)
    return _Scripts(steps, None if differ else configs[0], differ)


class _Tracer:
    def __init__(
        self,
        commentary: Document,
        sources: Sequence[Document],
        names: Sequence[Sequence[str]],
        normalizers: Mapping[str, Normalizer],
        tokenize: Tokenizer | None,
    ) -> None:
        self.documents = commentary, tuple(sources)
        self.scripts = _scripts([commentary, *sources], normalizers)
        self.normalizers, self.given = normalizers, tokenize
        self.here = Wording.of(commentary, normalizers=self.scripts.steps[0], markers=True)
        self.there = [
            Wording.of(source, normalizers=steps, frame=False) for source, steps in zip(sources, self.scripts.steps[1:], strict=True)
        ]
        self.index = Index(self.there)
        fold = partial(to_script, config=self.scripts.fold) if self.scripts.fold else None
        self.plain = fold(self.here.normal.text) if fold else self.here.normal.text
        folds = [_to_simplified(source) for source in sources]
        self.roster = Roster(
            tuple(
                tuple(dict.fromkeys(simplified(name) for name in names_of(source, names[k] if k < len(names) else ())))
                for k, (source, simplified) in enumerate(zip(sources, folds, strict=True))
            )
        )
        self.named = named(self.plain, self.roster)
        self.cited = citations(self.here, self.plain, self.named, self.roster)
        self.judging = judging.Settings(
            commentary.text,
            [source.text for source in sources],
            self.scripts.steps[0],
            self.scripts.steps[1:],
            partial(boundaries, tokenize=remembering(tokenize or (through(fold) if fold else None))),
        )

    def tracing(self) -> Tracing:
        groups = self._groups()
        quotations = sorted(self._quotations(groups), key=lambda q: (q.span, q.kind))
        commentary, sources = self.documents
        reading = Reading(self.here, self.plain, self.named, self.cited, self.roster, sources, quotations)
        return Tracing(
            commentary,
            sources,
            self.roster.names,
            tuple(self._mentions()),
            tuple(quotations),
            tuple(claims(reading)),
            self._notices(),
            self._settings(),
        )

    # -- which words are quotations ------------------------------------------------------------

    def _groups(self) -> list[Group]:
        times = Counter(source for name in self.named for source in name.sources)
        rank = {k: (-times[k], source.text) for k, source in enumerate(self.there)}
        selector = Selector(self.here, self.index, self._without_titles(), rank)
        retelling = Retelling(self.index)
        found = list[Group]()
        for stretch in stretches(self.here, self.cited):
            groups = selector.groups(stretch)
            found += groups or retelling.groups(self.here.text, stretch)
        return _continued(found)

    def _without_titles(self) -> str:
        """The letters of the commentary, those in titles blanked out but where a source prints the same title."""
        own = {bare(name.title) for source in self.there for name in named(source.normal.text, self.roster) if not name.sources}
        letters = list(self.here.text)
        for name in self.named:
            if (name.is_bracketed or not name.is_short) and name.title not in own:
                start, end = self.here.letters(name.start, name.end)
                letters[start:end] = "\0" * (end - start)
        return "".join(letters)

    # -- how exact they are ------------------------------------------------------------

    def _quotations(self, groups: Sequence[Group]) -> Iterator[Quotation]:
        for group in groups:
            quotation = self._quotation(group)
            if quotation is not None:
                yield quotation
                yield from self._missing_inside(group)
        yield from self._not_found(groups)

    def _quotation(self, group: Group) -> Quotation | None:
        parts, shared = list[QuotedPart](), 0
        for passage in group.passages:
            part, common = self._part(passage)
            parts.append(part)
            shared += common
        gaps = [b.start - a.end for a, b in pairwise(group.passages)]
        in_one_piece = all(_follows(a, b) for a, b in pairwise(group.passages))
        kind = judging.kind_of(parts, gaps, in_one_piece=in_one_piece)
        score = shared / max(1, group.end - group.start)
        span = Span(parts[0].span.start, parts[-1].span.end)
        return self._attributed(group, Quotation(span, kind, False, round(score, 4), tuple(parts)))

    def _part(self, passage: Passage) -> tuple[QuotedPart, int]:
        source = self.there[passage.source]
        offset = self.index.offsets[passage.source]
        clause = source.clauses[source.clause_at(passage.there_start - offset)]
        letters = between_words(list(passage.pieces()), self.here.text, self.index.text, self._words_of)
        spans = [(self.here.span(a, b), source.span(there_a - offset, there_b - offset)) for a, b, there_a, there_b in letters]
        pieces = self._with_marks(spans, passage.source)
        return judging.judged(self.judging, passage.source, clause.id, pieces)

    def _words_of(self, text: str) -> Boundaries:
        return self.judging.boundaries(text, None)

    def _with_marks(self, spans: Sequence[tuple[Span, Span]], source: int) -> list[judging.Piece]:
        """The pieces of a passage, with the quotation marks at its ends whose counterparts it holds."""
        commentary, sources = self.documents
        here = with_marks(commentary.text, Span(spans[0][0].start, spans[-1][0].end))
        there = with_marks(sources[source].text, Span(spans[0][1].start, spans[-1][1].end))
        starts = [here.start, *(span.start for span, _ in spans[1:])], [there.start, *(span.start for _, span in spans[1:])]
        ends = [*(span.end for span, _ in spans[:-1]), here.end], [*(span.end for _, span in spans[:-1]), there.end]
        return [judging.Piece(Span(a, b), Span(c, d)) for a, b, c, d in zip(starts[0], ends[0], starts[1], ends[1], strict=True)]

    def _attributed(self, group: Group, quotation: Quotation) -> Quotation:
        citation = group.citation
        if citation is None:
            return quotation
        to = group.source if group.source in citation.sources else citation.sources[0]
        return Quotation(
            quotation.span,
            quotation.kind,
            True,
            quotation.score,
            quotation.parts,
            to,
            self.here.normal.raw_span(*citation.cue),
            self._cited(citation, to),
            _closer(group, citation),
        )

    def _cited(self, citation: Citation, source: int) -> str | None:
        clause = cited_clause(self.documents[1][source], citation.number, citation.branch)
        return clause.id if clause else None

    # -- what is announced and not there ------------------------------------------------------------

    def _missing_inside(self, group: Group) -> Iterator[Quotation]:
        """Whole segments between two parts of an announced quotation that its source does not have."""
        if group.citation is None:
            return
        for before, behind in pairwise(group.passages):
            start, end = self._whole_segments(before.end, behind.start)
            if end - start >= _LEAST_MISSING:
                yield self._missing(start, end, group.citation)

    def _whole_segments(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.here.stop(start) < Stop.SEGMENT:
            start += 1
        while end > start and self.here.stop(end) < Stop.SEGMENT:
            end -= 1
        return start, end

    def _not_found(self, groups: Sequence[Group]) -> Iterator[Quotation]:
        """Words that are announced as those of a source, and of which nothing is there."""
        found = sorted((group.start, group.end) for group in groups)
        starts = [start for start, _ in found]
        for citation in self.cited:
            start, end = self.here.letters(citation.start, citation.end)
            if citation.strength == 2 and end - start >= _LEAST_MISSING and not _touches(found, starts, start, end):
                yield self._missing(start, end, citation)

    def _missing(self, start: int, end: int, citation: Citation) -> Quotation:
        source = citation.sources[0]
        span, cue = self.here.span(start, end), self.here.normal.raw_span(*citation.cue)
        return Quotation(span, QuotationKind.NOT_FOUND, True, 0.0, (), source, cue, self._cited(citation, source))

    # -- the rest of the record ------------------------------------------------------------

    def _mentions(self) -> Iterator[Mention]:
        for name in self.named:
            for source in name.sources:
                yield Mention(self.here.normal.raw_span(name.start, name.end), source)

    def _notices(self) -> tuple[Notice, ...]:
        mentioned = {source for name in self.named for source in name.sources}
        message, said = "文本字体不同（繁简），按简体查找。", saying("script.searched")
        notices = [Notice("script", message, Span(0, 0), said)] if self.scripts.differ else []
        for source, document in enumerate(self.documents[1]):
            if source not in mentioned:
                own = self.roster.names[source]
                called = own[0] if own else document.source.name
                message, said = f"文中没有提到来源“{called}”的名称。", saying("never-named", name=called)
                notices.append(Notice("never-named", message, Span(0, 0), said))
        return tuple(notices)

    def _settings(self) -> dict[str, object]:
        return {
            "normalizers": list(self.normalizers),
            "scripts_differ": self.scripts.differ,
            "tokenizer": tokenizer_name() if self.given is None else "given",
            "unit": "code points",
        }


#: Announced words of fewer letters than this are not looked for in vain.
_LEAST_MISSING: Final = 6


def _to_simplified(source: Document) -> Callable[[str], str]:
    config = folding_config(source.text) if script_of(source.text) in (Script.TRADITIONAL, Script.MIXED) else None
    return partial(to_script, config=config) if config else str


def _touches(found: Sequence[tuple[int, int]], starts: Sequence[int], start: int, end: int) -> bool:
    place = bisect_left(starts, end)
    return any(a < end and start < b for a, b in found[max(0, place - 8) : place])


def _follows(before: Passage, behind: Passage) -> bool:
    """Whether one passage begins where the other ends, with no word in between."""
    return before.source == behind.source and before.there_end == behind.there_start and before.end == behind.start


def _closer(group: Group, citation: Citation) -> int | None:
    """Another source that has clearly more of the words than any that is named."""
    own = max((worth for source, worth in group.rivals.items() if source in citation.sources), default=0.0)
    others = [(worth, source) for source, worth in group.rivals.items() if source not in citation.sources]
    best = max(others, default=(0.0, -1), key=lambda pair: (pair[0], -pair[1]))
    return best[1] if best[0] > _CLEARLY * own + 1 and best[0] >= 4 else None


#: So much more of the words must be in the other source.
_CLEARLY: Final = 1.25


def _continued(groups: Sequence[Group]) -> list[Group]:
    """Join a quotation with the one that goes on in the next sentence where the source goes on."""
    out = list[Group]()
    for group in groups:
        last = out[-1] if out else None
        if last is not None and _goes_on(last, group):
            out[-1] = last._replace(passages=(*last.passages, *group.passages), worth=last.worth + group.worth)
        else:
            out.append(group)
    return out


def _goes_on(last: Group, group: Group) -> bool:
    if group.citation not in (None, last.citation) or (last.citation is not None and group.citation is None and last.citation.is_marked):
        return False
    return _follows(last.passages[-1], group.passages[0])

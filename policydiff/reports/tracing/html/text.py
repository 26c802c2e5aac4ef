"""The commentary with its quotations in place: paragraphs cut where a quotation, its announcement or a statement begins and ends.

    《意见》第十五条中提出，实现……社会保障信息互联互通、服务事项一网通办
    ~~~~~~~~~~~~~~~~~~~~~~ 〔改12〕══════════════ins═════════════════════════

Whatever covers a passage, it is cut into stretches that follow each other, never into elements inside elements: marks may overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from policydiff.model import Clause, Edit, EditTag, Quotation, QuotationKind, QuotedPart, Span
from policydiff.reports.html.marks import LONG, plain_pieces
from policydiff.reports.html.view import Piece
from policydiff.reports.tracing.html import phrases
from policydiff.reports.tracing.html.names import Names, seal_of
from policydiff.reports.tracing.html.view import Run, Sign, Stretch, Verdict
from policydiff.reports.tracing.labels import kind_key

_LINE_ENDS: Final = re.compile(r"[ \t\u3000]*[\r\n\f][ \t\u3000\r\n\f]*")
WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text as pieces: boxes for what has no shape, line ends hidden."""
    found, place = list[Piece](), 0
    for match in _LINE_ENDS.finditer(text):
        found += [*plain_pieces(text[place : match.start()]), Piece("break", match[0].replace("\f", "\n"))]
        place = match.end()
    return (*found, *plain_pieces(text[place:]))


def has_words(text: str) -> bool:
    """Whether there is more in a text than marks and blanks."""
    return any(c.isalnum() for c in text)


def drawn(tag: str, text: str) -> Run:
    """Return one side of an edit as it is drawn: marks of punctuation faintly, passages with a line alone."""
    if not has_words(text):
        return Run(tag, "formal-mark", pieces(text))
    return Run(tag, "long" if len(text) >= LONG else "", pieces(text))


class _Layer(NamedTuple):
    """Passages that are marked alike, in order."""

    spans: Sequence[Span]
    starts: Sequence[int]

    @classmethod
    def of(cls, spans: Sequence[Span]) -> _Layer:
        return cls(spans, [span.start for span in spans])

    def inside(self, span: Span) -> range:
        """Which of them begin inside a passage."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def at(self, place: int) -> range:
        """Which of them begin at a place."""
        return self.inside(Span(place, place + 1))


class _Part(NamedTuple):
    """A part of a quotation, or a quotation of which nothing was found."""

    number: int
    quotation: Quotation
    place: int
    part: QuotedPart | None

    @property
    def span(self) -> Span:
        return self.part.span if self.part else self.quotation.span

    @property
    def edits(self) -> Sequence[Edit]:
        return self.part.edits if self.part and self.part.kind is not QuotationKind.PARAPHRASE else ()


class _Covered(NamedTuple):
    """A passage, and what covers it: a part of a quotation, an announcement, a statement, each by its number."""

    span: Span
    part: int | None
    cue: int | None
    claim: int | None


class Text:
    """Draws the paragraphs of the commentary."""

    def __init__(self, names: Names) -> None:
        tracing = names.tracing
        self._names, self._raw = names, tracing.commentary.text
        self._parts_of = [
            [_Part(number, quotation, place, part) for place, part in enumerate(quotation.parts or (None,))]
            for number, quotation in enumerate(tracing.quotations)
        ]
        self._parts = sorted((part for parts in self._parts_of for part in parts), key=lambda part: (part.span, part.number, part.place))
        self._claims = tracing.claims
        self._claims_ending = defaultdict[int, list[int]](list)
        for number, claim in enumerate(tracing.claims):
            self._claims_ending[claim.span.end].append(number)
        self._layers = {
            "part": _Layer.of([part.span for part in self._parts]),
            "cue": _Layer.of(sorted({quotation.cue for quotation in tracing.quotations if quotation.cue is not None})),
            "claim": _Layer.of([claim.span for claim in tracing.claims]),
        }

    def is_marked(self, clause: Clause) -> bool:
        """Whether anything is marked in a paragraph."""
        return any(len(layer.inside(clause.span)) for layer in self._layers.values())

    def begun(self, clause: Clause) -> list[int]:
        """Return which quotations begin in a paragraph."""
        parts = (self._parts[k] for k in self._layers["part"].inside(clause.span))
        return sorted(part.number for part in parts if part.place == 0)

    def stretches(self, clause: Clause) -> tuple[Stretch, ...]:
        """Return a paragraph, cut into stretches."""
        cover = self._covered(clause.span)
        return tuple(self._stretch(list(group)) for _, group in groupby(cover, key=lambda covered: covered[1:]))

    def _covered(self, span: Span) -> Iterator[_Covered]:
        """Yield passages with the part, the announcement and the statement they belong to."""
        inside = {name: [(k, layer.spans[k]) for k in layer.inside(span)] for name, layer in self._layers.items()}
        edges = {min(edge, span.end) for found in inside.values() for _, other in found for edge in other}
        for start, end in pairwise(sorted({span.start, span.end, *edges})):
            part, cue, claim = (_innermost(inside[name], start) for name in ("part", "cue", "claim"))
            yield _Covered(Span(start, end), part, cue, claim)

    def _stretch(self, group: Sequence[_Covered]) -> Stretch:
        _, at, cue, claim = group[0]
        span = Span(group[0].span.start, group[-1].span.end)
        part = self._parts[at] if at is not None else None
        said = self._claims[claim] if claim is not None else None
        classes = [
            *(["quoted", kind_key(part.quotation.kind)] if part else []),
            *(["cue"] if cue is not None else []),
            *(["claim", "true" if said.true else "false"] if said else []),
        ]
        runs = tuple(self._runs(span, part)) if part else (Run("", "", pieces(span.of(self._raw))),)
        opening = tuple(self._sign(self._parts[k]) for k in self._layers["part"].at(span.start))
        closing = tuple(map(self._verdict, self._claims_ending.get(span.end, ())))
        return Stretch(" ".join(classes), runs, opening, closing)

    def quotation(self, number: int) -> Iterator[Run]:
        """Yield a quotation from its first part to its last."""
        end = self._parts_of[number][0].span.start
        for part in self._parts_of[number]:
            if end < part.span.start:
                yield Run("", "", pieces(self._raw[end : part.span.start]))
            yield from self._runs(part.span, part)
            end = part.span.end

    def _runs(self, span: Span, part: _Part) -> Iterator[Run]:
        """The words of a part of a quotation, those that are not the source's marked."""
        place = span.start
        for edit in part.edits:
            start, end = max(place, edit.new.start), min(span.end, edit.new.end)
            if edit.tag not in WORDING or start >= end:
                continue
            if place < start:
                yield Run("", "", pieces(self._raw[place:start]))
            yield drawn("ins", self._raw[start:end])
            place = end
        if place < span.end:
            yield Run("", "", pieces(self._raw[place : span.end]))

    def _sign(self, part: _Part) -> Sign:
        number = str(part.number + 1) + (f"-{part.place + 1}" if part.place else "")
        words = self._names.words
        said = phrases.said(words, part.quotation, self._names.where(part.quotation))
        return Sign(f"q{number}", seal_of(words, part.quotation.kind), number, f"#k{part.number + 1}", said)

    def _verdict(self, number: int) -> Verdict:
        claim, words = self._claims[number], self._names.words
        word = words["quote.true" if claim.true else "quote.false"]
        return Verdict(f"v{number + 1}", word, claim.true, f"#r{number + 1}", phrases.said_claim(words, claim.claim, true=claim.true))


def _innermost(spans: Sequence[tuple[int, Span]], place: int) -> int | None:
    covering = [(span.size, k) for k, span in spans if span.start <= place < span.end]
    return min(covering)[1] if covering else None

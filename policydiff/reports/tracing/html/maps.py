"""Which clauses of each source are quoted, how often, how much of them and where; which never. And what each section quotes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

from policydiff.model import FRAME_LEVELS, EditTag, QuotationKind, Span, Unit
from policydiff.quotations.coverage import Covered, by_provision, counts, coverage, sections
from policydiff.reports.html.lookup import one_line, shortened
from policydiff.reports.html.view import Link
from policydiff.reports.tracing.html.names import Names
from policydiff.reports.tracing.html.text import pieces
from policydiff.reports.tracing.html.view import Map, Place, Provision, Run, SectionLine, Tile

_OPENING: Final = 30
_MOST_SHADES: Final = 3


class Maps:
    """What of the sources is quoted."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._covered: Mapping[tuple[int, str], Covered] = {(row.source, row.clause.id): row for row in coverage(names.tracing)}
        self._quoted = [_quoted(names, source) for source in range(len(names.tracing.sources))]

    def quoted_of(self, source: int) -> tuple[int, int]:
        """Return how many provisions of a source are quoted, and how many there are."""
        provisions = by_provision(self._names.tracing, source)
        return sum(bool(numbers) for _, numbers in provisions), len(provisions)

    def _quotations(self, source: int, unit: Unit) -> list[int]:
        rows = (self._covered.get((source, clause.id)) for clause in unit.clauses)
        return sorted({number for row in rows if row is not None for number in row.quotations})

    def maps(self) -> tuple[Map, ...]:
        """Return a map of every source."""
        return tuple(map(self._map, range(len(self._names.tracing.sources))))

    def _map(self, source: int) -> Map:
        document = self._names.tracing.sources[source]
        units = [unit for unit in document.units if unit.head.level not in FRAME_LEVELS]
        provisions = tuple(self._provision(source, unit) for unit in units)
        own = [provision for provision in provisions if not provision.is_heading]
        tiles = tuple(Tile(f"#{p.id}", p.name, p.times, min(p.times, _MOST_SHADES)) for p in own)
        return Map(
            id=f"s{source + 1}",
            name=self._names.sources[source],
            lang=self._names.lang[source],
            line=self._covered_in_words(source),
            never=tuple(Link(p.name, f"#{p.id}") for p in own if not p.times),
            tiles=tiles,
            provisions=provisions,
        )

    def _covered_in_words(self, source: int) -> str:
        quoted, total = self.quoted_of(source)
        return self._names.words.say("quote.covered", count=total, quoted=quoted, never=total - quoted)

    def _provision(self, source: int, unit: Unit) -> Provision:
        names, document = self._names, self._names.tracing.sources[source]
        numbers = self._quotations(source, unit)
        return Provision(
            id=names.clause_id(source, unit.head.id),
            name=names.own_label(source, unit.head.id),
            is_heading=unit.head.id in document.headings,
            runs=tuple(self._runs(source, unit.span)),
            opening=self._opening(source, unit),
            times=len(numbers),
            share=self._share(source, unit) if numbers else "",
            places=tuple(self._places(numbers)),
        )

    def _opening(self, source: int, unit: Unit) -> str:
        """The heading of a provision, or how it begins."""
        document, head = self._names.tracing.sources[source], unit.head
        if head.heading:
            return one_line(head.heading)
        begin = head.marker_span.end if head.marker_span else head.span.start
        return shortened(one_line(document.text[begin : unit.span.end]).strip(" 　*#"), _OPENING)

    def _share(self, source: int, unit: Unit) -> str:
        """How much of a provision is quoted word for word somewhere, in per cent."""
        rows = [row for clause in unit.clauses if (row := self._covered.get((source, clause.id))) is not None]
        size = sum(row.clause.span.size for row in rows)
        return f"{100 * sum(row.share * row.clause.span.size for row in rows) / size:.0f}%" if size else ""

    def _runs(self, source: int, span: Span) -> Iterator[Run]:
        raw, place, quoted = self._names.tracing.sources[source].text, span.start, self._quoted[source]
        first = bisect_right(quoted, span.start, key=lambda taken: taken[1])
        for start, end in takewhile(lambda taken: taken[0] < span.end, (quoted[k] for k in range(first, len(quoted)))):
            start, end = max(start, place), min(end, span.end)
            if place < start:
                yield Run("", "", pieces(raw[place:start]))
            yield Run("span", "taken", pieces(raw[start:end]))
            place = end
        if place < span.end:
            yield Run("", "", pieces(raw[place : span.end]))

    def _places(self, numbers: Sequence[int]) -> Iterator[Place]:
        by_section = dict[str, list[Link]]()
        for number in numbers:
            section = self._names.section_at(self._names.tracing.quotations[number].span.start)
            by_section.setdefault(self._names.section_brief(section), []).append(self._names.quotation(number))
        yield from (Place(name, tuple(links)) for name, links in by_section.items())

    # -- by section of the commentary

    def sections(self) -> tuple[SectionLine, ...]:
        """Return what each section of the commentary quotes."""
        return tuple(self._section_lines())

    def _section_lines(self) -> Iterator[SectionLine]:
        names, tracing = self._names, self._names.tracing
        for section in sections(tracing):
            parts = [part for number in section.quotations for part in tracing.quotations[number].parts]
            clauses = dict.fromkeys(names.clause(part.source, part.clause) for part in parts)
            found = counts(tracing, section.quotations)
            yield SectionLine(
                section=Link(names.section_name(section.clause), f"#{names.section_id(section.clause)}"),
                author=one_line(section.author or ""),
                counts=tuple(str(found[kind] or "") for kind in QuotationKind),
                clauses=tuple(clauses),
            )


def _quoted(names: Names, source: int) -> list[tuple[int, int]]:
    """The passages of a source that are quoted word for word somewhere, in order, those that touch joined."""
    spans = sorted(
        edit.old
        for quotation in names.tracing.quotations
        for part in quotation.parts
        if part.source == source
        for edit in part.edits
        if edit.tag in (EditTag.EQUAL, EditTag.FORMAL) and edit.old.size
    )
    joined = list[tuple[int, int]]()
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined

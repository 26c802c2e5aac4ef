"""Which clauses of the sources a commentary quotes, how often and how much of them, and where: by question, essay or chapter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policydiff.model import FRAME_LEVELS, Clause, Document, EditTag, Level, QuotationKind, QuotedPart, Span, Tracing, Unit


class Covered(NamedTuple):
    """A clause of a source, and where it is quoted."""

    source: int
    """Which source, from 0."""
    clause: Clause
    quotations: tuple[int, ...]
    """Which quotations have a part of it, as indices into `Tracing.quotations`."""
    share: float
    """How much of its text is quoted word for word somewhere, from 0 to 1."""
    sections: tuple[Clause, ...]
    """The sections of the commentary that quote it, in order."""


class Section(NamedTuple):
    """A section of the commentary, and what it quotes."""

    clause: Clause | None
    """Its heading; None for what stands before the first one."""
    author: str | None
    """Whose name stands below the heading."""
    quotations: tuple[int, ...]
    """As indices into `Tracing.quotations`."""


def coverage(tracing: Tracing) -> tuple[Covered, ...]:
    """Return every clause of every source that is not a title, a date or the like, quoted or not, in order."""
    places = dict[tuple[int, str], list[tuple[int, QuotedPart]]]()
    for number, quotation in enumerate(tracing.quotations):
        for part in quotation.parts:
            places.setdefault((part.source, part.clause), []).append((number, part))
    return tuple(
        _covered(tracing, source, clause, places.get((source, clause.id), []))
        for source, document in enumerate(tracing.sources)
        for clause in document.clauses
        if clause.level not in FRAME_LEVELS
    )


def by_provision(tracing: Tracing, source: int) -> list[tuple[Unit, tuple[int, ...]]]:
    """Return the provisions of a source that say something, no headings, each with the quotations of it and of its parts."""
    document = tracing.sources[source]
    by_clause = dict[str, set[int]]()
    for number, quotation in enumerate(tracing.quotations):
        for part in quotation.parts:
            if part.source == source:
                by_clause.setdefault(part.clause, set()).add(number)
    return [
        (unit, tuple(sorted(set().union(*(by_clause.get(clause.id, ()) for clause in unit.clauses)))))
        for unit in document.units
        if unit.head.id in document.provisions
    ]


def _covered(tracing: Tracing, source: int, clause: Clause, found: list[tuple[int, QuotedPart]]) -> Covered:
    numbers = tuple(dict.fromkeys(number for number, _ in found))
    sections = {s.id: s for number in numbers if (s := section_of(tracing.commentary, tracing.quotations[number].span.start)) is not None}
    quoted = {place for _, part in found for span in _kept(part) for place in range(*span)}
    size = clause.span.size - (clause.marker_span.size if clause.marker_span else 0)
    return Covered(source, clause, numbers, round(min(1.0, len(quoted) / size), 4) if size else 0.0, tuple(sections.values()))


def _kept(part: QuotedPart) -> Iterator[Span]:
    """The passages of the source that the commentary has word for word."""
    return (edit.old for edit in part.edits if edit.tag in (EditTag.EQUAL, EditTag.FORMAL))


def sections(tracing: Tracing) -> tuple[Section, ...]:
    """Return the sections of the commentary that quote something, in order, each with what it quotes."""
    by_section = dict[str | None, list[int]]()
    clauses = dict[str | None, Clause | None]()
    for number, quotation in enumerate(tracing.quotations):
        section = section_of(tracing.commentary, quotation.span.start)
        key = section.id if section else None
        by_section.setdefault(key, []).append(number)
        clauses[key] = section
    document = tracing.commentary
    authors = {
        c.parent: document.text_of(c).strip() for c in reversed(document.clauses) if c.level is Level.AUTHOR and c.parent is not None
    }
    return tuple(Section(clauses[key], authors.get(key or ""), tuple(found)) for key, found in by_section.items())


def section_of(document: Document, place: int) -> Clause | None:
    """Return the essay or the question that a place of a commentary belongs to: the innermost heading above it, or the essay it is in."""
    behind = bisect_right(document.clauses, place, key=lambda c: c.span.start)
    if not behind:
        return None
    clause = document.clauses[behind - 1]
    line = [clause, *document.ancestors(clause)]
    essay = next((c for c in line if c.level is Level.PIECE), None)
    return essay or next((c for c in line if c.id in document.headings), None)


def counts(tracing: Tracing, numbers: Iterable[int] | None = None) -> dict[QuotationKind, int]:
    """Return how many quotations there are of each kind, in the order of the kinds."""
    chosen = tracing.quotations if numbers is None else [tracing.quotations[number] for number in numbers]
    return {kind: sum(quotation.kind is kind for quotation in chosen) for kind in QuotationKind}

"""The clauses of a source as people count and cite them: its articles, or the measures that are numbered from the first to the last."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.model import HEADING_LEVELS, Clause, Document, Level
from policydiff.numerals import numeral_value


def provisions(document: Document) -> tuple[Clause, ...]:
    r"""Return the articles of a statute, or the clauses of a paper at the level whose numbers run on through all of it.

    >>> from policydiff.outline import parse
    >>> [c.marker for c in provisions(parse("一、引领\n（一）加强教育。\n（二）加强党建。\n二、民主\n（三）落实制度。"))]
    ['（一）', '（二）', '（三）']
    """
    articles = tuple(clause for clause in document.clauses if clause.level is Level.ARTICLE)
    if articles:
        return articles
    running = [level for level in _levels(document) if not _restarts(document, level)]
    across = [level for level in running if len({clause.parent for clause in _at(document, level)}) > 1]
    if across:
        return _at(document, across[-1])
    return max((_at(document, level) for level in running), key=len, default=())


def headings(document: Document) -> list[tuple[Clause, ...]]:
    """Return the groups of clauses that may be counted as parts of a document: its chapters, its sections, what is above provisions."""
    counted = {id for clause in provisions(document) if (id := clause.parent) is not None}
    parents = tuple(clause for clause in document.clauses if clause.id in counted)
    levels = (*HEADING_LEVELS, *(level for level in _levels(document)))
    groups = [parents, *(_at(document, level) for level in dict.fromkeys(levels))]
    return [group for group in groups if group]


def cited_clause(document: Document, number: str | None, branch: str | None = None) -> Clause | None:
    """Return the provision that a commentary cites by its number, or None."""
    if number is None:
        return None
    value, side = numeral_value(number), numeral_value(branch) if branch else None
    found = [c for c in provisions(document) if c.number == value and c.branch == side]
    return found[0] if len(found) == 1 else None


def _levels(document: Document) -> Sequence[Level]:
    return tuple(
        level
        for level in (Level.LAYER_1, Level.LAYER_2, Level.LAYER_3, Level.LAYER_4, Level.LAYER_5)
        if any(c.level is level for c in document.clauses)
    )


def _at(document: Document, level: Level) -> tuple[Clause, ...]:
    return tuple(clause for clause in document.clauses if clause.level is level and clause.number is not None)


def _restarts(document: Document, level: Level) -> bool:
    numbers = [clause.number for clause in _at(document, level)]
    return len(numbers) != len(set(numbers))

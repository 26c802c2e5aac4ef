"""A reference and the clause it stands in → the clauses of the document that it names.

    in 第十二条第二款       第三条第一款第二项 → a3.p1.i2      前条 → a11      前款 → a12.p1      本章 → c2
    in a policy paper      第（五）条, 第五条 → 2.5, where （五） is printed once

An article of one paragraph is not divided in the outline: its 第一款 is the article itself, and its items hang below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policydiff.model import PART_LEVELS, Clause, Document, Level
from policydiff.references.reading import LEVELS, Naming, Reference, Step

_DIVISIONS: Final = frozenset(LEVELS[: LEVELS.index(Level.ARTICLE)])
_SCOPES: Final = frozenset({Level.PIECE, Level.ANNEX})
#: What a paper that has no articles calls 条 and 项: the units it numbers.
_LAYERS: Final = (Level.LAYER_2, Level.LAYER_1, Level.LAYER_3, Level.LAYER_4)


def resolve(document: Document, clause: Clause, reference: Reference) -> str | None:
    r"""Return the id of the clause that a reference names; for a range of its first; None if there is none, or if it is to another law.

    Args:
        document: the text.
        clause: the clause of it that the reference stands in, part or not.
        reference: what `find_references` read there.

    >>> from policydiff.outline import parse
    >>> from policydiff.references.reading import find_references
    >>> law = parse("第一条　下列行为：\n（一）生产；\n（二）销售。\n第二条　违反前条第二项规定的，……。")
    >>> (found,) = find_references("违反前条第二项规定的")
    >>> resolve(law, law.find("第二条"), found)
    'a1.i2'
    """
    return next(iter(Targets(document).of(clause, reference)), None)


class Targets:
    """Where the references of one document lead."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._children: dict[str | None, list[Clause]] = {}
        self._series: dict[tuple[str | None, Level], list[Clause]] = {}
        self._places: dict[str, int] = {}
        self._by_number: dict[tuple[str | None, Level, int, int], Clause] = {}
        for clause in document.clauses:
            self._children.setdefault(clause.parent, []).append(clause)
            if clause.is_part:
                continue
            scope = self._scope(clause)
            series = self._series.setdefault((scope, clause.level), [])
            self._places[clause.id] = len(series)
            series.append(clause)
            if clause.number is not None:
                self._by_number.setdefault((scope, clause.level, clause.number, clause.branch or 0), clause)

    def of(self, clause: Clause, reference: Reference) -> tuple[str, ...]:
        """Return the ids of all clauses that a reference names, in the order of the text; none if it is to another law."""
        if not reference.is_own:
            return ()
        first = self._walk(clause, reference.path)
        if not reference.until or not first:
            return tuple(found.id for found in first)
        last = self._walk(clause, reference.until)
        return self._between(first[0], last[-1]) if last else ()

    def ends(self, clause: Clause, reference: Reference) -> tuple[str | None, ...]:
        """Return the id of what a reference names; for several (第五条至第八条, 前二款) that of the first and of the last.

        None stands for what the document does not have.
        """
        found = [self._walk(clause, path) for path in (reference.path, reference.until) if path]
        ids = [[c.id for c in clauses] for clauses in found]
        if not all(ids):
            return (None,)
        first, last = ids[0][0], ids[-1][-1]
        return (first,) if len(ids) == 1 and first == last else (first, last)

    def heads(self, clause: Clause, reference: Reference) -> tuple[str | None, ...]:
        """Return the same for the articles alone: what a reference names, less paragraphs and items."""
        outer = [tuple(s for s in path if s.level not in PART_LEVELS) for path in (reference.path, reference.until) if path]
        if not all(outer):
            return tuple(self._head(clause).id for _ in outer)
        return self.ends(clause, replace(reference, path=outer[0], until=outer[1] if len(outer) > 1 else ()))

    def article_of(self, id: str) -> str:
        """Return the id of the provision that a clause is, or is a part of."""
        clause = self.document.clause(id)
        return self._head(clause).id

    def parts(self, clause: Clause, level: Level) -> list[Clause]:
        """Return the paragraphs, items or subitems of a clause."""
        return [child for child in self._children.get(clause.id, []) if child.level is level]

    def parts_below(self, id: str, level: Level) -> list[str]:
        """Return the ids of the parts of one level below a provision, directly or not."""
        children = self._children.get(id, [])
        return [found for c in children for found in ([c.id] if c.level is level else self.parts_below(c.id, level))]

    def has_no(self, clause: Clause, step: Step) -> bool:
        """Return whether there are articles around a clause, and none with the number that a step names."""
        scopes = (self._scope(clause), None)
        return any((scope, Level.ARTICLE) in self._series for scope in scopes) and not self._numbered(scopes, Level.ARTICLE, step)

    # -- steps ---------------------------------------------------------------------------------------------------------------------

    def _walk(self, clause: Clause, path: Sequence[Step]) -> list[Clause]:
        found = self._first(clause, path[0])
        for step in path[1:]:
            found = self._below(found[0], step) if found else []
        return found

    def _first(self, clause: Clause, step: Step) -> list[Clause]:
        if step.level in _DIVISIONS or step.level is Level.ARTICLE:
            return self._unit(clause, step)
        if step.level is Level.SUBITEM and (subsections := self._subsections(clause)):
            return [c for c in subsections if step.naming is Naming.HERE or _is_numbered(c, step)][:1]
        part = self._part_at(clause, step.level)
        if step.naming is Naming.HERE:
            return [part] if part else []
        if step.naming is Naming.NUMBER:
            return self._named_part(clause, step)
        series = self._siblings(clause, part, step.level)
        return _counted_back(series, series.index(part), step.number) if part in series else []

    def _unit(self, clause: Clause, step: Step) -> list[Clause]:
        """An article or a division."""
        scope = self._scope(clause)
        here = next((c for c in (self._head(clause), *self.document.ancestors(clause)) if c.level is step.level), None)
        if step.naming is Naming.HERE:
            return [here] if here else []
        if step.naming is Naming.BACK:
            if here is None:
                return []
            before = _counted_back(self._series[scope, step.level], self._places[here.id], step.number)
            return before if step.level is Level.ARTICLE or all(c.parent == here.parent for c in before) else []
        if step.level in _DIVISIONS:
            return self._division(clause, step)
        return self._numbered((scope, None), Level.ARTICLE, step) or self._unit_of_paper(scope, step)

    def _numbered(self, scopes: Sequence[str | None], level: Level, step: Step) -> list[Clause]:
        for scope in scopes:
            found = self._by_number.get((scope, level, step.number or 0, step.branch or 0))
            if found is not None:
                return [found]
        return []

    def _unit_of_paper(self, scope: str | None, step: Step) -> list[Clause]:
        """（五） for 第五条, where no article is printed and the number only once."""
        if (scope, Level.ARTICLE) in self._series or step.branch:
            return []
        for level in (Level.LAYER_1,) if step.level is Level.PART else _LAYERS:
            found = [c for c in self._series.get((scope, level), []) if c.number == step.number]
            if found:
                return found if len(found) == 1 else []
        return []

    def _division(self, clause: Clause, step: Step) -> list[Clause]:
        """The nearest: 第二章 is that of the part it is named in, where chapters are counted in parts."""
        if step.level is Level.ANNEX and step.number is None:
            annexes = self._series.get((None, Level.ANNEX), [])
            return annexes if len(annexes) == 1 else []
        above: list[str | None] = [c.id for c in self.document.ancestors(clause)]
        for parent in (*above, None):
            found = [c for c in self._children.get(parent, []) if c.level is step.level and c.number == step.number]
            if found:
                return found[:1]
        found = self._numbered((self._scope(clause), None), step.level, step)
        if found or step.level is not Level.PART:
            return found
        return self._unit_of_paper(self._scope(clause), step)

    def _subsections(self, clause: Clause) -> list[Clause]:
        """目 is a subitem, or a heading below 節 in a few codes: the one the clause stands below, then its siblings."""
        here = next((c for c in self.document.ancestors(clause) if c.level is Level.SUBSECTION), None)
        if here is None or self._part_at(clause, Level.ITEM) is not None:
            return []
        return [here, *(c for c in self._children[here.parent] if c.level is Level.SUBSECTION)]

    # -- parts ---------------------------------------------------------------------------------------------------------------------

    def _named_part(self, clause: Clause, step: Step) -> list[Clause]:
        """第二款 alone is of this article; 第二项 alone of this paragraph, or of the only one that has such an item."""
        head = self._head(clause)
        if step.level is Level.PARAGRAPH:
            return self._below(head, step)
        above = self._part_at(clause, LEVELS[LEVELS.index(step.level) - 1])
        found = self._below(above, step) if above else []
        found = found or self._below(head, step)
        if found or step.level is not Level.ITEM or head.level is Level.ARTICLE:
            return found
        return self._unit_of_paper(self._scope(clause), step)

    def _below(self, clause: Clause, step: Step) -> list[Clause]:
        """The part of a clause with this number, or the division below a division."""
        if step.level is Level.PARAGRAPH:
            paragraphs = self._paragraphs(clause)
            return paragraphs[step.number - 1 : step.number] if step.number else []
        if step.level is Level.ARTICLE:
            return self._numbered((self._scope(clause), None), step.level, step)
        children = self._children.get(clause.id, [])
        found = _numbered_among(children, step)
        if not found and step.level is Level.ITEM:
            below = [child for paragraph in self._paragraphs(clause) for child in self._children.get(paragraph.id, [])]
            found = _numbered_among(below, step)
        return found if len(found) == 1 else []

    def _paragraphs(self, clause: Clause) -> list[Clause]:
        """The paragraphs of a provision; itself if it is not divided."""
        found = [c for c in self._children.get(clause.id, []) if c.level is Level.PARAGRAPH]
        own = clause.marker_span is None or self.document.text[clause.marker_span.end : clause.span.end].strip()
        if found and own and clause.heading_span is None and clause.level is not Level.ARTICLE:
            return [clause, *found]
        return found or [clause]

    def _part_at(self, clause: Clause, level: Level) -> Clause | None:
        """The part of this level that a clause is or stands in; an article that is not divided is its own paragraph."""
        for c in (clause, *self.document.ancestors(clause)):
            if c.level is level:
                return c
            if not c.is_part:
                break
        head = self._head(clause)
        return head if level is Level.PARAGRAPH and self._paragraphs(head) == [head] else None

    def _siblings(self, clause: Clause, part: Clause | None, level: Level) -> list[Clause]:
        if level is Level.PARAGRAPH:
            return self._paragraphs(self._head(clause))
        return [c for c in self._children.get(part.parent, []) if c.level is level] if part else []

    def _head(self, clause: Clause) -> Clause:
        while clause.is_part and clause.parent is not None:
            clause = self.document.clause(clause.parent)
        return clause

    def _scope(self, clause: Clause) -> str | None:
        return next((above.id for above in self.document.ancestors(clause) if above.level in _SCOPES), None)

    def _between(self, first: Clause, last: Clause) -> tuple[str, ...]:
        series = self._series.get((self._scope(first), first.level), []) if not first.is_part else self._children.get(first.parent, [])
        if first not in series or last not in series:
            return (first.id, last.id)
        return tuple(c.id for c in series[series.index(first) : series.index(last) + 1] if c.level is first.level)


def _counted_back(series: Sequence[Clause], place: int, count: int | None) -> list[Clause]:
    """So many before a place, all if no number is said; none if there are not so many."""
    if count is None:
        return list(series[:place])
    return list(series[place - count : place]) if 0 < count <= place else []


def _numbered_among(clauses: Sequence[Clause], step: Step) -> list[Clause]:
    return [c for c in clauses if c.level is step.level and _is_numbered(c, step)]


def _is_numbered(clause: Clause, step: Step) -> bool:
    return (clause.number, clause.branch or 0) == (step.number, step.branch or 0)

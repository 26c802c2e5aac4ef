"""Made renumberings: a statute with one article put in or taken out, every reference to it kept true, and then some made wrong.

case = renumbered(parse(statute("tw-waste-1999-2001/old.txt")), seed=7)
case.old, case.new, case.changed      the texts, and where references of the new one were given other numbers
broken(case, seed=7).wrong            where references of the new one were then made wrong
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policydiff.model import Clause, Document, Level, Span, Unit
from policydiff.normalization import normalize_document
from policydiff.numerals import format_numeral
from policydiff.outline import parse
from policydiff.references import Naming, Reference, Step, find_references, usage_of

#: An article that no statute has.
STRANGER = "风筝爱好者协会每逢中秋前后举办放飞比赛，优胜者获赠竹制奖杯。"


@dataclass(frozen=True)
class Cited:
    """A reference of a document to its own articles, by number."""

    clause: Clause
    head: Clause
    reference: Reference
    steps: tuple[tuple[Step, Span], ...]
    """Its articles, and where their numerals are printed in the raw text."""


@dataclass(frozen=True)
class Case:
    """Two versions of a text."""

    old: str
    new: str
    changed: frozenset[Span]
    """Numerals of references in the new text that follow the renumbering."""
    wrong: frozenset[Span] = frozenset()
    """Numerals of references in the new text that do not."""


def cited(document: Document) -> Iterator[Cited]:
    """Yield the references of a document to its own articles."""
    normalized, usage = normalize_document(document, keep_markers=False), usage_of(document.text)
    for unit in document.units:
        for clause in unit.clauses:
            text = normalized.clauses[clause.id]
            for reference in find_references(text.text, usage=usage):
                steps = [
                    s for s in (*reference.path, *reference.until) if s.level is Level.ARTICLE and s.span.start >= reference.span.start
                ]
                spans = tuple((s, _numeral(document.text, text.raw_span(*s.span), s)) for s in steps)
                if reference.is_own and spans:
                    yield Cited(clause, unit.head, reference, spans)


def _numeral(text: str, span: Span, step: Step) -> Span:
    """Where the number of a step is printed; empty for 前條."""
    printed = format_numeral(step.number or 0)
    at = text.find(printed, *span) if step.naming is Naming.NUMBER else -1
    return Span(at, at + len(printed)) if at >= 0 else Span(span.start, span.start)


def renumbered(document: Document, seed: str | int) -> Case | None:
    """Put an article in or take one out; all numbers behind it, and the references to them, follow. None if there is no place for it."""
    rng = random.Random(f"{seed}")
    articles = [unit for unit in document.units if unit.head.level is Level.ARTICLE]
    numbers = [(u.head.number or 0, u.head.branch or 0) for u in articles]
    found = list(cited(document))
    in_order = numbers == sorted(set(numbers))
    plain = all(span.size or step.naming is not Naming.NUMBER for c in found for step, span in c.steps)
    if not in_order or not plain or len(articles) < 8:
        return None
    drop = rng.random() < 0.5
    places = [k for k in range(1, len(articles) - 1) if _is_free(k, articles, numbers, found, drop=drop)]
    if not places:
        return None
    k = rng.choice(places)
    after, shift = (numbers[k], -1) if drop else (numbers[k - 1], 1)
    edits = [(s, format_numeral((n or 0) + shift)) for n, s in _numerals(document, articles, found) if (n or 0) > after[0]]
    references = {span for c in found for _, span in c.steps}
    head = articles[k].head
    text = document.text
    if drop:
        edits.append((Span(articles[k].span.start, articles[k + 1].span.start), ""))
    else:
        label = text[head.marker_span.start : head.marker_span.end] if head.marker_span else ""
        number = label.replace(format_numeral(head.number or 0), format_numeral(after[0] + 1))
        edits.append((Span(articles[k].span.start, articles[k].span.start), f"{number}　{STRANGER}\n"))
    new, moved = _edited(text, edits)
    return Case(text, new, frozenset(moved[span] for span in references if span in moved))


def _is_free(k: int, articles: list[Unit], numbers: list[tuple[int, int]], found: list[Cited], *, drop: bool) -> bool:
    """Whether an article can be put in before a place, or taken out there, so that every reference can follow."""
    if numbers[k][1] or numbers[k - 1][1] or numbers[k][0] != numbers[k - 1][0] + 1 or (k + 1 < len(numbers) and numbers[k + 1][1]):
        return False
    place = {unit.head.id: at for at, unit in enumerate(articles)}
    for c in found:
        here = place.get(c.head.id, 0)
        for step, _ in c.steps:
            if step.naming is Naming.BACK and here - (step.number or here) <= k <= here:
                return False
            if drop and step.naming is Naming.NUMBER and step.number == numbers[k][0]:
                return False
    return True


def _numerals(document: Document, articles: list[Unit], found: list[Cited]) -> Iterator[tuple[int | None, Span]]:
    for unit in articles:
        if unit.head.marker_span is not None:
            printed = format_numeral(unit.head.number or 0)
            at = document.text.find(printed, *unit.head.marker_span)
            yield unit.head.number, Span(at, at + len(printed))
    for c in found:
        yield from ((step.number, span) for step, span in c.steps if span.size)


def _edited(text: str, edits: list[tuple[Span, str]]) -> tuple[str, dict[Span, Span]]:
    """The text with passages replaced, and where each came to stand."""
    out, end, size, moved = list[str](), 0, 0, dict[Span, Span]()
    for span, new in sorted(edits):
        if span.start < end:
            continue  # inside what was taken out
        out += (text[end : span.start], new)
        size += span.start - end
        moved[span] = Span(size, size + len(new))
        size, end = size + len(new), span.end
    return "".join([*out, text[end:]]), moved


def broken(case: Case, seed: str | int, most: int = 3) -> Case:
    """Give some references of the new text, each in an article of its own, the number they had in the old one, or any other.

    It is a number that is cited nowhere near: a reference that changed places with another one is not wrong.
    """
    rng = random.Random(f"{seed}")
    document, before = parse(case.new), _numbers(parse(case.old))
    numbers = _numbers(document)
    by_head: dict[str, list[Cited]] = {}
    for c in cited(document):
        by_head.setdefault(c.head.id, []).append(c)
    edits = []
    for found in rng.sample(sorted(by_head.values(), key=lambda cs: cs[0].clause.span), min(most, len(by_head))):
        near = {step.number for c in found for step, _ in c.steps} | {found[0].head.number}
        single = [c for c in found if not c.reference.until and c.steps[0][1].size and not c.steps[0][0].branch]
        relative = any(step.naming is Naming.BACK for c in found for step, _ in c.steps)
        if not single or relative:
            continue
        step, span = rng.choice(single).steps[0]
        stale = [n for n in numbers if n not in near and span in case.changed and abs(n - (step.number or 0)) == 1 and n in before]
        others = [n for n in numbers if all(abs(n - (x or 0)) > 1 for x in near)]
        if stale or others:
            edits.append((span, format_numeral(rng.choice(stale or others))))
    new, moved = _edited(case.new, edits)
    return replace(case, new=new, wrong=frozenset(moved.values()), changed=frozenset())


def _numbers(document: Document) -> list[int]:
    return sorted({u.head.number or 0 for u in document.units if u.head.level is Level.ARTICLE and not u.head.branch})

"""Two versions and their rows → which references follow the renumbering, and which do not.

    old  第八条　违反第五条规定的，……      第五条 became 第六条
    new  第九条　违反第六条规定的，……      FORMAL 五|六: the same provision, under its new number
    new  第九条　违反第五条规定的，……      finding: 引用的第五条现为第六条，新文仍引第五条。
    new  第九条　违反第七条规定的，……      finding: 原引用第五条（现第六条），新引用第七条，二者不对应。

References that face each other in a row are compared by what they name, through the links: articles by these, paragraphs and items by
where their words went in the row of their article. What cannot be told is left as it is: a difference of wording, and no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from policydiff.model import COUNTED_TIERS, PART_LEVELS, Clause, Document, Edit, EditTag, Finding, Level, Link, Saying, Span, saying
from policydiff.normalization import NormalizedDocument
from policydiff.numerals import format_numeral
from policydiff.references.reading import Naming, Reference, Step, Usage, find_references, usage_of
from policydiff.references.splicing import boxed, cut, is_path, joined, numeral_edits
from policydiff.references.targets import Targets

_PROVISIONS: Final = PART_LEVELS | {Level.ARTICLE}
_WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


class Row(NamedTuple):
    """A row, compared: the ids of its clauses, parts included, and what differs."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    edits: tuple[Edit, ...]


class Followed(NamedTuple):
    """A row with its references followed."""

    edits: tuple[Edit, ...]
    """They tile the row as before; what only follows a renumbering is FORMAL."""
    findings: tuple[Finding, ...]
    """References that do not follow, named `reference`."""
    counting_nothing: frozenset[tuple[Span, Span]]
    """Edits of the wording that are inside a reference on both sides: the numbers there are no quantities."""


def follow(old: NormalizedDocument, new: NormalizedDocument, links: Iterable[Link], rows: Sequence[Row]) -> list[Followed]:
    r"""Return each row with the references that follow the renumbering told from those that do not.

    Args:
        old, new: the documents, normalised without their printed numbers.
        links: which clauses correspond; those that count are used.
        rows: all rows of the comparison.
    """
    sides = _Side(old), _Side(new)
    bond = _Bond(sides, links, rows)
    return [_followed(row, sides, bond) for row in rows]


def couples_of(
    old: NormalizedDocument, new: NormalizedDocument, links: Iterable[Link], rows: Sequence[Row]
) -> Iterator[tuple[Row, _Cited, _Cited, tuple[_Same, _Same]]]:
    """Yield the references that face each other, and whether they name the same article and the same part of it."""
    sides = _Side(old), _Side(new)
    bond = _Bond(sides, links, rows)
    for row in rows:
        for here, there in _facing(sides[0].runs(row.old), sides[1].runs(row.new), row.edits, bond):
            yield from ((row, a, b, bond.same(a, b)) for a, b in _couples(here, there, bond))


def _followed(row: Row, sides: tuple[_Side, _Side], bond: _Bond) -> Followed:
    olds, news = sides[0].runs(row.old), sides[1].runs(row.new)
    edits, findings, judged = list(row.edits), list[Finding](), set[int]()
    facing = [(here, there, _couples(here, there, bond)) for here, there in _facing(olds, news, row.edits, bond)]
    free = _free(news, [couple for *_, couples in facing for couple in couples], sides[1].targets, bond)
    for here, there, couples in facing:
        findings += (finding for a, b in couples if (finding := bond.finding(a, b, free)) is not None)
        judged.update(id(b) for _, b in couples)
        if any(bond.renumbers(a, b) for a, b in couples):
            edits = _spliced(edits, here, there, couples, bond)
    findings += (bond.lost(b) for run in news for b in run.cited if id(b) not in judged and bond.is_lost(b, row.edits))
    inside = frozenset((e.old, e.new) for e in edits if e.tag in _WORDING and _within(e.old, olds) and _within(e.new, news))
    return Followed(tuple(edits), tuple(sorted(findings, key=lambda f: f.new or Span(0, 0))), inside)


def _free(news: Iterable[_Run], couples: Iterable[tuple[_Cited, _Cited]], targets: Targets, bond: _Bond) -> frozenset[str]:
    """What is cited in the new row by references that do not follow old ones."""
    following = {id(b) for a, b in couples if bond.same(a, b) in ((_Same.YES, _Same.YES), (_Same.YES, _Same.UNKNOWN))}
    others = (b for run in news for b in run.cited if id(b) not in following)
    return frozenset(end for b in others for end in targets.of(b.clause, b.reference))


def _within(span: Span, runs: Iterable[_Run]) -> bool:
    return any(run.span.start <= span.start and span.end <= run.span.end for run in runs)


# -- the references of a document ------------------------------------------------------------------------------------------------------


class _Cited(NamedTuple):
    """A reference where it stands."""

    reference: Reference
    clause: Clause
    text: str
    """As it is printed, normalised."""
    span: Span
    """In the raw text, as are the steps."""
    steps: tuple[Span, ...]
    levels: tuple[Level, ...]
    """Of the steps."""
    heads: tuple[str | None, ...]
    """The id of the article it names, or of those it begins and ends with."""
    ends: tuple[str | None, ...]
    """The same, down to paragraphs and items."""

    @property
    def is_to_provisions(self) -> bool:
        """Whether it is to articles of its own document, or parts of them; divisions are cited as a whole."""
        return self.reference.is_own and self.reference.path[-1].level in _PROVISIONS


class _Run(NamedTuple):
    """References with nothing but 、 or the like between them."""

    cited: tuple[_Cited, ...]

    @property
    def span(self) -> Span:
        return Span(self.cited[0].span.start, self.cited[-1].span.end)


class _Side:
    """One document with its references."""

    def __init__(self, normalized: NormalizedDocument) -> None:
        self.document: Document = normalized.document
        self.targets = Targets(self.document)
        self._normalized = normalized
        self._runs: dict[str, list[_Run]] = {}

    @cached_property
    def usage(self) -> Usage:
        return usage_of(self.document.text)

    def runs(self, ids: Iterable[str]) -> list[_Run]:
        """The references of some clauses."""
        return [run for id in ids for run in self._of(id)]

    def _of(self, id: str) -> list[_Run]:
        if id not in self._runs:
            runs: list[list[_Cited]] = []
            for cited in self._read(self.document.clause(id)):
                if cited.reference.joined and runs:
                    runs[-1].append(cited)
                else:
                    runs.append([cited])
            self._runs[id] = [_Run(tuple(run)) for run in runs]
        return self._runs[id]

    def _read(self, clause: Clause) -> Iterator[_Cited]:
        text = self._normalized.clauses[clause.id]
        for reference in find_references(text.text, usage=self.usage):
            steps = list[Step]()  # those a reference in a list takes from the one before are not printed in it
            for step in (*reference.path, *reference.until):
                if step.span.start >= (steps[-1].span.end if steps else reference.span.start):
                    steps.append(step)
            yield _Cited(
                reference,
                clause,
                text.text[reference.span.start : reference.span.end],
                text.raw_span(*reference.span),
                tuple(text.raw_span(*step.span) for step in steps),
                tuple(step.level for step in steps),
                self.targets.heads(clause, reference) if reference.is_own else (),
                self.targets.ends(clause, reference) if reference.is_own else (),
            )

    def name(self, id: str) -> str:
        """What a clause is called: 第五条第二款."""
        clause = self.document.clause(id)
        if not clause.is_part or clause.parent is None:
            return clause.marker or clause.heading or clause.id
        above = self.document.clause(clause.parent)
        traditional = "條" in self.document.text
        units = (["款", "项"] if self.usage is Usage.MAINLAND else ["项", "款"]) + ["目"]
        unit = units[(Level.PARAGRAPH, Level.ITEM, Level.SUBITEM).index(clause.level)]
        number = clause.number or 1 + [c.id for c in self.targets.parts(above, clause.level)].index(id)
        return f"{self.name(above.id)}第{format_numeral(number)}{unit.replace('项', '項') if traditional else unit}"


# -- what corresponds ------------------------------------------------------------------------------------------------------------------


class _Same(Enum):
    """Whether two references name the same provision."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


class _Bond:
    """What the links and the rows say about which place of the old document is which of the new."""

    def __init__(self, sides: tuple[_Side, _Side], links: Iterable[Link], rows: Iterable[Row]) -> None:
        self._sides = sides
        self._partners: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
        for link in links:
            if link.tier in COUNTED_TIERS:
                self._partners[0].setdefault(link.old, []).append(link.new)
                self._partners[1].setdefault(link.new, []).append(link.old)
        self._rows = rows
        self.texts = sides[0].document.text, sides[1].document.text

    @cached_property
    def _shared(self) -> Mapping[tuple[str, str], int]:
        """How many code points of an old part, or of what it is a part of, are in a new one."""
        shared: Counter[tuple[str, str]] = Counter()
        for row in self._rows:
            if len(row.old) + len(row.new) > 2:
                olds, news = _owners(self._sides[0].document, row.old), _owners(self._sides[1].document, row.new)
                for edit in row.edits:
                    if edit.tag is EditTag.EQUAL:
                        pairs = ((a, b) for a in olds(edit.old.start) for b in news(edit.new.start))
                        shared.update(dict.fromkeys(pairs, edit.old.size))
        return shared

    def article(self, old: str, new: str) -> _Same:
        """Whether two provisions correspond."""
        if new in self._partners[0].get(old, ()):
            return _Same.YES
        return _Same.NO if old in self._partners[0] else _Same.UNKNOWN

    def part(self, old: str, new: str) -> _Same:
        """Whether two paragraphs or items of corresponding articles are the same, by the words they have in common."""
        parts = self._is_part(0, old), self._is_part(1, new)
        if not any(parts):
            return _Same.YES
        here = self._shared[old, new]
        rivals = [self._shared[old, other] for other in self._beside(1, new)] + [self._shared[other, new] for other in self._beside(0, old)]
        if here > max([0, *rivals]):
            return _Same.YES
        return _Same.NO if all(parts) and not here and (self._went(0, old, new) or self._went(1, new, old)) else _Same.UNKNOWN

    def _went(self, side: int, id: str, other: str) -> bool:
        """Whether most of a part is in one that stands beside another."""
        keys = ((id, beside) if side == 0 else (beside, id) for beside in self._beside(1 - side, other))
        return 2 * max((self._shared[key] for key in keys), default=0) > self._sides[side].document.clause(id).span.size

    def _is_part(self, side: int, id: str) -> bool:
        return self._sides[side].document.clause(id).is_part

    def _beside(self, side: int, id: str) -> list[str]:
        targets, clause = self._sides[side].targets, self._sides[side].document.clause(id)
        if not clause.is_part or clause.parent is None:
            return []
        above = self._sides[side].document.clause(clause.parent)
        return [other.id for other in targets.parts(above, clause.level) if other.id != id]

    def same(self, a: _Cited, b: _Cited) -> tuple[_Same, _Same]:
        """Whether two references name the same articles, and the same parts of them."""
        if not a.is_to_provisions or not b.is_to_provisions:
            return _Same.UNKNOWN, _Same.UNKNOWN
        heads, ends = [(a.heads[k], b.heads[k]) for k in (0, -1)], [(a.ends[k], b.ends[k]) for k in (0, -1)]
        articles = _all([self.article(x, y) if x and y else _Same.UNKNOWN for x, y in heads])
        parts = _all([self.part(x, y) if x and y else _Same.UNKNOWN for x, y in ends]) if articles is _Same.YES else _Same.UNKNOWN
        if len(a.ends) != len(b.ends):  # one of them names more than the other
            return (articles, parts) if articles is parts is _Same.YES else (_Same.UNKNOWN, _Same.UNKNOWN)
        return articles, parts

    def renumbers(self, a: _Cited, b: _Cited) -> bool:
        """Whether two references differ, and name the same article under another number."""
        return a.text != b.text and self.same(a, b)[0] is _Same.YES

    # -- findings

    def finding(self, a: _Cited, b: _Cited, free: Set[str]) -> Finding | None:
        """What is to be said of two references that face each other.

        Nothing, if it was changed and what the old one names is cited elsewhere in the row: among the `free`, which follow no other.
        """
        if not a.is_to_provisions or not b.is_to_provisions or None in a.ends:
            return None
        if self._names_no_article(b):
            return self.lost(b)
        article, part = self.same(a, b)
        if article is _Same.NO and Level.ARTICLE not in b.levels and not b.reference.is_relative:
            return None  # the article is named before it, and told there
        if article is _Same.YES and None in b.ends:
            return self.lost(b)
        if _Same.NO not in (article, part):
            return None
        if a.text != b.text and all(end and not free.isdisjoint(self._now(end)) for end in a.ends):
            return None
        return Finding("reference", a.span, b.span, *self._note(a, b))

    def _note(self, a: _Cited, b: _Cited) -> tuple[str, Saying]:
        now = "、".join(dict.fromkeys(self._sides[1].name(id) for end in a.ends if end for id in self._now(end)))
        before, after = ("至".join(self._sides[k].name(id) for id in _known(c)) for k, c in enumerate((a, b)))
        if a.text != b.text:
            note = f"原引用{before}（现{now}），新引用{after}，二者不对应。"
            return note, saying("reference.elsewhere", before=before, now=now, after=after)
        if before != after or b.reference.is_relative:
            note = f"“{b.text}”原指{before}（现{now}），新文指{after}，二者不对应。"
            return note, saying("reference.relative", words=b.text, before=before, now=now, after=after)
        return f"引用的{before}现为{now}，新文仍引{b.text}。", saying("reference.stale", before=before, now=now, words=b.text)

    def _now(self, id: str) -> list[str]:
        """The ids of what an old place became."""
        targets, shared = self._sides[1].targets, self._shared
        heads = self._partners[0].get(self._sides[0].targets.article_of(id), [])
        if not self._is_part(0, id):
            return heads
        level = self._sides[0].document.clause(id).level
        below = [part for head in heads for part in targets.parts_below(head, level)]
        best = max(below, key=lambda part: shared[id, part], default=None)
        return [best] if best is not None and shared[id, best] else heads

    def is_lost(self, b: _Cited, edits: Iterable[Edit]) -> bool:
        """Whether a reference that stands in new words names an article that does not exist."""
        if not self._names_no_article(b):
            return False
        return any(edit.tag in _WORDING and edit.new.start < b.span.end and b.span.start < edit.new.end for edit in edits)

    def _names_no_article(self, b: _Cited) -> bool:
        steps = (*b.reference.path, *b.reference.until)
        named = [step for step in steps if step.level is Level.ARTICLE and step.naming is Naming.NUMBER]
        return b.reference.is_own and bool(named) and any(self._sides[1].targets.has_no(b.clause, step) for step in named)

    def lost(self, b: _Cited) -> Finding:
        """A reference to what does not exist."""
        return Finding("reference", None, b.span, f"新文引用的{b.text}在新文中不存在。", saying("reference.lost", words=b.text))


def _known(cited: _Cited) -> list[str]:
    """What a reference names; the article alone, where it has no such paragraph."""
    return [id for end, head in zip(cited.ends, cited.heads, strict=False) if (id := end or head)]


def _all(found: Sequence[_Same]) -> _Same:
    if _Same.NO in found:
        return _Same.NO
    return _Same.UNKNOWN if _Same.UNKNOWN in found or not found else _Same.YES


def _owners(document: Document, ids: Iterable[str]) -> Callable[[int], list[str]]:
    """From a place in the raw text to the ids of the clause that holds it and of those it is a part of."""
    chains = [(document.clause(id).span, [id, *_parted(document, document.clause(id))]) for id in ids]

    def owners(place: int) -> list[str]:
        return next((chain for span, chain in chains if span.start <= place < span.end), [])

    return owners


def _parted(document: Document, clause: Clause) -> Iterator[str]:
    """The ids of the clauses that a clause is a part of."""
    for above in document.ancestors(clause):
        if not clause.is_part:
            return
        yield above.id
        clause = above


# -- which references face each other --------------------------------------------------------------------------------------------------


def _facing(olds: Sequence[_Run], news: Sequence[_Run], edits: Sequence[Edit], bond: _Bond) -> list[tuple[_Run, _Run]]:
    """Runs of references that stand for each other: they share words, or are replaced by each other."""
    merits: dict[tuple[int, int], tuple[int, int]] = {}
    for edit in edits:
        for i, a in enumerate(olds):
            for j, b in enumerate(news):
                overlap = _overlap(edit, a.span, b.span)
                if overlap:
                    before = merits.get((i, j), (0, 0))
                    merits[i, j] = (before[0], before[1] + overlap)
    merits = {(i, j): (_alike(olds[i], news[j], bond), overlap) for (i, j), (_, overlap) in merits.items()}
    found, used_old, used_new = [], set[int](), set[int]()
    for i, j in sorted(merits, key=lambda pair: (tuple(-m for m in merits[pair]), abs(pair[0] - pair[1]), sum(pair))):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            found.append((i, j))
    return [(olds[i], news[j]) for i, j in sorted(found)]


def _overlap(edit: Edit, old: Span, new: Span) -> int:
    """How many code points of two runs an edit holds against each other."""
    a = Span(max(edit.old.start, old.start), min(edit.old.end, old.end))
    b = Span(max(edit.new.start, new.start), min(edit.new.end, new.end))
    if a.start >= a.end or b.start >= b.end:
        return 0
    if edit.tag is EditTag.EQUAL:
        shift = edit.new.start - edit.old.start
        return max(0, min(a.end + shift, b.end) - max(a.start + shift, b.start))
    # A sentence that was rewritten as a whole holds references, but does not replace one by the other.
    return min(a.size, b.size) if 2 * a.size >= edit.old.size and 2 * b.size >= edit.new.size else 0


def _alike(a: _Run, b: _Run, bond: _Bond) -> int:
    pairs = [(x, y) for x, xs in enumerate(a.cited) for y, ys in enumerate(b.cited) if bond.same(xs, ys)[0] is _Same.YES]
    return len({x for x, _ in pairs}) + len({y for _, y in pairs})


def _couples(here: _Run, there: _Run, bond: _Bond) -> list[tuple[_Cited, _Cited]]:
    """The references of two runs that stand for each other, in order: as many as possible that name the same; the rest by their place."""
    worth = [[_worth(a, b, bond) for b in there.cited] for a in here.cited]
    if [c.text for c in here.cited] > [c.text for c in there.cited]:  # ties must not favour a side
        matched = [(i, j) for j, i in _heaviest([list(column) for column in zip(*worth, strict=True)])]
    else:
        matched = _heaviest(worth)
    edges = [(-1, -1), *matched, (len(here.cited), len(there.cited))]
    for (a, b), (c, d) in pairwise(edges):
        if c - a == d - b:
            matched += [(a + k, b + k) for k in range(1, c - a)]
    return [(here.cited[i], there.cited[j]) for i, j in sorted(matched)]


def _worth(a: _Cited, b: _Cited, bond: _Bond) -> int:
    article, part = bond.same(a, b)
    if article is _Same.YES:
        return 2 if part is _Same.NO else 3
    return int(a.text == b.text and a.reference.law == b.reference.law)


def _heaviest(worth: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs that rise on both sides and are worth most together."""
    height, width = len(worth), len(worth[0])
    best = [[0] * (width + 1) for _ in range(height + 1)]
    for i in reversed(range(height)):
        for j in reversed(range(width)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], worth[i][j] + best[i + 1][j + 1])
    pairs, i, j = list[tuple[int, int]](), 0, 0
    while i < height and j < width:
        if worth[i][j] and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


# -- edits -----------------------------------------------------------------------------------------------------------------------------


def _spliced(edits: list[Edit], here: _Run, there: _Run, couples: Sequence[tuple[_Cited, _Cited]], bond: _Bond) -> list[Edit]:
    """The edits of a row, with those between two runs of references made anew."""
    old, new = bond.texts
    touched = [k for k, e in enumerate(edits) if _meet(e.old, here.span) or _meet(e.new, there.span)]
    region = edits[touched[0] : touched[-1] + 1]
    if not is_path(region):
        return edits
    before, rest = cut(region, here.span.start, there.span.start, old, new)
    _, behind = cut(rest, here.span.end, there.span.end, old, new)
    anew, i, j = list[Edit](), here.span.start, there.span.start
    for a, b in couples:
        anew += boxed(Span(i, a.span.start), Span(j, b.span.start), old, new)
        anew += _renumbered(a, b, bond)
        i, j = a.span.end, b.span.end
    anew += boxed(Span(i, here.span.end), Span(j, there.span.end), old, new)
    return [*edits[: touched[0]], *joined([*before, *anew, *behind]), *edits[touched[-1] + 1 :]]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _renumbered(a: _Cited, b: _Cited, bond: _Bond) -> list[Edit]:
    """Two references, step by step; what only follows is FORMAL."""
    article, part = bond.same(a, b)
    old, new = bond.texts
    both = sum(1 for _ in takewhile(lambda levels: levels[0] is levels[1], zip(a.levels, b.levels, strict=False)))
    if article is part is _Same.YES and (both < len(a.levels) or both < len(b.levels)):
        return [Edit(EditTag.FORMAL, a.span, b.span)]
    edits, i, j = list[Edit](), a.span.start, b.span.start
    for level, x, y in zip(a.levels[:both], a.steps, b.steps, strict=False):
        follows = article is _Same.YES and (part is _Same.YES or level not in PART_LEVELS)
        edits += boxed(Span(i, x.start), Span(j, y.start), old, new)
        edits += numeral_edits(x, y, old, new, EditTag.FORMAL if follows else EditTag.REPLACE)
        i, j = x.end, y.end
    return edits + boxed(Span(i, a.span.end), Span(j, b.span.end), old, new)

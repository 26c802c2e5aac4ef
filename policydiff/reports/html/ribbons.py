"""章节对应: which chapters the provisions of a chapter went to, as straight ribbons, and as a table with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policydiff.model import COUNTED_TIERS, Clause, Tier
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import Lookup, one_line, shortened
from policydiff.reports.html.view import SIDES, ChapterMap, Link, MapFlow, MapNode, Side

#: More chapters than this on a side, and those below others are taken together.
_MOST_NODES: Final = 120
_LONGEST_LABEL: Final = 18
#: The drawing is 900 wide; chapters stand at these places.
_LEFT, _RIGHT, _BAR = 296, 596, 8
#: A provision is so high, as long as the drawing does not get higher than a page.
_TALLEST_PROVISION, _LEAST_PROVISION, _PAGE = 9.0, 2.0, 460.0
_LEAST_SLOT, _GAP = 20.0, 5.0
_FRONT: Final = ""
#: A heading is called by what stands before its first comma.
_COMMA: Final = re.compile("[，,]")


@dataclass
class _Flow:
    """Links between two chapters."""

    old: int
    new: int
    links: int = 0
    sure: int = 0
    moved: bool = False


def chapter_map(lookup: Lookup) -> ChapterMap | None:
    """Return the map; None where a side has fewer than two chapters, or where it would say nothing (a reprint)."""
    if lookup.reprint:
        return None
    chapters = {side: _chapters(lookup, side) for side in SIDES}
    if any(len(found) < 2 for found in chapters.values()):
        return None
    flows = _flows(lookup, chapters)
    if not flows:
        return None
    _mark_moves(flows)
    return _Drawing(lookup, chapters, flows).draw()


# -- chapters and what flows between them -----------------------------------------------------------------------------------------------


def _chapters(lookup: Lookup, side: Side) -> dict[str, list[str]]:
    """The provisions below each heading, by its id, in the order of the text; those below none come first."""
    document = lookup.documents[side]
    for nearest in (True, False):
        found: dict[str, list[str]] = {}
        for clause in document.clauses:
            if clause.id in document.provisions:
                found.setdefault(_chapter_of(lookup, side, clause, nearest=nearest), []).append(clause.id)
        if len(found) <= _MOST_NODES:
            break
    return found


def _chapter_of(lookup: Lookup, side: Side, clause: Clause, *, nearest: bool) -> str:
    document = lookup.documents[side]
    above = [other.id for other in document.ancestors(clause) if other.id in document.headings]
    return (above[0] if nearest else above[-1]) if above else _FRONT


def _flows(lookup: Lookup, chapters: Mapping[Side, Mapping[str, Sequence[str]]]) -> list[_Flow]:
    place = {side: {id: at for at, ids in enumerate(chapters[side].values()) for id in ids} for side in SIDES}
    found: dict[tuple[int, int], _Flow] = {}
    for link in lookup.collation.links:
        if link.tier in COUNTED_TIERS and link.old in place["old"] and link.new in place["new"]:
            ends = place["old"][link.old], place["new"][link.new]
            flow = found.setdefault(ends, _Flow(*ends))
            flow.links += 1
            flow.sure += link.tier is not Tier.PROBABLE
    return [found[ends] for ends in sorted(found)]


def _mark_moves(flows: Sequence[_Flow]) -> None:
    """Whatever is not in the heaviest set of ribbons that do not cross has moved."""
    best: list[tuple[int, int, int]] = []  # weight, index of the flow before, number of the flow
    for number, flow in enumerate(flows):
        before = [(best[k][0], k) for k in range(number) if flows[k].old <= flow.old and flows[k].new <= flow.new]
        weight, k = max(before, default=(0, -1))
        best.append((weight + flow.links, k, number))
    at = max(range(len(best)), key=lambda k: best[k][0])
    kept = set()
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    for number, flow in enumerate(flows):
        flow.moved = number not in kept


# -- the drawing -----------------------------------------------------------------------------------------------------------------------


class _Drawing:
    def __init__(self, lookup: Lookup, chapters: Mapping[Side, Mapping[str, Sequence[str]]], flows: Sequence[_Flow]) -> None:
        self._lookup, self._chapters, self._flows = lookup, chapters, flows
        self._sizes = {side: [max(len(ids), self._through(side, at)) for at, ids in enumerate(chapters[side].values())] for side in SIDES}
        most = max(map(sum, self._sizes.values()))
        self._unit = max(_LEAST_PROVISION, min(_TALLEST_PROVISION, _PAGE / most))
        self._tops = {side: self._stacked(self._sizes[side]) for side in SIDES}

    def _through(self, side: Side, at: int) -> int:
        return sum(flow.links for flow in self._flows if (flow.old if side == "old" else flow.new) == at)

    def _slot(self, size: int) -> float:
        return max(_LEAST_SLOT, size * self._unit) + _GAP

    def _stacked(self, sizes: Iterable[int]) -> list[float]:
        tops, y = [], 0.0
        for size in sizes:
            tops.append(y + (self._slot(size) - size * self._unit) / 2)
            y += self._slot(size)
        return tops

    def draw(self) -> ChapterMap:
        height = max(sum(map(self._slot, self._sizes[side])) for side in SIDES)
        nodes = [node for side in SIDES for node in self._nodes(side)]
        return ChapterMap(round(height), tuple(nodes), (*self._ribbons(), *self._alone("old"), *self._alone("new")))

    def _nodes(self, side: Side) -> Iterable[MapNode]:
        for at, (id, ids) in enumerate(self._chapters[side].items()):
            top, size = self._tops[side][at], self._sizes[side][at] * self._unit
            link = self._link(side, id)
            label = shortened(_COMMA.split(link.text)[0], _LONGEST_LABEL)
            alone = not self._through(side, at)
            yield MapNode(label, len(ids), link.href, f"{top:.1f}", f"{size:.1f}", f"{top + size / 2 + 5:.1f}", side, alone)

    def _link(self, side: Side, id: str) -> Link:
        if id == _FRONT:
            return Link(self._lookup.words["map.before"])
        clause = self._lookup.documents[side].clause(id)
        row = self._lookup.row_of[side].get(id)
        text = f"{one_line(clause.marker)}{one_line(clause.heading or '')}"
        return Link(text, self._lookup.href(row) if row is not None else "")

    def _ribbons(self) -> Iterable[MapFlow]:
        used: dict[tuple[Side, int], float] = {}
        ids = {side: list(self._chapters[side]) for side in SIDES}
        for flow in self._flows:
            thick = flow.links * self._unit
            y: dict[Side, float] = {}
            for side, at in zip(SIDES, (flow.old, flow.new), strict=True):
                y[side] = self._tops[side][at] + used.get((side, at), 0.0)
                used[side, at] = used.get((side, at), 0.0) + thick
            path = f"M{_LEFT + _BAR} {y['old']:.1f}L{_RIGHT} {y['new']:.1f}V{y['new'] + thick:.1f}L{_LEFT + _BAR} {y['old'] + thick:.1f}Z"
            kind = "uncertain" if not flow.sure else "moved" if flow.moved else "kept"
            ends = self._link("old", ids["old"][flow.old]), self._link("new", ids["new"][flow.new])
            yield MapFlow(kind, path, *ends, phrases.number(flow.links), "" if kind == "kept" else self._lookup.words[f"map.{kind}"])

    def _alone(self, side: Side) -> Iterable[MapFlow]:
        for at, id in enumerate(self._chapters[side]):
            if not self._through(side, at):
                link, none = self._link(side, id), Link(self._lookup.words["void.no_partner"])
                yield MapFlow("alone", "", *((link, none) if side == "old" else (none, link)), "", "")

"""A text and its reprint: which paragraph is which clause, and whether it is a reprint at all.

A reprint keeps the order of its original, so passages that stand once in both texts, in one rising chain, are its backbone. A clause
belongs to the paragraph that holds most of its characters, whatever is printed as its number or heading: a heading that was lost moves
nothing. Where on a page the text stands is found before, in `location`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from policydiff.alignment.overruling import NOTHING, Overruling, link_by_user, overruled
from policydiff.alignment.rows import Group, beads, components
from policydiff.anchors import Block, matching_blocks
from policydiff.model import FRAME_LEVELS, Alignment, Evidence, Level, Link, Saying, Tier, Unit, saying
from policydiff.normalization import NormalizedDocument
from policydiff.offsets import concatenate

# -- which paragraph is which clause -----------------------------------------------------------------------------------------------------

#: A clause and a paragraph share a row if they share this part of the shorter one.
BINDING: Final = 0.5
#: Left over on both sides, they share a row if they share this part of both; out of order, this one.
_ALIKE: Final = 0.4
_ALIKE_OUT_OF_ORDER: Final = 0.7
#: More pairs than this of what is left over are not looked at.
_LARGEST_TABLE: Final = 250_000


def align_reprint(old: NormalizedDocument, new: NormalizedDocument, overruling: Overruling = NOTHING) -> Alignment:
    """Return which clauses of a text are which clauses of its reprint.

    Args:
        old, new: both documents, with the printed numbers kept as words; of the page only what `locate` found.
        overruling: pairs that a person decided about. It is heard when all links have been found, so that no other link depends on it.
    """
    olds, news = _Stream(old), _Stream(new)
    shared, longest = _shared(olds, news)
    edges = [(i, j) for (i, j), size in sorted(shared.items()) if size >= BINDING * min(len(olds.texts[i]), len(news.texts[j]))]
    groups = components(edges)
    groups += _left_over(olds, news, groups)
    links = list(_links(olds, news, groups, shared, longest))
    if overruling:
        links = overruled(links, overruling.pins, overruling.bans, link_by_user)
        groups = _regrouped(groups, [(olds.places[link.old], news.places[link.new]) for link in links])
    links.sort(key=lambda link: (olds.places[link.old], news.places[link.new]))
    return Alignment("reprint", tuple(links), beads(olds.units, news.units, groups))


class _Stream:
    """The units of a document as one text, with the unit of every character."""

    def __init__(self, document: NormalizedDocument) -> None:
        self.units: tuple[Unit, ...] = document.document.units
        self.parts = [concatenate(document.of(clause.id for clause in unit.clauses)) for unit in self.units]
        self.texts = [part.text for part in self.parts]
        self.starts = list(accumulate((len(text) for text in self.texts), initial=0))
        self.text = "".join(self.texts)
        self.places = {unit.head.id: place for place, unit in enumerate(self.units)}


def _shared(old: _Stream, new: _Stream) -> tuple[Counter[tuple[int, int]], dict[tuple[int, int], Block]]:
    """How many characters every two units share in order, and the longest passage they share."""
    shared: Counter[tuple[int, int]] = Counter()
    longest: dict[tuple[int, int], Block] = {}
    i = j = 0
    for block in matching_blocks(old.text, new.text):
        a, b, size = block
        while size:
            while a >= old.starts[i + 1]:
                i += 1
            while b >= new.starts[j + 1]:
                j += 1
            here = min(size, old.starts[i + 1] - a, new.starts[j + 1] - b)
            shared[i, j] += here
            if here > longest.get((i, j), Block(0, 0, 0)).size:
                longest[i, j] = Block(a - old.starts[i], b - new.starts[j], here)
            a, b, size = a + here, b + here, size - here
    return shared, longest


def shared_in_order(old: NormalizedDocument, new: NormalizedDocument) -> dict[tuple[str, str], int]:
    """Return how many characters clauses share in the order of both texts, by their ids; pairs that share none are left out."""
    olds, news = _Stream(old), _Stream(new)
    shared, _ = _shared(olds, news)
    return {(olds.units[i].head.id, news.units[j].head.id): size for (i, j), size in sorted(shared.items())}


def _left_over(old: _Stream, new: _Stream, groups: Sequence[Group]) -> list[Group]:
    """Rows of units that share too little in order: reworded beyond recognition of their words, or moved."""
    placed_old = sorted(i for group in groups for i in group.old)
    placed_new = sorted(j for group in groups for j in group.new)
    free_old = sorted(set(range(len(old.units))).difference(placed_old))
    free_new = sorted(set(range(len(new.units))).difference(placed_new))
    if len(free_old) * len(free_new) > _LARGEST_TABLE:
        return []
    # Rows keep their order, so units stand between the same rows if as many shared ones stand before them on either side.
    starts_old, starts_new = sorted(group.old[0] for group in groups), sorted(group.new[0] for group in groups)
    rank_old = {i: bisect_left(starts_old, i) for i in free_old}
    rank_new = {j: bisect_left(starts_new, j) for j in free_new}
    alike = sorted((-_likeness(old.texts[i], new.texts[j]), i, j) for i in free_old for j in free_new)
    taken_old, taken_new, found = set[int](), set[int](), list[Group]()
    for negative, i, j in alike:
        in_order = rank_old[i] == rank_new[j]
        if -negative >= (_ALIKE if in_order else _ALIKE_OUT_OF_ORDER) and i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            found.append(Group((i,), (j,), moved=not in_order))
    return found


def _regrouped(groups: Sequence[Group], links: Sequence[tuple[int, int]]) -> list[Group]:
    """The rows that links make which are not those the rows were made of; one that is new has moved if it crosses one that stayed."""
    before = {(group.old, group.new): group for group in groups}
    made = components(links)
    stayed = [group for group in made if (group.old, group.new) in before and not before[group.old, group.new].moved]
    return [before.get((group.old, group.new)) or group._replace(moved=any(_cross(group, other) for other in stayed)) for group in made]


def _cross(group: Group, other: Group) -> bool:
    return (group.old[0] < other.old[0]) != (group.new[0] < other.new[0])


def _likeness(old: str, new: str) -> float:
    """Share of equal characters, 0 to 1; of two clauses that normalising left empty (comments of a file format), 1."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(old, new, score_cutoff=_ALIKE)


def _links(
    old: _Stream, new: _Stream, groups: Sequence[Group], shared: Counter[tuple[int, int]], longest: dict[tuple[int, int], Block]
) -> Iterator[Link]:
    for group in groups:
        for i in group.old:
            for j in group.new:
                alone = len(group.old) == len(group.new) == 1
                if not alone and shared[i, j] < BINDING * min(len(old.texts[i]), len(new.texts[j])):
                    continue
                common = shared[i, j] or _likeness(old.texts[i], new.texts[j]) * min(len(old.texts[i]), len(new.texts[j]))
                shares = common / max(len(old.texts[i]), 1), common / max(len(new.texts[j]), 1)
                block = longest.get((i, j)) or _longest_common(old.texts[i], new.texts[j])
                evidence = Evidence(
                    old.parts[i].raw_span(block.old, block.old + block.size), new.parts[j].raw_span(block.new, block.new + block.size)
                )
                score = round(min(max(shares), 1.0), 4)
                tier = Tier.STRONG if score >= BINDING else Tier.PROBABLE
                yield Link(old.units[i].head.id, new.units[j].head.id, score, tier, (evidence,) if block.size else (), shares)


def _longest_common(old: str, new: str) -> Block:
    return max(matching_blocks(old, new), key=lambda block: block.size, default=Block(0, 0, 0))


# -- is it a reprint at all? -------------------------------------------------------------------------------------------------------------


class Judgement(NamedTuple):
    """Whether two documents are a text and its reprint, and why."""

    is_reprint: bool
    reason: str
    """One sentence in Chinese."""
    said: Saying
    """The same for other languages."""


#: A reprint shares at least this part of its characters with the original, in order.
_LEAST_SHARED: Final = 0.85
#: This part of the clauses that correspond must carry the number they had,
_LEAST_NUMBERS_KEPT: Final = 0.95
#: and no more than this part of the clauses of either side may be without a counterpart.
_MOST_UNPAIRED: Final = 0.08
_DAY: Final = re.compile(r"([12][0-9]{3})\s*[-年./]\s*([0-9]{1,2})\s*[-月./]\s*([0-9]{1,2})")


def judge(old: NormalizedDocument, new: NormalizedDocument, alignment: Alignment) -> Judgement:
    """Return whether an alignment made by `align_reprint` is that of a reprint, or of two versions of a text.

    Versions are told by their dates, by clauses that came, went or were renumbered, and by how much was reworded.
    """
    olds, news = _Stream(old), _Stream(new)
    if (dates := (_dates(old), _dates(new))) and dates[0] and dates[1] and dates[0].isdisjoint(dates[1]):
        return Judgement(False, "两份文本所署日期不同，按修订比较。", saying("dates"))
    total = len(olds.text) + len(news.text)
    same = 2 * sum(block.size for block in matching_blocks(olds.text, news.text)) / total if total else 0.0
    share = f"{same:.0%}"
    if same < _LEAST_SHARED:
        return Judgement(False, f"两份文本依次相同的字占{share}，按修订比较。", saying("share", share=share))
    pairs = [(old.document.clause(link.old), new.document.clause(link.new)) for link in alignment.links]
    numbered = [(a.number, a.branch) == (b.number, b.branch) for a, b in pairs if a.number is not None and b.number is not None]
    changed = numbered.count(False)
    if numbered and changed > (1 - _LEAST_NUMBERS_KEPT) * len(numbered):
        return Judgement(False, f"有{changed}处序号变动，按修订比较。", saying("numbers", count=changed))
    linked = [link.old for link in alignment.links], [link.new for link in alignment.links]
    unpaired = max(_share_unpaired(old, linked[0]), _share_unpaired(new, linked[1]))
    if unpaired > _MOST_UNPAIRED:
        apart = f"{unpaired:.0%}"
        return Judgement(False, f"有{apart}的条款只见于一方，按修订比较。", saying("unpaired", share=apart))
    return Judgement(True, f"两份文本依次相同的字占{share}，序号一致，按转载核对。", saying("reprint", share=share))


def _dates(document: NormalizedDocument) -> frozenset[tuple[str, ...]]:
    frame = [c for c in document.document.clauses if c.level in (Level.TITLE, Level.DATE)]
    return frozenset(match.groups() for clause in frame for match in _DAY.finditer(document.document.text_of(clause)))


def _share_unpaired(document: NormalizedDocument, paired: Sequence[str]) -> float:
    headings = document.document.headings
    provisions = [u.head.id for u in document.document.units if u.head.id not in headings and u.head.level not in FRAME_LEVELS]
    missing = set(provisions).difference(paired)
    return len(missing) / len(provisions) if provisions else 0.0

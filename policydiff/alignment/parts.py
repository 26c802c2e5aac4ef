"""Which words of a clause went into which of its partners, where it has several.

    2017  3. …………，健全协调劳动关系三方机制及政府和工会联席（联系）会议制度，……
             涉及产业工人切身利益的重大问题必须经过职代会审议，……

    （五）    涉及产业工人切身利益的重大问题必须经过职代会审议  →  涉及产业工人切身利益的重大事项必须依法依规经职工代表大会审议通过
    （六）    健全协调劳动关系三方机制及政府和工会联席（联系）会议制度  →  发挥国家协调劳动关系三方机制、地方政府和同级工会联席会议制度作用

A link says that two clauses correspond. Where a clause has several links, each is about a part of it, and a reader wants to know which. The
units are what stands between two commas. A unit belongs to the link that explains it best, if that explains enough of it; then the units
that belong to one link are paired, each with the one of the other clause that shares most with it, and neighbours are joined.

Nothing is decided here about links: parts say what a link is about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from policydiff.similarity import Floats, Ints, Trail, shared_runs, totals

#: A unit belongs to a link that explains this part of it, or to none.
_LEAST_EXPLAINED: Final = 0.25
#: Two units are a pair if the words they share are this part of the shorter one.
_LEAST_SHARED: Final = 0.3
#: Words that two texts share without being linked are worth telling if their bigrams are worth, on the average, this part of one that
#: stands in one text only; stock phrases of statutes are worth .1 to .3.
_RARE: Final = 0.4
_BLANKS: Final = " \t\u3000"
_END_OF_UNIT: Final = re.compile("[，。；：！？,;:!?]+[”’）》」』】)]*")

#: The indices of an old and of a new text.
Pair: TypeAlias = tuple[int, int]


class Place(NamedTuple):
    """A stretch of a passage."""

    passage: int
    """The index of the passage in its text."""
    start: int
    """In code points of the passage."""
    end: int


class Part(NamedTuple):
    """Words of one text and the words of another that they became."""

    old: Place
    new: Place


def parts(
    passages: Sequence[Sequence[str]], trail: Trail, split: int, links: Iterable[Pair], others: Collection[Pair] = ()
) -> dict[Pair, tuple[Part, ...]]:
    """Return for each link of a text that has several which words it is about, in the order of the old text; none if it owns none.

    Args:
        passages: of all texts, the old before the new. Line ends may stand in the place of words that do not count.
        trail: of the same texts.
        split: the number of old texts.
        links: indices of an old and a new text, the new ones counted from 0.
        others: pairs that are no links but may share words too; stock phrases (不在此限, 由中央主管機關定之) do not count between them.

    >>> from policydiff.similarity import analyse
    >>> texts = [["加强培训，保障安全，完善监督。"], ["加强培训工作。"], ["完善监督制度。"], ["其他。"]]
    >>> found = parts(texts, analyse(texts).trail, 1, [(0, 0), (0, 1)])
    >>> [[texts[0][part.old.passage][part.old.start : part.old.end] for part in found[link]] for link in found]
    [['加强培训'], ['完善监督']]
    """
    of_text: dict[int, list[Pair]] = defaultdict(list)
    for i, j in sorted({*links, *others}):
        of_text[i].append((i, j))
        of_text[split + j].append((i, j))
    wanted = sorted({pair for pairs in of_text.values() if len(pairs) > 1 for pair in pairs})
    units = {text: _Units.of(passages[text], trail, text) for i, j in wanted for text in (i, split + j)}
    owned = _owned(units, {text: of_text[text] for text in units}, trail, split)
    least = {pair: _RARE * trail.rarest if pair in others else 0.0 for pair in wanted}
    return {(i, j): _paired(units[i], units[split + j], owned[i, (i, j)], owned[split + j, (i, j)], least[i, j]) for i, j in wanted}


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of a text."""

    places: list[Place]
    unit: Ints
    """For each bigram of the text in the trail, the unit it stands in; one past the last for marks and what runs over a comma."""
    worth: Floats
    """The worth of each of these bigrams."""
    sign: Ints
    mass: Floats
    """The worth of each unit, bigrams that no other text has included."""

    @classmethod
    def of(cls, passages: Sequence[str], trail: Trail, text: int) -> _Units:
        places = [place for number, passage in enumerate(passages) for place in _between_commas(number, passage)]
        here = slice(*trail.begin[text : text + 2].tolist())
        step = 1 + max(map(len, passages), default=0)
        starts = np.array([place.passage * step + place.start for place in places] or [0])
        ends = np.array([place.passage * step + place.end for place in places] or [0])
        at = trail.passage[here] - int(trail.first[text])
        at = at * step + trail.offset[here]
        unit = np.searchsorted(starts, at, side="right") - 1
        unit[trail.is_mark[here] | (unit < 0) | (at + 1 >= ends[unit])] = len(places)
        worth = trail.worth[here]
        known = totals(unit, worth, len(places) + 1)[:-1]
        bigrams = np.array([max(0, sum(map(str.isalnum, passages[p.passage][p.start : p.end])) - 1) for p in places], dtype=np.float64)
        unshared = np.maximum(bigrams - np.bincount(unit, minlength=len(places) + 1)[:-1], 0.0)
        return cls(places, unit, worth, trail.sign[here], known + unshared * trail.rarest)


def _between_commas(number: int, passage: str) -> list[Place]:
    starts = [0, *(match.end() for match in _END_OF_UNIT.finditer(passage))]
    ends = [*(match.start() for match in _END_OF_UNIT.finditer(passage)), len(passage)]
    return [Place(number, *_stripped(passage, start, end)) for start, end in zip(starts, ends, strict=True) if passage[start:end].strip()]


def _stripped(passage: str, start: int, end: int) -> tuple[int, int]:
    text = passage[start:end]
    return start + len(text) - len(text.lstrip(_BLANKS)), end - len(text) + len(text.rstrip(_BLANKS))


def _owned(units: Mapping[int, _Units], links: Mapping[int, list[Pair]], trail: Trail, split: int) -> dict[tuple[int, Pair], set[int]]:
    """For each text and each of its links, the units that the link explains best."""
    asked = [(text, pair) for text, pairs in links.items() for pair in pairs]
    here = np.array([text for text, _ in asked], dtype=np.int64)
    there = np.array([split + j if text == i else i for text, (i, j) in asked], dtype=np.int64)
    runs = shared_runs(trail, here, there)
    explained: dict[int, list[Floats]] = defaultdict(list)
    for number, (text, _) in enumerate(asked):
        of = units[text]
        worth = runs.worth[slice(*runs.begin[number : number + 2].tolist())]
        strength = np.where(np.isfinite(worth), -np.expm1(-2 * worth / trail.rarest), 0.0)
        explained[text].append(totals(of.unit, of.worth * strength, len(of.places) + 1)[:-1])
    owned: dict[tuple[int, Pair], set[int]] = {(text, pair): set() for text, pair in asked}
    for text, pairs in links.items():
        table = np.array(explained[text])
        for unit, best in enumerate(table.argmax(axis=0).tolist() if table.size else []):
            if table[best, unit] >= _LEAST_EXPLAINED * units[text].mass[unit] > 0:
                owned[text, pairs[best]].add(unit)
    return owned


def _paired(old: _Units, new: _Units, of_old: set[int], of_new: set[int], least: float) -> tuple[Part, ...]:
    """The units of one link that share most with each other, neighbours joined.

    Args:
        old, new: the units of both texts.
        of_old, of_new: those that belong to the link.
        least: what the bigrams they share must be worth on the average, and three times that all together.
    """
    enough = dict[Pair, float]()
    for a, b in ((a, b) for a in sorted(of_old) for b in sorted(of_new)):
        shared = _shared(old, a, new, b)
        worth = float(shared.sum())
        telling = worth >= 3 * least and worth >= least * shared.size
        if telling and worth >= _LEAST_SHARED * min(old.mass[a], new.mass[b]) and worth > 0:
            enough[a, b] = worth
    best_old, best_new = dict[int, int](), dict[int, int]()
    for a, b in sorted(enough, key=lambda pair: (-enough[pair], pair)):
        best_old.setdefault(a, b)
        best_new.setdefault(b, a)
    chosen = [(a, b) for a, b in sorted(best_old.items()) if best_new[b] == a]
    joined: list[Part] = []
    last = (-2, -2)
    for a, b in chosen:
        part = Part(old.places[a], new.places[b])
        if (a - 1, b - 1) == last and joined[-1].old.passage == part.old.passage and joined[-1].new.passage == part.new.passage:
            joined[-1] = Part(joined[-1].old._replace(end=part.old.end), joined[-1].new._replace(end=part.new.end))
        else:
            joined.append(part)
        last = (a, b)
    return tuple(joined)


def _shared(old: _Units, a: int, new: _Units, b: int) -> Floats:
    """The worth of each bigram that stands in both units."""
    here, there = old.unit == a, new.unit == b
    shared: Floats = old.worth[here][np.isin(old.sign[here], new.sign[there])]
    return shared

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
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate
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
_NO_WORD: Final = re.compile(r"\W")
_UNIT: Final = re.compile(r"[^，。；：！？,;:!? \t\u3000][^，。；：！？,;:!?]*")

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


def parts(explained: Explained, links: Iterable[Pair], others: Collection[Pair] = ()) -> dict[Pair, tuple[Part, ...]]:
    """Return for each link of a text that has several which words it is about, in the order of the old text; none if it owns none.

    Args:
        explained: what the links and the others explain of their texts.
        links: indices of an old and a new text, the new ones counted from 0.
        others: pairs that are no links but may share words too; stock phrases (不在此限, 由中央主管機關定之) do not count between them.

    >>> from policydiff.similarity import analyse
    >>> texts = [["加强培训，保障安全，完善监督。"], ["加强培训工作。"], ["完善监督制度。"], ["其他。"]]
    >>> links = [(0, 0), (0, 1)]
    >>> found = parts(Explained(texts, analyse(texts).trail, 1, links), links)
    >>> [[texts[0][part.old.passage][part.old.start : part.old.end] for part in found[link]] for link in found]
    [['加强培训'], ['完善监督']]
    """
    of_text: dict[int, list[Pair]] = defaultdict(list)
    for i, j in sorted({*links, *others}):
        of_text[i].append((i, j))
        of_text[explained.split + j].append((i, j))
    owned = {(text, pair): units for text, pairs in of_text.items() for pair, units in explained.owned(text, pairs).items()}
    wanted = sorted({pair for pairs in of_text.values() if len(pairs) > 1 for pair in pairs})
    least = {pair: _RARE if pair in others else 0.0 for pair in wanted}
    return {(i, j): explained.paired(owned[i, (i, j)], owned[explained.split + j, (i, j)], least[i, j]) for i, j in wanted}


class Explained:
    """What some pairs of texts explain of each unit of either text."""

    def __init__(self, passages: Sequence[Sequence[str]], trail: Trail, split: int, pairs: Iterable[Pair]) -> None:
        """Prepare the units.

        Args:
            passages: of all texts, the old before the new. Line ends may stand in the place of words that do not count.
            trail: of the same texts.
            split: the number of old texts.
            pairs: indices of an old and a new text, the new ones counted from 0.
        """
        self.split = split
        self._trail = trail
        self._passages = passages
        self._places = [[place for number, passage in enumerate(text) for place in _between_commas(number, passage)] for text in passages]
        counts = [len(places) for places in self._places]
        self._first = [0, *accumulate(counts)]
        self._asked = [asked for i, j in pairs for asked in ((i, split + j), (split + j, i))]
        self._number = {asked: number for number, asked in enumerate(self._asked)}
        self._offset = [0, *accumulate(counts[here] for here, _ in self._asked)]
        self._bigrams: dict[int, dict[int, float]] = {}

    @cached_property
    def _unit(self) -> Ints:
        """For each place of the trail the unit it stands in, over all texts; -1 for marks and what runs over a comma."""
        passages = [(int(self._trail.first[text]) + place.passage, place) for text, places in enumerate(self._places) for place in places]
        if not passages:
            return np.full(self._trail.text.size, -1)
        step = 2 + max(place.end for _, place in passages)
        starts = np.array([number * step + place.start for number, place in passages])
        ends = np.array([number * step + place.end for number, place in passages])
        at = self._trail.passage * step + self._trail.offset
        unit = np.searchsorted(starts, at, side="right") - 1
        unit[self._trail.is_mark | (at + 1 >= ends[unit])] = -1
        return unit

    @cached_property
    def _mass(self) -> Floats:
        """The worth of each unit, bigrams that no other text has included."""
        known = self._unit >= 0
        count = self._first[-1]
        worth = totals(self._unit[known], self._trail.worth[known], count)
        bigrams = np.array(
            [
                place.end - place.start - 1 - 2 * len(_NO_WORD.findall(text[place.passage], place.start, place.end))
                for text, places in zip(self._passages, self._places, strict=True)
                for place in places
            ],
            dtype=np.float64,
        )
        unshared = np.maximum(bigrams - np.bincount(self._unit[known], minlength=count), 0.0)
        mass: Floats = worth + unshared * self._trail.rarest
        return mass

    @cached_property
    def _worth(self) -> Floats:
        """For each pair, seen from either text, the worth of what it explains of each unit of that text, one after the other."""
        here, there = np.array(self._asked, dtype=np.int64).reshape(-1, 2).T
        runs = shared_runs(self._trail, here, there)
        unit = self._unit[runs.place]
        known = unit >= 0
        strength = -np.expm1(-2 * runs.worth[known] / self._trail.rarest)
        first = np.array(self._first)[here[runs.pair[known]]]
        at = np.array(self._offset)[runs.pair[known]] + unit[known] - first
        return totals(at, self._trail.worth[runs.place[known]] * strength, self._offset[-1])

    def owned(self, text: int, pairs: Sequence[Pair]) -> dict[Pair, list[int]]:
        """Return for each pair of a text the units of that text which it explains best, numbered over all texts."""
        owned: dict[Pair, list[int]] = {pair: [] for pair in pairs}
        first, count = self._first[text], len(self._places[text])
        if not count:
            return owned
        numbers = [self._number[text, self.split + pair[1] if text == pair[0] else pair[0]] for pair in pairs]
        table = np.array([self._worth[self._offset[number] : self._offset[number] + count] for number in numbers])
        mass = self._mass[first : first + count]
        enough = (table.max(axis=0) >= _LEAST_EXPLAINED * mass) & (mass > 0)
        best = table.argmax(axis=0).tolist()
        for unit in np.flatnonzero(enough).tolist():
            owned[pairs[best[unit]]].append(first + unit)
        return owned

    def paired(self, old: Sequence[int], new: Sequence[int], rare: float) -> tuple[Part, ...]:
        """Return the units of one pair that share most with each other, neighbours joined.

        Args:
            old, new: those of either text that belong to the pair.
            rare: what the bigrams they share must be worth on the average, in bigrams that stand in one text only; and three
                times that all together.
        """
        enough = dict[Pair, float]()
        for a, b in ((a, b) for a in old for b in new):
            count, worth = self._shared(a, b)
            telling = worth >= rare * self._trail.rarest * max(count, 3)
            if worth > 0 and telling and worth >= _LEAST_SHARED * min(self._mass[a], self._mass[b]):
                enough[a, b] = worth
        best_old, best_new = dict[int, int](), dict[int, int]()
        for a, b in sorted(enough, key=lambda pair: (-enough[pair], pair)):
            best_old.setdefault(a, b)
            best_new.setdefault(b, a)
        return self._joined([(a, b) for a, b in sorted(best_old.items()) if best_new[b] == a])

    def _joined(self, chosen: Sequence[Pair]) -> tuple[Part, ...]:
        joined: list[Part] = []
        last = (-2, -2)
        for a, b in chosen:
            part = Part(self._place(a), self._place(b))
            if (a - 1, b - 1) == last and joined[-1].old.passage == part.old.passage and joined[-1].new.passage == part.new.passage:
                joined[-1] = Part(joined[-1].old._replace(end=part.old.end), joined[-1].new._replace(end=part.new.end))
            else:
                joined.append(part)
            last = (a, b)
        return tuple(joined)

    def _place(self, unit: int) -> Place:
        text = bisect_right(self._first, unit) - 1
        return self._places[text][unit - self._first[text]]

    def _shared(self, a: int, b: int) -> tuple[int, float]:
        """How many bigrams of one unit stand in another one, and what they are worth."""
        here, there = self._worth_of(a), self._worth_of(b)
        shared = [worth for sign, worth in here.items() if sign in there]
        return len(shared), sum(shared)

    def _worth_of(self, unit: int) -> dict[int, float]:
        """The bigrams of a unit and their worth."""
        if unit not in self._bigrams:
            text = bisect_right(self._first, unit) - 1
            here = slice(*self._trail.begin[text : text + 2].tolist())
            inside = self._unit[here] == unit
            signs, worth = self._trail.sign[here][inside].tolist(), self._trail.worth[here][inside].tolist()
            self._bigrams[unit] = dict(zip(signs, worth, strict=True))
        return self._bigrams[unit]


def _between_commas(number: int, passage: str) -> list[Place]:
    found = [Place(number, *match.span()) for match in _UNIT.finditer(passage)]
    return [place if not passage[place.end - 1].isspace() else _without_blanks(place, passage) for place in found]


def _without_blanks(place: Place, passage: str) -> Place:
    """The place without the blanks at its end; line ends are no blanks, but stand for words that do not count."""
    return place._replace(end=place.start + len(passage[place.start : place.end].rstrip(" \t\u3000")))

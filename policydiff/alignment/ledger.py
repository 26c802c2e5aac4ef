"""What is explained of each text, and what each pair of provisions would explain more.

The second question of the aligner (`residual`): is there text that nothing else explains? The ledger holds, for every place of every text,
how well the links entered so far explain it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from policydiff.similarity import Bools, Floats, Ints, Trail, shared_runs, totals

# Figures are macro F1 on sixteen revisions of statutes, each constant alone; see `residual`.

#: How many of the most alike partners of each provision are looked at. 4 .928, 6 .930, 8 .929, 12 .929.
CANDIDATES: Final = 6
#: How many siblings are asked what they share with a provision: that is stock phrase. 2 .928, 4 .930, 8 .929.
SIBLINGS: Final = 4
#: How much of what siblings share counts as explained beforehand. 0 .925, .2 .927, .3 .930, .4 .928, .5 .925.
STOCK: Final = 0.3

#: The index of an old and of a new provision.
Pair: TypeAlias = tuple[int, int]


class Pairs(NamedTuple):
    """The pairs of provisions that are looked at, in the order of the old text, then of the new."""

    old: Ints
    new: Ints
    number: dict[Pair, int]


def close_pairs(cross: Floats, also: Iterable[Pair]) -> Pairs:
    """Return the most alike partners of each provision, and some pairs more.

    Args:
        cross: how alike each old provision is to each new one.
        also: pairs to be looked at however alike they are.
    """
    wanted = closest(cross, CANDIDATES) | closest(cross.T, CANDIDATES).T
    for pair in also:
        wanted[pair] = True
    old, new = np.nonzero(wanted)
    return Pairs(old, new, {pair: k for k, pair in enumerate(zip(old.tolist(), new.tolist(), strict=True))})


def these_pairs(pairs: Iterable[Pair]) -> Pairs:
    """Return the given pairs alone."""
    ordered = sorted(pairs)
    old, new = np.array(ordered, dtype=np.int64).T
    return Pairs(old, new, {pair: k for k, pair in enumerate(ordered)})


def closest(alike: Floats, count: int) -> Bools:
    """Return where the highest values of each row are, zeros left out."""
    chosen = np.zeros(alike.shape, dtype=bool)
    np.put_along_axis(chosen, np.argsort(-alike, axis=1, kind="stable")[:, :count], values=True, axis=1)
    return chosen & (alike > 0)


class Ledger:
    """What is explained of each text, place by place, and what each pair would add to it.

    A run is as strong as 1 - exp(-2 · worth / rarest): between 0 and 1, and .63 if it is worth half of what a word is worth that
    stands in one provision only. A pair claims the places where no other pair explains more. What it gains is the idf of these
    places times the strength beyond what is explained already; both its texts must gain, so the geometric mean is taken.
    """

    def __init__(self, trail: Trail, pairs: Pairs, kin: tuple[Floats, Floats]) -> None:
        self.pairs, self.masses, self.clock, self.split = pairs, trail.masses, 0, kin[0].shape[0]
        self.rarest = trail.rarest
        self._trail = trail
        old, new = pairs.old, pairs.new + self.split
        self._here = np.concatenate([old, new])  # each pair has two sides: the old text read with the new one, and the reverse
        self._runs = shared_runs(trail, self._here, np.concatenate([new, old]))
        self._strength = _strength(self._runs.worth, trail.rarest)
        strongest = np.zeros(trail.text.size)
        np.maximum.at(strongest, self._runs.place, self._strength)
        claimed = (self._strength > 0) & (self._strength >= strongest[self._runs.place])
        self._claim = np.where(claimed, trail.worth[self._runs.place], 0.0)
        self._stock = _stock(trail, kin)
        self._explained = self._stock.copy()
        self._entered: set[Pair] = set()
        self._last_change = [0] * self.masses.size
        self._values, self._places = self._runs.begin.tolist(), trail.begin.tolist()  # slicing by int is twice as fast

    def covers(self) -> dict[Pair, tuple[float, float]]:
        """Return for each pair how much of the old text the new one accounts for, and how much of the new text the old one."""
        place = self._runs.place
        weight = np.where(self._trail.is_mark[place], 0.0, self._trail.worth[place])
        found = totals(self._runs.pair, weight * -np.expm1(-self._runs.worth / self._trail.rarest), self._here.size)
        mass = self.masses[self._here]
        share = np.divide(found, mass, out=np.zeros(found.size), where=mass > 0).reshape(2, -1)
        return dict(zip(self.pairs.number, zip(*share.tolist(), strict=True), strict=True))

    def gains(self) -> Floats:
        """Return for each pair what it would gain, in nats."""
        beyond = np.maximum(self._strength - self._explained[self._runs.place], 0.0)
        old, new = totals(self._runs.pair, self._claim * beyond, self._here.size).reshape(2, -1)
        return np.sqrt(old * new)

    def gain(self, pair: Pair) -> float:
        """Return what one pair would gain, in nats."""
        gains = 1.0
        for values, places in self._sides(pair):
            beyond = self._strength[values] - self._explained[places]
            gains *= float(self._claim[values] @ np.maximum(beyond, 0.0))
        return math.sqrt(gains)

    def alone(self, pair: Pair) -> float:
        """Return what one pair would gain if there were no other, in nats."""
        gains = 1.0
        for values, places in self._sides(pair):
            gains *= float(self._trail.worth[places] @ np.maximum(self._strength[values] - self._stock[places], 0.0))
        return math.sqrt(gains)

    def spend(self, pair: Pair) -> None:
        """Enter a link: what it explains is explained from now on."""
        self.clock += 1
        self._entered.add(pair)
        for values, places in self._sides(pair):
            np.maximum(self._explained[places], self._strength[values], out=self._explained[places])
        for text in self._texts(pair):
            self._last_change[text] = self.clock

    def found(self, pair: Pair) -> list[tuple[Floats, Floats]]:
        """Return the worth of each place of the old and of the new text of a pair, and how strong the run through it is."""
        return [(self._trail.worth[places], self._strength[values]) for values, places in self._sides(pair)]

    def has(self, pair: Pair) -> bool:
        """Return whether the pair has been entered."""
        return pair in self._entered

    def knows(self, pair: Pair) -> bool:
        """Return whether the pair is among those that are looked at."""
        return pair in self.pairs.number

    def changed(self, pair: Pair) -> int:
        """Return the time on the clock at which a link of one of its provisions was entered last."""
        return max(self._last_change[text] for text in self._texts(pair))

    def _texts(self, pair: Pair) -> tuple[int, int]:
        return pair[0], self.split + pair[1]

    def _sides(self, pair: Pair) -> Iterator[tuple[slice, slice]]:
        """The values of the pair in the runs and the places they are for, on either side."""
        number = self.pairs.number[pair]
        for side, text in zip((number, number + len(self.pairs.number)), self._texts(pair), strict=True):
            yield slice(*self._values[side : side + 2]), slice(*self._places[text : text + 2])


def _strength(worth: Floats, rarest: float) -> Floats:
    strength: Floats = -np.expm1(-2 * worth / rarest)
    return strength


def _stock(trail: Trail, kin: tuple[Floats, Floats]) -> Floats:
    """What the closest siblings of each text explain of it, at a discount."""
    split = kin[0].shape[0]
    old, old_sibling = np.nonzero(closest(kin[0], SIBLINGS))
    new, new_sibling = np.nonzero(closest(kin[1], SIBLINGS))
    runs = shared_runs(trail, np.concatenate([old, new + split]), np.concatenate([old_sibling, new_sibling + split]))
    stock = np.zeros(trail.text.size)
    np.maximum.at(stock, runs.place, STOCK * _strength(runs.worth, trail.rarest))
    return stock

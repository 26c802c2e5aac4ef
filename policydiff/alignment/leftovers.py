"""What no link accounts for: the best partner of a provision that has none, and phrases that were used again elsewhere.

    2017  一（二）④  坚持问题导向，勇于改革创新。针对不同区域……        dropped; 一、第1段 came closest, at .7
    2024  一、第1段  ……坚持系统观念、问题导向、守正创新……            an echo: the phrase stands here

To a reader "dropped" and "added" are strong words. Beside them stands what came closest, how far it was from being linked, and which link
explains the words that the two have in common. And a phrase that was taken up by a clause with another source is no correspondence of
clauses, but a reader who looks for it wants to find it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from policydiff.alignment.ledger import Ledger, Pair
from policydiff.alignment.parts import Explained, Part, parts

#: Phrases are looked for in pairs that share at least this much text that no link explains, in words that stand in one provision only.
_LEAST_LEFT: Final = 0.5
#: Shorter phrases, in characters, are used again without anybody meaning to.
_SHORTEST: Final = 6


class Rival(NamedTuple):
    """A link that explains text which another pair shares too."""

    old: int
    new: int
    share: float
    """How much of what the pair shares this link explains too, 0 to 1 of its weight; of the text that both have in common."""


class Rejection(NamedTuple):
    """The pair that came closest to being a link of a provision that has none."""

    old: int
    new: int
    key: float
    """How many times the evidence that makes a link it had when all links had been found."""
    alone: float
    """How many times it would have, if there were no other provision to explain the text."""
    rival: Rival | None
    """The link that explains most of the text they share."""


class Echo(NamedTuple):
    """A phrase that stands in two provisions which are not linked, and that no link explains."""

    old: int
    new: int
    part: Part


def rejections(
    ledger: Ledger, linked: Collection[Pair], alone: Callable[[Pair], float], now: Callable[[Pair], float]
) -> Iterator[Rejection]:
    """Yield for each provision without a link the pair that came closest, in the order of the old text.

    Args:
        ledger: with all links entered.
        linked: the links.
        alone: how many times the evidence that makes a link a pair would have by itself.
        now: how many times it has.
    """
    busy = {i for i, _ in linked}, {j for _, j in linked}
    best: dict[tuple[int, int], Pair] = {}
    strength: dict[Pair, float] = {}
    for pair in ledger.pairs.number:
        free = [side for side in (0, 1) if pair[side] not in busy[side]]
        if free:
            strength[pair] = alone(pair)
        for side in free:
            known = best.get((side, pair[side]))
            if strength[pair] > 0 and (known is None or strength[pair] > strength[known]):
                best[side, pair[side]] = pair
    for pair in sorted(set(best.values())):
        yield Rejection(*pair, now(pair), strength[pair], next(rivals(pair, ledger, linked), None))


def rivals(pair: Pair, ledger: Ledger, linked: Iterable[Pair]) -> Iterator[Rival]:
    """Yield the links of either provision that explain something of what the two share, the one that explains most first."""
    others = [other for other in linked if other != pair and (other[0] == pair[0] or other[1] == pair[1]) and ledger.knows(other)]
    ours, found = ledger.found(pair), list[Rival]()
    for other in others:
        side = 0 if other[0] == pair[0] else 1
        worth, strength = ours[side]
        theirs = ledger.found(other)[side][1]
        shared = float(worth @ strength)
        share = float(worth @ np.minimum(strength, theirs)) / shared if shared > 0 else 0.0
        if share > 0:
            found.append(Rival(*other, share))
    yield from sorted(found, key=lambda rival: (-rival.share, rival.old + rival.new, rival.old))


def with_text_left(ledger: Ledger, linked: Collection[Pair]) -> frozenset[Pair]:
    """Return the pairs that share text which no link explains.

    Args:
        ledger: with all links entered.
        linked: the links.
    """
    left = ledger.gains() / ledger.rarest
    return frozenset(pair for pair, number in ledger.pairs.number.items() if pair not in linked and left[number] >= _LEAST_LEFT)


def echoes(explained: Explained, linked: Iterable[Pair], others: frozenset[Pair]) -> list[Echo]:
    """Return the phrases that were used again, in the order of the old text.

    Args:
        explained: what the links and the others explain of their texts.
        linked: the links.
        others: the pairs that share text which no link explains.
    """
    found = parts(explained, linked, others)
    told = (Echo(*pair, part) for pair in sorted(others) for part in found.get(pair, ()))
    return [echo for echo in told if min(place.end - place.start for place in echo.part) >= _SHORTEST]

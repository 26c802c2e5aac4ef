"""The errors that remain, for reading: every missed and every invented link with both texts, what the aligner saw, and its class.

A class says where a link stands among the others, and nothing that would have to be guessed:

missed      merged whole    the whole old article went into one that has other partners; it is left without any
            merged part     a part of it did; it is left without any
            split whole     the new article has no partner; the whole of the old one is said to have gone there, and it has others
            split part      the new article has no partner; a part of an article that has others went there
            both linked, whole; both linked, part       either has other partners
            both left alone
invented    came from nowhere, gone, or both            people say that the new article is new, that the old one was dropped
            instead of a true one                       a true link of either is missed
            beside true ones                            all true links of both were found: wording that is there, and says nothing

`penal`: both impose a penalty. `cover`: how much of the one text the other accounts for, whichever is more; below .1 there is no
lexical trace.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from policydiff.alignment.explanation import Explanation

if TYPE_CHECKING:
    from gold.truth import Case, Pair

#: Edges of the columns of the table: how much of either text the other accounts for.
COVERS: Final = (0.1, 0.2, 0.4)
#: How much of a text is printed.
_SHOWN: Final = 160
#: What explains less of what two texts share is not worth a line.
_WORTH_TELLING: Final = 0.05

#: The names of penalties and of administrative sanctions.
_PENALTY: Final = re.compile(
    "[处處科].{0,40}?(?:罚款|罰鍰|罰金|罚金|拘役|徒刑|拘留)|(?:吊销|吊銷|撤销|撤銷|廢止|注销|註銷).{0,20}?[许許]可[证證]?|依法追究刑事责任"
)


class Mistake(NamedTuple):
    """A link that was missed or invented."""

    pair: Pair
    kind: str
    """`missed` or `invented`."""
    name: str
    """Its class."""
    cover: float
    penal: bool
    partners: tuple[tuple[str, ...], tuple[str, ...]]
    """What the old one is linked with otherwise, and the new one."""


def mistakes(case: Case) -> Iterator[tuple[Mistake, Explanation]]:
    """Yield the missed links of a case, then the invented ones, each with what the aligner saw in it."""
    found = case.pairs()
    for kind, pairs in (("missed", case.missed(found)), ("invented", case.invented(found))):
        for pair in pairs:
            why = case.comparison.explain(old=case.id(0, pair[0]), new=case.id(1, pair[1]))
            assert isinstance(why, Explanation)
            others = [link for link in case.in_order(found) if link != pair]
            partners = tuple(new for old, new in others if old == pair[0]), tuple(old for old, new in others if new == pair[1])
            name = missed_class(case.links[pair], partners) if kind == "missed" else invented_class(case, pair, found)
            penal = all(_PENALTY.search(case.text(side, label)) for side, label in enumerate(pair))
            yield Mistake(pair, kind, name, max(why.shares), penal, partners), why


def missed_class(scope: str, partners: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    """Return the class of a missed link, whole or part, given what its sides are linked with otherwise.

    >>> missed_class("whole", ((), ("第三條",)))
    'merged whole'
    """
    of_old, of_new = map(bool, partners)
    if not of_old and not of_new:
        return "both left alone"
    if of_old and of_new:
        return f"both linked, {scope}"
    return f"{'split' if of_old else 'merged'} {scope}"


def invented_class(case: Case, pair: Pair, found: frozenset[Pair]) -> str:
    """Return the class of an invented link, given all that were found."""
    gone, fresh = pair[0] in case.alone[0], pair[1] in case.alone[1]
    if gone or fresh:
        return " and ".join(word for word, holds in (("gone", gone), ("came from nowhere", fresh)) if holds)
    true = {link for link in case.wanted if link[0] == pair[0] or link[1] == pair[1]}
    return "instead of a true one" if true - found else "beside true ones"


# -- print ------------------------------------------------------------------------------------------------------------------------


def told(cases: Iterable[Case]) -> Iterator[str]:
    """Yield the lines that list every error of some cases, and the table of their classes."""
    every = list[Mistake]()
    for case in cases:
        for mistake, why in mistakes(case):
            every.append(mistake)
            yield from _of(case, mistake, why)
    yield from table(every)


def _of(case: Case, mistake: Mistake, why: Explanation) -> Iterator[str]:
    old, new = mistake.pair
    yield f"{case.name}: {mistake.kind} {old} → {new} [{mistake.name}{', penal' if mistake.penal else ''}]"
    yield f"  old {_glimpse(case.text(0, old))}"
    yield f"  new {_glimpse(case.text(1, new))}"
    if mistake.kind == "missed":
        yield f"  people: {case.links[mistake.pair]}; {_glimpse(case.grounds[mistake.pair])}"
    yield f"  aligner: {_numbers(why)}"
    for link in [link for link in why.competitors[:1] if link.share >= _WORTH_TELLING]:
        yield f"  {link.share:.0%} of what they share is explained by {link.label}"
    of_old, of_new = (", ".join(side) or "nothing" for side in mistake.partners)
    yield f"  linked otherwise: old with {of_old}; new with {of_new}\n"


def _numbers(why: Explanation) -> str:
    evidence = f"key {why.key or 0:.2f}, alone {why.alone or 0:.2f}"
    standing = f"likeness {why.likeness:.2f} x {why.preference or 0:.1f}, off {why.distance or 0:g}"
    covers = f"covers {why.shares[0]:.2f} and {why.shares[1]:.2f}"
    return ", ".join([evidence, standing, covers, *([] if why.considered else ["not considered"])])


def _glimpse(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN * 2 // 3]}…{text[-_SHOWN // 3 :]}"


def table(every: Iterable[Mistake]) -> Iterator[str]:
    """Yield the lines of the table: how many errors of each class, how many penal, and how much text speaks for them."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    columns = _columns()
    for mistake in every:
        row = rows.setdefault((mistake.kind, mistake.name), Counter())
        row.update(["n", columns[sum(mistake.cover >= edge for edge in COVERS)], *(["penal"] if mistake.penal else [])])
    yield f"{'errors by class':42s} {'n':>5s} {'penal':>6s}  cover " + " ".join(f"{name:>7s}" for name in columns)
    for kind in ("missed", "invented"):
        of_kind = {name: row for (k, name), row in rows.items() if k == kind}
        for name, row in sorted(of_kind.items(), key=lambda item: (-item[1]["n"], item[0])):
            yield _row(f"{kind}: {name}", row, columns)
        yield _row(f"{kind}, all", sum(of_kind.values(), Counter()), columns)


def _columns() -> list[str]:
    edges = [f"{edge:g}".removeprefix("0") for edge in COVERS]
    return [f"< {edges[0]}", *(f"{low}-{high}" for low, high in pairwise(edges)), f"> {edges[-1]}"]


def _row(name: str, row: Counter[str], columns: list[str]) -> str:
    return f"{name:42s} {row['n']:5d} {row['penal']:6d}        " + " ".join(f"{row[column]:7d}" for column in columns)

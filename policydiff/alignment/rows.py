"""Rows of the 对照表: every clause exactly once, in an order that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from policydiff.model import Bead, Unit


class Group(NamedTuple):
    """Units that stand in one row, by their places in either document."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


def components(edges: Iterable[tuple[int, int]]) -> list[Group]:
    """Return the groups of units that are connected by edges (old unit, new unit).

    >>> components([(0, 0), (1, 0), (2, 1)])
    [Group(old=(0, 1), new=(0,), moved=False), Group(old=(2,), new=(1,), moved=False)]
    """
    root: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for i, j in edges:
        a, b = find(("new", j)), find(("old", i))
        root[max(a, b)] = min(a, b)
    sides: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
    for node in sorted(root):
        sides.setdefault(find(node), ([], []))[node[0] == "new"].append(node[1])
    return sorted((Group(tuple(old), tuple(new)) for old, new in sides.values()), key=lambda group: (group.new, group.old))


def beads(old: Sequence[Unit], new: Sequence[Unit], groups: Iterable[Group]) -> tuple[Bead, ...]:
    """Return rows that hold every unit of both documents, in reading order.

    Rows follow the new text; a row with no new unit stands behind the row of the old unit before it.

    Args:
        old, new: the units of the documents.
        groups: those that share a row; every other unit gets a row of its own.
    """
    rows = list(groups)
    placed_old = {i for group in rows for i in group.old}
    placed_new = {j for group in rows for j in group.new}
    rows += (Group((), (j,)) for j in range(len(new)) if j not in placed_new)
    in_new_order = sorted((group for group in rows if group.new), key=lambda group: group.new[0])
    row_of_old = {i: index for index, group in enumerate(in_new_order) for i in group.old}
    dropped: dict[int, list[Group]] = {}
    behind = -1
    for i in range(len(old)):
        if i in placed_old and i in row_of_old:
            behind = row_of_old[i]
        elif i not in placed_old:
            dropped.setdefault(behind, []).append(Group((i,), ()))
    ordered = list(dropped.get(-1, ()))
    for index, group in enumerate(in_new_order):
        ordered += [group, *dropped.get(index, ())]
    return tuple(Bead(_ids(old, group.old), _ids(new, group.new), group.moved) for group in ordered)


def _ids(units: Sequence[Unit], places: Iterable[int]) -> tuple[str, ...]:
    return tuple(clause.id for place in sorted(places) for clause in units[place].clauses)


def shared_bigrams(old: str, new: str) -> float:
    """Return the part of the character pairs of two short texts that both have (Dice), 0 to 1.

    >>> shared_bigrams("总体要求", "总体要求"), round(shared_bigrams("基本原则", "基本要求"), 2)
    (1.0, 0.33)
    """
    if old == new:
        return 1.0
    a, b = (Counter(pairwise(text)) for text in (old, new))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def heaviest_rising(values: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Return the places of the heaviest subsequence that rises.

    Args:
        values: no two alike.
        weights: above zero.

    For every value the best chain that ends at or below it is kept in a tree of prefix maxima (P. Fenwick, 1994), so that n values take
    n log n steps.

    >>> heaviest_rising([3, 1, 2], [5, 1, 1]), heaviest_rising([3, 1, 2], [1, 1, 1])
    ([0], [1, 2])
    """
    rank = {value: place + 1 for place, value in enumerate(sorted(values))}
    tree = [(0, -1)] * (len(values) + 1)  # weight of the chain, and the place it ends at
    before = []
    for place, (value, weight) in enumerate(zip(values, weights, strict=True)):
        best, k = (0, -1), rank[value] - 1
        while k:
            best, k = max(best, tree[k]), k & (k - 1)
        before.append(best[1])
        chain, k = (best[0] + weight, place), rank[value]
        while k < len(tree):
            tree[k], k = max(tree[k], chain), k + (k & -k)
    place = max(_prefixes(tree), default=(0, -1))[1]
    out = []
    while place >= 0:
        out.append(place)
        place = before[place]
    return out[::-1]


def _prefixes(tree: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The nodes of the tree that together hold all values."""
    k, out = len(tree) - 1, []
    while k:
        out.append(tree[k])
        k &= k - 1
    return out

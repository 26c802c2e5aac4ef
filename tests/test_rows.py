"""Rows of the 对照表: every clause exactly once, in an order that can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydiff.alignment.rows import Group, beads, components, shared_bigrams
from policydiff.model import Unit
from policydiff.outline import parse

NUMERALS = "一二三四五六七八九"


def units(count: int) -> tuple[Unit, ...]:
    """So many articles, with the ids a1, a2 ….  The second has two paragraphs."""
    lines = [f"第{NUMERALS[i]}条　甲。" + ("\n乙。" if i == 1 else "") for i in range(count)]
    return parse("\n".join(lines)).units


def rows(old: int, new: int, groups: list[Group]) -> str:
    """The rows as a string: `a1|a1 ∅|a2 a3|∅`; parts are left out, moved rows have a star."""

    def side(ids: tuple[str, ...]) -> str:
        return "+".join(id for id in ids if "." not in id) or "∅"

    return " ".join(f"{side(b.old)}|{side(b.new)}{'*' * b.moved}" for b in beads(units(old), units(new), groups))


# -- groups ----------------------------------------------------------------------------------------------------------------------

CONNECTED = {
    "one with one": ([(0, 0), (1, 1)], [((0,), (0,)), ((1,), (1,))]),
    "one became two": ([(0, 0), (0, 1)], [((0,), (0, 1))]),
    "two became one": ([(0, 0), (1, 0)], [((0, 1), (0,))]),
    "two became two": ([(0, 0), (0, 1), (1, 1)], [((0, 1), (0, 1))]),
    "crossing": ([(0, 1), (1, 0)], [((1,), (0,)), ((0,), (1,))]),
    "a chain": ([(0, 0), (1, 0), (1, 1), (2, 1)], [((0, 1, 2), (0, 1))]),
    "the same edge twice": ([(0, 0), (0, 0)], [((0,), (0,))]),
    "none": ([], []),
}


@pytest.mark.parametrize(("edges", "expected"), CONNECTED.values(), ids=CONNECTED.keys())
def test_what_is_connected_shares_a_group(edges: list[tuple[int, int]], expected: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    """In the order of the new side."""
    assert [(group.old, group.new) for group in components(edges)] == expected


EDGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


@given(EDGES)
def test_every_end_of_an_edge_is_in_exactly_one_group(edges: list[tuple[int, int]]) -> None:
    """And both ends of an edge are in the same one."""
    groups = components(edges)
    of_old = {i: number for number, group in enumerate(groups) for i in group.old}
    of_new = {j: number for number, group in enumerate(groups) for j in group.new}

    assert sorted(of_old) == sorted({i for i, _ in edges})
    assert sum(len(group.old) + len(group.new) for group in groups) == len({i for i, _ in edges}) + len({j for _, j in edges})
    assert all(of_old[i] == of_new[j] for i, j in edges)


@given(EDGES)
def test_groups_do_not_depend_on_the_order_of_edges_or_sides(edges: list[tuple[int, int]]) -> None:
    """Reversed, and swapped, the same groups."""
    groups = components(edges)
    swapped = components([(j, i) for i, j in edges])

    assert components(edges[::-1]) == groups
    assert {(group.new, group.old) for group in swapped} == {(group.old, group.new) for group in groups}


# -- rows ------------------------------------------------------------------------------------------------------------------------

ORDERED = {
    "in order": (2, 2, [Group((0,), (0,)), Group((1,), (1,))], "a1|a1 a2|a2"),
    "new at the beginning": (1, 2, [Group((0,), (1,))], "∅|a1 a1|a2"),
    "new in the middle": (2, 3, [Group((0,), (0,)), Group((1,), (2,))], "a1|a1 ∅|a2 a2|a3"),
    "new at the end": (1, 2, [Group((0,), (0,))], "a1|a1 ∅|a2"),
    "dropped at the beginning": (2, 1, [Group((1,), (0,))], "a1|∅ a2|a1"),
    "dropped in the middle": (3, 2, [Group((0,), (0,)), Group((2,), (1,))], "a1|a1 a2|∅ a3|a2"),
    "dropped at the end": (2, 1, [Group((0,), (0,))], "a1|a1 a2|∅"),
    "dropped and new at one place": (2, 2, [Group((0,), (0,))], "a1|a1 a2|∅ ∅|a2"),
    "moved": (3, 3, [Group((2,), (0,), moved=True), Group((0,), (1,)), Group((1,), (2,))], "a3|a1* a1|a2 a2|a3"),
    "dropped behind one that moved": (3, 2, [Group((0,), (1,), moved=True), Group((2,), (0,))], "a3|a1 a1|a2* a2|∅"),
    "one became two": (1, 2, [Group((0,), (0, 1))], "a1|a1+a2"),
    "two became one": (2, 1, [Group((0, 1), (0,))], "a1+a2|a1"),
    "apart and together": (3, 1, [Group((0, 2), (0,))], "a1+a3|a1 a2|∅"),
    "nothing corresponds": (2, 2, [], "a1|∅ a2|∅ ∅|a1 ∅|a2"),
    "nothing old": (0, 2, [], "∅|a1 ∅|a2"),
    "nothing new": (2, 0, [], "a1|∅ a2|∅"),
}


@pytest.mark.parametrize(("old", "new", "groups", "expected"), ORDERED.values(), ids=ORDERED.keys())
def test_rows_follow_the_new_text(old: int, new: int, groups: list[Group], expected: str) -> None:
    """What was dropped stands behind its old neighbour."""
    assert rows(old, new, groups) == expected


def test_the_parts_of_an_article_are_in_its_row() -> None:
    """第二条 with its two paragraphs."""
    found = beads(units(2), units(2), [Group((1,), (1,))])

    assert found[-1].old == ("a2", "a2.p1", "a2.p2")


@st.composite
def grouped(draw: st.DrawFn) -> tuple[int, int, list[Group]]:
    """Numbers of units, and groups of some of them."""
    old, new = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    if not old or not new:
        return old, new, []
    edges = draw(st.lists(st.tuples(st.integers(0, old - 1), st.integers(0, new - 1)), max_size=6))
    return old, new, components(edges)


@given(grouped())
def test_every_clause_is_in_exactly_one_row(drawn: tuple[int, int, list[Group]]) -> None:
    """Headings, parts and all."""
    old, new, groups = drawn
    olds, news = units(old), units(new)
    found = beads(olds, news, groups)

    assert sorted(id for bead in found for id in bead.old) == sorted(clause.id for unit in olds for clause in unit.clauses)
    assert sorted(id for bead in found for id in bead.new) == sorted(clause.id for unit in news for clause in unit.clauses)
    assert all(bead.old or bead.new for bead in found)


@given(grouped())
def test_rows_are_in_the_order_of_the_new_text(drawn: tuple[int, int, list[Group]]) -> None:
    """By the first new clause of each."""
    old, new, groups = drawn
    firsts = [int(bead.new[0].partition(".")[0][1:]) for bead in beads(units(old), units(new), groups) if bead.new]

    assert all(a < b for a, b in pairwise(firsts))


# -- likeness --------------------------------------------------------------------------------------------------------------------

ALIKE = {
    ("总体要求", "总体要求"): 1.0,
    ("", ""): 1.0,
    ("总体要求", "组织实施"): 0.0,
    ("甲", "乙"): 0.0,
    ("基本原则", "基本要求"): 1 / 3,
}


@pytest.mark.parametrize(("texts", "expected"), ALIKE.items())
def test_short_texts_are_alike_by_their_pairs_of_characters(texts: tuple[str, str], expected: float) -> None:
    """Dice's coefficient, 0 to 1, the same both ways."""
    assert shared_bigrams(*texts) == pytest.approx(expected)
    assert shared_bigrams(*texts) == shared_bigrams(*reversed(texts))

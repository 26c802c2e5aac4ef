"""Matching passages: as many equal characters as there can be, found by an exact algorithm and checked by another one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from diff_match_patch import diff_match_patch
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from support.marks import normalized
from support.paths import EXTRACT, OPINIONS, bundled
from support.strategies import excerpts, strings

from policydiff import anchors
from policydiff.anchors import Block, anchored_blocks, matching_blocks, rising

#: Few characters, so that texts have much in common in many ways.
SMALL = st.text(alphabet="甲乙丙，", max_size=24)


def cost(old: str, new: str, blocks: list[Block]) -> int:
    """How many characters are deleted and inserted if these passages are kept."""
    return len(old) + len(new) - 2 * sum(block.size for block in blocks)


def dmp_cost(old: str, new: str) -> int:
    """The same, by the independent implementation, without its clock and its shortcuts."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    return sum(len(text) for tag, text in engine.diff_main(old, new, False) if tag)


def faults(old: str, new: str, blocks: list[Block]) -> list[str]:
    """What is wrong with a list of blocks, in words; nothing if all is well."""
    found = [f"{b} is not equal" for b in blocks if not b.size or old[b.old : b.old + b.size] != new[b.new : b.new + b.size]]
    found += [f"{b} begins before {a} ends" for a, b in pairwise(blocks) if b.old < a.old + a.size or b.new < a.new + a.size]
    found += [f"{a} and {b} are one" for a, b in pairwise(blocks) if (b.old, b.new) == (a.old + a.size, a.new + a.size)]
    return found


MATCHED = {
    ("依法依规经", "依法依章程经"): "依法依|经",
    ("主人翁地位更加显著，", "主人翁地位更加彰显，"): "主人翁地位更加|显|，",
    ("甲乙丙", "甲乙丙"): "甲乙丙",
    ("甲乙丙", "丁戊己"): "",
    ("", "甲"): "",
    ("产业工人", "产业工人队伍"): "产业工人",
    ("𠮷野家", "𠮷屋"): "𠮷",
    ("纳入党管人才", "纳入入党管人才"): "纳入|党管人才",
}


@pytest.mark.parametrize(("texts", "expected"), MATCHED.items())
def test_equal_passages_are_found(texts: tuple[str, str], expected: str) -> None:
    """In order, each as long as it can be."""
    old, new = texts

    assert "|".join(old[b.old : b.old + b.size] for b in matching_blocks(old, new)) == expected


@given(st.one_of(st.tuples(SMALL, SMALL), st.tuples(strings(), strings()), st.tuples(excerpts(), excerpts())))
@example(("", ""))
@example(("\ud800", "\udc00"))
def test_no_more_is_changed_than_two_other_algorithms_change(texts: tuple[str, str]) -> None:
    """The cost is that of rapidfuzz's Indel distance and of diff-match-patch: the least there is."""
    old, new = texts
    blocks = matching_blocks(old, new)

    assert faults(old, new, blocks) == []
    assert cost(old, new, blocks) == Indel.distance(old, new) == dmp_cost(old, new)


def test_the_reprint_costs_what_the_reference_says() -> None:
    """The official text and the page, normalised: the same number of edited characters as diff-match-patch."""
    old, new = normalized(bundled(OPINIONS)).text, normalized(bundled(EXTRACT)).text
    blocks = matching_blocks(old, new)

    assert faults(old, new, blocks) == []
    assert cost(old, new, blocks) == dmp_cost(old, new)


def test_long_texts_are_cut_at_passages_that_stand_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the table kept small the blocks are still equal and in order, and hardly more is changed than must be."""
    old, new = normalized(bundled(OPINIONS)).text, normalized(bundled(EXTRACT)).text
    monkeypatch.setattr(anchors, "_LARGEST_PRODUCT", 40_000)
    blocks = matching_blocks(old, new)

    assert faults(old, new, blocks) == []
    assert cost(old, new, blocks) <= 1.02 * Indel.distance(old, new)


@given(excerpts(), excerpts())
def test_cut_texts_still_match_in_order(old: str, new: str) -> None:
    """However small the pieces, blocks are equal and rise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anchors, "_LARGEST_PRODUCT", 100)
        blocks = matching_blocks(old + new + old, new + old)

    assert faults(old + new + old, new + old, blocks) == []


def test_two_long_texts_without_a_common_passage_share_their_ends() -> None:
    """30,000 characters against 30,000: no table of a billion cells is made."""
    old, new = "甲" + "乙" * 30_000 + "丙", "甲" + "丁" * 30_000 + "丙"

    assert matching_blocks(old, new) == [Block(0, 0, 1), Block(30_001, 30_001, 1)]


# -- anchors ---------------------------------------------------------------------------------------------------------------------


def test_an_anchor_stands_once_in_either_text() -> None:
    """A passage that comes twice anchors nothing; one that comes once is extended as far as it is equal."""
    old, new = "总书记重要指示精神甲乙丙丁戊己", "总书记重要指示精神和总书记重要指示精神甲乙丙丁戊庚"

    assert anchored_blocks(old, new, k=4) == [Block(0, 10, 14)]
    assert anchored_blocks("甲甲甲甲", "甲甲甲甲", k=2) == []


@given(st.one_of(st.tuples(SMALL, SMALL), st.tuples(excerpts(), excerpts())), st.integers(1, 12))
def test_anchored_blocks_rise_and_are_as_long_as_asked(texts: tuple[str, str], k: int) -> None:
    """In order in both texts, none shorter than an anchor."""
    old, new = texts
    blocks = anchored_blocks(old, new, k)

    assert faults(old, new, blocks) in ([], [f"{a} and {b} are one" for a, b in pairwise(blocks) if b.old == a.old + a.size])
    assert all(block.size >= k for block in blocks)


RISING = {
    "in order": ([(0, 0), (1, 1), (2, 2)], 3),
    "swapped": ([(0, 2), (1, 0), (2, 1)], 2),
    "backward": ([(0, 3), (1, 2), (2, 1), (3, 0)], 1),
    "none": ([], 0),
}


@pytest.mark.parametrize(("points", "length"), RISING.values(), ids=RISING.keys())
def test_the_longest_rising_chain_is_kept(points: list[tuple[int, int]], length: int) -> None:
    """Points that rise in both coordinates, as many as possible."""
    chain = rising(points)

    assert len(chain) == length
    assert chain == sorted(chain, key=lambda point: point[1])


@given(st.permutations(range(9)))
def test_no_longer_chain_exists(values: list[int]) -> None:
    """Compared with trying every chain."""
    best = [1] * len(values)
    for i, value in enumerate(values):
        best[i] = 1 + max((best[j] for j in range(i) if values[j] < value), default=0)

    assert len(rising(list(enumerate(values)))) == max(best)

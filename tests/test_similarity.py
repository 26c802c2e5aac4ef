"""Texts are alike by the characters they share, the rare ones most of all; and one sees which part is shared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydiff import similarity
from policydiff.similarity import Mark, analyse, likeness, passage_cosines, shared_runs, totals, with_marks

#: Few characters, so that texts meet; a blank, a comma, a separator, a lone surrogate and a character outside the first plane.
PASSAGE = st.text(alphabet="职业教育经费, 。\n\x00\ud800𠮷", max_size=12)
TEXTS = st.lists(st.lists(PASSAGE, max_size=3), max_size=6)


def alike(*texts: str | list[str]) -> np.ndarray:
    """How alike texts are, rounded to what a reader can compare."""
    return likeness(analyse([[text] if isinstance(text, str) else text for text in texts])).round(3)


def runs(here: str, there: str, *others: str) -> list[float]:
    """What each place of a text is worth to another one, in words that stand in one text only."""
    corpus = analyse([[here], [there], *([other] for other in others)])
    return (shared_runs(corpus.trail, np.array([0]), np.array([1])).worth / corpus.trail.rarest).round(2).tolist()


def test_the_same_text_is_wholly_alike_and_an_unrelated_one_not_at_all() -> None:
    """1 for the same text, 0 for texts without two characters in common."""
    table = alike("完善财政投入机制。", "完善财政投入机制。", "打造网络学习平台。")

    assert table.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_rare_words_count_for_more_than_words_that_stand_everywhere() -> None:
    """工会 stands in every clause and says little; 枫桥 stands in two and says much."""
    table = alike("工会，枫桥", "枫桥，做法", "工会，技术", "工会，竞赛", "工会，骑手")

    assert table[0, 1] > 2 * table[0, 2] > 0


def test_punctuation_blanks_and_line_breaks_are_no_text() -> None:
    """What is neither a letter nor a digit is never shared."""
    table = alike("甲、乙。丙；丁（戊）", "、。；（）  \n", "己、庚。辛；壬（癸）")

    assert not np.triu(table, 1).any()


def test_words_in_another_order_are_still_alike() -> None:
    """Neighbours differ, but the characters stand close together in both."""
    table = alike("提取职工经费", "经费职工提取", "打造网络平台")

    assert 0 < table[0, 1] < 1
    assert table[0, 2] == 0


def test_a_sentence_that_moved_into_a_long_text_is_not_drowned() -> None:
    """The best pair of passages counts as much as the whole."""
    sentence = "企业应当按照规定提取职工教育经费。"
    filling = [f"{word}应当由主管部门另行规定。" for word in ("矿山开采", "水库防汛", "森林防火", "渔船检验", "食盐专营")]
    cut, uncut = alike([sentence], [sentence, *filling]), alike([sentence], ["".join([sentence, *filling])])

    assert cut[0, 1] > uncut[0, 1]


def test_a_run_is_worth_the_sum_of_its_bigrams() -> None:
    """职工教育经费 is one run of five bigrams; what stands around it is worth nothing."""
    corpus = analyse([["提取职工教育经费"], ["职工教育经费监督"], ["别的规定"]])
    found = shared_runs(corpus.trail, np.array([0]), np.array([1]))

    assert found.worth == pytest.approx([5 * np.log(4 / 2)] * 5)


def test_a_run_ends_at_punctuation_and_where_the_other_text_goes_on_otherwise() -> None:
    """职工、教育 is two runs, though the characters are the same; so is 职工教 where the other text has 职工 and 工教 apart."""
    whole = runs("职工教育", "职工教育", "甲乙")
    cut = runs("职工、教育", "职工教育", "甲乙")
    apart = runs("职工教", "职工，工教", "甲乙")

    assert whole[0] > cut[0] == cut[1]
    assert apart[0] == cut[0]


def test_what_stands_in_one_text_only_has_no_place_but_weighs() -> None:
    """No other text can share it, so the trail leaves it out; the mass of the text counts it."""
    trail = analyse([["职工枫桥"], ["职工"]]).trail

    assert np.diff(trail.begin).tolist() == [1, 1]
    assert trail.masses[0] > trail.masses[1]


def test_a_mark_is_shared_as_a_whole_or_not_at_all() -> None:
    """Texts with the mark of the same name share it; its worth is not added to the mass of the text."""
    trail = analyse([["甲乙"], ["甲乙"], ["甲乙"]]).trail
    marked = with_marks(trail, [Mark(0, 7, 2.0), Mark(2, 7, 2.0), Mark(1, 8, 2.0)])
    worth = shared_runs(marked, np.array([0, 0]), np.array([1, 2])).worth

    assert np.isinf(worth).tolist() == [False, False, False, True]
    assert marked.masses.tolist() == trail.masses.tolist()


def test_cosines_of_passages_come_with_what_the_passages_share() -> None:
    """A short sentence that is the same has the higher cosine, a long one with much in common shares more."""
    long = "国家保障产业工人主人翁地位，健全以职工代表大会为基本形式的民主管理制度"
    corpus = analyse([["坚持问题导向。", f"{long}。"], ["坚持问题导向。", f"{long}，推进厂务公开。"], ["其他。"]])
    cosines, shared = next(passage_cosines(corpus, [(0, 1)]))

    assert cosines[0, 0] > cosines[1, 1]
    assert shared[1, 1] > shared[0, 0]


def test_a_word_of_most_texts_is_left_out_only_where_there_are_many() -> None:
    """With few texts nothing is so common that it may be ignored."""
    assert alike("职工教育", "职工培训", "职工")[0, 1] > 0


@settings(deadline=None)
@given(TEXTS)
def test_likeness_is_symmetric_and_between_0_and_1(texts: list[list[str]]) -> None:
    """For any texts at all, and exactly symmetric."""
    table = likeness(analyse(texts))

    assert table.shape == (len(texts), len(texts))
    assert (table == table.T).all()
    assert ((table >= 0) & (table <= 1)).all()


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_run_is_never_worth_more_than_the_text(texts: list[list[str]], data: st.DataObject) -> None:
    """And every place of the text has a value."""
    corpus = analyse(texts)
    index = st.integers(0, max(len(texts) - 1, 0))
    pairs = data.draw(st.lists(st.tuples(index, index), max_size=5 if texts else 0))
    here, there = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    found = shared_runs(corpus.trail, here, there)

    assert found.worth.size == found.pair.size == found.place.size == np.diff(corpus.trail.begin)[here].sum()
    assert (found.worth <= corpus.trail.masses[here[found.pair]] + 1e-9).all()


@settings(deadline=None)
@given(TEXTS)
def test_tables_made_in_slices_are_the_same(texts: list[list[str]]) -> None:
    """The size of a slice bounds the memory and decides nothing."""
    pairs = [(i, j) for i in range(len(texts)) for j in range(len(texts))]
    here, there = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    results = []
    for cells in (1 << 22, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(similarity, "CELLS", cells)
            corpus = analyse(texts)
            cosines = [table for tables in passage_cosines(corpus, pairs) for table in tables]
            results.append((likeness(corpus), shared_runs(corpus.trail, here, there).worth, *cosines))

    for once, in_slices in zip(*results, strict=True):
        assert np.allclose(once, in_slices, atol=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9))))
def test_totals_are_sums_by_group(values: list[tuple[int, int]]) -> None:
    """Groups without values have the sum 0."""
    group, value = np.array(values, dtype=np.int64).reshape(-1, 2).T

    assert totals(group, value.astype(float), 4).tolist() == [sum(v for g, v in values if g == k) for k in range(4)]

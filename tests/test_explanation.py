"""Why two clauses are linked or are not: numbers that agree with the links, and sentences that agree with the numbers."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import product

import pytest
from support.paths import EXTRACT, OPINIONS, PLAN, bundled

from policydiff.alignment import examination
from policydiff.alignment.examination import examine
from policydiff.alignment.explanation import ClauseExplanation, Explanation
from policydiff.alignment.residual import Provision, correspond
from policydiff.comparison import Comparison, compare
from policydiff.errors import ClauseNotFoundError, OptionError
from policydiff.model import COUNTED_TIERS, Tier
from policydiff.outline import parse

POLICY = compare(parse(bundled(PLAN)), parse(bundled(OPINIONS)), profile="revision", pins=[("17.", "（二十五）")], bans=[("2.1.2", "1.p2")])
REPRINT = compare(parse(bundled(OPINIONS)), parse(bundled(EXTRACT)))


def pair(old: str, new: str, comparison: Comparison = POLICY) -> Explanation:
    found = comparison.explain(old=old, new=new)
    assert isinstance(found, Explanation)
    return found


def clause(comparison: Comparison = POLICY, **name: str) -> ClauseExplanation:
    found = comparison.explain(**name)  # type: ignore[arg-type]
    assert isinstance(found, ClauseExplanation)
    return found


# -- numbers ---------------------------------------------------------------------------------------------------------------------


def test_the_numbers_of_a_link_are_those_of_the_link() -> None:
    """Key and shares are the score and the shares; every counted link has evidence enough."""
    for link in POLICY.links:
        why = pair(link.old, link.new)
        assert (why.tier, why.linked) == (link.tier, link.tier in COUNTED_TIERS)
        if why.basis == "text" and link.tier is not Tier.USER:
            assert why.key == pytest.approx(link.score, abs=1e-4)
            assert why.shares == pytest.approx(link.shares)
            assert (why.key >= 1) == why.linked


def test_text_that_another_link_explains() -> None:
    """Measure 3 and （七） share the phrase 主人翁地位, which went to （四）: enough by itself, not enough beside that."""
    why = pair("3.", "（七）")

    assert (why.tier, why.linked) == (Tier.CANDIDATE, False)
    assert why.alone is not None
    assert why.key is not None
    assert why.key < 1 <= why.alone
    assert (why.competitors[0].old, why.competitors[0].new, why.competitors[0].label) == ("2.1.3", "3.4", "（四）")
    assert why.competitors[0].share > 0.9


def test_a_split_measure_is_explained_part_by_part() -> None:
    """None of the three is its first choice but one; together they say where it went."""
    why = clause(old="3.")

    assert [link.new_label for link in why.links] == ["（四）", "（五）", "（六）"]
    assert [link.mutual for link in why.links] == [True, False, False]
    assert why.rejected is not None
    assert why.rejected.new_label == "（七）"


def test_a_clause_without_a_partner_has_its_best_candidate() -> None:
    """And the reason why that is none."""
    why = clause(old="1.2.b3")

    assert why.links == ()
    assert why.rejected is not None
    assert (why.rejected.new_label, why.rejected.linked) == ("（十四）", False)


def test_decisions_of_a_person_are_told_beside_the_numbers() -> None:
    """The numbers are those of the aligner."""
    pinned, banned = pair("17.", "（二十五）"), pair("2.1.2", "1.p2")

    assert (pinned.decision, pinned.tier, pinned.linked) == ("pin", Tier.USER, True)
    assert pinned.alone is not None
    assert pinned.alone < 1
    assert (banned.decision, banned.tier, banned.linked) == ("ban", None, False)
    assert clause(old="17.").links[0].decision == "pin"


def test_headings_are_explained_by_their_words() -> None:
    assert (pair("1", "1").basis, pair("1", "1").likeness) == ("words", 1.0)
    assert clause(new="1").links[0].old == "1"
    assert clause(old="1.2").rejected is None


def test_a_reprint_is_explained_by_the_order_of_its_characters() -> None:
    same, other = pair("（六）", "(六)", REPRINT), pair("（六）", "(七)", REPRINT)

    assert same.basis == "order"
    assert same.shared is not None
    assert same.shared > 150
    assert min(same.shares) > 0.95
    assert (other.shared, other.linked) == (0, False)
    assert clause(REPRINT, new="(六)").links[0].old_label == "（六）"


# -- words -----------------------------------------------------------------------------------------------------------------------

SENTENCES = {
    ("3.", "（七）"): (
        "原文3与新文（七）：只作备选，不计为对应。",
        "前者更接近新文（四），后者更接近原文25。",
        "余0.9倍，不足1倍。",
        "98%已由新文（四）",
        "“健全保证产业工人主人翁地位的制度安排”——“加强对产业工人主人翁地位的宣传引导”",
    ),
    ("3.", "（四）"): ("对应，可靠。", "两条互为首选。", "位置合于次序。"),
    ("17.", "（二十五）"): ("由使用者指定", "不足1倍"),
    ("2.1.2", "1.p2"): ("由使用者排除",),
    ("1.2.b3", "（十四）"): ("偏离次序所预期的位置",),
}


@pytest.mark.parametrize("names", SENTENCES)
def test_a_pair_in_sentences(names: tuple[str, str]) -> None:
    """What a policy researcher reads; nothing is called true that the numbers do not say."""
    told = str(pair(*names))

    assert [sentence for sentence in SENTENCES[names] if sentence not in told] == []


def test_a_clause_in_sentences() -> None:
    """Its links, and what came closest."""
    lines = str(clause(old="3.")).split("\n")

    assert lines[0] == "原文3：去向为新文（四）、新文（五）、新文（六）。"
    assert lines[-1].startswith("其次接近而未计入的是新文（七），相似度0.13，但两条共有的文字，98%已由新文（四）解释")
    assert str(clause(old="1.2.b3")).startswith("原文一（二）③：未找到对应。\n最接近的是新文（十四），相似度0.04，但")
    assert "没有与之相近的条款" in str(clause(old="1.2"))


def test_it_shows_itself() -> None:
    """In a line, in a notebook, and in another process."""
    why = pair("3.", "（七）")

    assert repr(why) == "<Explanation 3 → （七）: candidate>"
    assert repr(clause(old="3.")) == "<ClauseExplanation 3: 3 links>"
    assert "<br>" in why._repr_html_()
    assert pickle.loads(pickle.dumps(why)) == why


def test_markup_in_a_clause_is_text_in_the_notebook() -> None:
    document = parse("第一条　<script>alert(1)</script>应当登记。\n第二条　公证应当自愿。")

    assert "<script>" not in compare(document, document, profile="revision").explain(old="a1", new="a1")._repr_html_()


# -- what is refused ---------------------------------------------------------------------------------------------------------------


def test_what_cannot_be_explained() -> None:
    """No clause, an unknown one, a part of one, and normalisers that the record only names."""
    law = parse("第一条　有下列情形之一的，处以罚款：\n（一）未登记；\n（二）未备案。")
    comparison = compare(law, law, normalizers={"own": lambda _: ()}, profile="revision")

    with pytest.raises(OptionError, match="a clause, or two"):
        comparison.explain()
    with pytest.raises(ClauseNotFoundError, match="第九条"):
        comparison.explain(old="第九条")
    with pytest.raises(OptionError, match="Name the provision: 'a1'"):
        comparison.explain(old="（一）")
    with pytest.raises(OptionError, match=r"own.*normalizers="):
        comparison.explain(old="a1")
    assert comparison.explain(old="a1", normalizers={"own": lambda _: ()})


# -- the aligner, looked at from within --------------------------------------------------------------------------------------------


def provisions(*texts: str) -> list[Provision]:
    return [Provision(str(k), "article", (k, 0), "", (text,)) for k, text in enumerate(texts, 1)]


OLD = provisions(
    "国家鼓励企业举办职业学校。企业应当提取职工教育经费。", "境外组织举办职业学校的办法，由国务院规定。", "教师应当具备专业技能。"
)
NEW = provisions(
    "教师应当具备专业技能和经验。", "国家支持企业举办职业学校。", "企业应当足额提取职工教育经费。", "境外组织办学的办法由国务院规定。"
)


def test_looking_at_a_pair_changes_nothing() -> None:
    """The same code, the same numbers: what `examine` says of a link is what `correspond` made of it."""
    before = correspond(OLD, NEW)
    seen = {(i, j): examine(OLD, NEW, i, j)[0] for i, j in product(range(len(OLD)), range(len(NEW)))}

    assert correspond(OLD, NEW) == before
    for link in before.links:
        found = seen[link.old, link.new]
        assert (found.key, found.tier, found.shares, found.sentences) == (link.score, link.tier, link.shares, link.sentences)
    assert {at for at, found in seen.items() if found.tier} == {(link.old, link.new) for link in before.links}


def test_examining_from_the_other_side_gives_the_other_side() -> None:
    for i, j in product(range(len(OLD)), range(len(NEW))):
        (here,), (there,) = examine(OLD, NEW, i, j), examine(NEW, OLD, j, i)
        turned = examination._turned_examination(there)
        assert replace(here, rivals=()) == replace(turned, rivals=())
        assert {rival[:2]: rival.share for rival in here.rivals} == {rival[:2]: rival.share for rival in turned.rivals}


def test_all_pairs_of_a_provision_are_those_that_were_considered() -> None:
    found = examine(OLD, NEW, 0, None)

    assert {1, 2} <= {one.new for one in found}
    assert all(one.considered for one in found)

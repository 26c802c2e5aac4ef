"""Changes: what happened to a row, in the words of drafting, and what to look at first."""

from __future__ import annotations

import pytest

from policydiff.changes import Context, bulk_substitutions, classify, is_renumbered, scheme
from policydiff.comparison import compare
from policydiff.edits import diff
from policydiff.model import Bead, ChangeKind, Clause, Pair
from policydiff.normalization import normalize_document
from policydiff.outline import parse

# -- kinds -----------------------------------------------------------------------------------------------------------------------

ARTICLES = "第一条　国家鼓励企业创新。\n第二条　国家保护知识产权。\n第三条　国家奖励有功人员。\n"
OTHER_WORDS = ARTICLES.replace("鼓励", "支持")
OTHER_NUMBERS = ARTICLES.replace("第一条", "第五条")
OTHER_FORM = ARTICLES.replace("。", "｡")

#: Ids of a row; old text, new text; partners of its old and new clauses beyond one; whether it moved; the kinds it has.
ROWS = {
    "nothing happened": ("a1", "a1", ARTICLES, ARTICLES, {}, {}, False, ""),
    "other words": ("a1", "a1", ARTICLES, OTHER_WORDS, {}, {}, False, "substitution"),
    "new": ("", "a1", ARTICLES, ARTICLES, {}, {"a1": 0}, False, "insertion"),
    "dropped": ("a1", "", ARTICLES, ARTICLES, {"a1": 0}, {}, False, "repeal"),
    "another place": ("a1", "a1", ARTICLES, ARTICLES, {}, {}, True, "move"),
    "another number": ("a1", "a5", ARTICLES, OTHER_NUMBERS, {}, {}, False, "renumbering"),
    "another number follows from another place": ("a1", "a5", ARTICLES, OTHER_NUMBERS, {}, {}, True, "move"),
    "another form": ("a1", "a1", ARTICLES, OTHER_FORM, {}, {}, False, "formal"),
    "other words outweigh form": ("a1", "a1", ARTICLES, OTHER_FORM.replace("企业", "单位"), {}, {}, False, "substitution"),
    "one became two, in one row": ("a1", "a1 a2", ARTICLES, ARTICLES, {"a1": 2}, {}, False, "split substitution"),
    "two became one, in one row": ("a1 a2", "a1", ARTICLES, ARTICLES, {}, {"a1": 2}, False, "join substitution"),
    "two became two": ("a1 a2", "a1 a2", ARTICLES, ARTICLES, {}, {}, False, "split join"),
    "part of it went to another row": ("a1", "a1", ARTICLES, ARTICLES, {"a1": 2}, {}, False, "split"),
    "part of it came from another row": ("a1", "a1", ARTICLES, ARTICLES, {}, {"a1": 2}, False, "join"),
    "a row of its own, text from elsewhere": ("", "a2", ARTICLES, ARTICLES, {}, {"a2": 1}, False, "split"),
    "a row of its own, text taken up elsewhere": ("a2", "", ARTICLES, ARTICLES, {"a2": 1}, {}, False, "join"),
    "moved and reworded": ("a1", "a1", ARTICLES, OTHER_WORDS, {}, {}, True, "move substitution"),
    "renumbered and reworded": ("a1", "a5", ARTICLES, OTHER_NUMBERS.replace("鼓励", "支持"), {}, {}, False, "renumbering substitution"),
}


def row(bead: Bead, context: Context) -> Pair:
    """The row of two texts, compared and classified."""
    return classify(bead, diff(context.olds.of(bead.old), context.news.of(bead.new)), context)


def context(
    old: str, new: str, profile: str = "revision", of_old: dict[str, int] | None = None, of_new: dict[str, int] | None = None
) -> Context:
    """The two texts, normalised as the profile asks for."""
    olds, news = (normalize_document(parse(text), keep_markers=profile == "reprint") for text in (old, new))
    return Context(olds, news, profile, of_old or {"a1": 1}, of_new or {"a1": 1})


@pytest.mark.parametrize(("old_ids", "new_ids", "old", "new", "of_old", "of_new", "moved", "kinds"), ROWS.values(), ids=ROWS.keys())
def test_a_row_is_called_what_happened_to_it(
    old_ids: str, new_ids: str, old: str, new: str, of_old: dict[str, int], of_new: dict[str, int], moved: bool, kinds: str
) -> None:
    """Kinds follow from the links and the edits alone, and several may hold."""
    partners = {"a1": 1, "a2": 1, **of_old}, {"a1": 1, "a2": 1, "a5": 1, **of_new}
    pair = row(Bead(tuple(old_ids.split()), tuple(new_ids.split()), moved), context(old, new, "revision", *partners))

    assert " ".join(pair.kinds) == kinds


def test_every_kind_but_outside_is_in_the_table() -> None:
    """What is outside has no row."""
    assert {kind for *_, kinds in ROWS.values() for kind in kinds.split()} == set(ChangeKind) - {ChangeKind.OUTSIDE}


def test_a_number_is_a_word_in_a_reprint() -> None:
    """There nothing is renumbered: a wrong number is a substitution."""
    found = row(Bead(("a1",), ("a5",)), context(ARTICLES, OTHER_NUMBERS, "reprint", {"a1": 1}, {"a5": 1}))

    assert found.kinds == (ChangeKind.SUBSTITUTION,)


# -- numbers of clauses ----------------------------------------------------------------------------------------------------------


def clause(label: str) -> Clause:
    """The clause that a line with this label is, below others that lead up to it."""
    return parse(f"一、甲。\n1.甲。\n{label}国家鼓励企业创新。\n").clauses[-1]


RENUMBERED = {
    ("第五条　", "第六条　"): True,
    ("第五条　", "第五条之一　"): True,
    ("第五条之一　", "第五条之二　"): True,
    ("（五）", "（六）"): True,
    ("（五）", "(六)"): True,
    ("1.", "２．"): True,
    ("一、", "二、"): True,
    ("第五条　", "第五条　"): False,
    ("第五条　", "第五條　"): False,
    ("第五条　", "第 5 條　"): False,
    ("（五）", "(五)"): False,
    ("1.", "１．"): False,
    ("（五）", "5."): False,
    ("（五）", "六、"): False,
    ("1.", "（二）"): False,
    ("――", "――"): False,
}


@pytest.mark.parametrize(("labels", "expected"), RENUMBERED.items())
def test_only_another_number_of_the_same_scheme_is_a_renumbering(labels: tuple[str, str], expected: bool) -> None:
    """第五条 and 第 5 條 are one number; 1. and （二） are of two schemes."""
    old, new = map(clause, labels)

    assert is_renumbered(old, new) is is_renumbered(new, old) is expected


@pytest.mark.parametrize(
    ("a", "b", "same"), [("（五）", "(十)", True), ("第五条　", "第 20 條　", True), ("1.", "1、", False), ("（一）", "（1）", False)]
)
def test_a_scheme_is_the_form_of_a_label_without_its_number(a: str, b: str, same: bool) -> None:
    """Widths aside."""
    assert (scheme(clause(a)) == scheme(clause(b))) is same


# -- findings about headings -----------------------------------------------------------------------------------------------------

SECTIONS = "一、总体要求\n坚持以人民为中心。\n二、主要任务\n加强技能培训。\n"


def headings(profile: str, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """The notes on a row with one side."""
    return [finding.note for finding in row(Bead(old, new), context(SECTIONS, SECTIONS, profile)).findings]


HEADINGS = {
    "lost": ("reprint", ("2",), (), ["缺标题“二、主要任务”。"]),
    "put in": ("reprint", (), ("2",), ["多出标题“二、主要任务”。"]),
    "in a revision headings come and go": ("revision", ("2",), (), []),
    "a paragraph is no heading": ("reprint", ("2.p1",), (), []),
    "on both sides": ("reprint", ("2",), ("2",), []),
}


@pytest.mark.parametrize(("profile", "old", "new", "notes"), HEADINGS.values(), ids=HEADINGS.keys())
def test_a_heading_on_one_side_of_a_reprint_is_remarked_on(
    profile: str, old: tuple[str, ...], new: tuple[str, ...], notes: list[str]
) -> None:
    """What stands below it is not concerned."""
    assert headings(profile, old, new) == notes


# -- the same change at several places -------------------------------------------------------------------------------------------


def bulk(old: str, new: str) -> list[tuple[str, str, int]]:
    """The substitutions made throughout, with the number of their places."""
    found = bulk_substitutions(compare(parse(old), parse(new), profile="revision").collation)
    return [(substitution.old, substitution.new, len(substitution.places)) for substitution in found]


MINISTRY = "".join(
    f"第{n}条　国家工商行政管理总局负责{what}管理工作。\n" for n, what in zip("一二三四", ("登记", "商标", "广告", "合同"), strict=True)
)


def test_a_new_name_throughout_is_one_bulk_substitution() -> None:
    """The same words for the same words, at four places."""
    assert bulk(MINISTRY, MINISTRY.replace("国家工商行政管理总局", "市场监督管理部门")) == [("国家工商行政管理总局", "市场监督管理部门", 4)]


def test_two_places_are_no_pattern() -> None:
    """Three are the fewest."""
    assert bulk(MINISTRY, MINISTRY.replace("国家工商行政管理总局", "市场监督管理部门", 2)) == []


def test_marks_of_punctuation_are_no_bulk_substitution() -> None:
    """However often 、 became ，."""
    old = "".join(f"第{n}条　国家鼓励各类企业依法登记、自主经营，支持其创新发展。\n" for n in "一二三四")

    assert bulk(old, old.replace("、", "，")) == []


def test_the_most_frequent_comes_first() -> None:
    """And every place leads to its row and its edit."""
    old = MINISTRY + "".join(f"第{n}条　主管部门可以检查{what}。\n" for n, what in zip("五六七", ("现场", "账册", "仓库"), strict=True))
    new = old.replace("国家工商行政管理总局", "市场监督管理部门").replace("可以", "应当")
    collation = compare(parse(old), parse(new), profile="revision").collation
    found = bulk_substitutions(collation)
    edits = [collation.pairs[place].edits[number] for substitution in found for place, number in substitution.places]

    assert [(substitution.old, len(substitution.places)) for substitution in found] == [("国家工商行政管理总局", 4), ("可以", 3)]
    assert [edit.old.of(old) for edit in edits] == ["国家工商行政管理总局"] * 4 + ["可以"] * 3


def test_width_and_line_ends_do_not_part_a_bulk_substitution() -> None:
    """The words are compared as they are once normalised."""
    new = MINISTRY.replace("国家工商行政管理总局", "市场监督管理部门").replace("市场监督", "市场\n监督", 1)

    assert bulk(MINISTRY, new) == [("国家工商行政管理总局", "市场监督管理部门", 4)]


def test_a_larger_change_may_hold_the_same_substitution() -> None:
    """It is counted beside the places, and cannot be folded away."""
    old = MINISTRY + "第五条　国家工商行政管理总局及其派出的机构可以检查现场。\n"
    new = old.replace("国家工商行政管理总局及其派出的机构", "市场监督管理部门和它的执法队伍").replace(
        "国家工商行政管理总局", "市场监督管理部门"
    )
    (found,) = bulk_substitutions(compare(parse(old), parse(new), profile="revision").collation)

    assert (len(found.places), len(found.within), found.is_throughout) == (4, 1, True)


def test_words_that_are_still_somewhere_were_not_replaced_throughout() -> None:
    """And there is no remark on a term."""
    old = MINISTRY + "第五条　本法所称国家工商行政管理总局包括其派出机构。\n"
    new = MINISTRY.replace("国家工商行政管理总局", "市场监督管理部门") + "第五条　本法所称国家工商行政管理总局包括其派出机构。\n"
    c = compare(parse(old), parse(new), profile="revision")

    assert [substitution.is_throughout for substitution in c.bulk_substitutions] == [False]
    assert [finding.name for row in c.rows for finding in row.findings if finding.name == "term"] == []

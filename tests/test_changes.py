"""Changes: what happened to a row, in the words of drafting, and what to look at first."""

from __future__ import annotations

import pytest
from support.marks import normalized

from policydiff import changes
from policydiff.changes import FINDINGS, Context, bulk_substitutions, classify, is_renumbered, scheme
from policydiff.comparison import compare
from policydiff.edits import diff
from policydiff.model import Bead, ChangeKind, Clause, Document, Edit, EditTag, Finding, Pair, Span
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


# -- findings about words --------------------------------------------------------------------------------------------------------

#: A sentence in front, so that one word is one edit.
CONTEXT = "第一条　本法所称企业，是指依法设立的各类企业和其他经济组织。"


def remarks(old: str, new: str) -> list[str]:
    """The notes on the edits of a sentence, without their full stops."""
    return [finding.note.rstrip("。") for finding in row(Bead(("a1",), ("a1",)), context(CONTEXT + old, CONTEXT + new)).findings]


NUMBERS = {
    ("培养造就2000名左右大国工匠。", "培养造就3000名左右大国工匠。"): "数字：2000 → 3000",
    ("确保60%以上用于培训。", "确保50%以上用于培训。"): "数字：60 → 50",
    ("农民工总量达到1.86亿人。", "农民工总量达到1.92亿人。"): "数字：1.86亿 → 1.92亿",
    ("力争到2035年完成。", "力争到2030年完成。"): "数字：2035 → 2030",
    ("三十日内答复。", "十五个工作日内答复。"): "数字：三十 → 十五",
    ("处二千元以下罚款。", "处五千元以下罚款。"): "数字：二千 → 五千",
    ("依照第三十二条处理。", "依照第三十三条处理。"): "数字：三十二 → 三十三",
    ("培养十八名工匠。", "培养二十名工匠。"): "数字：十八 → 二十",
    ("比例为百分之六十。", "比例为百分之五十。"): "数字：百分之六十 → 百分之五十",
}


@pytest.mark.parametrize(("texts", "note"), NUMBERS.items())
def test_a_number_that_became_another_is_remarked_on(texts: tuple[str, str], note: str) -> None:
    """Amounts, percentages, dates, terms and references, in digits and in characters."""
    assert remarks(*texts) == [note]


SMALL_NUMBERS = {
    ("处三年以下有期徒刑。", "处五年以下有期徒刑。"): "数字：三 → 五",
    ("处三年以下有期徒刑。", "处十年以下有期徒刑。"): "数字：三 → 十",
    ("设立一个部门。", "设立三个部门。"): "数字：一 → 三",
    ("依照本法第三条处理。", "依照本法第五条处理。"): "数字：三 → 五",
    ("依照前款第（三）项处理。", "依照前款第（五）项处理。"): "数字：三 → 五",
    ("经三分之二以上代表通过。", "经四分之三以上代表通过。"): "数字：三分之二 → 四分之三",
    ("收费三千元。", "收费3,500元。"): "数字：三千 → 3,500",
    ("投入一万亿元。", "投入二万亿元。"): "数字：一万亿 → 二万亿",
    ("比例为六十。", "比例为60%。"): "数字：六十 → 60",
}


@pytest.mark.parametrize(("texts", "note"), SMALL_NUMBERS.items())
def test_a_number_below_ten_is_a_number(texts: tuple[str, str], note: str) -> None:
    """三年以下 → 五年以下 is the change a criminal lawyer looks for."""
    assert remarks(*texts) == [note]


SAME_NUMBERS = [
    ("培养二十七名工匠。", "培养27名工匠。"),
    ("收费２０００元。", "收费2000元。"),
    ("收费二千元。", "收费2000元。"),
    ("收费两千元。", "收费二千元。"),
    ("国家鼓励企业创新。", "国家支持企业创新。"),
    ("培养一批人才。", "造就一批人才。"),
    ("统一管理。", "一律管理。"),
    ("一些地区。", "三类地区。"),
    ("进一步加强。", "五个方面加强。"),
    ("比例为百分之六十。", "比例为60%。"),
    ("处三年以下有期徒刑。", "处3年以下有期徒刑。"),
    ("收费2千元。", "收费二千元。"),
    ("培养2000名工匠。", "培养工匠。"),
]


@pytest.mark.parametrize("texts", SAME_NUMBERS)
def test_a_number_that_stayed_is_not_remarked_on(texts: tuple[str, str]) -> None:
    """However it is written; nor is a word with 一 in it, nor a number that came or went with its noun."""
    assert [note for note in remarks(*texts) if note.startswith("数字")] == []


def test_a_separator_of_thousands_is_no_number_of_its_own() -> None:
    """2,000 is 2000."""
    assert remarks("收费2,000元。", "收费2000元。") == []


MODALITIES = {
    ("企业可以申请。", "企业应当申请。"): "约束程度加强：可以 → 应当",
    ("企业应当申请。", "企业可以申请。"): "约束程度减弱：应当 → 可以",
    ("企业应当申请。", "企业必须申请。"): "约束程度加强：应当 → 必须",
    ("企业必须申请。", "企业应当申请。"): "约束程度减弱：必须 → 应当",
    ("国家鼓励企业创新。", "国家责令企业创新。"): "约束程度加强：鼓励 → 责令",
    ("機關得派員檢查。", "機關應派員檢查。"): "约束程度加强：得 → 應",
}


@pytest.mark.parametrize(("texts", "note"), MODALITIES.items())
def test_an_obligation_that_grew_stronger_or_weaker_is_remarked_on(texts: tuple[str, str], note: str) -> None:
    """可以 < 应当 < 必须, and the traditional forms."""
    assert remarks(*texts) == [note]


NO_MODALITIES = [
    ("国家鼓励企业创新。", "国家支持企业创新。"),
    ("应加强领导。", "应当加强领导。"),
    ("严禁使用。", "禁止使用。"),
    ("应当推进改革。", "推进改革。"),
    ("企业可以申请。", "企业必须在收到通知之日起十五日内向县级以上人民政府申请。"),
    ("取得许可。", "应当许可。"),
]


@pytest.mark.parametrize("texts", NO_MODALITIES)
def test_an_obligation_of_the_same_strength_is_not_remarked_on(texts: tuple[str, str]) -> None:
    """Nor one that came or went, nor one in a passage that was rewritten as a whole, nor 得 in 取得."""
    assert [note for note in remarks(*texts) if note.startswith("约束")] == []


NEGATIONS = {
    ("国家实行统一管理。", "国家不实行统一管理。"): "否定词增加",
    ("未成年人不适用本条。", "未成年人适用本条。"): "否定词减少",
    ("未经批准设立的。", "经批准设立的。"): "否定词减少",
    ("有犯罪事实的。", "没有犯罪事实的。"): "否定词增加",
    ("不予受理。", "予以受理。"): "否定词减少",
}


@pytest.mark.parametrize(("texts", "note"), NEGATIONS.items())
def test_a_negation_that_came_or_went_is_remarked_on(texts: tuple[str, str], note: str) -> None:
    """不, 未经, 没有, 不予 …."""
    assert remarks(*texts) == [note]


NO_NEGATIONS = [
    ("不断提高水平。", "提高水平。"),
    ("不能申请。", "不得申请。"),
    ("非公有制企业。", "公有制企业。"),
    ("无人机管理。", "航空器管理。"),
]


@pytest.mark.parametrize("texts", NO_NEGATIONS)
def test_a_word_that_only_looks_like_a_negation_is_not_remarked_on(texts: tuple[str, str]) -> None:
    """不断 denies nothing, and 不能 → 不得 denies as before."""
    assert [note for note in remarks(*texts) if note.startswith("否定")] == []


def test_may_not_is_both_weaker_and_no_longer_denied() -> None:
    """不得 → 可以: two remarks on one edit."""
    assert remarks("企业不得申请。", "企业可以申请。") == ["约束程度减弱：不得 → 可以", "否定词减少"]


def test_every_finding_is_explained() -> None:
    """The name of each is in the list that says what it means."""
    pairs = [
        *compare(parse(CONTEXT + "培养2000名。"), parse(CONTEXT + "培养3000名。")).rows,
        *compare(parse(CONTEXT + "企业不得申请。"), parse(CONTEXT + "企业可以申请。")).rows,
    ]

    assert (
        {finding.name for pair in pairs for finding in pair.findings} == {"number", "modality", "negation"} == set(FINDINGS) - {"heading"}
    )


def test_a_classifier_sees_every_edit_of_the_wording() -> None:
    """And no formal or equal one."""
    seen = []

    def witness(old: Document, new: Document, edit: Edit) -> Finding | None:
        seen.append(edit.tag)
        return None

    a, b = "第一条　国家，鼓励企业创新。国家保护产权。", "第一条　国家,支持企业创新。国家依法保护产权。"
    context = Context(parse(a), parse(b), "revision", {"a1": 1}, {"a1": 1})
    olds, news = normalize_document(parse(a), keep_markers=False), normalize_document(parse(b), keep_markers=False)
    classify(Bead(("a1",), ("a1",)), diff(olds.of(["a1"]), news.of(["a1"])), context, [witness])

    assert seen == [EditTag.REPLACE, EditTag.INSERT]


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


def test_numbers_are_read_from_the_raw_text() -> None:
    """A finding points at the places the numbers are printed at."""
    old, new = CONTEXT + "培养２０００名工匠。", CONTEXT + "培养３０００名工匠。"
    edit = next(edit for edit in diff([normalized(old)], [normalized(new)]) if edit.tag is EditTag.REPLACE)

    assert changes.number(parse(old), parse(new), edit) == Finding("number", edit.old, edit.new, "数字：２０００ → ３０００。")
    assert edit.old == Span(old.index("２"), old.index("名工"))

"""Cross references: how they are read, what they name, and which of them follow a renumbering."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import references as made
from support.marks import marked
from support.paths import statute
from support.strategies import strings

from policydiff.comparison import Comparison, compare
from policydiff.model import ChangeKind, EditTag, Level
from policydiff.outline import parse
from policydiff.references import Naming, Reference, Step, Usage, find_references, resolve, usage_of

LETTERS = {
    Level.ANNEX: "x",
    Level.PART: "pt",
    Level.SUBPART: "sp",
    Level.CHAPTER: "c",
    Level.SECTION: "s",
    Level.ARTICLE: "a",
    Level.PARAGRAPH: "p",
    Level.ITEM: "i",
    Level.SUBITEM: "ii",
}


def said(reference: Reference) -> str:
    """A reference in one word: a10.p2, a-1 for 前条, a-* for 前各条, a0 for 本条, 刑法:a3, a5~a8."""
    law = f"{reference.law}:" if reference.law else ""
    return law + "~".join(".".join(map(_step, path)) for path in (reference.path, reference.until) if path)


def _step(step: Step) -> str:
    if step.naming is Naming.HERE:
        return f"{LETTERS[step.level]}0"
    if step.naming is Naming.BACK:
        return f"{LETTERS[step.level]}-{step.number or '*'}"
    return f"{LETTERS[step.level]}{step.number or ''}" + (f"-{step.branch}" if step.branch else "")


FORMS = """
一个条文
第二十三条                            a23
第十二条之一                           a12-1
第十二条之一第二款第三项                     a12-1.p2.i3
第一百零三條                           a103
第二十條之三第一項                        a20-3.p1
第20条                              a20
第 10-1 條第 2 項                     a10-1.p2
第五條之規定                           a5
第十条第二款                           a10.p2
第十条第（三）项                         a10.i3
第十条第一款第三项第二目                     a10.p1.i3.ii2
第十條第一項第二款                        a10.p1.i2
第十條第一項第二款第三目                     a10.p1.i2.ii3
第十條第一項第三款之一                     a10.p1.i3-1

几个条文
第五条、第八条和第十条第二款                   a5 a8 a10.p2
第五條、第八條及第十條第二項                   a5 a8 a10.p2
第十条第二款、第三款                       a10.p2 a10.p3
第十条第一款第一项、第三项或者第五项               a10.p1.i1 a10.p1.i3 a10.p1.i5
第一條第一項但書、第二項及第三項                 a1.p1 a1.p2 a1.p3
第六条第一款规定或者依第三款                   a6.p1 a6.p3
第五、六条                            a5 a6
第一、二、三款                          p1 p2 p3
前款第（一）、（三）项                      p-1.i1 p-1.i3
第五、第六条                           a5 a6
违反第二十条第一款或者第二十一条规定               a20.p1 a21

起讫
第五条至第八条                          a5~a8
第十條至第十二條                         a10~a12
第一款至第三款                          p1~p3
第十条第一项至第三项                       a10.i1~a10.i3
第七条第（一）至（三）项                     a7.i1~a7.i3
第一百零三條至前條                        a103~a-1
第三章至第五章                          c3~c5
第二条、第五条至第八条                      a2 a5~a8

从所在之处算起
前条                               a-1
前二条                              a-2
前三條                              a-3
前两款                              p-2
依前項規定                            p-1
以前款规定为准                          p-1
前各款                              p-*
前条第二款                            a-1.p2
前條第一項第三款                         a-1.p1.i3
本条第一款                            a0.p1
本条                               a0
本款                               p0
前项第一款                            p-1.i1
同條第二項                            a0.p2
第三条及同条第二款                        a3 a3.p2

编章节
第二章                              c2
本章                               c0
第二编第一章第三节                        pt2.c1.s3
本節                               s0
第二部分                             pt2
附件2                              x2
（见附件）                            x

本法和别的法律
本法第五条                            a5
本条例第五条、本法第六条                     a5 a6
本办法第七条                           a7
本意见第（五）条                         a5
本施行細則第三條                         a3
《中华人民共和国刑法》第二百六十六条               中华人民共和国刑法:a266
《职业教育法》（2022年修订）第三条               职业教育法:a3
民法第三條                            民法:a3
依照刑法第三条、第五条处罚                    刑法:a3 刑法:a5
依民法第三條、第五條及本法第六條                 民法:a3 民法:a5 a6
依照中华人民共和国民法典第十条                  中华人民共和国民法典:a10
本法施行細則第三條                        本法施行細則:a3
公司法实施细则第八条                       公司法实施细则:a8
修正前第五条                           修正前:a5

不是引用
本条例
当前条件
提前条款
本项目
目前目标
前条件
基本款项
本章程
进一步、同一条件
第一批
"""


def forms() -> list[tuple[str, str]]:
    """Texts and what is read in them. A line of one word is a heading, up to the last part, in which nothing is to be read."""
    read, _, unread = FORMS.partition("不是引用\n")
    lines = [line.split("  ", 1) for line in read.splitlines() if "  " in line]
    return [(printed, " ".join(expected.split())) for printed, expected in lines] + [(line, "") for line in unread.split()]


@pytest.mark.parametrize(("text", "expected"), forms())
def test_references_are_read(text: str, expected: str) -> None:
    """In both scripts, with what a list leaves out, and whose article it is."""
    assert " ".join(map(said, find_references(text))) == expected


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("依第三条第一款第二项", Usage.MAINLAND),
        ("依第三條第一項第二款", Usage.TAIWAN),
        ("依第三条第一项第二款", Usage.TAIWAN),  # a law of Taiwan, printed in simplified characters
        ("依第三條第一款第二項", Usage.MAINLAND),  # a law of Macau
        ("依前項規定", Usage.TAIWAN),
        ("依前项规定", Usage.MAINLAND),
        ("", Usage.MAINLAND),
    ],
)
def test_what_parts_are_called_shows_in_their_order(text: str, usage: Usage) -> None:
    """The larger stands first, whatever the script."""
    assert usage_of(text) is usage


def test_a_reference_stands_where_it_is_printed() -> None:
    """Spans are code points of the text; a step that a list leaves out stands before."""
    text = "违反第十条第二款、第三款"
    first, second = find_references(text)

    assert [r.span.of(text) for r in (first, second)] == ["第十条第二款", "第三款"]
    assert [step.span.of(text) for step in second.path] == ["第十条", "第三款"]
    assert (second.article, second.paragraph, second.item, second.subitem) == ((10, 0), 3, None, None)
    assert (second.is_relative, find_references("前款")[0].is_relative) == (False, True)


@given(strings(40) | st.text(alphabet="第前本同一二十条條款項项目之、至到和（）(1)-法》 ", max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    """References lie in it, in order, and do not overlap."""
    found = find_references(text)
    edges = [edge for reference in found for edge in reference.span]

    assert edges == sorted(edges)
    assert all(reference.span.size for reference in found)


# -- what they name ----------------------------------------------------------------------------------------------------------------------

LAW = parse(
    "第一章 总则\n第一条　为了甲，制定本法。\n第二条　下列乙：\n（一）丙；\n（二）丁。\n"
    "第二章 罚则\n第三条　违反戊的，处己。\n有庚的，依前款处罚。\n前两款规定，适用下列人：\n（一）辛；\n（二）壬。\n"
    "第三条之一　癸。\n第四条　子。"
)
PAPER = parse("一、总体要求\n（一）坚持方向。甲乙。\n二、重点任务\n（二）完善制度。丙丁。\n（三）强化保障。戊己。")


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("第二条", "c2.a4", "c1.a2"),
        ("第二条第二项", "c2.a4", "c1.a2.i2"),
        ("第二条第一款第二项", "c2.a4", "c1.a2.i2"),
        ("第三条第二款", "c2.a4", "c2.a3.p2"),
        ("第三条第三款第一项", "c2.a4", "c2.a3.p3.i1"),
        ("第三条之一", "c1.a1", "c2.a3-1"),
        ("前条", "c2.a4", "c2.a3-1"),
        ("前条第二项", "c2.a3.p1", "c1.a2.i2"),
        ("前两款", "c2.a3.p3", "c2.a3.p1"),
        ("前款", "c2.a3.p2", "c2.a3.p1"),
        ("前款", "c2.a3.p3.i2", "c2.a3.p2"),
        ("第一款", "c2.a3.p3", "c2.a3.p1"),
        ("本条第二款", "c2.a3.p1", "c2.a3.p2"),
        ("第一项", "c2.a3.p3", "c2.a3.p3.i1"),
        ("前项", "c1.a2.i2", "c1.a2.i1"),
        ("本章", "c2.a3.p1", "c2"),
        ("第一章", "c2.a4", "c1"),
        ("第二条至前条", "c2.a4", "c1.a2"),
        ("第九条", "c2.a4", None),
        ("第二条第三项", "c2.a4", None),
        ("前款", "c1.a1", None),
        ("刑法第二条", "c2.a4", None),
    ],
)
def test_references_of_a_law_are_resolved(text: str, where: str, expected: str | None) -> None:
    """By number, and from where they stand."""
    (found,) = find_references(text)

    assert resolve(LAW, LAW.clause(where), found) == expected


@pytest.mark.parametrize(("text", "expected"), [("本意见第（三）条", "2.3"), ("第三条", "2.3"), ("第二部分", "2"), ("第九条", None)])
def test_references_of_a_paper_are_resolved(text: str, expected: str | None) -> None:
    """What a paper calls 条 are the units it numbers."""
    (found,) = find_references(text)

    assert resolve(PAPER, PAPER.clause("1.1"), found) == expected


# -- what follows ------------------------------------------------------------------------------------------------------------------------

OLD = """第一条　国家鼓励企业开展技术创新活动。
第二条　企业应当建立职工培训制度，按照规定提取经费。
第三条　劳动者有权参加培训，用人单位不得拒绝。
{}"""
NEW = """第一条　国家鼓励企业开展技术创新活动。
第二条　本法所称企业，是指依法设立的工厂和公司。
第三条　企业应当建立职工培训制度，按照规定提取经费。
第四条　劳动者有权参加培训，用人单位不得拒绝。
{}"""


def followed(old: str, new: str) -> tuple[str, list[str]]:
    """The last article of two versions, marked, and what is said of its references."""
    comparison = compare(parse(OLD.format(f"第四条　{old}")), parse(NEW.format(f"第五条　{new}")), profile="revision")
    row = comparison.rows[-1]
    text = marked(comparison.old.text, comparison.new.text, row.edits).removeprefix("{~第四条　|第五条　~}")
    return text, [finding.note for finding in row.findings]


@pytest.mark.parametrize(
    ("old", "new", "expected", "notes"),
    [
        ("违反第二条规定的，处以罚款。", "违反第三条规定的，处以罚款。", "违反第{~二|三~}条规定的，处以罚款。", []),
        ("违反第二条规定的，处以罚款。", "违反第三条规定的，处以重罚。", "违反第{~二|三~}条规定的，处以[-罚款-]{+重罚+}。", []),
        ("违反第二条、第三条的，处罚。", "违反第三条、第四条的，处罚。", "违反第{~二|三~}条、第{~三|四~}条的，处罚。", []),
        ("违反第二条至第三条的，处罚。", "违反第三条至第四条的，处罚。", "违反第{~二|三~}条至第{~三|四~}条的，处罚。", []),
        ("违反前条规定的，处以罚款。", "违反第四条规定的，处以罚款。", "违反{~前|第四~}条规定的，处以罚款。", []),
        ("违反前条规定的，处以罚款。", "违反前条规定的，处以罚款。", "违反前条规定的，处以罚款。", []),
        ("违反第一条规定的，处以罚款。", "违反第一条规定的，处以罚款。", "违反第一条规定的，处以罚款。", []),
        ("依照刑法第二条处罚。", "依照刑法第三条处罚。", "依照刑法[-第二条-]{+第三条+}处罚。", []),
        (
            "违反第二条规定的，处以罚款。",
            "违反第二条规定的，处以罚款。",
            "违反第二条规定的，处以罚款。",
            ["引用的第二条现为第三条，新文仍引第二条。"],
        ),
        (
            "违反第二条规定的，处以罚款。",
            "违反第四条规定的，处以罚款。",
            "违反[-第二条-]{+第四条+}规定的，处以罚款。",
            ["原引用第二条（现第三条），新引用第四条，二者不对应。"],
        ),
        (
            "违反第二条规定的，处以罚款。",
            "违反第九条规定的，处以罚款。",
            "违反[-第二条-]{+第九条+}规定的，处以罚款。",
            ["新文引用的第九条在新文中不存在。"],
        ),
        (
            "违反第二条规定的，处以罚款。",
            "违反第三条规定的，处以罚款；依照第八条另行处理。",
            "违反第{~二|三~}条规定的，处以罚款[-。-]{+；+}{+依照第八条另行处理。+}",
            ["新文引用的第八条在新文中不存在。"],
        ),
    ],
)
def test_a_reference_follows_or_is_a_finding(old: str, new: str, expected: str, notes: list[str]) -> None:
    """Article 2 became 3, and 3 became 4."""
    assert followed(old, new) == (expected, notes)


def test_paragraphs_are_followed_by_their_words() -> None:
    """第二款 became 第三款, because a paragraph was put in before it."""
    old = "第一条　企业应当建立培训制度。\n职工参加培训期间工资照发。\n第二条　违反第一条第二款的，责令改正。"
    new = "第一条　企业应当建立培训制度。\n培训应当编制年度计划。\n职工参加培训期间工资照发。\n第二条　违反第一条第{}款的，责令改正。"
    right, wrong = (compare(parse(old), parse(new.format(n)), profile="revision") for n in ("三", "二"))

    assert (right.rows[-1].kinds, right.rows[-1].findings) == ((ChangeKind.FORMAL,), ())
    assert [f.note for f in wrong.rows[-1].findings] == ["引用的第一条第二款现为第一条第三款，新文仍引第一条第二款。"]


def test_the_references_of_a_real_revision_follow() -> None:
    """Of the Trademark Act of 2010, renumbered in 2011: what follows is formal, and what was added to the list is wording."""
    old, new = (parse(statute(f"tw-trademark-2010-2011/{side}.txt")) for side in ("old", "new"))
    row = compare(old, new).find(old="第四十條").pair

    assert "違反第{~二十三|二十九~}條第一項[-或-]{+、第三十條第一項或+}第{~五十九|六十五~}條第{~四|三~}項規定" in marked(
        old.text, new.text, row.edits
    )


def test_the_report_calls_them_by_their_name() -> None:
    """In its list of differences of form."""
    comparison = compare(
        parse(OLD.format("第四条　违反第二条的，处罚。")), parse(NEW.format("第五条　违反第三条的，处罚。")), profile="revision"
    )

    assert "引用随条号变动" in comparison.to_html()


def test_a_row_in_which_references_follow_is_not_reworded() -> None:
    """It is renumbered, and formal; the summary counts no difference in it."""
    comparison = compare(
        parse(OLD.format("第四条　违反第二条的，处罚。")), parse(NEW.format("第五条　违反第三条的，处罚。")), profile="revision"
    )

    assert comparison.rows[-1].kinds == (ChangeKind.RENUMBERING, ChangeKind.FORMAL)
    assert comparison.summary().rows["substitution"] == 0


def test_what_a_person_pinned_is_followed_too() -> None:
    """A reference to a clause whose counterpart a person named."""
    old = "第一条　风筝协会每年举办比赛。\n第二条　违反第一条的，责令改正。"
    new = "第一条　本法自公布之日起施行。\n第二条　违反第三条的，责令改正。\n第三条　渔船进港应当报告船员人数。"
    comparison = compare(parse(old), parse(new), profile="revision", pins=[("第一条", "第三条")], bans=[("第一条", "第一条")])

    assert ChangeKind.SUBSTITUTION not in comparison.find(new="第二条").kinds


def test_in_a_reprint_every_number_counts() -> None:
    """Nothing is formal there because of the numbers."""
    old, new = OLD.format("第四条　违反第二条的，处罚。"), NEW.format("第五条　违反第三条的，处罚。")

    assert any(e.tag is EditTag.REPLACE for e in compare(parse(old), parse(new), profile="reprint").rows[-1].edits)


# -- made wrong --------------------------------------------------------------------------------------------------------------------------

SAMPLE = (
    "cn-foreigntrade-2016-2022/old.txt",
    "tw-communicable-2006-2007/new.txt",
    "tw-trademark-2010-2011/old.txt",
    "tw-waste-1999-2001/new.txt",
)


def references(comparison: Comparison) -> list[str]:
    """What is said of references."""
    return [finding.note for row in comparison.rows for finding in row.findings if finding.name == "reference"]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_true_renumbering_is_formal_and_wrong_references_are_found(name: str) -> None:
    """An article is put in or taken out and all references follow; then some are made wrong, and exactly these are told."""
    case = made.renumbered(parse(statute(name)), name)
    assert case is not None
    true = compare(parse(case.old), parse(case.new), profile="revision")
    formal = [edit.new for row in true.rows for edit in row.edits if edit.tag is EditTag.FORMAL]
    false = made.broken(case, name)
    found = [
        f.new for row in compare(parse(false.old), parse(false.new), profile="revision").rows for f in row.findings if f.name == "reference"
    ]

    assert references(true) == []
    assert [span for span in case.changed if not any(f.start <= span.start and span.end <= f.end for f in formal)] == []
    assert sorted(span for span in false.wrong for f in found if f and f.start <= span.start and span.end <= f.end) == sorted(false.wrong)
    assert len(found) == len(false.wrong)

"""Sentences that moved: within their clause, and to another clause; and what is no move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import sentences

from policydiff.comparison import Comparison, compare
from policydiff.edits import moved_sentences
from policydiff.model import Edit, EditTag, Span
from policydiff.outline import parse


def moves(comparison: Comparison) -> list[tuple[str, str]]:
    """The rows with a sentence that moved, and what is said of it."""
    return [(row.label, finding.note) for row in comparison.rows for finding in row.findings if finding.name == "moved-sentence"]


#: 旧文、新文、应有的说明.
MOVES = {
    "a sentence within its article": (
        "第一条　国家鼓励企业创新发展。国家依法保护知识产权。各级政府应当加强领导。",
        "第一条　国家依法保护知识产权。各级政府应当加强领导。国家鼓励企业创新发展。",
        [("第一条", "条内移位：“国家鼓励企业创新发展。”")],
    ),
    "a sentence with a word changed": (
        "第一条　国家鼓励企业和职工创新发展。国家依法保护知识产权。各级政府应当加强领导。",
        "第一条　国家依法保护知识产权。各级政府应当加强领导。国家支持企业和职工创新发展。",
        [("第一条", "条内移位：“国家支持企业和职工创新发展。”")],
    ),
    "a phrase within its sentence": (
        "第一条　坚持党对工作的全面领导，坚持以人民为中心的发展思想。",
        "第一条　坚持以人民为中心的发展思想，坚持党对工作的全面领导。",
        [("第一条", "条内移位：“坚持党对工作的全面领导”")],
    ),
    "a sentence to another article": (
        "第一条　国家鼓励企业创新发展。国家依法保护企业的知识产权。\n第二条　各级政府应当加强组织领导，健全工作机制。",
        "第一条　国家鼓励企业创新发展。\n第二条　各级政府应当加强组织领导，健全工作机制。国家依法保护企业的知识产权。",
        [("第一条", "移至第二条：“国家依法保护企业的知识产权。”"), ("第二条", "移自原第一条：“国家依法保护企业的知识产权。”")],
    ),
    "a sentence to another article, with a word changed": (
        "第一条　国家鼓励企业创新发展。国家依法保护企业的知识产权。\n第二条　各级政府应当加强组织领导，健全工作机制。",
        "第一条　国家鼓励企业创新发展。\n第二条　各级政府应当加强组织领导，健全工作机制。国家严格保护企业的知识产权。",
        [("第一条", "移至第二条：“国家严格保护企业的知识产权。”"), ("第二条", "移自原第一条：“国家严格保护企业的知识产权。”")],
    ),
    "only the width of marks changed with it": (
        "第一条　国家鼓励企业创新发展。国家依法保护企业，保护知识产权。\n第二条　各级政府应当加强组织领导，健全工作机制。",
        "第一条　国家鼓励企业创新发展。\n第二条　各级政府应当加强组织领导，健全工作机制。国家依法保护企业,保护知识产权。",
        [
            ("第一条", "移至第二条：“国家依法保护企业，保护知识产权。”"),
            ("第二条", "移自原第一条：“国家依法保护企业，保护知识产权。”"),
        ],
    ),
    "an item that lost its number; the one that kept it stayed": (
        "第一条　下列行为给予处分：\n（一）编造的；\n（二）打击报复检举违法行为的人员的；\n（三）对严重违法行为失察或者放任的。",
        "第一条　下列行为给予处分：\n（一）编造的；\n（三）对严重违法行为失察或者放任的。\n打击报复检举违法行为的人员的，从重处分。",
        [("第一条", "条内移位：“打击报复检举违法行为的人员的，从重处分。”")],
    ),
    "a sentence that the document repeats": (
        "第一条　报告应当公布。具体办法由国务院卫生主管部门制订。\n第二条　建立体系。\n第三条　登记。具体办法由国务院卫生主管部门制订。",
        "第一条　报告应当公布。\n第二条　建立体系。具体办法由国务院卫生主管部门制订。\n第三条　登记。具体办法由国务院卫生主管部门制订。",
        [],
    ),
    "nothing moved": ("第一条　国家鼓励企业创新发展。", "第一条　国家支持企业创新发展。", []),
    "a whole article moved; that is told by its row": (
        "第一条　国家鼓励企业创新发展，支持研究开发。\n第二条　国家依法保护企业的知识产权。\n第三条　各级政府应当加强组织领导。",
        "第一条　国家依法保护企业的知识产权。\n第二条　各级政府应当加强组织领导。\n第三条　国家鼓励企业创新发展，支持研究开发。",
        [],
    ),
    "what is repeated everywhere did not move": (
        (
            "第一条　国家鼓励企业创新发展。具体办法由国务院有关部门另行制定。\n"
            "第二条　国家保护产权。具体办法由国务院有关部门另行制定。\n第三条　各级政府应当加强组织领导。"
        ),
        "第一条　国家鼓励企业创新发展。\n第二条　国家保护产权。\n第三条　各级政府应当加强组织领导。具体办法由国务院有关部门另行制定。",
        [],
    ),
    "a short sentence says nothing": (
        "第一条　国家鼓励企业创新发展。本法另有规定的除外。\n第二条　各级政府应当加强组织领导，健全工作机制。",
        "第一条　国家鼓励企业创新发展。\n第二条　各级政府应当加强组织领导，健全工作机制。本法另有规定的除外。",
        [],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), MOVES.values(), ids=MOVES.keys())
def test_a_sentence_that_moved_is_told(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    """Both rows say so, each from its side."""
    assert moves(compare(parse(old), parse(new), profile="revision")) == expected


def test_a_sentence_that_moved_between_scripts_is_told() -> None:
    """繁簡: what is compared is what has moved."""
    old = parse("第一條　國家鼓勵企業創新發展。國家依法保護企業的知識產權。\n第二條　各級政府應當加強組織領導，健全工作機制。")
    new = parse("第一条　国家鼓励企业创新发展。\n第二条　各级政府应当加强组织领导，健全工作机制。国家依法保护企业的知识产权。")

    assert [label for label, _ in moves(compare(old, new, profile="revision"))] == ["第一条", "第二条"]


def test_the_terminal_and_the_report_tell_it() -> None:
    """One line beside the row."""
    old, new, _ = MOVES["a sentence to another article"]
    comparison = compare(parse(old), parse(new), profile="revision")

    assert "※ 移至第二条：“国家依法保护企业的知识产权。”" in comparison.to_text()
    assert "移自原第一条：“国家依法保护企业的知识产权。”" in comparison.to_html()


def plain(text: str, span: Span) -> str:
    """A passage as it is."""
    return span.of(text)


@given(st.permutations(sentences()[:6]))
def test_whatever_the_order_what_did_not_move_is_in_order(order: list[str]) -> None:
    """Without the sentences that moved, both sides have one order; and the other way round the same sentences moved."""
    old, new = "".join(sentences()[:6]), "".join(order)
    edits = [Edit(EditTag.EQUAL, Span(old.index(s), old.index(s) + len(s)), Span(new.index(s), new.index(s) + len(s))) for s in order]
    found = moved_sentences(old, new, [edits], plain, plain)
    back = [Edit(edit.tag, edit.new, edit.old) for edit in sorted(edits, key=lambda edit: edit.old)]
    stayed = [e for e in edits if not any(move.new.covers(e.new) for move in found)]

    assert stayed == sorted(stayed, key=lambda edit: edit.old)
    assert {(move.new, move.old) for move in moved_sentences(new, old, [back], plain, plain)} == {(move.old, move.new) for move in found}


def test_what_was_replaced_where_it_stands_did_not_move() -> None:
    """A date for a date is one replacement, however alike the two are."""
    texts = [f"第一条　本法所称企业，是指依法设立的各类企业。自2024年{month}月1日起施行。" for month in (1, 7)]

    assert moves(compare(*map(parse, texts), profile="revision")) == []

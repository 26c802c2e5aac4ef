"""Strips put sentence beside sentence, and lose nothing on the way."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import lines
from support.paths import BUNDLED, OPINIONS, PAGE, PLAN, REVISIONS, TEXTS
from support.strategies import drafts, strings

import policydiff
from policydiff.model import Collation, Document, Pair, Span
from policydiff.reports.strips import Strip, StripKind, strips

PAIRS = [
    (PLAN, OPINIONS),
    (OPINIONS, PLAN),
    (OPINIONS, PAGE),
    (PAGE, OPINIONS),
]
STATUTES = sorted(path.name for path in REVISIONS.iterdir() if path.is_dir())


def collate(old: str, new: str, profile: str = "revision") -> Collation:
    return policydiff.compare(policydiff.parse(old), policydiff.parse(new), profile=profile).collation


@cache
def bundled(old: str, new: str) -> Collation:
    return policydiff.compare(TEXTS / old, TEXTS / new).collation


def drawn(collation: Collation, row: int = 0) -> list[str]:
    """The strips of a row as lines: kind, old segments, new segments; # before a number in the order, ! before a heading."""
    return [_line(collation, strip) for strip in strips(collation, collation.pairs[row])]


def _line(collation: Collation, strip: Strip) -> str:
    sides = []
    for document, segments in ((collation.old, strip.old), (collation.new, strip.new)):
        sides.append(" + ".join(f"{'!' * s.lead}{f'#{s.order} ' if s.order else ''}{s.span.of(document.text).strip()}" for s in segments))
    return f"{strip.kind}: {sides[0]} | {sides[1]}"


# -- what a reader sees -----------------------------------------------------------------------------------------------------------


def test_a_strip_ends_where_both_sides_end_a_sentence():
    """Two sentences, one of them reworded: two strips."""
    collation = collate("第一条　国家鼓励创新。企业应当纳税。", "第一条　国家支持创新。企业应当纳税。")

    assert drawn(collation) == ["pair: 第一条　国家鼓励创新。 | 第一条　国家支持创新。", "same: 企业应当纳税。 | 企业应当纳税。"]


def test_a_sentence_on_one_side_is_a_strip_of_its_own():
    """What was put in stands beside nothing."""
    collation = collate("第一条　国家鼓励创新。企业应当纳税。", "第一条　国家鼓励创新。各级政府应当加强领导。企业应当纳税。")

    assert drawn(collation) == [
        "same: 第一条　国家鼓励创新。 | 第一条　国家鼓励创新。",
        "insert:  | 各级政府应当加强领导。",
        "same: 企业应当纳税。 | 企业应当纳税。",
    ]


def test_equal_sentences_that_follow_each_other_are_one_strip():
    """The eye wants a break where something happens."""
    collation = collate("第一条　甲方负责登记。乙方负责备案。", "第一条　甲方负责登记。乙方负责备案。")

    assert drawn(collation) == ["same: 第一条　甲方负责登记。乙方负责备案。 | 第一条　甲方负责登记。乙方负责备案。"]


def test_sentences_that_changed_their_order_are_numbered():
    """The new order rules; the small number says where the old sentence stood."""
    a, b = "国家鼓励企业加强技术创新。", "各级政府应当保护知识产权。"

    assert drawn(collate(f"第一条　{a}{b}", f"第一条　{b}{a}")) == [f"same: #2 {b} | 第一条　{b}", f"same: #1 第一条　{a} | {a}"]


def test_labels_stand_with_the_text_behind_them():
    """In the record the numbers face each other; on the page 3. stays with the sentence it belongs to."""
    collation = collate(
        "一、总则\n3.健全主人翁地位的制度安排。", "一、总则\n（四）落实参与国家治理的制度。落实主人翁地位的制度安排。", "revision"
    )
    row = next(number for number, pair in enumerate(collation.pairs) if pair.old and pair.new and pair.kinds and len(pair.edits) > 2)

    assert drawn(collation, row) == [
        "insert:  | !（四）落实参与国家治理的制度。",
        "pair: !3.健全主人翁地位的制度安排。 | 落实主人翁地位的制度安排。",
    ]


def test_a_label_without_a_text_stands_before_the_first_paragraph():
    """第四条 is a clause of its own where its paragraphs are; it is no strip."""
    collation = collate("第四条\n国家鼓励创新。\n企业应当纳税。", "第四条\n国家鼓励创新。\n企业应当依法纳税。")

    assert drawn(collation) == ["same: 第四条 + 国家鼓励创新。 | 第四条 + 国家鼓励创新。", "pair: 企业应当纳税。 | 企业应当依法纳税。"]


def test_a_rewritten_sentence_is_said_to_be_rewritten():
    """Where the record has no equal passage, marks on every word would be confetti."""
    collation = collate("第一条　形成定位清晰、科学合理的职业教育层次结构。", "第一条　加快构建职普融通、产教融合的职业教育体系。")

    assert [strip.kind for strip in strips(collation, collation.pairs[0])] == [StripKind.REWRITE]


def test_a_long_sentence_breaks_around_a_long_addition():
    """Policy prose has sentences of three hundred characters; an addition of sixty stands by itself."""
    added = "深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”，坚持系统观念、问题导向、守正创新，"
    old = "第一条　坚持党的全面领导，坚持全心全意依靠工人阶级的根本方针，深化产业工人队伍建设改革，团结引导产业工人发挥主力军作用。"
    new = old.replace("深化", added + "深化")

    assert [(s.kind, s.new[0].span.size) for s in strips(collate(old, new), collate(old, new).pairs[0])][1] == (
        StripKind.INSERT,
        len(added),
    )


def test_in_a_reprint_sentences_stay_whole():
    """Whoever checks a reprint reads sentence by sentence, however long they are."""
    old = "第一条　" + "坚持党的全面领导，" * 12 + "深化改革。"
    collation = collate(old, old.replace("深化", "推进"), "reprint")

    assert len(strips(collation, collation.pairs[0])) == 1


def test_passages_with_a_story_of_their_own_stand_apart():
    """Text that was taken up elsewhere is not joined with text that was dropped."""
    collation = collate("第一条　国家鼓励创新。企业应当纳税。教师应当守法。", "第二条　本法自公布之日起施行。")
    row = next(pair for pair in collation.pairs if not pair.new)
    place = collation.old.text.index("企业")

    assert len(strips(collation, row)) == 1
    assert [strip.old[0].span.start for strip in strips(collation, row, ([Span(place, place + 7)], []))] == [0, place, place + 7]


# -- laws -------------------------------------------------------------------------------------------------------------------------


def rebuilt(document: Document, ids: tuple[str, ...], found: tuple[Strip, ...], *, old: bool) -> dict[str, str]:
    """The text of each clause, put together from the segments of its side, sorted by their start."""
    segments = sorted((segment for strip in found for segment in (strip.old if old else strip.new)), key=lambda segment: segment.span)
    texts = dict.fromkeys(ids, "")
    for segment in segments:
        texts[segment.clause] += "".join(piece.span.of(document.text) for piece in segment.pieces)
    return texts


def faults(collation: Collation) -> list[str]:
    """What is wrong with the strips of a record, in words; nothing if all is well."""
    found = []
    for pair in collation.pairs:
        drawn = strips(collation, pair)
        for document, ids, old in ((collation.old, pair.old, True), (collation.new, pair.new, False)):
            texts = {id: document.text_of(document.clause(id)) for id in ids}
            if rebuilt(document, ids, drawn, old=old) != texts:
                found.append(f"{ids} is not what it was")
        found += [f"a strip of {pair.old} {pair.new} has no side" for strip in drawn if not strip.old and not strip.new]
        found += [fault for strip in drawn for fault in _faults_of_strip(collation, pair, strip)]
    return found


def _faults_of_strip(collation: Collation, pair: Pair, strip: Strip) -> list[str]:
    found = []
    if (strip.kind is StripKind.INSERT and strip.old) or (strip.kind is StripKind.REPEAL and strip.new):
        found.append(f"{strip.kind} has two sides")
    for document, segments in ((collation.old, strip.old), (collation.new, strip.new)):
        for segment in segments:
            if not document.clause(segment.clause).span.covers(segment.span):
                found.append(f"{segment.span} leaves its clause {segment.clause}")
            places = [place for piece in segment.pieces for place in range(*piece.span)]
            if places != list(range(*segment.span)):
                found.append(f"the pieces of {segment.span} do not tile it")
    if any(not 0 <= piece.edit < len(pair.edits) for segment in (*strip.old, *strip.new) for piece in segment.pieces):
        found.append("a piece belongs to no edit")
    return found


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_bundled_texts_are_rebuilt(old: str, new: str):
    """Sorted by their start, the segments of a side are its clauses."""
    assert faults(bundled(old, new)) == []


@pytest.mark.parametrize("name", STATUTES)
def test_statutes_are_rebuilt(name: str):
    """The same for every statute of the gold revisions, both ways."""
    folder = REVISIONS / name

    assert faults(policydiff.compare(folder / "old.txt", folder / "new.txt").collation) == []
    assert faults(policydiff.compare(folder / "new.txt", folder / "old.txt", profile="reprint").collation) == []


@given(drafts(), drafts(), st.sampled_from(("revision", "reprint")))
def test_small_documents_are_rebuilt(old, new, profile: str):
    """Papers and statutes that may have nothing in common, or everything."""
    assert faults(collate(old.text, new.text, profile)) == []


@given(strings(), strings(), st.sampled_from(("revision", "reprint")))
def test_any_two_strings_are_rebuilt(old: str, new: str, profile: str):
    """Whatever stands in a file: line ends of any kind, controls, half characters."""
    assert faults(collate(old, new, profile)) == []


def test_no_bundled_text_is_left_out():
    """The list of bundled texts is the one that the laws run on."""
    assert {name for pair in PAIRS for name in pair} <= set(BUNDLED)


def test_the_work_for_a_row_grows_with_its_length():
    """Four times as many sentences take about four times the work; a quadratic step would take sixteen."""

    def work(count: int) -> int:
        old = "第一条　" + "".join(f"国家鼓励第{i}类企业创新，保护知识产权。" for i in range(count))
        collation = collate(old, old.replace("类企业", "种企业"), "reprint")
        return lines(lambda: strips(collation, collation.pairs[0]))

    assert work(400) < 5 * work(100)

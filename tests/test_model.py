"""The nouns: spans, clauses and documents as later stages rely on them."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from policydiff.errors import ClauseNotFoundError
from policydiff.model import (
    COUNTED_TIERS,
    FRAME_LEVELS,
    HEADING_LEVELS,
    PART_LEVELS,
    Document,
    Level,
    Source,
    Span,
    Tier,
)
from policydiff.outline import parse

STATUTE = """某某法
第一章　总则
第一条　为了规范管理，制定本法。
第二条　有下列情形之一的，不予许可：
（一）材料不齐；
（二）不符合条件。
本条由主管部门解释。
第三条之一　国家鼓励创新。
第二章　附则
第四条　本法自公布之日起施行。
"""


@pytest.fixture(scope="module")
def statute() -> Document:
    """A small statute with chapters, parts and an inserted article."""
    return parse(STATUTE)


# -- spans -----------------------------------------------------------------------------------------------------------------------


def test_a_span_counts_code_points() -> None:
    """A character outside the first plane is one, and `size` is what `len` is not."""
    span = Span(1, 3)

    assert (span.of("甲𠮷乙丙"), span.size, tuple(span)) == ("𠮷乙", 2, (1, 3))


@pytest.mark.parametrize(
    ("outer", "inner", "covers"),
    [
        (Span(0, 5), Span(1, 4), True),
        (Span(0, 5), Span(0, 5), True),
        (Span(0, 5), Span(5, 5), True),
        (Span(0, 5), Span(4, 6), False),
        (Span(2, 5), Span(1, 3), False),
    ],
)
def test_a_span_covers_what_lies_within_it(outer: Span, inner: Span, covers: bool) -> None:
    """Both edges count, and an empty span at an edge is within."""
    assert outer.covers(inner) is covers


# -- documents -------------------------------------------------------------------------------------------------------------------


def test_a_clause_is_found_by_its_id(statute: Document) -> None:
    """The id is the path of the printed numbers."""
    assert statute.text_of(statute.clause("c1.a2.p1.i2")) == "（二）不符合条件。"


def test_an_unknown_id_is_an_error_that_names_it(statute: Document) -> None:
    """The message says which id, and where to look them up."""
    with pytest.raises(ClauseNotFoundError, match=r"'c9\.a9'.*policydiff outline"):
        statute.clause("c9.a9")


LABELS = {
    "第二条": "c1.a2",
    "第二條": "c1.a2",
    "第 二 条": "c1.a2",
    "第三条之一": "c1.a3-1",
    "（二）": "c1.a2.p1.i2",
    "(二)": "c1.a2.p1.i2",
    "第二章": "c2",
    "c2.a4": "c2.a4",
}


@pytest.mark.parametrize(("label", "id"), LABELS.items())
def test_a_clause_is_found_by_its_printed_label(statute: Document, label: str, id: str) -> None:
    """Brackets and digits of either width, 条 and 條, blanks or none: one label."""
    assert statute.find(label).id == id


def test_a_label_that_is_printed_twice_is_no_name() -> None:
    """The error lists the ids to choose from."""
    document = parse("一、甲\n（一）子。内容。\n二、乙\n（一）丑。内容。\n")

    with pytest.raises(ClauseNotFoundError, match=r"printed 2 times.*1\.1, 2\.1"):
        document.find("（一）")


def test_a_label_that_is_not_printed_is_an_error(statute: Document) -> None:
    """Nothing that merely resembles it is returned."""
    with pytest.raises(ClauseNotFoundError, match="no clause is '第二'"):
        statute.find("第二")


def test_ancestors_come_from_the_inside_out(statute: Document) -> None:
    """Item, paragraph, article, chapter."""
    item = statute.clause("c1.a2.p1.i1")

    assert [clause.id for clause in statute.ancestors(item)] == ["c1.a2.p1", "c1.a2", "c1"]


def test_a_unit_holds_the_parts_that_go_where_it_goes(statute: Document) -> None:
    """款 and 项 belong to their article; articles do not belong to their chapter."""
    units = {unit.head.id: [part.id for part in unit.parts] for unit in statute.units}

    assert units == {
        "title": [],
        "c1": [],
        "c1.a1": [],
        "c1.a2": ["c1.a2.p1", "c1.a2.p1.i1", "c1.a2.p1.i2", "c1.a2.p2"],
        "c1.a3-1": [],
        "c2": [],
        "c2.a4": [],
    }


def test_every_clause_is_in_exactly_one_unit(statute: Document) -> None:
    """Units in order, each with its parts, are the clauses in order."""
    assert [clause for unit in statute.units for clause in unit.clauses] == list(statute.clauses)


def test_the_span_of_a_unit_holds_its_parts(statute: Document) -> None:
    """From 第二条 to the end of its last paragraph."""
    unit = next(unit for unit in statute.units if unit.head.id == "c1.a2")

    assert unit.span.of(statute.text).splitlines()[0::3] == ["第二条　有下列情形之一的，不予许可：", "本条由主管部门解释。"]


def test_headings_are_what_holds_others_and_says_nothing(statute: Document) -> None:
    """Chapters are; a layer is one if it has a title only and other units below it."""
    paper = parse("一、总体要求\n（一）原则。坚持稳中求进。\n二、任务。落实责任。\n（一）甲。完成。\n三、结语\n")

    assert (statute.headings, paper.headings) == ({"c1", "c2"}, {"1"})


def test_heads_leave_parts_out(statute: Document) -> None:
    """Of the ids of a row only the provisions are named."""
    assert [clause.id for clause in statute.heads(["c1.a2", "c1.a2.p1", "c1.a2.p1.i1", "c2"])] == ["c1.a2", "c2"]


def test_a_document_cannot_be_changed(statute: Document) -> None:
    """A new state is a new value."""
    with pytest.raises(FrozenInstanceError):
        statute.title = "另一部法"  # type: ignore[misc]


def test_a_document_travels_between_processes(statute: Document) -> None:
    """Pickled and read back it is equal, and still finds its clauses."""
    copy = pickle.loads(pickle.dumps(statute))

    assert copy == statute
    assert copy.find("第二条") == statute.find("第二条")


# -- sources ---------------------------------------------------------------------------------------------------------------------

ENCODED = {
    "utf-8": "第一条".encode(),
    "utf-8-sig": "\ufeff第一条".encode(),
    "utf-16": b"\xff\xfe" + "第一条".encode("utf-16-le"),
    "utf-16-be": "第一条".encode("utf-16-be"),
    "gb18030": "第一条".encode("gbk"),
}


@pytest.mark.parametrize(("encoding", "data"), ENCODED.items())
def test_a_source_gives_back_the_bytes(encoding: str, data: bytes) -> None:
    """Also UTF-16, whose byte order does not depend on the machine."""
    assert Source("a.txt", "", encoding, "\n").encode("第一条") == data


def test_a_text_of_another_encoding_is_refused() -> None:
    """Nothing is replaced by a question mark."""
    with pytest.raises(UnicodeEncodeError):
        Source("a.txt", "", "cp950", "\n").encode("产业")


# -- vocabulary ------------------------------------------------------------------------------------------------------------------


def test_no_level_has_two_natures() -> None:
    """Parts, frame and headings are disjoint sets of levels."""
    assert not PART_LEVELS & FRAME_LEVELS
    assert not HEADING_LEVELS & (PART_LEVELS | FRAME_LEVELS)
    assert set(Level) > PART_LEVELS | FRAME_LEVELS | HEADING_LEVELS


def test_a_candidate_does_not_count() -> None:
    """It is listed so that a reader may disagree, and makes no row."""
    assert set(Tier) - COUNTED_TIERS == {Tier.CANDIDATE}

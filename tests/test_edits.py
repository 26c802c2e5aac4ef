"""Edits: what differs, as a careful reader would mark it, and not one code point lost."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from support.cases import Case, load
from support.marks import clauses, compared, marked, mirror, normalized, tiled, untrue_edits
from support.paths import EXTRACT, OPINIONS, bundled
from support.strategies import Edited, edited, excerpts, sentences, strings

from policydiff.edits import diff
from policydiff.edits.sentences import match_segments, match_sentences
from policydiff.edits.tidying import minimal_hunks
from policydiff.model import Edit, EditTag, Span
from policydiff.normalization import script_folding
from policydiff.offsets import NormalizedText, Replacement, apply
from policydiff.words import Boundaries, boundaries, is_word

CASES = [pytest.param(case, marks=case.marks, id=case.title.partition(" （")[0]) for case in load("edits")]
WORDING = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


def wording(edits: tuple[Edit, ...]) -> list[Edit]:
    """The edits in which words differ."""
    return [edit for edit in edits if edit.tag in WORDING]


# -- sentences as a reader would mark them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_is_marked_as_a_reader_would_mark_it(case: Case) -> None:
    """The cases in cases/edits."""
    assert compared(case["old"], case["new"]) == case["expected"]


@pytest.mark.parametrize("case", [param for param in CASES if not param.marks])
def test_the_same_marks_whichever_side_is_called_old(case: Case) -> None:
    """The cases in cases/edits, swapped: the same edits, mirrored."""
    there = diff([normalized(case["old"])], [normalized(case["new"])])
    back = diff([normalized(case["new"])], [normalized(case["old"])])

    assert set(back) == mirror(there)


def test_a_long_sentence_rewritten_in_part_is_compared_from_comma_to_comma() -> None:
    """What is kept stays unmarked; what was rewritten is one replacement, no confetti."""
    old = "县级以上地方人民政府应当加强对本行政区域内职业教育工作的领导，明确各部门的具体职责，统筹协调职业教育发展，定期听取汇报。"
    new = "省、自治区、直辖市人民政府应当加强对本行政区域职业教育工作的领导，组织开展督导评估，统筹协调职业教育发展，每年公布结果。"

    assert compared(old, new) == (
        "[-县级以上地方-]{+省、自治区、直辖市+}人民政府应当加强对本行政区域[-内-]职业教育工作的领导，"
        "[-明确各部门的具体职责-]{+组织开展督导评估+}，统筹协调职业教育发展，[-定期听取汇报-]{+每年公布结果+}。"
    )


# -- several clauses in a row ----------------------------------------------------------------------------------------------------

ROWS = {
    "two clauses became one": (
        "国家鼓励企业创新。\n国家保护知识产权。",
        "国家鼓励企业创新。国家保护知识产权。",
        "国家鼓励企业创新。国家保护知识产权。",
    ),
    "one clause became two": (
        "国家鼓励企业创新。国家保护知识产权。",
        "国家鼓励企业创新。\n国家保护知识产权。",
        "国家鼓励企业创新。国家保护知识产权。",
    ),
    "an item was put in": (
        "下列行为：\n（一）伪造；\n（二）变造。",
        "下列行为：\n（一）伪造；\n（二）买卖；\n（三）变造。",
        "下列行为：（一）伪造；{+（二）买卖；+}（[-二-]{+三+}）变造。",
    ),
    "clauses in another order": (
        "国家鼓励企业不断创新。\n国家依法保护知识产权。",
        "国家依法保护知识产权。\n国家鼓励企业不断创新。",
        "国家依法保护知识产权。国家鼓励企业不断创新。",
    ),
    "a line of nothing but marks": (
        "国家鼓励企业创新。\n**",
        "国家鼓励企业创新。",
        "国家鼓励企业创新。[-**-]",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), ROWS.values(), ids=ROWS.keys())
def test_clauses_of_a_row_are_compared_together(old: str, new: str, expected: str) -> None:
    """What lies between clauses is no part of the row."""
    assert marked(old, new, diff(clauses(old), clauses(new))) == expected


def test_a_row_with_one_side_is_one_edit_for_each_clause() -> None:
    """The empty side stands where it was asked to."""
    text = "国家鼓励企业创新。\n国家保护知识产权。"
    inserted, deleted = diff([], clauses(text), at=(7, 0)), diff(clauses(text), [], at=(0, 3))

    assert inserted == tuple(Edit(EditTag.INSERT, Span(7, 7), span) for span in (Span(0, 9), Span(10, 19)))
    assert deleted == tuple(Edit(EditTag.DELETE, span, Span(3, 3)) for span in (Span(0, 9), Span(10, 19)))


def test_numbers_that_are_not_compared_come_back_as_form() -> None:
    """第五条 and 第六条 follow from the order; they are dropped before comparing and are no change of words."""
    old, new = "第五条　国家鼓励创新。", "第六条　国家支持创新。"
    sides = [[apply(NormalizedText.of(text, Span(0, len(text))), [Replacement(0, 4, "")])] for text in (old, new)]

    assert marked(old, new, diff(*sides)) == "{~第五条　|第六条　~}国家[-鼓励-]{+支持+}创新。"


def test_script_is_form() -> None:
    """A traditional text compared with its simplified counterpart: only what was reworded is marked."""
    old, new = "產業工人是主體力量。", "产业工人是中坚力量。"
    folded = apply(normalized(old), script_folding("tw2s")(old))

    assert marked(old, new, diff([folded], [normalized(new)])) == "{~產業|产业~}工人是[-主體力量-]{+中坚力量+}。"


def test_the_caller_may_say_where_words_end() -> None:
    """With every character a word of its own, marks are as narrow as they can be."""
    old, new = "在职业学校开设讲堂", "在职业院校开设讲堂"
    found = diff([normalized(old)], [normalized(new)], boundaries=lambda text, *_: Boundaries(frozenset(range(len(text) + 1)), frozenset()))

    assert marked(old, new, found) == "在职业[-学-]{+院+}校开设讲堂"


# -- laws ------------------------------------------------------------------------------------------------------------------------


def broken_laws(old: str, new: str, olds: list[NormalizedText], news: list[NormalizedText]) -> list[str]:
    """What is wrong with the edits of a row, in words; nothing if all is well."""
    edits = diff(olds, news)
    faults = untrue_edits(old, new, edits)
    for side, texts in (("old", olds), ("new", news)):
        if tiled(getattr(edit, side) for edit in edits) != tiled(text.spans[0] for text in texts):
            faults.append(f"the {side} side is not tiled")
    if set(diff(news, olds)) != mirror(edits):
        faults.append("the other way round other edits are made")
    return faults


@given(strings(), strings())
@example("\ud800", "\udc00")
@example("甲…", "甲...")
@example("甲", " ")
def test_every_code_point_of_any_two_strings_is_in_one_edit(old: str, new: str) -> None:
    """Both sides are tiled, tags are true, and both orders give the same edits mirrored."""
    assume(old and new)

    assert broken_laws(old, new, [normalized(old)], [normalized(new)]) == []


@given(st.lists(strings(12), min_size=1, max_size=4), st.lists(strings(12), min_size=1, max_size=4))
def test_every_code_point_of_any_row_is_in_one_edit(olds: list[str], news: list[str]) -> None:
    """The same for rows of several clauses; what lies between them is in none."""
    old, new = ("\n".join(line.replace("\n", "") or "产" for line in lines) for lines in (olds, news))

    assert broken_laws(old, new, clauses(old), clauses(new)) == []


@given(edited(), edited())
def test_every_code_point_of_reworded_and_moved_sentences_is_in_one_edit(first: Edited, second: Edited) -> None:
    """Real sentences, one edit in each, in another order."""
    old, new = first.old + second.old, second.new + first.new

    assert broken_laws(old, new, [normalized(old)], [normalized(new)]) == []


@given(excerpts())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """One edit, equal."""
    assert [edit.tag for edit in diff([normalized(text)], [normalized(text)])] == [EditTag.EQUAL]


@given(edited())
def test_an_edit_is_reported_at_its_place(drawn: Edited) -> None:
    """Whatever was replaced, dropped or put in is covered by edits of the wording, and what lies far from it is not marked."""
    assume(drawn.old != drawn.new)
    found = wording(diff([normalized(drawn.old)], [normalized(drawn.new)]))
    end = drawn.start + len(drawn.removed)
    sentence_start = max(drawn.old.rfind(mark, 0, drawn.start) for mark in "。；") + 1
    sentence_end = next((place + 1 for place in range(end, len(drawn.old)) if drawn.old[place] in "。；"), len(drawn.old))

    assert found
    assert all(sentence_start - 1 <= edit.old.start and edit.old.end <= sentence_end + 40 for edit in found)


@given(edited())
def test_applying_the_edits_gives_the_new_text(drawn: Edited) -> None:
    """The new side of the edits, read in order, is the new text; the old side, sorted, the old one."""
    edits = diff([normalized(drawn.old)], [normalized(drawn.new)])

    assert "".join(edit.new.of(drawn.new) for edit in sorted(edits, key=lambda edit: edit.new)) == drawn.new
    assert "".join(edit.old.of(drawn.old) for edit in sorted(edits, key=lambda edit: edit.old)) == drawn.old


@st.composite
def word_replaced(draw: st.DrawFn) -> tuple[str, str]:
    """A sentence, and the same sentence with a word of it replaced by a word of another."""
    old = draw(st.sampled_from(sentences()))
    places = sorted(boundaries(old).words)
    index = draw(st.integers(0, len(places) - 3))
    other = draw(st.sampled_from(sentences()))
    others = sorted(boundaries(other).words)
    pick = draw(st.integers(0, len(others) - 3))
    return old, old[: places[index]] + other[others[pick] : others[pick + 1]] + old[places[index + 1] :]


def _is_a_word_put_in(edit: Edit, old: str, new: str) -> bool:
    """网下 in 网上网下: a word between two words, which the word list cuts as 网上网|下."""
    text = edit.old.of(old) + edit.new.of(new)
    return edit.tag is not EditTag.REPLACE and len(text) > 1 and is_word(text)


@given(word_replaced())
def test_no_mark_begins_or_ends_inside_a_word(pair: tuple[str, str]) -> None:
    """Replacements cover whole words of both sides; an insertion or deletion may also part a compound into words."""
    old, new = pair
    edits = wording(diff([normalized(old)], [normalized(new)]))
    in_old, in_new = boundaries(old), boundaries(new)
    inside = [
        edit
        for edit in edits
        for places, span in ((in_old, edit.old), (in_new, edit.new))
        if not set(span) <= places.words | (places.inner if edit.tag is not EditTag.REPLACE else frozenset())
        if not _is_a_word_put_in(edit, old, new)
    ]

    assert inside == []


@given(st.text(alphabet="甲乙丙，", max_size=24), st.text(alphabet="甲乙丙，", max_size=24))
def test_before_tidying_no_more_is_marked_than_must_be(old: str, new: str) -> None:
    """The hunks are those of the longest common subsequence."""
    found = minimal_hunks(old, new)

    assert sum(h.old_end - h.old_start + h.new_end - h.new_start for h in found) == Indel.distance(old, new)


def test_tidying_marks_hardly_more_than_must_be() -> None:
    """On the whole reprint whole words cost at most 1.8 times the fewest characters."""
    old, new = normalized(bundled(OPINIONS)), normalized(bundled(EXTRACT))
    edits = wording(diff([old], [new]))

    assert sum(edit.old.size + edit.new.size for edit in edits) <= 1.8 * Indel.distance(old.text, new.text)


# -- sentences -------------------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(sentences()), max_size=6), st.lists(st.sampled_from(sentences()), max_size=6))
def test_every_sentence_is_in_one_strip(olds: list[str], news: list[str]) -> None:
    """Strips hold both texts, each place once, and come in the order of the new text."""
    old, new = "".join(olds), "".join(news)
    strips = match_sentences(old, new)

    assert tiled(Span(strip.old_start, strip.old_end) for strip in strips) == list(range(len(old)))
    assert [place for strip in strips for place in range(strip.new_start, strip.new_end)] == list(range(len(new)))


@given(st.permutations(sentences()[:5]))
def test_a_sentence_is_found_wherever_it_went(order: list[str]) -> None:
    """Five sentences in any order: each stands beside itself."""
    old, new = "".join(sentences()[:5]), "".join(order)
    strips = match_sentences(old, new)

    paired = [(old[s.old_start : s.old_end], new[s.new_start : s.new_end]) for s in strips]

    assert [(a, b) for a, b in paired if a and b and a != b] == []
    assert tiled(Span(s.new_start, s.new_end) for s in strips if s.old_start < s.old_end) == list(range(len(new)))


def test_segments_are_matched_from_comma_to_comma() -> None:
    """Only a long sentence has segments."""
    old = "坚持党的全面领导，坚持以人民为中心的发展思想，坚持稳中求进工作总基调，坚持系统观念，坚持守正创新。"
    new = "坚持党的全面领导，坚持稳中求进工作总基调，坚持系统观念，坚持守正创新，统筹发展和安全，完善治理体系。"
    paired = [(old[s.old_start : s.old_end], new[s.new_start : s.new_end]) for s in match_segments(old, new) if s.old_end > s.old_start]

    assert ("坚持稳中求进工作总基调，", "坚持稳中求进工作总基调，") in paired


# -- size ------------------------------------------------------------------------------------------------------------------------


def test_a_long_clause_is_no_matter() -> None:
    """The whole of the opinions as one clause, against itself with one word changed: one replacement."""
    old = bundled(OPINIONS)
    new = old.replace("更加显著", "更加彰显", 1)
    found = wording(diff([normalized(old)], [normalized(new)]))

    assert [(edit.old.of(old), edit.new.of(new)) for edit in found] == [("显著", "彰显")]


def test_a_text_without_sentences_is_no_matter() -> None:
    """30,000 characters without a mark of punctuation, against as many others."""
    old, new = "甲" * 30_000, "乙" * 30_000

    assert [edit.tag for edit in diff([normalized(old)], [normalized(new)])] == [EditTag.REPLACE]


def test_a_sentence_repeated_many_times_is_no_matter() -> None:
    """20,000 sentences that are all alike, in one clause."""
    old, new = "甲乙丙丁。" * 20_000, "甲乙丙戊。" * 20_000

    assert wording(diff([normalized(old)], [normalized(new)]))

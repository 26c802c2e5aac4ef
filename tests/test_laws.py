"""Laws of the whole path, from two texts to the record: what must hold whatever the documents say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from support.marks import mirror, tiled, uncovered, untrue_edits
from support.paths import BOOKLET, BUNDLED, EXTRACT, NOTES, OPINIONS, PAGE, PLAN, REVISIONS, STATUTES, TEXTS, bundled, statute
from support.strategies import Draft, drafts, papers, strings

import policydiff
from policydiff.comparison import Comparison, compare
from policydiff.model import ChangeKind, Clause, Document, Edit, EditTag, Level
from policydiff.normalization import INVISIBLE
from policydiff.outline import parse

#: Laws that compare whole documents several times try half as many.
HALF = settings(max_examples=settings().max_examples // 2)
WORDING = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})
PROFILES = ("auto", "revision", "reprint")
#: A line of nothing but marks of a file format stops the parser; see test_outline.
EMPTY_LINE_OF_MARKS = re.compile(r"(?m)(?:^|[\r\n\f])[\s>#*<!x-]*(?:\*\*|>|#|-->|\])")


def text_of(name: str) -> str:
    """A bundled text or a statute."""
    return bundled(name) if name in BUNDLED else statute(name)


def wording(comparison: Comparison) -> list[Edit]:
    """All edits in which words differ."""
    return [edit for row in comparison.rows for edit in row.edits if edit.tag in WORDING]


def kinds(comparison: Comparison) -> Counter[str]:
    """How often each kind of change holds."""
    return Counter(str(kind) for row in comparison.rows for kind in row.kinds)


@st.composite
def readable(draw: st.DrawFn, max_size: int = 40) -> str:
    """Any string that the parser does not stop on."""
    text = draw(strings(max_size))
    assume(not EMPTY_LINE_OF_MARKS.search(text))
    return text


# -- nothing is lost -------------------------------------------------------------------------------------------------------------


def broken_laws(comparison: Comparison) -> list[str]:
    """What is wrong with a record, in words; nothing if all is well."""
    collation = comparison.collation
    faults = [fault for pair in collation.pairs for fault in untrue_edits(collation.old.text, collation.new.text, pair.edits)]
    for side in ("old", "new"):
        document: Document = getattr(collation, side)
        ids = [id for pair in collation.pairs for id in getattr(pair, side)]
        if sorted(ids) != sorted(clause.id for clause in document.clauses):
            faults.append(f"an {side} clause is not in exactly one row")
        faults += [
            f"the {side} clauses of {getattr(pair, side)} are not tiled by their edits"
            for pair in collation.pairs
            if tiled(getattr(edit, side) for edit in pair.edits) != tiled(document.clause(id).span for id in getattr(pair, side))
        ]
        covered = tiled([*(getattr(edit, side) for pair in collation.pairs for edit in pair.edits), *document.outside])
        if len(covered) != len(set(covered)):
            faults.append(f"an {side} code point is accounted for twice")
        if re.sub(f"[{INVISIBLE}]", "", uncovered(document)).strip():
            faults.append(f"{uncovered(document)!r} of the {side} file is in no clause and not outside")
    return faults


@cache
def of_files(old: str, new: str) -> Comparison:
    """The comparison of two real documents."""
    return compare(parse(text_of(old)), parse(text_of(new)))


PAIRS = {
    "plan and opinions": (PLAN, OPINIONS),
    "opinions and page": (OPINIONS, PAGE),
    "extract and plan": (EXTRACT, PLAN),
    "booklet and plan": (BOOKLET, PLAN),
    "notes and opinions": (NOTES, OPINIONS),
    **{path.name: (f"{path.name}/old.txt", f"{path.name}/new.txt") for path in sorted(REVISIONS.iterdir()) if path.is_dir()},
}


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS.keys())
def test_real_documents_keep_the_laws(old: str, new: str) -> None:
    """Every clause is in one row, edits tile the clauses, and spans account for every code point of both files."""
    assert broken_laws(of_files(old, new)) == []


@given(readable(), readable(), st.sampled_from(PROFILES))
@example("", "", "auto")
@example("", "第一条", "reprint")
@example("\ud800", "\udc00", "revision")
def test_any_two_strings_compare(old: str, new: str, profile: str) -> None:
    """No string stops the comparison or its reports, and the laws hold."""
    comparison = compare(parse(old), parse(new), profile=profile)

    assert broken_laws(comparison) == []
    assert comparison.to_json()
    assert comparison.to_text()
    assert str(comparison.summary())


@HALF
@given(drafts(), drafts(), st.sampled_from(PROFILES))
def test_any_two_documents_keep_the_laws(old: Draft, new: Draft, profile: str) -> None:
    """Papers and statutes, related or not."""
    assert broken_laws(compare(parse(old.text), parse(new.text), profile=profile)) == []


# -- a document with itself ------------------------------------------------------------------------------------------------------


#: Statutes that take long enough once.
LARGEST = frozenset(name for name in STATUTES if "civilprocedure" in name)


WITH_ITSELF = [(name, profile) for name in (*BUNDLED, *STATUTES) for profile in (("auto",) if name in LARGEST else ("auto", "revision"))]


@pytest.mark.parametrize(("name", "profile"), WITH_ITSELF)
def test_a_real_document_does_not_differ_from_itself(name: str, profile: str) -> None:
    """Not one row in which anything happened."""
    document = parse(text_of(name))

    assert compare(document, document, profile=profile).changes == ()


@HALF
@given(st.one_of(readable(), drafts().map(lambda draft: draft.text)), st.sampled_from(PROFILES))
def test_no_document_differs_from_itself(text: str, profile: str) -> None:
    """Any string, any profile."""
    comparison = compare(parse(text), parse(text), profile=profile)

    assert (comparison.changes, wording(comparison)) == ((), [])


@pytest.mark.parametrize("name", [OPINIONS, PLAN, PAGE, NOTES, STATUTES[0], STATUTES[-1]])
@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["CR LF", "CR"])
def test_line_ends_make_no_difference(name: str, newline: str) -> None:
    """A file saved on another system is the same text."""
    text = text_of(name)

    assert compare(parse(text), parse(text.replace("\n", newline))).changes == ()


@HALF
@given(drafts(), st.sampled_from(("\r\n", "\r")), st.sampled_from(PROFILES))
def test_line_ends_of_any_document_make_no_difference(draft: Draft, newline: str, profile: str) -> None:
    """The same for small documents."""
    assert compare(parse(draft.text), parse(draft.text.replace("\n", newline)), profile=profile).changes == ()


@HALF
@given(drafts(), st.sampled_from(PROFILES))
def test_a_byte_order_mark_makes_no_difference(draft: Draft, profile: str) -> None:
    """In the text or in the bytes."""
    literal = compare(parse(draft.text), parse("\ufeff" + draft.text), profile=profile)
    read = compare(draft.text.encode(), draft.text.encode("utf-8-sig"), profile=profile)

    assert (literal.changes, read.changes) == ((), ())


# -- whichever side is called old ------------------------------------------------------------------------------------------------


_MIRRORED = {
    ChangeKind.INSERTION: ChangeKind.REPEAL,
    ChangeKind.REPEAL: ChangeKind.INSERTION,
    ChangeKind.SPLIT: ChangeKind.JOIN,
    ChangeKind.JOIN: ChangeKind.SPLIT,
}


def asymmetries(there: Comparison, back: Comparison) -> list[str]:
    """What is not mirrored when the sides are swapped, in words; nothing if all is."""
    faults = []
    if there.profile != back.profile:
        faults.append(f"{there.profile} there, {back.profile} back")
    if {(k.old, k.new, k.score, k.tier) for k in there.links} != {(k.new, k.old, k.score, k.tier) for k in back.links}:
        faults.append("other links")
    rows_there = {(p.old, p.new): ({_MIRRORED.get(kind, kind) for kind in p.kinds}, mirror(p.edits)) for p in there.collation.pairs}
    rows_back = {(p.new, p.old): (set(p.kinds), set(p.edits)) for p in back.collation.pairs}
    if rows_there.keys() != rows_back.keys():
        faults.append("other rows")
    for key in rows_there.keys() & rows_back.keys():
        faults += [
            f"other {what} in {key}" for what, a, b in zip(("kinds", "edits"), rows_there[key], rows_back[key], strict=True) if a != b
        ]
    return faults


def both_ways(old: str, new: str, profile: str) -> tuple[Comparison, Comparison]:
    """The comparison, and the one with the sides swapped."""
    a, b = parse(old), parse(new)
    return compare(a, b, profile=profile), compare(b, a, profile=profile)


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS.keys())
def test_real_documents_are_compared_alike_both_ways(old: str, new: str) -> None:
    """Links transposed with equal scores, the same rows, insertions for repeals and splits for joins, edits mirrored."""
    assert asymmetries(of_files(old, new), of_files(new, old)) == []


@HALF
@given(drafts(), drafts())
def test_two_documents_are_compared_alike_both_ways(old: Draft, new: Draft) -> None:
    """As versions of each other."""
    assert asymmetries(*both_ways(old.text, new.text, "revision")) == []


@given(readable(), readable())
def test_two_strings_are_compared_alike_both_ways(old: str, new: str) -> None:
    """Whatever they are."""
    assert asymmetries(*both_ways(old, new, "revision")) == []


@HALF
@given(drafts(), st.data())
def test_a_document_in_another_order_is_compared_alike_both_ways(draft: Draft, data: st.DataObject) -> None:
    """The texts of its clauses change places."""
    order = data.draw(st.permutations(range(len(draft.texts))))

    assert asymmetries(*both_ways(draft.text, Draft(draft.labels, tuple(draft.texts[i] for i in order)).text, "revision")) == []


def test_two_titles_that_changed_places_are_compared_alike_both_ways() -> None:
    """The same one of them is called moved."""
    first, second = "组织开展劳模工匠进企业、进社区、进机关宣传活动。", "鼓励发展跨区域、跨行业、跨企业的创新工作室联盟。"

    assert asymmetries(*both_ways(f"（一）{first}\n（二）{second}", f"（一）{second}\n（二）{first}", "revision")) == []


def test_texts_of_one_length_are_compared_alike_both_ways() -> None:
    """Whether they are a text and its page does not depend on the side."""
    body = (
        "加大在产业工人队伍中发展党员力度，把技术能手、青年专家、优秀工人吸收到党组织中来，提高工人党员比例。"
        "突出思想政治工作先导作用，制定加强和改进产业工人思想政治工作意见。"
    )

    assert asymmetries(*both_ways(f"一、总体要求\n（一）{body}\n", f"一、{body}\n（一）总体要求\n", "auto")) == []


# -- the same result, always -----------------------------------------------------------------------------------------------------

_SCRIPT = """
import hashlib, sys
import policydiff
for old, new in zip(sys.argv[1::2], sys.argv[2::2]):
    print(hashlib.sha256(policydiff.compare(old, new).to_json().encode()).hexdigest())
"""


def test_the_record_does_not_depend_on_the_seed_of_hashing() -> None:
    """Three processes, three seeds, a revision, a reprint and a statute: the same bytes."""
    case = REVISIONS / "tw-waste-1999-2001"
    files = [TEXTS / PLAN, TEXTS / OPINIONS, TEXTS / OPINIONS, TEXTS / PAGE, case / "old.txt", case / "new.txt"]
    path = os.pathsep.join(filter(None, [str(Path(policydiff.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]))
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, *map(str, files)],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "012"
    }

    assert [len(output.split()) for output in outputs] == [3]


def test_the_record_of_a_second_run_is_the_first() -> None:
    """Nothing that is remembered between comparisons changes them."""
    first = compare(parse(bundled(OPINIONS)), parse(bundled(PAGE))).to_json()
    compare(parse(bundled(PLAN)), parse(bundled(OPINIONS)))

    assert compare(parse(bundled(OPINIONS)), parse(bundled(PAGE))).to_json() == first


# -- no edit is missed -----------------------------------------------------------------------------------------------------------


def at(comparison: Comparison, place: int) -> bool:
    """Whether an edit of the wording covers a place of the old text, or lies where it may slide to (国家 before 国家)."""
    return any(edit.old.start <= place + _SLIDE and place <= edit.old.end + _SLIDE for edit in wording(comparison))


_SLIDE = 3


@st.composite
def one_edit(draw: st.DrawFn) -> tuple[str, str, int]:
    """A document, the same with one character dropped, put in or replaced inside a clause, and the place."""
    draft = draw(drafts())
    clause = draw(st.sampled_from([i for i, text in enumerate(draft.texts) if len(text) > 8]))
    text = draft.texts[clause]
    place = draw(st.integers(1, len(text) - 2))
    added = draw(st.sampled_from(("", "不", "鼊", "7", "国家")))
    removed = 0 if added in ("不", "国家") else 1
    changed = text[:place] + added + text[place + removed :]
    assume(text[place : place + removed] != added)
    start = sum(len(line) + 1 for line in draft.lines[:clause]) + len(draft.labels[clause])
    return draft.text, draft.replaced(clause, changed).text, start + place


@given(one_edit(), st.sampled_from(PROFILES))
def test_any_single_edit_is_reported_at_its_place(drawn: tuple[str, str, int], profile: str) -> None:
    """A character, 不, a digit, a word, anywhere: an edit of the wording covers it, in one row."""
    old, new, place = drawn
    comparison = compare(parse(old), parse(new), profile=profile)

    assert at(comparison, place)
    assert sum(any(edit.tag in WORDING for edit in row.edits) for row in comparison.rows) == 1


def places_to_edit(name: str) -> list[tuple[Clause, int]]:
    """Chinese characters of a text outside labels, each with its clause."""
    document = parse(text_of(name))
    return [
        (clause, place)
        for clause in document.clauses
        for place in range(clause.marker_span.end if clause.marker_span else clause.span.start, clause.span.end)
        if "\u4e00" <= document.text[place] <= "\u9fff" and clause.level not in (Level.DATE, Level.CONTENTS, Level.NOTE)
    ]


LARGER = [OPINIONS, PLAN, "cn-statecouncil-1982-2024/old.txt", "tw-cosmetics-2016-2018/old.txt", "cn-invoice-2019-2023/new.txt"]


@settings(max_examples=25)
@given(st.sampled_from(LARGER), st.sampled_from(("不", "鼊", "")), st.sampled_from(("auto", "revision")), st.data())
def test_a_single_edit_in_a_real_document_is_reported_at_its_place(name: str, added: str, profile: str, data: st.DataObject) -> None:
    """One character of the official texts or of a statute: exactly one row is reworded."""
    text = text_of(name)
    _, place = data.draw(st.sampled_from(places_to_edit(name)))
    new = text[:place] + added + text[place + (added != "不") :]
    comparison = compare(parse(text), parse(new), profile=profile)
    reworded = [row for row in comparison.rows if any(edit.tag in WORDING for edit in row.edits)]

    assert at(comparison, place)
    assert [row.pair.old for row in reworded if "<!--" not in row.old_text + row.new_text] == [row.pair.old for row in reworded][-1:]


@settings(max_examples=25)
@given(st.data())
def test_any_digit_of_a_real_document_counts(data: st.DataObject) -> None:
    """2035, 2000, 60%: another digit is a remark on a number."""
    text = bundled(OPINIONS)
    body = text.index("产业工人是工人阶级")
    place = data.draw(st.sampled_from([place for place, c in enumerate(text) if place > body and c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != text[place]]))
    comparison = compare(parse(text), parse(text[:place] + digit + text[place + 1 :]))

    assert at(comparison, place)
    assert [finding.name for row in comparison.changes for finding in row.findings] == ["number"]


@settings(max_examples=25)
@given(st.data())
def test_any_heading_of_a_real_document_counts(data: st.DataObject) -> None:
    """A section heading that was lost is told, and nothing else is."""
    text = bundled(OPINIONS)
    document = parse(text)
    heading = data.draw(st.sampled_from([clause for clause in document.clauses if clause.id in document.headings]))
    comparison = compare(document, parse(text[: heading.span.start] + text[heading.span.end :].lstrip()))

    assert [(row.pair.old, row.findings[0].name) for row in comparison.changes if row.findings] == [((heading.id,), "heading")]
    assert wording(comparison) == [edit for row in comparison.repeals for edit in row.edits]


@HALF
@given(papers(forms=["（{}）"]), st.data())
def test_a_clause_that_was_dropped_is_a_repeal(draft: Draft, data: st.DataObject) -> None:
    """The others keep their partners; those behind it may be renumbered if they were."""
    measures = [i for i, text in enumerate(draft.texts) if len(text) > 12]
    assume(len(measures) > 1)
    dropped = data.draw(st.sampled_from(measures))
    new = Draft(draft.labels[:dropped] + draft.labels[dropped + 1 :], draft.texts[:dropped] + draft.texts[dropped + 1 :])
    assume(not any(a.endswith("、") and b.endswith("、") for a, b in pairwise((*new.labels, "、"))))  # a section keeps a measure
    comparison = compare(parse(draft.text), parse(new.text), profile="revision")

    assert draft.texts[dropped] in comparison.repeals[0].old_text
    assert [row.old_text for row in comparison.rows if any(edit.tag in WORDING for edit in row.edits)] == [draft.lines[dropped]]


def test_a_section_that_lost_its_only_clause_is_still_there() -> None:
    """一、总体要求 stands in both; one clause below it was dropped."""
    first, second = "坚持以人民为中心的发展思想，落实各项惠民政策。", "加强职业技能培训，提高劳动者素质，促进稳定就业。"
    old = f"一、总体要求\n（一）{first}\n二、主要举措\n（一）{second}\n"
    comparison = compare(parse(old), parse(old.replace(f"（一）{first}\n", "")), profile="revision")

    assert [(row.old_text, row.new_text) for row in comparison.changes] == [(f"（一）{first}", "")]


@HALF
@given(papers(forms=["（{}）"]), st.data())
def test_a_clause_that_was_put_in_is_an_insertion(draft: Draft, data: st.DataObject) -> None:
    """Whatever it says, if no other clause says it; nothing else is reworded."""
    place = data.draw(st.sampled_from([i for i, text in enumerate(draft.texts) if len(text) > 12]))
    text = "自贸试验区货物通关实行无纸化，跨境电商零售进口按件征税。"
    label = draft.labels[place]
    new = Draft(
        (*draft.labels[: place + 1], label, *draft.labels[place + 1 :]), (*draft.texts[: place + 1], text, *draft.texts[place + 1 :])
    )
    comparison = compare(parse(draft.text), parse(new.text), profile="revision")

    assert [row.new_text for row in comparison.insertions] == [label + text]
    assert [row.new_text for row in comparison.rows if any(edit.tag in WORDING for edit in row.edits)] == [label + text]


@HALF
@given(drafts(), st.data())
def test_clauses_in_another_order_are_moved_or_renumbered_and_nothing_else(draft: Draft, data: st.DataObject) -> None:
    """Their words are the same."""
    measures = [i for i, text in enumerate(draft.texts) if len(text) > 12]
    order = data.draw(st.permutations(measures))
    texts = list(draft.texts)
    for place, origin in zip(measures, order, strict=True):
        texts[place] = draft.texts[origin]
    comparison = compare(parse(draft.text), parse(Draft(draft.labels, tuple(texts)).text), profile="revision")

    assert set(kinds(comparison)) <= {"move", "renumbering"}
    assert wording(comparison) == []


# -- form is form ----------------------------------------------------------------------------------------------------------------

_HALF = str.maketrans("，；：！？（）２０", ",;:!?()20")


@st.composite
def formal_edit(draw: st.DrawFn) -> tuple[str, str]:
    """A document, and the same written otherwise."""
    draft = draw(drafts())
    clause = draw(st.sampled_from([i for i, text in enumerate(draft.texts) if len(text) > 12]))
    text = draft.texts[clause]
    place = draw(
        st.sampled_from([i for i in range(1, len(text)) if "\u4e00" <= text[i - 1] <= "\u9fff" and "\u4e00" <= text[i] <= "\u9fff"])
    )
    changed = draw(
        st.sampled_from(
            (
                text.translate(_HALF),
                text[:place] + " " + text[place:],
                text[:place] + "\u3000" + text[place:],
                text[:place] + "\u200b" + text[place:],
                text[:place] + "\u00ad" + text[place:],
                "**" + text + "**",
            )
        )
    )
    assume(changed != text)
    return draft.text, draft.replaced(clause, changed).text


@given(formal_edit(), st.sampled_from(PROFILES))
def test_what_only_paper_changed_is_formal(drawn: tuple[str, str], profile: str) -> None:
    """Half-width marks, blanks, zero-width characters, bold type: no edit of the wording, and yet not nothing."""
    comparison = compare(*map(parse, drawn), profile=profile)

    assert (wording(comparison), set(kinds(comparison))) == ([], {"formal"})


@settings(max_examples=25)
@given(st.sampled_from([OPINIONS, PLAN]), st.sampled_from(("auto", "revision")), st.data())
def test_a_page_break_inside_a_sentence_is_formal(name: str, profile: str, data: st.DataObject) -> None:
    """Wherever a page of the official texts may end, the clause stays one clause."""
    text = text_of(name)
    running = [
        (clause, place)
        for clause, place in places_to_edit(name)
        if clause.span.start + 60 < place < clause.span.end - 8
        and "\u4e00" <= text[place - 1] <= "\u9fff"
        and "\n" not in clause.span.of(text)
    ]
    _, place = data.draw(st.sampled_from(running))
    comparison = compare(parse(text), parse(text[:place] + "\n\n" + text[place:]), profile=profile)

    assert (wording(comparison), dict(kinds(comparison))) == ([], {"formal": 1})


def test_a_newspaper_that_only_sets_half_width_marks_changes_nothing() -> None:
    """The whole of the opinions with the punctuation of the page."""
    text = bundled(OPINIONS)
    comparison = compare(parse(text), parse(text.translate(_HALF)))

    assert (comparison.profile, wording(comparison), set(kinds(comparison))) == ("reprint", [], {"formal"})


# -- nonsense --------------------------------------------------------------------------------------------------------------------

NONSENSE = {
    "nothing and nothing": ("", "", {}),
    "blanks and line ends": (" \u3000\n", "\r\n\x0c", {}),
    "nothing and something": ("", "国家鼓励创新。", {"insertion": 1}),
    "something and nothing": ("国家鼓励创新。", "", {"repeal": 1}),
    "marks and other marks": ("，。；：" * 500, "、“”（）" * 500, {"insertion": 1, "repeal": 1}),
    "half characters": ("\ud800" * 100, "\ud800" * 100, {}),
    "one character, very often": ("一" * 200_000, "一" * 200_000, {}),
    "one character, very often, and another": ("一" * 200_000, "（" * 200_000, {"insertion": 1, "repeal": 1}),
    "one character, once more": ("一" * 50_000, "一" * 50_001, {"substitution": 1}),
    "blanks, very many": (" " * 200_000, "甲" + " " * 200_000 + "乙", {"insertion": 1}),
}


@pytest.mark.parametrize(("old", "new", "expected"), NONSENSE.values(), ids=NONSENSE.keys())
@pytest.mark.parametrize("profile", ["auto", "revision"])
def test_nonsense_has_an_honest_result(old: str, new: str, expected: dict[str, int], profile: str) -> None:
    """It ends, and says what came and went."""
    comparison = compare(parse(old), parse(new), profile=profile)

    assert kinds(comparison) == expected
    assert broken_laws(comparison) == []


def test_half_of_one_character_is_not_half_of_another() -> None:
    """Two lone surrogates differ."""
    assert wording(compare(parse("甲\ud800"), parse("甲\udc00"))) != []


@pytest.mark.parametrize("profile", ["auto", "revision", "reprint"])
def test_many_lines_without_numbers_are_no_matter(profile: str) -> None:
    """1,000 paragraphs against 1,000 others: each came or went."""
    comparison = compare(parse("甲\n" * 1_000), parse("乙\n" * 1_000), profile=profile)

    assert kinds(comparison) == {"insertion": 1_000, "repeal": 1_000}

"""A reprint is turned into the official wording by a patch, which finds its places again after the page has changed."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from support.paths import EXTRACT, OPINIONS, PAGE, PLAN, TEXTS, bundled
from support.strategies import Draft, papers, sentences, statutes, strings

import policydiff
from policydiff import apply_corrections, compare, parse
from policydiff.corrections import WORDING
from policydiff.errors import OptionError
from policydiff.model import Edit, EditTag, Span

HALF = settings(max_examples=settings().max_examples // 2)


def reprint(official: str, page: str) -> policydiff.Comparison:
    return compare(parse(official), parse(page), profile="reprint")


def corrected(official: str, page: str, *, formal: bool = False) -> str:
    """The page with all its corrections; every one must find its place in the page it was made from."""
    done = apply_corrections(page, reprint(official, page).corrections(formal=formal))
    assert done.missed == ()
    return done.text


# -- single cases --------------------------------------------------------------------------------------------------------------------

#: The official text, the page, and the page corrected.
CASES = {
    "a word became another": ("（一）加强党员空白班组建设。", "（一）加强职工空白班组建设。", "（一）加强党员空白班组建设。"),
    "a word is missing": ("（一）持续深化技能人才境外培训。", "（一）持续深化技能人才培训。", "（一）持续深化技能人才境外培训。"),
    "a word is too many": ("（一）纳入党管人才总体安排。", "（一）纳入入党管人才总体安排。", "（一）纳入党管人才总体安排。"),
    "the first word and the last": ("深化改革，落实责任。", "推进改革，落实任务。", "深化改革，落实责任。"),
    "the width is left as it is": ("（一）坚持创新，完善制度。", "(一)坚持协调,完善制度。", "(一)坚持创新,完善制度。"),
    "the line ends of the page are left": ("（一）坚持创新，完善制度。", "（一）坚持协调，\n完善制度。", "（一）坚持创新，\n完善制度。"),
    "a heading was dropped": (
        "一、总则\n（一）坚持创新。\n二、保障\n（二）加强领导。\n",
        "一、总则\n（一）坚持创新。\n（二）加强领导。\n",
        None,
    ),
    "the first clause was dropped": ("一、总则\n（一）坚持创新。\n（二）加强领导。\n", "（一）坚持创新。\n（二）加强领导。\n", None),
    "the last clause was dropped": ("（一）坚持创新。\n（二）加强领导。", "（一）坚持创新。", None),
    "a clause in the middle was dropped": (
        "（一）坚持创新。\n\n（二）加强领导。\n\n（三）落实责任。",
        "（一）坚持创新。\n\n（三）落实责任。",
        None,
    ),
    "two clauses in a row were dropped": (
        "（一）坚持创新。\n（二）加强领导。\n（三）落实责任。\n（四）扩大开放。",
        "（一）坚持创新。\n（四）扩大开放。",
        None,
    ),
    "a clause is too many": ("（一）坚持创新。\n（二）加强领导。", "（一）坚持创新。\n（又）广告招租。\n（二）加强领导。", None),
    "a paragraph was dropped": (
        "第一条　国家鼓励创新。\n国家保护创新成果。\n国家奖励创新人才。\n第二条　企业应当公开信息。",
        "第一条　国家鼓励创新。\n国家保护创新成果。\n第二条　企业应当公开信息。",
        None,
    ),
    "characters beyond the basic plane": ("（一）保护𠮷野家和葛\U000e0100城。", "（一）保护𠮸野家和葛城。", "（一）保护𠮷野家和葛城。"),
    "many of them before": ("𠮷" * 40 + "坚持创新。", "𠮷" * 40 + "坚持协调。", "𠮷" * 40 + "坚持创新。"),
    "a percent sign, a plus and a line that looks like a patch": (
        "（一）增长60%+2，@@ -1 +1 @@ 和%E4为准。",
        "（一）增长70%+2，@@ -1 +1 @@ 和%E4为准。",
        "（一）增长60%+2，@@ -1 +1 @@ 和%E4为准。",
    ),
    "an empty page": ("坚持创新。", "", "坚持创新。"),
    "an empty text": ("", "坚持创新。", ""),
    "nothing differs": ("（一）坚持创新。", "（一）坚持创新。", "（一）坚持创新。"),
}


@pytest.mark.parametrize(("official", "page", "expected"), CASES.values(), ids=CASES.keys())
def test_a_page_is_corrected(official: str, page: str, expected: str | None) -> None:
    """To what is given, or to the official text to the letter."""
    found = corrected(official, page)

    assert found.strip() == (official if expected is None else expected).strip()


def test_differences_of_form_are_corrected_on_demand() -> None:
    """Width, marks of the file format and blanks; line ends inside a clause too."""
    official, page = "（一）坚持创新，完善制度。\n（二）加强领导。", "### (一)坚持协调,完善制度。\n（二）加强 领导。"

    assert corrected(official, page) == "### (一)坚持创新,完善制度。\n（二）加强 领导。"
    assert corrected(official, page, formal=True) == official


def test_the_page_may_be_the_old_side() -> None:
    """Then it is to be said, since either document may hold more than the other."""
    official, page = parse(bundled(OPINIONS)), parse(bundled(PAGE))
    comparison = compare(page, official)
    done = apply_corrections(page.text, comparison.corrections(side="old"))

    assert done.missed == ()
    assert compare(official, parse(done.text)).summary().differences == 0
    with pytest.raises(OptionError, match="side='both'"):
        comparison.corrections(side="both")


def test_the_page_breaks_of_the_text_are_left_out() -> None:
    """A passage that was dropped from a page is put back without the lines at which the official file ends a page."""
    text = bundled(OPINIONS)
    (passage,) = re.findall("大国工匠、高技能人才兼任职业学校实\n\n习实训教师", text)
    document = parse(text)
    page = text.replace(passage, "")
    done = apply_corrections(page, compare(document, parse(page)).corrections())

    assert done.text == text.replace(passage, "".join(passage.split()))


def test_nothing_to_correct_is_an_empty_patch() -> None:
    """And an empty patch changes nothing."""
    assert reprint("（一）坚持创新。", "（一）坚持创新。").corrections() == ""
    assert apply_corrections("（一）坚持创新。", "") == ("（一）坚持创新。", (), ())


# -- the bundled reprint ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[PAGE, EXTRACT])
def bundled_reprint(request: pytest.FixtureRequest) -> policydiff.Comparison:
    return compare(parse(bundled(OPINIONS)), parse(bundled(request.param)))


def test_the_bundled_reprint_becomes_the_official_wording(bundled_reprint: policydiff.Comparison) -> None:
    """Not one difference of wording is left, and what is not the text has not been touched."""
    page = bundled_reprint.new
    done = apply_corrections(page.text, bundled_reprint.corrections())
    after = compare(bundled_reprint.old, parse(done.text))

    assert (bundled_reprint.summary().differences > 40, done.missed) == (True, ())
    assert after.summary().differences == 0
    assert [span.of(after.new.text).strip() for span in after.new.outside] == [span.of(page.text).strip() for span in page.outside]


def test_with_its_form_hardly_anything_is_left(bundled_reprint: policydiff.Comparison) -> None:
    """What lies between clauses is no difference of form, and may still differ."""
    done = apply_corrections(bundled_reprint.new.text, bundled_reprint.corrections(formal=True))
    after = compare(bundled_reprint.old, parse(done.text)).summary()

    assert (done.missed, after.differences) == ((), 0)
    assert after.formal <= bundled_reprint.summary().formal // 50


def test_chosen_rows_are_corrected_and_no_others(bundled_reprint: policydiff.Comparison) -> None:
    """By rows, or by single edits of them."""
    rows = [bundled_reprint.find(new="(二)"), bundled_reprint.find(new="(十五)")]
    (word,) = [e for e in bundled_reprint.find(new="(十)").edits if e.tag is EditTag.REPLACE]
    done = apply_corrections(bundled_reprint.new.text, bundled_reprint.corrections([*rows, word]))
    after = compare(bundled_reprint.old, parse(done.text))
    left = bundled_reprint.summary().differences - 1 - sum(e.tag in WORDING for row in rows for e in row.edits)

    assert done.missed == ()
    assert after.summary().differences == left
    assert [after.find(new=label).kinds.count("substitution") for label in ("(二)", "(十)", "(十五)", "(一)")] == [0, 0, 0, 1]


def test_a_page_that_has_changed_meanwhile_is_corrected_all_the_same(bundled_reprint: policydiff.Comparison) -> None:
    """Thousands of characters before it, a corrected misprint here, an advertisement there."""
    page, patch = bundled_reprint.new.text, bundled_reprint.corrections()
    changed = "本报综合消息。" * 500 + page.replace("坚持和完善职工董事", "坚持、完善职工董事").replace(
        "\n\n(二十)", "\n\n广告：招租。\n\n(二十)"
    )
    done = apply_corrections(changed, patch)

    assert done.missed == ()
    assert done.text.endswith(apply_corrections(page, patch).text[-300:])
    assert ("坚持、完善职工董事" in done.text, "广告：招租。" in done.text) == (True, True)


def test_what_is_not_there_any_more_is_listed(bundled_reprint: policydiff.Comparison) -> None:
    """A paragraph that was taken out takes its corrections with it; nothing else is put anywhere in their place."""
    page, patch = bundled_reprint.new.text, bundled_reprint.corrections()
    paragraph = re.search(r"\(十一\).*?\n", page)
    assert paragraph is not None
    done = apply_corrections(page.replace(paragraph[0], ""), patch)
    whole = apply_corrections(page, patch)
    fixed = re.search(r"\(十一\).*?\n", whole.text)
    assert fixed is not None

    assert [str(correction) for correction in done.missed] == [str(c) for c in whole.applied if "境外" in c.official]
    assert done.text == whole.text.replace(fixed[0], "")


def test_a_correction_is_made_once(bundled_reprint: policydiff.Comparison) -> None:
    """A page that was corrected before is left alone, and all is listed."""
    patch = bundled_reprint.corrections()
    once = apply_corrections(bundled_reprint.new.text, patch)
    twice = apply_corrections(once.text, patch)

    assert (twice.text, twice.applied, len(twice.missed)) == (once.text, (), len(once.applied))


def test_an_unrelated_text_is_left_alone(bundled_reprint: policydiff.Comparison) -> None:
    """The plan speaks of the same things in other words."""
    done = apply_corrections(bundled(PLAN), bundled_reprint.corrections())

    assert (done.text, done.applied) == (bundled(PLAN), ())


# -- the file --------------------------------------------------------------------------------------------------------------------------


def test_a_patch_is_saved_and_read_back(bundled_reprint: policydiff.Comparison, tmp_path: Path) -> None:
    """Plain ASCII, in whatever way a system ends its lines."""
    page, path = bundled_reprint.new.text, bundled_reprint.save(tmp_path / "page.patch")
    text = path.read_text("ascii")
    wanted = apply_corrections(page, bundled_reprint.corrections())

    assert text == bundled_reprint.corrections()
    assert apply_corrections(page, text.replace("\n", "\r\n")) == wanted
    assert apply_corrections(page, "\ufeff" + text) == wanted


def test_another_engine_reads_the_patch(bundled_reprint: policydiff.Comparison) -> None:
    """diff-match-patch as it comes applies it too, with its own limits."""
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    text, done = engine.patch_apply(engine.patch_fromText(bundled_reprint.corrections()), bundled_reprint.new.text)

    assert all(done)
    assert text == apply_corrections(bundled_reprint.new.text, bundled_reprint.corrections()).text


@pytest.mark.parametrize("patch", ["第一条", "--- a\n+++ b\n", "@@ -1,4 +1,4 @@\n?x\n", "{}"])
def test_what_is_no_patch_is_refused(patch: str) -> None:
    """With what stands there."""
    with pytest.raises(OptionError, match="this is no patch"):
        apply_corrections("第一条", patch)


def test_a_revision_has_no_corrections(tmp_path: Path) -> None:
    """An old version is not wrong; and no file is written."""
    revision = compare(TEXTS / PLAN, TEXTS / OPINIONS)

    with pytest.raises(OptionError, match='profile="reprint"'):
        revision.corrections()
    with pytest.raises(OptionError, match="this is a revision"):
        revision.save(tmp_path / "page.patch")
    assert list(tmp_path.iterdir()) == []


def test_an_edit_of_another_comparison_is_refused() -> None:
    """It would be put somewhere."""
    with pytest.raises(OptionError, match="is no edit of this comparison"):
        reprint("（一）坚持创新。", "（一）坚持协调。").corrections([Edit(EditTag.REPLACE, Span(0, 1), Span(0, 2))])


def test_half_a_character_is_named() -> None:
    """A patch is UTF-8, which has no place for it; elsewhere on the page it does no harm."""
    far = "（二）" + "加强领导" * 20

    with pytest.raises(OptionError, match="half a character"):
        reprint("（一）坚持创新。", "（一）坚持\ud800协调。").corrections()
    assert corrected(f"（一）坚持创新。\n{far}\ud800。", f"（一）坚持协调。\n{far}\ud800。") == f"（一）坚持创新。\n{far}\ud800。"


# -- laws --------------------------------------------------------------------------------------------------------------------------------


@st.composite
def misprinted(draw: st.DrawFn) -> tuple[Draft, Draft]:
    """A document, and a reprint with words replaced, dropped and put in, now and then without a clause."""
    official = draw(st.one_of(papers(), statutes()))
    page = official
    for place in draw(st.lists(st.integers(0, len(official.texts) - 1), max_size=3, unique=True)):
        text = page.texts[place]
        start = draw(st.integers(0, max(0, len(text) - 1)))
        words = draw(st.sampled_from(("", "境外", "鼊", "𠮷", "不", "不得", "7")))
        page = page.replaced(place, text[:start] + words + text[start + draw(st.integers(0, 5)) :])
    if draw(st.booleans()):
        gone = draw(st.integers(0, len(page.texts) - 1))
        page = Draft(page.labels[:gone] + page.labels[gone + 1 :], page.texts[:gone] + page.texts[gone + 1 :])
    return official, page


@given(misprinted())
def test_a_corrected_page_has_the_official_wording(drafts: tuple[Draft, Draft]) -> None:
    """Compared again, no words differ."""
    official, page = drafts
    text = corrected(official.text, page.text)

    assert reprint(official.text, text).summary().differences == 0


def spliced(comparison: policydiff.Comparison, edits: set[Edit], drift: tuple[int, str] = (0, "")) -> str:
    """The page with words put in at one place, and single edits inside clauses corrected; made by hand."""
    page, official = comparison.new.text, comparison.old.text
    pieces = [(drift[0], drift[0], drift[1]), *((e.new.start, e.new.end, e.old.of(official)) for e in edits)]
    for start, end, words in sorted(pieces, reverse=True):
        page = page[:start] + words + page[end:]
    return page


def inside(comparison: policydiff.Comparison) -> list[Edit]:
    """The differences of wording inside clauses that both sides have."""
    return [edit for row in comparison.rows if row.pair.old and row.pair.new for edit in row.edits if edit.tag in WORDING]


@HALF
@given(misprinted(), st.data())
def test_a_choice_of_corrections_leaves_the_others(drafts: tuple[Draft, Draft], data: st.DataObject) -> None:
    """Nothing else on the page changes."""
    comparison = reprint(drafts[0].text, drafts[1].text)
    edits = [e for e in inside(comparison) if e.old.size == 0 or e.new.size]  # what is put back at the edge of a clause may be one
    chosen = set(data.draw(st.lists(st.sampled_from(edits), unique=True))) if edits else set()
    done = apply_corrections(comparison.new.text, comparison.corrections(chosen))

    assert (done.text, done.missed) == (spliced(comparison, chosen), ())


@HALF
@given(st.data())
def test_drift_elsewhere_does_no_harm(data: st.DataObject) -> None:
    """A passage put in anywhere but beside a correction: all find their places, exactly."""
    start = data.draw(st.integers(0, len(sentences()) - 12))
    lines = ["".join(pair) for pair in pairwise(sentences()[start : start + 12])][::2]
    official = "\n".join(f"（{numeral}）{line}" for numeral, line in zip("一二三四五六", lines, strict=True))
    places = data.draw(st.lists(st.integers(6, len(official) - 6), min_size=1, max_size=3, unique=True))
    page = official
    for place in sorted(places, reverse=True):
        page = page[:place] + "鼊" + page[place:]
    comparison = reprint(official, page)
    edits = set(inside(comparison))
    at = data.draw(st.integers(0, len(page)))
    assume(all(at < e.new.start - 10 or at > e.new.end + 10 for row in comparison.rows for e in row.edits if e.tag in WORDING))
    words = data.draw(st.sampled_from(("某报讯，", "𠮷", "（记者某某）" * 60)))
    done = apply_corrections(spliced(comparison, set(), (at, words)), comparison.corrections(edits))

    assert done.missed == ()
    assert done.text == spliced(comparison, edits, (at, words))


@given(strings(), strings(), st.booleans())
@example("", "\ud800", True)
@example("一一一一一一一一", "一一一", False)
def test_any_page_is_corrected_or_refused(official: str, page: str, formal: bool) -> None:
    """A page that has not changed misses nothing; only half a character is refused."""
    try:
        patch = reprint(official, page).corrections(formal=formal)
    except OptionError as error:
        assert re.search("[\ud800-\udfff]", official + page), error  # noqa: PT017
        return
    assert apply_corrections(page, patch).missed == ()

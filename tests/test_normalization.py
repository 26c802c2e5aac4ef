"""Normalisation: paper becomes wording, every character keeps its place, and nothing that changes the meaning is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support.cases import load
from support.marks import normalized
from support.paths import BOOKLET, BUNDLED, NOTES, OPINIONS, PLAN, STATUTES, bundled, statute
from support.strategies import strings

from policydiff.model import Span
from policydiff.normalization import (
    STANDARD,
    Script,
    folding_config,
    normalize,
    normalize_document,
    script_folding,
    script_of,
    to_script,
)
from policydiff.offsets import NormalizedText, Replacement, apply
from policydiff.outline import parse


def step(name: str, text: str) -> str:
    """What one step makes of a text; all of them if it is `standard`."""
    if name == "standard":
        return normalized(text).text
    return apply(NormalizedText.of(text, Span(0, len(text))), STANDARD[name](text)).text


def _pairs() -> Iterator[object]:
    for case in load("normalization"):
        name, _, title = case.title.partition(": ")
        for number, (before, after) in enumerate(case.pairs("pairs"), 1):
            yield pytest.param(name, before, after, marks=case.marks, id=f"{name}: {title.partition(' （')[0]} {number}")


# -- one step after the other ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "before", "after"), list(_pairs()))
def test_a_step_undoes_what_paper_did(name: str, before: str, after: str) -> None:
    """The pairs in cases/normalization, one file for each step."""
    assert step(name, before) == after


def test_every_step_has_its_cases() -> None:
    """No normaliser without a file that shows what it does."""
    assert {case.title.partition(":")[0] for case in load("normalization")} == {*STANDARD, "standard"}


@pytest.mark.parametrize("name", [OPINIONS, PLAN, BOOKLET, NOTES])
def test_nothing_is_done_to_a_clean_simplified_text(name: str) -> None:
    """Of the official texts only blanks, line ends, half-width brackets, bookmarks and dashes go; no Chinese character changes."""
    text = bundled(name)

    assert re.sub("[^\u4e00-\u9fff]", "", normalized(text).text) == re.sub("[^\u4e00-\u9fff]", "", text)


def test_the_official_text_and_its_reprint_share_their_form() -> None:
    """A sentence of the reprint, half-width commas and page break included, is the official sentence once normalised."""
    official = "（十二）建立以创新能力、质量、实效、贡献为导向，注重劳模精神。"
    reprint = "(十二)建立以创新能力、质量、实\n\n效、贡献为导向,注重劳模精神。"

    assert normalized(reprint).text == normalized(official).text


def test_steps_can_be_left_out() -> None:
    """The caller chooses which, and in which order."""
    text = normalize("坚持, ２０２４", Span(0, 8), [STANDARD["blanks"]])

    assert text.text == "坚持,２０２４"


def test_a_step_of_the_caller_is_carried_out_once() -> None:
    """Nobody knows what it would do to its own result; the standard steps behind it see what it left."""

    def doubled(text: str) -> Iterator[Replacement]:
        yield Replacement(0, 0, text)

    assert normalize("甲, 乙", Span(0, 4), [STANDARD["blanks"], doubled, *STANDARD.values()]).text == "甲，乙甲，乙"


# -- the map ---------------------------------------------------------------------------------------------------------------------


@given(strings())
def test_every_character_knows_where_it_came_from(raw: str) -> None:
    """Places never fall, lie within the raw text, and a character that is still the same stands at its own place."""
    text = normalized(raw)
    places = [text.raw_span(k, k + 1) for k in range(len(text.text))]

    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(raw) for span in places)


@given(strings())
def test_a_chinese_character_is_never_another_one(raw: str) -> None:
    """Every ideograph that was not inside a mark of the file format stands in the normalised text, in order, at its own place."""
    assume("<!--" not in raw and "[bookmark" not in raw)
    text = normalized(raw)
    found = [text.starts[k] for k, c in enumerate(text.text) if "\u4e00" <= c <= "\u9fff" and "\u4e00" <= raw[text.starts[k]] <= "\u9fff"]

    assert [(place, raw[place]) for place in found] == [(place, c) for place, c in enumerate(raw) if "\u4e00" <= c <= "\u9fff"]


CHARACTERS_THAT_COUNT = "①⑩㈠½²℃㎡不得一二三"


@given(strings())
def test_no_number_or_sign_is_turned_into_another(raw: str) -> None:
    """What NFKC would rewrite (① to 1, 10² to 102) comes out as often as it went in."""
    before = [c for c in raw if c in CHARACTERS_THAT_COUNT]
    steps = [step for name, step in STANDARD.items() if name not in ("markup", "compatibility")]
    after = normalize(raw, Span(0, len(raw)), steps).text

    assert [c for c in after if c in CHARACTERS_THAT_COUNT] == before


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_text_that_was_normalised_is_in_order(name: str) -> None:
    """Normalising every clause of it once more changes nothing."""
    document = parse(bundled(name))
    once = [text.text for text in normalize_document(document, keep_markers=True).clauses.values()]

    assert [normalized(text).text for text in once] == once


@pytest.mark.parametrize("name", STATUTES)
def test_a_statute_that_was_normalised_is_in_order(name: str) -> None:
    """Normalising every clause of it once more changes nothing."""
    document = parse(statute(name))
    once = [text.text for text in normalize_document(document, keep_markers=True).clauses.values()]

    assert [normalized(text).text for text in once] == once


@given(strings())
@example("2021—\n2025年")
@example("(含技工院校).各地")
@example("完成\n.各地")
@example("等…\n…")
@example(">> 引文")
@example("> # 标题")
@example("*\u200b*甲**")
@example("\\\\_")
@example("6， 386")
@example("A' ")
def test_a_normalised_text_is_in_order(raw: str) -> None:
    """Normalising it once more changes nothing."""
    once = normalized(raw).text

    assert normalized(once).text == once


@given(st.text(alphabet="一二〇0○1Aa，,：:；;。.、…—-–’‘“” %/（(！*#><·•\"'年甲", max_size=8))
@example("二0二四")
def test_no_step_has_anything_left_to_do(raw: str) -> None:
    """Not even in a text that is plain at first sight, and is not looked at again."""
    once = normalized(raw).text

    assert [name for name in STANDARD if step(name, once) != once] == []


def test_a_range_of_years_broken_by_a_line_end_is_a_range() -> None:
    """2021—2025 at the end of a line is what it is in the middle of one."""
    assert normalized("2021—\n2025年").text == normalized("2021—2025年").text


# -- documents -------------------------------------------------------------------------------------------------------------------


def test_printed_numbers_are_words_in_a_reprint_and_not_in_a_revision() -> None:
    """A revision is compared without its labels, a reprint with them."""
    document = parse("一、总体要求\n（一）原则。坚持稳中求进。\n")
    texts = {keep: [text.text for text in normalize_document(document, keep_markers=keep).clauses.values()] for keep in (True, False)}

    assert texts == {
        True: ["一、总体要求", "（一）原则。坚持稳中求进。"],
        False: ["总体要求", "原则。坚持稳中求进。"],
    }


def test_clauses_are_normalised_each_by_itself() -> None:
    """An opening quotation mark that was lost in one clause does not turn those of the next."""
    document = parse('第一条　实施"甲计划。\n第二条　实施"乙计划"。\n')
    texts = normalize_document(document, keep_markers=False).clauses

    assert texts["a2"].text == "实施“乙计划”。"


# -- script ----------------------------------------------------------------------------------------------------------------------

SCRIPTS = {
    "产业工人队伍建设": Script.SIMPLIFIED,
    "產業工人隊伍建設": Script.TRADITIONAL,
    "产业工人隊伍建設": Script.MIXED,
    "中文": Script.UNKNOWN,
    "1949": Script.UNKNOWN,
    "": Script.UNKNOWN,
}


@pytest.mark.parametrize(("text", "script"), SCRIPTS.items())
def test_the_script_of_a_text_is_told_by_what_conversion_would_change(text: str, script: Script) -> None:
    """Both, neither, or one."""
    assert script_of(text) is script


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_texts_are_simplified(name: str) -> None:
    """Although 干, 后 and 里 stand in both scripts."""
    assert script_of(bundled(name)) is Script.SIMPLIFIED


@pytest.mark.parametrize("name", STATUTES)
def test_the_statutes_have_the_script_of_their_country(name: str) -> None:
    """Taiwan's are traditional, the mainland's simplified."""
    assert script_of(statute(name)) is (Script.TRADITIONAL if name.startswith("tw-") else Script.SIMPLIFIED)


FOLDED = {
    "tw2s": {"隨著公共衛生": "随着公共卫生", "裡應外合": "里应外合", "顯著": "显著"},
    "hk2s": {"公共衞生": "公共卫生", "裏應外合": "里应外合"},
    "t2s": {"產業工人": "产业工人", "條": "条"},
}


@pytest.mark.parametrize(("config", "old", "new"), [(config, *pair) for config, pairs in FOLDED.items() for pair in pairs.items()])
def test_each_script_is_folded_by_its_own_configuration(config: str, old: str, new: str) -> None:
    """One code point for one: 看著, 裡 and 衞 only fold where they are written."""
    text = apply(NormalizedText.of(old, Span(0, len(old))), script_folding(config)(old))

    assert (text.text, list(text.starts)) == (new, list(range(len(old))))


@pytest.mark.parametrize(("text", "config"), [("隨著公共衛生", "tw2s"), ("公共衞生", "hk2s"), ("產業工人", "tw2s")])
def test_the_configuration_is_chosen_by_the_text(text: str, config: str) -> None:
    """衞 is Hong Kong's; where nothing tells, Taiwan's."""
    assert folding_config(text) == config


@given(strings(), st.sampled_from(("t2s", "tw2s", "hk2s")))
def test_folding_keeps_the_length(text: str, config: str) -> None:
    """One code point for one, for any string at all."""
    assert len(to_script(text, config)) == len(text)


@pytest.mark.parametrize("name", [OPINIONS, PLAN, BOOKLET, NOTES])
def test_folding_a_simplified_text_changes_nothing(name: str) -> None:
    """t2s invents no change of wording."""
    assert to_script(bundled(name), "t2s") == bundled(name)


def test_half_a_character_is_not_turned_into_another() -> None:
    """A lone surrogate cannot be handed to OpenCC, and is what it was afterwards."""
    assert to_script("產\ud800", "t2s") == "产\ud800"


# -- odd input -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\ud800", "甲\udc00乙", "\x00", "\ufffe", "\U0010ffff", "𠮷" * 3])
def test_odd_characters_pass_through(text: str) -> None:
    """Half characters, non-characters and rare ones are neither dropped nor a reason to stop; NUL has no shape and goes."""
    assert normalized(text).text == text.replace("\x00", "")


RUNS = {"一": "一", "（": "（", "digits": "1", "quotation marks": '"', "points": ".", "hashes": "#", "dashes": "-", "line ends": "\n"}


@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS.keys())
def test_a_very_long_run_is_no_matter(unit: str) -> None:
    """One character, 200,000 times: would take hours if any step looked back and forth."""
    assert len(normalized(unit * 200_000).text) <= 200_000


@pytest.mark.parametrize("blank", [" ", "\u3000"], ids=["ascii", "ideographic"])
def test_a_million_blanks_are_no_matter(blank: str) -> None:
    """A run of blanks, as a table turned into text leaves them."""
    assert normalized("甲" + blank * 1_000_000 + "乙").text == "甲乙"


def test_comments_that_are_not_closed_are_no_matter() -> None:
    """The beginnings of comments, and no end: each is a mark of punctuation and a dash."""
    assert normalized("<!--" * 250_000).text == "<！——" * 250_000

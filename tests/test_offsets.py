"""Offsets: every character of the normalised text knows its place in the raw text."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import strings

from policydiff.model import Span
from policydiff.offsets import NormalizedText, Replacement, apply, concatenate


def whole(text: str) -> NormalizedText:
    """A text before any normaliser has seen it."""
    return NormalizedText.of(text, Span(0, len(text)))


def raw_of(text: NormalizedText) -> list[str]:
    """The raw passage behind each normalised character."""
    return [text.raw_span(k, k + 1).of(text.raw) for k in range(len(text.text))]


#: Raw text, replacements, and each character that comes out with the raw passage behind it.
REPLACED = {
    "one for one": ("坚持,完善", [Replacement(2, 3, "，")], "坚|持|，<,|完|善"),
    "two for one": ("坚持, 完善", [Replacement(2, 4, "，")], "坚|持|，<, |完|善"),
    "one for two": ("如下…。", [Replacement(2, 3, "……")], "如|下|…|…|。"),
    "dropped": ("产业工\n\n人", [Replacement(3, 5, "")], "产|业|工|人"),
    "put in": ("甲乙", [Replacement(1, 1, "、")], "甲|、<|乙"),
    "nothing to do": ("甲乙", [Replacement(0, 1, "甲")], "甲|乙"),
    "all at once": ("(甲) 乙", [Replacement(0, 1, "（"), Replacement(2, 3, "）"), Replacement(3, 4, "")], "（<(|甲|）<)|乙"),
}


@pytest.mark.parametrize(("raw", "replacements", "expected"), REPLACED.values(), ids=REPLACED.keys())
def test_a_replacement_keeps_the_place(raw: str, replacements: list[Replacement], expected: str) -> None:
    """`new<raw` stands for a character that came from another one."""
    text = apply(whole(raw), replacements)

    assert "|".join(c if c == r else f"{c}<{r}" for c, r in zip(text.text, raw_of(text), strict=True)) == expected


def test_replacements_follow_each_other() -> None:
    """A second normaliser sees what the first one made, and places still are raw."""
    text = apply(apply(whole("坚持, 完善"), [Replacement(2, 3, "，")]), [Replacement(3, 4, "")])

    assert (text.text, text.raw_span(2, 4)) == ("坚持，完善", Span(2, 5))


WRONG = {
    "overlapping": [Replacement(0, 2, ""), Replacement(1, 3, "")],
    "out of order": [Replacement(2, 3, ""), Replacement(0, 1, "")],
    "backwards": [Replacement(2, 1, "")],
    "beyond the end": [Replacement(3, 9, "")],
}


@pytest.mark.parametrize("replacements", WRONG.values(), ids=WRONG.keys())
def test_a_faulty_normaliser_is_told(replacements: list[Replacement]) -> None:
    """It is an error, never a wrong map."""
    with pytest.raises(ValueError, match="overlaps the one before it, or leaves the text"):
        apply(whole("甲乙丙丁"), replacements)


def test_an_empty_passage_lies_behind_the_character_before_it() -> None:
    """At the beginning it lies before the first one."""
    text = apply(whole("  甲乙"), [Replacement(0, 2, "")])

    assert (text.raw_span(0, 0), text.raw_span(1, 1), text.raw_span(2, 2)) == (Span(2, 2), Span(3, 3), Span(4, 4))


def test_what_is_put_between_two_halves_belongs_to_the_whole() -> None:
    """One raw character became two; what comes between them stands where they stand."""
    text = apply(apply(whole("甲…乙"), [Replacement(1, 2, "……")]), [Replacement(2, 2, "。")])

    assert (text.text, [text.raw_span(k, k + 1) for k in range(5)]) == ("甲…。…乙", [Span(0, 1), *[Span(1, 2)] * 3, Span(2, 3)])


def test_a_text_of_which_nothing_is_left_has_a_place() -> None:
    """Where its passage begins."""
    text = apply(NormalizedText.of("甲  乙", Span(1, 3)), [Replacement(0, 2, "")])

    assert (text.text, text.raw_span(0, 0)) == ("", Span(1, 1))


def test_clauses_are_put_together_without_what_lies_between() -> None:
    """The joined text maps into the gaps' both sides."""
    raw = "第一条\n\n第二条"
    both = concatenate([NormalizedText.of(raw, Span(0, 3)), NormalizedText.of(raw, Span(5, 8))])

    assert (both.text, both.raw_span(2, 4), both.spans) == ("第一条第二条", Span(2, 6), (Span(0, 3), Span(5, 8)))


def test_no_clauses_are_an_empty_text() -> None:
    """Nothing put together is nothing."""
    assert concatenate([]).text == ""


# -- laws ------------------------------------------------------------------------------------------------------------------------


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    """A raw text and replacements in it, in order."""
    raw = draw(strings())
    edges = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    return raw, [
        Replacement(a, b, draw(st.sampled_from(("", "，", "……", raw[a:b])))) for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]


@given(replaced())
def test_the_map_never_falls(drawn: tuple[str, list[Replacement]]) -> None:
    """Characters come in the order of the raw text, and each stands for a passage within it."""
    raw, replacements = drawn
    text = apply(whole(raw), replacements)

    assert len(text.starts) == len(text.ends) == len(text.text)
    assert (text.starts, text.ends) == (array("L", sorted(text.starts)), array("L", sorted(text.ends)))
    assert all(0 <= start <= end <= len(raw) for start, end in zip(text.starts, text.ends, strict=True))


@given(replaced())
def test_what_was_not_replaced_is_where_it_was(drawn: tuple[str, list[Replacement]]) -> None:
    """A character that no replacement touched maps to itself alone."""
    raw, replacements = drawn
    touched = {place for start, end, _ in replacements for place in range(start, end)}
    text = apply(whole(raw), replacements)
    kept = [span.start for k in range(len(text.text)) if (span := text.raw_span(k, k + 1)).size == 1 and span.of(raw) == text.text[k]]

    assert set(range(len(raw))) - touched <= set(kept)

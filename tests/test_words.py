"""Words and sentences: lossless, the same with either tokeniser, numbers whole."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.marks import normalized
from support.paths import BUNDLED, STATUTES, bundled, statute
from support.strategies import strings

from policydiff import words as words_module
from policydiff.normalization import to_script
from policydiff.words import boundaries, segment_ends, sentence_ends, through, tokenizer_name, words

EVERY_TEXT = [*BUNDLED, *STATUTES]


def text_of(name: str) -> str:
    """A bundled text or a statute, normalised as a whole."""
    return normalized(bundled(name) if name in BUNDLED else statute(name)).text


#: Texts, with a bar between words.
CUT = {
    "更加|显著|，": "a word of two characters is one",
    "力争|到|2035|年|，|培养|造就|2000|名|左右|大国|工匠": "numbers and their units",
    "1.86亿|人口": "a decimal number with its myriads",
    "6,386|字": "a number with separators",
    "确保|60%|以上": "a percentage",
    "不|低于|百分之六十": "the same in characters",
    "二十七|项|措施": "a numeral of several characters",
    "依照|第三条|、|第十二条之一|第二款": "references, wherever they stand",
    "二〇二四年": "a year in characters",
    "依照|第一百二十三条|处理": "the number of an article that no word list has",
    "自|二〇二四年|十月|十二日|起": "a year within a sentence",
    "达到|一亿八千六百万|人": "a number of several myriads",
    "统一|百货|管理": "words that only look like a number where they meet",
    "10000|名": "Arabic digits",
    "（|2024-10-12|）|自|2024年10月12日|起|，|2024年10月|底": "a date",
    "总|编号|CN| |22|-|0010": "Latin letters",
    "E-mail|:|a|@|b|.|com": "a word with a hyphen",
    "新质生产力|放管服|新就业形态": "recent policy words",
    "党管人才|总体|安排": "党管人才 is no 党管|人才",
    "——|坚持|党的领导|……": "dashes and dots of two places",
    "“|两个|维护|”": "marks of quotation stand alone",
}


@pytest.mark.parametrize("cut", CUT, ids=CUT.values())
def test_a_text_is_cut_into_words(cut: str) -> None:
    """Numbers, references and Latin words are whole, marks of punctuation stand alone, Chinese is cut by the word list."""
    assert "|".join(words(cut.replace("|", ""))) == cut


@pytest.mark.parametrize("name", EVERY_TEXT)
def test_no_character_is_lost(name: str) -> None:
    """Joined, the words are the text: bundled texts and statutes."""
    text = text_of(name)

    assert "".join(words(text)) == text


@given(strings())
def test_no_character_of_any_string_is_lost(text: str) -> None:
    """Joined, the words are the text, and none is empty."""
    cut = words(text)

    assert ("".join(cut), "" in cut) == (text, False)


@pytest.mark.parametrize("name", EVERY_TEXT)
def test_both_tokenisers_cut_alike(name: str) -> None:
    """jieba and rjieba give the same words, so that a result does not depend on what is installed."""
    rjieba, jieba = words_module._rjieba(), words_module._jieba()
    if rjieba is None:
        pytest.skip("rjieba is not installed")
    text = text_of(name)

    assert words(text, rjieba[0]) == words(text, jieba[0])


def test_the_tokeniser_has_a_name() -> None:
    """Package and version, for the record."""
    assert tokenizer_name().split()[0] in ("jieba", "rjieba")


def test_a_tokeniser_can_be_handed_in() -> None:
    """It sees runs of Chinese characters only."""
    seen = []

    def cut(run: str) -> list[str]:
        seen.append(run)
        return list(run)

    assert words("培养2000名工匠，", cut) == ["培", "养", "2000", "名", "工", "匠", "，"]
    assert seen == ["培养", "名工匠"]


def test_traditional_text_is_cut_where_its_simplified_form_would_be() -> None:
    """jieba's list has next to no traditional words."""
    cut = through(lambda text: to_script(text, "tw2s"))

    assert words("產業工人隊伍建設改革", cut) == ["產業工人", "隊伍", "建設", "改革"]


def test_importing_the_package_loads_no_word_list() -> None:
    """jieba is only loaded when words are wanted, and its warnings are nobody's business, even as errors."""
    code = "import sys, policydiff.words as w; assert not {'jieba', 'rjieba'} & set(sys.modules); w._jieba(); w.words('产业工人')"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], env=_environment(), capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


# -- boundaries ------------------------------------------------------------------------------------------------------------------

BOUNDED = {
    "更加显著，": ([0, 2, 4, 5], []),
    "违法行为": ([0, 4], [2]),
    "2000名": ([0, 4, 5], []),
    "": ([0], []),
}


@pytest.mark.parametrize(("text", "expected"), BOUNDED.items())
def test_a_mark_may_begin_between_words_and_inside_compounds(text: str, expected: tuple[list[int], list[int]]) -> None:
    """Both ends of the text are places; 违法|行为 is two words in one."""
    found = boundaries(text)

    assert (sorted(found.words), sorted(found.inner)) == expected


@given(strings())
def test_boundaries_are_the_ends_of_words(text: str) -> None:
    """From 0 to the end; a place inside a compound is no end of a word."""
    found = boundaries(text)
    ends = {0}
    for word in words(text):
        ends.add(max(ends) + len(word))

    assert found.words == ends
    assert found.inner.isdisjoint(ends)


# -- sentences -------------------------------------------------------------------------------------------------------------------

#: Texts, with a bar behind each sentence.
SENTENCES = {
    "实行总理负责制。|总理领导国务院的工作。|": "full stops",
    "有下列情形之一的：（一）不合格；|（二）其他。|": "semicolons",
    "什么是产业工人？|产业工人是指工人！|": "questions and exclamations",
    "他说：“坚持原则。”|又说：“坚持方向。”|": "closing marks belong to their sentence",
    "没有句号的一段|": "what ends without a mark",
    "为什么？！|因为。|": "several marks",
    "。。。|甲|": "marks alone",
}


@pytest.mark.parametrize("barred", SENTENCES, ids=SENTENCES.values())
def test_a_sentence_ends_with_its_closing_marks(barred: str) -> None:
    """。！？； and what closes behind them."""
    text = barred.replace("|", "")
    starts = [0, *sentence_ends(text)]

    assert "".join(text[a:b] + "|" for a, b in itertools.pairwise(starts)) == barred


@given(strings(), st.lists(st.integers(0, 40), max_size=4))
def test_sentences_hold_the_whole_text(text: str, also: list[int]) -> None:
    """Ends rise, the last one is that of the text, and places asked for are among them."""
    also = [place for place in also if place <= len(text)]
    ends = sentence_ends(text, also)

    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == len(text)
    assert {place for place in also if place} <= set(ends)


LONG = "全面贯彻党的二十大和二十届二中、三中全会精神，深入贯彻重要论述，坚持和加强党的全面领导，坚持根本方针。"


def test_a_long_sentence_is_read_from_comma_to_comma() -> None:
    """A short one is whole."""
    ends = segment_ends(f"坚持原则，坚持方向。{LONG}")
    assert [f"坚持原则，坚持方向。{LONG}"[a:b][:4] for a, b in zip([0, *ends], ends, strict=False)] == [
        "坚持原则",
        "全面贯彻",
        "深入贯彻",
        "坚持和加",
        "坚持根本",
    ]


def test_an_enumeration_comma_ends_no_segment() -> None:
    """二中、三中 stay together."""
    assert LONG.index("、") + 1 not in segment_ends(LONG)

"""Quotations: what a commentary quotes, from which clause, how exactly; and which of its statements hold."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.cases import Case, load
from support.effort import lines
from support.marks import tiled, untrue_edits
from support.paths import BOOKLET, NOTES, OPINIONS, PLAN, STATUTES, bundled, statute
from support.strategies import sentences, strings

from policydiff.model import Document, Quotation, QuotedPart, Span, Tracing
from policydiff.outline import parse
from policydiff.quotations import find
from policydiff.quotations.coverage import coverage, sections
from policydiff.quotations.names import names_of
from policydiff.reports.terminal import marks

CASES = [pytest.param(case, marks=case.marks, id=case.title.partition(" （")[0]) for case in load("quotations")]
#: Laws that trace whole documents try fewer.
HALF = settings(max_examples=settings().max_examples // 2)
FEW = settings(max_examples=max(10, settings().max_examples // 8))
#: A line of nothing but marks of a file format stops the parser; see test_outline.
EMPTY_LINE_OF_MARKS = re.compile(r"(?m)(?:^|[\r\n\f])[\s>#*<!x-]*(?:\*\*|>|#|-->|\])")


@cache
def document(name: str) -> Document:
    """A bundled text or a statute, parsed."""
    return parse(statute(name) if name in STATUTES else bundled(name))


# -- as a reader would say it --------------------------------------------------------------------------------------------------------


def told(tracing: Tracing) -> list[str]:
    """Quotations as the cases write them: kind, whether it is named and which clause is, clauses, text with marks, slips."""
    return ["  ".join(_told(tracing, quotation)) for quotation in tracing.quotations]


def _told(tracing: Tracing, quotation: Quotation) -> list[str]:
    text = tracing.commentary.text
    named = " ".join(filter(None, ["named", quotation.cited])) if quotation.attributed else "-"
    clauses = "+".join(part.clause for part in quotation.parts) or "-"
    words = "／".join(_marked(tracing, part) for part in quotation.parts) or quotation.span.of(text)
    slips = "".join(slip.of(text) for part in quotation.parts for slip in part.slips)
    if quotation.kind == "paraphrase":
        words = "*"
    return [str(quotation.kind), named, clauses, words, *([f"误：{slips}"] if slips else [])]


def _marked(tracing: Tracing, part: QuotedPart) -> str:
    return "".join(words for words, _ in marks(part.edits, tracing.sources[part.source].text, tracing.commentary.text))


@pytest.mark.parametrize("case", [param for param in CASES if "expected" in param.values[0]])
def test_quotations_are_found_as_a_reader_would_find_them(case: Case) -> None:
    """The cases in cases/quotations."""
    tracing = find(parse(case["commentary"]), [parse(case["source"])])

    assert told(tracing) == [line for line in case["expected"].split("\n") if line]


@pytest.mark.parametrize("case", [param for param in CASES if "claims" in param.values[0]])
def test_statements_are_checked_against_the_outline(case: Case) -> None:
    """The blocks `claims` of the cases; titles are only listed where the case is about them."""
    tracing = find(parse(case["commentary"]), [parse(case["source"])])
    wanted = [line for line in case["claims"].split("\n") if line]
    listed = {line.split()[1] for line in wanted}
    found = [f"{str(c.true).lower()}  {c.name}  {c.claim}" for c in tracing.claims if c.name in listed or c.name != "title"]

    assert found == wanted
    assert all(claim.reason.endswith("。") for claim in tracing.claims)


NAMES = {
    "opinions with the authority": (
        "中共中央 国务院关于加强养老服务的意见\n（2024年1月1日）\n一、总则\n坚持。",
        ["中共中央国务院关于加强养老服务的意见", "关于加强养老服务的意见"],
    ),
    "a law with the state": ("中华人民共和国公证法\n第一条　公证。\n第二条　公证员。", ["中华人民共和国公证法", "公证法"]),
    "a plan that names itself": ("为了养老，现就新时期养老服务改革制定如下方案。\n一、总体要求\n坚持。", ["新时期养老服务改革方案"]),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_source_is_called_by_its_names(case: str):
    """The title, without the authority and without the state; or what the preamble says."""
    text, names = NAMES[case]

    assert list(names_of(parse(text))) == names


# -- several sources -----------------------------------------------------------------------------------------------------------------

FIRST = """关于加强养老服务的意见
一、健全服务体系
（一）发展居家养老。面向高龄、失能、留守老年人开展上门探访服务。"""
SECOND = """关于促进托育服务的方案
一、健全服务体系
（一）发展社区托育。鼓励用人单位在工作场所举办福利性托育机构。"""


def test_the_source_is_named():
    """Of several sources the one that has the words."""
    tracing = find(
        parse("《意见》提出，面向高龄、失能、留守老年人开展上门探访服务。《方案》提出，鼓励用人单位在工作场所举办福利性托育机构。"),
        [parse(SECOND), parse(FIRST)],
    )

    assert [(q.attributed_to, [p.source for p in q.parts], q.closer) for q in tracing.quotations] == [(1, [1], None), (0, [0], None)]


def test_words_of_another_source_are_told():
    """A sentence that is attributed to one text and stands in another."""
    tracing = find(parse("《方案》提出，面向高龄、失能、留守老年人开展上门探访服务。"), [parse(FIRST), parse(SECOND)])

    assert [(q.attributed, q.attributed_to, q.parts[0].source, q.closer) for q in tracing.quotations] == [(True, 1, 0, 0)]


@FEW
@given(order=st.permutations([PLAN, OPINIONS, STATUTES[0]]), start=st.integers(0, 40))
def test_the_order_of_the_sources_does_not_matter(order: list[str], start: int):
    """Another order gives the same quotations, with other numbers for the sources."""
    commentary = parse(
        "《意见》要求：" + "".join(sentences()[start : start + 3]) + "大家说：" + "".join(sentences()[start + 60 : start + 62])
    )
    usual = [PLAN, OPINIONS, STATUTES[0]]
    here, there = (find(commentary, [document(name) for name in names]) for names in (usual, order))

    def found(tracing: Tracing, names: list[str]) -> list[object]:
        return [(q.span, q.kind, q.score, [(p.span, names[p.source], p.clause, p.edits) for p in q.parts]) for q in tracing.quotations]

    assert found(here, usual) == found(there, order)


# -- laws ----------------------------------------------------------------------------------------------------------------------------

_FOREIGN = (
    "昨天夜里下了一场大雨，院子里的石榴树掉了许多叶子。老王起得早，扫了半天才扫干净，",
    "，隔壁孩子们听了哈哈大笑，又跑去河边捉鱼虾了。",
)


@HALF
@given(place=st.integers(0, len(sentences()) - 1), before=st.integers(0, len(_FOREIGN[0])), behind=st.integers(0, len(_FOREIGN[1])))
def test_an_untouched_sentence_in_quotation_marks_is_found(place: int, before: int, behind: int):
    """A sentence that stands once in its source, put into foreign text: verbatim, at its place, with exact spans."""
    sentence = sentences()[place][:-1]
    source = document(PLAN if sentence in bundled(PLAN) else OPINIONS)
    assume("\n" not in sentence and source.text.count(sentence) == 1)
    text = f"{_FOREIGN[0][:before]}“{sentence}”{_FOREIGN[1][behind:]}"
    tracing = find(parse(text), [source])

    assert [(str(q.kind), len(q.parts)) for q in tracing.quotations] == [("verbatim", 1)]
    part = tracing.quotations[0].parts[0]
    assert _words(part.span.of(text)) == _words(part.span_in_source.of(source.text)) == _words(sentence)
    assert any(c.id == part.clause and c.span.covers(part.span_in_source) for c in source.clauses)


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@HALF
@given(
    text=strings(),
    quoted=st.integers(0, len(sentences()) - 1),
    cue=st.sampled_from(["", "《意见》要求：", "第三条规定，", "《", "”（第二条）"]),
)
def test_any_text_can_be_traced(text: str, quoted: int, cue: str):
    """Nothing stops it, and every place lies inside its text."""
    whole = f"{text}{cue}{sentences()[quoted]}{text}"
    assume(not EMPTY_LINE_OF_MARKS.search(whole))
    _check(find(parse(whole), [document(OPINIONS)]))


@HALF
@given(text=strings(60), other=strings(60))
def test_any_source_can_be_quoted(text: str, other: str):
    """Whatever the source is."""
    assume(not EMPTY_LINE_OF_MARKS.search(text) and not EMPTY_LINE_OF_MARKS.search(other))
    _check(find(parse(f"《办法》规定：“{text}”"), [parse(text), parse(other), parse("")]))


@pytest.mark.parametrize(("commentary", "sources"), [(BOOKLET, [PLAN]), (NOTES, [OPINIONS, PLAN]), (OPINIONS, [PLAN]), (PLAN, [PLAN])])
def test_the_record_of_a_long_commentary_is_sound(commentary: str, sources: list[str]):
    """Spans are inside and in order, parts are in their clauses, edits tile both sides and tell the truth."""
    _check(find(document(commentary), [document(name) for name in sources]))


def _check(tracing: Tracing) -> None:
    text = tracing.commentary.text
    assert list(tracing.quotations) == sorted(tracing.quotations, key=lambda q: (q.span, q.kind))
    for quotation in tracing.quotations:
        assert _is_inside(quotation.span, text)
        assert 0 <= quotation.score <= 1
        assert (quotation.kind == "not found") is (not quotation.parts)
        assert [p.span for p in quotation.parts] == sorted(p.span for p in quotation.parts)
        for part in quotation.parts:
            source = tracing.sources[part.source]
            assert quotation.span.covers(part.span)
            assert source.clause(part.clause).span.covers(part.span_in_source)
            assert tiled(edit.new for edit in part.edits) == list(range(*part.span))
            assert tiled(edit.old for edit in part.edits) == list(range(*part.span_in_source))
            assert untrue_edits(source.text, text, part.edits) == []
            assert all(part.span.covers(slip) for slip in part.slips)
    assert all(_is_inside(claim.span, text) for claim in tracing.claims)
    assert all(_is_inside(mention.span, text) for mention in tracing.mentions)


def _is_inside(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("name", [name for name in STATUTES if name.endswith("new.txt")])
def test_an_unrelated_law_quotes_nothing(name: str):
    """At most one quotation of the plan in ten thousand characters of a law; and no law says anything about the plan."""
    tracing = find(document(name), [document(PLAN)])

    assert len(tracing.quotations) <= len(document(name).text) / 10_000
    assert tracing.claims == ()


# -- coverage ------------------------------------------------------------------------------------------------------------------------


def test_coverage_says_what_is_quoted_where():
    """By clause of the source, how often, how much, and in which question."""
    commentary = parse(
        "一、什么是居家养老？\n《意见》提出，面向高龄、失能、留守老年人开展上门探访服务。\n二、还有什么？\n《意见》要求：发展居家养老。"
    )
    rows = {row.clause.id: row for row in coverage(find(commentary, [parse(FIRST)]))}

    assert rows["1"].quotations == ()
    assert rows["1.1"].quotations == (0, 1)
    assert [section.heading for section in rows["1.1"].sections] == ["什么是居家养老？", "还有什么？"]
    assert 0.9 < rows["1.1"].share <= 1


def test_sections_have_their_authors():
    """Signed essays are counted by author."""
    found = [(section.author, len(section.quotations)) for section in sections(find(document(NOTES), [document(OPINIONS)]))]

    assert ("潘健", 3) in found


# -- effort ----------------------------------------------------------------------------------------------------------------------------


def test_the_effort_grows_with_the_commentary():
    """Three times the commentary takes about three times the work."""
    text = bundled(NOTES)[:1500]
    once, thrice = (parse("\n".join([text] * times)) for times in (2, 6))
    source = [document(OPINIONS)]
    find(once, source)

    assert lines(lambda: find(thrice, source)) < 3.6 * lines(lambda: find(once, source))

"""The page of a tracing: everything is on it, everything leads somewhere, and nothing in a text becomes markup."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from support.effort import lines
from support.paths import BOOKLET, NOTES, OPINIONS, PLAN, TEXTS
from support.strategies import strings
from test_html import PAYLOADS, dangers, dangers_of_fragment, parsed

import policydiff
from policydiff.model import QuotationKind, Tracing
from policydiff.reports.catalogue import ZH_HANS
from policydiff.reports.tracing.html import to_fragment, to_html
from policydiff.reports.tracing.labels import kind_sign, short_name

ASSETS = files("policydiff.reports.tracing.html")
#: Tags that a comparison has no use for.
MORE_TAGS = {"<article>", "<blockquote>", "<sup>"}
FEW = settings(max_examples=max(10, settings().max_examples // 8))

LAW = "中华人民共和国公证法\n第一条　公证机构依法独立行使职能。\n第二条　公证员应当保守秘密。公证员应当遵守职业道德，依法履行公证职责。\n"


@cache
def record(name: str) -> Tracing:
    commentary, sources = {"booklet": (BOOKLET, [PLAN]), "notes": (NOTES, [OPINIONS, PLAN])}[name]
    return policydiff.trace(TEXTS / commentary, source=[TEXTS / source for source in sources]).tracing


@cache
def page(name: str):
    return parsed(to_html(record(name)))


def traced(commentary: str, *sources: str) -> Tracing:
    return policydiff.trace(policydiff.parse(commentary), source=[policydiff.parse(source) for source in sources or (LAW,)]).tracing


BOTH = [pytest.mark.checkout, pytest.mark.parametrize("name", ["booklet", "notes"])]


def both(test):
    for mark in BOTH:
        test = mark(test)
    return test


# -- everything is on the page -----------------------------------------------------------------------------------------------------------


@both
def test_the_whole_commentary_is_on_the_page(name: str):
    """Clause by clause, signs and verdicts left out, it is the text of the file."""
    root, commentary = page(name), record(name).commentary
    rows = {e.attributes["id"].removeprefix("p-"): e for e in root.all(css="row")}
    headings = {e.attributes["id"].removeprefix("c-") for e in root.all("h2", has="id")}

    for clause in commentary.clauses:
        if clause.id in rows:
            assert text_of(rows[clause.id].all(css="text")[0]) == commentary.text_of(clause)
        else:
            assert clause.id in headings


def text_of(element) -> str:
    """The text, without signs and verdicts, boxes as what they stand for."""
    if isinstance(element, str):
        return element
    if element.classes & {"sign", "holds"}:
        return ""
    if "chip" in element.classes:
        return "".join(chr(int(code, 16)) for code in element.attributes["data-codes"].split())
    return "".join(map(text_of, element.children))


@both
def test_every_quotation_is_marked_in_place(name: str):
    """Its sign stands before its words, in the place where they are, and the words are those of the record."""
    root, tracing = page(name), record(name)
    signs = {e.attributes["id"]: e for e in root.all("a", css="sign")}

    for number, quotation in enumerate(tracing.quotations, 1):
        assert f"〔{kind_sign(ZH_HANS, quotation.kind)}〕" in signs[f"q{number}"].text
        for place in range(1, len(quotation.parts)):
            assert f"q{number}-{place + 1}" in signs
    marked = "".join(text_of(e) for e in root.all("span", css="quoted") if e.parent and "text" in e.parent.classes)
    spans = sorted({part.span for quotation in tracing.quotations for part in quotation.parts or (quotation,)})
    assert marked == "".join(span.of(tracing.commentary.text) for span in spans)


@both
def test_every_source_is_on_the_page(name: str):
    """All its provisions with their text, quoted or not."""
    root, tracing = page(name), record(name)

    for number, source in enumerate(tracing.sources, 1):
        for unit in source.units:
            row = [e for e in root.all("tr", has="id") if e.attributes["id"] == f"s{number}-{unit.head.id}"]
            if row:
                assert text_of(row[0].all(css="whole")[0]) == unit.span.of(source.text)
            else:
                assert unit.head.level.value in {"title", "subtitle", "date", "note", "contents", "masthead", "signature"}


@both
def test_every_link_leads_somewhere_and_every_name_is_there_once(name: str):
    """Addresses of quotations, passages, clauses, sections, statements."""
    root = page(name)
    ids = [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
    links = {e.attributes["href"].removeprefix("#") for e in root.all("a")}

    assert len(ids) == len(set(ids))
    assert links <= set(ids)


@both
def test_statements_are_told_true_or_untrue_with_the_reason(name: str):
    """In a table, and where they stand."""
    root, tracing = page(name), record(name)
    lines = [[cell.text for cell in row.all("td")] for section in root.all("section", css="claims") for row in section.all("tr")[1:]]

    assert lines == [["属实" if claim.true else "不实", claim.claim, claim.reason] for claim in tracing.claims]
    assert len(root.all("a", css="holds")) == len(tracing.claims)


@pytest.mark.checkout
def test_what_is_never_quoted_is_named():
    """The plan's clause 7 is nowhere in the booklet, and the map says so; clause 16 is, and the map says where."""
    root = page("booklet")
    rows = {e.attributes["id"]: e for e in root.all("tr", has="id")}
    never = [e.text for e in root.all("p", css="never")]

    assert "7" in never[0].removeprefix("从未引用").strip().split("、")
    assert "is-never" in rows["s1-2.2.7"].classes
    assert [e.attributes["href"] for e in rows["s1-2.4.16"].all("a")] == [
        f"#q{number}"
        for number, quotation in enumerate(record("booklet").quotations, 1)
        if any(part.clause == "2.4.16" for part in quotation.parts)
    ]


@pytest.mark.checkout
def test_sections_with_their_authors():
    """What each essay quotes is in one line, with the name of its author."""
    (table,) = page("notes").all("table", css="sections")
    lines = [row.all("th")[0].text for row in table.all("tr")[1:]]

    places = [e.text for e in page("notes").all("span", css="place")]

    assert "聚焦技能支撑和人才保障 深化产业工人队伍建设改革 马璐" in lines
    assert any(place.startswith("马璐：") for place in places)


# -- how it is shown ---------------------------------------------------------------------------------------------------------------------


def test_altered_words_are_marked_on_both_sides():
    """As in a comparison: the source's in del, the commentary's in ins, and the change in words."""
    root = parsed(to_html(traced("《公证法》第二条规定：“公证员应当遵守执业道德，依法履行公证职责。”")))
    (card,) = root.all(css="card")

    assert [e.text for e in card.all("blockquote")[0].all("del")] == ["职业道德"]
    assert [e.text for e in root.all("p", css="text")[0].all("ins")] == ["执业道德"]
    assert [e.text for e in card.all("ul", css="words")[0].all("li")] == ["职业道德 → 执业道德"]
    assert [e.text for e in card.all("a", css="clause")] == ["第二条"]
    assert [e.text for e in card.all(css="attribution")] == ["注明"]


def test_a_passage_stands_in_its_sentence():
    """What stands around it in the source is shown, and told apart."""
    root = parsed(to_html(traced("《公证法》规定，依法履行公证职责。")))

    assert [e.text for e in root.all("blockquote")[0].all(css="context")] == ["公证员应当遵守职业道德，", "。"]


def test_what_is_not_there_is_said_to_be_missing():
    """A quotation that its source does not have has a card, and no passage."""
    root = parsed(to_html(traced("《公证法》规定：“公证费用由地方财政全额负担并逐年递增。”")))
    (card,) = root.all(css="card")

    assert card.all("blockquote") == []
    assert card.all(css="card-note")[0].text == "注明出自来源，来源中未见这样的文字。"


def test_words_put_between_two_passages_are_told():
    """Both passages are the source's, and what stands between them is not."""
    note = "《公证法》规定：公证机构依法独立行使职能，公证费用由地方财政全额负担，公证员应当保守秘密。"
    law = "中华人民共和国公证法\n第一条　公证机构依法独立行使职能，公证员应当保守秘密。\n"
    root = parsed(to_html(traced(note, law)))

    assert [e.text for e in root.all(css="card-note")] == [
        "所引各段都在来源中，其间夹有来源没有的字句。",
        "注明出自来源，来源中未见这样的文字。",
    ]


def test_a_mark_of_punctuation_is_no_word_that_was_changed():
    """， → 坚定 is 坚定 put in."""
    law = "关于学习的意见\n一、目标\n思想政治引领更加扎实，产业工人听党话跟党走的信念更加坚定。\n"
    root = parsed(to_html(traced("《意见》提出，思想政治引领更加扎实 坚定产业工人听党话跟党走的信念更加坚定。", law)))

    assert [e.text for e in root.all("ul", css="words")[0].all("li")] == ["多“坚定”"]


def test_a_closer_source_is_named():
    """Words given out as those of one law that another has."""
    other = "中华人民共和国律师法\n第一条　律师应当保守在执业活动中知悉的国家秘密、商业秘密。\n"
    tracing = traced("《公证法》规定：“律师应当保守在执业活动中知悉的国家秘密、商业秘密。”《律师法》另有规定。", LAW, other)
    notes = [e.text for e in parsed(to_html(tracing)).all(css="card-note")]

    assert tracing.quotations[0].closer == 1
    assert notes == ["注明出自《公证法》，与《律师法》更接近。"]


def test_sources_of_different_kinds_are_called_by_their_kind():
    """《意见》 and 《方案》 beside each other; two laws by their shortest names."""
    papers = [f"关于加强养老服务的{kind}\n一、任务\n支持社区日间照料中心建设。" for kind in ("意见", "方案")]
    different, alike = traced("无", *papers), traced("无", LAW, LAW.replace("公证法", "律师法"))

    assert [short_name(different, source) for source in (0, 1)] == ["《意见》", "《方案》"]
    assert [short_name(alike, source) for source in (0, 1)] == ["《公证法》", "《律师法》"]


def test_a_commentary_that_quotes_nothing_has_a_page():
    """It says so, and shows the text and the source."""
    root = parsed(to_html(traced("今天天气很好。")))

    assert root.all("p", css="headline")[0].text == "没有引文。"
    assert [e.text for e in root.all("summary") if "未引来源" in e.text] == ["1段未引来源，7字"]


@pytest.mark.parametrize("kind", list(QuotationKind))
def test_every_kind_has_a_line_and_a_seal_of_its_own(kind: QuotationKind):
    """Never colour alone: the style of the line, and one character."""
    style = ASSETS.joinpath("style.css").read_text("utf-8")
    name = kind.value.replace(" ", "-")

    assert kind is QuotationKind.VERBATIM or re.search(rf"\.quoted\.{name} {{ text-decoration-style: (\w+)", style)
    assert f".seal.{name}" in style
    assert len({kind_sign(ZH_HANS, kind) for kind in QuotationKind}) == len(QuotationKind)


def test_no_style_strikes_through():
    """A line through 二 makes 三."""
    assert "line-through" not in ASSETS.joinpath("style.css").read_text("utf-8")


def test_the_script_is_small_and_writes_no_markup():
    """Eight kilobytes at most; with trusted types, a string that became markup would stop the page."""
    script = ASSETS.joinpath("script.js").read_text("utf-8")

    assert len(script.encode()) <= 8 * 1024
    assert not re.search(r"(inner|outer)HTML\s*[+=]|insertAdjacent|document\.write|eval\(|new Function|fetch\(|XMLHttp|import\(", script)


@both
def test_two_runs_give_the_same_bytes(name: str):
    """And no moment, unless the surroundings fix one."""
    assert to_html(record(name)) == to_html(record(name))
    assert "生成时间" not in to_html(record(name))


def test_the_effort_grows_with_the_commentary():
    """Three times the commentary takes about three times the work."""
    note = "《公证法》第二条规定：“公证员应当遵守执业道德，依法履行公证职责。”《公证法》规定，公证机构依法独立行使职能。今天天气很好。\n"
    law = LAW + "".join(f"第{n}条　本条规定第{n}项事务由公证机构办理。\n" for n in range(3, 60))
    thrice, once = (traced("".join(f"{n}. {note}" for n in range(times)), law) for times in (90, 30))
    to_html(once)

    assert lines(lambda: to_html(thrice)) < 3.6 * lines(lambda: to_html(once))


# -- nothing becomes markup --------------------------------------------------------------------------------------------------------------


@both
def test_the_page_is_safe(name: str):
    """Known tags, known attributes, links inside the page, one style and one script."""
    assert set(dangers(to_html(record(name)))) <= MORE_TAGS


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup(payload: str):
    """In the commentary, in what it quotes, in the source, in titles and names of files: shown, never obeyed."""
    file = policydiff.Source(f"{payload}.txt", "0" * 64, payload, "\n")
    source = policydiff.parse(f"公证法{payload}\n第一条　公证员应当{payload}保守执业秘密，依法履行职责。\n第二条　{payload}\n", source=file)
    commentary = policydiff.parse(
        f"{payload}\n一、{payload}\n《公证法{payload}》规定：“公证员应当{payload}保守秘密，依法履行职责。”\n《公证法》第一条规定：{payload}。\n",
        source=file,
    )
    tracing = policydiff.trace(commentary, source=[source, source], names=[["公证法", payload]]).tracing

    assert set(dangers(to_html(tracing))) <= MORE_TAGS
    assert dangers_of_fragment(to_fragment(tracing)) == []


@FEW
@given(strings(), strings())
def test_no_string_becomes_markup(commentary: str, source: str):
    """Anything that may stand in a file."""
    tracing = traced(f"《公证法》规定：{commentary}", source)

    assert set(dangers(to_html(tracing))) <= MORE_TAGS
    assert dangers_of_fragment(to_fragment(tracing)) == []


def test_what_has_no_shape_is_shown_as_a_box():
    """On both sides, and in the name of a file."""
    law = policydiff.parse(LAW.replace("保守秘密", "保守\u200b秘密"), source=policydiff.Source("法\u202e.txt", "0" * 64, "utf-8", "\n"))
    tracing = policydiff.trace(policydiff.parse("《公证法》规定：公证员应当保守\u202e秘密。"), source=law).tracing
    root = parsed(to_html(tracing))

    assert [e.text for e in root.all("p", css="text")[0].all(css="chip")] == ["RLO U+202E"]
    assert "法<U+202E>.txt" in root.all("p", css="facts")[1].text


# -- in a notebook -----------------------------------------------------------------------------------------------------------------------


@both
def test_a_notebook_keeps_what_it_is_shown(name: str):
    """Tags and inline style that every front end leaves in place; thirty quotations at most, the inexact ones first."""
    text = to_fragment(record(name))
    signs = [row.all("td")[0].text for row in parsed(text).all("tbody")[0].all("tr")]
    inexact = sum(q.kind in (QuotationKind.ALTERED, QuotationKind.NOT_FOUND) for q in record(name).quotations)

    assert dangers_of_fragment(text) == []
    assert len(signs) <= 30
    assert sum("改引" in sign or "未见" in sign for sign in signs) == inexact
    assert parsed(text).all("p")[-1].text == '完整报告：t.save("report.html")'


def test_a_trace_shows_itself():
    """In a notebook, as a string, as a file."""
    trace = policydiff.Trace(traced("《公证法》规定，依法履行公证职责。"))

    assert "逐字·注明" in trace._repr_html_()
    assert trace.to_html().startswith('<!doctype html>\n<html lang="zh-Hans">')

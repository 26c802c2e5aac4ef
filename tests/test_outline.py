"""The outline: any string parses, and real documents parse as a lawyer would read them."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.cases import Case, load
from support.marks import listed_notices, listing, tiled, uncovered
from support.paths import BOOKLET, BUNDLED, EXTRACT, NOTES, OPINIONS, PAGE, PLAN, REVISIONS, STATUTES, bundled, statute
from support.strategies import Draft, drafts, papers, strings

from policydiff.model import FRAME_LEVELS, Clause, Document, Level, Span
from policydiff.normalization import INVISIBLE
from policydiff.outline import NOTICES, parse
from policydiff.outline.marks import Style, read_mark
from policydiff.outline.paragraphs import paragraphs
from policydiff.outline.tree import heading_size

CASES = [pytest.param(case, marks=case.marks, id=case.title.partition(" （")[0]) for case in load("outline")]


@pytest.fixture(scope="module")
def texts() -> dict[str, Document]:
    """The bundled texts, parsed."""
    return {name: parse(bundled(name)) for name in BUNDLED}


def of_level(document: Document, *levels: Level) -> list[Clause]:
    """The clauses of some levels, in order."""
    return [clause for clause in document.clauses if clause.level in levels]


# -- documents as a lawyer reads them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_text_has_the_outline_a_reader_sees(case: Case) -> None:
    """The cases in cases/outline: id, level, label and heading of every clause."""
    assert listing(parse(case["text"])) == case["expected"]


@pytest.mark.parametrize("case", [param for param in CASES if "notices" in param.values[0]])
def test_what_is_odd_is_told(case: Case) -> None:
    """The cases in cases/outline that list their notices."""
    assert listed_notices(parse(case["text"])) == case["notices"]


# -- the five texts, anomaly by anomaly ------------------------------------------------------------------------------------------


def test_the_title_of_the_opinions_is_joined_and_kept_as_printed(texts: dict[str, Document]) -> None:
    """Blank lines before it, a blank inside it, no line break."""
    assert texts[OPINIONS].title == "中共中央 国务院关于深化产业工人队伍建设改革的 意见"


def test_the_date_in_half_width_brackets_is_a_date(texts: dict[str, Document]) -> None:
    """It is part of the frame, not of the text."""
    document = texts[OPINIONS]

    assert [document.text_of(clause) for clause in of_level(document, Level.DATE)] == ["(2024年10月12日)"]


def test_the_lead_paragraph_is_the_preamble(texts: dict[str, Document]) -> None:
    """Unnumbered, before 一、."""
    document = texts[OPINIONS]

    assert [document.text_of(clause)[-13:] for clause in of_level(document, Level.PREAMBLE)] == ["走深走实，现提出如下意见。"]


def test_the_unnumbered_goal_is_a_paragraph_of_its_own(texts: dict[str, Document]) -> None:
    """主要目标是： below 一、, which has no （一）."""
    assert [(clause.id, clause.heading) for clause in of_level(texts[OPINIONS], Level.GOAL)] == [("1.p2", "主要目标")]


def test_27_measures_run_through_nine_sections(texts: dict[str, Document]) -> None:
    """（一） to （二十七）, each below the section it stands in."""
    ids = [clause.id for clause in of_level(texts[OPINIONS], Level.LAYER_2)]

    assert [int(id.rpartition(".")[2]) for id in ids] == list(range(1, 28))
    assert Counter(int(id.partition(".")[0]) for id in ids) == {2: 3, 3: 4, 4: 4, 5: 2, 6: 4, 7: 3, 8: 4, 9: 3}


#: Page breaks inside sentences: three characters before and behind.
PAGE_BREAKS = {
    OPINIONS: ["产业工|人教育", "学校实|习实训", "引进目|录。深", "强产业|工人创", "平等享|有城镇"],
    PAGE: ["量、实|效、贡", "工作岗|位,解", "计年底|前完工", "快项目|建设进", "》中关|于技能", "、实验|室事故", "缘农机|种植养"],
    NOTES: ["化送温|暖、工", "工人智|能化技", "行动，|持续培", "的典型|经验和", "民主参|与权。", "协商、|维权服"],
}


@pytest.mark.parametrize("name", PAGE_BREAKS)
def test_pages_that_end_inside_a_sentence_are_joined(texts: dict[str, Document], name: str) -> None:
    """Every one of them, and none else; the break itself is told, and lies inside one clause."""
    document = texts[name]
    breaks = [notice.span for notice in document.notices if notice.code == "page-break"]
    found = [f"{document.text[span.start - 3 : span.start]}|{document.text[span.end : span.end + 3]}" for span in breaks]

    assert [sum(clause.span.covers(span) for clause in document.clauses) for span in breaks] == [1] * len(breaks)
    assert found == PAGE_BREAKS[name]


def test_the_opinions_end_without_signature(texts: dict[str, Document]) -> None:
    """The last clause is the last measure, to the last character."""
    document = texts[OPINIONS]

    assert (document.clauses[-1].id, document.text_of(document.clauses[-1])[-5:]) == ("9.27", "课题研究。")


@pytest.mark.parametrize("name", [PAGE, EXTRACT])
def test_the_masthead_is_no_text(texts: dict[str, Document], name: str) -> None:
    """Name, pinyin, issue, lunar date, autolink: one clause of the frame, before the title."""
    document = texts[name]
    masthead = document.clauses[0]
    words = ("辽源发布", "LIAO YUAN RI BAO", "甲辰年九月廿一", "CN 22-0010", r"jl\_lyrb@126.com", "http://www.0437.com")

    assert (masthead.level, [word for word in words if word not in document.text_of(masthead)]) == (Level.MASTHEAD, [])


def test_the_marks_of_markdown_are_no_part_of_title_and_headings(texts: dict[str, Document]) -> None:
    """`##` and `###` stay in the span and out of the heading."""
    document = texts[PAGE]

    assert (document.title, document.clause("1").heading, document.text_of(document.clause("1"))) == (
        "中共中央 国务院关于深化产业工人队伍建设改革的意见",
        "总体要求",
        "### 一、总体要求",
    )


def test_the_heading_that_the_page_lost_is_noticed(texts: dict[str, Document]) -> None:
    """一 to 五, then 七: 六 is missing, and nothing behind it is renumbered."""
    document = texts[PAGE]
    gaps = [notice.message for notice in document.notices if notice.code.startswith("numbering")]

    assert gaps == ["“七、”之前缺序号六。"]
    assert [clause.number for clause in of_level(document, Level.LAYER_1)] == [1, 2, 3, 4, 5, 7, 8, 9]


def test_other_news_on_the_page_are_pieces_of_their_own(texts: dict[str, Document]) -> None:
    """Four titles below the reprint, one of which has no text; the source of the reprint stands between."""
    document = texts[PAGE]
    levels = [clause.level for clause in of_level(document, Level.DATELINE, Level.PIECE)]

    assert levels == [Level.DATELINE] + [Level.PIECE] * 4
    assert [clause.heading for clause in of_level(document, Level.PIECE)][1] == "抓项目就是抓发展 谋项目就是谋未来"


def test_the_plan_has_no_title_and_says_so(texts: dict[str, Document]) -> None:
    """Its first line is the preamble, behind a blank."""
    document = texts[PLAN]

    assert (document.title, document.clauses[0].level, document.clauses[0].span.start) == (None, Level.PREAMBLE, 1)
    assert [notice.code for notice in document.notices] == ["no-title"]


def test_principles_are_bullets_below_their_heading(texts: dict[str, Document]) -> None:
    """（二）基本原则 without a full stop, four lines that begin with ――, lead sentence as heading."""
    bullets = of_level(texts[PLAN], Level.BULLET)

    assert [(clause.id, clause.marker) for clause in bullets] == [(f"1.2.b{n}", "――") for n in range(1, 5)]
    assert bullets[3].heading == "坚持问题导向，勇于改革创新"


def test_25_measures_run_through_sections_that_restart(texts: dict[str, Document]) -> None:
    """1.强化 without a blank; （一） restarts in every 一、, and 三、 has no 1. below its （一）."""
    document = texts[PLAN]

    assert [clause.number for clause in of_level(document, Level.LAYER_3)] == list(range(1, 26))
    assert [clause.id for clause in of_level(document, Level.LAYER_2)] == [
        *("1.1", "1.2", "1.3"),
        *("2.1", "2.2", "2.3", "2.4", "2.5"),
        *("3.1", "3.2", "3.3", "3.4"),
    ]


def test_every_essay_is_a_piece_with_author_and_outline(texts: dict[str, Document]) -> None:
    """Eleven titles, eleven names, ten notes on authors; 一、 to 四、 stand inside the fifth."""
    document = texts[NOTES]

    assert [len(of_level(document, level)) for level in (Level.PIECE, Level.AUTHOR, Level.BYLINE)] == [11, 11, 10]
    assert [document.text_of(clause) for clause in of_level(document, Level.AUTHOR)][:3] == ["杨宇栋", "李金英", "马璐"]
    assert [clause.id for clause in of_level(document, Level.LAYER_1)] == ["t5.1", "t5.2", "t5.3", "t5.4"]


def test_a_line_with_a_dash_below_the_title_is_a_subtitle(texts: dict[str, Document]) -> None:
    """——全国总工会党组…… is no bullet."""
    assert [clause.id for clause in of_level(texts[NOTES], Level.SUBTITLE)] == ["subtitle"]


def test_fifty_questions_run_through_the_parts_of_the_booklet(texts: dict[str, Document]) -> None:
    """With and without the residue of a bookmark, with ？ and ?."""
    questions = of_level(texts[BOOKLET], Level.LAYER_1)

    assert [clause.number for clause in questions] == list(range(1, 51))
    assert {(clause.heading or "")[-1] for clause in questions} == {"？", "?"}


def test_the_missing_first_part_is_noticed(texts: dict[str, Document]) -> None:
    """第二部分 is the first that is printed."""
    document = texts[BOOKLET]

    assert [clause.marker for clause in of_level(document, Level.PART)] == [f"第{n}部分" for n in "二三四五六七"]
    assert [notice.message for notice in document.notices if notice.code == "numbering-start"] == [
        "“第二部分”之前没有同级序号，起始序号不是一。"
    ]


SPLIT_TITLES = {
    "pt4": "产业工人技能素质提升有渠道、有资源",
    "pt5": "农民工的成长和发展将得到进一步重视",
    "pt7": "展望未来，改革将不断为产业工人实现更好发展提供有力支持",
}


@pytest.mark.parametrize("id", SPLIT_TITLES)
def test_a_title_on_two_lines_of_bookmarks_is_one_clause(texts: dict[str, Document], id: str) -> None:
    """The second line is neither text nor a part of its own."""
    document = texts[BOOKLET]
    clause = document.clause(id)

    assert re.sub(r"\[bookmark:[^\]]*\]|\n", "", document.text_of(clause)).endswith(SPLIT_TITLES[id])


@pytest.mark.parametrize("id", SPLIT_TITLES)
def test_a_title_on_two_lines_of_bookmarks_reads_as_one(texts: dict[str, Document], id: str) -> None:
    """A heading is what is printed, without residues of the file format."""
    assert texts[BOOKLET].clause(id).heading == SPLIT_TITLES[id]


@pytest.mark.parametrize(("label", "count"), [("（1）", 1), ("(1)", 5)])
def test_lists_inside_answers_are_read_in_both_widths(texts: dict[str, Document], label: str, count: int) -> None:
    """（1） and (1) below a question."""
    assert sum(clause.marker == label for clause in of_level(texts[BOOKLET], Level.LAYER_4)) == count


# -- statutes --------------------------------------------------------------------------------------------------------------------


def printed_articles(name: str) -> list[str]:
    """The labels of the articles of one side of a gold revision, as its makers list them."""
    folder, _, file = name.partition("/")
    gold = json.loads((REVISIONS / folder / "gold.json").read_text("utf-8"))
    side = file.removesuffix(".txt")
    alone = gold["removed"] if side == "old" else gold["added"]
    arguable = [pair[side == "new"] for pair in gold.get("tolerated", ())]
    return sorted({*(link[side] for link in gold["links"]), *alone, *arguable, *gold[f"unscored_{side}"]})


@pytest.mark.parametrize("name", STATUTES)
def test_every_article_of_a_statute_is_listed_once(name: str) -> None:
    """The labels that the gold alignment knows, no more and no fewer: 第五條之規定 is text, 第十二條之一 an article."""
    document = parse(statute(name))

    assert sorted(clause.marker for clause in of_level(document, Level.ARTICLE)) == printed_articles(name)


@pytest.mark.parametrize("name", STATUTES)
def test_a_statute_has_its_title_and_no_text_outside_its_articles(name: str) -> None:
    """Whatever is no article, chapter or frame is a part of an article."""
    document = parse(statute(name))
    expected = {*FRAME_LEVELS, Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION, Level.ARTICLE, Level.HEADING}

    assert document.title is not None
    assert [clause.id for clause in document.clauses if clause.level not in expected and not clause.is_part] == []


# -- labels ----------------------------------------------------------------------------------------------------------------------

LABELS = {
    "第十二条之一　国家鼓励": (Style.ARTICLE, "第十二条之一", 12, 1),
    "第 20 條": (Style.ARTICLE, "第20條", 20, None),
    "第１２条　甲": (Style.ARTICLE, "第１２条", 12, None),
    "第 15-1 條": (Style.ARTICLE, "第15-1條", 15, 1),
    "第十五條之一": (Style.ARTICLE, "第十五條之一", 15, 1),
    "第五条（一）甲": (Style.ARTICLE, "第五条", 5, None),
    "第一百零三条　甲": (Style.ARTICLE, "第一百零三条", 103, None),
    "第一章　总则": (Style.CHAPTER, "第一章", 1, None),
    "第 二 節 人": (Style.SECTION, "第二節", 2, None),
    "第一分编　通则": (Style.SUBPART, "第一分编", 1, None),
    "第三部分：职业发展": (Style.PART, "第三部分", 3, None),
    "一、总体要求": (Style.COMMA, "一、", 1, None),
    "二十一、为什么？": (Style.COMMA, "二十一、", 21, None),
    "壹、前言": (Style.BANKERS, "壹、", 1, None),
    "二、三大任务。": (Style.COMMA, "二、", 2, None),
    "1 范围": (Style.DOT, "1", 1, None),
    "（五）完善": (Style.PAREN, "（五）", 5, None),
    "（五）、完善": (Style.PAREN, "（五）", 5, None),
    "(五)完善": (Style.PAREN, "(五)", 5, None),
    "〔五〕完善": (Style.PAREN, "〔五〕", 5, None),
    "㈤完善": (Style.PAREN, "㈤", 5, None),
    "1.强化": (Style.DOT, "1.", 1, None),
    "１．强化": (Style.DOT, "１．", 1, None),
    "12、强化": (Style.DOT, "12、", 12, None),
    "⒈强化": (Style.DOT, "⒈", 1, None),
    "（1）推进": (Style.PAREN_DIGIT, "（1）", 1, None),
    "⑴推进": (Style.PAREN_DIGIT, "⑴", 1, None),
    "1）推进": (Style.HALF_PAREN, "1）", 1, None),
    "①推进": (Style.CIRCLED, "①", 1, None),
    "㉑推进": (Style.CIRCLED, "㉑", 21, None),
    "――坚持": (Style.BULLET, "――", None, None),
    "• 坚持": (Style.BULLET, "•", None, None),
}

NO_LABELS = (
    *("第五條之規定，不適用之。", "第三十條、第三十一條", "第四条第二款规定的", "第一条至第三条", "第一条和第二条", "第二十条规定"),
    *("第一款规定的", "第二目之罰鍰", "第三方机构", "第一次会议", "第一，坚持", "第一章规定的罪"),
    *(
        "一是加强领导",
        "一方面",
        "1.86亿人",
        "1.1 目标",
        "2024年",
        "二、三线城市要加快建设。",
        "3、4月份完成摸底。",
        "一二三四五六七八九、甲",
        "（以下简称《意见》）",
        "(2024年10月12日)",
        "",
        "、",
        "（",
        "第",
        "第条",
        "十",
    ),
)


@pytest.mark.parametrize(("paragraph", "expected"), LABELS.items())
def test_a_label_is_read(paragraph: str, expected: tuple[Style, str, int | None, int | None]) -> None:
    """Its style, what is printed without blanks, its number, and the number behind 之."""
    mark = read_mark(paragraph)

    assert mark is not None
    assert (mark.style, mark.marker, mark.number, mark.branch) == expected


@pytest.mark.parametrize("paragraph", NO_LABELS)
def test_what_only_begins_like_a_label_is_none(paragraph: str) -> None:
    """References, dates, decimal numbers, definitions."""
    assert read_mark(paragraph) is None


HEADINGS = {
    "完善企业民主管理制度。健全以职工代表大会为基本形式的制度。": "完善企业民主管理制度",
    "基本原则": "基本原则",
    "指导思想：高举旗帜。": "指导思想",
    "勞工：指受雇主僱用者。": "勞工",
    "什么是产业工人？": "什么是产业工人？",
    "取得印刷经营许可证和营业执照；": "",
    "坚持以人民为中心的发展思想，落实各项政策措施，健全工作机制，加强组织领导，形成工作合力，确保取得实效。": "",
}


@pytest.mark.parametrize(("text", "heading"), HEADINGS.items())
def test_the_title_of_a_provision_is_its_first_sentence_if_that_is_short(text: str, heading: str) -> None:
    """Or a term before a colon, or a line without a full stop; never a whole long sentence."""
    assert text[: heading_size(text)] == heading


# -- reading only a part ---------------------------------------------------------------------------------------------------------


def test_what_lies_beyond_the_parts_to_read_is_outside() -> None:
    """Trimmed of blanks, and in order."""
    text = "报头\n\n一、甲\n广告\n二、乙\n\n其他新闻\n"
    document = parse(text, within=[Span(4, 8), Span(11, 15)])

    assert [span.of(text) for span in document.outside] == ["报头", "广告", "其他新闻"]
    assert [document.text_of(clause) for clause in document.clauses] == ["一、甲", "二、乙"]


def test_paragraphs_know_their_place_across_a_page_break() -> None:
    """A character behind the break is found where it stands."""
    text = "一、任务\n（四）组织开展党的代表大会代表和委员会委员中的产业工。组织开展委员中的产业工\n\n人教育培训。"
    paragraph = paragraphs(text)[1]
    place = paragraph.text.index("人教育")

    assert (text[paragraph.place(place)], paragraph.raw_span(place - 1, place + 1).of(text)) == ("人", "工\n\n人")


# -- laws ------------------------------------------------------------------------------------------------------------------------


def broken_laws(document: Document) -> list[str]:
    """What is wrong with an outline, in words; nothing if all is well."""
    text, clauses = document.text, document.clauses
    ids = [clause.id for clause in clauses]
    faults = []
    if any(not 0 <= c.span.start < c.span.end <= len(text) for c in clauses):
        faults.append("a clause is empty, or beyond the text")
    if any(a.span.end > b.span.start for a, b in itertools.pairwise(clauses)):
        faults.append("clauses overlap, or are out of order")
    if set(tiled([c.span for c in clauses])) & set(tiled(document.outside)):
        faults.append("a clause lies outside")
    if re.sub(f"[{INVISIBLE}]", "", uncovered(document)).strip():
        faults.append(f"{uncovered(document)!r} is lost")
    if len(set(ids)) < len(ids) or not all(id.isascii() and id for id in ids):
        faults.append(f"ids {ids}")
    if any(c.parent is not None and c.parent not in ids[:place] for place, c in enumerate(clauses)):
        faults.append("a parent does not exist, or comes later")
    if any(span is not None and not c.span.covers(span) for c in clauses for span in (c.marker_span, c.heading_span)):
        faults.append("a label or heading lies outside its clause")
    if any(c.marker_span is not None and "".join(c.marker_span.of(text).split()).replace("\u200b", "") != c.marker for c in clauses):
        faults.append("a label is not what is printed")
    if any(n.code not in NOTICES or not 0 <= n.span.start <= n.span.end <= len(text) for n in document.notices):
        faults.append("a notice is unknown, or beyond the text")
    return faults


@pytest.mark.parametrize("name", [*BUNDLED, *STATUTES])
def test_the_texts_keep_the_laws_of_an_outline(name: str) -> None:
    """Bundled texts and statutes."""
    text = bundled(name) if name in BUNDLED else statute(name)

    assert broken_laws(parse(text)) == []


@given(strings())
@example("")
@example("﻿")
@example("\r\n")
@example("一、")
@example("第一条")
@example("（一）\n（一）\n（一）")
@example("- ")
def test_any_string_parses(text: str) -> None:
    """Clauses are disjoint and in order, nothing is lost but blanks, ids are unique and ASCII, parents come first."""
    assert broken_laws(parse(text)) == []


@pytest.mark.parametrize("text", ["**\n产业工人", ">\n甲", "[bookmark: _Toc1]\n甲", "第一条　甲。\n<!-- 注 -->\n乙"])
def test_a_line_of_nothing_but_marks_parses(text: str) -> None:
    """An empty quotation, a bookmark, a comment, with a line behind it."""
    assert broken_laws(parse(text)) == []


@given(papers(), st.data())
def test_a_part_of_a_document_parses(draft: Draft, data: st.DataObject) -> None:
    """Whatever parts are read, the laws hold, and what is beyond is outside."""
    text = draft.text
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True)))

    assert broken_laws(parse(text, within=[Span(*edges[:2]), *([Span(*edges[2:])] if len(edges) == 4 else [])])) == []


def test_what_stands_between_an_article_and_its_text_stays_outside() -> None:
    """The number before the foreign matter, the text behind it."""
    document = parse("第一条\n广告\n甲。", within=[Span(0, 3), Span(7, 9)])

    assert broken_laws(document) == []


@given(drafts())
def test_the_outline_of_a_document_is_the_one_it_was_made_from(draft: Draft) -> None:
    """Every label that was written is read, in order, with the text behind it."""
    document = parse(draft.text)
    labelled = [clause for clause in document.clauses if clause.marker]

    assert [clause.marker for clause in labelled] == [label.strip() for label in draft.labels]


@given(drafts(), st.sampled_from(("\r\n", "\r")))
def test_line_ends_make_no_difference_to_the_outline(draft: Draft, newline: str) -> None:
    """CR LF and CR end a line as LF does."""
    assert listing(parse(draft.text.replace("\n", newline))) == listing(parse(draft.text))


@given(drafts())
def test_a_byte_order_mark_makes_no_difference_to_the_outline(draft: Draft) -> None:
    """It has no shape, and the label behind it is a label."""
    assert listing(parse("\ufeff" + draft.text)) == listing(parse(draft.text))


RUNS = {
    "一": "一",
    "（": "（",
    "、": "、",
    "第": "第",
    "blanks": " ",
    "wide blanks": "\u3000",
    "digits": "1",
    "line ends": "\n",
    "quotes": '"',
    "hashes": "#",
    "stars": "*",
    "brackets": "[",
    "comments": "<!--",
    "bookmarks": "[bookmark:",
    "quotations": "> ",
    "dashes": "-",
    "surrogates": "\ud800",
    "articles": "第一条\n",
    "lines": "甲\n",
    "items": "（一）\n",
    "returns": "\r",
    "weak labels": "1.甲。\n",
    "contents": "目录\n甲\n",
    "dates": "2024年1月1日\n",
    "annexes": "附件1：甲\n",
    "open lines": "甲，\n",
    "dots": "目录\n.…甲",
    "numbers of documents": "〔2024〕" + " " * 2000,
    "items of an article": "第一条\n" + "（一）\n" * 9000,
}


@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS.keys())
def test_a_long_run_is_no_matter(unit: str) -> None:
    """50,000 characters of one thing: would take hours if any pattern looked back and forth."""
    text = unit * (50_000 // len(unit))

    assert broken_laws(parse(text)) == []

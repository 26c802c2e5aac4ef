"""A reprint inside its page: where the text is, which paragraph is which clause, and whether it is a reprint at all."""

from __future__ import annotations

import re

import pytest
from support.marks import normalized, rows, uncovered
from support.paths import EXTRACT, NOTES, OPINIONS, PAGE, PLAN, bundled, statute

from policydiff.alignment import File, Location, align_reprint, judge, locate
from policydiff.comparison import Comparison, compare
from policydiff.model import Alignment, Document, Span, Tier
from policydiff.normalization import NormalizedDocument, normalize_document
from policydiff.outline import parse

FOREIGN = "今年以来，龙山工业开发区坚持项目为王，全力推进项目建设，为全区产业优化升级注入强劲动能，处处呈现热火朝天的施工景象。\n\n" * 4
#: The opinions, a paragraph to an entry; page breaks inside sentences are undone.
PARAGRAPHS = [re.sub(r"\s*\n+\s*", "", bundled(OPINIONS)[c.span.start : c.span.end]) for c in parse(bundled(OPINIONS)).clauses]

STATUTE = """第一条　为了鼓励创新发展，依法保护知识产权，维护公平竞争的市场秩序，制定本办法。
第二条　各级人民政府应当加强领导，制定规划并组织实施，定期公布进展情况。
第三条　违反本办法的，由主管部门责令改正；拒不改正的，处一万元以下罚款。
"""


def page(*parts: str) -> str:
    """Paragraphs of a page, with blank lines between them."""
    return "\n\n".join(parts)


def located(text: str, on: str) -> Location:
    """Where a text stands on a page."""
    return locate(File(parse(text), normalized(text)), File(parse(on), normalized(on)))


def aligned(text: str, on: str) -> tuple[NormalizedDocument, NormalizedDocument, Alignment]:
    """Both documents, normalised with their numbers, and how they correspond."""
    sides = [normalize_document(parse(side), keep_markers=True) for side in (text, on)]
    return (*sides, align_reprint(*sides))


def paired(alignment: Alignment) -> dict[str, str]:
    """New id by old id, over all links."""
    return {link.old: link.new for link in alignment.links}


@pytest.fixture(scope="module")
def liaoyuan() -> Comparison:
    """The official text and the page."""
    return compare(parse(bundled(OPINIONS)), parse(bundled(PAGE)))


# -- where the text is -----------------------------------------------------------------------------------------------------------


def test_the_text_is_found_on_the_page() -> None:
    """From its title to the end of its last measure; masthead and other news are not in it."""
    found = located(bundled(OPINIONS), bundled(PAGE))

    assert (found.page, found.spans) == ("new", (Span(192, 5090),))
    assert found.spans[0].of(bundled(PAGE)).startswith("## 中共中央 国务院关于深化")
    assert found.spans[0].of(bundled(PAGE)).endswith("加强产业工人队伍建设改革课题研究。")
    assert found.coverage > 0.9


def test_masthead_source_and_other_news_are_outside(liaoyuan: Comparison) -> None:
    """Listed as what the page holds besides, and in no clause."""
    outside = [span.of(liaoyuan.new.text) for span in liaoyuan.new.outside]

    assert [f"{text[:4]}…{text[-5:]}" for text in outside] == ["辽源发布….com>", "(新华社…李德明说。"]
    assert liaoyuan.old.outside == ()


def test_the_page_may_be_the_old_side(liaoyuan: Comparison) -> None:
    """Compared the other way round, the same text is found and the same is outside."""
    back = compare(parse(bundled(PAGE)), parse(bundled(OPINIONS)))

    assert (liaoyuan.settings["page"], back.settings["page"]) == ("new", "old")
    assert (back.profile, back.old.outside, back.new.outside) == ("reprint", liaoyuan.new.outside, ())


def test_a_page_that_goes_on_after_something_else() -> None:
    """The text in two stretches, other news before, between and behind: all that is outside, and nothing differs."""
    half = len(PARAGRAPHS) // 2
    text = page("辽源发布", *PARAGRAPHS[:half], "## 龙山区:项目建设如火如荼", FOREIGN, *PARAGRAPHS[half:], "## 秋收进入高峰期", FOREIGN)
    found = compare(parse(bundled(OPINIONS)), parse(text))

    assert [span.of(text)[:5] for span in found.new.outside] == ["辽源发布", "## 龙山", "## 秋收"]
    assert (found.profile, found.substitutions, found.insertions, found.repeals) == ("reprint", (), (), ())


NEWS = "本报讯 " + FOREIGN
MASTHEAD = "辽源日报 2024年10月23日 第三版"
#: What a page makes of the opinions, what of it is outside, and the rows in which anything happened.
PAGES = {
    "as they are": (lambda text: text, [], []),
    "a masthead": (lambda text: f"{MASTHEAD}\n\n{text}", [MASTHEAD], []),
    "no title": (lambda text: text[text.index("(2024年10月12日)") :], [], [("title", "", "repeal")]),
    "a masthead for a title": (
        lambda text: f"{MASTHEAD}\n\n{text[text.index('(2024年10月12日)') :]}",
        [MASTHEAD],
        [("title", "", "repeal")],
    ),
    "an editor's name at the end": (lambda text: f"{text}\n\n责任编辑：李明", ["责任编辑：李明"], []),
    "a measure more, and an editor": (
        lambda text: f"{text}\n\n（二十八）加强督促检查。定期通报本意见落实情况。\n\n责任编辑：李明",
        ["责任编辑：李明"],
        [("", "9.28", "insertion")],
    ),
    "other news between": (
        lambda text: text.replace("（六）健全", f"龙山区项目建设如火如荼\n\n{NEWS}（六）健全"),
        [f"龙山区项目建设如火如荼\n\n{NEWS.strip()}"],
        [],
    ),
    "continued on another page": (
        lambda text: text.replace("（六）健全", "（下转第三版）\n\n（上接第一版）\n\n（六）健全"),
        ["（下转第三版）\n\n（上接第一版）"],
        [],
    ),
}


@pytest.mark.parametrize(("made", "outside", "expected"), PAGES.values(), ids=PAGES.keys())
def test_what_is_outside_and_what_was_put_in(made, outside: list[str], expected: list[tuple[str, str, str]]) -> None:
    """The number that comes next, and a title, belong to the text; a masthead, an editor and other news do not. Both ways round."""
    text = made(bundled(OPINIONS))
    there, back = (compare(*map(parse, sides), profile="reprint") for sides in ((bundled(OPINIONS), text), (text, bundled(OPINIONS))))
    mirrored = [(new, old, {"repeal": "insertion", "insertion": "repeal"}[kinds]) for old, new, kinds in expected]

    assert [span.of(text) for span in there.new.outside] == [span.of(text) for span in back.old.outside] == outside
    assert (rows(there.collation), rows(back.collation)) == (expected, mirrored)


def test_a_page_with_no_passage_of_the_text_holds_nothing() -> None:
    """No spans, no coverage."""
    assert located(STATUTE, FOREIGN)[1:] == ((), 0.0)


@pytest.mark.parametrize(("text", "on"), [("", ""), ("", STATUTE), (STATUTE, ""), ("，。", "、；")])
def test_nothing_is_found_in_nothing(text: str, on: str) -> None:
    """Empty files and files without words."""
    assert located(text, on)[1:] == ((), 0.0)


def test_a_quotation_is_no_reprint() -> None:
    """The essays quote the opinions; less than half of the text is on the page."""
    assert located(bundled(OPINIONS), bundled(NOTES)).coverage < 0.5


def test_whole_lines_of_the_page_are_taken() -> None:
    """Marks of the file format at the beginning of a line and half-width marks at its end belong to it."""
    text = page("报头", "### " + STATUTE.replace("，", ",").strip(), "其他新闻")
    (span,) = located(STATUTE, text).spans

    assert span.of(text) == "### " + STATUTE.replace("，", ",").strip()


def test_a_title_too_short_for_an_anchor_is_found_above_the_text() -> None:
    """Lines that resemble what the backbone lacks are drawn in; lines that do not are not."""
    text = page("辽源日报", "## 若干办法", STATUTE, "责任编辑 某某")
    (span,) = located(page("若干办法", STATUTE), text).spans

    assert span.of(text).strip() == page("## 若干办法", STATUTE).strip()


# -- which paragraph is which clause ---------------------------------------------------------------------------------------------


def test_every_clause_of_the_opinions_is_found_on_the_page(liaoyuan: Comparison) -> None:
    """Forty of forty-one, by number; the heading that was lost has no counterpart."""
    pairs = {link.old: link.new for link in liaoyuan.links}

    assert [clause.id for clause in liaoyuan.old.clauses if clause.id not in pairs] == ["6"]
    assert {old: new for old, new in pairs.items() if old != new} == {f"6.{n}": f"5.{n}" for n in range(14, 18)}
    assert {link.tier for link in liaoyuan.links} == {Tier.STRONG}


def test_a_lost_heading_moves_nothing(liaoyuan: Comparison) -> None:
    """（十四） to （十七） stand where they stood, although their ids say 五; the heading is a repeal with a finding."""
    lost = liaoyuan.find(old="6")

    assert liaoyuan.moves == liaoyuan.renumberings == ()
    assert ([str(kind) for kind in lost.kinds], [finding.name for finding in lost.findings]) == (["repeal"], ["heading"])


def test_a_heading_that_was_put_in_is_told() -> None:
    """It is the mirror of a lost one."""
    new = page(*PARAGRAPHS[:8], "### 重要内容", *PARAGRAPHS[8:])
    found = compare(parse(page(*PARAGRAPHS)), parse(new))

    assert [finding.note for change in found.changes for finding in change.findings] == ["多出标题“重要内容”。"]


def test_a_wrong_number_is_a_wrong_word() -> None:
    """（三） printed as （四） is marked in a reprint, and nothing is renumbered."""
    new = page(*PARAGRAPHS).replace("（十三）", "（十四）", 1)
    found = compare(parse(page(*PARAGRAPHS)), parse(new), profile="reprint")
    change = found.find(old="（十三）")

    assert "（[-十三-]{+十四+}）贯通产业工人横向发展机制。" in str(change)
    assert found.renumberings == ()


def test_a_paragraph_cut_in_two_is_still_one_clause() -> None:
    """A line end after a full stop makes two paragraphs of a measure; they share its row."""
    old, new = STATUTE, STATUTE.replace("责令改正；拒不", "责令改正。\n拒不")
    found = compare(parse(old), parse(new), profile="reprint")

    assert [(ids_old, kinds) for ids_old, _, kinds in rows(found.collation)] == [("a3", "substitution")]


def test_a_measure_printed_twice_stands_once() -> None:
    """The second printing is an insertion, and no other clause is touched."""
    new = page(*PARAGRAPHS[:12], PARAGRAPHS[11], *PARAGRAPHS[12:])
    found = compare(parse(page(*PARAGRAPHS)), parse(new), profile="reprint")

    assert [kinds for *_, kinds in rows(found.collation)] == ["insertion"]


def test_a_paragraph_at_another_place_is_moved() -> None:
    """It still has its counterpart."""
    new = page(*PARAGRAPHS[:10], *PARAGRAPHS[11:14], PARAGRAPHS[10], *PARAGRAPHS[14:])
    _, _, alignment = aligned(page(*PARAGRAPHS), new)

    assert [bead.moved for bead in alignment.beads].count(True) == 1
    assert len(alignment.links) == len(PARAGRAPHS)


def test_links_show_the_longest_passage_both_share(liaoyuan: Comparison) -> None:
    """The evidence of a link is the same text on both sides, once normalised."""
    old, new = liaoyuan.old.text, liaoyuan.new.text
    shown = [(normalized(e.old.of(old)).text, normalized(e.new.of(new)).text) for link in liaoyuan.links for e in link.evidence]

    assert len(shown) == len(liaoyuan.links)
    assert [pair for pair in shown if pair[0] != pair[1]] == []


def test_the_clauses_of_the_page_and_what_is_outside_are_the_whole_page(liaoyuan: Comparison) -> None:
    """What is neither is blank."""
    assert uncovered(liaoyuan.new).strip() == ""


# -- what must not be taken for a part of the page -------------------------------------------------------------------------------


@pytest.mark.parametrize("old_first", [True, False], ids=["added", "dropped"])
def test_an_article_at_the_end_came_or_went(old_first: bool) -> None:
    """第四条 behind 第三条 is a provision, not another item of news: an insertion or a repeal."""
    longer = parse(STATUTE + "第四条　本办法自公布之日起施行。\n")
    shorter = parse(STATUTE)
    found = compare(shorter, longer) if old_first else compare(longer, shorter)

    assert [kinds for *_, kinds in rows(found.collation)] == ["insertion" if old_first else "repeal"]


@pytest.mark.parametrize("old_first", [True, False], ids=["added", "dropped"])
def test_a_long_paragraph_of_an_article_came_or_went(old_first: bool) -> None:
    """A second paragraph (款) of 200 characters below 第十条 of a real statute is no advertisement."""
    text = statute("cn-foreigntrade-2016-2022/old.txt")
    document = parse(text)
    end = max(clause.span.end for clause in document.clauses if clause.id.startswith(document.find("第十条").id))
    paragraph = (
        "国务院对外贸易主管部门会同国务院其他有关部门建立监测制度，发布监测信息，组织开展风险评估，并依照法律的规定采取必要的应急措施。" * 3
    )
    longer, shorter = parse(f"{text[:end]}\n\n{paragraph}{text[end:]}"), document
    found = compare(shorter, longer) if old_first else compare(longer, shorter)

    assert (found.old.outside, found.new.outside) == ((), ())


@pytest.mark.parametrize("id", ["1.p1", "9.27"])
def test_a_paragraph_that_a_reprint_dropped_is_told(id: str) -> None:
    """The first paragraph of 总体要求, or the last measure: a repeal, not “文字完全相同”."""
    text = bundled(OPINIONS)
    document = parse(text)
    span = document.clause(id).span
    found = compare(document, parse(text[: span.start] + text[span.end :].lstrip()), profile="reprint")

    assert [(old, kinds) for old, _, kinds in rows(found.collation)] == [(id, "repeal")]


def test_a_comment_of_the_file_format_has_its_counterpart() -> None:
    """<!-- INFO END --> on both sides is the same line."""
    document = parse(statute("cn-statecouncil-1982-2024/new.txt"))

    assert rows(compare(document, document).collation) == []


# -- is it a reprint at all? -----------------------------------------------------------------------------------------------------

OFFICIAL = bundled(OPINIONS)

#: What was done to the official text, and whether the result is read as a reprint of it.
JUDGED = {
    "the same text": (lambda text: text, True),
    "the newspaper page": (lambda _: bundled(PAGE), True),
    "the extract": (lambda _: bundled(EXTRACT), True),
    "another date": (lambda text: text.replace("2024年10月12日", "2025年3月1日"), False),
    "no date": (lambda text: text.replace("(2024年10月12日)\n\n", ""), True),
    "another title": (lambda text: text.replace("深化产业工人队伍建设改革的 意见", "深化改革的实施意见", 1), True),
    "half-width marks": (lambda text: text.replace("，", ",").replace("（", "(").replace("）", ")"), True),
    "a heading lost": (lambda text: text.replace("六、维护劳动经济权益，增强产业工人成就感获得感幸福感", ""), True),
    "forty words changed": (lambda text: text.replace("技能", "技艺"), True),
    "measures renumbered": (lambda text: re.sub("（二十([一二三四五六])）", "（三十\\1）", text), False),
    "reworded throughout": (lambda text: re.sub("产业工人|建设|改革|工作|加强|发展|技能|企业", "某某事项某某", text), False),
    "the earlier plan": (lambda _: bundled(PLAN), False),
    "essays that quote it": (lambda _: bundled(NOTES), False),
}


@pytest.mark.parametrize(("made", "expected"), JUDGED.values(), ids=JUDGED.keys())
def test_auto_tells_a_reprint_from_a_revision(made, expected: bool) -> None:
    """Date, numbers and words decide; the choice comes with its reason, and is the same the other way round."""
    other = made(OFFICIAL)
    there, back = compare(parse(OFFICIAL), parse(other)), compare(parse(other), parse(OFFICIAL))

    assert (there.profile == "reprint", back.profile == "reprint") == (expected, expected)
    assert there.settings["reason"]


def test_clauses_that_only_one_side_has_make_a_revision() -> None:
    """Four of twelve articles are new, in between: too many for a reprint."""
    lines = [f"第{n}条　{sentence}" for n, sentence in zip("一二三四五六七八", PARAGRAPHS[8:16], strict=True)]
    old, new, alignment = aligned("\n".join(lines[::2]), "\n".join(lines))

    assert not judge(old, new, alignment).is_reprint


def test_the_reason_names_what_decided() -> None:
    """Dates, numbers, share of equal characters, clauses of one side."""
    old, new, alignment = aligned(OFFICIAL, OFFICIAL.replace("2024年10月12日", "2025年3月1日"))

    assert judge(old, new, alignment).reason == "两份文本所署日期不同，按修订比较。"


def test_a_profile_that_was_asked_for_is_kept() -> None:
    """Whatever the documents look like."""
    documents: list[Document] = [parse(bundled(OPINIONS)), parse(bundled(PAGE))]

    assert [compare(*documents, profile=profile).profile for profile in ("revision", "reprint")] == ["revision", "reprint"]

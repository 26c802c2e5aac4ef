"""What a link is about: which words of a clause went into which of its partners; what came closest; which phrases were used again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from support.paths import TEXTS
from support.strategies import Draft, drafts

import policydiff
from policydiff.alignment.residual import correspond
from policydiff.model import COUNTED_TIERS, Link
from policydiff.reports.labels import place_label

#: A law of six articles; the one that is split, merged or dropped stands among others, so that common words are known to be common.
FILLER = (
    "第{}条　国家鼓励和支持科学技术研究开发，推广应用先进适用的农业机械。",
    "第{}条　乡镇人民政府应当建立健全农村公共卫生服务体系，配备乡村医生。",
    "第{}条　学校应当按照规定开设体育课程，保证学生每天一小时锻炼时间。",
    "第{}条　博物馆、纪念馆应当向未成年人免费开放，并提供讲解服务。",
)


def law(*articles: str) -> policydiff.Document:
    texts = [*articles, *FILLER]
    return policydiff.parse("\n".join(text.format(number) for number, text in zip("一二三四五六七八九", texts, strict=False)))


def compared(old: policydiff.Document, new: policydiff.Document) -> policydiff.Comparison:
    return policydiff.compare(old, new, profile="revision")


def link(comparison: policydiff.Comparison, old: str, new: str) -> Link:
    (found,) = [k for k in comparison.links if (k.old, k.new) == (old, new)]
    return found


def words(comparison: policydiff.Comparison, old: str, new: str) -> list[tuple[str, str]]:
    found = link(comparison, old, new)
    return [(part.old.of(comparison.old.text), part.new.of(comparison.new.text)) for part in found.parts]


WHOLE = (
    "第{}条　食品生产企业应当建立进货查验记录制度，记录保存期限不得少于二年。"
    "网络交易平台应当审查入网经营者的许可证，发现违法行为及时制止并报告。"
)
RECORDS = "第{}条　食品生产企业应当建立进货查验记录制度，记录保存期限不得少于三年。"
PLATFORM = "第{}条　网络交易平台应当审查入网经营者的许可证，发现违法行为及时制止并报告。"


def test_each_link_of_a_split_clause_is_about_its_own_words() -> None:
    """What went into the one is not said of the other."""
    found = compared(law(WHOLE), law(RECORDS, PLATFORM))

    assert words(found, "a1", "a1") == [
        ("食品生产企业应当建立进货查验记录制度，记录保存期限不得少于二年", "食品生产企业应当建立进货查验记录制度，记录保存期限不得少于三年")
    ]
    assert words(found, "a1", "a2") == [
        (
            "网络交易平台应当审查入网经营者的许可证，发现违法行为及时制止并报告",
            "网络交易平台应当审查入网经营者的许可证，发现违法行为及时制止并报告",
        )
    ]


def test_a_joined_clause_says_which_words_came_from_where() -> None:
    """The same, seen from the other side."""
    found = compared(law(RECORDS, PLATFORM), law(WHOLE))

    assert [new for _, new in words(found, "a1", "a1")] == ["食品生产企业应当建立进货查验记录制度，记录保存期限不得少于二年"]
    assert [new for _, new in words(found, "a2", "a1")] == ["网络交易平台应当审查入网经营者的许可证，发现违法行为及时制止并报告"]


def test_a_link_of_whole_clauses_has_no_parts() -> None:
    """It is about all of both."""
    found = compared(law(RECORDS, PLATFORM), law(RECORDS, PLATFORM))

    assert all(k.parts == () for k in found.links)


def test_words_behind_a_reference_stand_where_they_stand() -> None:
    """References do not count as words, and their places do."""
    old = WHOLE.replace("网络交易平台应当", "违反第三条规定的网络交易平台应当")
    new = PLATFORM.replace("网络交易平台应当", "违反第四条规定的网络交易平台应当")
    found = compared(law(old), law(RECORDS, new))

    ((before, after),) = words(found, "a1", "a2")
    assert before == "违反第三条规定的网络交易平台应当审查入网经营者的许可证，发现违法行为及时制止并报告"
    assert after == before.replace("三", "四")


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("第一条　甲应当公开。\n第二条　本法自公布之日起施行。", "甲应当", ""),
        ("第一条　甲应当公开。乙应当保密。\n第二条　本法自公布之日起施行。", "甲应当", "前段"),
        ("第一条　甲应当公开。乙应当保密。丙应当报告。\n第二条　本法自公布之日起施行。", "乙应当", "中段"),
        ("第一条　甲应当公开。乙应当保密。\n第二条　本法自公布之日起施行。", "乙应当", "后段"),
        ("第一条　甲应当公开。\n乙应当保密。\n第二条　本法自公布之日起施行。", "乙应当", "第二款"),
        ("第一条　甲应当公开。\n乙应当保密。\n第二条　本法自公布之日起施行。", "甲应当", "第一款"),
        ("第一条　甲应当：\n（一）公开信息；\n（二）保护隐私。\n第二条　本法自公布之日起施行。", "保护隐私", "第二项"),
        ("第一條　甲應公開。\n乙應保密。\n第二條　本法自公布日施行。", "乙應", "第二項"),
        ("第一條　甲應：\n一、公開資訊。\n二、保護隱私。\n第二條　本法自公布日施行。", "保護隱私", "第二款"),
        ("一、总体要求\n（一）完善制度。健全机制。\n（二）加强领导。落实责任。", "健全机制", "第2句"),
    ],
)
def test_a_place_is_called_as_drafters_call_it(text: str, words: str, label: str) -> None:
    """款、项 in the mainland, 項、款 in Taiwan; 前段 and 后段 for the sentences of an article; 第2句 in a paper."""
    document = policydiff.parse(text)
    start = text.index(words)

    assert place_label(document, policydiff.Span(start, start + len(words))) == label


@settings(deadline=None, max_examples=40)
@given(drafts(), drafts())
def test_parts_lie_in_their_clauses(old: Draft, new: Draft) -> None:
    """Whatever the documents say: parts are inside the clauses of their link, in order and apart from each other on the old side."""
    found = policydiff.compare(policydiff.parse(old.text), policydiff.parse(new.text), profile="revision")

    units = {side: {u.head.id: u.span for u in d.units} for side, d in (("old", found.old), ("new", found.new))}
    for k in found.links:
        for part in k.parts:
            assert units["old"][k.old].covers(part.old)
            assert units["new"][k.new].covers(part.new)
        starts = [part.old for part in k.parts]
        assert all(a.end <= b.start for a, b in pairwise(starts))


# -- what came closest -------------------------------------------------------------------------------------------------------------------


def test_a_clause_without_a_link_says_what_came_closest() -> None:
    """A dropped clause names the new clause that is most like it, and how much evidence was missing."""
    dropped = "第{}条　举办大型群众性活动，承办者应当制定安全工作方案，向公安机关申请安全许可。"
    near = "第{}条　公安机关应当对道路交通进行疏导，保障通行安全。"
    found = compared(law(dropped, near), law(near)).collation

    (rejected,) = [r for r in found.rejected if r.old == "a1"]
    assert rejected.new == "a1"
    assert 0 < rejected.alone < 1


def test_words_that_another_link_explains_are_no_evidence() -> None:
    """The clause that holds them is named."""
    copied = "第{}条　网络交易平台应当审查入网经营者的许可证。"
    found = compared(law(PLATFORM, copied), law(PLATFORM)).collation

    (rejected,) = [r for r in found.rejected if r.old == "a2"]
    assert (rejected.new, rejected.rival) == ("a1", ("a1", "a1"))
    assert rejected.alone >= 1 > rejected.score


def test_a_linked_clause_is_not_rejected() -> None:
    """Every rejected pair has a side without a link that counts."""
    found = compared(law(RECORDS, PLATFORM), law(PLATFORM)).collation
    counted = [k for k in found.links if k.tier in COUNTED_TIERS]
    olds, news = {k.old for k in counted}, {k.new for k in counted}

    assert found.rejected
    assert all(r.old not in olds or r.new not in news for r in found.rejected)


# -- phrases that were used again --------------------------------------------------------------------------------------------------------


def test_a_phrase_that_was_used_again_is_an_echo() -> None:
    """It stands in a clause that has another source; no link is made of it, and it can be found."""
    old = law(
        "第{}条　国家建立食品安全信用档案，记录许可颁发、日常监督检查结果、违法行为查处等情况，向社会公布名单。",
        "第{}条　县级以上地方人民政府应当组织开展防灾减灾宣传，设立应急避难场所标识，储备必要的救灾物资。",
    )
    new = law(
        "第{}条　国家建立食品安全信用档案，记录许可颁发、日常监督检查结果、违法行为查处等情况。",
        "第{}条　县级以上地方人民政府应当组织开展防灾减灾宣传，设立应急避难场所标识，储备必要的救灾物资，向社会公布名单。",
    )
    found = compared(old, new)

    assert [(e.old.of(old.text), e.new.of(new.text)) for e in found.collation.echoes] == [("向社会公布名单", "向社会公布名单")]
    assert ("a1", "a2") not in {(k.old, k.new) for k in found.links if k.tier in COUNTED_TIERS}


# -- twins -------------------------------------------------------------------------------------------------------------------------------


def test_of_two_that_say_the_same_one_was_kept() -> None:
    """Both are linked with it; 略 says too little for that."""
    twin = "第{}条　网络交易平台应当审查入网经营者的许可证。"
    merged = compared(law(twin, RECORDS, twin), law(twin, RECORDS))
    assert {(k.old, k.new) for k in merged.links if k.tier in COUNTED_TIERS} >= {("a1", "a1"), ("a3", "a1")}

    void = "第{}条　（略）"
    left = compared(law(void, RECORDS, void), law(void, RECORDS))
    assert len([k for k in left.links if k.new == "a1" and k.tier in COUNTED_TIERS]) == 1


def test_a_document_with_itself_has_nothing_left_over() -> None:
    """No part, no rejection, no echo."""
    same = law(RECORDS, PLATFORM)
    found = compared(same, same).collation

    assert (found.rejected, found.echoes) == ((), ())
    assert correspond([], []).rejected == ()


def test_reports_tell_what_came_closest_and_why_it_is_none() -> None:
    """In the terminal, in the page, and from the comparison itself."""
    copied = "第{}条　网络交易平台应当审查入网经营者的许可证。"
    found = compared(law(PLATFORM, copied), law(PLATFORM))

    assert "最接近第一条，共有文字见于原第一条" in found.to_text()
    assert "，共有文字见于原第一条" in found.to_html()
    assert found.rejected == found.collation.rejected != ()


def test_the_page_leads_to_a_phrase_that_was_used_again() -> None:
    """From the clause that had it, and from the clause that has it."""
    found = policydiff.compare(TEXTS / "plan-2017.txt", TEXTS / "opinions-2024.txt")
    page = found.to_html()

    assert found.echoes
    assert "用语又见 " in page
    assert "用语曾见 " in page

"""Provisions correspond if they prefer each other, or if they explain text that nothing else explains."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydiff.alignment import residual
from policydiff.alignment.leftovers import Echo, Rejection, Rival
from policydiff.alignment.parts import Part
from policydiff.alignment.residual import Correspondence, Provision, correspond
from policydiff.model import COUNTED_TIERS, Tier

EDUCATION = """
    国家鼓励企业举办职业学校。企业应当提取职工教育经费。
    各级人民政府应当把职业教育纳入国民经济和社会发展规划。
    境外组织在中国境内举办职业学校的办法，由国务院规定。
    教师应当具备相应的专业技能。
"""


def provisions(text: str, level: str = "article") -> list[Provision]:
    """One line is one provision, numbered from 1: `标题｜句子。句子。`, the title and its bar optional; ∅ has no text."""
    result = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        heading, _, body = line.replace("∅", "").rpartition("｜")
        sentences = tuple(re.findall(r"[^。；]+[。；]?", body))
        result.append(Provision(f"a{number}", level, (number, 0), heading, sentences))
    return result


def counted(found: Correspondence) -> str:
    """The links that count, by number: `1→1 2→3`; a strong one has `!`."""
    return " ".join(
        f"{link.old + 1}→{link.new + 1}" + "!" * (link.tier is Tier.STRONG) for link in found.links if link.tier in COUNTED_TIERS
    )


def links(old: str, new: str) -> str:
    return counted(correspond(provisions(old), provisions(new)))


# --- What happens to provisions -----------------------------------------------------------------------------------------------


def test_a_reworded_provision_keeps_its_partner() -> None:
    """Other words, same order: one link each."""
    new = """
        国家支持企业举办职业学校。企业应当按照规定提取和使用职工教育经费。
        县级以上人民政府应当将职业教育纳入国民经济和社会发展规划。
        境外组织在境内举办职业学校，由国务院另行规定办法。
        职业学校的教师应当具备专业技能。
    """

    assert links(EDUCATION, new) == "1→1! 2→2! 3→3! 4→4!"


def test_a_provision_that_was_split_has_a_link_for_each_part() -> None:
    """The second sentence became an article of its own: nothing else explains it."""
    new = """
        国家鼓励企业举办职业学校。
        企业应当按照规定提取和使用职工教育经费。
        各级人民政府应当把职业教育纳入国民经济和社会发展规划。
        境外组织在中国境内举办职业学校的办法，由国务院规定。
        教师应当具备相应的专业技能。
    """

    assert links(EDUCATION, new) == "1→1! 1→2 2→3! 3→4! 4→5!"


def test_provisions_that_were_merged_are_both_linked() -> None:
    """Two articles became the two sentences of one."""
    new = """
        国家鼓励企业举办职业学校。企业应当提取职工教育经费。教师应当具备相应的专业技能。
        各级人民政府应当把职业教育纳入国民经济和社会发展规划。
        境外组织在中国境内举办职业学校的办法，由国务院规定。
    """

    assert links(EDUCATION, new) == "1→1! 2→2! 3→3! 4→1!"


def test_a_provision_that_moved_is_found_out_of_order() -> None:
    """The last article now comes first; the order of the rest is kept, which `order` tells."""
    new = """
        教师应当具备相应的专业技能和经验。
        国家鼓励企业举办职业学校。企业应当提取职工教育经费。
        各级人民政府应当把职业教育纳入国民经济规划。
        境外组织在中国境内举办职业学校的办法，由国务院规定。
    """
    found = correspond(provisions(EDUCATION), provisions(new))

    assert counted(found) == "1→2! 2→3! 3→4! 4→1!"
    assert 0.5 < found.order < 1


def test_a_provision_that_is_new_has_no_link() -> None:
    """残疾人教育 comes from nowhere."""
    new = EDUCATION.replace("    境外", "    残疾人教育应当得到保障，校园应当配备无障碍设施。\n    境外")

    assert links(EDUCATION, new) == "1→1! 2→2! 3→4! 4→5!"


def test_a_provision_that_was_dropped_has_no_link() -> None:
    """Nor has one that was dropped."""
    new = "\n".join(line for line in EDUCATION.splitlines() if "境外" not in line)

    assert links(EDUCATION, new) == "1→1! 2→2! 4→3!"


def test_documents_with_nothing_in_common_have_no_link() -> None:
    """Not even a weak one; and they are no versions of one text."""
    found = correspond(provisions(EDUCATION), provisions("森林防火以预防为主。\n渔船检验每季一次。\n食盐实行专营。"))

    assert counted(found) == ""
    assert found.kinship == 0


def test_a_repeated_phrase_is_no_source_if_another_provision_explains_it() -> None:
    """主人翁地位 went into the first clause; that the third one repeats it makes no link."""
    old = """
        保障主人翁地位｜健全保证产业工人主人翁地位的制度安排。推进厂务公开业务公开。
        网络学习｜打造网络学习平台，优化数字学习环境。
        流动渠道｜健全公共就业服务体系，做好职业供求信息发布。
    """
    new = """
        国家治理｜落实保障产业工人主人翁地位的制度安排。推进厂务公开业务公开。
        网络学习｜打造全国网络学习平台，优化数字环境。
        舆论宣传｜主流媒体加大对主人翁地位的宣传力度，创作优秀影视作品。
        公共就业｜健全就业服务体系，发布职业供求信息。
    """

    assert links(old, new) == "1→1! 2→2! 3→4!"


# --- Identical provisions -----------------------------------------------------------------------------------------------------


def test_identical_provisions_are_paired_in_order() -> None:
    """Three times the same sentence, three times on the other side."""
    text = "本章适用前章的规定。\n管理办法另行制定。\n管理办法另行制定。\n管理办法另行制定。"

    assert links(text, text) == "1→1! 2→2! 3→3! 4→4!"


def test_identical_provisions_that_are_fewer_on_one_side_are_paired_as_far_as_they_go() -> None:
    """Two of three are left: none is linked twice."""
    assert links("略。\n略。\n略。", "略。\n略。") == "1→1! 2→2!"


def test_a_title_alone_is_a_text() -> None:
    """Provisions without sentences are compared by their titles."""
    assert links("职业教育经费｜\n网络学习平台｜", "网络学习平台｜\n职业教育经费保障｜") == "1→2! 2→1!"


def test_empty_provisions_are_the_same_only_if_their_numbers_are() -> None:
    """Where there is no text, nothing else can be the same."""
    assert links("∅\n∅", "∅\n∅") == "1→1! 2→2!"
    assert links("甲乙丙丁。\n∅", "∅\n戊己庚辛。") == ""


def test_empty_documents_have_no_links() -> None:
    """Nothing raises, and nothing is divided by zero."""
    nothing = Correspondence((), alike=0.0, order=1.0, kinship=0.0, rejected=(), echoes=())

    assert correspond([], []) == correspond([], provisions(EDUCATION)) == correspond(provisions(EDUCATION), []) == nothing


# --- References and definitions -----------------------------------------------------------------------------------------------


def test_a_reference_to_the_same_article_is_evidence() -> None:
    """违反第二条 became 违反第三条 because article 2 became article 3; without numbers only the other words are left."""
    old = provisions("""
        采矿权人应当缴纳矿区使用费。
        开采矿产应当提出开采计画书图。
        运输爆炸物品应当申领通行证件。
        违反第一条、第二条规定的，处三万元以下罚款。
    """)
    new = provisions("""
        运输爆炸物品应当申领通行证件。
        采矿权人应当缴纳矿区使用费。
        开采矿产应当提出开采计画书图。
        违反第二条规定的，处三万元以下罚款。
        违反第三条规定的，责令停业，并处罚款。
    """)
    numbered = correspond(old, new)
    unnumbered = correspond([replace(p, number=None) for p in old], [replace(p, number=None) for p in new])
    score = {(link.old, link.new): link.score for link in unnumbered.links}

    assert counted(unnumbered) == "1→2! 2→3! 3→1! 4→4!"
    assert counted(numbered) == "1→2! 2→3! 3→1! 4→4! 4→5"
    assert all(link.score > score.get((3, link.new), 0) for link in numbered.links if link.old == 3)


@pytest.mark.parametrize(
    ("passage", "cited"),
    [
        ("违反第三条规定", {3}),
        ("違反第三條之一第二項規定", {103}),
        ("第二條至第五條之規定，準用之", {2, 3, 103, 4, 5}),
        ("第二条、第四条及第五条", {2, 4, 5}),
        ("依前條規定", {5}),
        ("依前二条规定", {4, 5}),
        ("第三條至前條", {3, 103, 4, 5}),
        ("第二条第一款第三项至第五项", {2}),
        ("前项规定", set()),
        ("依民法第三條、第四條及第五條", set()),
        ("依《刑法》第三条，并依第四条", {4}),
        ("依本法第三条、本条例第四条", {3, 4}),
        ("第九十九条", set()),
        ("符合当前条件的项目，提前条款失效", set()),
    ],
)
def test_references_are_read(passage: str, cited: set[int]) -> None:
    """In both scripts, with ranges and 前条; those to other laws are not. 第三条之一 is 103 here, and the text is article 6."""
    articles = {(2, 0): 2, (3, 0): 3, (3, 1): 103, (4, 0): 4, (5, 0): 5, (6, 0): 6}
    index = {number: k for k, number in enumerate(articles)}
    found = set(residual._cited(passage, index[6, 0], index))

    assert {article for number, article in articles.items() if index[number] in found} == cited


def test_numbers_of_articles_are_no_text() -> None:
    """Whatever the new number of an article is, a reference to it is the same."""
    old = provisions("申领通行证件，适用第十二条第三款的规定。\n处罚另行规定。")
    to_70 = correspond(old, provisions("申领通行证件，适用第七十条第一款的规定。\n处罚另行规定。"))
    to_23 = correspond(old, provisions("申领通行证件，适用第二十三条之一的规定。\n处罚另行规定。"))

    assert to_70 == to_23
    assert counted(to_70) == "1→1! 2→2!"


def test_definitions_are_known_by_the_term_they_define() -> None:
    """In the forms of both scripts."""
    text = """
        本法所称职业教育，是指培养技能的教育。
        本法所稱標示，係指標籤及仿單。
        化粧品：指施於人體外部之製劑。
        开展科学技术普及（以下简称科普）。
        农药登记，是指对农药的评价。
        教师应当具备技能。
    """

    assert residual._read(provisions(text), []).defined == [{"职业教育"}, {"標示"}, {"化粧品"}, {"科普"}, {"农药登记"}, set()]


DEFINED_OLD = (
    EDUCATION
    + """
    本法所称基地，是指开展实习的场所。
    为学生办理保险的费用，由财政负担。
    境内的机构，参照执行。
"""
)
DEFINED_NEW = (
    EDUCATION
    + """
    下列用语的含义。基地：指从事训练、比武和竞赛活动的园区。技师：指取得证书的人员。
    社会力量参与办学的，给予奖励和表彰。
"""
)


def test_the_only_definitions_of_a_term_belong_together() -> None:
    """Although they say it in other words, and one of them defines more."""
    assert "5→5" in links(DEFINED_OLD, DEFINED_NEW)
    assert "5→5" not in links(DEFINED_OLD.replace("所称基地", "所称园地"), DEFINED_NEW)


PUNISHED_OLD = EDUCATION + "违反第二条规定的，处以警告。\n校舍的安全由举办者负责。\n"
PUNISHED_NEW = EDUCATION + "有下列情形的，没收财物：违反第二条规定，情节恶劣。\n学费的标准另行制定。\n"


def test_the_only_sanctions_for_violating_one_article_belong_together() -> None:
    """Although one was a warning and the other is a confiscation; what is only mentioned proves nothing."""
    assert "5→5" in links(PUNISHED_OLD, PUNISHED_NEW)
    assert "5→5" not in links(PUNISHED_OLD, PUNISHED_NEW.replace("违反第二条", "依照第二条"))


def test_two_sanctions_for_violating_one_article_prove_nothing() -> None:
    """Which of them is the partner, the words must tell."""
    new = PUNISHED_NEW + "本条例的奖励不适用于违反第二条规定的人。\n"

    assert "5→5" not in links(PUNISHED_OLD, new)


def test_a_sentence_that_went_elsewhere_is_a_link() -> None:
    """Word for word and nowhere else, numbers of articles aside; one that stands twice, or says next to nothing, proves nothing."""

    def of_same_matter(old: str, new: str) -> list[tuple[int, int]]:
        olds, news = provisions(old), provisions(new)
        return residual._of_same_matter(residual._read(olds, news), [], len(olds))

    went = "依照第{}条的规定定期检查校舍用火用电。"
    old, new = f"甲。{went.format('二')}\n乙。\n丙。", f"丁。\n戊。\n己。{went.format('十')}"

    assert of_same_matter(old, new) == [(0, 2)]
    assert of_same_matter(old, new.replace("丁。", f"丁。{went.format('十')}")) == []
    assert of_same_matter("甲。本法另有规定。\n乙。", "丙。\n丁。本法另有规定。") == []


def test_the_least_bad_partner_is_none() -> None:
    """Between documents whose partners are nearly the same, two provisions with a phrase in common do not belong together."""
    old = EDUCATION + "国务院设立科学基金，资助自然科学的研究。\n"
    new = EDUCATION + "国务院批准的仲裁协议自签字之日起生效。\n"

    assert "5→5" not in links(old, new)


UNRELATED = """
    公证人应当保存公证书的原本。公证人违反规定的，由司法部门惩戒。
    商标注册人可以许可他人使用商标。许可合同应当备案。
    采矿权人应当缴纳矿区使用费。
    运输危险物品应当申领通行证件，违反规定的处以罚款。
    传染病病人应当接受隔离治疗。医疗机构应当及时报告。
    发票由税务机关统一印制。开具发票应当加盖专用章。
    农药登记证有效期为五年。农药标签应当载明毒性。
    仲裁裁决自作出之日起生效。当事人应当履行裁决。
    进口货物的收货人应当向海关申报。国家鼓励对外贸易。
    化妆品不得含有禁用成分。企业应当建立追溯制度。
"""


def test_unrelated_documents_have_no_probable_links() -> None:
    """What two statutes on different matters share (违反规定, 国家鼓励企业) is nobody's counterpart."""
    assert links(EDUCATION + "".join(f"\n国家鼓励企业开展第{n}类活动，违反规定的处以罚款。" for n in "甲乙丙丁戊己"), UNRELATED) == ""


def test_both_scripts_give_the_same_links() -> None:
    """條 is 条, 項 is 项."""
    simplified = (
        "教师违反第三条第二项规定的，处以罚款。\n学校应当公开收费项目。\n企业提取经费。",
        "学校公开收费。\n企业应当提取经费。",
    )
    traditional = (
        "教師違反第三條第二項規定的，處以罰款。\n學校應當公開收費項目。\n企業提取經費。",
        "學校公開收費。\n企業應當提取經費。",
    )

    assert links(*simplified) == links(*traditional) == "2→1! 3→2!"


# --- What a link tells --------------------------------------------------------------------------------------------------------


def test_evidence_names_the_sentences_that_belong_together() -> None:
    """The most telling pair first; the title is -1."""
    old = "就业服务｜完善就业信息制度。保障产业工人主人翁地位，推进厂务公开业务公开。\n其他｜打造网络平台。"
    new = "主人翁地位｜保障产业工人主人翁地位，健全厂务公开业务公开。完善就业信息服务。\n其他｜稳定工人队伍。"
    link = correspond(provisions(old), provisions(new)).links[0]

    assert link.sentences[:2] == ((1, 0), (0, 1))
    retitled = correspond(provisions("网络学习平台｜甲。\n乙丙。"), provisions("丁戊。\n网络学习平台｜己。")).links[0]
    assert retitled.sentences == ((-1, -1),)


def test_shares_tell_which_part_the_other_accounts_for() -> None:
    """A sentence of a long article that became an article of its own: part of the one, the whole of the other."""
    old = "国家鼓励企业举办职业学校，并给予税收优惠。企业应当按照规定提取职工教育经费。\n教师应当具备专业技能。"
    new = "国家鼓励企业举办职业学校，并给予税收优惠。\n企业应当按照规定提取职工教育经费。\n教师应当具备专业技能。"
    shares = {(link.old, link.new): link.shares for link in correspond(provisions(old), provisions(new)).links}

    assert shares[0, 1] == pytest.approx((0.4, 1.0), abs=0.15)
    assert shares[0, 0][0] + shares[0, 1][0] == pytest.approx(1, abs=0.15)
    assert shares[1, 2] == (1, 1)


def test_versions_of_one_text_are_kin() -> None:
    """All of it has a partner beyond doubt, and partners account for all of each other."""
    found = correspond(provisions(EDUCATION), provisions(EDUCATION))

    assert (found.kinship, found.alike, found.order) == (1, 1, 1)


# --- Laws ---------------------------------------------------------------------------------------------------------------------

#: Pieces of sentences, so that provisions share some of them, repeat each other and refer to each other.
PIECES = ("职工教育经费", "网络学习平台", "应当", "违反第二条规定", "，", "。", "处罚款", "本法所称甲，是指乙", "枫桥经验", "前条")
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
DOCUMENTS = st.lists(st.tuples(st.sampled_from(("", "总则", "罚则")), st.lists(SENTENCES, max_size=3)), max_size=7).map(
    lambda drawn: [Provision("", "article", (k, 0), heading, tuple(body)) for k, (heading, body) in enumerate(drawn, 1)]
)
WILD = st.text(max_size=8) | st.text(alphabet="第前一二条條項款至之\ud800\x00", max_size=8)
ANY_PROVISION = st.builds(
    Provision,
    st.just(""),
    st.sampled_from(("article", "layer2", "")),
    st.none() | st.tuples(st.integers(0, 3), st.integers(0, 1)),
    WILD,
    st.lists(WILD, max_size=3).map(tuple),
)


@settings(deadline=None)
@given(DOCUMENTS)
def test_a_document_corresponds_to_itself(document: list[Provision]) -> None:
    """One strong link of each provision with itself, and nothing else that counts."""
    found = correspond(document, document)

    assert counted(found) == " ".join(f"{k}→{k}!" for k in range(1, len(document) + 1))


@settings(deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_swapping_the_documents_swaps_the_result(old: list[Provision], new: list[Provision]) -> None:
    """And changes nothing else, not even a score."""
    there, back = correspond(old, new), correspond(new, old)
    links = [
        replace(
            link,
            old=link.new,
            new=link.old,
            sentences=tuple((o, n) for n, o in link.sentences),
            shares=link.shares[::-1],
            parts=tuple(sorted(Part(o, n) for n, o in link.parts)),
        )
        for link in back.links
    ]
    rejected = [
        Rejection(i, j, key, alone, rival and Rival(rival.new, rival.old, rival.share)) for j, i, key, alone, rival in back.rejected
    ]
    echoes = [Echo(i, j, Part(part.new, part.old)) for j, i, part in back.echoes]

    assert there.links == tuple(sorted(links, key=lambda link: (link.old, link.new)))
    assert there.rejected == tuple(sorted(rejected))
    assert there.echoes == tuple(sorted(echoes))
    assert (there.alike, there.order, there.kinship) == (back.alike, back.order, back.kinship)


def _places(provision: Provision) -> range:
    return range(-1 if provision.heading else 0, len(provision.sentences))


@settings(deadline=None)
@given(st.lists(ANY_PROVISION, max_size=5), st.lists(ANY_PROVISION, max_size=5))
def test_any_strings_at_all_give_a_sound_result(old: list[Provision], new: list[Provision]) -> None:
    """Links in order and within bounds, figures between 0 and 1, at most one link for each pair."""
    found = correspond(old, new)
    pairs = [(link.old, link.new) for link in found.links]

    assert pairs == sorted(set(pairs))
    assert all(0 <= figure <= 1 + 1e-9 for figure in (found.alike, found.order, found.kinship))
    for link in found.links:
        assert 0 <= link.old < len(old)
        assert 0 <= link.new < len(new)
        assert math.isfinite(link.score)
        assert (link.score >= 1) is (link.tier in COUNTED_TIERS)
        assert all(0 <= share <= 1 + 1e-9 for share in link.shares)
        for o, n in link.sentences:
            assert o in _places(old[link.old])
            assert n in _places(new[link.new])


@settings(deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_every_link_that_rests_on_words_shows_a_pair_of_sentences(old: list[Provision], new: list[Provision]) -> None:
    """Whatever shares two characters in a row has evidence, and no sentence is shown twice within a link."""
    for link in correspond(old, new).links:
        if link.tier in COUNTED_TIERS and min(link.shares) > 0 and link.shares != (1, 1):
            assert link.sentences
        for side in zip(*link.sentences, strict=True):
            assert len(set(side)) == len(side)


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_the_same_input_gives_the_same_result(old: list[Provision], new: list[Provision]) -> None:
    """Twice in one process."""
    assert correspond(old, new) == correspond(list(old), list(new))


def test_the_order_of_sets_decides_nothing() -> None:
    """Two processes with different hash seeds print the same."""
    program = (
        "from policydiff.alignment.residual import *\n"
        "text = ['本法所称甲，是指乙。', '违反第一条、第二条规定的，处罚款。', '本法所称丙，是指丁。', '职工教育经费。']\n"
        "old = [Provision('', 'article', (k, 0), '', (s,)) for k, s in enumerate(text * 3, 1)]\n"
        "print(correspond(old, old[5:] + old[:7]))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(printed) == 1

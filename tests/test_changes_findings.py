"""Findings: what a lawyer would remark on, in the tables of cases/findings; what they say, where they point, and what they leave alone."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

import pytest
from support.cases import Case, load
from support.paths import TESTS
from support.scripts import script

import policydiff
from policydiff.changes import FINDINGS, Row
from policydiff.model import Finding, Span
from policydiff.outline import parse

GOLD: ModuleType = script(TESTS / "gold" / "findings.py")
CASES = load("findings")
CONTEXT: str = GOLD.CONTEXT

# -- the tables ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title, marks=case.marks) for case in CASES])
def test_what_a_lawyer_would_remark_on(case: Case) -> None:
    """These remarks with these words, in this direction, and no other."""
    _, missed, invented = GOLD.judge(case)

    assert (list(map(str, missed)), list(map(str, invented))) == ([], [])


@pytest.mark.parametrize("table", ["numbers", "modality", "negation", "names", "enumerations"])
def test_a_table_is_large_and_holds_traps(table: str) -> None:
    """At least forty cases, a third of them kept aside, and a quarter of them such that nothing should be said."""
    built, aside = ([case for case in CASES if case.title.startswith(f"{table}{suffix}: ")] for suffix in ("", "-aside"))
    traps = [case for case in built + aside if case["findings"] == "none"]

    assert len(built) + len(aside) >= 40
    assert 3 * len(aside) >= len(built + aside) - 2
    assert 4 * len(traps) >= len(built + aside)


#: Precision and recall, below which a change of the classifiers does not land.
#: When they were first looked at, the first 80 cases kept aside made .94 and 1.00, the next 56 made .90 and .76, and the last 15 (written
#: when more had been learnt from the others) 1.00 and 1.00. Five of the 56 were learnt from, and stand in the other tables now.
FLOORS = {"": (0.97, 0.97), "-aside": (0.94, 0.94)}


@pytest.mark.parametrize("suffix", FLOORS)
def test_precision_and_recall_do_not_fall(suffix: str) -> None:
    """Over all tables, cases that are expected to fail included."""
    scores = [GOLD.score(table + suffix) for table in GOLD.TABLES]
    right = sum(score.right for score in scores)

    assert right / sum(score.made for score in scores) >= FLOORS[suffix][0]
    assert right / sum(score.expected for score in scores) >= FLOORS[suffix][1]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in CASES if "profile" not in case])
def test_what_was_said_of_the_change_is_said_of_the_change_back(case: Case) -> None:
    """The same remarks on the same words, the two sides exchanged. Only of a reprint one side is the page."""
    texts = [parse(CONTEXT + case[side]) for side in ("old", "new")]
    there, back = (policydiff.compare(a, b, profile="revision") for a, b in (texts, texts[::-1]))

    def remarks(c: policydiff.Comparison) -> list[tuple[str, Span | None, Span | None]]:
        return [(f.name, f.old, f.new) for row in c.rows for f in row.findings if f.name != "repetition"]

    assert sorted(remarks(there)) == sorted((name, old, new) for name, new, old in remarks(back))


# -- what they say, and where ----------------------------------------------------------------------------------------------------------

NOTES = {
    ("收费2000元。", "收费3000元。"): "数字提高：2000元 → 3000元。",
    ("三十日内答复。", "十五日内答复。"): "数字缩短：三十日 → 十五日。",
    ("自2024年1月1日起施行。", "自2024年7月1日起施行。"): "数字推迟：2024年1月1日 → 2024年7月1日。",
    ("企业可以申请许可。", "企业应当申请许可。"): "约束程度加强：“可以申请许可” → “应当申请许可”。",
    ("企业申请许可。", "企业应当申请许可。"): "约束程度加强：无 → “应当申请许可”。",
    ("企业转让许可。", "企业不得转让许可。"): "否定词增加：“不得转让许可”。",
    ("由公安机关处罚。", "由税务机关处罚。"): "责任主体改变：公安机关 → 税务机关。",
    ("依照《公司法》处罚。", "依照《证券法》处罚。"): "名称改动：《公司法》 → 《证券法》。",
    ("检查账簿、凭证、报表。", "检查账簿、凭证、合同、报表。"): "列举项增加：合同。",
    ("检查账簿、凭证、报表。", "检查账簿、报表、凭证。"): "列举项调序：凭证、报表 → 报表、凭证。",
    ("适用于全体职工。", "适用于部分职工。"): "范围缩小：全体 → 部分。",
    ("机關得派員檢查。", "机關應派員檢查。"): "约束程度加强：“得派員檢查” → “應派員檢查”。",
}


@pytest.mark.parametrize(("texts", "note"), NOTES.items())
def test_a_note_says_it_in_one_sentence(texts: tuple[str, str], note: str) -> None:
    """With the words of both sides, in the characters of the documents."""
    c = policydiff.compare(parse(CONTEXT + texts[0]), parse(CONTEXT + texts[1]), profile="revision")

    assert [finding.note for row in c.rows for finding in row.findings] == [note]


def test_a_finding_points_at_its_words_in_the_raw_text() -> None:
    """Not at the whole of a larger edit; line ends and full-width digits are those of the file."""
    old, new = CONTEXT + "培养２０００\n名工匠。", CONTEXT + "培养３０００名\n工匠。"
    (finding,) = (f for row in policydiff.compare(parse(old), parse(new)).rows for f in row.findings)

    assert (finding.old, finding.new) == (Span(old.index("２"), old.index("工匠")), Span(new.index("３"), new.index("\n工匠")))


def test_what_has_no_counterpart_points_at_its_place() -> None:
    """An empty span on the side where the word is not."""
    old, new = CONTEXT + "企业申请许可。", CONTEXT + "企业应当申请许可。"
    (finding,) = (f for row in policydiff.compare(parse(old), parse(new)).rows for f in row.findings)
    place = old.index("申请")

    assert finding.old == Span(place, place)
    assert finding.new == Span(new.index("应当"), new.index("申请"))


def test_simplified_and_traditional_are_read_alike() -> None:
    """A word list holds each word once."""
    simplified = policydiff.compare(parse("第一条　企业应当申请许可，不得转让。"), parse("第一条　企业可以申请许可，转让。"))
    traditional = policydiff.compare(parse("第一條　企業應當申請許可，不得轉讓。"), parse("第一條　企業可以申請許可，轉讓。"))
    mixed = policydiff.compare(parse("第一条　企业应当申请许可，不得转让。"), parse("第一條　企業可以申請許可，轉讓。"))

    names = [[finding.name for row in c.rows for finding in row.findings] for c in (simplified, traditional, mixed)]
    assert names == [["modality", "negation"]] * 3


def test_formal_differences_are_no_findings() -> None:
    """Width, blanks, line ends, and numbers written in another way."""
    old = CONTEXT + "收费三千元，比例为百分之六十，应当于二〇二四年前完成。"
    new = CONTEXT + "收费3000元,比例为60%,应当\n于2024年前完成。"

    assert [finding for row in policydiff.compare(parse(old), parse(new)).rows for finding in row.findings] == []


# -- classifiers -------------------------------------------------------------------------------------------------------------------------


def test_a_classifier_sees_the_whole_row() -> None:
    """Both documents, all edits, and what differs as it is read; it may make several remarks."""
    seen: list[tuple[str, list[tuple[str, str]]]] = []

    def witness(row: Row) -> Iterable[Finding]:
        seen.append((row.profile, [(row.olds.of(old), row.news.of(new)) for old, new in row.differences]))
        return [row.finding("user:new", None, new, "！") for _, new in row.differences]

    a, b = parse("第一条　国家，鼓励企业创新。国家保护产权。"), parse("第一条　国家,支持企业创新。国家依法保护产权。")
    c = policydiff.compare(a, b, profile="revision", classifiers=[witness])

    assert seen == [("revision", [("鼓励", "支持"), ("", "依法")])]
    assert [finding.new.of(b.text) for finding in c.rows[0].findings if finding.new] == ["支持", "依法"]


def test_a_passage_marked_as_rewritten_is_read_word_by_word() -> None:
    """However the marks are drawn: 由股东会决定 → 由董事会决定 in a sentence of its own."""
    seen: list[tuple[str, str]] = []

    def witness(row: Row) -> Iterable[Finding]:
        seen.extend((row.olds.of(old), row.news.of(new)) for old, new in row.differences)
        return []

    a, b = "第一条　公司的经营方针由股东会决定，投资计划由股东会批准。", "第一条　公司的经营方针由董事会决定，投资计划由董事会批准。"
    policydiff.compare(parse(a), parse(b), profile="revision", classifiers=[witness])

    assert seen == [("股东会", "董事会"), ("股东会", "董事会")]


def test_every_finding_is_in_a_table() -> None:
    """Headings, paragraphs, references and terms are properties of documents, and are tested with them."""
    names = {remark.name for case in CASES for remark in GOLD.expected(case)}

    assert names == set(FINDINGS) - {"heading", "term", "reference", "paragraph"}


# -- slips of the pen --------------------------------------------------------------------------------------------------------------------

PAGE = "第一条　坚持党对产业工人队伍建设的领导，把大国工匠纳入总体安排统筹考虑，促进农民工融入城市。\n"


def test_a_slip_is_looked_for_in_a_reprint_only() -> None:
    """In a revision every word was chosen."""
    old, new = parse(PAGE + "第二条　做好思想政治工作。"), parse(PAGE + "第二条　做好思想政治工做。")
    names = [[f.name for row in policydiff.compare(old, new, profile=p).rows for f in row.findings] for p in ("revision", "reprint")]

    assert names == [[], ["transcription"]]


@pytest.mark.parametrize("page", ["new", "old"])
def test_the_page_is_what_may_be_wrong(page: str) -> None:
    """Whichever side it is; here it prints other news below the text."""
    other_news = "\n今天多云转晴，最高气温二十度，请市民注意增减衣物。\n" * 3
    text, printed = PAGE * 3 + "第二条　做好思想政治工作。\n", PAGE * 3 + "第二条　做好思想政治工做。\n" + other_news
    sides = (parse(text), parse(printed)) if page == "new" else (parse(printed), parse(text))
    c = policydiff.compare(*sides, profile="reprint")

    assert c.settings["page"] == page
    assert ["工做" in f.note for row in c.rows for f in row.findings if f.name == "transcription"] == [True]


def test_sounds_are_compared_with_the_extra() -> None:
    """部署 and 布署 are both read bushu; without pypinyin nothing is said, since 布署 is in many word lists."""
    pytest.importorskip("pypinyin")
    old, new = parse(PAGE + "第二条　主要负责同志亲自部署。"), parse(PAGE + "第二条　主要负责同志亲自布署。")

    notes = [f.note for row in policydiff.compare(old, new, profile="reprint").rows for f in row.findings]
    assert notes == ["疑似误植（音近）：部署 → 布署，请核对原件。"]


# -- in a reprint ------------------------------------------------------------------------------------------------------------------------

NUMBERS_OF_A_REPRINT = {
    ("当事人应当依照第六十三条的规定申报。", "当事人应当依照第六十四条的规定申报。"): ["数字：六十三 → 六十四。"],
    ("健全“新八级工”职业技能等级制度。", "健全“新六级工”职业技能等级制度。"): ["数字：八 → 六。"],
    ("处五千元以下罚款。", "处五万元以下罚款。"): ["数字提高：五千元 → 五万元。"],
    ("贯彻党的十八届三中全会精神。", "贯彻党的十八届四中全会精神。"): ["数字：三 → 四。"],
    ("依照第三条的规定，按第五条处罚。", "依照第四条的规定，按第六条处罚。"): ["数字：三 → 四。", "数字：五 → 六。"],
    ("依照第十二条第二款处罚。", "依照第二十二条第三款处罚。"): ["数字：十二 → 二十二。", "数字：二 → 三。"],
    ("依照第三条的规定处罚。", "依照第3条的规定处罚。"): [],
}


@pytest.mark.parametrize(("texts", "notes"), NUMBERS_OF_A_REPRINT.items())
def test_in_a_reprint_every_number_counts(texts: tuple[str, str], notes: list[str]) -> None:
    """Ordinals and names too: whoever reprints 第六十三条 as 第六十四条 has made a mistake."""
    c = policydiff.compare(parse(CONTEXT + texts[0]), parse(CONTEXT + texts[1]), profile="reprint")

    assert [f.note for row in c.rows for f in row.findings if f.name == "number"] == notes


ALL_THAT_CAME = [
    ("责令暂停招生。", "责令不暂停招生。"),
    ("机构应当公开信息。", "机构未应当公开信息。"),
    ("经营者所承受的采矿权。", "经营者所不承受的采矿权。"),
    ("对传染病患者进行登记。", "对传不染病患者进行登记。"),
]


@pytest.mark.parametrize("texts", ALL_THAT_CAME)
def test_a_negation_that_is_all_that_came_is_told(texts: tuple[str, str]) -> None:
    """Whatever stands behind it."""
    c = policydiff.compare(parse(CONTEXT + texts[0]), parse(CONTEXT + texts[1]), profile="revision")

    assert [f.name for row in c.rows for f in row.findings] == ["negation"]

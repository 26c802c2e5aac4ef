"""compare() and what it returns: the API that people type."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import policydiff
from policydiff.changes import Row
from policydiff.errors import ClauseNotFoundError, MissingFileError, OptionError
from policydiff.model import ChangeKind, EditTag

OLD = """某某管理办法
（2019年3月2日）
第一章　总则
第一条　为了加强管理，制定本办法。
第二条　本办法适用于发票的印制、领用。
第三条　单位可以向税务机关申请领用发票。
第二章　附则
第四条　违反本办法的，处二千元以下罚款。
第五条　本办法自公布之日起施行。
"""
NEW = """某某管理办法
（2023年7月20日）
第一章　总则
第一条　为了加强管理，制定本办法。
第二条　发票包括纸质发票和电子发票，国家积极推广使用电子发票。
第三条　本办法适用于发票的印制、领用。
第四条　单位应当向税务机关申请领用发票。
第二章　附则
第五条　违反本办法的，处三千元以下罚款。
第六条　本办法自公布之日起施行。
"""


@pytest.fixture(scope="module")
def amended() -> policydiff.Comparison:
    return policydiff.compare(policydiff.parse(OLD), policydiff.parse(NEW))


KINDS = {
    "第一条": (),
    "第二条": ("insertion",),
    "第三条": ("renumbering",),
    "第四条": ("renumbering", "substitution"),
    "第五条": ("renumbering", "substitution"),
    "第六条": ("renumbering",),
}


@pytest.mark.parametrize("label", KINDS)
def test_every_article_says_what_happened_to_it(amended: policydiff.Comparison, label: str):
    """An inserted article renumbers those behind it, and nothing more."""
    assert tuple(map(str, amended.find(new=label).kinds)) == KINDS[label]


def test_a_change_reads_as_a_line(amended: policydiff.Comparison):
    """The differences stand in brackets, old before new."""
    assert str(amended.find(new="第四条")) == "第四条　单位[-可以-]{+应当+}向税务机关申请领用发票。"


def test_findings_say_what_to_look_at(amended: policydiff.Comparison):
    """A stronger duty and a higher fine are remarked on."""
    found = [(finding.name, finding.note) for row in amended.changes for finding in row.findings]

    assert found == [
        ("number", "数字推迟：2019年3月2日 → 2023年7月20日。"),
        ("modality", "约束程度加强：“可以向税务机关” → “应当向税务机关”。"),
        ("number", "数字提高：二千元 → 三千元。"),
    ]


def test_find_tells_where_a_clause_came_from(amended: policydiff.Comparison):
    """Labels of either document lead to the row; the other side of the row is the answer."""
    assert [clause.marker for clause in amended.find(new="第四条").old] == ["第三条"]
    assert [clause.marker for clause in amended.find(old="第三条").new] == ["第四条"]
    assert amended.find(new="c2.a6").label == "第六条"


def test_find_refuses_what_it_cannot_know(amended: policydiff.Comparison):
    """No clause, two clauses, no question: three errors that say so."""
    with pytest.raises(ClauseNotFoundError, match="第九条"):
        amended.find(new="第九条")
    with pytest.raises(OptionError, match="one clause"):
        amended.find()
    with pytest.raises(OptionError, match="one clause"):
        amended.find(old="第一条", new="第一条")


def test_a_label_printed_twice_is_not_guessed():
    """（一） opens three clauses of the plan; the error names their ids."""
    document = policydiff.parse("一、甲\n（一）乙。丙。\n二、丁\n（一）戊。己。")
    comparison = policydiff.compare(document, document)

    with pytest.raises(ClauseNotFoundError, match=r"1\.1, 2\.1"):
        comparison.find(new="（一）")


def test_tables_of_derivations_and_destinations(amended: policydiff.Comparison):
    """They list every provision once, in the order of its document."""
    assert amended.derivations().cells() == [
        ("第一条", "第一条"),
        ("第二条", "—"),
        ("第三条", "第二条"),
        ("第四条", "第三条"),
        ("第五条", "第四条"),
        ("第六条", "第五条"),
    ]
    assert [b for _, b in amended.destinations().cells()] == ["第一条", "第三条", "第四条", "第五条", "第六条"]


def test_the_collections_are_what_their_names_say(amended: policydiff.Comparison):
    """Each lists the rows of its kind, and `changes` all rows but those in which nothing happened."""
    assert [change.label for change in amended.insertions] == ["第二条"]
    assert [change.label for change in amended.renumberings] == ["第三条", "第四条", "第五条", "第六条"]
    assert amended.repeals == amended.moves == amended.splits == amended.joins == ()
    assert amended.changes == tuple(row for row in amended.rows if row.kinds)


def test_a_result_is_a_value(amended: policydiff.Comparison):
    """It can be pickled, compared and shown; its truth value is not its length."""
    assert pickle.loads(pickle.dumps(amended)) == amended
    assert repr(amended).startswith("<Comparison 某某管理办法 → 某某管理办法 · revision · ")
    assert not hasattr(amended, "__len__")


def test_the_dataframe_has_a_row_for_each_row(amended: policydiff.Comparison):
    """pandas gets ids, kinds, texts and the marked line."""
    frame = amended.to_dataframe()

    assert list(frame.columns) == ["old", "new", "kinds", "old_text", "new_text", "marked", "findings"]
    assert frame.loc[frame["kinds"] == "insertion", "new"].tolist() == ["c1.a2"]
    assert len(frame) == len(amended.rows)


def test_what_can_be_compared(tmp_path: Path):
    """Names of files, paths, bytes, streams and documents all give the same result."""
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text(OLD, "utf-8")
    new.write_bytes(NEW.encode("gb18030"))
    wanted = [row.kinds for row in policydiff.compare(policydiff.parse(OLD), policydiff.parse(NEW)).rows]
    given = [
        (str(old), str(new)),
        (old, new),
        (OLD.encode(), NEW.encode("big5hkscs", "ignore") and NEW.encode("utf-16")),
        (io.BytesIO(OLD.encode()), io.BytesIO(NEW.encode("utf-8-sig"))),
        (policydiff.read(old), policydiff.read(new, encoding="gb18030")),
    ]

    assert [[row.kinds for row in policydiff.compare(*pair).rows] for pair in given] == [wanted] * len(given)


def test_a_string_is_never_taken_for_a_text():
    """Literal text goes through `parse`; the error says so."""
    with pytest.raises(MissingFileError, match=r"policydiff\.parse"):
        policydiff.compare("第一条　国家鼓励创新。", "第一条　国家支持创新。")


def test_options_are_checked():
    """An unknown profile, and standard input twice, are refused before anything is read."""
    with pytest.raises(OptionError, match="revision, reprint"):
        policydiff.compare("a", "b", profile="redline")
    with pytest.raises(OptionError, match="standard input"):
        policydiff.compare("-", "-")


def test_labels_name_the_documents():
    """A label stands in for a title that is missing or says too little."""
    document = policydiff.parse("第一条　国家鼓励创新。")
    comparison = policydiff.compare(document, document, old_label="旧稿", new_label="新稿")

    assert "旧稿 → 新稿" in repr(comparison)
    assert comparison.settings["labels"] == {"old": "旧稿", "new": "新稿"}


def test_a_normaliser_can_be_handed_in():
    """Whatever it undoes is a difference of form, and its name is in the settings."""
    from policydiff.normalization import STANDARD
    from policydiff.offsets import Replacement

    def spelling(text: str) -> list[Replacement]:
        return [Replacement(place, place + 2, "帐户") for place in range(len(text)) if text.startswith("账户", place)]

    comparison = policydiff.compare(
        policydiff.parse("第一条　开立账户。"), policydiff.parse("第一条　开立帐户。"), normalizers={**STANDARD, "spelling": spelling}
    )

    assert [row.kinds for row in comparison.rows] == [(ChangeKind.FORMAL,)]
    assert "spelling" in comparison.settings["normalizers"]  # type: ignore[operator]


def test_a_tokeniser_can_be_handed_in():
    """It decides where marks begin and end: 职业学校 is one word, or four characters."""
    old, new = policydiff.parse("第一条　支持职业学校发展。"), policydiff.parse("第一条　支持职业院校发展。")

    by_words = policydiff.compare(old, new)
    by_characters = policydiff.compare(old, new, tokenize=list)

    assert str(by_words.changes[0]) == "第一条　支持[-职业学校-]{+职业院校+}发展。"
    assert str(by_characters.changes[0]) == "第一条　支持职业[-学-]{+院+}校发展。"


def test_a_classifier_can_be_handed_in():
    """Its remarks are findings of the row."""

    def shouting(row: Row) -> Iterator[policydiff.Finding]:
        for edit in row.edits:
            if edit.new.of(row.new.text).endswith("！"):
                yield policydiff.Finding("shouting", None, edit.new, "！")

    comparison = policydiff.compare(policydiff.parse("国家鼓励创新。"), policydiff.parse("国家鼓励创新！"), classifiers=[shouting])

    assert [finding.name for finding in comparison.rows[0].findings] == ["shouting"]


def test_what_was_changed_throughout_can_be_folded_out_of_the_rows():
    """领购 → 领用 at three places is told once; a row with another change beside it stays."""
    articles = ("一", "单位", "登记"), ("二", "个人", "备案"), ("三", "企业", "报告")
    old = [f"第{n}条　{who}领购发票的，应当按照规定的期限和要求向主管税务机关{what}。" for n, who, what in articles]
    new = [line.replace("领购", "领用") for line in old[:2]] + [old[2].replace("领购", "领用").replace("报告", "申报")]
    c = policydiff.compare(policydiff.parse("\n".join(old)), policydiff.parse("\n".join(new)), profile="revision")
    (bulk,) = c.bulk_substitutions

    assert (bulk.old, bulk.new, len(bulk.places), bulk.is_throughout) == ("领购", "领用", 3, True)
    assert c.folding.edits == set(bulk.places)
    assert [c.rows[row].label for row in sorted(c.folding.rows)] == ["第一条", "第二条"]
    assert [finding.note for row in c.rows for finding in row.findings] == ["用语统一改动：领购 → 领用，共3处，原词不再出现。"]


def test_scripts_are_folded_where_they_differ():
    """The same text in traditional and simplified characters differs in form only, and the result says why."""
    old = policydiff.parse("第一條　為維護公共衛生，國家鼓勵創新。\n第二條　看著辦。")
    new = policydiff.parse("第一条　为维护公共卫生，国家鼓励创新。\n第二条　看着办。")
    comparison = policydiff.compare(old, new)

    assert {row.kinds for row in comparison.rows} == {(ChangeKind.FORMAL,)}
    assert "script" in [notice.code for notice in comparison.notices]
    assert "script:tw2s" in comparison.settings["normalizers"]  # type: ignore[operator]


def test_one_script_is_left_alone():
    """Two traditional texts are compared as they are: 里 for 裡 is another word."""
    old, new = policydiff.parse("第一條　公里數應記載於裡面。"), policydiff.parse("第一條　公里數應記載於里面。")
    comparison = policydiff.compare(old, new)

    assert [edit.tag for edit in comparison.rows[0].edits if edit.tag is not EditTag.EQUAL] == [EditTag.REPLACE]


UNRELATED = (
    "第一条　为了发展职业教育，提高劳动者素质，制定本法。\n第二条　职业学校应当有合格的教师和必要的经费。\n第三条　学生应当遵守学校纪律。",
    "第一條　農藥之製造、販賣、使用，依本法之規定。\n第二條　農藥容器應標示有效成分及使用方法。\n第三條　輸入農藥應先申請許可證。",
)


def test_unrelated_documents_are_called_so():
    """Few links, and a notice that these may not be versions of one document."""
    comparison = policydiff.compare(*map(policydiff.parse, UNRELATED))

    assert "unrelated" in [notice.code for notice in comparison.notices]
    assert [link for link in comparison.links if link.tier == "strong"] == []


def test_the_profile_and_its_reason_are_told():
    """Whether chosen or given, they stand in the settings."""
    document = policydiff.parse(OLD)
    chosen, given = policydiff.compare(document, document), policydiff.compare(document, document, profile="revision")

    assert (chosen.profile, chosen.settings["asked"]) == ("reprint", "auto")
    assert "按转载核对" in str(chosen.settings["reason"])
    assert (given.profile, given.settings["reason"]) == ("revision", "由使用者指定。")


def test_a_reprint_that_is_none_is_compared_as_a_whole():
    """Asked for a reprint, it finds none of the text on the page, says so, and compares all the same."""
    comparison = policydiff.compare(policydiff.parse("第一条　国家鼓励创新。"), policydiff.parse("今天天气很好。"), profile="reprint")

    assert [notice.code for notice in comparison.collation.notices] == ["not-found"]
    assert comparison.old.outside == comparison.new.outside == ()


def test_align_stops_at_the_links():
    """`align` gives links and rows without comparing words."""
    alignment = policydiff.align(policydiff.parse(OLD), policydiff.parse(NEW))

    assert alignment.profile == "revision"
    assert ("c1.a3", "c1.a4") in [(link.old, link.new) for link in alignment.links]
    assert sorted(id for bead in alignment.beads for id in bead.new) == sorted(c.id for c in policydiff.parse(NEW).clauses)


def test_links_carry_their_evidence(amended: policydiff.Comparison):
    """Every counted link shows at least one passage on either side, inside the clauses it links."""
    old, new = amended.old, amended.new
    counted = [link for link in amended.links if link.tier in ("strong", "probable")]

    assert counted
    old_spans, new_spans = ({unit.head.id: unit.span for unit in document.units} for document in (old, new))
    for link in counted:
        assert link.evidence
        assert all(old_spans[link.old].covers(e.old) and new_spans[link.new].covers(e.new) for e in link.evidence)

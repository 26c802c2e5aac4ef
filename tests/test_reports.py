"""Summary, labels, tables, terminal text and saving: what people and scripts read."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from pathlib import Path

import pytest

import policydiff
from policydiff.errors import OptionError, OutputError
from policydiff.reports import WRITERS
from policydiff.reports.catalogue import LANGUAGES, ZH_HANS, catalogue
from policydiff.reports.labels import KINDS, label, path_label
from policydiff.reports.plain import visible
from policydiff.reports.summary import verdict

TEXTS = Path(__file__).parent.parent / "texts"


@pytest.fixture(scope="module")
def revision() -> policydiff.Comparison:
    return policydiff.compare(TEXTS / "plan-2017.txt", TEXTS / "opinions-2024.txt")


@pytest.fixture(scope="module")
def reprint() -> policydiff.Comparison:
    return policydiff.compare(TEXTS / "opinions-2024.txt", TEXTS / "liaoyuan-extract.md")


BOTH = pytest.mark.parametrize("name", ["revision", "reprint"])


# -- one set of numbers ---------------------------------------------------------------------------------------------------------


@BOTH
def test_the_summary_counts_what_the_record_holds(name: str, request: pytest.FixtureRequest):
    """Rows by kind and characters by tag are those of the JSON."""
    comparison: policydiff.Comparison = request.getfixturevalue(name)
    summary, record = comparison.summary(), comparison.to_dict()
    kinds = Counter(kind for pair in record["pairs"] for kind in (pair["kinds"] or ["equal"]))
    edits = [edit for pair in record["pairs"] for edit in pair["edits"]]
    characters = {
        tag: (
            sum(e["old"][1] - e["old"][0] for e in edits if e["tag"] == tag),
            sum(e["new"][1] - e["new"][0] for e in edits if e["tag"] == tag),
        )
        for tag in ("equal", "formal", "insert", "delete", "replace")
    }

    assert summary.rows == {kind: kinds[kind] for kind in summary.rows}
    assert {tag: (count.old, count.new) for tag, count in summary.characters.items()} == characters
    assert summary.differences == sum(edit["tag"] in ("insert", "delete", "replace") for edit in edits)
    assert summary.formal == sum(edit["tag"] == "formal" for edit in edits)


def test_the_fates_of_the_provisions_add_up(revision: policydiff.Comparison):
    """What was kept, reworded, went elsewhere and stands alone is all there is: 36 provisions of the plan, 30 of the opinions."""
    old, new = revision.summary().old, revision.summary().new

    assert (old.total, new.total) == (36, 30)
    assert old.kept + old.reworded + old.elsewhere + old.alone == 36
    assert new.kept + new.reworded + new.elsewhere + new.alone == 30


def test_the_reprint_in_one_sentence(reprint: policydiff.Comparison):
    """Forty-seven readings and one lost heading; everything else is a matter of form."""
    assert str(reprint.summary()).startswith("47处字句不同，另缺1个标题。其余")


_OUTSIDE = "两份文件并非逐字节相同：不同处在条款之外，如空行、换行符、编码。"

VERDICTS = {
    "the same bytes": ("第一条　国家鼓励创新。\n第二条　施行。", "第一条　国家鼓励创新。\n第二条　施行。", "两份文件逐字节相同。"),
    "only the form": (
        "第一条　鼓励，支持。\n第二条　施行。",
        "第一条　鼓励,支持。\n第二条　施行。",
        "文字相同，只有格式不同。格式差异1处。",
    ),
    "line ends": ("第一条　鼓励。\n第二条　施行。", "第一条　鼓励。\r\n第二条　施行。", f"文字完全相同。{_OUTSIDE}"),
    "an empty line more": ("第一条　鼓励。\n第二条　施行。", "第一条　鼓励。\n\n第二条　施行。", f"文字完全相同。{_OUTSIDE}"),
    "nothing before": ("\n", "第一条　公证事务。\n第二条　施行。", "原文没有条款，新文2条均为新增。"),
    "nothing behind": ("第一条　公证事务。", "\n", "新文没有条款，原文1条均已删去。"),
    "nothing in common": ("第一条　农药管理。", "第一条　公证事务。", "未找到可靠对应。两份文本可能不是同一文件的不同版本。"),
}


@pytest.mark.parametrize("case", VERDICTS)
def test_the_verdict_says_no_more_than_is_there(case: str):
    """Special cases have sentences of their own."""
    old, new, sentence = VERDICTS[case]

    assert str(policydiff.compare(policydiff.parse(old), policydiff.parse(new)).summary()) == sentence


@BOTH
def test_a_headline_has_at_most_two_clauses(name: str, request: pytest.FixtureRequest):
    """It is read in one breath."""
    headline, _ = verdict(request.getfixturevalue(name).summary(), ZH_HANS)

    assert 1 <= len(headline) <= 2


# -- names ------------------------------------------------------------------------------------------------------------------------


def test_what_clauses_are_called(revision: policydiff.Comparison):
    """By the printed number where that is unique, with the numbers above it where it is not."""
    old, new = revision.old, revision.new
    called = {id: path_label(old, old.clause(id)) for id in ("p1", "1", "1.1", "1.2.b2", "2.1", "2.2.5", "3.4")}

    assert called == {"p1": "序", "1": "一", "1.1": "一（一）", "1.2.b2": "一（二）②", "2.1": "二（一）", "2.2.5": "5", "3.4": "三（四）"}
    assert {id: path_label(new, new.clause(id)) for id in ("title", "date", "1.p2", "3.6")} == {
        "title": "标题",
        "date": "题注",
        "1.p2": "一、第2段",
        "3.6": "（六）",
    }


def test_what_articles_and_their_parts_are_called():
    """Articles by number alone, parts by what they are."""
    law = policydiff.parse("第一章　总则\n第一条　应当：\n（一）登记；\n（二）备案。\n前款规定适用于外国人。\n第二条之一　施行。")

    assert [label(law, clause) for clause in law.clauses] == ["第一章", "第一条", "第一款", "第一项", "第二项", "第二款", "第二条之一"]


def test_every_kind_has_a_sign_and_a_word():
    """One character each, all in GB 2312, so that any Chinese console prints them."""
    kinds = {"equal", *map(str, policydiff.ChangeKind)}

    signs = ZH_HANS.group("sign")

    assert set(KINDS) == kinds
    assert set(signs) == set(ZH_HANS.group("kind")) == {*kinds, "doubtful"}
    assert all(len(sign) == 1 and sign.encode("gb2312") for sign in signs.values())


@pytest.mark.parametrize("ui", LANGUAGES)
def test_no_two_kinds_have_one_sign(ui: str):
    """In any language."""
    signs = list(catalogue(ui).group("sign").values())

    assert len(set(signs)) == len(signs)


# -- the terminal -------------------------------------------------------------------------------------------------------------------


def test_the_terminal_report_lists_every_row_with_other_words(reprint: policydiff.Comparison):
    """One block each; rows that differ in form only are counted on top."""
    blocks = [line for line in reprint.to_text().split("\n") if line.startswith("〔") and "界外" not in line]

    assert len(blocks) == len([row for row in reprint.rows if {"substitution", "insertion", "repeal"} & set(map(str, row.kinds))])
    assert "〔删〕原六" in blocks


def test_all_rows_can_be_listed(reprint: policydiff.Comparison):
    """Then equal text is shown in full, and every row has its block."""
    text = reprint.to_text(unchanged=True)

    assert len([line for line in text.split("\n") if line.startswith("〔") and "界外" not in line]) == len(reprint.rows)
    assert " …… " not in text


def test_colour_is_blue_and_orange(reprint: policydiff.Comparison):
    """Never red and green: a tenth of the men cannot tell them apart, and red means good news in China."""
    plain, coloured = reprint.to_text(), reprint.to_text(color=True)

    assert "\x1b[" not in plain
    assert re.search(r"\x1b\[38;5;(?:130|166)m\[-推动-\]", coloured)
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[12]|9[12]|38;5;(?:1|2|9|10))m", coloured)


def test_nothing_that_a_terminal_obeys_is_printed():
    """Escape sequences and bidirectional marks are spelled out, wherever they come from."""
    document = policydiff.parse("第一条　国家\x1b[31m鼓励\u202e创新。\n第二条　施行。")
    other = policydiff.parse("第一条　国家支持创新。\n第二条　施行。")
    text = policydiff.compare(document, other, old_label="\x1b]0;x\x07旧").to_text(unchanged=True)

    assert not {"\x1b", "\u202e", "\x07"} & set(text)
    assert "<U+001B>" in text


VISIBLE = {"甲\n\n乙": "甲乙", "甲\u200b乙": "甲<U+200B>乙", "甲\u202e乙": "甲<U+202E>乙", "甲　乙": "甲　乙", "\ufeff甲": "<U+FEFF>甲"}


@pytest.mark.parametrize("text", VISIBLE)
def test_what_has_no_shape_is_spelled_out(text: str):
    """Line ends go, other invisible characters are named."""
    assert visible(text) == VISIBLE[text]


# -- saving -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_suffix_chooses_the_format(tmp_path: Path, reprint: policydiff.Comparison, suffix: str):
    """What is written is what the method of that name returns."""
    path = reprint.save(tmp_path / f"对照 表{suffix}")
    wanted = {
        ".html": reprint.to_html,
        ".json": reprint.to_json,
        ".txt": reprint.to_text,
        ".csv": reprint.to_links,
        ".terms.csv": reprint.to_terms,
        ".patch": reprint.corrections,
    }

    assert path.read_bytes() == wanted[suffix]().encode("utf-8")


def test_an_unknown_suffix_is_refused(tmp_path: Path, reprint: policydiff.Comparison):
    """The error names those that are known, and nothing is written."""
    with pytest.raises(OutputError, match=r"\.html, \.json, \.txt"):
        reprint.save(tmp_path / "report.exe")

    assert list(tmp_path.iterdir()) == []


def test_a_page_can_be_chosen_where_it_is_saved(tmp_path: Path, reprint: policydiff.Comparison):
    """View and kind are for .html; elsewhere an option that would do nothing is an error."""
    changes = reprint.save(tmp_path / "changes.html", kind="changes")

    assert changes.read_text("utf-8") == reprint.to_html(kind="changes") != reprint.to_html()
    with pytest.raises(OptionError, match="no option 'view'"):
        reprint.save(tmp_path / "report.json", view="inline")
    assert not (tmp_path / "report.json").exists()


def test_the_report_is_shown_in_a_notebook_and_named_elsewhere(reprint: policydiff.Comparison):
    """In a frame of its own; without a notebook, a line that says what to do."""
    shown = reprint.show(height=640)

    assert 'sandbox="allow-scripts allow-downloads"' in shown._repr_html_()
    assert 'height="640"' in shown._repr_html_()
    assert repr(shown).startswith("<Comparison")
    assert 'save("report.html")' in repr(shown)


def test_a_missing_folder_is_an_error_that_says_so(tmp_path: Path, reprint: policydiff.Comparison):
    """What, where and what to do."""
    with pytest.raises(OutputError, match="Make the folder first"):
        reprint.save(tmp_path / "nowhere" / "report.json")


def test_an_interrupted_save_leaves_the_old_file(tmp_path: Path, reprint: policydiff.Comparison, monkeypatch: pytest.MonkeyPatch):
    """Whatever fails on the way, the old report is whole and no scrap is left beside it."""
    path = tmp_path / "report.json"
    path.write_text("old", "utf-8")
    for step in ("fsync", "replace"):
        with monkeypatch.context() as broken:
            target = os if step == "fsync" else Path
            broken.setattr(target, step, lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
            with pytest.raises(OutputError, match="No space left"):
                reprint.save(path)

        assert path.read_text("utf-8") == "old"
        assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_a_new_report_can_be_read_by_others(tmp_path: Path, reprint: policydiff.Comparison):
    """It has the rights that the umask leaves, and a replaced one keeps its own."""
    umask = os.umask(0o022)
    try:
        path = reprint.save(tmp_path / "report.json")
        first = stat.S_IMODE(path.stat().st_mode)
        path.chmod(0o640)
        reprint.save(path)
    finally:
        os.umask(umask)

    assert (first, stat.S_IMODE(path.stat().st_mode)) == (0o644, 0o640)


# -- tables ---------------------------------------------------------------------------------------------------------------------------


def test_the_table_of_derivations_can_be_read_and_shown(revision: policydiff.Comparison):
    """It prints as text, shows as a table in a notebook, and iterates over clauses and their partners."""
    table = revision.derivations()
    row = next(row for row in table if row.clause.id == "3.5")

    assert len(table) == 30
    assert [clause.id for clause in row.partners] == ["2.1.3"]
    assert str(table).split("\n")[0] == "新文\t来源"
    assert "<caption>来源表</caption>" in table._repr_html_()

"""The table of links goes to a spreadsheet and comes back: what a person wrote is done, and what a spreadsheet did is undone or refused."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.paths import EXTRACT, OPINIONS, PLAN, bundled
from support.strategies import Draft, papers, strings

import policydiff
from policydiff.comparison import Comparison, compare
from policydiff.errors import ClauseNotFoundError, MissingFileError, OptionError
from policydiff.model import COUNTED_TIERS, Tier
from policydiff.outline import parse
from policydiff.reports.links import COLUMNS, guarded, read_links

PLAN_DOCUMENT, OPINIONS_DOCUMENT = parse(bundled(PLAN)), parse(bundled(OPINIONS))
POLICY = compare(PLAN_DOCUMENT, OPINIONS_DOCUMENT, profile="revision")


def again(path: Path) -> Comparison:
    """The policy pair, with the decisions in a file."""
    return compare(PLAN_DOCUMENT, OPINIONS_DOCUMENT, profile="revision", links=path)


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def edited(path: Path, **decisions: str) -> list[list[str]]:
    """The rows of a saved table, with a decision for some pairs, named `old__new` with _ for the dots."""
    rows = rows_of(path)
    for pair, decision in decisions.items():
        old, new = (side.replace("_", ".") for side in pair.lstrip("x").split("__"))
        (row,) = [row for row in rows if (row[1].lstrip("'"), row[4].lstrip("'")) == (old, new)]
        row[0] = decision
    return rows


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig", separator: str = ",", newline: str = "\r\n") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=newline).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return POLICY.save(tmp_path / "links.csv")


# -- what is written -------------------------------------------------------------------------------------------------------------


def test_the_file_is_what_excel_opens_by_itself(saved: Path) -> None:
    """A byte order mark, CRLF, and the names of the columns."""
    data = saved.read_bytes()

    assert data.startswith(b"\xef\xbb\xbfdecision,old id,old label,old text,new id,new label,new text,tier,score\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == len(rows_of(saved))


def test_every_link_has_a_row_and_every_clause_without_a_partner(saved: Path) -> None:
    """Candidates are links too; a clause that has candidates only can still be given a partner."""
    cells = [[cell.lstrip("'") for cell in row] for row in rows_of(saved)[1:]]
    pairs = [(row[1], row[4]) for row in cells if row[1] and row[4]]
    alone = [(row[1], row[4]) for row in cells if not (row[1] and row[4])]
    counted = [link for link in POLICY.links if link.tier in COUNTED_TIERS]

    assert sorted(pairs) == sorted((link.old, link.new) for link in POLICY.links)
    assert {old for old, _ in alone if old} == {u.head.id for u in POLICY.old.units} - {link.old for link in counted}
    assert {new for _, new in alone if new} == {u.head.id for u in POLICY.new.units} - {link.new for link in counted}
    assert {row[0] for row in cells} == {""}


def test_cells_that_a_spreadsheet_would_calculate_are_guarded() -> None:
    """A file from somebody else must not run anything, and 4.10 must not become 4.1."""
    evil = parse("第一条　=HYPERLINK(1)\n第二条　施行。")
    comparison = compare(parse("=cmd|'/c calc'!A1\n+1\n-1\n@sum\n"), evil, profile="revision")
    cells = [cell for row in csv.reader(io.StringIO(comparison.to_links().removeprefix("\ufeff"))) for cell in row]

    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝＋－＠")]
    assert [guarded(cell) for cell in ("4.10", "2.1.3", "1-2", "12", "a1", "2024/5/1")] == [
        "'4.10",
        "'2.1.3",
        "'1-2",
        "12",
        "a1",
        "'2024/5/1",
    ]


# -- the round trip ----------------------------------------------------------------------------------------------------------------


def test_reading_it_back_unedited_changes_nothing(saved: Path) -> None:
    assert again(saved) == POLICY


EDITS = {"x2_1_3__3_7": "pin", "x2_1_3__3_4": "ban", "x1__1": "禁", "x2_1_1__2_2": "钉"}


def test_edits_give_exactly_these_links(saved: Path) -> None:
    """Pinned pairs are links of tier user, banned ones are gone, the rest is as it was."""
    found = again(write(saved, edited(saved, **EDITS)))
    before = {(link.old, link.new): link.tier for link in POLICY.links}
    expected = {**before, ("2.1.3", "3.7"): Tier.USER, ("2.1.1", "2.2"): Tier.USER}
    del expected["2.1.3", "3.4"], expected["1", "1"]

    assert {(link.old, link.new): link.tier for link in found.links} == expected


def test_a_clause_without_a_partner_is_given_one(saved: Path) -> None:
    """By its label or by its id, in whichever of the two columns."""
    for at, name in ((5, "（二十五）"), (4, "（二十五）"), (4, "9.25"), (4, "'9.25")):
        rows = rows_of(POLICY.save(saved))
        row = next(row for row in rows if row[1] == "1.2.b2" and not row[4])
        row[0], row[at] = "pin", name

        assert again(write(saved, rows)).settings["pins"] == [["1.2.b2", "9.25"]]


def test_decisions_survive_being_saved_again(saved: Path) -> None:
    """A table of a comparison with decisions holds them; banned pairs keep a row so that they can be forgiven."""
    first = again(write(saved, edited(saved, **EDITS)))
    second = again(first.save(saved))

    assert second == first
    assert [row[0] for row in rows_of(saved)].count("ban") == 2


def test_decisions_in_the_file_and_in_the_call_are_heard_together(saved: Path) -> None:
    write(saved, edited(saved, x2_1_3__3_4="ban"))
    found = compare(PLAN_DOCUMENT, OPINIONS_DOCUMENT, links=saved, pins=[("17.", "（二十五）")])

    assert (found.settings["pins"], found.settings["bans"]) == ([["2.4.17", "9.25"]], [["2.1.3", "3.4"]])
    with pytest.raises(OptionError, match=r"both pinned and banned"):
        compare(PLAN_DOCUMENT, OPINIONS_DOCUMENT, links=saved, pins=[("3.", "（四）")])


def test_a_reprint_makes_the_round_trip_too(tmp_path: Path) -> None:
    """Ids are those of the text inside its page."""
    old, new = OPINIONS_DOCUMENT, parse(bundled(EXTRACT))
    plain = compare(old, new)
    path = plain.save(tmp_path / "links.csv")

    assert compare(old, new, links=path) == plain
    assert ["2.1", "2.1"] in compare(old, new, links=write(path, edited(path, x2_1__2_1="ban"))).settings["bans"]  # type: ignore[operator]


@settings(max_examples=40)
@given(papers(), papers(), strings(12))
def test_any_two_papers_make_the_round_trip(tmp_path_factory: pytest.TempPathFactory, old: Draft, new: Draft, odd: str) -> None:
    """Whatever stands in them: quotation marks, separators, half a character."""
    here, there = parse(f"{old.text}\n{odd}"), parse(new.text)
    plain = compare(here, there, profile="revision")
    path = plain.save(tmp_path_factory.mktemp("links") / "links.csv")

    assert compare(here, there, profile="revision", links=path) == plain


# -- what spreadsheets do ----------------------------------------------------------------------------------------------------------

SAVED_BY = {
    "Excel": {},
    "Chinese Excel": {"encoding": "gb18030"},
    "European Excel": {"separator": ";"},
    "Excel as Unicode text": {"encoding": "utf-16", "separator": "\t"},
    "LibreOffice": {"encoding": "utf-8", "newline": "\n"},
    "an old Mac": {"newline": "\r"},
}


@pytest.mark.parametrize("program", SAVED_BY)
def test_every_spreadsheet_is_read(saved: Path, program: str) -> None:
    """Other separators, encodings and line ends."""
    write(saved, edited(saved, **EDITS), **SAVED_BY[program])

    assert len(read_links(saved)) == len(EDITS)
    assert len(again(saved).settings["pins"]) == 2  # type: ignore[arg-type]


def test_columns_in_another_order_empty_rows_and_blanks(saved: Path) -> None:
    """A person moved columns, added one, left blank rows, and a blank behind a word."""
    rows = edited(saved, x2_1_3__3_4=" Ban ")
    order = [4, 5, 0, 1, 2, 8]
    shuffled = [[row[at] for at in order] + ["备注" if number == 0 else ""] for number, row in enumerate(rows)]
    write(saved, [[""] * 7, shuffled[0], [""] * 7, *shuffled[1:], ["", " ", "　"]])

    assert again(saved).settings["bans"] == [["2.1.3", "3.4"]]


def test_a_small_table_made_by_hand(tmp_path: Path) -> None:
    """Three columns are enough, and labels will do."""
    path = tmp_path / "裁定.csv"
    path.write_text("sep=;\n裁定;旧;新\n钉;17.;（二十五）\n禁;3.;（四）\n", "utf-8")
    found = again(path)

    assert (found.settings["pins"], found.settings["bans"]) == ([["2.4.17", "9.25"]], [["2.1.3", "3.4"]])


def test_an_id_that_excel_shortened_is_understood_or_refused(tmp_path: Path) -> None:
    """4.10 typed into a cell is 4.1: the only clause it can mean, or a question."""
    path = tmp_path / "links.csv"
    path.write_text("decision,old,new\npin,17.,4.1\n", "utf-8")
    assert again(path).settings["pins"] == [["2.4.17", "4.10"]]

    many = parse("一、甲\n" + "".join(f"（{numeral}）乙{numeral}。丙。\n" for numeral in "一二三四五六七八九十"))
    path.write_text("decision,old,new\npin,1.2,1.1\n", "utf-8")
    with pytest.raises(OptionError, match=r"line 2: '1\.1' may be 1\.1 or 1\.10.*Write the printed label"):
        compare(many, many, profile="revision", links=path)


# -- what is refused -----------------------------------------------------------------------------------------------------------------

HEAD = "decision,old id,old label,new id,new label,tier\n"
REFUSED = {
    "an unknown decision": (HEAD + "pinn,2.1.1,,2.2,,\n", OptionError, "line 2: the decision 'pinn' is not known. Write pin"),
    "an unknown clause": (HEAD + "\nban,2.1.1,,77,,\n", ClauseNotFoundError, "line 3: no clause is '77' in .*the ban"),
    "an ambiguous label": (HEAD + "ban,,（一）,2.2,,\n", ClauseNotFoundError, "line 2: '（一）' is printed 3 times"),
    "id and label of two clauses": (HEAD + "pin,2.1.1,,3.4,（五）,\n", OptionError, r"line 2: '3\.4' is （四）, and not （五）"),
    "one clause only": (HEAD + "pin,2.1.1,,,,\n", OptionError, "line 2: the pin has no new clause"),
    "a partner and no decision": (HEAD + ",2.1.1,,2.2,,\n", OptionError, "line 2: two clauses that are no link, and no decision"),
    "both pinned and banned": (HEAD + "pin,2.1.1,,2.2,,\nban,2.1.1,,2.2,,\n", OptionError, "line 2 and .*line 3: .*both pinned"),
    "no column of decisions": ("old id,new id\n1,1\n", OptionError, "line 1: there is no column 'decision'"),
    "a column twice": ("decision,old,old,new\n", OptionError, "line 1: the column 'old id' is there twice"),
    "a quotation mark that never ends": (HEAD + 'ban,"2.1.1,,2.2,,\n', OptionError, "line 2: this is no CSV"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_errors_name_the_line(tmp_path: Path, case: str) -> None:
    """The file, the line, what is wrong, and what to write."""
    content, error, message = REFUSED[case]
    path = tmp_path / "links.csv"
    path.write_text(content, "utf-8")

    with pytest.raises(error, match=message) as caught:
        again(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_says_how_to_write_one() -> None:
    with pytest.raises(MissingFileError, match=r'Write one with save\("links\.csv"\)'):
        compare(PLAN_DOCUMENT, OPINIONS_DOCUMENT, links="nowhere.csv")


# -- the command line ------------------------------------------------------------------------------------------------------------------


def test_the_command_line_writes_and_reads_it(tmp_path: Path) -> None:
    """`-o links.csv`, an edit, `--links links.csv`."""
    (tmp_path / "old.txt").write_text("第一条　国家鼓励创新。\n第二条　施行。\n", "utf-8")
    (tmp_path / "new.txt").write_text("第一条　国家支持创新。\n第二条　施行。\n", "utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "policydiff", "compare", "old.txt", "new.txt", *arguments]
        env = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(Path(policydiff.__file__).parent.parent)}
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env=env)

    assert run("-o", "links.csv").returncode == 1
    path = tmp_path / "links.csv"
    write(path, edited(path, xa1__a1="禁"))
    done = run("--links", "links.csv")
    missing = run("--links", "nowhere.csv")

    assert "人工排除对应1对" in done.stdout.decode()
    assert (missing.returncode, "-o links.csv" in missing.stderr.decode()) == (2, True)


def test_the_columns_are_promised() -> None:
    """People keep such files."""
    assert COLUMNS == ("decision", "old id", "old label", "old text", "new id", "new label", "new text", "tier", "score")

"""Tracing as people use it: in Python, on the command line, in the formats it is saved in."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from support.paths import BOOKLET, NOTES, OPINIONS, PLAN, TESTS, TEXTS
from support.scripts import script

import policydiff
from policydiff.errors import MissingFileError, OptionError, OutputError
from policydiff.reports.tracing.json import schema

LAW = "中华人民共和国公证法\n第一条　公证机构依法独立行使职能。\n第二条　公证员应当保守秘密。\n"
NOTE = "《公证法》第二条规定：“公证员应当保守执业秘密。”《公证法》第一条规定，公证机构依法独立行使职能。\n"


@pytest.fixture(scope="module")
def notes() -> policydiff.Trace:
    return policydiff.trace(TEXTS / NOTES, source=[TEXTS / OPINIONS, TEXTS / PLAN])


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    commentary, law = tmp_path / "解 读.txt", tmp_path / "公证法.txt"
    commentary.write_text(NOTE, "utf-8")
    law.write_text(LAW, "utf-8")
    return str(commentary), str(law)


# -- in Python -----------------------------------------------------------------------------------------------------------------------


def test_a_commentary_is_traced(files: tuple[str, str]):
    """What is typed first: the names of two files."""
    t = policydiff.trace(files[0], source=files[1])

    assert t.summary() == "引文2处（逐字1，改引1），其中2处注明出处；可核对的说法3处，0处不实。"
    assert repr(t) == f"<Trace 解 读.txt · {t.summary()}>"
    assert [t.text_of(q) for q in t.of_kind("altered")] == ["公证员应当保守执业秘密"]
    assert not t.exact


def test_a_source_may_have_other_names():
    """What the texts do not say, the user may."""
    note, plan = policydiff.parse("《两年行动》要求：支持社区日间照料中心建设。"), policydiff.parse("一、任务\n支持社区日间照料中心建设。")

    assert not policydiff.trace(note, source=plan).quotations[0].attributed
    assert policydiff.trace(note, source=[plan], names=[["两年行动"]]).quotations[0].attributed


BAD = {
    "no such file": (MissingFileError, lambda: policydiff.trace("nowhere.txt", source=str(TEXTS / PLAN))),
    "no source": (OptionError, lambda: policydiff.trace(TEXTS / NOTES, source=[])),
    "standard input twice": (OptionError, lambda: policydiff.trace("-", source="-")),
    "names of a source that is not there": (OptionError, lambda: policydiff.trace(TEXTS / NOTES, source=TEXTS / PLAN, names=[[], []])),
    "names that are no list": (OptionError, lambda: policydiff.trace(TEXTS / NOTES, source=TEXTS / PLAN, names=["方案"])),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_clear_error(case: str):
    """What, where, and what to do."""
    kind, work = BAD[case]
    with pytest.raises(kind) as caught:
        work()

    assert caught.value.remedy


def test_an_unknown_suffix_is_an_error(notes: policydiff.Trace, tmp_path: Path):
    """The suffix chooses, and must be known."""
    with pytest.raises(OutputError, match=r"\.json, \.csv, \.txt"):
        notes.save(tmp_path / "report.exe")


# -- formats -------------------------------------------------------------------------------------------------------------------------


def test_the_record_follows_the_schema(notes: policydiff.Trace):
    """Every output is valid, and the schema itself is."""
    jsonschema.Draft202012Validator.check_schema(schema())

    jsonschema.validate(json.loads(notes.to_json()), schema(), cls=jsonschema.Draft202012Validator)


def test_the_keys_are_those_of_the_contract(notes: policydiff.Trace):
    """People and tools rely on these names and on their order."""
    record: dict[str, Any] = json.loads(notes.to_json())
    quotation = record["quotations"][0]

    assert record["format"] == "policydiff-quotations/1"
    assert list(record) == ["format", "commentary", "sources", "mentions", "quotations", "claims", "notices", "settings"]
    assert list(quotation) == ["span", "kind", "attributed", "score", "parts", "attributed_to", "cue", "cited", "closer"]
    assert list(quotation["parts"][0]) == ["span", "source", "clause", "span_in_source", "kind", "edits", "slips"]
    assert list(record["claims"][0]) == ["span", "claim", "true", "reason", "name", "source", "sayings"]


def test_the_same_files_give_the_same_bytes():
    """Fresh processes with different hash seeds: not one byte differs."""
    code = (
        "import hashlib, sys, policydiff\n"
        "print(hashlib.sha256(policydiff.trace(sys.argv[1], source=sys.argv[2:]).to_json().encode()).hexdigest())"
    )
    files = [str(TEXTS / name) for name in (NOTES, OPINIONS, PLAN)]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, *files],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        )
        for seed in range(4)
    ]

    assert len({run.stdout for run in runs}) == 1


def test_the_table_has_a_line_for_every_part(notes: policydiff.Trace):
    """With the section and the author, so that a spreadsheet can count."""
    rows = list(csv.DictReader(io.StringIO(notes.to_csv().removeprefix("\ufeff"))))

    assert len(rows) == sum(max(1, len(quotation.parts)) for quotation in notes.quotations)
    altered = next(row for row in rows if "互联互通" in row["text"])
    assert (altered["kind"], altered["attributed"], altered["clause id"], altered["clause"]) == ("altered", "yes", "'6.15", "（十五）")
    assert "（潘健）" in altered["section"]
    assert "[-联通共享-]{+互联互通+}" in altered["marked"]


def test_the_text_is_read_by_section(notes: policydiff.Trace):
    """The terminal's report: what differs in brackets, claims, and what is never quoted."""
    text = notes.to_text()

    assert "〔改引·注明〕《意见》（十五） ← 第十五条中提出，" in text
    assert "〔不实〕《关于进一步深化产业工人队伍建设改革的意见》：" in text
    assert "# 未被引用的条款" in text


@pytest.mark.parametrize("suffix", [".html", ".json", ".csv", ".txt"])
def test_it_is_saved_in_the_format_of_its_suffix(notes: policydiff.Trace, tmp_path: Path, suffix: str):
    """Complete, and as the method returns it."""
    path = notes.save(tmp_path / f"引文{suffix}")
    expected = {".html": notes.to_html, ".json": notes.to_json, ".csv": notes.to_csv, ".txt": notes.to_text}[suffix]()

    assert path.read_bytes().decode("utf-8") == expected


# -- on the command line ----------------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "policydiff", *arguments], capture_output=True, encoding="utf-8", check=False)


def test_the_command_prints_the_report(files: tuple[str, str]):
    """Exit code 1, since a quotation is not exact."""
    done = run("trace", *files)

    assert (done.returncode, done.stderr) == (1, "")
    assert "    公证员应当保守{+执业+}秘密" in done.stdout.split("\n")


def test_the_command_writes_a_file(files: tuple[str, str], tmp_path: Path):
    """The suffix chooses; what was found is told in a sentence."""
    done = run("trace", *files, "-o", str(tmp_path / "q.json"))

    assert json.loads((tmp_path / "q.json").read_text("utf-8"))["format"] == "policydiff-quotations/1"
    assert "引文2处" in done.stdout


EXIT_CODES = {
    "exact": (0, ("trace", str(TEXTS / PLAN), str(TEXTS / PLAN))),
    "not exact": (1, ("trace", str(TEXTS / NOTES), str(TEXTS / OPINIONS))),
    "not exact, but asked not to say so": (0, ("trace", str(TEXTS / NOTES), str(TEXTS / OPINIONS), "--exit-zero")),
    "no source": (2, ("trace", str(TEXTS / NOTES))),
    "no such file": (2, ("trace", str(TEXTS / NOTES), "nowhere.txt")),
    "an unknown suffix": (2, ("trace", str(TEXTS / NOTES), str(TEXTS / OPINIONS), "-o", "q.exe")),
}


@pytest.mark.parametrize("case", EXIT_CODES)
def test_exit_codes(case: str):
    """0 all is exact and true, 1 not so, 2 trouble."""
    code, arguments = EXIT_CODES[case]
    done = run(*arguments)

    assert done.returncode == code
    assert bool(done.stderr) is (code == 2)


# -- truth made by people --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    return script(TESTS / "gold" / "quotes.py")


#: What the tracing of the booklet, preface to question 15, must at least reach.
FLOOR = {"attributed": 0.98, "kinds": 0.92, "exact": 0.95, "reported": 0.98}


@pytest.mark.checkout
@pytest.mark.parametrize("measure", FLOOR)
def test_the_booklet_is_traced_as_a_reader_traces_it(gold: ModuleType, measure: str):
    """No measure falls below its floor; `python tests/gold/quotes.py` prints the whole."""
    assert gold.Score.share(getattr(gold.booklet(), measure)) >= FLOOR[measure]


CLAIMS = {
    "9个方面27条改革措施": True,
    "8个部分、27条": True,
    "第一部分“总体要求”": True,
    "第五条": True,
    "第十五条": True,
    "《中共中央国务院关于深化产业工人队伍建设改革的意见》": True,
    "《关于深化产业工人队伍建设改革的意见》": True,
    "《关于进一步深化产业工人队伍建设改革的意见》": False,
}


@pytest.mark.checkout
def test_the_statements_of_the_study_notes_are_judged(notes: policydiff.Trace):
    """The false ones are found false, the true ones true, and no others are made up."""
    assert {claim.claim: claim.true for claim in notes.claims} == CLAIMS


@pytest.mark.checkout
def test_traps_make_no_quotation():
    """A book about the plan, and the titles of other texts, are named and not quoted."""
    t = policydiff.trace(TEXTS / BOOKLET, source=TEXTS / PLAN)
    traps = ("解读》一书中提出", "与产业工人切身利益相关的文件主要有", "职业发展方面：《")
    places = [t.commentary.text.index(trap) for trap in traps]

    assert not [t.text_of(q) for q in t.quotations for place in places if q.span.start < place + 60 and place < q.span.end]

"""The command line, typed as a newcomer types it: what is printed, where, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import policydiff
from policydiff import texts

TEXTS = Path(__file__).parent.parent / "texts"
PLAN, OPINIONS, PAGE = (str(TEXTS / name) for name in ("plan-2017.txt", "opinions-2024.txt", "liaoyuan-extract.md"))


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run([sys.executable, "-m", "policydiff", *arguments], input=stdin, capture_output=True, check=False, env=env)


@pytest.fixture
def laws(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "旧 法.txt", tmp_path / "新#法.txt"
    old.write_text("第一条　国家鼓励创新。\n第二条　施行。\n", "utf-8")
    new.write_text("第一条　国家支持创新。\n第二条　施行。\n", "utf-8")
    return str(old), str(new)


def test_compare_prints_the_report(laws: tuple[str, str]):
    """The verdict first, then each change, differences in brackets; exit code 1, since they differ."""
    done = run("compare", *laws)
    lines = done.stdout.decode().split("\n")

    assert (done.returncode, done.stderr) == (1, b"")
    assert "    第一条　国家[-鼓励-]{+支持+}创新。" in lines


EXIT_CODES = {
    "the same": (0, ("compare", OPINIONS, OPINIONS)),
    "different": (1, ("compare", OPINIONS, PAGE)),
    "different, but asked not to say so": (0, ("compare", OPINIONS, PAGE, "--exit-zero")),
    "no such file": (2, ("compare", OPINIONS, "nowhere.txt")),
    "a folder": (2, ("compare", OPINIONS, str(TEXTS))),
    "no such command": (2, ("compaer", OPINIONS, PAGE)),
    "an argument too few": (2, ("compare", OPINIONS)),
    "no such profile": (2, ("compare", OPINIONS, PAGE, "--profile", "redline")),
    "no such encoding": (2, ("compare", OPINIONS, PAGE, "--encoding", "klingon")),
    "both sides standard input": (2, ("compare", "-", "-")),
    "an unknown suffix": (2, ("compare", OPINIONS, PAGE, "-o", "report.exe")),
    "corrections of a revision": (2, ("compare", PLAN, OPINIONS, "-o", "page.patch")),
    "help": (0, ("--help",)),
    "version": (0, ("--version",)),
    "outline": (0, ("outline", PLAN)),
}


@pytest.mark.parametrize("case", EXIT_CODES)
def test_exit_codes(case: str):
    """0 the same, 1 different, 2 trouble; trouble is told in a line on standard error, never as a traceback."""
    code, arguments = EXIT_CODES[case]
    done = run(*arguments)

    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert bool(done.stderr) == (code == 2 or case == "outline")


def test_the_version_is_that_of_the_package():
    """It is what `policydiff.__version__` says."""
    assert run("--version").stdout.decode() == f"policydiff {policydiff.__version__}\n"


def test_output_goes_to_a_file_and_the_verdict_to_the_screen(laws: tuple[str, str], tmp_path: Path):
    """The suffix chooses the format, and the line says where the file is."""
    target = tmp_path / "对照.json"
    done = run("compare", *laws, "-o", str(target))

    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"{target}: 新文2条")
    assert json.loads(target.read_text("utf-8"))["format"] == "policydiff/1"


@pytest.mark.parametrize(("ui", "words"), [("zh-Hans", "新文2条"), ("zh-Hant", "新條文2條"), ("en", "New text, 2 provisions")])
def test_the_language_of_the_report_can_be_chosen(laws: tuple[str, str], tmp_path: Path, ui: str, words: str):
    """In the file and on the screen; a record is the same in any."""
    page, record = tmp_path / "r.html", tmp_path / "r.json"
    done = run("compare", *laws, "-o", str(page), "--ui", ui)
    run("compare", *laws, "-o", str(record), "--ui", ui)

    assert words in done.stdout.decode()
    assert f'<html lang="{ui}">' in page.read_text("utf-8")
    assert record.read_text("utf-8") == policydiff.compare(*laws).to_json()


def test_a_format_can_be_sent_down_a_pipe(laws: tuple[str, str]):
    """`--format json` prints the record, and nothing else."""
    done = run("compare", *laws, "--format", "json")

    assert json.loads(done.stdout)["settings"]["profile"] == "revision"


def test_the_page_can_be_a_running_text_or_a_list_of_changes(laws: tuple[str, str], tmp_path: Path):
    """`--inline` and `--changes` choose the page; the list has no script."""
    inline = run("compare", *laws, "-o", str(tmp_path / "inline.html"), "--inline")
    changes = run("compare", *laws, "--format", "html", "--changes")

    assert (inline.returncode, changes.returncode) == (1, 1)
    assert 'class="both"' in (tmp_path / "inline.html").read_text("utf-8")
    assert "<script" not in changes.stdout.decode()
    assert "变更清单" in changes.stdout.decode()


def test_what_is_for_html_is_refused_elsewhere(laws: tuple[str, str], tmp_path: Path):
    """An option that would do nothing is an error that says where it does something."""
    for arguments in (["--inline"], ["--changes", "-o", str(tmp_path / "report.json")]):
        done = run("compare", *laws, *arguments)

        assert done.returncode == 2
        assert b"--inline and --changes are for HTML" in done.stderr


def test_a_format_that_contradicts_the_suffix_is_refused(laws: tuple[str, str], tmp_path: Path):
    """Rather than writing JSON into a page."""
    done = run("compare", *laws, "-o", str(tmp_path / "report.html"), "--format", "json")

    assert done.returncode == 2
    assert b"does not fit the suffix" in done.stderr


def test_standard_input_is_a_file(laws: tuple[str, str]):
    """`-` reads it, in whatever encoding it comes."""
    text = Path(laws[0]).read_text("utf-8")

    assert run("compare", "-", laws[0], stdin=text.encode("gb18030")).returncode == 0
    assert run("outline", "-", stdin=text.encode("utf-16")).stdout.decode().startswith("a1\tarticle\t第一条")


def test_colour_follows_the_conventions(laws: tuple[str, str]):
    """None in a pipe, unless asked for; NO_COLOR is obeyed, FORCE_COLOR too."""
    assert b"\x1b[" not in run("compare", *laws).stdout
    assert b"\x1b[" in run("compare", *laws, "--color", "always").stdout
    assert b"\x1b[" in run("compare", *laws, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in run("compare", *laws, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_console_of_another_encoding_gets_codes_and_no_traceback(tmp_path: Path):
    """cp936 has no 𠮷; the character is spelled out."""
    file = tmp_path / "law.txt"
    file.write_text("第一条　𠮷野家。\n第二条　施行。", "utf-8")
    done = run("outline", str(file), PYTHONIOENCODING="cp936", PYTHONUTF8="0")

    assert done.returncode == 0
    assert b"\\U00020bb7" in done.stdout


def test_a_reader_that_closes_early_is_no_trouble():
    """`policydiff outline … | head -1` ends quietly."""
    command = f"{sys.executable} -m policydiff outline '{PLAN}' --parts | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)

    assert b"Traceback" not in done.stderr
    assert done.stdout.startswith(b"p1\tpreamble")


def test_the_outline_lists_the_measures_of_the_plan():
    """25 measures, 2.1.1 to 2.5.25, under their sections."""
    lines = run("outline", PLAN).stdout.decode().split("\n")
    measures = [line.split("\t")[0].strip() for line in lines if "\tlayer3\t" in line]

    assert [m.split(".")[-1] for m in measures] == [str(n) for n in range(1, 26)]
    assert (measures[0], measures[-1]) == ("2.1.1", "2.5.25")


def test_the_outline_lists_the_clauses_of_the_opinions():
    """（一） to （二十七） run through nine sections; oddities go to standard error."""
    done = run("outline", OPINIONS)
    clauses = [line.split("\t") for line in done.stdout.decode().split("\n") if "\tlayer2\t" in line]

    assert [c[0].strip().split(".")[-1] for c in clauses] == [str(n) for n in range(1, 28)]
    assert clauses[7][2] == "（八） 推动现代职业教育高质量发展"
    assert done.stderr.decode().count("page-break") == 5


def test_the_demonstration_writes_its_reports(tmp_path: Path):
    """Two comparisons, two commentaries where these are here, their records, and a line that says where each is."""
    done = run("demo", "--out-dir", str(tmp_path / "reports"))
    traced = [one.name for one in texts.QUOTATION_DEMONSTRATIONS if texts.has(one.commentary)]
    names = sorted(path.name for path in (tmp_path / "reports").iterdir())

    assert done.returncode == 0
    assert names == sorted(f"{name}{suffix}" for name in ("liaoyuan-reprint", "plan-to-opinions", *traced) for suffix in (".html", ".json"))
    assert all(name in done.stdout.decode() for name in names)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no such file. Check the name and the folder."), (b"\xed\xa0\x80" * 20, "--encoding")],
    ids=["missing", "no text"],
)
def test_an_error_says_what_to_type(tmp_path: Path, content: bytes | None, said: str):
    """Options, and no Python."""
    path = tmp_path / "law.txt"
    if content is not None:
        path.write_bytes(content)
    message = run("outline", str(path)).stderr.decode()

    assert said in message
    assert "encoding=" not in message
    assert "parse()" not in message

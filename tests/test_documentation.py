"""What the README, the examples and the notebook say is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import policydiff

ROOT = Path(__file__).parent.parent
READMES = pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)


@READMES
def test_the_lines_of_the_readme_run(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Copied into a session beside the texts, they work, and leave a report."""
    (tmp_path / "texts").symlink_to(ROOT / "texts")
    monkeypatch.chdir(tmp_path)
    (lines,) = blocks(readme, "python")
    exec(compile(lines, readme, "exec"), {})  # noqa: S102  # the lines are our own

    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")


@READMES
def test_the_commands_of_the_readme_exist(readme: str):
    """Every `policydiff …` and every `make …` that is shown."""
    shell = "\n".join(blocks(readme, "sh"))
    commands = set(re.findall(r"^policydiff (\w+)", shell, re.MULTILINE))
    targets = set(re.findall(r"^make (\w+)", shell, re.MULTILINE))
    from policydiff.cli import commands as group

    assert commands
    assert commands <= set(group.commands)
    assert targets == {"demo", "test"}


@pytest.mark.checkout
def test_the_two_commands_are_targets_of_the_makefile():
    """And every target is explained by `make help`."""
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert {"demo", "test"} <= set(re.findall(r"^(\w[\w-]*):", makefile, re.MULTILINE))


@READMES
def test_links_lead_to_files(readme: str):
    """Nothing is promised that is not there."""
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text("utf-8"))
    missing = [target for target in targets if not (ROOT / target).exists() and target not in ("LICENSE", "CONTRIBUTING.md")]

    assert targets
    assert missing == []


@pytest.mark.checkout
def test_the_changelog_knows_the_version():
    """The version of the package has a heading."""
    assert f"## {policydiff.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.checkout
def test_the_example_writes_its_reports(tmp_path: Path):
    """Both reports and both records; the places and the verdicts are printed."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "compare_texts.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
    )
    names = sorted(path.name for path in tmp_path.iterdir())

    reports = "booklet-quotes", "liaoyuan-reprint", "plan-to-opinions", "study-notes-quotes"
    assert names == [f"{name}{suffix}" for name in reports for suffix in (".html", ".json")]
    assert all(str(tmp_path / name) in done.stdout for name in names)
    assert "47处字句不同，另缺1个标题。" in done.stdout
    assert "新文30条" in done.stdout
    assert "booklet-2022.txt ← plan-2017.txt" in done.stdout


@pytest.mark.checkout
@pytest.mark.parametrize("notebook", sorted((ROOT / "examples").glob("*.ipynb")), ids=lambda path: path.name)
def test_the_notebooks_run(notebook: Path):
    """From the first cell to the last, without an error."""
    document = nbformat.read(notebook, as_version=4)
    NotebookClient(document, timeout=None, kernel_name="python3", resources={"metadata": {"path": str(notebook.parent)}}).execute()

    shown = [output for cell in document.cells for output in cell.get("outputs", ())]
    assert any("text/html" in output.get("data", {}) for output in shown)
    assert [output for output in shown if output.output_type == "error"] == []
    assert re.findall(r"^.* 0 bytes$", "".join(output.get("text", "") for output in shown), re.MULTILINE) == []


@pytest.mark.checkout
@pytest.mark.parametrize("notebook", sorted((ROOT / "examples").glob("*.ipynb")), ids=lambda path: path.name)
def test_the_notebooks_were_run_before_they_were_kept(notebook: Path):
    """A reader on the web sees what a cell shows, and no path of anybody's machine."""
    document = nbformat.read(notebook, as_version=4)
    nbformat.validate(document)

    code = [cell for cell in document.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in code[1:])  # the first one imports
    assert re.findall(r"/(?:home|root|Users|tmp|work)/", notebook.read_text("utf-8")) == []


def test_every_notice_is_explained():
    """Each code that a document or a comparison can carry is in a table that says what it means."""
    from policydiff import changes, edits
    from policydiff.comparison import NOTICES as ABOUT_COMPARISONS
    from policydiff.outline import NOTICES
    from policydiff.quotations import NOTICES as ABOUT_TRACINGS

    package = Path(policydiff.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    codes = set(re.findall(r'Notice\(\s*"([a-z-]+)"', source))
    findings = set(re.findall(r'[Ff]inding\(\s*"([a-z-]+)"', source))

    assert codes <= set(NOTICES) | set(ABOUT_COMPARISONS) | set(ABOUT_TRACINGS)
    assert findings == changes.FINDINGS.keys() | edits.FINDINGS.keys()

"""The bundled texts: byte for byte, accounted for, and packaged only where that is allowed."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

import policydiff
from policydiff import texts
from policydiff.errors import MissingFileError

ROOT = Path(__file__).parent.parent
PROVENANCE = tomllib.loads((ROOT / "texts" / "provenance.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", [key for key, entry in PROVENANCE.items() if (ROOT / "texts" / entry["file"]).exists()])
def test_the_files_are_what_they_were(name: str):
    """Every hash holds."""
    entry = PROVENANCE[name]

    assert hashlib.sha256((ROOT / "texts" / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.checkout
def test_every_file_is_accounted_for():
    """Title, issuer, date, hash and rights are written down for each, and for nothing else."""
    files = {path.name for path in (ROOT / "texts").iterdir()} - {"README.md", "provenance.toml"}

    assert {entry["file"] for entry in PROVENANCE.values()} == files
    assert all(set(entry) == {"file", "title", "issuer", "date", "sha256", "rights", "packaged"} for entry in PROVENANCE.values())
    assert all(name in (ROOT / "texts" / "README.md").read_text("utf-8") for name in files)


@pytest.mark.checkout
def test_the_extract_is_the_beginning_of_the_page():
    """Nothing was changed, only the other articles were left out."""
    page = (ROOT / "texts" / "liaoyuan-daily-2024-10-23.md").read_bytes()
    extract = (ROOT / "texts" / "liaoyuan-extract.md").read_bytes()

    assert page.startswith(extract)
    assert extract.decode().rstrip().endswith("(新华社北京10月21日电)")


def test_the_package_reads_its_texts():
    """Those that are marked as packaged, in a checkout as in an installation."""
    packaged = {entry["file"] for entry in PROVENANCE.values() if entry["packaged"]}

    assert set(texts.NAMES) == packaged
    assert all(texts.read(name).clauses for name in texts.NAMES)


def test_a_text_that_is_not_there_is_an_error():
    """It names those that are."""
    with pytest.raises(MissingFileError, match=r"plan-2017\.txt"):
        texts.read("constitution.txt")


def test_the_demonstrations_show_both_profiles():
    """One revision and one reprint."""
    assert [texts.demonstrate(d).profile for d in texts.DEMONSTRATIONS] == ["revision", "reprint"]


@pytest.mark.checkout
def test_what_the_commentaries_quote_is_shown():
    """A booklet and its plan; essays, and both documents that they may quote."""
    traced = [texts.demonstrate_quotations(d) for d in texts.QUOTATION_DEMONSTRATIONS]

    assert [len(trace.sources) for trace in traced] == [1, 2]
    assert all(trace.of_kind("verbatim") for trace in traced)
    assert not texts.has("constitution.txt")


def test_an_installed_package_carries_no_text_of_others():
    """The booklet, the notes and the other articles of the page stay in the repository."""
    folder = Path(policydiff.__file__).parent / "_texts"
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set(texts.NAMES)

    assert found - {"provenance.toml"} == set(texts.NAMES)

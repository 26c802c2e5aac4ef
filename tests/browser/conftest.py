"""A browser, and the reports that are looked at.

Reports are built once, whatever the number of processes that look at them. Where POLICYDIFF_REQUIRE_BROWSER is set, a missing browser is a
failure; elsewhere these tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.reports import compared, once, saved, saved_traces, traced
from support.visits import chromium, launched, needed, printed

from policydiff.comparison import Comparison

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a run share; its name has a blank, Chinese and a number sign."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "报告 #1"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def comparisons(shelf: Path) -> dict[str, Comparison]:
    """A revision, a reprint, and a statute in traditional characters."""
    return once(shelf, "comparisons", compared)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    needed(chromium(), "Chromium: set CHROMIUM to the path of one")
    with launched() as running:
        yield running


@pytest.fixture(scope="session")
def reports(shelf: Path, comparisons: dict[str, Comparison]) -> dict[str, Path]:
    """The reports of comparisons as files."""
    return once(shelf, "reports", lambda: saved(shelf, comparisons))


@pytest.fixture(scope="session")
def pages(shelf: Path) -> dict[str, Path]:
    """The reports of quotations as files."""
    return once(shelf, "traces", lambda: saved_traces(shelf, traced()))


@pytest.fixture(scope="session")
def paper(browser: Browser, reports: dict[str, Path], shelf: Path) -> Callable[[str], Path]:
    """A report by its name → the file that is printed."""
    needed(shutil.which("pdftotext"), "pdftotext: install poppler-utils")
    return lambda name: once(shelf, f"{name} on paper", lambda: printed(browser, reports[name], shelf / f"{name}.pdf"))

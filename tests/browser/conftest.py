"""A browser, and the reports that are looked at.

The browser is the one named by the environment variable CHROMIUM, or a `chromium` on the path. Where POLICYDIFF_REQUIRE_BROWSER is set, a
missing browser is a failure; elsewhere these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.paths import OPINIONS, PAGE, PLAN, REVISIONS, TEXTS

import policydiff
from policydiff.comparison import Comparison

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def comparisons() -> dict[str, Comparison]:
    """A revision, a reprint, and a statute in traditional characters."""
    waste = REVISIONS / "tw-waste-1999-2001"
    return {
        "revision": policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS),
        "reprint": policydiff.compare(TEXTS / OPINIONS, TEXTS / PAGE),
        "statute": policydiff.compare(waste / "old.txt", waste / "new.txt"),
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None and "POLICYDIFF_REQUIRE_BROWSER" not in os.environ:
        pytest.skip("no Chromium: set CHROMIUM to the path of one")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory, comparisons: dict[str, Comparison]) -> dict[str, Path]:
    """The reports as files; the folder has a name with a blank, Chinese and a number sign."""
    folder = tmp_path_factory.mktemp("报告 #1")
    pages = {name: comparison.save(folder / f"{name}.html") for name, comparison in comparisons.items()}
    for name in ("revision", "reprint"):
        pages[f"{name} changes"] = comparisons[name].save(folder / f"{name}-changes.html", kind="changes")
        pages[f"{name} inline"] = comparisons[name].save(folder / f"{name}-inline.html", view="inline")
    pages["revision in English"] = comparisons["revision"].save(folder / "revision-en.html", ui="en")
    pages["statute in traditional characters"] = comparisons["statute"].save(folder / "statute-hant.html", ui="zh-Hant")
    return pages

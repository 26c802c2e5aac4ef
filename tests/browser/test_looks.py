"""Pages look as they did when somebody last looked at them. `python -m tests.browser.looks` makes the pictures anew.

Where a page no longer looks as it did, `build/looks` has a picture: as it was, as it is, and where they differ.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PIL", reason="no Pillow")

from PIL import Image
from support.looks import ALLOWED, FONT, LOOKS, REVIEWED, beside, differing, taken
from support.paths import ROOT
from support.visits import needed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BY_REPORT = {report: tuple(looks) for report, looks in groupby(LOOKS, key=lambda look: look.report)}
ROWS = [look for look in LOOKS if look.called == "row" and look.medium == "wide" and look.report in ("revision", "reprint")]


@pytest.fixture(scope="session")
def every(reports: dict[str, Path], pages: dict[str, Path]) -> dict[str, Path]:
    needed(FONT.exists(), "font of the pictures: on Debian, install fonts-noto-cjk")
    return reports | pages


@pytest.mark.parametrize("report", BY_REPORT)
def test_pages_look_as_they_were_reviewed(browser: Browser, every: dict[str, Path], paper: Callable[[str], Path], report: str):
    """Wide, on a telephone, in the dark, in the colours of the system, without colour, on paper."""
    looks = BY_REPORT[report]
    changed = {}
    for look, new in zip(looks, taken(browser, looks, every, paper), strict=True):
        old = Image.open(look.path)
        share = differing(old, new).mean()
        if share > ALLOWED:
            path = ROOT / "build" / "looks" / f"{look.path.stem}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            beside(old, new).save(path)
            changed[str(path)] = f"{share:.1%} of it differs"

    assert changed == {}, "look at these pictures; if the pages are right, run `python -m tests.browser.looks`"


DAMAGE = {
    "new words have no tint": "ins { background: none !important }",
    "old words have no tint": "del { background: none !important }",
    "new words have the tint of old ones": "ins { background: var(--old-tint) !important }",
    "the old column is not seen": "td.old * { visibility: hidden }",
    "the columns have changed places": "table { direction: rtl } td, th { direction: ltr }",
    "change bars are lost": ".passage::before { content: none !important }",
    "there are no seals": ".seal { visibility: hidden }",
    "the text is set in another family": "td { font-family: var(--serif) !important }",
    "a line is higher by a pixel": "td { line-height: calc(1.8em + 1px) !important }",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_has_gone_wrong_is_noticed(browser: Browser, every: dict[str, Path], paper: Callable[[str], Path], damage: str):
    """The same comparison of the rows of both reports fails where a rule of the style is lost."""
    news = taken(browser, ROWS, every, paper, style=DAMAGE[damage])

    assert max(differing(Image.open(look.path), new).mean() for look, new in zip(ROWS, news, strict=True)) > ALLOWED


def test_every_picture_belongs_to_a_look_and_all_are_small():
    """They are kept in the repository: a megabyte and a half at most."""
    kept = set(REVIEWED.glob("*.webp"))

    assert kept == {look.path for look in LOOKS}
    assert sum(path.stat().st_size for path in kept) < 1_500_000

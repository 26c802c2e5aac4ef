"""Make the reviewed pictures anew, and the picture of the README: look at each of them before it is committed.

    python -m tests.browser.looks               # all of them
    python -m tests.browser.looks revision      # those of one report, by the name of the picture

Says which pictures differ from those that were there. Wants Chromium, poppler-utils and fonts-noto-cjk, as Debian has them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

TESTS = Path(__file__).parent.parent.parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

from PIL import Image  # noqa: E402
from support.looks import LOOKS, as_kept, differing, taken  # noqa: E402
from support.paths import ROOT  # noqa: E402
from support.reports import compared, saved, saved_traces, traced  # noqa: E402
from support.visits import Visit, launched, printed  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: The picture of the README: a chapter of the revision.
PICTURE, CHAPTER = ROOT / "examples" / "pictures" / "report.png", ".chapter > [id^='n3-']"


def main(begin: str) -> None:
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        folder = Path(name)
        reports = {**saved(folder, compared()), **saved_traces(folder, traced())}
        looks = [look for look in LOOKS if look.path.name.startswith(begin)]
        for look, picture in zip(looks, taken(browser, looks, reports, lambda name: _paper(browser, reports[name])), strict=True):
            share = differing(Image.open(look.path), picture).mean() if look.path.exists() else 1.0
            look.path.write_bytes(as_kept(picture))
            print(f"{look.path.relative_to(ROOT)}  {look.path.stat().st_size:,} bytes  {share:.2%} of it differs")
        if PICTURE.name.startswith(begin):
            _photograph(browser, reports["revision"])
            print(PICTURE.relative_to(ROOT))


def _paper(browser: Browser, report: Path) -> Path:
    paper = report.with_suffix(".pdf")
    return paper if paper.exists() else printed(browser, report, paper)


def _photograph(browser: Browser, report: Path) -> None:
    with Visit(browser, report) as page:
        page.set_viewport_size({"width": 1280, "height": 860})
        page.evaluate("place => document.querySelector(place).closest('.chapter').scrollIntoView()", CHAPTER)
        page.wait_for_timeout(100)
        page.screenshot(path=PICTURE, animations="disabled")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")

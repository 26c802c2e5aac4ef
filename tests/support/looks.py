"""What pages look like: places of reports, their pictures, and how much two pictures differ.

A place is photographed at the size of a window and kept smaller. Two pictures are compared by the mean colour of each block of pixels:
where a stroke of a character begins depends on the version of the browser, how dark a line of text is and whether it is orange does not.
A picture loses a little where it is kept, so a new one loses the same before it is compared.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from support.paths import TESTS
from support.visits import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Where the pictures are that somebody has looked at.
REVIEWED = TESTS / "browser" / "looks"

#: The family that pages are set in here; elsewhere they look otherwise, and rightly so.
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")

#: A block, in pixels of a kept picture, and how much its colour may differ, of 255.
BLOCK = 8
TOLERANCE = 12
#: The share of blocks that may differ.
ALLOWED = 0.0025

_DESK, _TELEPHONE = (1440, 900), (390, 844)
_DOTS_PER_INCH = 64
_MEDIA = {"dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}}


class Look(NamedTuple):
    """A place of a report, as a picture."""

    report: str
    place: str
    """A selector of what stands at the upper edge; nothing is the beginning, and on paper it is the number of a page."""
    medium: str = "wide"
    """`wide`, `phone`, `dark`, `forced`, `grey` or `paper`."""
    called: str = "front"

    @property
    def path(self) -> Path:
        """Where its picture is kept."""
        return REVIEWED / f"{self.report.replace(' ', '-')}-{self.called}-{self.medium}.webp"


def _everywhere(report: str, row: str, *pages: int) -> Iterator[Look]:
    """Yield the beginning and a row in every medium, from above to below, and pages of paper."""
    for medium in ("wide", "phone", "dark"):
        yield from (Look(report, "", medium), Look(report, row, medium, "row"))
    yield from (Look(report, row, medium, "row") for medium in ("forced", "grey"))
    yield from (Look(report, str(page), "paper", f"page-{page}") for page in pages)


LOOKS = (
    *_everywhere("revision", ".pair[id^='n2.1-']", 1, 3),
    Look("revision", ".appendix", called="appendix"),
    *_everywhere("reprint", ".pair[id^='n5.13-']", 1, 6),
    Look("reprint", ".differences", called="differences"),
    Look("revision inline", ".pair[id^='n2.1-']", called="row"),
    Look("revision changes", ".change-row", called="rows"),
    Look("statute", ".pair[id^='nc1.a2-']", called="row"),
    Look("booklet", ""),
    Look("booklet", ".row:not(.quiet)", called="row"),
)


def taken(
    browser: Browser, looks: Iterable[Look], reports: dict[str, Path], paper: Callable[[str], Path], style: str = ""
) -> Iterator[Image.Image]:
    """Yield a picture of each look; looks at one report in one medium that follow one another share a window.

    Args:
        browser: who draws.
        looks: what to look at.
        reports: the pages by their names.
        paper: the printed pages by their names.
        style: rules that are added to the page before.
    """
    for (report, medium), group in groupby(looks, key=lambda look: (look.report, look.medium)):
        if medium == "paper":
            yield from (_small(_printed(paper(report), int(look.place))) for look in group)
            continue
        with Visit(browser, reports[report]) as page:
            width, height = _TELEPHONE if medium == "phone" else _DESK
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(reduced_motion="reduce", **_MEDIA.get(medium, {}))
            page.evaluate("style => { const s = new CSSStyleSheet(); s.replaceSync(style); document.adoptedStyleSheets = [s]; }", style)
            yield from (_small(_photographed(page, look)) for look in group)


def _photographed(page: Page, look: Look) -> Image.Image:
    page.evaluate("place => place ? document.querySelector(place).scrollIntoView() : scrollTo(0, 0)", look.place)
    page.wait_for_timeout(100)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    return picture.convert("L") if look.medium == "grey" else picture


def _printed(paper: Path, page: int) -> Image.Image:
    command = ["pdftoppm", "-png", "-r", str(_DOTS_PER_INCH), "-f", str(page), "-l", str(page), paper]
    return Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))


def _small(picture: Image.Image) -> Image.Image:
    """Return a picture as it is kept: two thirds of a desk, a telephone and a page as they are."""
    size = (960, 600) if picture.width == _DESK[0] else picture.size
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def as_kept(picture: Image.Image) -> bytes:
    """Return the file that a picture is kept in."""
    file = io.BytesIO()
    picture.save(file, "webp", quality=45, method=4)
    return file.getvalue()


def differing(old: Image.Image, new: Image.Image) -> np.ndarray:
    """Return which blocks differ, line by line; pictures of different sizes differ everywhere."""
    if old.size != new.size:
        return np.ones((1, 1), dtype=bool)
    new = Image.open(io.BytesIO(as_kept(new)))
    blocks = [np.asarray(picture.convert("RGB").reduce(BLOCK), dtype=int) for picture in (old, new)]
    return np.abs(blocks[0] - blocks[1]).max(axis=2) > TOLERANCE


def beside(old: Image.Image, new: Image.Image) -> Image.Image:
    """Return one picture with three: as it was, as it is, and as it is with the blocks that differ in red."""
    where = differing(old, new)
    mask = Image.fromarray(where.astype("uint8") * 160).resize(new.size, Image.Resampling.NEAREST)
    marked = Image.composite(Image.new("RGB", new.size, "#d00000"), new.convert("RGB"), mask)
    sheet = Image.new("RGB", (old.width + 2 * new.width + 16, max(old.height, new.height)), "#808080")
    for picture, left in ((old, 0), (new, old.width + 8), (marked, old.width + new.width + 16)):
        sheet.paste(picture.convert("RGB"), (left, 0))
    return sheet

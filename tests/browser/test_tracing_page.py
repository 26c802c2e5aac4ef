"""What a reader does with the page of a tracing, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.paths import BOOKLET, PLAN, TEXTS
from support.visits import Visit, wide_as

import policydiff

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


BOTH = pytest.mark.parametrize("name", ["booklet", "notes"])


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_says_nothing_and_asks_for_nothing(browser: Browser, pages: dict[str, Path], name: str, scheme: str):
    """No message in the console, no request but the file itself."""
    with Visit(browser, pages[name], scheme=scheme) as page:
        assert page.title().startswith("引文核对：")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
            "rgb(20, 23, 28)" if scheme == "dark" else "rgb(255, 255, 255)"
        )


@BOTH
def test_nothing_runs_over_the_edge(browser: Browser, pages: dict[str, Path], name: str):
    """No page needs to be pushed sideways."""
    with Visit(browser, pages[name]) as page:
        assert [width for width in (320, 390, 1024, 1440) if wide_as(page, width) > width] == []


@BOTH
def test_links_lead_to_places_that_are_seen(browser: Browser, pages: dict[str, Path], name: str):
    """From a quotation to its passage, from there to the clause of the source, folded or not, and back."""
    with Visit(browser, pages[name]) as page:
        for link in (".sign", ".card .clause", ".coverage .place a", ".claims td a", ".sections td a"):
            target = page.locator(link).first.get_attribute("href") or ""
            page.locator(link).first.click()
            page.wait_for_timeout(50)
            box = page.locator(f"[id='{target[1:]}']").bounding_box()
            assert box is not None
            assert 0 <= box["y"] <= 900


def test_an_address_opens_what_is_folded(browser: Browser, pages: dict[str, Path]):
    """A link from outside to a clause of the source shows its text."""
    with Visit(browser, pages["booklet"], hash="#s1-2.4.16") as page:
        assert page.locator("[id='s1-2.4.16'] .whole").is_visible()


@BOTH
def test_without_scripts_everything_can_be_read(browser: Browser, pages: dict[str, Path], name: str):
    """The text, the passages beside it, the maps; controls that need a script are not shown."""
    with Visit(browser, pages[name], script=False) as page:
        assert page.locator(".card:visible").count() == page.locator(".card").count() > 0
        assert page.locator(".tiles a:visible").count() == page.locator(".tiles a").count() > 0
        assert page.locator(".needs-js:visible").count() == 0
        fold = page.locator("details.fold").first
        fold.locator("summary").click()
        assert fold.locator(".text").first.is_visible()


def test_filters_leave_what_was_asked_for(browser: Browser, pages: dict[str, Path]):
    """改引 and 注明 together: what is given out as quoted and was changed."""
    expected = policydiff.trace(TEXTS / BOOKLET, source=TEXTS / PLAN).of_kind("altered")
    with Visit(browser, pages["booklet"]) as page:
        page.locator("[data-filter=altered]").check(force=True)
        assert page.locator(".card:visible").count() == len(expected)
        page.locator("[data-filter=attributed]").check(force=True)
        assert page.locator(".card:visible").count() == sum(quotation.attributed for quotation in expected)
        page.locator("#reset").click()
        assert page.locator(".card:visible").count() == page.locator(".card").count()


def test_every_quotation_is_a_stop(browser: Browser, pages: dict[str, Path]):
    """下一处 goes from sign to sign, and says what it is."""
    with Visit(browser, pages["notes"]) as page:
        page.locator("#next").click()
        assert page.evaluate("document.activeElement.dataset.say") == "逐字：《意见》一、第1段"
        assert (page.locator("#announce").text_content() or "").startswith("第1处，共")


def test_the_kinds_are_told_by_lines(browser: Browser, pages: dict[str, Path]):
    """As the browser draws them, in the colours of the system too."""
    with Visit(browser, pages["booklet"]) as page:
        page.emulate_media(forced_colors="active")
        styles = {
            kind: page.locator(f".text .quoted.{kind}").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
            for kind in ("verbatim", "elided", "altered", "not-found")
        }

    assert styles == {"verbatim": "solid", "elided": "dashed", "altered": "double", "not-found": "wavy"}


def test_it_prints(browser: Browser, pages: dict[str, Path]):
    """Text, passages and maps are on paper; the controls are not."""
    with Visit(browser, pages["notes"]) as page:
        page.emulate_media(media="print")
        assert not page.locator(".bar").is_visible()
        assert page.locator(".card").first.is_visible()
        assert len(page.pdf(prefer_css_page_size=True)) > 10_000

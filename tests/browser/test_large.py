"""A report of many rows: what a click costs is counted in what the script asks of the page, never in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.visits import Visit

import policydiff

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from policydiff.comparison import Comparison

pytestmark = pytest.mark.browser

#: Counts how often the page is asked where something is, and how often for everything that fits a selector.
COUNTED = """does => {
    const asked = { place: 0, all: 0 };
    const spied = [[Element.prototype, "getBoundingClientRect", "place"], [Document.prototype, "querySelectorAll", "all"]];
    const own = spied.map(([holder, name, counter]) => {
        const before = holder[name];
        holder[name] = function (...given) { asked[counter]++; return before.apply(this, given); };
        return () => { holder[name] = before; };
    });
    document.querySelector(does).click();
    own.forEach(restore => restore());
    return asked;
}"""


def law(articles: int) -> Comparison:
    """A law of many articles, every third of them with a word replaced."""
    old = [f"第{n}条　县级以上人民政府应当加强对第{n}类企业的监督管理。" for n in range(1, articles + 1)]
    new = [line.replace("监督管理", "指导服务") if n % 3 == 0 else line for n, line in enumerate(old, 1)]
    return policydiff.compare(policydiff.parse("\n".join(old)), policydiff.parse("\n".join(new)), profile="revision")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of twelve hundred rows."""
    return law(1200).save(tmp_path_factory.mktemp("large") / "report.html")


def test_a_click_asks_the_page_for_little(browser: Browser, large: Path):
    """A step from the middle finds its row by halving; a filter knows its rows from the start."""
    with Visit(browser, large) as page:
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
        first = page.evaluate(COUNTED, "#next")
        assert 1 < int(page.inner_text("#place").split("/")[0]) < 400
        assert first["place"] < 60
        assert page.evaluate(COUNTED, "#next") == {"place": 0, "all": 0}
        assert page.evaluate(COUNTED, "[data-filter=substitution]") == {"place": 0, "all": 0}
        assert page.inner_text("#shown") == "只看〔改〕：400 / 1200 行"


def test_the_tables_behind_the_rows_wait_too(browser: Browser, large: Path):
    """来源表 and 去向表 have a line for every clause: they are laid out when they are reached."""
    laid_out = "[...document.querySelectorAll('.whereabouts li')].filter(e => e.checkVisibility({ contentVisibilityAuto: true })).length"
    with Visit(browser, large) as page:
        assert page.locator(".whereabouts li").count() == 2400
        assert page.evaluate(laid_out) == 0
        page.evaluate("document.querySelector('#whereabouts').scrollIntoView()")
        page.wait_for_function(f"{laid_out} > 0")
        assert page.evaluate(laid_out) < 1200

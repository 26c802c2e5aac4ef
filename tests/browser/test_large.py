"""A report of many rows: what a click costs is counted in what the script asks of the page, never in time."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.paths import OPINIONS, PLAN, TEXTS
from support.visits import Visit

import policydiff
from policydiff.reports.html import volumes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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


# -- print ------------------------------------------------------------------------------------------------------------------------


def printed(page: Page, path: Path) -> list[str]:
    """Return the text of every page of the PDF, blanks left out."""
    page.pdf(path=str(path), prefer_css_page_size=True, tagged=True)
    text = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return ["".join(page.split()) for page in text.rstrip("\f").split("\f")]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler)")
def test_a_row_that_goes_on_overleaf_is_named_there_again(browser: Browser, tmp_path: Path):
    """A long article over several pages: its label stands on each of them; the same whenever it is printed."""
    sentence = "县级以上人民政府应当加强对第{n}类企业的监督管理，依法公开有关信息，接受社会监督，并每年向社会公布。"
    article = "".join(sentence.format(n=n) for n in range(1, 61))
    old = policydiff.parse(f"第一条　为了规范企业。\n第七条　{article}\n第九条　本法自公布之日起施行。")
    new = policydiff.parse(old.text.replace("第30类企业", "第30类大型企业"))
    path = policydiff.compare(old, new, profile="revision").save(tmp_path / "long.html")
    with Visit(browser, path) as page:
        leaves = printed(page, tmp_path / "long.pdf")
        assert leaves == printed(page, tmp_path / "again.pdf")

    going_on = [leaf for leaf in leaves if "依法公开有关信息" in leaf]
    assert len(going_on) >= 3
    assert all("第七条改" in leaf for leaf in going_on)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler)")
def test_a_short_row_stays_on_one_page(browser: Browser, tmp_path: Path):
    """Every row of so few lines has its first and its last sentence on the same page."""
    line = "第{n}条　第{n}甲类企业应当登记。登记事项由第{n}号机关公布。登记的期限为第{n}乙类期限。"
    old = policydiff.parse("\n".join(line.format(n=n) for n in range(1, 61)))
    new = policydiff.parse(old.text.replace("公布", "公告"))
    path = policydiff.compare(old, new, profile="revision").save(tmp_path / "short.html")
    with Visit(browser, path) as page:
        leaves = printed(page, tmp_path / "short.pdf")

    assert len([leaf for leaf in leaves if "甲类企业" in leaf]) >= 3
    for n in range(1, 61):
        first, last = ({at for at, leaf in enumerate(leaves) if f"第{n}{words}" in leaf} for words in ("甲类企业", "乙类期限"))
        assert first == last
        assert len(first) == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler)")
def test_filters_in_force_are_printed_as_a_sentence(browser: Browser, reports: dict[str, Path], tmp_path: Path):
    """Who holds the paper sees that it is not everything; and nobody is told so where it is."""
    with Visit(browser, reports["revision"]) as page:
        whole = printed(page, tmp_path / "whole.pdf")
        page.check("[data-filter=insertion]")
        filtered = printed(page, tmp_path / "filtered.pdf")

    assert "只看〔增〕" in filtered[0]
    assert "只看〔" not in "".join(whole)
    assert len(filtered) < len(whole)


# -- volumes ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in four volumes, whose name wants to be escaped."""
    folder = tmp_path_factory.mktemp("分册 #1")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(volumes, "MOST_ROWS", 20)
        patched.setattr(volumes, "ROWS_OF_A_VOLUME", 20)
        return policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS).save(folder / "报告 100%.html")


def test_volumes_lead_to_one_another_from_a_disk(browser: Browser, front: Path):
    """From the front into a volume, on to the next, and back; each page asks for nothing and says nothing."""
    with Visit(browser, front) as page:
        assert "分为 4 册" in page.inner_text(".notices")
        leads = page.evaluate("[...document.querySelectorAll('.volumes h3 a')].map(link => link.href)")
    assert len(leads) == 4
    for number, link in enumerate(leads, 1):
        visit = Visit(browser, front.parent / "报告 100%_files" / f"报告 100%-{number}.html")
        with visit as page:
            assert page.url == link
            assert page.inner_text("nav.volume b").startswith(f"第 {number} 册，共 4 册：")
            steps = page.evaluate("[...document.querySelector('nav.volume').querySelectorAll('a')].map(link => link.href)")
            assert page.url not in steps
            assert [lead for lead in steps if lead in leads] == [*leads[max(0, number - 2) : number - 1], *leads[number : number + 1]]
            assert front.as_uri() in steps


def test_a_volume_filters_steps_and_searches_its_rows(browser: Browser, front: Path):
    """As a whole report does; its numbers are those of its own rows."""
    count = """kind => [...document.querySelectorAll("[data-kinds]")]
        .filter(e => e.getClientRects().length && e.dataset.kinds.split(" ").includes(kind)).length"""
    with Visit(browser, front.parent / "报告 100%_files" / "报告 100%-2.html") as page:
        boxes = page.evaluate("[...document.querySelectorAll('[data-filter]')].map(e => [e.dataset.filter, e.nextSibling.innerText])")
        for kind, said in boxes:
            page.check(f"[data-filter={kind}]")
            assert page.evaluate(count, kind) == int("".join(c for c in said if c.isdigit()))
            page.uncheck(f"[data-filter={kind}]")
        page.click("#next")
        assert page.inner_text("#place").startswith("1 / ")
        page.fill("#query", "产业工人")
        assert page.inner_text("#hits").endswith("处")


def test_an_address_of_the_front_that_names_a_row_leads_to_its_volume(browser: Browser, front: Path):
    """Whoever knows the report and the row need not know the volume."""
    with Visit(browser, front) as page:
        names = [
            named.split()[-1] for named in page.evaluate("[...document.querySelectorAll('[data-anchors]')].map(e => e.dataset.anchors)")
        ]
    for number, name in enumerate(names, 1):
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.goto(f"{front.as_uri()}#{name}")
        page.wait_for_url(f"**/*-{number}.html#{name}")
        assert page.locator(f"[id='{name}']").count() == 1
        context.close()

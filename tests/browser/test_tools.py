"""What the script adds: a table for spreadsheets, marks for uniform substitutions, hits without end, and pages for every state."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.visits import Visit

import policydiff

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from policydiff.comparison import Comparison

pytestmark = pytest.mark.browser


def table(page: Page) -> list[list[str]]:
    """Read the table that the page saves."""
    if not page.locator("#csv").is_visible():
        page.click(".menu > summary")
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_visible_rows_are_saved_as_a_table(browser: Browser, reports: dict[str, Path], comparisons: dict[str, Comparison]):
    """One line for a row, both texts as they are; filtered, what is seen and no more."""
    new = comparisons["revision"].new.text
    with Visit(browser, reports["revision"]) as page:
        lines = table(page)
        rows = page.locator("tbody.pair, .folded").count()
        assert lines[0] == ["条款", "类别", "原文", "新文", "变更"]
        assert len(lines) == rows + 1
        assert any(line[0] == "（二）" and line[1] == "移改" and line[2].startswith("1.强化和创新") for line in lines)
        assert "".join(new.split()) != ""
        page.check("[data-filter=insertion]")
        visible = page.locator("tbody.pair").locator("visible=true").count()
        assert len(table(page)) == visible + 1


def test_a_table_holds_no_formula(browser: Browser, tmp_path: Path):
    """A clause that begins like one is kept from being one; everything else stays as it is."""
    old = policydiff.parse("=1+1合计经费。\n＋补助办法。\n-十八条。\n@机构。\n普通“条款”，照旧。")
    new = policydiff.parse("=1+2合计经费。\n＋补贴办法。\n-十九条。\n@部门。\n普通“条款”，改动。")
    path = policydiff.compare(old, new, profile="revision").save(tmp_path / "formula.html")
    with Visit(browser, path) as page:
        cells = [cell for line in table(page)[1:] for cell in line[2:4] if cell]

        assert not [cell for cell in cells if cell[0] in "=+-@＝＋－＠\t\r"]
        assert any(cell.startswith("'=1+") for cell in cells)
        assert any("普通“条款”" in cell and not cell.startswith("'") for cell in cells)


def test_uniform_substitutions_are_marked_and_left_out_on_demand(browser: Browser, tmp_path: Path):
    """Boxed in the text where asked for; rows with nothing else go away, and the line above says so."""
    law = "".join(f"第{n}条　股东大会依照公司章程审议第{n}类事项。\n" for n in "一二三四五六")
    new = policydiff.parse(law.replace("股东大会", "股东会").replace("审议第五", "决定第五"))
    path = policydiff.compare(policydiff.parse(law), new, profile="revision").save(tmp_path / "bulk.html")
    with Visit(browser, path) as page:
        page.check("[data-mark='1']")
        assert page.locator("td [data-bulk].marked").count() == 12
        page.check("#told")
        assert page.locator("tbody.pair").locator("visible=true").count() == 1
        assert page.inner_text("#shown") == "略去只有统一修改的行：1 / 6 行"
        page.uncheck("#told")
        assert page.locator("tbody.pair").locator("visible=true").count() == 6


def test_hits_beyond_five_thousand_are_not_counted(browser: Browser, tmp_path: Path):
    """The search stays quick, and says that there are more."""
    law = "第一条　" + "国家鼓励企业创新。" * 3000
    path = policydiff.compare(policydiff.parse(law), policydiff.parse(law + "鼓励。"), profile="reprint").save(tmp_path / "many.html")
    with Visit(browser, path) as page:
        page.fill("#query", "鼓励")
        assert page.inner_text("#hits") == "5000+ 处"


def test_the_summary_can_be_copied(browser: Browser, reports: dict[str, Path]):
    """Titles, verdict, counts and notices as plain text, for a mail."""
    with Visit(browser, reports["reprint"]) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.click(".menu > summary")
        page.click(".menu [data-copy]")
        page.locator(".menu [data-copy]", has_text="已复制").wait_for()
        text = page.evaluate("navigator.clipboard.readText()")

        assert text.startswith("对照表：")
        assert "47处字句不同，另缺1个标题。" in text
        assert "不判断由谁造成" in text


def test_links_between_rows_lead_there_and_back(browser: Browser, reports: dict[str, Path]):
    """另见 opens, shows the words of both sides, and its link brings the other row into view."""
    with Visit(browser, reports["revision"]) as page:
        row = page.locator('.pair[id^="n2.1-"]')
        row.locator(".proofs > summary").click()
        proof = row.locator(".proof").first
        assert proof.is_visible()
        assert "劳模精神" in proof.inner_text()
        row.locator(".proof-name a").first.click()
        assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")


STATES = {
    "the same": ("第一条　国家鼓励创新。", "第一条　国家鼓励创新。", "两份文件逐字节相同"),
    "only the form": ("第一条　国家鼓励创新，。", "第一条　国家鼓励创新,。", "文字相同"),
    "nothing and something": ("", "第一条　国家鼓励创新。", "原文没有条款，新文1条均为新增。"),
    "nothing at all": ("", "\n", ""),
    "nothing in common": ("第一条　国家鼓励创新。", "早晨的公园里有许多老人在打太极拳。", "未找到可靠对应"),
    "undecodable": ("第一条　国家\ufffd励创新。", "第一条　国家鼓励创新。", ""),
    "no outline": ("产业工人是主体力量。", "产业工人是骨干力量。", "改写"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("options", [{}, {"view": "inline"}, {"kind": "changes"}], ids=["table", "inline", "changes"])
def test_every_state_has_a_page_that_says_what_it_is(browser: Browser, tmp_path: Path, state: str, options: dict[str, str]):
    """No message in the console, no button that does nothing, a verdict."""
    old, new, says = STATES[state]
    path = policydiff.compare(policydiff.parse(old), policydiff.parse(new)).save(tmp_path / "state.html", **options)
    with Visit(browser, path, width=390) as page:
        assert says in page.inner_text(".headline").replace("\n", "")
        assert page.inner_text(".headline").strip()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_report_in_the_frame_of_a_notebook_works(browser: Browser, tmp_path: Path, comparisons: dict[str, Comparison]):
    """In a frame that may run scripts and nothing else: search, filters and steps work, nothing is said in the console."""
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>n</title>{comparisons['reprint'].show(height=700)._repr_html_()}", "utf-8")
    visit = Visit(browser, path, free=False)
    frame = visit.page.frame_locator("iframe")
    frame.locator("#next").click()
    assert frame.locator("#place").inner_text().startswith("1 /")
    frame.locator("#query").fill("产业工人")
    assert frame.locator("#hits").inner_text().endswith("处")
    frame.locator("[data-filter=repeal]").check()
    assert frame.locator("#shown").inner_text().startswith("只看〔删〕")
    assert visit.messages == []
    visit.context.close()


def test_the_list_of_changes_needs_no_script(browser: Browser, reports: dict[str, Path]):
    """It can be mailed: what opens it may run nothing, and everything is there."""
    with Visit(browser, reports["revision changes"], script=False) as page:
        assert page.locator("script").count() == 0
        assert page.locator(".change-row").locator("visible=true").count() > 40
        assert "强化和创新" in page.inner_text("main")

"""What a reader does with the page, in a real browser: everything can be reached, read, searched, copied and printed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.paths import REVISIONS
from support.visits import Visit, wide_as

import policydiff
from policydiff.comparison import Comparison
from policydiff.reports.html import to_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

NOTES = ".order, .tag, .source, .chip, .void, .caret, .echo"


ALL = pytest.mark.parametrize("name", ["revision", "reprint", "statute"])
BOTH = pytest.mark.parametrize("name", ["revision", "reprint"])


@ALL
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_says_nothing_and_asks_for_nothing(browser: Browser, reports: dict[str, Path], name: str, scheme: str):
    """No message in the console, no request but the file itself, from a folder with an awkward name."""
    with Visit(browser, reports[name], scheme=scheme) as page:
        assert page.title().startswith("对照表：")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
            "rgb(20, 23, 28)" if scheme == "dark" else "rgb(255, 255, 255)"
        )


@ALL
def test_both_texts_can_be_read_off_the_page(browser: Browser, reports: dict[str, Path], comparisons: dict[str, Comparison], name: str):
    """What stands in the cells, notes left out and boxes undone, is what stands in the files."""
    collation = comparisons[name].collation
    with Visit(browser, reports[name]) as page:
        segments = page.evaluate(
            """notes => [...document.querySelectorAll("[data-span]")].map(segment => {
                const copy = segment.cloneNode(true);
                copy.querySelectorAll(".chip[data-codes]").forEach(chip => chip.replaceWith(
                    String.fromCodePoint(...chip.dataset.codes.split(" ").map(code => parseInt(code, 16)))));
                copy.querySelectorAll(notes).forEach(note => note.remove());
                return [segment.closest(".old, .new").classList.contains("old") ? "old" : "new", segment.dataset.span, copy.textContent];
            })""",
            NOTES,
        )
    texts = {(side, int(place.split()[0])): text for side, place, text in segments}
    for side, document in (("old", collation.old), ("new", collation.new)):
        for clause in document.clauses:
            place, text = clause.span.start, ""
            while (side, place) in texts and place < clause.span.end:
                more = texts[side, place]
                place, text = place + len(more), text + more
            assert text == document.text_of(clause)


@BOTH
def test_every_address_brings_its_row_into_view(browser: Browser, reports: dict[str, Path], name: str):
    """Rows, headings and folded rows alike, below the bar and not under it."""
    with Visit(browser, reports[name]) as page:
        places = page.evaluate(
            """async () => {
                const places = [];
                for (const target of document.querySelectorAll("tbody.pair, .folded, .chapter > [id]")) {
                    location.hash = target.id;
                    await new Promise(done => setTimeout(done, 20));
                    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
                    const box = target.getBoundingClientRect();
                    places.push([target.id, box.height, box.top - document.querySelector(".bar").getBoundingClientRect().bottom, atEnd]);
                }
                return places;
            }"""
        )

        assert [id for id, height, top, at_end in places if not height or not (0 <= top < 800 or at_end)] == []


def test_an_address_whose_text_has_changed_leads_to_its_place(browser: Browser, reports: dict[str, Path]):
    """The path is still good; the reader is told that the words are not those that were linked to."""
    with Visit(browser, reports["revision"], hash="#n3.6-000000") as page:
        assert page.inner_text("#shown").startswith("内容已变")
        assert 0 < page.evaluate("document.querySelector('[id^=\"n3.6-\"]').getBoundingClientRect().top") < 400


@BOTH
def test_next_visits_every_change_once_and_comes_round(browser: Browser, reports: dict[str, Path], name: str):
    """Forward through all of them and on to the first again; backward to the last."""
    with Visit(browser, reports[name]) as page:
        total = int(page.inner_text("#place").split("/")[1])
        visited = []
        for _ in range(total):
            page.click("#next")
            visited.append(page.evaluate("document.activeElement.id"))
            assert page.evaluate(
                "(e => { const b = e.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight; })(document.activeElement)"
            )
        page.click("#next")

        assert len(set(visited)) == total
        assert page.evaluate("document.activeElement.id") == visited[0]
        assert page.inner_text("#place") == f"1 / {total}"
        assert page.inner_text("#announce").startswith(f"第1处，共{total}处：")
        page.keyboard.press("Alt+ArrowUp")
        assert page.evaluate("document.activeElement.id") == visited[-1]


@ALL
def test_filters_show_as_many_rows_as_they_say(browser: Browser, reports: dict[str, Path], name: str):
    """Each by itself, two together, and none: then everything is there."""
    count = """kind => [...document.querySelectorAll("[data-kinds]")]
        .filter(e => e.getClientRects().length && e.dataset.kinds.split(" ").includes(kind)).length"""
    with Visit(browser, reports[name]) as page:
        boxes = page.evaluate(
            "[...document.querySelectorAll('[data-filter]')].map(e => [e.dataset.filter, e.nextSibling.innerText.match(/\\d+/)[0]])"
        )
        for kind, said in boxes:
            page.check(f"[data-filter={kind}]")
            assert page.evaluate(count, kind) == int(said)
            assert f"：{said} /" in page.inner_text("#shown")
            others = page.evaluate("kind => [...document.querySelectorAll('tbody.pair, .folded')].filter(e => e.getClientRects().length"
                                   " && !e.dataset.kinds.split(' ').includes(kind)).length", kind)  # fmt: skip
            assert others == 0
            page.uncheck(f"[data-filter={kind}]")
        page.check(f"[data-filter={boxes[0][0]}]")
        page.check(f"[data-filter={boxes[1][0]}]")
        assert page.url.endswith(f"#show={boxes[0][0]}+{boxes[1][0]}")
        page.click("#reset")
        assert page.evaluate("document.querySelectorAll('[data-kinds][hidden], .chapter[hidden], .part[hidden]').length") == 0


def test_the_address_remembers_the_filters(browser: Browser, reports: dict[str, Path]):
    """A filtered view can be sent to somebody."""
    with Visit(browser, reports["revision"], hash="#show=repeal+insertion") as page:
        assert page.is_checked("[data-filter=repeal]")
        assert page.is_checked("[data-filter=insertion]")
        assert page.inner_text("#shown").startswith("只看〔删〕〔增〕：")


def test_search_folds_widths_and_crosses_marks(browser: Browser, reports: dict[str, Path]):
    """A phrase that is cut by a mark or by a page break is found; so is one typed in half width."""
    with Visit(browser, reports["reprint"]) as page:
        for typed, least in (("产业工人", 100), ("培训和国际交流", 2), ("职业学校实习实训教师", 1), ("(十四)提高", 2), ("鼊", 0)):
            page.fill("#query", typed)
            found = re.search(r"\d+", page.inner_text("#hits"))
            assert found is not None
            assert int(found[0]) >= least if least else found[0] == "0"
        page.fill("#query", "党管人才")
        page.press("#query", "Enter")
        assert page.inner_text("#hits").startswith("1 / ")
        page.press("#query", "Escape")
        assert page.input_value("#query") == ""


@ALL
def test_without_script_everything_is_readable(browser: Browser, reports: dict[str, Path], name: str):
    """All rows stand open or can be opened, addresses lead on, and what would do nothing is not shown."""
    with Visit(browser, reports[name], script=False) as page:
        assert page.locator(".bar .filters, .bar .bar-tools, .row-tools >> visible=true").locator("visible=true").count() == 0
        assert page.locator("tbody.pair").locator("visible=true").count() == page.locator("tbody.pair").count()
        link = page.locator(".rail .rail-row a").first
        link.click()
        assert page.url.endswith(link.get_attribute("href") or "?")


@BOTH
def test_without_style_the_order_and_the_meaning_hold(browser: Browser, reports: dict[str, Path], name: str):
    """Verdict before rows, old before new, and native marks around what differs."""
    with Visit(browser, reports[name]) as page:
        page.evaluate("document.querySelector('style').remove()")
        text = page.inner_text("main")

        assert text.index("结论") < text.index("怎么读") < text.index("条款")
        assert page.locator("td.old del").count() > 10
        assert page.locator("td.new ins").count() > 10


@ALL
def test_nothing_is_wider_than_the_screen(browser: Browser, reports: dict[str, Path], name: str):
    """From a small telephone to a desk."""
    widths = 320, 390, 768, 1440
    with Visit(browser, reports[name]) as page:
        assert tuple(wide_as(page, width) for width in widths) == widths


def test_on_a_telephone_old_stands_over_new(browser: Browser, reports: dict[str, Path]):
    """Each strip says which side is which; equal sentences are shown once."""
    with Visit(browser, reports["reprint"], width=390) as page:
        strip = page.locator(".strip.pair").first
        old, new = strip.locator("td.old").bounding_box(), strip.locator("td.new").bounding_box()
        labels = page.evaluate("['.strip.pair td.old', '.strip.pair td.new', '.strip.same td.old'].map(s =>"
                               " getComputedStyle(document.querySelector(s), '::before').content)")  # fmt: skip

        assert old is not None
        assert new is not None
        assert old["y"] + old["height"] <= new["y"] + 1
        assert labels == ['"原"', '"新"', '"同"']
        assert page.locator(".strip.same td.new").first.is_hidden()


def test_differences_of_form_are_shown_on_demand(browser: Browser, reports: dict[str, Path]):
    """Invisible until switched on, marks of the file format included."""
    background = "getComputedStyle(document.querySelector('td .formal')).backgroundColor"
    with Visit(browser, reports["reprint"]) as page:
        before = page.evaluate(background)
        assert page.locator("h2 .markup").first.is_hidden()
        page.click(".menu > summary")
        page.check("[data-view=formal-on]")

        assert page.evaluate(background) != before
        assert page.locator("h2 .markup").first.is_visible()


def test_light_and_dark_can_be_chosen(browser: Browser, reports: dict[str, Path]):
    """Whatever the system says."""
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with Visit(browser, reports["revision"], scheme="dark") as page:
        page.click(".menu > summary")
        page.check("[name=theme][value=light]")
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
        page.check("[name=theme][value=dark]")
        assert page.evaluate(ground) == "rgb(20, 23, 28)"


def test_selecting_stays_in_one_column(browser: Browser, reports: dict[str, Path]):
    """Whoever copies the old text does not get the new one with it."""
    with Visit(browser, reports["reprint"]) as page:
        page.locator("td.old .segment").nth(2).scroll_into_view_if_needed()
        start = page.locator("td.old .segment").nth(2).bounding_box()
        end = page.locator("td.old .segment").nth(3).bounding_box()
        assert start is not None
        assert end is not None
        page.mouse.move(start["x"] + 40, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(end["x"] + 60, end["y"] + 8)
        page.mouse.up()
        chosen = page.evaluate("getSelection().toString()")

        assert len(chosen) > 10
        assert "," not in chosen


def test_a_row_can_be_copied_and_cited(browser: Browser, reports: dict[str, Path]):
    """As words with 〔删〕〔增〕 and as markup; the citation names title, clause, hash and place."""
    with Visit(browser, reports["reprint"]) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        row = page.locator('.pair[id^="n2.2-"]')
        row.locator("[data-copy=row]").click()
        row.locator("[data-copy=row]", has_text="已复制").wait_for()
        plain, markup = page.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                return Promise.all(["text/plain", "text/html"].map(async type => (await item.getType(type)).text()));
            }"""
        )
        row.locator("[data-copy=cite]").click()
        row.locator("[data-copy=cite]", has_text="已复制").wait_for()

        assert "持续解决国有企业〔删：党员〕空白班组问题。" in plain
        assert "持续解决国有企业〔增：职工〕空白班组问题。" in plain
        assert re.search(r"<del[^>]*>党员</del>", markup)
        assert re.fullmatch(
            r"《辽源日报》2024年10月23日（二）｜sha256 [0-9a-f]{12}｜字符 \d+–\d+", page.evaluate("navigator.clipboard.readText()")
        )


@BOTH
def test_paper_holds_all_of_it(paper: Callable[[str], Path], name: str):
    """The last clause, the verdict, and in a reprint the column for whoever checks, on numbered pages."""
    text = subprocess.run(["pdftotext", paper(name), "-"], capture_output=True, text=True, check=True).stdout
    about = subprocess.run(["pdfinfo", paper(name)], capture_output=True, text=True, check=True).stdout
    joined = re.sub(r"\s", "", text)
    pages = text.count("\f")

    assert re.search(r"Tagged:\s+yes", about)
    assert re.search(r"Page size:\s+84[12]", about)
    assert re.search(r"对照表sha256[0-9a-f]{12}/[0-9a-f]{12}policydiff", joined)
    assert len(re.findall(r"(?<![\w，。])改(?![\w，。])", text)) >= 20
    assert ("建立产业工人队伍数据统计、调查、监测体系" if name == "revision" else "蓝皮书") in joined
    assert f"第{pages}/{pages}页" in joined
    assert ("核对" in joined.replace("转载核对", "")) == (name == "reprint")


def test_a_large_report_lays_out_what_is_in_view(browser: Browser, tmp_path: Path):
    """The code of civil procedure, eight hundred articles: most of it waits, and an address still leads to the right place."""
    folder = REVISIONS / "tw-civilprocedure-2000-2003"
    collation = policydiff.compare(folder / "old.txt", folder / "new.txt").collation
    path = tmp_path / "large.html"
    path.write_text(to_html(collation), "utf-8")
    laid_out = "[...document.querySelectorAll('.part table')].filter(e => e.checkVisibility({ contentVisibilityAuto: true })).length"
    with Visit(browser, path) as page:
        parts = page.locator(".part").count()
        assert page.evaluate(laid_out) < 0.3 * parts
        last = page.evaluate("[...document.querySelectorAll('tbody.pair')].at(-1).id")
        page.evaluate("id => { location.hash = id; }", last)
        page.wait_for_function(
            "id => { const b = document.getElementById(id).getBoundingClientRect(); return b.top > 0 && b.top < 900; }", arg=last
        )
        page.check("[data-filter=insertion]")
        shown = page.inner_text("#shown")
        assert re.fullmatch(r"只看〔增〕：\d+ / \d+ 行", shown)
        page.click("#next")
        assert page.inner_text("#place").startswith("1 / ")
        assert page.evaluate(laid_out) < parts

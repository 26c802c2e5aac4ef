"""Whoever reads the page, and with whatever: axe, contrast, forced colours, no colour, large text, wide spacing, the keyboard."""

from __future__ import annotations

import base64
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.visits import Visit, wide_as

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ASSETS = files("policydiff.reports.html")
EVERY = pytest.mark.parametrize("name", ["revision", "reprint", "statute", "revision changes", "reprint changes", "revision inline"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


# -- axe --------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker that most auditors use; it comes with a package, and nothing is fetched."""
    package = pytest.importorskip("axe_playwright_python")
    return files(package).joinpath("axe.min.js").read_text("utf-8")


@EVERY
def test_axe_finds_nothing(browser: Browser, reports: dict[str, Path], axe: str, name: str):
    """No violation of any weight, by day and by night."""
    with Visit(browser, reports[name], free=True) as page:
        assert violations(page, axe) + faint(page) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(20, 23, 28)"
        assert faint(page) == []


def test_night_changes_nothing_but_colours():
    """So axe need not ask everything twice."""
    dark = re.findall(r"@media screen[^{]*\{\s*:root[^{]*\{([^}]*)\}", ASSETS.joinpath("style.css").read_text("utf-8"))
    assert len(dark) == 2
    assert [
        line for block in dark for line in block.split(";") if not re.fullmatch(r"\s*(color-scheme: dark|--[\w-]+: *#\w{6})?\s*", line)
    ] == []


@pytest.mark.parametrize("name", ["revision", "reprint"])
def test_axe_finds_nothing_on_a_telephone(browser: Browser, reports: dict[str, Path], axe: str, name: str):
    """Old over new, tables that are no tables to the eye."""
    with Visit(browser, reports[name], width=390, free=True) as page:
        assert violations(page, axe) + faint(page) == []


#: Of each kind of text the first: an element of these classes, in elements of those.
KINDS_OF_TEXT = """() => {
    const kinds = new Map();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        if (!walk.currentNode.data.trim()) continue;
        const above = [];
        for (let e = walk.currentNode.parentElement; e; e = e.parentElement) above.push(`${e.localName}.${e.className}`);
        if (!kinds.has(above.join())) kinds.set(above.join(), walk.currentNode.parentElement);
    }
    return [...kinds.values()];
}"""


def violations(page: Page, axe: str) -> list[str]:
    """Ask every rule of everything, but contrast, which takes axe longer than all the others together."""
    page.evaluate(axe)
    return told(page.evaluate("axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } })"))


def faint(page: Page) -> list[str]:
    """Ask for the contrast of a text of each kind; that of every single one is computed below."""
    found = page.evaluate(f"axe.run(({KINDS_OF_TEXT})(), {{ runOnly: ['color-contrast', 'link-in-text-block'] }})")
    assert sum(len(rule["nodes"]) for rule in found["passes"]) > 20
    return told(found)


def told(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found["violations"]]


# -- contrast ---------------------------------------------------------------------------------------------------------------------

INKS = """() => {
    const seen = new Map();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const element = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !element.getClientRects().length || element.closest("svg, .hidden-text, [hidden]")) continue;
        let ground = element;
        while (ground && /, 0\\)$|^transparent$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
        const key = [getComputedStyle(element).color, getComputedStyle(ground || document.documentElement).backgroundColor].join(" on ");
        const mark = element.closest("ins, del, .chip, .finding") !== null || element.closest("td.old, td.new, td.both") === element;
        if (!seen.has(key) || mark) seen.set(key, [element.className || element.localName, mark || (seen.get(key) || [])[1] || false]);
    }
    return [...seen].map(([key, [where, mark]]) => [...key.split(" on "), where, mark]);
}"""


def luminance(colour: str) -> float:
    channels = [int(c) / 255 for c in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(ink: str, ground: str) -> float:
    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@EVERY
def test_every_text_has_contrast(browser: Browser, reports: dict[str, Path], name: str):
    """Recomputed from what the browser computed, by day and by night: seven to one for marks, four and a half for everything else."""
    with Visit(browser, reports[name]) as page:
        by_day = page.evaluate(INKS)
        page.emulate_media(color_scheme="dark")
        by_night = page.evaluate(INKS)

    assert len(by_day) > 6
    assert not {(ink, ground) for ink, ground, *_ in by_day} & {(ink, ground) for ink, ground, *_ in by_night}
    found = by_day + by_night
    assert [(where, ink, ground) for ink, ground, where, mark in found if ratio(ink, ground) < (7.0 if mark else 4.5)] == []


@SCHEMES
def test_what_can_be_operated_is_seen(browser: Browser, reports: dict[str, Path], scheme: str):
    """Lines that separate rows, edges of fields and the ring of the focus: three to one."""
    with Visit(browser, reports["revision"], scheme=scheme) as page:
        lines = page.evaluate(
            """() => {
                const style = getComputedStyle(document.documentElement);
                return ["--rule", "--focus", "--old-line", "--new-line", "--moved-ink"].map(name => {
                    const probe = document.body.appendChild(document.createElement("i"));
                    probe.attributeStyleMap.set("color", style.getPropertyValue(name));
                    return [name, getComputedStyle(probe).color];
                });
            }"""
        )
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")

        assert [name for name, colour in lines if ratio(colour, ground) < 3.0] == []


# -- without colour ---------------------------------------------------------------------------------------------------------------


def test_where_the_system_decides_on_colours_lines_differ_by_their_form(browser: Browser, reports: dict[str, Path]):
    """Forced colours: dashed, solid, dotted; seals keep their edges."""
    with Visit(browser, reports["statute"]) as page:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        marks = "td del:not(.block)", "td ins:not(.block)", "td ins .moved"
        styles = [page.evaluate("s => getComputedStyle(document.querySelector(s)).textDecorationStyle", mark) for mark in marks]
        bars = ".strip.repeal .old .passage", ".strip.insert .new .passage"
        borders = [page.evaluate("s => getComputedStyle(document.querySelector(s), '::before').borderLeftStyle", bar) for bar in bars]

        assert styles == ["dashed", "solid", "dotted"]
        assert borders == ["dashed", "solid"]
        assert page.evaluate("getComputedStyle(document.querySelector('.seal.repeal')).borderTopStyle") == "dashed"


def test_in_greys_the_line_below_a_deletion_has_gaps(browser: Browser, reports: dict[str, Path]):
    """Seen without any colour, pixel by pixel: the line below old words is broken, that below new ones is not."""
    with Visit(browser, reports["reprint"]) as page:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
        pictures = {}
        for tag in ("del", "ins"):
            mark = page.locator(f".collation td {tag}:not(.block):not(.long)").first
            mark.scroll_into_view_if_needed()
            box = mark.bounding_box()
            assert box is not None
            picture = page.screenshot(clip={"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"] + 6})
            pictures[tag] = base64.b64encode(picture).decode()
    looker = browser.new_page()
    gaps = {tag: looker.evaluate(GAPS, picture) for tag, picture in pictures.items()}
    looker.close()

    assert gaps["del"] >= 2
    assert gaps["ins"] == 0


#: How often the darkest line of a picture changes from dark to light.
GAPS = """async picture => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    let fewest = null;
    for (let y = Math.floor(image.height * .8); y < image.height; y++) {
        const line = pen.getImageData(2, y, image.width - 4, 1).data;
        const dark = [...Array(image.width - 4).keys()].map(x => line[4 * x] < 150);
        const share = dark.filter(Boolean).length / dark.length;
        if (share < .4) continue;
        const gaps = dark.filter((is, x) => x && !is && dark[x - 1]).length;
        if (fewest === null || share > fewest[0]) fewest = [share, gaps];
    }
    return fewest === null ? -1 : fewest[1];
}"""


# -- large text, wide spacing, narrow screens -------------------------------------------------------------------------------------


#: What runs over its edge and is not shown there.
CUT = """() => [...document.querySelectorAll("td, h2, h3, .headline, .refs, .changes")].filter(e =>
    e.scrollWidth > e.clientWidth + 1 && e.clientWidth && getComputedStyle(e).overflowX !== "visible").map(e => e.className)"""


@EVERY
def test_spacing_can_be_widened_without_loss(browser: Browser, reports: dict[str, Path], name: str):
    """What readers with dyslexia set (WCAG 1.4.12); 320 pixels is also a desk at 400 per cent."""
    with Visit(browser, reports[name]) as page:
        page.evaluate(
            """() => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
                    + "p { margin-bottom: 2em !important }");
                document.adoptedStyleSheets = [sheet];
            }"""
        )
        for width in (1440, 320):
            assert wide_as(page, width) <= width
            assert page.evaluate(CUT) == []


# -- the keyboard -----------------------------------------------------------------------------------------------------------------


def test_the_keyboard_reaches_everything_in_its_order(browser: Browser, reports: dict[str, Path]):
    """The way to the text first, then the bar, then the contents; what has the focus shows it and is not below the bar."""
    with Visit(browser, reports["revision"]) as page:
        reached = []
        for _ in range(24):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("(e => e.id || e.dataset.filter || e.className || e.localName)(document.activeElement)"))
            assert page.evaluate(
                "(e => getComputedStyle(e).outlineStyle !== 'none' || e.matches('.filters input'))(document.activeElement)"
            )
            assert page.evaluate("(b => b.bottom > 0 && b.top < innerHeight)(document.activeElement.getBoundingClientRect())")

        assert reached[0] == "skip"
        places = [reached.index(name) for name in ("skip", "substitution", "query", "previous", "next")]
        assert places == sorted(places)


def test_what_an_input_method_types_is_no_command(browser: Browser, reports: dict[str, Path]):
    """Keys that a Chinese input method takes for itself (229, composing) move nothing."""
    with Visit(browser, reports["revision"]) as page:
        for event in ("{key: 'ArrowDown', altKey: true, isComposing: true}", "{key: 'ArrowDown', altKey: true, keyCode: 229}"):
            page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', Object.assign({event}, {{bubbles: true}})))")
        assert page.inner_text("#place").startswith("–")
        page.keyboard.press("Alt+ArrowDown")
        assert page.inner_text("#place").startswith("1 ")


def test_single_keys_do_nothing_until_they_are_switched_on(browser: Browser, reports: dict[str, Path]):
    """n and p go through the changes, / leads to the search; in a field they are letters."""
    with Visit(browser, reports["revision"]) as page:
        page.keyboard.press("n")
        assert page.inner_text("#place").startswith("–")
        page.click(".menu > summary")
        page.check("#keys")
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.keyboard.press("n")
        page.keyboard.press("p")
        assert page.inner_text("#place").startswith("1 ")
        page.keyboard.press("/")
        page.keyboard.type("np/")
        assert page.input_value("#query") == "np/"
        assert page.inner_text("#place").startswith("1 ")


def test_what_is_pressed_is_large_enough(browser: Browser, reports: dict[str, Path]):
    """Twenty-four pixels either way (WCAG 2.5.8), or room around it; links in sentences are as they are."""
    with Visit(browser, reports["revision"]) as page:
        page.click(".menu > summary")
        small = page.evaluate(
            """() => [...document.querySelectorAll(".bar button, .bar summary, .bar .choice, .bar label, .row-tools button, #query")]
                .filter(e => e.getClientRects().length && Math.min(e.offsetHeight, e.offsetWidth) < 24)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == []


def test_a_screen_reader_hears_rows_by_their_names(browser: Browser, reports: dict[str, Path]):
    """Table, rows, row headers, insertions and deletions are in the tree that is read out, on a telephone too."""
    for width in (1440, 390):
        with Visit(browser, reports["revision"], width=width) as page:
            session = page.context.new_cdp_session(page)
            nodes = session.send("Accessibility.getFullAXTree")["nodes"]
            roles = {node["role"]["value"] for node in nodes if not node.get("ignored")}

            assert {"table", "row", "rowheader", "cell", "columnheader", "insertion", "deletion", "navigation", "main", "heading"} <= roles

"""Nothing in a document, a label or the name of a file runs, and everything in it is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.payloads import PAYLOADS
from support.visits import Visit

import policydiff
from policydiff.normalization import INVISIBLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

#: What a page is made of.
TAGS = set(
    "a b bdi button caption circle col colgroup dd del details div dl dt fieldset footer g h1 h2 h3 header input ins label legend li "
    "main nav ol output p path pattern defs rect script section span summary svg table tbody td text th thead tr ul wbr br".split()
)


@pytest.mark.parametrize("profile", ["revision", "reprint"])
@pytest.mark.parametrize("options", [{}, {"view": "inline"}, {"kind": "changes"}], ids=["table", "inline", "changes"])
def test_nothing_in_a_document_runs(browser: Browser, tmp_path: Path, profile: str, options: dict[str, str]):
    """Two hundred strings in texts, headings, titles, labels, encodings and names of files."""
    assert len(PAYLOADS) >= 200
    every = "".join(PAYLOADS).replace("\n", "")
    source = policydiff.Source(f"{every}.txt", every, every, "\n")
    clauses = "\n".join(f"第{policydiff.numerals.format_numeral(n)}条　坚持{payload}开放。" for n, payload in enumerate(PAYLOADS, 1))
    old = policydiff.parse(f"{every}\n一、{every}\n{clauses}\n", source=source)
    new = policydiff.parse(f"{every}改\n一、{every}新\n{clauses.replace('开放', '改革')}\n二、{every}")
    path = policydiff.compare(old, new, profile=profile, new_label=every).save(tmp_path / "evil.html", **options)
    with Visit(browser, path) as page:
        page.mouse.move(400, 400)
        found = page.evaluate(
            """() => [...document.querySelectorAll("body *")].map(e => [e.localName, [...e.attributes].map(a => a.name).join(" ")])"""
        )
        text = page.evaluate("document.body.textContent")

        assert {tag for tag, _ in found} <= TAGS
        assert not [names for _, names in found if re.search(r"(^| )(on\w+|style|src|srcdoc|action)( |$)", names)]
        assert page.locator("script").count() == (0 if options.get("kind") else 1)
        assert not re.search(f"[{INVISIBLE}]", text)
        assert "<img src=x onerror=alert(1)>" in text


def test_what_has_no_shape_is_shown_and_turns_nothing_round(browser: Browser, tmp_path: Path):
    """Overrides of direction, zero-width characters and controls become labelled boxes, and the words stay where they are."""
    new = policydiff.parse("第一条　国家\u202e鼓励\u2066企业\u200b创新\u0007。")
    path = policydiff.compare(policydiff.parse("第一条　国家支持企业创新。"), new, profile="revision").save(
        tmp_path / "bidi.html", view="inline"
    )
    with Visit(browser, path) as page:
        labels = page.evaluate("[...document.querySelectorAll('td.both .chip[data-codes]')].map(e => e.innerText)")
        places = page.evaluate(
            """() => {
                const walk = document.createTreeWalker(document.querySelector("td.both .segment"), NodeFilter.SHOW_TEXT);
                const places = [];
                while (walk.nextNode()) {
                    const range = document.createRange();
                    range.selectNodeContents(walk.currentNode);
                    places.push(range.getBoundingClientRect().left);
                }
                return places;
            }"""
        )

        assert labels == ["RLO U+202E", "LRI U+2066", "零宽空格", "U+0007"]
        assert places == sorted(places)


def test_a_policy_stops_what_would_slip_through(browser: Browser, reports: dict[str, Path], tmp_path: Path):
    """Were there a hole, the policy of the page would still stop a script, a handler and a style."""
    page_with_a_hole = (
        reports["reprint"]
        .read_text("utf-8")
        .replace("</main>", "<p onclick=alert(1) style='color:red'>x</p><script>alert(1)</script></main>")
    )
    path = tmp_path / "hole.html"
    path.write_text(page_with_a_hole, "utf-8")
    visit = Visit(browser, path)
    visit.page.click("main > p:last-of-type")

    assert not [message for message in visit.messages if message.startswith("dialog")]
    assert len([message for message in visit.messages if "Content Security Policy" in message]) >= 3
    visit.context.close()

"""How a report of many rows behaves in a browser, beside the same page without `content-visibility`, in the same run.

    python -m tests.benchmarks.report            # ten thousand rows
    python -m tests.benchmarks.report 50000

Ratios tell what the layout in pieces is worth; milliseconds are this machine's, and mean little elsewhere.

How many times as long the whole takes, on two cores with other work beside it (10,000 rows: the better of two visits, 50,000: one):

    rows     MB   load   filter   unfilter   next   next but one   search   search again
    10,000   18     14       25        220     32             86        3             30
    50,000   86     25       28        150     31             53        5             27

The first search reads every cell, which no layout makes shorter; so does parsing, which is most of the load in pieces.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from policydiff.model import ChangeKind, Collation, Edit, EditTag, Link, Pair, Span, Tier
from policydiff.numerals import format_numeral
from policydiff.outline import parse
from policydiff.reports.html import to_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_CLAUSE = "县级以上人民政府应当加强对本行政区域内第{n}类企业的监督管理，依法公开有关信息，接受社会监督，并每年向社会公布。"
_EVERY_CHAPTER = 50
_MEASURED = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const time = async does => { const start = performance.now(); does(); await frame(); return performance.now() - start; };
    const box = document.querySelector("[data-filter=substitution]");
    const query = document.querySelector("#query");
    const found = {};
    found.filter = await time(() => box.click());
    found["unfilter"] = await time(() => box.click());
    found.next = await time(() => document.querySelector("#next").click());
    found["next but one"] = await time(() => document.querySelector("#next").click());
    query.value = "监督管理";
    found.search = await time(() => query.dispatchEvent(new Event("input")));
    query.value = "社会公布";
    found["search again"] = await time(() => query.dispatchEvent(new Event("input")));
    const entry = performance.getEntriesByType("navigation")[0];
    return { load: entry.domComplete, ...found };
}"""


def record(rows: int) -> Collation:
    """Return a record of so many rows, every third of them with a word replaced, made without comparing anything."""
    texts = {}
    for side, word in (("old", "监督管理"), ("new", "指导服务")):
        lines = []
        for n in range(1, rows + 1):
            if n % _EVERY_CHAPTER == 1:
                lines.append(f"第{format_numeral(n // _EVERY_CHAPTER + 1)}章　总则")
            clause = _CLAUSE.format(n=n)
            lines.append(f"第{format_numeral(n)}条　{clause.replace('监督管理', word) if n % 3 == 0 else clause}")
        texts[side] = parse("\n".join(lines))
    old, new = texts["old"], texts["new"]
    pairs, links = [], []
    for a, b in zip(old.clauses, new.clauses, strict=True):
        place = old.text_of(a).find("监督管理") if old.text_of(a) != new.text_of(b) else -1
        kinds = (ChangeKind.SUBSTITUTION,) if place >= 0 else ()
        pairs.append(Pair((a.id,), (b.id,), kinds, tuple(_edits(a.span, b.span, place))))
        links.append(Link(a.id, b.id, 1.0, Tier.STRONG))
    return Collation(old, new, "revision", tuple(links), tuple(pairs), (), {})


def _edits(old: Span, new: Span, place: int) -> list[Edit]:
    if place < 0:
        return [Edit(EditTag.EQUAL, old, new)]
    cuts = (0, place, place + 4, old.size)
    tags = EditTag.EQUAL, EditTag.REPLACE, EditTag.EQUAL
    return [
        Edit(tag, Span(old.start + start, old.start + end), Span(new.start + start, new.start + end))
        for tag, start, end in zip(tags, cuts, cuts[1:], strict=False)
    ]


def _laid_out_at_once(text: str) -> str:
    """The same page without `content-visibility`; its policy names the style by another hash."""
    style = text[text.index("<style>") + len("<style>") : text.index("</style>")]
    other = style.replace("content-visibility: auto", "content-visibility: visible")
    hashes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in (style, other))
    return text.replace(style, other).replace(*hashes)


def measured(browser: Browser, path: Path) -> dict[str, float]:
    """Return what a reader waits for, in milliseconds: the better of two visits."""
    visits = []
    for _ in range(2):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(path.as_uri(), timeout=0)
        visits.append(page.evaluate(_MEASURED))
        page.close()
    return {name: min(visit[name] for visit in visits) for name in visits[0]}


def main(rows: int) -> None:
    """Print a table: with and without, and what one is of the other."""
    from playwright.sync_api import sync_playwright

    collation = record(rows)
    start = time.perf_counter()
    text = to_html(collation)
    print(f"{rows:,} rows: {len(text.encode()) / 1e6:.1f} MB, generated in {time.perf_counter() - start:.1f} s")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        in_pieces, whole = Path(folder) / "pieces.html", Path(folder) / "whole.html"
        in_pieces.write_text(text, "utf-8")
        whole.write_text(_laid_out_at_once(text), "utf-8")
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found = measured(browser, in_pieces), measured(browser, whole)
        browser.close()
    print(f"{'':14}{'in pieces':>12}{'whole':>12}{'ratio':>8}")
    for name in found[0]:
        print(f"{name:14}{found[0][name]:9.0f} ms{found[1][name]:9.0f} ms{found[1][name] / max(found[0][name], 1):8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

"""Speed and memory, side by side with other tools in one run, as ratios.

    make bench        or: python -m tests.benchmarks            (--large: 100,000 articles too, two minutes more)

The machines this runs on are shared and noisy; only the ratios within one run mean anything. Every figure is the best of several runs in a
warm process; memory is the peak of a fresh process.
"""

from __future__ import annotations

import difflib
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from diff_match_patch import diff_match_patch

import policydiff
from tests.benchmarks import peers

TEXTS = Path(__file__).parent.parent.parent / "texts"
REVISIONS = Path(__file__).parent.parent / "gold" / "revisions"
PLAN, OPINIONS, PAGE = TEXTS / "plan-2017.txt", TEXTS / "opinions-2024.txt", TEXTS / "liaoyuan-daily-2024-10-23.md"


def best(work: Callable[[], object], runs: int = 7) -> float:
    """Return the shortest of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def dmp(old: str, new: str) -> int:
    engine = diff_match_patch()
    found = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(found)
    return len(found)


def article() -> str:
    """The reprint without the page around it, as the tools that cannot find it need it."""
    page = PAGE.read_text("utf-8")
    return page[page.index("## 中共中央") : page.index("(新华社北京")]


def pairs() -> None:
    """The two pairs of the bundled texts."""
    opinions, reprint = OPINIONS.read_text("utf-8"), article()
    policydiff.compare(PLAN, OPINIONS)
    yardstick = best(lambda: dmp(opinions, reprint))
    rows = [
        ("diff-match-patch + semantic, (a) the article alone", yardstick),
        ("difflib, (a) the article alone", best(lambda: difflib.SequenceMatcher(None, opinions, reprint, autojunk=False).get_opcodes(), 3)),
        ("policydiff.compare, (a) opinions and the whole page", best(lambda: policydiff.compare(OPINIONS, PAGE))),
        ("policydiff.compare, (b) plan and opinions", best(lambda: policydiff.compare(PLAN, OPINIONS))),
        ("… (b) with the HTML report", best(lambda: policydiff.compare(PLAN, OPINIONS).to_html())),
    ]
    print(f"{'a warm process':58s} {'ms':>9s} {'ratio':>7s}")
    for name, milliseconds in rows:
        print(f"{name:58s} {milliseconds:9.1f} {milliseconds / yardstick:7.2f}")


def growth() -> None:
    """A reprint ten and fifty times as long, with two edits in a thousand characters."""
    print(f"\n{'reprint, longer':58s} {'ms':>9s} {'growth':>7s}")
    before = 0.0
    for times in (1, 10, 50):
        old = "\n".join(_chapter(n) for n in range(times))
        new = _edited(old, random.Random(times))
        documents = policydiff.parse(old), policydiff.parse(new)
        milliseconds = best(lambda pair=documents: policydiff.compare(*pair, profile="reprint"), 2)  # type: ignore[misc]
        print(f"{f'× {times}: {len(old):,} characters':58s} {milliseconds:9.1f} {milliseconds / before if before else 1:7.1f}")
        before = milliseconds


def _chapter(number: int) -> str:
    """The opinions once more, each sentence with a number of its own, so that no passage repeats."""
    text = OPINIONS.read_text("utf-8")
    return text.replace("。", f"（卷{number}）。").replace("，", f"，{number}，")


def _edited(text: str, chance: random.Random) -> str:
    characters = list(text)
    for _ in range(len(text) // 500):
        place = chance.randrange(len(characters))
        if characters[place] not in "\n（）一二三四五六七八九十、":
            characters[place] = chance.choice("的了在是有和与及其各新")
    return "".join(characters)


def size(large: bool) -> None:
    """Two versions of a code of so many articles: a third of the sentences reworded, one article in fifty elsewhere."""
    print(f"\n{'articles against articles':34s} {'s':>9s} {'growth':>7s} {'vectors, s':>11s} {'ratio':>6s} {'found':>7s} {'peak MB':>8s}")
    before = 0.0
    for articles in (100, 1_000, 10_000, *([100_000] if large else [])):
        done = subprocess.run([sys.executable, "-m", "tests.benchmarks.size", str(articles)], capture_output=True, text=True, check=True)
        seconds, vectors, found, peak = map(float, done.stdout.split())
        growth, ratio = seconds / before if before else 1.0, seconds / vectors if vectors else 0.0
        print(f"{f'{articles:,} × {articles:,}':34s} {seconds:9.2f} {growth:7.1f} {vectors:11.2f} {ratio:6.1f} {found:7.2%} {peak:8.0f}")
        before = seconds


def quotations() -> None:
    """A commentary of so many characters against ten sources: the booklet over and over, with numbers of its own in every round."""
    laws = sorted(REVISIONS.glob("*/new.txt"))[:8]
    sources = [policydiff.read(path) for path in (PLAN, OPINIONS, *laws)]
    length = sum(len(source.text) for source in sources)
    booklet = (TEXTS / "booklet-2022.txt").read_text("utf-8")
    print(f"\n{f'quotations, ten sources of {length:,} characters':58s} {'ms':>9s} {'growth':>7s} {'found':>7s}")
    before = 0.0
    for characters in (10_000, 100_000, 1_000_000):
        rounds = -(-characters // len(booklet))
        text = "".join(booklet.replace("。", f"（{n}）。") for n in range(rounds))[:characters]
        commentary, found = policydiff.parse(text), list[int]()
        milliseconds = best(lambda c=commentary, f=found: f.append(len(policydiff.trace(c, source=sources).quotations)), 2)  # type: ignore[misc]
        print(f"{f'{characters:,} characters':58s} {milliseconds:9.0f} {milliseconds / before if before else 1:7.1f} {found[0]:7d}")
        before = milliseconds


def memory() -> None:
    """Peak memory of a fresh process."""
    print(f"\n{'peak memory of a fresh process':58s} {'MB':>9s}")
    status = Path("/proc/self/status")  # getrusage would show the peak of the process that started it
    if not status.exists():
        print("not measured: there is no /proc on this system")
        return
    code = "import policydiff, re; {}; print(re.search('VmHWM:\\\\s*([0-9]+)', open('/proc/self/status').read())[1])"
    for name, work in (
        ("import policydiff", "policydiff.compare"),
        ("policydiff.compare, (b) plan and opinions", f"policydiff.compare({str(PLAN)!r}, {str(OPINIONS)!r})"),
    ):
        done = subprocess.run([sys.executable, "-c", code.format(work)], capture_output=True, text=True, check=True)
        print(f"{name:58s} {int(done.stdout) / 1024:9.1f}")


def side_by_side() -> None:
    """What other tools mark, and how."""
    opinions = OPINIONS.read_text("utf-8")
    peers.table({"(a) opinions and reprint": (opinions, article()), "(b) plan and opinions": (PLAN.read_text("utf-8"), opinions)})


if __name__ == "__main__":
    pairs()
    side_by_side()
    growth()
    size(large="--large" in sys.argv)
    quotations()
    memory()

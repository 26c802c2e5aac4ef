"""Side by side with other tools: how much is marked, how much of that is paper only, how many marks cut a word, and how long it takes.

    (a) the official opinions and the article on the newspaper page; a reader counts 48 places where words differ
    (b) the plan of 2017 and the opinions of 2024

Each pair as it is, and *folded*: width, blanks and marks of Markdown evened out by hand beforehand, which is what a user of the other tools
would have to do. A region is a run of deleted and inserted text; it is noise if both are the same once folded. What is left should be the
differences of words; two of them that touch (、职业学校 → ,职业院校) are one region. An edge of a mark cuts a word if jieba has no boundary
there, in the text as the tool saw it.

Tools that are not installed are left out with a line (`pip install redlines lxml`).
"""

from __future__ import annotations

import difflib
import html
import re
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import policydiff
from policydiff.model import EditTag
from policydiff.words import boundaries, is_word

#: What a tool says of two texts, in order: `=` both have it, `-` only the old one, `+` only the new one.
Ops = list[tuple[str, str]]


# -- the tools ---------------------------------------------------------------------------------------------------------------------


def _opcodes(old: str, new: str, found: Iterable[tuple[str, int, int, int, int]]) -> Ops:
    ops: Ops = []
    for tag, i, k, j, m in found:
        ops += [("=", old[i:k])] if tag == "equal" else [("-", old[i:k]), ("+", new[j:m])]
    return ops


def difflib_characters(old: str, new: str) -> Ops:
    """difflib on characters, without its heuristic for popular ones."""
    return _opcodes(old, new, difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def difflib_lines(old: str, new: str) -> Ops:
    """difflib on lines, as ndiff and HtmlDiff begin."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [
        op
        for tag, i, k, j, m in found
        for op in ([("=", "".join(a[i:k]))] if tag == "equal" else [("-", "".join(a[i:k])), ("+", "".join(b[j:m]))])
    ]


def _dmp(old: str, new: str, *, semantic: bool) -> Ops:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    found = engine.diff_main(old, new)
    if semantic:
        engine.diff_cleanupSemantic(found)
    return [("-=+"[sign + 1], text) for sign, text in found]


def dmp(old: str, new: str) -> Ops:
    """diff-match-patch as it comes."""
    return _dmp(old, new, semantic=False)


def dmp_semantic(old: str, new: str) -> Ops:
    """diff-match-patch with its semantic clean-up."""
    return _dmp(old, new, semantic=True)


_TAGS = re.compile(r"<(/?)(ins|del)[^>]*>")


def _tagged(text: str) -> Ops:
    """What <ins> and <del> say; all other tags are dropped."""
    ops: Ops = []
    sign, place = "=", 0
    for match in _TAGS.finditer(text):
        ops.append((sign, text[place : match.start()]))
        sign, place = "=" if match[1] else "+" if match[2] == "ins" else "-", match.end()
    ops.append((sign, text[place:]))
    return [(sign, html.unescape(re.sub("<[^>]*>", "", text))) for sign, text in ops]


def redlines(old: str, new: str) -> Ops:
    """redlines, which compares words that stand between blanks."""
    from redlines import Redlines

    return _tagged(Redlines(old, new, markdown_style="none").output_markdown.replace("¶", "\n"))


def lxml(old: str, new: str) -> Ops:
    """lxml.html.diff, the same for HTML."""
    from lxml.html.diff import htmldiff

    pages = ("".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip()) for text in (old, new))
    return _tagged(htmldiff(*pages))


def ours(old: str, new: str) -> Ops:
    """policydiff.compare; FORMAL edits are equal to it."""
    documents = policydiff.parse(old), policydiff.parse(new)
    comparison = policydiff.compare(*documents)
    ops: Ops = []
    for edit in (edit for row in comparison.rows for edit in row.edits):
        if edit.tag in (EditTag.EQUAL, EditTag.FORMAL):
            ops.append(("=", edit.new.of(new) or edit.old.of(old)))
        else:
            ops += [("-", edit.old.of(old)), ("+", edit.new.of(new))]
    return ops


TOOLS: dict[str, Callable[[str, str], Ops]] = {
    "policydiff": ours,
    "diff-match-patch + semantic": dmp_semantic,
    "diff-match-patch": dmp,
    "difflib, characters": difflib_characters,
    "difflib, lines": difflib_lines,
    "redlines": redlines,
    "lxml.html.diff": lxml,
}


# -- the measures ------------------------------------------------------------------------------------------------------------------

_WIDTHS = str.maketrans(",;:!?()", "，；：！？（）")


def folded(text: str) -> str:
    """A text as a careful user would even it out for another tool: one width, no blanks, no marks of Markdown, no empty lines."""
    lines = (re.sub(r"[#*\s]", "", line).translate(_WIDTHS) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


class Region(NamedTuple):
    """Text that was deleted, and text that was put in, at one place."""

    old: str
    new: str

    @property
    def is_noise(self) -> bool:
        """Whether nothing but paper differs."""
        return folded(self.old).replace("\n", "") == folded(self.new).replace("\n", "")


def regions(ops: Ops) -> list[Region]:
    """Return the runs of text that are not equal."""
    return [
        Region("".join(text for sign, text in group if sign == "-"), "".join(text for sign, text in group if sign == "+"))
        for is_equal, found in groupby((op for op in ops if op[1]), key=lambda op: op[0] == "=")
        if not is_equal and (group := list(found))
    ]


def cut_words(ops: Ops) -> int:
    """Return how many edges of marks lie inside of a word, on either side."""
    return sum(1 for side in "-+" for place, is_boundary in _edges(ops, side) if not is_boundary)


def _edges(ops: Ops, side: str) -> Iterator[tuple[int, bool]]:
    """The edges of marks, and whether a word begins or ends there; a mark that is a word of two characters or more cuts none."""
    text = "".join(part for sign, part in ops if sign in ("=", side))
    known = boundaries(text)
    place = 0
    for sign, part in ops:
        if sign == side and part:
            for edge in (place, place + len(part)):
                yield edge, edge in known.words or edge in known.inner or (len(part) > 1 and is_word(part))
        place += len(part) if sign in ("=", side) else 0


class Measured(NamedTuple):
    """What a tool made of a pair of texts."""

    milliseconds: float
    regions: int
    noise: int
    marked: int
    """Characters in the regions that are no noise."""
    cut: int


def measured(tool: Callable[[str, str], Ops], old: str, new: str, runs: int) -> Measured:
    """Run a tool several times, and measure what it says; the time is the best one."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ops = tool(old, new)
        times.append(1000 * (time.perf_counter() - start))
    found = regions(ops)
    left = [region for region in found if not region.is_noise]
    marked = sum(len(region.old) + len(region.new) for region in left)
    return Measured(min(times), len(found), len(found) - len(left), marked, cut_words(ops))


def table(pairs: dict[str, tuple[str, str]], runs: int = 3) -> None:
    """Print what every tool makes of every pair, as it is and folded."""
    for title, (old, new) in pairs.items():
        for form, texts in (("as it is", (old, new)), ("folded", (folded(old), folded(new)))):
            heading = f"{title}, {form}"
            print(f"\n{heading:42s} {'ms':>9s} {'regions':>8s} {'noise':>7s} {'left':>7s} {'marked':>8s} {'edges in words':>15s}")
            for name, tool in TOOLS.items():
                try:
                    result = measured(tool, *texts, runs)
                except ImportError:
                    print(f"{name:42s} not installed")
                    continue
                counts = f"{result.regions:8d} {result.noise:7d} {result.regions - result.noise:7d} {result.marked:8d} {result.cut:15d}"
                print(f"{name:42s} {result.milliseconds:9.1f} {counts}")

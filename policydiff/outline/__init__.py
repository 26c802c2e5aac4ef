"""Raw text → Document: the document's own numbering, read as an outline.

    一、总体要求                                    1        layer1
    主要目标是：通过深化……                           1.p1     goal
    二、强化思想政治引领……                           2        layer1
    （一）持续强化……思想政治工作。坚持不懈……          2.1      layer2, heading 持续强化……思想政治工作
    第一章 总则                                     c1       chapter
    第三条之一　国家鼓励……                           c1.a3-1  article
    （一）……；                                      c1.a3-1.i1  item

Any string parses. What is odd about it is told by notices; their codes are in `NOTICES`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from policydiff.model import FRAME_LEVELS, Clause, Document, Level, Notice, Source, Span, saying
from policydiff.normalization import INVISIBLE
from policydiff.outline.paragraphs import Paragraph, is_blank, one_line, paragraphs
from policydiff.outline.tree import Node, Tree

#: What each notice means, and what a reader can do about it.
NOTICES: Final = {
    "page-break": "A line or page ends inside a sentence; both halves are compared as one. Nothing to do.",
    "numbering-start": "A list does not begin with its first number: what stood before may be lost. Check the source.",
    "numbering-gap": "Numbers are missing between two labels: a heading or a clause may be lost. Check the source.",
    "numbering-repeat": "A number is printed twice below one heading; the second clause has `_2` in its id. Check the source.",
    "numbering-restart": "A second list begins below one heading; its ids have `_2`. Nothing to do.",
    "numbering-backward": "A number is lower than the one before it. Check the source.",
    "no-title": "The text has no title line. Give `old_label=` or `new_label=` to name it in reports.",
    "no-outline": "No numbering was found; the text is compared paragraph by paragraph.",
    "empty": "The text holds nothing but blanks.",
    "invisible": "Characters without a shape (zero-width, bidirectional, soft hyphens) stand in the text; they are formal differences.",
    "compatibility": "Radicals or compatibility ideographs stand for ordinary characters, as PDF extraction leaves them.",
    "replacement": "U+FFFD stands where a character was lost before the text reached us. Get a better copy.",
    "several-texts": "The file holds several texts; each is a piece with an outline of its own.",
}

_LETTERS: Final = {
    Level.PIECE: "t",
    Level.ANNEX: "x",
    Level.PART: "pt",
    Level.SUBPART: "sp",
    Level.CHAPTER: "c",
    Level.SECTION: "s",
    Level.SUBSECTION: "d",
    Level.HEADING: "h",
    Level.ARTICLE: "a",
    Level.ITEM: "i",
    Level.SUBITEM: "i",
    Level.BULLET: "b",
}
_UNNUMBERED: Final = "p"


def parse(text: str, *, source: Source | None = None, within: Sequence[Span] | None = None) -> Document:
    r"""Return the document that a text is.

    Args:
        text: the raw text itself, not the name of a file.
        source: where it came from; made up for a literal text if left out.
        within: the parts of the text to read, in code points and in order; what lies beyond them is `outside`.

    Returns:
        A Document, for any string at all; oddities are its notices.

    >>> document = parse("第一条　为了……，制定本法。\n第二条　本法所称……：\n（一）……；\n（二）……。")
    >>> [clause.id for clause in document.clauses]
    ['a1', 'a2', 'a2.i1', 'a2.i2']
    """
    scope = list(within) if within is not None else [Span(0, len(text))]
    found = [paragraph for span in scope for paragraph in paragraphs(text, span)]
    tree = Tree(text)
    tree.build(found)
    clauses = _clauses(text, tree.nodes)
    title = next((c.heading for c in clauses if c.level is Level.TITLE), None)
    notices = [*tree.numbering.notices, *_breaks(found), *_shape(clauses, title, scope), *_characters(text, scope)]
    return Document(
        text,
        title,
        clauses,
        source or _literal_source(text),
        tuple(sorted(notices, key=lambda notice: (notice.span, notice.code))),
        _outside(text, scope),
    )


def _outside(text: str, scope: Sequence[Span]) -> tuple[Span, ...]:
    """What lies between and beyond the parts that were read, blanks aside."""
    edges = [0, *(place for span in scope for place in span), len(text)]
    between = (Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return tuple(_trimmed(text, span) for span in between if not is_blank(span.of(text)))


def _trimmed(text: str, span: Span) -> Span:
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip())
    return Span(start, start + len(inner.strip()))


def _literal_source(text: str) -> Source:
    newline = re.search(r"\r\n|\n|\r", text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source("<text>", digest, "utf-8", newline[0] if newline else "")


# -- nodes to clauses ---------------------------------------------------------------------------------------------------------------


def _clauses(text: str, nodes: Iterable[Node]) -> tuple[Clause, ...]:
    ids: dict[int, str] = {0: ""}
    counted: Counter[tuple[str, str]] = Counter()
    used: Counter[str] = Counter()
    clauses = []
    for node in nodes:
        above = ids[_key(node.parent)]
        path = f"{above}.{_segment(node, above, counted)}".lstrip(".")
        used[path] += 1
        ids[id(node)] = path if used[path] == 1 else f"{path}_{used[path]}"
        clauses.append(_clause(text, node, ids[id(node)], above or None))
    return tuple(sorted(clauses, key=lambda clause: clause.span))


def _segment(node: Node, above: str, counted: Counter[tuple[str, str]]) -> str:
    """The part of an id that belongs to the node itself."""
    if node.level in FRAME_LEVELS:
        return str(node.level)
    mark = node.mark
    if mark is not None and mark.number is not None:
        branch = f"-{mark.branch}" if mark.branch is not None else ""
        return f"{_LETTERS.get(node.level, '')}{mark.number}{branch}"
    letter = _LETTERS.get(node.level, _UNNUMBERED) if mark is None or node.level is Level.BULLET else "b"
    counted[above, letter] += 1
    return f"{letter}{counted[above, letter]}"


def _clause(text: str, node: Node, id: str, parent: str | None) -> Clause:
    mark, heading = node.mark, node.heading_span
    return Clause(
        id=id,
        level=node.level,
        parent=parent,
        marker=mark.marker if mark else "",
        number=mark.number if mark else None,
        heading=_as_printed(heading.of(text)) if heading else None,
        span=node.span,
        marker_span=node.marker_span,
        heading_span=heading,
        branch=mark.branch if mark else None,
    )


def _key(node: Node | None) -> int:
    return id(node) if node is not None else 0


def _as_printed(heading: str) -> str:
    return one_line(heading).replace("**", "").strip(" \t\u3000\u00a0#")


# -- notices ------------------------------------------------------------------------------------------------------------------------


def _breaks(found: Iterable[Paragraph]) -> list[Notice]:
    message = "句中换页或断行，已接成一句比较。"
    return [Notice("page-break", message, b.span, saying("page-break")) for paragraph in found for b in paragraph.breaks]


def _shape(clauses: tuple[Clause, ...], title: str | None, scope: Sequence[Span]) -> list[Notice]:
    start = scope[0].start if scope else 0
    beginning = Span(start, start)
    if not clauses:
        return [Notice("empty", "文本为空。", beginning, saying("empty"))]
    notices = []
    if title is None:
        notices.append(Notice("no-title", "文件没有标题行。", beginning, saying("no-title")))
    if len(clauses) > 1 and not any(clause.number is not None for clause in clauses):
        notices.append(Notice("no-outline", "没有找到序号，按自然段比较。", beginning, saying("no-outline")))
    pieces = [clause for clause in clauses if clause.level is Level.PIECE]
    if pieces:
        said = saying("several-texts", count=len(pieces))
        notices.append(Notice("several-texts", f"文件中另有{len(pieces)}篇文字。", pieces[0].span, said))
    return notices


_CHARACTERS: Final = {
    "invisible": (re.compile(f"[{INVISIBLE}]"), "文中有{}个不可见字符。"),
    "compatibility": (re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]"), "文中有{}个部首或兼容字，按通行字比较。"),
    "replacement": (re.compile("\ufffd"), "文中有{}处乱码（U+FFFD）。"),
}


def _characters(text: str, scope: Sequence[Span]) -> list[Notice]:
    notices = []
    for code, (pattern, message) in _CHARACTERS.items():
        places = [match.start() for span in scope for match in pattern.finditer(text, span.start, span.end)]
        if places:
            first = Span(places[0], places[0] + 1)
            notices.append(Notice(code, message.format(len(places)), first, saying(code, count=len(places))))
    return notices

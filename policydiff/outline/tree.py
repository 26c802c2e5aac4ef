"""Paragraphs → clauses: which label stands under which, and what belongs to whom.

The tree is built in one pass with a stack of open nodes. A label closes every open node whose style ranks as low as its own
or lower, and hangs below what is left; a paragraph without a label belongs to the innermost node that can hold it. Numbers
never decide where a label hangs, since policy papers restart them (（一） in each section of 2017) or let them run on (（一）
to （二十七） through the nine sections of 2024); they decide only whether a weak label is one at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from policydiff.model import HEADING_LEVELS, Level, Span
from policydiff.outline.frame import frame, is_heading_word, is_preface_word, title_within
from policydiff.outline.marks import HEADING_LENGTH, Mark, Style, title_in_brackets
from policydiff.outline.numbering import Numbering
from policydiff.outline.paragraphs import Paragraph, is_blank

_LEVELS: Final = {
    Style.PART: Level.PART,
    Style.SUBPART: Level.SUBPART,
    Style.CHAPTER: Level.CHAPTER,
    Style.SECTION: Level.SECTION,
    Style.SUBSECTION: Level.SUBSECTION,
    Style.ARTICLE: Level.ARTICLE,
    Style.BANKERS: Level.LAYER_1,
    Style.COMMA: Level.LAYER_1,
    Style.PAREN: Level.LAYER_2,
    Style.DOT: Level.LAYER_3,
    Style.HALF_PAREN: Level.LAYER_3,
    Style.PAREN_DIGIT: Level.LAYER_4,
    Style.CIRCLED: Level.LAYER_5,
    Style.BULLET: Level.BULLET,
}
_LAYERS: Final = frozenset({Level.LAYER_1, Level.LAYER_2, Level.LAYER_3, Level.LAYER_4, Level.LAYER_5})
_ITEMS: Final = frozenset({Level.ITEM, Level.SUBITEM})
#: Roles whose lines, one after the other, are one clause.
_MERGED: Final = frozenset({Level.TITLE, Level.DATE, Level.MASTHEAD, Level.CONTENTS, Level.NOTE, Level.SIGNATURE})
#: Behind these the text is over; what follows belongs to no clause of it.
_CLOSING: Final = frozenset({Level.SIGNATURE, Level.DATELINE, Level.BYLINE})
#: The rank of what has no label and can hold nothing.
_LEAF: Final = 1000

_GOAL: Final = re.compile("^(?:[\u3400-\u9fff]{0,6}目标(?:任务)?)(?=(?:是|为)?[：:])")
_SENTENCE_END: Final = re.compile("[。！？!?]")
#: The first sentence of a provision is its title up to this length,
_TITLE_LENGTH: Final = 40
#: a term before a colon or a wide blank up to this one.
_TERM_LENGTH: Final = 16
_TERM: Final = re.compile(f"[^。，；：:]{{2,{_TERM_LENGTH}}}(?=[：:]|\u3000|[ \u00a0]{{2}})")


@dataclass(slots=True, eq=False)
class Node:
    """A clause in the making."""

    level: Level
    rank: int
    """Of its style: a node closes those of the same or a higher rank."""
    span: Span
    parent: Node | None = None
    mark: Mark | None = None
    marker_span: Span | None = None
    heading_span: Span | None = None
    has_body: bool = False
    """Whether there is text behind the heading, in the same paragraph."""
    children: list[Node] = field(default_factory=list)
    last_paragraph: Node | None = None
    """The last PARAGRAPH among the children."""


@dataclass(slots=True, eq=False)
class Tree:
    """Builds the nodes of one text, in the order of the text."""

    raw: str
    nodes: list[Node] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    _open: list[Node] = field(default_factory=list)
    _labelled: bool = False

    def build(self, paragraphs: Sequence[Paragraph]) -> None:
        """Read the paragraphs of the text."""
        roles = frame(paragraphs)
        for index, paragraph in enumerate(paragraphs):
            role = roles.get(index)
            following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            if role is None:
                self._text(paragraph, following)
            elif role in HEADING_LEVELS:
                self._open_piece(paragraph, role)
            else:
                self._frame(paragraph, role)
        for node in self.nodes:
            if node.level is Level.ARTICLE:
                self._dissolve_only_paragraph(node)
        self.nodes = [node for node in self.nodes if node.span.size]

    # -- the frame ----------------------------------------------------------------------------------------------------------------

    def _frame(self, paragraph: Paragraph, role: Level) -> None:
        last = self.nodes[-1] if self.nodes else None
        if last is not None and last.level is role and role in _MERGED and self._adjoin(last.span, paragraph.span):
            last.span = Span(last.span.start, paragraph.span.end)
            if last.heading_span is not None:
                last.heading_span = Span(last.heading_span.start, paragraph.span.end)
            return
        scope = next((node for node in self._open if node.level in (Level.PIECE, Level.ANNEX)), None)
        if role in _CLOSING:
            self._open = [scope] if scope is not None else []
            self._labelled = True
        node = self._add(Node(role, _LEAF, paragraph.span, scope))
        if role is Level.TITLE:
            node.heading_span = paragraph.raw_span(*title_within(paragraph.text))

    def _open_piece(self, paragraph: Paragraph, role: Level) -> None:
        self._close(Style.PIECE if role is Level.PIECE else Style.ANNEX)
        heading = Span(paragraph.start, paragraph.span.end)
        rank = Style.PIECE if role is Level.PIECE else Style.ANNEX
        self._open.append(self._add(Node(role, rank, paragraph.span, self._innermost, heading_span=heading)))
        self.numbering.open_scope()

    # -- labelled paragraphs ------------------------------------------------------------------------------------------------------

    def _text(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        mark = paragraph.mark
        if mark is not None and self._is_label(mark, paragraph):
            self._labelled = True
            if mark.style > Style.ARTICLE and self._article is not None:
                self._open_item(paragraph, mark)
            elif mark.style is Style.ARTICLE:
                self._open_article(paragraph, mark, following)
            else:
                self._open_layer(paragraph, mark)
        elif is_heading_word(paragraph.text) or (paragraph.hashes and len(paragraph.text) <= HEADING_LENGTH):
            self._open_heading(paragraph)
        else:
            self._unlabelled(paragraph)

    def _is_label(self, mark: Mark, paragraph: Paragraph) -> bool:
        if not mark.weak:
            return True
        above = _key(self._above(mark))
        if self.numbering.fits(mark, above):
            return True
        if mark.marker[-1].isdecimal():  # 12 月份
            return False
        # The label before it may have been lost: then this is a short line, and its number is higher than the last one.
        is_line = len(paragraph.text) <= _TITLE_LENGTH and not _SENTENCE_END.search(paragraph.text)
        return is_line and mark.style is not Style.ARTICLE and self.numbering.is_ahead(mark, above)

    def _open_layer(self, paragraph: Paragraph, mark: Mark) -> None:
        self._close(mark.style)
        node = self._labelled_node(_LEVELS[mark.style], paragraph, mark)
        size = len(paragraph.text) - mark.rest if node.level in HEADING_LEVELS else heading_size(paragraph.text[mark.rest :])
        if size:
            node.heading_span = paragraph.raw_span(mark.rest, mark.rest + size)
        node.has_body = mark.rest + size + 1 < len(paragraph.text)

    def _open_heading(self, paragraph: Paragraph) -> None:
        rank = Style.COMMA if is_preface_word(paragraph.text) else Style.CHAPTER + paragraph.hashes
        self._close(rank)
        heading = Span(paragraph.start, paragraph.span.end)
        self._open.append(self._add(Node(Level.HEADING, rank, paragraph.span, self._innermost, heading_span=heading)))

    def _open_article(self, paragraph: Paragraph, mark: Mark, following: Paragraph | None) -> None:
        self._close(mark.style)
        node = self._labelled_node(Level.ARTICLE, paragraph, mark)
        behind = paragraph.text[mark.rest :]
        title = title_in_brackets(behind)
        body = mark.rest
        if title is not None:
            node.heading_span = paragraph.raw_span(mark.rest + 1, mark.rest + title.end() - 1)
            body += len(behind) - len(behind[title.end() :].lstrip(" \u3000\t\u00a0"))
        elif behind and _is_bare_title(behind, following):
            node.heading_span = paragraph.raw_span(mark.rest, len(paragraph.text))
            return
        if body < len(paragraph.text):
            self._open_article_body(node, paragraph.behind(body))

    def _open_article_body(self, article: Node, body: Paragraph) -> None:
        """Read what stands behind the number and title of an article, on the same line."""
        start = article.span.start
        article.span = Span(start, start + len(self.raw[start : body.span.start].rstrip()))
        if body.mark is not None and (body.mark.style, body.mark.number) == (Style.PAREN, 1):
            self._open_item(body, body.mark)
        else:
            self._add(Node(Level.PARAGRAPH, _LEAF, body.span, article))

    def _open_item(self, paragraph: Paragraph, mark: Mark) -> None:
        above = self._above(mark)
        while self._open[-1].level in _ITEMS and self._open[-1].rank >= mark.style:
            self._open.pop()
        level = Level.SUBITEM if above is not None and above.level in _ITEMS else Level.ITEM
        self._labelled_node(level, paragraph, mark, above)

    def _labelled_node(self, level: Level, paragraph: Paragraph, mark: Mark, above: Node | None = None) -> Node:
        above = above or self._innermost
        marker = paragraph.raw_span(0, mark.end)
        node = self._add(Node(level, mark.style, paragraph.span, above, mark, marker))
        self.numbering.note(mark, _key(above), marker)
        self._open.append(node)
        return node

    # -- paragraphs without a label -----------------------------------------------------------------------------------------------

    def _unlabelled(self, paragraph: Paragraph) -> None:
        article = self._article
        if article is not None:
            while self._open[-1] is not article:
                self._open.pop()
        while self._open and self._open[-1].level is Level.BULLET:
            self._open.pop()
        above = self._innermost
        goal = _GOAL.match(paragraph.text)
        if above is not None and _holds_paragraphs(above):
            level = Level.PARAGRAPH
        elif goal:
            level = Level.GOAL
        else:
            level = Level.TEXT if above is not None or self._labelled else Level.PREAMBLE
        node = self._add(Node(level, _LEAF, paragraph.span, above))
        if level is Level.GOAL and goal:
            node.heading_span = paragraph.raw_span(0, goal.end())

    def _dissolve_only_paragraph(self, article: Node) -> None:
        """An article of one paragraph is not divided: its text is its own, and its items hang below it."""
        paragraphs = [child for child in article.children if child.level is Level.PARAGRAPH]
        if len(paragraphs) != 1 or article.children[0] is not paragraphs[0] or not self._adjoin(article.span, paragraphs[0].span):
            return
        only = paragraphs[0]
        article.span = Span(article.span.start, only.span.end)
        article.children[:1] = only.children
        for child in only.children:
            child.parent = article
        only.span = Span(only.span.start, only.span.start)

    # -- the open nodes -----------------------------------------------------------------------------------------------------------

    def _add(self, node: Node) -> Node:
        if node.parent is not None:
            node.parent.children.append(node)
            if node.level is Level.PARAGRAPH:
                node.parent.last_paragraph = node
        self.nodes.append(node)
        return node

    def _adjoin(self, first: Span, second: Span) -> bool:
        """Whether nothing but blanks stands between two passages."""
        return is_blank(self.raw[first.end : second.start])

    def _close(self, rank: int) -> None:
        while self._open and self._open[-1].rank >= rank:
            self._open.pop()

    @property
    def _innermost(self) -> Node | None:
        return self._open[-1] if self._open else None

    @property
    def _article(self) -> Node | None:
        return next((node for node in reversed(self._open) if node.level is Level.ARTICLE), None)

    def _above(self, mark: Mark) -> Node | None:
        """The node this label would hang below."""
        above = next((node for node in reversed(self._open) if node.rank < mark.style), None)
        if above is not None and above.level is Level.ARTICLE:
            return above.last_paragraph or above
        return above


def heading_size(text: str) -> int:
    """Return how many code points of a provision, read from behind its label, are its title.

    A title is a line without a full stop, a term before a colon or a wide blank, or a first sentence that is short.

    >>> [heading_size(t) for t in ("完善企业民主管理制度。健全……。", "基本原则", "指导思想：高举……。", "取得印刷经营许可证和营业执照；")]
    [10, 4, 4, 0]
    """
    term = _TERM.match(text)
    if term:
        return term.end()
    stop = _SENTENCE_END.search(text)
    if stop is None:
        is_line = len(text) <= HEADING_LENGTH and not re.search("[；;]", text)
        return len(text.rstrip("：:")) if is_line else 0
    if stop.start() > _TITLE_LENGTH:
        return 0
    return stop.start() + (stop[0] not in "。")


def _is_bare_title(behind: str, following: Paragraph | None) -> bool:
    """第一条　适用范围, with the text of the article on the next line."""
    if len(behind) > _TERM_LENGTH or re.search("[。；，：:（(]", behind) or following is None:
        return False
    return following.mark is None and "。" in following.text


def _holds_paragraphs(node: Node) -> bool:
    """Whether a paragraph below this node is a part of it (款), rather than a unit below a heading."""
    if node.level is Level.ARTICLE:
        return True
    return node.level in _LAYERS and (node.has_body or node.level is not Level.LAYER_1)


def _key(node: Node | None) -> int:
    return id(node) if node is not None else 0

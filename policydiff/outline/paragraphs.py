r"""Lines → paragraphs, with the page breaks inside sentences joined.

A page that ends in the middle of a sentence leaves two lines (often with a blank line between them) where there is one paragraph:

    ……群团组织代表大会代表和委员会委员中的产业工

    人教育培训。引导产业工人依法行使民主权利……

They are one paragraph for every purpose but the raw text. A line is joined to the one before it only if that one is running
prose that stops without a closing mark, and if the line itself begins like nothing that begins a paragraph.

>>> [p.span.of("甲\n\n乙") for p in paragraphs("甲\n\n乙")]
['甲', '乙']
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from policydiff.model import Span
from policydiff.normalization import INVISIBLE
from policydiff.outline.marks import Mark, Style, read_mark

# str.splitlines would also cut at \x0b, \x1c-\x1e, \x85 and U+2028, which are characters of the text.
_LINE: Final = re.compile(r"[^\r\n\f]+")
_LINE_END: Final = re.compile(r"\r\n|[\r\n\f]")
_BLANK: Final = " \t\v\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: What may stand at either end of a line and is no part of it.
_EDGE: Final = re.compile(f"[{_BLANK}{INVISIBLE}]*")
_BLANKS: Final = re.compile(rf"[\s{INVISIBLE}]*")
#: Marks of file formats before the first character of a line: Markdown headings, quotations and emphasis, bookmarks of Word.
_LEAD: Final = re.compile(
    rf"(?:(?P<hashes>\#{{1,6}})(?:[ \t]+|$)|>[ \t]?|\*\*|<!--(?:[^-]|-(?!->))*-->|\[bookmark:[^\]\n]{{0,80}}\]"
    rf"|[{_BLANK}{INVISIBLE}])*"
)


class Break(NamedTuple):
    """A line end inside a paragraph."""

    span: Span
    """In the raw text: the blanks and line ends, and marks of the file format behind them."""
    at: int
    """In code points of the text of the paragraph."""


class Paragraph(NamedTuple):
    """One or several lines that are one paragraph."""

    span: Span
    """From the first to the last character that is not a blank; marks of the file format included."""
    text: str
    """What it says: from the first character behind the marks of the file format, line ends left out."""
    lead: int
    """How many code points of the raw text lie between the beginning of the span and that of the text."""
    hashes: int
    """The level of a Markdown heading, or 0."""
    mark: Mark | None
    """The label it begins with."""
    breaks: tuple[Break, ...] = ()
    """The line ends inside it."""
    indented: bool = False
    bookmarked: bool = False
    """Whether the residue of a bookmark stands before it; such paragraphs are headings."""

    @property
    def start(self) -> int:
        """Where its text begins in the raw text."""
        return self.span.start + self.lead

    def place(self, offset: int) -> int:
        """Return where in the raw text a character of `text` stands, by its offset."""
        return self.start + offset + sum(b.span.size for b in self.breaks if b.at <= offset)

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw passage of `text[start:end]`, which must not be empty."""
        return Span(self.place(start), self.place(end - 1) + 1)

    def behind(self, offset: int) -> Paragraph:
        """Return the paragraph that `text[offset:]`, which must not be empty, would be by itself."""
        text = self.text[offset:]
        breaks = tuple(b._replace(at=b.at - offset) for b in self.breaks if b.at > offset)
        return Paragraph(Span(self.place(offset), self.span.end), text, 0, 0, read_mark(text), breaks)


def paragraphs(raw: str, within: Span | None = None) -> list[Paragraph]:
    """Return the paragraphs of a raw text, in order; blank lines are none.

    Args:
        raw: the whole raw text.
        within: the part of it to read; all if left out.
    """
    lines = list(_lines(raw, within or Span(0, len(raw))))
    wrapped = _wrap_width(lines)
    indenting = sum(line.indented for line in lines) * (10 if wrapped else 2) > len(lines)
    joined: list[list[Paragraph]] = []
    for line in lines:
        previous = joined[-1][-1] if joined else None
        if previous is not None and _continues(joined[-1], line, wrapped, indenting, raw):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [_merged(group) for group in joined]


def _lines(raw: str, within: Span) -> Iterator[Paragraph]:
    for match in _LINE.finditer(raw, within.start, within.end):
        line = match[0]
        start, end = _edge(line), len(line) - _edge(line[::-1])
        if start >= end:
            continue
        lead = _lead(line, start, end)
        text = line[lead.end() : end]
        span = Span(match.start() + start, match.start() + end)
        yield Paragraph(
            span,
            text,
            lead.end() - start,
            len(lead["hashes"] or ""),
            read_mark(text),
            indented=line[:start].startswith(("\u3000", "  ")),
            bookmarked="[bookmark:" in lead[0],
        )


def _lead(line: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str]:
    """The marks of the file format before the first character of a line."""
    match: re.Match[str] = _LEAD.match(line, start, end)  # type: ignore[assignment]
    return match


def _edge(line: str) -> int:
    """How many characters at the beginning of a line are no part of it."""
    match: re.Match[str] = _EDGE.match(line)  # type: ignore[assignment]
    return match.end()


def is_blank(passage: str) -> bool:
    """Whether a passage holds nothing but blanks, line ends and characters without a shape."""
    return _BLANKS.fullmatch(passage) is not None


def one_line(passage: str) -> str:
    r"""Return what several lines say when they are read as one: without line ends, and marks of the file format behind them.

    >>> one_line("第四部分  技能提升\n[bookmark: _Toc2]有渠道")
    '第四部分  技能提升有渠道'
    """
    first, *others = _LINE.findall(passage)
    lines = [first, *(line[_lead(line).end() :] for line in others)]
    return "".join(line[: len(line) - _edge(line[::-1])] for line in lines)


def _merged(lines: Sequence[Paragraph]) -> Paragraph:
    first = lines[0]
    if len(lines) == 1:
        return first
    breaks, size = [], 0
    for line, following in pairwise(lines):
        size += len(line.text)
        breaks.append(Break(Span(line.span.end, following.start), size))
    text = "".join(line.text for line in lines)
    return first._replace(span=Span(first.span.start, lines[-1].span.end), text=text, breaks=tuple(breaks))


# -- which lines belong together --------------------------------------------------------------------------------------------------

#: A line that ends with one of these is finished.
_CLOSED: Final = "。！？!?；;：:”’）)》」』】〕…"
_ENDING: Final = "。！？!?；;：:"
_RUNNING: Final = re.compile("[，,。；;]")
_DATE: Final = re.compile("^[（(]?[12１２二一〇○][0-9０-９一二三四五六七八九〇○]{3}年")
#: The shortest line that a page break was ever seen to leave.
_SHORTEST: Final = 20
#: So many lines show what a paragraph is; to read all of them at each of their ends would take hours where they are thousands.
_ENOUGH_LINES: Final = 4
#: No line of a masthead, and hardly a headline, is this long.
_LONGEST_LABEL: Final = 40
#: A name below a title has two to four characters, and no full stop.
_NAME_LENGTH: Final = 4


def _continues(lines: Sequence[Paragraph], line: Paragraph, wrapped: int, indenting: bool, raw: str) -> bool:
    previous = lines[-1]
    if not line.text or not previous.text:
        return False
    if line.bookmarked and previous.bookmarked:
        return line.mark is None and len(line.text) <= _SHORTEST
    if line.hashes or line.bookmarked or previous.hashes or _begins_paragraph(line):
        return False
    if indenting and line.indented:
        return False
    if wrapped and len(_LINE_END.findall(raw, previous.span.end, line.span.start)) == 1:
        # Where nothing is indented, a line that is not quite full and ends a sentence is more likely the last of its paragraph.
        least = wrapped if previous.text[-1] in _ENDING and not indenting else wrapped - _RAGGED
        return not line.indented and len(previous.text) >= least
    return _stops_short(lines) and not _is_apart(line)


def _begins_paragraph(line: Paragraph) -> bool:
    return (line.mark is not None and not (line.mark.weak and line.mark.style is Style.ARTICLE)) or bool(_DATE.match(line.text))


def _stops_short(lines: Sequence[Paragraph]) -> bool:
    """Whether the lines so far are running prose that is not finished."""
    last = lines[-1].text
    if last[-1] in "，、,":
        return True
    mark, text = lines[0].mark, "".join(line.text for line in lines[:_ENOUGH_LINES])
    running = _RUNNING.search(text) or (mark is None and len(text) >= _LONGEST_LABEL and " " not in text)
    if last[-1] in _CLOSED or len(last) < _SHORTEST or not running:
        return False
    # A heading has no full stop: 八、壮大产业工人队伍，不断巩固党长期执政的阶级基础和群众基础.
    return mark is None or mark.style is Style.BULLET or "。" in text or len(text) > _LONGEST_HEADING


#: A numbered line without a full stop is a heading up to this length.
_LONGEST_HEADING: Final = 60


def _is_apart(line: Paragraph) -> bool:
    """Whether a line is something by itself: a name, a note in brackets."""
    if len(line.text) <= _NAME_LENGTH and line.text[-1] not in "。；，、":
        return True
    return line.text.startswith(("（作者", "(作者", "附件", "附：", "附:", "*", "|"))


# -- texts whose every line is broken ---------------------------------------------------------------------------------------------

#: How much shorter than the others a full line may be, since a mark of punctuation does not begin a line.
_RAGGED: Final = 3
_LONGEST_WRAPPED_LINE: Final = 60
_FEWEST_LINES: Final = 8
_FEWEST_FULL_LINES: Final = 5


def _wrap_width(lines: Sequence[Paragraph]) -> int:
    """Return the width at which all lines of a text were broken, or 0 if they were not.

    A text is broken by width if its longest lines are of one length and most of those stop within a sentence.
    """
    lengths = sorted(len(line.text) for line in lines)
    if len(lines) < _FEWEST_LINES:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    if not _SHORTEST <= width <= _LONGEST_WRAPPED_LINE:
        return 0
    full = [line for line in lines if len(line.text) >= width - _RAGGED]
    longer = sum(length > width + _RAGGED for length in lengths)
    open_ended = sum(line.text[-1] not in _CLOSED for line in full)
    is_broken = len(full) >= _FEWEST_FULL_LINES and longer * 20 <= len(full) and open_ended * 10 > len(full) * 6
    return width if is_broken else 0

"""A text inside its page: which lines of a file are the text, and which are *outside*.

    page      报头 …… 报头                         outside
              ## 中共中央 国务院关于……的意见        title
              (一)持续强化产业工人队伍思想政治引领。   （一）
              ……
              (新华社北京10月21日电)                outside
              ## 龙山区:项目建设如火如荼            outside

Passages that stand once in both files, in one rising chain, are the backbone. What is beyond it is outside and was never added by anybody,
unless the page itself says that it belongs to the text: by the number that comes next, by a title, or because nothing else begins there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from policydiff.anchors import Block, anchored_blocks
from policydiff.model import FRAME_LEVELS, PART_LEVELS, Clause, Document, Level, Span
from policydiff.offsets import NormalizedText
from policydiff.outline.frame import names_a_kind

#: Passages of this length that stand once in both texts are no accident; set phrases of policy Chinese rarely reach it.
_ANCHOR: Final = 12
#: More foreign characters than this between two passages of the text, and the page may hold something else there.
_FOREIGN: Final = 150
#: A stretch of the page with fewer characters of the text than this is a quotation.
_LEAST_STRETCH: Final = 60


class File(NamedTuple):
    """A file as it was read: its outline and its normalised text, both of the whole."""

    document: Document
    normalized: NormalizedText

    @property
    def raw(self) -> str:
        """The raw text."""
        return self.document.text


class Location(NamedTuple):
    """Where a text lies on a page."""

    page: str | None
    """Which side is the page: `old` or `new`; None if neither file holds anything else."""
    spans: tuple[Span, ...]
    """Whole lines of the page, in code points of its raw text; without a page, those of the new file."""
    coverage: float
    """The share of the text that was found in passages of at least twelve characters, 0 to 1."""


_NOT_HAN: Final = re.compile("[^\u3400-\u9fff]+")
#: Every so many passages are looked up, and if fewer than this part of them is found, the texts share no half of anything.
_STRIDE: Final = 16
_LEAST_GLIMPSED: Final = 0.2


def may_be_reprint(old: str, new: str) -> bool:
    """Whether it is worth while to look for one raw text inside the other: a glimpse that costs a tenth of the search.

    Chinese characters alone are looked at, so that nothing need be normalised first.
    """
    text, page = sorted((_NOT_HAN.sub("", old), _NOT_HAN.sub("", new)), key=lambda side: (len(side), side))
    passages = {page[i : i + _ANCHOR] for i in range(len(page) - _ANCHOR + 1)}
    places = range(0, len(text) - _ANCHOR + 1, _STRIDE)
    found = sum(text[i : i + _ANCHOR] in passages for i in places)
    return found >= _LEAST_GLIMPSED * len(places)


def locate(old: File, new: File) -> Location:
    """Return where one of two texts stands inside the other.

    The page is the file that holds more that is not the text.

    Returns:
        A location without spans and with a coverage of 0, if they share no long passage.
    """
    blocks = anchored_blocks(old.normalized.text, new.normalized.text, _ANCHOR)
    mirrored = [Block(block.new, block.old, block.size) for block in blocks]
    stretches = {"old": _stretches(mirrored, old), "new": _stretches(blocks, new)}
    if not all(stretches.values()):
        return Location(None, (), 0.0)
    spans = {"old": _spans(stretches["old"], new, old), "new": _spans(stretches["new"], old, new)}
    outside = {"old": _outside(old.raw, spans["old"]), "new": _outside(new.raw, spans["new"])}
    page = max(outside, key=lambda side: outside[side]) if any(outside.values()) else None
    found = sum(block.size for stretch in stretches[page or "new"] for block in stretch)
    text = new if page == "old" else old
    return Location(page, spans[page or "new"], found / max(len(text.normalized.text), 1))


def _outside(raw: str, spans: Iterable[Span]) -> int:
    """How many characters that are not blank lie beyond the spans."""
    inside = sum(_size(span.of(raw)) for span in spans)
    return _size(raw) - inside


def _size(text: str) -> int:
    return sum(map(len, text.split()))


# -- the backbone ----------------------------------------------------------------------------------------------------------------------


def _stretches(blocks: Sequence[Block], page: File) -> list[list[Block]]:
    """Cut a chain of passages where the page holds something else, and drop stretches that are only quotations."""
    starts = [clause.span.start for clause in page.document.clauses]
    stretches: list[list[Block]] = []
    for block in blocks:
        last = stretches[-1][-1] if stretches else None
        if last is None or _is_interrupted(last, block, page, starts):
            stretches.append([block])
        else:
            stretches[-1].append(block)
    return [stretch for stretch in stretches if sum(block.size for block in stretch) >= _LEAST_STRETCH]


def _is_interrupted(last: Block, block: Block, page: File, starts: Sequence[int]) -> bool:
    """Whether something else than the text begins between two passages of it, given where the clauses of the page begin."""
    foreign = (block.new - last.new - last.size) - (block.old - last.old - last.size)
    if foreign <= _FOREIGN:
        return False
    before = page.normalized.raw_span(last.new, last.new + last.size)
    behind = page.normalized.raw_span(block.new, block.new + block.size)
    between = page.document.clauses[bisect_left(starts, before.end) : bisect_left(starts, behind.start)]
    return any(_is_something_else(page.document, clause) for clause in between)


#: A line of this length at most, without a full stop, is a headline.
_LONGEST_HEADLINE: Final = 40
_PROSE_ENDS: Final = "。；;，,：:、！？!?”’）)》"
_MARKS: Final = "。；;，,：:、！？!?“”‘’（）()《》〔〕—…· "
_NEWS: Final = re.compile(
    "(?:本报|本報)(?:记者|記者|讯|訊)|(?:新华社|中新社|中央社)[^。]{0,20}[电電讯訊]|(?:记者|記者|通讯员|责任编辑|责编)[：: ]"
)
_FURNITURE: Final = frozenset({Level.PIECE, Level.MASTHEAD, Level.BYLINE, Level.DATELINE, Level.AUTHOR, Level.HEADING})


def _is_something_else(document: Document, clause: Clause) -> bool:
    text = document.text_of(clause).strip()
    if clause.level in _FURNITURE or _NEWS.match(text):
        return True
    return not clause.marker and len(text) <= _LONGEST_HEADLINE and text[-1:] not in _PROSE_ENDS


# -- whole lines, and what belongs to the text beyond the backbone -----------------------------------------------------------------------


def _spans(stretches: Sequence[Sequence[Block]], text: File, page: File) -> tuple[Span, ...]:
    spans = [_lines_of(page.normalized, stretch) for stretch in stretches]
    first, last = stretches[0][0], stretches[-1][-1]
    head, tail = text.normalized.text[: first.old], text.normalized.text[last.old + last.size :]
    start = _with_title(page.document, _with_clauses_before(page.document, _with_lines_before(page.raw, spans[0].start, head)))
    spans[0] = Span(start, spans[0].end)
    end = _with_clauses_behind(page.document, _with_lines_behind(page.raw, spans[-1].end, tail))
    spans[-1] = Span(spans[-1].start, end)
    return tuple(part for span in _disjoint(spans) for part in _without_jumps(page.raw, span))


_JUMP: Final = re.compile(
    r"^[ \t\u3000]*[（(【\[]?(?:下转|下轉|上接|紧接|緊接)[^。\r\n]{1,12}版[^。\r\n]{0,12}[）)】\]]?[ \t\u3000]*$", re.MULTILINE
)


def _without_jumps(raw: str, span: Span) -> Iterator[Span]:
    """Leave out the lines that lead from one page of a newspaper to the next: （下转第三版）."""
    start = span.start
    for match in _JUMP.finditer(raw, span.start, span.end):
        if raw[start : match.start()].strip():
            yield Span(start, match.start())
        start = match.end()
    if raw[start : span.end].strip():
        yield Span(start, span.end)


def _lines_of(page: NormalizedText, stretch: Sequence[Block]) -> Span:
    """The lines of the page on which the words of a stretch stand; a bracket more may be that of another line."""
    start, end = stretch[0].new, stretch[-1].new + stretch[-1].size
    words = page.text[start:end]
    end -= len(words) - len(words.rstrip(_MARKS))
    start += len(words) - len(words.lstrip(_MARKS))
    inner = page.raw_span(start, end)
    return Span(_line_start(page.raw, inner.start), _line_end(page.raw, inner.end))


def _line_start(raw: str, place: int) -> int:
    return max(raw.rfind("\n", 0, place), raw.rfind("\r", 0, place)) + 1


def _line_end(raw: str, place: int) -> int:
    ends = [end for end in (raw.find("\n", place), raw.find("\r", place)) if end >= 0]
    return min(ends, default=len(raw))


def _disjoint(spans: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in spans:
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


#: A line beyond the backbone is part of the text if it resembles what the backbone lacks of it by this much, 0 to 100.
_RESEMBLING: Final = 60
#: How many lines in a row may resemble nothing before the search stops; a blank line or a picture's caption may stand between.
_PATIENCE: Final = 2
#: How many lines are looked at.
_FARTHEST: Final = 12
_LINE: Final = re.compile(r"[^\r\n\f]+")


def _with_lines_before(raw: str, start: int, head: str) -> int:
    """Move the beginning up over lines that resemble the head of the text: a title, a date, a first paragraph too short for an anchor."""
    lines = [match for match in _LINE.finditer(raw, 0, start) if match[0].strip()][-_FARTHEST:]
    return _extended(((match.start(), match[0]) for match in reversed(lines)), start, head)


def _with_lines_behind(raw: str, end: int, tail: str) -> int:
    lines = islice((match for match in _LINE.finditer(raw, end) if match[0].strip()), _FARTHEST)
    return _extended(((match.end(), match[0]) for match in lines), end, tail)


def _extended(lines: Iterator[tuple[int, str]], edge: int, lacking: str) -> int:
    from rapidfuzz.fuzz import partial_ratio

    misses = 0
    for place, line in lines:
        words = "".join(re.findall("[0-9A-Za-z\u3400-\u9fff]+", line))
        if not lacking or misses == _PATIENCE:
            break
        # A line longer than what is lacking cannot be a part of it.
        if words and len(words) <= 2 * len(lacking) and partial_ratio(words, lacking) >= _RESEMBLING:
            edge, misses = place, 0
        else:
            misses += 1
    return edge


def _with_clauses_behind(document: Document, end: int) -> int:
    """Move the end down over clauses that the text would have next: 第四条 behind 第三条, and what is numbered below it."""
    numbers: set[tuple[Level, int | None]] = {(c.level, c.number) for c in document.clauses if c.span.start < end}
    waiting = end
    for clause in document.clauses:
        if clause.span.start < end:
            continue
        if clause.level is Level.PARAGRAPH:
            waiting = clause.span.end  # part of the article above if another part of the text comes behind it
            continue
        if not _continues(clause, numbers):
            break
        numbers.add((clause.level, clause.number))
        end = max(clause.span.end, waiting if waiting < clause.span.start else 0)
    return end


def _continues(clause: Clause, numbers: set[tuple[Level, int | None]]) -> bool:
    if clause.number is None:
        return False
    return (clause.level, clause.number - 1) in numbers or (clause.number == 1 and clause.level in PART_LEVELS)


def _with_clauses_before(document: Document, start: int) -> int:
    """Move the beginning up over clauses that the text would have had before: 第一条 before 第二条."""
    provisions = [c for c in document.clauses if c.span.start < start and c.level not in FRAME_LEVELS]
    below = [c for c in document.clauses if c.span.start >= start and c.number is not None]
    wanted = {(c.level, c.number - 1) for c in below[:_FARTHEST] if c.number is not None}
    for clause in reversed(provisions):
        if clause.level in PART_LEVELS:
            continue
        if clause.number is None or (clause.level, clause.number) not in wanted:
            break
        wanted.add((clause.level, clause.number - 1))
        start = clause.span.start
    return start


def _with_title(document: Document, start: int) -> int:
    """Move the beginning up to a title that names a kind of document, where nothing but dates stands between."""
    above = [c for c in document.clauses if c.span.start < start]
    for clause in reversed(above):
        if clause.level is Level.TITLE and names_a_kind(clause.heading or ""):
            return clause.span.start
        if clause.level not in (Level.DATE, Level.SUBTITLE):
            break
    return start

"""A passage of a file → what is drawn: text, marks, boxes for what has no shape.

Emphasis falls as length grows: a word has a tint and a line, a passage a line, a whole sentence nothing but the change bar beside it.
What a reader cannot see (zero-width and bidirectional characters, controls) is shown as a box; the character itself never reaches the
page. Line ends inside a sentence are kept in the text, and hidden, so that the text of the page is the text of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from policydiff.model import Edit, EditTag, Span
from policydiff.normalization import to_script
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import UNSAFE, WORDING, Lookup, shortened
from policydiff.reports.html.view import Piece, Run, Segment, Side, Stop
from policydiff.reports.strips import Piece as Part
from policydiff.reports.strips import Segment as Passage
from policydiff.reports.strips import Strip, StripKind
from policydiff.words import words

#: Brings a text to characters in which words can be told apart, without changing its length.
Fold = Callable[[str], str]

#: From this length on a mark has a line and no tint.
LONG: Final = 14
#: A spoken difference is cut off here.
_SPOKEN: Final = 24
_NUMBERS: Final = re.compile("[0-9０-９〇零一二三四五六七八九十百千万亿萬億%％‰.．]+")
#: Marks of a file format. They are no text, and shown only with the other differences of form.
MARKUP: Final = re.compile(r"#{1,6}|\*\*|>|\\|<br\s*/?>|<!--.*?-->", re.DOTALL)
_WEIGHTY: Final = frozenset({"number", "modality", "negation"})
_BLOCKS: Final = frozenset({StripKind.INSERT, StripKind.REPEAL, StripKind.REWRITE})
_RUNS_OF_UNSAFE: Final = re.compile(f"({UNSAFE.pattern})\\1*")


def plain_pieces(text: str) -> tuple[Piece, ...]:
    r"""Return a text as pieces: boxes in place of what has no shape.

    >>> plain_pieces("甲\u200b\u200b乙")[1]
    Piece(kind='chip', text='U+200B×2', codes='200B 200B')
    """
    return tuple(_boxed("text", text))


def title_pieces(text: str) -> tuple[Piece, ...]:
    """Return a title as pieces, with places between words where a line may end."""
    pieces: list[Piece] = []
    places = _word_ends(text, str)
    for start, end in zip([0, *places], [*places, len(text)], strict=True):
        pieces += [Piece("wbr", "")] if start else []
        pieces += _boxed("text", text[start:end])
    return tuple(pieces)


def outside_pieces(text: str) -> tuple[Piece, ...]:
    """Return a passage that is not part of the text, its line ends as they are."""
    return tuple(_boxed("text", text.replace("\r\n", "\n")))


def echo_pieces(text: str, kept: Sequence[Span]) -> tuple[Piece, ...]:
    """Return words that are quoted from elsewhere, in one line, with shared words marked."""
    pieces: list[Piece] = []
    for start, end, inside in _stretches(Span(0, len(text)), kept):
        pieces += _boxed("kept" if inside else "text", text[start:end].replace("\r", "").replace("\n", ""))
    return tuple(pieces)


def quoted_pieces(text: str, kept: Sequence[Span], most: int) -> tuple[Piece, ...]:
    """Return the beginning of a passage as it is quoted, in one line, with shared words marked; …… stands for what is left out."""
    start = len(text) - len(text.lstrip())
    end = min(len(text.rstrip()), start + most)
    inner = [Span(max(0, span.start - start), min(end, span.end) - start) for span in kept if start < span.end and span.start < end]
    more = (Piece("text", phrases.ELLIPSIS),) if end < len(text.rstrip()) else ()
    return (*echo_pieces(text[start:end], inner), *more)


def _boxed(kind: str, text: str) -> Iterator[Piece]:
    place = 0
    for match in _RUNS_OF_UNSAFE.finditer(text):
        if place < match.start():
            yield Piece(kind, text[place : match.start()])
        codes = [f"{ord(c):04X}" for c in match[0]]
        yield Piece("chip", box_label(match[0]), " ".join(codes))
        place = match.end()
    if place < len(text):
        yield Piece(kind, text[place:])


def box_label(text: str) -> str:
    r"""Return what stands on the box for one or several equal characters without a shape, if their language has no name for them.

    >>> box_label("\u202e"), box_label("\x07\x07")
    ('RLO U+202E', 'U+0007×2')
    """
    code = f"U+{ord(text[0]):04X}"
    name = phrases.ABBREVIATIONS.get(ord(text[0]))
    label = code if name is None else f"{name} {code}"
    return f"{label}×{len(text)}" if len(text) > 1 else label


def box_name(piece: Piece, words: Catalogue) -> str:
    """Return what stands on a box: the name of the character if the language has one.

    >>> from policydiff.reports.catalogue import ZH_HANS
    >>> box_name(Piece("chip", "U+200B×2", "200B 200B"), ZH_HANS)
    '零宽空格×2'
    """
    codes = piece.codes.split()
    key = f"invisible.{codes[0]}" if codes else ""
    if key not in words:
        return piece.text
    return words[key] + (f"×{len(codes)}" if len(codes) > 1 else "")


def _stretches(span: Span, inner: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Cut a span at the edges of others; say of each part whether it lies inside one."""
    place = span.start
    for other in inner:
        start, end = max(place, other.start), min(span.end, other.end)
        if start >= end:
            continue
        if place < start:
            yield place, start, False
        yield start, end, True
        place = end
    if place < span.end:
        yield place, span.end, False


def _word_ends(text: str, fold: Fold) -> list[int]:
    """Where a line may end in a title: between two words, and not before a mark or behind an opening one."""
    return [
        end
        for end in accumulate(map(len, words(fold(text))))
        if end < len(text) and text[end].isalnum() and text[end - 1] not in "“《（〈‘"
    ]


class _Ground(NamedTuple):
    """What the runs of a segment are drawn on."""

    row: int
    side: Side
    text: str
    kind: StripKind
    kept: Sequence[Span]
    hidden: Sequence[tuple[Span, str]]
    """Line ends that are not shown, and what stands in their place: `chip`, `soft` or nothing."""
    breaks: Sequence[int]
    """Where a line of a title may end."""


class Pen:
    """Draws the segments of a record. It remembers which differences it has met, since only the first place of each is a stop."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._met: set[int] = set()
        self.used: set[str] = set()
        """Which signs were drawn and want an explanation: `key`, `break`, `order`, `moved words`."""

    def fold(self, side: Side) -> Fold:
        """Return what brings a text to characters in which words can be told apart."""
        return partial(to_script, config="t2s") if self._lookup.lang[side] != "zh-Hans" else str

    def segment(
        self, row: int, side: Side, passage: Passage, kind: StripKind, kept: Sequence[Span] = (), *, title: bool = False
    ) -> Segment:
        """Return a segment as it is drawn.

        Args:
            row: the row it belongs to.
            side: whose text it is.
            passage: what to draw.
            kind: the kind of its strip.
            kept: passages that the other side has too, of the raw text; marked in rewritten sentences.
            title: whether lines may end between words only.
        """
        text = self._lookup.documents[side].text
        span = passage.span
        breaks = [span.start + end for end in _word_ends(span.of(text), self.fold(side))] if title else []
        ground = _Ground(row, side, text, kind, kept, tuple(self._hidden(side, span, text)), breaks)
        runs = (self._run(ground, part) for part in passage.pieces)
        if passage.order is not None:
            self.used.add("order")
        drawn = tuple(run for run in runs if run is not None)
        return Segment(f"{span.start} {span.end}", drawn, passage.lead, passage.label, passage.order)

    def _hidden(self, side: Side, span: Span, text: str) -> Iterator[tuple[Span, str]]:
        """Line ends that are not shown: inside a sentence, with a box, and at the edges of a segment, without."""
        inner = span.of(text)
        start = span.start + len(inner) - len(inner.lstrip("\r\n"))
        end = span.start + len(inner.rstrip("\r\n"))
        if start > span.start:
            yield Span(span.start, start), ""
        breaks = self._lookup.page_breaks[side]
        for at in range(bisect_left(breaks, (start, start)), len(breaks)):
            other = breaks[at]
            if other.end > end:
                break
            if other.size:
                lines = other.of(text).replace("\r\n", "\n")
                yield other, "chip" if len(lines.strip(" \t\u3000")) > 1 or "\f" in lines else "soft"
        if start < end < span.end:
            yield Span(end, span.end), ""

    # -- runs

    def _run(self, ground: _Ground, part: Part) -> Run | None:
        edit = self._lookup.pairs[ground.row].edits[part.edit]
        if not part.span.size:
            return self._caret(ground, part.edit, edit)
        # In a revision numbers follow from the order; that they changed is told once, above.
        pair = self._lookup.pairs[ground.row]
        is_number = bool(pair.old and pair.new) and not self._lookup.reprint and self._lookup.is_label(ground.side, part.span)
        if edit.tag in WORDING and not is_number:
            return self._mark(ground, part, edit)
        pieces = self._pieces(ground, part.span)
        if edit.tag is not EditTag.FORMAL or is_number:
            return Run("", "", pieces)
        is_markup = not (edit.old.size and edit.new.size) and MARKUP.fullmatch(part.span.of(ground.text).strip()) is not None
        return Run("span", "formal markup" if is_markup else "formal", pieces)

    def inline(self, row: int, strip: Strip, kept: Mapping[Side, Sequence[Span]]) -> tuple[Segment, ...]:
        """Return both sides of a strip as one text: old words before the new ones in whose place they stood."""
        old: dict[int, list[Passage]] = {}
        pieces = ((part.edit, passage) for passage in strip.old for part in passage.pieces if part.span.size)
        for edit, passage in dict.fromkeys(pieces):
            old.setdefault(edit, []).append(passage)
        drawn, met = list[Segment](), set[int]()
        for passage in strip.new:
            runs = list[Run]()
            for part in passage.pieces:
                if part.edit in old and part.edit not in met and self._lookup.pairs[row].edits[part.edit].tag in WORDING:
                    met.add(part.edit)
                    for other in old[part.edit]:
                        runs += self._runs_of(row, "old", other, strip.kind, kept["old"], only=part.edit)
                runs += self._runs_of(row, "new", passage, strip.kind, kept["new"], only=part.edit) if part.span.size else []
            drawn.append(Segment("", tuple(runs), passage.lead, passage.label, None))
        for passage in strip.old:
            left = [part.edit for part in passage.pieces if part.span.size and part.edit not in met]
            left = [edit for edit in left if self._lookup.pairs[row].edits[edit].tag in WORDING]
            runs = [run for edit in left for run in self._runs_of(row, "old", passage, strip.kind, kept["old"], only=edit)]
            drawn += [Segment("", tuple(runs), passage.lead, passage.label, passage.order)] if runs else []
        return tuple(drawn)

    def _runs_of(
        self, row: int, side: Side, passage: Passage, kind: StripKind, kept: Sequence[Span], *, only: int | None = None
    ) -> Iterator[Run]:
        text = self._lookup.documents[side].text
        ground = _Ground(row, side, text, kind, kept, tuple(self._hidden(side, passage.span, text)), ())
        runs = (self._run(ground, part) for part in passage.pieces if part.span.size and part.edit == only)
        yield from (run for run in runs if run is not None)

    def _mark(self, ground: _Ground, part: Part, edit: Edit) -> Run:
        finding = self._lookup.findings(ground.row).get((edit.old, edit.new))
        weighty = finding.name if finding is not None and finding.name in _WEIGHTY else ""
        is_block, is_long = ground.kind in _BLOCKS, part.span.size >= LONG
        classes, kind, inner = "", "kept", list[Span]()
        if is_block or is_long:
            classes = "block" if is_block else "long"
            inner = list(ground.kept) if ground.kind is StripKind.REWRITE or edit.tag is EditTag.REPLACE or is_block else []
            if weighty == "number":
                kind, inner = "key", self._numbers(ground.text, part.span)
        elif weighty:
            classes = "key"
        if weighty:
            self.used.add("key")
        moved = self._lookup.moved(ground.row, ground.side, edit)
        if moved:
            self.used.add("moved words")
            kind, inner = "moved", moved
        diff = self._lookup.differences[ground.row, part.edit] if self._lookup.reprint else None
        pieces = self._pieces(ground, part.span, kind, inner)
        bulk = self._lookup.bulk_of.get((ground.row, part.edit))
        return Run("ins" if ground.side == "new" else "del", classes, pieces, diff, self._stop(ground, edit, diff), bulk)

    def _caret(self, ground: _Ground, at: int, edit: Edit) -> Run | None:
        """A sign at the place where the other side alone has something; in a reprint only, where every place counts."""
        if not self._lookup.reprint or edit.tag not in WORDING:
            return None
        classes = "caret lost" if ground.side == "new" else "caret gained"
        return Run("span", classes, (), self._lookup.differences[ground.row, at])

    def _stop(self, ground: _Ground, edit: Edit, diff: int | None) -> Stop | None:
        if diff is None or diff in self._met or ground.side != ("new" if edit.new.size else "old"):
            return None
        self._met.add(diff)
        old, new = (shortened(text, _SPOKEN) for text in self._lookup.words_of(edit))
        return Stop(f"d{diff}", phrases.said_difference(self._lookup.words, self._lookup.row_name(ground.row), old, new))

    @staticmethod
    def _numbers(text: str, span: Span) -> list[Span]:
        return [Span(*match.span()) for match in _NUMBERS.finditer(text, span.start, span.end)]

    # -- pieces

    def _pieces(self, ground: _Ground, span: Span, kind: str = "kept", inner: Sequence[Span] = ()) -> tuple[Piece, ...]:
        """The text of a span: line ends hidden, inner passages of their own kind, boxes, places for line breaks."""
        pieces: list[Piece] = []
        place = span.start
        for at in range(bisect_left(ground.hidden, span.start, key=lambda item: item[0].end), len(ground.hidden)):
            other, box = ground.hidden[at]
            start, end = max(place, other.start), min(span.end, other.end)
            if other.start >= span.end:
                break
            if start >= end:
                continue
            pieces += self._visible(ground, Span(place, start), kind, inner)
            pieces.append(Piece("break", ground.text[start:end]))
            if box and end == other.end:
                self.used.add("break")
                pieces.append(Piece(box, self._lookup.words["row.page_break" if box == "chip" else "row.line_break"]))
            place = end
        pieces += self._visible(ground, Span(place, span.end), kind, inner)
        return tuple(pieces)

    @staticmethod
    def _visible(ground: _Ground, span: Span, kind: str, inner: Sequence[Span]) -> Iterator[Piece]:
        for start, end, inside in _stretches(span, inner):
            places = [place for place in ground.breaks if start < place < end]
            for a, b in pairwise([start, *places, end]):
                if a in ground.breaks:
                    yield Piece("wbr", "")
                yield from _boxed(kind if inside else "text", ground.text[a:b])

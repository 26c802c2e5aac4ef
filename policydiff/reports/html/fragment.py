"""A record → what a notebook shows of it: few rows, plain markup, at most 200 KB."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby, islice
from typing import Final

from policydiff.model import Collation, EditTag, Pair
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import WORDING, Lookup, shortened
from policydiff.reports.html.marks import LONG, plain_pieces
from policydiff.reports.html.rows import QUIET
from policydiff.reports.html.view import Fragment, FragmentCell, FragmentRow, Piece, Run, Side
from policydiff.reports.summary import verdict

_MOST_ROWS: Final = 30
#: What all rows together may take, in bytes; the page is a little more.
_ROOM: Final = 180_000
#: About what the markup of a row, and of a mark in it, takes.
_ROW_OVERHEAD: Final = 400
_RUN_OVERHEAD: Final = 160
_MOST_CHANGES: Final = 3
#: Longer cells are folded, and show so many characters.
_FOLDED: Final = 160
_FOLDED_START: Final = 40
#: Equal passages are cut down to so many characters on either side.
_CONTEXT: Final = 24
_LONGEST: Final = 2_000


def fragment_of(collation: Collation, words: Catalogue) -> Fragment:
    """Return what a notebook shows of a record, in the words of a catalogue."""
    lookup = Lookup(collation, words)
    headline, detail = verdict(lookup.summary, words)
    changed = [row for row, pair in enumerate(lookup.pairs) if not QUIET.issuperset(pair.kinds)]
    rows = tuple(_rows(lookup, changed))
    rest = len(changed) - len(rows)
    return Fragment(
        lang=words.language,
        title=words.say("page.window", old=lookup.document_name("old"), new=lookup.document_name("new")),
        verdict=words.joined([*headline, detail]),
        counts=tuple((words[f"sign.{kind}"], words[f"kind.{kind}"], count) for kind, count in lookup.summary.rows.items() if count),
        columns=(lookup.role("old"), lookup.role("new")),
        rows=rows,
        more=words.say("fragment.more", count=rest) if rest else "",
    )


def _rows(lookup: Lookup, changed: list[int]) -> Iterator[FragmentRow]:
    room = _ROOM
    for row in islice(changed, _MOST_ROWS):
        drawn = _row(lookup, row)
        room -= _weight(drawn)
        if room < 0:
            return
        yield drawn


def _row(lookup: Lookup, row: int) -> FragmentRow:
    pair = lookup.pairs[row]
    signs = "".join(lookup.words.say("list.sign", sign=lookup.words[f"sign.{kind}"]) for kind in pair.kinds)
    return FragmentRow(
        lookup.row_name(row),
        signs,
        tuple(islice(_changes(lookup, pair), _MOST_CHANGES)),
        _cell(lookup, pair, "old"),
        _cell(lookup, pair, "new"),
    )


def _cell(lookup: Lookup, pair: Pair, side: Side) -> FragmentCell:
    if not (pair.old if side == "old" else pair.new):
        void = "no_partner" if {"split", "join"} & set(pair.kinds) else "new" if side == "old" else "dropped"
        if lookup.reprint:
            void = "surplus" if side == "old" else "missing"
        return FragmentCell(lookup.lang[side], (), "", lookup.words[f"void.{void}"])
    runs = tuple(_runs(lookup, pair, side))
    text = "".join(piece.text for run in runs for piece in run.pieces)
    return FragmentCell(lookup.lang[side], runs, shortened(text, _FOLDED_START) if len(text) > _FOLDED else "", "")


def _changes(lookup: Lookup, pair: Pair) -> Iterator[str]:
    """Changes of few words, in words: 推动→深化, 缺“以”."""
    one_sided = phrases.ONE_SIDED["reprint" if lookup.reprint else "revision"]
    for edit in pair.edits:
        old, new = lookup.words_of(edit)
        is_number = not lookup.reprint and (lookup.is_label("old", edit.old) or lookup.is_label("new", edit.new))
        if edit.tag not in WORDING or is_number or max(len(old), len(new)) >= LONG or not any(c.isalnum() for c in old + new):
            continue
        if edit.tag is EditTag.REPLACE:
            yield lookup.words.say("form.became", old=old, new=new)
        elif pair.old and pair.new:
            yield lookup.words.say(f"{one_sided['delete' if old else 'insert']}_words", words=old or new)


def _runs(lookup: Lookup, pair: Pair, side: Side) -> Iterator[Run]:
    """The text of a side, sorted by its place, with what is the same cut down to what stands beside a change."""
    text = lookup.documents[side].text
    edits = ((edit.old if side == "old" else edit.new, edit.tag in WORDING) for edit in pair.edits)
    groups = [(differs, [span for span, _ in group]) for differs, group in groupby(sorted(edits), key=lambda item: item[1])]
    left = _LONGEST
    for number, (differs, spans) in enumerate(groups):
        passage = "".join(span.of(text) for span in spans).replace("\r", "").replace("\n", "")
        if not differs:
            yield Run("", "", _context(passage, first=number == 0, last=number == len(groups) - 1))
        elif passage:
            yield Run("ins" if side == "new" else "del", "", plain_pieces(shortened(passage, max(1, left))))
            left -= len(passage)
            if left <= 0:
                return


def _context(text: str, *, first: bool, last: bool) -> tuple[Piece, ...]:
    if len(text) <= 2 * _CONTEXT:
        return plain_pieces(text)
    start = "" if first else text[:_CONTEXT]
    end = "" if last else text[-_CONTEXT:]
    return plain_pieces(f"{start}{phrases.ELLIPSIS}{end}")


def _weight(row: FragmentRow) -> int:
    """About how many bytes a row takes."""
    weight = _ROW_OVERHEAD + sum(len(escape(change).encode("utf-8", "replace")) for change in row.changes)
    for cell in (row.old, row.new):
        for run in cell.runs:
            weight += _RUN_OVERHEAD + sum(len(escape(piece.text).encode("utf-8", "replace")) for piece in run.pieces)
    return weight

"""A record → the page: chapters with their rows, the contents, the strip at the edge, and everything before and behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from policydiff.model import FRAME_LEVELS, ChangeKind, Collation, Level
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html import phrases
from policydiff.reports.html.back import appendices, method, outside
from policydiff.reports.html.front import bulk, differences, filters, forms, head, notices, terms, told, verdict_of
from policydiff.reports.html.lookup import Lookup, one_line
from policydiff.reports.html.openings import Openings
from policydiff.reports.html.ribbons import chapter_map
from policydiff.reports.html.rows import QUIET, Drawer, kind_names, seals, tallest
from policydiff.reports.html.view import (
    SIDES,
    Chapter,
    Entry,
    Fold,
    Head,
    Legend,
    Mark,
    NoticeLine,
    Outside,
    Overview,
    Page,
    Part,
    Row,
    Seal,
    Side,
    Strip,
    Verdict,
)
from policydiff.reports.labels import KINDS
from policydiff.reports.summary import forms_in_words

#: Rows without a change are folded from this many on; in a reprint each of them is, since a reader looks for differences alone.
_FOLDED: Final = {"revision": 3, "reprint": 1}
#: What stands before the first heading of a text that has headings.
_FRONT_LEVELS: Final = FRAME_LEVELS | {Level.PREAMBLE}
#: A page of more rows is laid out a chapter at a time, and long chapters are cut into tables of so many rows.
LARGE: Final = 400
_ROWS_OF_A_PART: Final = 40
#: The contents name single rows as long as a reader can take them in.
_MOST_ENTRIES: Final = 150
#: The strip at the edge has a bar for each strip, for each row where there are more, or for several rows.
_MOST_MARKS: Final = 1_500
#: The list of differences above the text of a reprint.
_MOST_LISTED: Final = 400
#: Differences of form that are named without being asked for.
_MOST_FORMS: Final = 24
_TALLEST: Final = 12
_CHARACTERS_OF_A_LINE: Final = 25


def page_of(collation: Collation, words: Catalogue, *, view: str = "table", kind: str = "report") -> Page:
    """Return the page of a record.

    Args:
        collation: the record.
        words: what the page says.
        view: `table` for two columns, `inline` for one running text.
        kind: `report` for all of it, `changes` for the list of changes without the text.
    """
    lookup = Lookup(collation, words)
    rows = range(len(lookup.pairs))
    return with_front(with_rows(bare(lookup, view), lookup, rows, kind), lookup, kind)


def bare(lookup: Lookup, view: str) -> Page:
    """Return a page that has its head and its foot, and nothing between them."""
    words = lookup.words
    heads = head(lookup, "old"), head(lookup, "new")
    profile = lookup.collation.profile
    return Page(
        lang=words.language,
        title=words.say("page.window", old=heads[0].name, new=heads[1].name),
        profile=profile,
        profile_word=words[f"profile.{profile}"],
        heads=heads,
        view=view,
        method=method(lookup),
        large=False,
    )


def with_rows(page: Page, lookup: Lookup, rows: range, kind: str) -> Page:
    """Return a page with some rows, which may begin and end within a chapter, and what belongs to them."""
    drawer = Drawer(lookup, inline=page.view == "inline", every_change=kind == "changes")
    before, between, after = outside(lookup)
    large = len(rows) > LARGE
    chapters = tuple(_Chapters(lookup, drawer, between, large=large).draw(rows))
    return replace(
        page,
        filters=filters(lookup, rows),
        stops=_stops(lookup, chapters, rows),
        legend=_legend(lookup, drawer.used) if lookup.summary.differences else None,
        before=before if rows.start == 0 else (),
        chapters=chapters,
        after=after if rows.stop == len(lookup.pairs) else (),
        appendices=appendices(lookup, rows, large=large),
        overview=_overview(chapters, reprint=lookup.reprint),
        large=large,
    )


def with_front(page: Page, lookup: Lookup, kind: str) -> Page:
    """Return a page with everything that stands before the rows."""
    words = lookup.words
    verdict, lines_of_notices = verdict_of(lookup), notices(lookup)
    lines, note = bulk(lookup)
    term_lines, terms_note = terms(lookup)
    listed, listed_more = differences(lookup, _MOST_LISTED if kind == "report" else len(lookup.differences))
    found_forms = forms(lookup)
    return replace(
        page,
        summary=_summary(words, page.heads, verdict, lines_of_notices),
        verdict=verdict,
        notices=lines_of_notices,
        bulk=lines,
        bulk_note=note,
        told=told(lookup),
        map=chapter_map(lookup),
        differences=listed,
        differences_more=listed_more,
        terms=term_lines,
        terms_note=terms_note,
        forms=found_forms,
        forms_more=words.say("front.more_forms", count=len(found_forms) - _MOST_FORMS) if len(found_forms) > _MOST_FORMS else "",
        forms_by_class=forms_in_words(lookup.summary, words),
    )


def _legend(lookup: Lookup, used: Iterable[str]) -> Legend:
    signs = set(used)
    return Legend(
        reprint=lookup.reprint,
        has_key="key" in signs,
        has_moves="move" in signs,
        has_rewrites="rewrite" in signs,
        has_order="order" in signs,
        has_breaks="break" in signs,
        has_findings="finding" in signs,
        has_doubts=bool(lookup.doubtful),
        has_moved_words="moved words" in signs,
    )


def _summary(words: Catalogue, heads: tuple[Head, Head], verdict: Verdict, found: Iterable[NoticeLine]) -> str:
    """Titles, verdict, counts and notices as plain text, for a mail."""
    headline = ["".join(piece.text for piece in clause) for clause in verdict.clauses]
    tally = (f"{words.say('list.sign', sign=item.seal.sign)}{item.word} {item.number}" for item in verdict.tally if not item.none)
    title = words.say("page.window", old=heads[0].name, new=heads[1].name)
    lines = (title, words.joined([*headline, verdict.detail]), words["list.blank"].join(tally), verdict.characters)
    return "\n".join([*filter(None, lines), *(notice.text for notice in found)])


def _stops(lookup: Lookup, chapters: Iterable[Chapter], rows: range) -> int:
    """How many places 下一处 visits: every difference of a reprint, every row of a revision whose words or place changed."""
    single = sum(row in rows for row, _ in lookup.differences) if lookup.reprint else 0
    headings = sum(chapter.stop is not None for chapter in chapters)
    return single + headings + sum(row.stop is not None for chapter in chapters for row in _rows(chapter))


# -- chapters ---------------------------------------------------------------------------------------------------------------------------


@dataclass
class _Draft:
    """A chapter while its rows are collected."""

    heading: int | None
    """The row that is its heading."""
    continues: int | None = None
    """The heading of the chapter of which it is the rest; another volume has the beginning."""
    rows: list[int] = field(default_factory=list)

    @property
    def opened_by(self) -> int | None:
        return self.heading if self.heading is not None else self.continues


class _Chapters:
    def __init__(self, lookup: Lookup, drawer: Drawer, between: Mapping[int, list[Outside]], *, large: bool) -> None:
        self._lookup, self._drawer, self._between, self._large = lookup, drawer, between, large
        self._words = lookup.words
        changed = sum(1 for pair in lookup.pairs if not QUIET.issuperset(pair.kinds))
        self._names_rows = changed <= _MOST_ENTRIES

    def draw(self, rows: range) -> Iterator[Chapter]:
        for draft in self._drafts(rows):
            yield self._chapter(draft)

    def _drafts(self, rows: range) -> list[_Draft]:
        openings = Openings(self._lookup)
        drafts = [_Draft(None, openings.above(rows.start))]
        for row in rows:
            if openings.open_at(row):
                drafts.append(_Draft(row))
            else:
                drafts[-1].rows.append(row)
        return [draft for draft in drafts if draft.heading is not None or draft.rows]

    def _chapter(self, draft: _Draft) -> Chapter:
        row = draft.heading
        title = self._title(draft)
        prefix = title if title == self._words["label.preamble"] else self._prefix(draft.opened_by)
        old, new = self._drawer.heading(row) if row is not None else (None, None)
        parts = tuple(self._parts(draft.rows, prefix))
        kinds = self._drawer.kinds(row) if row is not None else ()
        return Chapter(
            id=self._lookup.anchors[row] if row is not None else "front",
            level=self._level(row),
            kinds=kind_names(kinds) if row is not None else "",
            seals=seals(self._words, kinds) if row is not None else (),
            note=self._note(row),
            old=old,
            new=new,
            title=title,
            stop=self._drawer.heading_stop(row) if row is not None else None,
            parts=parts,
            entries=tuple(self._entries(parts)) if self._names_rows else (),
            signs="" if QUIET.issuperset(kinds) else _signs(self._words, seals(self._words, kinds)),
        )

    def _prefix(self, row: int | None) -> str:
        """What the names of rows need not repeat: what the chapter is called in the new text."""
        if row is None or self._side_of(row) == "old":
            return ""
        return self._lookup.label("new", self._lookup.heads(row, "new")[0])

    def _side_of(self, row: int) -> Side:
        return "new" if self._lookup.ids(row, "new") else "old"

    def _level(self, row: int | None) -> int:
        if row is None:
            return 2
        document = self._lookup.documents[self._side_of(row)]
        clause = document.clause(self._lookup.ids(row, self._side_of(row))[0])
        return 3 if any(above.id in document.headings for above in document.ancestors(clause)) else 2

    def _note(self, row: int | None) -> str:
        """Where a heading stood, if it stood below another one and does not any more."""
        if row is None or not self._lookup.ids(row, "old") or self._lookup.reprint or self._level(row) > 2:
            return ""
        old = self._lookup.collation.old
        above = next(old.ancestors(old.clause(self._lookup.ids(row, "old")[0])), None)
        return self._words.say("chapter.belonged", label=self._lookup.label("old", above)) if above is not None else ""

    def _title(self, draft: _Draft) -> str:
        """What a chapter is called in the contents: its number, and its heading up to the first comma."""
        if draft.opened_by is not None:
            side = self._side_of(draft.opened_by)
            clause = self._lookup.documents[side].clause(self._lookup.ids(draft.opened_by, side)[0])
            heading = one_line(clause.heading or "").replace(",", "，").partition("，")[0]
            title = f"{self._lookup.name(side, clause)} {heading}".strip()
            return title if draft.heading is not None else self._words.say("chapter.continued", title=title)
        levels = {clause.level for row in draft.rows for side in SIDES for clause in self._lookup.heads(row, side)}
        if not levels <= _FRONT_LEVELS:
            return self._words["chapter.whole"]
        if Level.PREAMBLE in levels:
            return self._words["chapter.front" if Level.TITLE in levels else "label.preamble"]
        return self._words["label.title"]

    # -- rows of a chapter

    def _parts(self, rows: Sequence[int], prefix: str) -> Iterator[Part]:
        items = list(self._items(rows, prefix))
        size = _ROWS_OF_A_PART if self._large else max(1, len(items))
        for start in range(0, len(items), size):
            yield _part(items[start : start + size])

    def _items(self, rows: Sequence[int], prefix: str) -> Iterator[Row | Fold | Outside]:
        waiting: list[int] = []
        for row in rows:
            if QUIET.issuperset(self._lookup.pairs[row].kinds):
                waiting.append(row)
            else:
                yield from self._folded(waiting, prefix)
                yield self._drawer.row(row, prefix)
                waiting = []
            if row in self._between:
                yield from self._folded(waiting, prefix)
                yield from self._between[row]
                waiting = []
        yield from self._folded(waiting, prefix)

    def _folded(self, rows: Sequence[int], prefix: str) -> Iterator[Row | Fold]:
        drawn = [self._drawer.row(row, prefix) for row in rows]
        if len(drawn) < _FOLDED.get(self._lookup.collation.profile, 1) or not drawn:
            yield from drawn
            return
        pairs = [self._lookup.pairs[row] for row in rows]
        counts = [sum(kind in pair.kinds for pair in pairs) for kind in (ChangeKind.FORMAL, ChangeKind.RENUMBERING)]
        characters = sum(edit.new.size for pair in pairs for edit in pair.edits)
        names = [row.name for row in drawn]
        line = phrases.folded(self._words, len(names), characters, *counts)
        yield Fold(phrases.joined(self._words, names, consecutive=True), line, _seals_of_all(drawn), tuple(drawn))

    def _entries(self, parts: Iterable[Part]) -> Iterator[Entry]:
        for row in (row for part in parts for row in part.items if isinstance(row, Row)):
            if self._lookup.reprint:
                yield Entry(f"#{row.id}", row.name, self._words.say("front.places", count=_differences(row)))
            elif row.stop is not None:
                yield Entry(f"#{row.id}", row.name, _signs(self._words, row.seals))


def _signs(words: Catalogue, found: Iterable[Seal]) -> str:
    return words["list.signs"].join(seal.sign for seal in found)


def _seals_of_all(rows: Iterable[Row]) -> tuple[Seal, ...]:
    found = {seal.kind: seal for row in rows for seal in row.seals}
    return tuple(found[kind] for kind in (*KINDS, phrases.DOUBTFUL) if kind in found)


def _part(items: Sequence[Row | Fold | Outside]) -> Part:
    lines = sum(3 + _characters(item) // _CHARACTERS_OF_A_LINE for item in items)
    return Part(tuple(items), min(_TALLEST, max(2, lines.bit_length())))


def _characters(item: Row | Fold | Outside) -> int:
    if not isinstance(item, Row):
        return 0
    return sum(map(tallest, item.strips))


def _rows(chapter: Chapter) -> Iterator[Row]:
    for part in chapter.parts:
        for item in part.items:
            if isinstance(item, Row):
                yield item
            elif isinstance(item, Fold):
                yield from item.rows


def _differences(row: Row) -> int:
    runs = (
        run.diff
        for strip in row.strips
        for cell in (strip.old, strip.new, strip.both)
        if cell is not None
        for p in cell.passages
        for segment in p.segments
        for run in segment.runs
    )
    return len({diff for diff in runs if diff is not None})


# -- the strip at the edge --------------------------------------------------------------------------------------------------------------

_LANES: Final[Mapping[Side, str]] = {"old": "1.5", "new": "7.5"}


def _overview(chapters: Sequence[Chapter], *, reprint: bool) -> Overview:
    """Bars for what changed, in two lanes; where they stand exactly is found by the browser."""
    rows = [item for chapter in chapters for part in chapter.parts for item in part.items if isinstance(item, Row)]
    strips = [strip for row in rows for strip in row.strips]
    units: list[list[Strip]] = [[strip] for strip in strips] if len(strips) <= _MOST_MARKS else _taken_together(rows)
    sizes = [1 + sum(map(tallest, unit)) / _CHARACTERS_OF_A_LINE for unit in units]
    total = sum(sizes) or 1.0
    marks: list[Mark] = []
    place = 0.0
    for number, (unit, size) in enumerate(zip(units, sizes, strict=True)):
        y, height = f"{1000 * place / total:.1f}", f"{max(0.5, 1000 * size / total - 0.5):.1f}"
        marks += (Mark(classes, number, _LANES[side], y, height) for side, classes in _colours(unit, reprint=reprint).items())
        place += size
    return Overview(".strip" if len(strips) <= _MOST_MARKS else "tbody.pair", tuple(marks))


def _taken_together(rows: Sequence[Row]) -> list[list[Strip]]:
    """The strips of rows, of several neighbouring rows together where there are more than a screen has lines for."""
    size = -(-len(rows) // _MOST_MARKS)
    return [[strip for row in rows[start : start + size] for strip in row.strips] for start in range(0, len(rows), size)]


def _colours(unit: Sequence[Strip], *, reprint: bool) -> dict[Side, str]:
    """What a strip, or the loudest strip of a row, looks like in either lane."""
    kinds = {strip.kind.partition(" ")[0] for strip in unit}
    if kinds <= {"same"}:
        return {} if reprint else {"old": "quiet", "new": "quiet"}
    if kinds & {"pair", "rewrite"} or {"insert", "repeal"} <= kinds:
        loud = "rewrite" if "rewrite" in kinds else "quiet"
        return {"old": "repeal", "new": "insert"} if reprint else {"old": loud, "new": loud}
    colours: dict[Side, str] = {}
    if kinds & {"repeal", "away"}:
        colours["old"] = "repeal" if "repeal" in kinds else "away"
    if kinds & {"insert", "come"}:
        colours["new"] = "insert" if "insert" in kinds else "away"
    return colours

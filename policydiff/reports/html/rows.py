"""A row of the record → a row of the page: its name, where it came from, what changed, its strips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from policydiff.model import ChangeKind, Clause, Document, Edit, EditTag, Evidence, Span, Tier
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.closest import reason
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import MOVED, WORDING, Away, Lookup, one_line, shortened
from policydiff.reports.html.marks import LONG, Fold, Pen, echo_pieces
from policydiff.reports.html.proofs import proofs
from policydiff.reports.html.shared import segments_around, shared_passages
from policydiff.reports.html.view import SIDES, Cell, ChangeLine, Link, Passage, Piece, Ref, Row, Seal, Side, Stop, Strip
from policydiff.reports.sayings import finding_note
from policydiff.reports.strips import Segment as TextSegment
from policydiff.reports.strips import Strip as TextStrip
from policydiff.reports.strips import StripKind, belongs_to, strips
from policydiff.reports.summary import EQUAL

#: Kinds that leave the words as they are.
QUIET: Final = frozenset({ChangeKind.FORMAL, ChangeKind.RENUMBERING})
_MOST_LINES: Final = 6
#: In print a row of more lines may be broken between pages; in a column of two stand about so many characters on a line.
_MOST_LINES_ON_ONE_PAGE: Final = 12
_CHARACTERS_OF_A_PRINTED_LINE: Final = 32
_MOST_MOVES: Final = 3
_MOST_PARTNERS: Final = 8
_MOST_OPENINGS: Final = 4
_LONGEST_OPENING: Final = 24
_MOST_ECHOED: Final = 5
#: Words that are quoted from elsewhere are cut down to the segments that matter from here on.
_LONGEST_ECHO: Final = 60
_MOST_ECHOES: Final = 2
#: For longer rows no ratio is worked out: it takes time, and says little.
_LARGEST_COMPARED: Final = 20_000
#: A sentence corresponds to a passage elsewhere if words of this part of the shorter one are in both.
_LEAST_SHARED: Final = 0.2


class _Story(NamedTuple):
    """Text of this row that corresponds to text of another row."""

    away: Away
    evidence: Evidence
    shared: dict[Side, list[Span]]
    """The words that both passages have."""

    @property
    def sure(self) -> bool:
        return self.away.link.tier is not Tier.PROBABLE


class _Told(NamedTuple):
    """A strip, and what is known about the text that is on one side only."""

    strip: TextStrip
    stories: tuple[_Story, ...]
    """Empty for text that is on both sides, or that has no counterpart anywhere."""


class Drawer:
    """Draws rows one after the other, in the order of the page."""

    def __init__(self, lookup: Lookup, *, inline: bool = False, every_change: bool = False) -> None:
        """Make one.

        Args:
            lookup: the record.
            inline: whether both sides are one running text.
            every_change: whether the list of changes beside a row is as long as it takes.
        """
        self._lookup = lookup
        self._words = lookup.words
        self._inline = inline
        self._most_lines = 1_000_000 if every_change else _MOST_LINES
        self.pen = Pen(lookup)
        self.used = self.pen.used
        """Which signs were drawn and want an explanation: also `move`, `rewrite`, `finding`."""

    # -- rows

    def row(self, row: int, chapter: str = "") -> Row:
        """Return a row.

        Args:
            row: which one; an index into the pairs of the record.
            chapter: what the chapter is called in which it stands, and need not be repeated.
        """
        told = self._told(row)
        name = self.name(row, chapter)
        changes = tuple(self._changes(row, told))
        drawn = self._strips(row, told)
        return Row(
            id=self._lookup.anchors[row],
            kinds=kind_names(self.kinds(row)),
            name=name,
            hangs=name.startswith("（"),
            seals=seals(self._words, self.kinds(row)),
            refs=() if self._lookup.reprint else tuple(self._references(row)),
            changes=changes,
            cite=self._citation(row),
            strips=drawn,
            long=sum(-(-tallest(strip) // _CHARACTERS_OF_A_PRINTED_LINE) for strip in drawn) > _MOST_LINES_ON_ONE_PAGE,
            stop=self.stop(row, name, changes),
            proofs=proofs(self._lookup, row, self._fold),
            openings=(self._opening(row, "old"), self._opening(row, "new")),
            told=row in self._lookup.told,
        )

    def kinds(self, row: int) -> tuple[str, ...]:
        """Return what happened in a row, and whether there is a doubt that its sides belong together."""
        return (*map(str, self._lookup.pairs[row].kinds), *((phrases.DOUBTFUL,) if row in self._lookup.doubtful else ()))

    def _opening(self, row: int, side: Side) -> str:
        """Labels and headings of a side, or its first words where it has none."""
        document = self._lookup.documents[side]
        return "\u3000".join(filter(None, (_opening(document, c) for c in self._lookup.heads(row, side)[:_MOST_OPENINGS])))

    @property
    def _fold(self) -> Fold:
        return self.pen.fold("old" if self._lookup.lang["old"] != "zh-Hans" else "new")

    def heading(self, row: int) -> tuple[Cell, Cell]:
        """Return both sides of a row that is a heading, as they stand above its rows."""
        found = strips(self._lookup.collation, self._lookup.pairs[row])
        return self._heading_side(row, "old", found), self._heading_side(row, "new", found)

    def _heading_side(self, row: int, side: Side, found: Sequence[TextStrip]) -> Cell:
        drawn = []
        for strip in found:
            kept = self._kept(row, strip)[side]
            drawn += [
                self.pen.segment(row, side, part, strip.kind, kept, title=True) for part in (strip.old if side == "old" else strip.new)
            ]
        if drawn:
            return Cell(side, self._lookup.lang[side], (Passage(tuple(drawn)),))
        words = self._words["void.new_heading" if side == "old" else "void.dropped"]
        void = self._void(row, side) if self._lookup.reprint else words
        return Cell(side, self._lookup.lang[side], (), void)

    def heading_stop(self, row: int) -> Stop | None:
        """Return the stop at a heading, if anything happened to it."""
        return self.stop(row, self._words.say("said.heading", name=self._lookup.row_name(row)), ())

    def name(self, row: int, chapter: str = "") -> str:
        """Return what a row is called in its chapter: 第1段 rather than 一、第1段."""
        heads = self._lookup.heads(row, "new")
        return self._lookup.joined("new", heads, chapter) if heads else self._lookup.row_name(row)

    def stop(self, row: int, name: str, changes: Sequence[ChangeLine]) -> Stop | None:
        """Return the stop that a row is; None if nothing happened to its words, or if its differences are stops themselves."""
        pair = self._lookup.pairs[row]
        if QUIET.issuperset(pair.kinds) or (self._lookup.reprint and any(edit.tag in WORDING for edit in pair.edits)):
            return None
        said = [line.text or phrases.said_change(self._words, line.old, line.new) for line in changes[:2]]
        return Stop(self._lookup.anchors[row], phrases.said_row(self._words, name, map(str, pair.kinds), said))

    def _citation(self, row: int) -> str:
        side: Side = "new" if self._lookup.pairs[row].new else "old"
        document = self._lookup.documents[side]
        heads = self._lookup.heads(row, side)
        spans = [document.clause(id).span for id in self._lookup.ids(row, side)]
        return self._words.say(
            "cite.row",
            title=phrases.in_title_marks(self._lookup.document_name(side)),
            label=self._lookup.joined(side, heads),
            digest=document.source.sha256[:12],
            start=min(span.start for span in spans),
            end=max(span.end for span in spans),
        )

    # -- where it came from

    def _references(self, row: int) -> Iterator[Ref]:
        pair = self._lookup.pairs[row]
        olds, news = self._lookup.heads(row, "old"), self._lookup.heads(row, "new")
        if pair.old and pair.new:
            yield self._home(row, olds, news)
            yield from self._elsewhere(row, "old", "row.also_went")
            yield from self._elsewhere(row, "new", "row.also_from")
            yield from self._similarity(row, olds, news)
        elif pair.new:
            yield from self._elsewhere(row, "new", "row.partly_from")
            yield from self._closest(row)
        else:
            found = list(self._elsewhere(row, "old", "row.partly_into"))
            yield from found or [Ref((Link(self._words["row.not_found"]),))]
            yield from self._closest(row)
        yield from self._echoes(row)

    def _home(self, row: int, olds: Sequence[Clause], news: Sequence[Clause]) -> Ref:
        text = phrases.old_name(self._words, self._lookup.joined("old", olds))
        if len(news) > 1:
            text = self._words.say("row.split", old=text, new=self._lookup.joined("new", news))
        elif len(olds) > 1:
            text = self._words.say("row.joined", old=text)
        links = self._lookup.home(row)
        if ChangeKind.MOVE in self._lookup.pairs[row].kinds:
            together = self._lookup.moved_with.get(row, 1)
            text += self._words.say("row.moved_together", count=together) if together > 1 else self._words["row.moved"]
        if links and all(link.tier is Tier.PROBABLE for link in links):
            text += self._words["row.uncertain"]
        return Ref((Link(text),))

    def _elsewhere(self, row: int, side: Side, key: str) -> Iterator[Ref]:
        """The rows in which the rest of a clause stands."""
        found = self._lookup.away(row, side)
        if found:
            more = (Link(self._words["page.and_more"]),) if len(found) > _MOST_PARTNERS else ()
            yield Ref((Link(self._words[key]), *self._links(found[:_MOST_PARTNERS], side), *more))

    def _closest(self, row: int) -> Iterator[Ref]:
        """What came closest to a clause without a counterpart, and why it is none."""
        for found in self._lookup.closest.get(row, ()):
            there: Side = "new" if found.side == "old" else "old"
            name = self._lookup.name(there, self._lookup.documents[there].clause(found.id))
            link = Link(name, self._lookup.href(self._lookup.row_of[there][found.id]))
            because = self._words.say("row.because", reason=reason(self._lookup.collation, found.rejection, self._words))
            yield Ref((Link(self._words["row.closest"]), link, Link(because)))

    def _echoes(self, row: int) -> Iterator[Ref]:
        """Phrases that were used again in clauses which are not linked with those of the row."""
        for here, there, key in ((*SIDES, "row.used_again"), (*SIDES[::-1], "row.used_before")):
            found = self._lookup.echoes(row, here)
            if found:
                yield Ref((Link(self._words[key]), *self._clauses_at(found[:_MOST_ECHOED], there)))

    def _clauses_at(self, found: Iterable[tuple[Evidence, int]], side: Side) -> Iterator[Link]:
        named = dict[str, int]()
        for echo, row in found:
            clause = self._lookup.documents[side].unit_at((echo.old if side == "old" else echo.new).start)
            if clause is not None:
                named.setdefault(self._lookup.name(side, clause), row)
        for number, (name, row) in enumerate(named.items()):
            yield Link((self._words["list.labels"] if number else "") + name, self._lookup.href(row))

    def _links(self, found: Iterable[Away], side: Side) -> Iterator[Link]:
        there: Side = "new" if side == "old" else "old"
        for number, away in enumerate(found):
            yield Link((self._words["list.labels"] if number else "") + self._lookup.address(there, away.link), self._lookup.href(away.row))

    def _similarity(self, row: int, olds: Sequence[Clause], news: Sequence[Clause]) -> Iterator[Ref]:
        """How much of two clauses is the same, where they have no other partners."""
        pair = self._lookup.pairs[row]
        size = sum(edit.old.size + edit.new.size for edit in pair.edits)
        if len(olds) != 1 or len(news) != 1 or ChangeKind.SUBSTITUTION not in pair.kinds or size > _LARGEST_COMPARED:
            return
        old, new = (self._text_behind_label(row, side) for side in SIDES)
        yield Ref((Link(self._words["row.similarity"]), Link(f"{_similarity(old, new):.2f}", classes="number")))

    def _text_behind_label(self, row: int, side: Side) -> str:
        document = self._lookup.documents[side]
        clauses = [document.clause(id) for id in self._lookup.ids(row, side)]
        return "".join(
            Span(clause.marker_span.end if clause.marker_span else clause.span.start, clause.span.end).of(document.text)
            for clause in clauses
        )

    # -- what changed

    def _changes(self, row: int, told: Sequence[_Told]) -> Iterator[ChangeLine]:
        lines, totals = (self._every_difference(row), []) if self._lookup.reprint else self._words_and_totals(row, told)
        moves = list(self._moves(row))[: min(_MOST_MOVES, self._most_lines)]
        room = self._most_lines - len(totals) - len(moves)
        if len(lines) > room:
            yield from lines[: room - 1]
            yield ChangeLine(text=self._words.say("front.more_changes", count=len(lines) - room + 1))
        else:
            yield from lines
        yield from (ChangeLine(text=text) for text in totals)
        yield from moves

    def _moves(self, row: int) -> Iterator[ChangeLine]:
        """Sentences that stand elsewhere, each with a way to the other end."""
        for found in self._lookup.pairs[row].findings:
            if found.name != MOVED or found.old is None or found.new is None:
                continue
            ends = self._lookup.row_at("old", found.old.start), self._lookup.row_at("new", found.new.start)
            other = next((end for end in ends if end is not None and end != row), None)
            yield ChangeLine(
                text=one_line(finding_note(self._lookup.collation, found, self._words)),
                href=self._lookup.href(other) if other is not None else "",
            )

    def _every_difference(self, row: int) -> list[ChangeLine]:
        """In a reprint every difference is listed, and can be jumped to."""
        findings = self._lookup.findings(row)
        lines = []
        for at, edit in enumerate(self._lookup.pairs[row].edits):
            if edit.tag in WORDING:
                finding = findings.get((edit.old, edit.new))
                href = self._lookup.href_of_difference(row, at)
                word = self._words.get(f"finding.{finding.name}", finding.name) if finding else ""
                lines.append(self._line(*self._lookup.words_of(edit), href, word))
        return lines

    def _line(self, old: str, new: str, href: str = "", finding: str = "") -> ChangeLine:
        word = "" if old and new else self._words[phrases.ONE_SIDED[self._lookup.collation.profile]["delete" if old else "insert"]]
        if finding:
            self.used.add("finding")
        return ChangeLine(shortened(old, LONG), shortened(new, LONG), word, href=href, finding=finding)

    def _words_and_totals(self, row: int, told: Sequence[_Told]) -> tuple[list[ChangeLine], list[str]]:
        """In a revision words are listed, those that weigh most first; sentences are counted.

        Beside a row that is on one side only there is nothing to list: all of it is new, or gone.
        """
        findings = self._lookup.findings(row)
        weighty, plain = list[ChangeLine](), list[ChangeLine]()
        rewritten, came, went = 0, 0, 0
        inserted, deleted = list[int](), list[int]()
        for strip, stories in told:
            if stories:
                came, went = came + (strip.kind is StripKind.INSERT), went + (strip.kind is StripKind.REPEAL)
                continue
            if strip.kind is StripKind.REWRITE:
                rewritten += 1
                continue
            for at, (old, new) in _sizes_of_edits(strip).items():
                edit = self._lookup.pairs[row].edits[at]
                words = self._lookup.words_of(edit)
                if edit.tag not in WORDING or not any(c.isalnum() for c in "".join(words)) or self._is_label(edit):
                    continue
                if max(old, new) < LONG and (old, new) == (edit.old.size, edit.new.size):
                    finding = findings.get((edit.old, edit.new))
                    word = self._words.get(f"finding.{finding.name}", finding.name) if finding else ""
                    (weighty if finding else plain).append(self._line(*words, finding=word))
                elif edit.tag is EditTag.REPLACE:
                    rewritten += 1
                else:
                    inserted += [new] if new else []
                    deleted += [old] if old else []
        lines = list(dict.fromkeys(weighty + plain)) if self._lookup.pairs[row].old and self._lookup.pairs[row].new else []
        return lines, phrases.totals(self._words, rewritten, inserted, deleted, came, went)

    def _is_label(self, edit: Edit) -> bool:
        """Whether an edit is about a number alone: in a revision numbers follow from the order."""
        return self._lookup.is_label("old", edit.old) or self._lookup.is_label("new", edit.new)

    # -- strips

    def _told(self, row: int) -> list[_Told]:
        """The strips of a row, each with the text of other rows that it corresponds to."""
        linked: dict[Side, list[tuple[Away, Evidence]]] = {
            side: [(away, evidence) for away in self._lookup.away(row, side) for evidence in away.link.parts or away.link.evidence]
            for side in self._lookup.documents
        }
        apart = [evidence.old for _, evidence in linked["old"]], [evidence.new for _, evidence in linked["new"]]
        return [
            _Told(strip, tuple(sorted(self._stories(strip, linked), key=lambda story: (not story.sure, -story.away.link.score))))
            for strip in strips(self._lookup.collation, self._lookup.pairs[row], apart)
        ]

    def _stories(self, strip: TextStrip, linked: dict[Side, list[tuple[Away, Evidence]]]) -> Iterator[_Story]:
        """The links that speak of a strip that is on one side only.

        What a link is about may be a whole clause; only sentences that share words with the other side of it count.
        """
        if strip.kind not in (StripKind.INSERT, StripKind.REPEAL):
            return
        here: Side = "new" if strip.kind is StripKind.INSERT else "old"
        own = _spans(strip.new if here == "new" else strip.old)
        for away, evidence in linked[here]:
            if not any(belongs_to(span, evidence.new if here == "new" else evidence.old) for span in own):
                continue
            shared = self._shared([evidence.old], own) if here == "new" else self._shared(own, [evidence.new])
            there = evidence.old if here == "new" else evidence.new
            least = _LEAST_SHARED * min(sum(span.size for span in own), there.size)
            if sum(span.size for span in shared[here]) >= least:
                yield _Story(away, evidence, shared)

    def _strips(self, row: int, told: Sequence[_Told]) -> tuple[Strip, ...]:
        sources = self._sources(row)
        return tuple(self._strip(row, strip, stories, sources) for strip, stories in told)

    def _strip(self, row: int, strip: TextStrip, stories: Sequence[_Story], sources: _Sources) -> Strip:
        lead = " lead" if any(part.lead for part in (*strip.old, *strip.new)) else ""
        kind = str(strip.kind)
        if stories:
            kind = "come" if strip.kind is StripKind.INSERT else "away"
            self.used.add("move")
        elif strip.kind is StripKind.REWRITE:
            self.used.add("rewrite")
        if self._inline:
            return Strip(kind + lead, *self._in_one(row, strip, stories))
        if stories:
            return Strip(kind + lead, *self._quoting(row, strip, stories, sources))
        kept = self._kept(row, strip)
        old = self._cell(row, "old", strip, kept["old"], sources)
        new = self._cell(row, "new", strip, kept["new"], sources)
        return Strip(kind + lead, old, new)

    def _in_one(self, row: int, strip: TextStrip, stories: Sequence[_Story]) -> tuple[Cell, Cell, Cell]:
        """Both sides as one running text; the sides themselves are empty."""
        way = self._way(row, "new" if strip.kind is StripKind.INSERT else "old", stories[0]) if stories else None
        tag = self._words["row.rewritten"] if strip.kind is StripKind.REWRITE else ""
        passage = Passage(self.pen.inline(row, strip, self._kept(row, strip)), tag, way)
        old, new = (Cell(side, self._lookup.lang[side], ()) for side in SIDES)
        return old, new, Cell("both", self._lookup.lang["new"], (passage,))

    def _cell(self, row: int, side: Side, strip: TextStrip, kept: Sequence[Span], sources: _Sources) -> Cell:
        parts = strip.old if side == "old" else strip.new
        if not parts:
            return Cell(side, self._lookup.lang[side], (), void=self._void(row, side))
        passages: list[Passage] = []
        tag = self._words["row.rewritten"] if strip.kind is StripKind.REWRITE and side == "old" and not any(p.lead for p in parts) else ""
        for part in parts:
            drawn = self.pen.segment(row, side, part, strip.kind, kept)
            source = sources.tag(part.clause) if side == "old" else None
            if passages and passages[-1].segments[-1].label and source is None:
                passages[-1] = passages[-1]._replace(segments=(*passages[-1].segments, drawn))
            else:
                passages.append(Passage((drawn,), "" if passages else tag, source))
        return Cell(side, self._lookup.lang[side], tuple(passages))

    def _void(self, row: int, side: Side) -> str:
        """What is said where a side has nothing. Text that came from elsewhere as a whole is never called new."""
        pair = self._lookup.pairs[row]
        if self._lookup.reprint:
            return self._words["void.surplus" if side == "old" else "void.missing"]
        if (side == "old" and not pair.old and ChangeKind.SPLIT in pair.kinds) or (
            side == "new" and not pair.new and ChangeKind.JOIN in pair.kinds
        ):
            return self._words["void.no_partner"]
        return self._words["void.new" if side == "old" else "void.dropped"]

    def _sources(self, row: int) -> _Sources:
        """What to call the old clauses of a row, if there are several."""
        heads = self._lookup.heads(row, "old")
        return _Sources(self._lookup, row, several=len(heads) > 1)

    # -- words that both sides share, and words that are quoted from other rows

    def _kept(self, row: int, strip: TextStrip) -> dict[Side, list[Span]]:
        """Passages that a rewritten sentence shares with its counterpart; for other strips those of long replacements."""
        if strip.kind is StripKind.REWRITE:
            return self._shared(_spans(strip.old), _spans(strip.new))
        found: dict[Side, list[Span]] = {"old": [], "new": []}
        for at in _sizes_of_edits(strip) if strip.kind is StripKind.PAIR else ():
            edit = self._lookup.pairs[row].edits[at]
            if edit.tag is EditTag.REPLACE and max(edit.old.size, edit.new.size) >= LONG:
                shared = self._shared([edit.old], [edit.new])
                found["old"] += shared["old"]
                found["new"] += shared["new"]
        return {side: sorted(spans) for side, spans in found.items()}

    def _shared(self, old: Sequence[Span], new: Sequence[Span]) -> dict[Side, list[Span]]:
        texts = {side: document.text for side, document in self._lookup.documents.items()}
        a = "".join(span.of(texts["old"]) for span in old)
        b = "".join(span.of(texts["new"]) for span in new)
        shared = shared_passages(a, b, self._fold)
        return {"old": list(_placed(shared[0], old)), "new": list(_placed(shared[1], new))}

    def _quoting(self, row: int, strip: TextStrip, stories: Sequence[_Story], sources: _Sources) -> tuple[Cell, Cell]:
        """A strip whose counterpart stands in another row: its words are quoted, with a way there."""
        here: Side = "new" if strip.kind is StripKind.INSERT else "old"
        kept = [span for story in stories[:_MOST_ECHOES] for span in story.shared[here]]
        echoes = [self._echo(row, here, story) for story in stories[:_MOST_ECHOES]]
        own = self._cell(row, here, strip, sorted(kept), sources)
        there: Side = "old" if here == "new" else "new"
        other = Cell(there, self._lookup.lang[there], tuple(echoes))
        return (other, own) if here == "new" else (own, other)

    def _echo(self, row: int, here: Side, story: _Story) -> Passage:
        there: Side = "old" if here == "new" else "new"
        span = story.evidence.old if there == "old" else story.evidence.new
        text = span.of(self._lookup.documents[there].text)
        kept = [Span(other.start - span.start, other.end - span.start) for other in story.shared[there]]
        return Passage(source=self._way(row, here, story), echo=tuple(_excerpt(text, kept)))

    def _way(self, row: int, here: Side, story: _Story) -> Link:
        """The tag before quoted words: what they are, and where they stand in full."""
        lookup, link, there = self._lookup, story.away.link, story.away.row
        if here == "new":
            label = lookup.label("old", lookup.documents["old"].clause(link.old))
            home = lookup.row_name(there) if lookup.pairs[there].new else ""
            text = phrases.taken_from(self._words, label, home, sure=story.sure)
        else:
            label = lookup.label("new", lookup.documents["new"].clause(link.new))
            text = phrases.went_to(self._words, label, sure=story.sure, joined=not lookup.pairs[row].new)
        return Link(text, lookup.href(there))


class _Sources:
    """Says which old clause a passage is from, where a row has several: once, and again when it goes on."""

    def __init__(self, lookup: Lookup, row: int, *, several: bool) -> None:
        self._lookup = lookup
        self._heads: dict[str, Clause] = {}
        self._met: set[str] = set()
        self._last = ""
        if several:
            document = lookup.documents["old"]
            heads = {clause.id for clause in lookup.heads(row, "old")}
            head = None
            for clause in sorted((document.clause(id) for id in lookup.ids(row, "old")), key=lambda clause: clause.span):
                head = clause if clause.id in heads or head is None else head
                self._heads[clause.id] = head

    def tag(self, clause: str) -> Link | None:
        """Return the tag before a passage of a clause, if it is not from where the passage before it was."""
        head = self._heads.get(clause)
        if head is None or head.id == self._last:
            return None
        again = head.id in self._met
        self._met.add(head.id)
        self._last = head.id
        name = phrases.old_name(self._lookup.words, self._lookup.label("old", head))
        return Link(self._lookup.words.say("row.source_again", label=name) if again else name)


def seals(words: Catalogue, kinds: Iterable[str]) -> tuple[Seal, ...]:
    """Return the seals of a row; one in which nothing happened has the seal 同."""
    return tuple(seal(words, str(kind)) for kind in list(kinds) or [EQUAL])


def seal(words: Catalogue, kind: str) -> Seal:
    """Return the seal of a kind of row."""
    return Seal(kind, words[f"sign.{kind}"], words[f"kind.{kind}"])


def kind_names(kinds: Iterable[str]) -> str:
    """Return what filters ask for: the names of the kinds, or `equal`."""
    return " ".join(map(str, kinds)) or EQUAL


def _opening(document: Document, clause: Clause) -> str:
    end = clause.heading_span.end if clause.heading_span is not None else clause.span.end
    return shortened(one_line(document.text[clause.span.start : end]).strip("#* \u3000"), _LONGEST_OPENING)


def _similarity(old: str, new: str) -> float:
    """How much of two texts is the same, in order: 1 if they are equal, 0 if they share no character."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(old, new)


def _sizes_of_edits(strip: TextStrip) -> dict[int, tuple[int, int]]:
    """Which edits have text in a strip, and how much on either side, in the order of the record."""
    sizes: dict[int, list[int]] = {}
    for side, parts in enumerate((strip.old, strip.new)):
        for piece in (piece for part in parts for piece in part.pieces if piece.span.size):
            sizes.setdefault(piece.edit, [0, 0])[side] += piece.span.size
    return {edit: (sizes[edit][0], sizes[edit][1]) for edit in sorted(sizes)}


def tallest(strip: Strip) -> int:
    """Return how many characters the longer side of a strip has, quoted words included."""
    return max(_size(cell.passages) for cell in (strip.old, strip.new, strip.both) if cell is not None)


def _size(passages: Iterable[Passage]) -> int:
    total = 0
    for passage in passages:
        total += sum(len(piece.text) for piece in passage.echo)
        total += sum(len(piece.text) for segment in passage.segments for run in segment.runs for piece in run.pieces)
    return total


def _spans(parts: Sequence[TextSegment]) -> list[Span]:
    return [part.span for part in parts]


def _placed(found: Iterable[Span], parts: Sequence[Span]) -> Iterator[Span]:
    """Carry passages of joined texts back to the raw text; one that runs over a joint is cut there."""
    for passage in found:
        offset = 0
        for part in parts:
            start, end = max(passage.start, offset), min(passage.end, offset + part.size)
            if start < end:
                yield Span(part.start + start - offset, part.start + end - offset)
            offset += part.size


def _excerpt(text: str, kept: Sequence[Span]) -> Iterator[Piece]:
    """Quoted words, cut down to the segments that are shared if they are long; …… stands for what is left out."""
    parts = [Span(0, len(text))]
    if len(text) > _LONGEST_ECHO:
        parts = segments_around(text, kept) or [Span(0, _LONGEST_ECHO)]
    yield Piece("text", phrases.ELLIPSIS)
    for number, part in enumerate(islice(parts, 0, 6)):
        if number:
            yield Piece("text", phrases.ELLIPSIS)
        inner = [Span(max(0, span.start - part.start), span.end - part.start) for span in kept if part.covers(span)]
        yield from echo_pieces(part.of(text), inner)
    yield Piece("text", phrases.ELLIPSIS)

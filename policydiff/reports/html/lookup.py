"""What the parts of the page ask about a record: names, addresses, links, numbers. Each is found once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Final, NamedTuple

from policydiff.changes import BulkSubstitution, bulk_substitutions, folding
from policydiff.model import COUNTED_TIERS, Clause, Collation, Document, Edit, EditTag, Evidence, Finding, Link, Pair, Span, Tier
from policydiff.normalization import INVISIBLE
from policydiff.reports.catalogue import ZH_HANS, Catalogue
from policydiff.reports.closest import Closest, closest
from policydiff.reports.html import phrases
from policydiff.reports.html.view import Side
from policydiff.reports.labels import name_of, path_label, place_label
from policydiff.reports.moves import moved_blocks
from policydiff.reports.plain import visible
from policydiff.reports.summary import Summary, summarize

#: The name of a remark on a sentence that stands elsewhere.
MOVED: Final = "moved-sentence"
WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})
#: What must not reach a page as it is: characters that are obeyed rather than shown, and those that UTF-8 or HTML have no place for.
UNSAFE: Final = re.compile(f"[{INVISIBLE}\x0b\x0c\x85\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


#: A page may print (一) where the text has （一）: both are called （一）.
_BRACKETS: Final = str.maketrans("()", "（）")


def spelled_out(text: str) -> str:
    r"""Return a text in which characters without a shape are named.

    >>> spelled_out("甲\u202e乙")
    '甲<U+202E>乙'
    """
    return UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def one_line(text: str) -> str:
    """Return a text in one line, safe to be shown: line ends left out, characters without a shape named."""
    return spelled_out(visible(text))


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters; what is left out is ….

    >>> shortened("全国产业工人智能化技能学习平台", 7)
    '全国产业工人…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Away(NamedTuple):
    """A link between two rows: text of one row that corresponds to text of another."""

    link: Link
    row: int
    """The other row."""


class Lookup:
    """A record, and what is asked about it in the language of the report."""

    def __init__(self, collation: Collation, words: Catalogue = ZH_HANS) -> None:
        self.collation = collation
        self.words = words
        self.pairs = collation.pairs
        self.reprint = collation.profile == "reprint"
        self.documents: Mapping[Side, Document] = {"old": collation.old, "new": collation.new}
        self.lang: Mapping[Side, str] = {side: self._language(side) for side in self.documents}
        self._names: dict[tuple[Side, str], str] = {}
        self._findings: dict[int, Mapping[tuple[Span | None, Span | None], Finding]] = {}
        self.files: Sequence[str] = ()

    def seen_from(self, files: Sequence[str]) -> Lookup:
        """Return the same for a page of a report in volumes; what was found is found for all of them.

        Args:
            files: for every row the address of the page on which it stands; empty if it is this page.
        """
        seen = copy(self)
        seen.files = files
        return seen

    @cached_property
    def summary(self) -> Summary:
        """The counts."""
        return summarize(self.collation)

    @cached_property
    def moved_with(self) -> Mapping[int, int]:
        """For each row that moved together with others, how many they are in all."""
        return {row: len(block.rows) for block in moved_blocks(self.collation) for row in block.rows if len(block.rows) > 1}

    def setting(self, name: str) -> object:
        """Return a setting of the record, or None; records may come from elsewhere."""
        return self.collation.settings.get(name)

    def setting_of(self, name: str, key: str) -> str:
        """Return an entry of a setting that is a mapping, or an empty string."""
        value = self.setting(name)
        return str(value.get(key, "")) if isinstance(value, Mapping) else ""

    def _language(self, side: Side) -> str:
        return phrases.LANGUAGES.get(self.setting_of("scripts", side), phrases.ANY_CHINESE)

    # -- names

    def role(self, side: Side) -> str:
        """Return what a side is called: 原文, 新文, 转载."""
        if not self.reprint:
            return self.words[f"side.{side}"]
        return self.words["side.page" if side == (self.setting("page") or "new") else "side.text"]

    def document_name(self, side: Side) -> str:
        """Return what a document is called; one without a label, a title and a file is 原文 or 新文."""
        name = one_line(name_of(self.collation, side)).strip()
        return self.role(side) if not name or name in phrases.UNNAMED else name

    def file_name(self, side: Side) -> str:
        """Return the name of the file a document was read from, or what it was read from instead."""
        name = one_line(self.documents[side].source.name)
        return phrases.unnamed(self.words, name)

    def label(self, side: Side, clause: Clause) -> str:
        """Return what a clause is called in its document."""
        key = side, clause.id
        if key not in self._names:
            self._names[key] = one_line(path_label(self.documents[side], clause, self.words)).translate(_BRACKETS)
        return self._names[key]

    def name(self, side: Side, clause: Clause) -> str:
        """Return what a clause is called beside clauses of both sides: an old one is 原……."""
        return phrases.old_name(self.words, self.label(side, clause)) if side == "old" else self.label(side, clause)

    def address(self, side: Side, link: Link) -> str:
        """Return what the clause of a link is called, and where in it the words stand that the link is about: 第四十四条第一项后段."""
        document = self.documents[side]
        places = {place_label(document, part.old if side == "old" else part.new, self.words) for part in link.parts}
        name = self.name(side, document.clause(link.old if side == "old" else link.new))
        return name + (places.pop() if len(places) == 1 else "")

    def row_name(self, row: int) -> str:
        """Return what a row is called: by its new clauses, or by its old ones if it has no others."""
        heads = self.heads(row, "new")
        return self.joined("new", heads) if heads else phrases.old_name(self.words, self.joined("old", self.heads(row, "old")))

    def joined(self, side: Side, heads: Sequence[Clause], chapter: str = "") -> str:
        """Return what several clauses are called together; the name of the chapter in which they stand is left out."""
        labels = [self.label(side, clause) for clause in heads]
        numbers = [clause.number for clause in heads]
        consecutive = numbers[0] is not None and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return phrases.joined(
            self.words, [label.removeprefix(chapter).lstrip("、, ") or label for label in labels], consecutive=consecutive
        )

    # -- rows

    def ids(self, row: int, side: Side) -> tuple[str, ...]:
        """Return the clauses of one side of a row."""
        return self.pairs[row].old if side == "old" else self.pairs[row].new

    def heads(self, row: int, side: Side) -> list[Clause]:
        """Return the clauses of one side of a row that are no parts of others; if there are only parts, the first of them."""
        document, ids = self.documents[side], self.ids(row, side)
        return document.heads(ids) or [document.clause(id) for id in ids[:1]]

    def is_heading(self, row: int, side: Side) -> bool:
        """Whether one side of a row is the heading of others."""
        ids = self.ids(row, side)
        return bool(ids) and ids[0] in self.documents[side].headings

    @cached_property
    def row_of(self) -> Mapping[Side, Mapping[str, int]]:
        """The row of every clause."""
        return {
            "old": {id: row for row, pair in enumerate(self.pairs) for id in pair.old},
            "new": {id: row for row, pair in enumerate(self.pairs) for id in pair.new},
        }

    @cached_property
    def anchors(self) -> Sequence[str]:
        """For every row the name that a permanent link has: side, outline path, hash of its text."""
        return [self._anchor(pair) for pair in self.pairs]

    def _anchor(self, pair: Pair) -> str:
        side: Side = "new" if pair.new else "old"
        document, ids = self.documents[side], pair.new or pair.old
        text = "\n".join(document.text_of(document.clause(id)) for id in ids)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        return f"{side[0]}{ids[0] if ids else ''}-{digest}"

    def href(self, row: int) -> str:
        """Return the address of a row."""
        return f"{self._file(row)}#{self.anchors[row]}"

    def href_of_difference(self, row: int, at: int) -> str:
        """Return the address of a difference of words, by its row and its place among the edits of the row."""
        return f"{self._file(row)}#d{self.differences[row, at]}"

    def _file(self, row: int) -> str:
        return self.files[row] if self.files else ""

    def row_at(self, side: Side, place: int) -> int | None:
        """Return the row that holds a place of a raw text, or the one before it; None before the first."""
        clause = self.documents[side].clause_at(place)
        return None if clause is None else self.row_of[side].get(clause.id)

    # -- links

    @cached_property
    def _links(self) -> Mapping[Side, Mapping[str, list[Link]]]:
        found: dict[Side, dict[str, list[Link]]] = {"old": {}, "new": {}}
        for link in self.collation.links:
            if link.old in self.row_of["old"] and link.new in self.row_of["new"]:
                found["old"].setdefault(link.old, []).append(link)
                found["new"].setdefault(link.new, []).append(link)
        return found

    def links(self, row: int, side: Side) -> list[Link]:
        """Return the links of the clauses of one side of a row, in the order of the record."""
        return [link for id in self.ids(row, side) for link in self._links[side].get(id, ())]

    def away(self, row: int, side: Side) -> list[Away]:
        """Return the counted links of one side of a row that lead to other rows."""
        found = []
        for link in self.links(row, side):
            other = self.row_of["new"][link.new] if side == "old" else self.row_of["old"][link.old]
            if link.tier in COUNTED_TIERS and other != row:
                found.append(Away(link, other))
        return found

    @cached_property
    def closest(self) -> Mapping[int, Sequence[Closest]]:
        """For each row that is on one side only what came closest to its clauses."""
        return closest(self.collation)

    def echoes(self, row: int, side: Side) -> list[tuple[Evidence, int]]:
        """Return the phrases of one side of a row that were used again in clauses which are not linked, and the rows of these."""
        return self._echoes[side].get(row, [])

    @cached_property
    def _echoes(self) -> Mapping[Side, Mapping[int, list[tuple[Evidence, int]]]]:
        found: dict[Side, dict[int, list[tuple[Evidence, int]]]] = {"old": {}, "new": {}}
        for echo in self.collation.echoes:
            old, new = self.row_at("old", echo.old.start), self.row_at("new", echo.new.start)
            if old is not None and new is not None and old != new:
                found["old"].setdefault(old, []).append((echo, new))
                found["new"].setdefault(new, []).append((echo, old))
        return found

    def home(self, row: int) -> list[Link]:
        """Return the counted links between the two sides of a row."""
        news = set(self.pairs[row].new)
        return [link for link in self.links(row, "old") if link.tier in COUNTED_TIERS and link.new in news]

    @cached_property
    def doubtful(self) -> frozenset[int]:
        """The rows whose two sides belong together by no more than probable links."""
        if self.reprint:
            return frozenset()
        homes = ((row, self.home(row)) for row in range(len(self.pairs)))
        return frozenset(row for row, links in homes if links and all(link.tier is Tier.PROBABLE for link in links))

    # -- differences

    @cached_property
    def bulk(self) -> Sequence[BulkSubstitution]:
        """The uniform substitutions."""
        return bulk_substitutions(self.collation)

    @cached_property
    def bulk_of(self) -> Mapping[tuple[int, int], int]:
        """For each edit that is a uniform substitution and nothing else, by its row and its place in the row, the number of that."""
        return {place: number for number, found in enumerate(self.bulk, 1) for place in found.places}

    @cached_property
    def told(self) -> frozenset[int]:
        """The rows in which nothing but uniform substitutions changed the words."""
        return folding(self.pairs, self.bulk).rows

    def moved(self, row: int, side: Side, edit: Edit) -> list[Span]:
        """Return what of an edit is a sentence that stands elsewhere on the other side.

        Words that were replaced inside of a sentence that moved are other words.
        """
        if edit.tag not in (EditTag.INSERT, EditTag.DELETE):
            return []
        span = edit.old if side == "old" else edit.new
        found = []
        for finding in self.pairs[row].findings:
            place = finding.old if side == "old" else finding.new
            if finding.name != MOVED or place is None:
                continue
            start, end = max(span.start, place.start), min(span.end, place.end)
            if 2 * (end - start) >= place.size > 0:
                found.append(Span(start, end))
        return sorted(found)

    @cached_property
    def differences(self) -> Mapping[tuple[int, int], int]:
        """The number of every difference of words, from 1, by its row and its place among the edits of the row."""
        wording = ((row, at) for row, pair in enumerate(self.pairs) for at, edit in enumerate(pair.edits) if edit.tag in WORDING)
        return {key: number for number, key in enumerate(wording, 1)}

    def findings(self, row: int) -> Mapping[tuple[Span | None, Span | None], Finding]:
        """Return for the edits of a row that remarks were made on the first remark on each, by both places of the edit."""
        if row not in self._findings:
            found = dict[tuple[Span | None, Span | None], Finding]()
            for finding in (finding for finding in self.pairs[row].findings if finding.name != MOVED):
                for at in self.remarked(row, finding):
                    edit = self.pairs[row].edits[at]
                    found.setdefault((edit.old, edit.new), finding)
            self._findings[row] = found
        return self._findings[row]

    def remarked(self, row: int, finding: Finding) -> list[int]:
        """Return which edits of the words of a row a remark is about; a remark may be about part of an edit, and about several."""
        edits = enumerate(self.pairs[row].edits)
        return [at for at, edit in edits if edit.tag in WORDING and (_meet(edit.old, finding.old) or _meet(edit.new, finding.new))]

    def words_of(self, edit: Edit) -> tuple[str, str]:
        """Return both sides of an edit, in one line each."""
        old, new = self.texts_of(edit)
        return one_line(old), one_line(new)

    def texts_of(self, edit: Edit) -> tuple[str, str]:
        """Return both sides of an edit, as they stand in the files."""
        return edit.old.of(self.collation.old.text), edit.new.of(self.collation.new.text)

    def is_label(self, side: Side, span: Span) -> bool:
        """Whether a passage is nothing but the label of a clause, or a part of one."""
        clause = self.documents[side].clause_at(span.start)
        if clause is None or clause.marker_span is None or not span.size or span.start >= clause.marker_span.end:
            return False
        return not self.documents[side].text[max(clause.marker_span.end, span.start) : span.end].strip()

    @cached_property
    def page_breaks(self) -> Mapping[Side, Sequence[Span]]:
        """Line ends inside sentences, in the order of the text."""
        return {side: sorted(n.span for n in document.notices if n.code == "page-break") for side, document in self.documents.items()}


def _meet(edit: Span, place: Span | None) -> bool:
    return place is not None and edit.start < place.end and place.start < edit.end


def unique(items: Iterable[int]) -> list[int]:
    """Return numbers without repetition, in the order in which they come first."""
    return list(dict.fromkeys(items))

"""The counts, once: whatever shows a number shows one of these.

Rows are counted by kind (a row may have several), provisions by what became of them, characters by the tag of their edit. Headings and what
stands around the text (title, dates, signature) have rows but are no provisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policydiff.formal import FormalClass, class_of
from policydiff.model import ChangeKind, Collation, Document, EditTag, Pair
from policydiff.reports.catalogue import ZH_HANS, Catalogue, catalogue
from policydiff.reports.moves import moved_blocks

#: A row in which nothing happened.
EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the provisions of one side, or where they came from."""

    total: int
    """All provisions."""
    kept: int
    """The same words, whatever their number, place or form."""
    reworded: int
    """Other words, in a row with a counterpart."""
    elsewhere: int
    """In a row of their own, but with a counterpart in another row: text that was taken up, or came, from there."""
    alone: int
    """Without a counterpart: dropped, or new."""


@dataclass(frozen=True, slots=True)
class Characters:
    """How many code points of either side."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a comparison found, in numbers.

    `str` of it is a plain sentence or two in Chinese; `text` says it in other languages.
    """

    profile: str
    rows: dict[str, int]
    """Rows by kind: `equal` and the values of ChangeKind, in that order; kinds that did not occur are 0."""
    old: Fate
    new: Fate
    characters: dict[str, Characters]
    """Code points by the tag of their edit: equal, formal, insert, delete, replace."""
    replaced: int
    """Passages that became other words."""
    deleted: int
    """Passages that are only on the old side, whole rows included."""
    inserted: int
    """Passages that are only on the new side, whole rows included."""
    formal: int
    """Differences of form: passages that are the same text, written otherwise."""
    forms: dict[str, int]
    """Differences by class, the values of FormalClass; those that did not occur are 0. `punctuation` counts marks that became other marks:
    they are among the replaced, deleted and inserted passages; all other classes together are `formal`."""
    headings_lost: int
    """Headings of the old side without a counterpart."""
    headings_gained: int
    """Headings of the new side without a counterpart."""
    moved_blocks: int
    """Rows that moved, those counted as one that moved together."""
    outside: int
    """Code points in the files that are not part of the texts."""
    identical: bool
    """Whether the two files are the same bytes."""

    @property
    def differences(self) -> int:
        """Passages whose words differ."""
        return self.replaced + self.deleted + self.inserted

    def text(self, *, ui: str = "zh-Hans") -> str:
        """Return the verdict, a plain sentence or two.

        Args:
            ui: the language: `zh-Hans`, `zh-Hant` or `en`.

        Raises:
            OptionError: if it is none of these.
        """
        words = catalogue(ui)
        headline, detail = verdict(self, words)
        return words.joined([*headline, detail])

    def __str__(self) -> str:
        return self.text()


def summarize(collation: Collation) -> Summary:
    """Return the counts of a record."""
    tags = Counter(edit.tag for pair in collation.pairs for edit in pair.edits)
    old_headings, new_headings = collation.old.headings, collation.new.headings
    return Summary(
        profile=collation.profile,
        rows=_rows(collation.pairs),
        old=_fate(collation.old, ((pair.old, pair) for pair in collation.pairs)),
        new=_fate(collation.new, ((pair.new, pair) for pair in collation.pairs)),
        characters=_characters(collation.pairs),
        replaced=tags[EditTag.REPLACE],
        deleted=tags[EditTag.DELETE],
        inserted=tags[EditTag.INSERT],
        formal=tags[EditTag.FORMAL],
        forms=_forms(collation),
        headings_lost=sum(1 for pair in collation.pairs if not pair.new and old_headings.issuperset(pair.old)),
        headings_gained=sum(1 for pair in collation.pairs if not pair.old and new_headings.issuperset(pair.new)),
        moved_blocks=len(moved_blocks(collation)),
        outside=sum(span.size for document in (collation.old, collation.new) for span in document.outside),
        identical=collation.old.source.sha256 == collation.new.source.sha256,
    )


def _rows(pairs: Iterable[Pair]) -> dict[str, int]:
    counted: Counter[str] = Counter(kind for pair in pairs for kind in (map(str, pair.kinds) if pair.kinds else [EQUAL]))
    return {kind: counted[kind] for kind in (EQUAL, *map(str, ChangeKind))}


def _forms(collation: Collation) -> dict[str, int]:
    edits = (edit for pair in collation.pairs for edit in pair.edits if edit.tag is not EditTag.EQUAL)
    counted = Counter(class_of(edit, collation.old.text, collation.new.text) for edit in edits)
    return {str(form): counted[form] for form in FormalClass}


def forms_in_words(summary: Summary, words: Catalogue = ZH_HANS) -> str:
    """Return the differences of form by class, the most frequent first, in one line; empty if there are none.

    >>> from policydiff.comparison import compare
    >>> from policydiff.outline import parse
    >>> forms_in_words(compare(parse("第一条　鼓励，支持、奖励。"), parse("第一条　鼓励,支持，奖励。")).summary())
    '全角半角1、标点改动1'
    """
    found = sorted(((form, count) for form, count in summary.forms.items() if count), key=lambda item: -item[1])
    return words["list.labels"].join(words.say("form.counted", name=words[f"form.{form}"], count=count) for form, count in found)


def _characters(pairs: Iterable[Pair]) -> dict[str, Characters]:
    old: Counter[EditTag] = Counter()
    new: Counter[EditTag] = Counter()
    for pair in pairs:
        for edit in pair.edits:
            old[edit.tag] += edit.old.size
            new[edit.tag] += edit.new.size
    return {str(tag): Characters(old[tag], new[tag]) for tag in EditTag}


def _fate(document: Document, rows: Iterable[tuple[tuple[str, ...], Pair]]) -> Fate:
    wanted = document.provisions
    kept = reworded = elsewhere = alone = 0
    for ids, pair in rows:
        count = sum(id in wanted for id in ids)
        if ChangeKind.INSERTION in pair.kinds or ChangeKind.REPEAL in pair.kinds:
            alone += count
        elif not pair.old or not pair.new:
            elsewhere += count
        elif ChangeKind.SUBSTITUTION in pair.kinds:
            reworded += count
        else:
            kept += count
    return Fate(len(wanted), kept, reworded, elsewhere, alone)


def verdict(summary: Summary, words: Catalogue) -> tuple[tuple[str, ...], str]:
    """Return the one sentence a reader should take away, in at most two clauses, and one line of detail."""
    if summary.identical:
        return (words["verdict.identical"],), ""
    if not summary.differences:
        form = words.say("verdict.form", count=summary.formal) if summary.formal else ""
        if any(summary.rows[kind] for kind in ("move", "renumbering", "split", "join")):
            return (words["verdict.same_words"], words["verdict.only_order"]), form
        if summary.formal:
            return (words["verdict.same_words"], words["verdict.only_form"]), form
        return (words["verdict.all_same"],), words["verdict.outside_provisions"]
    return _of_a_reprint(summary, words) if summary.profile == "reprint" else _of_a_revision(summary, words)


def _of_a_reprint(summary: Summary, words: Catalogue) -> tuple[tuple[str, ...], str]:
    headings = {"headings_lost": summary.headings_lost, "headings_gained": summary.headings_gained}
    passages = summary.differences - sum(headings.values())
    clauses = [words.say("verdict.passages", count=passages)] if passages else []
    for name, count in headings.items():
        if count:
            clauses.append(words.say(f"verdict.{name}_too" if clauses else f"verdict.{name}", count=count))
    headline = (*(clause + words["verdict.comma"] for clause in clauses[:-1]), clauses[-1] + words["list.stop"])
    return headline, words.say("verdict.other_form", count=summary.formal) if summary.formal else ""


def _of_a_revision(summary: Summary, words: Catalogue) -> tuple[tuple[str, ...], str]:
    old, new = summary.old, summary.new
    if not old.total and new.total:
        return (words["verdict.no_old"], words.say("verdict.all_new", count=new.total)), ""
    if old.total and not new.total:
        return (words["verdict.no_new"], words.say("verdict.all_gone", count=old.total)), ""
    if old.alone == old.total and new.alone == new.total:
        return (words["verdict.strangers"],), words["verdict.strangers_detail"]
    headline = _of_a_side(new, "new", words), _of_a_side(old, "old", words)
    parts = [_rows_in_words(summary, kind, words) for kind in ("split", "join", "move", "renumbering") if summary.rows[kind]]
    return headline, words.say("verdict.rows", parts=words["list.labels"].join(parts)) if parts else ""


#: The fields of a fate, in the order in which they are told.
FATES: Final = ("kept", "reworded", "elsewhere", "alone")


def _of_a_side(fate: Fate, side: str, words: Catalogue) -> str:
    counts = [(field, getattr(fate, field)) for field in FATES]
    parts = [words.say("verdict.part", word=words[f"fate.{side}.{field}"], count=count) for field, count in counts if count]
    return words.say(f"verdict.{side}", count=fate.total, parts=words["list.labels"].join(parts))


def _rows_in_words(summary: Summary, kind: str, words: Catalogue) -> str:
    count, word = summary.rows[kind], words[f"kind.{kind}"]
    if kind == "move" and 0 < summary.moved_blocks < count:
        return words.say("verdict.move_part", word=word, count=count, blocks=summary.moved_blocks)
    return words.say("verdict.row_part", word=word, count=count)

"""The counts, once: whatever shows a number shows one of these.

Rows are counted by kind (a row may have several), provisions by what became of them, characters by the tag of their edit. Headings and what
stands around the text (title, dates, signature) have rows but are no provisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policydiff.formal import NAMES, FormalClass, class_of
from policydiff.model import ChangeKind, Collation, Document, EditTag, Pair
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

    `str` of it is a plain sentence or two in Chinese.
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

    def __str__(self) -> str:
        headline, detail = verdict(self)
        return "".join(headline) + detail


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


def forms_in_words(summary: Summary) -> str:
    """Return the differences of form by class, the most frequent first, in one line of Chinese; empty if there are none.

    >>> from policydiff.comparison import compare
    >>> from policydiff.outline import parse
    >>> forms_in_words(compare(parse("第一条　鼓励，支持、奖励。"), parse("第一条　鼓励,支持，奖励。")).summary())
    '全角半角1、标点改动1'
    """
    found = sorted(((count, form) for form, count in summary.forms.items() if count), key=lambda item: -item[0])
    return "、".join(f"{NAMES[FormalClass(form)]}{count}" for count, form in found)


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


def verdict(summary: Summary) -> tuple[tuple[str, ...], str]:
    """Return the one sentence a reader should take away, in at most two clauses, and one line of detail, in Chinese."""
    if summary.identical:
        return ("两份文件逐字节相同。",), ""
    if not summary.differences:
        if any(summary.rows[kind] for kind in ("move", "renumbering", "split", "join")):
            return ("文字相同，", "只有次序或序号变动。"), _form(summary)
        return (("文字相同，", "只有格式不同。") if summary.formal else ("文字完全相同。",)), _form(summary)
    return _of_a_reprint(summary) if summary.profile == "reprint" else _of_a_revision(summary)


def _form(summary: Summary) -> str:
    return f"格式差异{summary.formal}处。" if summary.formal else ""


def _of_a_reprint(summary: Summary) -> tuple[tuple[str, ...], str]:
    headings = summary.headings_lost, summary.headings_gained
    words = summary.differences - sum(headings)
    clauses = [f"{words}处字句不同"] if words else []
    if headings[0]:
        clauses.append(f"{'另' if words else ''}缺{headings[0]}个标题")
    if headings[1]:
        clauses.append(f"{'另' if clauses else ''}多{headings[1]}个标题")
    headline = (*(clause + "，" for clause in clauses[:-1]), clauses[-1] + "。")
    detail = f"其余{summary.formal}处只是标点宽度、换页等格式差异，不在正文标出。" if summary.formal else ""
    return headline, detail


def _of_a_revision(summary: Summary) -> tuple[tuple[str, ...], str]:
    old, new = summary.old, summary.new
    if not old.total and new.total:
        return ("原文没有条款，", f"新文{new.total}条均为新增。"), ""
    if old.total and not new.total:
        return ("新文没有条款，", f"原文{old.total}条均已删去。"), ""
    if old.alone == old.total and new.alone == new.total:
        return ("未找到可靠对应。",), "两份文本可能不是同一文件的不同版本。"
    came = [(new.kept, "沿用"), (new.reworded, "改写"), (new.elsewhere, "析出"), (new.alone, "新增")]
    went = [(old.kept, "沿用"), (old.reworded, "改写"), (old.elsewhere, "并入他条"), (old.alone, "未见对应")]
    first = f"新文{new.total}条：{'、'.join(f'{word}{count}条' for count, word in came if count)}；"
    second = f"原文{old.total}条：{'、'.join(f'{word}{count}条' for count, word in went if count)}。"
    rows = summary.rows
    more = [(rows["split"], "拆开"), (rows["join"], "合并"), (rows["move"], "移位"), (rows["renumbering"], "改号")]
    parts = [f"{word}{count}行" for count, word in more if count]
    if 0 < summary.moved_blocks < rows["move"]:
        parts = [f"{part}（成{summary.moved_blocks}块）" if part.startswith("移位") else part for part in parts]
    return (first, second), (f"其中{'、'.join(parts)}。" if parts else "")

"""The kinds of a row: what happened to it, in the words of drafting.

They follow from the links and the edits alone, and can be checked against them.

    原第五条 → 第六条，“可以”→“应当”        号 改
    （二）基本原则 → ∅                      删
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from policydiff.changes.row import WORDING, Context
from policydiff.model import Bead, ChangeKind, Clause, Edit, EditTag, Level, Span
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS


def kinds_of(bead: Bead, edits: Sequence[Edit], context: Context) -> tuple[ChangeKind, ...]:
    """Return what happened to a row; nothing if nothing did.

    Args:
        bead: which clauses stand side by side.
        edits: what differs between them.
        context: the documents, and how many partners every provision has.
    """
    olds, news = context.old.heads(bead.old), context.new.heads(bead.new)
    splits = len(news) > 1 or any(context.partners_of_old.get(clause.id, 0) > 1 for clause in olds)
    joins = len(olds) > 1 or any(context.partners_of_new.get(clause.id, 0) > 1 for clause in news)
    if not olds:
        taken = any(context.partners_of_new.get(clause.id) for clause in news)
        return (ChangeKind.SPLIT,) if taken else (ChangeKind.INSERTION,)
    if not news:
        taken = any(context.partners_of_old.get(clause.id) for clause in olds)
        return (ChangeKind.JOIN,) if taken else (ChangeKind.REPEAL,)
    on_more_lines = _is_on_more_lines(olds, news, context)
    reworded = any(edit.tag in WORDING for edit in edits)
    renumbered = context.profile == "revision" and not bead.moved and is_renumbered(olds[0], news[0])
    conditions = {
        ChangeKind.SPLIT: splits and not on_more_lines,
        ChangeKind.JOIN: joins and not on_more_lines,
        ChangeKind.MOVE: bead.moved,
        ChangeKind.RENUMBERING: renumbered,
        ChangeKind.SUBSTITUTION: reworded,
        ChangeKind.FORMAL: not reworded and (on_more_lines or any(_is_formal(edit, olds, news) for edit in edits)),
    }
    return tuple(kind for kind, holds in conditions.items() if holds)


def _is_on_more_lines(olds: Sequence[Clause], news: Sequence[Clause], context: Context) -> bool:
    """Whether a reprint only begins new lines: on a page a heading or a paragraph is broken where there is no more room."""
    others = (*olds[1:], *news[1:])
    return context.profile == "reprint" and bool(others) and not any(clause.marker for clause in others)


def is_renumbered(old: Clause, new: Clause) -> bool:
    """Whether two corresponding clauses carry different numbers of one scheme; 1. and （二） are of two schemes.

    >>> from policydiff.model import Span
    >>> def article(marker: str, number: int) -> Clause:
    ...     return Clause(f"a{number}", Level.ARTICLE, None, marker, number, None, Span(0, 1))
    >>> is_renumbered(article("第五条", 5), article("第六条", 6))
    True
    """
    if old.number is None or new.number is None or scheme(old) != scheme(new):
        return False
    return (old.number, old.branch) != (new.number, new.branch)


_NUMERALS: Final = re.compile(f"[{HAN_DIGITS}{ARABIC_DIGITS}]+")


def scheme(clause: Clause) -> tuple[Level, str]:
    """Return what the labels of one numbering have in common: the level, and the form without the number.

    >>> from policydiff.model import Span
    >>> scheme(Clause("1", Level.LAYER_2, None, "(五)", 5, None, Span(0, 1)))[1]
    '（#）'
    """
    if clause.level is Level.ARTICLE:
        return clause.level, "条"
    form = _NUMERALS.sub("#", clause.marker)
    return clause.level, form.translate(str.maketrans("()．", "（）."))


def _is_formal(edit: Edit, olds: Sequence[Clause], news: Sequence[Clause]) -> bool:
    """Whether a formal edit is more than another number; numbers follow from the order, and are told by RENUMBERING."""
    if edit.tag is not EditTag.FORMAL:
        return False
    old, new = _marker_within(edit.old, olds), _marker_within(edit.new, news)
    return old == new


def _marker_within(span: Span, clauses: Iterable[Clause]) -> str:
    """The label printed in a passage, brackets and digits of one width; empty if there is none."""
    for clause in clauses:
        place = clause.marker_span
        if place is not None and span.start < place.end and place.start < span.end:
            return clause.marker.translate(_WIDTHS)
    return ""


_WIDTHS: Final = str.maketrans("()．０１２３４５６７８９條", "（）.0123456789条")

"""The terms that came, went, rose and fell, as a table for a spreadsheet, and the most telling ones for a report.

kind,term,old count,new count,old per 1000,new per 1000,log-likelihood,log ratio,old places,new places
came,劳模工匠,0,9,0,2.095,15.1,4.57,,（三）；（十一）；（二十）
fell,实现,11,1,1.942,0.2328,7.2,-3.06,一（一）；一（二）①；……,（十五）
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from policydiff.model import Collation, Document, Span
from policydiff.reports.labels import path_label
from policydiff.reports.links import guarded
from policydiff.reports.plain import visible
from policydiff.terms import LEAST_LIKELIHOOD, Term, TermKind, keyness

#: The columns, in the order they are written. Counts and rates are of code points; rates leave marks of punctuation out.
COLUMNS: Final = (
    "kind",
    "term",
    "old count",
    "new count",
    "old per 1000",
    "new per 1000",
    "log-likelihood",
    "log ratio",
    "old places",
    "new places",
)


def to_terms(collation: Collation) -> str:
    """Return the table as CSV, a line for each term, the most telling first: a byte order mark and CRLF, as Excel wants them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    starts = _starts(collation.old), _starts(collation.new)
    for term in keyness(collation.old, collation.new):
        figures = (term.old_rate, term.new_rate, term.log_likelihood, term.log_ratio)
        places = (_labels(collation.old, starts[0], term.old), _labels(collation.new, starts[1], term.new))
        writer.writerow(
            [term.kind, term.text, term.old_count, term.new_count, *(f"{figure:.4g}" for figure in figures), *map(guarded, places)]
        )
    return "\ufeff" + out.getvalue()


def _starts(document: Document) -> list[int]:
    return [clause.span.start for clause in document.clauses]


def _labels(document: Document, starts: Sequence[int], spans: Sequence[Span]) -> str:
    """The clauses in which passages stand, each named once."""
    clauses = (document.clauses[bisect_right(starts, span.start) - 1] for span in spans)
    return "；".join(dict.fromkeys(visible(path_label(document, clause)) for clause in clauses))


class Shown(NamedTuple):
    """Terms of one kind in a report."""

    kind: TermKind
    terms: tuple[Term, ...]
    """The most telling ones."""
    more: int
    """How many further ones are in the table."""


def shown(collation: Collation, most: int) -> list[Shown]:
    """Return up to so many terms of each kind, those that chance explains least; kinds without any are left out.

    A reprint has no vocabulary of its own: nothing is shown of it.
    """
    if collation.profile == "reprint":
        return []
    terms = keyness(collation.old, collation.new)
    lines = []
    for kind in TermKind:
        of_kind = [term for term in terms if term.kind is kind]
        telling = [term for term in of_kind if term.log_likelihood >= LEAST_LIKELIHOOD][:most]
        if of_kind:
            lines.append(Shown(kind, tuple(telling), len(of_kind) - len(telling)))
    return lines

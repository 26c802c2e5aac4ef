"""A tracing → what a notebook shows of it: few quotations, plain markup, those that are not exact before the others."""

from __future__ import annotations

from typing import Final

from policydiff.model import QuotationKind, Tracing
from policydiff.reports.html.lookup import one_line
from policydiff.reports.tracing.html import phrases
from policydiff.reports.tracing.html.cards import passage
from policydiff.reports.tracing.html.names import Names
from policydiff.reports.tracing.html.text import Text, pieces
from policydiff.reports.tracing.html.view import Fragment, FragmentRow, Run
from policydiff.reports.tracing.labels import KINDS
from policydiff.reports.tracing.terminal import summary

_MOST: Final = 30
_LONGEST: Final = 400
#: Which come first, if there are more than can be shown.
_ORDER: Final = (
    QuotationKind.NOT_FOUND,
    QuotationKind.ALTERED,
    QuotationKind.PARAPHRASE,
    QuotationKind.ELIDED,
    QuotationKind.VERBATIM,
)


def fragment_of(tracing: Tracing) -> Fragment:
    """Return what a notebook shows of a record."""
    names = Names(tracing)
    text = Text(names)
    ranked = sorted(range(len(tracing.quotations)), key=lambda k: (_ORDER.index(tracing.quotations[k].kind), k))
    chosen = sorted(ranked[:_MOST])
    rest = len(tracing.quotations) - len(chosen)
    return Fragment(
        title=phrases.page_title(names.commentary, "、".join(names.sources)),
        summary=summary(tracing),
        rows=tuple(_row(names, text, number) for number in chosen),
        more=phrases.more(rest) if rest else "",
        claims=tuple((phrases.FALSE, one_line(c.claim), one_line(c.reason)) for c in tracing.claims if not c.true),
    )


def _row(names: Names, text: Text, number: int) -> FragmentRow:
    quotation = names.tracing.quotations[number]
    sign = KINDS[quotation.kind] + (f"·{phrases.ATTRIBUTED}" if quotation.attributed else "")
    source = [run for part in quotation.parts for run in (*passage(names, part), Run("", "", pieces("　")))]
    return FragmentRow(str(number + 1), sign, names.where(quotation), _cut(list(text.quotation(number))), _cut(source[:-1]))


def _cut(runs: list[Run]) -> tuple[Run, ...]:
    """The first runs, as many as a cell holds."""
    kept, room = list[Run](), _LONGEST
    for run in runs:
        room -= sum(len(piece.text) for piece in run.pieces)
        if room < 0:
            return (*kept, Run("", "", pieces(phrases.ELLIPSIS)))
        kept.append(run)
    return tuple(kept)

"""A tracing → what a notebook shows of it: few quotations, plain markup, those that are not exact before the others."""

from __future__ import annotations

from typing import Final

from policydiff.model import QuotationKind, Tracing
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html.lookup import one_line
from policydiff.reports.sayings import claim_reason
from policydiff.reports.tracing.html import phrases
from policydiff.reports.tracing.html.cards import passage
from policydiff.reports.tracing.html.names import Names
from policydiff.reports.tracing.html.text import Text, pieces
from policydiff.reports.tracing.html.view import Fragment, FragmentRow, Run
from policydiff.reports.tracing.terminal import said_kind, summary

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


def fragment_of(tracing: Tracing, words: Catalogue) -> Fragment:
    """Return what a notebook shows of a record, in the words of a catalogue."""
    names = Names(tracing, words)
    text = Text(names)
    ranked = sorted(range(len(tracing.quotations)), key=lambda k: (_ORDER.index(tracing.quotations[k].kind), k))
    chosen = sorted(ranked[:_MOST])
    rest = len(tracing.quotations) - len(chosen)
    return Fragment(
        title=words.say("quote.window", commentary=names.commentary, sources=words["list.labels"].join(names.sources)),
        summary=summary(tracing, words),
        rows=tuple(_row(names, text, number) for number in chosen),
        more=words.say("quote.more", count=rest) if rest else "",
        claims=tuple((words["quote.false"], one_line(c.claim), one_line(claim_reason(c, words))) for c in tracing.claims if not c.true),
    )


def _row(names: Names, text: Text, number: int) -> FragmentRow:
    quotation = names.tracing.quotations[number]
    source = [run for part in quotation.parts for run in (*passage(names, part), Run("", "", pieces("　")))]
    return FragmentRow(
        str(number + 1), said_kind(quotation, names.words), names.where(quotation), _cut(list(text.quotation(number))), _cut(source[:-1])
    )


def _cut(runs: list[Run]) -> tuple[Run, ...]:
    """The first runs, as many as a cell holds."""
    kept, room = list[Run](), _LONGEST
    for run in runs:
        room -= sum(len(piece.text) for piece in run.pieces)
        if room < 0:
            return (*kept, Run("", "", pieces(phrases.ELLIPSIS)))
        kept.append(run)
    return tuple(kept)

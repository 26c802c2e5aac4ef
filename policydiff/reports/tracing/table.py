"""The quotations as a table for spreadsheets: one line for every part of every quotation, and one for every passage that is not found."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from policydiff.model import Quotation, QuotedPart, Tracing
from policydiff.quotations.coverage import sections
from policydiff.reports.labels import path_label
from policydiff.reports.links import guarded
from policydiff.reports.plain import visible
from policydiff.reports.terminal import marks
from policydiff.reports.tracing.labels import section_name, source_name

COLUMNS: Final = (
    *("quotation", "section", "kind", "attributed", "cue", "start", "end"),
    *("source", "clause id", "clause", "part kind", "text", "marked", "slips", "score"),
)


def to_csv(tracing: Tracing) -> str:
    """Return the table: a byte order mark and CRLF, as Excel wants them. Places are code points of the commentary."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(tracing):
        writer.writerow(map(guarded, row))
    return "\ufeff" + out.getvalue()


def _rows(tracing: Tracing) -> Iterator[tuple[str, ...]]:
    for section in sections(tracing):
        where = section_name(tracing, section.clause, section.author)
        for number in section.quotations:
            quotation = tracing.quotations[number]
            for part in quotation.parts or (None,):
                yield (str(number + 1), where, *_head(tracing, quotation, part), *_part(tracing, part), f"{quotation.score:.4g}")


def _head(tracing: Tracing, quotation: Quotation, part: QuotedPart | None) -> tuple[str, ...]:
    span = part.span if part is not None else quotation.span
    cue = visible(quotation.cue.of(tracing.commentary.text)) if quotation.cue else ""
    source = part.source if part is not None else quotation.attributed_to
    return (
        *(str(quotation.kind), "yes" if quotation.attributed else "no", cue, str(span.start), str(span.end)),
        source_name(tracing, source) if source is not None else "",
    )


def _part(tracing: Tracing, part: QuotedPart | None) -> tuple[str, ...]:
    if part is None:
        return ("",) * 6
    text, document = tracing.commentary.text, tracing.sources[part.source]
    marked = "".join(passage for passage, _ in marks(part.edits, document.text, text))
    slips = " ".join(slip.of(text) for slip in part.slips)
    label = path_label(document, document.clause(part.clause))
    return part.clause, label, str(part.kind), visible(part.span.of(text)), marked, slips

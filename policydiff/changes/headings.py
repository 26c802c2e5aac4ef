"""A heading without a counterpart in a reprint: it was lost or added, and what stood below it stands where it stood."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.changes.row import Row
from policydiff.model import Finding, saying


def lone_headings(row: Row) -> Iterator[Finding]:
    """Remark on a heading that is on one side only; in a revision headings come and go."""
    if row.profile != "reprint" or (row.bead.old and row.bead.new):
        return
    document, ids = (row.old, row.bead.old) if row.bead.old else (row.new, row.bead.new)
    clause = document.clause(ids[0])
    if clause.id not in document.headings or clause.heading is None:
        return
    printed = f"{clause.marker}{clause.heading}"
    if row.bead.old:
        yield Finding("heading", clause.span, None, f"缺标题“{printed}”。", saying("heading.lost", words=printed))
    else:
        yield Finding("heading", None, clause.span, f"多出标题“{printed}”。", saying("heading.gained", words=printed))

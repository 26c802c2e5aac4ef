"""What the kinds of quotations, the sources and the sections of a commentary are called in Chinese."""

from __future__ import annotations

from typing import Final

from policydiff.model import Clause, QuotationKind, Tracing
from policydiff.quotations.names import kind_of
from policydiff.reports.labels import path_label
from policydiff.reports.plain import visible

KINDS: Final = {
    QuotationKind.VERBATIM: "逐字",
    QuotationKind.ELIDED: "节引",
    QuotationKind.ALTERED: "改引",
    QuotationKind.PARAPHRASE: "意引",
    QuotationKind.NOT_FOUND: "未见",
}

#: One character for each kind. All are in GB 2312.
SIGNS: Final = {
    QuotationKind.VERBATIM: "逐",
    QuotationKind.ELIDED: "节",
    QuotationKind.ALTERED: "改",
    QuotationKind.PARAPHRASE: "意",
    QuotationKind.NOT_FOUND: "未",
}


def source_name(tracing: Tracing, source: int) -> str:
    """Return what to call a source: its fullest name, or its file."""
    names = tracing.names[source]
    return f"《{names[0]}》" if names else tracing.sources[source].source.name


def short_name(tracing: Tracing, source: int) -> str:
    """Return what to call a source beside others: by the noun that its title ends in (《意见》), where no other has the same."""
    kinds = [kind_of(names[0]) if names else "" for names in tracing.names]
    if len(kinds) > 1 and kinds[source] and kinds.count(kinds[source]) == 1:
        return f"《{kinds[source]}》"
    names = tracing.names[source]
    return f"《{min(names, key=len)}》" if names else tracing.sources[source].source.name


def commentary_name(tracing: Tracing) -> str:
    """Return what to call the commentary: its title, or its file."""
    return tracing.commentary.title or tracing.commentary.source.name


def clause_name(tracing: Tracing, source: int, id: str) -> str:
    """Return what to call a clause of a source; the source is named if there are several."""
    document = tracing.sources[source]
    label = path_label(document, document.clause(id))
    return f"{short_name(tracing, source)}{label}" if len(tracing.sources) > 1 else label


def section_name(tracing: Tracing, section: Clause | None, author: str | None = None) -> str:
    """Return what to call a section of the commentary."""
    if section is None:
        return "（篇首）"
    heading = section.heading or visible(tracing.commentary.text_of(section))[:24]
    printed = f"{section.marker}{visible(heading)}"
    return f"{printed}（{author}）" if author else printed

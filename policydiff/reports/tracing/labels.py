"""What the kinds of quotations, the sources and the sections of a commentary are called."""

from __future__ import annotations

from policydiff.model import Clause, QuotationKind, Tracing
from policydiff.quotations.names import kind_of
from policydiff.reports.catalogue import ZH_HANS, Catalogue
from policydiff.reports.labels import path_label
from policydiff.reports.plain import visible


def kind_key(kind: QuotationKind) -> str:
    """Return the name of a kind as classes of the page and keys of the catalogues have it: `not-found`."""
    return kind.value.replace(" ", "-")


def kind_word(words: Catalogue, kind: QuotationKind) -> str:
    """Return what a kind is called."""
    return words[f"quote.kind.{kind_key(kind)}"]


def kind_sign(words: Catalogue, kind: QuotationKind) -> str:
    """Return the sign of a kind: 改."""
    return words[f"quote.sign.{kind_key(kind)}"]


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


def clause_name(tracing: Tracing, source: int, id: str, words: Catalogue) -> str:
    """Return what to call a clause of a source; the source is named if there are several."""
    document = tracing.sources[source]
    label = path_label(document, document.clause(id), words)
    return f"{short_name(tracing, source)}{label}" if len(tracing.sources) > 1 else label


def section_name(tracing: Tracing, section: Clause | None, author: str | None = None, words: Catalogue = ZH_HANS) -> str:
    """Return what to call a section of the commentary."""
    if section is None:
        return words["quote.opening_section"]
    heading = section.heading or visible(tracing.commentary.text_of(section))[:24]
    printed = f"{section.marker}{visible(heading)}"
    return words.say("quote.terminal_section", section=printed, author=author) if author else printed

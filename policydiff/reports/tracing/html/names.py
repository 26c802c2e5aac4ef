"""What the page calls things, and where it puts them: names and addresses of quotations, clauses, sections. Each is found once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from policydiff.model import Clause, Document, Quotation, QuotationKind, Tracing
from policydiff.normalization import script_of
from policydiff.quotations.coverage import section_of, sections
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html import phrases as common
from policydiff.reports.html.lookup import one_line, shortened
from policydiff.reports.html.view import Link, Seal
from policydiff.reports.labels import path_label
from policydiff.reports.tracing.labels import commentary_name, kind_key, kind_sign, kind_word, short_name
from policydiff.words import words

_LONGEST_SECTION = 14


def seal_of(words: Catalogue, kind: QuotationKind) -> Seal:
    """Return the seal of a kind."""
    return Seal(kind_key(kind), kind_sign(words, kind), kind_word(words, kind))


class Names:
    """A tracing, and what its parts are called in the language of the report."""

    def __init__(self, tracing: Tracing, words: Catalogue) -> None:
        self.tracing = tracing
        self.words = words
        self._clauses: dict[tuple[int, str], str] = {}
        self._heads = [{part.id: unit.head for unit in source.units for part in unit.clauses} for source in tracing.sources]

    @cached_property
    def commentary(self) -> str:
        """What the commentary is called."""
        return common.unnamed(self.words, one_line(commentary_name(self.tracing)))

    @cached_property
    def sources(self) -> Sequence[str]:
        """What the sources are called, briefly."""
        return [common.unnamed(self.words, one_line(short_name(self.tracing, source))) for source in range(len(self.tracing.sources))]

    @cached_property
    def lang(self) -> Mapping[int, str]:
        """The language of every text, for the choice of glyphs and of voices; the commentary is -1."""
        texts = {-1: self.tracing.commentary, **dict(enumerate(self.tracing.sources))}
        return {key: common.LANGUAGES.get(str(script_of(document.text)), common.ANY_CHINESE) for key, document in texts.items()}

    # -- clauses of the sources

    def head(self, source: int, id: str) -> Clause:
        """Return the provision that a clause is, or is a part of."""
        return self._heads[source].get(id) or self.tracing.sources[source].clause(id)

    def own_label(self, source: int, id: str) -> str:
        """Return what a clause is called in its source."""
        if (source, id) not in self._clauses:
            document = self.tracing.sources[source]
            self._clauses[source, id] = one_line(path_label(document, document.clause(id), self.words))
        return self._clauses[source, id]

    def label(self, source: int, id: str) -> str:
        """Return what a clause is called; its source is named if there are several."""
        own = self.own_label(source, id)
        return f"{self.sources[source]}{own}" if len(self.tracing.sources) > 1 else own

    def clause(self, source: int, id: str) -> Link:
        """Return a clause, with the place where its text stands."""
        return Link(self.label(source, id), self.clause_href(source, id))

    def clause_href(self, source: int, id: str) -> str:
        """Return where on the page a clause of a source is."""
        return f"#{self.clause_id(source, id)}"

    def clause_id(self, source: int, id: str) -> str:
        """Return the address of the provision that a clause is, or is a part of."""
        return f"s{source + 1}-{self.head(source, id).id}"

    # -- quotations

    def where(self, quotation: Quotation) -> str:
        """Return the clauses that a quotation is from."""
        return self.words["list.labels"].join(dict.fromkeys(self.label(part.source, part.clause) for part in quotation.parts))

    def quotation(self, number: int) -> Link:
        """Return the place in the commentary where a quotation begins."""
        return Link(str(number + 1), f"#q{number + 1}")

    # -- sections of the commentary

    def section_name(self, section: Clause | None) -> str:
        """Return what a section is called, in full."""
        if section is None:
            return self.words["quote.opening"]
        own = section.heading or self.tracing.commentary.text_of(section)
        return one_line(f"{section.marker}{own}".strip())

    def section_brief(self, section: Clause | None) -> str:
        """Return what a section is called, briefly: by its number, its author, or by how it begins."""
        if section is None:
            return self.section_name(section)
        marker = one_line(section.marker).rstrip("、.．")
        return marker or self._authors.get(section.id) or shortened(self.section_name(section), _LONGEST_SECTION)

    @cached_property
    def _authors(self) -> Mapping[str, str]:
        """Who signed the sections that quote something."""
        return {s.clause.id: one_line(s.author) for s in sections(self.tracing) if s.clause is not None and s.author}

    def section_id(self, section: Clause | None) -> str:
        """Return the address of a section."""
        return f"c-{section.id}" if section is not None else "c-0"

    def section_at(self, place: int) -> Clause | None:
        """Return the section that a place of the commentary is in."""
        return section_of(self.tracing.commentary, place)


def length(words: Catalogue, document: Document) -> str:
    """Return how long a text is."""
    return common.length(words, len(document.text), sum(span.size for span in document.outside))


def last_words(text: str, most: int) -> str:
    """Return the end of a text, of at most so many characters, beginning with a whole word."""
    kept = ""
    for word in reversed(words(text[-2 * most :])):
        if len(kept) + len(word) > most:
            break
        kept = word + kept
    return kept


def first_words(text: str, most: int) -> str:
    """Return the beginning of a text, of at most so many characters, ending with a whole word."""
    kept = ""
    for word in words(text[: 2 * most]):
        if len(kept) + len(word) > most:
            break
        kept += word
    return kept

"""A tracing → the page: what is told above, the commentary in chapters, the maps of the sources, and how the record was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from policydiff.model import Clause, Level, Quotation, QuotationKind, Tracing
from policydiff.quotations.coverage import counts
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html import phrases as common
from policydiff.reports.html.lookup import one_line, shortened
from policydiff.reports.html.marks import title_pieces
from policydiff.reports.html.rendering import moment
from policydiff.reports.html.view import Link
from policydiff.reports.labels import label
from policydiff.reports.sayings import claim_reason, notice_message
from policydiff.reports.tracing.html import phrases
from policydiff.reports.tracing.html.cards import card
from policydiff.reports.tracing.html.maps import Maps
from policydiff.reports.tracing.html.names import Names, length, seal_of
from policydiff.reports.tracing.html.text import Text
from policydiff.reports.tracing.html.view import Chapter, ClaimLine, Count, Fold, Head, Page, Row
from policydiff.reports.tracing.labels import kind_sign

#: A page of more paragraphs than this is laid out as it comes into view.
_LARGE: Final = 400
_MOST_FIRST_LOOKS: Final = 8
_LONGEST_LOOK: Final = 19


def page_of(tracing: Tracing, words: Catalogue) -> Page:
    """Return the page of a record, in the words of a catalogue."""
    names = Names(tracing, words)
    text, maps = Text(names), Maps(names)
    found = counts(tracing)
    kinds = tuple(seal_of(words, kind) for kind in QuotationKind)
    sources = words["list.labels"].join(names.sources)
    return Page(
        title=words.say("quote.window", commentary=names.commentary, sources=sources),
        lang=words.language,
        large=len(tracing.commentary.clauses) > _LARGE,
        short=names.commentary,
        heads=tuple(_heads(names)),
        headline=phrases.headline(words, tracing, found),
        detail=_detail(names, maps),
        first_looks=tuple(_first_looks(names))[:_MOST_FIRST_LOOKS],
        tally=tuple(Count(seal_of(words, kind), found[kind]) for kind in QuotationKind),
        attributed=sum(quotation.attributed for quotation in tracing.quotations),
        notices=tuple(_notices(names)),
        seals=tuple(seal_of(words, kind) for kind in QuotationKind if found[kind]),
        claims=tuple(_claims(names)),
        chapters=tuple(_chapters(names, text)),
        sections=maps.sections(),
        kinds=kinds,
        maps=maps.maps(),
        method=tuple(map(one_line, _method(names))),
    )


# -- above -------------------------------------------------------------------------------------------------------------------------------


def _heads(names: Names) -> Iterator[Head]:
    for source, document in ((-1, names.tracing.commentary), *enumerate(names.tracing.sources)):
        name = names.commentary if source < 0 else _full_name(names, source)
        yield Head(
            role=names.words["quote.commentary" if source < 0 else "quote.source"],
            title=title_pieces(name),
            lang=names.lang[source],
            file=common.unnamed(names.words, one_line(document.source.name)),
            length=length(names.words, document),
            digest=document.source.sha256[:12],
        )


def _full_name(names: Names, source: int) -> str:
    known = names.tracing.names[source]
    return one_line(f"《{known[0]}》") if known else names.sources[source]


def _detail(names: Names, maps: Maps) -> str:
    tracing = names.tracing
    covered = [(names.sources[source], *maps.quoted_of(source)) for source in range(len(tracing.sources))]
    closer = sum(quotation.closer is not None for quotation in tracing.quotations)
    slips = sum(len(part.slips) for quotation in tracing.quotations for part in quotation.parts)
    return phrases.detail(names.words, tracing, closer, slips, covered)


def _first_looks(names: Names) -> Iterator[Link]:
    """What a reader should look at first: what is not there, what is untrue, what was changed though it is given out as quoted."""
    tracing, words = names.tracing, names.words
    for number, claim in enumerate(tracing.claims):
        if not claim.true:
            yield Link(words.say("quote.false_claim", claim=one_line(claim.claim)), f"#r{number + 1}")
    for wanted in (_is_missing, _is_closer, _is_changed):
        for number, quotation in enumerate(tracing.quotations):
            if wanted(quotation):
                text = shortened(one_line(quotation.span.of(tracing.commentary.text)), _LONGEST_LOOK)
                yield Link(words.say("list.sign", sign=kind_sign(words, quotation.kind)) + text, f"#q{number + 1}")


def _is_missing(quotation: Quotation) -> bool:
    return quotation.kind is QuotationKind.NOT_FOUND


def _is_closer(quotation: Quotation) -> bool:
    return quotation.closer is not None


def _is_changed(quotation: Quotation) -> bool:
    return quotation.kind is QuotationKind.ALTERED and quotation.attributed and quotation.closer is None


def _notices(names: Names) -> Iterator[str]:
    """What a reader should know, once."""
    tracing = names.tracing
    documents = [(names.commentary, tracing.commentary), *zip(names.sources, tracing.sources, strict=True)]
    groups = [("", tracing.notices), *((name, document.notices) for name, document in documents)]
    for name, found in groups:
        told = Counter(notice_message(notice, names.words) for notice in found)
        for notice, times in told.items():
            yield common.notice_text(names.words, name, one_line(notice), times)


def _claims(names: Names) -> Iterator[ClaimLine]:
    for number, claim in enumerate(names.tracing.claims, 1):
        word = names.words["quote.true" if claim.true else "quote.false"]
        yield ClaimLine(f"r{number}", word, claim.true, one_line(claim.claim), one_line(claim_reason(claim, names.words)), f"#v{number}")


# -- the commentary ----------------------------------------------------------------------------------------------------------------------


def _chapters(names: Names, text: Text) -> Iterator[Chapter]:
    commentary = names.tracing.commentary
    rows = ((names.section_at(clause.span.start), clause) for clause in commentary.clauses)
    for section, group in groupby(rows, key=lambda row: row[0]):
        clauses = [clause for _, clause in group]
        found = counts(names.tracing, [number for clause in clauses for number in text.begun(clause)])
        author = next((one_line(commentary.text_of(c)) for c in clauses if c.level is Level.AUTHOR), "")
        yield Chapter(
            id=names.section_id(section),
            title=names.section_name(section),
            author=author,
            note=" ".join(f"{kind_sign(names.words, kind)}{names.words['list.signs']}{count}" for kind, count in found.items() if count),
            items=tuple(_items(names, text, clauses, section)),
        )


def _items(names: Names, text: Text, clauses: Sequence[Clause], section: Clause | None) -> Iterator[Row | Fold]:
    """Paragraphs that quote, and folds for those that do not; a heading that quotes nothing stands above already."""
    for marked, group in groupby(clauses, key=text.is_marked):
        rows = [clause for clause in group if marked or clause is not section or not _is_title_only(names, clause)]
        if marked:
            yield from (_row(names, text, clause) for clause in rows)
        elif rows:
            size = sum(clause.span.size for clause in rows)
            yield Fold(
                "fold",
                names.words.say("quote.folded", count=len(rows), characters=size),
                tuple(_row(names, text, clause) for clause in rows),
            )


def _is_title_only(names: Names, clause: Clause) -> bool:
    rest = clause.heading_span.end if clause.heading_span else clause.span.start
    return clause.heading_span is not None and not names.tracing.commentary.text[rest : clause.span.end].strip(" \t\r\n　。*#")


def _row(names: Names, text: Text, clause: Clause) -> Row:
    cards = tuple(card(names, number) for number in text.begun(clause))
    kinds = " ".join(dict.fromkeys(kind for one in cards for kind in one.kinds.split()))
    return Row("row", f"p-{clause.id}", _row_name(names, clause), text.stretches(clause), cards, kinds)


def _row_name(names: Names, clause: Clause) -> str:
    """What a paragraph is called; a heading without a number is 标题."""
    commentary = names.tracing.commentary
    is_heading = clause.id in commentary.headings and not clause.marker
    return names.words["label.title"] if is_heading else one_line(label(commentary, clause, names.words))


# -- below -------------------------------------------------------------------------------------------------------------------------------


def _method(names: Names) -> Iterator[str]:
    tracing, words = names.tracing, names.words
    yield words["quote.method"]
    normalizers = tracing.settings.get("normalizers")
    yield common.method_normalizers(words, map(str, normalizers) if isinstance(normalizers, Sequence) else ())
    for source, document in ((-1, tracing.commentary), *enumerate(tracing.sources)):
        role = words["quote.commentary"] if source < 0 else names.sources[source]
        name = common.unnamed(names.words, one_line(document.source.name))
        yield common.method_source(words, role, name, document.source.sha256, document.source.encoding)
    versions = tracing.settings.get("versions")
    named = {str(name): str(version) for name, version in versions.items()} if isinstance(versions, Mapping) else {}
    yield common.method_versions(words, named.items(), str(tracing.settings.get("tokenizer") or ""))
    sources = words["list.labels"].join(names.sources)
    yield phrases.report_citation(words, names.commentary, sources, named.get("policydiff", ""), tracing.commentary.source.sha256[:12])
    if (made := moment()) is not None:
        yield words.say("method.generated", moment=made)

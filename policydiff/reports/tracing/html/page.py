"""A tracing → the page: what is told above, the commentary in chapters, the maps of the sources, and how the record was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from policydiff.model import Clause, Document, Level, Notice, Quotation, QuotationKind, Tracing
from policydiff.quotations.coverage import counts
from policydiff.reports.html import phrases as common
from policydiff.reports.html.lookup import one_line
from policydiff.reports.html.marks import title_pieces
from policydiff.reports.html.rendering import moment
from policydiff.reports.html.view import Link
from policydiff.reports.labels import label
from policydiff.reports.tracing.html import phrases
from policydiff.reports.tracing.html.cards import card
from policydiff.reports.tracing.html.maps import Maps
from policydiff.reports.tracing.html.names import Names, file_name, length, seal_of
from policydiff.reports.tracing.html.text import Text
from policydiff.reports.tracing.html.view import Chapter, ClaimLine, Count, Fold, Head, Page, Row
from policydiff.reports.tracing.labels import SIGNS

#: A page of more paragraphs than this is laid out as it comes into view.
_LARGE: Final = 400
_MOST_FIRST_LOOKS: Final = 8


def page_of(tracing: Tracing) -> Page:
    """Return the page of a record."""
    names = Names(tracing)
    text, maps = Text(names), Maps(names)
    found = counts(tracing)
    kinds = tuple(seal_of(kind) for kind in QuotationKind)
    sources = "、".join(names.sources)
    return Page(
        title=phrases.page_title(names.commentary, sources),
        lang=common.LANGUAGE,
        large=len(tracing.commentary.clauses) > _LARGE,
        short=names.commentary,
        heads=tuple(_heads(names)),
        headline=phrases.headline(tracing, found),
        detail=_detail(names, maps),
        first_looks=tuple(_first_looks(names))[:_MOST_FIRST_LOOKS],
        tally=tuple(Count(seal_of(kind), found[kind]) for kind in QuotationKind),
        attributed=sum(quotation.attributed for quotation in tracing.quotations),
        notices=tuple(_notices(names)),
        seals=tuple(seal_of(kind) for kind in QuotationKind if found[kind]),
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
            role=phrases.COMMENTARY if source < 0 else phrases.SOURCE,
            title=title_pieces(name),
            lang=names.lang[source],
            file=file_name(one_line(document.source.name)),
            length=length(document),
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
    return phrases.detail(tracing, closer, slips, covered)


def _first_looks(names: Names) -> Iterator[Link]:
    """What a reader should look at first: what is not there, what is untrue, what was changed though it is given out as quoted."""
    tracing = names.tracing
    for number, claim in enumerate(tracing.claims):
        if not claim.true:
            yield Link(f"{phrases.FALSE}：{one_line(claim.claim)}", f"#r{number + 1}")
    for wanted in (_is_missing, _is_closer, _is_changed):
        for number, quotation in enumerate(tracing.quotations):
            if wanted(quotation):
                words = one_line(quotation.span.of(tracing.commentary.text))
                yield Link(f"〔{SIGNS[quotation.kind]}〕{words[:18]}{phrases.ELLIPSIS if len(words) > 18 else ''}", f"#q{number + 1}")


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
        for notice, times in _told(found).items():
            yield common.notice_text(name, one_line(notice), times)


def _told(notices: Sequence[Notice]) -> Mapping[str, int]:
    return Counter(notice.message for notice in notices)


def _claims(names: Names) -> Iterator[ClaimLine]:
    for number, claim in enumerate(names.tracing.claims, 1):
        word = phrases.TRUE if claim.true else phrases.FALSE
        yield ClaimLine(f"r{number}", word, claim.true, one_line(claim.claim), one_line(claim.reason), f"#v{number}")


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
            note=" ".join(f"{SIGNS[kind]}{count}" for kind, count in found.items() if count),
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
            yield Fold("fold", phrases.folded(len(rows), size), tuple(_row(names, text, clause) for clause in rows))


def _is_title_only(names: Names, clause: Clause) -> bool:
    rest = clause.heading_span.end if clause.heading_span else clause.span.start
    return clause.heading_span is not None and not names.tracing.commentary.text[rest : clause.span.end].strip(" \t\r\n　。*#")


def _row(names: Names, text: Text, clause: Clause) -> Row:
    cards = tuple(card(names, number) for number in text.begun(clause))
    kinds = " ".join(dict.fromkeys(kind for one in cards for kind in one.kinds.split()))
    return Row("row", f"p-{clause.id}", _row_name(names.tracing.commentary, clause), text.stretches(clause), cards, kinds)


def _row_name(commentary: Document, clause: Clause) -> str:
    """What a paragraph is called; a heading without a number is 标题."""
    is_heading = clause.id in commentary.headings and not clause.marker
    return phrases.HEADING if is_heading else one_line(label(commentary, clause))


# -- below -------------------------------------------------------------------------------------------------------------------------------


def _method(names: Names) -> Iterator[str]:
    tracing = names.tracing
    yield phrases.method()
    normalizers = tracing.settings.get("normalizers")
    yield common.method_normalizers(map(str, normalizers) if isinstance(normalizers, Sequence) else ())
    for source, document in ((-1, tracing.commentary), *enumerate(tracing.sources)):
        role = phrases.COMMENTARY if source < 0 else names.sources[source]
        name = file_name(one_line(document.source.name))
        yield common.method_source(role, name, document.source.sha256, document.source.encoding)
    versions = tracing.settings.get("versions")
    named = {str(name): str(version) for name, version in versions.items()} if isinstance(versions, Mapping) else {}
    yield common.method_versions(named.items(), str(tracing.settings.get("tokenizer") or ""))
    yield phrases.report_citation(
        names.commentary, "、".join(names.sources), named.get("policydiff", ""), tracing.commentary.source.sha256[:12]
    )
    if (made := moment()) is not None:
        yield common.generated(made)

"""Everything behind the rows: what is on the page and not of the text, where provisions came from and went, how the record was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policydiff.model import Span, Tier
from policydiff.reports.decisions import overruled_in_words
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import Lookup, one_line, shortened
from policydiff.reports.html.marks import outside_pieces
from policydiff.reports.html.rendering import moment
from policydiff.reports.html.view import SIDES, Appendix, Link, Outside, Side, Whereabouts
from policydiff.reports.tables import Table, derivations, destinations

_FIRST_LINE = 24
_LINES_OF_A_LIST = 100


# -- outside ----------------------------------------------------------------------------------------------------------------------------


def outside(lookup: Lookup) -> tuple[tuple[Outside, ...], Mapping[int, list[Outside]], tuple[Outside, ...]]:
    """Return what is not part of the texts: before them, by the row behind which it stands, and behind them."""
    before: list[Outside] = []
    inside: dict[int, list[Outside]] = {}
    after: list[Outside] = []
    for side in SIDES:
        document = lookup.documents[side]
        last = document.clauses[-1].span.end if document.clauses else 0
        for span in document.outside:
            row = lookup.row_at(side, span.start)
            if row is None:
                before.append(_passage(lookup, side, span, phrases.OUTSIDE_BEFORE))
            elif span.start >= last:
                after.append(_passage(lookup, side, span, phrases.OUTSIDE_AFTER))
            else:
                inside.setdefault(row, []).append(_passage(lookup, side, span, phrases.OUTSIDE_BETWEEN))
    return tuple(before), inside, tuple(after)


def _passage(lookup: Lookup, side: Side, span: Span, where: str) -> Outside:
    text = span.of(lookup.documents[side].text)
    first_line = next((line for line in text.split("\n") if line.strip(" \t\r#*　")), "")
    return Outside(
        where=where,
        first_line=shortened(one_line(first_line).strip(" #*　"), _FIRST_LINE),
        length=phrases.length(span.size, 0),
        lang=lookup.lang[side],
        pieces=outside_pieces(text),
        place=f"{span.start} {span.end}",
    )


# -- whereabouts --------------------------------------------------------------------------------------------------------------------------


def appendices(lookup: Lookup, rows: range, *, large: bool) -> tuple[Appendix, ...]:
    """Return 去向表 and 来源表; a reprint has the order of its text, and needs none.

    Args:
        lookup: the record.
        rows: those whose clauses are listed.
        large: whether the page is laid out in pieces.
    """
    if lookup.reprint:
        return ()
    found = (
        _appendix(lookup, destinations(lookup.collation), "old", phrases.DROPPED, rows, large=large),
        _appendix(lookup, derivations(lookup.collation), "new", phrases.NEW, rows, large=large),
    )
    return found if any(appendix.lists for appendix in found) else ()


def _appendix(lookup: Lookup, table: Table, here: Side, void: str, rows: range, *, large: bool) -> Appendix:
    there: Side = "new" if here == "old" else "old"
    lines = []
    for clause, partners, links in table:
        if lookup.row_of[here].get(clause.id) not in rows:
            continue
        pairs = list(zip(partners, links, strict=True))
        sure = tuple(_link(lookup, there, partner.id) for partner, link in pairs if link.tier is not Tier.PROBABLE)
        uncertain = tuple(_link(lookup, there, partner.id) for partner, link in pairs if link.tier is Tier.PROBABLE)
        lines.append(Whereabouts(_link(lookup, here, clause.id), sure, uncertain, "" if pairs else void))
    size = _LINES_OF_A_LIST if large else max(1, len(lines))
    return Appendix(table.caption, tuple(tuple(lines[start : start + size]) for start in range(0, len(lines), size)))


def _link(lookup: Lookup, side: Side, id: str) -> Link:
    row = lookup.row_of[side].get(id)
    label = lookup.label(side, lookup.documents[side].clause(id))
    return Link(label, lookup.href(row) if row is not None else "")


# -- method -----------------------------------------------------------------------------------------------------------------------------


def method(lookup: Lookup) -> tuple[str, ...]:
    """Return how the record was made, a sentence to a line; the moment only if the surroundings fix it (SOURCE_DATE_EPOCH)."""
    return tuple(map(one_line, _method(lookup)))


def _method(lookup: Lookup) -> Iterator[str]:
    collation, setting = lookup.collation, lookup.setting
    yield phrases.method_profile(collation.profile, str(setting("reason") or ""), asked=setting("asked") == collation.profile)
    if by_hand := overruled_in_words(collation):
        yield by_hand
    yield phrases.method_scripts(lookup.setting_of("scripts", "old"), lookup.setting_of("scripts", "new"))
    normalizers = setting("normalizers")
    yield phrases.method_normalizers(map(str, normalizers) if isinstance(normalizers, Sequence) else ())
    if embedding := lookup.setting_of("embedding", "name"):
        yield phrases.method_embedding(embedding, lookup.setting_of("embedding", "dimension"))
    for side in SIDES:
        source = lookup.documents[side].source
        yield phrases.method_source(lookup.role(side), lookup.file_name(side), source.sha256, source.encoding)
    versions = setting("versions")
    named = [(str(name), str(version)) for name, version in versions.items()] if isinstance(versions, Mapping) else []
    yield phrases.method_versions(named, str(setting("tokenizer") or ""))
    digests = collation.old.source.sha256[:12], collation.new.source.sha256[:12]
    names = lookup.document_name("old"), lookup.document_name("new")
    yield phrases.report_citation(*names, lookup.setting_of("versions", "policydiff"), digests)
    if (made := moment()) is not None:
        yield phrases.generated(made)

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
from policydiff.reports.sayings import profile_reason
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
                before.append(_passage(lookup, side, span, lookup.words["outside.before"]))
            elif span.start >= last:
                after.append(_passage(lookup, side, span, lookup.words["outside.after"]))
            else:
                inside.setdefault(row, []).append(_passage(lookup, side, span, lookup.words["outside.between"]))
    return tuple(before), inside, tuple(after)


def _passage(lookup: Lookup, side: Side, span: Span, where: str) -> Outside:
    text = span.of(lookup.documents[side].text)
    first_line = next((line for line in text.split("\n") if line.strip(" \t\r#*　")), "")
    return Outside(
        where=where,
        first_line=shortened(one_line(first_line).strip(" #*　"), _FIRST_LINE),
        length=phrases.length(lookup.words, span.size, 0),
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
        _appendix(lookup, destinations(lookup.collation), "old", "destinations", "void.dropped", rows, large=large),
        _appendix(lookup, derivations(lookup.collation), "new", "derivations", "void.new", rows, large=large),
    )
    return found if any(appendix.lists for appendix in found) else ()


def _appendix(lookup: Lookup, table: Table, here: Side, name: str, void: str, rows: range, *, large: bool) -> Appendix:
    there: Side = "new" if here == "old" else "old"
    lines = []
    for clause, partners, links in table:
        if lookup.row_of[here].get(clause.id) not in rows:
            continue
        pairs = list(zip(partners, links, strict=True))
        sure = tuple(_link(lookup, there, partner.id) for partner, link in pairs if link.tier is not Tier.PROBABLE)
        uncertain = tuple(_link(lookup, there, partner.id) for partner, link in pairs if link.tier is Tier.PROBABLE)
        lines.append(Whereabouts(_link(lookup, here, clause.id), sure, uncertain, "" if pairs else lookup.words[void]))
    size = _LINES_OF_A_LIST if large else max(1, len(lines))
    lists = tuple(tuple(lines[start : start + size]) for start in range(0, len(lines), size))
    return Appendix(lookup.words[f"page.{name}"], lists)


def _link(lookup: Lookup, side: Side, id: str) -> Link:
    row = lookup.row_of[side].get(id)
    label = lookup.label(side, lookup.documents[side].clause(id))
    return Link(label, lookup.href(row) if row is not None else "")


# -- method -----------------------------------------------------------------------------------------------------------------------------


def method(lookup: Lookup) -> tuple[str, ...]:
    """Return how the record was made, a sentence to a line; the moment only if the surroundings fix it (SOURCE_DATE_EPOCH)."""
    return tuple(map(one_line, _method(lookup)))


def _method(lookup: Lookup) -> Iterator[str]:
    collation, setting, words = lookup.collation, lookup.setting, lookup.words
    how = "method.asked" if setting("asked") == collation.profile else "method.chosen"
    yield words.say(how, profile=words[f"profile.{collation.profile}"], reason=profile_reason(collation, words))
    if by_hand := overruled_in_words(collation, words):
        yield by_hand
    yield phrases.method_scripts(words, lookup.setting_of("scripts", "old"), lookup.setting_of("scripts", "new"))
    normalizers = setting("normalizers")
    yield phrases.method_normalizers(words, map(str, normalizers) if isinstance(normalizers, Sequence) else ())
    if embedding := lookup.setting_of("embedding", "name"):
        yield words.say("method.embedding", name=embedding, dimension=lookup.setting_of("embedding", "dimension"))
    for side in SIDES:
        source = lookup.documents[side].source
        yield phrases.method_source(words, lookup.role(side), lookup.file_name(side), source.sha256, source.encoding)
    versions = setting("versions")
    named = [(str(name), str(version)) for name, version in versions.items()] if isinstance(versions, Mapping) else []
    yield phrases.method_versions(words, named, str(setting("tokenizer") or ""))
    digests = " / ".join(document.source.sha256[:12] for document in lookup.documents.values())
    old, new = (phrases.in_title_marks(lookup.document_name(side)) for side in SIDES)
    yield words.say("cite.report", old=old, new=new, version=lookup.setting_of("versions", "policydiff"), digests=digests)
    if (made := moment()) is not None:
        yield words.say("method.generated", moment=made)

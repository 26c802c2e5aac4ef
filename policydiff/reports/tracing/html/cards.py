"""A quotation beside the text: the passage of the source that each of its parts stands for, what was changed, what else is to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from policydiff.model import Quotation, QuotationKind, QuotedPart, Span
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html.lookup import one_line
from policydiff.reports.html.marks import LONG
from policydiff.reports.html.shared import shared_passages
from policydiff.reports.tracing.html import phrases
from policydiff.reports.tracing.html.names import Names, first_words, last_words, seal_of
from policydiff.reports.tracing.html.text import WORDING, drawn, has_words, pieces
from policydiff.reports.tracing.html.view import Card, Extract, Run, Word
from policydiff.reports.tracing.labels import kind_key, kind_word

_MOST_WORDS: Final = 6
#: Of the sentence around a passage so many characters are shown on either side.
_CONTEXT: Final = 28
_REWORDED: Final = frozenset({QuotationKind.ALTERED, QuotationKind.PARAPHRASE})
_SENTENCE_ENDS: Final = re.compile(r"[。！？；\n]")


def card(names: Names, number: int) -> Card:
    """Return a quotation, by its number from 0, as it stands beside the text."""
    quotation = names.tracing.quotations[number]
    several = len({part.kind for part in quotation.parts}) > 1
    said = one_line(quotation.span.of(names.tracing.commentary.text))
    digest = names.tracing.commentary.source.sha256[:12]
    return Card(
        id=f"k{number + 1}",
        href=f"#q{number + 1}",
        number=str(number + 1),
        seal=seal_of(names.words, quotation.kind),
        attribution=names.words["quote.attributed"] if quotation.attributed else "",
        extracts=tuple(_extract(names, part, several=several) for part in quotation.parts),
        words=tuple(islice(_words(names, quotation), _MOST_WORDS)),
        notes=tuple(_notes(names, quotation)),
        cite=phrases.citation(
            names.words, names.commentary, said, names.where(quotation), digest, (quotation.span.start, quotation.span.end)
        ),
        kinds=f"{kind_key(quotation.kind)}{' attributed' if quotation.attributed else ''}",
    )


def _extract(names: Names, part: QuotedPart, *, several: bool) -> Extract:
    words = names.words
    note = kind_word(words, part.kind) if several else ""
    if part.kind is QuotationKind.PARAPHRASE:
        note = words.say("quote.note.retold_kind", kind=note) if note else words["quote.note.retold"]
    return Extract(names.clause(part.source, part.clause), names.lang[part.source], tuple(_runs(names, part)), note)


def _runs(names: Names, part: QuotedPart) -> Iterator[Run]:
    """The passage, within its sentence."""
    before, behind = _around(names, part)
    if before:
        yield Run("span", "context", pieces(before))
    yield from passage(names, part)
    if behind:
        yield Run("span", "context", pieces(behind))


def passage(names: Names, part: QuotedPart) -> Iterator[Run]:
    """Yield the passage of the source that a part of a quotation stands for, what the commentary does not have marked."""
    raw, commentary = names.tracing.sources[part.source].text, names.tracing.commentary.text
    if part.kind is QuotationKind.PARAPHRASE:
        yield from _shared(part.span_in_source.of(raw), part.span.of(commentary))
        return
    for edit in part.edits:
        old = edit.old.of(raw)
        if edit.tag in WORDING and old:
            yield drawn("del", old)
        elif old:
            yield Run("", "", pieces(old))


def _shared(old: str, new: str) -> Iterator[Run]:
    """A passage that was retold: the words that both have."""
    place = 0
    for span in shared_passages(old, new)[0]:
        if place < span.start:
            yield Run("", "", pieces(old[place : span.start]))
        yield Run("span", "kept", pieces(span.of(old)))
        place = span.end
    if place < len(old):
        yield Run("", "", pieces(old[place:]))


def _around(names: Names, part: QuotedPart) -> tuple[str, str]:
    """What stands before and behind a passage in its sentence."""
    source = names.tracing.sources[part.source]
    clause, span = source.clause(part.clause).span, part.span_in_source
    lead, tail = Span(clause.start, span.start).of(source.text), Span(span.end, max(span.end, clause.end)).of(source.text)
    before = [match.end() for match in _SENTENCE_ENDS.finditer(lead)]
    lead = lead[before[-1] :] if before else lead
    end = _SENTENCE_ENDS.search(tail)
    tail = tail[: end.end()] if end else tail
    if len(lead) > _CONTEXT:
        lead = phrases.ELLIPSIS + last_words(lead, _CONTEXT)
    if len(tail) > _CONTEXT:
        tail = first_words(tail, _CONTEXT) + phrases.ELLIPSIS
    return lead.strip(), tail.rstrip()


def _words(names: Names, quotation: Quotation) -> Iterator[Word]:
    """The words that were changed, put in, or left out among others that were changed."""
    if quotation.kind is not QuotationKind.ALTERED:
        return
    commentary = names.tracing.commentary.text
    for part in quotation.parts:
        if part.kind is QuotationKind.PARAPHRASE:
            continue
        raw = names.tracing.sources[part.source].text
        for edit in part.edits:
            old, new = one_line(edit.old.of(raw)), one_line(edit.new.of(commentary))
            if edit.tag in WORDING and has_words(old + new) and max(len(old), len(new)) < LONG:
                yield _word(names.words, old, new)


def _word(words: Catalogue, old: str, new: str) -> Word:
    """A change in words; a mark of punctuation on one side is none."""
    if has_words(old) and has_words(new):
        return Word(old, new)
    added = has_words(new)
    return Word("", words.say("quote.word.inserted" if added else "quote.word.left_out", word=new if added else old))


def _notes(names: Names, quotation: Quotation) -> Iterator[str]:
    commentary, words = names.tracing.commentary.text, names.words
    if quotation.kind is QuotationKind.NOT_FOUND:
        yield words["quote.note.not_found"]
    if quotation.kind is QuotationKind.ALTERED and not any(part.kind in _REWORDED for part in quotation.parts):
        yield words["quote.note.words_between"]
    to = quotation.attributed_to
    if quotation.closer is not None and to is not None:
        yield words.say("quote.note.closer", source=names.sources[quotation.closer], named=names.sources[to])
    elif to is not None and quotation.parts and all(part.source != to for part in quotation.parts):
        yield words.say("quote.note.attributed_elsewhere", named=names.sources[to])
    if quotation.cited is not None and to is not None and quotation.parts and not _is_there(names, quotation, to, quotation.cited):
        yield words.say("quote.note.cited_elsewhere", cited=names.label(to, quotation.cited))
    slips = [slip.of(commentary) for part in quotation.parts for slip in part.slips]
    if slips:
        yield words.say("quote.note.slips", letters=one_line(words["list.labels"].join(slips)))


def _is_there(names: Names, quotation: Quotation, source: int, cited: str) -> bool:
    """Whether a part of the quotation is from the clause that the commentary cites, or from what is below it."""
    document = names.tracing.sources[source]
    own = (part.clause for part in quotation.parts if part.source == source)
    return any(cited == id or any(above.id == cited for above in document.ancestors(document.clause(id))) for id in own)

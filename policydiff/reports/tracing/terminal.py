"""The quotations for a terminal, a mail, a log: by section of the commentary, one block for each quotation, what differs in brackets.

〔改引·注明〕（十五） ← 第十五条中提出
    实现培训信息与就业、社会保障信息[-联通共享-]{+互联互通+}、服务事项一网通办
"""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.model import Claim, Quotation, Tracing
from policydiff.quotations.coverage import by_provision, counts, sections
from policydiff.reports.catalogue import Catalogue, catalogue
from policydiff.reports.labels import path_label
from policydiff.reports.plain import visible
from policydiff.reports.sayings import claim_reason, notice_message
from policydiff.reports.terminal import Line, marks, printed
from policydiff.reports.tracing.labels import clause_name, commentary_name, kind_word, section_name, source_name


def to_text(tracing: Tracing, *, color: bool = False, ui: str = "zh-Hans") -> str:
    """Return the whole report.

    Args:
        tracing: the record.
        color: whether to use terminal colours.
        ui: the language: `zh-Hans`, `zh-Hant` or `en`.

    Raises:
        OptionError: if the language is none of these.
    """
    return printed(_lines(tracing, catalogue(ui)), color=color)


def summary(tracing: Tracing, words: Catalogue) -> str:
    """Return the counts in a sentence."""
    quoted = words["quote.summary.none"]
    if tracing.quotations:
        found = [(kind_word(words, kind), count) for kind, count in counts(tracing).items() if count]
        kinds = words["list.clauses"].join(words.say("quote.summary.kind", kind=kind, count=count) for kind, count in found)
        attributed = sum(quotation.attributed for quotation in tracing.quotations)
        quoted = words.say("quote.summary.quoted", count=len(tracing.quotations), kinds=kinds, attributed=attributed)
    if not tracing.claims:
        return words.say("quote.summary", quoted=quoted)
    false = sum(not claim.true for claim in tracing.claims)
    claims = words.say("quote.summary.claims", count=len(tracing.claims), false=false)
    return words.say("quote.summary_claims", quoted=quoted, claims=claims)


def _lines(tracing: Tracing, words: Catalogue) -> Iterator[Line]:
    sources = words["list.labels"].join(source_name(tracing, source) for source in range(len(tracing.sources)))
    yield [(visible(f"{commentary_name(tracing)} ← {sources}"), "head")]
    yield [(summary(tracing, words), "plain")]
    for notice in tracing.notices:
        yield [(words.say("quote.terminal_notice", text=visible(notice_message(notice, words))), "muted")]
    for section in sections(tracing):
        yield [("", "plain")]
        yield [(f"# {section_name(tracing, section.clause, section.author, words)}", "head")]
        for number in section.quotations:
            yield from _block(tracing, tracing.quotations[number], words)
    if tracing.claims:
        yield [("", "plain")]
        yield [(f"# {words['quote.claims']}", "head")]
        yield from (_claim(claim, words) for claim in tracing.claims)
    yield from _never(tracing, words)


def _block(tracing: Tracing, quotation: Quotation, words: Catalogue) -> Iterator[Line]:
    text = tracing.commentary.text
    sign = words.say("list.sign", sign=said_kind(quotation, words)) + words["list.signs"]
    where = words["list.labels"].join(dict.fromkeys(clause_name(tracing, part.source, part.clause, words) for part in quotation.parts))
    cue = f" ← {visible(quotation.cue.of(text))}" if quotation.cue else ""
    yield [(sign + where, "head"), (cue, "muted")]
    if not quotation.parts:
        yield [(f"    {visible(quotation.span.of(text))}", "new")]
    for part in quotation.parts:
        yield [("    ", "plain"), *marks(part.edits, tracing.sources[part.source].text, text)]
        if part.slips:
            letters = words["list.labels"].join(slip.of(text) for slip in part.slips)
            yield [(f"    ※ {words.say('quote.note.slips_line', letters=letters)}", "muted")]
    if quotation.closer is not None:
        yield [(f"    ※ {words.say('quote.note.closer_line', source=source_name(tracing, quotation.closer))}", "muted")]


def said_kind(quotation: Quotation, words: Catalogue) -> str:
    """Return what a quotation is: 改引·注明."""
    kind = kind_word(words, quotation.kind)
    return words.say("quote.sign_attributed", kind=kind) if quotation.attributed else kind


def _claim(claim: Claim, words: Catalogue) -> Line:
    verdict = words.say("list.sign", sign=words["quote.true" if claim.true else "quote.false"]) + words["list.signs"]
    said = words.say("quote.said_claim", claim=visible(claim.claim), verdict=claim_reason(claim, words))
    return [(verdict, "plain" if claim.true else "new"), (said, "plain")]


def _never(tracing: Tracing, words: Catalogue) -> Iterator[Line]:
    yield [("", "plain")]
    yield [(f"# {words['quote.never_section']}", "head")]
    for source, document in enumerate(tracing.sources):
        provisions = by_provision(tracing, source)
        never = words["list.labels"].join(path_label(document, unit.head, words) for unit, numbers in provisions if not numbers)
        count = len([numbers for _, numbers in provisions if not numbers])
        yield [(f"{source_name(tracing, source)}{words['list.colon']}{count}/{len(provisions)}{words['list.blank']}{never}", "plain")]

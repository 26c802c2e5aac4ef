"""Sentences of the report of a tracing that are put together from several of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from policydiff.model import Quotation, QuotationKind, Tracing
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.tracing.labels import kind_key, kind_word

#: For what is left out of quoted text.
ELLIPSIS: Final = "…"
#: What the verdict tells of, the kinds that are exact left out.
_TOLD: Final = (QuotationKind.ALTERED, QuotationKind.PARAPHRASE, QuotationKind.NOT_FOUND)


def headline(words: Catalogue, tracing: Tracing, counts: Mapping[QuotationKind, int]) -> tuple[str, ...]:
    """Return the verdict in clauses."""
    total = len(tracing.quotations)
    if not total:
        return (words["quote.none"],)
    told = [words.say(f"quote.count.{kind_key(kind)}", count=counts[kind]) for kind in _TOLD if counts[kind]]
    clauses = [words.say("quote.count", count=total), *(told or [words["quote.all_agree"]])]
    return (*(clause + words["verdict.comma"] for clause in clauses[:-1]), clauses[-1] + words["list.stop"])


def detail(words: Catalogue, tracing: Tracing, closer: int, slips: int, covered: Iterable[tuple[str, int, int]]) -> str:
    """Return what else is to be told in numbers; of every source its name, how many provisions are quoted, and how many there are."""
    quoted = sum(quotation.attributed for quotation in tracing.quotations)
    told = [words.say("quote.detail.attributed", count=quoted)] if tracing.quotations else []
    told += [words.say("quote.detail.closer", count=closer)] if closer else []
    told += [words.say("quote.detail.slips", count=slips)] if slips else []
    if tracing.claims:
        false = sum(not claim.true for claim in tracing.claims)
        told.append(words.say("quote.detail.claims", count=len(tracing.claims), false=false))
    told += [words.say("quote.detail.covered", name=name, total=total, count=times) for name, times, total in covered if total]
    return words["list.semicolon"].join(told) + words["list.stop"]


def said(words: Catalogue, quotation: Quotation, where: str) -> str:
    """Return what a quotation is, for a listener."""
    key = f"quote.said{'_attributed' if quotation.attributed else ''}{'_where' if where else ''}"
    return words.say(key, kind=kind_word(words, quotation.kind), where=where)


def said_claim(words: Catalogue, claim: str, *, true: bool) -> str:
    """Return what was found about a statement, for a listener."""
    return words.say("quote.said_claim", claim=claim, verdict=words["quote.true" if true else "quote.false"])


def citation(words: Catalogue, commentary: str, quotation: str, where: str, digest: str, place: tuple[int, int]) -> str:
    """Return how to cite a quotation."""
    key = "quote.cite_where" if where else "quote.cite"
    title = commentary.strip("《》")
    return words.say(key, commentary=title, quotation=quotation, where=where, digest=digest, start=place[0], end=place[1])


def report_citation(words: Catalogue, commentary: str, sources: str, version: str, digest: str) -> str:
    """Return how to cite the report."""
    made = f"policydiff {version}" if version else "policydiff"
    return words.say("quote.cite_report", commentary=commentary.strip("《》"), sources=sources, made=made, digest=digest)

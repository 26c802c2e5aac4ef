"""What the engine says in Chinese, and what the catalogue says in its place."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.model import Collation, Document, Notice, Saying, Tracing
from policydiff.reports.catalogue import ZH_HANS
from policydiff.reports.sayings import claim_reason, finding_note, notice_message, profile_reason


def unlike(collation: Collation) -> list[tuple[str, str]]:
    """Return where the record has one sentence and the catalogue another."""
    pairs = [(f.note, finding_note(collation, f, ZH_HANS)) for pair in collation.pairs for f in pair.findings]
    pairs += [(notice.message, notice_message(notice, ZH_HANS)) for notice in _notices(collation)]
    pairs.append((str(collation.settings.get("reason", "")), profile_reason(collation, ZH_HANS)))
    return [(own, said) for own, said in pairs if own != said]


def unlike_of_tracing(tracing: Tracing) -> list[tuple[str, str]]:
    """Return the same of a tracing."""
    pairs = [(claim.reason, claim_reason(claim, ZH_HANS)) for claim in tracing.claims]
    pairs += [(notice.message, notice_message(notice, ZH_HANS)) for notice in tracing.notices]
    return [(own, said) for own, said in pairs if own != said]


def said(collation: Collation) -> Iterator[str]:
    """Yield the names of the sentences of a record."""
    yield from _keys(f.saying for pair in collation.pairs for f in pair.findings)
    yield from _keys(notice.saying for notice in _notices(collation))
    told = collation.settings["reason_said"]
    assert isinstance(told, dict)
    yield told["key"]


def said_of_document(document: Document) -> Iterator[str]:
    """Yield the names of the notices of a document."""
    yield from _keys(notice.saying for notice in document.notices)


def said_of_tracing(tracing: Tracing) -> Iterator[str]:
    """Yield the names of the sentences of a tracing."""
    yield from (said.key for claim in tracing.claims for said in claim.sayings)
    yield from _keys(notice.saying for notice in tracing.notices)


def _keys(sayings: Iterator[Saying | None]) -> Iterator[str]:
    return (saying.key for saying in sayings if saying is not None)


def _notices(collation: Collation) -> tuple[Notice, ...]:
    return (*collation.notices, *collation.old.notices, *collation.new.notices)

"""The record of a tracing as JSON: format `policydiff-quotations/1`.

Every place is a pair of code points [start, end) of a decoded file: `span` in the commentary, `span_in_source` in the source whose
number, from 0, is `source`. The edits of a part tile both of its spans; `old` is the source and `new` the commentary. No text is copied
but titles, labels and claims. The same inputs give the same bytes.

The schema is `schema.json` beside this module. History: policydiff-quotations/1 is the first.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final

from policydiff.model import Claim, Quotation, QuotedPart, Tracing
from policydiff.reports.json import document_record, edit_record, notice_record, place_record, said_record, written

FORMAT: Final = "policydiff-quotations/1"


def to_record(tracing: Tracing) -> dict[str, Any]:
    """Return the record as plain dictionaries, lists, strings and numbers, keys in the order of the contract."""
    return {
        "format": FORMAT,
        "commentary": document_record(tracing.commentary),
        "sources": [
            {**document_record(source), "names": list(names)} for source, names in zip(tracing.sources, tracing.names, strict=True)
        ],
        "mentions": [{"span": list(mention.span), "source": mention.source} for mention in tracing.mentions],
        "quotations": [_quotation(quotation) for quotation in tracing.quotations],
        "claims": [_claim(claim) for claim in tracing.claims],
        "notices": [notice_record(notice) for notice in tracing.notices],
        "settings": dict(tracing.settings),
    }


def to_json(tracing: Tracing) -> str:
    """Return the record as text: one line for every clause, quotation and claim."""
    return written(to_record(tracing))


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the format."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
    return loaded


def _quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "span": list(quotation.span),
        "kind": str(quotation.kind),
        "attributed": quotation.attributed,
        "score": quotation.score,
        "parts": [_part(part) for part in quotation.parts],
        "attributed_to": quotation.attributed_to,
        "cue": place_record(quotation.cue),
        "cited": quotation.cited,
        "closer": quotation.closer,
    }


def _part(part: QuotedPart) -> dict[str, Any]:
    return {
        "span": list(part.span),
        "source": part.source,
        "clause": part.clause,
        "span_in_source": list(part.span_in_source),
        "kind": str(part.kind),
        "edits": [edit_record(edit) for edit in part.edits],
        "slips": [list(slip) for slip in part.slips],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "span": list(claim.span),
        "claim": claim.claim,
        "true": claim.true,
        "reason": claim.reason,
        "name": claim.name,
        "source": claim.source,
        "sayings": [said_record(said) for said in claim.sayings],
    }

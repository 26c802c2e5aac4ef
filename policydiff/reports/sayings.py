"""What the engine says about a text, in the language of a report: remarks, notices, the reason for the profile, reasons for claims.

The record has each as a Chinese sentence, and beside it by its name and its facts. What a classifier of the caller's remarks has no name;
it is shown in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping

from policydiff.model import Claim, Collation, Document, Finding, Notice, Saying
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.labels import path_label


def finding_note(collation: Collation, finding: Finding, words: Catalogue) -> str:
    """Return what a finding remarks."""
    return _said(finding.saying, finding.note, words, {"old_clause": collation.old, "new_clause": collation.new})


def notice_message(notice: Notice, words: Catalogue) -> str:
    """Return what a notice tells."""
    return _said(notice.saying, notice.message, words, {})


def profile_reason(collation: Collation, words: Catalogue) -> str:
    """Return why the documents were compared as they were."""
    settings = collation.settings
    told = settings.get("reason_said")
    said = None
    if isinstance(told, Mapping) and isinstance(facts := told.get("facts"), Mapping):
        said = Saying(str(told.get("key")), tuple((str(name), str(value)) for name, value in facts.items()))
    return _said(said, str(settings.get("reason") or ""), words, {})


def claim_reason(claim: Claim, words: Catalogue) -> str:
    """Return why a claim is true, or is not."""
    if not claim.sayings or not all(f"say.{said.key}" in words for said in claim.sayings):
        return claim.reason
    parts = [words.say(f"say.{said.key}", **dict(said.facts)) for said in claim.sayings]
    sentence = words["list.semicolon"].join(parts) + words["list.stop"]
    return sentence[0].upper() + sentence[1:]


def _said(said: Saying | None, own: str, words: Catalogue, documents: Mapping[str, Document]) -> str:
    """A sentence of the catalogue, or the record's own."""
    if said is None or f"say.{said.key}" not in words:
        return own
    facts = {
        name: path_label(documents[name], documents[name].clause(value), words) if name in documents and value else value
        for name, value in said.facts
    }
    return words.say(f"say.{said.key}", **facts)

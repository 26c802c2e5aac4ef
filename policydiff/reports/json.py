"""The record as JSON: format `policydiff/1`.

Every place is a pair of code points [start, end) of the decoded file; no text is copied but titles and labels. Together the spans account
for each file: what is in no clause and not outside is blank. The edits of a row tile its clauses, so either text can be rebuilt from them
(sort by the side's own spans, slice, join). The same inputs give the same bytes.

A link between clauses of which one has several names the words it is about in `parts`. `rejected` holds, for each provision without a link,
the pair that came closest; `echoes` phrases that were used again in clauses which are not linked.

What a person decided is in `settings.pins` and `settings.bans`, as pairs of ids; the links of pinned pairs have the tier `user`, a score
that is the aligner's or 0, and evidence only if the aligner knew of any.

`forms` counts the differences of form by class (`policydiff.formal`).

The schema is `schema.json` beside this module. History: policydiff/1 is the first; `forms` came later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from policydiff.model import Clause, Collation, Document, Edit, Link, Notice, Pair, Rejection, Saying, Span
from policydiff.reports.summary import summarize

FORMAT: Final = "policydiff/1"


def to_record(collation: Collation) -> dict[str, Any]:
    """Return the record as plain dictionaries, lists, strings and numbers, keys in the order of the contract."""
    page = collation.old if collation.settings.get("page") == "old" else collation.new
    return {
        "format": FORMAT,
        "old": document_record(collation.old),
        "new": document_record(collation.new),
        "links": [_link(link) for link in collation.links],
        "rejected": [_rejection(rejection) for rejection in collation.rejected],
        "echoes": [{"old": list(echo.old), "new": list(echo.new)} for echo in collation.echoes],
        "pairs": [_pair(pair) for pair in collation.pairs],
        "outside": [list(span) for span in page.outside],
        "notices": [notice_record(notice) for notice in collation.notices],
        "settings": dict(collation.settings),
        "forms": {form: count for form, count in summarize(collation).forms.items() if count},
    }


def to_json(collation: Collation) -> str:
    """Return the record as text: one line for every clause, link and row, so that two records can be compared by eye."""
    return written(to_record(collation))


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the format."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
    return loaded


def document_record(document: Document) -> dict[str, Any]:
    """Return a document as plain data, its text aside."""
    source = document.source
    return {
        "title": document.title,
        "source": {"name": source.name, "sha256": source.sha256, "encoding": source.encoding, "newline": source.newline},
        "length": len(document.text),
        "clauses": [_clause(clause) for clause in document.clauses],
        "notices": [notice_record(notice) for notice in document.notices],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "parent": clause.parent,
        "level": str(clause.level),
        "marker": clause.marker,
        "number": clause.number,
        "heading": clause.heading,
        "start": clause.span.start,
        "end": clause.span.end,
    }


def notice_record(notice: Notice) -> dict[str, Any]:
    """Return a notice as plain data."""
    place = {"start": notice.span.start, "end": notice.span.end}
    return {"code": notice.code, "message": notice.message, **place, **said_record(notice.saying)}


def said_record(said: Saying | None) -> dict[str, Any]:
    """Return a sentence by its name and its facts; nothing of one that has no name."""
    return {"key": said.key, "facts": dict(said.facts)} if said is not None else {}


def _link(link: Link) -> dict[str, Any]:
    return {
        "old": link.old,
        "new": link.new,
        "score": round(link.score, 4),
        "tier": str(link.tier),
        "evidence": [{"old": list(evidence.old), "new": list(evidence.new)} for evidence in link.evidence],
        "parts": [{"old": list(part.old), "new": list(part.new)} for part in link.parts],
    }


def _rejection(rejection: Rejection) -> dict[str, Any]:
    return {
        "old": rejection.old,
        "new": rejection.new,
        "score": rejection.score,
        "alone": rejection.alone,
        "rival": {"old": rejection.rival[0], "new": rejection.rival[1]} if rejection.rival else None,
        "share": rejection.share,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "old": list(pair.old),
        "new": list(pair.new),
        "kinds": [str(kind) for kind in pair.kinds],
        "edits": [edit_record(edit) for edit in pair.edits],
        "findings": [
            {
                "name": finding.name,
                "old": place_record(finding.old),
                "new": place_record(finding.new),
                "note": finding.note,
                **said_record(finding.saying),
            }
            for finding in pair.findings
        ],
    }


def edit_record(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain data."""
    return {"tag": str(edit.tag), "old": list(edit.old), "new": list(edit.new)}


def place_record(span: Span | None) -> list[int] | None:
    """Return a span as a list, or None."""
    return list(span) if span is not None else None


# -- layout -------------------------------------------------------------------------------------------------------------------------------

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _dump(value: object) -> str:
    # Half a character cannot be written as UTF-8; JSON can name it.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def written(record: Mapping[str, Any]) -> str:
    """Return a record as text: one line for every object of a list, the lists of a document among them."""
    return "{\n" + ",\n".join(f"{_dump(key)}: {_value(value)}" for key, value in record.items()) + "\n}\n"


def _value(value: Any) -> str:
    if _is_side(value):
        return _side(value)
    if isinstance(value, list) and value and all(map(_is_side, value)):
        return "[\n" + ",\n".join(map(_side, value)) + "\n]"
    return _lined(value, "  ")


def _is_side(value: Any) -> bool:
    return isinstance(value, dict) and "clauses" in value


def _side(document: Mapping[str, Any]) -> str:
    lines = [f"  {_dump(key)}: {_lined(value, '    ')}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _lined(value: object, indent: str) -> str:
    """Lists of objects one to a line; everything else in one line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(indent + _dump(item) for item in value) + f"\n{indent[2:]}]"
    return _dump(value)

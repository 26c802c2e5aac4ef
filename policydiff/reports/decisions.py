"""What a person decided about links, as the record has it and as reports tell it."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.model import Collation
from policydiff.reports.catalogue import Catalogue


def decided(collation: Collation, kind: str) -> list[tuple[str, str]]:
    """Return the pairs that a person pinned or banned, as the record has them.

    Args:
        collation: the record.
        kind: `pins` or `bans`.
    """
    pairs = collation.settings.get(kind)
    return [(str(old), str(new)) for old, new in pairs] if isinstance(pairs, Sequence) else []


def overruled_in_words(collation: Collation, words: Catalogue) -> str:
    """Return one sentence saying how many pairs were decided by hand; empty if none was."""
    counts = {kind: len(decided(collation, kind)) for kind in ("pins", "bans")}
    parts = [words.say(f"method.{kind}", count=count) for kind, count in counts.items() if count]
    return words.say("method.by_hand", parts=words["list.clauses"].join(parts)) if parts else ""

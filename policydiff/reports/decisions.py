"""What a person decided about links, as the record has it and as reports tell it."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.model import Collation


def decided(collation: Collation, kind: str) -> list[tuple[str, str]]:
    """Return the pairs that a person pinned or banned, as the record has them.

    Args:
        collation: the record.
        kind: `pins` or `bans`.
    """
    pairs = collation.settings.get(kind)
    return [(str(old), str(new)) for old, new in pairs] if isinstance(pairs, Sequence) else []


def overruled_in_words(collation: Collation) -> str:
    """Return one sentence saying how many pairs were decided by hand; empty if none was."""
    pins, bans = (len(decided(collation, kind)) for kind in ("pins", "bans"))
    parts = [f"指定对应{pins}对"] * bool(pins) + [f"排除对应{bans}对"] * bool(bans)
    return f"人工{'，'.join(parts)}；其余对应不受影响。" if parts else ""

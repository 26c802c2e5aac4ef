"""What came closest to a clause without a counterpart, and why it is none, in words."""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from policydiff.model import COUNTED_TIERS, Collation, Rejection
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.labels import path_label


class Closest(NamedTuple):
    """What came closest to one clause."""

    side: str
    """Which side the clause is on, `old` or `new`."""
    id: str
    """The id of the clause that came closest, on the other side."""
    rejection: Rejection


def closest(collation: Collation) -> dict[int, list[Closest]]:
    """Return for each row that is on one side only what came closest to its clauses, those with a link that counts left out."""
    linked = {(side, getattr(link, side)) for link in collation.links if link.tier in COUNTED_TIERS for side in ("old", "new")}
    best: dict[tuple[str, str], Rejection] = {}
    for known in sorted(collation.rejected, key=lambda rejection: rejection.alone):
        best["old", known.old] = best["new", known.new] = known
    found: dict[int, list[Closest]] = {}
    for row, pair in enumerate(collation.pairs):
        side = "old" if pair.old else "new"
        for id in () if pair.old and pair.new else pair.old or pair.new:
            rejection = best.get((side, id))
            if rejection is not None and (side, id) not in linked:
                other = rejection.new if side == "old" else rejection.old
                found.setdefault(row, []).append(Closest(side, other, rejection))
    return found


def reason(collation: Collation, rejection: Rejection, words: Catalogue) -> str:
    """Return why a pair is none: other clauses explain the words they share, or there is not evidence enough (1 is enough)."""
    if rejection.alone < 1 or rejection.rival is None:
        return words.say("closest.evidence", share=f"{floor(10 * rejection.alone) / 10:.1f}")  # 0.97 is not 1.0, which would be enough
    # The link is one of the other clause, or one of the clause itself: what matters is the clause that is not in the pair.
    if rejection.rival[0] == rejection.old:
        label = _name(collation, "new", rejection.rival[1], words)
    else:
        label = _name(collation, "old", rejection.rival[0], words)
    return words.say("closest.explained", label=label)


def in_words(collation: Collation, found: Closest, words: Catalogue) -> str:
    """Return it as a line: 最接近（六），依据不足（0.8）."""
    name = _name(collation, "new" if found.side == "old" else "old", found.id, words)
    return words.say("closest.line", label=name, reason=reason(collation, found.rejection, words))


def _name(collation: Collation, side: str, id: str, words: Catalogue) -> str:
    document = collation.old if side == "old" else collation.new
    name = path_label(document, document.clause(id), words)
    return words.say("label.old", label=name) if side == "old" else name

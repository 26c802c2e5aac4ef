"""另见: the links of a row that lead to other rows, and the words of both sides that show them.

A clause that was split or joined stands in one row, and parts of it have gone to others, or came from there. At both ends the reader finds
the other end, and can see why. So too for pairs that were considered and not counted: a reader may know better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policydiff.model import COUNTED_TIERS, Evidence, Link, Tier
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import Lookup
from policydiff.reports.html.marks import Fold, quoted_pieces
from policydiff.reports.html.shared import shared_passages
from policydiff.reports.html.view import SIDES, Piece, Proof, Side
from policydiff.reports.html.view import Link as Way

#: What is considered and not counted is listed up to so many, the closest first.
_MOST_CANDIDATES: Final = 3
_MOST_PASSAGES: Final = 3
#: A passage that is quoted is cut down to this many characters.
_LONGEST: Final = 90


def proofs(lookup: Lookup, row: int, fold: Fold) -> tuple[Proof, ...]:
    """Return the links of a row that lead elsewhere, those that count before those that do not.

    Args:
        lookup: the record.
        row: which one; an index into the pairs of the record.
        fold: what brings both texts to characters in which words can be told apart.
    """
    if lookup.reprint:
        return ()
    found = [(side, link) for side in SIDES for link in lookup.links(row, side) if _leads_away(lookup, row, side, link)]
    counted = [item for item in found if item[1].tier in COUNTED_TIERS]
    others = sorted((item for item in found if item[1].tier is Tier.CANDIDATE), key=lambda item: -item[1].score)
    return tuple(_proof(lookup, side, link, fold) for side, link in (*counted, *others[:_MOST_CANDIDATES]))


def _leads_away(lookup: Lookup, row: int, side: Side, link: Link) -> bool:
    return (lookup.row_of["new"][link.new] if side == "old" else lookup.row_of["old"][link.old]) != row


def _proof(lookup: Lookup, side: Side, link: Link, fold: Fold) -> Proof:
    there: Side = "new" if side == "old" else "old"
    row = lookup.row_of[there][link.new if side == "old" else link.old]
    passages = (link.parts or link.evidence)[:_MOST_PASSAGES]
    old, new = _words(lookup, passages, fold)
    return Proof(phrases.proof(lookup.words, side, str(link.tier)), Way(lookup.address(there, link), lookup.href(row)), old, new)


def _words(lookup: Lookup, passages: Sequence[Evidence], fold: Fold) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = list[Piece](), list[Piece]()
    for number, passage in enumerate(passages):
        texts = passage.old.of(lookup.collation.old.text), passage.new.of(lookup.collation.new.text)
        shared = shared_passages(*texts, fold)
        for pieces, text, kept in ((old, texts[0], shared[0]), (new, texts[1], shared[1])):
            pieces += _between(number)
            pieces += quoted_pieces(text, kept, _LONGEST)
    return tuple(old), tuple(new)


def _between(number: int) -> Iterator[Piece]:
    yield from (Piece("text", phrases.ELLIPSIS),) if number else ()

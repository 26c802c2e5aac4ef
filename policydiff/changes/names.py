"""A name became another one, in 《》 or “”: 《教育法》 → 《职业教育法》, “劳模工匠进校园” → “劳模工匠进企业”.

Two names are compared where one stands in the place of the other: what is around them is equal, or they are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from policydiff.changes.row import Passage, Row
from policydiff.model import Finding, saying

_NAME: Final = re.compile("《[^《》]*(?:〈[^〉]*〉[^《》]*)?》|“[^“”]{1,30}”")
#: Names that share less than this are two names, unless they stand in the same place.
_ALIKE: Final = 0.5


def changed_names(row: Row) -> Iterator[Finding]:
    """Remark on names and titles that became others; see the module."""
    if not row.differences:
        return
    olds, news = ([Passage(*m.span()) for m in _NAME.finditer(side.text)] for side in (row.olds, row.news))
    lost, gained = _without(row, olds, news)
    pairs = sorted((-_likeness(row, a, b), a, b) for a in lost for b in gained if _stands_for(row, a, b))
    found = dict[Passage, Passage]()
    for _, old, new in pairs:
        if old not in found and new not in found.values():
            found[old] = new
    for old, new in sorted(found.items()):
        before, after = row.olds.printed(old), row.news.printed(new)
        said = saying("name.changed", old=before, new=after)
        yield row.finding("name", old, new, f"名称改动：{before} → {after}。", said)


def _without(row: Row, olds: Sequence[Passage], news: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """The names that are not on the other side, marks of punctuation inside them aside."""
    of_old, of_new = [_plain(row.olds.of(name)) for name in olds], [_plain(row.news.of(name)) for name in news]
    return (
        [name for name, text in zip(olds, of_old, strict=True) if text not in of_new],
        [name for name, text in zip(news, of_new, strict=True) if text not in of_old],
    )


def _plain(name: str) -> str:
    return name[0] + "".join(c for c in name if c.isalnum() or c == "+")


def _stands_for(row: Row, old: Passage, new: Passage) -> bool:
    """Whether a name stands in the place of another, or is alike and stands in the same difference."""
    if row.olds.text[old.start] != row.news.text[new.start] or not _meet(row, old, new):
        return False
    return _likeness(row, old, new) >= _ALIKE or (_is_equal(row, old.start - 1, new.start - 1) and _is_equal(row, old.end, new.end))


def _meet(row: Row, old: Passage, new: Passage) -> bool:
    if any(row.counterparts.get(place, -1) in range(*new) for place in range(*old)):
        return True
    return any(old.meets(a) and new.meets(b) for a, b in row.differences)


def _is_equal(row: Row, old: int, new: int) -> bool:
    """Whether a character is the same on both sides; the edges of a row are."""
    if row.counterparts.get(old) == new:
        return True
    return (old < 0 and new < 0) or (old >= len(row.olds.text) and new >= len(row.news.text))


def _likeness(row: Row, old: Passage, new: Passage) -> float:
    from rapidfuzz.distance import Indel

    inner = row.olds.text[old.start + 1 : old.end - 1], row.news.text[new.start + 1 : new.end - 1]
    return float(Indel.normalized_similarity(*inner))

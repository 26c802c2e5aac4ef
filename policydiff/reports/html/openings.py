"""Where a chapter of the page begins: at a heading of the new text, or at a dropped one that nothing of the new text stands below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from policydiff.model import Clause
from policydiff.reports.html.lookup import Lookup


class Openings:
    """The rows of a record that open a chapter."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def above(self, row: int) -> int | None:
        """Return the row that opened the chapter in which the rows before a row stand."""
        return next((above for above in reversed(range(row)) if self.open_at(above)), None)

    def open_at(self, row: int) -> bool:
        """Whether a row is the heading of those behind it; a dropped heading that is not is a row among others."""
        if self._lookup.is_heading(row, "new"):
            return True
        if self._lookup.ids(row, "new") or not self._lookup.is_heading(row, "old"):
            return False
        return self._open_in_a_reprint(row) if self._lookup.reprint else self._dropped_until_next_heading[row + 1]

    @cached_property
    def _dropped_until_next_heading(self) -> Sequence[bool]:
        """For every row, whether it was dropped, and so was all behind it up to the next heading of the new text."""
        dropped = [False] * (len(self._lookup.pairs) + 1)
        for row in reversed(range(len(self._lookup.pairs))):
            if not self._lookup.ids(row, "new"):
                is_last = row + 1 == len(self._lookup.pairs) or self._lookup.is_heading(row + 1, "new")
                dropped[row] = is_last or dropped[row + 1]
        return dropped

    def _open_in_a_reprint(self, row: int) -> bool:
        """A heading that a reprint lacks still opens its chapter, if what stands behind it stood below it."""
        lost, below = self._lookup.ids(row, "old")[0], 0
        for other in range(row + 1, len(self._lookup.pairs)):
            if self._lookup.is_heading(other, "new"):
                break
            if not all(self._stands_below(clause, lost) for clause in self._lookup.heads(other, "old")):
                if self._lookup.is_heading(other, "old"):
                    break
                return False
            below += bool(self._lookup.ids(other, "old"))
        return below > 0

    def _stands_below(self, clause: Clause, heading: str) -> bool:
        return any(above.id == heading for above in self._lookup.collation.old.ancestors(clause))

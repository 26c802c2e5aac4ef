"""The links of a record by their clauses: asked once for each row, a list of all links would be gone through as often as there are rows."""

from __future__ import annotations

from collections.abc import Iterable

from policydiff.model import COUNTED_TIERS, Collation, Link


class Linked:
    """The links of a record that count: strong and probable ones, and those that a person made."""

    def __init__(self, collation: Collation) -> None:
        self._links = collation.links
        self._of_old: dict[str, list[int]] = {}
        self._of_new: dict[str, list[int]] = {}
        for place, link in enumerate(collation.links):
            if link.tier in COUNTED_TIERS:
                self._of_old.setdefault(link.old, []).append(place)
                self._of_new.setdefault(link.new, []).append(place)

    def of(self, *, old: Iterable[str] = (), new: Iterable[str] = ()) -> list[Link]:
        """Return the links of some clauses of either side, each once, in the order of the record."""
        places = {place for id in old for place in self._of_old.get(id, ())}
        places.update(place for id in new for place in self._of_new.get(id, ()))
        return [self._links[place] for place in sorted(places)]

"""Announced words that are not there: which sentence of the source do they retell?

Compared are pairs of characters, weighted by their rarity in the source (`matches`): how much of what is announced stands in one sentence.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from policydiff.quotations.matches import Index
from policydiff.quotations.passages import Passage
from policydiff.quotations.selection import Group, Stretch

#: This share of the announced words, by rarity, must stand in one sentence of the source.
_LEAST_SHARE: Final = 0.34
_FEWEST_LETTERS: Final = 8
_LONGEST: Final = 200


class Retelling:
    """Finds the sentence that is retold."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._sentences = dict[int, list[tuple[int, int, frozenset[str]]]]()

    def groups(self, text: str, stretch: Stretch) -> list[Group]:
        """Return a group of one passage for a stretch that is announced and retold; else nothing."""
        citation = stretch.citation
        if citation is None or citation.strength == 0 or not _FEWEST_LETTERS <= stretch.end - stretch.start <= _LONGEST:
            return []
        pairs = {a + b for a, b in pairwise(text[stretch.start : stretch.end]) if not (a.isdigit() and b.isdigit())}
        best: tuple[float, int, int, int] | None = None
        for source in citation.sources:
            for start, end, own in self._of(source):
                share = self._share(pairs, own, source)
                if best is None or share > best[0]:
                    best = share, source, start, end
        if best is None or best[0] < _LEAST_SHARE:
            return []
        share, source, start, end = best
        passage = Passage(stretch.start, stretch.end, start, end, source, share * len(pairs), 0)
        return [Group((passage,), citation, passage.worth, {source: passage.worth})]

    def _share(self, pairs: set[str], own: frozenset[str], source: int) -> float:
        worth = self.index.pair_worth[source]
        whole = sum(worth.get(pair, 1.0) for pair in pairs)
        return sum(worth[pair] for pair in pairs & own) / whole if whole else 0.0

    def _of(self, source: int) -> list[tuple[int, int, frozenset[str]]]:
        if source not in self._sentences:
            wording, offset = self.index.sources[source], self.index.offsets[source]
            self._sentences[source] = [
                (offset + start, offset + end, frozenset(a + b for a, b in pairwise(wording.text[start:end])))
                for start, end in wording.sentences
            ]
        return self._sentences[source]

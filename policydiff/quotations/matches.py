"""Where the words of a commentary stand in its sources: an index of the sources, made once.

A passage of four characters that both share is a seed; from it the match is extended as far as the words are the same. What a match
is worth is not its length but its rarity: the sum over its pairs of characters of ln((n + 1) / df) / ln(n + 1), where df is how many of
the n sentences of the source have that pair. So 产业工人, which is in every second sentence of a plan about workers, is worth next to
nothing, and a sentence that stands once is worth nearly its length.

The measure is that of inverse document frequency (Spärck Jones 1972), taken inside the source.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import log
from typing import Final, NamedTuple

from policydiff.quotations.formulae import formulae
from policydiff.quotations.wording import Stop, Wording


class Match(NamedTuple):
    """The same letters in the commentary and in a source."""

    here: int
    """The first letter in the commentary."""
    there: int
    """The first letter in the index."""
    size: int


#: The length of a seed. Three would double the matches and find nothing that is a quotation.
SEED: Final = 4
#: A seed that stands at more places than this in a source, on average, is a formula; matches that hold nothing rarer are none.
_MOST_PLACES: Final = 24
_BETWEEN: Final = "\n"


class Index:
    """The words of all sources in one row, with the places of every four characters and the worth of every two."""

    def __init__(self, sources: Sequence[Wording]) -> None:
        self.sources = sources
        self.text = "".join(source.text + _BETWEEN for source in sources)
        self.offsets = list(accumulate((len(source.text) + 1 for source in sources), initial=0))[:-1]
        self.stops = b"".join(source.stops + bytes([Stop.CLAUSE]) for source in sources)
        self._places = _seeds(self.text, self.stops, _MOST_PLACES * len(sources))
        #: For each source, what each pair of its letters is worth.
        self.pair_worth = [_pair_worth(source) for source in sources]
        each = (worth for source, table in zip(sources, self.pair_worth, strict=True) for worth in _worths(source, table))
        self._worth = array("d", accumulate(each, initial=0.0))

        self._formulaic = array("d", accumulate(self._in_formulae(), initial=0.0))

    def _in_formulae(self) -> Iterator[float]:
        """What each letter is worth that stands in a formula."""
        place = 0
        for start, end in formulae(self.text):
            yield from (0.0 for _ in range(place, start))
            yield from (self._worth[k + 1] - self._worth[k] for k in range(start, end))
            place = end
        yield from (0.0 for _ in range(place, len(self.text)))

    def formulaic(self, start: int, end: int) -> float:
        """Return how much of the worth of a passage is that of formulae."""
        return self._formulaic[end] - self._formulaic[start]

    def worth(self, start: int, size: int) -> float:
        """Return what a passage is worth: its length, if its words stand nowhere else in the source."""
        return self._worth[start + size - 1] - self._worth[start] if size > 1 else 0.0

    def source_at(self, place: int) -> int:
        """Return which source a place belongs to."""
        return bisect_right(self.offsets, place) - 1

    def clause_at(self, place: int) -> int:
        """Return which clause of its source a place belongs to."""
        source = self.source_at(place)
        return self.sources[source].clause_at(place - self.offsets[source])

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a passage is a whole sentence or heading of its source."""
        return self.stops[start] >= Stop.SENTENCE and self.stops[end] >= Stop.SENTENCE

    def matches(self, text: str, start: int, end: int) -> list[Match]:
        """Return all matches of a passage of the commentary, each as long as it can be, in the order of the commentary."""
        found, reached = list[Match](), dict[int, int]()
        for here in range(start, end - SEED + 1):
            for there in self._places.get(text[here : here + SEED], ()):
                if reached.get(there - here, 0) <= here:
                    match = self._extended(text, here, there, start, end)
                    reached[there - here] = match.here + match.size
                    found.append(match)
        return sorted(found)

    def _extended(self, text: str, here: int, there: int, start: int, end: int) -> Match:
        back, size = 0, SEED
        while here - back > start and text[here - back - 1] == self.text[there - back - 1] and self.stops[there - back] != Stop.CLAUSE:
            back += 1
        while here + size < end and text[here + size] == self.text[there + size] and self.stops[there + size] != Stop.CLAUSE:
            size += 1
        return Match(here - back, there - back, size + back)


def _seeds(text: str, stops: bytes, most: int) -> dict[str, list[int]]:
    places = defaultdict[str, list[int]](list)
    for place in range(len(text) - SEED + 1):
        if Stop.CLAUSE not in stops[place + 1 : place + SEED]:
            places[text[place : place + SEED]].append(place)
    return {seed: found for seed, found in places.items() if len(found) <= most}


def _pair_worth(source: Wording) -> dict[str, float]:
    sentences = [source.text[start:end] for start, end in source.sentences]
    frequency = Counter[str]()
    for sentence in sentences:
        frequency.update({a + b for a, b in pairwise(sentence)})
    scale = log(len(sentences) + 1)
    return {pair: log((len(sentences) + 1) / count) / scale for pair, count in frequency.items()}


def _worths(source: Wording, worth: Mapping[str, float]) -> Iterator[float]:
    """What each pair of letters of a source is worth, one for every letter and one for the mark behind the last."""
    for a, b in pairwise(source.text):
        yield worth.get(a + b, 1.0)  # a pair across two sentences
    yield from (0.0, 0.0) if source.text else (0.0,)

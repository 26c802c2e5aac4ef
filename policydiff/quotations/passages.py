"""Matches → passages: what belongs together, and what is a quotation by its length.

Matches of one sentence are chained: the chain of greatest worth wins (dynamic programming, as in collinear chaining of anchors).
Between two matches of a chain words may have been left out or put in, at a price; or the commentary jumped to another place of the
source, and a new passage begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from policydiff.quotations.matches import Index, Match
from policydiff.quotations.wording import Stop, Wording

#: So many letters left out are an omission, and not a word that was changed.
_MUCH: Final = 8


class Passage(NamedTuple):
    """Letters of the commentary, and letters of one clause of a source that they were taken from."""

    start: int
    """In letters of the commentary."""
    end: int
    there_start: int
    """In letters of the index."""
    there_end: int
    source: int
    worth: float
    """Of what both share, less the price of what lies between."""
    shared: int
    """How many letters both share."""
    blocks: tuple[Match, ...] = ()
    """The matches it is made of, in order."""

    @property
    def density(self) -> float:
        """The share of its letters, in the commentary, that stand in the source."""
        return self.shared / (self.end - self.start)

    def pieces(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the passage in pieces, cut where much was left out: letters of the commentary, then of the index."""
        start, there_start = self.start, self.there_start
        for before, behind in pairwise(self.blocks):
            end, there_end = before.here + before.size, before.there + before.size
            if behind.there - there_end >= _MUCH:
                yield start, end, there_start, there_end
                start, there_start = behind.here, behind.there
        yield start, self.end, there_start, self.there_end


#: Prices in letters: for each letter put in, for each left out, for every gap, for the end of a sentence left out, and for a jump.
_PUT_IN, _LEFT_OUT, _GAP, _SENTENCE, _JUMP = 0.3, 0.02, 0.5, 0.5, 2.5
#: What a whole heading or sentence is worth by being whole.
_WHOLE: Final = 2.0
#: More letters put in than this, and a new passage begins.
_LONGEST_GAP: Final = 16
#: Of a sentence with more matches than this only the most worthy are chained.
_MOST_MATCHES: Final = 48
_LEAST: Final = 2
#: Where the end of a sentence of the source was left out, only so many letters may have been put in.
_JOINT: Final = 2


class _Link(NamedTuple):
    score: float
    before: int
    is_jump: bool
    match: Match
    """Without what overlaps the match before it."""


def passages(index: Index, source: int, matches: Sequence[Match]) -> list[Passage]:
    """Return the passages of a sentence that stand in one source, in the order of the commentary.

    Args:
        index: of all sources.
        source: which one.
        matches: of the sentence with that source.
    """
    kept = sorted(sorted(matches, key=lambda m: (-index.worth(m.there, m.size), m))[:_MOST_MATCHES])
    clauses = [index.clause_at(match.there) for match in kept]
    links = list[_Link]()
    for place, match in enumerate(kept):
        best = _Link(index.worth(match.there, match.size) + _whole(index, match), -1, True, match)
        for before in _worth_trying(links, match):
            link = links[before]
            found = _joined(index, link, match, before, clauses[before] == clauses[place])
            if found is not None and found.score > best.score:
                best = found
        links.append(best)
    return _runs(index, source, links)


def _worth_trying(links: Sequence[_Link], match: Match) -> list[int]:
    """Return which links a match may follow: all that are near, and of those from which it can only jump the best."""
    near, far, best = list[int](), -1, 0.0
    for place, (score, _, _, last) in enumerate(links):
        if match.here - last.here - last.size <= _LONGEST_GAP:
            near.append(place)
        elif score > best:
            far, best = place, score
    return [far, *near] if far >= 0 else near


def _whole(index: Index, match: Match) -> float:
    """A little more for what begins or ends with a segment of the source: of two places, the heading is the one that is quoted."""
    if index.is_whole(match.there, match.there + match.size):
        return _WHOLE
    return 0.25 * ((index.stops[match.there] >= Stop.SEGMENT) + (index.stops[match.there + match.size] >= Stop.SEGMENT))


def _joined(index: Index, link: _Link, match: Match, before: int, same_clause: bool) -> _Link | None:
    last = link.match
    here_end, there_end = last.here + last.size, last.there + last.size
    if match.here <= last.here or match.here + match.size <= here_end:
        return None
    follows = same_clause and match.there > last.there and match.there + match.size > there_end and match.here - here_end <= _LONGEST_GAP
    overlap = max(0, here_end - match.here, there_end - match.there if follows else 0)
    if match.size - overlap < _LEAST:
        return None
    rest = Match(match.here + overlap, match.there + overlap, match.size - overlap)
    worth = link.score + index.worth(rest.there, rest.size)
    jump = worth - _JUMP + _whole(index, rest)
    left_a_sentence = follows and max(index.stops[there_end : rest.there + 1]) >= Stop.SENTENCE
    if follows and not (left_a_sentence and rest.here - here_end > _JOINT):
        price = _price(index, rest.here - here_end, there_end, rest.there)
        if price <= _JUMP:
            return _Link(worth - price, before, False, rest)
    return _Link(jump, before, True, rest)


def _price(index: Index, put_in: int, there_end: int, there: int) -> float:
    left_out = there - there_end
    crosses = left_out > 0 and max(index.stops[there_end : there + 1]) >= Stop.SENTENCE
    return _GAP + _PUT_IN * put_in + _LEFT_OUT * left_out + _SENTENCE * crosses


def _runs(index: Index, source: int, links: Sequence[_Link]) -> list[Passage]:
    if not links:
        return []
    place = max(range(len(links)), key=lambda k: (links[k].score, -k))
    runs, run = list[list[Match]](), list[Match]()
    while place >= 0:
        link = links[place]
        run.append(link.match)
        if link.is_jump:
            runs.append(run[::-1])
            run = []
        place = link.before
    return [_passage(index, source, matches) for matches in reversed(runs)]


def _passage(index: Index, source: int, run: Sequence[Match]) -> Passage:
    worth = index.worth(run[0].there, run[0].size)
    for last, match in pairwise(run):
        gap, there_end = match.here - last.here - last.size, last.there + last.size
        is_next = not gap and match.there == there_end
        worth += index.worth(there_end - 1, match.size + 1) if is_next else index.worth(match.there, match.size)
        worth -= 0.0 if is_next else _price(index, gap, there_end, match.there)
    first, last = run[0], run[-1]
    return Passage(
        first.here, last.here + last.size, first.there, last.there + last.size, source, worth, sum(m.size for m in run), tuple(run)
    )


def without_ragged_ends(index: Index, here: Wording, passage: Passage, fit: Callable[[Passage], float]) -> Passage:
    """Return the part of a passage that fits best: what hangs over the ends of a segment is left off where the rest does better without it.

    Args:
        index: of all sources.
        here: the commentary.
        passage: what was found.
        fit: how well a passage fits.
    """
    blocks = [part for block in passage.blocks for part in _cut_at_stops(index, here, block)]
    for end in (0, -1):
        while len(blocks) > 1:
            fewer = blocks[1:] if end == 0 else blocks[:-1]
            shorter = _passage(index, passage.source, fewer)
            if fit(shorter) <= fit(passage):
                break
            passage, blocks = shorter, fewer
    return passage


def _cut_at_stops(index: Index, here: Wording, block: Match) -> Iterator[Match]:
    """Cut a match where a segment begins in both texts."""
    start = 0
    for place in range(1, block.size):
        if here.stops[block.here + place] >= Stop.SEGMENT and index.stops[block.there + place] >= Stop.SEGMENT:
            yield Match(block.here + start, block.there + start, place - start)
            start = place
    yield Match(block.here + start, block.there + start, block.size - start)


# -- ends ------------------------------------------------------------------------------------------------------------------------------

#: Of the rest of a segment at least this share must stand in the rest of the other, for the passage to reach to its end.
_LEAST_COMMON: Final = 0.5
_LONGEST_REST: Final = 16
#: Otherwise it reaches to so many letters that are the same, if no more than so many lie between.
_LEAST_SAME, _MOST_BETWEEN = 3, 4


def stretched(index: Index, here: Wording, passage: Passage, limits: tuple[int, int]) -> Passage:
    """Return a passage that reaches to the ends of its segments, or as far towards them as what is left is much the same in both texts.

    Args:
        index: of all sources.
        here: the commentary.
        passage: what was found.
        limits: the letters of the commentary that it may not leave.
    """
    end, there_end = _edge(here.stops, passage.end, limits[1], 1), _edge(index.stops, passage.there_end, len(index.text) - 1, 1)
    rest = _Rest(here.text[passage.end : end], index.text[passage.there_end : there_end])
    size, there_size, common = rest.reach()
    passage = passage._replace(end=passage.end + size, there_end=passage.there_end + there_size, shared=passage.shared + common)
    start, there_start = _edge(here.stops, passage.start, limits[0], -1), _edge(index.stops, passage.there_start, 0, -1)
    rest = _Rest(here.text[start : passage.start][::-1], index.text[there_start : passage.there_start][::-1])
    size, there_size, common = rest.reach()
    return passage._replace(start=passage.start - size, there_start=passage.there_start - there_size, shared=passage.shared + common)


def _edge(stops: bytes, place: int, limit: int, step: int) -> int:
    """The end of the segment that a place is in, in the direction of the step, or the farthest place that is looked at."""
    edge = place
    for _ in range(_LONGEST_REST):
        if edge == limit or stops[edge] >= Stop.SEGMENT:
            break
        edge += step
    return edge


class _Rest(NamedTuple):
    """What is left of two segments, away from the passage."""

    here: str
    there: str

    def reach(self) -> tuple[int, int, int]:
        """Return how many letters of both to take, and how many of them both share."""
        from rapidfuzz.distance import LCSseq

        common = int(LCSseq.similarity(self.here, self.there))
        is_whole = max(len(self.here), len(self.there)) < _LONGEST_REST
        if is_whole and common > 1 and common >= _LEAST_COMMON * len(self.here):
            return len(self.here), len(self.there), common
        for gap in range(1, _MOST_BETWEEN + 1):
            place = self.there.find(self.here[gap : gap + _LEAST_SAME]) if len(self.here) >= gap + _LEAST_SAME else -1
            if 0 <= place <= _MOST_BETWEEN:
                return self._extended(gap, place)
        return 0, 0, 0

    def _extended(self, here: int, there: int) -> tuple[int, int, int]:
        size = 0
        while here + size < len(self.here) and there + size < len(self.there) and self.here[here + size] == self.there[there + size]:
            size += 1
        return here + size, there + size, size

"""Passages → groups: which of them are quotations, and which belong to one.

A commentary shares words with its source wherever both speak of the same things. What makes a quotation is how much it shares that is rare,
and whether it begins and ends where both texts begin and end a segment: somebody who quotes takes whole phrases. Words that the commentary
announces as those of the source need to be far fewer, and of a whole heading or sentence any number will do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import Final, NamedTuple

from policydiff.quotations.citations import Citation
from policydiff.quotations.matches import Index, Match
from policydiff.quotations.particles import ADVERBS, AND_SO_ON
from policydiff.quotations.passages import Passage, passages, stretched, without_ragged_ends
from policydiff.quotations.wording import Stop, Wording

#: A passage that begins or ends inside a segment, of either text, may be a turn of phrase: it needs this many rare letters more.
_RAGGED: Final = 4.0
#: How many rare letters make a quotation: of words that nobody announced, of words in a sentence about the source, of words announced.
_LEAST_WORTH: Final = (5.5, 4.0, 2.5)
#: Fewer letters than this are no quotation unless they are announced.
_FEWEST_LETTERS: Final = 9
#: Retold rather than quoted, and not announced: so many more.
_LEAST_RETOLD: Final = 10.0
_LEAST_DENSITY: Final = 0.6
#: So many are enough for a long phrase that is whole in both texts, and for words of a clause that was announced a little before.
_LEAST_LIKELY: Final = 4.0
_LONG_PHRASE, _LONGEST_PHRASE = 12, 16
#: … and so much of the worth of the longest must not be that of formulae.
_LEAST_OF_A_PHRASE: Final = 2.0
_A_LITTLE: Final = 500
_REMEMBERED: Final = 8
#: Each further passage of a quotation must be worth this much by itself.
_JUMP, _LEAST_FURTHER = 2.5, 3.0
#: A whole heading or sentence between quotation marks, or announced, needs only so many letters.
_LEAST_WHOLE: Final = 4
#: Passages with no more letters between them than this belong together: 把……吸收到党组织中来，注重推进……
_JOINT: Final = 2
#: A sentence is cut here if it has no end.
_LONGEST_SENTENCE: Final = 800
_LONGEST_ADVERBS: Final = 8


class Group(NamedTuple):
    """Passages of one source that are one quotation."""

    passages: tuple[Passage, ...]
    citation: Citation | None
    worth: float
    rivals: Mapping[int, float]
    """What the best passages of each source are worth in these words."""

    @property
    def source(self) -> int:
        """Which source."""
        return self.passages[0].source

    @property
    def shared(self) -> int:
        """How many letters both share."""
        return sum(passage.shared for passage in self.passages)

    @property
    def start(self) -> int:
        """The first letter."""
        return self.passages[0].start

    @property
    def end(self) -> int:
        """Behind the last letter."""
        return self.passages[-1].end


class Stretch(NamedTuple):
    """A passage of the commentary that is searched as a whole: a sentence, or the part of it that is announced."""

    start: int
    """In letters."""
    end: int
    citation: Citation | None


def stretches(commentary: Wording, cited: Sequence[Citation]) -> Iterator[Stretch]:
    """Yield the passages in which quotations are sought: sentences, cut where words are announced; the announcement itself is none."""
    announced = sorted((commentary.letters(c.start, c.end), commentary.letters(*c.cue), c) for c in cited)
    starts = [span[0] for span, _, _ in announced]
    cues = sorted(cue for _, cue, _ in announced)
    cue_starts = [cue[0] for cue in cues]
    for start, end in _sentences(commentary):
        inside = announced[bisect_left(starts, start) : bisect_left(starts, end)]
        # What was announced in the sentence before may go on in this one, between quotation marks.
        place = bisect_left(starts, start) - 1
        going_on = [announced[place]] if place >= 0 and announced[place][0][1] > start else []
        cuts = {start, end}
        for span, _, _ in (*going_on, *inside):
            cuts |= {min(max(start, edge), end) for edge in span}
        for cue in cues[bisect_left(cue_starts, start) : bisect_left(cue_starts, end)]:
            cuts |= {min(max(start, edge), end) for edge in cue}
        for a, b in pairwise(sorted(cuts)):
            citation = next((c for span, _, c in reversed((*going_on, *inside)) if span[0] <= a < span[1]), None)
            in_cue = any(cue[0] <= a < cue[1] for cue in cues[max(0, bisect_right(cue_starts, a) - 2) : bisect_right(cue_starts, a)])
            if not in_cue or citation is not None:
                yield Stretch(a, b, citation)


def _sentences(commentary: Wording) -> Iterator[tuple[int, int]]:
    """Sentences for quotations: a semicolon does not end one, and none is longer than can be searched."""
    start, last = 0, len(commentary.text)
    for _, end in commentary.sentences:
        between = commentary.normal.text[commentary.places[end - 1] : commentary.places[end]] if end < last else "。"
        if end - start >= _LONGEST_SENTENCE or end == last or "；" not in between or commentary.stop(end) == Stop.CLAUSE:
            for place in range(start, end, _LONGEST_SENTENCE):
                yield place, min(place + _LONGEST_SENTENCE, end)
            start = end


class Selector:
    """Decides what is a quotation."""

    def __init__(self, commentary: Wording, index: Index, text: str, rank: Mapping[int, tuple[int, str]]) -> None:
        """Prepare for one commentary.

        Args:
            commentary: what quotes.
            index: of all sources.
            text: the letters of the commentary, those in titles of texts blanked out.
            rank: how sources are preferred that say the same.
        """
        self.commentary, self.index, self.text, self.rank = commentary, index, text, rank
        self._announced = deque[tuple[int, int, int]](maxlen=_REMEMBERED)

    def groups(self, stretch: Stretch) -> list[Group]:
        """Return the quotations in a stretch of the commentary, in order; they do not overlap."""
        found = self.index.matches(self.text, stretch.start, stretch.end)
        if not found:
            return []
        by_source = dict[int, list[Match]]()
        for match in found:
            by_source.setdefault(self.index.source_at(match.there), []).append(match)
        candidates = list[Group]()
        for source, matches in by_source.items():
            candidates += self._of_source(source, matches, stretch)
        chosen = self._best(candidates)
        if stretch.citation is not None and stretch.citation.strength:  # announced as words of another source
            chosen = [group._replace(citation=stretch.citation) for group in chosen]
        for group in chosen:
            if group.citation is not None:
                self._announced += ((p.end, p.source, self._clause(p)) for p in group.passages)
        return chosen

    def _of_source(self, source: int, matches: Sequence[Match], stretch: Stretch) -> Iterator[Group]:
        cited = stretch.citation if stretch.citation and source in stretch.citation.sources else None
        if cited is None and not self._may_be_quoted(matches):
            return
        found = [without_ragged_ends(self.index, self.commentary, p, self._fit) for p in passages(self.index, source, matches)]
        found = _without_overlap([stretched(self.index, self.commentary, p, (stretch.start, stretch.end)) for p in found])
        kept = [p for p in found if self._is_kept(p, cited)]
        for group in self._joined(kept) if cited is None else ([kept] if kept else []):
            worth = sum(self._fit(p) for p in group) - _JUMP * (len(group) - 1)
            if cited is not None or worth - sum(map(self._formulaic, group)) >= self._least(group):
                yield Group(tuple(group), cited, worth, {})

    def _may_be_quoted(self, matches: Sequence[Match]) -> bool:
        """Whether it is worth while to look closer: all matches together are worth a quotation, or one is a whole heading."""
        worth = sum(self.index.worth(match.there, match.size) for match in matches)
        return worth >= _LEAST_LIKELY or any(self.index.is_whole(match.there, match.there + match.size) for match in matches)

    def _is_kept(self, passage: Passage, cited: Citation | None) -> bool:
        """Whether a passage may be part of a quotation."""
        fit = self._fit(passage)
        if cited is None:
            return fit - self._formulaic(passage) >= _LEAST_FURTHER or self._is_whole_in_marks(passage) or self._is_sentence(passage)
        if passage.end - passage.start >= _LEAST_WHOLE and self.index.is_whole(passage.there_start, passage.there_end):
            return True
        return fit >= _LEAST_WORTH[min(cited.strength, 1) + 1]

    def _formulaic(self, passage: Passage) -> float:
        return sum(self.index.formulaic(block.there, block.there + block.size) for block in passage.blocks)

    def _joined(self, found: Sequence[Passage]) -> list[list[Passage]]:
        """Passages of one clause that stand side by side belong together, though nobody says that they quote."""
        groups = list[list[Passage]]()
        for passage in found:
            last = groups[-1][-1] if groups else None
            if last is not None and passage.start - last.end <= _JOINT and self._clause(last) == self._clause(passage):
                groups[-1].append(passage)
            else:
                groups.append([passage])
        return groups

    def _clause(self, passage: Passage) -> int:
        return self.index.clause_at(passage.there_start)

    def _least(self, group: Sequence[Passage]) -> float:
        if any(self._is_whole_in_marks(p) or self._is_sentence(p) for p in group):
            return -inf
        shared, size = sum(p.shared for p in group), sum(p.end - p.start for p in group)
        if shared < _FEWEST_LETTERS:
            return inf
        if any(self._is_spoken_of(p) or self._is_long_phrase(p) for p in group):
            return _LEAST_LIKELY
        return _LEAST_WORTH[0] if shared >= _LEAST_DENSITY * size else _LEAST_RETOLD

    def _is_long_phrase(self, passage: Passage) -> bool:
        """Whether it is long, the same in both texts, and whole in both."""
        return passage.end - passage.start >= _LONG_PHRASE and self._is_same_and_whole(passage)

    def _is_sentence(self, passage: Passage) -> bool:
        """Whether it is so long a phrase that it is quoted though formulae are in it; of formulae alone nobody is the source."""
        is_long = passage.end - passage.start >= _LONGEST_PHRASE and self._is_same_and_whole(passage)
        return is_long and self._fit(passage) - self._formulaic(passage) >= _LEAST_OF_A_PHRASE

    def _is_same_and_whole(self, passage: Passage) -> bool:
        is_same = passage.shared == passage.end - passage.start == passage.there_end - passage.there_start
        return is_same and self._fit(passage) == passage.worth

    def _is_spoken_of(self, passage: Passage) -> bool:
        """Whether words of the same clause were announced a little before."""
        spoken_of = passage.source, self._clause(passage)
        return any((source, clause) == spoken_of and passage.start - end <= _A_LITTLE for end, source, clause in self._announced)

    def _is_whole_in_marks(self, passage: Passage) -> bool:
        """Whether it is a whole heading or sentence of the source that stands between quotation marks."""
        return (
            passage.end - passage.start >= _LEAST_WHOLE
            and passage.shared == passage.end - passage.start
            and self.index.is_whole(passage.there_start, passage.there_end)
            and self._is_in_marks(passage)
        )

    def _is_in_marks(self, passage: Passage) -> bool:
        places, normal = self.commentary.places, self.commentary.normal.text
        before = normal[places[passage.start] - 1] if places[passage.start] else ""
        behind = normal[places[passage.end - 1] + 1 : places[passage.end - 1] + 3]
        return before in ("“", "‘") and any(mark in behind for mark in "”’")

    def _fit(self, passage: Passage) -> float:
        """What a passage is worth, less what its ends make doubtful."""
        here, there = (self.commentary.text, self.commentary.stops), (self.index.text, self.index.stops)
        start = _ragged(_before(*here, passage.start), _before(*there, passage.there_start))
        return passage.worth - start - _ragged(_behind(*here, passage.end), _behind(*there, passage.there_end))

    def _best(self, candidates: Sequence[Group]) -> list[Group]:
        """Of quotations that overlap, the one that is announced is meant, then the one with most words.

        Worth cannot tell: what is rare in one source may be frequent in another.
        """
        rivals = dict[int, float]()
        for group in candidates:
            rivals[group.source] = rivals.get(group.source, 0.0) + group.worth
        chosen = list[Group]()
        for group in sorted(candidates, key=lambda g: (g.citation is None, -g.shared, self.rank[g.source], g.start)):
            if all(group.end <= other.start or other.end <= group.start for other in chosen):
                chosen.append(group._replace(rivals=rivals))
        return sorted(chosen, key=lambda g: g.start)


def _before(text: str, stops: bytes, place: int) -> int:
    """What stands before a passage, adverbs and auxiliaries aside."""
    edge = place
    while stops[edge] < Stop.QUOTE and place - edge < _LONGEST_ADVERBS:
        edge -= 1
    return stops[edge] if edge < place and stops[edge] >= Stop.QUOTE and ADVERBS.fullmatch(text, edge, place) else stops[place]


def _behind(text: str, stops: bytes, place: int) -> int:
    """What stands behind a passage, an “and so on” aside."""
    if place >= len(stops):
        return Stop.CLAUSE
    edge = place
    while edge < len(stops) and stops[edge] < Stop.QUOTE and edge - place < _LONGEST_ADVERBS:
        edge += 1
    if place < edge < len(stops) and stops[edge] >= Stop.QUOTE and AND_SO_ON.fullmatch(text, place, edge):
        return stops[edge]
    return stops[place]


def _ragged(here: int, there: int) -> float:
    if min(here, there) >= Stop.QUOTE:
        return 0.0
    if min(here, there) == Stop.MARK:
        return _RAGGED / 2
    return _RAGGED if max(here, there) >= Stop.QUOTE else 1.5 * _RAGGED


def _without_overlap(found: Sequence[Passage]) -> list[Passage]:
    """Passages that were stretched may run into each other; the later one then begins where it did not."""
    out = list[Passage]()
    for passage in found:
        if not out or passage.start >= out[-1].end:
            out.append(passage)
    return out

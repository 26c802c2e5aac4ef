r"""A document as its words alone: what quotations are found in.

Whoever quotes sets the marks of punctuation anew: 积极性主动性创造性 becomes 积极性、主动性、创造性, a heading loses its full stop, a
slogan gains quotation marks. So passages are sought in the letters and digits alone, and every one remembers where it is printed.

>>> from policydiff.outline import parse
>>> wording = Wording.of(parse("一、总体要求\n坚持“以人为本”，改革。"))
>>> wording.text, wording.span(4, 8).of(wording.document.text)
('总体要求坚持以人为本改革', '坚持“以人')
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from policydiff.model import FRAME_LEVELS, Clause, Document, Span
from policydiff.normalization import STANDARD, Normalizer, normalize_document
from policydiff.offsets import NormalizedText, concatenate


class Stop(IntEnum):
    """What stands before a letter, the stronger the larger."""

    NONE = 0
    MARK = 1
    """、 or another mark inside a segment."""
    QUOTE = 2
    """A quotation mark."""
    SEGMENT = 3
    """A comma or colon."""
    SENTENCE = 4
    """。！？；"""
    CLAUSE = 5
    """Another clause began."""


_WORDS: Final = re.compile(r"[^\W_]+")
_STOPS: Final = ((Stop.SENTENCE, frozenset("。！？；")), (Stop.SEGMENT, frozenset("，：")), (Stop.QUOTE, frozenset("“”‘’")))


@dataclass(frozen=True)
class Wording:
    """The letters and digits of a document, and where each of them is printed."""

    document: Document
    normal: NormalizedText
    """The clauses, normalised, as one text."""
    clauses: tuple[Clause, ...]
    """Those whose words it holds, in order."""
    text: str
    """Their letters and digits."""
    places: array[int]
    """For each letter, its place in `normal`."""
    stops: bytes
    """For each letter, what stands before it, as a `Stop`."""
    starts: tuple[int, ...]
    """For each clause, the first of its letters."""
    normal_starts: tuple[int, ...]
    """For each clause, its first place in `normal`."""

    @classmethod
    def of(
        cls, document: Document, *, normalizers: Sequence[Normalizer] | None = None, frame: bool = True, markers: bool = False
    ) -> Wording:
        """Return the words of a document.

        Args:
            document: what was parsed.
            normalizers: which steps; the standard ones if left out.
            frame: whether titles, dates, signatures and the like are read.
            markers: whether printed numbers are.
        """
        steps = list(STANDARD.values()) if normalizers is None else normalizers
        normalized = normalize_document(document, keep_markers=markers, normalizers=steps)
        clauses = tuple(clause for clause in document.clauses if frame or clause.level not in FRAME_LEVELS)
        texts = normalized.of(clause.id for clause in clauses)
        normal_starts = tuple(accumulate((len(text.text) for text in texts), initial=0))
        pieces, places, stops, starts = list[str](), array("L"), bytearray(), list[int]()
        for text, offset in zip(texts, normal_starts, strict=False):
            starts.append(len(places))
            end = 0
            for match in _WORDS.finditer(text.text):
                stops.append(_stop(text.text[end : match.start()]) if end else Stop.CLAUSE)
                stops += bytes(match.end() - match.start() - 1)
                pieces.append(match[0])
                places.extend(range(offset + match.start(), offset + match.end()))
                end = match.end()
        return cls(document, concatenate(texts), clauses, "".join(pieces), places, bytes(stops), tuple(starts), normal_starts[: len(texts)])

    def span(self, start: int, end: int) -> Span:
        """Return the raw passage of letters `start` to `end`, at least one."""
        return self.normal.raw_span(self.places[start], self.places[end - 1] + 1)

    def clause_at(self, place: int) -> int:
        """Return the index of the clause that a letter belongs to."""
        return bisect_right(self.starts, place) - 1

    def clause_of_normal(self, place: int) -> int:
        """Return the index of the clause that a place of `normal` belongs to."""
        return bisect_right(self.normal_starts, place) - 1

    def letters(self, start: int, end: int) -> tuple[int, int]:
        """Return the letters that stand in a passage of `normal`."""
        return bisect_right(self.places, start - 1), bisect_right(self.places, end - 1)

    def stop(self, place: int) -> int:
        """Return what stands before a letter; the end of the text is the end of a clause."""
        return self.stops[place] if place < len(self.stops) else Stop.CLAUSE

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences, in letters."""
        edges = [place for place, stop in enumerate(self.stops) if stop >= Stop.SENTENCE]
        return tuple(pairwise([*edges, len(self.text)]))


def _stop(between: str) -> int:
    found = frozenset(between)
    return next((stop for stop, marks in _STOPS if found & marks), Stop.MARK if between else Stop.NONE)

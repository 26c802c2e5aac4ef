"""A place in the normalised text → a place in the raw text.

Normalisers say what they would replace; this module alone carries it out and remembers where every character came from. So no
stage ever searches for its way back, and the raw text is never changed.

>>> text = NormalizedText.of("坚持, 完善", Span(0, 6))
>>> text = apply(text, [Replacement(2, 4, "，")])
>>> text.text, text.raw_span(2, 3), text.raw_span(3, 5)
('坚持，完善', Span(start=2, end=4), Span(start=4, end=6))
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policydiff.model import Span


class Replacement(NamedTuple):
    """What a normaliser would put in the place of `text[start:end]`."""

    start: int
    """In code points of the text the normaliser was given."""
    end: int
    text: str
    """May be empty: then the passage is dropped."""


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """The text that algorithms see, and where each of its characters stands in the raw text.

    `starts[k]` and `ends[k]` bound the raw passage that became the k-th normalised character; both never fall. Raw characters
    between `ends[k]` and `starts[k + 1]` were dropped.
    """

    raw: str
    """The whole raw text of the document."""
    spans: tuple[Span, ...]
    """The raw passages that were normalised, in order."""
    text: str
    """What they became."""
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, raw: str, span: Span) -> NormalizedText:
        """Return a passage as it is, before any normaliser has seen it."""
        return cls(raw, (span,), raw[span.start : span.end], array("L", range(*span)), array("L", range(span.start + 1, span.end + 1)))

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw passage that became `text[start:end]`, without what was dropped at its edges.

        An empty passage lies behind the character before it, or at the very beginning.
        """
        if start < end:
            return Span(self.starts[start], self.ends[end - 1])
        place = self.ends[start - 1] if start else (self.starts[0] if self.starts else self.spans[0].start)
        return Span(place, place)


def apply(text: NormalizedText, replacements: Iterable[Replacement]) -> NormalizedText:
    """Return the text with all replacements carried out, mapped to the raw text as before.

    Args:
        text: what the normaliser was given.
        replacements: in order, and not overlapping.

    Raises:
        ValueError: if they overlap or are out of order; a fault of the normaliser.
    """
    source, pieces = text.text, list[str]()
    starts, ends = array("L"), array("L")
    done = 0
    for start, end, new in replacements:
        if not done <= start <= end <= len(source):
            raise ValueError(f"replacement {(start, end, new)} overlaps the one before it, or leaves the text")
        if source[start:end] == new:
            continue
        pieces += (source[done:start], new)
        starts += text.starts[done:start]
        ends += text.ends[done:start]
        if len(new) == end - start:  # one character for one
            starts += text.starts[start:end]
            ends += text.ends[start:end]
        elif new:
            place = text.raw_span(start, end)
            # What is put between two characters that one raw passage became belongs to that passage.
            starts.extend([min([place.start, *text.starts[start : start + 1]])] * len(new))
            ends.extend([place.end] * len(new))
        done = end
    if not pieces:
        return text
    pieces.append(source[done:])
    starts += text.starts[done:]
    ends += text.ends[done:]
    return NormalizedText(text.raw, text.spans, "".join(pieces), starts, ends)


def concatenate(texts: Sequence[NormalizedText]) -> NormalizedText:
    """Return several passages of one document as one text; what lies between them is left out.

    >>> raw = "甲乙丙"
    >>> both = concatenate([NormalizedText.of(raw, Span(0, 1)), NormalizedText.of(raw, Span(2, 3))])
    >>> both.text, both.raw_span(1, 2)
    ('甲丙', Span(start=2, end=3))
    """
    if len(texts) == 1:
        return texts[0]
    starts, ends = array("L"), array("L")
    for text in texts:
        starts += text.starts
        ends += text.ends
    spans = tuple(span for text in texts for span in text.spans)
    return NormalizedText(texts[0].raw if texts else "", spans, "".join(text.text for text in texts), starts, ends)

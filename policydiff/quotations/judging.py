"""How exactly a passage is quoted: its edits, its kind, and single characters that are probably slips.

Kinds look at the words alone. Quotation marks put in, 、 for ， and a lost comma are in the edits, and make no other kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from policydiff.edits import diff
from policydiff.model import Edit, EditTag, QuotationKind, QuotedPart, Span
from policydiff.normalization import Normalizer, normalize
from policydiff.quotations.particles import CONNECTIVES, is_joint
from policydiff.words import Boundaries, is_word

_LETTERS: Final = re.compile(r"[\W_]+")
#: Less than this share of the longer side in common, and a passage is retold.
_LEAST_COMMON: Final = 0.5
#: A word that only joins (`particles`) makes no other wording between two passages, or where so many letters were left out.
_LEAST_LEFT_OUT: Final = 8
#: Between two parts so many letters may stand that are no part of either.
_JOINT: Final = 2
#: Characters that scans and fingers take for each other.
_ALIKE: Final = tuple(
    map(
        frozenset,
        (
            "人入",
            "己已巳",
            "未末",
            "日曰",
            "土士",
            "干千于",
            "大太犬",
            "天夫",
            "一—",
            "侯候",
            "戊戌戍",
            "治冶",
            "拔拨",
            "折析拆",
            "免兔",
            "乌鸟",
        ),
    )
)


class Settings(NamedTuple):
    """What judging needs to know of the texts."""

    commentary: str
    """Its raw text."""
    sources: Sequence[str]
    """Their raw texts."""
    here: Sequence[Normalizer]
    there: Sequence[Sequence[Normalizer]]
    boundaries: Callable[[str, Sequence[tuple[int, int]] | None], Boundaries]


class Verdict(NamedTuple):
    """What the edits of a passage amount to."""

    kind: QuotationKind
    slips: tuple[Span, ...]
    shared: int
    """Letters of the commentary that stand in the source."""


class Piece(NamedTuple):
    """A passage of the commentary and the passage of the source that stands for it, with nothing long left out."""

    here: Span
    there: Span


def judged(settings: Settings, source: int, clause: str, pieces: Sequence[Piece]) -> tuple[QuotedPart, int]:
    """Return a part of a quotation, and how many of its letters stand in the source.

    Args:
        settings: of the texts.
        source: which source.
        clause: the id of its clause.
        pieces: in order, at least one; what lies between two of them in the source was left out.
    """
    raw, steps = settings.sources[source], settings.there[source]
    edits = list[Edit]()
    for place, piece in enumerate(pieces):
        if place:
            before = pieces[place - 1]
            edits += _between(raw, settings.commentary, Span(before.there.end, piece.there.start), Span(before.here.end, piece.here.start))
        old, new = normalize(raw, piece.there, steps), normalize(settings.commentary, piece.here, settings.here)
        edits += diff([old], [new], boundaries=settings.boundaries)
    verdict = _verdict(edits, partial(_letters, raw, steps), partial(_letters, settings.commentary, settings.here))
    here, there = (Span(a.start, b.end) for a, b in zip(pieces[0], pieces[-1], strict=True))
    return QuotedPart(here, source, clause, there, verdict.kind, tuple(edits), verdict.slips), verdict.shared


def _between(old_raw: str, new_raw: str, old: Span, new: Span) -> Iterator[Edit]:
    """What was left out, and the words or marks that were put in its place; a mark that both texts have is none of either."""
    head = int(old.size > 0 and new.size > 0 and old_raw[old.start] == new_raw[new.start])
    tail = int(old.size > head and new.size > head and old_raw[old.end - 1] == new_raw[new.end - 1])
    if head:
        yield Edit(EditTag.EQUAL, Span(old.start, old.start + 1), Span(new.start, new.start + 1))
    inner, put_in = Span(old.start + head, old.end - tail), Span(new.start + head, new.end - tail)
    if inner.size or put_in.size:
        tag = EditTag.REPLACE if inner.size and put_in.size else EditTag.DELETE if inner.size else EditTag.INSERT
        yield Edit(tag, inner, put_in)
    if tail:
        yield Edit(EditTag.EQUAL, Span(old.end - 1, old.end), Span(new.end - 1, new.end))


def _letters(raw: str, steps: Sequence[Normalizer], span: Span) -> str:
    return _LETTERS.sub("", normalize(raw, span, steps).text) if span.size else ""


def _verdict(edits: Sequence[Edit], old_letters: Callable[[Span], str], new_letters: Callable[[Span], str]) -> Verdict:
    left_out = put_in = shared = total = old_total = 0
    slips = list[Span]()
    for place, edit in enumerate(edits):
        old, new = old_letters(edit.old), new_letters(edit.new)
        total, old_total = total + len(new), old_total + len(old)
        if edit.tag in (EditTag.EQUAL, EditTag.FORMAL) or old == new:
            shared += len(new)
            continue
        slip = _slip(edit, old, new)
        if slip is not None:
            slips.append(slip)
            shared += len(new)
        elif _is_within(new, old):
            left_out += len(old) - len(new)
            shared += len(new)
        elif _is_joint(old, new, edits, place):
            left_out += len(old)
        else:
            put_in += len(new)
            shared += _common(old, new)
    if put_in:
        kind = QuotationKind.ALTERED if shared >= _LEAST_COMMON * total else QuotationKind.PARAPHRASE
    else:
        kind = QuotationKind.ELIDED if left_out else QuotationKind.VERBATIM
    return Verdict(kind, tuple(slips), shared)


def _common(old: str, new: str) -> int:
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(old, new))


def _is_within(new: str, old: str) -> bool:
    """Whether words were only left out."""
    letters = iter(old)
    return all(letter in letters for letter in new)


def _is_joint(old: str, new: str, edits: Sequence[Edit], place: int) -> bool:
    if len(old) >= _LEAST_LEFT_OUT:
        return is_joint(new)
    return not old and new in CONNECTIVES and 0 < place < len(edits) - 1


def _slip(edit: Edit, old: str, new: str) -> Span | None:
    """Where a single character stands for one that it is mistaken for: it makes no word, and the other did."""
    if edit.tag is not EditTag.REPLACE or len(old) != len(new):
        return None
    places = [place for place, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(places) != 1 or edit.new.size != len(new):
        return None
    place = places[0]
    is_alike = any({old[place], new[place]} <= pair for pair in _ALIKE)
    if not is_alike and not (len(new) > 1 and is_word(old) and not _is_part_of_word(new, place) and _is_han(new[place])):
        return None
    return Span(edit.new.start + place, edit.new.start + place + 1)


def _is_part_of_word(text: str, place: int) -> bool:
    """Whether a character makes a word with those beside it: 执业道德 is none, but 执业 is one, and was meant."""
    return any(is_word(text[start:end]) for start in range(place + 1) for end in range(max(place + 1, start + 2), len(text) + 1))


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def kind_of(parts: Sequence[QuotedPart], between: Iterable[int], *, in_one_piece: bool) -> QuotationKind:
    """Return the kind of a quotation as a whole.

    Args:
        parts: at least one.
        between: how many letters of the commentary stand between each part and the next.
        in_one_piece: whether the parts follow each other in the source without a word left out.
    """
    kinds = {part.kind for part in parts}
    if kinds == {QuotationKind.PARAPHRASE}:
        return QuotationKind.PARAPHRASE
    if kinds & {QuotationKind.ALTERED, QuotationKind.PARAPHRASE} or any(letters > _JOINT for letters in between):
        return QuotationKind.ALTERED
    return QuotationKind.VERBATIM if kinds == {QuotationKind.VERBATIM} and in_one_piece else QuotationKind.ELIDED

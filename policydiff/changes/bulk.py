"""统一修改: the same words became the same other words at several places. It is told once, and can be folded out of the rows.

领购 → 领用   12 places, and inside 2 larger changes; 领购 is nowhere in the new text any more
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policydiff.model import Collation, Document, Edit, EditTag, Finding, Pair, saying
from policydiff.normalization import normalize
from policydiff.numerals import HAN_DIGITS

#: Fewer places than this are no pattern.
_FEWEST_PLACES: Final = 3
#: A larger change than this was rewritten; what words it happens to hold says nothing.
_LARGEST_CHANGE: Final = 40


@dataclass(frozen=True, slots=True)
class BulkSubstitution:
    """统一修改: the same words became the same other words at several places."""

    old: str
    """The old words, normalised."""
    new: str
    """The new words, normalised."""
    places: tuple[tuple[int, int], ...]
    """Where an edit is this substitution and nothing else: the row, and the edit in that row.

    Indices into `Collation.pairs` and `Pair.edits`.
    """
    within: tuple[tuple[int, int], ...] = ()
    """Where a larger edit holds it among other words: these cannot be folded."""
    is_throughout: bool = False
    """Whether the old words are nowhere in the new text any more."""


def bulk_substitutions(collation: Collation) -> tuple[BulkSubstitution, ...]:
    """Return the replacements of words that were made at three places or more, the most frequent first."""
    return _bulk(collation.old, collation.new, collation.pairs)


def _bulk(old: Document, new: Document, pairs: Sequence[Pair]) -> tuple[BulkSubstitution, ...]:
    changes = list(_replacements(old, new, pairs))
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for words, place in changes:
        places.setdefault(words, []).append(place)
    found = {words: BulkSubstitution(*words, tuple(where)) for words, where in places.items() if len(where) >= _FEWEST_PLACES}
    if not found:
        return ()
    within = _within(found, changes)
    text = "\n".join(normalize(new.text, clause.span).text for clause in new.clauses)
    bulk = (
        replace(substitution, within=tuple(within.get(words, ())), is_throughout=words[0] not in text)
        for words, substitution in found.items()
    )
    return tuple(sorted(bulk, key=lambda substitution: (-len(substitution.places), substitution.places)))


def _replacements(old: Document, new: Document, pairs: Iterable[Pair]) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """Every replacement of words, normalised, with its place."""
    for row, pair in enumerate(pairs):
        for place, edit in enumerate(pair.edits):
            if edit.tag is EditTag.REPLACE:
                words = normalize(old.text, edit.old).text, normalize(new.text, edit.new).text
                if any(c.isalnum() for c in "".join(words)):
                    yield words, (row, place)


def _within(
    found: Iterable[tuple[str, str]], changes: Iterable[tuple[tuple[str, str], tuple[int, int]]]
) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Where a larger replacement has the old words on its old side only, and the new ones on its new side only."""
    by_start: dict[str, list[tuple[str, str]]] = {}
    for words in found:
        by_start.setdefault(words[0][:2], []).append(words)
    out: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for (before, after), place in changes:
        if max(len(before), len(after)) > _LARGEST_CHANGE:
            continue
        starts = {before[i : i + n] for i in range(len(before)) for n in (1, 2)}
        for words in (words for start in sorted(starts & by_start.keys()) for words in by_start[start]):
            if (before, after) != words and _holds(before, words[0], words[1]) and _holds(after, words[1], words[0]):
                out.setdefault(words, []).append(place)
    return out


def _holds(text: str, word: str, other: str) -> bool:
    """Whether a text holds a word, and not the other one, unless as a part of it."""
    return word in text and (other in word or other not in text)


# -- folded out of the rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Folding:
    """What a list of rows may leave out, since it is told once as a bulk substitution."""

    edits: frozenset[tuple[int, int]]
    """The edits, each by its row and its place in the row."""
    rows: frozenset[int]
    """The rows in which nothing else changed the words."""


def folding(pairs: Sequence[Pair], bulk: Iterable[BulkSubstitution]) -> Folding:
    """Return the edits that are wholly part of bulk substitutions, and the rows that hold no other change of words.

    Args:
        pairs: the rows of the comparison.
        bulk: what `bulk_substitutions` found in it, or those of them that are to be folded.
    """
    edits = frozenset(place for substitution in bulk for place in substitution.places)
    rows = {row for row, _ in edits}
    return Folding(edits, frozenset(row for row in rows if all((row, at) in edits for at in _wording(pairs[row].edits))))


def _wording(edits: Sequence[Edit]) -> Iterator[int]:
    return (at for at, edit in enumerate(edits) if edit.tag not in (EditTag.EQUAL, EditTag.FORMAL))


# -- a term --------------------------------------------------------------------------------------------------------------------------


#: A term is a word or a compound, without 、 and without a number in it.
_TERM: Final = re.compile(f"(?:(?![{HAN_DIGITS}和及或与])[\\w（）]){{1,12}}")


def with_terms(old: Document, new: Document, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the rows, with a remark at the first place of each term that gave way to another wherever it stood.

    Args:
        old: the old document.
        new: the new document.
        pairs: the rows, classified.
    """
    out = list(pairs)
    for substitution in _bulk(old, new, pairs):
        if substitution.is_throughout and _TERM.fullmatch(substitution.old) and _TERM.fullmatch(substitution.new):
            row, at = substitution.places[0]
            edit, count = pairs[row].edits[at], len(substitution.places) + len(substitution.within)
            note = f"用语统一改动：{substitution.old} → {substitution.new}，共{count}处，原词不再出现。"
            said = saying("term.throughout", old=substitution.old, new=substitution.new, count=count)
            finding = Finding("term", edit.old, edit.new, note, said)
            out[row] = replace(out[row], findings=(*out[row].findings, finding))
    return tuple(out)

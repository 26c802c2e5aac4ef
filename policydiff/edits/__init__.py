"""One row → Edits: what differs, as a careful reader would mark it.

    old   （六）健全劳动关系协商协调机制。…推进区域和谐劳动关系高质量发展改革创新试点。
    new   (六)健全劳动关系协商协调机制。…推进区域和行业劳动关系高质量发展改革试点。

    FORMAL （六）|(六)   EQUAL 健全…推进区域   REPLACE 和谐|和行业   EQUAL 劳动关系高质量发展改革   DELETE 创新|   EQUAL 试点。

Numbers that are printed in two ways are given one form (`numbers`), sentences are matched (`sentences`), each match is
compared character by character and tidied to words and items of lists (`tidying`, `lists`), what was cut in two between
sentences is put together (`seams`), and the result is carried back to the raw text (`projection`), where the edits of a row
tile the clauses of both sides: every code point is in exactly one edit. Sentences that went elsewhere are told on top of the
edits (`moves`).

The result does not depend on which side is called old: both orders give the same edits, mirrored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policydiff.edits.lists import by_items
from policydiff.edits.moves import Move, moved_sentences
from policydiff.edits.numbers import in_one_form
from policydiff.edits.projection import Operation, Side, project
from policydiff.edits.seams import closed
from policydiff.edits.sentences import Strip, match_segments, match_sentences
from policydiff.edits.tidying import FindBoundaries, Hunk, exchanges_numbers, minimal_hunks, tidied
from policydiff.model import Edit, EditTag, Span
from policydiff.offsets import NormalizedText
from policydiff.words import boundaries as word_boundaries

__all__ = ["FINDINGS", "Move", "diff", "emphasis", "moved_sentences"]

#: What the remarks mean that are made on the edits of all rows together.
FINDINGS: Final = {
    "moved-sentence": "A sentence or a phrase stands elsewhere: in another place of its row, or in another row.",
}


def diff(
    old: Sequence[NormalizedText],
    new: Sequence[NormalizedText],
    *,
    boundaries: FindBoundaries = word_boundaries,
    at: tuple[int, int] = (0, 0),
) -> tuple[Edit, ...]:
    """Return what differs between the clauses of a row.

    Args:
        old, new: the clauses of either side, normalised, in the order of their text. What a clause should not be compared by, such as its
            number in a revision, was dropped in normalising; it comes back as FORMAL.
        boundaries: from a text, and passages of interest, to the places where its words begin and end there, in code points.
        at: where in the raw texts the empty side of an edit stands if that side has no clause at all.

    Returns:
        Edits in the order of the new text, what was dropped behind its old neighbour. Spans are of the raw texts.

    >>> def whole(text: str) -> list[NormalizedText]:
    ...     return [NormalizedText.of(text, Span(0, len(text)))]
    >>> [(e.tag.value, e.old.of("甲乙，显著。"), e.new.of("甲乙，彰显。")) for e in diff(whole("甲乙，显著。"), whole("甲乙，彰显。"))]
    [('equal', '甲乙，', '甲乙，'), ('replace', '显著', '彰显'), ('equal', '。', '。')]
    """
    if not old or not new:
        return _one_sided(old, new, at)
    old_side, new_side = map(Side, in_one_form(old, new))
    return tuple(project(old_side, new_side, _operations(old_side, new_side, boundaries)))


def emphasis(old: str, new: str) -> tuple[list[Span], list[Span]]:
    """Return the characters by which two words differ, for a report that marks words and shows inside of them what is other.

    Args:
        old, new: both sides of a REPLACE edit, or any two short texts.

    Returns:
        Spans of the old and of the new word, in code points from the beginning of either.

    >>> [[tuple(span) for span in side] for side in emphasis("职业学校", "职业院校")]
    [[(2, 3)], [(2, 3)]]
    """
    found = minimal_hunks(old, new)
    olds = [Span(hunk.old_start, hunk.old_end) for hunk in found if hunk.old_start < hunk.old_end]
    return olds, [Span(hunk.new_start, hunk.new_end) for hunk in found if hunk.new_start < hunk.new_end]


def _one_sided(old: Sequence[NormalizedText], new: Sequence[NormalizedText], at: tuple[int, int]) -> tuple[Edit, ...]:
    if old:
        return tuple(Edit(EditTag.DELETE, text.spans[0], Span(at[1], at[1])) for text in old)
    return tuple(Edit(EditTag.INSERT, Span(at[0], at[0]), text.spans[0]) for text in new)


def _operations(old: Side, new: Side, boundaries: FindBoundaries) -> list[Operation]:
    if old.text == new.text:
        return [Operation(EditTag.EQUAL, 0, len(old.text), 0, len(new.text))] if old.text else []
    operations: list[Operation] = []
    for strip in match_sentences(old.text, new.text, old.ends_of_clauses, new.ends_of_clauses):
        operations += _within(old.text[strip.old_start : strip.old_end], new.text[strip.new_start : strip.new_end], strip, boundaries)
    return closed(operations, old.text, new.text)


def _within(a: str, b: str, strip: Strip, boundaries: FindBoundaries, *, by_segments: bool = True) -> list[Operation]:
    """The operations of one strip. A rewritten sentence is compared segment by segment, and what is still confetti is one replacement."""
    minimal = minimal_hunks(a, b)
    if not _shares_little(minimal, len(a), len(b)):
        found = by_items(a, b, tidied(a, b, minimal, boundaries), lambda x, y: tidied(x, y, minimal_hunks(x, y), boundaries))
        if _is_mostly_equal(minimal, a, b) or not _is_confetti(found, a, b):
            return _between(found, len(a), strip.old_start, strip.new_start)
    parts = match_segments(a, b) if by_segments else []
    if len(parts) < 2:
        return _between([Hunk(0, len(a), 0, len(b))], len(a), strip.old_start, strip.new_start)
    operations: list[Operation] = []
    for part in parts:
        inner = Strip(*(place + start for place, start in zip(part, (strip.old_start,) * 2 + (strip.new_start,) * 2, strict=True)))
        passages = a[part.old_start : part.old_end], b[part.new_start : part.new_end]
        operations += _within(*passages, inner, boundaries, by_segments=False)
    return operations


def _between(found: Sequence[Hunk], size: int, old_start: int, new_start: int) -> list[Operation]:
    """Turn hunks into operations that also name what is equal."""
    operations: list[Operation] = []
    i = j = 0
    for hunk in [*found, None]:
        equal = (hunk.old_start if hunk else size) - i
        if equal:
            operations.append(Operation(EditTag.EQUAL, old_start + i, old_start + i + equal, new_start + j, new_start + j + equal))
        if hunk is None:
            break
        operations.append(
            Operation(
                _tag(hunk), old_start + hunk.old_start, old_start + hunk.old_end, new_start + hunk.new_start, new_start + hunk.new_end
            )
        )
        i, j = hunk.old_end, hunk.new_end
    return operations


def _tag(hunk: Hunk) -> EditTag:
    if hunk.old_start == hunk.old_end:
        return EditTag.INSERT
    return EditTag.DELETE if hunk.new_start == hunk.new_end else EditTag.REPLACE


#: Below this share of equal characters, or with equal passages shorter than this on average, marks are confetti: the sentence
#: was rewritten.
_LEAST_EQUAL: Final = 0.40
_SHORTEST_MEAN_RUN: Final = 4
#: … unless this much of it is equal: short sentences have short passages.
_MOSTLY_EQUAL: Final = 0.7


def _shares_little(found: Sequence[Hunk], old_size: int, new_size: int) -> bool:
    equal = old_size - sum(hunk.old_end - hunk.old_start for hunk in found)
    return len(found) > 1 and 2 * equal < _LEAST_EQUAL * (old_size + new_size)  # one difference is readable however large it is


def _is_mostly_equal(minimal: Sequence[Hunk], a: str, b: str) -> bool:
    """Whether a reader sees the same sentence, whatever its marks cover: 总帐、明细帐、日记帐 → 总账、明细账、日记账."""
    equal = len(a) - sum(hunk.old_end - hunk.old_start for hunk in minimal)
    return 2 * equal >= _MOSTLY_EQUAL * (len(a) + len(b))


def _is_confetti(found: Sequence[Hunk], a: str, b: str) -> bool:
    if sum(not exchanges_numbers(a, b, hunk) for hunk in found) < 2:  # another date in the same words is readable, however short they are
        return False
    equal = len(a) - sum(hunk.old_end - hunk.old_start for hunk in found)
    runs = len(found) - 1 + (found[0].old_start > 0) + (found[-1].old_end < len(a))
    return _shares_little(found, len(a), len(b)) or equal < _SHORTEST_MEAN_RUN * runs

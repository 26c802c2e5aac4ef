"""The edits between two references, cut out of those of their row and made anew.

    before    EQUAL 违反  DELETE 第五条、|  EQUAL 第六条  INSERT |、第七条  EQUAL 规定        where 5 became 6, and 6 became 7
    after     EQUAL 违反第  FORMAL 五|六  EQUAL 条、第  FORMAL 六|七  EQUAL 条规定

Edits are a path through both texts: each begins where the one before it ends. A path is cut at a place of the old and a place of the new
text; what lies on the wrong side of one of them is compared anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from policydiff.model import Edit, EditTag, Span
from policydiff.numerals import HAN_DIGITS


def is_path(edits: Sequence[Edit]) -> bool:
    """Return whether each edit begins where the one before it ends, on both sides."""
    return all(a.old.end == b.old.start and a.new.end == b.new.start for a, b in pairwise(edits))


def cut(edits: Sequence[Edit], i: int, j: int, old: str, new: str) -> tuple[list[Edit], list[Edit]]:
    """Return a path as two, which meet at a place of the old and a place of the new text.

    Args:
        edits: a path.
        i, j: the places, inside it.
        old, new: the raw texts.
    """
    left = [e for e in edits if e.old.end <= i and e.new.end <= j]
    right = [e for e in edits if e.old.start >= i and e.new.start >= j and e not in left]
    across = [e for e in edits if e not in left and e not in right]
    if not across:
        return left, right
    a, b = across[0], across[-1]
    halves = (Span(a.old.start, i), Span(a.new.start, j)), (Span(i, b.old.end), Span(j, b.new.end))
    is_whole = len(across) == 1 and a.tag is not EditTag.EQUAL
    make = boxed if is_whole else compared
    return [*left, *make(*halves[0], old, new)], [*make(*halves[1], old, new), *right]


def boxed(a: Span, b: Span, old: str, new: str) -> list[Edit]:
    """Return two passages as one edit, or none if both are empty."""
    if not a.size and not b.size:
        return []
    if _one_newline(a.of(old)) == _one_newline(b.of(new)):
        return [Edit(EditTag.EQUAL, a, b)]
    return [Edit(_tag(a, b), a, b)]


def compared(a: Span, b: Span, old: str, new: str) -> list[Edit]:
    """Return two passages as what they share at both ends, and one edit between."""
    head, tail = _shared(a.of(old), b.of(new))
    return _in_three(a, b, head, tail, old, new, None)


def numeral_edits(a: Span, b: Span, old: str, new: str, tag: EditTag) -> list[Edit]:
    """Return two steps of references (第五条, 第十二条) as what they share and one edit of whole numerals.

    >>> [(e.tag.value, tuple(e.old), tuple(e.new)) for e in numeral_edits(Span(0, 5), Span(0, 4), "第二十五条", "第十五条", EditTag.FORMAL)]
    [('equal', (0, 1), (0, 1)), ('formal', (1, 4), (1, 3)), ('equal', (4, 5), (3, 4))]
    """
    before, after = a.of(old), b.of(new)
    head, tail = _shared(before, after)
    while head and before[head - 1] in _NUMERALS:
        head -= 1
    while tail and before[-tail] in _NUMERALS:
        tail -= 1
    return _in_three(a, b, head, tail, old, new, tag)


_NUMERALS: Final = frozenset(f"{HAN_DIGITS}0123456789０１２３４５６７８９-")


def _shared(before: str, after: str) -> tuple[int, int]:
    shorter = min(len(before), len(after))
    head = next((k for k in range(shorter) if before[k] != after[k]), shorter)
    tail = next((k for k in range(shorter - head) if before[-1 - k] != after[-1 - k]), shorter - head)
    return head, tail


def _in_three(a: Span, b: Span, head: int, tail: int, old: str, new: str, tag: EditTag | None) -> list[Edit]:
    middle = Span(a.start + head, a.end - tail), Span(b.start + head, b.end - tail)
    edits = boxed(Span(a.start, middle[0].start), Span(b.start, middle[1].start), old, new)
    between = boxed(*middle, old, new)
    if tag is not None and all(span.size for span in middle):
        between = [e if e.tag is EditTag.EQUAL else Edit(tag, *middle) for e in between]
    return edits + between + boxed(Span(middle[0].end, a.end), Span(middle[1].end, b.end), old, new)


def joined(edits: Sequence[Edit]) -> list[Edit]:
    """Return a path with one edit where several that are equal follow each other."""
    out: list[Edit] = []
    for edit in edits:
        if out and out[-1].tag is edit.tag is EditTag.EQUAL:
            out[-1] = Edit(edit.tag, Span(out[-1].old.start, edit.old.end), Span(out[-1].new.start, edit.new.end))
        else:
            out.append(edit)
    return out


def _tag(a: Span, b: Span) -> EditTag:
    if not a.size:
        return EditTag.INSERT
    return EditTag.REPLACE if b.size else EditTag.DELETE


def _one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

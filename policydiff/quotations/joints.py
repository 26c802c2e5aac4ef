"""Where one piece of a quotation ends and the next begins: between words, not inside them, and with both quotation marks of a pair.

    表彰奖[项，形成以党和国家表彰为导向……的产业工人表彰奖]励制度      as the letters were matched
    [表彰奖项，形成以党和国家表彰为导向……的产业工人]表彰奖励制度      as a person would put it

What was left out may begin a little earlier or later without any letter being different, as the edges of a diff may be slid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from policydiff.model import Span
from policydiff.words import Boundaries

#: Letters of the commentary, then of the index: first, behind the last.
Letters = tuple[int, int, int, int]

#: How far a joint is slid, and how much text around it is cut into words, in letters.
_FARTHEST: Final = 12
_AROUND: Final = 24
_PAIRS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "《": "》"}
_OPENING: Final = {closing: opening for opening, closing in _PAIRS.items()}


def between_words(pieces: Sequence[Letters], here: str, there: str, boundaries: Callable[[str], Boundaries]) -> list[Letters]:
    """Return pieces that meet in the commentary where a word begins, wherever sliding the joint can bring it there.

    Args:
        pieces: in order.
        here: the letters of the commentary.
        there: the letters of the index.
        boundaries: from a text to the places between its words.
    """
    out = [pieces[0]]
    for piece in pieces[1:]:
        last, shift = out[-1], 0
        if last[1] == piece[0]:
            shift = _shift(last, piece, here, there, boundaries)
        out[-1] = last[0], last[1] + shift, last[2], last[3] + shift
        out.append((piece[0] + shift, piece[1], piece[2] + shift, piece[3]))
    return out


def _shift(last: Letters, piece: Letters, here: str, there: str, boundaries: Callable[[str], Boundaries]) -> int:
    """How far to slide a joint, the nearest place between two words that it can reach; 0 if there is none."""
    joint = piece[0]
    start = max(0, joint - _AROUND)
    edges = {start + edge for edge in boundaries(here[start : joint + _AROUND]).words}
    left = right = 0
    while left < min(_FARTHEST, last[1] - last[0] - 1) and here[joint - left - 1] == there[piece[2] - left - 1]:
        left += 1
    while right < min(_FARTHEST, piece[1] - piece[0] - 1) and here[joint + right] == there[last[3] + right]:
        right += 1
    reachable = sorted(range(-left, right + 1), key=lambda shift: (abs(shift), shift))
    return next((shift for shift in reachable if joint + shift in edges), 0)


def with_marks(text: str, span: Span) -> Span:
    """Return a passage with the mark beside it whose counterpart it holds: “中国梦”主题 and not 中国梦”主题.

    >>> text = "开展“中国梦”主题教育"
    >>> with_marks(text, Span(3, 11)).of(text)
    '“中国梦”主题教育'
    """
    unopened, unclosed = _unpaired(span.of(text))
    start, end = span
    for mark in unopened:
        if text[start - 1 : start] != mark:
            break
        start -= 1
    for mark in unclosed:
        if text[end : end + 1] != mark:
            break
        end += 1
    return Span(start, end)


def _unpaired(passage: str) -> tuple[list[str], list[str]]:
    """The opening marks that are missing before a passage, and the closing ones missing behind it, each the nearest first."""
    unopened, unclosed = list[str](), list[str]()
    for letter in passage:
        if letter in _PAIRS:
            unclosed.append(_PAIRS[letter])
        elif letter in _OPENING:
            if unclosed and unclosed[-1] == letter:
                unclosed.pop()
            else:
                unopened.append(_OPENING[letter])
    return unopened, unclosed[::-1]

"""What two passages share, for eyes that look at a rewritten sentence: words and runs of words, in whatever order.

    old   适应新技术新业态新模式发展，探索不同类型企业[党建工作]方式方法，……
    new   加强新经济组织、新就业群体[党建工作]，……

This is shown, never counted: the record says that the sentence was rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from policydiff.model import Span
from policydiff.words import words

#: Passages of more characters than this together, multiplied, are not looked through.
_LARGEST: Final = 1_000_000
#: Words of two characters that stand in every policy paper and say nothing about where a sentence came from.
_EVERYWHERE: Final = frozenset(
    "进行 以及 以下 以上 应当 可以 其他 有关 相关 各级 实施 推进 加强 完善 开展 应當 及其 之一 不得 或者 應當 進行 開展 其他 實施".split()
)


def shared_passages(old: str, new: str, fold: Callable[[str], str] = str) -> tuple[list[Span], list[Span]]:
    """Return the passages of both texts that stand in the other one too, in the order of either text.

    Args:
        old, new: two passages.
        fold: to characters in which words can be told apart, without changing the length: from traditional to simplified ones.

    >>> a, b = "深化社会主义核心价值观教育。", "自觉践行社会主义核心价值观，"
    >>> [span.of(a) for span in shared_passages(a, b)[0]]
    ['社会主义核心价值观']
    """
    if len(old) * len(new) > _LARGEST:
        return [], []
    olds, news = _words(fold(old)), _words(fold(new))
    return _found_in(olds, news), _found_in(news, olds)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """The words of a passage; a passage that is quoted is held against several sentences."""
    return tuple(words(text))


def _found_in(here: Sequence[str], there: Sequence[str]) -> list[Span]:
    places: dict[str, list[int]] = {}
    for j, word in enumerate(there):
        places.setdefault(word, []).append(j)
    starts = [0, *accumulate(map(len, here))]
    found, i = list[Span](), 0
    while i < len(here):
        size = max((_run(here, there, i, j) for j in places.get(here[i], ())), default=0)
        first, last = _trimmed(here, i, i + size)
        if first < last and any(_tells(word) for word in here[first:last]):
            found.append(Span(starts[first], starts[last]))
        i += max(1, size)
    return found


def _run(here: Sequence[str], there: Sequence[str], i: int, j: int) -> int:
    size = 0
    while i + size < len(here) and j + size < len(there) and here[i + size] == there[j + size]:
        size += 1
    return size


def _trimmed(text: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Leave out single characters and marks at both ends."""
    while first < last and not _is_word(text[first]):
        first += 1
    while first < last and not _is_word(text[last - 1]):
        last -= 1
    return first, last


def _is_word(word: str) -> bool:
    return len(word) > 1 and word[0].isalnum()


def _tells(word: str) -> bool:
    return _is_word(word) and word not in _EVERYWHERE


def segments_around(text: str, passages: Sequence[Span]) -> list[Span]:
    """Return the segments of a text, from comma to comma, that hold one of the passages; neighbouring ones are one span.

    >>> text = "坚持稳中求进，加强法治教育，提高诚信意识。"
    >>> [span.of(text) for span in segments_around(text, [Span(9, 11)])]
    ['加强法治教育，']
    """
    found: list[Span] = []
    start = 0
    for place, c in enumerate(text, 1):
        if c not in "，。；：,;:" and place < len(text):
            continue
        if any(passage.start < place and start < passage.end for passage in passages):
            if found and found[-1].end == start:
                found[-1] = Span(found[-1].start, place)
            else:
                found.append(Span(start, place))
        start = place
    return found

"""Where words and sentences begin and end, for eyes that do not want 显著 cut in two.

Digits, Latin words and marks of punctuation are taken first, by a lexer of our own, because a word list has no entry for 1.86亿;
only what is Chinese is handed to jieba, with its hidden Markov model off: that model invents words which bridge two
readings (依规经 from 依规|经), so that equal passages would be cut differently beside different neighbours. Where it cuts a number
(第一百|二十三条), the number is put together again.

>>> words("力争到2035年，培养造就2000名左右大国工匠")
['力争', '到', '2035', '年', '，', '培养', '造就', '2000', '名', '左右', '大国', '工匠']
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from policydiff.numerals import HAN_DIGITS, ONE_IN_A_WORD

#: A tokeniser is any callable that cuts a text into words without losing a character.
Tokenizer = Callable[[str], Iterable[str]]

_LEXER: Final = re.compile(
    r"""
      (?P<number>\d{4}-\d\d?-\d\d?(?!\d) | \d{4}年\d\d?月(?:\d\d?日)?  # 2024-10-12, 2024年10月12日
        | \d+(?:[.,]\d+)*(?:[万萬亿億]+|[%％‰])?)                        # 2000, 1.86亿, 60%
    | (?P<latin>[A-Za-zÀ-ɏ]+(?:[-'’][A-Za-zÀ-ɏ]+)*)
    | (?P<chinese>[\u3400-\u9fff\U00020000-\U0003ffff〇]+)
    | (?P<run>——|……|\s+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)

#: Words of recent policy that jieba's list of 2012 would break into single characters. At most five characters each: longer entries
#: make the marks in a report swell.
_RECENT_WORDS: Final = ("新质生产力 新就业形态 党管人才 依规 放管服 网信 双减 碳达峰 碳中和 大数据 获得感").split()


def words(text: str, tokenize: Tokenizer | None = None, around: Sequence[tuple[int, int]] | None = None) -> list[str]:
    """Cut a normalised text into words; joined, they are the text again.

    Args:
        text: any string; normalised text is what the lexer is made for.
        tokenize: how to cut a run of Chinese characters; jieba if left out.
        around: passages of interest, in code points; a run that touches none of them is not cut. All are cut if left out.
    """
    cut = tokenize or chinese_tokenizer()
    out: list[str] = []
    for match in _LEXER.finditer(text):
        start, end = match.span()
        if match.lastgroup == "chinese" and end - start > 1 and (around is None or any(a <= end and start <= b for a, b in around)):
            out += _with_whole_numbers(match[0], cut(match[0]))
        else:
            out.append(match[0])
    return out


_NUMERAL: Final = f"[{HAN_DIGITS}万萬亿億]"
#: 一百二十三, 二〇二四, 三分之二, and references such as 第三条 and 第十二条之一; 统一百货 holds no number.
_WHOLE_NUMBER: Final = re.compile(
    f"第{_NUMERAL}+(?:[条條](?:之{_NUMERAL}+)?|[款项項目章节節编編])?|(?!{ONE_IN_A_WORD})(?:{_NUMERAL}+分之{_NUMERAL}+|{_NUMERAL}{{2,}})"
)


def _with_whole_numbers(run: str, cut: Iterable[str]) -> Iterable[str]:
    """Join words between which a number would be cut: no word list has 第一百二十三条."""
    inside = {place for match in _WHOLE_NUMBER.finditer(run) for place in range(match.start() + 1, match.end())}
    if not inside:
        return cut
    out, place = list[str](), 0
    for word in cut:
        if place in inside:
            out[-1] += word
        else:
            out.append(word)
        place += len(word)
    return out


class Boundaries(NamedTuple):
    """Where words begin and end in a text, in code points, both ends of the text included."""

    words: frozenset[int]
    """Between two words."""
    inner: frozenset[int]
    """Inside compounds whose two parts are words themselves: 违法|行为."""


def boundaries(
    text: str,
    around: Sequence[tuple[int, int]] | None = None,
    tokenize: Tokenizer | None = None,
    fold: Callable[[str], str] | None = None,
) -> Boundaries:
    """Return the places in a text where a mark may begin or end.

    Args:
        text: a normalised text.
        around: passages of interest, in code points; runs of Chinese characters that touch none of them are not cut.
        tokenize: how to cut a run of Chinese characters; jieba if left out.
        fold: from traditional to simplified characters, without changing the length: the list of words has next to no others.

    >>> sorted(boundaries("更加显著，").words), sorted(boundaries("违法行为").inner)
    ([0, 2, 4, 5], [2])
    """
    places, inner, start = [0], list[int](), 0
    for word in words(text, tokenize, around):
        if _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND:
            inner += (start + place for place in _inner_boundaries(fold(word) if fold else word))
        start += len(word)
        places.append(start)
    return Boundaries(frozenset(places), frozenset(inner))


_SHORTEST_COMPOUND: Final = 4
_LONGEST_COMPOUND: Final = 12


@lru_cache(maxsize=4096)
def _inner_boundaries(word: str) -> tuple[int, ...]:
    if _WHOLE_NUMBER.search(word):
        return ()
    return tuple(place for place in range(2, len(word) - 1) if is_word(word[:place]) and is_word(word[place:]))


_SENTENCE: Final = re.compile("[^。！？；!?;]*[。！？；!?;]+[”’）》」』】)]*|[^。！？；!?;]+$")


def sentence_ends(text: str, also: Sequence[int] = ()) -> list[int]:
    """Return where the sentences of a text end, in code points.

    Args:
        text: normalised text.
        also: further places where one ends, such as the ends of clauses.

    >>> sentence_ends("实行总理负责制。总理领导国务院的工作。")
    [8, 19]
    """
    ends = {match.end() for match in _SENTENCE.finditer(text)} | {place for place in also if place} | ({len(text)} if text else set())
    return sorted(ends)


#: A sentence longer than this is read, and compared, segment by segment.
_LONG_SENTENCE: Final = 40
_SEGMENT: Final = re.compile("[，,：:][”’）》」』】)]*")


def segment_ends(text: str, also: Sequence[int] = ()) -> list[int]:
    """Return where the sentences of a text end, and in long sentences the segments between commas, in code points.

    >>> segment_ends("全面贯彻党的二十大精神。")
    [12]
    """
    ends, start = list[int](), 0
    for end in sentence_ends(text, also):
        if end - start > _LONG_SENTENCE:
            ends += (match.end() for match in _SEGMENT.finditer(text, start, end - 1))
        ends.append(end)
        start = end
    return ends


def remembering(tokenize: Tokenizer | None = None) -> Tokenizer:
    """Return a tokeniser that cuts each run of characters once, however often it is asked; for the length of one comparison.

    Args:
        tokenize: what cuts it the first time; jieba if left out.
    """
    known: dict[str, list[str]] = {}

    def cut(text: str) -> list[str]:
        if text not in known:
            known[text] = list((tokenize or chinese_tokenizer())(text))
        return known[text]

    return cut


def through(fold: Callable[[str], str], tokenize: Tokenizer | None = None) -> Tokenizer:
    """Return a tokeniser that cuts a text where its folded form would be cut; jieba's list has next to no traditional words.

    Args:
        fold: from a text to one of the same length, such as OpenCC's `tw2s`.
        tokenize: what cuts the folded text; jieba if left out.
    """

    def cut(text: str) -> list[str]:
        out, start = [], 0
        for word in (tokenize or chinese_tokenizer())(fold(text)):
            out.append(text[start : start + len(word)])
            start += len(word)
        return out

    return cut


def chinese_tokenizer() -> Tokenizer:
    """Return the tokeniser for runs of Chinese characters: rjieba if it is installed, else jieba; both give the same words."""
    return (_rjieba() or _jieba())[0]


def is_word(text: str) -> bool:
    """Return whether a text is in the list of words, which holds simplified characters.

    >>> is_word("显著"), is_word("著，")
    (True, False)
    """
    return _dictionary()(text)


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _dictionary() -> Callable[[str], bool]:
    return (_rjieba() or _jieba())[1]


@cache
def tokenizer_name() -> str:
    """Return the name and version of the package that `chinese_tokenizer` uses."""
    from importlib.metadata import version

    name = "rjieba" if _rjieba() else "jieba"
    return f"{name} {version(name)}"


@cache
def _rjieba() -> tuple[Tokenizer, Callable[[str], bool]] | None:
    try:
        import rjieba
    except ImportError:
        return None
    tokenizer = rjieba.Jieba()
    for word in _RECENT_WORDS:
        tokenizer.add_word(word, tokenizer.suggest_freq(word), "n")
    # A lone surrogate has no place in UTF-8, in which words are looked up, nor in any word.
    return partial(tokenizer.cut, hmm=False), lambda word: not _SURROGATE.search(word) and tokenizer.has_word(word)


@cache
def _jieba() -> tuple[Tokenizer, Callable[[str], bool]]:
    with warnings.catch_warnings():  # invalid escape sequences in its source, and a word on pkg_resources
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.CRITICAL + 10)
    # A tokeniser of our own: the global one may have been given words by somebody else. Its cache is read back with `marshal`,
    # which believes whatever it finds, so the file must not lie in a folder that others can write to.
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = _cache_folder()
    tokenizer.initialize()
    for word in _RECENT_WORDS:
        tokenizer.add_word(word, tokenizer.suggest_freq(word))
    return partial(tokenizer.cut, HMM=False), lambda word: bool(tokenizer.FREQ.get(word))


def _cache_folder() -> str | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(base or Path.home() / ".cache") / "policydiff"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return os.devnull  # no folder of our own: jieba cannot write there, and builds its tables anew each time
    return str(folder)

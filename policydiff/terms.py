"""Words and phrases that came, went, rose and fell between two documents (keyness).

    came  劳模工匠 0 → 9    高质量发展 0 → 4      went  职业培训 5 → 0    工会组织 4 → 0
    rose  大国工匠 2 → 12   制造业 1 → 6          fell  实现 11 → 1       制定 8 → 1

What is counted are the words of the word list and phrases found in the two documents themselves, since no word list has the terms of the
next plan. A phrase is a row of words that stands twice or more, that holds together (at each of its seams one part is seldom without the
other) and that is free at both ends (no word always stands beside it): 新质生产力, but neither 质生产力 nor 发展新质生产力.

How much a count tells is measured by the log-likelihood ratio G2 (Dunning 1993, Accurate Methods for the Statistics of Surprise and
Coincidence), how far it went by the log ratio (Hardie 2014). That a phrase must hold together and be free at its ends is the idea behind
branching entropy (Jin and Tanaka-Ishii 2006); shares serve here, because they can be checked by counting.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from itertools import pairwise
from math import log, log2
from typing import Final, NamedTuple

from policydiff.errors import OptionError
from policydiff.model import FRAME_LEVELS, Document, Span
from policydiff.normalization import Script, folding_config, normalize_document, script_of, to_script
from policydiff.numerals import ARABIC_DIGITS, BANKERS_DIGITS, HAN_DIGITS
from policydiff.offsets import NormalizedText
from policydiff.words import Tokenizer, boundaries, remembering


class TermKind(StrEnum):
    """来去: what became of a term."""

    CAME = "came"
    """来: it stands in the new text and nowhere in the old one, not even inside another word."""
    WENT = "went"
    """去: it stands in the old text and nowhere in the new one."""
    ROSE = "rose"
    """增: it is more frequent in the new text."""
    FELL = "fell"
    """减: it is less frequent in the new text."""


@dataclass(frozen=True, slots=True)
class Term:
    """用语: a word or a phrase, and how often it stands on either side."""

    text: str
    """As printed at its first place in the new text, or in the old one if it went; line ends and blanks left out."""
    kind: TermKind
    old: tuple[Span, ...]
    """Its places in the old text, in order."""
    new: tuple[Span, ...]
    """Its places in the new text, in order."""
    old_rate: float
    """How often it stands in a thousand characters of the old text, marks of punctuation not counted (每千字)."""
    new_rate: float
    """How often it stands in a thousand characters of the new text."""
    log_likelihood: float
    """G2: how surprising the counts would be if the rates were the same; chance passes 3.84 once in twenty times."""
    log_ratio: float
    """How many times the rate doubled (1: twice as frequent, -1: half as frequent); for a count of 0 as if it were ½."""

    @property
    def old_count(self) -> int:
        """How often it stands in the old text."""
        return len(self.old)

    @property
    def new_count(self) -> int:
        """How often it stands in the new text."""
        return len(self.new)

    def __str__(self) -> str:
        return f"{self.text} {self.old_count} → {self.new_count}"


#: What a term that rose or fell must pass: the five per cent point of chi-square with one degree of freedom.
LEAST_LIKELIHOOD: Final = 3.84


def keyness(old: Document, new: Document, *, least: int = 2, tokenize: Tokenizer | None = None) -> tuple[Term, ...]:
    r"""Return the words and phrases that came, went, rose and fell, the most telling first.

    Terms of two characters or more are counted wherever they stand as words or as parts of compounds (职工 in 职工代表大会), in any of the
    clauses, headings included; numbers, printed labels and what stands around the text (title, dates, signature, contents) are not
    looked at. Both texts are compared in simplified characters, in half and full width as one.

    A term that came or went is returned if it stands `least` times, one that rose or fell if its G2 is at least `LEAST_LIKELIHOOD`; a
    term inside longer ones, such as 大国 in 大国工匠, only if that is true of its places outside of them too. Since many words are looked
    at, some rise and fall by chance: terms say where to look.

    Args:
        old, new: what `read` and `parse` return.
        least: how often a term that came or went must stand at least. With 1, words that stand once are returned too.
        tokenize: from a run of Chinese characters to its words; jieba if left out.

    Raises:
        OptionError: if `least` is less than 1.

    >>> from policydiff.outline import parse
    >>> old = parse("一、发展传统产业，改造传统产业。\n二、支持传统产业升级。")
    >>> new = parse("一、发展新质生产力，壮大新质生产力。\n二、支持新质生产力，改造传统产业。")
    >>> [str(term) for term in keyness(old, new)]
    ['新质生产力 0 → 3']
    """
    if least < 1:
        raise OptionError(f"least={least} asks for terms that stand nowhere", remedy="Use 1 or more.")
    texts = _Texts(old, new, tokenize)
    if not all(texts.sizes):
        return ()
    found = [_term(texts, *selected) for selected in _selected(texts, _candidates(texts, least), least)]
    return tuple(sorted(found, key=lambda term: (-term.log_likelihood, -len(term.text), term.new, term.old)))


# -- the two texts as rows of words ---------------------------------------------------------------------------------------------------


class _Passage(NamedTuple):
    """A clause: as it is printed but for what differs on paper only, and the same in simplified characters, of the same length."""

    side: int
    """0 for the old text, 1 for the new one."""
    printed: NormalizedText
    folded: str


_NUMERAL: Final = f"[{HAN_DIGITS}{BANKERS_DIGITS}万亿]"
#: A number in figures, 第十二条, 三万元, 五年, 二个月; other single ones are parts of words and phrases: 一函两书, 两个维护.
_NUMBER: Final = re.compile(f".*[{ARABIC_DIGITS}].*|.*第{_NUMERAL}.*|{_NUMERAL}{{2,}}.?|{_NUMERAL}(?:[年月日元条款项章节岁]|个月)")
_LETTERS: Final = re.compile("[A-Za-zÀ-ɏ\u3400-\u9fff\U00020000-\U0003ffff]+")
#: Stands between words that do not belong to one row: at marks of punctuation, at numbers, at the ends of clauses.
_BREAK: Final = ""


class _Texts:
    """Both texts as one list of the smallest words (产业, 工人), with breaks between rows, and where each stands."""

    def __init__(self, old: Document, new: Document, tokenize: Tokenizer | None) -> None:
        sides = [list(_passages(old, 0)), list(_passages(new, 1))]
        self.passages = [*sides[0], *sides[1]]
        self.sizes = [0, 0]
        """How many characters there are on either side, marks of punctuation left out."""
        self.words = [_BREAK]
        self.places: list[tuple[int, int]] = [(0, 0)]
        """For every word, the passage it is in and where it begins there."""
        self.compounds: dict[tuple[str, ...], int] = {}
        """The words of the word list, as rows of smallest words, and where each stands first."""
        self.border = 0
        """Where the new text begins among the words."""
        cut = partial(boundaries, tokenize=remembering(tokenize))
        for number, passage in enumerate(self.passages):
            if number == len(sides[0]):
                self.border = len(self.words)
            self.sizes[passage.side] += sum(map(str.isalnum, passage.folded))
            whole, inner = cut(passage.folded)
            self._add(number, passage.folded, whole, sorted(whole | inner))
        self.whole = tuple("\n".join(passage.folded for passage in side) for side in sides)
        """All that is looked at, to see whether a term stands there inside other words."""

    def _add(self, number: int, text: str, whole: frozenset[int], cuts: Sequence[int]) -> None:
        begun, counted = len(self.words), False
        for start, end in pairwise(cuts):
            word = text[start:end]
            was_counted, counted = counted, _is_number(word)
            if start in whole:
                begun = len(self.words)
            if counted or not _is_word(word) or (was_counted and len(word) == 1):  # 2000|名|左右
                self._break()
                continue
            self.words.append(word)
            self.places.append((number, start))
            if end in whole and begun < len(self.words):
                self.compounds.setdefault(tuple(self.words[begun:]), begun)
        self._break()

    def _break(self) -> None:
        if self.words[-1] != _BREAK:
            self.words.append(_BREAK)
            self.places.append((0, 0))

    def located(self, place: int, size: int) -> tuple[_Passage, int, int]:
        """The passage of a row of words, and where the row begins and ends in it."""
        number, start = self.places[place]
        return self.passages[number], start, self.places[place + size - 1][1] + len(self.words[place + size - 1])


@lru_cache(maxsize=4096)
def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    return _LETTERS.fullmatch(word) is not None


def _passages(document: Document, side: int) -> Iterator[_Passage]:
    config = folding_config(document.text) if script_of(document.text) in (Script.TRADITIONAL, Script.MIXED) else None
    normalized = normalize_document(document, keep_markers=False)
    for clause in document.clauses:
        if clause.level not in FRAME_LEVELS:
            printed = normalized.clauses[clause.id]
            yield _Passage(side, printed, to_script(printed.text, config) if config else printed.text)


# -- words and phrases -------------------------------------------------------------------------------------------------------------------

#: A phrase has at most so many words; what is longer is a sentence that was taken over.
_LONGEST: Final = 8
#: Words that bind others: prepositions, conjunctions, particles, pronouns, modals. They stand at no end of a term.
_BINDING: Final = frozenset(
    (
        "的 地 得 了 着 过 之 者 所 和 与 及 或 而 且 并 但 则 又 也 都 还 就 才 在 于 对 向 从 自 由 以 为 因 把 将 被 给 让 使 按 依 用 "
        "经 至 到 等 其 该 此 这 那 本 各 每 某 不 未 无 非 可 应 当 须 是 有 上 下 中 内 外 前 后 间 时 如 若 即 系 "
        "以及 或者 并且 而且 但是 对于 关于 按照 依照 根据 通过 应当 可以 必须 不得 不能 其他 有关 以上 以下 下列 上述 之一"
    ).split()
)
#: The two that also stand between the parts of a name: 党的领导.
_OF: Final = frozenset("的之")
#: Entries of the word list that begin with one of these are no words: 之日起, 及其他.
_NEVER_FIRST: Final = ("的", "之", "及")


#: Words that follow each other.
_Row = tuple[str, ...]


class _Candidate(NamedTuple):
    text: str
    """In simplified characters."""
    rows: tuple[tuple[int, int], ...]
    """Where it stands: the place of the first word, and how many words; in order, none inside another."""


def _candidates(texts: _Texts, least: int) -> list[_Candidate]:
    """The words and phrases that might be told: those whose counts differ."""
    rows = _repeated(texts.words)
    for word, place in texts.compounds.items():
        rows.setdefault(word, [place])
    counts: dict[str, tuple[int, int]] = {}
    for row, places in rows.items():
        before, old = counts.get("".join(row), (0, 0)), bisect_left(places, texts.border)
        counts["".join(row)] = before[0] + old, before[1] + len(places) - old
    differing = {text for text, both in counts.items() if len(text) > 1 and _differs(texts, both, least)}
    terms = {text for row, places in rows.items() if (text := "".join(row)) in differing and _is_term(texts, row, places, counts)}
    found: dict[str, list[tuple[int, int]]] = {}
    for row, places in rows.items():
        if (text := "".join(row)) in terms:
            found.setdefault(text, []).extend((place, len(row)) for place in places)
    return [_Candidate(text, tuple(_apart(sorted(places)))) for text, places in found.items()]


def _repeated(words: Sequence[str]) -> dict[_Row, list[int]]:
    """Every row of words that stands more than once, and its places; each row is a shorter one with one more word."""
    found: dict[_Row, list[int]] = {}
    rows: dict[_Row, list[int]] = {(): list(range(len(words)))}
    for size in range(_LONGEST):
        longer: dict[_Row, list[int]] = {}
        for row, places in rows.items():
            behind: dict[str, list[int]] = {}
            for place in places:
                behind.setdefault(words[place + size], []).append(place)
            longer |= {(*row, word): where for word, where in behind.items() if len(where) > 1 and word != _BREAK}
        rows = longer
        found |= rows
    return found


def _is_term(texts: _Texts, row: _Row, places: Sequence[int], counts: Mapping[str, tuple[int, int]]) -> bool:
    text = "".join(row)
    if text in _BINDING or text.startswith(_NEVER_FIRST):
        return False
    if row in texts.compounds:
        return True
    return _may_be_phrase(row) and _holds_together(row, counts) and all(_is_free(texts.words, places, by) for by in (-1, len(row)))


def _may_be_phrase(row: _Row) -> bool:
    """Whether it is a row of content words: 党的领导, but not 坚持和完善."""
    if len(row) < 2 or not _BINDING.isdisjoint((row[0], row[-1])):
        return False
    return _BINDING.isdisjoint(row[1:-1]) or (len(row) == 3 and row[1] in _OF)


def _holds_together(row: _Row, counts: Mapping[str, tuple[int, int]]) -> bool:
    """Whether at each seam one of both parts stands in the phrase at least every other time."""
    whole = sum(counts["".join(row)])
    seams = range(1, len(row))
    return all(2 * whole >= min(sum(counts["".join(part)]) for part in (row[:seam], row[seam:])) for seam in seams)


def _is_free(words: Sequence[str], places: Sequence[int], by: int) -> bool:
    """Whether no word stands beside the phrase more often than two times in three, so that the phrase is but a part of a longer one."""
    beside = Counter(words[place + by] for place in places)
    del beside[_BREAK]
    return 3 * max(beside.values(), default=0) <= 2 * len(places)


def _apart(rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = 0
    for place, size in rows:
        if place >= end:
            yield place, size
            end = place + size


# -- which of them are told -------------------------------------------------------------------------------------------------------------


def _selected(texts: _Texts, candidates: Iterable[_Candidate], least: int) -> Iterator[tuple[_Candidate, TermKind]]:
    """The terms whose counts differ, longer ones first: what they explain is not told of their parts."""
    explained: dict[bool, set[int]] = {True: set(), False: set()}
    for candidate in sorted(candidates, key=lambda candidate: (-len(candidate.text), candidate.text)):
        counts = _counts(texts, candidate.rows)
        kind = _kind(texts, candidate.text, counts)
        grows = kind in (TermKind.CAME, TermKind.ROSE)
        others = [(place, size) for place, size in candidate.rows if not explained[grows].issuperset(range(place, place + size))]
        rest = _counts(texts, others)
        if _is_told(texts, counts, kind, least) and _is_told(texts, rest, kind, least) and grows == _grows(texts, rest):
            explained[grows].update(word for place, size in candidate.rows for word in range(place, place + size))
            yield candidate, kind


def _counts(texts: _Texts, rows: Sequence[tuple[int, int]]) -> tuple[int, int]:
    old = sum(place < texts.border for place, _ in rows)
    return old, len(rows) - old


def _differs(texts: _Texts, counts: tuple[int, int], least: int) -> bool:
    """Whether a term with these counts might be told, of whatever kind it is."""
    return (0 in counts and sum(counts) >= least) or _log_likelihood(counts, texts.sizes) >= LEAST_LIKELIHOOD


def _kind(texts: _Texts, text: str, counts: tuple[int, int]) -> TermKind:
    if not counts[0] and text not in texts.whole[0]:
        return TermKind.CAME
    if not counts[1] and text not in texts.whole[1]:
        return TermKind.WENT
    return TermKind.ROSE if _grows(texts, counts) else TermKind.FELL


def _grows(texts: _Texts, counts: tuple[int, int]) -> bool:
    return counts[1] * texts.sizes[0] > counts[0] * texts.sizes[1]


def _is_told(texts: _Texts, counts: tuple[int, int], kind: TermKind, least: int) -> bool:
    if kind in (TermKind.CAME, TermKind.WENT):
        return sum(counts) >= least
    return _log_likelihood(counts, texts.sizes) >= LEAST_LIKELIHOOD


def _log_likelihood(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """Dunning's G2 of the table with the term, and everything else, in either text."""
    total, all_places = sum(counts), sum(sizes)
    if not 0 < total < all_places:
        return 0.0
    surprise = 0.0
    for count, size in zip(counts, sizes, strict=True):
        for observed, share in ((count, total), (size - count, all_places - total)):
            if observed:
                surprise += observed * log(observed * all_places / (size * share))
    return max(0.0, 2 * surprise)


def _term(texts: _Texts, candidate: _Candidate, kind: TermKind) -> Term:
    spans: tuple[list[Span], list[Span]] = ([], [])
    printed: list[str] = ["", ""]
    for place, size in candidate.rows:
        passage, start, end = texts.located(place, size)
        spans[passage.side].append(passage.printed.raw_span(start, end))
        printed[passage.side] = printed[passage.side] or passage.printed.text[start:end]
    counts = len(spans[0]), len(spans[1])
    rates = [count / size for count, size in zip(counts, texts.sizes, strict=True)]
    shown = [max(count, 0.5) / size for count, size in zip(counts, texts.sizes, strict=True)]
    return Term(
        text=printed[1] or printed[0],
        kind=kind,
        old=tuple(spans[0]),
        new=tuple(spans[1]),
        old_rate=1000 * rates[0],
        new_rate=1000 * rates[1],
        log_likelihood=_log_likelihood(counts, texts.sizes),
        log_ratio=log2(shown[1] / shown[0]),
    )

"""How alike texts are, measured by the characters they share.

    old  落实企业职工教育经费，完善经费投入与监督制度。
    new  企业按规定足额提取和使用职工教育经费，确保60%以上用于一线职工教育和培训。

Chinese is written without blanks, and a segmenter cuts 职工教育经费 in one way here and in another way there. Two neighbouring
characters, a bigram (二字组), are always the same two: 职工, 工教, 教育, 育经, 经费. What two texts share is then seen in two ways.

- **Vectors.** A text is a vector of its bigrams, each weighing (1 + ln tf) · idf. 产业 stands in every clause of a paper on
  产业工人 and weighs nothing; 枫桥 stands in one clause and weighs most: nobody has to write a list of stop words. Reworded
  text keeps characters but not neighbours (提取职工教育经费 → 职工教育经费的提取), so pairs of characters a few places apart, in
  either order, count as well, at half the weight. `likeness` is the geometric mean of two cosines, that of the whole texts and
  that of the two passages (sentences, headings) that are most alike: a sentence that moved into a long clause is not drowned.
- **Runs.** A run (连续相同文字) is a stretch of one text that stands in another one too: 职工教育经费 above. It is worth the sum
  of the idf of its bigrams, in nats: five rare bigrams in a row are strong evidence, one common bigram is next to none.
  `shared_runs` tells for each place of a text what the run through it is worth, so that one sees *which* part is accounted for.

idf is ln((N + 1) / df) over the N texts handed in together. The usual one inside the fraction gives words that stand everywhere
a weight of their own, and costs two points of average precision; the one added to N is felt in collections of a few texts only,
where ln(N / df) would weigh nearly everything zero.

Nothing is tuned to a text and nothing is random: equal input gives equal numbers, to the last bit. Time and memory grow with the
number of characters, and with the square of the number of texts.

Sources: K. Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval", Journal of
Documentation 28 (1972); J.-Y. Nie, J. Gao, J. Zhang and M. Zhou, "On the use of words and n-grams for Chinese information
retrieval", IRAL 2000; runs as evidence: M. Wise, "YAP3: improved detection of similarities in computer program and other texts",
SIGCSE 1996.

>>> corpus = analyse([["完善经费投入与监督制度。"], ["完善经费投入。", "加强监督。"], ["打造网络学习平台。"]])
>>> likeness(corpus).round(2)
array([[1.  , 0.35, 0.  ],
       [0.35, 1.  , 0.  ],
       [0.  , 0.  , 1.  ]])
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped, unused-ignore]

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Sparse: TypeAlias = Any  # scipy.sparse.csr_array, which comes without types

#: How far apart the two characters of a pair may stand. Macro F1 of sixteen revisions of statutes: 1 .918, 3 .924, 5 .930, 8 .926.
WINDOW: Final = 5
#: What a pair of characters in either order weighs beside a bigram. .2 .922, .4 .928, .5 .930, .6 .929, 1 .928.
WINDOW_WEIGHT: Final = 0.5
#: Bigrams and pairs that stand in more than this many texts, and in more than this share of them, are left out of the vectors:
#: they weigh least and cost most. With a share of 1/2, 1/3 or all of them F1 is .930, with 1/4 .928.
COMMON: Final = 20
COMMON_SHARE: Final = 1 / 3
#: Cells of a table that is built at once. Tables are made in slices of this size, so that memory does not grow with the square.
CELLS: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Trail:
    """The bigrams of all texts in the order of reading, and the marks of each text behind its bigrams.

    A bigram that stands in one text only is left out: no other text can share it. The first seven arrays have one entry for
    each place, and the places of one text are neighbours.
    """

    text: Ints
    """The index of the text; never falls."""
    sign: Ints
    """Which bigram or mark stands there, as a small number."""
    joint: Ints
    """The trigram that ties the bigram to the one before it, as a small number; -1 behind a break."""
    worth: Floats
    """The idf of the bigram in nats, or the worth of the mark."""
    is_mark: Bools
    """Whether it is a mark: something a text has as a whole, such as a term it defines."""
    passage: Ints
    """The passage it stands in, counted over all texts; -1 for a mark."""
    offset: Ints
    """Where it begins in that passage, in code points; -1 for a mark."""
    begin: Ints
    """Where the places of each text begin, and the end: one entry more than there are texts."""
    first: Ints
    """The first passage of each text, counted over all texts."""
    masses: Floats
    """The worth of each text in nats: the idf of all its bigrams, those it has alone included and marks left out."""

    @property
    def rarest(self) -> float:
        """The idf of what stands in one text only, in nats: the unit in which evidence is measured."""
        return math.log(self.masses.size + 1)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts that are compared with one another: as vectors, and as trails of bigrams."""

    size: int
    """The number of texts, N."""
    owner: Ints
    """The index of the text each passage belongs to; never falls."""
    texts: Sparse
    """Unit vectors of the texts, one row each; a row of zeros for a text without two characters in a row."""
    passages: Sparse
    """Unit vectors of the passages."""
    lengths: Floats
    """The length each vector of a passage had before it was made a unit vector: how much there is to share."""
    table: Floats | None
    """The cosines of all passages with all, if they are few."""
    trail: Trail


class Mark(NamedTuple):
    """Something that a text has as a whole, and that counts as one more place of it."""

    text: int
    """The index of the text."""
    name: int
    """From 0. Texts that have the mark of the same name share it."""
    worth: float
    """In nats."""


class Runs(NamedTuple):
    """What each place of a text is worth to another text, for a list of pairs of texts."""

    begin: Ints
    """Where the values of each pair begin, and the end."""
    pair: Ints
    """For each value, the number of the pair."""
    place: Ints
    """For each value, the place in the trail."""
    worth: Floats
    """For each value, the worth in nats of the run through that place; 0 where the texts share nothing, inf for a shared mark."""


def analyse(texts: Sequence[Sequence[str]]) -> Corpus:
    r"""Return the vectors and trails of some texts.

    Args:
        texts: each a sequence of passages. Any string will do: blanks, lone surrogates, no character at all. What is neither a
            letter nor a digit separates bigrams.

    >>> corpus = analyse([["职业教育", "职业培训"], ["职业"], [""]])
    >>> corpus.owner.tolist()
    [0, 0, 1, 2]
    >>> corpus.trail.text.tolist()  # 职业, twice in the first text and once in the second
    [0, 0, 1]
    >>> corpus.trail.masses.round(2).tolist()
    [6.93, 0.69, 0.0]
    """
    owner = np.repeat(np.arange(len(texts)), [len(passages) for passages in texts])
    letters = _letters([passage for passages in texts for passage in passages])
    (bigrams, joint), spread = _bigrams(letters), _spread(letters)
    vocabulary, feature = np.unique(np.concatenate([bigrams.code, spread.code]), return_inverse=True)
    passage = np.concatenate([bigrams.passage, spread.passage])
    by_passage = _count(passage, feature, owner.size, vocabulary.size)
    by_text = _count(owner[passage], feature, len(texts), vocabulary.size)
    holders = np.bincount(by_text.column, minlength=vocabulary.size)
    idf = np.log((len(texts) + 1) / np.maximum(holders, 1))
    weight = idf * np.where(vocabulary < letters.alphabet**2, 1.0, WINDOW_WEIGHT)
    weight[holders > max(COMMON, COMMON_SHARE * len(texts))] = 0.0
    text_rows, _ = _unit_rows(by_text, weight)
    passage_rows, lengths = _unit_rows(by_passage, weight)
    sign, text = feature[: bigrams.code.size], owner[bigrams.passage]
    worth, shared = idf[sign], holders[sign] > 1
    joint[1:][~shared[:-1]] = -1  # the bigram before it has no place to be tied to
    is_mark = np.zeros(np.count_nonzero(shared), dtype=bool)
    first = _begins(owner, len(texts))[:-1]
    offset = bigrams.at - _begins(letters.passage, owner.size)[bigrams.passage]
    begin, masses = _begins(text[shared], len(texts)), totals(text, worth, len(texts))
    trail = Trail(
        text[shared], sign[shared], joint[shared], worth[shared], is_mark, bigrams.passage[shared], offset[shared], begin, first, masses
    )
    table = (passage_rows @ passage_rows.T).toarray() if owner.size**2 <= CELLS else None
    return Corpus(len(texts), owner, text_rows, passage_rows, lengths, table, trail)


class _Letters(NamedTuple):
    code: Ints  # the characters of all passages in a row, as small numbers, with a separator behind each passage
    is_word: Bools
    passage: Ints
    alphabet: int


def _letters(passages: Sequence[str]) -> _Letters:
    text = "\n".join([*passages, ""])
    # A lone surrogate has no place in UTF-32 proper, but files and databases do hold them.
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    alphabet, code = np.unique(points, return_inverse=True)
    is_word = np.array([chr(point).isalnum() for point in alphabet], dtype=bool)
    passage = np.repeat(np.arange(len(passages)), [len(passage) + 1 for passage in passages])
    return _Letters(code.astype(np.int64), is_word[code], passage, alphabet.size)


class _Pairs(NamedTuple):
    code: Ints  # of the two characters; those of bigrams are less than the square of the alphabet, the others not
    passage: Ints
    at: Ints  # where the first one stands among the letters


def _bigrams(letters: _Letters) -> tuple[_Pairs, Ints]:
    """Two characters side by side, and a number for the three that a pair and the one before it make, or -1 behind a break."""
    at = np.flatnonzero(letters.is_word[:-1] & letters.is_word[1:])
    code = letters.code[at] * letters.alphabet + letters.code[at + 1]
    joint = np.full(at.size, -1, dtype=np.int64)
    follows = np.flatnonzero(np.diff(at) == 1) + 1
    trigram = code[follows - 1] * letters.alphabet + letters.code[at[follows] + 1]
    joint[follows] = np.unique(trigram, return_inverse=True)[1]
    return _Pairs(code, letters.passage[at], at), joint


def _spread(letters: _Letters) -> _Pairs:
    """Pairs in either order, up to WINDOW apart in one passage, across commas."""
    codes, passages, places = [], [], []
    for apart in range(1, WINDOW + 1):
        one_passage = letters.passage[:-apart] == letters.passage[apart:]
        at = np.flatnonzero(letters.is_word[:-apart] & letters.is_word[apart:] & one_passage)
        here, there = letters.code[at], letters.code[at + apart]
        codes.append((letters.alphabet + np.minimum(here, there)) * letters.alphabet + np.maximum(here, there))
        passages.append(letters.passage[at])
        places.append(at)
    return _Pairs(np.concatenate(codes), np.concatenate(passages), np.concatenate(places))


class _Counts(NamedTuple):
    row: Ints
    column: Ints
    times: Ints
    shape: tuple[int, int]


def _count(row: Ints, column: Ints, height: int, width: int) -> _Counts:
    cell, times = np.unique(row * width + column, return_counts=True)  # four times as fast as scipy, which sorts row by row
    row = cell // max(width, 1)
    return _Counts(row, cell - row * width, times, (height, width))


def _unit_rows(counts: _Counts, weight: Floats) -> tuple[Sparse, Floats]:
    kept = weight[counts.column] > 0
    row, column = counts.row[kept], counts.column[kept]
    logarithm = np.log(np.arange(1, counts.times.max(initial=1) + 1))
    value = (1 + logarithm[counts.times[kept] - 1]) * weight[column]
    height = counts.shape[0]
    length = np.sqrt(totals(row, value * value, height))
    value /= length[row]
    return sparse.csr_array((value, column, _begins(row, height)), shape=counts.shape), length


def _begins(group: Ints, count: int) -> Ints:
    """Where each group begins among values that are sorted by group, and the end."""
    return np.searchsorted(group, np.arange(count + 1))


def totals(group: Ints, values: Floats, count: int) -> Floats:
    """Return the sum of the values of each group, from 0 to count - 1; 0.0 for a group without values.

    >>> totals(np.array([0, 2, 2]), np.array([0.5, 1.0, 2.0]), 3).tolist()
    [0.5, 0.0, 3.0]
    """
    return np.bincount(group, weights=values, minlength=count).astype(np.float64, copy=False)


def with_marks(trail: Trail, marks: Sequence[Mark]) -> Trail:
    """Return the trail with some marks behind the bigrams of the texts that have them.

    >>> trail = analyse([["职业"], ["职业"]]).trail
    >>> with_marks(trail, [Mark(0, 0, 1.0), Mark(1, 0, 1.0)]).text.tolist()
    [0, 0, 1, 1]
    """
    if not marks:
        return trail
    text, name = (np.array(column, dtype=np.int64) for column in list(zip(*marks, strict=True))[:2])
    fresh = int(trail.sign.max(initial=-1)) + 1
    texts = np.concatenate([trail.text, text])
    order = np.argsort(texts, kind="stable")
    return Trail(
        texts[order],
        np.concatenate([trail.sign, fresh + name])[order],
        np.concatenate([trail.joint, np.full(name.size, -1)])[order],
        np.concatenate([trail.worth, [mark.worth for mark in marks]])[order],
        np.concatenate([trail.is_mark, np.ones(name.size, dtype=bool)])[order],
        np.concatenate([trail.passage, np.full(name.size, -1)])[order],
        np.concatenate([trail.offset, np.full(name.size, -1)])[order],
        _begins(texts[order], trail.masses.size),
        trail.first,
        trail.masses,
    )


def likeness(corpus: Corpus) -> Floats:
    """Return how alike each text is to each text, 0 to 1: the root of the cosine of the texts times that of their best passages.

    >>> likeness(analyse([["完善财政投入机制。"], ["完善财政投入机制。"], ["", "。"]])).round(2).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    whole = (corpus.texts @ corpus.texts.T).toarray()
    alike: Floats = np.sqrt(np.clip(whole * best_passages(corpus.owner, corpus.size, partial(_cosines, corpus)), 0, 1))
    return alike


def best_passages(owner: Ints, size: int, cosines: Callable[[Ints, Ints], Floats]) -> Floats:
    """Return for each text with each text the cosine of the two passages that are most alike; 0.0 where one has no passage.

    Args:
        owner: the index of the text each passage belongs to; never falls.
        size: the number of texts.
        cosines: gives those of some passages with some others, not below 0.
    """
    best = np.zeros((size, size))
    total = owner.size
    height = max(1, CELLS // max(total, 1))
    for low in range(0, total, height):
        # Cosines are symmetric: columns before the slice were filled when they were rows.
        block = cosines(np.arange(low, min(low + height, total)), np.arange(low, total))
        rows, first_row = np.unique(owner[low : low + height], return_index=True)
        columns, first_column = np.unique(owner[low:], return_index=True)
        top = np.maximum.reduceat(np.maximum.reduceat(block, first_row, axis=0), first_column, axis=1)
        area = np.ix_(rows, columns)
        best[area] = np.maximum(best[area], top)
    return np.maximum(best, best.T)


def _cosines(corpus: Corpus, rows: Ints, columns: Ints) -> Floats:
    if corpus.table is not None:
        return corpus.table[np.ix_(rows, columns)]
    cosines: Floats = (corpus.passages[rows] @ corpus.passages[columns].T).toarray()
    return cosines


def passage_cosines(corpus: Corpus, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[Floats, Floats]]:
    """Yield for each pair of texts the cosines of the passages of the one with those of the other, and how much these share.

    What two passages share is the product of their vectors before they were made unit vectors: the cosine is high for two
    short sentences that are the same, the product for two long ones that have much in common.

    >>> corpus = analyse([["完善财政投入机制。", "打造网络学习平台。"], ["完善投入机制。"]])
    >>> [cosines.round(2).tolist() for cosines, _ in passage_cosines(corpus, [(0, 1)])]
    [[[0.22], [0.0]]]
    """
    begin = _begins(corpus.owner, corpus.size)
    count = np.diff(begin)
    for batch in _batches(pairs, count):
        here, there = np.array(batch, dtype=np.int64).T
        rows, columns = _ranges(begin[here], count[here]), _ranges(begin[there], count[there])
        cosines = _cosines(corpus, rows, columns)
        row = column = 0
        for height, width in zip(count[here].tolist(), count[there].tolist(), strict=True):
            part = np.s_[row : row + height, column : column + width]
            lengths = np.outer(corpus.lengths[rows[part[0]]], corpus.lengths[columns[part[1]]])
            yield cosines[part], cosines[part] * lengths
            row, column = row + height, column + width


def _batches(pairs: Sequence[tuple[int, int]], count: Ints) -> Iterator[list[tuple[int, int]]]:
    """Cut the pairs into batches, so that the passages of a batch make one table of reasonable size."""
    batch: list[tuple[int, int]] = []
    height = width = 0
    for here, there in pairs:
        height, width = height + int(count[here]), width + int(count[there])
        if batch and height * width > CELLS // 64:
            yield batch
            batch, height, width = [], int(count[here]), int(count[there])
        batch.append((here, there))
    if batch:
        yield batch


def shared_runs(trail: Trail, here: Ints, there: Ints) -> Runs:
    """Return for each pair of texts what every place of the first one is worth to the second one.

    A run goes on from one bigram to the next as long as the other text holds the three characters the two make. That is a
    little more than "the other text holds the whole stretch", and it is found by looking up, not by searching.

    >>> trail = analyse([["提取和使用职工教育经费"], ["完善职工教育经费监督"]]).trail
    >>> runs = shared_runs(trail, np.array([0]), np.array([1]))
    >>> runs.worth.round(2).tolist()  # 职工教育经费: five bigrams that stand in both texts
    [2.03, 2.03, 2.03, 2.03, 2.03]
    """
    lengths = np.diff(trail.begin)[here]
    begin = np.concatenate([[0], np.cumsum(lengths)])
    runs = Runs(begin, np.repeat(np.arange(here.size), lengths), _ranges(trail.begin[here], lengths), np.zeros(begin[-1]))
    order = np.argsort(there, kind="stable")
    signs, joints = int(trail.sign.max(initial=-1)) + 1, int(trail.joint.max(initial=-1)) + 1
    height = max(1, CELLS // (signs + joints + 1))
    for low in range(0, trail.masses.size, height):
        first, last = np.searchsorted(there[order], [low, low + height])
        pairs = order[first:last]
        if pairs.size:
            where = _ranges(begin[pairs], lengths[pairs]) if pairs.size < here.size else slice(None)
            holds, ties = _holdings(trail, low, min(low + height, trail.masses.size), signs, joints)
            row, place = there[runs.pair[where]] - low, runs.place[where]
            runs.worth[where] = _run_worth(trail, place, holds[row, trail.sign[place]], ties[row, trail.joint[place]])
    return runs


def _ranges(begin: Ints, lengths: Ints) -> Ints:
    """[b, b + 1, … b + l - 1] for each begin and length, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if ends.size else 0) + np.repeat(begin - ends + lengths, lengths)


def _holdings(trail: Trail, low: int, high: int, signs: int, joints: int) -> tuple[Bools, Bools]:
    """Which signs and trigrams the texts from `low` to `high` hold; the last column of trigrams is for -1, held by none."""
    places = slice(trail.begin[low], trail.begin[high])
    row = trail.text[places] - low
    holds = np.zeros((high - low, signs), dtype=bool)
    holds[row, trail.sign[places]] = True
    ties = np.zeros((high - low, joints + 1), dtype=bool)
    ties[row, trail.joint[places]] = True
    ties[:, -1] = False
    return holds, ties


def _run_worth(trail: Trail, place: Ints, held: Bools, tied: Bools) -> Floats:
    begins = held.copy()
    begins[1:] &= ~(held[:-1] & tied[1:])
    run = np.cumsum(begins, dtype=np.int64)
    worth = totals(run, np.where(held, trail.worth[place], 0.0), 1)[run]
    worth[~held] = 0.0
    worth[held & trail.is_mark[place]] = np.inf  # a mark is shared or not, there is no more or less of it
    return worth

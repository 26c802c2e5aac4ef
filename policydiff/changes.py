"""A row and its edits → what happened, in the words of drafting, and what to look at first.

    原第五条 → 第六条，“可以”→“应当”        号 改       finding: modality
    （二）基本原则 → ∅                      删

Kinds follow from the links and the edits alone and can be checked against them. Findings are remarks about single edits; they describe
the text and never guess why it was changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policydiff.model import Bead, ChangeKind, Clause, Collation, Document, Edit, EditTag, Finding, Level, Pair, Span
from policydiff.normalization import normalize
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS, Number, find_numbers
from policydiff.words import words

#: From the two documents and one edit between words to a remark, or None.
Classifier = Callable[[Document, Document, Edit], Finding | None]

#: What each finding means.
FINDINGS: Final = {
    "number": "A number, an amount or a date became another one.",
    "modality": "A word of obligation became a stronger or a weaker one.",
    "negation": "A negation came or went.",
    "heading": "A heading is on one side only, and what stood below it is not.",
    "reference": "A cross reference does not name what it named before, or names an article that does not exist.",
}

_WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


@dataclass(frozen=True)
class Context:
    """What the kinds of a row depend on beyond the row itself."""

    old: Document
    new: Document
    profile: str
    partners_of_old: Mapping[str, int]
    """How many new provisions an old one corresponds to, by its id; headings and what stands around the text left out."""
    partners_of_new: Mapping[str, int]
    """How many old provisions a new one corresponds to, by its id."""


def classify(bead: Bead, edits: Sequence[Edit], context: Context, classifiers: Iterable[Classifier] | None = None) -> Pair:
    """Return the row with its kinds and findings.

    Args:
        bead: which clauses stand side by side.
        edits: what differs between them.
        context: the documents, and how many partners every provision has.
        classifiers: what looks at each edit of the wording; `CLASSIFIERS` if left out.
    """
    findings = [finding for edit in edits if edit.tag in _WORDING for finding in _remarks(edit, context, classifiers)]
    heading = _heading_on_one_side(bead, context)
    return Pair(bead.old, bead.new, _kinds(bead, edits, context), tuple(edits), tuple([heading] if heading else findings))


def _remarks(edit: Edit, context: Context, classifiers: Iterable[Classifier] | None) -> list[Finding]:
    used = CLASSIFIERS if classifiers is None else classifiers
    return [finding for classifier in used if (finding := classifier(context.old, context.new, edit)) is not None]


# -- kinds --------------------------------------------------------------------------------------------------------------------------


def _kinds(bead: Bead, edits: Sequence[Edit], context: Context) -> tuple[ChangeKind, ...]:
    olds, news = context.old.heads(bead.old), context.new.heads(bead.new)
    splits = len(news) > 1 or any(context.partners_of_old.get(clause.id, 0) > 1 for clause in olds)
    joins = len(olds) > 1 or any(context.partners_of_new.get(clause.id, 0) > 1 for clause in news)
    if not olds:
        taken = any(context.partners_of_new.get(clause.id) for clause in news)
        return (ChangeKind.SPLIT,) if taken else (ChangeKind.INSERTION,)
    if not news:
        taken = any(context.partners_of_old.get(clause.id) for clause in olds)
        return (ChangeKind.JOIN,) if taken else (ChangeKind.REPEAL,)
    reworded = any(edit.tag in _WORDING for edit in edits)
    renumbered = context.profile == "revision" and not bead.moved and is_renumbered(olds[0], news[0])
    conditions = {
        ChangeKind.SPLIT: splits,
        ChangeKind.JOIN: joins,
        ChangeKind.MOVE: bead.moved,
        ChangeKind.RENUMBERING: renumbered,
        ChangeKind.SUBSTITUTION: reworded,
        ChangeKind.FORMAL: not reworded and any(_is_formal(edit, olds, news) for edit in edits),
    }
    return tuple(kind for kind, holds in conditions.items() if holds)


def is_renumbered(old: Clause, new: Clause) -> bool:
    """Whether two corresponding clauses carry different numbers of one scheme; 1. and （二） are of two schemes.

    >>> from policydiff.model import Span
    >>> def article(marker: str, number: int) -> Clause:
    ...     return Clause(f"a{number}", Level.ARTICLE, None, marker, number, None, Span(0, 1))
    >>> is_renumbered(article("第五条", 5), article("第六条", 6))
    True
    """
    if old.number is None or new.number is None or scheme(old) != scheme(new):
        return False
    return (old.number, old.branch) != (new.number, new.branch)


_NUMERALS: Final = re.compile(f"[{HAN_DIGITS}{ARABIC_DIGITS}]+")


def scheme(clause: Clause) -> tuple[Level, str]:
    """Return what the labels of one numbering have in common: the level, and the form without the number.

    >>> from policydiff.model import Span
    >>> scheme(Clause("1", Level.LAYER_2, None, "(五)", 5, None, Span(0, 1)))[1]
    '（#）'
    """
    if clause.level is Level.ARTICLE:
        return clause.level, "条"
    form = _NUMERALS.sub("#", clause.marker)
    return clause.level, form.translate(str.maketrans("()．", "（）."))


def _is_formal(edit: Edit, olds: Sequence[Clause], news: Sequence[Clause]) -> bool:
    """Whether a formal edit is more than another number; numbers follow from the order, and are told by RENUMBERING."""
    if edit.tag is not EditTag.FORMAL:
        return False
    old, new = _marker_within(edit.old, olds), _marker_within(edit.new, news)
    return old == new


def _marker_within(span: Span, clauses: Iterable[Clause]) -> str:
    """The label printed in a passage, brackets and digits of one width; empty if there is none."""
    for clause in clauses:
        place = clause.marker_span
        if place is not None and span.start < place.end and place.start < span.end:
            return clause.marker.translate(_WIDTHS)
    return ""


_WIDTHS: Final = str.maketrans("()．０１２３４５６７８９條", "（）.0123456789条")


# -- findings -------------------------------------------------------------------------------------------------------------------------


def _heading_on_one_side(bead: Bead, context: Context) -> Finding | None:
    """A heading without a counterpart. In a reprint it was lost or added; what stood below it stands where it stood."""
    if context.profile != "reprint" or (bead.old and bead.new):
        return None
    document, ids = (context.old, bead.old) if bead.old else (context.new, bead.new)
    clause = document.clause(ids[0])
    if clause.id not in document.headings or clause.heading is None:
        return None
    printed = f"“{clause.marker}{clause.heading}”"
    if bead.old:
        return Finding("heading", clause.span, None, f"缺标题{printed}。")
    return Finding("heading", None, clause.span, f"多出标题{printed}。")


def number(old: Document, new: Document, edit: Edit) -> Finding | None:
    """Remark that numbers stand on both sides of a replacement and differ in value: 2000 → 3000, 十八 → 二十."""
    if edit.tag is not EditTag.REPLACE:
        return None
    olds, news = _numbers(old.text, edit.old), _numbers(new.text, edit.new)
    if len(olds) == len(news):  # a date for a date: each part became the one in its place
        changed = [(a, b) for a, b in zip(olds, news, strict=True) if a.value != b.value]
        lost, gained = [a for a, _ in changed], [b for _, b in changed]
    else:
        lost, gained = _without(olds, news), _without(news, olds)
    if not lost or not gained or Counter(n.value for n in lost) == Counter(n.value for n in gained):
        return None
    return Finding("number", edit.old, edit.new, f"数字：{_listed(lost)} → {_listed(gained)}。")


#: 三 is a number before 年, and behind （; what stands beside an edit tells.
_BESIDE: Final = 2


def _numbers(text: str, span: Span) -> list[Number]:
    """The numbers printed in a passage."""
    start = max(span.start - 1, 0)
    found = find_numbers(text[start : span.end + _BESIDE])
    return [number for number in found if span.start < start + number.end and start + number.start < span.end]


def _listed(numbers: Iterable[Number]) -> str:
    return "、".join(number.text.rstrip("%％‰") for number in numbers)


def _without(numbers: Iterable[Number], others: Iterable[Number]) -> list[Number]:
    """The numbers that are not among the others."""
    left = Counter(number.value for number in others)
    out = []
    for number in numbers:
        if left[number.value]:
            left[number.value] -= 1
        else:
            out.append(number)
    return out


#: Words of obligation and their ranks: 4 forbids or commands, 3 obliges, 1 permits or encourages. What merely acts (推进, 完善)
#: has none.
_MODALS: Final = {
    **dict.fromkeys("严禁 嚴禁 不得 禁止 必须 必須 务必 務必 一律".split(), 4),
    **dict.fromkeys("应当 應當 应 應 须 須 确保 確保 责令 責令".split(), 3),
    **dict.fromkeys("可以 可 得 鼓励 鼓勵 支持 引导 引導 探索".split(), 1),
}
_MODAL: Final = re.compile("|".join(_MODALS))
_NEGATIONS: Final = frozenset("不 未 无 無 非 没有 沒有 不得 不能 不予 未经 未經 毋 勿".split())
#: A remark about one word is only made where hardly anything else changed with it.
_FEW_WORDS: Final = 3
_FEW_CHARACTERS: Final = 12
_NEGATION: Final = re.compile("|".join(_NEGATIONS))


def modality(old: Document, new: Document, edit: Edit) -> Finding | None:
    """Remark that a word of obligation became one of another rank: 可以 → 应当."""
    texts = edit.old.of(old.text), edit.new.of(new.text)
    if max(map(len, texts)) > _FEW_CHARACTERS or not all(map(_MODAL.search, texts)):
        return None
    before, after = map(words, texts)
    olds, news = [w for w in before if w in _MODALS], [w for w in after if w in _MODALS]
    if len(olds) != 1 or len(news) != 1 or max(len(before), len(after)) > _FEW_WORDS or _MODALS[olds[0]] == _MODALS[news[0]]:
        return None
    direction = "加强" if _MODALS[olds[0]] < _MODALS[news[0]] else "减弱"
    return Finding("modality", edit.old, edit.new, f"约束程度{direction}：{olds[0]} → {news[0]}。")


def negation(old: Document, new: Document, edit: Edit) -> Finding | None:
    """Remark that a negation came or went: 应当 → 不应当."""
    texts = edit.old.of(old.text), edit.new.of(new.text)
    if max(map(len, texts)) > _FEW_CHARACTERS or not any(map(_NEGATION.search, texts)):
        return None
    before, after = map(words, texts)
    lost, gained = sum(w in _NEGATIONS for w in before), sum(w in _NEGATIONS for w in after)
    if lost == gained or max(len(before), len(after)) > _FEW_WORDS:
        return None
    return Finding("negation", edit.old, edit.new, "否定词增加。" if gained > lost else "否定词减少。")


CLASSIFIERS: Final[tuple[Classifier, ...]] = (number, modality, negation)


# -- the same change at several places ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BulkSubstitution:
    """统一修改: the same words became the same other words at several places."""

    old: str
    """The old words, normalised."""
    new: str
    """The new words, normalised."""
    places: tuple[tuple[int, int], ...]
    """For each place: the row it is in, and the edit in that row; indices into `Collation.pairs` and `Pair.edits`."""


#: Fewer places than this are no pattern.
_FEWEST_PLACES: Final = 3


def bulk_substitutions(collation: Collation) -> tuple[BulkSubstitution, ...]:
    """Return the replacements of words that were made at three places or more, the most frequent first."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row, pair in enumerate(collation.pairs):
        for place, edit in enumerate(pair.edits):
            if edit.tag is EditTag.REPLACE:
                before = normalize(collation.old.text, edit.old).text
                after = normalize(collation.new.text, edit.new).text
                if any(c.isalnum() for c in before + after):
                    places.setdefault((before, after), []).append((row, place))
    bulk = [BulkSubstitution(*key, tuple(found)) for key, found in places.items() if len(found) >= _FEWEST_PLACES]
    return tuple(sorted(bulk, key=lambda substitution: (-len(substitution.places), substitution.places)))

"""An obligation became stronger or weaker (可以 → 应当), or a negation came or went (不得 → ∅), before a predicate that stayed.

    企业[-可以-]{+应当+}申请。             stronger: 申请 stayed
    企业{+不得+}收取费用。                 a negation came
    {+企业应当公开信息。+}                 neither: the predicate came with it

What a word governs is what follows it in the same segment of the sentence. Only where that is equal on both sides, the word in front of
it is compared with the word in front of it there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policydiff.changes.row import SEGMENT_MARKS, Passage, Reading, Row, changed_saying
from policydiff.model import Finding, saying

#: Words of obligation and their ranks: 4 forbids or commands, 3 obliges, 1 permits or encourages. What merely acts (推进, 完善),
#: and a predicate without any of these words, has rank 2.
_RANKS: Final = {
    **dict.fromkeys("严禁 不得 禁止 不准 不许 必须 务必 一律".split(), 4),
    **dict.fromkeys("应当 应该 应 须 需 需要 要 确保 责令 督促 不得不".split(), 3),
    **dict.fromkeys("可以 可 得 宜 有权 允许 准许 鼓励 提倡 倡导 支持 引导 探索 力争".split(), 1),
}
_PLAIN: Final = 2
#: These are verbs with objects of their own; beside a predicate without one, they say nothing about how binding it is.
_VERBS: Final = frozenset("确保 责令 督促 支持 引导 一律 需 需要 允许 准许 提倡 倡导".split())
#: Behind these stands first who is to act: 鼓励[企业]安排.
_CAUSATIVES: Final = frozenset("鼓励 提倡 倡导 支持 允许 准许 引导 督促 责令 确保".split())
_NEGATIONS: Final = frozenset(
    "严禁 不得 禁止 不准 不许 不应当 不应该 不应 不宜 不能 不可 不可以 不予 不必 不须 不需 无需 无须 毋须 不再 尚未 未经 未能 没有 免予 "
    "免于 未 无 非 不 勿 毋".split()
)
#: What denies without a word of negation: 不接受 → 拒绝接受 denies as before.
_DENIALS: Final = frozenset("拒绝 免 免除 停止 暂停".split())
#: Forbidding is told as a negation where nothing was permitted or obliged before.
_PROHIBITIONS: Final = frozenset(_RANKS) & _NEGATIONS
#: These hold one of the words above and govern no predicate: they bound an amount, or are words of their own.
_OTHERS: Final = frozenset(
    "不超过 不低于 不少于 不高于 不多于 不大于 不小于 不得超过 不得逾 不得低于 不得少于 不得高于 不满 不足 "
    "不得已 不仅 不论 无论 不但 可持续 禁止性 禁止规定".split()
)
#: 不足 bounds an amount, and 不足以, 不足额 deny one; 得 is a verb in 得其同意.
_OPERATOR: Final = re.compile(
    "不足(?![以额够量])|"
    + "|".join(sorted({*_RANKS, *_NEGATIONS, *_DENIALS, *_OTHERS} - {"得", "不足"}, key=len, reverse=True))
    + "|得(?![^，。；]{0,8}(?:同意|承诺))"
)
_WORDS: Final = frozenset({*_RANKS, *_NEGATIONS, *_DENIALS})
#: Between a word of obligation and its predicate stand adverbs, and words with a preposition before them.
_ADVERBIAL: Final = re.compile(
    "(?:(?:依法|依规|按规定|按需|立即|及时|同时|直接|自行|擅自|随意|任意|共同|主动|积极|逐步|优先|一律|先|再|即|并|均|都|也|亦|另)"
    "|(?:于|在|自|从|经|依|按|根据|依据|向|对|将|把|由|以|凭|与|同|为|结合|通过)[^之]*)*"
)

#: What may stand between a word of obligation and the predicate it governs, in characters: 应当[自收到申请之日起十五日内]答复.
_REACH: Final = 30
#: The same where the other side has no such word at all.
_SHORT_REACH: Final = 12
#: A predicate of one character may be equal by chance.
_LEAST_PREDICATE: Final = 2
#: Behind 鼓励 stands first who is to act; more than that must have stayed.
_LONG_PREDICATE: Final = 6


class _Operator(NamedTuple):
    """A word of obligation or of negation where it is read."""

    place: Passage
    word: str
    changed: bool


def _operators(side: Reading, changed: bytes, across: Mapping[int, int], there: Reading) -> list[_Operator]:
    """The words of obligation and negation on a side; those that nothing changed beside are words only once somebody asks."""
    found = []
    for match in _OPERATOR.finditer(side.text):
        if match[0] in _OTHERS or (match[0] == "得" and not side.is_traditional):
            continue  # permission is 得 in statutes of Taiwan only
        if side.text[match.start() - 1 : match.start()] == "所" and side.is_word(Passage(match.start() - 1, match.start())):
            continue  # what follows 所 is an attribute: 所必须, 所应适用之法律; 场所 is a noun
        for end in range(match.end(), match.start(), -1):  # 不必要 is 不 and 必要, although 不必 is a word
            place = Passage(match.start(), end)
            word, is_near = side.of(place), any(changed[max(0, place.start - 1) : end + 1])
            if word in _WORDS and (not is_near or _is_word(side, place) or _is_marked_alone(place, across, there)):
                found.append(_Operator(place, word, any(changed[place.start : end])))
                break
    return found


def _is_word(side: Reading, place: Passage) -> bool:
    return side.is_word(place) or side.opens_compound(place)


def _is_marked_alone(place: Passage, across: Mapping[int, int], there: Reading) -> bool:
    """Whether exactly this came or went, or became another of the words above; then it is one, whatever the word list says."""
    start, end = across.get(place.start - 1), across.get(place.end)
    if start is None or end is None:
        return False
    other = Passage(start + 1, end)
    return start + 1 == end or (there.of(other) in _WORDS and there.is_word(other))


class _Side(NamedTuple):
    """A side of a row with its words of obligation, and the way to the other side."""

    reading: Reading
    operators: Sequence[_Operator]
    across: Mapping[int, int]


class _Governed(NamedTuple):
    """A predicate that stayed, and how far it is from the word before it on the side that was looked at."""

    here: int
    there: int
    reach: int


def _governed(side: _Side, operator: _Operator) -> _Governed | None:
    """The first characters behind a word of obligation that are equal on the other side, in the same segment."""
    text, end = side.reading.text, operator.place.end
    for place in range(end, min(end + _REACH, len(text))):
        if text[place] in SEGMENT_MARKS or text[place] in "（）":
            return None
        there = side.across.get(place)
        if there is not None and _is_equal_run(side, place, there):
            return _Governed(place, there, place - end)
    return None


def _is_equal_run(side: _Side, place: int, there: int, size: int = _LEAST_PREDICATE) -> bool:
    text = side.reading.text
    return all(
        side.across.get(place + step) == there + step and place + step < len(text) and text[place + step].isalnum() for step in range(size)
    )


def _before(side: _Side, place: int) -> list[_Operator]:
    """The words of obligation in front of a place, in the same segment, the nearest first."""
    start = max(side.reading.segment(place).start, place - _REACH)
    first = bisect_left(side.operators, start, key=lambda operator: operator.place.start)
    last = bisect_left(side.operators, place, key=lambda operator: operator.place.start)
    found = (o for o in reversed(side.operators[first:last]) if o.place.end <= place)
    return [o for o in found if o.changed or _is_word(side.reading, o.place)]


def _is_direct(side: _Side, operator: _Operator, predicate: int) -> bool:
    """Whether nothing but adverbs stands between a word of obligation and a predicate."""
    between = side.reading.text[operator.place.end : predicate]
    if operator.word in _CAUSATIVES and len(between) <= _SHORT_REACH:
        return "之" not in between and "的" not in between
    return _ADVERBIAL.fullmatch(between) is not None


class _Match(NamedTuple):
    """The words in front of one predicate on both sides; on one of them there may be none."""

    old: _Operator | None
    new: _Operator | None
    reach: int
    stayed: int
    """How many characters of the predicate are equal, up to where it matters."""
    is_denied: tuple[bool, bool]
    """Whether anything denies the predicate on the old and on the new side."""


def changed_obligations(row: Row) -> Iterator[Finding]:
    """Remark on words of obligation and negation that became others, came or went; see the module."""
    if not row.differences:
        return
    old = _Side(row.olds, _operators(row.olds, row.is_changed[0], row.counterparts, row.news), row.counterparts)
    new = _Side(row.news, _operators(row.news, row.is_changed[1], row.mirrored, row.olds), row.mirrored)
    yield from _modality(row, old, new)
    yield from _negation(row, old, new)


# -- modality -------------------------------------------------------------------------------------------------------------------------


def _modality(row: Row, old: _Side, new: _Side) -> Iterator[Finding]:
    matches = [*_modals(old, new, is_old=True), *_modals(new, old, is_old=False)]
    pairs = {(m.old, m.new) for m in matches if m.old and m.new}
    paired = {operator for pair in pairs for operator in pair}
    alone = {(m.old, m.new): m for m in matches if not (m.old and m.new) and not {m.old, m.new} & paired}
    words = [{o.word for o in side.operators if o.changed} for side in (old, new)]
    singles = {key for key, match in alone.items() if _weighs(match, *words)}
    for a, b in sorted(pairs | singles, key=lambda pair: [operator.place.start if operator else -1 for operator in reversed(pair)]):
        ranks = _RANKS[a.word] if a else _PLAIN, _RANKS[b.word] if b else _PLAIN
        if ranks[0] != ranks[1]:
            yield _remark(row, a, b, "stronger" if ranks[0] < ranks[1] else "weaker")


def _modals(here: _Side, there: _Side, *, is_old: bool) -> Iterator[_Match]:
    for operator in here.operators:
        if not operator.changed or operator.word not in _RANKS:
            continue
        governed = _governed(here, operator)
        if governed is None:
            continue
        before = _before(there, governed.there)
        other = next((o for o in before if o.word in _RANKS and o.changed), None)
        is_direct = _is_direct(here, operator, governed.here) and (other is None or _is_direct(there, other, governed.there))
        stands_behind_the_same = other is not None and here.across.get(operator.place.start - 1) == other.place.start - 1
        if not is_direct and not stands_behind_the_same:
            continue  # neither the predicate stayed nor what stands before: 应当承担对… → 可以用于对…
        denied = any(o.word in _NEGATIONS for o in _before(here, governed.here)), any(o.word in _NEGATIONS for o in before)
        stayed = next(n for n in range(_LONG_PREDICATE, 0, -1) if n <= _LEAST_PREDICATE or _is_equal_run(here, *governed[:2], n))
        if is_old:
            yield _Match(operator, other, governed.reach, stayed, denied)
        else:
            yield _Match(other, operator, governed.reach, stayed, denied[::-1])


def _weighs(match: _Match, olds: Iterable[str], news: Iterable[str]) -> bool:
    """Whether a word of obligation that stands on one side alone makes its predicate more or less binding."""
    operator, others = (match.old, news) if match.old else (match.new, olds)
    if operator is None or operator.word in _VERBS or operator.word in _PROHIBITIONS or match.reach > _SHORT_REACH:
        return False
    if operator.word in _CAUSATIVES and match.stayed < _LONG_PREDICATE:
        return False
    return operator.word not in others and match.is_denied[0] == match.is_denied[1]  # else it moved, or more than its strength changed


_DIRECTIONS: Final = {"stronger": "加强", "weaker": "减弱"}


def _remark(row: Row, old: _Operator | None, new: _Operator | None, direction: str) -> Finding:
    places = old.place if old else None, new.place if new else None
    before, after = (_with_predicate(side, operator) if operator else "" for side, operator in ((row.olds, old), (row.news, new)))
    words = " → ".join(f"“{word}”" if word else "无" for word in (before, after))
    said = changed_saying(f"modality.{direction}", before, after)
    return row.finding("modality", *places, f"约束程度{_DIRECTIONS[direction]}：{words}。", said)


def _with_predicate(side: Reading, operator: _Operator) -> str:
    """可以申请: the word and the beginning of what it governs."""
    end = side.segment(operator.place.start).end
    if end > operator.place.end + _SHOWN:
        end = side.word_end(operator.place.end + _SHOWN)
    return side.printed(Passage(operator.place.start, end))


_SHOWN: Final = 4


# -- negation -------------------------------------------------------------------------------------------------------------------------


def _negation(row: Row, old: _Side, new: _Side) -> Iterator[Finding]:
    lost, gained = list(_uncontradicted(old, new)), list(_uncontradicted(new, old))
    lost += _lone(row.olds, (core.old for core in row.cores if core.new.start == core.new.end), lost)
    gained += _lone(row.news, (core.new for core in row.cores if core.old.start == core.old.end), gained)
    for operator in lost:
        words = _with_predicate(row.olds, operator)
        yield row.finding("negation", operator.place, None, f"否定词删去：“{words}”。", saying("negation.went", old=words))
    for operator in gained:
        words = _with_predicate(row.news, operator)
        yield row.finding("negation", None, operator.place, f"否定词增加：“{words}”。", saying("negation.came", new=words))


#: These deny whatever stands behind them.
_DENYING: Final = frozenset("不未")


def _lone(side: Reading, places: Iterable[Passage], told: Collection[_Operator]) -> list[_Operator]:
    """Negations that are all that came or went at their place, and that nothing was said of."""
    alone = (place for place in places if side.of(place) in _DENYING and not _is_in_another_word(side, place))
    return [_Operator(place, side.of(place), changed=True) for place in alone if not any(place.meets(o.place) for o in told)]


def _is_in_another_word(side: Reading, place: Passage) -> bool:
    segment = side.segment(place.start)
    found = _OPERATOR.finditer(side.text, segment.start, segment.end)
    return any(match[0] in _OTHERS and place.meets(Passage(*match.span())) for match in found)


def _uncontradicted(here: _Side, there: _Side) -> Iterator[_Operator]:
    """Negations on one side before a predicate that nothing denies on the other."""
    for operator in here.operators:
        if not operator.changed or operator.word not in _NEGATIONS:
            continue
        governed = _governed(here, operator)
        if governed is None or governed.reach > (_SHORT_REACH if len(operator.word) > 1 else 0):
            continue  # 不 and 未 deny the next word, 不得 whatever follows
        if not _is_direct(here, operator, governed.here):
            continue
        denials = _NEGATIONS | _DENIALS
        if not any(other.word in denials for other in _before(there, governed.there)):
            yield operator

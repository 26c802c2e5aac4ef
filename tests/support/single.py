"""One edit at a random place of a real text, and what must be reported: that edit, there, in its class, and nothing else.

Each operation below takes a text, the clause to be edited and a source of chance, and returns a `Change`, or None where the clause has no
place for it. Most are tried in the clause and its neighbours, some in the whole document.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, NamedTuple

from policydiff.changes.numbers import quantities
from policydiff.comparison import Comparison, compare
from policydiff.formal import FormalClass, class_of
from policydiff.model import Clause, Document, Edit, EditTag, Level, Span
from policydiff.normalization import to_script
from policydiff.numerals import find_numbers, format_numeral
from policydiff.outline import parse
from policydiff.words import words
from support.paths import BUNDLED, EXTRACT, OPINIONS, PLAN, STATUTES, bundled, statute

WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})
WORDS: Final = "words"

#: Levels whose text is none of a provision's.
_LEFT_OUT: Final = frozenset({Level.CONTENTS, Level.NOTE, Level.MASTHEAD, Level.DATE, Level.TITLE, Level.SUBTITLE})


class Change(NamedTuple):
    """`text[start:end]` became `new`; spans count code points of the text."""

    start: int
    end: int
    new: str
    kind: str
    """`words`, or the value of a FormalClass."""
    finding: str = ""
    """The remark that a reader should get, if any."""
    told_in: tuple[str, ...] = ("revision", "reprint")
    """The profiles in which that remark is due."""


#: From a text, a clause of it and a source of chance to an edit.
Operation = Callable[[str, Clause, random.Random], Change | None]


# -- places ------------------------------------------------------------------------------------------------------------------------


def _body(clause: Clause) -> Span:
    """A clause without its label."""
    return Span(clause.marker_span.end if clause.marker_span else clause.span.start, clause.span.end)


def _chosen(pattern: str, text: str, clause: Clause, rng: random.Random) -> re.Match[str] | None:
    """One of the places of a pattern in a clause; looked for behind the first character, so that nothing is taken for a label."""
    body = _body(clause)
    found = [match for match in re.finditer(pattern, text[body.start : body.end]) if match.start()]
    return rng.choice(found) if found else None


def _replaced(pattern: str, new: Callable[[str, random.Random], str], kind: str, finding: str = "") -> Operation:
    def operation(text: str, clause: Clause, rng: random.Random) -> Change | None:
        match = _chosen(pattern, text, clause, rng)
        if match is None:
            return None
        start = _body(clause).start
        made = new(match[0], rng)
        return Change(start + match.start(), start + match.end(), made, kind, finding) if made != match[0] else None

    return operation


_HAN: Final = "[\u4e00-\u9fff]"
_NO_NUMERALS: Final = "〇零○一二三四五六七八九十百千万萬亿億两兩廿卅第之分"
#: A character that is no numeral, nor begins a label when a line begins with it.
_PLAIN: Final = f"(?![{_NO_NUMERALS}附目注])[\u4e00-\u9fff]"


# -- words -------------------------------------------------------------------------------------------------------------------------

_POOL: Final = "的国和人工业法社会经济管理部门制度政府规定机关企业产品安全保护技术服务"


def _other(character: str, rng: random.Random) -> str:
    return rng.choice([c for c in _POOL if c != character])


def _other_digit(digit: str, rng: random.Random) -> str:
    digits = "123456789" if digit in "0123456789" else "二三四五六七八九"
    return rng.choice([c for c in digits if c != digit])


def _dropped(text: str, clause: Clause, rng: random.Random) -> Change | None:
    return _replaced(_PLAIN, lambda *_: "", WORDS)(text, clause, rng)


def _put_in(text: str, clause: Clause, rng: random.Random) -> Change | None:
    match = _chosen(_PLAIN, text, clause, rng)
    place = _body(clause).start + match.start() if match else 0
    return Change(place, place, rng.choice(_POOL), WORDS) if match else None


_DIGIT: Final = "[1-9二三四五六七八九]"


def _digit(text: str, clause: Clause, rng: random.Random) -> Change | None:
    """A digit becomes another one; ordinals, names and words (第三条, 十八届三中, 四川) count nothing, so only a reprint has them wrong."""
    match = _chosen(_DIGIT, text, clause, rng)
    if match is None:
        return None
    body = _body(clause)
    counts = any(q.start <= match.start() < q.end for q in quantities(to_script(body.of(text), "t2s")))
    start = body.start + match.start()
    told_in = ("revision", "reprint") if counts else ("reprint",)
    return Change(start, start + 1, _other_digit(match[0], rng), WORDS, "number", told_in)


def _negated(text: str, clause: Clause, rng: random.Random) -> Change | None:
    """不 before a word that is no number; beside another 不 it is a character that stands twice."""
    body = _body(clause)
    place, places = body.start, []
    for word in words(body.of(text)):
        may_be_denied = len(word) > 1 and re.fullmatch(f"(?!第){_HAN}+", word) and not any(find_numbers(word))
        if may_be_denied and place > body.start and "不" not in text[place - 1 : place + 1]:
            places.append(place)
        place += len(word)
    place = rng.choice(places) if places else 0
    return Change(place, place, "不", WORDS, "negation") if places else None


_MODALS: Final = {"应当": "可以", "應當": "可以", "可以": "应当", "必须": "可以", "不得": "可以", "鼓励": "应当", "严禁": "可以"}
_modal = _replaced("|".join(_MODALS), lambda word, _: _MODALS[word], WORDS, "modality")


def _phrase_dropped(text: str, clause: Clause, rng: random.Random) -> Change | None:
    """A phrase between two commas."""
    match = _chosen("(?<=[，；])[^，；。：\\n（）“”]{4,20}，", text, clause, rng)
    start = _body(clause).start
    return Change(start + match.start(), start + match.end(), "", WORDS) if match else None


def _sentence_dropped(text: str, clause: Clause, rng: random.Random) -> Change | None:
    match = _chosen("(?<=。)[^。：\\n“”]{8,}。", text, clause, rng)
    start = _body(clause).start
    return Change(start + match.start(), start + match.end(), "", WORDS) if match else None


# -- form --------------------------------------------------------------------------------------------------------------------------

_HALF: Final = dict(zip("，；（）", ",;()", strict=True))
#: Characters that a radical of the block U+2F00 looks like.
_RADICALS: Final = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0x2F00, 0x2FD6)
    if unicodedata.normalize("NFKC", chr(code))
    in "入力口土士大女子小山工己干心手支文方日月木止比水火生用田白目石示立自行衣言走身金長門面高"
}


def _between(kind: FormalClass, *added: str) -> Operation:
    """Something put in between two characters, neither of which could be a label with it."""

    def operation(text: str, clause: Clause, rng: random.Random) -> Change | None:
        match = _chosen(f"(?<={_PLAIN})(?={_PLAIN}{_PLAIN})", text, clause, rng)
        place = _body(clause).start + match.start() if match else 0
        return Change(place, place, rng.choice(added), kind) if match else None

    return operation


def _numeral(text: str, clause: Clause, rng: random.Random) -> Change | None:
    """A whole number written in the other digits."""
    body = _body(clause)
    numbers = [n for n in find_numbers(body.of(text)) if n.start and n.parts == 1 and n.value.denominator == 1 and 0 < n.value < 10**6]
    numbers = [n for n in numbers if re.fullmatch(r"\d+|[〇一二三四五六七八九十百千万]+", n.text) and str(int(n.value)) != n.text]
    numbers = [n for n in numbers if body.of(text)[n.start - 1] not in "第之（〔(年" and not re.match("年", body.of(text)[n.end :])]
    if not numbers:
        return None
    number = rng.choice(numbers)
    other = format_numeral(int(number.value)) if number.text.isascii() else str(int(number.value))
    return Change(body.start + number.start, body.start + number.end, other, FormalClass.NUMERALS)


#: Every operation by its name.
OPERATIONS: Final[dict[str, Operation]] = {
    "a character for another": _replaced(_PLAIN, _other, WORDS),
    "a character dropped": _dropped,
    "a character put in": _put_in,
    "a digit": _digit,
    "不 put in": _negated,
    "a modal": _modal,
    "a phrase dropped": _phrase_dropped,
    "a sentence dropped": _sentence_dropped,
    "、 for ， and back": _replaced("[、，]", lambda mark, _: "，" if mark == "、" else "、", FormalClass.PUNCTUATION),
    "a mark dropped": _replaced(f"(?<={_PLAIN})，(?={_PLAIN})", lambda *_: "", FormalClass.PUNCTUATION),
    "half width": _replaced(f"(?<={_HAN})[，；（）](?={_HAN})", lambda mark, _: _HALF[mark], FormalClass.WIDTH),
    "full width": _replaced("(?<![0-9０-９.,])[0-9](?![0-9０-９.,%])", lambda digit, _: chr(ord(digit) + 0xFEE0), FormalClass.WIDTH),
    "a blank": _between(FormalClass.BLANKS, " ", "\u3000", "\u00a0"),
    "a page break": _between(FormalClass.LINES, "\n", "\n\n", "\r\n"),
    "an invisible character": _between(FormalClass.INVISIBLE, "\u200b", "\u202e", "\ufeff", "\u00ad"),
    "marks of Markdown": _between(FormalClass.MARKUP, "**"),
    "a radical": _replaced(f"(?<={_HAN})[{''.join(_RADICALS)}](?={_HAN})", lambda c, _: _RADICALS[c], FormalClass.COMPATIBILITY),
    "another quotation mark": _replaced("[“”]", lambda mark, _: "「" if mark == "“" else "」", FormalClass.QUOTES),
    "a number in other digits": _numeral,
}
#: Operations on clauses as a whole.
WHOLE: Final = ("a heading dropped", "a clause dropped")


# -- documents ---------------------------------------------------------------------------------------------------------------------

NAMES: Final = (OPINIONS, PLAN, EXTRACT, *STATUTES)


@cache
def document(name: str) -> Document:
    """A bundled text or a statute of gold, parsed."""
    return parse(bundled(name) if name in BUNDLED else statute(name))


@cache
def _places(name: str) -> Sequence[int]:
    """The units of a document that hold a text to be edited."""
    units = document(name).units
    return [at for at, unit in enumerate(units) if unit.head.level not in _LEFT_OUT and unit.span.size > 12]


class Case(NamedTuple):
    """A document, the same with one edit, and what must be reported."""

    operation: str
    name: str
    old: Document
    new: Document
    profile: str
    change: Change
    unit: str = ""
    """The clause that was dropped."""

    @property
    def in_heading(self) -> bool:
        """Whether the edit lies in a title or a heading."""
        spans = [clause.heading_span for clause in self.old.clauses if clause.heading_span and clause.level is not Level.ARTICLE]
        return any(span.start <= self.change.start <= span.end for span in spans)


_AROUND: Final = 2


def case(operation: str, seed: str, *, whole: bool = False) -> Case | None:
    """Return an edit at a random place, or None if the place that was drawn offers none.

    Args:
        operation: the name of one.
        seed: what decides about the place; the same seed gives the same case.
        whole: whether to compare the whole document; else the clause, with two on either side.
    """
    rng = random.Random(f"{operation} {seed}")
    name = rng.choice(NAMES)
    units, places = document(name).units, _places(name)
    at = rng.choice(places)
    profile = rng.choice(("revision", "reprint"))
    if operation in WHOLE:
        return _without_a_unit(operation, name, at, profile, whole=whole)
    text = document(name).text
    clause = rng.choice(units[at].clauses)
    change = OPERATIONS[operation](text, clause, rng)
    if change is None:
        return None
    window = _window(name, at, whole=whole)
    here = change._replace(start=change.start - window.start, end=change.end - window.start)
    old = window.of(text)
    new = old[: here.start] + here.new + old[here.end :]
    return Case(operation, name, parse(old), parse(new), profile, here)


def _window(name: str, at: int, *, whole: bool) -> Span:
    units = document(name).units
    if whole:
        return Span(0, len(document(name).text))
    return Span(units[max(at - _AROUND, _places(name)[0])].span.start, units[min(at + _AROUND, len(units) - 1)].span.end)


def _without_a_unit(operation: str, name: str, at: int, profile: str, *, whole: bool) -> Case | None:
    """A heading or a clause dropped with its line. The last clause below a heading is left alone: the heading would become a clause."""
    units, headings = document(name).units, document(name).headings
    if operation == "a heading dropped":
        found = [place for place, unit in enumerate(units) if unit.head.id in headings and place]
        if not found:
            return None
        at, profile = found[at % len(found)], "reprint"
    elif units[at].head.id in headings or not 0 < at < len(units) - 1 or units[at - 1].head.id in headings:
        return None
    window = _window(name, at, whole=whole)
    text, span = document(name).text, units[at].span
    old = window.of(text)
    start, end = span.start - window.start, span.end - window.start
    behind = len(old[end:]) - len(old[end:].lstrip())
    new = old[:start] + old[end + behind :]
    parsed = parse(old)
    unit = next((unit for unit in parsed.units if unit.span == Span(start, end)), None)
    return Case(operation, name, parsed, parse(new), profile, Change(start, end, "", WORDS), unit.head.id) if unit else None


# -- verdicts ----------------------------------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """What was said about one edit."""

    reported: bool
    """Some edit of the record differs."""
    at_its_place: bool
    """One of them lies where the edit was made, or where it may slide to."""
    in_its_class: bool
    """Words as words, form as form of its class, and the remark that belongs to it."""
    alone: bool
    """And nothing else is said to differ."""


#: 国家 put in before 国家 may be marked as either of them; a mark covers the word that was edited.
_SLIDE: Final = 8


def judged(case: Case) -> Verdict:
    """Return what the comparison says about an edit."""
    comparison = compare(case.old, case.new, profile=case.profile)
    if case.unit:
        return _judged_unit(case, comparison)
    old, new = case.old.text, case.new.text
    rows = [row for row in comparison.rows if "<!--" not in row.old_text + row.new_text]
    edits = [edit for row in rows for edit in row.edits if edit.tag is not EditTag.EQUAL]
    if case.change.kind == FormalClass.LINES and len(case.old.clauses) != len(case.new.clauses):
        return _judged_lines(case, edits)
    near = [edit for edit in edits if _is_near(edit, case.change)]
    kinds = [str(class_of(edit, old, new) or WORDS) for edit in near]
    findings = {finding.name for row in comparison.rows for finding in row.findings}
    told = case.profile not in case.change.told_in or case.change.finding in ("", *findings)
    is_formal = case.change.kind not in (WORDS, FormalClass.PUNCTUATION)
    tags = all((edit.tag is EditTag.FORMAL) is is_formal for edit in near)
    return Verdict(bool(edits), bool(near), bool(near) and set(kinds) == {case.change.kind} and tags and told, len(edits) == len(near))


def _judged_lines(case: Case, edits: Sequence[Edit]) -> Verdict:
    """A line end that makes two paragraphs of one is told by the outline, and no words differ."""
    kinds = {class_of(edit, case.old.text, case.new.text) for edit in edits}
    formal = all(edit.tag is EditTag.FORMAL for edit in edits)
    return Verdict(True, True, formal and kinds <= {FormalClass.LINES, FormalClass.NUMBERING, FormalClass.BLANKS}, formal)


def _is_near(edit: Edit, change: Change) -> bool:
    return edit.old.start <= change.end + _SLIDE and change.start - _SLIDE <= edit.old.end


def _judged_unit(case: Case, comparison: Comparison) -> Verdict:
    """A heading or a clause that was dropped is a row of its own, without a counterpart."""
    row = next((row for row in comparison.rows if case.unit in row.pair.old), None)
    if row is None:  # at the edge of a page it is outside of what the other text prints
        outside = any(span.start <= case.change.start and case.change.end <= span.end for span in comparison.old.outside)
        return Verdict(outside, outside, False, True)
    edits = [edit for row in comparison.rows for edit in row.edits if edit.tag in WORDING]
    gone = not row.pair.new
    told = case.operation != "a heading dropped" or any(finding.name == "heading" for finding in row.findings)
    inside = all(case.change.start <= edit.old.start and edit.old.end <= case.change.end for edit in edits)
    return Verdict(bool(edits), gone, gone and told, inside)

"""One number, printed in two ways: 二十七 and 27, 二千 and 2,000, 百分之六十 and 60%.

Where one side prints a number in characters and the other in digits, both are given one form before they are compared. So the number is
equal there, and comes back from the raw text as FORMAL. A number that is printed alike on both sides is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Final

from policydiff.numerals import Number, find_numbers
from policydiff.offsets import NormalizedText, Replacement, apply

#: 三分之一 and 33% are no forms of one number, and neither are 二分之一 and 0.5: the parts are told.
_Key = tuple[Fraction, int]


def in_one_form(old: Sequence[NormalizedText], new: Sequence[NormalizedText]) -> tuple[Sequence[NormalizedText], Sequence[NormalizedText]]:
    """Return the clauses of both sides with every number in one form that each side prints in another.

    >>> from policydiff.model import Span
    >>> def whole(text: str) -> list[NormalizedText]:
    ...     return [NormalizedText.of(text, Span(0, len(text)))]
    >>> [side[0].text for side in in_one_form(whole("二十七项措施，三条"), whole("27项措施，三条"))]
    ['27项措施，三条', '27项措施，三条']
    """
    if [clause.text for clause in old] == [clause.text for clause in new]:
        return old, new
    olds, news = ([list(find_numbers(clause.text)) for clause in side] for side in (old, new))
    forms = _forms(olds), _forms(news)
    one_form = {
        key: min(printed | forms[1][key], key=lambda form: (len(form), form))
        for key, printed in forms[0].items()
        if key in forms[1] and printed != forms[1][key]
    }
    if not one_form:
        return old, new
    return _folded(old, olds, one_form), _folded(new, news, one_form)


#: 万 alone is the unit of something that was not read.
_UNITS: Final = frozenset("万萬亿億")


def _forms(numbers: Iterable[Iterable[Number]]) -> dict[_Key, set[str]]:
    forms: dict[_Key, set[str]] = {}
    for number in (number for number in chain.from_iterable(numbers) if not _UNITS.issuperset(number.text)):
        forms.setdefault((number.value, number.parts), set()).add(number.text)
    return forms


def _folded(clauses: Sequence[NormalizedText], numbers: Iterable[Iterable[Number]], one_form: Mapping[_Key, str]) -> list[NormalizedText]:
    return [
        apply(clause, [Replacement(n.start, n.end, one_form.get((n.value, n.parts), n.text)) for n in found])
        for clause, found in zip(clauses, numbers, strict=True)
    ]

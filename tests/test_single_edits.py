"""One edit at a random place of a real text: it is reported, at its place, in its class, and nothing else is. See support/single.py.

A sample here; `python tests/gold/single_edits.py` makes a hundred thousand.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest
from support import single

pytestmark = pytest.mark.checkout

#: How many edits of each kind are made.
SAMPLE = 40
#: How often a place is drawn for them at most; some kinds find one in twenty.
DRAWS = 2_000


@cache
def verdicts(operation: str, count: int = SAMPLE, *, whole: bool = False) -> list[tuple[single.Case, single.Verdict]]:
    """So many cases of an operation, and what was said about each."""
    cases = (single.case(operation, f"sample {number}", whole=whole) for number in range(DRAWS))
    found = islice((case for case in cases if case is not None), count)
    return [(case, single.judged(case)) for case in found]


def wrong(found: list[tuple[single.Case, single.Verdict]], *columns: str) -> list[str]:
    """The cases of which something is not as it must be."""
    return [
        f"{case.name} {case.profile} {case.old.text[max(case.change.start - 8, 0) : case.change.end + 8]!r} → {case.change.new!r} {verdict}"
        for case, verdict in found
        if not all(getattr(verdict, column) for column in columns)
    ]


#: A line end that cuts a heading in two makes a paragraph of its second half; the outline cannot know better.
IN_HEADINGS = {"a page break"}


@pytest.mark.parametrize("operation", [*single.OPERATIONS, *single.WHOLE])
def test_a_single_edit_is_reported_at_its_place_and_alone(operation: str) -> None:
    """In the clause and its neighbours."""
    found = verdicts(operation)
    if operation in IN_HEADINGS:
        found = [(case, verdict) for case, verdict in found if not case.in_heading]

    assert found
    assert wrong(found, "reported", "at_its_place", "alone") == []


@pytest.mark.parametrize("operation", [*single.OPERATIONS, *single.WHOLE])
def test_a_single_edit_is_in_its_class(operation: str) -> None:
    """Words as words, form as form of its class, and the remark that belongs to it."""
    found = [(c, v) for c, v in verdicts(operation) if not (operation in IN_HEADINGS and c.in_heading)]

    assert wrong(found, "in_its_class") == []


@pytest.mark.parametrize("operation", ["a character for another", "a digit", "half width", "a clause dropped"])
def test_a_single_edit_in_a_whole_document_is_reported(operation: str) -> None:
    """The same where the clause has to be found first."""
    found = verdicts(operation, 3, whole=True)

    assert len(found) == 3
    assert wrong(found, *single.Verdict._fields) == []

"""Where a provision begins a new paragraph, and the other text goes on: 第一款、第二款 became one 款, or one became two.

    old   第三条　征收土地的，应当给予补偿。⏎ 补偿标准由省级人民政府制定。
    new   第三条　征收土地的，应当给予补偿。补偿标准由省级人民政府制定。

The words are the same, and so is their order; but paragraphs are what statutes are cited by. A paragraph that was put in, dropped or
rewritten is told by its words, and is none of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policydiff.changes.row import Passage, Reading, Row
from policydiff.model import Finding

_LINE_END: Final = "\n"
#: So much of the sentence before is quoted.
_QUOTED: Final = 10


def changed_paragraphs(row: Row) -> Iterator[Finding]:
    """Remark on paragraphs that were joined or divided; see the module. On a page lines end where there is no more room."""
    if row.profile != "revision":
        return
    for old, new in _runs_on(row.olds, row.counterparts, row.news):
        yield row.finding("paragraph", old, new, f"两段并为一段：“{_before(row.olds, old)}”后不再另起一段。")
    for new, old in _runs_on(row.news, row.mirrored, row.olds):
        yield row.finding("paragraph", old, new, f"一段分为两段：“{_before(row.news, new)}”后另起一段。")


def _runs_on(here: Reading, across: Mapping[int, int], there: Reading) -> Iterator[tuple[Passage, Passage]]:
    """The ends of paragraphs here behind which the text goes on there, each with the characters around it on both sides."""
    for end in (place for place, character in enumerate(here.text) if character == _LINE_END):
        last, first = across.get(end - 1), across.get(end + 1)
        if last is None or first is None:
            continue
        around, beside = Passage(end - 1, end + 2), Passage(last, first + 1)
        breaks, runs_on = here.raw(around)[1:-1], there.raw(beside)[1:-1]
        if first == last + 1 and breaks.isspace() and _LINE_END in breaks and not runs_on.strip(" "):
            yield around, beside


def _before(side: Reading, place: Passage) -> str:
    """The end of the paragraph, without its full stop."""
    return side.printed(Passage(max(side.segment(place.start - 1).start, place.start - _QUOTED), place.start)).lstrip("、")

"""Does a number fit its place, and what is odd about it?

Policy papers restart （一） below each 一、 or let it run on through all of them; articles run through all chapters; items restart in each
paragraph. So a number is in order if it follows the last one of its style below the same node, or the last one of its style anywhere in
the text, or if it is 1. Everything else is worth a notice and never an error.
"""

from __future__ import annotations

from typing import Final

from policydiff.model import Notice, Span, saying
from policydiff.numerals import format_numeral
from policydiff.outline.marks import Mark, Style

_Last = tuple[int, int]

#: A weak label may be so far ahead of the last one and still be a label: 五、 then 七、 where a heading was lost.
_FARTHEST_AHEAD = 20


class Numbering:
    """Keeps the last number of every style, below every node and in the whole text."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self._below: dict[tuple[int, Style], _Last] = {}
        self._running: dict[Style, _Last] = {}

    def open_scope(self) -> None:
        """Forget the numbers that run through a text: another text, or an annex, begins."""
        self._running.clear()

    def fits(self, mark: Mark, above: int) -> bool:
        """Whether the number follows, or begins, a list below the node `above` (any key that stands for it)."""
        number = _value(mark)
        if mark.style is Style.ARTICLE:
            return _follows(number, self._running.get(mark.style, (0, 0)))
        return number == (1, 0) or any(_follows(number, last) for last in self._lasts(mark.style, above))

    def is_ahead(self, mark: Mark, above: int) -> bool:
        """Whether the number is higher than the last one, as if labels between had been lost."""
        last = max(self._lasts(mark.style, above), default=(0, 0))
        return last < _value(mark) <= (last[0] + _FARTHEST_AHEAD, 0)

    def note(self, mark: Mark, above: int, span: Span) -> None:
        """Record a label, and note what is odd about its number."""
        if mark.number is None:
            return
        number, below = _value(mark), self._below.get((above, mark.style))
        if not self.fits(mark, above) or (number == (1, 0) and below is not None):
            self.notices.append(_oddity(mark, below, self._running.get(mark.style), span))
        if mark.style is Style.ARTICLE:  # its items do not go on from those of the article before it
            self._running = {style: last for style, last in self._running.items() if style <= Style.ARTICLE}
        self._below[above, mark.style] = self._running[mark.style] = number

    def _lasts(self, style: Style, above: int) -> list[_Last]:
        lasts = (self._below.get((above, style)), self._running.get(style))
        return [last for last in lasts if last is not None]


def _value(mark: Mark) -> _Last:
    return mark.number or 0, mark.branch or 0


def _follows(number: _Last, last: _Last) -> bool:
    return number in ((last[0] + 1, 0), (last[0], last[1] + 1), (last[0] + 1, 1))


def _oddity(mark: Mark, below: _Last | None, running: _Last | None, span: Span) -> Notice:
    number = _value(mark)
    last = running if mark.style is Style.ARTICLE else below or running
    if last is None or (number <= last and last is not below and mark.style is not Style.ARTICLE):
        code = "numbering-start"
    elif number == (1, 0):
        code = "numbering-restart"
    elif number == last:
        code = "numbering-repeat"
    elif number < last:
        code = "numbering-backward"
    else:
        return _gap(mark.marker, *_missing(last, number), span)
    return Notice(code, _ODDITIES[code].format(mark.marker), span, saying(code, marker=mark.marker))


_ODDITIES: Final = {
    "numbering-start": "“{}”之前没有同级序号，起始序号不是一。",
    "numbering-restart": "同一标题下序号从“{}”重新开始。",
    "numbering-repeat": "序号“{}”重复出现。",
    "numbering-backward": "序号“{}”小于它前面的序号。",
}


def _gap(marker: str, first: str, last: str, span: Span) -> Notice:
    if first == last:
        return Notice("numbering-gap", f"“{marker}”之前缺序号{first}。", span, saying("numbering-gap", marker=marker, first=first))
    said = saying("numbering-gap.several", marker=marker, first=first, last=last)
    return Notice("numbering-gap", f"“{marker}”之前缺序号{first}至{last}。", span, said)


def _missing(last: _Last, number: _Last) -> tuple[str, str]:
    """The first and the last of the numbers between two that do not follow each other: 六 and 六, 三 and 五, 三十一之一."""
    first = (last[0], last[1] + 1) if number[0] == last[0] else (last[0] + 1, 0)
    final = (number[0], number[1] - 1) if number[1] > 1 or number[0] == last[0] else (number[0] - 1, 0)
    return _printed(first), _printed(final)


def _printed(number: _Last) -> str:
    return format_numeral(number[0]) + (f"之{format_numeral(number[1])}" if number[1] else "")

"""How far long work has come: told to whoever wants to know, in clauses and never by a clock.

    compare(old, new, progress=True)                    a bar, where tqdm is installed; otherwise a line for each tenth in the log
    compare(old, new, progress=lambda done, total: …)   or any callable

`done` never falls, and ends at `total`. What is told changes no result; a callable that raises stops the work with its own error.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

from policydiff.errors import OptionError

#: Is told how much is done, and how much there is to do.
Tell = Callable[[int, int], object]
#: What a caller may ask for.
Progress = bool | Tell | None


def nobody(done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def listening(progress: Progress) -> Iterator[Tell]:
    """Give whom to tell, as long as the work lasts.

    Args:
        progress: None or False for nobody, True for a bar, or a callable.

    Raises:
        OptionError: if it is none of these.
    """
    if progress is None or progress is False:
        yield nobody
    elif progress is True:
        bar = _bar()
        try:
            yield bar
        finally:
            bar.close()
    elif callable(progress):
        yield progress
    else:
        raise OptionError(f"progress={progress!r} is not known", remedy="Use True, or a callable that takes two numbers: done and total.")


def stages(tell: Tell, total: int, weights: Sequence[int]) -> list[Tell]:
    """Return for each stage of a work whom to tell how much of the stage is done.

    Args:
        tell: is told how much of the whole that is.
        total: of the whole.
        weights: how much each stage is worth.

    >>> aligning, comparing = stages(lambda done, total: print(done, "of", total), 100, (3, 1))
    >>> aligning(1, 2)
    37 of 100
    >>> comparing(8, 8)
    100 of 100
    """
    ends = [0, *accumulate(weights)]
    return [partial(_of_the_whole, tell, total, ends[-1], start, end) for start, end in pairwise(ends)]


def _of_the_whole(tell: Tell, total: int, whole: int, start: int, end: int, done: int, of: int) -> None:
    """A stage with nothing to do is done."""
    done, of = (done, of) if of else (1, 1)
    tell(total * (start * of + (end - start) * done) // (whole * of), total)


def _bar() -> _Bar | _Log:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return _Log()
    return _Bar(tqdm)


class _Bar:
    """A bar that is drawn when the first number is told."""

    def __init__(self, kind: Callable[..., Any]) -> None:
        self._kind = kind
        self._drawn: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._drawn is None:
            self._drawn = self._kind(total=total, unit="条")
        self._drawn.update(done - self._drawn.n)

    def close(self) -> None:
        if self._drawn is not None:
            self._drawn.close()


class _Log:
    """A line in the log for each tenth."""

    def __init__(self) -> None:
        self._tenths = 0

    def __call__(self, done: int, total: int) -> None:
        tenths = 10 * done // total if total else 10
        if tenths > self._tenths:
            self._tenths = tenths
            logging.getLogger("policydiff").info("%d of %d clauses", done, total)

    def close(self) -> None:
        """There is nothing to close."""

"""What hangs on the numbers that were fitted: every constant of the aligner, its neighbours, and each case judged by the others.

    python tests/gold/fitted.py [CONSTANT…] [--jobs 2] [--large]     each constant by itself; all, if none is named
    python tests/gold/fitted.py SKELETON EXPLAIN --together          all combinations of their values

For each value of a constant, all others as they are: macro F1 of the laws (the plateau, or the peak), the links that are right of
those shown in each tier, and precision and recall of the policy pair. Left out: each law judged with the value that is best on all
the other laws; if that is much less than in sample, the number knows these laws and not laws. tw-civilprocedure, which takes as long
as all other cases together, is left out of everything unless --large is said.

Constants are set from outside, in the modules that look them up whenever they need them; a test sees to it that none is copied
when a module is loaded.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple, TypeAlias

TESTS = Path(__file__).parent.parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

from gold import truth  # noqa: E402 (the folder of the tests must be on the path)
from gold.truth import COUNTED, POLICY, Case, Pair  # noqa: E402

from policydiff.alignment import residual  # noqa: E402
from policydiff.alignment.residual import Provision  # noqa: E402
from policydiff.alignment.revision import placed_provisions  # noqa: E402


def _modules() -> tuple[ModuleType, ...]:
    """The aligner, and every module of ours that it takes something from."""
    homes = {str(getattr(thing, "__module__", "")) for thing in vars(residual).values()}
    return tuple(sys.modules[name] for name in sorted(homes) if name.partition(".")[0] == "policydiff")


#: The modules whose constants decide what is a link.
MODULES: Final = _modules()
LARGE: Final = "tw-civilprocedure-2000-2003"
TIERS: Final = ("strong", "probable", "candidate")

#: Constants on which no link hangs: how many cells are built at once, and which sentences are shown.
NOT_FITTED: Final = frozenset({"CELLS", "TELLING"})
#: Neighbouring values of every constant; the value it has is one of them, whether it is listed or not. A constant that is not listed
#: is halved, doubled, and so on: see `UNLISTED`.
GRID: Final[Mapping[str, Sequence[float]]] = {
    "SKELETON": (0.4, 0.5, 0.6, 0.7, 0.8),
    "POSITION": (0.0, 0.1, 0.15, 0.2, 0.25, 0.3),
    "CANDIDATES": (3, 4, 5, 6, 8, 12),
    "SIBLINGS": (1, 2, 4, 6, 8),
    "STOCK": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
    "EXPLAIN": (0.22, 0.25, 0.28, 0.3, 0.32, 0.35, 0.4),
    "SMALL": (0.4, 0.45, 0.5, 0.55, 0.6),
    "LARGE": (0.2, 0.25, 0.3, 0.35, 0.4),
    "SIMILAR": (1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 2.0),
    "STRONG": (2.0, 2.5, 3.0, 3.5, 4.0),
    "CONSIDERED": (0.4, 0.5, 0.6, 0.7, 0.8),
    "WEAK": (0.0, 0.05, 0.1, 0.15, 0.2),
    "SURE": (0.0, 0.2, 0.25, 0.3, 0.35, 0.4),
    "UNRELATED": (0.0, 0.15, 0.2, 0.25, 0.3, 0.35),
    "FEW": (5, 8, 10, 15, 20),
    "TELLING_SENTENCE": (4, 6, 8, 10, 12),
    "TELLING_SEGMENT": (6, 8, 10, 12, 15),
    "LEAST_ALIKE": (0.05, 0.1, 0.15, 0.2, 0.25),
    "LEAST_BACKGROUND": (0.0, 0.02, 0.05, 0.08, 0.1),
    "TERM": (0.0, 1.0, 2.0, 3.0, 4.0),
    "WINDOW": (1, 3, 4, 5, 6, 8),
    "WINDOW_WEIGHT": (0.2, 0.4, 0.5, 0.6, 0.8, 1.0),
    "COMMON": (10, 15, 20, 30, 40),
    "COMMON_SHARE": (1 / 5, 1 / 4, 1 / 3, 1 / 2, 1.0),
}
#: By what a constant is multiplied that has no neighbours in the table.
UNLISTED: Final = (0.5, 0.8, 1.0, 1.25, 2.0)

#: Names of constants and their values, all others being as they are.
Setting: TypeAlias = tuple[tuple[str, float], ...]


class Outcome(NamedTuple):
    """What the links of one case are worth."""

    f1: float
    """Of the links that are counted; 0 to 1."""
    tiers: tuple[tuple[int, int], ...]
    """For each of `TIERS`, how many links are right, and how many were judged."""
    precision: float
    recall: float


# -- constants ----------------------------------------------------------------------------------------------------------------------


def constants() -> dict[str, float]:
    """Return every number that the aligner's modules name in capitals, and its value; those behind an underscore are their own affair."""
    found = {name: value for module in MODULES for name, value in _numbers(module)}
    return {name: value for name, value in found.items() if name not in NOT_FITTED}


def _numbers(module: ModuleType) -> Iterator[tuple[str, float]]:
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, value = node.target.id, getattr(module, node.target.id, None)
            if name.isupper() and not name.startswith("_") and isinstance(value, int | float):
                yield name, value


def values(name: str) -> list[float]:
    """Return a constant's value and its neighbours, rising."""
    now = constants()[name]
    listed = GRID.get(name) or [type(now)(now * factor) for factor in UNLISTED]
    return sorted({now, *listed})


@contextmanager
def with_values(setting: Setting) -> Iterator[None]:
    """Give constants other values for a while."""
    homes = [next(module for module in MODULES if hasattr(module, name)) for name, _ in setting]
    before = [getattr(module, name) for module, (name, _) in zip(homes, setting, strict=True)]
    try:
        for module, (name, value) in zip(homes, setting, strict=True):
            setattr(module, name, value)
        yield
    finally:
        for module, (name, _), value in zip(homes, setting, before, strict=True):
            setattr(module, name, value)


# -- links --------------------------------------------------------------------------------------------------------------------------


class _Prepared(NamedTuple):
    """A case as the aligner sees it, and the label of each provision; none for what is not looked at."""

    case: Case
    old: list[Provision]
    new: list[Provision]
    labels: tuple[list[str | None], list[str | None]]


@cache
def _prepared(name: str) -> _Prepared:
    case = truth.policy() if name == POLICY else truth.law(name)
    normalized = case.comparison._case(None, None)
    old, new = ([p.provision for p in placed_provisions(side)] for side in (normalized.old, normalized.new))
    return _Prepared(case, old, new, ([case.labels[0].get(p.id) for p in old], [case.labels[1].get(p.id) for p in new]))


def judged(name: str, setting: Setting) -> Outcome:
    """Align one case with other values of some constants, and hold the links against what people said."""
    case, old, new, (old_labels, new_labels) = _prepared(name)
    with with_values(setting):
        links = residual.correspond(old, new).links
    tiers: dict[Pair, str] = {}
    for link in links:
        a, b = old_labels[link.old], new_labels[link.new]
        if a is not None and b is not None:
            tiers[a, b] = str(link.tier)
    verdicts = Counter((tier, case.is_right(pair)) for pair, tier in tiers.items())
    tallied = tuple((verdicts[tier, True], verdicts[tier, True] + verdicts[tier, False]) for tier in TIERS)
    counted = frozenset(pair for pair, tier in tiers.items() if tier in COUNTED)
    if name == POLICY:
        score = truth.policy_score(case, counted)
        return Outcome(0.0, tallied, score.precision, score.recall)
    precision, recall, f1 = (value or 0.0 for value in truth.law_row(case, counted)[:3])
    return Outcome(f1, tallied, precision, recall)


#: For each setting, what becomes of each case.
Table: TypeAlias = dict[Setting, dict[str, Outcome]]


def measured(settings: Sequence[Setting], names: Sequence[str], jobs: int = 1, judge: Callable[[str, Setting], Outcome] = judged) -> Table:
    """Return what every setting makes of every case, in as many processes as there are jobs."""
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            columns = list(pool.map(_column, names, [settings] * len(names)))
    else:
        columns = [[judge(name, setting) for setting in settings] for name in names]
    return {setting: dict(zip(names, row, strict=True)) for setting, row in zip(settings, zip(*columns, strict=True), strict=True)}


def _column(name: str, settings: Sequence[Setting]) -> list[Outcome]:
    return [judged(name, setting) for setting in settings]


# -- leave one out ------------------------------------------------------------------------------------------------------------------


class LeftOut(NamedTuple):
    """Each case judged with the setting that is best on all the others."""

    f1: float
    """The mean over the cases."""
    chosen: dict[str, Setting]
    """The setting that was best on all cases but this one."""


def macro(row: Mapping[str, float]) -> float:
    """Return the mean over the cases."""
    return sum(row.values()) / len(row)


def best(table: Mapping[Setting, Mapping[str, float]], now: Setting, without: str | None = None) -> Setting:
    """Return the setting with the highest mean, the present one if none is better, else the first."""
    means = {setting: sum(f1 for name, f1 in row.items() if name != without) for setting, row in table.items()}
    highest = max(means.values())
    ties = [setting for setting, mean in means.items() if mean >= highest - 1e-12]
    return now if now in ties else ties[0]


def left_out(table: Mapping[Setting, Mapping[str, float]], now: Setting) -> LeftOut:
    """Choose for each case on all the others.

    >>> a, b = (("X", 1.0),), (("X", 2.0),)
    >>> table = {a: {"one": 0.9, "two": 0.5, "three": 0.5}, b: {"one": 0.5, "two": 0.6, "three": 0.6}}
    >>> found = left_out(table, a)  # in sample a is better, by the one case that is left out
    >>> found.chosen["one"] == b, found.chosen["two"] == a, round(found.f1, 3)
    (True, True, 0.5)
    """
    names = list(table[now])
    chosen = {name: best(table, now, without=name) for name in names}
    return LeftOut(sum(table[chosen[name]][name] for name in names) / len(names), chosen)


# -- print --------------------------------------------------------------------------------------------------------------------------


def told(names: Sequence[str], table: Table) -> Iterator[str]:
    """Yield the lines about one constant, or about several at once."""
    now = tuple((name, constants()[name]) for name in names)
    f1 = {setting: {case: outcome.f1 for case, outcome in row.items() if case != POLICY} for setting, row in table.items()}
    found, means = left_out(f1, now), {setting: macro(row) for setting, row in f1.items()}
    if len(names) == 1:
        yield from _plateau(names[0], now, means, table)
    votes = Counter(found.chosen.values())
    chosen = ", ".join(f"{_valued(setting)} {votes[setting]} times" for setting in table if setting in votes)
    yield f"  {'in sample':16s} {means[now]:.4f} as it is, {max(means.values()):.4f} at best, {min(means.values()):.4f} at worst"
    yield f"  {'left out':16s} {found.f1:.4f}; best on all others: {chosen}"
    of_policy = table[best(f1, now)].get(POLICY)
    if of_policy is not None:
        yield f"  {'policy, by laws':16s} {of_policy.precision:.3f} {of_policy.recall:.3f} with the value that is best on the laws"
    yield ""


def _plateau(name: str, now: Setting, means: Mapping[Setting, float], table: Table) -> Iterator[str]:
    yield f"{name:18s} " + " ".join(f"{f'[{_short(s[0][1])}]' if s == now else _short(s[0][1]):>11s}" for s in table)
    yield f"  {'macro F1':16s} " + " ".join(f"{means[setting]:11.4f}" for setting in table)
    for number, tier in enumerate(TIERS):
        cells = []
        for row in table.values():
            tallied = [outcome.tiers[number] for case, outcome in row.items() if case != POLICY]
            cells.append(f"{sum(right for right, _ in tallied)}/{sum(shown for _, shown in tallied)}")
        yield f"  {tier:16s} " + " ".join(f"{cell:>11s}" for cell in cells)
    if all(POLICY in row for row in table.values()):
        cells = [f"{row[POLICY].precision:.3f} {row[POLICY].recall:.3f}" for row in table.values()]
        yield f"  {'policy P R':16s} " + " ".join(f"{cell:>11s}" for cell in cells)


def _valued(setting: Setting) -> str:
    return " ".join(_short(value) if len(setting) == 1 else f"{name}={_short(value)}" for name, value in setting)


def _short(value: float) -> str:
    return f"{value:.3g}"


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the plateau of every constant that is asked for."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("constants", nargs="*", metavar="CONSTANT", help="which; all, if none is named")
    parser.add_argument("--together", action="store_true", help="all combinations of their values, not each by itself")
    parser.add_argument("--jobs", type=int, default=1, help="in how many processes")
    parser.add_argument("--large", action="store_true", help=f"with {LARGE}")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    unknown = [name for name in chosen.constants if name not in constants()]
    if unknown:
        parser.error(f"no such constant: {', '.join(unknown)}; there are {', '.join(constants())}")
    names = chosen.constants or list(constants())
    cases = [folder.name for folder in truth.folders() if chosen.large or folder.name != LARGE] + [POLICY]
    for group in [names] if chosen.together else [[name] for name in names]:
        settings = [tuple(zip(group, row, strict=True)) for row in product(*map(values, group))]
        print(*told(group, measured(settings, cases, chosen.jobs)), sep="\n", flush=True)


if __name__ == "__main__":
    main()

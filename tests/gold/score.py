"""Score the alignment and the edits against the truth in this folder, and print the tables.

    python tests/gold/score.py                   or: make gold
    python tests/gold/score.py --errors [CASE…]  every error that remains, for reading
    python tests/gold/score.py --release         keep today's links as those of a release

The tables: the measures of every law; how right the links of each tier are; the policy pair; the reprint; and every link that the
last release did not make, or made. fitted.py shows what hangs on the numbers that were fitted, made.py what becomes of texts that were
cut up on purpose.

revisions/   which article of sixteen laws came from which; the scorer beside it defines the measures
plan-to-opinions.first-half.json    two annotators on the first half of the plan
reprint.first-part.json             every real difference of the newspaper page, as a person would say it
released.json                       the links of the last release
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

GOLD = Path(__file__).parent
TESTS = GOLD.parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

from gold import errors, released, truth  # noqa: E402
from gold.baseline import mutual_best_bigrams  # noqa: E402
from gold.truth import COUNTED, SCORER, TEXTS, Case  # noqa: E402

import policydiff  # noqa: E402 (the folder of the tests must be on the path)

MEAN: Final = "macro mean"
TIERS: Final = ("strong", "probable", "candidate")

# -- laws ---------------------------------------------------------------------------------------------------------------------


def score_laws(tiers: tuple[str, ...] = COUNTED) -> dict[str, tuple[float | None, ...]]:
    """Return P, R, F1, added, removed, moved, split and merged for every law, and their means as `macro mean`."""
    rows = {case.name: truth.law_row(case, case.pairs(tiers)) for case in truth.laws()}
    return rows | {MEAN: truth.means(rows.values())}


def score_baseline() -> dict[str, tuple[float | None, ...]]:
    """Return the same for articles that are paired by their bigrams alone."""
    rows = {case.name: truth.law_row(case, mutual_best_bigrams(case)) for case in truth.laws()}
    return rows | {MEAN: truth.means(rows.values())}


# -- tiers --------------------------------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    """Of the links that were shown and people judged, those that are right."""

    right: int
    shown: int

    @property
    def precision(self) -> float:
        """The part that is right."""
        return self.right / self.shown if self.shown else 1.0


def tallies(case: Case) -> dict[str, Tally]:
    """Return how many links of each tier are right."""
    judged = [(link.tier, case.is_right(link.pair)) for link in case.found]
    return {tier: Tally(judged.count((tier, True)), judged.count((tier, True)) + judged.count((tier, False))) for tier in TIERS}


def together(every: Iterable[Tally]) -> Tally:
    """Return the sum of some tallies."""
    counted = list(every)
    return Tally(sum(tally.right for tally in counted), sum(tally.shown for tally in counted))


def tier_rows(by_case: Mapping[str, Mapping[str, Tally]]) -> Iterator[str]:
    """Yield the lines that say how right each tier is: in each case, and in all cases but that one."""
    yield f"{'right / shown':30s} " + " ".join(f"{tier:>11s} {'without':>8s}" for tier in TIERS)
    for name, tallied in by_case.items():
        cells = []
        for tier in TIERS:
            rest = together(others[tier] for other, others in by_case.items() if other != name)
            cells.append(f"{tallied[tier].right:>6d}/{tallied[tier].shown:<4d} {rest.precision:8.3f}")
        yield f"{name:30s} " + " ".join(cells)
    totals = [together(tallied[tier] for tallied in by_case.values()) for tier in TIERS]
    yield f"{'all cases':30s} " + " ".join(f"{total.right:>6d}/{total.shown:<4d} {total.precision:8.3f}" for total in totals)


# -- the policy pair ------------------------------------------------------------------------------------------------------------


def score_policy(tiers: tuple[str, ...] = COUNTED) -> truth.PolicyScore:
    """Return the score of the plan against the opinions."""
    case = truth.policy()
    return truth.policy_score(case, case.pairs(tiers))


# -- the reprint ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReprintScore:
    """How the differences of the first part of the page compare with those a reader listed."""

    found: int
    listed: int
    missed: list[str]
    invented: list[str]


def score_reprint() -> ReprintScore:
    """Return the score of the newspaper page against the opinions, preamble to （八）."""
    gold = json.loads((GOLD / "reprint.first-part.json").read_text("utf-8"))
    comparison = policydiff.compare(TEXTS / "opinions-2024.txt", TEXTS / "liaoyuan-daily-2024-10-23.md")
    last = comparison.find(old="（八）").pair
    rows = comparison.collation.pairs[: comparison.collation.pairs.index(last) + 1]
    reported = [
        _core(edit.old.of(comparison.old.text), edit.new.of(comparison.new.text))
        for pair in rows
        for edit in pair.edits
        if edit.tag in ("insert", "delete", "replace")
    ]
    missed = []
    for difference in gold["differences"]:
        core = _core(difference["official"], difference["reprint"])
        if core in reported:
            reported.remove(core)
        else:
            missed.append(f"{difference['clause']} {difference['official']} → {difference['reprint']}")
    listed = len(gold["differences"])
    return ReprintScore(listed - len(missed), listed, missed, [f"{old} → {new}" for old, new in reported])


def _core(old: str, new: str) -> tuple[str, str]:
    """Two readings without what they share at both ends: 思想政治工作, 思想政治引领 → 工作, 引领."""
    old, new = "".join(old.split()), "".join(new.split())
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    old, new = old[start:], new[start:]
    end = 0
    while end < min(len(old), len(new)) and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[: len(old) - end], new[: len(new) - end]


# -- print ------------------------------------------------------------------------------------------------------------------------


def tables() -> Iterator[str]:
    """Yield the lines of all tables."""
    yield from _law_rows()
    yield ""
    yield from tier_rows({case.name: tallies(case) for case in truth.every_case()})
    yield ""
    yield from _policy_rows()
    yield ""
    yield from _reprint_rows()
    yield ""
    yield from released.told(released.read(), truth.every_case())


def _law_rows() -> Iterator[str]:
    """The measures of all counted links, and beside them F1 of the strong ones alone and of the plainest way to align."""
    counted, strong, plain = score_laws(), score_laws(("strong",)), score_baseline()
    f1 = SCORER.COLUMNS.index("F1")
    columns = " ".join(f"{name:>7s}" for name in SCORER.COLUMNS)
    yield f"{'case (strong + probable)':30s} {columns}  F1 of: {'strong':>7s} {'bigrams':>7s}"
    for name, row in counted.items():
        yield f"{name:30s} {_cells(row)}         {_cells((strong[name][f1], plain[name][f1]))}"
    yield f"{'strong alone':30s} {_cells(strong[MEAN])}"
    yield f"{'mutual-best bigrams':30s} {_cells(plain[MEAN])}"


def _cells(row: Iterable[float | None]) -> str:
    return " ".join(f"{'-' if value is None else format(value, '.3f'):>7s}" for value in row)


def _policy_rows() -> Iterator[str]:
    for name, tiers in (("strong + probable", COUNTED), ("strong alone", ("strong",))):
        score = score_policy(tiers)
        found = f"strong {score.strong_found}/{score.strong}, precision {score.precision:.3f}"
        yield f"plan → opinions, first half, {name}: {found}, recall of what both annotators linked {score.recall:.3f}"
    score = score_policy()
    yield f"  wrong {_pairs(score.wrong)}"
    yield f"  missed {_pairs(score.missed)}"


def _pairs(pairs: Iterable[truth.Pair]) -> str:
    return ", ".join(f"{old} → {new}" for old, new in pairs) or "none"


def _reprint_rows() -> Iterator[str]:
    score = score_reprint()
    yield f"opinions → 辽源日报, preamble to （八）: {score.found} of {score.listed} differences, {len(score.invented)} invented"
    yield from (f"  {line}" for line in (*score.missed, *score.invented))


def main(arguments: list[str] | None = None) -> None:
    """Print all tables, or the errors; or write the links of a release."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    names = [case.name for case in truth.every_case()]
    parser.add_argument("--errors", nargs="*", metavar="CASE", choices=names, help="list every error that remains, in all cases or in some")
    parser.add_argument("--release", action="store_true", help=f"keep today's links as those of a release, in {released.FILE.name}")
    chosen = parser.parse_args(arguments)
    if chosen.release:
        released.FILE.write_text(released.written(released.of_today(truth.every_case())), "utf-8")
    elif chosen.errors is not None:
        wanted = chosen.errors or names
        print(*errors.told(case for case in truth.every_case() if case.name in wanted), sep="\n")
    else:
        print(*tables(), sep="\n")


if __name__ == "__main__":
    main()

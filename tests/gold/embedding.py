"""Score the alignment with an embedding beside the alignment without one, and print the tables.

    python tests/gold/embedding.py                   case by case, with and without
    python tests/gold/embedding.py --exponents       how much of a say meaning should have, chosen on all cases but one

The embedding is the LSA of tests/support/lsa.py, which for each case has read all texts of this repository but those of the case.
To score another one, put it in the place of `embedding`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent.parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

from gold import truth  # noqa: E402 (the folder of the tests must be on the path)
from support.lsa import Lsa  # noqa: E402
from support.paths import BUNDLED, EXTRACT, NOTES, PAGE, bundled  # noqa: E402

import policydiff  # noqa: E402
from policydiff.alignment import residual  # noqa: E402

EXPONENTS = (0.0, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0)


@cache
def embedding(case: str) -> policydiff.Embedding:
    """Return an LSA that has not read the texts of a case."""
    texts = [(path / side).read_text("utf-8") for path in truth.folders() if path.name != case for side in ("old.txt", "new.txt")]
    if case != truth.POLICY:  # all the bundled texts are about this pair; the pages print the opinions once more
        texts += [bundled(name) for name in BUNDLED if name not in (PAGE, EXTRACT, NOTES)]
    return policydiff.Embedding(Lsa(texts))


def laws(embedded: bool) -> dict[str, tuple[float | None, ...]]:
    """Return the scores of the laws."""
    cases = [replace(case, embedding=embedding(case.name) if embedded else None) for case in truth.laws()]
    rows = {case.name: truth.law_row(case, case.pairs()) for case in cases}
    return rows | {"macro mean": truth.means(rows.values())}


def policy(embedded: bool) -> truth.PolicyScore:
    """Return the score of the policy pair."""
    case = replace(truth.policy(), embedding=embedding(truth.POLICY) if embedded else None)
    return truth.policy_score(case, case.pairs())


# -- with and without -------------------------------------------------------------------------------------------------------------


def print_scores() -> None:
    """Print both, case by case."""
    without, with_it = laws(embedded=False), laws(embedded=True)
    names = truth.SCORER.COLUMNS
    print(f"{'':30s} " + " ".join(f"{name:>13s}" for name in names))
    for case in without:
        print(f"{case:30s} " + " ".join(_both(a, b) for a, b in zip(without[case], with_it[case], strict=True)))
    for label, found in (("without", policy(embedded=False)), ("with", policy(embedded=True))):
        print(f"plan → opinions, {label}: {_told(found)}; wrong {found.wrong}")


def _told(found: truth.PolicyScore) -> str:
    return f"strong {found.strong_found}/{found.strong}, precision {found.precision:.3f}, recall {found.recall:.3f}"


def _both(without: float | None, with_it: float | None) -> str:
    return f"{'-':>13s}" if without is None or with_it is None else f"{without:.3f} → {with_it:.3f}"


# -- how much of a say ------------------------------------------------------------------------------------------------------------


def print_exponents() -> None:
    """Print the macro F1 of each exponent, and of choosing it on all cases but the one that is judged."""
    f1 = truth.SCORER.COLUMNS.index("F1")
    by_exponent = {}
    for exponent in EXPONENTS:
        residual.MEANING = exponent
        rows = {case: row[f1] or 0.0 for case, row in laws(embedded=True).items()}
        mean, found = rows.pop("macro mean"), policy(embedded=True)
        by_exponent[exponent] = rows
        print(
            f"{exponent:.3f}  F1 {mean:.3f}   policy {found.strong_found}/{found.strong} P {found.precision:.3f} R {found.recall:.3f}",
            flush=True,
        )
    chosen = {case: max(EXPONENTS, key=lambda exponent: _mean_without(case, by_exponent[exponent])) for case in by_exponent[0.0]}
    left_out = sum(by_exponent[exponent][case] for case, exponent in chosen.items()) / len(chosen)
    print(f"chosen on the other cases: F1 {left_out:.3f}, exponents {sorted({round(exponent, 3) for exponent in chosen.values()})}")


def _mean_without(case: str, rows: dict[str, float]) -> float:
    return sum(value for other, value in rows.items() if other != case)


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description="Score the alignment with an embedding and without.")
    parser.add_argument("--exponents", action="store_true", help="how much of a say meaning should have")
    (print_exponents if parser.parse_args().exponents else print_scores)()


if __name__ == "__main__":
    main()

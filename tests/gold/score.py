"""Score the alignment and the edits against the truth in this folder, and print the tables.

    python tests/gold/score.py            or: make gold

revisions/   which article of sixteen laws came from which; the scorer beside it defines the measures
plan-to-opinions.first-half.json    two annotators on the first half of the plan
reprint.first-part.json             every real difference of the newspaper page, as a person would say it
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import policydiff

GOLD = Path(__file__).parent
TEXTS = GOLD.parent.parent / "texts"
COUNTED = ("strong", "probable", "user")


# -- laws ---------------------------------------------------------------------------------------------------------------------


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("revisions_score", GOLD / "revisions" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = _scorer()


def cases() -> list[Path]:
    """Return the folders of the law revisions."""
    return sorted(path.parent for path in (GOLD / "revisions").glob("*/gold.json"))


def article_links(case: Path, tiers: tuple[str, ...] = COUNTED, embed: Any = None) -> set[tuple[str, str]]:
    """Return the links between articles that a comparison of the two versions counts, by their printed labels."""
    comparison = policydiff.compare(case / "old.txt", case / "new.txt", embed=embed)
    old, new = ({c.id: c.marker for c in d.clauses if c.level == "article"} for d in (comparison.old, comparison.new))
    return {(old[k.old], new[k.new]) for k in comparison.links if k.tier in tiers and k.old in old and k.new in new}


def score_laws(embed_for: Callable[[str], Any] = lambda _: None) -> dict[str, tuple[float | None, ...]]:
    """Return P, R, F1, added, removed, moved, split and merged for every case, and their means as `macro mean`.

    Args:
        embed_for: from the name of a case to the embedding it is aligned with, if any.
    """
    rows = {}
    for case in cases():
        gold = json.loads((case / "gold.json").read_text("utf-8"))
        rows[case.name] = SCORER.score(gold, article_links(case, embed=embed_for(case.name)))
    columns = [[value for value in column if value is not None] for column in zip(*rows.values(), strict=True)]
    rows["macro mean"] = tuple(sum(column) / len(column) if column else None for column in columns)
    return rows


# -- the policy pair ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PolicyScore:
    """How the links of the first half of the plan compare with those of two annotators."""

    strong_found: int
    strong: int
    precision: float
    """Of the proposed links, those that at least one annotator made; tolerated ones left out."""
    recall: float
    """Of the links that both annotators made."""
    wrong: list[tuple[str, str]]
    missed: list[tuple[str, str]]


def score_policy(embed: Any = None) -> PolicyScore:
    """Return the score of the plan against the opinions."""
    gold = json.loads((GOLD / "plan-to-opinions.first-half.json").read_text("utf-8"))
    comparison = policydiff.compare(TEXTS / "plan-2017.txt", TEXTS / "opinions-2024.txt", embed=embed)
    made = {(_old_id(p["old"], comparison.old), _new_id(p["new"], comparison.new)): p for p in gold["pairs"]}
    tolerated = {(_old_id(a, comparison.old), _new_id(b, comparison.new)) for a, b in gold["tolerated"]}
    judged = {old for old, _ in made.keys() | tolerated}
    found = {(k.old, k.new) for k in comparison.links if k.tier in COUNTED and k.old in judged}
    strong = {pair for pair, p in made.items() if p["relation"] == "strong"}
    both = {pair for pair, p in made.items() if p["annotator_a"] and p["annotator_b"]}
    counted = found - tolerated
    return PolicyScore(
        len(strong & found),
        len(strong),
        len(counted & made.keys()) / len(counted),
        len(both & found) / len(both),
        sorted(counted - made.keys()),
        sorted(both - found),
    )


def _old_id(label: str, plan: policydiff.Document) -> str:
    """序, 一(二), 一(二)-1, 5 → the id of the clause."""
    if label == "序":
        return "p1"
    section = re.fullmatch(r"一\((.)\)(?:-(\d))?", label)
    if section:
        return f"1.{'一二三'.index(section[1]) + 1}" + (f".b{section[2]}" if section[2] else "")
    return next(c.id for c in plan.clauses if c.level == "layer3" and c.number == int(label))


def _new_id(label: str, opinions: policydiff.Document) -> str:
    """序, 一-2, (十一) → the id of the clause."""
    if label == "序":
        return "p1"
    paragraph = re.fullmatch(r"一-(\d)", label)
    if paragraph:
        return f"1.p{paragraph[1]}"
    return opinions.find(label).id


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


def main() -> None:
    """Print all tables."""
    columns = " ".join(f"{name:>7s}" for name in SCORER.COLUMNS)
    print(f"{'case (strong + probable)':30s} {columns}")
    for name, row in score_laws().items():
        print(f"{name:30s} " + " ".join(f"{'-' if value is None else format(value, '.3f'):>7s}" for value in row))
    policy = score_policy()
    print(f"\nplan → opinions, first half: strong {policy.strong_found}/{policy.strong}, precision {policy.precision:.3f}, ", end="")
    print(f"recall of what both annotators linked {policy.recall:.3f}")
    print(f"  wrong {policy.wrong}\n  missed {policy.missed}")
    reprint = score_reprint()
    print(f"\nopinions → 辽源日报, preamble to （八）: {reprint.found} of {reprint.listed} differences, {len(reprint.invented)} invented")
    for line in (*reprint.missed, *reprint.invented):
        print(f"  {line}")


if __name__ == "__main__":
    main()

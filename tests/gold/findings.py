"""Score the findings against the tables of cases/findings, and print precision and recall.

    python tests/gold/findings.py            or: make gold

Each table holds an old sentence, a new sentence and the remarks a lawyer would make on them. Those of `…-aside.txt` were written at the
same time and kept aside while the classifiers were built.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import policydiff

TESTS = Path(__file__).parent.parent
sys.path.insert(0, str(TESTS))

from support.cases import Case, load  # noqa: E402

#: A sentence in front, so that the two are versions of one article.
CONTEXT = "第一条　本法所称事业，是指依法登记的各类事业。"
NOTHING = "∅"
TABLES = ("numbers", "modality", "negation", "names", "bodies", "enumerations", "scope")


@dataclass(frozen=True, order=True)
class Remark:
    """A finding as a table states it."""

    name: str
    old: str
    new: str
    direction: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.name}  {self.old} → {self.new}  {self.direction}".rstrip()


def expected(case: Case) -> list[Remark]:
    """The lines `name  old → new  direction` of a case; `none` stands for no remark."""
    lines = [line for line in case["findings"].split("\n") if line != "none"]
    return [_remark(line) for line in lines]


def _remark(line: str) -> Remark:
    name, words, *direction = line.split("  ")
    old, _, new = words.partition(" → ")
    return Remark(name, old, new, *direction)


def made(case: Case) -> list[tuple[Remark, str]]:
    """The remarks that a comparison of the two sentences makes, each with its note."""
    profile = case.raw.get("profile", "revision")
    c = policydiff.compare(policydiff.parse(CONTEXT + case["old"]), policydiff.parse(CONTEXT + case["new"]), profile=profile)
    found = [f for row in c.rows for f in row.findings]
    return [(Remark(f.name, _words(f.old, c.old.text), _words(f.new, c.new.text)), f.note) for f in found]


def _words(span: policydiff.Span | None, text: str) -> str:
    return (span.of(text) if span else "") or NOTHING


@dataclass
class Score:
    """Remarks of a table: right ones, made ones, expected ones, and what went wrong."""

    right: int = 0
    made: int = 0
    expected: int = 0
    cases: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the remarks that were made, those expected."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Of the remarks that were expected, those made."""
        return self.right / self.expected if self.expected else 1.0


def judge(case: Case) -> tuple[list[Remark], list[Remark], list[Remark]]:
    """Return the remarks that are right, missed and invented. One with the wrong direction is missed, and invented."""
    left, right, invented = expected(case), [], []
    for remark, note in made(case):
        found = next((wanted for wanted in left if wanted == remark and wanted.direction in note.partition("：")[0]), None)
        if found is None:
            invented.append(remark)
        else:
            left.remove(found)
            right.append(found)
    return right, left, invented


def score(table: str) -> Score:
    """Score the cases of one file."""
    out = Score()
    for case in (case for case in load("findings") if case.title.startswith(f"{table}: ")):
        right, missed, invented = judge(case)
        out.cases += 1
        out.right += len(right)
        out.made += len(right) + len(invented)
        out.expected += len(right) + len(missed)
        out.wrong += [f"{case.title}: missed {r}" for r in missed] + [f"{case.title}: invented {r}" for r in invented]
    return out


def _lines(which: list[str]) -> Iterator[str]:
    for suffix in which:
        yield f"findings, tables{suffix or ' built with'}"
        yield f"{'':14}cases  expected  made  right      P      R"
        total = Score()
        for table in TABLES:
            s = score(table + suffix)
            for name in ("right", "made", "expected", "cases"):
                setattr(total, name, getattr(total, name) + getattr(s, name))
            total.wrong += s.wrong
            yield f"{table:14}{s.cases:5}{s.expected:10}{s.made:6}{s.right:7}   {s.precision:.2f}   {s.recall:.2f}"
        yield f"{'all':14}{total.cases:5}{total.expected:10}{total.made:6}{total.right:7}   {total.precision:.2f}   {total.recall:.2f}"
        yield from (f"    {line}" for line in total.wrong)


if __name__ == "__main__":
    print("\n".join(_lines(["", "-aside"])))

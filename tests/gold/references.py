"""Count how references are followed, in the real revisions and in made ones, and print what is not.

    python tests/gold/references.py [seeds]

Real ones: references that face each other in a row and are printed differently, by whether the gold says that their articles correspond.
Made ones: every statute with one article put in or taken out, several times; then with some references made wrong.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import references as made
from support.paths import REVISIONS, STATUTES, statute

import policydiff
from policydiff.comparison import Comparison
from policydiff.model import EditTag, Finding, Link, Span, Tier
from policydiff.normalization import normalize_document
from policydiff.references.following import Row, couples_of

_AROUND = 12


class Followed(NamedTuple):
    """A changed reference of a real revision."""

    verdict: str
    """What the gold says of the article and, by the words, of the part: `yes yes`, `yes unknown`, `no unknown` …."""
    formal: bool
    """Whether every difference in it is formal."""
    shown: str


def changed_references(folder: Path) -> tuple[Comparison, list[Followed]]:
    """Return the comparison of a revision, and the references of its own that face each other and are printed differently."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    comparison = policydiff.compare(folder / "old.txt", folder / "new.txt")
    old, new = comparison.old, comparison.new
    ids = [{c.marker: c.id for c in reversed(d.clauses) if c.level == "article"} for d in (old, new)]
    links = [Link(ids[0][k["old"]], ids[1][k["new"]], 1.0, Tier.STRONG) for k in gold["links"]]
    rows = [Row(pair.old, pair.new, pair.edits) for pair in comparison.collation.pairs]
    normalized = [normalize_document(d, keep_markers=False) for d in (old, new)]
    found = []
    for row, a, b, (article, part) in couples_of(normalized[0], normalized[1], links, rows):
        if a.text != b.text and a.is_to_provisions and b.is_to_provisions:
            inside = [e for e in row.edits if e.tag is not EditTag.EQUAL and _is_in(e.old, a.span) and _is_in(e.new, b.span)]
            formal = bool(inside) and all(e.tag is EditTag.FORMAL for e in inside)
            shown = f"{folder.name}: {_around(old.text, a.span)} → {_around(new.text, b.span)}"
            found.append(Followed(f"{article.name} {part.name}".lower(), formal, shown))
    return comparison, found


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _around(text: str, span: Span) -> str:
    return "".join(text[max(0, span.start - _AROUND) : span.end + _AROUND].split())


class Outcome(NamedTuple):
    """What was made of a made renumbering."""

    name: str
    changed: int
    formal: int
    said: list[str]
    """Findings about references although all are true."""
    wrong: int
    found: int
    beside: list[str]
    """Findings about references that were not made wrong."""


def outcomes(seeds: int) -> Iterator[Outcome]:
    """Renumber every statute several times, and break some references."""
    for name in STATUTES:
        document = policydiff.parse(statute(name))
        for seed in range(seeds):
            case = made.renumbered(document, f"{name} {seed}")
            if case is not None:
                yield _outcome(f"{name} {seed}", case)


def _outcome(name: str, case: made.Case) -> Outcome:
    rows, said = _compared(case)
    formal = [edit.new for row in rows for edit in row.edits if edit.tag is EditTag.FORMAL]
    followed = sum(any(_is_in(span, f) for f in formal) for span in case.changed)
    false = made.broken(case, name)
    findings = _compared(false)[1]
    found = sum(any(f.new and _is_in(span, f.new) for f in findings) for span in false.wrong)
    beside = [f.note for f in findings if not any(f.new and _is_in(span, f.new) for span in false.wrong)]
    return Outcome(name, len(case.changed), followed, [f.note for f in said], len(false.wrong), found, beside)


def _compared(case: made.Case) -> tuple[list[Row], list[Finding]]:
    pairs = policydiff.compare(policydiff.parse(case.old), policydiff.parse(case.new), profile="revision").collation.pairs
    findings = [f for pair in pairs for f in pair.findings if f.name == "reference"]
    return [Row(pair.old, pair.new, pair.edits) for pair in pairs], findings


def main(seeds: int) -> None:
    """Print all."""
    counts, others = Counter[tuple[str, bool]](), list[str]()
    for folder in sorted(path for path in REVISIONS.iterdir() if path.is_dir()):
        comparison, found = changed_references(folder)
        counts.update((f.verdict, f.formal) for f in found)
        others += [f"{f.verdict:16s} {f.shown}" for f in found if not f.formal]
        notes = [f.note for row in comparison.rows for f in row.findings if f.name == "reference"]
        print(f"{folder.name:30s} {len(found):4d} changed, {sum(f.formal for f in found):4d} formal; findings: {' '.join(notes) or 'none'}")
    print("\nby the gold: article and part correspond, formal")
    for (verdict, formal), count in sorted(counts.items()):
        print(f"  {verdict:16s} {'formal' if formal else 'wording':8s} {count:4d}")
    print("  not formal:\n" + "\n".join(f"    {line}" for line in sorted(others)))
    every = list(outcomes(seeds))
    totals = [sum(getattr(o, field) for o in every) for field in ("changed", "formal", "wrong", "found")]
    said, beside = sum(len(o.said) for o in every), sum(len(o.beside) for o in every)
    print(f"\n{len(every)} made renumberings: {totals[1]} of {totals[0]} changed references formal, {said} findings")
    print(f"  made wrong: {totals[3]} of {totals[2]} found, {beside} findings beside them")
    for outcome in every:
        if outcome.said or outcome.beside or outcome.formal < outcome.changed or outcome.found < outcome.wrong:
            print(f"    {outcome.name}: {outcome.formal}/{outcome.changed} {outcome.found}/{outcome.wrong} {outcome.said} {outcome.beside}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)

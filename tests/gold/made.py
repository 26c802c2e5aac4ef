"""Score the alignment against texts that were cut up on purpose, and print the tables.

    python tests/gold/made.py [CASES]            or: make gold

made revisions   a thousand real texts with one operation each (move, split, …); see tests/support/made.py
knock-out        an old provision whose true partners were deleted: is it linked with something else?
permutation      the new provisions in random order: which links change?
crossed pairs    the old text of one statute and the new text of another: how many links, and is the notice there?
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import policydiff
from policydiff.model import COUNTED_TIERS, Alignment, Document, Span

TESTS = Path(__file__).parent.parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

from gold import truth  # noqa: E402 (the folder of the tests must be on the path)
from support import made  # noqa: E402

CASES = 1008
TIERS = ("strong", "probable")
Pair = tuple[str, str]


# -- made revisions ----------------------------------------------------------------------------------------------------------------


def _moved(links: frozenset[Pair], alignment: Alignment) -> frozenset[Pair]:
    """Links of provisions that stand in rows of their own out of the order: split and merged ones may stand anywhere."""
    rows = {(old, new) for bead in alignment.beads if bead.moved for old, new in product(bead.old, bead.new)}
    return (links & rows) - made.several(links, 0) - made.several(links, 1)


#: What each operation is about: an attribute of `made.Truth`, and its name in the table.
FACTS = {
    "move": ("moved", "rows out of the order"),
    "block": ("moved", "rows out of the order"),
    "split": ("split", "links of one with several"),
    "merge": ("merged", "links of several with one"),
    "renumber": ("links", "links"),
    "drop": ("dropped", "old ones without a link"),
    "add": ("added", "new ones without a link"),
    "reword": ("links", "links"),
    "shuffle": ("links", "links"),
    "sentence": ("sent", "links of one sentence"),
    "mix": ("parts", "links of split, merged, sent"),
    "storm": ("parts", "links of split, merged, sent"),
}


def _said(alignment: Alignment, truth: made.Truth) -> made.Truth:
    """What a comparison says, in the words of the truth. A link that is not so counts as a part, and as a sentence, that is not so."""
    old, new = frozenset(truth.old), frozenset(truth.new)
    links = frozenset((k.old, k.new) for k in alignment.links if k.tier in COUNTED_TIERS and (k.old in old or k.new in new))
    out_of_order = {pair for bead in alignment.beads if bead.moved for pair in product(bead.old, bead.new)}
    moved = (links & out_of_order) - made.several(links, 0) - made.several(links, 1)  # of split and merged ones any may stand out
    untrue = links - truth.links
    return made.Truth(truth.old, truth.new, links, untrue | (links & truth.parts), moved, untrue | (links & truth.sent))


class Verdict(NamedTuple):
    """A made case, and what a comparison said of it."""

    case: made.MadeCase
    wrong: frozenset[Pair]
    missed: frozenset[Pair]
    right: int
    unstated: frozenset[Pair] | frozenset[str]
    """What the operation did and the comparison does not say."""
    untrue: frozenset[Pair] | frozenset[str]
    """What the comparison says of the kind and is not so."""
    stated: int
    """True facts that are stated."""
    profile: str
    """How the two texts were compared."""


def judged(case: made.MadeCase, profile: str = "revision") -> Verdict:
    """Compare the two texts of a made case, and hold the result against the truth."""
    alignment = policydiff.align(case.old, case.new, profile=profile)
    said, fact = _said(alignment, case.truth), FACTS[case.operation][0]
    stated, true = getattr(said, fact), getattr(case.truth, fact)
    return Verdict(
        case,
        said.links - case.truth.links,
        case.truth.links - said.links,
        len(said.links & case.truth.links),
        true - stated,
        stated - true,
        len(true & stated),
        alignment.profile,
    )


@dataclass
class Tally:
    """Counts of one operation."""

    cases: int = 0
    exact: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    stated: int = 0
    untrue: int = 0
    unstated: int = 0
    reprints: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count a case."""
        self.cases += 1
        self.exact += not (verdict.wrong or verdict.missed or verdict.untrue or verdict.unstated)
        self.right += verdict.right
        self.wrong += len(verdict.wrong)
        self.missed += len(verdict.missed)
        self.stated += verdict.stated
        self.untrue += len(verdict.untrue)
        self.unstated += len(verdict.unstated)
        self.reprints += verdict.profile == "reprint"

    @property
    def link_precision(self) -> float:
        """Of the links that were found, the part that is true."""
        return _part(self.right, self.wrong)

    @property
    def link_recall(self) -> float:
        """Of the true links, the part that was found."""
        return _part(self.right, self.missed)

    @property
    def precision(self) -> float:
        """Of what was stated of the kind of the operation, the part that is true."""
        return _part(self.stated, self.untrue)

    @property
    def recall(self) -> float:
        """Of what the operation did, the part that was stated."""
        return _part(self.stated, self.unstated)


def _part(right: int, other: int) -> float:
    return right / (right + other) if right + other else 1.0


def verdicts(count: int, profile: str = "revision") -> list[Verdict]:
    """Return what is said of so many made cases."""
    return [judged(case, profile) for case in made.cases(count)]


def tallied(verdicts: Iterable[Verdict]) -> dict[str, Tally]:
    """Return the counts of made cases by operation."""
    tallies = {operation: Tally() for operation in made.OPERATIONS}
    for verdict in verdicts:
        tallies[verdict.case.operation].add(verdict)
    return tallies


# -- gold cases, by id ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """Two real versions and what people said of them, by clause ids."""

    name: str
    old: Document
    new: Document
    links: frozenset[Pair]
    neutral_pairs: frozenset[Pair]
    """Tolerated links."""
    neutral: frozenset[str]
    """New provisions nobody judged."""


@cache
def known() -> tuple[Known, ...]:
    """Return the gold revisions, and the first half of the plan against the opinions."""
    return tuple(map(_known, truth.every_case()))


def _known(case: truth.Case) -> Known:
    def ids(pairs: Iterable[Pair]) -> frozenset[Pair]:
        return frozenset((case.id(0, old), case.id(1, new)) for old, new in pairs)

    silent = frozenset(id for id, label in case.labels[1].items() if label in case.silent[1])
    return Known(case.name, case.old, case.new, ids(case.links), ids(case.tolerated), silent)


# -- knock-out -----------------------------------------------------------------------------------------------------------------------

SAMPLED = 15


class KnockOut(NamedTuple):
    """An old provision whose partners were deleted, and the new ones it was linked with instead, by their ids in the whole text."""

    case: str
    old: str
    partners: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]
    """New id and tier."""


def knocked_out(case: Known, sampled: int = SAMPLED) -> Iterator[KnockOut]:
    """Delete the true partners of some old provisions, one provision at a time, and look where it is linked now."""
    linked = sorted({old for old, _ in case.links})
    rng = random.Random(case.name)
    for old in sorted(rng.sample(linked, min(sampled, len(linked)))):
        true = {new for a, new in case.links | case.neutral_pairs if a == old}
        partners = tuple(sorted(true))
        spans = [unit.span for unit in case.new.units if unit.head.id in true]
        rest, ids = _without(case.new, spans)
        links = policydiff.align(case.old, rest).links
        others = [(ids[k.new], str(k.tier)) for k in links if k.old == old and k.tier in COUNTED_TIERS]
        yield KnockOut(case.name, old, partners, tuple((new, tier) for new, tier in others if new not in case.neutral))


def _without(document: Document, spans: list[Span]) -> tuple[Document, dict[str, str]]:
    """The document without some passages, parsed again, and the old id of every new one."""
    kept = [place for place in range(len(document.text)) if not any(span.start <= place < span.end for span in spans)]
    rest = policydiff.parse("".join(document.text[place] for place in kept))
    whole = {clause.span.end: clause.id for clause in document.clauses}
    return rest, {clause.id: whole.get(kept[clause.span.end - 1] + 1, f"~{clause.id}") for clause in rest.clauses}


# -- permutation ---------------------------------------------------------------------------------------------------------------------


class Permuted(NamedTuple):
    """What became of the links when the new provisions were put in random order; links by the ids of the documents as they are."""

    case: str
    before: dict[Pair, str]
    after: dict[Pair, str]

    @property
    def lost(self) -> frozenset[Pair]:
        """Links that were there before."""
        return frozenset(self.before.keys() - self.after.keys())

    @property
    def gained(self) -> frozenset[Pair]:
        """Links that are there now."""
        return frozenset(self.after.keys() - self.before.keys())


def permuted(case: Known) -> Permuted | None:
    """Shuffle the numbered provisions of the new text; numbers and references follow. None if the text cannot be taken apart."""
    draft = made.Draft.of(case.new)
    if draft is None:
        return None
    ordered, mixed = made.read_back(draft), made.read_back(made.shuffled(draft, random.Random(case.name)))
    if ordered is None or mixed is None:
        return None
    printed = {unit.head.marker: unit.head.id for unit in reversed(case.new.units) if unit.head.level is draft.style.level}
    original = {entry.key: printed[draft.labels[entry.pieces[0].source or ""]] for entry in draft.entries}
    before, after = ({read.ids[key]: id for key, id in original.items()} for read in (ordered, mixed))
    return Permuted(case.name, _tiers(case.old, ordered.document, before), _tiers(case.old, mixed.document, after))


def _tiers(old: Document, new: Document, ids: dict[str, str]) -> dict[Pair, str]:
    links = policydiff.align(old, new).links
    return {(k.old, ids[k.new]): str(k.tier) for k in links if k.tier in COUNTED_TIERS and k.new in ids}


# -- crossed pairs ---------------------------------------------------------------------------------------------------------------------


class Crossed(NamedTuple):
    """The old text of one statute against the new text of another; or of the same, if both names are one."""

    old: str
    new: str
    links: int
    strong: int
    per_hundred: float
    """Counted links of articles for each hundred articles of the shorter text."""
    noticed: bool


def crossed(names: Iterable[str] | None = None) -> Iterator[Crossed]:
    """Compare the old text of every revision with the new text of every one; the true pairs are among them."""
    laws = [case for case in known() if case.name != truth.POLICY and (names is None or case.name in names)]
    for one, two in product(laws, laws):
        alignment = policydiff.align(one.old, two.new)
        olds, news = ({c.id for c in d.clauses if c.level == "article"} for d in (one.old, two.new))
        counted = [k.tier for k in alignment.links if k.tier in COUNTED_TIERS and k.old in olds and k.new in news]
        links = len(counted)
        noticed = any(notice.code == "unrelated" for notice in alignment.notices)
        strong = sum(tier == "strong" for tier in counted)
        yield Crossed(one.name, two.name, links, strong, 100 * links / min(len(olds), len(news)), noticed)


# -- print -----------------------------------------------------------------------------------------------------------------------------


#: How many mistakes of each operation are printed, and how much of a text.
_EXAMPLES = 3
_SHOWN = 60


def print_made(count: int) -> None:
    """Print the table of the made revisions, and what is wrong in some of them."""
    found = verdicts(count)
    tallies, faulty = tallied(found), [v for v in found if v.wrong or v.missed or v.untrue or v.unstated]
    print(f"{'made revisions':14s} {'cases':>5s} {'exact':>6s} {'links P':>8s} {'R':>6s}   {'own P':>6s} {'R':>6s}  own is")
    for operation, tally in tallies.items():
        share = tally.exact / max(1, tally.cases)
        print(
            f"{operation:14s} {tally.cases:5d} {share:6.3f} {tally.link_precision:8.4f} {tally.link_recall:6.4f} "
            f"  {tally.precision:6.3f} {tally.recall:6.3f}  {FACTS[operation][1]}"
        )
    for operation in tallies:
        for verdict in [v for v in faulty if v.case.operation == operation][:_EXAMPLES]:
            print("  " + _example(verdict))


def print_profiles(count: int) -> None:
    """Print which made revisions `profile="auto"` takes for reprints, and what it then says of the operation."""
    print(f"\n{'taken for reprints':14s} {'cases':>5s} {'own P':>6s} {'R':>6s}   by profile=auto")
    for operation, tally in tallied(verdicts(count, "auto")).items():
        if tally.reprints:
            print(
                f"{operation:14s} {tally.reprints:>9d}/{tally.cases:<3d} {tally.precision:6.3f} {tally.recall:6.3f}  {FACTS[operation][1]}"
            )


def _example(verdict: Verdict) -> str:
    case = verdict.case
    word, links = ("wrong", verdict.wrong) if verdict.wrong else ("missed", verdict.missed)
    if not links:
        return f"{case.name}: said and not so {sorted(verdict.untrue)}, so and not said {sorted(verdict.unstated)}"
    old, new = min(links)
    return f"{case.name}: {word} {old} {_text(case.old, old)} → {new} {_text(case.new, new)}"


def _text(document: Document, id: str) -> str:
    unit = next(u for u in document.units if u.head.id == id)
    text = made.squeezed(unit.span.of(document.text))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}"


def print_knock_out() -> None:
    """Print how often a provision without its partners is linked with something else."""
    print(f"\n{'knock-out':30s} {'tried':>5s} {'linked':>7s} {'strong':>7s} {'probable':>8s}")
    total, every = Counter[str](), list[KnockOut]()
    for case in known():
        found = list(knocked_out(case))
        every += found
        row = Counter({"tried": len(found), "linked": sum(bool(k.instead) for k in found)})
        row.update(_best_tier(k) for k in found if k.instead)
        print(_knock_out_row(case.name, row))
        total.update(row)
    print(_knock_out_row("all", total))
    for found in [k for k in every if k.instead and _best_tier(k) == "strong"][: 4 * _EXAMPLES]:
        print("  " + _instead(found))


def _best_tier(found: KnockOut) -> str:
    return next(tier for tier in TIERS if any(tier == t for _, t in found.instead))


def _instead(found: KnockOut) -> str:
    case = next(case for case in known() if case.name == found.case)
    new, tier = min(found.instead, key=lambda link: TIERS.index(link[1]))
    return f"{found.case}: {tier} {found.old} {_text(case.old, found.old)} → {new} {_text(case.new, new)}"


def _knock_out_row(name: str, row: Counter[str]) -> str:
    linked, strong, probable = (f"{row[key] / row['tried']:.1%}" for key in ("linked", *TIERS))
    return f"{name:30s} {row['tried']:5d} {linked:>7s} {strong:>7s} {probable:>8s}"


def print_permutation() -> None:
    """Print how many links change when the new provisions are shuffled."""
    named = list[str]()
    print(f"\n{'permutation':30s} {'links':>5s} {'lost':>5s} {'strong':>7s} {'gained':>7s} {'strong':>7s} {'lost, in gold':>14s}")
    for case in known():
        found = permuted(case)
        if found is None:
            print(f"{case.name:30s} cannot be taken apart")
            continue
        lost = sum(found.before[link] == "strong" for link in found.lost)
        gained = sum(found.after[link] == "strong" for link in found.gained)
        true = len(found.lost & case.links)
        print(f"{case.name:30s} {len(found.before):5d} {len(found.lost):5d} {lost:7d} {len(found.gained):7d} {gained:7d} {true:14d}")
        named += [f"{case.name}: lost {found.before[k]} {_pair(case, k)}" for k in sorted(found.lost)]
        named += [f"{case.name}: gained {found.after[k]} {_pair(case, k)}" for k in sorted(found.gained) if found.after[k] == "strong"]
    print("\n".join("  " + line for line in named))


def _pair(case: Known, link: Pair) -> str:
    """A link as its ids, with a word if people made it too."""
    return f"{link[0]} → {link[1]}{' (in gold)' if link in case.links else ''}"


def print_crossed() -> None:
    """Print how many links unrelated statutes have, and which are not noticed to be unrelated."""
    rows = list(crossed())
    print(f"\n{'crossed pairs, links of 100':30s} {'itself':>7s} {'notice':>7s}   {'others: median':>14s} {'most':>6s} {'noticed':>8s}")
    for name in sorted({row.old for row in rows}):
        own = next(row for row in rows if row.old == row.new == name)
        others = sorted((row for row in rows if row.old == name != row.new), key=lambda row: row.per_hundred)
        noticed = f"{sum(row.noticed for row in others)}/{len(others)}"
        median, most = others[len(others) // 2].per_hundred, others[-1].per_hundred
        print(f"{name:30s} {own.per_hundred:7.1f} {'yes' if own.noticed else 'no':>7s}   {median:14.1f} {most:6.1f} {noticed:>8s}")
    apart = [row for row in rows if row.old != row.new]
    strong, links = sum(row.strong for row in apart), sum(row.links for row in apart)
    print(f"{len(apart)} crossed pairs: {links} links, {strong} of them strong")
    for row in rows:
        if row.noticed is (row.old == row.new):
            print(f"  {row.old} → {row.new}: {row.links} links, {'noticed' if row.noticed else 'not noticed'}")


def main(count: int) -> None:
    """Print all tables."""
    print_made(count)
    print_profiles(count // 8)
    print_knock_out()
    print_permutation()
    print_crossed()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)

"""What people said of pairs of documents, by printed labels, and what a comparison says of the same pairs.

revisions/   which article of sixteen laws came from which; the scorer beside it defines the measures
plan-to-opinions.first-half.json    two annotators on the first half of the plan, against the whole of the opinions
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeAlias

import policydiff
from policydiff.model import COUNTED_TIERS, FRAME_LEVELS, Clause, Document

GOLD = Path(__file__).parent
TEXTS = GOLD.parent.parent / "texts"
POLICY = "plan-to-opinions"
COUNTED = tuple(sorted(COUNTED_TIERS))

#: The printed labels of an old and of a new provision.
Pair: TypeAlias = tuple[str, str]


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("revisions_score", GOLD / "revisions" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = _scorer()


class Found(NamedTuple):
    """A link of a comparison, by printed labels."""

    old: str
    new: str
    tier: str
    score: float

    @property
    def pair(self) -> Pair:
        """What it links."""
        return self.old, self.new

    @property
    def counted(self) -> bool:
        """Whether it is more than a candidate."""
        return self.tier in COUNTED


@dataclass(frozen=True)
class Case:
    """Two versions, and which of their provisions people linked."""

    name: str
    old: Document
    new: Document
    labels: tuple[Mapping[str, str], Mapping[str, str]]
    """For every provision that is looked at, its id → its printed label; old and new."""
    links: Mapping[Pair, str]
    """The links people made, each `whole` or `part`; in the policy pair, those that at least one annotator made."""
    wanted: frozenset[Pair]
    """Those whose absence is a mistake; in the policy pair, those that both annotators made."""
    tolerated: frozenset[Pair]
    """Links that are neither right nor wrong."""
    silent: tuple[frozenset[str], frozenset[str]]
    """Old and new provisions nobody judged."""
    alone: tuple[frozenset[str], frozenset[str]]
    """Old provisions that are gone, and new ones that came from nowhere."""
    grounds: Mapping[Pair, str]
    """Why people made a link."""
    gold: Mapping[str, object]
    """The file as it is."""
    embedding: policydiff.Embedding | None = None
    """What the comparison is made with."""

    @cached_property
    def comparison(self) -> policydiff.Comparison:
        """The two versions as policydiff compares them."""
        return policydiff.compare(self.old, self.new, embed=self.embedding)

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """The links of the comparison between provisions that are looked at, candidates included."""
        old, new = self.labels
        links = [k for k in self.comparison.links if k.old in old and k.new in new]
        return tuple(Found(old[k.old], new[k.new], str(k.tier), round(k.score, 2)) for k in links)

    def pairs(self, tiers: Iterable[str] = COUNTED) -> frozenset[Pair]:
        """Return what the links of some tiers link."""
        return frozenset(link.pair for link in self.found if link.tier in tiers)

    def is_right(self, pair: Pair) -> bool | None:
        """Return whether people made a link too; None if they said nothing about it, or tolerate it."""
        if pair in self.links:
            return True
        silent = pair in self.tolerated or pair[0] in self.silent[0] or pair[1] in self.silent[1]
        return None if silent else False

    def missed(self, found: frozenset[Pair]) -> list[Pair]:
        """Return the wanted links that are not among those found, in the order of the old text."""
        return self.in_order(self.wanted - found)

    def invented(self, found: frozenset[Pair]) -> list[Pair]:
        """Return the links that were found and are wrong, in the order of the old text."""
        return self.in_order(pair for pair in found if self.is_right(pair) is False)

    def in_order(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return pairs in the order of the old text, then of the new."""
        old, new = ({label: place for place, label in enumerate(side.values())} for side in self.labels)
        return sorted(pairs, key=lambda pair: (old[pair[0]], new[pair[1]]))

    def id(self, side: int, label: str) -> str:
        """Return the id of a provision, given its label: the first of that label."""
        return next(id for id, printed in self.labels[side].items() if printed == label)

    def text(self, side: int, label: str) -> str:
        """Return what stands below a label, blanks and line breaks removed."""
        document, id = (self.old, self.new)[side], self.id(side, label)
        unit = next(unit for unit in document.units if unit.head.id == id)
        return "".join(unit.span.of(document.text).split())


def folders() -> list[Path]:
    """Return the folders of the law revisions."""
    return sorted(path.parent for path in (GOLD / "revisions").glob("*/gold.json"))


def laws() -> list[Case]:
    """Return the law revisions."""
    return [law(folder.name) for folder in folders()]


@cache
def law(name: str) -> Case:
    """Return a law revision by the name of its folder."""
    folder = GOLD / "revisions" / name
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    old, new = policydiff.read(folder / "old.txt"), policydiff.read(folder / "new.txt")
    links = {(link["old"], link["new"]): link for link in gold["links"]}
    return Case(
        name,
        old,
        new,
        (_articles(old), _articles(new)),
        {pair: link["scope"] for pair, link in links.items()},
        frozenset(links),
        frozenset((a, b) for a, b in gold.get("tolerated", ())),
        (frozenset(gold["unscored_old"]), frozenset(gold["unscored_new"])),
        (frozenset(gold["removed"]), frozenset(gold["added"])),
        {pair: link["why"] for pair, link in links.items()},
        gold,
    )


def _articles(document: Document) -> dict[str, str]:
    return {clause.id: clause.marker for clause in document.clauses if clause.level == "article"}


@cache
def policy() -> Case:
    """Return the plan against the opinions; the second half of the plan is not judged."""
    gold = json.loads((GOLD / "plan-to-opinions.first-half.json").read_text("utf-8"))
    old, new = policydiff.read(TEXTS / "plan-2017.txt"), policydiff.read(TEXTS / "opinions-2024.txt")
    labels = _labels(old, old_label), _labels(new, new_label)
    made = {(pair["old"], pair["new"]): pair for pair in gold["pairs"]}
    tolerated = frozenset((a, b) for a, b in gold["tolerated"])
    judged = {label for label, _ in made.keys() | tolerated}
    return Case(
        POLICY,
        old,
        new,
        labels,
        {pair: "part" if p["relation"].endswith("partial") else "whole" for pair, p in made.items()},
        frozenset(pair for pair, p in made.items() if p["annotator_a"] and p["annotator_b"]),
        tolerated,
        (frozenset(labels[0].values()) - judged, frozenset()),
        (frozenset(), frozenset()),
        {pair: f"{p['relation']}: {p['old_evidence']} → {p['new_evidence']}" for pair, p in made.items()},
        gold,
    )


def _labels(document: Document, label: Callable[[Clause], str]) -> dict[str, str]:
    heads = [unit.head for unit in document.units]
    return {head.id: label(head) for head in heads if head.id not in document.headings and head.level not in FRAME_LEVELS}


def old_label(clause: Clause) -> str:
    """Return how the gold names a clause of the plan: 序, 一(二), 一(二)-1, 5."""
    if clause.level == "layer3":
        return str(clause.number)
    path = re.fullmatch(r"(\d)\.(\d)(?:\.b(\d))?", clause.id)
    if path is None:
        return "序" if clause.id == "p1" else clause.id
    part, section, bullet = path.groups()
    return f"{'一二三'[int(part) - 1]}({'一二三四五'[int(section) - 1]})" + (f"-{bullet}" if bullet else "")


def new_label(clause: Clause) -> str:
    """Return how the gold names a clause of the opinions: 序, 一-2, (十一)."""
    paragraph = re.fullmatch(r"1\.p(\d)", clause.id)
    if paragraph:
        return f"一-{paragraph[1]}"
    return "序" if clause.id == "p1" else clause.marker.replace("（", "(").replace("）", ")")


def every_case() -> list[Case]:
    """Return the law revisions and the policy pair."""
    return [*laws(), policy()]


# -- measures ---------------------------------------------------------------------------------------------------------------------


def law_row(case: Case, found: frozenset[Pair]) -> tuple[float | None, ...]:
    """Return the measures of `SCORER.COLUMNS` for some links of a law."""
    row: tuple[float | None, ...] = SCORER.score(case.gold, found)
    return row


def means(rows: Iterable[tuple[float | None, ...]]) -> tuple[float | None, ...]:
    """Return the mean of every measure, cases that have nothing of the kind left out."""
    columns = [[value for value in column if value is not None] for column in zip(*rows, strict=True)]
    return tuple(sum(column) / len(column) if column else None for column in columns)


@dataclass(frozen=True)
class PolicyScore:
    """How the links of the first half of the plan compare with those of two annotators."""

    strong_found: int
    strong: int
    precision: float
    """Of the proposed links, those that at least one annotator made; tolerated ones left out."""
    recall: float
    """Of the links that both annotators made."""
    wrong: list[Pair]
    missed: list[Pair]


def policy_score(case: Case, found: frozenset[Pair]) -> PolicyScore:
    """Return the score of some links of the plan with the opinions."""
    relations = {pair: ground.partition(":")[0] for pair, ground in case.grounds.items()}
    strong = {pair for pair, relation in relations.items() if relation == "strong"}
    right = [pair for pair in found if case.is_right(pair)]
    wrong, missed = case.invented(found), case.missed(found)
    counted = len(right) + len(wrong)
    precision = len(right) / counted if counted else 1.0
    return PolicyScore(len(strong & found), len(strong), precision, 1 - len(missed) / len(case.wanted), wrong, missed)

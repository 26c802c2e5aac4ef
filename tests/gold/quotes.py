"""Score the tracing of quotations against the truth in this folder, and print what is missed and what is reported beyond it.

    python tests/gold/quotes.py

booklet-quotes.questions-0-15.json    where the booklet (preface, questions 1 to 15) quotes or retells the plan, read by a person

A quotation is found if a reported part shares at least half of the words of the shorter of both, with the right clause; its kind is that
of the reported one most like it. Statements that can be checked (“25条具体措施”) are found among the claims. General formulae are
neither rewarded nor punished.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import policydiff
from policydiff.model import Quotation, Tracing
from policydiff.quotations import find

GOLD = Path(__file__).parent
TEXTS = GOLD.parent.parent / "texts"
EXACT = ("verbatim", "elided", "altered")


@dataclass
class Score:
    """How what is reported compares with the truth."""

    attributed: list[bool] = field(default_factory=list)
    """For every attributed quotation, whether it is found with the right clause."""
    kinds: list[bool] = field(default_factory=list)
    """For every attributed quotation that is found, whether its kind is right."""
    exact: list[bool] = field(default_factory=list)
    """For every verbatim, elided or altered quotation that is no formula, whether it is found with the right clause."""
    reported: list[bool] = field(default_factory=list)
    """For every reported quotation, whether it is in the truth, or a formula."""
    told: list[str] = field(default_factory=list)
    """What is wrong, in words."""

    @staticmethod
    def share(verdicts: list[bool]) -> float:
        """Return the share of what is right."""
        return sum(verdicts) / max(1, len(verdicts))


@cache
def booklet() -> Score:
    """Return the score of the booklet, preface to question 15, against the plan."""
    gold = json.loads((GOLD / "booklet-quotes.questions-0-15.json").read_text("utf-8"))["quotations"]
    tracing = find(policydiff.read(TEXTS / "booklet-2022.txt"), [policydiff.read(TEXTS / "plan-2017.txt")])
    places = list(_places(tracing.commentary.text, gold))
    scope = max(end for _, end in places)
    score, used = Score(), set[int]()
    reported = [q for q in tracing.quotations if q.span.start < scope]
    for entry, place in zip(gold, places, strict=True):
        touching = [q for q in reported if _overlap(tracing, q, place)]
        used |= {id(q) for q in touching}
        found = _is_found(tracing, entry, place, touching)
        name = f"{entry['question']:>2} {entry['kind']:10s} {entry['booklet_text'][:50]}"
        if entry["attributed"]:
            score.attributed.append(found)
            if found and "check" not in entry:
                kind = max(touching, key=lambda q: _likeness(q, place)).kind if touching else "not found"
                score.kinds.append(str(kind) == entry["kind"].replace("attributed-but-not-found", "not found"))
                if not score.kinds[-1]:
                    score.told.append(f"kind     {name} is {kind}")
        if entry["kind"] in EXACT and not entry.get("stock_phrase"):
            score.exact.append(found)
        if not found and (entry["attributed"] or (entry["kind"] in EXACT and not entry.get("stock_phrase"))):
            score.told.append(f"missed   {name}")
    for quotation in reported:
        score.reported.append(id(quotation) in used)
        if not score.reported[-1]:
            score.told.append(f"reported {quotation.kind} {_squeezed(quotation.span.of(tracing.commentary.text))[:60]}")
    return score


def _is_found(tracing: Tracing, entry: dict[str, Any], place: tuple[int, int], touching: list[Quotation]) -> bool:
    if "check" in entry:
        claims = [c for c in tracing.claims if c.span.start < place[1] and place[0] < c.span.end]
        return any(claim.true is (entry["check"] == "true") for claim in claims)
    if entry["kind"] == "attributed-but-not-found":
        return any(q.kind == "not found" for q in touching)
    wanted = {_id(tracing, clause) for clause in str(entry["plan_clause"]).split("+")}
    clauses = {part.clause for q in touching for part in q.parts if _enough(part.span, place)}
    return wanted <= clauses


def _enough(span: Any, place: tuple[int, int]) -> bool:
    shared = min(span.end, place[1]) - max(span.start, place[0])
    return shared >= 0.5 * min(span.size, place[1] - place[0])


def _overlap(tracing: Tracing, quotation: Quotation, place: tuple[int, int]) -> int:
    return max(0, min(quotation.span.end, place[1]) - max(quotation.span.start, place[0]))


def _likeness(quotation: Quotation, place: tuple[int, int]) -> float:
    start, end = quotation.span
    return (min(end, place[1]) - max(start, place[0])) / (max(end, place[1]) - min(start, place[0]))


def _places(text: str, gold: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """Where the entries stand in the raw text; the truth counts code points of the text without line ends."""
    raw = [place for place, letter in enumerate(text) if letter not in "\r\n"]
    flat = "".join(text[place] for place in raw)
    for entry in gold:
        wanted = entry["booklet_text"]
        start = min((m.start() for m in re.finditer(re.escape(wanted), flat)), key=lambda s: abs(s - entry["start"]))
        yield raw[start], raw[start + len(wanted) - 1] + 1


def _id(tracing: Tracing, label: str) -> str:
    """序, 一(二)-1, 二(一), 5 → the id of the clause of the plan."""
    if label == "序":
        return "p1"
    section = re.fullmatch(r"([一二三])(?:\((.)\))?(?:-(\d))?", label)
    if section:
        below = f".{'一二三四五'.index(section[2]) + 1}" if section[2] else ""
        return f"{'一二三'.index(section[1]) + 1}{below}" + (f".b{section[3]}" if section[3] else "")
    return next(c.id for c in tracing.sources[0].clauses if c.level == "layer3" and c.number == int(label))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    """Print the figures, and what is wrong."""
    score = booklet()
    print("booklet → plan, preface to question 15")
    for name in ("attributed", "kinds", "exact", "reported"):
        verdicts = getattr(score, name)
        print(f"  {name:12s} {sum(verdicts):3d} of {len(verdicts):3d}  {Score.share(verdicts):.3f}")
    for line in score.told:
        print(f"  {line}")


if __name__ == "__main__":
    main()

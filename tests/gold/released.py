"""What a comparison says today against what it said at the last release, link by link.

released.json holds the links that the release counted, one to a line, so that a release can be reviewed as a diff.
`python tests/gold/score.py --release` writes it anew; that is done once, when the version number is set.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from gold.truth import GOLD, Case, Found

import policydiff

FILE: Final = GOLD / "released.json"


class Release(NamedTuple):
    """The links of a release."""

    version: str
    links: Mapping[str, Sequence[Found]]
    """By the name of the case; those that were counted."""


class Difference(NamedTuple):
    """A link that only one of two states of the engine has."""

    kind: str
    link: Found


#: What became of a link, by whether it is there now and whether people made it too.
KINDS: Final = {
    (True, True): "gained",
    (False, True): "lost",
    (True, False): "newly wrong",
    (False, False): "no longer wrong",
    (True, None): "new, not judged",
    (False, None): "gone, not judged",
}


def differences(case: Case, then: Iterable[Found], now: Iterable[Found]) -> list[Difference]:
    """Return the counted links that only one of two states has, in the order of `KINDS`, then of the old text."""
    before, after = ({link.pair: link for link in links if link.counted} for links in (then, now))
    sides = [
        ({link for pair, link in here.items() if pair not in there}, here is after) for here, there in ((after, before), (before, after))
    ]
    changed = [Difference(KINDS[is_there, case.is_right(link.pair)], link) for links, is_there in sides for link in links]
    known = {label: place for side in case.labels for place, label in enumerate(side.values())}
    order = list(KINDS.values())
    return sorted(changed, key=lambda d: (order.index(d.kind), known.get(d.link.old, -1), known.get(d.link.new, -1), d.link))


def other_tiers(then: Iterable[Found], now: Iterable[Found]) -> list[tuple[Found, Found]]:
    """Return the counted links that both states have in different tiers."""
    before = {link.pair: link for link in then if link.counted}
    both = [(before[link.pair], link) for link in now if link.counted and link.pair in before]
    return [(a, b) for a, b in both if a.tier != b.tier]


# -- the file ---------------------------------------------------------------------------------------------------------------------


def written(release: Release) -> str:
    """Return the text of the file: JSON, a link to a line."""
    cases = []
    for name, links in sorted(release.links.items()):
        lines = ",\n".join("   " + json.dumps(link, ensure_ascii=False) for link in links)
        cases.append(f"  {json.dumps(name)}: [\n{lines}\n  ]")
    return f'{{\n "version": {json.dumps(release.version)},\n "links": {{\n' + ",\n".join(cases) + "\n }\n}\n"


def read(path: Path = FILE) -> Release:
    """Return the links of the last release."""
    record = json.loads(path.read_text("utf-8"))
    return Release(record["version"], {name: [Found(*link) for link in links] for name, links in record["links"].items()})


def of_today(cases: Iterable[Case]) -> Release:
    """Return the links that are counted today."""
    return Release(policydiff.__version__, {case.name: [link for link in case.found if link.counted] for case in cases})


# -- print ------------------------------------------------------------------------------------------------------------------------

_SIGNS: Final = dict(zip(KINDS.values(), ("+", "-", "!", "~", " ", " "), strict=True))


def told(release: Release, cases: Iterable[Case]) -> Iterator[str]:
    """Yield the lines that say what changed since a release."""
    yield f"Against release {release.version}, links counted then and now: gained and lost are right, the others wrong"
    total = Counter[str]()
    for case in cases:
        if case.name not in release.links:
            yield f"{case.name}: not in the release"
            continue
        then = release.links[case.name]
        changed, moved = differences(case, then, case.found), other_tiers(then, case.found)
        counts = Counter(difference.kind for difference in changed) + Counter(f"{b.tier} instead of {a.tier}" for a, b in moved)
        if counts:
            yield f"{case.name}: {_counted(counts)}"
        for kind, link in changed:
            yield f"  {_SIGNS[kind]} {kind}: {link.old} → {link.new}, {link.tier}, {link.score:.2f}"
        total += counts
    yield f"all cases: {_counted(total) or 'no link differs'}"


def _counted(counts: Counter[str]) -> str:
    names = [*(kind for kind in KINDS.values() if kind in counts), *sorted(counts.keys() - set(KINDS.values()))]
    return ", ".join(f"{name} {counts[name]}" for name in names)

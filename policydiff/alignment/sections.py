"""Documents too large for one table of all pairs: cut where provisions are the same, and align what lies between.

The aligner looks at every provision beside every other one of both documents, which for two codes of 1,300 articles
takes half a gigabyte. Beyond that, provisions that stand once in either document, word for word and in a common order, cut both
into sections, and each section is aligned by itself. A provision that left its section is then not found, and neither is
anything in a section that is still too large; a notice says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from policydiff.alignment.residual import Provision, ProvisionLink, correspond
from policydiff.anchors import rising
from policydiff.model import Tier

#: The most provisions, of both documents together, that are looked at in one table.
_MOST_PROVISIONS: Final = 2_600


class Found(NamedTuple):
    """What the aligner found, whole or in sections."""

    links: tuple[ProvisionLink, ...]
    kinship: float
    """For how much of the smaller document there is a partner beyond doubt, 0 to 1."""
    in_sections: bool
    """Whether the documents were too large for one table."""


def correspond_at_any_size(old: Sequence[Provision], new: Sequence[Provision]) -> Found:
    """Return which old and new provisions correspond; see `policydiff.alignment.residual.correspond`."""
    if len(old) + len(new) <= _MOST_PROVISIONS:
        found = correspond(old, new)
        return Found(found.links, found.kinship, in_sections=False)
    links: list[ProvisionLink] = []
    start = (0, 0)
    for i, j in [*_same(old, new), (len(old), len(new))]:
        links += _section(old, new, (start[0], i), (start[1], j))
        if i < len(old):
            links.append(ProvisionLink(i, j, 1.0, Tier.STRONG, ((0, 0),), (1.0, 1.0)))
        start = (i + 1, j + 1)
    strong = sum(link.tier is Tier.STRONG for link in links)
    return Found(tuple(sorted(links, key=lambda link: (link.old, link.new))), strong / min(len(old), len(new)), in_sections=True)


def _same(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[int, int]]:
    """The places of provisions that stand once in either document, word for word, in the longest common order."""
    here, there = [_words(p) for p in old], [_words(p) for p in new]
    often_here, often_there = Counter(here), Counter(there)
    places = {words: j for j, words in enumerate(there) if often_there[words] == 1 and any(words)}
    return rising([(i, places[words]) for i, words in enumerate(here) if words in places and often_here[words] == 1])


def _words(provision: Provision) -> tuple[str, ...]:
    return provision.heading, *provision.sentences


def _section(old: Sequence[Provision], new: Sequence[Provision], rows: tuple[int, int], columns: tuple[int, int]) -> list[ProvisionLink]:
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    if not height or not width or height + width > _MOST_PROVISIONS:
        return []
    found = correspond(old[slice(*rows)], new[slice(*columns)])
    return [replace(link, old=link.old + rows[0], new=link.new + columns[0]) for link in found.links]

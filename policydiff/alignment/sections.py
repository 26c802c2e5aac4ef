"""Documents too large for one table of all pairs: cut where both say the same, and align what lies between.

The aligner looks at every provision beside every other one of both documents, which for two codes of 1,300 articles takes half a gigabyte.
Beyond that, both are cut into sections at provisions that stand once in either document and in a common order: provisions with the same
words, or where these are too far apart, provisions that share a sentence. Each section is aligned by itself. What has found no partner in
its section is then looked at once more, beside what no other section could use: a provision that left its section is found there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from policydiff.alignment.leftovers import Echo, Rejection
from policydiff.alignment.residual import (
    Correspondence,
    Provision,
    ProvisionLink,
    correspond,
    meant,
    said,
    turned,
    turned_echo,
    turned_rejection,
)
from policydiff.anchors import rising
from policydiff.embeddings import Embedding
from policydiff.model import COUNTED_TIERS, Tier
from policydiff.progress import Tell, nobody

#: The most provisions, of both documents together, that are looked at in one table.
_MOST_PROVISIONS: Final = 2_600
#: A section has at least so many of them: rare words are only rare among many provisions.
_LEAST_SECTION: Final = 800
#: A sentence shorter than this is no place to cut.
_TELLING_SENTENCE: Final = 12


class Found(NamedTuple):
    """What the aligner found, whole or in sections."""

    links: tuple[ProvisionLink, ...]
    rejected: tuple[Rejection, ...]
    """For each provision without a link that counts the pair that came closest."""
    echoes: tuple[Echo, ...]
    """Phrases that were used again in provisions which are not linked."""
    kinship: float
    """For how much of the smaller document there is a partner beyond doubt, 0 to 1."""
    in_sections: bool
    """Whether the documents were too large for one table."""


class _Area(NamedTuple):
    """A part of the table of all pairs."""

    rows: range
    columns: range

    @property
    def provisions(self) -> int:
        return len(self.rows) + len(self.columns)


def correspond_at_any_size(
    old: Sequence[Provision], new: Sequence[Provision], embedding: Embedding | None = None, tell: Tell = nobody
) -> Found:
    """Return which old and new provisions correspond; see `policydiff.alignment.residual.correspond`.

    The model behind an embedding is asked once, for the texts of all provisions, in however many sections these are aligned. Of long
    documents, `tell` is told after each section how many provisions have been looked at, and how many there are.
    """
    if embedding is not None:
        embedding.learn(text for provision in (*old, *new) for text in meant(provision))
    whole = _Area(range(len(old)), range(len(new)))
    if whole.provisions <= _MOST_PROVISIONS:
        found = correspond(old, new, embedding)
        return Found(found.links, found.rejected, found.echoes, found.kinship, in_sections=False)
    if said(new) < said(old):  # ties are settled by the side that comes first
        return _turned(_in_sections(new, old, embedding, tell))
    return _in_sections(old, new, embedding, tell)


def _turned(found: Found) -> Found:
    links = sorted(map(turned, found.links), key=lambda link: (link.old, link.new))
    rejected, echoes = sorted(map(turned_rejection, found.rejected)), sorted(map(turned_echo, found.echoes))
    return found._replace(links=tuple(links), rejected=tuple(rejected), echoes=tuple(echoes))


def _in_sections(old: Sequence[Provision], new: Sequence[Provision], embedding: Embedding | None, tell: Tell) -> Found:
    whole = _Area(range(len(old)), range(len(new)))
    look = partial(_within, old, new, embedding)
    within, looked_at = list[Correspondence](), 0
    for area in _sections(old, new, whole):
        within.append(look(area.rows, area.columns))
        looked_at += area.provisions
        tell(looked_at, whole.provisions)
    links = [link for part in within for link in part.links]
    links += _among_left_over(old, new, links, look)
    linked = {(link.old, link.new) for link in links if link.tier in COUNTED_TIERS}
    busy = {i for i, _ in linked}, {j for _, j in linked}
    rejected = [r for part in within for r in part.rejected if r.old not in busy[0] or r.new not in busy[1]]
    echoes = [echo for part in within for echo in part.echoes if (echo.old, echo.new) not in linked]
    strong = {(link.old, link.new) for link in links if link.tier is Tier.STRONG}
    kinship = min(len({i for i, _ in strong}), len({j for _, j in strong})) / min(len(old), len(new)) if old and new else 0.0
    in_order = tuple(sorted(links, key=lambda link: (link.old, link.new)))
    return Found(in_order, tuple(sorted(rejected)), tuple(sorted(echoes)), kinship, in_sections=True)


def _within(
    old: Sequence[Provision], new: Sequence[Provision], embedding: Embedding | None, rows: Sequence[int], columns: Sequence[int]
) -> Correspondence:
    """What is found in a part of the table, if it is not too large; provisions are counted from the first of the documents."""
    fits = len(rows) + len(columns) <= _MOST_PROVISIONS
    found = correspond([old[i] for i in rows] if fits else [], [new[j] for j in columns] if fits else [], embedding)
    links = (replace(link, old=rows[link.old], new=columns[link.new]) for link in found.links)
    rejected = (
        r._replace(old=rows[r.old], new=columns[r.new], rival=r.rival and r.rival._replace(old=rows[r.rival.old], new=columns[r.rival.new]))
        for r in found.rejected
    )
    echoes = (echo._replace(old=rows[echo.old], new=columns[echo.new]) for echo in found.echoes)
    return replace(found, links=tuple(links), rejected=tuple(rejected), echoes=tuple(echoes))


# -- where to cut ----------------------------------------------------------------------------------------------------------------------


def _sections(old: Sequence[Provision], new: Sequence[Provision], area: _Area) -> Iterator[_Area]:
    for section in _cut(area, _common(old, new, area, _words)):
        if section.provisions <= _MOST_PROVISIONS:
            yield section
        else:
            yield from _cut(section, _common(old, new, section, _telling_sentences))


def _cut(area: _Area, points: Sequence[tuple[int, int]]) -> Iterator[_Area]:
    """Cut an area at some of the points, so that no part is too small."""
    cuts = [(area.rows.start, area.columns.start)]
    for i, j in points:
        if i - cuts[-1][0] + j - cuts[-1][1] >= _LEAST_SECTION:
            cuts.append((i, j))
    cuts.append((area.rows.stop, area.columns.stop))
    for (i, j), (next_i, next_j) in pairwise(cuts):
        yield _Area(range(i, next_i), range(j, next_j))


def _common(
    old: Sequence[Provision], new: Sequence[Provision], area: _Area, keys: Callable[[Provision], set[tuple[str, ...]]]
) -> list[tuple[int, int]]:
    """The places of provisions that share a key which stands once on either side, in the longest common order."""
    here, there = _once(old, area.rows, keys), _once(new, area.columns, keys)
    points = sorted({(i, there[key]) for key, i in here.items() if key in there})
    partners_old, partners_new = Counter(i for i, _ in points), Counter(j for _, j in points)
    return rising([(i, j) for i, j in points if partners_old[i] == partners_new[j] == 1])


def _once(
    provisions: Sequence[Provision], places: Sequence[int], keys: Callable[[Provision], set[tuple[str, ...]]]
) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    repeated = set[tuple[str, ...]]()
    for place in places:
        for key in keys(provisions[place]):
            if key in found:
                repeated.add(key)
            found[key] = place
    return {key: place for key, place in found.items() if key not in repeated}


def _words(provision: Provision) -> set[tuple[str, ...]]:
    words = (provision.heading, *provision.sentences)
    return {words} if any(words) else set()


def _telling_sentences(provision: Provision) -> set[tuple[str, ...]]:
    return {(sentence,) for sentence in provision.sentences if len(sentence) >= _TELLING_SENTENCE}


# -- what left its section -------------------------------------------------------------------------------------------------------------


def _among_left_over(
    old: Sequence[Provision],
    new: Sequence[Provision],
    links: Sequence[ProvisionLink],
    look: Callable[[Sequence[int], Sequence[int]], Correspondence],
) -> list[ProvisionLink]:
    """Strong links among the provisions that have none: nothing weaker, since what stands beside them in the text is not seen."""
    counted = [link for link in links if link.tier in COUNTED_TIERS]
    linked_old, linked_new = {link.old for link in counted}, {link.new for link in counted}
    free_old = [i for i in range(len(old)) if i not in linked_old]
    free_new = [j for j in range(len(new)) if j not in linked_new]
    known = {(link.old, link.new) for link in links}
    found = [link for rows, columns in _shares(old, new, free_old, free_new) for link in look(rows, columns).links]
    return [link for link in found if link.tier is Tier.STRONG and (link.old, link.new) not in known]


def _shares(
    old: Sequence[Provision], new: Sequence[Provision], rows: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """All that is left over if it fits into one table; else what shares a sentence that stands once on either side, some at a time."""
    if len(rows) + len(columns) <= _MOST_PROVISIONS:
        yield list(rows), list(columns)
        return
    here, there = _once(old, rows, _telling_sentences), _once(new, columns, _telling_sentences)
    points = sorted({(i, there[key]) for key, i in here.items() if key in there})
    start, taken = 0, set[int]()
    for end in range(1, len(points) + 1):
        if end == len(points) or (2 * (end - start) >= _MOST_PROVISIONS and points[end][0] != points[end - 1][0]):
            part = [(i, j) for i, j in points[start:end] if j not in taken]
            taken.update(j for _, j in part)
            yield sorted({i for i, _ in part}), sorted({j for _, j in part})
            start = end

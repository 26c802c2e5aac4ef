"""What the aligner saw in one pair of provisions, whether it made a link of it or not.

Nothing is kept for this while documents are compared: the work is done once more, and what it throws away is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policydiff.alignment.ledger import Ledger, Pair, these_pairs
from policydiff.alignment.leftovers import Rival, rivals
from policydiff.alignment.residual import LEAST_ALIKE, LEAST_BACKGROUND, WHOLE, Keys, Provision, Work, said, sentences_of, work_on
from policydiff.embeddings import Embedding
from policydiff.model import Tier


@dataclass(frozen=True, slots=True)
class Examination:
    """What the aligner saw in one pair, whether it made a link of it or not."""

    old: int
    new: int
    likeness: float
    """How alike they are, 0 to 1; see `policydiff.similarity.likeness`."""
    background: float
    """How alike such a pair would be if it were nothing special."""
    place: float
    """What their places make of it: 1 where the order expects them, less elsewhere."""
    distance: float
    """By how many provisions they lie off that place."""
    choices: Pair
    """Which new provision the old one prefers to all others, and which old one the new one does."""
    meaning: float | None
    """What the vectors of a model make of the multiple of the background, as a factor; None without a model."""
    shares: tuple[float, float]
    """How much of the old text the new one accounts for by itself, and the other way round."""
    alone: float
    """How many times the evidence that makes a link they would have, if there were no other provision to explain their text."""
    key: float
    """How many times they have: when they became a link, or when all links had been found."""
    tier: Tier | None
    """What became of the pair: STRONG and PROBABLE are links, CANDIDATE was listed, None was not."""
    considered: bool
    """Whether either is among the most alike partners of the other; text is compared for those only."""
    same_matter: bool
    """Whether they alone define a term, punish the violation of an article, or hold a sentence word for word."""
    rivals: tuple[Rival, ...]
    """The links that explain text which the pair shares too, the one that explains most first."""
    sentences: tuple[Pair, ...]
    """Old and new sentences that are most alike to each other, most telling first; -1 is the heading."""


def examine(
    old: Sequence[Provision], new: Sequence[Provision], i: int | None, j: int | None, embedding: Embedding | None = None
) -> list[Examination]:
    """Return what `correspond` saw in one pair, or in all pairs of one provision that it considered.

    It does the work of `correspond` once more, and keeps what that throws away.

    Args:
        old, new: as for `correspond`; neither may be empty.
        i, j: the old and the new provision; if one is None, all that were considered for the other one.
        embedding: as for `correspond`.

    >>> old = [Provision("1", "layer3", None, "", ("打造网络学习平台。",)), Provision("2", "layer3", None, "", ("完善财政投入机制。",))]
    >>> new = [Provision("1", "layer2", None, "", ("健全财政投入机制。",)), Provision("2", "layer2", None, "", ("壮大职工队伍。",))]
    >>> (found,) = examine(old, new, 1, 0)
    >>> found.choices, str(found.tier), found.key > 1
    ((0, 1), 'strong', True)
    """
    if said(new) < said(old):
        return [_turned_examination(found) for found in _examine(new, old, j, i, embedding)]
    return _examine(old, new, i, j, embedding)


def _turned_examination(found: Examination) -> Examination:
    return replace(
        found,
        old=found.new,
        new=found.old,
        choices=found.choices[::-1],
        shares=found.shares[::-1],
        rivals=tuple(Rival(rival.new, rival.old, rival.share) for rival in found.rivals),
        sentences=tuple((b, a) for a, b in found.sentences),
    )


def _examine(
    old: Sequence[Provision], new: Sequence[Provision], i: int | None, j: int | None, embedding: Embedding | None
) -> list[Examination]:
    work = work_on(old, new, embedding)
    if i is not None and j is not None:
        pairs = [(i, j)]
    else:
        pairs = sorted(
            pair for pair in work.verdicts.keys() | work.ledger.pairs.number.keys() if i in (None, pair[0]) and j in (None, pair[1])
        )
    distance = work.standing.distance()
    sentences = sentences_of(old, new, work.corpus, pairs)
    return [_examined(pair, work, float(distance[pair]), sentences[pair]) for pair in pairs]


def _examined(pair: Pair, work: Work, distance: float, sentences: tuple[Pair, ...]) -> Examination:
    standing, verdict = work.standing, work.verdicts.get(pair)
    likeness_here, preference = float(standing.cross[pair]), float(standing.preference[pair])
    considered = work.ledger.knows(pair)
    linked = [other for other in work.linked if other[0] == pair[0] or other[1] == pair[1]]
    ledger = work.ledger if considered else Ledger(work.trail, these_pairs({pair, *linked}), standing.kin)
    keys = work.keys if considered else Keys(ledger, standing, max(work.alike, LEAST_ALIKE))
    return Examination(
        *pair,
        likeness=likeness_here,
        background=likeness_here / preference if preference > 0 else LEAST_BACKGROUND,
        place=float(standing.place[pair]),
        distance=distance,
        meaning=float(standing.meaning[pair]) if standing.meaning is not None else None,
        choices=(int(standing.rank[pair[0]].argmax()), int(standing.rank[:, pair[1]].argmax())),
        shares=WHOLE if work.twins.have(pair) else ledger.covers()[pair],
        alone=keys.alone(pair),
        key=verdict.score if verdict else (work.keys.of(pair) if considered else 0.0),
        tier=verdict.tier if verdict else None,
        considered=considered,
        same_matter=pair in work.same_matter,
        rivals=tuple(rivals(pair, ledger, linked)),
        sentences=sentences,
    )

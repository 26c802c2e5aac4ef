"""Two versions of a text: documents → the aligner → links and rows.

The aligner (`residual`) knows provisions and nothing else. Around it stand headings, which correspond where their provisions do or where
their words do, and what frames the text (title, dates, signature), which corresponds by its role. A heading that came or went moves
nothing: rows are made of provisions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from policydiff.alignment.leftovers import Echo
from policydiff.alignment.leftovers import Rejection as ProvisionRejection
from policydiff.alignment.overruling import NOTHING, Overruling, by_places, joined, link_by_user, overruled, provision_link_by_user
from policydiff.alignment.parts import Place
from policydiff.alignment.residual import Provision, ProvisionLink
from policydiff.alignment.rows import Group, beads, heaviest_rising, shared_bigrams
from policydiff.alignment.sections import Found, correspond_at_any_size
from policydiff.embeddings import Embedding
from policydiff.model import (
    COUNTED_TIERS,
    FRAME_LEVELS,
    Alignment,
    Clause,
    Document,
    Evidence,
    Level,
    Link,
    Notice,
    Rejection,
    Span,
    Tier,
    Unit,
    saying,
)
from policydiff.normalization import NormalizedDocument
from policydiff.offsets import NormalizedText
from policydiff.progress import Tell, nobody
from policydiff.words import sentence_ends


def align_revision(
    old: NormalizedDocument,
    new: NormalizedDocument,
    overruling: Overruling = NOTHING,
    embedding: Embedding | None = None,
    tell: Tell = nobody,
) -> Alignment:
    """Return which clauses of one version correspond to which of another.

    Args:
        old, new: both documents, normalised without their printed numbers.
        overruling: pairs that a person decided about. It is heard when all links have been found, so that no other link depends on it.
        embedding: what provisions mean, if there is a model that knows.
        tell: is told how many provisions are aligned, and how many there are.
    """
    olds, news = placed_provisions(old), placed_provisions(new)
    found = correspond_at_any_size([p.provision for p in olds], [p.provision for p in news], embedding, tell)
    links = [_link(link, olds[link.old], news[link.new]) for link in found.links]
    counted = [link for link in found.links if link.tier in COUNTED_TIERS]
    linked = [(olds[link.old].unit, news[link.new].unit) for link in counted]
    bare = _bare(olds, {i for i, _ in linked}), _bare(news, {j for _, j in linked})
    headings = _headings(old, new, linked, bare)
    frame = _frame(old, new)
    links += (link for link, _ in (*headings, *frame) if link is not None)
    links = overruled(links, overruling.pins, overruling.bans, link_by_user)
    groups = [_in_units(group, olds, news) for group in _rows(_counted(found.links, olds, news, overruling), olds, news)]
    places_old = {unit.head.id: place for place, unit in enumerate(old.document.units)}
    places_new = {unit.head.id: place for place, unit in enumerate(new.document.units)}
    banned = by_places(overruling.bans, places_old, places_new)
    around = [group for _, group in (*headings, *frame) if (group.old[0], group.new[0]) not in banned]
    in_rows = {(i, j) for i, j in _of_provisions(overruling.pins, olds, news) if not any(i in g.old or j in g.new for g in around)}
    groups = joined([*groups, *around], by_places(overruling.pins, places_old, places_new) - in_rows)
    links.sort(key=lambda link: (places_old[link.old], places_new[link.new]))
    notices = tuple(_notices(found)) if olds and news else ()
    rows = beads(old.document.units, new.document.units, groups)
    rejected, echoes = _rejected(found.rejected, links, olds, news), _echoes(found.echoes, links, olds, news)
    return Alignment("revision", tuple(links), rows, notices, tuple(rejected), tuple(echoes))


#: Two versions of a text have strong links for at least this part of the shorter one: .62 to 1 in fifteen revisions, .31 in a statute
#: written anew; of 240 crossed pairs of unrelated texts the median is .03, the highest .34.
_LEAST_KINSHIP: Final = 0.35


def _notices(found: Found) -> Iterator[Notice]:
    if found.kinship < _LEAST_KINSHIP:
        share = f"{found.kinship:.0%}"
        message = f"两份文本可能不是同一文件的不同版本：较短一方只有{share}的条款有可靠对应。弱对应请逐条核对。"
        yield Notice("unrelated", message, Span(0, 0), saying("unrelated", share=share))
    if found.in_sections:
        message = "条款过多，分段比较；移到别段的条款只列可靠的对应。"
        yield Notice("in-sections", message, Span(0, 0), saying("in-sections"))


# -- provisions --------------------------------------------------------------------------------------------------------------------


class _Stretch(NamedTuple):
    """Where a passage comes from: a stretch of the normalised text of a clause."""

    text: NormalizedText
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A provision with its place in the document, and where its heading and its sentences come from."""

    unit: int
    provision: Provision
    heading: Span | None
    passages: tuple[tuple[_Stretch, ...], ...]
    """Of the heading, then of each sentence; none for a heading that is not there."""
    size: int

    def span(self, place: Place) -> Span | None:
        """Return the raw place of a stretch of a sentence, or of the heading, whose number is -1."""
        spans, offset = list[Span](), 0
        for text, start, end in self.passages[place.passage + 1]:
            first, last = max(place.start - offset, 0), min(place.end - offset, end - start)
            if first < last:
                spans.append(text.raw_span(start + first, start + last))
            offset += end - start
        return Span(spans[0].start, spans[-1].end) if spans else None

    def sentence(self, number: int) -> Span | None:
        """Return the raw place of a sentence, or of the heading, whose number is -1."""
        return self.heading if number < 0 else self.span(Place(number, 0, len(self.provision.sentences[number])))


def placed_provisions(document: NormalizedDocument) -> list[_Placed]:
    """Return what the aligner sees of a document: its provisions in order, headings and the frame left out."""
    headings = document.document.headings
    return [
        _placed(document, place, unit)
        for place, unit in enumerate(document.document.units)
        if unit.head.id not in headings and unit.head.level not in FRAME_LEVELS
    ]


def _placed(document: NormalizedDocument, place: int, unit: Unit) -> _Placed:
    head = unit.head
    heading, stretches = "", list[_Stretch]()
    of_heading: tuple[_Stretch, ...] = ()
    for clause in unit.clauses:
        text = document.clauses[clause.id]
        start = 0
        if clause is head and clause.heading_span is not None:
            start = bisect_left(text.starts, clause.heading_span.end)
            heading = text.text[:start].strip(_BRACKETS)
            lead = start - len(text.text[:start].lstrip(_BRACKETS))
            of_heading = (_Stretch(text, lead, lead + len(heading)),)
            start += len(text.text[start:]) - len(text.text[start:].lstrip("。：）】〕)]，"))
        stretches += _sentences(text, start)
    passages = _not_too_many(stretches)
    sentences = tuple("".join(text.text[begin:end] for text, begin, end in passage) for passage in passages)
    number = (head.number, head.branch or 0) if head.number is not None else None
    provision = Provision(head.id, str(head.level), number, heading, sentences)
    return _Placed(place, provision, head.heading_span, (of_heading, *passages), len(heading) + sum(map(len, sentences)))


#: Around the title of an article.
_BRACKETS: Final = "（）【】〔〕()[]"
#: The aligner looks at every sentence beside every other one; a provision of thousands of them is read in passages of several.
_MOST_SENTENCES: Final = 200


def _not_too_many(stretches: Sequence[_Stretch]) -> list[tuple[_Stretch, ...]]:
    step = max(1, -(-len(stretches) // _MOST_SENTENCES))
    return [tuple(stretches[k : k + step]) for k in range(0, len(stretches), step)]


def _sentences(text: NormalizedText, start: int) -> Iterator[_Stretch]:
    ends = [start + end for end in sentence_ends(text.text[start:])]
    for begin, end in zip([start, *ends], ends, strict=False):
        yield _Stretch(text, begin, end)


def _link(link: ProvisionLink, old: _Placed, new: _Placed) -> Link:
    evidence = passages_of(link.sentences, old, new)
    about = ((old.span(part.old), new.span(part.new)) for part in link.parts)
    parts = tuple(Evidence(a, b) for a, b in about if a is not None and b is not None)
    return Link(old.provision.id, new.provision.id, round(link.score, 4), link.tier, evidence, link.shares, parts)


def passages_of(sentences: Iterable[tuple[int, int]], old: _Placed, new: _Placed) -> tuple[Evidence, ...]:
    """Return where sentences of two provisions stand; -1 is the heading."""
    evidence = []
    for i, j in sentences:
        a, b = old.sentence(i), new.sentence(j)
        if a is not None and b is not None:
            evidence.append(Evidence(a, b))
    return tuple(evidence)


def _rejected(
    found: Iterable[ProvisionRejection], links: Iterable[Link], olds: Sequence[_Placed], news: Sequence[_Placed]
) -> Iterator[Rejection]:
    """What came closest, for provisions that no link counts for when a person has spoken."""
    counted = [link for link in links if link.tier in COUNTED_TIERS]
    busy = {link.old for link in counted}, {link.new for link in counted}
    for old, new, key, alone, rival in found:
        ids = olds[old].provision.id, news[new].provision.id
        if ids[0] in busy[0] and ids[1] in busy[1]:
            continue
        other = (olds[rival.old].provision.id, news[rival.new].provision.id) if rival else None
        yield Rejection(*ids, round(key, 4), round(alone, 4), other, round(rival.share, 4) if rival else 0.0)


def _echoes(found: Iterable[Echo], links: Iterable[Link], olds: Sequence[_Placed], news: Sequence[_Placed]) -> Iterator[Evidence]:
    linked = {(link.old, link.new) for link in links if link.tier in COUNTED_TIERS}
    for echo in found:
        a, b = olds[echo.old].span(echo.part.old), news[echo.new].span(echo.part.new)
        if a is not None and b is not None and (olds[echo.old].provision.id, news[echo.new].provision.id) not in linked:
            yield Evidence(a, b)


# -- rows --------------------------------------------------------------------------------------------------------------------------

#: A provision without a row of its own joins that of a partner which accounts for this part of its text.
_MOSTLY: Final = 0.5


def _counted(
    links: Sequence[ProvisionLink], olds: Sequence[_Placed], news: Sequence[_Placed], overruling: Overruling
) -> list[ProvisionLink]:
    """The links between provisions that count when a person has spoken."""
    places = _indices(olds), _indices(news)
    pins, bans = by_places(overruling.pins, *places), by_places(overruling.bans, *places)
    return [link for link in overruled(links, pins, bans, provision_link_by_user) if link.tier in COUNTED_TIERS]


def _indices(placed: Sequence[_Placed]) -> dict[str, int]:
    return {p.provision.id: index for index, p in enumerate(placed)}


def _of_provisions(pairs: Iterable[tuple[str, str]], olds: Sequence[_Placed], news: Sequence[_Placed]) -> set[tuple[int, int]]:
    """Those of the pairs of which both sides are provisions, by their units; their rows are made with those of the other provisions."""
    return {(olds[i].unit, news[j].unit) for i, j in by_places(pairs, _indices(olds), _indices(news))}


def _rows(links: Sequence[ProvisionLink], olds: Sequence[_Placed], news: Sequence[_Placed]) -> list[Group]:
    """Which provisions share a row.

    The surest links make rows of one and one. A provision that is left joins the row of a partner if that accounts for
    most of its text, or if it is the only partner and nothing else stands between. What is still left has a row of its own,
    and links to show for it. Links that a person made come before all others, and what is left of them joins without a question.
    """
    # A key that reads the same from both sides: rows do not depend on which document is called old.
    ordered = sorted(links, key=lambda link: (link.tier is not Tier.USER, -link.score, link.old + link.new, abs(link.old - link.new)))
    row_of_old: dict[int, int] = {}
    row_of_new: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    of_old, of_new = defaultdict(list), defaultdict(list)
    joined: list[tuple[int, int, int]] = []
    for by_hand, surest in groupby(ordered, key=lambda link: link.tier is Tier.USER):
        those = list(surest)
        for link in those:
            of_old[link.old].append(link)
            of_new[link.new].append(link)
            if link.old not in row_of_old and link.new not in row_of_new:
                row_of_old[link.old] = row_of_new[link.new] = len(pairs)
                pairs.append((link.old, link.new))
        if by_hand:
            joined = _joined_by_hand(those, row_of_old, row_of_new)
    members: list[tuple[list[int], list[int]]] = [([i], [j]) for i, j in pairs]
    for number, side, place in joined:
        members[number][side].append(place)
    for side, (of_side, here, there) in enumerate(((of_old, row_of_old, row_of_new), (of_new, row_of_new, row_of_old))):
        for place in sorted(of_side.keys() - here.keys()):
            row = _joins(of_side[place], side, pairs, here, there)
            if row is not None:
                members[row][side].append(place)
    moved = _moved(pairs, olds, news)
    return [Group(tuple(sorted(a)), tuple(sorted(b)), pair in moved) for (a, b), pair in zip(members, pairs, strict=True)]


def _joined_by_hand(links: Iterable[ProvisionLink], row_of_old: dict[int, int], row_of_new: dict[int, int]) -> list[tuple[int, int, int]]:
    """Put what is left into the rows of its partners; return the row, the side and the provision of each."""
    joined = []
    for link in links:  # one side of each has a row, or the two would have made one
        if link.old not in row_of_old:
            row_of_old[link.old] = row_of_new[link.new]
            joined.append((row_of_old[link.old], 0, link.old))
        elif link.new not in row_of_new:
            row_of_new[link.new] = row_of_old[link.old]
            joined.append((row_of_new[link.new], 1, link.new))
    return joined


def _joins(
    links: Sequence[ProvisionLink], side: int, pairs: Sequence[tuple[int, int]], rows_here: dict[int, int], rows_there: dict[int, int]
) -> int | None:
    """The row that a provision joins, given its links; None if it keeps to itself."""
    best = max(links, key=lambda link: (link.shares[side], link.score))
    here, there = (best.old, best.new) if side == 0 else (best.new, best.old)
    row = rows_there.get(there)
    if row is None or best.shares[side] >= _MOSTLY:
        return row
    nearest = pairs[row][side]
    between = range(min(here, nearest) + 1, max(here, nearest))
    return row if len(links) == 1 and not any(place in rows_here for place in between) else None


def _moved(pairs: Sequence[tuple[int, int]], olds: Sequence[_Placed], news: Sequence[_Placed]) -> frozenset[tuple[int, int]]:
    """The pairs outside the heaviest chain that rises in both documents, by the size of their text.

    Where two chains weigh the same, the texts decide, so that the same pairs are moved whichever side is called old.
    """
    mirrored = _texts(olds) > _texts(news)
    points = sorted((j, i) if mirrored else (i, j) for i, j in pairs)
    weight = {(i, j): olds[i].size + news[j].size + 1 for i, j in pairs}
    weights = [weight[(b, a) if mirrored else (a, b)] for a, b in points]
    chain = {points[index] for index in heaviest_rising([b for _, b in points], weights)}
    return frozenset((b, a) if mirrored else (a, b) for a, b in points if (a, b) not in chain)


def _texts(placed: Sequence[_Placed]) -> list[tuple[str, tuple[str, ...]]]:
    return [(p.provision.heading, p.provision.sentences) for p in placed]


def _in_units(group: Group, olds: Sequence[_Placed], news: Sequence[_Placed]) -> Group:
    return Group(tuple(olds[i].unit for i in group.old), tuple(news[j].unit for j in group.new), group.moved)


# -- headings ----------------------------------------------------------------------------------------------------------------------

#: Half of the score of two headings is their words, half the provisions below them; this much of it makes a row,
_LIKELY: Final = 0.30
#: and this much leaves no doubt.
_CERTAIN: Final = 0.60


def _bare(placed: Sequence[_Placed], linked: set[int]) -> frozenset[int]:
    """Provisions that are a heading and nothing else, and correspond to no provision: what stood below them may be gone."""
    return frozenset(p.unit for p in placed if p.heading and not p.provision.sentences and p.unit not in linked)


def _headings(
    old: NormalizedDocument, new: NormalizedDocument, linked: Sequence[tuple[int, int]], bare: tuple[frozenset[int], frozenset[int]]
) -> list[tuple[Link | None, Group]]:
    olds, news = _below_headings(old.document, bare[0]), _below_headings(new.document, bare[1])
    scored = []
    for i, (a, below_a) in olds.items():
        for j, (b, below_b) in news.items():
            if i in bare[0] and j in bare[1]:
                continue  # the aligner has looked at these
            words = shared_bigrams(_words(old, a), _words(new, b))
            score = 0.5 * words + 0.5 * _shared_provisions(below_a, below_b, linked) if words < 1 else 1.0
            if score >= _LIKELY:
                scored.append((-score, abs(i * len(new.document.units) - j * len(old.document.units)), i, j))
    used_old, used_new, out = set[int](), set[int](), list[tuple[Link | None, Group]]()
    for negative, _, i, j in sorted(scored):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            a, b = olds[i][0], news[j][0]
            tier = Tier.STRONG if -negative >= _CERTAIN else Tier.PROBABLE
            evidence = (Evidence(a.heading_span, b.heading_span),) if a.heading_span and b.heading_span else ()
            out.append((Link(a.id, b.id, round(-negative, 4), tier, evidence), Group((i,), (j,))))
    return out


def _below_headings(document: Document, bare: frozenset[int]) -> dict[int, tuple[Clause, frozenset[int]]]:
    """Every heading by its place, with the places of the units directly or indirectly below it."""
    places = {unit.head.id: place for place, unit in enumerate(document.units)}
    below: dict[str, set[int]] = {id: set() for id in (*document.headings, *(document.units[place].head.id for place in bare))}
    for place, unit in enumerate(document.units):
        if unit.head.id not in below:
            for above in document.ancestors(unit.head):
                if above.id in below:
                    below[above.id].add(place)
    return {places[id]: (document.clause(id), frozenset(found)) for id, found in sorted(below.items(), key=lambda item: places[item[0]])}


def _shared_provisions(below_old: frozenset[int], below_new: frozenset[int], linked: Sequence[tuple[int, int]]) -> float:
    """How much of what stands below two headings corresponds, 0 to 1."""
    inside = [(i, j) for i, j in linked if i in below_old and j in below_new]
    total = len(below_old) + len(below_new)
    return 2 * min(len({i for i, _ in inside}), len({j for _, j in inside})) / total if total else 0.0


def _words(document: NormalizedDocument, clause: Clause) -> str:
    return document.clauses[clause.id].text


# -- the frame ---------------------------------------------------------------------------------------------------------------------

#: What stands around two versions of a text is a link only if its words are this much alike.
_ALIKE: Final = 0.5


def _frame(old: NormalizedDocument, new: NormalizedDocument) -> list[tuple[Link | None, Group]]:
    """Titles beside titles, dates beside dates: by role, in order."""
    out: list[tuple[Link | None, Group]] = []
    olds, news = _by_role(old.document), _by_role(new.document)
    for role, places in olds.items():
        for i, j in zip(places, news.get(role, ()), strict=False):
            a, b = old.document.units[i].head, new.document.units[j].head
            alike = shared_bigrams(_words(old, a), _words(new, b))
            tier = Tier.STRONG if alike >= _CERTAIN else Tier.PROBABLE
            link = Link(a.id, b.id, round(alike, 4), tier, (Evidence(a.span, b.span),)) if alike >= _ALIKE else None
            out.append((link, Group((i,), (j,))))
    return out


def _by_role(document: Document) -> dict[tuple[Level, str | None], list[int]]:
    roles: dict[tuple[Level, str | None], list[int]] = {}
    for place, unit in enumerate(document.units):
        if unit.head.level in FRAME_LEVELS:
            roles.setdefault((unit.head.level, unit.head.parent), []).append(place)
    return roles

"""What a person decided over the aligner's head: pairs that are links, and pairs that are none.

    pin  (2.3.12, 5.15)     a link of tier `user`, whatever the aligner made of it; it counts, and forms rows
    ban  (2.1.2, 1.2)       no link, of any tier

The aligner never hears of it. Its links are taken as they are; banned ones are left out and pinned ones put in, and rows are formed of
what is left. So a decision about one pair leaves the score and the tier of every other pair as they were, and a hundred decisions can
be made one after the other without one of them undoing another.

A clause stands for its text with all its parts, and parts (款、项、目) go where their provision goes. A decision about a part is refused
rather than widened: to ban a paragraph from an article is not to ban the article.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeVar

from policydiff.alignment.residual import ProvisionLink
from policydiff.alignment.rows import Group
from policydiff.errors import ClauseNotFoundError, OptionError
from policydiff.model import Clause, Document, Link, Tier

AnyLink = TypeVar("AnyLink", Link, ProvisionLink)
Key = TypeVar("Key", str, int)


class Ruling(NamedTuple):
    """裁定: what a person wrote about one pair, before anybody has looked whether there are such clauses."""

    old: str
    """An id or a printed label."""
    new: str
    where: str = ""
    """The file and the line it was written in, if it was."""


@dataclass(frozen=True, slots=True)
class Overruling:
    """裁定的总和: pairs of ids that are links, and pairs that are none. False if there are neither."""

    pins: frozenset[tuple[str, str]] = frozenset()
    bans: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.pins or self.bans)


#: Nobody decided anything.
NOTHING: Final = Overruling()


def rule(old: Document, new: Document, pins: Iterable[Sequence[str]], bans: Iterable[Sequence[str]]) -> Overruling:
    r"""Return what pins and bans mean for two documents.

    Args:
        old, new: the documents that are aligned; of a page the part that is the text.
        pins, bans: pairs of an old and a new clause, each by its id or its printed label; or `Ruling`s.

    Raises:
        ClauseNotFoundError: if there is no such clause, or if its label is printed more than once.
        OptionError: if one is no pair of strings, if it names a part of a provision, or if a pair is both pinned and banned.

    >>> from policydiff.outline import parse
    >>> law = parse("第一条　国家鼓励创新。\n第二条　本法自公布之日起施行。")
    >>> sorted(rule(law, law, [("第一条", "a2")], []).pins)
    [('a1', 'a2')]
    """
    pinned = {_resolved(old, new, ruling, "pin"): ruling for ruling in _rulings(pins, "pin")}
    banned = {_resolved(old, new, ruling, "ban"): ruling for ruling in _rulings(bans, "ban")}
    for pair in sorted(pinned.keys() & banned.keys()):
        places = [ruling.where for ruling in (pinned[pair], banned[pair]) if ruling.where]
        raise OptionError(f"{pair} is both pinned and banned", where=" and ".join(dict.fromkeys(places)), remedy="Keep one of the two.")
    return Overruling(frozenset(pinned), frozenset(banned))


def _rulings(given: Iterable[Sequence[str]], kind: str) -> list[Ruling]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise OptionError(f"{kind}s={given!r} is no list of pairs", remedy=f"Say {kind}s=[(old, new)]; for a file, say links=.")
    return [_ruling(pair, kind) for pair in given]


def _ruling(pair: Sequence[str], kind: str) -> Ruling:
    if isinstance(pair, Ruling):
        return pair
    if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2 or not all(isinstance(name, str) for name in pair):
        raise OptionError(f"{pair!r} in {kind}s= is no pair of clauses", remedy='Name each by id or printed label: ("2.2.5", "（六）").')
    return Ruling(*pair)


def _resolved(old: Document, new: Document, ruling: Ruling, kind: str) -> tuple[str, str]:
    ours = f"the {kind} ({ruling.old!r}, {ruling.new!r})"
    return provision_of(old, ruling.old, ours, ruling.where).id, provision_of(new, ruling.new, ours, ruling.where).id


def provision_of(document: Document, name: str, whose: str, where: str = "") -> Clause:
    """Return the clause with this id or printed label that stands by itself.

    Args:
        document: where to look.
        name: the id or the label.
        whose: what it was named in, for messages.
        where: the file and line it was named in; the name of the document if left out.

    Raises:
        ClauseNotFoundError: if there is none, or if the label is printed more than once.
        OptionError: if it is a part of a provision.
    """
    file = document.source.name
    try:
        clause = document.find(name)
    except ClauseNotFoundError as error:
        what = f"{error.what} in {file}" if where else error.what
        raise ClauseNotFoundError(f"{what}; it stands in {whose}", where=where or file, remedy=error.remedy) from None
    head = next(unit.head for unit in document.units if clause in unit.clauses)
    if head is not clause:
        raise OptionError(
            f"{name!r} in {whose} is a part of {head.marker or head.id}; parts go where their provision goes",
            where=where or file,
            remedy=f"Name the provision: {head.id!r}.",
        )
    return clause


def by_places(pairs: Iterable[tuple[str, str]], olds: Mapping[str, int], news: Mapping[str, int]) -> set[tuple[int, int]]:
    """Return pairs of ids as pairs of places; those of which a side has no place are left out.

    >>> by_places([("a1", "a2"), ("a1", "title")], {"a1": 0}, {"a2": 7})
    {(0, 7)}
    """
    return {(olds[old], news[new]) for old, new in pairs if old in olds and new in news}


def overruled(
    links: Iterable[AnyLink], pins: Collection[tuple[Key, Key]], bans: Collection[tuple[Key, Key]], made: Callable[[Key, Key], AnyLink]
) -> list[AnyLink]:
    """Return the links without the banned ones, and with the pinned ones, of tier USER; every other link is as it was.

    Args:
        links: what the aligner found.
        pins, bans: pairs, in the terms of `links`.
        made: makes a link of a pinned pair that the aligner did not list.

    >>> found = [Link("1", "1", 2.0, Tier.STRONG), Link("2", "2", 0.7, Tier.CANDIDATE), Link("2", "3", 0.8, Tier.CANDIDATE)]
    >>> ruled = overruled(found, {("2", "2"), ("3", "3")}, {("1", "1")}, link_by_user)
    >>> [(link.old, link.new, link.score, str(link.tier)) for link in ruled]
    [('2', '2', 0.7, 'user'), ('2', '3', 0.8, 'candidate'), ('3', '3', 0.0, 'user')]
    """
    kept = [replace(link, tier=Tier.USER) if (link.old, link.new) in pins else link for link in links if (link.old, link.new) not in bans]
    known = {(link.old, link.new) for link in kept}
    return kept + [made(*pair) for pair in sorted(pins) if pair not in known]


def link_by_user(old: str, new: str) -> Link:
    """Return a link for which a person's word is all there is: no score, no evidence."""
    return Link(old, new, 0.0, Tier.USER)


def provision_link_by_user(old: int, new: int) -> ProvisionLink:
    """Return the same in the terms of the aligner."""
    return ProvisionLink(old, new, 0.0, Tier.USER, (), (0.0, 0.0))


def joined(groups: Iterable[Group], pins: Iterable[tuple[int, int]]) -> list[Group]:
    """Return groups of which each pinned pair is in one: those that hold either side of it become one group.

    >>> joined([Group((0,), (0,)), Group((1,), (1,))], [(1, 2)])
    [Group(old=(0,), new=(0,), moved=False), Group(old=(1,), new=(1, 2), moved=False)]
    """
    rows = list(groups)
    for i, j in sorted(pins):
        touched = [row for row in rows if i in row.old or j in row.new]
        old, new = {i}.union(*(row.old for row in touched)), {j}.union(*(row.new for row in touched))
        moved = bool(touched) and all(row.moved for row in touched)
        rows = [row for row in rows if row not in touched] + [Group(tuple(sorted(old)), tuple(sorted(new)), moved)]
    return rows

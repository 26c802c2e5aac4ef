"""Why two clauses are linked, or are not: the numbers behind a link, and the same in sentences.

    原文3与新文（七）：只作备选，不计为对应。
    相似度0.13，为同类条款之间相似程度的0.6倍；前者更接近新文（四），后者更接近原文25。
    位置合于次序。
    原文3的3%、新文（七）的14%可由对方的文字解释。
    单看这两条，证据为成立所需的1.2倍；扣除其他对应已经解释的文字，余0.9倍，不足1倍。
    两条共有的文字，98%已由新文（四），5%已由新文（六）解释。

Nothing is kept for this while documents are compared. It is asked seldom and about few clauses, so the aligner does its work once more.
The numbers are the aligner's own: what a person decided changes what becomes of a pair, and none of its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, NamedTuple

from policydiff.alignment.examination import Examination, examine
from policydiff.alignment.overruling import Overruling
from policydiff.alignment.reprint import BINDING, shared_in_order
from policydiff.alignment.revision import passages_of, placed_provisions
from policydiff.alignment.rows import shared_bigrams
from policydiff.embeddings import Embedding
from policydiff.model import COUNTED_TIERS, Clause, Document, Link, Tier
from policydiff.normalization import NormalizedDocument


class Competitor(NamedTuple):
    """A link that explains text which the pair shares too."""

    old: str
    """The id of its old clause."""
    new: str
    label: str
    """What its clause that is not in the pair is called."""
    share: float
    """How much of what the pair shares it explains too, 0 to 1."""


class _Told:
    """Shows itself as the lines of its `str`."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "<p>" + "<br>".join(map(escape, str(self).split("\n"))) + "</p>"


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(_Told):
    """理由: why one old and one new clause are linked, or are not. `str` of it is Chinese sentences."""

    old: str
    """The id of the old clause."""
    new: str
    old_label: str
    """What it is called."""
    new_label: str
    basis: str
    """What decides about such a pair: the `text` of provisions, the `words` of headings and of the frame, or in a reprint the `order`."""
    tier: Tier | None
    """What became of the pair; None if it is no link, not even a candidate."""
    decision: str
    """`pin` or `ban` if a person decided about it; empty if the aligner did."""
    likeness: float
    """How alike they are, 0 to 1."""
    shares: tuple[float, float]
    """How much of the old and of the new clause the other one explains, 0 to 1; in a reprint, the share of equal characters in order."""
    key: float | None
    """How many times the evidence that makes a link there is: 1 is enough. None for headings, which are matched one with one."""
    alone: float | None = None
    """The same if no other clause explained their text."""
    preference: float | None = None
    """How many times as alike they are as such clauses are to others, by their words."""
    meaning: float | None = None
    """What the vectors of a model make of that number, as a factor: above 1 they say more for the pair than its words do. None if none
    took part."""
    mutual: bool = False
    """Whether each prefers the other to all others."""
    prefers: tuple[str, str] | None = None
    """What the new clause is called that the old one prefers to all others, and the old one that the new one does."""
    distance: float | None = None
    """By how many provisions they lie off the place that the order of the text expects."""
    place: float | None = None
    """What their places make of it: 1 where expected, less elsewhere."""
    considered: bool = True
    """Whether either is among the most alike partners of the other; others are not looked at closely."""
    same_matter: bool = False
    """Whether they alone define a term, punish the violation of an article, or hold a sentence word for word."""
    competitors: tuple[Competitor, ...] = ()
    """What else explains the text they share, the link that explains most first."""
    shared: int | None = None
    """Characters that are the same, in the order of both texts; only in a reprint."""
    passages: tuple[tuple[str, str], ...] = ()
    """The old and new sentences that are most alike, most telling first, as they stand in the files."""

    @property
    def linked(self) -> bool:
        """Whether they are linked: by a strong or probable link, or by a person."""
        return self.tier in COUNTED_TIERS

    def __str__(self) -> str:
        return "\n".join(_told(self))

    def __repr__(self) -> str:
        return f"<Explanation {self.old_label} → {self.new_label}: {self.tier or 'no link'}>"


@dataclass(frozen=True, slots=True, repr=False)
class ClauseExplanation(_Told):
    """理由: what one clause corresponds to, and what came closest without being linked."""

    side: str
    """`old` or `new`."""
    id: str
    label: str
    """What it is called."""
    links: tuple[Explanation, ...]
    """Its links, the one with most evidence first."""
    rejected: Explanation | None
    """The best candidate that is no link; None if there is none that has anything in common with it."""

    def __str__(self) -> str:
        return "\n".join(_told_of_clause(self))

    def __repr__(self) -> str:
        return f"<ClauseExplanation {self.label}: {len(self.links)} links>"


# -- which pairs -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """What an explanation is made from."""

    old: NormalizedDocument
    """Normalised as for the alignment."""
    new: NormalizedDocument
    profile: str
    links: Sequence[Link]
    """Those of the alignment."""
    overruling: Overruling
    name: Callable[[Document, Clause], str]
    """What to call a clause."""
    embedding: Embedding | None = None
    """The one that the alignment was made with."""

    def label(self, side: str, id: str) -> str:
        """Return what a clause is called."""
        document = (self.old if side == "old" else self.new).document
        return self.name(document, document.clause(id))

    def tier(self, pair: tuple[str, str]) -> Tier | None:
        """Return what became of a pair."""
        return next((link.tier for link in self.links if (link.old, link.new) == pair), None)

    def decision(self, pair: tuple[str, str]) -> str:
        """Return what a person decided about a pair."""
        return "pin" if pair in self.overruling.pins else "ban" if pair in self.overruling.bans else ""


def explain_pair(case: Case, old: str, new: str) -> Explanation:
    """Return why two clauses are linked, or are not.

    Args:
        case: the documents and their alignment.
        old, new: ids of clauses that are no parts of others.
    """
    if case.profile == "reprint":
        return _in_order(case, (old, new), shared_in_order(case.old, case.new))
    found = _of_provisions(case, old, new)
    return found[0] if found else _of_words(case, (old, new))


def explain_clause(case: Case, side: str, id: str) -> ClauseExplanation:
    """Return what one clause is linked with, and what came closest without being linked.

    Args:
        case: the documents and their alignment.
        side: `old` or `new`.
        id: of a clause that is no part of another.
    """
    linked = [(link.old, link.new) for link in case.links if link.tier in COUNTED_TIERS and getattr(link, side) == id]
    found = {(why.old, why.new): why for why in _close_to(case, side, id)}
    links = [found.get(pair) or explain_pair(case, *pair) for pair in linked]
    others = [why for pair, why in found.items() if pair not in linked and why.likeness > 0]
    rejected = max(others, key=lambda why: (why.alone or why.key or 0.0, why.likeness), default=None)
    links.sort(key=lambda why: (why.decision != "pin", -(why.key or 0.0), why.old, why.new))
    return ClauseExplanation(side, id, case.label(side, id), tuple(links), rejected)


def _close_to(case: Case, side: str, id: str) -> list[Explanation]:
    """The pairs of a clause that were looked at closely."""
    if case.profile == "reprint":
        shared = shared_in_order(case.old, case.new)
        return [_in_order(case, pair, shared) for pair in shared if pair[side == "new"] == id]
    return _of_provisions(case, *((id, None) if side == "old" else (None, id)))


# -- provisions of two versions ------------------------------------------------------------------------------------------------------------


def _of_provisions(case: Case, old: str | None, new: str | None) -> list[Explanation]:
    """One pair, or all that were considered for one clause; none where headings, or what stands around the text, are concerned."""
    olds, news = placed_provisions(case.old), placed_provisions(case.new)
    places = tuple({p.provision.id: place for place, p in enumerate(side)} for side in (olds, news))
    wanted = [places[side].get(id) if id is not None else None for side, id in enumerate((old, new))]
    if not olds or not news or any(place is None and id is not None for place, id in zip(wanted, (old, new), strict=True)):
        return []
    ids = [p.provision.id for p in olds], [p.provision.id for p in news]
    texts = case.old.document.text, case.new.document.text
    examined = examine([p.provision for p in olds], [p.provision for p in news], wanted[0], wanted[1], case.embedding)
    explained = []
    for seen in examined:
        spans = passages_of(seen.sentences, olds[seen.old], news[seen.new])
        passages = tuple((a.of(texts[0]), b.of(texts[1])) for a, b in spans)
        explained.append(replace(_from(case, seen, ids), passages=passages))
    return explained


def _from(case: Case, seen: Examination, ids: tuple[list[str], list[str]]) -> Explanation:
    pair = ids[0][seen.old], ids[1][seen.new]
    return Explanation(
        *pair,
        case.label("old", pair[0]),
        case.label("new", pair[1]),
        "text",
        case.tier(pair),
        case.decision(pair),
        likeness=seen.likeness,
        shares=seen.shares,
        key=seen.key,
        alone=seen.alone,
        preference=seen.likeness / seen.background,
        meaning=seen.meaning,
        mutual=seen.choices == (seen.new, seen.old),
        prefers=(case.label("new", ids[1][seen.choices[0]]), case.label("old", ids[0][seen.choices[1]])),
        distance=seen.distance,
        place=seen.place,
        considered=seen.considered,
        same_matter=seen.same_matter,
        competitors=tuple(_competitors(case, seen, ids)),
    )


def _competitors(case: Case, seen: Examination, ids: tuple[list[str], list[str]]) -> Iterator[Competitor]:
    for rival in seen.rivals:
        old, new = ids[0][rival.old], ids[1][rival.new]
        other = case.label("new", new) if rival.old == seen.old else case.label("old", old)
        yield Competitor(old, new, other, rival.share)


# -- headings and the frame; reprints ------------------------------------------------------------------------------------------------------


def _of_words(case: Case, pair: tuple[str, str]) -> Explanation:
    alike = shared_bigrams(_text(case.old, pair[0]), _text(case.new, pair[1]))
    return _plain(case, pair, "words", likeness=alike, shares=(alike, alike), key=None)


def _in_order(case: Case, pair: tuple[str, str], shared: Mapping[tuple[str, str], int]) -> Explanation:
    from rapidfuzz.distance import Indel

    old, new = _text(case.old, pair[0]), _text(case.new, pair[1])
    common = shared.get(pair, 0)
    shares = common / max(len(old), 1), common / max(len(new), 1)
    why = _plain(case, pair, "order", likeness=Indel.normalized_similarity(old, new), shares=shares, key=max(shares) / BINDING)
    return replace(why, shared=common)


def _plain(
    case: Case, pair: tuple[str, str], basis: str, *, likeness: float, shares: tuple[float, float], key: float | None
) -> Explanation:
    links = [link for link in case.links if (link.old, link.new) == pair]
    texts = case.old.document.text, case.new.document.text
    return Explanation(
        *pair,
        case.label("old", pair[0]),
        case.label("new", pair[1]),
        basis,
        case.tier(pair),
        case.decision(pair),
        likeness,
        shares,
        key,
        passages=tuple((e.old.of(texts[0]), e.new.of(texts[1])) for link in links for e in link.evidence),
    )


def _text(document: NormalizedDocument, id: str) -> str:
    unit = next(unit for unit in document.document.units if unit.head.id == id)
    return "".join(document.clauses[clause.id].text for clause in unit.clauses)


# -- in words ------------------------------------------------------------------------------------------------------------------------------

_OUTCOMES: Final = {
    Tier.STRONG: "对应，可靠。",
    Tier.PROBABLE: "对应，较可靠。",
    Tier.CANDIDATE: "只作备选，不计为对应。",
    Tier.USER: "对应，由使用者指定。",
    None: "不对应。",
}
#: Of what explains the same text, and of sentences that speak for a pair, these many are told.
_MOST_COMPETITORS: Final = 3
_MOST_PASSAGES: Final = 2
#: What explains less than this is not worth a word.
_WORTH_TELLING: Final = 0.05
_GLIMPSE: Final = 40


def _told(why: Explanation) -> Iterator[str]:
    old, new = f"原文{why.old_label}", f"新文{why.new_label}"
    both = f"{old}与{new}"
    yield f"{both}：{'不对应，由使用者排除。' if why.decision == 'ban' else _OUTCOMES[why.tier]}"
    if why.basis == "text":
        meaning = f"，据语义向量再乘以{why.meaning:.2f}" if why.meaning is not None else ""
        yield f"相似度{why.likeness:.2f}，为同类条款之间相似程度的{why.preference or 0:.1f}倍{meaning}；{_preference(why)}。"
        yield _place(why)
        yield f"{old}的{why.shares[0]:.0%}、{new}的{why.shares[1]:.0%}可由对方的文字解释。"
        yield _evidence(why)
        if why.same_matter:
            yield "两份文本中，只有这两条定义同一用语、处罚违反同一条，或者逐字含有同一句话。"
        if others := _others(why):
            yield f"两条共有的文字，{others}解释。"
    elif why.basis == "order":
        yield f"依次相同的字{why.shared}个，占{old}的{why.shares[0]:.0%}、{new}的{why.shares[1]:.0%}。"
        yield f"占较短一条的{BINDING:.0%}即成立。"
        yield f"单看两条的文字，相似度{why.likeness:.2f}。"
    else:
        yield f"文字相似度{why.likeness:.2f}。标题按文字和其下条款的对应配对，一对一；标题、日期、落款等按位置配对。"
    for a, b in why.passages[:_MOST_PASSAGES]:
        yield f"最相近的语句：“{_glimpse(a)}”——“{_glimpse(b)}”"


def _preference(why: Explanation) -> str:
    if why.mutual or why.prefers is None:
        return "两条互为首选"
    new, old = why.prefers
    first = "后者是前者的首选" if new == why.new_label else f"前者更接近新文{new}"
    second = "前者是后者的首选" if old == why.old_label else f"后者更接近原文{old}"
    return f"{first}，{second}"


def _place(why: Explanation) -> str:
    if not why.distance:
        return "位置合于次序。"
    return f"偏离次序所预期的位置{why.distance:g}条" + (f"，证据按{why.place:.0%}计。" if (why.place or 1) < 1 else "，不影响判断。")


def _evidence(why: Explanation) -> str:
    key, alone = why.key or 0.0, why.alone or 0.0
    if key >= 1 and why.tier is Tier.CANDIDATE:
        return f"证据为成立所需的{_times(key)}倍；但两份文本少有可靠的对应，可能不是同一文件的不同版本，较弱的一律只作备选。"
    if why.key is not None and key >= 1:
        return f"证据为成立所需的{_times(key)}倍。"
    if alone >= 1 and not why.considered:
        return f"单看这两条，证据为成立所需的{_times(alone)}倍；但各有多条更相近的条款，未再比较。"
    if alone >= 1:
        return f"单看这两条，证据为成立所需的{_times(alone)}倍；扣除其他对应已经解释的文字，余{_times(key)}倍，不足1倍。"
    return f"证据只有成立所需的{_times(alone)}倍，不足1倍。"


def _times(value: float) -> str:
    """One digit behind the point, cut and not rounded, so that .96 is not told as 1.0 times what is needed."""
    return f"{int(value * 10) / 10:.1f}"


def _others(why: Explanation, most: int = _MOST_COMPETITORS) -> str:
    told = [c for c in why.competitors if c.share >= _WORTH_TELLING][:most]
    return "，".join(f"{c.share:.0%}已由{'新文' if c.old == why.old else '原文'}{c.label}" for c in told)


def _told_of_clause(why: ClauseExplanation) -> Iterator[str]:
    there = 1 if why.side == "old" else 0
    here = f"{'原文' if why.side == 'old' else '新文'}{why.label}"
    if why.links:
        names = "、".join(_other(link, there) for link in why.links)
        yield f"{here}：{'来源' if why.side == 'new' else '去向'}为{names}。"
        for link in why.links:
            yield f"{_other(link, there)}解释其文字的{link.shares[1 - there]:.0%}" + _how_sure(link)
    else:
        yield f"{here}：未找到对应。"
    if why.rejected is None:
        yield "没有其他与之相近的条款。" if why.links else "没有与之相近的条款。"
    else:
        closest = "其次接近而未计入" if why.links else "最接近"
        yield f"{closest}的是{_other(why.rejected, there)}，相似度{why.rejected.likeness:.2f}，但{_objection(why.rejected)}。"


def _other(why: Explanation, there: int) -> str:
    return (f"原文{why.old_label}", f"新文{why.new_label}")[there]


def _how_sure(why: Explanation) -> str:
    if why.decision == "pin":
        return "，由使用者指定。"
    return f"，证据为成立所需的{_times(why.key)}倍。" if why.key is not None and why.key >= 1 else "。"


def _objection(why: Explanation) -> str:
    """Why a pair is no link, in half a sentence."""
    if why.decision == "ban":
        return "已由使用者排除"
    if why.basis != "text":
        return f"依次相同的字只占较短一条的{max(why.shares):.0%}"
    others = _others(why, most=1)
    spent = f"两条共有的文字，{others}解释" if others else ""
    if (why.alone or 0.0) >= 1:
        return spent or "其文字另有更强的对应"
    return f"证据只有成立所需的{_times(why.alone or 0.0)}倍" + (f"；{spent}" if spent else "")


def _glimpse(passage: str) -> str:
    words = "".join(passage.split())
    return words if len(words) <= _GLIMPSE else f"{words[:_GLIMPSE]}…"

"""A reprint inside its page: where the text is, and which paragraph is which clause.

    page      报头 …… 报头                         outside
              ## 中共中央 国务院关于……的意见        title
              (一)持续强化产业工人队伍思想政治引领。   （一）
              ……
              (新华社北京10月21日电)                outside
              ## 龙山区:项目建设如火如荼            outside

A reprint keeps the order of its original, so passages that stand once in both texts, in one rising chain, are its
backbone. The backbone says where on the page the text lies; what is beyond is *outside*, and was never added by anybody.
A clause belongs to the paragraph that holds most of its characters, whatever is printed as its number or heading: a
heading that was lost moves nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Final, NamedTuple

from policydiff.alignment.rows import Group, beads, components
from policydiff.anchors import Block, anchored_blocks, matching_blocks
from policydiff.model import FRAME_LEVELS, Alignment, Evidence, Level, Link, Span, Tier, Unit
from policydiff.normalization import NormalizedDocument
from policydiff.offsets import NormalizedText, concatenate

#: Passages of this length that stand once in both texts are no accident; set phrases of policy Chinese rarely reach it.
_ANCHOR: Final = 12
#: More foreign characters than this between two passages of the text, and the page holds something else there.
_FOREIGN: Final = 150
#: A stretch of the page belongs to the text if it has this many characters of it, or accounts for the text between its ends.
_LEAST_STRETCH: Final = 60


# -- where the text is -----------------------------------------------------------------------------------------------------------------


class Location(NamedTuple):
    """Where a text lies on a page."""

    page: str
    """Which side is the page: `old` or `new`."""
    spans: tuple[Span, ...]
    """Whole lines of the page, in code points of its raw text."""
    coverage: float
    """The share of the text that was found in passages of at least twelve characters, 0 to 1."""


_NOT_HAN: Final = re.compile("[^\u3400-\u9fff]+")
#: Every so many passages are looked up, and if fewer than this part of them is found, the texts share no half of anything.
_STRIDE: Final = 16
_LEAST_GLIMPSED: Final = 0.2


def may_be_reprint(old: str, new: str) -> bool:
    """Whether it is worth while to look for one raw text inside the other: a glimpse that costs a tenth of the search.

    Chinese characters alone are looked at, so that nothing need be normalised first.
    """
    text, page = sorted((_NOT_HAN.sub("", old), _NOT_HAN.sub("", new)), key=len)
    passages = {page[i : i + _ANCHOR] for i in range(len(page) - _ANCHOR + 1)}
    places = range(0, len(text) - _ANCHOR + 1, _STRIDE)
    found = sum(text[i : i + _ANCHOR] in passages for i in places)
    return found >= _LEAST_GLIMPSED * len(places)


def locate(old: NormalizedText, new: NormalizedText) -> Location:
    """Return where one of two texts stands inside the other.

    The page is the one of which less was found in the other: it holds something else besides.

    Args:
        old, new: both files, whole and normalised.

    Returns:
        A location without spans and with a coverage of 0, if they share no long passage.
    """
    blocks = anchored_blocks(old.text, new.text, _ANCHOR)
    new_is_page = len(new.text) >= len(old.text)
    if not new_is_page:
        blocks = [Block(block.new, block.old, block.size) for block in blocks]
    text, page = (old, new) if new_is_page else (new, old)
    stretches = _stretches(blocks)
    side = "new" if new_is_page else "old"
    if not stretches:
        return Location(side, (), 0.0)
    found = sum(block.size for stretch in stretches for block in stretch)
    spans = [_raw_span(page, stretch) for stretch in stretches]
    head, tail = text.text[: stretches[0][0].old], text.text[stretches[-1][-1].old + stretches[-1][-1].size :]
    spans[0] = Span(_with_lines_before(page.raw, spans[0].start, head), spans[0].end)
    spans[-1] = Span(spans[-1].start, _with_lines_behind(page.raw, spans[-1].end, tail))
    return Location(side, _disjoint(spans), found / max(len(text.text), 1))


def _stretches(blocks: Sequence[Block]) -> list[list[Block]]:
    """Cut a chain of passages where the page holds something else, and drop stretches that are only quotations."""
    stretches: list[list[Block]] = []
    for block in blocks:
        last = stretches[-1][-1] if stretches else None
        if last is None:
            stretches.append([block])
            continue
        foreign = (block.new - last.new - last.size) - (block.old - last.old - last.size)
        if foreign > _FOREIGN:
            stretches.append([block])
        else:
            stretches[-1].append(block)
    return [stretch for stretch in stretches if sum(block.size for block in stretch) >= _LEAST_STRETCH]


def _raw_span(page: NormalizedText, stretch: Sequence[Block]) -> Span:
    """The lines of the page on which a stretch stands."""
    inner = page.raw_span(stretch[0].new, stretch[-1].new + stretch[-1].size)
    return Span(_line_start(page.raw, inner.start), _line_end(page.raw, inner.end))


def _line_start(raw: str, place: int) -> int:
    return max(raw.rfind("\n", 0, place), raw.rfind("\r", 0, place)) + 1


def _line_end(raw: str, place: int) -> int:
    ends = [end for end in (raw.find("\n", place), raw.find("\r", place)) if end >= 0]
    return min(ends, default=len(raw))


def _disjoint(spans: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in spans:
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


#: A line beyond the backbone is part of the text if it resembles what the backbone lacks of it by this much, 0 to 100.
_RESEMBLING: Final = 60
#: How many lines in a row may resemble nothing before the search stops; a blank line or a picture's caption may stand between.
_PATIENCE: Final = 2
#: How many lines are looked at.
_FARTHEST: Final = 12
_LINE: Final = re.compile(r"[^\r\n\f]+")


def _with_lines_before(raw: str, start: int, head: str) -> int:
    """Move the beginning up over lines that resemble the head of the text: a title, a date, a first paragraph too short for an anchor."""
    lines = [match for match in _LINE.finditer(raw, 0, start) if match[0].strip()][-_FARTHEST:]
    return _extended(((match.start(), match[0]) for match in reversed(lines)), start, head)


def _with_lines_behind(raw: str, end: int, tail: str) -> int:
    lines = islice((match for match in _LINE.finditer(raw, end) if match[0].strip()), _FARTHEST)
    return _extended(((match.end(), match[0]) for match in lines), end, tail)


def _extended(lines: Iterator[tuple[int, str]], edge: int, lacking: str) -> int:
    from rapidfuzz.fuzz import partial_ratio

    misses = 0
    for place, line in lines:
        words = "".join(re.findall("[0-9A-Za-z\u3400-\u9fff]+", line))
        if not lacking or misses == _PATIENCE:
            break
        # A line longer than what is lacking cannot be a part of it.
        if words and len(words) <= 2 * len(lacking) and partial_ratio(words, lacking) >= _RESEMBLING:
            edge, misses = place, 0
        else:
            misses += 1
    return edge


# -- which paragraph is which clause -----------------------------------------------------------------------------------------------------

#: A clause and a paragraph share a row if they share this part of the shorter one.
_BINDING: Final = 0.5
#: Left over on both sides, they share a row if they share this part of both; out of order, this one.
_ALIKE: Final = 0.4
_ALIKE_OUT_OF_ORDER: Final = 0.7
#: More pairs than this of what is left over are not looked at.
_LARGEST_TABLE: Final = 250_000


def align_reprint(old: NormalizedDocument, new: NormalizedDocument) -> Alignment:
    """Return which clauses of a text are which clauses of its reprint.

    Args:
        old, new: both documents, with the printed numbers kept as words; of the page only what `locate` found.
    """
    olds, news = _Stream(old), _Stream(new)
    shared, longest = _shared(olds, news)
    edges = [(i, j) for (i, j), size in sorted(shared.items()) if size >= _BINDING * min(len(olds.texts[i]), len(news.texts[j]))]
    groups = components(edges)
    groups += _left_over(olds, news, groups)
    links = sorted(_links(olds, news, groups, shared, longest), key=lambda link: (olds.places[link.old], news.places[link.new]))
    return Alignment("reprint", tuple(links), beads(olds.units, news.units, groups))


class _Stream:
    """The units of a document as one text, with the unit of every character."""

    def __init__(self, document: NormalizedDocument) -> None:
        self.units: tuple[Unit, ...] = document.document.units
        self.parts = [concatenate(document.of(clause.id for clause in unit.clauses)) for unit in self.units]
        self.texts = [part.text for part in self.parts]
        self.starts = list(accumulate((len(text) for text in self.texts), initial=0))
        self.text = "".join(self.texts)
        self.places = {unit.head.id: place for place, unit in enumerate(self.units)}


def _shared(old: _Stream, new: _Stream) -> tuple[Counter[tuple[int, int]], dict[tuple[int, int], Block]]:
    """How many characters every two units share in order, and the longest passage they share."""
    shared: Counter[tuple[int, int]] = Counter()
    longest: dict[tuple[int, int], Block] = {}
    i = j = 0
    for block in matching_blocks(old.text, new.text):
        a, b, size = block
        while size:
            while a >= old.starts[i + 1]:
                i += 1
            while b >= new.starts[j + 1]:
                j += 1
            here = min(size, old.starts[i + 1] - a, new.starts[j + 1] - b)
            shared[i, j] += here
            if here > longest.get((i, j), Block(0, 0, 0)).size:
                longest[i, j] = Block(a - old.starts[i], b - new.starts[j], here)
            a, b, size = a + here, b + here, size - here
    return shared, longest


def _left_over(old: _Stream, new: _Stream, groups: Sequence[Group]) -> list[Group]:
    """Rows of units that share too little in order: reworded beyond recognition of their words, or moved."""
    placed_old = sorted(i for group in groups for i in group.old)
    placed_new = sorted(j for group in groups for j in group.new)
    free_old = sorted(set(range(len(old.units))).difference(placed_old))
    free_new = sorted(set(range(len(new.units))).difference(placed_new))
    if len(free_old) * len(free_new) > _LARGEST_TABLE:
        return []
    # Rows keep their order, so units stand between the same rows if as many shared ones stand before them on either side.
    starts_old, starts_new = sorted(group.old[0] for group in groups), sorted(group.new[0] for group in groups)
    rank_old = {i: bisect_left(starts_old, i) for i in free_old}
    rank_new = {j: bisect_left(starts_new, j) for j in free_new}
    alike = sorted((-_likeness(old.texts[i], new.texts[j]), i, j) for i in free_old for j in free_new)
    taken_old, taken_new, found = set[int](), set[int](), list[Group]()
    for negative, i, j in alike:
        in_order = rank_old[i] == rank_new[j]
        if -negative >= (_ALIKE if in_order else _ALIKE_OUT_OF_ORDER) and i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            found.append(Group((i,), (j,), moved=not in_order))
    return found


def _likeness(old: str, new: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(old, new, score_cutoff=_ALIKE) if old and new else 0.0


def _links(
    old: _Stream, new: _Stream, groups: Sequence[Group], shared: Counter[tuple[int, int]], longest: dict[tuple[int, int], Block]
) -> Iterator[Link]:
    for group in groups:
        for i in group.old:
            for j in group.new:
                alone = len(group.old) == len(group.new) == 1
                if not alone and shared[i, j] < _BINDING * min(len(old.texts[i]), len(new.texts[j])):
                    continue
                common = shared[i, j] or _likeness(old.texts[i], new.texts[j]) * min(len(old.texts[i]), len(new.texts[j]))
                shares = common / max(len(old.texts[i]), 1), common / max(len(new.texts[j]), 1)
                block = longest.get((i, j)) or _longest_common(old.texts[i], new.texts[j])
                evidence = Evidence(
                    old.parts[i].raw_span(block.old, block.old + block.size), new.parts[j].raw_span(block.new, block.new + block.size)
                )
                score = round(min(max(shares), 1.0), 4)
                tier = Tier.STRONG if score >= _BINDING else Tier.PROBABLE
                yield Link(old.units[i].head.id, new.units[j].head.id, score, tier, (evidence,) if block.size else (), shares)


def _longest_common(old: str, new: str) -> Block:
    return max(matching_blocks(old, new), key=lambda block: block.size, default=Block(0, 0, 0))


# -- is it a reprint at all? -------------------------------------------------------------------------------------------------------------


class Judgement(NamedTuple):
    """Whether two documents are a text and its reprint, and why."""

    is_reprint: bool
    reason: str
    """One sentence in Chinese."""


#: A reprint shares at least this part of its characters with the original, in order.
_LEAST_SHARED: Final = 0.85
#: This part of the clauses that correspond must carry the number they had,
_LEAST_NUMBERS_KEPT: Final = 0.95
#: and no more than this part of the clauses of either side may be without a counterpart.
_MOST_UNPAIRED: Final = 0.08
_DAY: Final = re.compile(r"([12][0-9]{3})\s*[-年./]\s*([0-9]{1,2})\s*[-月./]\s*([0-9]{1,2})")


def judge(old: NormalizedDocument, new: NormalizedDocument, alignment: Alignment) -> Judgement:
    """Return whether an alignment made by `align_reprint` is that of a reprint, or of two versions of a text.

    Versions are told by their dates, by clauses that came, went or were renumbered, and by how much was reworded.
    """
    olds, news = _Stream(old), _Stream(new)
    if (dates := (_dates(old), _dates(new))) and dates[0] and dates[1] and dates[0].isdisjoint(dates[1]):
        return Judgement(False, "两份文本所署日期不同，按修订比较。")
    total = len(olds.text) + len(news.text)
    same = 2 * sum(block.size for block in matching_blocks(olds.text, news.text)) / total if total else 0.0
    if same < _LEAST_SHARED:
        return Judgement(False, f"两份文本依次相同的字占{same:.0%}，按修订比较。")
    pairs = [(old.document.clause(link.old), new.document.clause(link.new)) for link in alignment.links]
    numbered = [(a.number, a.branch) == (b.number, b.branch) for a, b in pairs if a.number is not None and b.number is not None]
    changed = numbered.count(False)
    if numbered and changed > (1 - _LEAST_NUMBERS_KEPT) * len(numbered):
        return Judgement(False, f"有{changed}处序号变动，按修订比较。")
    linked = [link.old for link in alignment.links], [link.new for link in alignment.links]
    unpaired = max(_share_unpaired(old, linked[0]), _share_unpaired(new, linked[1]))
    if unpaired > _MOST_UNPAIRED:
        return Judgement(False, f"有{unpaired:.0%}的条款只见于一方，按修订比较。")
    return Judgement(True, f"两份文本依次相同的字占{same:.0%}，序号一致，按转载核对。")


def _dates(document: NormalizedDocument) -> frozenset[tuple[str, ...]]:
    frame = [c for c in document.document.clauses if c.level in (Level.TITLE, Level.DATE)]
    return frozenset(match.groups() for clause in frame for match in _DAY.finditer(document.document.text_of(clause)))


def _share_unpaired(document: NormalizedDocument, paired: Sequence[str]) -> float:
    headings = document.document.headings
    provisions = [u.head.id for u in document.document.units if u.head.id not in headings and u.head.level not in FRAME_LEVELS]
    missing = set(provisions).difference(paired)
    return len(missing) / len(provisions) if provisions else 0.0

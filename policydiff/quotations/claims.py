"""What a commentary says about a source that the source's outline can confirm or refute.

    《意见》提出了9个方面27条改革措施        count     how many sections, how many provisions
    第十五条中提出，实现……                number    whether the words stand in that provision
    这是方案的第一条措施                    order     whether what was quoted before is the provision with that number
    在第一部分“总体要求”的引领下            heading   whether that part is called so
    《关于进一步深化……的意见》              title     whether there is a source of that title

A statement is only checked where it is plain which source it is about; nothing is said about the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from policydiff.model import Claim, Clause, Document, Quotation, QuotationKind, Saying, Span, saying
from policydiff.normalization import normalize
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS, numeral_value
from policydiff.quotations.citations import ARTICLE, Citation
from policydiff.quotations.clauses import cited_clause, headings, provisions
from policydiff.quotations.names import Named, Roster
from policydiff.quotations.wording import Wording

_NUMERAL: Final = f"(?:[{HAN_DIGITS}]{{1,5}}|[{ARABIC_DIGITS}]{{1,4}})"
_PARTS: Final = "(?:个?(?:大)?(?:方面|部分|板块)|编|章|节|大项|大部分)"
_ITEMS: Final = "(?:条|项)"
_WHAT: Final = "(?:(?:具体|改革|重点|政策|主要|重要|创新|务实|有力|针对性)*(?:措施|举措|任务|条款|规定|意见|内容|要求|条文)?)"
#: 9个方面27条改革措施, 三部分内容, 共8章73条; a number that counts something else (3个方面的问题) is told apart by what is before it.
_COUNT: Final = re.compile(
    rf"(?<![第0-9{HAN_DIGITS}])(?:(?P<parts>{_NUMERAL})(?P<part>{_PARTS})(?:(?P<between>[，、,]?(?:共计|共|合计|计|提出|包括)?)"
    rf"(?P<items>{_NUMERAL}){_ITEMS}{_WHAT})?|(?P<only>{_NUMERAL})条{_WHAT})"
)
_LISTS: Final = re.compile(
    "(?:包括|包含|涵盖|分为|分成|分|共有|共|提出了?|部署了?|明确了?|推出了?|出台了?|制定了?|由|从|设|有|围绕|、|的)$"
)
_ORDER: Final = re.compile(
    rf"(?:这|此|上述|以上|该项)[^，。；]{{0,4}}?(?:是|属于|为)[^，。；]{{0,30}}?第(?P<number>{_NUMERAL})(?:条|项|大|个)(?:具体|改革|重点)?(?P<what>措施|举措|任务|方面|内容)?"
)
_HEADING: Final = re.compile(
    rf"第(?P<number>{_NUMERAL})(?P<part>部分|章|节|编|大部分|个方面)(?:的?标题|题)?(?:是|为|即)?[“《](?P<title>[^“”《》]{{2,40}})[”》]"
)


class Reading(NamedTuple):
    """What was read of a commentary when its claims are checked."""

    commentary: Wording
    plain: str
    """Its normalised text, in the script of the names."""
    named: Sequence[Named]
    cited: Sequence[Citation]
    roster: Roster
    sources: Sequence[Document]
    quotations: Sequence[Quotation]


def claims(reading: Reading) -> list[Claim]:
    """Return the statements that can be checked, in the order of the commentary."""
    found = [*_counts(reading), *_numbers(reading), *_orders(reading), *_headings(reading), *_titles(reading)]
    return sorted(found, key=lambda claim: (claim.span, claim.name, claim.source))


class _Reason(NamedTuple):
    """A part of the reason why a claim holds or does not."""

    text: str
    """In Chinese, without a stop."""
    said: Saying
    """The same for other languages."""


# -- which source is spoken of ---------------------------------------------------------------------------------------------------------


def _spoken_of(reading: Reading, place: int) -> int | None:
    """The source that a place speaks of: the last text named in its paragraph, or the source cited in the one before."""
    clause = reading.commentary.clause_of_normal(place)
    behind = bisect_left(reading.named, place, key=lambda name: name.start)
    last = reading.named[behind - 1] if behind else None
    if last is None:
        return None
    near = reading.commentary.clause_of_normal(last.start) >= clause - _NEARBY
    return last.sources[0] if near and len(last.sources) == 1 else None


#: A paragraph may speak of a text that was named so many paragraphs before.
_NEARBY: Final = 2


def _claim(reading: Reading, start: int, end: int, *, true: bool, reasons: Sequence[_Reason], name: str, source: int) -> Claim:
    span = reading.commentary.normal.raw_span(start, end)
    printed = "".join(span.of(reading.commentary.normal.raw).split())
    reason = "；".join(reason.text for reason in reasons) + "。"
    return Claim(span, printed, true, reason, name, source, tuple(reason.said for reason in reasons))


# -- how many --------------------------------------------------------------------------------------------------------------------------


def _counts(reading: Reading) -> Iterator[Claim]:
    for match in _COUNT.finditer(reading.plain):
        source = _spoken_of(reading, match.start())
        if source is None or not _is_about_the_whole(reading, match, source):
            continue
        checked = [
            *([_parts_hold(reading, match, source)] if match["parts"] else []),
            *([_items_hold(reading.sources[source], match["items"] or match["only"])] if match["items"] or match["only"] else []),
        ]
        true = all(holds for holds, _ in checked)
        reasons = [reason for _, reason in checked]
        yield _claim(reading, *match.span(), true=true, reasons=reasons, name="count", source=source)


def _is_about_the_whole(reading: Reading, match: re.Match[str], source: int) -> bool:
    """Whether a number counts the parts of the source: a list of them goes before, or a verb that says what it consists of."""
    before = reading.plain[max(0, match.start() - 40) : match.start()]
    sentence = before[max(before.rfind(mark) for mark in "。！？；") + 1 :]
    if match["items"]:
        return True
    if match["only"]:
        return bool(_LISTS.search(sentence))
    if reading.plain.startswith(("的问题", "问题", "工作", "努力"), match.end()):
        return False
    return bool(_LISTS.search(sentence)) or _parts_hold(reading, match, source)[0]


def _parts_hold(reading: Reading, match: re.Match[str], source: int) -> tuple[bool, _Reason]:
    document, value = reading.sources[source], numeral_value(match["parts"])
    groups = headings(document)
    listed = _quoted_side_by_side(reading, match.start(), source) if match["items"] is None else ()
    if listed and len(listed) == value:
        return True, _has(listed)
    quoted = _quoted_below(reading, match.start(), source) if match["items"] is None else None
    if quoted is not None and len(quoted) == value:
        return True, _has(quoted, below=True)
    for group in groups:
        if len(group) == value:
            return True, _has(group)
        if len(group) - 1 == value and _is_preliminary(group[0]):
            heading = group[0].heading or ""
            return True, _Reason(f"来源在“{heading}”之外有{value}个部分", saying("claim.besides", heading=heading, count=str(value)))
    counted = "、".join(str(len(group)) for group in dict.fromkeys(groups)) or "0"
    said = saying("claim.other-count", counts=counted, count=str(value))
    return False, _Reason(f"来源各层标题的数目是{counted}，不是{value}", said)


def _is_preliminary(clause: Clause) -> bool:
    return clause.heading is not None and clause.heading in ("总体要求", "总则", "總則", "重要意义", "指导思想", "总体思路")


def _has(group: Sequence[Clause], *, below: bool = False) -> _Reason:
    """How many headings of one level there are, in the source or below the one that was quoted, from which to which."""
    where = "来源在所引标题之下有" if below else "来源有"
    if len(group) == 1:
        return _Reason(f"{where}1个标题", saying("claim.below.one" if below else "claim.listed.one"))
    first, last = (clause.marker.rstrip("、.．") for clause in (group[0], group[-1]))
    said = saying("claim.below" if below else "claim.listed", count=len(group), first=first, last=last)
    return _Reason(f"{where}{len(group)}个同级标题（{first}至{last}）", said)


def _quoted_side_by_side(reading: Reading, place: int, source: int) -> tuple[Clause, ...]:
    """The clauses that were named side by side shortly before a place, with all that stand beside them: 总体要求、主要举措、组织实施."""
    document = reading.sources[source]
    for quotation in reversed(_quoted_before(reading, place)):
        named = [document.clause(part.clause) for part in quotation.parts if part.source == source]
        if len(named) > 1 and len({(clause.parent, clause.level) for clause in named}) == 1:
            return tuple(c for c in document.clauses if (c.parent, c.level) == (named[0].parent, named[0].level))
    return ()


def _quoted_before(reading: Reading, place: int) -> list[Quotation]:
    """The quotations shortly before a place, in order."""
    raw = reading.commentary.normal.raw_span(place, place + 1).start
    behind = bisect_right(reading.quotations, raw, key=lambda q: q.span.start)
    return [q for q in reading.quotations[max(0, behind - 3) : behind] if raw - q.span.start <= _LONGEST_LIST]


def _quoted_below(reading: Reading, place: int, source: int) -> tuple[Clause, ...] | None:
    """The clauses below the one that was quoted last before a place: 运用互联网……，从……、……、……3个方面提出."""
    for quotation in reversed(_quoted_before(reading, place)):
        for part in quotation.parts:
            if part.source == source:
                below = tuple(c for c in reading.sources[source].clauses if c.parent == part.clause and not c.is_part)
                if below:
                    return below
    return None


#: A list of what is counted begins no farther than this before the number, in code points.
_LONGEST_LIST: Final = 150


def _items_hold(document: Document, number: str) -> tuple[bool, _Reason]:
    value, items = numeral_value(number), provisions(document)
    if not items:
        return False, _Reason("来源没有编号的条款", saying("claim.no-items"))
    last = items[-1].marker.rstrip("、.．")
    there = f"来源共{len(items)}条（编号至{last}）"
    if len(items) == value:
        return True, _Reason(there, saying("claim.items", count=len(items), last=last))
    return False, _Reason(f"{there}，不是{value}条", saying("claim.not-items", count=len(items), last=last, said=str(value)))


# -- which number ----------------------------------------------------------------------------------------------------------------------


def _numbers(reading: Reading) -> Iterator[Claim]:
    by_start = sorted(reading.quotations, key=lambda q: q.span.start)
    starts = [quotation.span.start for quotation in by_start]
    for citation in reading.cited:
        if citation.number is None or len(citation.sources) != 1:
            continue
        source = citation.sources[0]
        found = _quoted_in(reading, by_start, starts, citation)
        clause = cited_clause(reading.sources[source], citation.number, citation.branch)
        label = re.search(ARTICLE, reading.plain[citation.cue[0] : citation.cue[1]])
        if label is None:
            continue
        span = citation.cue[0] + label.start(), citation.cue[0] + label.end()
        if clause is None and (found or citation.strength):
            count = len(provisions(reading.sources[source]))
            reasons = [_Reason(f"来源没有{label[0]}，共{count}条", saying("claim.no-article", label=label[0], count=count))]
            reasons += [_elsewhere(reading, found)] if found else []
            yield _claim(reading, *span, true=False, reasons=reasons, name="number", source=source)
        elif clause is not None and found:
            true = any(_is_inside(reading.sources[source], part.clause, clause) for q in found for part in q.parts if part.source == source)
            reasons = [_where(reading, found, clause, source, true=true)]
            yield _claim(reading, *span, true=true, reasons=reasons, name="number", source=source)


def _quoted_in(reading: Reading, by_start: Sequence[Quotation], starts: Sequence[int], citation: Citation) -> list[Quotation]:
    span = reading.commentary.normal.raw_span(citation.start, max(citation.start + 1, citation.end))
    inside = by_start[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
    return [q for q in inside if q.parts and q.kind is not QuotationKind.PARAPHRASE]


def _is_inside(document: Document, id: str, clause: Clause) -> bool:
    own = document.clause(id)
    return own.id == clause.id or any(above.id == clause.id for above in document.ancestors(own))


def _where(reading: Reading, found: Sequence[Quotation], clause: Clause, source: int, *, true: bool) -> _Reason:
    if true:
        place = f"{clause.marker}{_titled(clause)}"
        return _Reason(f"所引文字在来源{place}", saying("claim.there", place=place))
    if found[0].parts[0].source != source:
        return _Reason("所引文字不在这一来源中", saying("claim.not-in-source"))
    place, label = _where_it_is(reading, found), clause.marker
    if not place:
        return _Reason(f"所引文字在来源{_UNNUMBERED}，不在{label}", saying("claim.elsewhere-in.unnumbered", label=label))
    return _Reason(f"所引文字在来源{place}，不在{label}", saying("claim.elsewhere-in", place=place, label=label))


_UNNUMBERED: Final = "无编号的段落"


def _elsewhere(reading: Reading, found: Sequence[Quotation]) -> _Reason:
    place = _where_it_is(reading, found)
    said = saying("claim.elsewhere", place=place) if place else saying("claim.elsewhere.unnumbered")
    return _Reason(f"所引文字在{place or _UNNUMBERED}", said)


def _where_it_is(reading: Reading, found: Sequence[Quotation]) -> str:
    """The provision that holds the first words that were found; empty if it has no number."""
    part = found[0].parts[0]
    document = reading.sources[part.source]
    own = document.clause(part.clause)
    provision = next((c for c in (own, *document.ancestors(own)) if c.marker), own)
    return f"{provision.marker}{_titled(provision)}" if provision.marker else ""


def _titled(clause: Clause) -> str:
    return f"“{clause.heading}”" if clause.heading else ""


# -- which place in the order ------------------------------------------------------------------------------------------------------------


def _orders(reading: Reading) -> Iterator[Claim]:
    by_end = sorted(reading.quotations, key=lambda q: q.span.end)
    ends = [quotation.span.end for quotation in by_end]
    for match in _ORDER.finditer(reading.plain):
        raw = reading.commentary.normal.raw_span(*match.span())
        place = bisect_right(ends, raw.start) - 1
        if place < 0 or raw.start - ends[place] > _JUST_BEFORE or not by_end[place].parts:
            continue
        part, value = by_end[place].parts[-1], numeral_value(match["number"])
        document = reading.sources[part.source]
        if match["what"] == "方面" or value is None:
            continue
        quoted, meant = document.clause(part.clause), cited_clause(document, match["number"])
        true = meant is not None and _is_inside(document, quoted.id, meant)
        reasons = [_ordered(document, value, meant)]
        if not true:
            where = f"{quoted.marker or quoted.id}{_titled(quoted)}"
            reasons.append(_Reason(f"所引文字在{where}", saying("claim.elsewhere", place=where)))
        yield _claim(reading, *match.span(), true=true, reasons=reasons, name="order", source=part.source)


def _ordered(document: Document, number: int, clause: Clause | None) -> _Reason:
    """What the provision with a number is."""
    if clause is None:
        return _Reason(f"来源没有第{number}条", saying("claim.no-order", number=number))
    heading = clause.heading or document.text_of(clause)[:20]
    return _Reason(f"来源第{number}条是“{heading}”", saying("claim.order", number=number, heading=heading))


#: 这是方案的第一条措施 speaks of what was quoted no farther than this before, in code points.
_JUST_BEFORE: Final = 4


def _headings(reading: Reading) -> Iterator[Claim]:
    for match in _HEADING.finditer(reading.plain):
        source = _spoken_of(reading, match.start())
        if source is None:
            continue
        value = numeral_value(match["number"])
        groups = [group for group in headings(reading.sources[source]) if any(c.heading for c in group)]
        called = [c for group in groups for c in group if c.number == value and c.heading]
        if not called:
            continue
        true = any(_folded(c.heading or "") == _folded(match["title"]) for c in called)
        first = called[0] if not true else next(c for c in called if _folded(c.heading or "") == _folded(match["title"]))
        marker, heading = first.marker.rstrip("、.．"), first.heading or ""
        reasons = [_Reason(f"来源“{marker}”题为“{heading}”", saying("claim.heading", marker=marker, heading=heading))]
        yield _claim(reading, *match.span(), true=true, reasons=reasons, name="heading", source=source)


def _folded(heading: str) -> str:
    return re.sub(r"[\W_]", "", normalize(heading, Span(0, len(heading))).text)


# -- titles ----------------------------------------------------------------------------------------------------------------------------


def _titles(reading: Reading) -> Iterator[Claim]:
    """Every full title of a source, or one that is nearly its title, where it is cited first."""
    told = set[tuple[str, int]]()
    for name in reading.named:
        if name.is_short or not name.is_bracketed:
            continue
        for source in name.sources:
            if (name.title, source) in told:
                continue
            told.add((name.title, source))
            yield _title_claim(reading, name, source)


def _title_claim(reading: Reading, name: Named, source: int) -> Claim:
    known = reading.roster.names[source]
    if name.is_exact:
        reasons = [_Reason(f"来源题为《{known[0]}》", saying("claim.title", title=known[0]))]
    else:
        nearest = min(known, key=lambda title: (_distance(title, name.title), title))
        none = _Reason(f"没有这个标题的来源；最接近的是《{nearest}》", saying("claim.no-title", title=nearest))
        reasons = [none, *_differences(nearest, name.title)]
    return _claim(reading, name.start, name.end, true=name.is_exact, reasons=reasons, name="title", source=source)


def _distance(one: str, other: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(one, other))


def _differences(real: str, cited: str) -> Iterator[_Reason]:
    """Yield what the cited title has more or less than the real one."""
    from rapidfuzz.distance import Levenshtein

    for op in Levenshtein.opcodes(real, cited):
        ours, theirs = real[op.src_start : op.src_end], cited[op.dest_start : op.dest_end]
        if op.tag == "insert":
            yield _Reason(f"文中多“{theirs}”", saying("claim.title-more", words=theirs))
        elif op.tag == "delete":
            yield _Reason(f"文中少“{ours}”", saying("claim.title-less", words=ours))
        elif op.tag == "replace":
            yield _Reason(f"文中“{ours}”作“{theirs}”", saying("claim.title-other", source=ours, words=theirs))

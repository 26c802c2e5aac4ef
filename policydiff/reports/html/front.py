"""Everything before the rows: titles, verdict, counts, notices, what is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policydiff.changes import FINDINGS, scheme
from policydiff.model import ChangeKind, Clause, EditTag, Finding, Level, Notice, Span
from policydiff.numerals import numeral_value
from policydiff.reports.account import account
from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import UNSAFE, Lookup, one_line, shortened, unique
from policydiff.reports.html.marks import LONG, MARKUP, box_name, plain_pieces, title_pieces
from policydiff.reports.html.rows import seal
from policydiff.reports.html.view import (
    SIDES,
    BulkLine,
    Difference,
    Filter,
    FirstLook,
    FormLine,
    Head,
    Link,
    NoticeLine,
    Share,
    Side,
    Tally,
    TermLine,
    TermLink,
    Verdict,
)
from policydiff.reports.sayings import finding_note, notice_message
from policydiff.reports.summary import EQUAL, Fate, verdict
from policydiff.reports.terms import Shown, shown
from policydiff.terms import Term

#: The order of kinds in filters and counts: what happened to words, to places, then the loud ones, then the quiet ones.
_ORDER: Final = ("substitution", "join", "split", "move", "renumbering", "repeal", "insertion", phrases.DOUBTFUL, "formal", EQUAL)
_MOST_LINKS: Final = 8
_MOST_LOOKS: Final = 3
_LONGEST_LOOK: Final = 12
_MOST_TERMS: Final = 12
#: So many characters stand around a difference in the list of differences.
_CONTEXT: Final = 7
_LONGEST_LISTED: Final = 60


# -- titles -----------------------------------------------------------------------------------------------------------------------------


def head(lookup: Lookup, side: Side) -> Head:
    """Return one document in the head of the page."""
    document = lookup.documents[side]
    name, role = lookup.document_name(side), lookup.role(side)
    short = _short_name(lookup, side)
    return Head(
        side=side,
        role=role,
        title=title_pieces(name),
        name=name,
        short=short,
        column=short if short != role else "",
        lang=lookup.lang[side],
        file=lookup.file_name(side),
        length=phrases.length(lookup.words, len(document.text), sum(span.size for span in document.outside)),
        digest=document.source.sha256[:12],
        fate=() if lookup.reprint else tuple(_fate(lookup.words, lookup.summary.old if side == "old" else lookup.summary.new, side)),
    )


def _short_name(lookup: Lookup, side: Side) -> str:
    """What tells a document from the other one: its name, or else its file, or else its role."""
    for name in (lookup.document_name, lookup.file_name):
        old, new = ("".join(name(either).split()) for either in SIDES)
        if old != new:
            return name(side)
    return lookup.role(side)


#: What the parts of a bar look like, in their order; text that stands alone is gone on the old side and fresh on the new one.
_FATES: Final[Mapping[Side, Mapping[str, str]]] = {
    "old": {"kept": "kept", "reworded": "changed", "elsewhere": "moved", "alone": "gone"},
    "new": {"kept": "kept", "reworded": "changed", "elsewhere": "moved", "alone": "fresh"},
}


def _fate(words: Catalogue, fate: Fate, side: Side) -> Iterator[Share]:
    """What became of the provisions of a side, each part as wide as its number."""
    before = 0
    for field, classes in _FATES[side].items():
        count: int = getattr(fate, field)
        if count:
            start, width = 100 * before / fate.total, 100 * count / fate.total
            number = words.say("fate.provisions", count=count)
            yield Share(classes, words[f"fate.{side}.{field}"], number, f"{start:.1f}%", f"{width:.1f}%")
        before += count


# -- verdict ----------------------------------------------------------------------------------------------------------------------------


def verdict_of(lookup: Lookup) -> Verdict:
    """Return the verdict with its counts."""
    headline, detail = verdict(lookup.summary, lookup.words)
    return Verdict(
        clauses=tuple(title_pieces(clause) for clause in headline),
        detail=detail,
        first_looks=tuple(_first_looks(lookup)),
        tally=tuple(_tally_of_differences(lookup) if lookup.reprint else _tally_of_rows(lookup)),
        note="" if lookup.reprint else lookup.words.say("front.rows", count=len(lookup.pairs)),
        characters=_characters(lookup),
        account=tuple(map(one_line, account(lookup.collation, ui=lookup.words.language))),
    )


def _characters(lookup: Lookup) -> str:
    """The counts of a comparison in characters; empty where no words differ."""
    if not lookup.summary.differences:
        return ""
    counted = lookup.summary.characters
    same = tuple(sum(getattr(counted[tag], side) for tag in (EditTag.EQUAL, EditTag.FORMAL)) for side in SIDES)
    replaced = counted[EditTag.REPLACE]
    return phrases.characters(lookup.words, same, (replaced.old, replaced.new), counted[EditTag.DELETE].old, counted[EditTag.INSERT].new)


def rows_by_kind(lookup: Lookup) -> Mapping[str, int]:
    """Return how many rows there are of each kind; a row may be of several."""
    return lookup.summary.rows | {phrases.DOUBTFUL: len(lookup.doubtful)}


def _tally_of_rows(lookup: Lookup) -> Iterator[Tally]:
    rows = rows_by_kind(lookup)
    for kind in _ORDER:
        if rows[kind] or kind in ("substitution", "repeal", "insertion"):
            yield Tally(phrases.number(rows[kind]), seal(lookup.words, kind), lookup.words[f"kind.{kind}"], not rows[kind])


def _tally_of_differences(lookup: Lookup) -> Iterator[Tally]:
    """In a reprint differences are counted rather than rows; a heading on one side only is counted by itself."""
    summary = lookup.summary
    counted = {
        "replaced": ("substitution", summary.replaced),
        "deleted": ("repeal", summary.deleted - summary.headings_lost),
        "inserted": ("insertion", summary.inserted - summary.headings_gained),
        "headings_lost": ("repeal", summary.headings_lost),
        "headings_gained": ("insertion", summary.headings_gained),
        "moved": ("move", summary.rows["move"]),
        "formal": ("formal", summary.formal),
        "outside": ("outside", summary.outside),
    }
    for name, (kind, count) in counted.items():
        if count or name in _ALWAYS_COUNTED:
            yield Tally(phrases.number(count), seal(lookup.words, kind), lookup.words[f"tally.{name}"], not count)


#: What a reader wants to know even if there is none of it.
_ALWAYS_COUNTED: Final = frozenset({"replaced", "deleted", "inserted", "formal"})


def filters(lookup: Lookup, rows: Iterable[int]) -> tuple[Filter, ...]:
    """Return the kinds of some rows; a click on one leaves its rows."""
    counted = Counter[str]()
    for row in rows:
        counted.update(map(str, lookup.pairs[row].kinds or (EQUAL,)))
        counted[phrases.DOUBTFUL] += row in lookup.doubtful
    return tuple(Filter(seal(lookup.words, kind), counted[kind]) for kind in _ORDER if counted[kind])


def _first_looks(lookup: Lookup) -> Iterator[FirstLook]:
    """Up to three differences that a remark was made on, short ones before long ones."""
    found, weights = [], {name: weight for weight, name in enumerate(FINDINGS)}
    for row, pair in enumerate(lookup.pairs):
        for finding in pair.findings:
            at = next(iter(lookup.remarked(row, finding)), None)
            is_long = at is None or max(map(len, lookup.words_of(pair.edits[at]))) > _LONGEST_LOOK
            found.append(((is_long, weights.get(finding.name, len(weights))), row, finding, at))
    for (is_long, _), row, finding, at in sorted(found, key=lambda item: item[0])[:_MOST_LOOKS]:
        name, edits = lookup.row_name(row), lookup.pairs[row].edits
        stop = lookup.words["list.stop"]
        if at is None or finding.name == "heading" or is_long:
            yield FirstLook(lookup.href(row), "" if finding.name == "heading" else name, "", "", _note(lookup, finding).rstrip(stop))
            continue
        word = lookup.words.get(f"finding.{finding.name}", finding.name)
        href = lookup.href_of_difference(row, at) if lookup.reprint else lookup.href(row)
        old, new = (shortened(text, LONG) for text in lookup.words_of(edits[at]))
        yield FirstLook(href, name, old, new, "", word)


def differences(lookup: Lookup, most: int) -> tuple[tuple[Difference, ...], str]:
    """Return the differences of a reprint one by one, each with a few characters around it, and how many are left out."""
    if not lookup.reprint:
        return (), ""
    found = sorted(lookup.differences.items(), key=lambda item: item[1])
    more = max(0, len(found) - most)
    note = lookup.words.say("front.more_changes", count=more) if more else ""
    return tuple(_difference(lookup, *place, number) for place, number in found[:most]), note


def _difference(lookup: Lookup, row: int, at: int, number: int) -> Difference:
    edit = lookup.pairs[row].edits[at]
    finding = lookup.findings(row).get((edit.old, edit.new))
    note = _note(lookup, finding) if finding is not None else ""
    href = lookup.href_of_difference(row, at) if not _is_heading(lookup, row) else lookup.href(row)
    old, new = (_in_context(lookup, side, row, edit.old if side == "old" else edit.new) for side in SIDES)
    return Difference(number, href, lookup.row_name(row), old, new, note)


def _note(lookup: Lookup, finding: Finding) -> str:
    return one_line(finding_note(lookup.collation, finding, lookup.words))


def _is_heading(lookup: Lookup, row: int) -> bool:
    return any(lookup.is_heading(row, side) for side in SIDES)


def _in_context(lookup: Lookup, side: Side, row: int, span: Span) -> tuple[str, str, str]:
    """The words of a side with a few characters before and behind them, as far as the row goes."""
    document, ids = lookup.documents[side], lookup.ids(row, side)
    if not ids:
        return "", "", ""
    text = document.text
    inside = [document.clause(id).span for id in ids]
    start, end = min(other.start for other in inside), max(other.end for other in inside)
    before = one_line(text[max(start, span.start - 2 * _CONTEXT) : span.start])[-_CONTEXT:]
    behind = one_line(text[span.end : min(end, span.end + 2 * _CONTEXT)])[:_CONTEXT]
    return before, shortened(one_line(span.of(text)), _LONGEST_LISTED), behind


# -- notices ----------------------------------------------------------------------------------------------------------------------------


def notices(lookup: Lookup) -> tuple[NoticeLine, ...]:
    """Return the notices, worst first; those that say the same are one line with links to their places."""
    words = lookup.words
    lines = [NoticeLine(words["front.caveat_code"], words["front.caveat"], (), 0)] if lookup.reprint else []
    groups: dict[tuple[str, str, str], list[Notice]] = {}
    for side, found in (("", lookup.collation.notices), ("old", lookup.collation.old.notices), ("new", lookup.collation.new.notices)):
        for notice in found:
            groups.setdefault((notice.code, side, notice_message(notice, words)), []).append(notice)
    ranks = {code: rank for rank, code in enumerate(phrases.NOTICES)}
    for (code, side, message), same in sorted(groups.items(), key=lambda item: ranks.get(item[0][0], len(ranks))):
        links = _places(lookup, side, same)
        role = lookup.role("old" if side == "old" else "new") if side else ""
        text = phrases.notice_text(words, role, one_line(message), len(same))
        name = words.get(f"notice.{code}", words["front.notice"])
        lines.append(NoticeLine(name, text, tuple(links[:_MOST_LINKS]), max(0, len(links) - _MOST_LINKS)))
    return tuple(lines)


def _places(lookup: Lookup, side: str, same: Iterable[Notice]) -> list[Link]:
    """Links to the rows in which notices of a document are; a notice about the whole is nowhere."""
    if not side:
        return []
    here: Side = "old" if side == "old" else "new"
    found = (lookup.row_at(here, notice.span.start) for notice in same if notice.span.size)
    return [Link(lookup.row_name(row), lookup.href(row)) for row in unique(row for row in found if row is not None)]


# -- what is told once --------------------------------------------------------------------------------------------------------------------


def bulk(lookup: Lookup) -> tuple[tuple[BulkLine, ...], str]:
    """Return the changes that were made throughout, and a note below them."""
    lines = list(_substitutions(lookup))
    numbering = [] if lookup.reprint else [*_schemes(lookup), *_renumbering(lookup)]
    no_bulk = lookup.words["front.no_bulk"] if not lines and lookup.summary.differences else ""
    note = lookup.words.joined([no_bulk, lookup.words["front.not_marked"] if numbering else ""])
    return tuple(lines + numbering), note


def told(lookup: Lookup) -> str:
    """Return what the switch says that leaves out rows in which nothing but these substitutions changed the words."""
    return lookup.words.say("front.told", count=len(lookup.told)) if lookup.told else ""


def _substitutions(lookup: Lookup) -> Iterator[BulkLine]:
    for number, found in enumerate(lookup.bulk, 1):
        rows = unique(row for row, _ in found.places)
        links = tuple(Link(lookup.row_name(row), lookup.href(row)) for row in rows[:_MOST_LINKS])
        more, times = max(0, len(rows) - _MOST_LINKS), lookup.words.say("front.places", count=len(found.places))
        old, new = (shortened(one_line(text), 2 * LONG) for text in (found.old, found.new))
        note = phrases.substitution_note(lookup.words, len(found.within), throughout=found.is_throughout)
        yield BulkLine(lookup.words["front.wording"], (old,), (new,), note, links, more, times, number)


def _schemes(lookup: Lookup) -> Iterator[BulkLine]:
    """Another way of numbering: 1.…25. became （一）…（二十七）."""
    found: dict[tuple[tuple[Level, str], tuple[Level, str]], list[tuple[Clause, Clause]]] = {}
    for row in range(len(lookup.pairs)):
        olds, news = lookup.heads(row, "old"), lookup.heads(row, "new")
        if olds and news and olds[0].number is not None and news[0].number is not None and scheme(olds[0]) != scheme(news[0]):
            found.setdefault((scheme(olds[0]), scheme(news[0])), []).append((olds[0], news[0]))
    for (old, new), clauses in sorted(found.items(), key=lambda item: -len(item[1])):
        if len(clauses) < 3:
            continue
        ends = _ends(lookup, "old", old), _ends(lookup, "new", new)
        headings = clauses[0][1].id in lookup.collation.new.headings
        is_consecutive = not headings and _is_consecutive(lookup, new)
        what = lookup.words["front.headings" if headings else "front.numbering"]
        note = lookup.words["front.scheme_consecutive" if is_consecutive else "front.scheme"]
        yield BulkLine(what, *ends, note, (), 0, lookup.words.say("front.row_count", count=len(clauses)))


def _ends(lookup: Lookup, side: Side, wanted: tuple[Level, str]) -> tuple[str, ...]:
    """The lowest and the highest label of a numbering."""
    found = sorted(
        ((c.number, c.marker) for c in lookup.documents[side].clauses if c.number is not None and scheme(c) == wanted),
        key=lambda item: item[0],
    )
    labels = [one_line(found[0][1]), one_line(found[-1][1])]
    return tuple(dict.fromkeys(labels))


def _is_consecutive(lookup: Lookup, wanted: tuple[Level, str]) -> bool:
    """Whether the numbers of the new text run through the whole of it."""
    numbers = [c.number for c in lookup.collation.new.clauses if c.number is not None and scheme(c) == wanted]
    return numbers == list(range(1, len(numbers) + 1))


def _renumbering(lookup: Lookup) -> Iterator[BulkLine]:
    rows = [row for row, pair in enumerate(lookup.pairs) if ChangeKind.RENUMBERING in pair.kinds]
    if len(rows) < 3:
        return
    labels = [(one_line(lookup.heads(row, "old")[0].marker), one_line(lookup.heads(row, "new")[0].marker)) for row in (rows[0], rows[-1])]
    only = sum(lookup.pairs[row].kinds == (ChangeKind.RENUMBERING,) for row in rows)
    old, new = (tuple(dict.fromkeys(pair)) for pair in zip(*labels, strict=True))
    words = lookup.words
    note = words.say("front.follows_only" if only else "front.follows", count=only)
    yield BulkLine(words["front.renumbered"], old, new, note, (), 0, words.say("front.row_count", count=len(rows)))


def terms(lookup: Lookup) -> tuple[tuple[TermLine, ...], str]:
    """Return the terms that came, went, rose and fell, and a note below them."""
    lines = tuple(_term_line(lookup, line) for line in shown(lookup.collation, _MOST_TERMS))
    return lines, lookup.words["front.terms_note"] if lines else ""


def _term_line(lookup: Lookup, line: Shown) -> TermLine:
    more = lookup.words.say("front.more_terms", count=line.more) if line.more else ""
    return TermLine(lookup.words[f"term.{line.kind}"], tuple(_term_link(lookup, term) for term in line.terms), more)


def _term_link(lookup: Lookup, term: Term) -> TermLink:
    side: Side = "new" if term.new else "old"
    row = lookup.row_at(side, (term.new or term.old)[0].start)
    counts = f"{phrases.number(term.old_count)}→{phrases.number(term.new_count)}"
    return TermLink(one_line(term.text), lookup.href(row) if row is not None else "", counts)


# -- differences of form ------------------------------------------------------------------------------------------------------------------


def forms(lookup: Lookup) -> tuple[FormLine, ...]:
    """Return the differences of form by what became what, the most frequent first. In a revision numbers are told elsewhere."""
    counted: Counter[str] = Counter()
    for pair in lookup.pairs:
        for edit in pair.edits:
            if edit.tag is not EditTag.FORMAL:
                continue
            if lookup.reprint or not (lookup.is_label("old", edit.old) or lookup.is_label("new", edit.new)):
                counted[_form(lookup, edit.old, edit.new)] += 1
    return tuple(FormLine(sample, times) for sample, times in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _form(lookup: Lookup, old: Span, new: Span) -> str:
    """What to call a difference of form."""
    before, after = old.of(lookup.collation.old.text), new.of(lookup.collation.new.text)
    text, words = before or after, lookup.words
    if not (before and after):
        return _one_sided_form(lookup, "new", new, text) if after else _one_sided_form(lookup, "old", old, text)
    if _is_reference(before, after):
        return words["form.reference"]
    if not before.strip() and not after.strip():
        if "\n" in text or "\n" in after:
            return words["form.paragraph"]
        return words.say("form.became", old=_named_blank(words, before), new=_named_blank(words, after))
    return words.say("form.became", old=_named(before), new=_named(after))


def _is_reference(before: str, after: str) -> bool:
    """Whether one number became another, which is a difference of form only where a reference follows what it names."""
    values = numeral_value(before), numeral_value(after)
    return values[0] != values[1] if None not in values else before[0] in "第前本同" and after[0] in "第前本同"


def _one_sided_form(lookup: Lookup, side: Side, span: Span, text: str) -> str:
    words = lookup.words
    if not text.strip():
        if any(span.start <= other.start < span.end or other.covers(span) for other in lookup.page_breaks[side]):
            return words["form.page_break" if text.count("\n") > 1 or "\f" in text else "form.line_break"]
        is_break = "\n" in text or "\r" in text
        return words["form.paragraph" if is_break else "form.blank_gained" if side == "new" else "form.blank_lost"]
    mark = MARKUP.match(text.strip())
    if mark is not None:
        before = lookup.documents[side].text[: span.start]
        opens_line = not before or before[-1] in "\r\n"
        return words.say("form.mark_at_start" if opens_line else "form.mark", mark=one_line(shortened(mark[0], 8)))
    if UNSAFE.match(text):
        return words.say("form.invisible_character", name=box_name(plain_pieces(text[0])[0], words))
    named, nothing = _named(text), words["list.none"]
    return words.say("form.became", old=nothing, new=named) if side == "new" else words.say("form.became", old=named, new=nothing)


def _named(text: str) -> str:
    return shortened(one_line(text), LONG) or "␣"


def _named_blank(words: Catalogue, text: str) -> str:
    first = words[phrases.BLANKS[text[0]]] if text[0] in phrases.BLANKS else f"U+{ord(text[0]):04X}"
    return first if len(set(text)) == 1 and len(text) == 1 else f"{first}×{len(text)}"

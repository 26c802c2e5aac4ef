"""The report for a terminal, a mail, a log: one block for each row, differences in brackets.

    〔改〕（二） ← 1
        加强企业党组织建设。持续解决国有企业[-党员-]{+职工+}空白班组问题。

Blocks stand below each other, since “”·… have no certain width in a terminal and columns would not hold. What a terminal would obey
instead of print (escape sequences, bidirectional marks) is spelled out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from policydiff.model import ChangeKind, Collation, Edit, EditTag, Pair
from policydiff.reports.account import account
from policydiff.reports.catalogue import Catalogue, catalogue
from policydiff.reports.closest import Closest, closest, in_words
from policydiff.reports.decisions import overruled_in_words
from policydiff.reports.labels import name_of, path_label, row_label
from policydiff.reports.linked import Linked
from policydiff.reports.plain import visible
from policydiff.reports.sayings import finding_note, notice_message, profile_reason
from policydiff.reports.summary import forms_in_words, summarize
from policydiff.reports.terms import shown


def marked_text(collation: Collation, pair: Pair) -> str:
    """Return a row as one line: `国家[-鼓励-]{+支持+}企业`. What only differs in form is shown in the new form, without a mark."""
    return "".join(mark for mark, _ in _marks(collation, pair)).strip()


#: Of equal text between two differences, this much is shown on either side.
_AROUND: Final = 24


def _excerpt(marks: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield passages, long equal text between two differences left out."""
    plain = ""
    seen = False
    for text, style in [*marks, ("", "end")]:
        if style == "plain":
            plain += text
            continue
        ahead, behind = (_AROUND if seen else 0), (_AROUND if style != "end" else 0)
        if plain and len(plain) > ahead + behind + 4:
            plain = f"{plain[:ahead]} …… {plain[len(plain) - behind :]}"
        if plain:
            yield plain, "plain"
        plain, seen = "", True
        if text:
            yield text, style


def _marks(collation: Collation, pair: Pair) -> Iterator[tuple[str, str]]:
    """The passages of a row with their style: plain, old or new."""
    return marks(pair.edits, collation.old.text, collation.new.text, is_dropped=not pair.new)


def marks(edits: Iterable[Edit], old_text: str, new_text: str, *, is_dropped: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the passages of edits with their style: plain, old or new.

    Args:
        edits: in reading order.
        old_text: the raw text of the old side.
        new_text: the raw text of the new side.
        is_dropped: whether there is no new side; what is formal is then shown as the old one has it.
    """
    for edit in edits:
        old, new = visible(edit.old.of(old_text)), visible(edit.new.of(new_text))
        if edit.tag in (EditTag.EQUAL, EditTag.FORMAL):
            yield new or (old if is_dropped else ""), "plain"
            continue
        if old:
            yield f"[-{old}-]", "old"
        if new:
            yield f"{{+{new}+}}", "new"


def to_text(collation: Collation, *, color: bool = False, unchanged: bool = False, ui: str = "zh-Hans") -> str:
    """Return the whole report.

    Args:
        collation: the record.
        color: whether to use terminal colours (blue and orange; never red and green).
        unchanged: whether to list rows in which nothing but the form or the number changed too, and to show equal text in full.
        ui: the language: `zh-Hans`, `zh-Hant` or `en`.

    Raises:
        OptionError: if the language is none of these.
    """
    return printed(_lines(collation, catalogue(ui), unchanged=unchanged), color=color)


#: A line of a report: passages with their styles.
Line = list[tuple[str, str]]


def printed(lines: Iterable[Line], *, color: bool) -> str:
    """Return lines as a terminal shows them.

    Args:
        lines: passages with their styles: plain, old, new, muted, head.
        color: whether to use terminal colours.
    """
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    out = StringIO()
    # Lines are never wrapped: a terminal wraps by itself, and a file wants whole lines.
    # In a notebook rich would print to the cell, not to `out`, unless it is told that it is in none.
    console = Console(
        file=out,
        force_terminal=color,
        force_jupyter=False,
        color_system="256" if color else None,
        no_color=not color,
        width=10_000,
        highlight=False,
    )
    for line in lines:
        text = Text.assemble(*((passage, _STYLES[style]) for passage, style in line))
        console.print(text, soft_wrap=True, markup=False, emoji=False)
    return out.getvalue()


#: Of terms that came, went, rose or fell, so many are named.
_MOST_TERMS: Final = 8
#: Rows of these kinds alone are counted, and not listed.
_UNTOLD: Final = frozenset({ChangeKind.FORMAL, ChangeKind.RENUMBERING})
_STYLES: Final = {"plain": "", "old": "dark_orange3", "new": "dodger_blue2 bold", "muted": "bright_black", "head": "bold"}


def _lines(collation: Collation, words: Catalogue, *, unchanged: bool) -> Iterator[Line]:
    yield [(" → ".join(map(visible, _names(collation))), "head")]
    for sentence in account(collation, ui=words.language):
        yield [(sentence, "plain")]
    for remark in _remarks(collation, words):
        yield [(remark, "muted")]
    near, linked = closest(collation), Linked(collation)
    for row, pair in enumerate(collation.pairs):
        if unchanged or not _UNTOLD.issuperset(pair.kinds):
            yield [("", "plain")]
            yield from _block(collation, pair, linked, near.get(row, ()), words, whole=unchanged)
    for span in (*collation.old.outside, *collation.new.outside):
        yield [("", "plain")]
        told = words.say("terminal.outside", count=span.size, start=span.start, end=span.end)
        yield [(_sign("outside", words) + words["list.signs"] + told, "muted")]


def _remarks(collation: Collation, words: Catalogue) -> Iterator[str]:
    """What is told once, before the rows."""
    summary = summarize(collation)
    counts = "  ".join(f"{_sign(kind, words)}{count}" for kind, count in summary.rows.items() if count)
    yield words.say("terminal.rows", counts=counts)
    yield words.say("terminal.profile", profile=words[f"profile.{collation.profile}"], reason=profile_reason(collation, words))
    if forms := forms_in_words(summary, words):
        yield words.say("terminal.forms", forms=forms)
    if by_hand := overruled_in_words(collation, words):
        yield by_hand
    yield from _notices(collation, words)
    for terms in shown(collation, _MOST_TERMS):
        named = [words["list.labels"].join(f"{visible(term.text)} {term.old_count}→{term.new_count}" for term in terms.terms)]
        more = [words.say("terminal.more_terms", count=terms.more)] if terms.more else []
        listed = words["list.clauses"].join(filter(None, named + more))
        yield words.say("terminal.terms", kind=words[f"term.{terms.kind}"], terms=listed)


def _sign(kind: str, words: Catalogue) -> str:
    return words.say("list.sign", sign=words[f"sign.{kind}"])


def _names(collation: Collation) -> tuple[str, str]:
    """What tells the two documents apart: their titles, or their files where both have one title."""
    names = name_of(collation, "old"), name_of(collation, "new")
    return names if names[0] != names[1] else (collation.old.source.name, collation.new.source.name)


def _notices(collation: Collation, words: Catalogue) -> Iterator[str]:
    """Notices in a line each; those of one kind are counted."""
    for side, notices in (("both", collation.notices), ("old", collation.old.notices), ("new", collation.new.notices)):
        told = Counter(notice_message(notice, words) for notice in notices)
        for message, count in told.items():
            times = words.say("terminal.times", count=count) if count > 1 else ""
            yield words.say("terminal.notice", side=words[f"side.{side}"], text=message + times)


def _block(collation: Collation, pair: Pair, linked: Linked, near: Iterable[Closest], words: Catalogue, *, whole: bool) -> Iterator[Line]:
    signs = "".join(_sign(kind, words) for kind in (pair.kinds or ["equal"])) + words["list.signs"]
    yield [(signs + row_label(collation, pair, words), "head"), (_references(collation, pair, linked, words), "muted")]
    marks = _marks(collation, pair)
    yield [("    ", "plain"), *(marks if whole else _excerpt(marks))]
    for finding in pair.findings:
        yield [(f"    ※ {visible(finding_note(collation, finding, words))}", "muted")]
    for found in near:
        yield [(f"    {in_words(collation, found, words)}", "muted")]


def _references(collation: Collation, pair: Pair, linked: Linked, words: Catalogue) -> str:
    """Where the text came from, or for a dropped clause where parts of it went."""
    old, new = collation.old, collation.new
    if pair.new:
        origins = (link.old for link in linked.of(new=pair.new))
        labels = [path_label(old, clause, words) for clause in old.heads(dict.fromkeys([*pair.old, *origins]))]
        return f" ← {words['list.labels'].join(labels)}" if labels else ""
    targets = dict.fromkeys(link.new for link in linked.of(old=pair.old))
    labels = [path_label(new, clause, words) for clause in new.heads(targets)]
    return f" → {words['list.labels'].join(labels)}" if labels else ""

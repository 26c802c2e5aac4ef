"""The links as a table that a person edits in Excel or WPS, and what was written into it.

    decision   old id   old label   old text               new id   new label   new text            tier        score
               2.1.1    1           加强和改进产业工人…       2.2      （二）       加强党的组织…         strong      3.04
    ban        2.1.2    2           突出产业工人思想…         1.p2     一、第2段    主要目标是：…         candidate   0.71
    pin        2.3.12   12          创新面向产业工人…         5.15     （十五）     改革企业技术…
               2.4.17   17          扎实做好产业工人…

A line for each link of any tier, each banned pair, and each clause without a partner, so that it can be given one. `pin` (钉) makes a link,
`ban` (禁) removes one, a blank leaves the pair to the aligner. In a line of one clause the other is added by its label or id.

What spreadsheets do to such a file is undone or refused, never guessed: other separators, encodings and orders of columns are read; cells
that would be taken for a formula, and ids that would be taken for a number (4.10 becomes 4.1), are written with an apostrophe before them.
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policydiff.alignment.overruling import Ruling, provision_of
from policydiff.errors import ClauseNotFoundError, DecodeError, MissingFileError, OptionError
from policydiff.model import COUNTED_TIERS, Clause, Collation, Document, Link, Tier
from policydiff.reports.decisions import decided
from policydiff.reports.labels import label, path_label
from policydiff.reports.plain import visible

#: The columns, in the order they are written.
COLUMNS: Final = ("decision", "old id", "old label", "old text", "new id", "new label", "new text", "tier", "score")
#: How much of the text of a clause is shown, to recognise it by.
_GLIMPSE: Final = 40

# -- writing -------------------------------------------------------------------------------------------------------------------------


def to_links(collation: Collation) -> str:
    """Return the table as CSV: a byte order mark and CRLF, as Excel wants them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(collation):
        writer.writerow([*map(guarded, row[:-1]), row[-1]])  # the last one is a number, and may be taken for one
    return "\ufeff" + out.getvalue()


#: What a spreadsheet would calculate, and what it would take for a number or a date and write back as another one.
_FORMULA: Final = re.compile(r"[=+\-@＝＋－＠\t\r']")
_NUMBER_OF_PARTS: Final = re.compile(r"[0-9]+(?:[.\-/:][0-9]+)+")
#: Half a character, which no file can hold.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def guarded(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text, and gives back as it is.

    >>> guarded("=1+1"), guarded("4.10"), guarded("（十）")
    ("'=1+1", "'4.10", '（十）')
    """
    cell = _SURROGATE.sub("\ufffd", cell)
    return f"'{cell}" if _FORMULA.match(cell) or _NUMBER_OF_PARTS.fullmatch(cell) else cell


def _rows(collation: Collation) -> Iterator[tuple[str, ...]]:
    """The cells of each line: old clauses in their order, each with its links, then new clauses without a partner."""
    old, new = collation.old, collation.new
    places = {unit.head.id: place for place, unit in enumerate(new.units)}
    pairs: dict[str, list[tuple[str, Link | None]]] = {}
    for found in collation.links:
        pairs.setdefault(found.old, []).append((found.new, found))
    for a, b in decided(collation, "bans"):
        pairs.setdefault(a, []).append((b, None))
    counted = [link for link in collation.links if link.tier in COUNTED_TIERS]
    linked_old, linked_new = {link.old for link in counted}, {link.new for link in counted}
    for unit in old.units:
        here = _cells(old, unit.head)
        for other, link in sorted(pairs.get(unit.head.id, ()), key=lambda pair: places[pair[0]]):
            yield _decision(link), *here, *_cells(new, new.clause(other)), *_strength(link)
        if unit.head.id not in linked_old:
            yield "", *here, "", "", "", "", ""
    for unit in new.units:
        if unit.head.id not in linked_new:
            yield "", "", "", "", *_cells(new, unit.head), "", ""


def _cells(document: Document, clause: Clause) -> tuple[str, str, str]:
    text = visible(document.text_of(clause)).strip(" \t　")
    return clause.id, path_label(document, clause), text if len(text) <= _GLIMPSE else f"{text[:_GLIMPSE]}…"


def _decision(link: Link | None) -> str:
    if link is None:
        return "ban"
    return "pin" if link.tier is Tier.USER else ""


def _strength(link: Link | None) -> tuple[str, str]:
    return (str(link.tier), f"{link.score:.4g}") if link is not None else ("", "")


# -- reading -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decision:
    """裁定: what a line of the table says."""

    kind: str
    """`pin` or `ban`."""
    old: tuple[str, str]
    """The id and the label, as they stand there; one of them may be empty."""
    new: tuple[str, str]
    where: str
    """The file and the line."""


_DECISIONS: Final = {"": "", "pin": "pin", "钉": "pin", "釘": "pin", "ban": "ban", "禁": "ban"}
#: Other names of the columns: of tables that were written by hand.
_ALIASES: Final = {
    **{name.replace(" ", ""): name for name in COLUMNS},
    **dict.fromkeys(("裁定", "决定"), "decision"),
    **dict.fromkeys(("old", "旧", "原文"), "old id"),
    **dict.fromkeys(("new", "新", "新文"), "new id"),
}
_NEEDED: Final = (("decision",), ("old id", "old label"), ("new id", "new label"))
_SEPARATORS: Final = ",;\t"


def read_links(path: str | os.PathLike[str]) -> tuple[Decision, ...]:
    """Return what a person decided in a table written by `to_links`, or in one of the columns decision, old and new.

    Read are: comma, semicolon or tab between cells; UTF-8 with or without a byte order mark, GB18030, Big5, UTF-16; columns in any order,
    left out or added; empty lines and blanks. Lines that decide nothing are passed over.

    Raises:
        ReadError: if the file cannot be read.
        OptionError: if it is no such table, or a line of it cannot be understood; the message names the line.
    """
    from policydiff import readers

    name = os.fspath(path)
    try:
        raw = readers.read(path)
    except MissingFileError as error:
        raise MissingFileError(error.what, where=error.where, remedy='Write one with save("links.csv").') from None
    except DecodeError:  # a few Chinese characters are too few to tell an encoding by; Chinese Excel writes this one
        raw = readers.read(path, encoding="gb18030")
    return tuple(_decisions(raw.text.removeprefix("\ufeff"), name))


def _decisions(text: str, name: str) -> Iterator[Decision]:
    lines = _lines(text, name)
    columns: Mapping[str, int] | None = None
    for number, cells in lines:
        where = f"{name}, line {number}"
        if columns is None:
            columns = _columns(cells, where)
        else:
            decision = _decision_of({column: cells[at] for column, at in columns.items() if at < len(cells)}, where)
            if decision is not None:
                yield decision
    if columns is None:
        raise OptionError("the table is empty", where=name, remedy='Write one with save("links.csv").')


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with their numbers; cells without the blanks and the apostrophe around them."""
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise OptionError(f"this is no CSV: {error}", where=f"{name}, line {number}", remedy="Check the quotation marks.") from None
        if cells is None:
            return
        bare = [_bare(cell) for cell in cells]
        if any(bare) and not bare[0].lower().startswith("sep="):
            yield number, bare
        number = reader.line_num + 1


def _bare(cell: str) -> str:
    cell = cell.strip(" \t\r\n\u3000\u00a0\ufeff")
    return cell.removeprefix("'").strip()


def _separator(text: str) -> str:
    """The separator that cuts one of the first lines into the names of columns."""
    head = re.split(r"\r\n|\r|\n", text, maxsplit=20)[:20]
    return max(_SEPARATORS, key=lambda separator: max(_known(line.split(separator)) for line in head))


def _known(cells: Iterable[str]) -> int:
    return sum(_column(cell.strip('"')) in COLUMNS for cell in cells)


def _column(cell: str) -> str:
    key = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", _bare(cell)).lower())
    return _ALIASES.get(key, key)


def _columns(cells: Sequence[str], where: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        column = _column(cell)
        if column in found and column in COLUMNS:
            raise OptionError(f"the column {column!r} is there twice", where=where, remedy="Keep one of the two.")
        found[column] = at
    for names in _NEEDED:
        if not any(name in found for name in names):
            raise OptionError(
                f"there is no column {names[0]!r}",
                where=where,
                remedy="The first line names the columns: decision, old id, old label, new id, new label …",
            )
    return {column: at for column, at in found.items() if column in COLUMNS}


def _decision_of(cells: Mapping[str, str], where: str) -> Decision | None:
    written = cells.get("decision", "")
    kind = _DECISIONS.get(unicodedata.normalize("NFKC", written).strip().lower())
    if kind is None:
        raise OptionError(f"the decision {written!r} is not known", where=where, remedy="Write pin (钉) or ban (禁), or leave it blank.")
    old, new = ((cells.get(f"{side} id", ""), cells.get(f"{side} label", "")) for side in ("old", "new"))
    if kind and not (any(old) and any(new)):
        missing = "old" if not any(old) else "new"
        raise OptionError(f"the {kind} has no {missing} clause", where=where, remedy=f"Write its label or its id under {missing} id.")
    if not kind and any(old) and any(new) and cells.get("tier") == "":  # a partner was written in, and the decision forgotten
        raise OptionError("two clauses that are no link, and no decision", where=where, remedy="Write pin (钉) or ban (禁).")
    return Decision(kind, old, new, where) if kind else None


# -- which clauses are meant ------------------------------------------------------------------------------------------------------------


def rulings(decisions: Iterable[Decision], kind: str, old: Document, new: Document) -> list[Ruling]:
    """Return the pairs that the decisions of one kind are about.

    Args:
        decisions: what `read_links` returned.
        kind: `pin` or `ban`.
        old, new: the documents that are aligned.

    Raises:
        ClauseNotFoundError: if there is no such clause, or if a label is printed more than once.
        OptionError: if id and label name two clauses, or an id may have been changed by a spreadsheet.
    """
    return [
        Ruling(_named(old, decision.old, decision), _named(new, decision.new, decision), decision.where)
        for decision in decisions
        if decision.kind == kind
    ]


def _named(document: Document, names: tuple[str, str], decision: Decision) -> str:
    id, printed = names
    whose = f"the {decision.kind} of {' '.join(filter(None, decision.old))} and {' '.join(filter(None, decision.new))}"
    if not id:
        return _by_label(document, printed, whose, decision.where).id
    clause = _by_id(document, id, whose, decision.where)
    if printed and not _is_called(document, clause, printed):
        own = path_label(document, clause)
        raise OptionError(
            f"{id!r} is {own}, and not {printed}; it stands in {whose}",
            where=decision.where,
            remedy="Clear the one of the two that is wrong.",
        )
    return clause.id


def _by_id(document: Document, id: str, whose: str, where: str) -> Clause:
    """A clause by what stands under its id; Excel writes 4.1 for 4.10."""
    longer = [f"{id}{zeros}" for zeros in ("0", "00") if re.fullmatch(r"[0-9]+\.[0-9]+", id)]
    ids = {clause.id for clause in document.clauses}
    possible = [name for name in (id, *longer) if name in ids]
    if len(possible) > 1:
        raise OptionError(
            f"{id!r} may be {' or '.join(possible)}, since spreadsheets drop zeros; it stands in {whose}",
            where=where,
            remedy="Write the printed label, and clear the id.",
        )
    return provision_of(document, possible[0], whose, where) if possible else _by_label(document, id, whose, where)


def _by_label(document: Document, printed: str, whose: str, where: str) -> Clause:
    """A clause by its label, as printed or as the table calls it."""
    try:
        return provision_of(document, printed, whose, where)
    except ClauseNotFoundError:
        called = [unit.head for unit in document.units if path_label(document, unit.head) == printed]
        if len(called) == 1:
            return called[0]
        raise


def _is_called(document: Document, clause: Clause, printed: str) -> bool:
    folded = _folded(printed)
    return any(folded == _folded(name) for name in (path_label(document, clause), label(document, clause), clause.marker))


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).rstrip("、.")

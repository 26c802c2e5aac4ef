"""Tables of Derivations and Destinations (来源表, 去向表), as drafting offices print them behind a new law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from policydiff.model import FRAME_LEVELS, Clause, Collation, Document, Link, Tier
from policydiff.reports.labels import path_label
from policydiff.reports.linked import Linked


class Correspondence(NamedTuple):
    """One clause and the clauses it came from, or went to."""

    clause: Clause
    partners: tuple[Clause, ...]
    """The most certain first."""
    links: tuple[Link, ...]
    """The links that lead to the partners."""


@dataclass(frozen=True, repr=False)
class Table:
    """Clauses of one document and their partners in the other; iterates over its rows."""

    caption: str
    columns: tuple[str, str]
    rows: tuple[Correspondence, ...]
    document: Document
    """Whose clauses stand in the first column."""
    other: Document

    def __iter__(self) -> Iterator[Correspondence]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def cells(self) -> list[tuple[str, str]]:
        """Return the table as text: a label, and the labels of the partners; a probable link is in brackets."""
        return [(path_label(self.document, row.clause), self._partners(row)) for row in self.rows]

    def _partners(self, row: Correspondence) -> str:
        labels = (
            path_label(self.other, clause) if link.tier is not Tier.PROBABLE else f"（{path_label(self.other, clause)}）"
            for clause, link in zip(row.partners, row.links, strict=True)
        )
        return "、".join(labels) or "—"

    def __str__(self) -> str:
        return "\n".join([f"{self.columns[0]}\t{self.columns[1]}", *("\t".join(cells) for cells in self.cells())])

    def __repr__(self) -> str:
        return f"{self.caption}\n{self}"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for a, b in self.cells())
        return f"<table><caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def derivations(collation: Collation) -> Table:
    """Return where each new provision came from."""
    return _table(collation, from_new=True)


def destinations(collation: Collation) -> Table:
    """Return what became of each old provision."""
    return _table(collation, from_new=False)


def _table(collation: Collation, *, from_new: bool) -> Table:
    here, there = (collation.new, collation.old) if from_new else (collation.old, collation.new)
    caption, columns = ("来源表", ("新文", "来源")) if from_new else ("去向表", ("原文", "去向"))
    linked = Linked(collation)
    rows = []
    for unit in here.units:
        clause = unit.head
        if clause.level in FRAME_LEVELS or clause.id in here.headings:
            continue
        found = sorted(linked.of(new=[clause.id]) if from_new else linked.of(old=[clause.id]), key=lambda link: -link.score)
        partners = tuple(there.clause(link.old if from_new else link.new) for link in found)
        rows.append(Correspondence(clause, partners, tuple(found)))
    return Table(caption, columns, tuple(rows), here, there)

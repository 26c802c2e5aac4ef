"""Where a quotation comes from, and whether it is exact: a commentary and its sources → Trace.

    t = policydiff.trace("texts/booklet-2022.txt", source="texts/plan-2017.txt")
    t.summary()                         how many quotations of each kind, how many statements are untrue
    t.quotations, t.claims              every quotation, led to its clause; every statement that can be checked
    t.coverage()                        which clauses are quoted, how often, by whom; which never
    t.save("quotations.html")           .html .json .csv .txt: the suffix chooses

The work is done in `policydiff.quotations`; here it meets the readers and the reports.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from policydiff import quotations
from policydiff.comparison import Readable, read, versions
from policydiff.errors import OptionError
from policydiff.model import Claim, Document, Notice, Quotation, QuotationKind, Tracing
from policydiff.normalization import Normalizer
from policydiff.quotations.coverage import Covered, Section, coverage, sections
from policydiff.reports import tracing as reports
from policydiff.reports.catalogue import catalogue
from policydiff.reports.tracing.html import to_fragment, to_html
from policydiff.reports.tracing.json import to_json, to_record
from policydiff.reports.tracing.labels import commentary_name
from policydiff.reports.tracing.table import to_csv
from policydiff.reports.tracing.terminal import summary, to_text
from policydiff.words import Tokenizer


def trace(
    commentary: Readable,
    *,
    source: Readable | Sequence[Readable],
    names: Sequence[Sequence[str]] = (),
    encoding: str | None = None,
    normalizers: Mapping[str, Normalizer] | None = None,
    tokenize: Tokenizer | None = None,
) -> Trace:
    r"""Find what a commentary quotes from its sources, from which clause, and how exactly.

    Args:
        commentary: the name of a file, or what `read` and `parse` return. A string always names a file; for literal text use
            `policydiff.parse`.
        source: what it may quote: one text, or a list of texts.
        names: for each source, in their order, what else the commentary may call it; titles are read from the texts themselves.
        encoding: of all files, where what was found out about them is wrong.
        normalizers: what differs on paper only, by name and in order; `policydiff.normalization.STANDARD` if left out.
        tokenize: from a run of Chinese characters to its words; jieba if left out. It decides where the marks of edits begin and end.

    Raises:
        ReadError: if a file cannot be read.
        OptionError: if there is no source, if two texts are standard input, or if `names` is longer than the list of sources.

    >>> from policydiff.outline import parse
    >>> notes = parse("《公证法》第二条规定：“公证员应当保守执业秘密。”")
    >>> law = parse("中华人民共和国公证法\n第一条　公证机构依法独立行使职能。\n第二条　公证员应当保守秘密。")
    >>> t = trace(notes, source=law)
    >>> print(t.summary())
    引文1处（改引1），其中1处注明出处；可核对的说法2处，0处不实。
    >>> [(claim.claim, claim.true) for claim in t.claims]
    [('《公证法》', True), ('第二条', True)]
    """
    given = list(source) if isinstance(source, Sequence) and not isinstance(source, str | bytes) else [source]
    if not given:
        raise OptionError("there is no source", remedy='Name one: source="plan.txt", or several: source=["plan.txt", "opinions.txt"].')
    if sum(one == "-" for one in (commentary, *given)) > 1:
        raise OptionError("two texts are standard input", remedy="Name files for all but one of them.")
    if len(names) > len(given):
        raise OptionError(f"names are given for {len(names)} sources, and there are {len(given)}", remedy="Give a list of names for each.")
    if any(isinstance(one, str) for one in names):
        raise OptionError("names is a list of lists of names", remedy='Say names=[["改革方案"]], one list for each source.')
    documents = [one if isinstance(one, Document) else read(one, encoding=encoding) for one in (commentary, *given)]
    found = quotations.find(documents[0], documents[1:], names=names, normalizers=normalizers, tokenize=tokenize)
    return Trace(replace(found, settings={**found.settings, "versions": versions()}))


@dataclass(frozen=True)
class Trace:
    """The result of `trace`: the record, and ways to look at it and save it."""

    tracing: Tracing

    @property
    def commentary(self) -> Document:
        """The text that quotes."""
        return self.tracing.commentary

    @property
    def sources(self) -> tuple[Document, ...]:
        """The texts it may quote."""
        return self.tracing.sources

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Every quotation, in the order of the commentary."""
        return self.tracing.quotations

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every statement about a source that its outline confirms or refutes, in the order of the commentary."""
        return self.tracing.claims

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a reader should know: about the tracing, the commentary, the sources."""
        return (*self.tracing.notices, *self.commentary.notices, *(n for source in self.sources for n in source.notices))

    @property
    def exact(self) -> bool:
        """Whether every quotation is verbatim or elided, and every statement true."""
        inexact = (QuotationKind.ALTERED, QuotationKind.PARAPHRASE, QuotationKind.NOT_FOUND)
        return all(q.kind not in inexact for q in self.quotations) and all(claim.true for claim in self.claims)

    def of_kind(self, *kinds: QuotationKind | str) -> tuple[Quotation, ...]:
        """Return the quotations of some kinds: `t.of_kind("altered", "not found")`."""
        return tuple(quotation for quotation in self.quotations if quotation.kind in kinds)

    def text_of(self, quotation: Quotation) -> str:
        """Return the raw text of a quotation as the commentary has it."""
        return quotation.span.of(self.commentary.text)

    def coverage(self) -> tuple[Covered, ...]:
        """Return for every clause of every source which quotations have a part of it, how much of it they quote, and where."""
        return self._coverage

    @cached_property
    def _coverage(self) -> tuple[Covered, ...]:
        return coverage(self.tracing)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections of the commentary that quote something: questions, essays with their authors, chapters."""
        return sections(self.tracing)

    def summary(self, *, ui: str = "zh-Hans") -> str:
        """Return the counts in a sentence.

        Args:
            ui: the language: `zh-Hans`, `zh-Hant` or `en`.

        Raises:
            OptionError: if it is none of these.
        """
        return summary(self.tracing, catalogue(ui))

    def to_html(self, *, ui: str = "zh-Hans") -> str:
        """Return the report as one self-contained page: the commentary with its quotations marked, the sources beside it.

        Args:
            ui: the language of the page: `zh-Hans`, `zh-Hant` or `en`. The texts are never translated.

        Raises:
            OptionError: if it is none of these.
        """
        return to_html(self.tracing, ui=ui)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data; see the JSON contract in `policydiff.reports.tracing.json`."""
        return to_record(self.tracing)

    def to_json(self) -> str:
        """Return the record as JSON text."""
        return to_json(self.tracing)

    def to_csv(self) -> str:
        """Return a table for spreadsheets, one line for every part of every quotation."""
        return to_csv(self.tracing)

    def to_text(self, *, color: bool = False, ui: str = "zh-Hans") -> str:
        """Return the report for a terminal or a mail.

        Args:
            color: whether to use terminal colours.
            ui: the language: `zh-Hans`, `zh-Hant` or `en`.

        Raises:
            OptionError: if the language is none of these.
        """
        return to_text(self.tracing, color=color, ui=ui)

    def save(self, path: str | os.PathLike[str], **options: str) -> Path:
        """Write the report, in the format that the suffix names: .html, .json, .csv, .txt.

        A file that is there is replaced, and only when the new one is complete.

        Args:
            path: the name of the file.
            options: for .html and .txt `ui`, the language.

        Returns:
            The path of the file.

        Raises:
            OutputError: if the suffix is not known, or the file cannot be written.
            OptionError: if the report with that suffix has no such options.
        """
        return reports.save(self.tracing, path, **options)

    def _repr_html_(self) -> str:
        return to_fragment(self.tracing)

    def __repr__(self) -> str:
        return f"<Trace {commentary_name(self.tracing)} · {self.summary()}>"

"""Where all stages meet: two files → Comparison.

    c = policydiff.compare("texts/plan-2017.txt", "texts/opinions-2024.txt")
    c                       a 对照表 in a notebook, a line in a terminal
    c.summary()             counts, by kind, in clauses and in characters
    c.find(new="（六）").old  where it came from
    c.save("report.html")

The body of `compare` is the path of the data: read, parse, choose a profile, normalise, align, diff, classify, collate.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from policydiff import changes, outline, readers
from policydiff.alignment import Overruling, rule
from policydiff.alignment.overruling import provision_of
from policydiff.changes import BulkSubstitution, Folding, bulk_substitutions, folding
from policydiff.corrections import WORDING, corrections
from policydiff.embeddings import Embed, Embedding
from policydiff.errors import ClauseNotFoundError, MissingExtraError, OptionError
from policydiff.model import (
    Alignment,
    ChangeKind,
    Clause,
    Collation,
    Document,
    Edit,
    EditTag,
    Evidence,
    Finding,
    Link,
    Notice,
    Pair,
    Rejection,
    Tier,
)
from policydiff.normalization import (
    STANDARD,
    Normalizer,
    normalize_document,
)
from policydiff.profiles import Choice, Overruler, Steps, choose, steps_for
from policydiff.progress import Progress, listening, stages
from policydiff.reports import save, tables
from policydiff.reports.account import account
from policydiff.reports.catalogue import ZH_HANS
from policydiff.reports.decisions import decided
from policydiff.reports.html import to_fragment, to_frame, to_html
from policydiff.reports.json import to_json, to_record
from policydiff.reports.labels import KINDS, name_of, path_label, row_label
from policydiff.reports.linked import Linked
from policydiff.reports.links import Decision, read_links, rulings, to_links
from policydiff.reports.moves import MovedBlock, moved_blocks
from policydiff.reports.summary import Summary, summarize
from policydiff.reports.tables import Table
from policydiff.reports.terminal import marked_text, to_text
from policydiff.reports.terms import to_terms
from policydiff.rows import compared_rows
from policydiff.terms import Term, keyness
from policydiff.words import Tokenizer, tokenizer_name

if TYPE_CHECKING:
    import pandas

    from policydiff.alignment.explanation import Case, ClauseExplanation, Explanation

#: What can be compared: the name of a file, its bytes or a stream of them, or a document that was read or parsed before.
Readable = str | os.PathLike[str] | bytes | BinaryIO | Document

#: What each notice about a comparison means; those about a document are in `policydiff.outline.NOTICES`.
NOTICES: Final = {
    "unrelated": "Few provisions have a strong link: these may not be versions of one document. Do not rely on probable links.",
    "in-sections": "Too many provisions for one table: the texts are aligned in sections, and only strong links lead from one to another.",
    "script": "One text is in simplified, the other in traditional characters; they are compared in simplified ones.",
    "not-found": "A reprint was asked for, but no long passage of one text is in the other; they are compared as a whole.",
}

_PROFILES: Final = ("auto", "revision", "reprint")
#: How much of the work it is to align, to compare the rows, and to judge them.
_WEIGHTS: Final = (3, 1, 1)


def read(path: str | os.PathLike[str] | bytes | BinaryIO, *, encoding: str | None = None, name: str | None = None) -> Document:
    """Return the document that a file holds.

    Args:
        path: the name of a file, or its content as bytes or as a binary stream; `-` is standard input.
        encoding: a codec, where what was found out about the file is wrong.
        name: what to call the source; the name of the file if left out.

    Raises:
        ReadError: if there is no such file, or no text in it; see `policydiff.errors`.

    >>> read("第一条　为了……。".encode("gb18030"), name="law.txt").clauses[0].id
    'a1'
    """
    raw = readers.read(path, encoding=encoding, name=name)
    return outline.parse(raw.text, source=raw.source)


def compare(
    old: Readable,
    new: Readable,
    *,
    profile: str = "auto",
    encoding: str | None = None,
    old_label: str | None = None,
    new_label: str | None = None,
    normalizers: Mapping[str, Normalizer] | None = None,
    tokenize: Tokenizer | None = None,
    classifiers: Sequence[changes.Classifier] | None = None,
    pins: Iterable[tuple[str, str]] = (),
    bans: Iterable[tuple[str, str]] = (),
    links: str | os.PathLike[str] | None = None,
    embed: Embed | None = None,
    progress: Progress = None,
) -> Comparison:
    r"""Compare two documents clause by clause.

    Args:
        old, new: names of files, or what `read` and `parse` return. A string always names a file; for literal text use
            `policydiff.parse`.
        profile: `revision` for two versions of a text, whose clauses may have been reordered, renumbered, split and
            joined; `reprint` for a text and a page that prints it, where every word and every number counts, and what is
            not the text is outside; `auto` to let the documents decide. The choice and its reason are in
            `Comparison.settings`.
        encoding: of both files, where what was found out about them is wrong.
        old_label, new_label: what to call the documents in reports; their titles if left out.
        normalizers: what differs on paper only, by name and in order; `policydiff.normalization.STANDARD` if left out.
        tokenize: from a run of Chinese characters to its words; jieba if left out. It decides where marks begin and end.
        classifiers: what remarks on the rows; `policydiff.changes.CLASSIFIERS` if left out.
        pins: pairs of an old and a new clause that correspond, whatever the aligner makes of them; each by its id or its printed
            label. They are links of tier `user`, which count and form rows. No other link changes its score or its tier.
        bans: pairs that do not correspond: no link, of any tier.
        links: a table of links with more of both, as `Comparison.save("links.csv")` writes it and a person edits it.
        embed: from a list of texts to a vector each, so that clauses that say the same in other words are found; see below.
        progress: True for a bar (with tqdm installed), or a callable that is told how many of the clauses of both documents are
            done, and how many there are. One that raises stops the work.

    A reworded clause may share hardly a word with the one it came from. A model that puts texts of one meaning close together
    can be handed in; it is asked once, for the normalised texts of clauses, their headings and their sentences, and has a third of the
    say in which clauses prefer each other. What text a clause explains is still told by words, and two clauses without a pair of
    characters in common are not linked by it. With `pip install sentence-transformers`:

        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer("BAAI/bge-small-zh-v1.5")
        embed = policydiff.Embedding(model.encode, name="BAAI/bge-small-zh-v1.5")
        c = policydiff.compare("old.txt", "new.txt", embed=embed)
        c.explain(new="（九）", embed=embed)

    `policydiff.Embedding` gives the model a name in the record, and remembers its vectors for the next call; a bare callable
    will do. Which one it was, and the dimension of its vectors, is in `settings["embedding"]`. A reprint is aligned by the order
    of its characters: there no model is asked.

    Raises:
        ReadError: if a file cannot be read.
        ClauseNotFoundError: if a pin or a ban names a clause that is not there, or a label that is printed more than once.
        OptionError: if `profile` is none of the three, if both sides are standard input, if a pair is both pinned and banned,
            if a pin or a ban names a part of a provision (款、项、目), if the table of links cannot be understood, or if `embed` is not
            callable or returns anything but one vector of finite numbers for each text, or if `progress` is no callable. What `embed`
            and `progress` raise themselves is passed on.

    >>> old = outline.parse("第一条　国家鼓励企业创新。\n第二条　本法自公布之日起施行。")
    >>> new = outline.parse("第一条　国家支持企业创新。\n第二条　本法自公布之日起施行。")
    >>> print(compare(old, new).changes[0])
    第一条　国家[-鼓励-]{+支持+}企业创新。
    >>> print(compare(old, new, bans=[("第一条", "第一条")]).changes[0])
    [-第一条　国家鼓励企业创新。-]
    """
    if profile not in _PROFILES:
        raise OptionError(f"profile={profile!r} is not known", remedy=f"Use one of {', '.join(_PROFILES)}.")
    if old == new == "-":
        raise OptionError("both sides are standard input", remedy="Name a file for one of them.")
    overrule = _overruler(pins, bans, links)
    embedding = Embedding(embed) if embed is not None else None
    old_document, new_document = _document(old, encoding), _document(new, encoding)
    steps = steps_for(old_document, new_document, STANDARD if normalizers is None else normalizers)
    with listening(progress) as tell:
        aligning, comparing, judging = stages(tell, len(old_document.clauses) + len(new_document.clauses), _WEIGHTS)
        choice = choose(old_document, new_document, steps, profile, overrule, embedding, aligning)
        aligning(1, 1)
        pairs = compared_rows(choice, steps, tokenize, classifiers, comparing, judging)
        judging(1, 1)
    labels = {side: label for side, label in (("old", old_label), ("new", new_label)) if label is not None}
    collation = Collation(
        choice.old.document,
        choice.new.document,
        choice.alignment.profile,
        choice.alignment.links,
        pairs,
        (*choice.alignment.notices, *steps.notices),
        _settings(choice, steps, profile, labels, tokenize, embedding),
        choice.alignment.rejected,
        choice.alignment.echoes,
    )
    return Comparison(collation)


def align(
    old: Document,
    new: Document,
    *,
    profile: str = "revision",
    pins: Iterable[tuple[str, str]] = (),
    bans: Iterable[tuple[str, str]] = (),
    links: str | os.PathLike[str] | None = None,
    embed: Embed | None = None,
    progress: Progress = None,
) -> Alignment:
    r"""Return which clauses of two documents correspond, without comparing their words.

    Args:
        old, new: what `read` and `parse` return.
        profile: `revision`, `reprint` or `auto`; see `compare`.
        pins, bans, links: pairs that a person decided about; see `compare`.
        embed: from a list of texts to a vector each; see `compare`.
        progress: True for a bar, or a callable; see `compare`.

    Raises:
        ClauseNotFoundError: if a pin or a ban names a clause that is not there, or a label that is printed more than once.
        OptionError: if `profile` is none of the three, or a pin or a ban cannot be meant; see `compare`.

    >>> old = outline.parse("第一条　国家鼓励企业创新。\n第二条　本法自公布之日起施行。")
    >>> [(link.old, link.new, link.tier.value) for link in align(old, old).links]
    [('a1', 'a1', 'strong'), ('a2', 'a2', 'strong')]
    """
    if profile not in _PROFILES:
        raise OptionError(f"profile={profile!r} is not known", remedy=f"Use one of {', '.join(_PROFILES)}.")
    overrule, embedding = _overruler(pins, bans, links), Embedding(embed) if embed is not None else None
    with listening(progress) as tell:
        (aligning,) = stages(tell, len(old.clauses) + len(new.clauses), (1,))
        alignment = choose(old, new, steps_for(old, new, STANDARD), profile, overrule, embedding, aligning).alignment
        aligning(1, 1)
    return alignment


def _document(given: Readable, encoding: str | None) -> Document:
    return given if isinstance(given, Document) else read(given, encoding=encoding)


# -- what a person decided -----------------------------------------------------------------------------------------------------------------


def _overruler(pins: Iterable[tuple[str, str]], bans: Iterable[tuple[str, str]], links: str | os.PathLike[str] | None) -> Overruler:
    return partial(_overruling, pins, bans, read_links(links) if links is not None else ())


def _overruling(
    pins: Iterable[tuple[str, str]], bans: Iterable[tuple[str, str]], decisions: Sequence[Decision], old: Document, new: Document
) -> Overruling:
    own = rule(old, new, pins, bans)
    written = rulings(decisions, "pin", old, new), rulings(decisions, "ban", old, new)
    return rule(old, new, [*sorted(own.pins), *written[0]], [*sorted(own.bans), *written[1]])


# -- what is recorded of the choices -------------------------------------------------------------------------------------------------------


def _settings(
    choice: Choice, steps: Steps, asked: str, labels: dict[str, str], tokenize: Tokenizer | None, embedding: Embedding | None
) -> dict[str, object]:
    return {
        "profile": choice.alignment.profile,
        "asked": asked,
        "reason": choice.reason.text,
        "reason_said": {"key": choice.reason.said.key, "facts": dict(choice.reason.said.facts)},
        "page": choice.page,
        "labels": labels,
        "scripts": {"old": str(steps.scripts[0]), "new": str(steps.scripts[1])},
        "normalizers": list(steps.names),
        "tokenizer": tokenizer_name() if tokenize is None else "given",
        "embedding": {"name": embedding.name, "dimension": embedding.dimension} if embedding is not None and embedding.dimension else None,
        "pins": _in_order(choice.overruling.pins, choice),
        "bans": _in_order(choice.overruling.bans, choice),
        "unit": "code points",
        "versions": versions(),
    }


def _in_order(pairs: Iterable[tuple[str, str]], choice: Choice) -> list[list[str]]:
    """Pairs of ids in the order of the old text, then of the new."""
    places = [{clause.id: place for place, clause in enumerate(side.document.clauses)} for side in (choice.old, choice.new)]
    return [list(pair) for pair in sorted(pairs, key=lambda pair: (places[0][pair[0]], places[1][pair[1]]))]


@cache
def versions() -> dict[str, str]:
    """Return the versions of this package and of what its results depend on."""
    import unicodedata
    from importlib.metadata import version
    from importlib.util import find_spec

    from policydiff import __version__

    engines = {name: version(name) for name in ("rapidfuzz", "opencc", "numpy", "scipy")}
    installed = {name: version(name) for name in ("four-corner-method", "pypinyin") if find_spec(name.replace("-", "_"))}
    return {"policydiff": __version__, "unicode": unicodedata.unidata_version, **engines, **installed}


# -- the result --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """变更: one row of a comparison, seen with its documents."""

    pair: Pair
    collation: Collation
    linked: Linked | None = field(default=None, repr=False, compare=False)
    """The links of the record by their clauses, which all rows of a comparison share."""

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """What happened; empty if nothing did."""
        return self.pair.kinds

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What differs; they tile both sides."""
        return self.pair.edits

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to look at first."""
        return self.pair.findings

    @cached_property
    def old(self) -> tuple[Clause, ...]:
        """Where the text came from: the old clauses of the row, then those that a link leads to."""
        return self._clauses(self.collation.old, self.pair.old, [link.old for link in self.links])

    @cached_property
    def new(self) -> tuple[Clause, ...]:
        """Where the text went: the new clauses of the row, then those that a link leads to."""
        return self._clauses(self.collation.new, self.pair.new, [link.new for link in self.links])

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The counted links of the clauses of the row: those that a person made, then the most certain first."""
        linked = self.linked or Linked(self.collation)
        found = linked.of(old=self.pair.old, new=self.pair.new)
        return tuple(sorted(found, key=lambda link: (link.tier is not Tier.USER, -link.score)))

    @staticmethod
    def _clauses(document: Document, row: Sequence[str], linked: Sequence[str]) -> tuple[Clause, ...]:
        return tuple(document.heads(dict.fromkeys([*row, *linked])))

    @property
    def label(self) -> str:
        """What to call the row: the label of its new clause, or of the old one if it was dropped."""
        return row_label(self.collation, self.pair)

    @property
    def old_text(self) -> str:
        """The raw text of the old clauses of the row, one to a line."""
        return "\n".join(self.collation.old.text_of(self.collation.old.clause(id)) for id in self.pair.old)

    @property
    def new_text(self) -> str:
        """The raw text of the new clauses of the row, one to a line."""
        return "\n".join(self.collation.new.text_of(self.collation.new.clause(id)) for id in self.pair.new)

    def __str__(self) -> str:
        """The row in one line, differences in brackets; a clause without a printed number is named first."""
        text = marked_text(self.collation, self.pair)
        first = (self.new or self.old)[0]
        return text if first.marker else f"{self.label} {text}"

    def __repr__(self) -> str:
        return f"<Change {self.label} {' '.join(map(str, self.kinds)) or 'equal'}>"


@dataclass(frozen=True)
class Comparison:
    """The result of `compare`: the record, and ways to look at it, find things in it and save it."""

    collation: Collation

    @property
    def old(self) -> Document:
        """The old document."""
        return self.collation.old

    @property
    def new(self) -> Document:
        """The new document; of a page only what was found to be the text."""
        return self.collation.new

    @property
    def profile(self) -> str:
        """`revision` or `reprint`."""
        return self.collation.profile

    @property
    def settings(self) -> Mapping[str, object]:
        """How the result was made; `reason` says why the profile was chosen."""
        return self.collation.settings

    @property
    def links(self) -> tuple[Link, ...]:
        """Which clauses correspond, rejected candidates included."""
        return self.collation.links

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a reader should know: about the comparison, the old document, the new document."""
        return (*self.collation.notices, *self.old.notices, *self.new.notices)

    @property
    def identical(self) -> bool:
        """Whether not one character of the texts differs."""
        return not self.changes

    def summary(self) -> Summary:
        """Return the counts; printed, a sentence."""
        return self._summary

    @cached_property
    def _summary(self) -> Summary:
        return summarize(self.collation)

    def account(self, *, ui: str = "zh-Hans") -> tuple[str, ...]:
        r"""Return what changed in a few plain sentences, every number of them a count of the record; see `policydiff.reports.account`.

        Args:
            ui: the language: `zh-Hans`, `zh-Hant` or `en`.

        Raises:
            OptionError: if it is none of these.

        >>> before = outline.parse("第一条　罚款2000元。\n第二条　本法自公布之日起施行。")
        >>> after = outline.parse("第一条　罚款3000元。\n第二条　本法自公布之日起施行。")
        >>> for sentence in compare(before, after, profile="revision").account(ui="en"):
        ...     print(sentence)
        Of the 2 provisions of the new text, 1 is unchanged and 1 is reworded.
        Of the 2 provisions of the old text, 1 is unchanged and 1 lives on in other words.
        1 passage differs: 1 replaced.
        There is 1 changed number: “2000元” → “3000元” in 第一条.
        """
        return account(self.collation, ui=ui)

    @cached_property
    def rows(self) -> tuple[Change, ...]:
        """Every row, in reading order."""
        linked = Linked(self.collation)
        return tuple(Change(pair, self.collation, linked) for pair in self.collation.pairs)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every row in which something happened, if only to the form."""
        return tuple(row for row in self.rows if row.kinds)

    def _of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(row for row in self.rows if kind in row.kinds)

    @property
    def insertions(self) -> tuple[Change, ...]:
        """Rows that are new."""
        return self._of_kind(ChangeKind.INSERTION)

    @property
    def repeals(self) -> tuple[Change, ...]:
        """Rows that were dropped."""
        return self._of_kind(ChangeKind.REPEAL)

    @property
    def substitutions(self) -> tuple[Change, ...]:
        """Rows with other words."""
        return self._of_kind(ChangeKind.SUBSTITUTION)

    @property
    def moves(self) -> tuple[Change, ...]:
        """Rows at another place in the order."""
        return self._of_kind(ChangeKind.MOVE)

    @property
    def splits(self) -> tuple[Change, ...]:
        """Rows of old clauses that became several."""
        return self._of_kind(ChangeKind.SPLIT)

    @property
    def joins(self) -> tuple[Change, ...]:
        """Rows of new clauses that were made of several."""
        return self._of_kind(ChangeKind.JOIN)

    @property
    def renumberings(self) -> tuple[Change, ...]:
        """Rows with another number in the same scheme."""
        return self._of_kind(ChangeKind.RENUMBERING)

    @cached_property
    def bulk_substitutions(self) -> tuple[BulkSubstitution, ...]:
        """统一修改: replacements of words that were made at three places or more, the most frequent first."""
        return bulk_substitutions(self.collation)

    @cached_property
    def folding(self) -> Folding:
        """The edits that are wholly part of bulk substitutions, and the rows in which nothing else changed the words."""
        return folding(self.collation.pairs, self.bulk_substitutions)

    def find(self, *, old: str | None = None, new: str | None = None) -> Change:
        """Return the row of a clause, by its id or by its printed label.

        Raises:
            OptionError: if not exactly one of `old` and `new` is given.
            ClauseNotFoundError: if there is no such clause, or if its label is printed more than once.
        """
        if (old is None) == (new is None):
            raise OptionError("find wants one clause", remedy='Say find(old="2.2.5") or find(new="（六）").')
        document, label = (self.old, old) if old is not None else (self.new, new or "")
        wanted = document.find(label).id
        for row in self.rows:
            if wanted in (row.pair.old if old is not None else row.pair.new):
                return row
        raise ClauseNotFoundError(f"{label!r} is in no row", where=document.source.name)

    def explain(
        self,
        *,
        old: str | None = None,
        new: str | None = None,
        normalizers: Mapping[str, Normalizer] | None = None,
        embed: Embed | None = None,
    ) -> Explanation | ClauseExplanation:
        r"""Return why two clauses are linked or are not, or for one clause what came closest; printed, Chinese sentences.

        The aligner does its work once more to tell; that takes as long as the alignment took.

        Args:
            old, new: an id or a printed label each. With both, the answer is about that pair; with one, about its links and about
                the best candidate that is none.
            normalizers, embed: what was handed to `compare`, if anything was; a record knows their names only.

        Returns:
            An `Explanation` for a pair, a `ClauseExplanation` for one clause.

        Raises:
            ClauseNotFoundError: if there is no such clause, or if its label is printed more than once.
            OptionError: if neither is given, if one is a part of a provision, if the normalisers are not known, if `embed` is not
                what the comparison was made with, or if the documents were too large to be aligned in one piece.

        >>> before = outline.parse("第一条　国家鼓励企业创新。\n第二条　农药应当登记。")
        >>> after = outline.parse("第一条　国家支持企业创新。\n第二条　公证应当自愿。")
        >>> why = compare(before, after, profile="revision").explain(old="第一条", new="第一条")
        >>> why.linked, why.mutual, str(why).split("\n")[0]
        (True, True, '原文第一条与新文第一条：对应，可靠。')
        """
        from policydiff.alignment.explanation import explain_clause, explain_pair

        if old is None and new is None:
            raise OptionError("explain wants a clause, or two", remedy='Say explain(old="2.2.5", new="（六）"), or leave one out.')
        a = provision_of(self.old, old, "explain(old=…)").id if old is not None else None
        b = provision_of(self.new, new, "explain(new=…)").id if new is not None else None
        case = self._case(normalizers, embed)
        if a is not None and b is not None:
            return explain_pair(case, a, b)
        return explain_clause(case, "old", a) if a is not None else explain_clause(case, "new", b or "")

    def _case(self, normalizers: Mapping[str, Normalizer] | None, embed: Embed | None) -> Case:
        from policydiff.alignment.explanation import Case

        if any(notice.code == "in-sections" for notice in self.collation.notices):
            raise OptionError("the documents were aligned in sections", remedy="Compare the chapters you ask about by themselves.")
        steps = steps_for(self.old, self.new, self._normalizers() if normalizers is None else normalizers)
        keep = self.profile == "reprint"
        olds = normalize_document(self.old, keep_markers=keep, normalizers=steps.old)
        news = normalize_document(self.new, keep_markers=keep, normalizers=steps.new)
        overruling = Overruling(*(frozenset(decided(self.collation, kind)) for kind in ("pins", "bans")))
        return Case(olds, news, self.profile, self.links, overruling, path_label, self._embedding(embed))

    def _embedding(self, embed: Embed | None) -> Embedding | None:
        recorded = self.settings.get("embedding")
        used = str(recorded["name"]) if isinstance(recorded, Mapping) else None
        embedding = Embedding(embed) if embed is not None and self.profile == "revision" else None
        given = embedding.name if embedding is not None else None
        if given == used:
            return embedding
        made = f"the embedding {used}" if used is not None else "no embedding"
        remedy = "Hand the same in again: explain(…, embed=…)." if used is not None else "Leave embed= out."
        raise OptionError(f"the comparison was made with {made}, not with {given or 'none'}", remedy=remedy)

    def _normalizers(self) -> dict[str, Normalizer]:
        names = self.settings.get("normalizers")
        used = [str(name) for name in names if not str(name).startswith("script:")] if isinstance(names, Sequence) else list(STANDARD)
        strange = [name for name in used if name not in STANDARD]
        if strange:
            raise OptionError(
                f"the comparison was made with normalisers that are not known here: {', '.join(strange)}",
                remedy="Hand them in again: explain(…, normalizers=…).",
            )
        return {name: STANDARD[name] for name in used}

    @property
    def moved_blocks(self) -> tuple[MovedBlock, ...]:
        """What moved, rows that moved together as one; see `policydiff.reports.moves`."""
        return moved_blocks(self.collation)

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """For each provision without a link what came closest, and why it is no link; `explain` tells more."""
        return self.collation.rejected

    @property
    def echoes(self) -> tuple[Evidence, ...]:
        """Phrases that were used again in clauses which are not linked."""
        return self.collation.echoes

    def derivations(self) -> Table:
        """Return where each new provision came from (来源表)."""
        return tables.derivations(self.collation)

    def destinations(self) -> Table:
        """Return what became of each old provision (去向表)."""
        return tables.destinations(self.collation)

    def terms(self, *, least: int = 2, tokenize: Tokenizer | None = None) -> tuple[Term, ...]:
        r"""Return the words and phrases that came, went, rose and fell (来去的用语), the most telling first; see `policydiff.terms`.

        Args:
            least: how often a term that came or went must stand at least. With 1, words that stand once are returned too.
            tokenize: from a run of Chinese characters to its words; jieba if left out.

        Raises:
            OptionError: if `least` is less than 1.

        >>> before = outline.parse("一、发展传统产业。\n二、改造传统产业。")
        >>> after = outline.parse("一、发展新质生产力。\n二、壮大新质生产力。")
        >>> [f"{term.kind} {term}" for term in compare(before, after).terms()]
        ['went 传统产业 2 → 0', 'came 新质生产力 0 → 2']
        """
        return keyness(self.old, self.new, least=least, tokenize=tokenize)

    def corrections(self, chosen: Iterable[Change | Edit] | None = None, *, formal: bool = False, side: str = "new") -> str:
        r"""Return a patch that turns a reprint into the official wording; `policydiff.apply_corrections` applies it.

        The old document is the official text, the new one its reprint, unless `side` says otherwise.

        Args:
            chosen: rows, or single edits of them, to correct; all if left out.
            formal: whether to correct differences of form in these rows too: width, blanks, marks of the file format, line ends.
            side: which document is the reprint, `old` or `new`.

        Raises:
            OptionError: if this is a revision; see `policydiff.corrections` for the others.

        >>> from policydiff import apply_corrections
        >>> official = outline.parse("（一）企业应当公开信息。\n（二）鼓励企业创新。")
        >>> page = outline.parse("（一）企业可以公开信息。\n（二）鼓励大企业创新。")
        >>> reprint = compare(official, page, profile="reprint")
        >>> apply_corrections(page.text, reprint.corrections([reprint.find(new="（二）")])).text
        '（一）企业可以公开信息。\n（二）鼓励企业创新。'
        """
        edits = None if chosen is None else _edits_of(chosen, formal=formal)
        return corrections(self.collation, edits, formal=formal, side=side)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data; see the JSON contract in `policydiff.reports.json`."""
        return to_record(self.collation)

    def to_json(self) -> str:
        """Return the record as JSON text."""
        return to_json(self.collation)

    def to_links(self) -> str:
        """Return the links as CSV for a person to edit; `compare(…, links=…)` reads it back. See `policydiff.reports.links`."""
        return to_links(self.collation)

    def to_terms(self) -> str:
        """Return the terms that came, went, rose and fell as CSV for a spreadsheet. See `policydiff.reports.terms`."""
        return to_terms(self.collation)

    def to_html(self, *, view: str = "table", kind: str = "report", ui: str = "zh-Hans") -> str:
        """Return the report as one self-contained page.

        Args:
            view: `table` for two columns, `inline` for one running text with its marks.
            kind: `report` for all of it; `changes` for the list of changes without the text, short enough to mail, with the same counts.
            ui: the language of the page: `zh-Hans`, `zh-Hant` or `en`. The texts compared are never translated.

        Raises:
            OptionError: if there is no such view, kind or language.
        """
        return to_html(self.collation, view=view, kind=kind, ui=ui)

    def show(self, *, view: str = "table", height: int = 800, ui: str = "zh-Hans") -> Shown:
        """Return the full report for a notebook, where it stands in a frame of its own, with its search, filters and keys.

        Args:
            view: `table` or `inline`; see `to_html`.
            height: of the frame, in pixels.
            ui: the language of the page; see `to_html`.

        Raises:
            OptionError: if there is no such view or language.
        """
        return Shown(to_frame(self.collation, view=view, height=height, ui=ui), repr(self))

    def to_text(self, *, color: bool = False, unchanged: bool = False, ui: str = "zh-Hans") -> str:
        """Return the report for a terminal or a mail: one block for each row.

        Args:
            color: whether to use terminal colours.
            unchanged: whether to list rows in which nothing happened.
            ui: the language: `zh-Hans`, `zh-Hant` or `en`.

        Raises:
            OptionError: if the language is none of these.
        """
        return to_text(self.collation, color=color, unchanged=unchanged, ui=ui)

    def to_dataframe(self) -> pandas.DataFrame:
        """Return a row for each row: ids, kinds, texts, marked text, findings.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtraError("to_dataframe needs pandas", remedy="Run: pip install 'policydiff[pandas]'") from None
        return pandas.DataFrame(list(self._records()), columns=list(_COLUMNS))

    def _records(self) -> Iterator[tuple[str, ...]]:
        for row in self.rows:
            yield (
                " ".join(row.pair.old),
                " ".join(row.pair.new),
                " ".join(map(str, row.kinds)),
                row.old_text,
                row.new_text,
                marked_text(self.collation, row.pair),
                " ".join(finding.note for finding in row.findings),
            )

    def save(self, path: str | os.PathLike[str], **options: str) -> Path:
        """Write the report, in the format that the suffix names: .html, .json, .txt.

        Tables: .csv for the links, which a person may edit; .terms.csv, or a file called terms.csv, for the terms that came and went.
        .patch is for the corrections of a reprint.

        A file that is there is replaced, and only when the new one is complete.

        Args:
            path: the name of the file.
            options: for .html, `view`, `kind` and `ui`, see `to_html`; for .txt, `ui`.

        Returns:
            The path of the file.

        Raises:
            OutputError: if the suffix is not known, or the file cannot be written.
            OptionError: if the report with that suffix has no such options.
        """
        return save(self.collation, path, **options)

    def _repr_html_(self) -> str:
        return to_fragment(self.collation)

    def __repr__(self) -> str:
        rows = self._summary.rows
        counts = " ".join(f"{ZH_HANS[f'sign.{kind}']}{rows[kind]}" for kind in KINDS if rows[kind])
        return f"<Comparison {name_of(self.collation, 'old')} → {name_of(self.collation, 'new')} · {self.profile} · {counts}>"


def _edits_of(chosen: Iterable[Change | Edit], *, formal: bool) -> Iterator[Edit]:
    """Single edits as they are; of rows those in which words differ, or the form if that is asked for."""
    for item in chosen:
        if isinstance(item, Change):
            yield from (edit for edit in item.edits if edit.tag in WORDING or (formal and edit.tag is EditTag.FORMAL))
        else:
            yield item


class Shown:
    """The full report in the output of a notebook cell; elsewhere a line that says how to see it."""

    def __init__(self, frame: str, line: str) -> None:
        self._frame = frame
        self._line = line

    def _repr_html_(self) -> str:
        return self._frame

    def __repr__(self) -> str:
        return f'{self._line}\nThe report is shown in a notebook only; elsewhere say save("report.html") and open the file.'


_COLUMNS: Final = ("old", "new", "kinds", "old_text", "new_text", "marked", "findings")

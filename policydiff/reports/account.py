"""What changed, in a few plain sentences.

    新文30条中，26条由原文改写而来，3条从原文条款析出，1条为新增。
    Of the 30 provisions of the new text, 26 are reworded, 3 were split off from others, and 1 is new.

Every number is one of the record: a count of `summary`, of findings, or of substitutions that were made throughout. Nothing is weighed,
and nothing is guessed. The sentences are in the catalogues; what is told, and in which order, is the same in all languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from policydiff.changes import BulkSubstitution, bulk_substitutions
from policydiff.model import Collation, Finding, Pair, Span
from policydiff.reports.catalogue import Catalogue, catalogue
from policydiff.reports.labels import row_label
from policydiff.reports.plain import visible
from policydiff.reports.summary import FATES, Fate, Summary, summarize


def account(collation: Collation, *, ui: str = "zh-Hans") -> tuple[str, ...]:
    """Return what changed, a sentence each, the most important first.

    Args:
        collation: the record.
        ui: the language: `zh-Hans`, `zh-Hant` or `en`.

    Raises:
        OptionError: if it is none of these.
    """
    words = catalogue(ui)
    return tuple(_told(_facts(collation, words), words))


# -- facts --------------------------------------------------------------------------------------------------------------------------------


class _Example(NamedTuple):
    """Where a finding was made, and the words if they are few."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class _Facts:
    summary: Summary
    findings: Mapping[str, Sequence[_Example]]
    """By name, those with words to quote first; what has no name of its own here is `other`."""
    bulk: Sequence[BulkSubstitution]
    doubtful: bool
    """Whether these may not be versions of one document."""

    @property
    def strangers(self) -> bool:
        """Whether not one provision has a counterpart."""
        old, new = self.summary.old, self.summary.new
        is_revision = self.summary.profile == "revision"
        return is_revision and old.total + new.total > 0 and old.alone == old.total and new.alone == new.total


#: Findings by name, those that weigh most first. Classifiers of the caller's are `other`.
_FINDINGS: Final = (
    *("number", "modality", "negation", "scope", "body", "name", "enumeration"),
    *("paragraph", "reference", "repetition", "transcription", "moved-sentence", "other"),
)


def _facts(collation: Collation, words: Catalogue) -> _Facts:
    findings: dict[str, list[_Example]] = {name: [] for name in _FINDINGS}
    told = set[tuple[str, Span | None, Span | None]]()
    for pair in collation.pairs:
        for finding in pair.findings:
            again = (finding.name, finding.old, finding.new) in told  # what left a row came to another
            told.add((finding.name, finding.old, finding.new))
            if finding.name not in ("heading", "term") and not again:  # the summary counts headings, and 统一修改 tells terms
                findings[finding.name if finding.name in _FINDINGS else "other"].append(_example(collation, pair, finding, words))
    for examples in findings.values():
        examples.sort(key=lambda example: not (example.old or example.new))
    doubtful = any(notice.code == "unrelated" for notice in collation.notices)
    return _Facts(summarize(collation), findings, bulk_substitutions(collation), doubtful)


#: Longer words are not quoted; the place tells where to read them.
_LONGEST_QUOTE: Final = 16


def _example(collation: Collation, pair: Pair, finding: Finding, words: Catalogue) -> _Example:
    old, new = _words(collation.old.text, finding.old), _words(collation.new.text, finding.new)
    is_short = max(len(old), len(new)) <= _LONGEST_QUOTE
    return _Example(visible(row_label(collation, pair, words)), old if is_short else "", new if is_short else "")


def _words(text: str, span: Span | None) -> str:
    return visible(span.of(text)) if span is not None else ""


# -- sentences ----------------------------------------------------------------------------------------------------------------------------

#: So many examples are given of each finding and of substitutions made throughout.
_MOST_EXAMPLES: Final = 4


def _told(facts: _Facts, words: Catalogue) -> Iterator[str]:
    summary = facts.summary
    if summary.identical:
        yield words["verdict.identical"]
        return
    if facts.strangers:
        yield words.say("account.strangers", old=summary.old.total, new=summary.new.total)
    elif facts.doubtful:
        yield words["account.doubtful"]
    if not summary.differences:
        yield words["account.same_words"]
    elif summary.profile == "reprint":
        yield from _reprint(summary, words)
    elif not facts.strangers:
        yield from _fate("new", summary.new, words)
        yield from _fate("old", summary.old, words)
    yield from _order(summary, words)
    if summary.differences and summary.profile != "reprint":
        counts = {"replaced": summary.replaced, "inserted": summary.inserted, "deleted": summary.deleted}
        yield _differences("revision", counts, words)
    for name, examples in facts.findings.items():
        if examples:
            named = _some([_exampled(example, words) for example in examples], "account.more_findings", words)
            yield words.say(f"account.finding.{name}", count=len(examples), examples=named)
    if facts.bulk:
        items = [words.say("account.substitution", old=item.old, new=item.new, count=len(item.places)) for item in facts.bulk]
        yield words.say("account.bulk", count=len(items), examples=_some(items, "account.more_bulk", words))
    if summary.formal:
        yield words.say("account.form_besides" if summary.differences else "account.form_only", count=summary.formal)
    if summary.outside:
        yield words.say("account.outside", count=summary.outside)


def _fate(side: str, fate: Fate, words: Catalogue) -> Iterator[str]:
    """What became of the provisions of a side: of the one, of all of them alike, or of so many each."""
    counts = {field: count for field in FATES if (count := getattr(fate, field))}
    told = [(count, words.say(f"account.what.{side}.{field}", count=count)) for field, count in counts.items()]
    if len(told) > 1:
        parts = [words.say("account.fate.part", count=count, what=what) for count, what in told]
        yield words.say(f"account.fate.{side}.of", count=fate.total, parts=words.listed(parts))
    elif told:
        yield words.say(f"account.fate.{side}.{'one' if fate.total == 1 else 'all'}", count=fate.total, what=told[0][1])


def _reprint(summary: Summary, words: Catalogue) -> Iterator[str]:
    """A reprint; the headings that it has lost or gained are told by themselves."""
    lost, gained = summary.headings_lost, summary.headings_gained
    if summary.differences > lost + gained:
        counts = {"replaced": summary.replaced, "inserted": summary.inserted - gained, "deleted": summary.deleted - lost}
        yield _differences("reprint", counts, words)
    if lost:
        yield words.say("account.headings_lost", count=lost)
    if gained:
        yield words.say("account.headings_gained", count=gained)
    yield from _fate("reprint", summary.old, words)
    if summary.new.alone:
        yield words.say("account.added", count=summary.new.alone)


def _order(summary: Summary, words: Catalogue) -> Iterator[str]:
    kinds = [(kind, summary.rows[kind]) for kind in ("split", "join", "move", "renumbering") if summary.rows[kind]]
    parts = [words.say("account.order.part", count=count, what=words[f"account.order.{kind}"]) for kind, count in kinds]
    if parts:
        yield words.say("account.order", parts=words.listed(parts))


def _differences(profile: str, counts: Mapping[str, int], words: Catalogue) -> str:
    told = [(words[f"account.tag.{profile}.{tag}"], count) for tag, count in counts.items() if count]
    if len(told) == 1:
        return words.say(f"account.differences.{profile}.alike", count=told[0][1], what=told[0][0])
    parts = [words.say("account.differences.part", what=what, count=count) for what, count in told]
    return words.say(f"account.differences.{profile}", count=sum(counts.values()), parts=words.listed(parts))


def _exampled(example: _Example, words: Catalogue) -> str:
    how = "changed" if example.old and example.new else "dropped" if example.old else "added" if example.new else "bare"
    return words.say(f"account.example.{how}", label=example.label, old=example.old, new=example.new)


def _some(items: Sequence[str], more: str, words: Catalogue) -> str:
    """The first examples, and how many there are besides."""
    shown = words["account.between"].join(items[:_MOST_EXAMPLES])
    return words.say(more, examples=shown, count=len(items) - _MOST_EXAMPLES) if len(items) > _MOST_EXAMPLES else shown

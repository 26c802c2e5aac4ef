"""What changed, in a few plain sentences, Chinese or English.

    新文30条中，26条由原文改写而来，3条从原文条款析出，1条为新增。
    Of the 30 provisions of the new text, 26 are reworded, 3 were split off from others, and 1 is new.

Every number is one of the record: a count of `summary`, of findings, or of substitutions that were made throughout. Nothing is weighed,
and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from policydiff.changes import BulkSubstitution, bulk_substitutions
from policydiff.errors import OptionError
from policydiff.model import Collation, Finding, Pair, Span
from policydiff.reports.labels import path_label
from policydiff.reports.plain import visible
from policydiff.reports.summary import Fate, Summary, summarize


def account(collation: Collation, language: str = "zh") -> tuple[str, ...]:
    """Return what changed, a sentence each, the most important first.

    Args:
        collation: the record.
        language: `zh` or `en`.

    Raises:
        OptionError: if `language` is neither of the two.
    """
    tell = _LANGUAGES.get(language)
    if tell is None:
        raise OptionError(f"language={language!r} is not known", remedy=f"Use one of {', '.join(_LANGUAGES)}.")
    return tuple(tell(_facts(collation)))


# -- facts --------------------------------------------------------------------------------------------------------------------------------


class _Example(NamedTuple):
    """Where a finding was made, and the words if they are few."""

    is_old: bool
    """Whether the place is named after the old text, because the new one has nothing there."""
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


def _facts(collation: Collation) -> _Facts:
    findings: dict[str, list[_Example]] = {name: [] for name in _FINDINGS}
    told = set[tuple[str, Span | None, Span | None]]()
    for pair in collation.pairs:
        for finding in pair.findings:
            again = (finding.name, finding.old, finding.new) in told  # what left a row came to another
            told.add((finding.name, finding.old, finding.new))
            if finding.name not in ("heading", "term") and not again:  # the summary counts headings, and 统一修改 tells terms
                findings[finding.name if finding.name in _FINDINGS else "other"].append(_example(collation, pair, finding))
    for examples in findings.values():
        examples.sort(key=lambda example: not (example.old or example.new))
    doubtful = any(notice.code == "unrelated" for notice in collation.notices)
    return _Facts(summarize(collation), findings, bulk_substitutions(collation), doubtful)


#: Longer words are not quoted; the place tells where to read them.
_LONGEST_QUOTE: Final = 16


def _example(collation: Collation, pair: Pair, finding: Finding) -> _Example:
    old, new = _words(collation.old.text, finding.old), _words(collation.new.text, finding.new)
    document, ids = (collation.new, pair.new) if pair.new else (collation.old, pair.old)
    label = visible(path_label(document, document.clause(ids[0])))
    is_short = max(len(old), len(new)) <= _LONGEST_QUOTE
    return _Example(not pair.new, label, old if is_short else "", new if is_short else "")


def _words(text: str, span: Span | None) -> str:
    return visible(span.of(text)) if span is not None else ""


#: So many examples are given of each finding and of substitutions made throughout.
_MOST_EXAMPLES: Final = 4


class _Noun(NamedTuple):
    """What a finding is called in a sentence."""

    chinese: str
    one: str
    more: str


#: Findings by name, those that weigh most first. Classifiers of the caller's are `other`.
_FINDINGS: Final = {
    "number": _Noun("数字改动", "changed number", "changed numbers"),
    "modality": _Noun("约束程度变化", "obligation made stronger or weaker", "obligations made stronger or weaker"),
    "negation": _Noun("否定词增减", "negation added or dropped", "negations added or dropped"),
    "scope": _Noun("范围变化", "change of scope", "changes of scope"),
    "body": _Noun("责任主体变化", "change of the responsible body", "changes of the responsible body"),
    "name": _Noun("名称改动", "changed name", "changed names"),
    "enumeration": _Noun("列举项目变化", "changed enumeration", "changed enumerations"),
    "paragraph": _Noun("分段变化", "paragraph joined or divided", "paragraphs joined or divided"),
    "reference": _Noun("条文引用待查", "cross reference to be checked", "cross references to be checked"),
    "repetition": _Noun("字词重出", "doubled word", "doubled words"),
    "transcription": _Noun("疑似误植", "possible misprint", "possible misprints"),
    "moved-sentence": _Noun("语句移位", "moved sentence", "moved sentences"),
    "other": _Noun("其他提示", "other remark", "other remarks"),
}


# -- Chinese -----------------------------------------------------------------------------------------------------------------------------


def _in_chinese(facts: _Facts) -> Iterator[str]:
    summary = facts.summary
    if summary.identical:
        yield "两份文件逐字节相同。"
        return
    if facts.strangers:
        yield f"未找到可靠对应：原文{summary.old.total}条，新文{summary.new.total}条，没有一条可以对应；可能不是同一文件的不同版本。"
    elif facts.doubtful:
        yield "可靠的对应很少，两份文本可能不是同一文件的不同版本；存疑的对应请勿轻信。"
    if not summary.differences:
        yield "两份文本的文字相同。"
    elif summary.profile == "reprint":
        yield from _reprint_in_chinese(summary)
    elif not facts.strangers:
        came = _came(summary.new, "沿用原文", "由原文改写而来", "从原文条款析出", "为新增")
        went = _came(summary.old, "原样保留", "改写后保留", "并入他条", "在新文中未见对应")
        yield from _fate_in_chinese("新文", summary.new.total, came)
        yield from _fate_in_chinese("原文", summary.old.total, went)
    yield from _order_in_chinese(summary)
    if summary.differences and summary.profile != "reprint":
        yield _differences_in_chinese("文字改动", summary.differences, _tags(summary, "改写", "增加", "删去"))
    for name, noun in _FINDINGS.items():
        if examples := facts.findings[name]:
            named = [_example_in_chinese(example) for example in examples[:_MOST_EXAMPLES]]
            yield f"{noun.chinese}{len(examples)}处：{'，'.join(named)}{_more_in_chinese(len(examples), '处')}。"
    if facts.bulk:
        items = [f"“{item.old}”→“{item.new}”{len(item.places)}处" for item in facts.bulk[:_MOST_EXAMPLES]]
        yield f"统一修改{len(facts.bulk)}项：{'，'.join(items)}{_more_in_chinese(len(facts.bulk), '项')}。"
    if summary.formal:
        yield f"{'另有' if summary.differences else '只有'}格式差异{summary.formal}处。"
    if summary.outside:
        yield f"文件中有{summary.outside}字不属于正文，未作比较。"


def _fate_in_chinese(text: str, total: int, parts: Sequence[tuple[int, str]]) -> Iterator[str]:
    if total == 1:
        yield f"{text}仅1条，{parts[0][1]}。"
    elif len(parts) == 1:
        yield f"{text}{total}条全部{parts[0][1]}。"
    elif parts:
        yield f"{text}{total}条中，{'，'.join(f'{count}条{what}' for count, what in parts)}。"


def _reprint_in_chinese(summary: Summary) -> Iterator[str]:
    words = summary.differences - summary.headings_lost - summary.headings_gained
    if words:
        yield _differences_in_chinese("字句不同", words, _tags(summary, "改写", "多出", "缺少"))
    if summary.headings_lost:
        yield f"缺{summary.headings_lost}个标题。"
    if summary.headings_gained:
        yield f"多出{summary.headings_gained}个标题。"
    parts = _came(summary.old, "文字相同", "文字有出入", "并入他条", "未见转载")
    yield from _fate_in_chinese("原文", summary.old.total, parts)
    if summary.new.alone:
        yield f"转载中有{summary.new.alone}条为原文所无。"


def _differences_in_chinese(what: str, total: int, parts: Sequence[tuple[int, str]]) -> str:
    if len(parts) == 1:
        return f"{what}{total}处，{'为' if total == 1 else '均为'}{parts[0][1]}。"
    return f"{what}{total}处：{'，'.join(f'{word}{count}处' for count, word in parts)}。"


def _order_in_chinese(summary: Summary) -> Iterator[str]:
    parts = [f"{count}行{word}" for count, word in _order(summary, "有拆分", "有合并", "移位", "改号")]
    if parts:
        yield f"对照表中，{'，'.join(parts)}。"


def _example_in_chinese(example: _Example) -> str:
    label = f"原{example.label}" if example.is_old else example.label
    if example.old and example.new:
        return f"{label}“{example.old}”→“{example.new}”"
    if example.old or example.new:
        return f"{label}删“{example.old}”" if example.old else f"{label}增“{example.new}”"
    return label


def _more_in_chinese(count: int, unit: str) -> str:
    return f"，另有{count - _MOST_EXAMPLES}{unit}" if count > _MOST_EXAMPLES else ""


# -- English ------------------------------------------------------------------------------------------------------------------------------


def _in_english(facts: _Facts) -> Iterator[str]:
    summary = facts.summary
    if summary.identical:
        yield "The two files are the same, byte for byte."
        return
    if facts.strangers:
        yield (
            f"No provision has a counterpart: {_count(summary.old.total, 'provision')} in the old text, "
            f"{_number(summary.new.total)} in the new one. "
            "These may not be versions of one document."
        )
    elif facts.doubtful:
        yield "Few links are certain: these may not be versions of one document, and doubtful links should not be relied on."
    if not summary.differences:
        yield "The words of the two texts are the same."
    elif summary.profile == "reprint":
        yield from _reprint_in_english(summary)
    elif not facts.strangers:
        came = _came(summary.new, "{} unchanged", "{} reworded", "{were} split off from others", "{} new")
        went = _came(summary.old, "{} unchanged", "{live} on in other words", "{were} merged into others", "{have} no counterpart")
        yield from _fate_in_english("the new text", summary.new.total, came)
        yield from _fate_in_english("the old text", summary.old.total, went)
    yield from _order_in_english(summary)
    if summary.differences and summary.profile != "reprint":
        parts = _tags(summary, "replaced", "inserted", "deleted")
        yield _differences_in_english(_count(summary.differences, "passage differs", "passages differ"), parts)
    for name, noun in _FINDINGS.items():
        if examples := facts.findings[name]:
            named = "; ".join(_example_in_english(example) for example in examples[:_MOST_EXAMPLES])
            number = _count(len(examples), noun.one, noun.more)
            yield f"There {_verb('are', len(examples))} {number}: {named}{_more_in_english(len(examples))}."
    if facts.bulk:
        items = [f"“{item.old}” → “{item.new}” ({_count(len(item.places), 'place')})" for item in facts.bulk[:_MOST_EXAMPLES]]
        made = _count(len(facts.bulk), "substitution was", "substitutions were")
        yield f"{made} made throughout: {'; '.join(items)}{_more_in_english(len(facts.bulk))}."
    if summary.formal:
        only, verb = "" if summary.differences else "only ", _verb("are", summary.formal)
        yield f"There {verb} {only}{_count(summary.formal, 'difference')} of form{' besides' if summary.differences else ''}."
    if summary.outside:
        characters = _count(summary.outside, "character of the files is", "characters of the files are")
        yield f"{characters} not part of the texts and {_verb('were', summary.outside)} not compared."


def _fate_in_english(text: str, total: int, parts: Sequence[tuple[int, str]]) -> Iterator[str]:
    if total == 1:
        yield f"The one provision of {text} {_agreeing(*parts[0])}."
    elif len(parts) == 1:
        yield f"All {_number(total)} provisions of {text} {_agreeing(*parts[0])}."
    elif parts:
        told = [f"{_number(count)} {_agreeing(count, what)}" for count, what in parts]
        yield f"Of the {_number(total)} provisions of {text}, {_listed(told)}."


def _reprint_in_english(summary: Summary) -> Iterator[str]:
    words = summary.differences - summary.headings_lost - summary.headings_gained
    if words:
        parts = _tags(summary, "replaced", "added", "missing")
        yield _differences_in_english(_count(words, "passage differs", "passages differ") + " from the original", parts)
    if summary.headings_lost:
        yield f"{_count(summary.headings_lost, 'heading is', 'headings are')} missing."
    if summary.headings_gained:
        yield f"{_count(summary.headings_gained, 'heading was', 'headings were')} added."
    parts = _came(summary.old, "{have} the same words", "{have} other words", "{were} merged into others", "{are} missing")
    yield from _fate_in_english("the original", summary.old.total, parts)
    if summary.new.alone:
        added = summary.new.alone
        yield f"{_count(added, 'provision')} of the reprint {_verb('are', added)} not in the original."


def _differences_in_english(what: str, parts: Sequence[tuple[int, str]]) -> str:
    return f"{what}: {_listed([f'{_number(count)} {word}' for count, word in parts])}."


def _order_in_english(summary: Summary) -> Iterator[str]:
    parts = [f"{_number(count)} {word}" for count, word in _order(summary, "split", "joined", "moved", "renumbered")]
    if parts:
        yield f"Rows of the comparison: {_listed(parts)}."


def _example_in_english(example: _Example) -> str:
    label = f"old {example.label}" if example.is_old else example.label
    if example.old and example.new:
        return f"“{example.old}” → “{example.new}” in {label}"
    if example.old or example.new:
        return f"“{example.old}” dropped in {label}" if example.old else f"“{example.new}” added in {label}"
    return f"in {label}"


def _more_in_english(count: int) -> str:
    return f"; and {_number(count - _MOST_EXAMPLES)} more" if count > _MOST_EXAMPLES else ""


#: Verbs as they stand behind several things, and behind one.
_SINGULAR: Final = {"are": "is", "were": "was", "have": "has", "live": "lives"}


def _verb(plural: str, count: int) -> str:
    return _SINGULAR[plural] if count == 1 else plural


def _agreeing(count: int, phrase: str) -> str:
    """A phrase with its verb in the number of what it speaks of; {} is the verb be.

    >>> _agreeing(1, "{have} no counterpart"), _agreeing(2, "{} new")
    ('has no counterpart', 'are new')
    """
    return phrase.format(_verb("are", count), **{plural: _verb(plural, count) for plural in _SINGULAR})


def _count(count: int, one: str, more: str = "") -> str:
    return f"{_number(count)} {one if count == 1 else more or f'{one}s'}"


def _number(count: int) -> str:
    return f"{count:,}"


def _listed(items: Sequence[str]) -> str:
    """Items as English lists them.

    >>> _listed(["one"]), _listed(["one", "two"]), _listed(["one", "two", "three"])
    ('one', 'one and two', 'one, two, and three')
    """
    if len(items) <= 2:
        return " and ".join(items)
    return f"{', '.join(items[:-1])}, and {items[-1]}"


# -- counts with their words, those that are 0 left out ------------------------------------------------------------------------------------


def _came(fate: Fate, kept: str, reworded: str, elsewhere: str, alone: str) -> list[tuple[int, str]]:
    return _present([(fate.kept, kept), (fate.reworded, reworded), (fate.elsewhere, elsewhere), (fate.alone, alone)])


def _tags(summary: Summary, replaced: str, inserted: str, deleted: str) -> list[tuple[int, str]]:
    """Passages whose words differ; the headings that a reprint has lost or gained are told by themselves."""
    lost, gained = (summary.headings_lost, summary.headings_gained) if summary.profile == "reprint" else (0, 0)
    return _present([(summary.replaced, replaced), (summary.inserted - gained, inserted), (summary.deleted - lost, deleted)])


def _order(summary: Summary, split: str, joined: str, moved: str, renumbered: str) -> list[tuple[int, str]]:
    rows = summary.rows
    return _present([(rows["split"], split), (rows["join"], joined), (rows["move"], moved), (rows["renumbering"], renumbered)])


def _present(parts: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return [part for part in parts if part[0]]


_LANGUAGES: Final[dict[str, Callable[[_Facts], Iterator[str]]]] = {"zh": _in_chinese, "en": _in_english}

"""Which profile fits two documents, and how both are read for it: as versions of a text, or as a text and a page that prints it.

A page is cut to what is the text in it before its clauses are compared; the labels of clauses count in a reprint, and follow from the order
in a revision. Where one text is simplified and the other traditional, both are read in simplified characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from policydiff import outline
from policydiff.alignment import File, Overruling, align_reprint, align_revision, judge, locate, may_be_reprint
from policydiff.embeddings import Embedding
from policydiff.model import Alignment, Document, Notice, Saying, Span, saying
from policydiff.normalization import (
    NormalizedDocument,
    Normalizer,
    Script,
    folding_config,
    normalize,
    normalize_document,
    script_folding,
    script_of,
    variants,
)
from policydiff.offsets import NormalizedText
from policydiff.progress import Tell, nobody

#: From two documents to the pairs that were decided about. Of a page, what is not the text is known only when the profile is.
Overruler = Callable[[Document, Document], Overruling]

#: Less of a text than this in long passages on a page, and there is no need to try whether it is a reprint.
_LEAST_COVERAGE: Final = 0.5


# -- normalisation: which steps for which side ----------------------------------------------------------------------------------------


class Steps(NamedTuple):
    """How both documents are normalised."""

    names: tuple[str, ...]
    old: list[Normalizer]
    new: list[Normalizer]
    scripts: tuple[Script, Script]
    fold: str | None
    """The configuration that brings what is left traditional on both sides to simplified characters, for the word list."""
    notices: tuple[Notice, ...]


def steps_for(old: Document, new: Document, normalizers: Mapping[str, Normalizer]) -> Steps:
    """Return the steps for both documents: the given ones, and script folding where the scripts of the two differ."""
    scripts = script_of(old.text), script_of(new.text)
    differ = (scripts[0] is not scripts[1] or Script.MIXED in scripts) and Script.UNKNOWN not in scripts
    names, foldings, fold = list(normalizers), list[list[Normalizer]](), None
    for document, script in zip((old, new), scripts, strict=True):
        config = folding_config(document.text) if script in (Script.TRADITIONAL, Script.MIXED) else None
        foldings.append([*([script_folding(config)] if config else []), variants] if differ else [])
        if config and differ:
            names.append(f"script:{config}")
        elif config:
            fold = config
    message = "两份文本字体不同（繁简），按简体比较；只有字体不同的字计为格式差异。"
    notices = (Notice("script", message, Span(0, 0), saying("script")),) if differ else ()
    standard = list(normalizers.values())
    return Steps(tuple(names), standard + foldings[0], standard + foldings[1], scripts, fold, notices)


# -- profile: a revision, or a reprint in its page ---------------------------------------------------------------------------------------


class Reason(NamedTuple):
    """Why a profile was chosen."""

    text: str
    """One sentence in Chinese."""
    said: Saying
    """The same for other languages."""


_ASKED: Final = Reason("由使用者指定。", saying("asked"))
_IDENTICAL: Final = Reason("两份文本相同，按修订比较。", saying("identical"))
_FEW_SHARED: Final = Reason("两份文本相同的长段文字不多，按修订比较。", saying("few-shared"))


class Choice(NamedTuple):
    """A profile, and what the documents are in it."""

    old: NormalizedDocument
    new: NormalizedDocument
    alignment: Alignment
    reason: Reason
    page: str | None
    """Which side is the page of a reprint."""
    overruling: Overruling


def choose(
    old: Document, new: Document, steps: Steps, profile: str, overrule: Overruler, embedding: Embedding | None, tell: Tell = nobody
) -> Choice:
    """Return the profile that was asked for, or that the documents decide on by what the aligner finds in them.

    Args:
        old, new: as they were read.
        steps: how they are normalised.
        profile: `revision`, `reprint` or `auto`.
        overrule: tells what a person decided; it is heard when the profile is known.
        embedding: for a revision; a reprint asks no model.
        tell: is told how many of the provisions of a revision are aligned, and how many there are.
    """
    if profile != "revision":
        # Texts in two scripts share no passage before one of them is folded.
        worth = profile == "reprint" or steps.scripts[0] is not steps.scripts[1] or may_be_reprint(old.text, new.text)
        tried = _as_reprint(old, new, steps, least=_LEAST_COVERAGE if profile == "auto" else 0.0) if worth else None
        if profile == "reprint":
            tried = tried._replace(reason=_ASKED) if tried else _whole_as_reprint(old, new, steps)
            return _overruled_reprint(tried, overrule)
        if tried is not None:
            verdict = judge(tried.old, tried.new, tried.alignment)
            if verdict.is_reprint:
                return _overruled_reprint(tried._replace(reason=Reason(verdict.reason, verdict.said)), overrule)
            reason = Reason(verdict.reason, verdict.said)
        else:
            reason = _IDENTICAL if old.text == new.text else _FEW_SHARED
    else:
        reason = _ASKED
    olds = normalize_document(old, keep_markers=False, normalizers=steps.old)
    news = normalize_document(new, keep_markers=False, normalizers=steps.new)
    overruling = overrule(old, new)
    return Choice(olds, news, align_revision(olds, news, overruling, embedding, tell), reason, None, overruling)


def _as_reprint(old: Document, new: Document, steps: Steps, least: float) -> Choice | None:
    """Find one document inside the other; None if less than the least part of it is there."""
    found = locate(File(old, _whole(old, steps.old)), File(new, _whole(new, steps.new)))
    if not found.spans or found.coverage < least:
        return None
    if found.page is None:
        return _aligned_reprint(old, new, steps, page=None)
    page = new if found.page == "new" else old
    inside = outline.parse(page.text, source=page.source, within=found.spans)
    sides = (old, inside) if found.page == "new" else (inside, new)
    return _aligned_reprint(*sides, steps, page=found.page)


def _whole(document: Document, normalizers: Sequence[Normalizer]) -> NormalizedText:
    return normalize(document.text, Span(0, len(document.text)), normalizers)


def _whole_as_reprint(old: Document, new: Document, steps: Steps) -> Choice:
    found = _aligned_reprint(old, new, steps, page=None)
    notice = Notice("not-found", "在一份文本里没有找到另一份的长段文字，按全文核对。", Span(0, 0), saying("not-found"))
    return found._replace(reason=_ASKED, alignment=replace(found.alignment, notices=(notice,)))


def _aligned_reprint(old: Document, new: Document, steps: Steps, page: str | None) -> Choice:
    olds = normalize_document(old, keep_markers=True, normalizers=steps.old)
    news = normalize_document(new, keep_markers=True, normalizers=steps.new)
    return Choice(olds, news, align_reprint(olds, news), _ASKED, page, Overruling())


def _overruled_reprint(choice: Choice, overrule: Overruler) -> Choice:
    overruling = overrule(choice.old.document, choice.new.document)
    if not overruling:
        return choice
    found = replace(align_reprint(choice.old, choice.new, overruling), notices=choice.alignment.notices)
    return choice._replace(alignment=found, overruling=overruling)

"""The report as one page of HTML, and as the output of a notebook cell.

    Collation ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

`page` takes every decision, `view` says what a template can see, the templates write it down (`rendering`). Nothing in a document, a file
name or a label can become markup, and nothing that is no part of this package can run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from policydiff.errors import OptionError
from policydiff.model import Collation
from policydiff.reports.catalogue import Catalogue, catalogue
from policydiff.reports.html import phrases
from policydiff.reports.html.fragment import fragment_of
from policydiff.reports.html.page import page_of
from policydiff.reports.html.rendering import asset, inlined, template

#: What a page can be: all of it, or the list of changes without the text, short enough to mail.
KINDS: Final = ("report", "changes")
#: How rows are shown: two columns, or one running text with its marks.
VIEWS: Final = ("table", "inline")


def to_html(collation: Collation, *, view: str = "table", kind: str = "report", ui: str = "zh-Hans") -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.

    Args:
        collation: the record.
        view: `table` for two columns, `inline` for one running text with what was dropped and what is new marked in it.
        kind: `report` for all of it, `changes` for the list of changes alone; both have the same counts.
        ui: the language of the page: `zh-Hans`, `zh-Hant` or `en`. The texts compared are never translated.

    Raises:
        OptionError: if there is no such view, kind or language.
    """
    for name, value, known in (("view", view, VIEWS), ("kind", kind, KINDS)):
        if value not in known:
            raise OptionError(f"{name}={value!r} is not known", remedy=f"Use one of {', '.join(known)}.")
    words = catalogue(ui)
    page = page_of(collation, words, view=view, kind=kind)
    style = f"{asset(__name__, 'style.css')}\n{words_of_style(words)}\n{foot_of_pages(collation, words, view=view)}"
    parts = inlined(style, asset(__name__, "script.js") if kind == "report" else "")
    name = "template.html.jinja" if kind == "report" else "changes.html.jinja"
    return template(__name__, name).render(page=page, words=words, text_lang=text_language(page.heads), **parts)


class _WithLanguage(Protocol):
    @property
    def lang(self) -> str: ...


def text_language(heads: Iterable[_WithLanguage]) -> str:
    """Return the language of words that are quoted in a sentence: that of the documents, or any Chinese if they differ."""
    found = {head.lang for head in heads}
    return found.pop() if len(found) == 1 else phrases.ANY_CHINESE


def words_of_style(words: Catalogue) -> str:
    """Return what a style sheet says, as custom properties."""
    return ":root { " + "".join(f"--word-{name}: {_css_string(text)}; " for name, text in words.group("style").items()) + "}"


def foot_of_pages(collation: Collation, words: Catalogue, *, view: str = "table") -> str:
    """Return what is printed at the foot of each page. A narrow running text is printed upright, two columns lengthwise."""
    digests = " / ".join(document.source.sha256[:12] for document in (collation.old, collation.new))
    versions = collation.settings.get("versions")
    version = versions.get("policydiff", "") if isinstance(versions, Mapping) else ""
    foot = words["list.blank"].join([words["page.title"], f"sha256 {digests}", f"policydiff {version}"])
    return page_rule(words, foot, size="portrait" if view == "inline" else "landscape")


def page_rule(words: Catalogue, foot: str, *, size: str = "landscape") -> str:
    """Return the rule for printed pages: their size, and a text and their number at the foot."""
    before, between, behind = (_css_string(words[f"print.{place}"]) for place in ("before_page", "between_pages", "behind_pages"))
    number = f"{before} counter(page) {between} counter(pages) {behind}"
    note = "font: 8pt sans-serif; color: #57606a;"
    return (
        f"@page {{ size: A4 {size}; margin: 13mm 14mm 15mm; "
        f"@bottom-left {{ content: {_css_string(foot)}; {note} }} @bottom-right {{ content: {number}; {note} }} }}"
    )


def _css_string(text: str) -> str:
    """A text as a string of a style sheet; all but letters, numbers and a few harmless signs by their code."""
    return '"' + re.sub(r"[^\w ./　（）〔〕]|[\ud800-\udfff]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def to_frame(collation: Collation, *, view: str = "table", height: int = 800, ui: str = "zh-Hans") -> str:
    """Return the report in a frame of its own, for a notebook: its style and script touch nothing around it.

    Args:
        collation: the record.
        view: `table` or `inline`; see `to_html`.
        height: of the frame, in pixels.
        ui: the language of the page.
    """
    page = to_html(collation, view=view, ui=ui)
    return template(__name__, "frame.html.jinja").render(page=page, height=max(200, int(height)), words=catalogue(ui))


def to_fragment(collation: Collation, *, ui: str = "zh-Hans") -> str:
    """Return what a notebook shows of a record: the verdict, the counts, and up to thirty rows.

    Notebooks clean what they show (JupyterLab drops style sheets, scripts and drawings, GitHub drops style altogether), so this is plain
    markup with a little inline style, and the words alone say what happened.
    """
    words = catalogue(ui)
    return template(__name__, "fragment.html.jinja").render(
        fragment=fragment_of(collation, words), words=words, text_lang=phrases.ANY_CHINESE
    )

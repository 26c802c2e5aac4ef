"""The report as one page of HTML, and as the output of a notebook cell.

    Collation ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

`page` takes every decision, `view` says what a template can see, the templates write it down (`rendering`). Nothing in a document, a file
name or a label can become markup, and nothing that is no part of this package can run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol

from policydiff.errors import OptionError
from policydiff.model import Collation
from policydiff.reports.catalogue import Catalogue, catalogue
from policydiff.reports.html import phrases, volumes
from policydiff.reports.html.fragment import fragment_of
from policydiff.reports.html.lookup import Lookup
from policydiff.reports.html.page import page_of
from policydiff.reports.html.rendering import asset, inlined, template
from policydiff.reports.html.view import Page

#: What a page can be: all of it, or the list of changes without the text, short enough to mail.
KINDS: Final = ("report", "changes")
#: How rows are shown: two columns, or one running text with its marks.
VIEWS: Final = ("table", "inline")


def to_html(collation: Collation, *, view: str = "table", kind: str = "report", ui: str = "zh-Hans") -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.
    It is one page however long it is; `save` writes a very long one in volumes, which browsers open faster (see `volumes`).

    Args:
        collation: the record.
        view: `table` for two columns, `inline` for one running text with what was dropped and what is new marked in it.
        kind: `report` for all of it, `changes` for the list of changes alone; both have the same counts.
        ui: the language of the page: `zh-Hans`, `zh-Hant` or `en`. The texts compared are never translated.

    Raises:
        OptionError: if there is no such view, kind or language.
    """
    _check(view, kind)
    words = catalogue(ui)
    page = page_of(collation, words, view=view, kind=kind)
    text = _written(collation, page, words, kind)
    size = _size(text)
    if size <= volumes.MOST_BYTES_OF_A_MAIL:
        return text
    notice = phrases.too_large_for_mail(words, size, shorter=kind == "report")
    return _written(collation, replace(page, notices=(notice, *page.notices)), words, kind)


def to_files(
    collation: Collation, name: str, *, view: str = "table", kind: str = "report", ui: str = "zh-Hans"
) -> Iterator[tuple[str, str]]:
    """Return the report of a record as files: one, or where that would be too large a front and its volumes; see `volumes`.

    Args:
        collation: the record.
        name: what the file of the report will be called; volumes stand in a folder beside it.
        view, kind, ui: see `to_html`. The list of the differences of a reprint has no rows, and is one page.

    Returns:
        Names, as they are seen from the folder of the report, and texts; the report itself comes last.

    Raises:
        OptionError: as `to_html` does.
    """
    _check(view, kind)
    rows, most = len(collation.pairs), volumes.ROWS_OF_A_VOLUME
    if rows <= volumes.MOST_ROWS or (kind == "changes" and collation.profile == "reprint"):
        text = to_html(collation, view=view, kind=kind, ui=ui)
        if _size(text) <= volumes.MOST_BYTES or rows == 1:
            yield name, text
            return
        most = min(most, max(1, rows * volumes.MOST_BYTES_OF_A_MAIL // _size(text)))
    words = catalogue(ui)
    lookup = Lookup(collation, words)
    planned = volumes.plan(lookup, name, most)
    for file, page in volumes.pages_of(lookup, name, planned, view=view, kind=kind):
        yield file, _written(collation, page, words, kind)


def _check(view: str, kind: str) -> None:
    for name, value, known in (("view", view, VIEWS), ("kind", kind, KINDS)):
        if value not in known:
            raise OptionError(f"{name}={value!r} is not known", remedy=f"Use one of {', '.join(known)}.")


def _written(collation: Collation, page: Page, words: Catalogue, kind: str) -> str:
    name, script = ("template", "script.js") if kind == "report" else ("changes", "")
    if page.volumes:
        name, script = "volumes", "volumes.js"
    style = f"{asset(__name__, 'style.css')}\n{words_of_style(words)}\n{foot_of_pages(collation, words, view=page.view)}"
    return template(__name__, f"{name}.html.jinja").render(
        page=page,
        changes_only=kind == "changes",
        words=words,
        text_lang=text_language(page.heads),
        **inlined(style, asset(__name__, script) if script else ""),
    )


def _size(text: str) -> int:
    return len(text.encode())


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

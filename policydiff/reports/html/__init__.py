"""The report as one page of HTML, and as the output of a notebook cell.

    Collation ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

`page` takes every decision, `view` says what a template can see, the templates write it down (`rendering`). Nothing in a document, a file
name or a label can become markup, and nothing that is no part of this package can run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from policydiff.errors import OptionError
from policydiff.model import Collation
from policydiff.reports.html import phrases, volumes
from policydiff.reports.html.fragment import fragment_of
from policydiff.reports.html.page import page_of
from policydiff.reports.html.rendering import asset, inlined, template
from policydiff.reports.html.view import NoticeLine, Page

#: What a page can be: all of it, or the list of changes without the text, short enough to mail.
KINDS: Final = ("report", "changes")
#: How rows are shown: two columns, or one running text with its marks.
VIEWS: Final = ("table", "inline")


def to_html(collation: Collation, *, view: str = "table", kind: str = "report") -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.
    It is one page however long it is; `save` writes a very long one in volumes, which browsers open faster (see `volumes`).

    Args:
        collation: the record.
        view: `table` for two columns, `inline` for one running text with what was dropped and what is new marked in it.
        kind: `report` for all of it, `changes` for the list of changes alone; both have the same counts.

    Raises:
        OptionError: if there is no such view or kind.
    """
    _check(view, kind)
    page = page_of(collation, view=view, kind=kind)
    text = _written(collation, page, kind)
    size = _size(text)
    if size <= volumes.MOST_BYTES_OF_A_MAIL:
        return text
    notice = NoticeLine(*phrases.too_large_for_mail(size, shorter=kind == "report"), (), 0)
    return _written(collation, replace(page, notices=(notice, *page.notices)), kind)


def to_files(collation: Collation, name: str, *, view: str = "table", kind: str = "report") -> Iterator[tuple[str, str]]:
    """Return the report of a record as files: one, or where that would be too large a front and its volumes; see `volumes`.

    Args:
        collation: the record.
        name: what the file of the report will be called; volumes stand in a folder beside it.
        view, kind: see `to_html`. The list of the differences of a reprint has no rows, and is one page.

    Returns:
        Names, as they are seen from the folder of the report, and texts; the report itself comes last.

    Raises:
        OptionError: as `to_html` does.
    """
    _check(view, kind)
    rows, most = len(collation.pairs), volumes.ROWS_OF_A_VOLUME
    if rows <= volumes.MOST_ROWS or (kind == "changes" and collation.profile == "reprint"):
        text = to_html(collation, view=view, kind=kind)
        if _size(text) <= volumes.MOST_BYTES or rows == 1:
            yield name, text
            return
        most = min(most, max(1, rows * volumes.MOST_BYTES_OF_A_MAIL // _size(text)))
    planned = volumes.plan(collation, name, most)
    for file, page in volumes.pages_of(collation, name, planned, view=view, kind=kind):
        yield file, _written(collation, page, kind)


def _check(view: str, kind: str) -> None:
    for name, value, known in (("view", view, VIEWS), ("kind", kind, KINDS)):
        if value not in known:
            raise OptionError(f"{name}={value!r} is not known", remedy=f"Use one of {', '.join(known)}.")


def _written(collation: Collation, page: Page, kind: str) -> str:
    name, script = ("template", "script.js") if kind == "report" else ("changes", "")
    if page.volumes:
        name, script = "volumes", "volumes.js"
    style = f"{asset(__name__, 'style.css')}\n{words_of_style(collation, view=page.view)}"
    return template(__name__, f"{name}.html.jinja").render(
        page=page,
        changes_only=kind == "changes",
        words=phrases.WORDS,
        script_words=phrases.SCRIPT,
        doubtful_sign=phrases.DOUBTFUL_SEAL[0],
        **inlined(style, asset(__name__, script) if script else ""),
    )


def _size(text: str) -> int:
    return len(text.encode())


def words_of_style(collation: Collation, *, view: str = "table") -> str:
    """Return what the style sheet says: its words as custom properties, and what is printed at the foot of each page.

    A narrow running text is printed upright, two columns lengthwise.
    """
    words = "".join(f"--word-{name}: {_css_string(text)}; " for name, text in phrases.STYLE.items())
    digests = " / ".join(document.source.sha256[:12] for document in (collation.old, collation.new))
    versions = collation.settings.get("versions")
    version = versions.get("policydiff", "") if isinstance(versions, Mapping) else ""
    foot = f"{phrases.WORDS['title']}　sha256 {digests}　policydiff {version}"
    number = " counter(page) ".join(map(_css_string, phrases.PAGE_NUMBER[:2])) + f" counter(pages) {_css_string(phrases.PAGE_NUMBER[2])}"
    size = "portrait" if view == "inline" else "landscape"
    note = "font: 8pt sans-serif; color: #57606a;"
    return (
        f":root {{ {words}}}\n@page {{ size: A4 {size}; margin: 13mm 14mm 15mm; "
        f"@bottom-left {{ content: {_css_string(foot)}; {note} }} @bottom-right {{ content: {number}; {note} }} }}"
    )


def _css_string(text: str) -> str:
    """A text as a string of a style sheet; all but letters, numbers and a few harmless signs by their code."""
    return '"' + re.sub(r"[^\w ./　（）〔〕]|[\ud800-\udfff]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def to_frame(collation: Collation, *, view: str = "table", height: int = 800) -> str:
    """Return the report in a frame of its own, for a notebook: its style and script touch nothing around it.

    Args:
        collation: the record.
        view: `table` or `inline`; see `to_html`.
        height: of the frame, in pixels.
    """
    page = to_html(collation, view=view)
    return template(__name__, "frame.html.jinja").render(page=page, height=max(200, int(height)), words=phrases.WORDS)


def to_fragment(collation: Collation) -> str:
    """Return what a notebook shows of a record: the verdict, the counts, and up to thirty rows.

    Notebooks clean what they show (JupyterLab drops style sheets, scripts and drawings, GitHub drops style altogether), so this is plain
    markup with a little inline style, and the words alone say what happened.
    """
    return template(__name__, "fragment.html.jinja").render(fragment=fragment_of(collation), words=phrases.WORDS)

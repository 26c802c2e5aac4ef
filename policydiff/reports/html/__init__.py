"""The report as one page of HTML, and as the output of a notebook cell.

    Collation ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

`page` takes every decision, `view` says what a template can see, the templates write it down (`rendering`). Nothing in a document, a file
name or a label can become markup, and nothing that is no part of this package can run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policydiff.errors import OptionError
from policydiff.model import Collation
from policydiff.reports.html import phrases
from policydiff.reports.html.fragment import fragment_of
from policydiff.reports.html.page import page_of
from policydiff.reports.html.rendering import asset, inlined, template

#: What a page can be: all of it, or the list of changes without the text, short enough to mail.
KINDS: Final = ("report", "changes")
#: How rows are shown: two columns, or one running text with its marks.
VIEWS: Final = ("table", "inline")


def to_html(collation: Collation, *, view: str = "table", kind: str = "report") -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.

    Args:
        collation: the record.
        view: `table` for two columns, `inline` for one running text with what was dropped and what is new marked in it.
        kind: `report` for all of it, `changes` for the list of changes alone; both have the same counts.

    Raises:
        OptionError: if there is no such view or kind.
    """
    for name, value, known in (("view", view, VIEWS), ("kind", kind, KINDS)):
        if value not in known:
            raise OptionError(f"{name}={value!r} is not known", remedy=f"Use one of {', '.join(known)}.")
    page = page_of(collation, view=view, kind=kind)
    style = f"{asset(__name__, 'style.css')}\n{words_of_style(collation, view=view)}"
    parts = inlined(style, asset(__name__, "script.js") if kind == "report" else "")
    return template(__name__, "template.html.jinja" if kind == "report" else "changes.html.jinja").render(
        page=page,
        words=phrases.WORDS,
        script_words=phrases.SCRIPT,
        doubtful_sign=phrases.DOUBTFUL_SEAL[0],
        **parts,
    )


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

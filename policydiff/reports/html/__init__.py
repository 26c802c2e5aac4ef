"""The report as one page of HTML, and as the output of a notebook cell.

    Collation ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

`page` takes every decision, `view` says what a template can see, the templates write it down (`rendering`). Nothing in a document, a file
name or a label can become markup, and nothing that is no part of this package can run.
"""

from __future__ import annotations

from policydiff.model import Collation
from policydiff.reports.html.fragment import fragment_of
from policydiff.reports.html.page import page_of
from policydiff.reports.html.rendering import asset, inlined, template


def to_html(collation: Collation) -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.
    """
    parts = inlined(asset(__name__, "style.css"), asset(__name__, "script.js"))
    return template(__name__, "template.html.jinja").render(page=page_of(collation), **parts)


def to_fragment(collation: Collation) -> str:
    """Return what a notebook shows of a record: the verdict, the counts, and up to thirty rows.

    Notebooks clean what they show (JupyterLab drops style sheets, scripts and drawings, GitHub drops style altogether), so this is plain
    markup with a little inline style, and the words alone say what happened.
    """
    return template(__name__, "fragment.html.jinja").render(fragment=fragment_of(collation))

"""The report of a tracing as one page of HTML, and as the output of a notebook cell.

    Tracing ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

The house rules are those of the report of a comparison, and so are the tokens, the marks and most of the style: its style file is inlined
too, with what is the tracing's own behind it.
"""

from __future__ import annotations

from policydiff.model import Tracing
from policydiff.reports import html as comparison
from policydiff.reports.html.rendering import asset, inlined, template
from policydiff.reports.tracing.html.fragment import fragment_of
from policydiff.reports.tracing.html.page import page_of


def to_html(tracing: Tracing) -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.
    """
    style = f"{asset(comparison.__name__, 'style.css')}\n{asset(__name__, 'style.css')}"
    parts = inlined(style, asset(__name__, "script.js"))
    return template(__name__, "template.html.jinja").render(page=page_of(tracing), **parts)


def to_fragment(tracing: Tracing) -> str:
    """Return what a notebook shows of a record: the counts, up to thirty quotations, and every statement that is untrue."""
    return template(__name__, "fragment.html.jinja").render(fragment=fragment_of(tracing))

"""The report of a tracing as one page of HTML, and as the output of a notebook cell.

    Tracing ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

The house rules are those of the report of a comparison, and so are the tokens, the marks and most of the style: its style file is inlined
too, with what is the tracing's own behind it.
"""

from __future__ import annotations

from policydiff.model import Tracing
from policydiff.reports import html as comparison
from policydiff.reports.catalogue import catalogue
from policydiff.reports.html.phrases import ANY_CHINESE
from policydiff.reports.html.rendering import asset, inlined, template
from policydiff.reports.tracing.html.fragment import fragment_of
from policydiff.reports.tracing.html.page import page_of


def to_html(tracing: Tracing, *, ui: str = "zh-Hans") -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.

    Args:
        tracing: the record.
        ui: the language of the page: `zh-Hans`, `zh-Hant` or `en`. The texts are never translated.

    Raises:
        OptionError: if the language is none of these.
    """
    words = catalogue(ui)
    styles = asset(comparison.__name__, "style.css"), asset(__name__, "style.css"), comparison.words_of_style(words)
    style = "\n".join([*styles, comparison.page_rule(words, words["quote.title"])])
    page = page_of(tracing, words)
    parts = inlined(style, asset(__name__, "script.js"))
    lang = comparison.text_language(page.heads)
    return template(__name__, "template.html.jinja").render(page=page, words=words, text_lang=lang, **parts)


def to_fragment(tracing: Tracing, *, ui: str = "zh-Hans") -> str:
    """Return what a notebook shows of a record: the counts, up to thirty quotations, and every statement that is untrue."""
    words = catalogue(ui)
    fragment = fragment_of(tracing, words)
    return template(__name__, "fragment.html.jinja").render(fragment=fragment, words=words, text_lang=ANY_CHINESE)

"""The report as one page of HTML, and as the output of a notebook cell.

    Collation ──page.page_of──▶ view.Page ──template.html.jinja──▶ one file, nothing fetched

`page` takes every decision, `view` says what a template can see, the templates write it down with autoescape on; style and script are
files of their own, inlined as they are and named in the policy of the page by their hash. So nothing in a document, a file name or a
label can become markup, and nothing that is no part of this package can run.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from policydiff.model import Collation
from policydiff.reports.html.fragment import fragment_of
from policydiff.reports.html.lookup import spelled_out
from policydiff.reports.html.page import page_of

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def to_html(collation: Collation) -> str:
    """Return the report of a record as one self-contained page.

    The page asks for nothing from anywhere, and reads without its script and without its style. The same record gives the same bytes.
    """
    style, script = _asset("style.css"), _asset("script.js")
    from markupsafe import Markup

    return _template("template.html.jinja").render(
        page=page_of(collation),
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def to_fragment(collation: Collation) -> str:
    """Return what a notebook shows of a record: the verdict, the counts, and up to thirty rows.

    Notebooks clean what they show (JupyterLab drops style sheets, scripts and drawings, GitHub drops style altogether), so this is plain
    markup with a little inline style, and the words alone say what happened.
    """
    return _template("fragment.html.jinja").render(fragment=fragment_of(collation))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """The last look at every value before it is escaped: what has no shape is named, whatever it slipped through."""
    return spelled_out(value) if type(value) is str else value


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8").strip()


@cache
def _hash(text: str) -> str:
    """The name that a Content Security Policy has for a style or a script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")

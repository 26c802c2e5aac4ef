"""How a page is written: its templates, and the files of style and script that are put into it.

Templates are rendered with autoescape on, and characters without a shape are named on the way out. Style and script are inlined as they
are and named in the policy of the page by their hash. So nothing in a document, a file name or a label can become markup, and nothing
that is no part of this package can run.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from policydiff.reports.html.lookup import spelled_out
from policydiff.reports.html.marks import box_name
from policydiff.reports.html.view import Piece

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context


@cache
def template(package: str, name: str) -> Template:
    """Return a template that lies in the folder of a package."""
    return _environment(package).get_template(name)


@cache
def _environment(package: str) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context

    environment = Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["foreign"] = pass_context(_foreign)
    environment.filters["box"] = pass_context(_box)
    return environment


def _shown(value: object) -> object:
    """The last look at every value before it is escaped: what has no shape is named, whatever it slipped through."""
    return spelled_out(value) if type(value) is str else value


#: Chinese in a sentence of another language: characters, and the marks and brackets between and around them.
_CHINESE: Final = re.compile(
    "[\u3001-\u303f\uff01-\uff5e]*[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "[\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\U00020000-\U0003ffff]*"
)


def _foreign(context: Context, text: str) -> str:
    """A sentence in which what it quotes of the documents has a language of its own, for glyphs and voices, if the page has another."""
    from markupsafe import Markup, escape

    text, lang = spelled_out(text), context["text_lang"]
    if context["words"].language.startswith("zh"):
        return text
    marked = _CHINESE.sub(lambda match: f'<span lang="{lang}">{match[0]}</span>', str(escape(text)))
    return Markup(marked)  # noqa: S704 - a text that was escaped, and elements of our own


def _box(context: Context, piece: Piece) -> str:
    """What stands on the box for characters without a shape."""
    return box_name(piece, context["words"])


def inlined(style: str, script: str) -> dict[str, object]:
    """Return what a page needs to carry its style and its script, both files of this package: the texts, and their hashes."""
    from markupsafe import Markup

    return {
        "style": Markup(style),  # noqa: S704 - a file of this package, and words that were escaped
        "script": Markup(script),  # noqa: S704
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }


@cache
def asset(package: str, name: str) -> str:
    """Return the text of a file that lies in the folder of a package."""
    return files(package).joinpath(name).read_text("utf-8").strip()


@cache
def _hash(text: str) -> str:
    """The name that a Content Security Policy has for a style or a script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def moment() -> str | None:
    """Return when the report is made, if the surroundings fix the moment (SOURCE_DATE_EPOCH); the same input gives the same bytes."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%d %H:%M UTC") if seconds.isdecimal() else None

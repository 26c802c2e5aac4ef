"""How a page is written: its templates, and the files of style and script that are put into it.

Templates are rendered with autoescape on, and characters without a shape are named on the way out. Style and script are inlined as they
are and named in the policy of the page by their hash. So nothing in a document, a file name or a label can become markup, and nothing
that is no part of this package can run.
"""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from policydiff.reports.html.lookup import spelled_out

if TYPE_CHECKING:
    from jinja2 import Environment, Template


@cache
def template(package: str, name: str) -> Template:
    """Return a template that lies in the folder of a package."""
    return _environment(package).get_template(name)


@cache
def _environment(package: str) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package, "."),
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

"""Reports of a tracing: the record of what a commentary quotes → HTML, JSON, CSV, text.

Every report takes a `Tracing` and nothing else. `WRITERS` says which suffix gets which.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from policydiff.model import Tracing
from policydiff.reports import save_by_suffix
from policydiff.reports.tracing.html import to_html
from policydiff.reports.tracing.json import to_json
from policydiff.reports.tracing.table import to_csv
from policydiff.reports.tracing.terminal import to_text

#: What writes the report for each suffix.
WRITERS: Final[dict[str, Callable[..., str]]] = {".html": to_html, ".json": to_json, ".csv": to_csv, ".txt": to_text}
#: What can be chosen, by suffix.
OPTIONS: Final[dict[str, tuple[str, ...]]] = {".html": ("ui",), ".txt": ("ui",)}


def save(tracing: Tracing, path: str | os.PathLike[str], **options: str) -> Path:
    """Write the report that the suffix of the path names, and return the path.

    Args:
        tracing: the record.
        path: where to write it.
        options: for .html and .txt `ui`, the language.

    Raises:
        OutputError: if no report has that suffix, or the file cannot be written; what stood there before still does.
        OptionError: if the report has no such options.
    """
    return save_by_suffix(tracing, path, WRITERS, OPTIONS, options)

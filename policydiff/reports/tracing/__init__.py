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
WRITERS: Final[dict[str, Callable[[Tracing], str]]] = {".html": to_html, ".json": to_json, ".csv": to_csv, ".txt": to_text}


def save(tracing: Tracing, path: str | os.PathLike[str]) -> Path:
    """Write the report that the suffix of the path names, and return the path.

    Raises:
        OutputError: if no report has that suffix, or the file cannot be written; what stood there before still does.
    """
    return save_by_suffix(tracing, path, WRITERS)

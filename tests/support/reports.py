"""The reports that a browser is shown, built once for all processes that look at them."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock

import policydiff
from policydiff.comparison import Comparison
from policydiff.tracing import Trace
from support.paths import BOOKLET, NOTES, OPINIONS, PAGE, PLAN, REVISIONS, TEXTS


def once(folder: Path, name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returns; whichever process comes first makes it, the others read what it left in the folder."""
    path = folder / f"{name}.pickle"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            made = path.with_suffix(".made")
            made.write_bytes(pickle.dumps(make()))
            made.replace(path)
    return pickle.loads(path.read_bytes())


def compared() -> dict[str, Comparison]:
    """Return a revision, a reprint, and a statute in traditional characters."""
    waste = REVISIONS / "tw-waste-1999-2001"
    return {
        "revision": policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS, old_label="新时期产业工人队伍建设改革方案"),
        "reprint": policydiff.compare(TEXTS / OPINIONS, TEXTS / PAGE, new_label="《辽源日报》2024年10月23日"),
        "statute": policydiff.compare(waste / "old.txt", waste / "new.txt"),
    }


def traced() -> dict[str, Trace]:
    """Return a booklet on one document, and notes on two."""
    return {
        "booklet": policydiff.trace(TEXTS / BOOKLET, source=TEXTS / PLAN),
        "notes": policydiff.trace(TEXTS / NOTES, source=[TEXTS / OPINIONS, TEXTS / PLAN]),
    }


def saved(folder: Path, comparisons: dict[str, Comparison]) -> dict[str, Path]:
    """Write every page of the comparisons into a folder and return where they are."""
    pages = {name: comparison.save(folder / f"{name}.html") for name, comparison in comparisons.items()}
    for name in ("revision", "reprint"):
        pages[f"{name} changes"] = comparisons[name].save(folder / f"{name}-changes.html", kind="changes")
        pages[f"{name} inline"] = comparisons[name].save(folder / f"{name}-inline.html", view="inline")
    return pages


def saved_traces(folder: Path, traces: dict[str, Trace]) -> dict[str, Path]:
    """Write every page of quotations into a folder and return where they are."""
    return {name: trace.save(folder / f"{name}.html") for name, trace in traces.items()}

"""Reports: the record → text that people read, or that programs do.

Every report takes a `Collation` and nothing else, so that a record can be shown by anybody. `WRITERS` says which suffix gets which.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from policydiff.corrections import corrections
from policydiff.errors import OptionError, OutputError
from policydiff.model import Collation
from policydiff.reports.html import to_html
from policydiff.reports.json import to_json
from policydiff.reports.links import to_links
from policydiff.reports.terminal import to_text
from policydiff.reports.terms import to_terms

Record = TypeVar("Record")

#: What writes the report for each suffix. One of two parts, which may be the whole name (`terms.csv`), goes before its last part alone.
WRITERS: Final[dict[str, Callable[..., str]]] = {
    ".html": to_html,
    ".json": to_json,
    ".txt": to_text,
    ".csv": to_links,
    ".terms.csv": to_terms,
    ".patch": corrections,
}
#: What can be chosen, by suffix.
OPTIONS: Final[dict[str, tuple[str, ...]]] = {".html": ("view", "kind", "ui"), ".txt": ("ui",)}


def save(collation: Collation, path: str | os.PathLike[str], **options: str) -> Path:
    """Write the report that the suffix of the path names, and return the path.

    The text is complete before a file is touched, and takes its place in one step: nobody ever finds half a report.

    Args:
        collation: the record.
        path: where to write it.
        options: what the report with that suffix lets one choose: .html `view`, `kind` and `ui`, see `policydiff.reports.html.to_html`,
            .txt `ui`.

    Raises:
        OutputError: if no report has that suffix, or the file cannot be written; what stood there before still does.
        OptionError: if the report has no such options.
    """
    return save_by_suffix(collation, path, WRITERS, OPTIONS, options)


def save_by_suffix(
    record: Record,
    path: str | os.PathLike[str],
    writers: Mapping[str, Callable[..., str]],
    known: Mapping[str, Sequence[str]],
    options: Mapping[str, str],
) -> Path:
    """Write what the writer for the suffix of the path makes of a record, and return the path.

    Args:
        record: what is reported.
        path: where to write it.
        writers: what writes the report for each suffix.
        known: which options the writers take, by suffix.
        options: those that were given.

    Raises:
        OutputError, OptionError: as `save` does.
    """
    target = Path(path)
    suffix = _suffix(target, writers)
    unknown = [name for name in options if name not in known.get(suffix, ())]
    if unknown:
        some = (f"{name} ({', '.join(those)})" for name, those in known.items())
        remedy = f"There are options for {' and '.join(some)}."
        raise OptionError(f"{target.suffix} has no option {unknown[0]!r}", where=str(target), remedy=remedy)
    write_text(target, writers[suffix](record, **options))
    return target


def _suffix(target: Path, writers: Mapping[str, Callable[..., str]]) -> str:
    name = f".{target.name}".lower() if target.suffix else ""
    fitting = [suffix for suffix in writers if name.endswith(suffix)]
    if not fitting:
        known = ", ".join(writers)
        raise OutputError(f"no report has the suffix {target.suffix!r}", where=str(target), remedy=f"Use one of {known}.")
    return max(fitting, key=len)


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make a folder for reports, unless it is there, and return its path.

    Raises:
        OutputError: if it cannot be made.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be made: {error.strerror or error}", where=str(folder), remedy="Choose another folder."
        ) from error
    return folder


def write_text(target: Path, text: str) -> None:
    """Write a text as UTF-8, in one step.

    Raises:
        OutputError: if the file cannot be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, or what the umask leaves; a temporary file is closed to everybody else."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def _unwritable(target: Path, error: OSError) -> OutputError:
    if isinstance(error, PermissionError):
        remedy = "Close it in other programs (Excel, WPS, a browser), or write to another folder."
    elif isinstance(error, FileNotFoundError):
        remedy = "Make the folder first."
    else:
        remedy = "Check the disk, or write to another folder."
    return OutputError(f"the file cannot be written: {error.strerror or error}", where=str(target), remedy=remedy)

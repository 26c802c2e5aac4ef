"""Reports: the record → text that people read, or that programs do.

Every report takes a `Collation` and nothing else, so that a record can be shown by anybody. `WRITERS` says which suffix gets which.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from policydiff.corrections import corrections
from policydiff.errors import OptionError, OutputError
from policydiff.model import Collation
from policydiff.reports.html import to_files, to_html
from policydiff.reports.html.volumes import folder_of
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

    The text is complete before a file is touched, and takes its place in one step: nobody ever finds half a report. A page of more than
    20,000 rows or 25 MB is written as a front and volumes, which stand beside it in a folder: report.html and report_files.

    Args:
        collation: the record.
        path: where to write it.
        options: what the report with that suffix lets one choose: .html `view`, `kind` and `ui`, see `policydiff.reports.html.to_html`,
            .txt `ui`.

    Raises:
        OutputError: if no report has that suffix, or the file cannot be written; what stood there before still does.
        OptionError: if the report has no such options.
    """
    target = Path(path)
    if _writer(target, WRITERS, OPTIONS, options) is not to_html:
        return save_by_suffix(collation, path, WRITERS, OPTIONS, options)
    try:
        write_texts(_beside(target, to_files(collation, target.name, **options)))
    except BaseException:
        with suppress(OSError):  # it is not empty where an older report has its volumes
            (target.parent / folder_of(target.name)).rmdir()
        raise
    return target


def _beside(target: Path, files: Iterable[tuple[str, str]]) -> Iterator[tuple[Path, str]]:
    """Place files in the folder of a report; the folder of its volumes is made, its own has to be there."""
    for name, text in files:
        place = target.parent / name
        if place.parent != target.parent:
            try:
                place.parent.mkdir(exist_ok=True)
            except OSError as error:
                raise _unwritable(place.parent, error) from error
        yield place, text


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
    write_texts([(target, _writer(target, writers, known, options)(record, **options))])
    return target


def _writer(
    target: Path, writers: Mapping[str, Callable[..., str]], known: Mapping[str, Sequence[str]], options: Iterable[str]
) -> Callable[..., str]:
    """The writer for the suffix of a path, which takes the options."""
    suffix = _suffix(target, writers)
    unknown = [name for name in options if name not in known.get(suffix, ())]
    if unknown:
        some = (f"{name} ({', '.join(those)})" for name, those in known.items())
        remedy = f"There are options for {' and '.join(some)}."
        raise OptionError(f"{target.suffix} has no option {unknown[0]!r}", where=str(target), remedy=remedy)
    return writers[suffix]


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


def write_texts(texts: Iterable[tuple[Path, str]]) -> None:
    """Write texts as UTF-8. None takes its place before all of them are complete, and they do so in their order.

    Raises:
        OutputError: if a file cannot be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for target, text in texts:
            waiting.append((target, _set_down(target, text)))
        for target, temporary in waiting:
            _put_in_place(temporary, target)
    finally:
        for _, temporary in waiting:
            temporary.unlink(missing_ok=True)


def _set_down(target: Path, text: str) -> Path:
    """Write a text beside its place, and return where."""
    temporary = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _unwritable(target, error) from error
    return temporary


def _put_in_place(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from error


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

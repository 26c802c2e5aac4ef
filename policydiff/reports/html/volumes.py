"""A report of very many rows: a front, and volumes (分册) with so many rows as a browser opens at once.

    report.html                     the front: verdict, notices, what is told once, the list of volumes with their chapters
    report_files/report-1.html      the rows from the first on, with their search, filters and tables
    report_files/report-2.html      …

Each is a page of its own. Links lead from one to another by their names, so that they work from a disk; an address of the front that
names a row leads to the volume which has it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, NamedTuple
from urllib.parse import quote

from policydiff.reports.html import phrases
from policydiff.reports.html.lookup import Lookup
from policydiff.reports.html.openings import Openings
from policydiff.reports.html.page import bare, with_front, with_rows
from policydiff.reports.html.view import Entry, Page, Volume, VolumeEntry

#: A report of more rows is saved in volumes, and so is one of more bytes.
MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 25_000_000
#: A volume has no more rows than this.
ROWS_OF_A_VOLUME: Final = 5_000
#: Servers refuse mails that are larger; a page that is has a notice which says so.
MOST_BYTES_OF_A_MAIL: Final = 15_000_000


class VolumeFile(NamedTuple):
    """The rows of a volume, and the name of its file."""

    name: str
    rows: range


def folder_of(name: str) -> str:
    """Return the folder of the volumes of a report. Systems that know web pages move it together with the front.

    >>> folder_of("report.html")
    'report_files'
    """
    return f"{PurePath(name).stem}_files"


def plan(lookup: Lookup, name: str, most: int) -> tuple[VolumeFile, ...]:
    """Return the volumes of a report: where each begins and ends, and what its file is called.

    Args:
        lookup: the record, and what is asked about it.
        name: of the file of the front.
        most: how many rows a volume may have.
    """
    ranges = cut(len(lookup.pairs), most, Openings(lookup).open_at)
    return tuple(VolumeFile(f"{PurePath(name).stem}-{number}.html", rows) for number, rows in enumerate(ranges, 1))


def cut(rows: int, most: int, opens: Callable[[int], bool]) -> list[range]:
    """Return ranges of rows, none longer than `most`; a range ends before a chapter if one begins in its second half.

    >>> cut(10, 4, lambda row: row in (3, 6))
    [range(0, 3), range(3, 6), range(6, 10)]
    """
    starts = [0]
    while starts[-1] + most < rows:
        limit = starts[-1] + most
        starts.append(next((row for row in range(limit, limit - most // 2, -1) if opens(row)), limit))
    return [range(start, end) for start, end in zip(starts, [*starts[1:], rows], strict=True)]


def pages_of(lookup: Lookup, name: str, volumes: Sequence[VolumeFile], *, view: str, kind: str) -> Iterator[tuple[str, Page]]:
    """Return the pages of a report in volumes, each with its address as the front sees it; the front comes last."""
    folder = folder_of(name)
    entries = []
    for number, volume in enumerate(volumes):
        seen = lookup.seen_from([*_files(volumes, "", here=number)])
        page = with_rows(bare(seen, view), seen, volume.rows, kind)
        yield f"{folder}/{volume.name}", replace(page, volume=_volume(seen, name, volumes, number))
        entries.append(_entry(lookup, page, folder, volumes, number))
    lookup = lookup.seen_from([*_files(volumes, f"{address(folder)}/")])
    front = with_front(bare(lookup, view), lookup, kind)
    notice = phrases.in_volumes(lookup.words, len(volumes), folder)
    yield name, replace(front, volumes=tuple(entries), notices=(notice, *front.notices))


def address(name: str) -> str:
    """Return the address of a file beside a page.

    >>> address("报告 #1.html")
    '%E6%8A%A5%E5%91%8A%20%231.html'
    """
    return quote(os.fsencode(name))


def _files(volumes: Sequence[VolumeFile], folder: str, *, here: int | None = None) -> Iterator[str]:
    """For every row the address of its page."""
    for number, volume in enumerate(volumes):
        file = "" if number == here else folder + address(volume.name)
        yield from (file for _ in volume.rows)


def _volume(lookup: Lookup, name: str, volumes: Sequence[VolumeFile], number: int) -> Volume:
    files = ["", *(address(volume.name) for volume in volumes), ""]
    return Volume(_name(lookup, volumes, number), address(f"../{name}"), files[number], files[number + 2])


def _name(lookup: Lookup, volumes: Sequence[VolumeFile], number: int) -> str:
    rows = volumes[number].rows
    first, last = lookup.row_name(rows[0]), lookup.row_name(rows[-1])
    return lookup.words.say("front.volume", number=number + 1, of=len(volumes), first=first, last=last)


def _entry(lookup: Lookup, page: Page, folder: str, volumes: Sequence[VolumeFile], number: int) -> VolumeEntry:
    volume = volumes[number]
    href = f"{address(folder)}/{address(volume.name)}"
    chapters = tuple(Entry(f"{href}#{chapter.id}", chapter.title, chapter.signs) for chapter in page.chapters)
    rows = [lookup.anchors[row] for row in volume.rows]
    differences = [f"d{number}" for (row, _), number in lookup.differences.items() if row in volume.rows] if lookup.reprint else []
    return VolumeEntry(
        href,
        _name(lookup, volumes, number),
        lookup.words.say("front.row_count", count=len(rows)),
        chapters,
        " ".join([*rows, *differences]),
    )

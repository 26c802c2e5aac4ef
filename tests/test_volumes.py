"""A report of very many rows is a front and volumes: nothing is lost between them, and every link leads to the file that has its end."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import OPINIONS, PAGE, PLAN, TEXTS

import policydiff
from policydiff.comparison import Comparison
from policydiff.errors import OutputError
from policydiff.reports import html
from policydiff.reports.html import volumes
from policydiff.reports.html.volumes import cut


@pytest.fixture(scope="module")
def revision() -> Comparison:
    return policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS)


@pytest.fixture(scope="module")
def reprint() -> Comparison:
    return policydiff.compare(TEXTS / OPINIONS, TEXTS / PAGE)


@pytest.fixture(autouse=True)
def _few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "MOST_ROWS", 20)
    monkeypatch.setattr(volumes, "ROWS_OF_A_VOLUME", 20)


class Addresses(HTMLParser):
    """What a page calls its places, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.named: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self.named += (given.get("data-anchors") or "").split()


def pages(front: Path) -> dict[Path, Addresses]:
    files = [front, *sorted((front.parent / volumes.folder_of(front.name)).glob("*.html"))]
    return {file.resolve(): Addresses(file.read_text("utf-8")) for file in files}


def dangling(found: dict[Path, Addresses]) -> list[tuple[str, str]]:
    """Links whose file or place is not there."""
    lost = []
    for file, page in found.items():
        for link in page.links:
            name, _, place = link.partition("#")
            target = (file.parent / unquote(name)).resolve() if name else file
            if target not in found or (place and place not in found[target].ids):
                lost.append((file.name, link))
    return lost


@pytest.mark.parametrize("name", ["revision", "reprint"])
@pytest.mark.parametrize("options", [{}, {"view": "inline"}, {"kind": "changes"}], ids=["table", "inline", "changes"])
def test_every_link_leads_to_a_place_that_is_there(request: pytest.FixtureRequest, tmp_path: Path, name: str, options: dict[str, str]):
    """Between volumes, from the front, and back; whatever the file is called."""
    comparison: Comparison = request.getfixturevalue(name)
    found = pages(comparison.save(tmp_path / "报告 #1.html", **options))

    assert len(found) > 2 or (name == "reprint" and "kind" in options)
    assert dangling(found) == []


@pytest.mark.parametrize("name", ["revision", "reprint"])
def test_the_volumes_have_every_row_once(request: pytest.FixtureRequest, tmp_path: Path, name: str):
    """In the order of the record; the front knows which volume has which."""
    comparison: Comparison = request.getfixturevalue(name)
    whole = Addresses(comparison.to_html())
    front, *others = pages(comparison.save(tmp_path / "report.html")).values()
    places = [place for place in whole.ids if re.fullmatch(r"[no].*-[0-9a-f]{6}|d\d+", place)]

    assert [place for page in others for place in page.ids if place in set(places)] == places
    assert sorted(front.named) == sorted(places)
    assert not set(front.ids) & set(places)


def test_a_report_of_few_rows_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: Comparison):
    """Up to the limit; and the page of `to_html` is one however long it is."""
    monkeypatch.setattr(volumes, "MOST_ROWS", len(revision.rows))
    revision.save(tmp_path / "report.html")

    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text("utf-8") == revision.to_html()


def test_a_report_of_many_bytes_is_cut_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: Comparison):
    """Into so many rows as a mail takes."""
    size = len(revision.to_html().encode())
    monkeypatch.setattr(volumes, "MOST_ROWS", 20_000)
    monkeypatch.setattr(volumes, "ROWS_OF_A_VOLUME", 5_000)
    monkeypatch.setattr(volumes, "MOST_BYTES", size - 1)
    monkeypatch.setattr(volumes, "MOST_BYTES_OF_A_MAIL", size // 3)
    found = pages(revision.save(tmp_path / "report.html"))

    assert len(found) >= 4
    assert dangling(found) == []


@pytest.mark.parametrize(("kind", "advice"), [("report", "；可改发变更清单"), ("changes", "")])
def test_a_page_that_is_too_large_for_a_mail_says_so(monkeypatch: pytest.MonkeyPatch, revision: Comparison, kind: str, advice: str):
    """Before all other notices; one that is not says nothing of it."""
    assert "邮件可能拒收" not in revision.to_html(kind=kind)
    monkeypatch.setattr(volumes, "MOST_BYTES_OF_A_MAIL", 50_000)

    assert f"邮件可能拒收{advice}" in revision.to_html(kind=kind)


def test_two_runs_give_the_same_files(tmp_path: Path, revision: Comparison):
    """Byte by byte; the second replaces the first and leaves nothing else behind."""
    before, after = ({file: file.read_bytes() for file in pages(revision.save(tmp_path / "report.html"))} for _ in range(2))

    assert before == after
    assert {file for file in tmp_path.rglob("*") if file.is_file()} == set(after)


def test_nothing_is_replaced_before_everything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: Comparison):
    """A failure in the middle leaves the old report as it was, and no folder that was not there."""
    (tmp_path / "report.html").write_text("before", "utf-8")
    write = html._written

    def fails_at_the_front(collation: object, page: object, words: object, kind: str) -> str:
        if getattr(page, "volumes", ()):
            raise RuntimeError("no more")
        return write(collation, page, words, kind)  # type: ignore[arg-type]

    monkeypatch.setattr(html, "_written", fails_at_the_front)
    with pytest.raises(RuntimeError, match="no more"):
        revision.save(tmp_path / "report.html")

    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("report.html", "before")]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, revision: Comparison):
    """Where something else has its name."""
    (tmp_path / "report_files").write_text("mine", "utf-8")

    with pytest.raises(OutputError, match="report_files"):
        revision.save(tmp_path / "report.html")
    assert (tmp_path / "report_files").read_text("utf-8") == "mine"


@given(st.integers(0, 60), st.integers(1, 12), st.sets(st.integers(0, 60)))
def test_ranges_cover_all_rows_and_end_before_chapters(rows: int, most: int, opening: set[int]):
    """None is empty or too long; one that ends within a chapter had no chapter beginning in its second half."""
    ranges = cut(rows, most, opening.__contains__)

    assert [row for found in ranges for row in found] == list(range(rows))
    assert all(0 < len(found) <= most for found in ranges) or rows == 0
    for found in ranges[:-1]:
        assert found.stop in opening or not opening & set(range(found.start + most - most // 2 + 1, found.start + most + 1))

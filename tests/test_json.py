"""The JSON record keeps its contract: every place, every clause, every code point, every byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import policydiff
from policydiff.reports.json import schema

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "texts"
GOLD = Path(__file__).parent / "gold" / "revisions"

PAIRS = {
    "revision": (TEXTS / "plan-2017.txt", TEXTS / "opinions-2024.txt"),
    "reprint": (TEXTS / "opinions-2024.txt", TEXTS / "liaoyuan-extract.md"),
    "page as the old side": (TEXTS / "liaoyuan-extract.md", TEXTS / "opinions-2024.txt"),
    "law of the PRC": (GOLD / "cn-invoice-2019-2023" / "old.txt", GOLD / "cn-invoice-2019-2023" / "new.txt"),
    "law of Taiwan": (GOLD / "tw-waste-1999-2001" / "old.txt", GOLD / "tw-waste-1999-2001" / "new.txt"),
}


@pytest.fixture(scope="module", params=PAIRS)
def compared(request: pytest.FixtureRequest) -> tuple[dict[str, Any], tuple[Path, Path]]:
    pair = PAIRS[request.param]
    return json.loads(policydiff.compare(*pair).to_json()), pair


def test_the_record_follows_the_schema(compared: tuple[dict[str, Any], tuple[Path, Path]]):
    """Every output is valid, and the schema itself is."""
    jsonschema.Draft202012Validator.check_schema(schema())

    jsonschema.validate(compared[0], schema(), cls=jsonschema.Draft202012Validator)


def test_the_keys_are_those_of_the_contract(compared: tuple[dict[str, Any], tuple[Path, Path]]):
    """People and tools rely on these names and on their order."""
    record = compared[0]

    assert list(record) == ["format", "old", "new", "links", "rejected", "echoes", "pairs", "outside", "notices", "settings", "forms"]
    assert list(record["old"]) == ["title", "source", "length", "clauses", "notices"]
    assert list(record["old"]["clauses"][0]) == ["id", "parent", "level", "marker", "number", "heading", "start", "end"]
    assert list(record["links"][0]) == ["old", "new", "score", "tier", "evidence", "parts"]
    assert list(record["pairs"][0]) == ["old", "new", "kinds", "edits", "findings"]
    assert list(record["pairs"][0]["edits"][0]) == ["tag", "old", "new"]
    assert record["format"] == "policydiff/1"


@pytest.mark.parametrize("side", ["old", "new"])
def test_the_spans_account_for_every_code_point(compared: tuple[dict[str, Any], tuple[Path, Path]], side: str):
    """Clauses are disjoint and in order; what is in none of them is blank, or outside."""
    record, files = compared
    text = policydiff.read(files[side == "new"]).text
    page = record["settings"]["page"] == side
    spans = [(c["start"], c["end"]) for c in record[side]["clauses"]]
    covered = sorted([*spans, *(map(tuple, record["outside"]) if page else ())])
    gaps = [text[a:b] for (_, a), (b, _) in zip([(0, 0), *covered], [*covered, (len(text), 0)], strict=True)]

    assert spans == sorted(spans)
    assert record[side]["length"] == len(text)
    assert "".join(gaps).strip() == ""


@pytest.mark.parametrize("side", ["old", "new"])
def test_the_edits_of_a_row_tile_its_clauses(compared: tuple[dict[str, Any], tuple[Path, Path]], side: str):
    """Sorted by one side, the edits of a row are its clauses, without gap or overlap."""
    record = compared[0]
    place = {clause["id"]: (clause["start"], clause["end"]) for clause in record[side]["clauses"]}
    for pair in record["pairs"]:
        tiles = sorted(tuple(edit[side]) for edit in pair["edits"] if edit[side][0] < edit[side][1])
        covered = [point for start, end in tiles for point in range(start, end)]

        assert covered == [point for start, end in sorted(place[id] for id in pair[side]) for point in range(start, end)]


@pytest.mark.parametrize("side", ["old", "new"])
def test_every_clause_is_in_exactly_one_row(compared: tuple[dict[str, Any], tuple[Path, Path]], side: str):
    """Nothing is dropped silently and nothing is shown twice."""
    record = compared[0]

    assert sorted(id for pair in record["pairs"] for id in pair[side]) == sorted(clause["id"] for clause in record[side]["clauses"])


@pytest.mark.parametrize("side", ["old", "new"])
def test_the_bytes_can_be_rebuilt(compared: tuple[dict[str, Any], tuple[Path, Path]], side: str):
    """The text, encoded as the record says, is the file; the hash is of the file."""
    import hashlib

    record, files = compared
    path, source = files[side == "new"], record[side]["source"]
    document = policydiff.read(path)

    assert document.text.encode(source["encoding"]) == path.read_bytes()
    assert source["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source["name"] == path.name


def test_tags_mean_what_they_say(compared: tuple[dict[str, Any], tuple[Path, Path]]):
    """Equal is equal, inserted is on one side only, and formal differs."""
    record, files = compared
    old, new = (policydiff.read(path).text for path in files)
    for pair in record["pairs"]:
        for edit in pair["edits"]:
            a, b = old[slice(*edit["old"])], new[slice(*edit["new"])]
            match edit["tag"]:
                case "equal":
                    assert a == b
                case "formal":
                    assert a != b
                case "insert":
                    assert (a, bool(b)) == ("", True)
                case "delete":
                    assert (bool(a), b) == (True, "")
                case _:
                    assert a != b
                    assert a
                    assert b


def test_links_and_findings_name_what_is_there(compared: tuple[dict[str, Any], tuple[Path, Path]]):
    """Ids are those of clauses; evidence and findings lie inside the texts."""
    record = compared[0]
    ids = {side: {clause["id"] for clause in record[side]["clauses"]} for side in ("old", "new")}

    assert {link["old"] for link in record["links"]} <= ids["old"]
    assert {link["new"] for link in record["links"]} <= ids["new"]
    for side in ("old", "new"):
        evidence = [e[side] for link in record["links"] for e in link["evidence"]]
        findings = [f[side] for pair in record["pairs"] for f in pair["findings"] if f[side] is not None]
        assert all(0 <= start < end <= record[side]["length"] for start, end in evidence)
        assert all(0 <= start <= end <= record[side]["length"] for start, end in findings)  # empty where the other side alone has words


def test_the_same_files_give_the_same_bytes():
    """Ten runs in fresh processes with different hash seeds: not one byte differs."""
    code = (
        "import hashlib, sys, policydiff\n"
        "for a, b in zip(sys.argv[1::2], sys.argv[2::2]):\n"
        "    print(hashlib.sha256(policydiff.compare(a, b).to_json().encode()).hexdigest())"
    )
    files = [str(path) for name in ("revision", "reprint") for path in PAIRS[name]]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, *files],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(10)
    }

    assert len(outputs) == 1


def test_the_page_may_be_the_old_side():
    """Then the spans outside are of the old text, and the settings say so."""
    record = json.loads(policydiff.compare(*PAIRS["page as the old side"]).to_json())
    text = policydiff.read(TEXTS / "liaoyuan-extract.md").text

    assert record["settings"]["page"] == "old"
    assert [text[start:end][:4] for start, end in record["outside"]] == ["辽源发布", "(新华社"]


def test_half_a_character_can_be_written():
    """A lone surrogate, which no file holds but a program may hand in, is named by its code."""
    document = policydiff.parse("第一条（\ud800）\n国家鼓励创新。")
    text = policydiff.compare(document, document).to_json()

    assert "\\ud800" in text
    assert json.loads(text)["old"]["clauses"][0]["heading"] == "\ud800"
    text.encode("utf-8")

"""What a person decides about a pair holds, and changes nothing about any other pair."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.paths import EXTRACT, OPINIONS, PLAN, bundled

from policydiff.comparison import Comparison, align, compare
from policydiff.errors import ClauseNotFoundError, OptionError
from policydiff.model import Alignment, Document, Tier
from policydiff.outline import parse
from policydiff.reports.json import schema

TEXTS = {
    "revision": (bundled(PLAN), bundled(OPINIONS)),
    "reprint": (bundled(OPINIONS), bundled(EXTRACT)),
}
DOCUMENTS = {name: (parse(old), parse(new)) for name, (old, new) in TEXTS.items()}
PLAIN = {name: compare(*pair, profile=name) for name, pair in DOCUMENTS.items()}
BOTH = pytest.mark.parametrize("profile", TEXTS)


def overruled(profile: str, **decisions: list[tuple[str, str]]) -> Comparison:
    """The bundled pair of that profile, with decisions about some of its clauses."""
    return compare(*DOCUMENTS[profile], profile=profile, **decisions)


def by_pair(comparison: Comparison | Alignment) -> dict[tuple[str, str], tuple[float, Tier]]:
    return {(link.old, link.new): (link.score, link.tier) for link in comparison.links}


# -- pins and bans -------------------------------------------------------------------------------------------------------------


def test_a_pinned_pair_is_a_link_and_a_row() -> None:
    """Measure 17 and （二十五） have nothing in common; a person may know better."""
    found = overruled("revision", pins=[("17.", "（二十五）")])
    row = found.find(old="2.4.17")

    assert by_pair(found)["2.4.17", "9.25"] == (0.0, Tier.USER)
    assert "9.25" in row.pair.new
    assert row.links[0].tier is Tier.USER
    assert "17" in dict(found.derivations().cells())["（二十五）"].split("、")


def test_a_candidate_that_is_pinned_counts() -> None:
    """It keeps the aligner's score and evidence, and counts as a partner in the tables."""
    pair = ("2.1.3", "3.7")
    (before,) = [link for link in PLAIN["revision"].links if (link.old, link.new) == pair]
    (after,) = [link for link in overruled("revision", pins=[pair]).links if (link.old, link.new) == pair]

    assert (before.tier, after.tier) == (Tier.CANDIDATE, Tier.USER)
    assert (before.score, before.evidence) == (after.score, after.evidence)
    assert "（七）" in dict(overruled("revision", pins=[pair]).destinations().cells())["3"]


def test_a_banned_pair_is_no_link_and_no_row() -> None:
    """（四） is not from measure 3; the row is made of what is left of the links."""
    found = overruled("revision", bans=[("2.1.3", "3.4")])

    assert ("2.1.3", "3.4") not in by_pair(found)
    assert "2.1.3" not in found.find(new="3.4").pair.old
    assert found.find(old="2.1.3").pair.new == ("3.5",)


def test_a_banned_candidate_is_not_even_listed() -> None:
    assert ("2.1.3", "3.7") not in by_pair(overruled("revision", bans=[("2.1.3", "3.7")]))


def test_titles_headings_and_dates_can_be_decided_about() -> None:
    """A heading beside a provision, and a title beside no title."""
    old, new = parse("甲法\n第一章　总则\n第一条　国家鼓励创新。"), parse("乙法\n第一章　总则\n第一条　国家鼓励创新。")
    apart = compare(old, new, profile="revision", bans=[("title", "title"), ("c1", "c1")], pins=[("c1", "c1.a1")])
    rows = {(row.pair.old, row.pair.new) for row in apart.rows}

    assert rows == {(("title",), ()), ((), ("title",)), ((), ("c1",)), (("c1", "c1.a1"), ("c1.a1",))}


BARE = "一、总体要求\n（一）落实各项惠民政策。\n二、主要举措\n（一）促进稳定就业。\n"


@pytest.mark.parametrize("old", ["1", "1.1", "2", "2.1"])
@pytest.mark.parametrize("new", ["1", "2", "2.1"])
def test_every_clause_stands_once_whatever_is_pinned(old: str, new: str) -> None:
    """Also where a heading that lost its only clause, and stands beside the heading it was, is pinned to something else."""
    found = compare(parse(BARE), parse(BARE.replace("（一）落实各项惠民政策。\n", "")), profile="revision", pins=[(old, new)])

    assert sorted(id for row in found.rows for id in row.pair.old) == ["1", "1.1", "2", "2.1"]
    assert sorted(id for row in found.rows for id in row.pair.new) == ["1", "2", "2.1"]
    assert any(old in row.pair.old and new in row.pair.new for row in found.rows)


def test_decided_pairs_stand_side_by_side_before_the_aligner_s() -> None:
    """The rest joins them as it would have joined any row."""
    old = parse("第一条　国家鼓励创新和创造。\n第二条　农药应当登记备案。\n第三条　公证应当自愿进行。")
    crossed = [("第一条", "第二条"), ("第二条", "第一条")]
    found = compare(old, old, profile="revision", pins=crossed, bans=[("a1", "a1"), ("a2", "a2")])

    assert {(row.pair.old, row.pair.new) for row in found.rows} == {(("a1",), ("a2",)), (("a2",), ("a1",)), (("a3",), ("a3",))}


@BOTH
def test_confirming_what_stands_side_by_side_changes_no_row(profile: str) -> None:
    """A person who pins what the rows show already has said nothing new, and no score has changed."""
    plain = PLAIN[profile]
    rows = [(row.pair.old, row.pair.new) for row in plain.rows]
    shown = [pair for pair in by_pair(plain) if any(pair[0] in olds and pair[1] in news for olds, news in rows)]
    found = overruled(profile, pins=shown)

    assert [row.pair for row in found.rows] == [row.pair for row in plain.rows]
    assert {pair: score for pair, (score, _) in by_pair(found).items()} == {pair: score for pair, (score, _) in by_pair(plain).items()}


def test_in_a_reprint_a_clause_is_put_beside_another_paragraph() -> None:
    """（一） was printed as （二）, says the person; it crosses nothing it did not cross."""
    one, two = (PLAIN["reprint"].new.find(label).id for label in ("(一)", "(二)"))
    old = PLAIN["reprint"].old.find("（一）").id
    found = overruled("reprint", pins=[(old, two)], bans=[(old, one)])

    assert two in found.find(old=old).pair.new
    assert found.find(new=one).pair.old == ()


def test_a_page_is_found_before_anybody_is_heard() -> None:
    """With `auto`, decisions do not make another profile; what lies outside the text cannot be named."""
    old, new = DOCUMENTS["reprint"]
    links = [(link.old, link.new) for link in PLAIN["reprint"].links]

    assert compare(old, new, bans=links).profile == "reprint"
    with pytest.raises(ClauseNotFoundError):
        compare(old, new, pins=[("title", "没有的条")])


# -- no other pair is touched ----------------------------------------------------------------------------------------------------


@st.composite
def decisions(draw: st.DrawFn, documents: tuple[Document, Document], known: list[tuple[str, str]]) -> tuple[set[tuple[str, str]], ...]:
    """Pairs that are links and pairs that are none, pinned or banned, none of them both."""
    heads = [[unit.head.id for unit in document.units] for document in documents]
    pair = st.one_of(st.sampled_from(known), st.tuples(*map(st.sampled_from, heads)))
    pins = draw(st.sets(pair, max_size=4))
    return pins, draw(st.sets(pair, max_size=4)) - pins


def side_by_side(found: Alignment, pair: tuple[str, str]) -> bool:
    return any(pair[0] in bead.old and pair[1] in bead.new for bead in found.beads)


def elsewhere_by_hand(found: Alignment, pair: tuple[str, str]) -> bool:
    """Whether each of the two stands beside another partner that a person gave it."""
    shown = [(link.old, link.new) for link in found.links if link.tier is Tier.USER and side_by_side(found, (link.old, link.new))]
    return any(old == pair[0] for old, _ in shown) and any(new == pair[1] for _, new in shown)


@BOTH
@settings(max_examples=100)
@given(data=st.data())
def test_no_other_pair_changes_its_score_or_its_tier(profile: str, data: st.DataObject) -> None:
    """Whatever is decided about some pairs: theirs is as decided, every other one as it was, and every clause is in one row."""
    plain = by_pair(PLAIN[profile])
    documents = PLAIN[profile].old, PLAIN[profile].new
    pins, bans = data.draw(decisions(documents, list(plain)))
    found = align(*DOCUMENTS[profile], profile=profile, pins=sorted(pins), bans=sorted(bans))
    expected = {pair: known for pair, known in plain.items() if pair not in bans}
    expected |= {pair: (plain[pair][0] if pair in plain else 0.0, Tier.USER) for pair in pins}

    assert by_pair(found) == expected
    assert all(side_by_side(found, pair) or elsewhere_by_hand(found, pair) for pair in pins)
    for side, document in zip(("old", "new"), documents, strict=True):
        ids = sorted(id for bead in found.beads for id in getattr(bead, side))
        assert ids == sorted(clause.id for clause in document.clauses)


@BOTH
@settings(max_examples=50)
@given(data=st.data())
def test_swapping_the_sides_swaps_the_result(profile: str, data: st.DataObject) -> None:
    """Links and rows are those of the other side."""
    plain = PLAIN[profile]
    pins, bans = data.draw(decisions((plain.old, plain.new), list(by_pair(plain))))
    old, new = DOCUMENTS[profile]
    here = align(old, new, profile=profile, pins=sorted(pins), bans=sorted(bans))
    there = align(new, old, profile=profile, pins=[(b, a) for a, b in sorted(pins)], bans=[(b, a) for a, b in sorted(bans)])

    assert by_pair(here) == {(old, new): known for (new, old), known in by_pair(there).items()}
    assert {(bead.old, bead.new, bead.moved) for bead in here.beads} == {(bead.new, bead.old, bead.moved) for bead in there.beads}


# -- what is recorded and told -----------------------------------------------------------------------------------------------------


def test_decisions_are_in_the_record() -> None:
    """As ids, in the order of the texts, whatever they were called and however often they were said."""
    found = overruled("revision", pins=[("17.", "（二十五）"), ("2.1.3", "3.7"), ("2.4.17", "9.25")], bans=[("3.", "（四）")])

    jsonschema.validate(found.to_dict(), schema(), cls=jsonschema.Draft202012Validator)
    assert found.settings["pins"] == [["2.1.3", "3.7"], ["2.4.17", "9.25"]]
    assert found.settings["bans"] == [["2.1.3", "3.4"]]
    assert PLAIN["revision"].settings["pins"] == PLAIN["revision"].settings["bans"] == []


def test_reports_say_how_many_pairs_were_set_by_hand() -> None:
    """The terminal and the method section; nothing where nothing was decided."""
    found = overruled("revision", pins=[("2.1.3", "3.7")], bans=[("2.1.3", "3.4"), ("2.1.1", "2.2")])
    sentence = "人工指定对应1对，排除对应2对；其余对应不受影响。"

    assert sentence in found.to_text()
    assert sentence in found.to_html()
    assert "人工" not in PLAIN["revision"].to_text().partition("〔")[0]


def test_align_hears_them_too() -> None:
    alignment = align(*DOCUMENTS["revision"], pins=[("17.", "（二十五）")], bans=[("3.", "（四）")])
    pairs = {(link.old, link.new): link.tier for link in alignment.links}

    assert pairs["2.4.17", "9.25"] is Tier.USER
    assert ("2.1.3", "3.4") not in pairs


# -- what cannot be meant ----------------------------------------------------------------------------------------------------------

LAW = "第一条　有下列情形之一的，处以罚款：\n（一）未登记；\n（二）未备案。\n第二条　本法自公布之日起施行。"
REFUSED = {
    "an unknown clause": ({"pins": [("第九条", "第一条")]}, ClauseNotFoundError, "no clause is '第九条'.*the pin.*policydiff outline"),
    "an unknown clause of the new side": ({"bans": [("第一条", "第九条")]}, ClauseNotFoundError, "第九条.*the ban"),
    "a pair that is both": ({"pins": [("a1", "a2")], "bans": [("第一条", "第二条")]}, OptionError, "both pinned and banned.*Keep one"),
    "a part of a provision": ({"pins": [("（一）", "a2")]}, OptionError, "part of 第一条.*Name the provision: 'a1'"),
    "no pair": ({"pins": ["a1"]}, OptionError, "no pair of clauses"),
    "three clauses": ({"pins": [("a1", "a2", "a2")]}, OptionError, "no pair of clauses"),
    "the name of a file": ({"bans": "links.csv"}, OptionError, "say links="),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    """What is wrong, in which document, and what to do."""
    arguments, error, message = REFUSED[case]
    law = parse(LAW)

    with pytest.raises(error, match=message):
        compare(law, law, profile="revision", **arguments)  # type: ignore[arg-type]


def test_a_label_printed_twice_is_refused_with_its_ids() -> None:
    document = parse("一、甲\n（一）乙。丙。\n二、丁\n（一）戊。己。")

    with pytest.raises(ClauseNotFoundError, match=r"printed 2 times; it stands in the pin .*1\.1, 2\.1"):
        compare(document, document, pins=[("（一）", "1.1")])


def test_the_error_names_the_document(tmp_path: Path) -> None:
    """So that one sees on which side to look."""
    path = tmp_path / "旧法.txt"
    path.write_text(LAW, "utf-8")

    with pytest.raises(ClauseNotFoundError, match=r"旧法\.txt"):
        compare(path, parse(LAW), pins=[("第九条", "第一条")])

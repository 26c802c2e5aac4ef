"""Documents too large for one table: the same result as in one table, as far as that can be."""

from __future__ import annotations

import pytest
from support.paths import REVISIONS

from policydiff.alignment import sections
from policydiff.alignment.residual import Provision, correspond
from policydiff.alignment.sections import Found, correspond_at_any_size
from policydiff.model import COUNTED_TIERS, Tier
from policydiff.outline import parse

CASES = ["cn-foreigntrade-2016-2022", "tw-communicable-2006-2007", "tw-trademark-2010-2011", "tw-civilprocedure-2000-2003"]


def provisions(name: str) -> list[Provision]:
    """The articles of a statute, a line to a sentence."""
    document = parse((REVISIONS / name).read_text("utf-8"))
    units = [unit for unit in document.units if unit.head.level == "article"]
    texts = [document.text[unit.span.start + len(unit.head.marker) : unit.span.end] for unit in units]
    return [
        Provision(unit.head.id, "article", (unit.head.number or 0, unit.head.branch or 0), "", tuple(text.split()))
        for unit, text in zip(units, texts, strict=True)
    ]


def counted(found: Found) -> set[tuple[int, int]]:
    return {(link.old, link.new) for link in found.links if link.tier in COUNTED_TIERS}


@pytest.fixture
def small_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of sixty provisions, so that a statute of seventy articles is a large document."""
    monkeypatch.setattr(sections, "_MOST_PROVISIONS", 60)
    monkeypatch.setattr(sections, "_LEAST_SECTION", 20)


@pytest.mark.usefixtures("small_tables")
@pytest.mark.parametrize("case", CASES)
def test_sections_find_what_one_table_finds(case: str) -> None:
    """Nine of ten links are the same, whichever way the documents are cut."""
    old, new = provisions(f"{case}/old.txt"), provisions(f"{case}/new.txt")
    whole = {(link.old, link.new) for link in correspond(old, new).links if link.tier in COUNTED_TIERS}
    found = correspond_at_any_size(old, new)

    assert found.in_sections
    assert 2 * len(counted(found) & whole) >= 0.9 * (len(counted(found)) + len(whole))


@pytest.mark.usefixtures("small_tables")
@pytest.mark.parametrize("case", CASES[:3])
def test_swapped_sides_give_the_same_links(case: str) -> None:
    """Cuts do not depend on which document is called old."""
    old, new = provisions(f"{case}/old.txt"), provisions(f"{case}/new.txt")

    assert counted(correspond_at_any_size(old, new)) == {(i, j) for j, i in counted(correspond_at_any_size(new, old))}


@pytest.mark.usefixtures("small_tables")
def test_a_large_document_corresponds_to_itself() -> None:
    """Each provision to itself, strongly."""
    old = provisions("tw-trademark-2010-2011/new.txt")
    found = correspond_at_any_size(old, old)

    assert [(link.old, link.new) for link in found.links if link.tier is Tier.STRONG] == [(i, i) for i in range(len(old))]
    assert found.kinship == 1.0


@pytest.mark.usefixtures("small_tables")
def test_a_provision_that_left_its_section_is_found() -> None:
    """The tenth article became the last but two: far beyond the section it stood in."""
    old = provisions("tw-trademark-2010-2011/new.txt")
    new = [*old[:9], *old[10:-2], old[9], *old[-2:]]

    assert (9, len(old) - 3) in counted(correspond_at_any_size(old, new))


def chapter(number: int) -> Provision:
    """A provision like no other, with a sentence that stays and one that is reworded."""
    words = "".join(chr(0x4E00 + (number * 7919 + k * 104729) % 20000) for k in range(40))
    return Provision(str(number), "article", (number, 0), "", (words[:20] + "。", words[20:] + "。"))


@pytest.mark.usefixtures("small_tables")
def test_documents_without_a_provision_in_common_are_cut_at_sentences() -> None:
    """Every provision lost its last words, so none is the same; a sentence of each is."""
    old = [chapter(number) for number in range(100)]
    new = [Provision(p.id, p.level, p.number, "", (p.sentences[0], p.sentences[1][:12] + "。")) for p in old]

    assert counted(correspond_at_any_size(old, new)) == {(i, i) for i in range(100)}


@pytest.mark.usefixtures("small_tables")
def test_nothing_in_common_gives_nothing() -> None:
    """Large documents that share no sentence have no links, and no error."""
    old, new = [chapter(number) for number in range(100)], [chapter(number) for number in range(5000, 5100)]

    assert correspond_at_any_size(old, new) == Found((), (), (), 0.0, in_sections=True)


@pytest.mark.usefixtures("small_tables")
def test_many_that_left_their_sections_are_found() -> None:
    """More than fit into one table: those that share a sentence are looked at, some at a time."""
    old = [chapter(number) for number in range(150)]
    new = [*old[75:], *old[:75]]

    assert counted(correspond_at_any_size(old, new)) == {(i, (i + 75) % 150) for i in range(150)}

"""The truth made by people: what the aligner and the edits must at least reach. `make gold` prints the whole."""

from __future__ import annotations

from types import ModuleType

import pytest
from support.paths import TESTS
from support.scripts import script

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    return script(TESTS / "gold" / "score.py")


@pytest.fixture(scope="module")
def laws(gold: ModuleType) -> dict[str, dict[str, float | None]]:
    return {name: dict(zip(gold.SCORER.COLUMNS, row, strict=True)) for name, row in gold.score_laws().items()}


#: Macro means over sixteen revisions of laws, strong and probable links, below which a change of the engine does not land.
FLOOR = {"P": 0.95, "R": 0.91, "F1": 0.93, "added": 0.92, "removed": 0.85, "moved": 0.96, "spl/mrg": 0.76}


@pytest.mark.parametrize("measure", FLOOR)
def test_articles_of_laws_are_aligned(laws: dict[str, dict[str, float | None]], measure: str):
    """No measure falls below its floor."""
    mean = laws["macro mean"][measure]

    assert mean is not None
    assert mean >= FLOOR[measure]


def test_amended_laws_are_aligned_without_a_mistake(laws: dict[str, dict[str, float | None]]):
    """Where nearly everything is only renumbered, every article is linked with itself and with nothing else."""
    assert [laws[name]["F1"] for name in ("cn-foreigntrade-2016-2022", "cn-invoice-2019-2023")] == [1.0, 1.0]


def test_strong_links_can_be_relied_on(gold: ModuleType):
    """Of the strong links between articles of the sixteen laws at least 98 % are right."""
    import json

    right = made = 0
    for case in gold.cases():
        truth = json.loads((case / "gold.json").read_text("utf-8"))
        wanted = {(link["old"], link["new"]) for link in truth["links"]}
        neutral = {tuple(pair) for pair in truth.get("tolerated", ())}
        silent = set(truth["unscored_old"]), set(truth["unscored_new"])
        for link in gold.article_links(case, ("strong",)) - neutral:
            if link in wanted or not (link[0] in silent[0] or link[1] in silent[1]):
                made += 1
                right += link in wanted

    assert right / made >= 0.98


def test_the_plan_is_aligned_with_the_opinions(gold: ModuleType):
    """All that two readers linked firmly is linked, and hardly anything that neither linked."""
    score = gold.score_policy()

    assert score.strong_found == score.strong == 12
    assert score.precision >= 0.93
    assert score.recall >= 0.64


def test_the_reprint_is_read_as_a_person_reads_it(gold: ModuleType):
    """Every difference that a reader listed is reported as those words, and no other."""
    score = gold.score_reprint()

    assert score.missed == []
    assert score.invented == []
    assert score.found == 16

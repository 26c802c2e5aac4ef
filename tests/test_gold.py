"""The truth made by people: what the aligner and the edits must at least reach. `make gold` prints the whole."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from gold import errors, fitted, released, truth
from gold.errors import Mistake, missed_class
from gold.fitted import Outcome, Setting
from gold.released import Difference, Release
from gold.truth import Found
from support.paths import TESTS
from support.scripts import script

import policydiff
from policydiff import similarity
from policydiff.alignment import residual

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    return script(TESTS / "gold" / "score.py")


@pytest.fixture(scope="module")
def laws(gold: ModuleType) -> dict[str, dict[str, float | None]]:
    return {name: dict(zip(gold.SCORER.COLUMNS, row, strict=True)) for name, row in gold.score_laws().items()}


@pytest.fixture(scope="module")
def plain(gold: ModuleType) -> dict[str, float | None]:
    return {name: dict(zip(gold.SCORER.COLUMNS, row, strict=True))["F1"] for name, row in gold.score_baseline().items()}


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


#: By how much of F1 mutual-best bigrams are better than the aligner: in the law of notaries they find fewer links and invent none.
#: A case that is as good as they are again is taken out.
SHORT = {"tw-notary-1980-1999": 0.004}


@pytest.mark.parametrize("name", [folder.name for folder in truth.folders()])
def test_no_law_is_aligned_worse_than_by_bigrams_alone(laws: dict[str, dict[str, float | None]], plain: dict[str, float | None], name: str):
    """Whatever the aligner knows more than a cosine must not cost anything anywhere."""
    ours, theirs = laws[name]["F1"], plain[name]

    assert ours is not None
    assert theirs is not None
    assert ours >= theirs - SHORT.get(name, 0.0)


def test_strong_links_can_be_relied_on(gold: ModuleType):
    """Of the strong links between articles of the sixteen laws at least 98 % are right, whichever law is left out; of the probable 70 %."""
    by_case = {case.name: gold.tallies(case) for case in truth.laws()}

    for tier, least in (("strong", 0.98), ("probable", 0.70)):
        for name in by_case:
            assert gold.together(tallied[tier] for other, tallied in by_case.items() if other != name).precision >= least


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


# -- the last release ---------------------------------------------------------------------------------------------------------------

SMALL = ("cn-statecouncil-1982-2024", "tw-cosmetics-2016-2018", "cn-invoice-2019-2023")


def test_every_case_is_in_the_last_release():
    """Its links are those of provisions that are printed, and each was counted."""
    release = released.read()

    assert list(release.links) == sorted(case.name for case in truth.every_case())
    for case in truth.every_case():
        links = release.links[case.name]
        assert {link.old for link in links} <= set(case.labels[0].values())
        assert {link.new for link in links} <= set(case.labels[1].values())
        assert all(link.counted for link in links)


def test_the_links_of_a_release_are_read_as_they_were_written():
    assert released.written(released.read()) == released.FILE.read_text("utf-8")


def test_a_release_keeps_the_links_of_today(gold: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """In every case, and candidates are left out."""
    monkeypatch.setattr(released, "FILE", tmp_path / "released.json")
    gold.main(["--release"])
    release = released.read(released.FILE)

    assert release.version == policydiff.__version__
    for case in truth.every_case():
        assert {link.pair for link in release.links[case.name]} == case.pairs()


def test_what_changed_since_a_release_is_told_link_by_link():
    """Gained and lost links are right, the others wrong; a candidate is no link; what is merely in another tier is told apart."""
    case = truth.law("tw-cosmetics-2016-2018")
    (kept, lost, gained), wrong = case.in_order(case.links)[:3], ("第一條", "第三十二條")
    other = ("第二條", "第三十二條")
    assert (case.is_right(wrong), case.is_right(other)) == (False, False)
    then = [Found(*kept, "strong", 3.0), Found(*lost, "probable", 1.1), Found(*other, "probable", 1.5), Found(*gained, "candidate", 0.9)]
    now = [Found(*kept, "probable", 2.9), Found(*gained, "probable", 1.2), Found(*wrong, "strong", 4.0), Found(*lost, "candidate", 0.8)]

    assert released.differences(case, then, now) == [
        Difference("gained", now[1]),
        Difference("lost", then[1]),
        Difference("newly wrong", now[2]),
        Difference("no longer wrong", then[2]),
    ]
    assert released.other_tiers(then, now) == [(then[0], now[0])]


def test_a_difference_is_printed_with_labels_tier_and_score():
    case = truth.law("cn-invoice-2019-2023")
    links = [link for link in case.found if link.pair != ("第一条", "第一条")] + [Found("第一条", "第二条", "probable", 1.25)]
    (first,) = [link for link in case.found if link.pair == ("第一条", "第一条")]

    told = list(released.told(Release("0.0", {case.name: links}), [case]))

    assert told[1:] == [
        "cn-invoice-2019-2023: gained 1, no longer wrong 1",
        f"  + gained: 第一条 → 第一条, strong, {first.score:.2f}",
        "  ~ no longer wrong: 第一条 → 第二条, probable, 1.25",
        "all cases: gained 1, no longer wrong 1",
    ]


# -- the errors that remain ---------------------------------------------------------------------------------------------------------

#: How much went over, what the old article is linked with otherwise, and what the new one is; and what such an error is called.
CLASSES = [
    ("whole", "", "第三條", "merged whole"),
    ("part", "", "第三條", "merged part"),
    ("whole", "第五條", "", "split whole"),
    ("part", "第五條", "", "split part"),
    ("whole", "第五條", "第三條", "both linked, whole"),
    ("part", "第五條", "第三條", "both linked, part"),
    ("part", "", "", "both left alone"),
]


@pytest.mark.parametrize(("scope", "of_old", "of_new", "name"), CLASSES)
def test_a_missed_link_is_classed_by_what_stands_beside_it(scope: str, of_old: str, of_new: str, name: str):
    assert missed_class(scope, (tuple(of_old.split()), tuple(of_new.split()))) == name


@pytest.mark.parametrize("name", SMALL)
def test_every_error_is_listed_once(name: str):
    """As many as precision and recall speak of, each with both texts; and the table adds up to them."""
    case = truth.law(name)
    row = dict(zip(truth.SCORER.COLUMNS, truth.law_row(case, case.pairs()), strict=True))
    listed = [mistake for mistake, _ in errors.mistakes(case)]
    missed = [mistake for mistake in listed if mistake.kind == "missed"]
    right = len(case.wanted) - len(missed)

    assert len({mistake.pair for mistake in listed}) == len(listed)
    assert right / len(case.wanted) == pytest.approx(row["R"])
    assert right / (right + len(listed) - len(missed)) == pytest.approx(row["P"])
    told = "\n".join(errors.told([case]))
    for mistake in listed:
        assert f"{mistake.kind} {mistake.pair[0]} → {mistake.pair[1]} [" in told
        assert case.text(0, mistake.pair[0])[:40] in told


def test_errors_are_counted_by_class_and_by_how_much_text_speaks_for_them():
    alone = ((), ())
    every = [
        Mistake(("甲", "乙"), "missed", "merged whole", 0.05, False, alone),
        Mistake(("甲", "丙"), "missed", "merged whole", 0.4, True, alone),
        Mistake(("丁", "丙"), "invented", "beside true ones", 0.15, False, alone),
    ]
    lines = [" ".join(line.split()) for line in errors.table(every)]

    assert lines == [
        "errors by class n penal cover < .1 .1-.2 .2-.4 > .4",
        "missed: merged whole 2 1 1 0 0 1",
        "missed, all 2 1 1 0 0 1",
        "invented: beside true ones 1 0 0 1 0 0",
        "invented, all 1 0 0 1 0 0",
    ]


# -- the numbers that were fitted ---------------------------------------------------------------------------------------------------


def test_every_constant_has_neighbours():
    """And nothing is listed that the aligner does not have any more."""
    constants = fitted.constants()

    assert {residual, similarity} <= set(fitted.MODULES)
    assert sorted(fitted.GRID.keys() - constants.keys()) == []
    for name, value in constants.items():
        assert value in fitted.values(name)
        assert len(fitted.values(name)) >= 4


def test_constants_are_looked_up_when_they_are_needed():
    """None is copied into another module of the aligner, a default, or another constant: it could not be set from outside."""
    constants = set(fitted.constants())
    copied = []
    for path in [Path(str(module.__file__)) for module in fitted.MODULES]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            early: list[ast.AST] = []
            if isinstance(node, ast.ImportFrom):
                copied += [f"{path.name} imports {alias.name}" for alias in node.names if alias.name in constants]
            elif isinstance(node, ast.FunctionDef):
                early = [*node.args.defaults, *(default for default in node.args.kw_defaults if default), *node.decorator_list]
            elif isinstance(node, ast.Module | ast.ClassDef):
                early = [n.value for n in node.body if isinstance(n, ast.Assign | ast.AnnAssign) and n.value]
            names = {n.id for part in early for n in ast.walk(part) if isinstance(n, ast.Name)}
            copied += [f"{path.name} reads {name} when it is loaded" for name in sorted(names & constants)]

    assert copied == []


def test_a_constant_is_set_for_a_while():
    """And has its value again, whatever happens."""
    before = residual.EXPLAIN, similarity.WINDOW

    def fail() -> None:
        with fitted.with_values((("EXPLAIN", 9.0), ("WINDOW", 2))):
            assert (residual.EXPLAIN, similarity.WINDOW) == (9.0, 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert before == (residual.EXPLAIN, similarity.WINDOW)


@pytest.mark.parametrize("name", [*SMALL, truth.POLICY])
def test_a_case_is_judged_as_the_whole_comparison_is(gold: ModuleType, laws: dict[str, dict[str, float | None]], name: str):
    """With the values that the constants have, the shorter way leads to the same links."""
    outcome = fitted.judged(name, ())

    if name == truth.POLICY:
        score = gold.score_policy()
        assert (outcome.precision, outcome.recall) == (score.precision, score.recall)
    else:
        assert outcome.f1 == laws[name]["F1"]
        assert list(outcome.tiers) == [tuple(gold.tallies(truth.law(name))[tier]) for tier in fitted.TIERS]


def test_more_evidence_asked_for_is_fewer_links():
    """One constant on three small laws: what is set from outside is what the aligner reads."""
    settings: list[Setting] = [(("EXPLAIN", value),) for value in (0.2, 0.3, 3.0)]
    table = fitted.measured(settings, SMALL)
    shown = {setting: sum(outcome.tiers[tier][1] for outcome in row.values() for tier in (0, 1)) for setting, row in table.items()}

    assert [list(row) for row in table.values()] == [list(SMALL)] * 3
    assert shown[settings[0]] > shown[settings[1]] > shown[settings[2]]


#: What a made-up scorer says of three cases for three values of EXPLAIN.
MADE_UP = {
    "one": {0.2: 0.9, 0.3: 0.5, 0.4: 0.4},
    "two": {0.2: 0.6, 0.3: 0.8, 0.4: 0.7},
    "three": {0.2: 0.6, 0.3: 0.7, 0.4: 0.8},
}


def made_up(name: str, setting: Setting) -> Outcome:
    ((_, value),) = setting
    return Outcome(MADE_UP[name][value], ((8, 9), (1, 2), (0, 0)), 0.0, 0.0)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    monkeypatch.setattr(residual, "EXPLAIN", 0.3)
    table = fitted.measured([(("EXPLAIN", value),) for value in (0.2, 0.3, 0.4)], list(MADE_UP), judge=made_up)
    return lambda: [" ".join(line.split()) for line in fitted.told(["EXPLAIN"], table)]


def test_each_case_is_judged_with_what_is_best_on_the_others():
    """Without one, .3 and .4 are as good as each other, and the present value is kept; without two or three it is .2."""
    now = (("EXPLAIN", 0.3),)
    table = {(("EXPLAIN", v),): {name: row[v] for name, row in MADE_UP.items()} for v in (0.2, 0.3, 0.4)}
    found = fitted.left_out(table, now)

    assert {name: setting[0][1] for name, setting in found.chosen.items()} == {"one": 0.3, "two": 0.2, "three": 0.2}
    assert found.f1 == pytest.approx((0.5 + 0.6 + 0.6) / 3)


def test_the_plateau_of_a_constant_is_printed(lines: Callable[[], list[str]]):
    assert lines() == [
        "EXPLAIN 0.2 [0.3] 0.4",
        "macro F1 0.7000 0.6667 0.6333",
        "strong 24/27 24/27 24/27",
        "probable 3/6 3/6 3/6",
        "candidate 0/0 0/0 0/0",
        "in sample 0.6667 as it is, 0.7000 at best, 0.6333 at worst",
        "left out 0.5667; best on all others: 0.2 2 times, 0.3 1 times",
        "",
    ]

"""Long work tells how far it has come, in clauses; whether anybody listens changes nothing."""

from __future__ import annotations

import io
import logging
import sys
from types import ModuleType

import pytest
from click.testing import CliRunner
from support.paths import OPINIONS, PAGE, PLAN, TEXTS

import policydiff
from policydiff import cli
from policydiff.alignment import sections
from policydiff.errors import OptionError

PAIRS = {"revision": (PLAN, OPINIONS), "reprint": (OPINIONS, PAGE)}


@pytest.mark.parametrize("profile", PAIRS)
def test_what_is_told_rises_to_the_number_of_all_clauses(profile: str):
    """Never falls, never beyond the end, and ends there."""
    old, new = (policydiff.read(TEXTS / name) for name in PAIRS[profile])
    told: list[tuple[int, int]] = []
    found = policydiff.compare(old, new, profile=profile, progress=lambda done, total: told.append((done, total)))

    assert {total for _, total in told} == {len(old.clauses) + len(new.clauses)}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]
    assert len({done for done, _ in told}) > 10
    assert found == policydiff.compare(old, new, profile=profile)


def test_a_long_alignment_is_told_section_by_section(monkeypatch: pytest.MonkeyPatch):
    """Documents that are aligned in sections are those for which one waits."""
    monkeypatch.setattr(sections, "_MOST_PROVISIONS", 40)
    monkeypatch.setattr(sections, "_LEAST_SECTION", 20)
    law = policydiff.parse("\n".join(f"第{n}条　第{n}类企业应当向第{n + 7}号机关登记。" for n in range(1, 101)))
    told: list[int] = []
    found = policydiff.align(law, law, progress=lambda done, _: told.append(done))

    assert len(told) >= 10
    assert told == sorted(told)
    assert told[-1] == 200
    assert found == policydiff.align(law, law)


def test_whoever_listens_can_stop_the_work():
    """With an error of their own."""

    class EnoughError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS, progress=stop)


@pytest.mark.parametrize("progress", [3, "yes", []])
def test_what_can_not_be_told_anything_is_refused(progress: object):
    """With what to write instead."""
    law = policydiff.parse("第一条　国家鼓励创新。")
    with pytest.raises(OptionError, match="Use True, or a callable"):
        policydiff.compare(law, law, progress=progress)  # type: ignore[arg-type]


def test_true_draws_a_bar(monkeypatch: pytest.MonkeyPatch):
    """Where tqdm is installed: one bar, filled, and closed."""
    bars: list[Bar] = []

    class Bar:
        def __init__(self, *, total: int, unit: str) -> None:
            self.total, self.unit, self.n, self.closed = total, unit, 0, False
            bars.append(self)

        def update(self, more: int) -> None:
            self.n += more

        def close(self) -> None:
            self.closed = True

    module = ModuleType("tqdm.auto")
    module.tqdm = Bar  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tqdm", ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", module)
    policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS, progress=True)

    assert [(bar.n == bar.total, bar.closed) for bar in bars] == [(True, True)]


def test_without_tqdm_the_log_has_a_line_for_each_tenth(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    """And nothing is printed."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with caplog.at_level(logging.INFO, "policydiff"):
        policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS, progress=True)

    lines = [record.getMessage() for record in caplog.records]
    assert 3 <= len(lines) <= 10
    done, _, total = lines[-1].removesuffix(" clauses").partition(" of ")
    assert done == total


# -- the command line -----------------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def said(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, wanted: bool, total: int) -> str:
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with cli._Bar(wanted=wanted) as bar:
        for done in (0, total // 2, total):
            bar(done, total)
    return stream.getvalue()


def test_long_work_shows_a_bar_to_whoever_looks(monkeypatch: pytest.MonkeyPatch):
    """On a terminal, for many clauses, unless it was declined; the count decides, and no clock."""
    assert "100%" in said(monkeypatch, terminal=True, wanted=True, total=5_000)
    assert said(monkeypatch, terminal=True, wanted=True, total=500) == ""
    assert said(monkeypatch, terminal=True, wanted=False, total=5_000) == ""
    assert said(monkeypatch, terminal=False, wanted=True, total=5_000) == ""


def test_quiet_says_nothing_beside_the_report(tmp_path_factory: pytest.TempPathFactory):
    """No summary behind a file that was written."""
    path = tmp_path_factory.mktemp("quiet") / "report.json"
    arguments = ["compare", str(TEXTS / PLAN), str(TEXTS / OPINIONS), "-o", str(path)]
    loud = CliRunner().invoke(cli.commands, arguments, standalone_mode=False)
    quiet = CliRunner().invoke(cli.commands, [*arguments, "--quiet"], standalone_mode=False)

    assert str(path) in loud.output
    assert quiet.output == ""
    assert path.exists()

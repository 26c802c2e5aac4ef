"""Profiles of hypothesis, and the folder of the tests on the path, so that `support` is found wherever the tests were copied to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from policydiff.model import Collation, Tracing

TESTS = Path(__file__).parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

# Every run of `ci` tries the same examples; `dev` others each time.
settings.register_profile("ci", max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", max_examples=50, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True, scope="session")
def _every_comparison_rebuilds_both_sides() -> Iterator[None]:
    """Whatever a test compares and for whatever reason: no code point is lost or doubled, and no tag lies.

    And what the record says in Chinese is what the catalogue says in its place.
    """
    from support.marks import lost
    from support.sayings import unlike, unlike_of_tracing

    from policydiff.comparison import Comparison
    from policydiff.tracing import Trace

    init, init_trace = Comparison.__init__, Trace.__init__

    def checked(self: Comparison, collation: Collation) -> None:
        init(self, collation)
        assert lost(collation) == []
        assert unlike(collation) == []

    def checked_trace(self: Trace, tracing: Tracing) -> None:
        init_trace(self, tracing)
        assert unlike_of_tracing(tracing) == []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Comparison, "__init__", checked)
        patch.setattr(Trace, "__init__", checked_trace)
        yield

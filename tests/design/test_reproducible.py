"""The same study, options and version give the same scenarios: on a slow machine, with other threads, the next time."""

import hashlib
import itertools
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from collega.design import Design, Limit, Prior, assess, compose, restarts
from tests.design.studies import make_study

NEVER = [{"c0": "l0", "c1": "l1"}, {"c1": "l0", "c2": "l2", "c3": "l0"}]
STUDY = make_study((3, 2, 4, 3), never=NEVER)
SCRIPT = """
from collega.design import compose
from tests.design.test_reproducible import STUDY, digest
print(digest(compose(STUDY, scenarios=9, versions=3, repeat=1)))
"""


def digest(design: Design) -> str:
    return hashlib.sha256(design.frame(STUDY).write_csv().encode()).hexdigest()


def test_no_clock_is_asked_without_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    first = digest(compose(STUDY, scenarios=9, versions=3, repeat=1))

    def asked() -> float:
        raise AssertionError("a clock was asked")

    monkeypatch.setattr(time, "perf_counter", asked)
    monkeypatch.setattr(time, "monotonic", asked)
    monkeypatch.setattr(time, "time", asked)
    again = compose(STUDY, scenarios=9, versions=3, repeat=1)
    assert digest(again) == first
    assert assess(STUDY, again).cut_short == ()


@pytest.mark.parametrize("threads", [1, 3, 7])
def test_threads_make_no_difference(monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    first = digest(compose(STUDY, scenarios=9, versions=3))
    monkeypatch.setattr(restarts, "_THREADS", threads)
    assert digest(compose(STUDY, scenarios=9, versions=3)) == first


def test_a_new_process_makes_the_same_design_as_one_that_made_others_before() -> None:
    compose(make_study((3, 3, 3, 2)), scenarios=8)
    here = digest(compose(STUDY, scenarios=9, versions=3, repeat=1))
    there = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here


def test_a_limit_that_is_not_reached_makes_no_difference() -> None:
    prior = Prior(part_worths=np.tile([1.0, -1.0], 3), thresholds=np.array([-1.0, 0.0, 1.0]), sd=0.3)
    small = make_study((2, 2, 2))
    for believed in (None, prior):
        free = compose(small, scenarios=5, prior=believed)
        limited = compose(small, scenarios=5, prior=believed, limit=Limit(1e9))
        assert (free.profiles == limited.profiles).all()
        assert free.shows == limited.shows


@pytest.mark.parametrize("patience", [0, 3, 40])
def test_a_limit_stops_everything_soon_after_it_has_passed(patience: int) -> None:
    asked = itertools.count()
    limit = Limit(float(patience), clock=lambda: float(next(asked)))
    study = make_study((4, 3, 5, 3, 3, 6), never=[{"c0": "l0", "c1": "l1"}])
    prior = Prior(part_worths=np.zeros(24), thresholds=np.array([-1.0, 0.0, 1.0]), sd=0.3)
    design = compose(study, scenarios=17, versions=5, limit=limit, prior=prior)
    quality = assess(study, design, prior=prior, limit=limit)
    # every part asks once more, sees that it is over, and stops: no part goes on asking
    assert next(asked) < patience + 60
    assert len(design.runs()) == 85
    assert "the search" in quality.cut_short
    assert quality.warnings[0].startswith(f"cut short after {patience} seconds: the same seed may give ")
    assert quality.as_json()["cut_short"] == list(quality.cut_short)


def test_no_design_of_a_test_rests_on_the_clock() -> None:
    """A limit in a test is none at all, or so long that it is never reached: else a busy machine gives another test."""
    limits = re.compile(r"""(?:--seconds",|Limit\() *"?([0-9][0-9.e]*)""")
    tests = Path(__file__).parents[1]
    found = {
        f"{path.relative_to(tests)}: {text}"
        for path in tests.rglob("*.py")
        for text in limits.findall(path.read_text(encoding="utf-8"))
        if 0 < float(text) < 60
    }
    assert found == set()


def test_work_is_bounded_for_a_large_problem() -> None:
    problem = restarts.SearchProblem((8,) * 12, (), 40, 20)
    _, visits, _ = problem.run((1, 1))
    assert visits <= max(problem.visits // 4, 2 * (problem.runs + problem.n_columns)) + 3 * problem.runs

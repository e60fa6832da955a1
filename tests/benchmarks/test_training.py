"""A short run of ``python -m benchmarks training``, and the truth that it counts against."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.special import expit

from benchmarks import training
from benchmarks.truth import PARTICIPANTS, THRESHOLDS, draw_people, draw_study, draw_weights
from collega.study.coding import Coding


@cache
def learners() -> training.Learners:
    return training.draw_learners(training.FIRST, 3)


def test_a_true_swing_is_the_average_over_all_other_criteria() -> None:
    """By brute force: a hundred thousand random cases, one criterion set to each of the two levels."""
    some = learners()
    study, yardstick = some.trainer.study, some.trainer.yardstick
    own = training.true_swings(some.trainer, some.utilities, some.intercepts)
    rng, blocks = np.random.default_rng(1), Coding(n_levels=study.n_levels).level_blocks
    cases = np.column_stack([rng.integers(0, n, 100_000) for n in study.n_levels])
    for w in (0, 4):
        c, shares = int(yardstick.criteria[w]), []
        for level in (yardstick.speaks_for[w], yardstick.speaks_against[w]):
            there = cases.copy()
            there[:, c] = level
            utility = some.intercepts[0] + sum(
                some.utilities[0, rows.start + there[:, k]] for k, rows in enumerate(blocks)
            )
            shares.append(expit(utility - THRESHOLDS[1]).mean())
        assert own[0, w] == pytest.approx(100 * (shares[0] - shares[1]), abs=0.5)


def test_learners_are_people_of_the_same_kind() -> None:
    rng = np.random.default_rng(3)
    weights = draw_weights(rng, draw_study(rng))
    group, utilities, intercepts = draw_people(rng, weights, "two camps", people=PARTICIPANTS + 25)
    assert len(group) == len(utilities) == len(intercepts) == 75
    spread = [part.std() for part in (utilities[:PARTICIPANTS], utilities[PARTICIPANTS:])]
    assert spread[0] == pytest.approx(spread[1], rel=0.2)


def test_a_learner_is_compared_after_five_and_ten_in_every_order() -> None:
    some = learners()
    outcome = training.one_learner(some, 0, training.FIRST)
    assert set(outcome.errors) == set(outcome.halfway) == set(training.ORDERS)
    assert all((errors >= 0).all() for errors in outcome.errors.values())
    assert outcome.covered.shape == outcome.weighed.shape == (10,)
    assert not np.array_equal(outcome.errors["random"], outcome.errors[training.ORDERS[0]])


def test_the_table_has_a_row_a_kind(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(training, "draw_learners", lambda *_: learners())
    training.run(4, 2)
    told = capsys.readouterr().out
    assert told.count("\n| ") == 5  # a row a kind and one of all
    assert "Standard errors, bootstrap over learners" in told

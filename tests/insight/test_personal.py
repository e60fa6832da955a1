"""A person's table: importance of a group of one, and values only where their order is sure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.insight.importance import importance_of
from collega.insight.personal import personal_table
from collega.model.importance import Importance, importance_of_draws
from collega.model.personal import Personal
from collega.study.coding import Coding
from tests.model.made_fits import drawn_fit


def made(seed=1, spread=0.7):
    fit = drawn_fit(seed, (2, 3), n_draws=200, spread=spread)
    coefficients = fit.draws.individual[:, 0].astype(float)
    part_worths = coefficients[:, 1:] @ Coding(n_levels=(2, 3)).to_part_worths.T
    importance = importance_of_draws(part_worths, fit.judged_levels)
    return fit, Personal(coefficients=coefficients, thresholds=fit.draws.thresholds, part_worths=part_worths,
                         importance=importance, n_answers=4)  # fmt: skip


def test_it_is_the_importance_of_a_group_of_one():
    fit, own = made()
    table = personal_table(fit, own, {"c0": 50.0, "c1": 50.0}).sort("criterion")
    found = importance_of(fit, np.array([0]))
    assert np.allclose(table["percent"], found.percent)
    assert np.allclose(table.select("low", "high").to_numpy(), found.interval)
    assert table["percent"].sum() == pytest.approx(100.0)


def test_the_heaviest_comes_first_and_differences_are_marked():
    fit, own = made()
    own = replace(own, importance=Importance(percent=np.array([30.0, 70.0]),
                                             interval=np.array([[20.0, 40.0], [60.0, 80.0]])))  # fmt: skip
    table = personal_table(fit, own, {"c0": 45.0, "c1": 55.0})
    assert table["criterion"].to_list() == ["c1", "c0"]
    assert table["differs"].all()
    assert not personal_table(fit, own, dict(zip(fit.criteria, own.importance.percent, strict=True))).item(0, "differs")


def test_values_are_named_only_where_their_order_is_sure():
    fit, own = made()
    sure = np.tile([1.0, -1.0, 0.0, 2.0, -2.0], (200, 1))
    table = personal_table(fit, Personal(coefficients=own.coefficients, thresholds=own.thresholds, part_worths=sure,
                                         importance=own.importance, n_answers=4), {"c0": 1.0, "c1": 1.0})  # fmt: skip
    named = {row["criterion"]: (row["for_level"], row["against_level"]) for row in table.iter_rows(named=True)}
    assert named == {"c0": ("l0", "l1"), "c1": ("l1", "l2")}
    unsure = personal_table(fit, own, {"c0": 1.0, "c1": 1.0})
    assert unsure["for_level"].null_count() == 2

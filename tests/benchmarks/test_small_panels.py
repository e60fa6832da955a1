"""The benchmark of small panels: its truth, and that few people do not make intervals too narrow."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import small_panels, whose
from benchmarks.choice import DESIGNS, THRESHOLDS
from benchmarks.small_panels import draw, held_by


def test_the_truth_is_that_of_the_population() -> None:
    drawn = draw(1, "two criteria", 12)
    assert drawn.panel.n_participants == 12
    levels, weights = DESIGNS["two criteria"]
    case, z = drawn.cases[0], np.random.default_rng(1).normal(size=200_000)
    middle = sum(w * np.linspace(-1, 1, n)[a] for w, n, a in zip(weights, levels, case, strict=True))
    spread = np.sqrt(small_panels.INTERCEPT_SD**2 + len(levels) * small_panels.PART_WORTH_SD**2)
    expected = (1 / (1 + np.exp(THRESHOLDS[1] - middle - spread * z))).mean()
    assert drawn.truth[0] == pytest.approx(expected, abs=0.006)  # 20,000 people: a standard error of 0.15 points


def test_the_studies_of_whose_can_have_fewer_people() -> None:
    drawn = whose.draw(whose.FIRST, "random", 12)
    assert drawn.panel.n_participants == 12
    assert drawn.panel.n_answers == 12 * whose.SCENARIOS


@pytest.mark.parametrize("model", ["pooled", "mixed"])
def test_intervals_of_ten_people_hold_the_population_in_about_nine_of_ten(model: str) -> None:
    """60 studies, standard error 2.8 points; the normal ones held 86 to 88% of 150, Student's t 89 to 90%."""
    held = [held_by(model, draw(number, "two criteria", 10)) for number in range(60)]
    assert 0.83 < np.mean(held) < 0.97

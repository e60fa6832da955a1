"""The next point of Newton's steps: where they overshoot, where they do not, and with one step."""

import numpy as np

from collega.model.large.acceleration import next_point

AIM = np.array([0.3, -0.2, 1.0, 0.5])


def _away(overshoot: float, *, accelerated: bool, looks: int = 5) -> float:
    """Return how far the last step is from zero where steps are ``overshoot`` times what they should be on one axis."""
    rng = np.random.default_rng(4)
    turn = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    factors = turn @ np.diag([overshoot, 1.1, 0.9, 1.0]) @ turn.T
    root = rng.normal(size=(4, 4))
    precision, point = root @ root.T + np.eye(4), np.zeros(4)
    points, steps = [], []
    for _ in range(looks):
        points.append(point)
        steps.append(factors @ (AIM - point))
        point = next_point(points, steps, precision) if accelerated else points[-1] + steps[-1]
    return float(np.abs(steps[-1]).max())


def test_steps_that_come_back_settle() -> None:
    assert _away(2.05, accelerated=False, looks=8) > 0.5
    assert _away(2.05, accelerated=True) < 0.01


def test_good_steps_stay_good() -> None:
    assert _away(1.0, accelerated=True) <= _away(1.0, accelerated=False) + 1e-12


def test_the_first_step_is_taken_whole() -> None:
    np.testing.assert_array_equal(next_point([np.zeros(4)], [AIM], np.eye(4)), AIM)

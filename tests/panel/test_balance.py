from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from collega.panel.simulation.balance import STRENGTH, STRENGTH_OVERALL, draw_answers

PEOPLE, SCENARIOS, COLUMNS = 24, 10, 6
THRESHOLDS = {2: [0.0], 4: [-1.5, 0.0, 1.5], 11: np.linspace(-2.5, 2.5, 10)}
PANELS = 60


def make_study(answers: int) -> dict[str, Any]:
    """Return the arguments of ``draw_answers`` for people in four crossed pairs of groups."""
    rng = np.random.default_rng(1)
    rows = np.hstack([np.ones((SCENARIOS, 1)), rng.choice([-1.0, 1.0], (SCENARIOS, COLUMNS))])
    halves = np.array([rng.permutation(np.arange(PEOPLE) % 2) for _ in range(4)]).T
    worths = rng.normal(0.0, 0.8, (PEOPLE, COLUMNS + 1))
    participant, scenario = np.repeat(np.arange(PEOPLE), SCENARIOS), np.tile(np.arange(SCENARIOS), PEOPLE)
    utility = (worths[participant] * rows[scenario]).sum(axis=1)
    reach = expit(np.concatenate([[-np.inf], THRESHOLDS[answers], [np.inf]]) - utility[:, None])
    chances = np.diff(reach, axis=1)
    return {
        "chances": chances,
        "scores": -np.diff(reach * (1 - reach), axis=1) / chances,
        "rows": rows,
        "groups": np.hstack([np.ones((PEOPLE, 1)), halves, 1.0 - halves]),
        "participant": participant,
        "scenario": scenario,
    }


def draw_panels(study: dict[str, Any], *, balanced: bool = True, panels: int = PANELS) -> np.ndarray:
    """Return (panels, N, J): which answers were drawn."""
    drawn = [draw_answers(np.random.default_rng(seed), **study, balanced=balanced) for seed in range(panels)]
    return np.array(drawn)[:, :, None] == np.arange(study["chances"].shape[1])


def spread(study: dict[str, Any], drawn: np.ndarray) -> np.ndarray:
    """Return (Z,) root mean squares of the groups' totals, of scores and of answers, as multiples of what is due."""
    members, rows, chances = study["groups"][study["participant"]], study["rows"][study["scenario"]], study["chances"]
    score = (drawn * study["scores"]).sum(axis=2)
    information = (chances * study["scores"] ** 2).sum(axis=1)
    scores = np.einsum("rn,nk,nz->rkz", score, rows, members) / np.sqrt((information[:, None] * rows**2).T @ members)
    beyond = np.einsum("rnj,nz->rjz", drawn - chances, members) / np.sqrt((chances * (1 - chances)).T @ members)
    return np.sqrt((np.concatenate([scores, beyond], axis=1) ** 2).mean(axis=(0, 1)))


@pytest.mark.parametrize("answers", THRESHOLDS)
def test_every_answer_keeps_its_probability(answers: int) -> None:
    study = make_study(answers)
    chances = study["chances"]
    excess = draw_panels(study).mean(axis=0) - chances
    # a tilt without lifts favours likely answers: slopes .071, .054, .036, with errors .006, .006, .008
    centred = chances - chances.mean()
    error = np.sqrt((centred**2 * chances * (1 - chances)).sum() / PANELS) / (centred**2).sum()
    slope = (centred * excess).sum() / (centred**2).sum()
    assert abs(slope) < 3 * error
    expected = np.sqrt((chances * (1 - chances) / PANELS).mean())
    assert np.sqrt((excess**2).mean()) < 1.1 * expected


def test_totals_stray_as_little_as_the_strength_says() -> None:
    study = make_study(4)
    everybody, *groups = spread(study, draw_panels(study))
    assert everybody < 1.1 / np.sqrt(1 + STRENGTH_OVERALL)
    assert max(groups) < 1.1 / np.sqrt(1 + STRENGTH)


def test_totals_of_answers_left_to_chance_stray_as_chance_does() -> None:
    study = make_study(4)
    assert spread(study, draw_panels(study, balanced=False, panels=400)) == pytest.approx(np.ones(9), abs=0.1)


def test_answers_too_few_to_balance_are_left_to_chance() -> None:
    study = make_study(4)
    one = {**study, "groups": np.ones((1, 1)), "participant": np.zeros(1, np.int64), "scenario": np.zeros(1, np.int64)}
    one |= {"chances": study["chances"][:1], "scores": study["scores"][:1]}
    drawn = draw_panels(one, panels=2000)
    assert drawn.mean(axis=(0, 1)) == pytest.approx(study["chances"][0], abs=0.04)


def test_the_same_seed_draws_the_same_answers() -> None:
    study = make_study(4)
    first, again = (draw_answers(np.random.default_rng(5), **study, balanced=True) for _ in range(2))
    assert (first == again).all()

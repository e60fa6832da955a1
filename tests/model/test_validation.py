"""Held-out answers: closed forms for the scores, no leaks between folds, and models that know more predict better."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.checks.part import part_of
from collega.model.estimate import estimate
from collega.model.held_out import FOLDS, deal
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.pooled import fit_pooled
from collega.model.validation import Validation, _calibration, _clustered, validate
from tests.model.simulated import simulated_panel

PANEL = simulated_panel(1, participants=40, scenarios=20)


def test_folds_split_everyones_scenarios_evenly_and_keep_repeats_together() -> None:
    different = np.array(list(np.ndindex(*PANEL.study.n_levels))[:20])
    twice = replace(
        PANEL,
        design=replace(PANEL.design, profiles=different),
        participant=np.concatenate([PANEL.participant, PANEL.participant[:5]]),
        scenario=np.concatenate([PANEL.scenario, PANEL.scenario[:5]]),
        answer=np.concatenate([PANEL.answer, PANEL.answer[:5]]),
    )
    fold = deal(twice, seed=1)
    assert (fold[-5:] == fold[:5]).all()
    for i in range(40):
        sizes = np.bincount(fold[: PANEL.n_answers][PANEL.participant == i], minlength=FOLDS)
        assert sizes.tolist() == [4] * FOLDS
    assert (deal(twice, seed=1) == fold).all()
    assert (deal(twice, seed=2) != fold).any()


def test_the_same_levels_under_another_id_are_a_repeat() -> None:
    design = replace(
        PANEL.design,
        scenarios=(*PANEL.design.scenarios, *(f"again {name}" for name in PANEL.design.scenarios)),
        profiles=np.vstack([PANEL.design.profiles] * 2),
    )
    twice = replace(
        PANEL,
        design=design,
        participant=np.tile(PANEL.participant, 2),
        scenario=np.concatenate([PANEL.scenario, PANEL.scenario + len(PANEL.design.scenarios)]).astype(np.int32),
        answer=np.tile(PANEL.answer, 2),
    )
    fold = deal(twice, seed=1)
    assert (fold[: PANEL.n_answers] == fold[PANEL.n_answers :]).all()


def test_a_participants_only_scenario_is_never_held_out() -> None:
    once = replace(
        PANEL,
        participant=np.array([0, 1, 1], np.int32),
        scenario=np.array([0, 0, 1], np.int32),
        answer=np.array([0, 1, 2], np.int8),
    )
    fold = deal(once, seed=1)
    assert fold[0] == -1
    assert fold[1] != fold[2]


def test_frequencies_by_hand() -> None:
    found = validate(PANEL, fit_pooled(PANEL))
    fold = deal(PANEL, 1)
    losses, hits = [], []
    for number in range(FOLDS):
        shares = np.bincount(PANEL.answer[fold != number], minlength=4) / (fold != number).sum()
        losses += list(-np.log(shares[PANEL.answer[fold == number]]))
        hits += list(PANEL.answer[fold == number] == shares.argmax())
    assert found.answers == PANEL.n_answers
    assert found.log_loss["frequencies"] == pytest.approx(np.mean(losses), abs=1e-12)
    assert found.hit_rate["frequencies"] == pytest.approx(np.mean(hits), abs=1e-12)


def check(found: Validation) -> None:
    assert found.log_loss[found.model] < found.log_loss["frequencies"]
    assert sum(found.calibration["n"]) == found.answers
    assert found.calibration["predicted"].is_sorted()
    assert np.abs(found.calibration["predicted"] - found.calibration["observed"]).max() < 0.2  # type: ignore[operator]


def test_pooled_is_its_own_rival() -> None:
    found = validate(PANEL, fit_pooled(PANEL))
    check(found)
    assert list(found.log_loss) == ["pooled", "frequencies"]
    assert found.gain is None


def test_mixed_gains_from_other_answers_of_the_same_person() -> None:
    found = validate(PANEL, estimate(PANEL, "mixed"))
    check(found)
    assert found.gain == pytest.approx(found.log_loss["pooled"] - found.log_loss["mixed"], abs=1e-12)
    assert found.gain_interval is not None
    assert found.gain_interval[0] > 0


def test_hierarchical_gains_as_much() -> None:
    fit = fit_hierarchical(PANEL, effort=Effort(chains=2, warm_up=5, sweeps=5, rounds=0))
    found = validate(PANEL, fit)
    check(found)
    assert found.gain_interval is not None
    assert found.gain_interval[0] > 0
    assert found.log_loss["hierarchical"] < validate(PANEL, estimate(PANEL, "mixed")).log_loss["mixed"] + 0.02


def test_answers_that_say_nothing_are_predicted_no_better_than_by_frequencies() -> None:
    noise = replace(PANEL, answer=np.random.default_rng(3).integers(0, 4, PANEL.n_answers).astype(np.int8))
    found = validate(noise, estimate(noise, "mixed"))
    assert found.log_loss["mixed"] > found.log_loss["frequencies"] - 0.01


def test_an_answer_never_given_does_not_break_it() -> None:
    for never in (0, 1, 3):
        some = replace(PANEL, answer=np.where(PANEL.answer == never, 2, PANEL.answer).astype(np.int8))
        for model in ("pooled", "mixed"):
            found = validate(some, estimate(some, model))
            assert np.isfinite(list(found.log_loss.values())).all()


def test_order_of_answers_does_not_matter() -> None:
    order = np.random.default_rng(1).permutation(PANEL.n_answers)
    turned = replace(
        PANEL, participant=PANEL.participant[order], scenario=PANEL.scenario[order], answer=PANEL.answer[order]
    )
    one, other = (validate(panel, fit_pooled(panel)) for panel in (PANEL, turned))
    assert other.log_loss["pooled"] == pytest.approx(one.log_loss["pooled"], abs=1e-9)


def test_one_scenario_each_is_not_computed() -> None:
    first = np.unique(PANEL.participant, return_index=True)[1]
    once = replace(
        PANEL,
        participant=PANEL.participant[first],
        scenario=PANEL.scenario[first],
        answer=(np.arange(40) % 4).astype(np.int8),
    )
    with pytest.raises(NotComputedError, match="Validation needs participants who judged more than one scenario"):
        validate(once, fit_pooled(once))


def test_calibration_by_hand() -> None:
    frame = _calibration(np.linspace(0.05, 0.95, 10), np.arange(10) >= 5)
    assert frame["predicted"].to_list() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    assert frame["observed"].to_list() == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_clustered_interval_by_hand() -> None:
    """With one answer each it is the textbook t interval."""
    values = np.array([1.0, 2.0, 4.0, 5.0])
    mean, interval = _clustered(values, np.arange(4))
    half = 2.353363 * values.std(ddof=1) / 2
    assert mean == 3.0
    assert interval is not None
    assert interval.tolist() == pytest.approx([3 - half, 3 + half], abs=1e-5)
    assert _clustered(values, np.zeros(4, dtype=np.int64))[1] is None


def test_of_a_large_panel_a_part_is_predicted_whatever_the_model() -> None:
    panel = simulated_panel(2, participants=4100, scenarios=16)
    fit = fit_pooled(panel)
    found = validate(panel, fit)
    assert found.answers <= panel.n_answers / 2
    assert found.log_loss == validate(part_of(panel), fit).log_loss

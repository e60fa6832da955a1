"""All models on the same held-out answers: scores by hand, the best first, and warnings that say what to do."""

from __future__ import annotations

import json

import numpy as np
import pytest

from collega.model.comparison import calibration_error, clustered, compare, likelihood_of
from collega.model.fit import Fit
from collega.model.held_out import FOLDS, deal, predict_held_out
from collega.model.pooled import fit_pooled
from collega.model.predictions import COMPARED
from collega.model.validation import validate
from tests.model.references import reference_panel
from tests.model.simulated import simulated_panel

ANSWER = np.array([0, 1, 1, 0, 1, 0, 1, 1])
WHO = np.repeat(np.arange(4), 2)
FOLD = np.tile([0, 1], 4)


def constant(share: float) -> np.ndarray:
    return np.tile([1 - share, share], (8, 1))


def test_scores_by_hand() -> None:
    sharp = np.where(np.eye(2)[ANSWER] == 1, 0.9, 0.1)
    found = compare({"pooled": constant(0.5), "mixed": sharp}, ANSWER, WHO, FOLD, positive=1)
    first, second = found.predictors
    assert (first.name, second.name) == ("mixed", "pooled")
    assert first.log_loss == pytest.approx(-np.log(0.9))
    assert (first.difference, first.difference_se, first.hit_rate) == (0.0, 0.0, 1.0)
    assert second.log_loss == pytest.approx(np.log(2))
    assert second.difference == pytest.approx(np.log(2) + np.log(0.9))
    assert second.hit_rate == pytest.approx(3 / 8)  # the first of two that are equally probable counts
    assert second.calibration_error == pytest.approx(np.mean([abs(0.5 - m) for m in (0.5, 0.5, 0.5, 1.0, 1.0)]))


def test_standard_errors_by_hand() -> None:
    """One answer each: the textbook standard error of a mean."""
    values = np.array([1.0, 2.0, 4.0, 5.0])
    assert clustered(values, np.arange(4)) == (3.0, pytest.approx(values.std(ddof=1) / 2))
    doubled = np.repeat(values, 2)
    assert clustered(doubled, np.repeat(np.arange(4), 2))[1] == pytest.approx(values.std(ddof=1) / 2)
    assert clustered(values, np.zeros(4, dtype=int)) == (3.0, None)


def test_no_surprise_decides() -> None:
    assert likelihood_of(np.array([[1.0, 0.0]]), np.array([1])) == pytest.approx([1e-4 / 1.0001])
    assert likelihood_of(np.array([[0.25, 0.75]]), np.array([1])) == pytest.approx([0.75])


def test_calibration_error_is_zero_where_shares_are_right() -> None:
    predicted = np.repeat([0.2, 0.4, 0.6, 0.8, 1.0], 10)
    happened = np.concatenate([np.arange(10) < 10 * share for share in (0.2, 0.4, 0.6, 0.8, 1.0)])
    assert calibration_error(predicted, happened) == pytest.approx(0.0, abs=1e-12)
    assert calibration_error(predicted - 0.1, happened) == pytest.approx(0.1)


def test_a_persons_own_frequencies_that_win_are_told_with_what_to_do() -> None:
    right = np.where(np.eye(2)[ANSWER] == 1, 0.8, 0.2)
    found = compare(
        {"hierarchical": constant(0.5), "personal": right}, ANSWER, WHO, FOLD, positive=1, model="hierarchical"
    )
    assert found.personal_wins
    (warning,) = found.warnings
    assert "A person's own answer frequencies predict held-out answers better than the hierarchical model" in warning
    assert "people use the answer scale in their own way" in warning
    assert "Use it for shares over many people, not for what one person will answer" in warning
    other = compare(
        {"hierarchical": right, "personal": constant(0.5)}, ANSWER, WHO, FOLD, positive=1, model="hierarchical"
    )
    assert not other.personal_wins
    assert other.warnings == ()


def test_another_model_that_is_clearly_better_is_told() -> None:
    right = np.where(np.eye(2)[ANSWER] == 1, 0.8, 0.2)
    found = compare({"mixed": right, "pooled": constant(0.5)}, ANSWER, WHO, FOLD, positive=1, model="pooled")
    (warning,) = found.warnings
    assert warning.startswith("The mixed model predicts held-out answers better than the pooled model, by 0.470 nats")
    assert warning.endswith("Fit it and compare the findings")


def test_the_stack_is_told_where_it_gains() -> None:
    """Each of two members knows one half of the people; neither is right about the other half."""
    who = np.repeat(np.arange(200), 2)
    answer = np.random.default_rng(1).integers(0, 2, 400)
    right, none = np.where(np.eye(2)[answer] == 1, 0.95, 0.05), np.full((400, 2), 0.5)
    half = (who < 100)[:, None]
    members = {"mixed": np.where(half, right, 1 - right * 0.6), "pooled": np.where(half, none, right)}
    members = {name: chance / chance.sum(axis=1, keepdims=True) for name, chance in members.items()}
    found = compare(members, answer, who, np.arange(400) % 5, positive=1)
    assert found.stack.worthwhile
    assert found.stack.gain > (found.stack.gain_se or 0.0)
    assert found.stack.log_loss == pytest.approx(found.predictors[0].log_loss - found.stack.gain)
    assert sum(found.stack.weights.values()) == pytest.approx(1.0)
    alone = compare({"mixed": right}, answer, who, np.arange(400) % 5, positive=1)
    assert alone.stack.gain == pytest.approx(0.0, abs=1e-12)
    assert not alone.stack.worthwhile


def test_one_fold_is_stacked_over_people() -> None:
    who = np.repeat(np.arange(4), 2)
    found = compare({"mixed": constant(0.6), "pooled": constant(0.4)}, ANSWER, who, np.zeros(8, int), positive=1)
    assert np.isfinite(found.stack.log_loss)
    nobody_else = compare({"mixed": constant(0.6)}, ANSWER, np.zeros(8, int), np.zeros(8, int), positive=1)
    assert nobody_else.stack.gain_se is None
    assert not nobody_else.stack.worthwhile


@pytest.fixture(scope="module")
def pooled() -> tuple[Fit, dict[str, object]]:
    panel = simulated_panel(3, participants=12, scenarios=12)
    fit = fit_pooled(panel)
    return fit, validate(panel, fit, comparison=True).as_json()


def test_validation_compares_all_on_the_same_answers(pooled: tuple[Fit, dict[str, object]]) -> None:
    _, found = pooled
    comparison = json.loads(json.dumps(found["comparison"]))
    assert {one["name"] for one in comparison["predictors"]} == set(COMPARED) == set(comparison["stack"]["weights"])
    losses = [one["log_loss"] for one in comparison["predictors"]]
    assert losses == sorted(losses)
    assert comparison["best"] == comparison["predictors"][0]["name"]
    by_name = {one["name"]: one["log_loss"] for one in comparison["predictors"]}
    assert by_name["pooled"] == found["log_loss"]["pooled"]  # type: ignore[index]
    assert by_name["frequencies"] == found["log_loss"]["frequencies"]  # type: ignore[index]


def test_without_asking_nothing_is_compared() -> None:
    panel = simulated_panel(3, participants=12, scenarios=12)
    assert validate(panel, fit_pooled(panel)).as_json()["comparison"] is None


def test_folds_can_be_asked_for() -> None:
    panel = simulated_panel(3, participants=12, scenarios=12)
    found = predict_held_out(panel, ["pooled", "personal"], folds=2)
    fold = deal(panel, 1)
    assert found.folds == 2 < FOLDS
    assert (np.sort(found.row) == np.flatnonzero((fold == 0) | (fold == 1))).all()
    assert (found.answer == panel.answer[found.row]).all()
    assert found.predicted["personal"].sum(axis=1) == pytest.approx(np.ones(len(found.row)))


def test_on_wine_people_do_not_use_the_scale_in_a_way_of_their_own() -> None:
    """Nine people who tasted the same eight bottles: the model of bottles predicts better than habits."""
    found = predict_held_out(reference_panel("wine"), ["mixed", "pooled", "personal", "frequencies"]).compare(
        model="mixed"
    )
    assert [one.name for one in found.predictors] == ["mixed", "pooled", "frequencies", "personal"]
    assert not found.personal_wins

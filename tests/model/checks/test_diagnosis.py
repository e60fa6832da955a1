"""A fit knows what it does not see, keeps it, and tells it in JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from collega.model.checks.diagnosis import diagnose
from collega.model.estimate import MODELS, estimate
from collega.model.store import pack_fit, unpack_fit
from collega.model.summary import summarise
from tests.model.references import reference_panel
from tests.model.simulated import simulated_panel


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_the_same_diagnosis_and_keeps_it(model: str) -> None:
    panel = reference_panel("wine")
    fit = estimate(panel, model)
    assert fit.diagnosis == diagnose(panel)
    values, arrays = pack_fit(fit)
    again = unpack_fit(json.loads(json.dumps(values, allow_nan=False)), arrays)
    assert again.diagnosis == fit.diagnosis
    assert summarise(again)["diagnostics"] == fit.diagnosis.as_json()


def test_a_fit_of_before_has_none() -> None:
    fit = estimate(reference_panel("wine"), "pooled", diagnosed=False)
    values, arrays = pack_fit(fit)
    del values["diagnosis"]
    assert unpack_fit(values, arrays).diagnosis is None
    assert summarise(fit)["diagnostics"] is None


def test_names_and_order_of_participants_do_not_matter() -> None:
    panel = simulated_panel(11, participants=30)
    order = np.random.default_rng(1).permutation(panel.n_participants)
    place = np.argsort(order).astype(np.int32)
    turned = replace(panel, people=panel.people[order], participant=place[panel.participant])
    first, second = diagnose(panel), diagnose(turned)
    for one, other in zip(first.interactions, second.interactions, strict=True):
        assert one.p_value == pytest.approx(other.p_value, abs=1e-8)
    assert first.scale_use.p_value == pytest.approx(second.scale_use.p_value, abs=1e-8)


def test_where_all_answers_are_the_same_nothing_is_tested_and_it_says_why() -> None:
    panel = simulated_panel(11, participants=8)
    found = diagnose(replace(panel, answer=np.zeros_like(panel.answer)))
    assert found.scale_use.p_value is None
    assert (
        found.scale_use.reason == "All answers are the same one, so they tell nothing about the criteria. More "
        "different answers are needed."
    )
    assert all(test.p_value is None and test.reason for test in found.order)
    assert found.scenarios == found.interactions == ()
    assert {test.p_value for test in found.proportional_odds} == {None}

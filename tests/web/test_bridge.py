"""Rows to engine and back: the same numbers."""

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.records.models import Interview, Kind, current_design

pytestmark = pytest.mark.django_db


def test_a_panel_comes_back_as_it_was(study):
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=12, seed=1)
    assert bridge.keep_panel(study, panel, Kind.SIMULATED, design=row) == 12
    back = bridge.panel_of(study, Kind.SIMULATED)
    assert back.synthetic
    order = np.lexsort((panel.scenario, panel.participant))
    again = np.lexsort((back.scenario, back.participant))
    assert np.array_equal(panel.answer[order], back.answer[again])
    assert np.array_equal(panel.groups, back.groups)


def test_panels_are_never_mixed(study):
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=12, seed=1)
    bridge.keep_panel(study, panel, Kind.SIMULATED, design=row)
    with pytest.raises(NotComputedError):
        bridge.panel_of(study, Kind.REAL)


def test_who_did_not_answer_is_not_in_the_panel(study):
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=12, seed=1)
    bridge.keep_panel(study, panel, Kind.REAL, design=row)
    Interview.objects.create(study=study, pseudonym="p-empty")
    assert bridge.panel_of(study).n_participants == 12


def test_a_fit_comes_back_as_it_was(study):
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=20, seed=1)
    bridge.keep_panel(study, panel, Kind.SIMULATED, design=row)
    panel = bridge.panel_of(study, Kind.SIMULATED)
    fit = estimate(panel, "hierarchical", seed=1)
    back = bridge.fit_of(bridge.keep_fit(study, fit, panel, Kind.SIMULATED))
    assert np.array_equal(back.part_worths, fit.part_worths)
    assert np.array_equal(back.draws.individual, fit.draws.individual)
    assert back.participants == fit.participants

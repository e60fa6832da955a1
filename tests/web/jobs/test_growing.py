"""A large study that grows: people who are new are added to its last fit, and where that cannot be it is fitted anew."""

from dataclasses import replace

import pytest

from collega.errors import NotComputedError
from collega.model.estimate import estimate
from collega.model.large import adding, rule
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.jobs import fitting
from collega.web.records.models import Kind, current_design

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(open_study):
    row = current_design(open_study)
    panel, _ = simulate(open_study.as_defined, bridge.design_of(row), participants=20, seed=1)
    return panel


@pytest.fixture
def fit(open_study, panel):
    """A fit that need not be good: it only stands there as the last one."""
    made = replace(estimate(panel, "pooled", diagnosed=False), model="hierarchical")
    bridge.keep_fit(open_study, made, panel, Kind.REAL)
    return made


def test_people_are_added_to_the_last_fit(open_study, panel, fit, monkeypatch):
    seen = []
    monkeypatch.setattr(rule, "LARGE", 19)
    monkeypatch.setattr(adding, "fold_in", lambda fit, panel, *, seed: seen.append((fit, panel, seed)) or "grown")
    assert fitting._grown(open_study, Kind.REAL, panel, 3) == "grown"
    assert seen[0][0].estimates_hash == fit.estimates_hash
    assert seen[0][1:] == (panel, 3)


def test_it_is_fitted_anew_where_nobody_can_be_added(open_study, panel, fit, monkeypatch):
    def refuse(*_, **__):
        raise NotComputedError("too many are new")

    monkeypatch.setattr(rule, "LARGE", 19)
    monkeypatch.setattr(adding, "fold_in", refuse)
    assert fitting._grown(open_study, Kind.REAL, panel, 1) is None


def test_a_panel_that_is_sampled_whole_is_fitted_anew(open_study, panel, fit, monkeypatch):
    monkeypatch.setattr(rule, "LARGE", 20)
    monkeypatch.setattr(adding, "fold_in", lambda *_, **__: pytest.fail("nobody is to be added"))
    assert fitting._grown(open_study, Kind.REAL, panel, 1) is None


def test_the_first_fit_has_none_to_add_to(open_study, panel, monkeypatch):
    monkeypatch.setattr(rule, "LARGE", 19)
    assert fitting._grown(open_study, Kind.REAL, panel, 1) is None

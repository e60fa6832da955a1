"""A small study with a fit that was made once for all tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from collega.design import compose
from collega.findings import pack_insights, study_findings
from collega.insight import answer_rows, answers_by_scenario_in_groups, insights
from collega.insight.disclosure import group_sizes, shown_values
from collega.insight.groups import members_of
from collega.model.choice import choose_model
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.validation import validate
from collega.noise import measure_noise, pack_noise
from collega.panel.simulate import simulate
from collega.study import parse_study
from collega.web import bridge, memory
from collega.web.deeds import publication
from collega.web.jobs import gallery, pictures
from collega.web.records.models import Kind, Picture, Publication, Study, current_design
from tests.web.conftest import SMALL

PEOPLE = 24


@cache
def made():
    """Design, panel and a quickly made fit: engine objects, no rows."""
    study = parse_study(SMALL)
    design = compose(study, versions=2)
    panel, _ = simulate(study, design, participants=PEOPLE, seed=1)
    fit = fit_hierarchical(panel, seed=1, effort=Effort(chains=2, warm_up=60, sweeps=80, rounds=0))
    return design, panel, replace(fit, converged=True, warnings=(), choice=choose_model(panel))


@cache
def learned():
    """What a fit keeps beside itself."""
    _, panel, fit = made()
    characteristics = [item.key for item in panel.study.characteristics]
    return {
        "insights": pack_insights(found := insights(panel, fit), study_findings(panel, fit, found))
        | pack_noise(measure_noise(panel, fit)),
        "validation": validate(panel, fit, comparison=True).as_json(),
        "groups": {
            key: {
                value: members_of(panel, fit, key, value).tolist()
                for value in group_sizes(panel, key)
                if value in shown_values(panel, key)
            }
            for key in characteristics
        },
        "judged": {
            key: {
                value: answer_rows(frame, panel.study.answer_keys)
                for value, frame in answers_by_scenario_in_groups(panel, key).items()
            }
            for key in characteristics
        },
    }


_drawn: list[Picture] = []


def add_pictures(row):
    if not _drawn:
        for language in ("nl", "en"):
            _drawn.extend(
                pictures._picture(row, each) for each in gallery.exhibits_of(row, language, gallery.names(row))
            )
    Picture.objects.bulk_create(
        Picture(fit=row, name=each.name, language=each.language, svg=each.svg, narrow=each.narrow, alt=each.alt, finding=each.finding,
                table=each.table)
        for each in _drawn
    )  # fmt: skip


def make_fitted(key="small", *, kind=Kind.SIMULATED, **fields):
    """A study with a fit and its pictures, not published."""
    design, panel, fit = made()
    study = Study.objects.create(key=key, definition=SMALL, **fields)
    bridge.keep_design(study, design)
    bridge.keep_panel(study, panel, kind, design=current_design(study))
    row = bridge.keep_fit(study, fit, bridge.panel_of(study, kind), kind, **learned())
    add_pictures(row)
    return study, row


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Rows get the same numbers again in every test, so nothing may be remembered by them."""
    memory.forget()


@pytest.fixture
def fitted(db):
    return make_fitted(publication=Publication.PUBLIC)


@pytest.fixture
def public(fitted):
    study, row = fitted
    publication.publish(row)
    return study

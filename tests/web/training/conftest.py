"""A published study with a training, and somebody who walks through it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from django.test import Client

from collega.design import compose
from collega.findings import pack_insights, study_findings
from collega.insight import answer_rows, answers_by_scenario_in_groups, insights
from collega.insight.disclosure import group_sizes, shown_values
from collega.insight.groups import members_of
from collega.model.choice import choose_model
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.panel.simulate import simulate
from collega.study import parse_study
from collega.web import bridge, memory
from collega.web.deeds import publication
from collega.web.deeds.training import change_link, set_up
from collega.web.records.models import Kind, Study, Training, current_design
from collega.web.trainers import taught_fit
from tests.web.conftest import SMALL

ANSWERS = ("no", "perhaps", "yes")
LARGER = SMALL.replace(
    "characteristics:",
    "  - {key: how, text: {nl: 'Hoe?', en: 'How?'}, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}]}\n"
    "characteristics:",
)


@cache
def made():
    """Design, panel, a quickly made fit and what is kept beside it: 18 allowed cases, enough for one round and a half."""
    study = parse_study(LARGER)
    design = compose(study, versions=2)
    panel, _ = simulate(study, design, participants=40, seed=1)
    fit = fit_hierarchical(panel, seed=1, effort=Effort(chains=2, warm_up=60, sweeps=80, rounds=0))
    fit = replace(fit, converged=True, warnings=(), choice=choose_model(panel))
    found = insights(panel, fit)
    shown = {value for value in group_sizes(panel, "post") if value in shown_values(panel, "post")}
    beside = {
        "insights": pack_insights(found, study_findings(panel, fit, found)),
        "groups": {"post": {value: members_of(panel, fit, "post", value).tolist() for value in shown}},
        "judged": {
            "post": {
                value: answer_rows(frame, panel.study.answer_keys)
                for value, frame in answers_by_scenario_in_groups(panel, "post").items()
            }
        },
    }
    return design, panel, fit, beside


def make_fitted(key="small", *, kind=Kind.REAL, **fields):
    """A study with a fit, not published."""
    design, panel, fit, beside = made()
    study = Study.objects.create(key=key, definition=LARGER, **fields)
    bridge.keep_design(study, design)
    bridge.keep_panel(study, panel, kind, design=current_design(study))
    row = bridge.keep_fit(study, fit, bridge.panel_of(study, kind), kind, **beside)
    return study, row


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Rows get the same numbers again in every test, so nothing may be remembered by them."""
    memory.forget()


def make_training(key="small", *, reference=("post", "x"), beside=("post",), link=True) -> Training:
    study, row = make_fitted(key)
    publication.publish(row)
    training = set_up(study, None, taught_fit(study), reference=reference, beside=beside)
    if link:
        change_link(training, None, "open")
        training.refresh_from_db()
    return training


@pytest.fixture
def training(db):
    return make_training()


class Walker:
    """A browser that trains."""

    def __init__(self, training: Training, client: Client | None = None) -> None:
        self.training, self.client = training, client or Client()
        self.base = f"/training/{training.study.key}/"

    def enter(self, token: str | None = None):
        return self.client.get(f"{self.base}t/{self.training.link_token if token is None else token}/")

    def begin(self):
        self.enter()
        return self.client.post(f"{self.base}start/")

    def get(self, path: str = "", **more):
        return self.client.get(self.base + path, **more)

    def post(self, path: str, **data):
        return self.client.post(self.base + path, data)

    def step(self, number: int) -> str:
        page = self.get(f"{number}/").content.decode()
        return re.search(r'name="step" value="(\d+)"', page)[1]

    def judge(self, number: int, answer: str | None = None, **data):
        answer = answer or ANSWERS[number % 3]
        return self.post(f"{number}/", step=self.step(number), answer=answer, **data)

    def judge_all(self, *, upto: int = 10, **data):
        for number in range(1, upto + 1):
            response = self.judge(number, **data)
            assert response.status_code == 302, response.content.decode()
        return response


@pytest.fixture
def walker(training):
    return Walker(training)

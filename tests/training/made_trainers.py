"""A small study with a quickly made fit and its trainer, made once."""

from __future__ import annotations

from functools import cache

from collega.design import compose
from collega.model.fit import Fit
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.panel import Panel
from collega.panel.simulate import simulate
from collega.study import Study, parse_study
from collega.training import Trainer

TEXT = """
key: small
title: Small
statement: This may be done.
answers:
  - {key: "no", text: "No", positive: false}
  - {key: perhaps, text: Perhaps, positive: false}
  - {key: "yes", text: "Yes", positive: true}
criteria:
  - {key: who, text: Who, levels: [{key: a, text: A}, {key: b, text: B}]}
  - {key: what, text: What, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}]}
  - {key: how, text: How, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}]}
  - {key: when, text: When, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}]}
never:
  - {who: a, when: c}
characteristics:
  - {key: post, text: Post, values: [{key: x, text: X}, {key: y, text: Y}], other: true}
minimum_group: 5
"""


@cache
def made() -> tuple[Study, Fit, Panel]:
    study = parse_study(TEXT)
    panel, _ = simulate(study, compose(study, versions=2), participants=40, seed=1)
    return study, fit_hierarchical(panel, seed=1, effort=Effort(chains=2, warm_up=150, sweeps=200, rounds=0)), panel


@cache
def trainer(reference: tuple[str, str] | None = ("post", "x")) -> Trainer:
    study, fit, panel = made()
    return Trainer.of(study, fit, panel, reference=reference, beside=("post",))

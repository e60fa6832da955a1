"""A small study with a panel and fits, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from collega.model.fit import Fit
from collega.panel import Panel, panel_hash
from collega.study import Study, study_hash
from tests.model.made_fits import drawn_fit, estimated_fit
from tests.model.references import make_panel, make_study

LEVELS = {"risk": ["low", "high"], "pain": ["none", "some", "constant"], "parents": ["wait", "operate"]}
SIZES = (2, 3, 2)
POSTS = ["surgeon"] * 6 + ["nurse"] * 7 + ["other"] * 5 + [""] * 2


def make_surgery(**more: Any) -> Study:
    posts = {
        "key": "post",
        "text": {"nl": "Functie", "en": "Post"},
        "values": [{"key": key, "text": key.title()} for key in ("surgeon", "nurse")],
        "other": True,
    }
    return make_study(LEVELS, ["surely_not", "rather_not", "rather_yes", "surely_yes"],
                      **({"characteristics": [posts], "minimum_group": 5} | more))  # fmt: skip


def make_people(seed: int = 1, **more: Any) -> Panel:
    """Twenty people, all twelve scenarios; 6 surgeons, 7 nurses, 5 others, 2 withheld."""
    rng = np.random.default_rng(seed)
    profiles = [[a, b, c] for a in range(2) for b in range(3) for c in range(2)]
    names = [f"s{number}" for number in range(len(profiles))]
    answers = [(f"p{i}", name, int(rng.integers(0, 4))) for i in range(20) for name in names]
    panel = make_panel(make_surgery(**more), names, profiles, answers)
    return replace(panel, people=panel.people.with_columns(pl.Series("post", POSTS)))


def matched(fit: Fit, panel: Panel) -> Fit:
    """Return the fit as if it was made from this panel."""
    study = panel.study
    return replace(
        fit,
        criteria=study.criterion_keys,
        levels=tuple(criterion.level_keys for criterion in study.criteria),
        answer_keys=study.answer_keys,
        positive=study.positive,
        participants=tuple(panel.people["participant"].to_list()),
        study_hash=study_hash(study),
        data_hash=panel_hash(panel),
    )


def hierarchical(panel: Panel, **more: Any) -> Fit:
    return matched(drawn_fit(1, SIZES, n_people=panel.n_participants, n_draws=40, **more), panel)


def pooled(panel: Panel) -> Fit:
    """P(positive) = expit(1.0 at low risk, -1.0 at high; pain 0, 0.5, -0.5; parents 0.2, -0.2)."""
    return matched(estimated_fit(SIZES, [-1.0, 0.0, 1.0], [1.0, 0.0, 0.5, 0.2], error=0.1), panel)


def with_groups(fit: Fit) -> Fit:
    """Give the fit a law of persons: groups that differ in the intercept, and a spread."""
    assert fit.draws is not None
    n_draws, width = fit.draws.mean.shape
    effects, factor = np.zeros((n_draws, width, 2), dtype=np.float32), np.zeros((n_draws, width, width + 1), np.float32)
    effects[:, 0] = [0.9, -0.7]
    factor[:, range(width), range(width)] = 0.3
    columns = (("post", "surgeon"), ("post", "nurse"))
    return replace(
        fit, draws=replace(fit.draws, group_effects=effects, group_columns=columns, covariance_factor=factor)
    )

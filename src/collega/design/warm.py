"""Compile the kernels of this room."""

from __future__ import annotations

import numpy as np

from collega.design.compose import compose
from collega.design.limit import Limit
from collega.design.prior import Prior
from collega.design.restarts import SearchProblem
from collega.study.definition import Study


def warm() -> None:
    """Run every kernel once on a tiny study."""
    levels = [{"key": key, "text": key} for key in ("a", "b", "c")]
    study = Study.model_validate(
        {
            "key": "warm",
            "title": "warm",
            "statement": "warm",
            "answers": [{"key": "no", "text": "no"}, {"key": "yes", "text": "yes", "positive": True}],
            "criteria": [{"key": key, "text": key, "levels": levels} for key in ("one", "two", "three")],
        }
    )
    SearchProblem(study.n_levels, (), 8, 2).run((1, 1))
    prior = Prior(part_worths=np.zeros(9), thresholds=np.zeros(1), sd=0.1)
    compose(study, scenarios=8, versions=1, limit=Limit(0.5), prior=prior)

"""Compile the kernels of this room."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import polars as pl

from collega.design.layout import Design
from collega.model.blanks import Blanks
from collega.model.checks.diagnosis import diagnose
from collega.model.fit import Link
from collega.model.mixed import fit_mixed
from collega.model.persons import persons_of
from collega.model.pooled import fit_pooled
from collega.model.shapley import shapley_values
from collega.model.share import answer_draws, personal_shares
from collega.model.wald import criterion_p_values
from collega.panel.panel import Panel
from collega.panel.simulate import simulate
from collega.study.definition import Study


def tiny_panel() -> Panel:
    """Return a panel of six participants, four scenarios and two criteria."""
    levels = [{"key": key, "text": key} for key in ("a", "b")]
    study = Study.model_validate(
        {
            "key": "warm",
            "title": "warm",
            "statement": "warm",
            "answers": [{"key": key, "text": key, "positive": key == "high"} for key in ("low", "middle", "high")],
            "criteria": [{"key": key, "text": key, "levels": levels} for key in ("one", "two")],
            "characteristics": [{"key": "post", "text": "post", "values": levels}],
        }
    )
    profiles = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.int64)
    design = Design(scenarios=("s1", "s2", "s3", "s4"), profiles=profiles, versions=("1",), shows=((0, 1, 2, 3),))
    people = pl.DataFrame({"participant": list("uvwxyz"), "post": list("ababab"), "included": ["true"] * 6})
    return Panel(
        study=study,
        design=design,
        people=people,
        participant=np.repeat(np.arange(6, dtype=np.int32), 4),
        scenario=np.tile(np.arange(4, dtype=np.int32), 6),
        answer=np.array([0, 1, 1, 2, 1, 0, 2, 2, 0, 1, 2, 1, 0, 0, 1, 2, 1, 2, 0, 1, 0, 1, 2, 2], dtype=np.int8),
    )


def warm_maximum_likelihood() -> None:
    """Run every kernel of the panel, of ``pooled`` and ``mixed``, and of shares once."""
    panel = tiny_panel()
    simulate(panel.study, panel.design, participants=4)
    criterion_p_values(panel)
    fit_mixed(panel)
    diagnose(panel)
    fit_pooled(panel, by_threshold=("one",))
    persons, blanks = persons_of(fit_pooled(panel)), Blanks.of(panel.study)
    for link in get_args(Link):
        some = replace(persons, link=link)
        shapley_values(some, blanks, np.zeros(2, dtype=np.int64))
        answer_draws(some, blanks, np.zeros((1, 2), dtype=np.int64))
        personal_shares(some, blanks, np.zeros(2, dtype=np.int64))

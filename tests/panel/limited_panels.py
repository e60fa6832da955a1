"""Panels that are limited in one way each, for every room that must say so.

One participant is less than any minimum group: of a single one nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from collega.panel import Panel
from collega.panel.limits import LimitKind
from tests.model.references import make_panel, make_study

LEVELS = (2, 3, 2)
SCENARIOS = [(a, b, c) for a in range(2) for b in range(3) for c in range(2)]
ANSWERS = ["no", "maybe", "yes"]


def ordinary(participants: int = 20) -> Panel:
    """Everybody judges all twelve scenarios, with people and levels that differ."""
    rng = np.random.default_rng(5)
    effects = [np.linspace(-0.6, 0.6, n) for n in LEVELS]
    people = rng.normal(0.0, 0.8, participants)
    answers = []
    for i in range(participants):
        for s, profile in enumerate(SCENARIOS):
            latent = people[i] + sum(effects[c][level] for c, level in enumerate(profile)) + rng.logistic()
            answers.append((f"p{i}", f"s{s}", int(np.digitize(latent, [-0.7, 0.7]))))
    study = make_study(
        {f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(LEVELS)},
        ANSWERS,
        minimum_group=5,
        characteristics=[{"key": "post", "text": "Post", "values": [{"key": k, "text": k} for k in ("old", "new")]}],
    )
    panel = make_panel(study, [f"s{s}" for s in range(len(SCENARIOS))], [list(p) for p in SCENARIOS], answers)
    people = panel.people.with_columns(
        pl.lit("2026-01-01").alias("started_at"), pl.lit("2026-01-01").alias("completed_at"),
        pl.lit("").alias("excluded_reason"), post=np.where(np.arange(participants) % 2, "new", "old"),
    )  # fmt: skip
    return replace(panel, people=people)


def answered(panel: Panel, answer: np.ndarray) -> Panel:
    return replace(panel, answer=answer.astype(np.int8))


def kept(panel: Panel, chosen: np.ndarray) -> Panel:
    return replace(panel, participant=panel.participant[chosen], scenario=panel.scenario[chosen],
                   answer=panel.answer[chosen], position=None, seconds=None)  # fmt: skip


def levels(panel: Panel) -> np.ndarray:
    """(N, C): what each answer judged."""
    return panel.design.profiles[panel.scenario]


def _tied() -> Panel:
    panel = ordinary()
    return kept(panel, levels(panel)[:, 0] == levels(panel)[:, 2])


def _separated() -> Panel:
    panel = ordinary()
    first, second, third = levels(panel).T
    high = first + third + (second == 2) > 1  # every level is in scenarios on both sides
    return answered(panel, np.where(high, 2, 0))


def _nearly() -> Panel:
    """Of those who judged the third level of the second criterion two are on the other side."""
    panel = ordinary()
    apart = (panel.participant < 2) & (panel.scenario == 4)
    answer = np.where(levels(panel)[:, 1] == 2, np.where(apart, 0, 2), panel.answer)
    return answered(panel, answer)


def _sets() -> Panel:
    panel = ordinary()
    odd = panel.participant % 2
    panel = kept(panel, (panel.scenario < 6) == (odd == 0))
    return answered(panel, np.where(panel.participant % 2, 2, 0))


def _own() -> Panel:
    panel = ordinary(6)
    return kept(panel, panel.scenario // 2 == panel.participant)


def _few() -> Panel:
    return ordinary(6)


LIMITED_PANELS: dict[LimitKind, Callable[[], Panel]] = {
    "unjudged_levels": lambda: kept(ordinary(), levels(ordinary())[:, 1] != 2),
    "few_judges": lambda: kept(ordinary(), (levels(ordinary())[:, 1] != 2) | (ordinary().participant < 3)),
    "unused_answers": lambda: answered(ordinary(), np.where(ordinary().answer == 1, 2, ordinary().answer)),
    "one_answer": lambda: answered(ordinary(), np.full_like(ordinary().answer, 2)),
    "tied_criteria": _tied,
    "extreme_levels": lambda: answered(ordinary(), np.where(levels(ordinary())[:, 1] == 2, 2, ordinary().answer)),
    "separated_criteria": _separated,
    "nearly_one_side": _nearly,
    "few_participants": _few,
    "one_answer_each": lambda: kept(ordinary(), ordinary().scenario == ordinary().participant % 12),
    "dominant_participant": lambda: kept(ordinary(), (ordinary().participant == 0) | (ordinary().scenario < 1)),
    "uniform_sets": _sets,
    "uniform_participants": lambda: answered(
        ordinary(), np.where(ordinary().participant < 15, ordinary().participant % 3, ordinary().answer)
    ),
    "unshared_scenarios": _own,
}
TELLING_OF_ALL = {"one_answer", "extreme_levels", "separated_criteria", "uniform_sets"}
REFUSED = {("mixed", "one_answer_each"), ("mixed", "one_answer"), ("pooled", "one_answer")}

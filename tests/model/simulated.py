"""Panels drawn from a known model, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collega.panel import Panel
from tests.model.references import make_panel, make_study


def simulated_panel(
    seed: int,
    *,
    participants: int = 50,
    scenarios: int = 21,
    levels: tuple[int, ...] = (3, 3, 2, 4),
    weights: tuple[float, ...] = (1.0, 0.5, 0.0, 0.7),
    intercept_sd: float = 0.9,
    part_worth_sd: float = 0.4,
    thresholds: tuple[float, ...] = (-1.3, 0.0, 1.5),
) -> Panel:
    """Return a panel in which everybody judges the same random scenarios; ``weights`` are half ranges in logits."""
    rng = np.random.default_rng(seed)
    profiles = np.column_stack([rng.integers(0, n, scenarios) for n in levels])
    people = rng.normal(0.0, intercept_sd, participants)
    utility = np.repeat(people[:, None], scenarios, axis=1)
    for c, (n, weight) in enumerate(zip(levels, weights, strict=True)):
        mean = weight * np.linspace(-1, 1, n)
        own = mean + rng.normal(0.0, part_worth_sd, (participants, n))
        utility += own[:, profiles[:, c]]
    answers = np.digitize(utility + rng.logistic(size=utility.shape), thresholds)
    study = make_study(
        {f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(levels)},
        [f"a{j}" for j in range(len(thresholds) + 1)],
    )
    return make_panel(
        study,
        [f"s{s}" for s in range(scenarios)],
        profiles.tolist(),
        [(f"p{i}", f"s{s}", int(answers[i, s])) for i in range(participants) for s in range(scenarios)],
    )


def without_level(panel: Panel) -> tuple[Panel, Panel]:
    """Return a panel in which nobody judged the last level of the last criterion, and the same of a study without it."""
    last = len(panel.study.criteria[-1].levels) - 1
    kept = panel.design.profiles[panel.scenario][:, -1] != last
    rest = replace(panel, participant=panel.participant[kept], scenario=panel.scenario[kept], answer=panel.answer[kept],
                   position=None, seconds=None)  # fmt: skip
    *others, criterion = panel.study.criteria
    smaller = criterion.model_copy(update={"levels": criterion.levels[:-1]})
    study = panel.study.model_copy(update={"criteria": (*others, smaller)})
    profiles = np.minimum(panel.design.profiles, [*(len(one.levels) - 1 for one in others), last - 1])
    return rest, replace(rest, study=study, design=replace(panel.design, profiles=profiles))

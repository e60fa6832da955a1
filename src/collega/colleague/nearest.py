"""The scenarios really judged that are most like a case, with their real answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.insight.answers import answers_by_scenario
from collega.insight.populations import Share
from collega.insight.wilson import wilson_interval
from collega.model.fit import Fit
from collega.panel.panel import Panel
from collega.study.coding import BLANK, Coding
from collega.study.definition import Study

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A scenario that was judged.

    Attributes
    ----------
    scenario : str
    levels : dict
        Criterion to level key.
    distance : float
        Sum over the filled-in criteria of how far the part-worths of the levels are apart, logits; 0 is the same.
    differs : tuple of str
        Criteria in which it differs from the case.
    n : int or None
        Participants who judged it; None where that may not be told.
    answers : dict or None
        Share of each answer, 0..1; None where they may not be shown.
    mostly : str or None
        There: ``positive`` or ``negative`` where all but at most two are.
    positive : Share or None
        Share of these participants who answered positively, with Wilson's 90% interval; None where ``answers`` is.
    model : Share or None
        The share that the model gives for this scenario, of the same people as the share of the case.
    """

    scenario: str
    levels: dict[str, str]
    distance: float
    differs: tuple[str, ...]
    n: int | None
    answers: dict[str, float] | None
    mostly: str | None = None
    positive: Share | None = None
    model: Share | None = None

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            "scenario": self.scenario,
            "distance": self.distance,
            "differs": list(self.differs),
            "n": self.n,
            "answers": self.answers,
            "suppressed": self.answers is None,
            "mostly": self.mostly,
            "positive": None if self.positive is None else self.positive.as_json(),
            "model": None if self.model is None else self.model.as_json(),
        }


def nearest_scenarios(
    panel: Panel, fit: Fit, profile: NDArray[np.int64], group: tuple[str, str] | None = None
) -> tuple[Nearest, ...]:
    """Return the nearest judged scenarios, nearest first.

    Parameters
    ----------
    panel : Panel
    fit : Fit
    profile : (C,) int64
        The case, ``BLANK`` where open.
    group : (characteristic, value), optional
        Only the answers of these participants.
    """
    counted = panel.counted
    return nearest_among(counted.study, counted.design, fit, profile, answers_by_scenario(counted, group))


def nearest_among(
    study: Study, design: Design, fit: Fit, profile: NDArray[np.int64], answers: pl.DataFrame
) -> tuple[Nearest, ...]:
    """Return the nearest of the scenarios in ``answers``, as :func:`collega.insight.answers_by_scenario` has them.

    None where nothing is filled in: no scenario is then nearer than another.
    """
    if (profile == BLANK).all():
        return ()
    judged = {row["scenario"]: row for row in answers.iter_rows(named=True)}
    names = [name for name in design.scenarios if name in judged]
    rows = design.profiles[[design.scenarios.index(name) for name in names]]
    distances = _distances(fit, profile, rows)
    order = np.argsort(distances, kind="stable")[:SHOWN]
    return tuple(_nearest_scenario(study, profile, rows[s], judged[names[s]], float(distances[s])) for s in order)


def _distances(fit: Fit, profile: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    total = np.zeros(len(rows))
    for c, block in enumerate(Coding(n_levels=tuple(map(len, fit.levels))).level_blocks):
        if profile[c] != BLANK:
            worths = np.nan_to_num(fit.part_worths[block])
            # levels that are worth the same are still not the same: a hair apart, so that the same levels come first
            total += np.abs(worths[rows[:, c]] - worths[profile[c]]) + 1e-9 * (rows[:, c] != profile[c])
    return total


def _nearest_scenario(
    study: Study, profile: NDArray[np.int64], row: NDArray[np.int64], judged: dict[str, Any], distance: float
) -> Nearest:
    differs = [c for c in range(len(profile)) if profile[c] not in {BLANK, row[c]}]
    return Nearest(
        scenario=judged["scenario"],
        levels={criterion.key: criterion.level_keys[row[c]] for c, criterion in enumerate(study.criteria)},
        distance=round(distance, 6),
        differs=tuple(study.criterion_keys[c] for c in differs),
        n=judged["n"],
        answers=None if judged["suppressed"] else dict(zip(study.answer_keys, judged["shares"], strict=True)),
        mostly=judged["mostly"],
        positive=None if judged["suppressed"] else counted_share(judged["positive"], judged["n"]),
    )


def counted_share(share: float, n: int) -> Share:
    """Return a share of n people who were asked, 0..1, with Wilson's 90% interval."""
    return Share(share=share, interval=wilson_interval(share, n))

"""How the simulated participants weigh: population, groups, and the spread between people.

b_i = sum over criteria of (i's expected weight) x direction + i's own deviation, in logits; expected weights average to
what is known of every group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from collega.panel.simulation import calibrated
from collega.study.definition import Study

Floats = NDArray[np.float64]

_WEIGHTS = (1.9, 1.5, 1.2, 0.9, 0.7, 0.5, 0.3, 0.0)
_GROUP_SHIFT = 0.4
_WITHHELD_SHARE = 0.04


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """What is known of a simulated population.

    Attributes
    ----------
    directions : tuple of (levels,) float64
        Per criterion the shape of its part-worths: sum 0, range 1.
    weights : (C,) float64
        Ranges of part-worths of the population, logits.
    weight_shifts : dict
        (characteristic, value) -> (C,) by how much the group's mean ranges differ from the panel's, logits.
    intercept_shifts : dict
        (characteristic, value) -> by how much the group's mean intercept differs from the panel's, logits.
    shares : dict
        characteristic -> {value: share of the participants}; withheld under ``prefer_not_to_say``.
    gaps : (J-2,) float64
        Distances between thresholds, logits.
    intercept_sd, part_worth_sd : float
        Standard deviations between people, logits.
    targets : tuple of ((C,) int levels, share)
        Cases whose share positive is fixed; two of them, which differ in one criterion, or none.
    links : dict
        (characteristic, characteristic) -> how often their values go together, relative to chance; in the order of
        ``shares``.
    average_share : float
        Share positive over all scenarios, where there are no targets.
    """

    directions: tuple[Floats, ...]
    weights: Floats
    weight_shifts: Mapping[tuple[str, str], Floats]
    intercept_shifts: Mapping[tuple[str, str], float]
    shares: Mapping[str, Mapping[str, float]]
    gaps: Floats
    intercept_sd: float
    part_worth_sd: float
    targets: tuple[tuple[NDArray[np.int64], float], ...] = ()
    links: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    average_share: float = 0.5


def plan_truth(study: Study, seed: int) -> Truth:
    """Return the calibrated truth for the template's study, otherwise one drawn with this seed."""
    return _calibrated(study) if calibrated.suits(study) else _random_truth(study, seed)


def _random_truth(study: Study, seed: int) -> Truth:
    rng = np.random.default_rng([seed, 11])
    n_criteria, n_answers = len(study.criteria), len(study.answers)
    weights = rng.permutation(np.resize(np.array(_WEIGHTS), n_criteria))
    shifts: dict[tuple[str, str], Floats] = {}
    intercepts: dict[tuple[str, str], float] = {}
    for item in study.characteristics:
        keys = item.value_keys
        drawn = rng.normal(0.0, _GROUP_SHIFT, (len(keys), n_criteria)) * (weights > 0)
        steps = rng.normal(0.0, _GROUP_SHIFT, len(keys))
        for key, row, step in zip(keys, drawn - drawn.mean(axis=0), steps - steps.mean(), strict=True):
            shifts[item.key, key] = row / max(len(study.characteristics), 1) ** 0.5
            intercepts[item.key, key] = float(step)
    return Truth(
        directions=tuple(_direction(rng.permutation(np.linspace(-0.5, 0.5, n))) if not c.ordered
                         else _direction(np.linspace(0.5, -0.5, n))
                         for c, n in zip(study.criteria, study.n_levels, strict=True)),
        weights=weights,
        weight_shifts=shifts,
        intercept_shifts=intercepts,
        shares={item.key: _even_shares(item.value_keys, rng) for item in study.characteristics},
        gaps=np.full(max(n_answers - 2, 0), 4.0 / max(n_answers - 1, 1)),
        intercept_sd=0.8,
        part_worth_sd=0.3,
        average_share=float(rng.uniform(0.4, 0.6)),
    )  # fmt: skip


def _even_shares(keys: tuple[str, ...], rng: np.random.Generator) -> dict[str, float]:
    raw = rng.uniform(0.7, 1.3, len(keys))
    return dict(zip(keys, (1 - _WITHHELD_SHARE) * raw / raw.sum(), strict=True)) | {
        "prefer_not_to_say": _WITHHELD_SHARE
    }


def _calibrated(study: Study) -> Truth:
    keys = study.criterion_keys

    def row(values: Mapping[str, float]) -> Floats:
        return np.array([values.get(key, 0.0) for key in keys])

    targets = []
    for case, share in calibrated.SHARES:
        levels = [study.level_index(key, calibrated.CASE.get(key, case.get(key, "")))[1] for key in keys]
        targets.append((np.array(levels), share))
    return Truth(
        directions=tuple(
            _direction(np.array([calibrated.DIRECTIONS[key][level] for level in study.criterion(key).level_keys]))
            for key in keys
        ),
        weights=row(calibrated.WEIGHTS),
        weight_shifts={
            group: row({**calibrated.WEIGHTS, **values}) - row(calibrated.WEIGHTS)
            for group, values in calibrated.GROUP_WEIGHTS.items()
        },
        intercept_shifts=calibrated.INTERCEPT_SHIFTS,
        shares=calibrated.GROUP_SHARES,
        gaps=np.array([1.6, 1.7]),
        intercept_sd=0.7,
        part_worth_sd=0.2,
        targets=tuple(targets),
        links={pair: np.array(table) for pair, table in calibrated.LINKS.items()},
    )


def _direction(values: Floats) -> Floats:
    """Centre and scale to range one."""
    centred: Floats = values - values.mean()
    spread = float(np.ptp(centred))
    return centred / spread if spread > 0 else centred

"""Draw a synthetic panel: participants who differ, groups that differ, and a truth that is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import expit

from collega.design.layout import Design
from collega.panel.panel import Panel
from collega.panel.simulation.balance import draw_answers
from collega.panel.simulation.people import CROSSED
from collega.panel.simulation.population import People, draw_population, with_versions
from collega.panel.simulation.true_weights import true_weights
from collega.panel.simulation.truth import plan_truth
from collega.study.coding import Coding
from collega.study.definition import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_OPENED = dt.datetime(2024, 3, 4, 9, 0)
_WORKING_DAYS = 15
_MINUTES = 8 * 60


def simulate(study: Study, design: Design, *, participants: int, seed: int = 1) -> tuple[Panel, dict[str, object]]:
    """Draw a panel, and tell the truth behind it.

    Participants are drawn by quota, crossed evenly, and answers by balanced sampling: see docs/methods/simulation.md.

    Parameters
    ----------
    study : Study
    design : Design
    participants : int
        I, at least 1.
    seed : int

    Returns
    -------
    Panel
        Marked synthetic.
    dict
        The truth, in logits, as ``truth.json`` has it.
    """
    truth = plan_truth(study, seed)
    rng = np.random.default_rng([seed, 7])
    people = draw_population(rng, study, design, truth, participants)
    participant = np.repeat(np.arange(participants), [len(design.shows[v]) for v in people.version])
    scenario = np.concatenate([_order(rng, design.shows[v]) for v in people.version])
    answer = _answers(rng, study, design, people, participant, scenario)
    sizes = [len(design.shows[v]) for v in people.version]
    position = np.concatenate([np.arange(1, size + 1) for size in sizes])
    seconds = np.round(np.exp(rng.normal(3.4, 0.45, len(scenario)) - 0.35 * np.log1p(position) / np.log(22)), 1)
    panel = Panel(
        study=study,
        design=design,
        people=_table(rng, study, design, people, participant, seconds),
        participant=participant.astype(np.int32),
        scenario=scenario.astype(np.int32),
        answer=answer.astype(np.int8),
        position=position.astype(np.int32),
        seconds=seconds,
        synthetic=True,
    )
    return panel, true_weights(study, truth, people, seed)


def _order(rng: np.random.Generator, shown: tuple[int, ...]) -> Ints:
    """Shuffle the scenarios of an interview until no repeated one follows itself."""
    order = rng.permutation(shown)
    for _ in range(200):
        if not (order[1:] == order[:-1]).any():
            break
        order = rng.permutation(shown)
    return order.astype(np.int64)


def _answers(
    rng: np.random.Generator, study: Study, design: Design, people: People, participant: Ints, scenario: Ints
) -> Ints:
    blocks = Coding(n_levels=study.n_levels).level_blocks
    utility = people.intercepts[participant].copy()
    for c, rows in enumerate(blocks):
        utility += people.utilities[participant, rows.start + design.profiles[scenario, c]]
    reach = expit(people.thresholds[None, :] - utility[:, None])
    edge = np.ones((len(utility), 1))
    reach = np.hstack([0 * edge, reach, edge])
    density = reach * (1 - reach)
    coded = Coding(n_levels=study.n_levels, kind="orthonormal").matrix(design.profiles)
    everybody = np.ones((len(people.version), 1))
    chances = np.maximum(np.diff(reach, axis=1), 1e-12)
    return np.asarray(
        draw_answers(
            rng,
            chances,
            -np.diff(density, axis=1) / chances,
            np.hstack([np.ones((len(coded), 1)), coded]),
            with_versions(np.hstack([everybody, people.groups]), people.version),
            participant,
            scenario,
            len(people.version) <= CROSSED,
        )
    )


def _table(
    rng: np.random.Generator, study: Study, design: Design, people: People, participant: Ints, seconds: Floats
) -> pl.DataFrame:
    n = len(people.version)
    digits = max(3, len(str(n)))
    days, minutes = np.divmod(rng.integers(0, _WORKING_DAYS * _MINUTES, n), _MINUTES)
    begun = [
        _OPENED + dt.timedelta(days=day + 2 * (day // 5), minutes=minute)
        for day, minute in zip(days.tolist(), minutes.tolist(), strict=True)
    ]
    used = np.bincount(participant, weights=seconds, minlength=n)
    columns: dict[str, list[str]] = {
        "participant": [f"synthetic-{i:0{digits}d}" for i in range(1, n + 1)],
        "version": [design.versions[v] for v in people.version],
        "started_at": [begin.isoformat() for begin in begun],
        "completed_at": [
            (begin + dt.timedelta(seconds=round(took) + 180)).isoformat()
            for begin, took in zip(begun, used, strict=True)
        ],
    }
    for item in study.characteristics:
        columns[item.key] = people.values[item.key]
        if item.other:
            columns[f"{item.key}_other"] = [""] * n
    return pl.DataFrame(columns | {"included": ["true"] * n, "excluded_reason": [""] * n})

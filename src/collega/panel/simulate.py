"""Draw a synthetic panel: participants who differ, groups that differ, and a truth that is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from collega.design.layout import Design
from collega.panel.panel import Panel
from collega.panel.simulation.balance import balance_people, draw_answers
from collega.panel.simulation.people import CROSSED, draw_people, quotas
from collega.panel.simulation.truth import Truth, plan_truth
from collega.study.coding import Coding
from collega.study.definition import DECLINED, Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_OPENED = dt.datetime(2024, 3, 4, 9, 0)
_DAYS = 21


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """The simulated participants.

    Attributes
    ----------
    values : dict
        characteristic -> value key of everyone.
    groups : (I, Z) float64
        Who has which value; the columns are ``group_names``.
    group_names : tuple of (str, str)
    version : (I,) int64
    utilities : (I, L) float64
        Everyone's utility of every level, logits.
    intercepts : (I,) float64
        Everyone's own, logits.
    thresholds : (J-1,) float64
    """

    values: dict[str, list[str]]
    groups: Floats
    group_names: tuple[tuple[str, str], ...]
    version: Ints
    utilities: Floats
    intercepts: Floats
    thresholds: Floats


def simulate(study: Study, design: Design, *, participants: int, seed: int = 1) -> tuple[Panel, dict[str, Any]]:
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
    people = _people(rng, study, design, truth, participants)
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
    return panel, _told(study, truth, people, seed)


def _people(rng: np.random.Generator, study: Study, design: Design, truth: Truth, n: int) -> People:
    names = [item.key for item in study.characteristics]
    counts = [quotas(truth.shares[name], n) for name in names]
    versions = [n // len(design.versions) + (v < n % len(design.versions)) for v in range(len(design.versions))]
    dealt = draw_people(rng, [*(list(each.values()) for each in counts), versions], n)
    values = {name: [list(counts[h])[v] for v in dealt[:, h]] for h, name in enumerate(names)}
    pairs = tuple((name, key) for name, each in zip(names, counts, strict=True) for key in each if each[key])
    groups = np.column_stack([np.array(values[name]) == key for name, key in pairs]) if pairs else np.zeros((n, 0))
    groups = groups.astype(np.float64)
    weights, intercepts = _expected(truth, groups, pairs, n)
    deviations = balance_people(rng.standard_normal((n, 1 + sum(study.n_levels))), groups)
    utilities = _utilities(study, truth, weights, deviations[:, 1:])
    intercepts = intercepts + truth.intercept_sd * deviations[:, 0]
    utilities, middle = _solve(study, design, truth, weights, utilities, intercepts)
    place = np.concatenate([[0.0], np.cumsum(truth.gaps)])
    return People(
        values=values,
        groups=groups,
        group_names=pairs,
        version=dealt[:, -1],
        utilities=utilities,
        intercepts=intercepts,
        thresholds=middle + place - place[study.positive - 1],
    )


def _expected(truth: Truth, groups: Floats, pairs: tuple[tuple[str, str], ...], n: int) -> tuple[Floats, Floats]:
    """Return (I, C) expected weights and (I,) expected intercepts; shifts are centred over the panel."""
    zero = np.zeros(len(truth.weights))
    shifts = np.array([truth.weight_shifts.get(pair, zero) for pair in pairs]).reshape(len(pairs), len(zero))
    steps = np.array([truth.intercept_shifts.get(pair, 0.0) for pair in pairs])
    moved, stepped = groups @ shifts, groups @ steps
    return truth.weights + moved - moved.mean(axis=0), (stepped - stepped.mean()) if n else stepped


def _utilities(study: Study, truth: Truth, weights: Floats, deviations: Floats) -> Floats:
    parts = []
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        own = deviations[:, rows] - deviations[:, rows].mean(axis=1, keepdims=True)
        parts.append(weights[:, [c]] * truth.directions[c] + truth.part_worth_sd * own)
    return np.hstack(parts)


def _solve(
    study: Study, design: Design, truth: Truth, weights: Floats, utilities: Floats, intercepts: Floats
) -> tuple[Floats, float]:
    """Find the threshold of a positive answer, and the scale of one criterion, that give the shares of the truth."""
    blocks = Coding(n_levels=study.n_levels).level_blocks

    def share(profiles: Ints, worths: Floats, middle: float) -> float:
        total = intercepts[:, None] + sum(worths[:, blocks[c].start + profiles[:, c]] for c in range(len(blocks)))
        return float(expit(total - middle).mean())

    def middle_for(profiles: Ints, wanted: float, worths: Floats) -> float:
        return float(brentq(lambda middle: share(profiles, worths, middle) - wanted, -30, 30))

    if len(truth.targets) != 2:
        return utilities, middle_for(design.profiles, truth.average_share, utilities)
    (first, low), (second, high) = truth.targets
    c = int(np.flatnonzero(first != second)[0])

    def scaled(factor: float) -> Floats:
        worths = utilities.copy()
        worths[:, blocks[c]] += (factor - 1.0) * weights[:, [c]] * truth.directions[c]
        return worths

    def miss(factor: float) -> float:
        worths = scaled(factor)
        return share(second[None], worths, middle_for(first[None], low, worths)) - high

    worths = scaled(float(brentq(miss, 0.1, 5.0)))
    return worths, middle_for(first[None], low, worths)


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
            np.hstack([everybody, people.groups]),
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
    minutes = rng.integers(0, _DAYS * 8 * 60, n)
    begun = [_OPENED + dt.timedelta(days=int(m // 480), minutes=int(m % 480)) for m in minutes]
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


def _told(study: Study, truth: Truth, people: People, seed: int) -> dict[str, Any]:
    """Return the truth of these participants: averages of their own weights, over all and per group."""
    average = people.utilities.mean(axis=0)
    blocks = Coding(n_levels=study.n_levels).level_blocks
    part_worths = {
        criterion.key: dict(zip(criterion.level_keys, average[rows].round(6).tolist(), strict=True))
        for criterion, rows in zip(study.criteria, blocks, strict=True)
    }
    groups: dict[str, dict[str, Any]] = {}
    for z, (name, key) in enumerate(people.group_names):
        members = people.groups[:, z] > 0
        percent = importance(people.utilities[members].mean(axis=0), blocks)
        order = np.argsort(-percent, kind="stable")[:4]
        if key != DECLINED:
            groups.setdefault(name, {})[key] = {
                "n": int(members.sum()),
                "top": [study.criterion_keys[c] for c in order],
                "importance": dict(zip(study.criterion_keys, percent.round(4).tolist(), strict=True)),
                "intercept": round(float(people.intercepts[members].mean()), 6),
            }
    cases = [
        {"case": {k: study.criteria[c].level_keys[int(case[c])] for c, k in enumerate(study.criterion_keys)},
         "share": round(float(_case_share(study, people, case)), 6)}
        for case, _ in truth.targets
    ]  # fmt: skip
    return {
        "synthetic": True,
        "link": "logit",
        "seed": seed,
        "participants": len(people.version),
        "thresholds": people.thresholds.round(6).tolist(),
        "part_worths": part_worths,
        "importance": dict(zip(study.criterion_keys, importance(average, blocks).round(4).tolist(), strict=True)),
        "intercept_sd": truth.intercept_sd,
        "part_worth_sd": truth.part_worth_sd,
        "groups": groups,
        "cases": cases,
    }


def importance(part_worths: Floats, blocks: tuple[slice, ...]) -> Floats:
    """Return (C,) ranges of (L,) part-worths over their sum, percent."""
    ranges = np.array([np.ptp(part_worths[rows]) for rows in blocks])
    return 100.0 * ranges / max(float(ranges.sum()), 1e-300)


def _case_share(study: Study, people: People, case: Ints) -> float:
    total = people.intercepts.copy()
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        total += people.utilities[:, rows.start + case[c]]
    return float(expit(total - people.thresholds[study.positive - 1]).mean())

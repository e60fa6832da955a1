"""Fits made of numbers, without fitting."""

from __future__ import annotations

from typing import Any

import numpy as np

from collega.model.fit import Draws, Estimates, Fit
from collega.study.coding import Coding


def made_fit(n_levels: tuple[int, ...], *, n_answers: int = 4, n_people: int = 3, **more: Any) -> Fit:
    """Return a fit without draws or estimates; the upper half of the answers is positive."""
    values: dict[str, Any] = {
        "model": "pooled",
        "link": "logit",
        "criteria": tuple(f"c{c}" for c in range(len(n_levels))),
        "levels": tuple(tuple(f"l{x}" for x in range(n)) for n in n_levels),
        "answer_keys": tuple(f"a{j}" for j in range(n_answers)),
        "positive": (n_answers + 1) // 2,
        "participants": tuple(f"p{i}" for i in range(n_people)),
        "n_answers": 10,
        "log_likelihood": None,
        "converged": True,
        "thresholds": np.zeros(n_answers - 1),
        "thresholds_se": np.ones(n_answers - 1),
        "part_worths": np.zeros(sum(n_levels)),
        "part_worths_se": np.ones(sum(n_levels)),
        "seconds": 0.0,
        "study_hash": "study",
        "data_hash": "data",
    }
    return Fit(**(values | more))


def drawn_fit(
    seed: int, n_levels: tuple[int, ...], *, n_answers: int = 4, n_people: int = 3, n_draws: int = 5,
    link: str = "probit", spread: float = 0.7, **more: Any,
) -> Fit:  # fmt: skip
    """Return a hierarchical fit of random draws."""
    rng = np.random.default_rng(seed)
    width = 1 + Coding(n_levels=n_levels).n_columns
    individual = rng.normal(0.0, spread, (n_draws, n_people, width)).astype(np.float32)
    draws = Draws(
        individual=individual,
        thresholds=np.sort(rng.normal(0.0, 1.0, (n_draws, n_answers - 1)), axis=1),
        mean=individual.mean(axis=1).astype(np.float64),
        group_effects=np.zeros((n_draws, width, 0), dtype=np.float32),
        group_columns=(),
        covariance_factor=np.zeros((n_draws, width, width), dtype=np.float32),
    )
    part_worths = (individual.mean(axis=(0, 1))[1:] @ Coding(n_levels=n_levels).to_part_worths.T).astype(np.float64)
    return made_fit(
        n_levels,
        n_answers=n_answers,
        n_people=n_people,
        **({"model": "hierarchical", "link": link, "draws": draws, "part_worths": part_worths} | more),
    )


def estimated_fit(
    n_levels: tuple[int, ...], thresholds: list[float], coefficients: list[float], *, sd: float | None = None,
    nodes: list[float] | None = None, weights: list[float] | None = None, error: float = 0.0,
) -> Fit:  # fmt: skip
    """Return a pooled fit, or a mixed one with a standard deviation; every parameter has this standard error."""
    size = len(thresholds) + len(coefficients) + (sd is not None)
    covariance = np.diag(np.full(size, error**2))
    missing = np.flatnonzero(np.isnan(thresholds))
    covariance[missing] = covariance[:, missing] = np.nan
    estimates = Estimates(
        coding="effects",
        thresholds=np.array(thresholds),
        coefficients=np.array(coefficients),
        intercept_sd=sd,
        covariance=covariance,
        covariance_plain=covariance,
        nodes=None if nodes is None else np.array(nodes),
        node_weights=None if weights is None else np.array(weights),
    )
    coding = Coding(n_levels=n_levels)
    return made_fit(
        n_levels,
        n_answers=len(thresholds) + 1,
        model="pooled" if sd is None else "mixed",
        estimates=estimates,
        thresholds=estimates.thresholds,
        part_worths=coding.to_part_worths @ estimates.coefficients,
    )

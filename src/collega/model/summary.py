"""A fit as other programs and people read it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.messages import warnings_json
from collega.model.fit import Estimates, Fit
from collega.model.packaging import standard_errors
from collega.model.stale import fit_warnings
from collega.study.coding import Coding


def summarise(fit: Fit) -> dict[str, Any]:
    """Return the summary with the JSON keys of the command ``fit``; what was not computed is None.

    ``se`` is clustered by participant (a posterior standard deviation in ``hierarchical``); ``se_plain`` is what
    other software reports.
    """
    shown = fit.treatment or fit.estimates
    plain = None if shown is None else standard_errors(shown.covariance_plain)
    clustered = None if shown is None else standard_errors(shown.covariance)
    thresholds, thresholds_se = fit.thresholds, fit.thresholds_se
    if fit.treatment is not None and clustered is not None:
        thresholds, thresholds_se = fit.treatment.thresholds, clustered[: len(fit.thresholds)]
    summary: dict[str, Any] = {
        "model": fit.model,
        "model_reason": None if fit.choice is None else fit.choice.reason,
        "link": fit.link,
        "participants": len(fit.participants),
        "answers": fit.n_answers,
        "log_likelihood": fit.log_likelihood,
        "converged": fit.converged,
        "synthetic": fit.synthetic,
        "interval_of": fit.interval_of,
        "thresholds": dict(
            zip(threshold_names(fit), _pairs(thresholds, thresholds_se, plain), strict=True),
        ),
        "part_worths": _part_worths(fit),
    }
    if fit.by_threshold:
        summary["by_threshold"] = effects_by_threshold(fit)
    if fit.model == "mixed" and fit.estimates is not None:
        summary["intercept_sd"] = fit.estimates.intercept_sd
    if fit.treatment is not None and clustered is not None:
        summary["coefficients"] = _treatment_coefficients(fit, fit.treatment, clustered, plain)
        if fit.by_threshold:
            summary["coefficients_by_threshold"] = _treatment_by_threshold(fit, fit.treatment, clustered, plain)
    if fit.convergence is not None:
        summary["r_hat"], summary["ess"] = fit.convergence.r_hat, fit.convergence.ess
    if fit.model == "hierarchical":
        summary["own_thresholds"] = _own_thresholds(fit)
        summary["approximation"] = _approximation(fit)
    summary["diagnostics"] = None if fit.diagnosis is None else fit.diagnosis.as_json()
    limits = [limit.as_json() for limit in fit.limits or ()]
    told = {"limits": limits, **warnings_json(fit_warnings(fit, None))}
    return summary | {"seed": fit.seed, "seconds": round(fit.seconds, 4), **told}


def _approximation(fit: Fit) -> dict[str, Any] | None:
    """Return how a panel was fitted that is too large to sample whole; None for one that was sampled whole."""
    known = fit.approximation
    if known is None or fit.draws is None:
        return None
    return {
        "method": known.method,
        "sampled": known.sampled,
        "passes": known.passes,
        "added": known.added,
        "representatives": fit.draws.individual.shape[1],
    }


def _own_thresholds(fit: Fit) -> dict[str, Any]:
    sd = None if fit.draws is None else fit.draws.stretch_sd
    stretch, bend = (None, None) if sd is None else sd.mean(axis=0).tolist()
    return {"used": fit.has_own_thresholds, "stretch_sd": stretch, "bend_sd": bend}


def part_worth_frame(fit: Fit) -> pl.DataFrame:
    """One row per level: criterion, level, part-worth and standard error, logits; null where nobody judged it."""
    return pl.DataFrame(
        {
            "criterion": [key for key, keys in zip(fit.criteria, fit.levels, strict=True) for _ in keys],
            "level": [level for keys in fit.levels for level in keys],
            "part_worth": fit.part_worths,
            "se": fit.part_worths_se,
        }
    ).with_columns(pl.col("part_worth", "se").fill_nan(None))


def effects_by_threshold(fit: Fit) -> dict[str, dict[str, dict[str, dict[str, float | None]]]]:
    """Return part-worths and clustered standard errors by criterion, threshold and level; empty for other fits."""
    estimates = fit.estimates
    if estimates is None or estimates.by_threshold is None:
        return {}
    judged, effects = fit.judged_levels, estimates.by_threshold
    width, start = len(effects.columns), len(estimates.covariance) - effects.coefficients.size
    every: dict[str, dict[str, dict[str, dict[str, float | None]]]] = {key: {} for key in effects.criteria}
    for j, name in enumerate(threshold_names(fit)):
        rows = slice(start + j * width, start + (j + 1) * width)
        for key in effects.criteria:
            c = fit.criteria.index(key)
            to_levels = judged.to_part_worths[judged.study_coding.level_blocks[c]][:, effects.columns]
            errors = standard_errors(to_levels @ estimates.covariance[rows, rows] @ to_levels.T)
            pairs = _pairs(to_levels @ effects.coefficients[j], errors, None)
            every[key][name] = dict(zip(fit.levels[c], pairs, strict=True))
    return every


def threshold_names(fit: Fit) -> list[str]:
    """Name the thresholds by the answers they lie between: ``disagree|agree``."""
    return [f"{low}|{high}" for low, high in pairwise(fit.answer_keys)]


def _part_worths(fit: Fit) -> dict[str, dict[str, dict[str, float | None]]]:
    blocks = Coding(n_levels=tuple(map(len, fit.levels))).level_blocks
    return {
        key: dict(zip(keys, _pairs(fit.part_worths[rows], fit.part_worths_se[rows], None), strict=True))
        for key, keys, rows in zip(fit.criteria, fit.levels, blocks, strict=True)
    }


def _treatment_coefficients(
    fit: Fit, treatment: Estimates, clustered: NDArray[np.float64], plain: NDArray[np.float64] | None
) -> dict[str, dict[str, float | None]]:
    names = [f"{key}:{level}" for key, keys in zip(fit.criteria, fit.levels, strict=True) for level in keys[1:]]
    start = len(fit.thresholds)
    rows = slice(start, start + len(names))
    plain_rows = None if plain is None else plain[rows]
    return dict(zip(names, _pairs(treatment.coefficients, clustered[rows], plain_rows), strict=True))


def _treatment_by_threshold(
    fit: Fit, treatment: Estimates, clustered: NDArray[np.float64], plain: NDArray[np.float64] | None
) -> dict[str, dict[str, dict[str, float | None]]]:
    effects = treatment.by_threshold
    assert effects is not None
    names = [f"{key}:{level}" for key, keys in zip(fit.criteria, fit.levels, strict=True) for level in keys[1:]]
    shape, last = effects.coefficients.shape, slice(-effects.coefficients.size, None)
    errors, plain_errors = clustered[last].reshape(shape), None if plain is None else plain[last].reshape(shape)
    return {
        names[column]: dict(
            zip(
                threshold_names(fit),
                _pairs(effects.coefficients[:, v], errors[:, v], None if plain_errors is None else plain_errors[:, v]),
                strict=True,
            )
        )
        for v, column in enumerate(effects.columns)
    }


def _pairs(
    estimates: NDArray[np.float64], errors: NDArray[np.float64], plain: NDArray[np.float64] | None
) -> list[dict[str, float | None]]:
    rows = [{"estimate": _number(b), "se": _number(s)} for b, s in zip(estimates, errors, strict=True)]
    if plain is not None:
        rows = [row | {"se_plain": _number(s)} for row, s in zip(rows, plain, strict=False)]
    return rows


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

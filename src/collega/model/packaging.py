"""Maximum-likelihood estimates in effects coding as a fit, and in treatment coding where that is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.model.fit import Estimates, Fit, ModelName, ThresholdEffects
from collega.panel.facts import PanelFacts
from collega.panel.judged_levels import JudgedLevels
from collega.panel.limits import limit_text
from collega.study.coding import Coding
from collega.study.dump import study_hash


def pack_estimates(
    facts: PanelFacts,
    model: ModelName,
    estimates: Estimates,
    judged: JudgedLevels,
    *,
    treatment: bool,
    log_likelihood: float,
    converged: bool,
    warnings: tuple[str, ...],
    seconds: float,
) -> Fit:
    """Return the fit of these estimates.

    Parameters
    ----------
    facts : PanelFacts
        Of the participants who count.
    judged : JudgedLevels
        The levels that they judged.
    warnings : tuple of str
        What is special about the fitting; what limits the answers is added.
    """
    study = facts.study
    inner = len(study.answers) - 1
    to_levels = judged.to_part_worths
    block = slice(inner, inner + to_levels.shape[1])
    covariance = to_levels @ estimates.covariance[block, block] @ to_levels.T
    return Fit(
        model=model,
        link="logit",
        criteria=study.criterion_keys,
        levels=tuple(criterion.level_keys for criterion in study.criteria),
        answer_keys=study.answer_keys,
        positive=study.positive,
        participants=facts.participants,
        n_answers=facts.n_answers,
        log_likelihood=log_likelihood,
        converged=converged,
        thresholds=estimates.thresholds,
        thresholds_se=standard_errors(estimates.covariance)[:inner],
        part_worths=to_levels @ estimates.coefficients,
        part_worths_se=standard_errors(covariance),
        estimates=estimates,
        treatment=to_treatment(estimates, judged) if treatment else None,
        limits=facts.limits,
        warnings=(*warnings, *map(limit_text, facts.limits)),
        seconds=seconds,
        study_hash=study_hash(study),
        data_hash=facts.data_hash,
        synthetic=facts.synthetic,
    )


def standard_errors(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (P,) square roots of the diagonal; rounding can leave what is exactly known a hair below zero."""
    errors: NDArray[np.float64] = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return errors


def to_treatment(estimates: Estimates, judged: JudgedLevels) -> Estimates:
    """Express the same model against each criterion's first level, as R's contr.treatment does.

    NaN for a level that nobody judged, for all levels of a criterion whose first level nobody judged, and then for the
    thresholds too.
    """
    inner = len(estimates.thresholds)
    change = _treatment_map(inner, judged.n_levels, len(estimates.covariance))
    missing = np.isnan(np.diag(estimates.covariance)) | _unknown_against_first(inner, judged, len(change))
    theta, effects = np.concatenate([estimates.thresholds, estimates.coefficients]), estimates.by_threshold
    if effects is not None:
        theta = np.concatenate([theta, effects.coefficients.ravel()])
        _move_effects(change, missing, effects)
    moved = change[: len(theta), : len(theta)] @ np.nan_to_num(theta)
    moved[missing[: len(theta)]] = np.nan
    end = inner + len(estimates.coefficients)
    if effects is not None:
        effects = replace(effects, coefficients=moved[end:].reshape(effects.coefficients.shape))
    return replace(
        estimates,
        coding="treatment",
        thresholds=moved[:inner],
        coefficients=moved[inner:end],
        by_threshold=effects,
        covariance=_transformed(change, estimates.covariance, missing),
        covariance_plain=_transformed(change, estimates.covariance_plain, missing),
    )


def _unknown_against_first(inner: int, judged: JudgedLevels, size: int) -> NDArray[np.bool_]:
    """Return (P,) bool: what cannot be compared with the first levels."""
    unknown, column = np.zeros(size, dtype=np.bool_), inner
    for rows in judged.study_coding.level_blocks:
        first, *others = ~judged.levels[rows]
        unknown[column : column + len(others)] = first | np.array(others)
        unknown[:inner] |= first
        column += len(others)
    return unknown


def _treatment_map(inner: int, n_levels: tuple[int, ...], size: int) -> NDArray[np.float64]:
    """(P, P): thresholds fall by the utility of all first levels; coefficients are differences from the first level."""
    coding = Coding(n_levels=n_levels)
    firsts = [rows.start for rows in coding.level_blocks]
    others = np.concatenate([np.arange(rows.start + 1, rows.stop) for rows in coding.level_blocks])
    reference = np.repeat(firsts, [levels - 1 for levels in n_levels])
    change = np.eye(size)
    block = slice(inner, inner + coding.n_columns)
    change[:inner, block] = -coding.to_part_worths[firsts].sum(axis=0)
    change[block, block] = coding.to_part_worths[others] - coding.to_part_worths[reference]
    return change


def _move_effects(change: NDArray[np.float64], missing: NDArray[np.bool_], effects: ThresholdEffects) -> None:
    """Fill in for effects by threshold: each threshold falls by the utility of all first levels there."""
    inner, width = effects.coefficients.shape
    columns, start = inner + effects.columns, len(change) - inner * width
    for j in range(inner):
        own = np.arange(start + j * width, start + (j + 1) * width)
        change[j, own] = change[j, columns]
        change[j, columns] = 0.0
        change[np.ix_(own, own)] = change[np.ix_(columns, columns)]
        missing[own] |= missing[columns]


def _transformed(
    change: NDArray[np.float64], covariance: NDArray[np.float64], missing: NDArray[np.bool_]
) -> NDArray[np.float64]:
    result: NDArray[np.float64] = change @ np.nan_to_num(covariance) @ change.T
    result[missing, :] = np.nan
    result[:, missing] = np.nan
    return result

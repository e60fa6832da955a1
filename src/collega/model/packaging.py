"""Maximum-likelihood estimates in effects coding as a fit, and in treatment coding where that is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.model.fit import Estimates, Fit, ModelName
from collega.panel.identity import panel_hash
from collega.panel.panel import Panel
from collega.study.coding import Coding
from collega.study.dump import study_hash


def pack_estimates(
    panel: Panel,
    model: ModelName,
    estimates: Estimates,
    *,
    treatment: bool,
    log_likelihood: float,
    converged: bool,
    warnings: tuple[str, ...],
    seconds: float,
) -> Fit:
    """Return the fit of these estimates; ``panel`` holds the participants who count."""
    study = panel.study
    inner = len(study.answers) - 1
    to_levels = Coding(n_levels=study.n_levels).to_part_worths
    block = slice(inner, inner + to_levels.shape[1])
    covariance = to_levels @ estimates.covariance[block, block] @ to_levels.T
    return Fit(
        model=model,
        link="logit",
        criteria=study.criterion_keys,
        levels=tuple(criterion.level_keys for criterion in study.criteria),
        answer_keys=study.answer_keys,
        positive=study.positive,
        participants=tuple(panel.people["participant"].to_list()),
        n_answers=panel.n_answers,
        log_likelihood=log_likelihood,
        converged=converged,
        thresholds=estimates.thresholds,
        thresholds_se=np.sqrt(np.diag(estimates.covariance)[:inner]),
        part_worths=to_levels @ estimates.coefficients,
        part_worths_se=np.sqrt(np.maximum(np.diag(covariance), 0.0)),
        estimates=estimates,
        treatment=to_treatment(estimates, study.n_levels) if treatment else None,
        warnings=warnings,
        seconds=seconds,
        study_hash=study_hash(study),
        data_hash=panel_hash(panel),
        synthetic=panel.synthetic,
    )


def to_treatment(estimates: Estimates, n_levels: tuple[int, ...]) -> Estimates:
    """Express the same model against each criterion's first level, as R's contr.treatment does."""
    inner = len(estimates.thresholds)
    change = _treatment_map(inner, n_levels, len(estimates.covariance))
    theta = np.concatenate([estimates.thresholds, estimates.coefficients])
    moved = change[: len(theta), : len(theta)] @ np.nan_to_num(theta)
    thresholds = np.where(np.isnan(estimates.thresholds), np.nan, moved[:inner])
    return replace(
        estimates,
        coding="treatment",
        thresholds=thresholds,
        coefficients=moved[inner:],
        covariance=_transformed(change, estimates.covariance),
        covariance_plain=_transformed(change, estimates.covariance_plain),
    )


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


def _transformed(change: NDArray[np.float64], covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    missing = np.isnan(np.diag(covariance))
    result: NDArray[np.float64] = change @ np.nan_to_num(covariance) @ change.T
    result[missing, :] = np.nan
    result[:, missing] = np.nan
    return result

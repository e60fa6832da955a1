"""The pooled model in which some criteria have effects of their own at every threshold (partial proportional odds).

References
----------
Peterson & Harrell (1990), Partial proportional odds models for ordinal response variables, Applied Statistics 39.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError, did_you_mean
from collega.messages import Message
from collega.model.by_threshold import OrderedMaximum, divide, maximise_by_threshold, proportional, spread_penalty
from collega.model.checks.proportional_odds import ProportionalOdds
from collega.model.cluster import sandwich, score_products
from collega.model.counted import CountedPanel, between_thresholds, count_panel
from collega.model.crossing import crossing_warnings
from collega.model.fit import Estimates, Fit, ThresholdEffects
from collega.model.multiple import SIGNIFICANT
from collega.model.packaging import pack_estimates
from collega.model.penalty import penalty_matrix
from collega.model.pooled import fit_pooled, likelihood_warnings, maximise_pooled
from collega.panel.facts import facts_of
from collega.panel.panel import Panel
from collega.study.definition import Study

Floats = NDArray[np.float64]

NONE_BROKEN = "model-none-by-threshold"
HELD = "model-thresholds-held"


def fit_by_threshold(
    panel: Panel, criteria: Sequence[str], *, coding: Literal["effects", "treatment"] = "effects"
) -> Fit:
    """Fit the pooled model to the included participants, with effects of these criteria at every threshold.

    Parameters
    ----------
    panel : Panel
    criteria : sequence of str
        Keys.
    coding : str
        ``treatment`` also gives coefficients against each criterion's first level.

    Raises
    ------
    NotComputedError
        For a key that is no criterion, or one of which fewer than two levels were judged; where everybody gave the
        same answer, and with two different ones.
    """
    began = time.perf_counter()
    panel = panel.counted
    chosen = _known_criteria(panel.study, criteria)
    counted = count_panel(panel)
    varying = _varying(counted, panel.study, chosen)
    matrix, counts, inner = counted.counts.matrix, counted.counts.counts, counted.cells.n_answers - 1
    penalty = penalty_matrix(counted.judged.coding)
    rows = divide(matrix, varying, inner)
    start = proportional(maximise_pooled(matrix, counts, penalty).theta, varying, inner)
    found = maximise_by_threshold(rows, counts, spread_penalty(rows, penalty, varying), start)
    maximum = found.maximum
    products = score_products(counted.cells, rows.scores(maximum.theta))
    covariance = sandwich(maximum.bread, products, panel.n_participants, maximum.penalty)
    estimates = _estimates(panel.study, counted, chosen, found, covariance)
    warnings = (
        by_threshold_text(panel.study, chosen),
        *likelihood_warnings(maximum.penalised, maximum.converged),
        *((Message(HELD),) if found.held else ()),
        *crossing_warnings(panel.study, counted.judged, estimates),
    )
    return pack_estimates(
        facts_of(panel),
        "pooled",
        estimates,
        counted.judged,
        treatment=coding == "treatment",
        log_likelihood=maximum.log_likelihood,
        converged=maximum.converged,
        warnings=warnings,
        seconds=time.perf_counter() - began,
    )


def broken_criteria(tests: Iterable[ProportionalOdds]) -> tuple[str, ...]:
    """Return the criteria that demonstrably have other effects at other thresholds: corrected p-value below 5%."""
    return tuple(
        test.criterion
        for test in tests
        if test.criterion is not None and test.p_value_corrected is not None and test.p_value_corrected < SIGNIFICANT
    )


def fit_broken(
    panel: Panel, tests: Iterable[ProportionalOdds], *, coding: Literal["effects", "treatment"] = "effects"
) -> Fit:
    """Fit the pooled model with effects by threshold of the broken criteria, and say in its warnings which.

    Parameters
    ----------
    panel : Panel
    tests : iterable of ProportionalOdds
        Of this panel, see :func:`collega.model.checks.proportional_odds.proportional_odds`.
    coding : str
    """
    chosen = broken_criteria(tests)
    if not chosen:
        fit = fit_pooled(panel, coding=coding)
        return replace(fit, warnings=(Message(NONE_BROKEN), *fit.warnings))
    return fit_by_threshold(panel, chosen, coding=coding)


def by_threshold_text(study: Study, criteria: Sequence[str]) -> str:
    """Return what must be known of a fit with these criteria by threshold."""
    low, high = study.answer_keys[study.positive - 1 : study.positive + 1]
    return Message("model-effects-by-threshold", criteria=criteria, low=low, high=high)


def _known_criteria(study: Study, criteria: Sequence[str]) -> tuple[str, ...]:
    """Return the keys in the order of the study, each once; a string is one key."""
    criteria = (criteria,) if isinstance(criteria, str) else criteria
    for key in criteria:
        if key not in study.criterion_keys:
            hint = did_you_mean(key, study.criterion_keys)
            allowed = ", ".join(study.criterion_keys)
            raise NotComputedError(Message("model-no-such-criterion", key=key, names=allowed, hint=hint).rstrip())
    return tuple(key for key in study.criterion_keys if key in criteria)


def _varying(counted: CountedPanel, study: Study, criteria: Sequence[str]) -> NDArray[np.bool_]:
    """Return (K',) which columns of the judged levels have effects by threshold."""
    if counted.cells.n_answers < 3:
        raise NotComputedError(Message("model-one-threshold-only"))
    varying = np.zeros(counted.judged.coding.n_columns, dtype=np.bool_)
    for key in criteria:
        block = counted.judged.coding.blocks[study.criterion_keys.index(key)]
        if block.stop == block.start:
            raise NotComputedError(Message("model-one-level-judged", key=key))
        varying[block] = True
    return varying


def _estimates(
    study: Study, counted: CountedPanel, criteria: tuple[str, ...], found: OrderedMaximum, covariance: Floats
) -> Estimates:
    """Return the estimates about the study's levels and answers."""
    blocks = dict(zip(study.criterion_keys, counted.judged.study_coding.blocks, strict=True))
    columns = np.concatenate([np.arange(blocks[key].start, blocks[key].stop) for key in criteria])
    spread, known = _to_study(study, counted, columns, _varying(counted, study, criteria))
    values = spread @ found.maximum.theta
    values[~known] = np.nan
    inner, n_columns = len(counted.used) - 1, counted.judged.study_coding.n_columns
    return Estimates(
        coding="effects",
        thresholds=values[:inner],
        coefficients=values[inner : inner + n_columns],
        intercept_sd=None,
        covariance=_spread(spread, known, covariance),
        covariance_plain=_spread(spread, known, found.maximum.bread),
        by_threshold=ThresholdEffects(
            criteria=criteria, columns=columns, coefficients=values[inner + n_columns :].reshape(inner, -1)
        ),
    )


def _spread(spread: Floats, known: NDArray[np.bool_], covariance: Floats) -> Floats:
    full: Floats = spread @ covariance @ spread.T
    full[~known] = full[:, ~known] = np.nan
    return full


def _to_study(
    study: Study, counted: CountedPanel, columns: NDArray[np.int64], varying: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how the estimates follow from the parameters, (P, P'), and which of them are known, (P,) bool.

    Estimates: thresholds, coefficients (by threshold: those at the positive threshold, or at the nearest one that is
    known), and the coefficients by threshold at each.
    """
    judged, used = counted.judged, counted.used
    between, index = between_thresholds(used)
    inner, n_inner, width = len(used) - 1, int(used.sum()) - 1, int(varying.sum())
    first, start = n_inner + int((~varying).sum()), inner + judged.study_coding.n_columns
    spread = np.zeros((start + inner * len(columns), first + n_inner * width))
    known = np.zeros(len(spread), dtype=np.bool_)
    spread[between, index] = 1.0
    spread[inner:start, n_inner:first] = judged.to_study[:, ~varying]
    known[between] = known[inner:start] = True
    effects = judged.to_study[np.ix_(columns, varying)]
    nearest = index[np.abs(between - (study.positive - 1)).argmin()]
    spread[inner + columns, first + nearest * width : first + (nearest + 1) * width] = effects
    for j, own in zip(between, index, strict=True):
        rows = slice(start + j * len(columns), start + (j + 1) * len(columns))
        spread[rows, first + own * width : first + (own + 1) * width] = effects
        known[rows] = True
    return spread, known

"""One person's weights, given their own answers and the population of a published fit.

The fit's draws of the population stand for what is known of it. In each of them the person's coefficients are
b = m + G z + R v, v ~ N(0, I), and their own answers say more: v is drawn by a few Gibbs sweeps (Albert and Chib 1993)
from its posterior. So the draws of b are the person's posterior given that population. For a participant of the fit
that is the same posterior as in the fit itself; anybody else did not change the population.

References
----------
Albert & Chib (1993), JASA 88. Rossi, Allenby & McCulloch (2005), Bayesian Statistics and Marketing, ch. 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.fit import Draws, Fit
from collega.model.hierarchical.linear import FAST, cholesky, solve_lower, solve_upper
from collega.model.hierarchical.normal import truncated
from collega.model.hierarchical.scale_use import move_one
from collega.model.importance import Importance, importance_of_draws
from collega.study.added import DECLINED
from collega.study.coding import Coding

Floats = NDArray[np.float64]
_WARM_UP, _SWEEPS = 300, 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Personal:
    """How one person weighs.

    Attributes
    ----------
    coefficients : (D, 1+K) float64
        Intercept and effects-coded coefficients in every draw, on the scale of the fit's link.
    thresholds : (D, J-1) float64
        In the same draws: the population's, or the person's own where people use the scale in their own ways.
    part_worths : (D, L) float64
        Of all levels, on the same scale; NaN for a level that has none in the fit.
    importance : Importance
        Of each criterion, in this person's own weights.
    n_answers : int
        Own answers that it stands on.
    """

    coefficients: Floats
    thresholds: Floats
    part_worths: Floats
    importance: Importance
    n_answers: int


def personal(
    fit: Fit,
    profiles: NDArray[np.integer],
    answers: NDArray[np.integer],
    values: Mapping[str, str],
    *,
    seed: int = 1,
) -> Personal:
    """Return a person's posterior given the population of a fit.

    Parameters
    ----------
    fit : Fit
        ``hierarchical``; only its population is used, not its participants.
    profiles : (n, C) int
        Level indices of the scenarios that the person judged.
    answers : (n,) int
        Answer indices, 0 to J-1.
    values : mapping of str to str
        Value key of each characteristic, as in the study that was fitted; declined or missing ones are withheld.
    seed : int
        The same input and seed give the same draws.

    Raises
    ------
    NotComputedError
        For another model, or a fit without its draws.
    """
    draws = fit.draws
    if draws is None:
        raise NotComputedError(Message("model-profile-needs-hierarchical", model=fit.model))
    coding = Coding(n_levels=tuple(map(len, fit.levels)))
    matrix = np.hstack([np.ones((len(profiles), 1)), coding.matrix(np.asarray(profiles))])
    n_draws, width = draws.mean.shape
    sd = np.empty((n_draws, 0)) if draws.stretch_sd is None else draws.stretch_sd
    edges = np.full((n_draws, len(fit.answer_keys) + 1), np.inf)
    edges[:, 0] = -np.inf
    edges[:, 1:-1] = draws.thresholds
    coefficients = np.empty((n_draws, width))
    _draw_people(
        np.random.default_rng(seed),
        np.ascontiguousarray(matrix),
        np.asarray(answers, dtype=np.int32),
        edges,
        expected(draws, values),
        draws.covariance_factor.astype(np.float64),
        fit.positive,
        np.ascontiguousarray(sd),
        coefficients,
    )
    part_worths = coefficients[:, 1:] @ fit.judged_levels.to_part_worths.T
    return Personal(
        coefficients=coefficients,
        thresholds=edges[:, 1:-1].copy(),
        part_worths=part_worths,
        importance=importance_of_draws(part_worths, fit.judged_levels),
        n_answers=len(answers),
    )


def expected(draws: Draws, values: Mapping[str, str]) -> Floats:
    """Return (D, 1+K) m + G z: what is expected of somebody with these characteristics, before any answer."""
    centre: Floats = draws.mean + draws.group_effects.astype(np.float64) @ _effects_coded(draws, values)
    return centre


def _effects_coded(draws: Draws, values: Mapping[str, str]) -> Floats:
    """(Z,): a characteristic's last value is minus one throughout; which that is follows from what is no column."""
    columns = draws.group_columns
    coded = np.zeros(len(columns))
    for name in dict.fromkeys(name for name, _ in columns):
        value = values.get(name)
        own = [i for i, (each, _) in enumerate(columns) if each == name]
        chosen = [i for i in own if columns[i][1] == value]
        if chosen:
            coded[chosen] = 1.0
        elif value and value != DECLINED:
            coded[own] = -1.0
    return coded


@njit(cache=True, nogil=True)
def _draw_people(
    rng: np.random.Generator,
    matrix: Floats,
    answer: NDArray[np.int32],
    edges: Floats,
    centre: Floats,
    factor: Floats,
    anchor: int,
    sd: Floats,
    out: Floats,
) -> None:
    """Draw b in every draw of the population: v goes on from the draw before, which is close already.

    With standard deviations ``sd`` (D, 2) of stretch and bend so do these, and ``edges`` become the person's.
    """
    n, width = matrix.shape
    size = factor.shape[2]
    v = np.zeros(size)
    design = np.empty((n, size))
    precision = np.empty((size, size))
    base = np.empty(n)
    residual = np.empty(n)
    person_edges, use = np.empty(edges.shape[1]), np.zeros(edges.shape[1] - 2)
    eta = np.empty(n)
    for d in range(len(centre)):
        _prepare(matrix, factor[d], centre[d], design, base, precision)
        person_edges[:] = edges[d]
        for _ in range(_WARM_UP if d == 0 else _SWEEPS):
            for s in range(n):
                fitted = base[s]
                for k in range(size):
                    fitted += design[s, k] * v[k]
                eta[s] = fitted
            if sd.shape[1] > 0:
                move_one(rng, edges[d], anchor, answer, eta, sd[d], use, person_edges)
            for s in range(n):
                low, high = person_edges[answer[s]], person_edges[answer[s] + 1]
                residual[s] = truncated(rng, eta[s], low, high) - base[s]
            _draw_place(rng, design, residual, precision, v)
        for k in range(width):
            total = centre[d, k]
            for j in range(size):
                total += factor[d, k, j] * v[j]
            out[d, k] = total
        edges[d] = person_edges


@njit(cache=True, nogil=True, fastmath=FAST)
def _prepare(matrix: Floats, factor: Floats, centre: Floats, design: Floats, base: Floats, precision: Floats) -> None:
    """Write X R, X (m + G z), and the Cholesky factor of I + (X R)'(X R)."""
    n, width = matrix.shape
    size = factor.shape[1]
    for s in range(n):
        base[s] = 0.0
        for k in range(width):
            base[s] += matrix[s, k] * centre[k]
        for j in range(size):
            total = 0.0
            for k in range(width):
                total += matrix[s, k] * factor[k, j]
            design[s, j] = total
    for a in range(size):
        for b in range(a + 1):
            total = 1.0 if a == b else 0.0
            for s in range(n):
                total += design[s, a] * design[s, b]
            precision[a, b] = total
    cholesky(precision, size)


@njit(cache=True, nogil=True, fastmath=FAST)
def _draw_place(rng: np.random.Generator, design: Floats, residual: Floats, factor: Floats, v: Floats) -> None:
    """Draw v from N(Q^-1 (XR)' y, Q^-1), given the Cholesky factor of Q."""
    for k in range(len(v)):
        total = 0.0
        for s in range(len(residual)):
            total += design[s, k] * residual[s]
        v[k] = total
    solve_lower(factor, v, len(v))
    for k in range(len(v)):
        v[k] += rng.standard_normal()
    solve_upper(factor, v, len(v))

"""A pass over everybody: their posteriors given a population, and what their answers say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.hierarchical.layout import to_effects_coding
from collega.model.large.chunks import Ordered
from collega.model.large.people import posterior_of
from collega.model.large.unknowns import Population

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Everybody:
    """What a pass found.

    Attributes
    ----------
    means, deviations : (I, P) float32
        Of everyone's coefficients, in effects coding.
    stretch : (I, 2) float32
        Mean and standard deviation of everyone's stretch of the scale.
    log_probability : float
        Of all answers.
    slope_of_others : (Q,) float64
        Of the log probability of the answers of those outside the subsample.
    information_of_others, information_of_subsample : (Q, Q) float64
        Sums of the products of everyone's slopes.
    """

    means: NDArray[np.float32]
    deviations: NDArray[np.float32]
    stretch: NDArray[np.float32]
    log_probability: float
    slope_of_others: Floats
    information_of_others: Floats
    information_of_subsample: Floats


def look_at_everybody(
    ordered: Ordered,
    population: Population,
    subsample: NDArray[np.bool_],
    *,
    rows: NDArray[np.int64] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Everybody:
    """Pass over everybody once, in chunks; or over some, ``rows`` in rising order.

    ``subsample`` (I,) tells of everybody who was sampled.
    """
    rows = np.arange(ordered.panel.n_participants) if rows is None else rows
    people, width, size = len(rows), len(population.mean), population.size
    to = to_effects_coding(ordered.panel.study)
    means, deviations = np.empty((people, width), dtype=np.float32), np.empty((people, width), dtype=np.float32)
    stretch, log_probability = np.empty((people, 2), dtype=np.float32), 0.0
    slope, others, ours = np.zeros(size), np.zeros((size, size)), np.zeros((size, size))
    for some, chunk in ordered.chunks(rows):
        found, mine = posterior_of(chunk, population, to), subsample[rows[some]]
        means[some], deviations[some], stretch[some] = found.mean, found.deviation, found.stretch
        log_probability += float(found.log_probability.sum())
        rest, own = found.slopes[~mine], found.slopes[mine]
        slope += rest.sum(axis=0)
        others += rest.T @ rest
        ours += own.T @ own
        if progress is not None:
            progress(some.stop / people)
    return Everybody(
        means=means,
        deviations=deviations,
        stretch=stretch,
        log_probability=log_probability,
        slope_of_others=slope,
        information_of_others=others,
        information_of_subsample=ours,
    )

"""What a chain of the sampler works on: data, prior, what is drawn, and room to work in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Data(NamedTuple):
    """What does not change; see ``Layout``. ``sizes`` (V,) counts participants.

    ``family`` (Z+1,) ends with that of the common direction, a characteristic that nobody observed. ``push`` and
    ``lift``: levels that get nearly always the same extreme answer, see ``latent.move_extremes``. ``anchor``: the
    threshold below the positive answers, a place in ``State.edges``. ``rounds``: of ``covariance.move_covariance`` in
    every sweep.
    """

    matrix: Floats
    row: Ints
    answer: Ints
    start: NDArray[np.int64]
    pattern: Ints
    gram: Floats
    total_gram: Floats
    sizes: Floats
    block: Ints
    members: Floats
    family: Ints
    push: Floats
    lift: Floats
    anchor: int
    rounds: int


class Prior(NamedTuple):
    """Prior scales, on the latent (probit) scale.

    thresholds: standard deviation of the ordered thresholds. mean, spread, group: half-normal scale of the learned
    overall scales of the population means, of the deviations between people, and of each characteristic's effects.
    intercept, group_intercept: half-normal scale of the standard deviation of intercepts between people, and groups.
    local: most a local scale may be; without a bound the chains would visit criteria that matter endlessly, wherever
    the answers say little. degrees: of freedom of the chi distribution of a criterion's ``sigma``, ``spread`` and
    ``scale``, relative to local times overall scale; 1 is half-normal, more says that they follow it more closely.
    stretch, bend: half-normal scales of the standard deviations of everyone's stretch and bend of the scale.
    """

    thresholds: float
    mean: float
    spread: float
    group: float
    intercept: float
    group_intercept: float
    local: float
    degrees: float
    stretch: float = 0.5
    bend: float = 0.5


class State(NamedTuple):
    """Everything that is drawn. B blocks (the intercept first), P columns, Z group columns, H characteristics.

    edges (J+1,) thresholds between infinities; mean (P,); effects (P, Z+1), the last of them the common direction;
    place (I,) of everyone along it; deviation (I, P) standardised; individual (I, P); sigma, spread (B,);
    scale (B, H+1); overall (3 + H,): of sigma, of spread, of each column of ``scale``; local (B,) how much a criterion
    matters beside the others, on average and in differences: it multiplies the overall scales of its sigma, spread and
    ``scale``, and is half-Cauchy(1) up to ``Prior.local``; step, accepted (J+1,) for the thresholds; stretch (I,),
    bend (I, J-2) and scale_use (2,), the standard deviations of both: see ``scale_use``; empty where all people place
    the thresholds alike, and with three answers there is only stretch.
    """

    edges: Floats
    mean: Floats
    effects: Floats
    place: Floats
    deviation: Floats
    individual: Floats
    sigma: Floats
    spread: Floats
    scale: Floats
    overall: Floats
    local: Floats
    step: Floats
    accepted: Floats
    stretch: Floats
    bend: Floats
    scale_use: Floats


class Work(NamedTuple):
    """Room to work in, so that a sweep allocates little.

    ``person_edges`` (I, J+1) holds everyone's edges; (0, J+1) where all place the thresholds alike.
    """

    eta: Floats
    latent: Floats
    cross: Floats
    pull: Floats
    factor: Floats
    weight: Floats
    grouped: Floats
    centre: Floats
    residual: Floats
    members: Floats
    member_gram: Floats
    person_edges: Floats

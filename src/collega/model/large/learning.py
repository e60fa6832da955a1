"""What the answers of all others add to what a subsample says about the population."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from collega.model.large.acceleration import next_point
from collega.model.large.chunks import Ordered
from collega.model.large.coordinates import PolarPoint, from_polar, to_polar, within_quarter
from collega.model.large.everybody import Everybody, look_at_everybody
from collega.model.large.settings import Settings
from collega.model.large.unknowns import Population, Update, update

Floats = NDArray[np.float64]
_SETTLED = 0.1  # posterior standard deviations: a Newton step that is no larger is the last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learned:
    """The population given everybody's answers.

    Attributes
    ----------
    population : Population
        At the centre of its posterior.
    update : Update
        That posterior, in polar coordinates (:mod:`~collega.model.large.coordinates`).
    everybody : Everybody
        The last pass, at or within a tenth of a posterior standard deviation of ``population``.
    passes : int
        Newton steps, those over a part of the people included.
    settled : bool
        Whether the last step, over everybody, was at most a tenth of a posterior standard deviation.
    """

    population: Population
    update: Update
    everybody: Everybody
    passes: int
    settled: bool


def learn_population(
    ordered: Ordered,
    subsample: NDArray[np.bool_],
    population: Population,
    unknowns: Floats,
    prior: Floats,
    settings: Settings,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> Learned:
    """Take Newton steps from the subsample's posterior: over a part of all others first, then over everybody.

    Parameters
    ----------
    subsample : (I,) bool
        Who was sampled; ``unknowns`` (D, Q) are the draws given their answers.
    population : Population
        Gives the shape of the unknowns.
    prior : (Q, Q) float64
        Inverse covariance of the unknowns without any answer.
    """
    people = ordered.panel.n_participants
    pair = population.pair
    centre = to_polar(unknowns, pair).mean(axis=0)
    at, before, passes = population.at(from_polar(centre, pair)), None, 0
    stages = [np.arange(people)]
    if people > settings.part:
        some = subsample.copy()
        some[rng.choice(people, settings.part, replace=False)] = True
        stages.insert(0, np.flatnonzero(some))
    for number, rows in enumerate(stages):
        told = partial(_progress_told, progress, number, len(stages))
        points: list[Floats] = []
        steps: list[Floats] = []
        for _ in range(settings.passes):
            found = look_at_everybody(ordered, at, subsample, rows=rows, progress=told)
            here = PolarPoint.from_unknowns(at.vector, pair)
            before = here.information(found.information_of_subsample + prior) if before is None else before
            slope, information = here.slope(found.slope_of_others), here.information(found.information_of_others)
            after = update(centre, before, here.polar, slope, information)
            points.append(here.polar)
            steps.append(after.centre - here.polar)
            passes += 1
            settled = bool((np.abs(steps[-1]) * np.sqrt(np.diag(after.precision))).max() < _SETTLED)
            ahead = after.centre if settled else next_point(points, steps, after.precision)
            at = at.at(from_polar(within_quarter(ahead, pair), pair))
            if settled:
                break
    return Learned(population=at, update=after, everybody=found, passes=passes, settled=settled)


def _progress_told(progress: Callable[[float], None], stage: int, stages: int, part: float) -> None:
    progress((stage + part) / stages)

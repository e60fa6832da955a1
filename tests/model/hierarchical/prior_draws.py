"""Draw the whole state of the sampler, and answers, from the prior."""

from __future__ import annotations

import numpy as np

from collega.model.hierarchical.state import Data, Prior, State
from collega.model.personal_thresholds import personal_thresholds

PRIOR = Prior(
    thresholds=1.0,
    mean=0.5,
    spread=0.4,
    group=0.4,
    intercept=0.6,
    group_intercept=0.4,
    local=2.0,
    degrees=3.0,
    stretch=0.4,
    bend=0.3,
)


def draw_state(rng: np.random.Generator, data: Data, like: State, prior: Prior = PRIOR) -> State:
    """A state as the model draws it; ``like`` gives the shapes."""
    n_blocks, n_families = like.scale.shape
    half = np.abs(rng.normal(size=2 + n_families)) * [prior.mean, prior.spread, *[prior.group] * n_families]
    local = np.tan(rng.uniform(0.0, np.arctan(prior.local), size=n_blocks))  # half-Cauchy below prior.local
    local[0] = 1.0
    sigma = np.sqrt(rng.chisquare(prior.degrees, size=n_blocks)) * half[0] * local
    spread = np.sqrt(rng.chisquare(prior.degrees, size=n_blocks)) * half[1] * local
    spread[0] = abs(rng.normal()) * prior.intercept
    scale = np.sqrt(rng.chisquare(prior.degrees, size=like.scale.shape)) * half[2:] * local[:, None]
    scale[0] = np.abs(rng.normal(size=n_families)) * prior.group_intercept
    mean = rng.normal(size=like.mean.shape) * sigma[data.block]
    mean[0] = 0.0
    effects = rng.normal(size=like.effects.shape) * scale[data.block][:, data.family]
    place = rng.normal(size=like.place.shape)
    deviation = rng.normal(size=like.deviation.shape)
    edges = np.concatenate([[-np.inf], np.sort(rng.normal(size=len(like.edges) - 2)) * prior.thresholds, [np.inf]])
    use = np.abs(rng.normal(size=like.scale_use.shape)) * [prior.stretch, prior.bend][: len(like.scale_use)]
    stretch = rng.normal(size=like.stretch.shape) * (use[0] if len(use) > 0 else 0.0)
    bend = rng.normal(size=like.bend.shape) * (use[1] if len(use) > 1 else 0.0)
    individual = mean + np.column_stack([data.members, place]) @ effects.T + spread[data.block] * deviation
    return like._replace(
        edges=edges,
        mean=mean,
        effects=effects,
        place=place,
        deviation=deviation,
        individual=individual,
        sigma=sigma,
        spread=spread,
        scale=scale,
        overall=half,
        local=local,
        step=np.full_like(like.step, 0.5),
        stretch=stretch,
        bend=bend,
        scale_use=use,
    )


def draw_answers(rng: np.random.Generator, data: Data, state: State) -> None:
    """Overwrite the answers in ``data`` by new ones of this state."""
    person = np.repeat(np.arange(len(data.pattern)), np.diff(data.start))
    utility = (data.matrix[data.row] * state.individual[person]).sum(axis=1) + rng.normal(size=len(person))
    thresholds = state.edges[1:-1]
    if len(state.stretch) > 0:
        more = state.bend if state.bend.shape[1] > 0 else np.zeros((len(state.stretch), len(thresholds) - 1))
        thresholds = personal_thresholds(thresholds, state.stretch[:, None] + more, data.anchor)[person]
    data.answer[:] = (utility[:, None] > thresholds).sum(axis=1)


def quantities(state: State) -> np.ndarray:
    """Every kind of unknown, in a form with light tails."""
    return np.concatenate(
        [
            state.edges[1:-1],
            np.arcsinh(state.mean[1:]),
            state.effects.ravel()[:4],
            np.tanh(state.effects[:, -1] * state.place[0]),
            np.arcsinh(state.individual[0]),
            np.log1p(state.spread),
            np.log1p(state.sigma[1:]),
            np.log1p(state.local[1:]),
            np.log1p(state.scale.ravel()),
            np.log1p(state.overall),
            state.stretch[:2],
            state.bend[:2].ravel(),
            np.log1p(state.scale_use),
        ]
    )

"""Fitting the hierarchical model to a panel that is too large to sample whole.

1. The sampler on a random subsample: the posterior of the population given these people.
2. Newton steps over everybody: the likelihood of all others, by expectation propagation, is added to that posterior.
3. Everyone's posterior given the population, in chunks; and draws of representatives, who stand for everybody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.model.checks.scale_use import uses_scale
from collega.model.fit import Approximation, Convergence, Draws, Fit, Representatives
from collega.model.hierarchical.fit import (
    DEFAULT_PRIOR,
    Effort,
    Sampled,
    group_effects_coded,
    not_converged,
    sample_panel,
)
from collega.model.hierarchical.from_draws import fit_from_draws
from collega.model.hierarchical.layout import to_effects_coding
from collega.model.hierarchical.state import Prior
from collega.model.large.chunks import Ordered
from collega.model.large.coordinates import PolarPoint, from_polar, to_polar
from collega.model.large.everybody import Everybody
from collega.model.large.learning import Learned, learn_population
from collega.model.large.people import posterior_of
from collega.model.large.representatives import calibrate, choose, draw_individuals, paired_noise
from collega.model.large.settings import Settings, number_of_values
from collega.model.large.unknowns import Population
from collega.model.personal_thresholds import personal_thresholds
from collega.panel.judged_levels import judged_levels
from collega.panel.panel import Panel

Floats = NDArray[np.float64]


def fit_large(
    panel: Panel,
    *,
    seed: int = 1,
    settings: Settings | None = None,
    effort: Effort | None = None,
    prior: Prior = DEFAULT_PRIOR,
    scale_use: bool | None = None,
    progress: Callable[[float], None] | None = None,
) -> Fit:
    """Fit the hierarchical model to many included participants: approximately, and the fit says so.

    Parameters
    ----------
    panel : Panel
    seed : int
        Of the subsample, its chains and the representatives; the same panel and seed give the same fit.
    settings : Settings, optional
    effort : Effort, optional
        Of the sampler on the subsample.
    prior : Prior
    scale_use : bool, optional
        Whether everyone places the thresholds in their own way; by default where the answers say so.
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Returns
    -------
    Fit
        With ``approximation``; ``converged``: the sampler on the subsample did, and the steps over everybody ended
        within a tenth of a posterior standard deviation.
    """
    began = time.perf_counter()
    panel, settings = panel.counted, settings or Settings()
    told = progress or (lambda _: None)
    rng = np.random.default_rng([seed, 17])
    ours = _subsample(panel, settings, rng)
    some = panel.keep(ours)
    own = uses_scale(some) if scale_use is None else scale_use
    sampled = sample_panel(
        some, seed=seed, effort=effort, prior=prior, scale_use=own, progress=lambda done: told(0.5 * done)
    )
    population, unknowns, scale_draws = _population_draws(sampled, settings.draws, own)
    ordered = Ordered.by_person(panel)
    before = _prior_precision(sampled, population, prior)
    learned = learn_population(
        ordered, ours, population, unknowns, before, settings, rng, lambda done: told(0.5 + 0.4 * done)
    )
    at, found, after = learned.population, learned.everybody, learned.update
    pair, centre = at.pair, PolarPoint.from_unknowns(at.vector, at.pair)
    before_others = to_polar(unknowns, pair)
    unknowns = from_polar(centre.polar + (before_others - before_others.mean(axis=0)) @ after.turn.T, pair)
    approximation = Approximation(
        method="expectation_propagation",
        sampled=int(ours.sum()),
        passes=learned.passes,
        added=0,
        means=found.means,
        deviations=found.deviations,
        centre=at.vector,
        precision=centre.information_on_unknowns(after.precision),
        unknowns=unknowns,
    )
    draws = represent(ordered, at, approximation, found, scale_draws, settings, rng)
    doubts = doubts_of(None if sampled.converged else sampled.convergence, learned)
    fit = make_fit(panel, draws, approximation, doubts, not doubts, seed=seed)
    return replace(fit, convergence=sampled.convergence, seconds=time.perf_counter() - began)


def doubts_of(disagree: Convergence | None, learned: Learned) -> tuple[str, ...]:
    """Return what did not converge: chains that ``disagree``, and steps over everybody that did not settle."""
    doubts = () if disagree is None else (not_converged(disagree),)
    return doubts if learned.settled else (*doubts, Message("model-population-not-settled", passes=learned.passes))


def _subsample(panel: Panel, settings: Settings, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(I,): a simple random sample of the people."""
    people = panel.n_participants
    chosen = np.zeros(people, dtype=np.bool_)
    chosen[rng.choice(people, min(settings.subsample, people), replace=False)] = True
    return chosen


def _population_draws(sampled: Sampled, draws: int, own: bool) -> tuple[Population, Floats, Floats | None]:
    """Return a population to start from, (D, Q) draws of its unknowns, and (D, 2) of the use of the scale."""
    chains, layout = sampled.chains, sampled.layout
    n_draws = chains.kept("edges").shape[0] * chains.kept("edges").shape[1]
    chosen = np.unique(np.linspace(0, n_draws - 1, draws).round().astype(np.int64))
    pick = {name: chains.picked(name, chosen) for name in ("edges", "mean", "effects", "spread", "scale_use")}
    toward = pick["effects"][:, :, -1]
    leading = np.linalg.eigh(toward.T @ toward)[1][:, -1]  # d and -d are the same: all draws point one way
    toward = toward * np.where(toward @ leading < 0.0, -1.0, 1.0)[:, None]
    others = pick["effects"][:, :, :-1].reshape(len(chosen), -1)
    unknowns = np.concatenate([pick["edges"][:, 1:-1], pick["mean"][:, 1:], others, toward, pick["spread"]], axis=1)
    scale_draws = np.pad(pick["scale_use"], [(0, 0), (0, 2 - pick["scale_use"].shape[1])]) if own else None
    population = Population(
        thresholds=pick["edges"][0, 1:-1],
        mean=pick["mean"][0],
        effects=pick["effects"][0, :, :-1],
        toward=toward[0],
        spread=pick["spread"][0],
        block=layout.block,
        anchor=layout.positive,
        scale_use=None if scale_draws is None else scale_draws.mean(axis=0),
    )
    return population, unknowns, scale_draws


def _prior_precision(sampled: Sampled, population: Population, prior: Prior) -> Floats:
    """(Q, Q): of the unknowns given the learned scales, at the medians of these."""
    chains, block = sampled.chains, population.block
    sigma, scale = np.median(chains.flat("sigma"), axis=0), np.median(chains.flat("scale"), axis=0)
    local, overall = np.median(chains.flat("local"), axis=0), np.median(chains.flat("overall"), axis=0)
    family = sampled.layout.family
    spread = overall[1] * local
    spread[0] = prior.intercept
    sizes = [
        np.full(len(population.thresholds), prior.thresholds),
        sigma[block[1:]],
        scale[block][:, family].ravel(),
        scale[block, -1],
        spread,
    ]
    return np.diag(1.0 / np.square(np.maximum(np.concatenate(sizes), 1e-4)))


def represent(
    ordered: Ordered,
    population: Population,
    approximation: Approximation,
    found: Everybody,
    scale_draws: Floats | None,
    settings: Settings,
    rng: np.random.Generator,
) -> Draws:
    """Return draws of representatives of everybody."""
    panel = ordered.panel
    rows, start = choose(
        found.means[:, 0].astype(np.float64), panel.groups, settings.for_values(number_of_values(panel.study)), rng
    )
    weights = calibrate(found.means, panel.groups, rows, start)
    populations = [population.at(vector) for vector in approximation.unknowns]
    individual, stretch = draw_people(
        ordered, rows, populations, found.stretch[rows], scale_draws, weights * panel.n_participants, rng
    )
    return replace(
        population_draws(panel, populations, scale_draws),
        individual=individual,
        stretch=stretch,
        representatives=None if len(rows) == panel.n_participants else Representatives(rows=rows, weights=weights),
    )


def draw_people(
    ordered: Ordered,
    rows: NDArray[np.int64],
    populations: list[Population],
    moments: NDArray[np.float32],
    scale_draws: Floats | None,
    stands_for: Floats,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Return (D, R, 1+K) draws of these people's coefficients in effects coding, and (D, R, J-2) of their stretch.

    ``moments`` (R, 2) are mean and standard deviation of their stretch; ``stands_for`` (R,) how many each stands for.
    """
    panel, to = ordered.panel, to_effects_coding(ordered.panel.study)
    chunk = ordered.chunk(rows)
    stretch = _stretch(moments, len(populations), rng, own=scale_draws is not None)
    order = np.lexsort((posterior_of(chunk, populations[0], to).mean[:, 0], *panel.groups[rows].T[::-1]))
    noise = paired_noise(order, stands_for, len(populations), len(to), rng)
    individual = draw_individuals(chunk, populations, stretch, noise) @ to.T.astype(np.float32)
    own = None
    if scale_draws is not None:
        own = _with_bends(stretch, scale_draws, len(populations[0].thresholds) - 1, rng)
    return individual.astype(np.float32), own


def population_draws(panel: Panel, populations: list[Population], scale_draws: Floats | None) -> Draws:
    """Return draws of the population, without anybody's own."""
    to = to_effects_coding(panel.study)
    effects = np.array([each.effects for each in populations])
    coded, columns = group_effects_coded(panel, np.einsum("kp,dpz->dkz", to, effects))
    spread = np.array([each.spread[each.block] for each in populations])
    toward = np.array([each.toward for each in populations])
    return Draws(
        individual=np.empty((len(populations), 0, len(to)), dtype=np.float32),
        thresholds=np.array([each.thresholds for each in populations]),
        mean=np.array([each.mean for each in populations]) @ to.T,
        group_effects=coded.astype(np.float32),
        group_columns=columns,
        covariance_factor=np.concatenate([to[None] * spread[:, None, :], (toward @ to.T)[:, :, None]], axis=2).astype(
            np.float32
        ),
        stretch=None if scale_draws is None else np.empty((len(populations), 0, 0), dtype=np.float32),
        stretch_sd=scale_draws,
    )


def _stretch(moments: NDArray[np.float32], draws: int, rng: np.random.Generator, *, own: bool) -> Floats:
    """(D, R): normal draws with everyone's posterior mean and deviation of the stretch."""
    if not own:
        return np.zeros((draws, len(moments)))
    return np.asarray(moments[:, 0] + moments[:, 1] * rng.standard_normal((draws, len(moments))))


def _with_bends(stretch: Floats, scale_draws: Floats, increments: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """(D, R, J-2): the stretch, with bends as in the population: single answers of a person hardly tell them."""
    noise = rng.standard_normal((*stretch.shape, increments), dtype=np.float32)
    bends = scale_draws[:, None, 1:].astype(np.float32) * noise
    result: NDArray[np.float32] = (stretch[:, :, None] + bends).astype(np.float32)
    return result


def make_fit(
    panel: Panel, draws: Draws, approximation: Approximation, doubts: tuple[str, ...], converged: bool, *, seed: int
) -> Fit:
    """Return the fit of a large panel with these draws; its time and convergence are still to be filled in."""
    average = np.einsum("dik,i->dk", draws.individual, draws.weights, dtype=np.float64, optimize=True)
    typical = draws.thresholds
    if draws.stretch is not None:
        factors = np.einsum("dij,i->dj", np.exp(draws.stretch), draws.weights, optimize=True)
        typical = personal_thresholds(draws.thresholds, np.log(factors), panel.study.positive)
    thresholds = typical - average[:, :1]
    judged = judged_levels(panel)
    part_worths = average[:, 1:] @ judged.to_part_worths.T
    return fit_from_draws(
        panel,
        draws,
        thresholds,
        part_worths,
        warnings=(*doubts, approximated(panel.n_participants, approximation)),
        converged=converged,
        seed=seed,
        approximation=approximation,
    )


def approximated(people: int, approximation: Approximation) -> str:
    """Return what must be known of such a fit."""
    return Message("model-approximated", people=people, sampled=approximation.sampled)

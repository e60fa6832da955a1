"""One chain of the sampler: the sweep that updates the whole state."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical import direction, groups, local, people
from collega.model.hierarchical import latent as latent_steps
from collega.model.hierarchical.covariance import move_covariance
from collega.model.hierarchical.scale_use import draw_scale_use
from collega.model.hierarchical.scales import draw_local, draw_scale, rescaling, translation
from collega.model.hierarchical.spreads import move_spreads, move_together
from collega.model.hierarchical.state import Data, Prior, State, Work

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def sweep(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Update the whole state once."""
    latent_steps.utilities(data.matrix, data.row, data.start, state.individual, work.eta)
    if len(state.stretch) > 0:
        draw_scale_use(rng, data, prior, state, work)
    else:
        latent_steps.move_thresholds(
            rng, state.edges, data.answer, work.eta, state.step, state.accepted, prior.thresholds
        )
    if len(data.push) > 0:
        latent_steps.move_extremes(
            rng,
            state.edges,
            work.person_edges,
            data.answer,
            data.row,
            data.start,
            work.eta,
            data.push,
            data.lift,
            prior.thresholds,
            state.mean,
            state.sigma[data.block],
            state.individual,
        )
    latent_steps.draw_latent(rng, state.edges, work.person_edges, data.answer, data.start, work.eta, work.latent)
    latent_steps.moments(data.matrix, data.row, data.start, work.latent, work.cross)
    columns = state.spread[data.block]
    people.collapse(data.gram, work.cross, data.pattern, columns, work.factor, work.weight, work.pull)
    if data.rounds > 0:
        move_covariance(rng, data, prior, state, work)
    _common(rng, data, prior, state, work)
    _groups(rng, data, prior, state, work)
    _places(rng, data, prior, state, work)
    at = state.overall[1] * state.local
    at[0] = prior.intercept
    move_spreads(
        rng,
        work.weight,
        data.sizes,
        data.pattern,
        work.residual,
        data.block,
        at,
        prior.degrees,
        _squares_but_spread(state),
        1 + state.scale.shape[1],
        prior.local,
        state.local,
        state.spread,
    )
    work.centre[:] = work.grouped + state.mean
    _unexplained(data, work, work.centre)
    state.overall[1] = move_together(
        rng,
        data.gram,
        data.sizes,
        data.pattern,
        work.residual,
        data.block,
        state.overall[1],
        prior.spread,
        state.spread,
        work.factor,
    )
    columns = state.spread[data.block]
    people.draw_deviations(rng, work.factor, data.gram, work.cross, data.pattern, work.centre, columns, state.deviation)
    _spreads(rng, data, prior, state, work)
    _unexplained(data, work, state.individual)
    for _ in range(2):  # cheap, and scales that all depend on one another move slowly
        _locals(rng, data, prior, state, work)
        _overall(rng, data, prior, state)
    _whole_scale(rng, data, prior, state, work)


@njit(cache=True, nogil=True)
def _squares_but_spread(state: State) -> Floats:
    """(B,): sums of squares of a criterion's standard deviations but ``spread``, each over its overall scale."""
    squares: Floats = (state.sigma / state.overall[0]) ** 2
    for h in range(state.scale.shape[1]):
        squares += (state.scale[:, h] / state.overall[2 + h]) ** 2
    return squares


@njit(cache=True, nogil=True)
def _common(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Population mean and its scales, with the deviations integrated out."""
    width = len(state.mean)
    work.members[:, -1] = state.place
    work.grouped[:] = work.members @ state.effects.T
    unexplained = np.zeros(width)
    fitted = np.empty(width)
    for i in range(len(data.pattern)):
        people.times(work.weight[data.pattern[i]], work.grouped[i], fitted)
        unexplained += work.pull[i] - fitted
    information = np.zeros((width, width))
    for v in range(len(data.sizes)):
        information += data.sizes[v] * work.weight[v]
    people.collapsed_mean(rng, information, unexplained, state.sigma[data.block], state.mean)
    at = state.overall[0] * state.local
    people.stretch_mean(rng, information, unexplained, data.block, at, prior.degrees, state.mean, state.sigma)
    for i in range(len(data.pattern)):
        people.times(work.weight[data.pattern[i]], work.grouped[i] + state.mean, fitted)
        work.residual[i] = work.pull[i] - fitted


@njit(cache=True, nogil=True)
def _groups(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Group effects and their scales, criterion after criterion, deviations integrated out."""
    at = np.empty(state.scale.shape[1])
    groups.count_members(work.members, data.pattern, work.member_gram)
    for c in range(len(state.sigma)):
        first = int(np.searchsorted(data.block, c))
        last = int(np.searchsorted(data.block, c + 1))
        columns = state.scale[c][data.family]
        for k in range(first, last):
            groups.draw_row(
                rng,
                work.weight,
                data.pattern,
                work.members,
                work.member_gram,
                columns,
                k,
                work.residual,
                work.grouped,
                state.effects,
            )
        for h in range(len(at)):
            at[h] = prior.group_intercept if c == 0 else state.overall[2 + h] * state.local[c]
        groups.draw_block_scales(
            rng,
            work.weight,
            data.pattern,
            work.members,
            work.member_gram,
            data.family,
            at,
            1.0 if c == 0 else prior.degrees,
            first,
            last,
            work.residual,
            work.grouped,
            state.effects,
            state.scale[c],
        )


@njit(cache=True, nogil=True)
def _places(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """How far each characteristic and the common direction reach, and everyone's place along the direction."""
    for h in range(state.scale.shape[1] - 1):
        state.overall[2 + h] = groups.stretch_family(
            rng,
            work.weight,
            data.pattern,
            work.members,
            work.member_gram,
            data.family,
            h,
            prior.group,
            work.residual,
            work.grouped,
            state.effects,
            state.scale,
            state.overall[2 + h],
        )
    toward, reach = state.effects[:, -1].copy(), state.scale[:, -1].copy()
    state.overall[-1] = direction.draw_direction(
        rng,
        work.weight,
        data.sizes,
        data.pattern,
        prior.group,
        prior.group_intercept,
        prior.degrees,
        state.local,
        data.block,
        work.residual,
        work.grouped,
        toward,
        reach,
        state.overall[-1],
        state.place,
    )
    state.effects[:, -1], state.scale[:, -1] = toward, reach


@njit(cache=True, nogil=True)
def _unexplained(data: Data, work: Work, centre: Floats) -> None:
    """Write X_i'(y*_i - X_i centre_i) of every participant into the residual."""
    fitted = np.empty(centre.shape[1])
    for i in range(len(data.pattern)):
        people.times(data.gram[data.pattern[i]], centre[i], fitted)
        work.residual[i] = work.cross[i] - fitted


@njit(cache=True, nogil=True)
def _spreads(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Standard deviations between people: not centred, with the mean; then centred, given everyone's coefficients."""
    _unexplained(data, work, work.grouped)
    at = state.overall[1] * state.local
    at[0] = prior.intercept
    degrees = np.full(len(at), prior.degrees)
    degrees[0] = 1.0
    people.mean_and_scales(
        rng,
        data.gram,
        data.total_gram,
        work.residual,
        state.deviation,
        data.pattern,
        data.block,
        state.sigma[data.block],
        at,
        degrees,
        state.mean,
        state.spread,
    )
    state.individual[:] = work.grouped + state.mean + state.spread[data.block] * state.deviation
    n_people = len(data.pattern)
    for k in range(1, len(state.mean)):
        w, s = state.spread[data.block[k]], state.sigma[data.block[k]]
        precision = n_people / (w * w) + 1.0 / (s * s)
        total = np.sum(state.individual[:, k] - work.grouped[:, k])
        state.mean[k] = total / (w * w) / precision + rng.standard_normal() / np.sqrt(precision)
    squares = np.zeros(len(state.spread))
    counts = np.zeros(len(state.spread))
    for k in range(len(state.mean)):
        gap = state.individual[:, k] - work.grouped[:, k] - state.mean[k]
        squares[data.block[k]] += np.sum(gap * gap)
        counts[data.block[k]] += n_people
    for c in range(len(state.spread)):
        state.spread[c] = draw_scale(rng, state.spread[c], counts[c], squares[c], at[c], degrees[c])
    state.deviation[:] = (state.individual - work.grouped - state.mean) / state.spread[data.block]


@njit(cache=True, nogil=True)
def _locals(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """How much each criterion matters, with everything of it: places and standardised deviations given."""
    for c in range(1, len(state.sigma)):
        first, last = int(np.searchsorted(data.block, c)), int(np.searchsorted(data.block, c + 1))
        factor = local.stretch_criterion(
            rng,
            data.gram,
            data.pattern,
            first,
            last,
            state.local[c],
            prior.local,
            state.individual,
            work.residual,
        )
        work.grouped[:, first:last] *= factor
        state.mean[first:last] *= factor
        state.effects[first:last] *= factor
        state.sigma[c] *= factor
        state.spread[c] *= factor
        state.scale[c] *= factor
        state.local[c] *= factor


@njit(cache=True, nogil=True)
def _overall(rng: np.random.Generator, data: Data, prior: Prior, state: State) -> None:
    """Scales given the effects (centred), and the overall scales given the scales."""
    n_blocks, n_families = state.scale.shape
    squares = np.zeros(n_blocks)
    counts = np.zeros(n_blocks)
    for k in range(1, len(state.mean)):
        squares[data.block[k]] += state.mean[k] ** 2
        counts[data.block[k]] += 1
    for c in range(1, n_blocks):
        at = state.overall[0] * state.local[c]
        state.sigma[c] = draw_scale(rng, state.sigma[c], counts[c], squares[c], at, prior.degrees)
    for h in range(n_families):
        columns = float(np.sum(data.family == h))
        total = np.zeros(n_blocks)
        for z in range(len(data.family)):
            if data.family[z] == h:
                for k in range(len(data.block)):
                    total[data.block[k]] += state.effects[k, z] ** 2
        for c in range(n_blocks):
            at = prior.group_intercept if c == 0 else state.overall[2 + h] * state.local[c]
            rows, degrees = (1.0, 1.0) if c == 0 else (counts[c], prior.degrees)
            state.scale[c, h] = draw_scale(rng, state.scale[c, h], rows * columns, total[c], at, degrees)
    inner = float(n_blocks - 1)
    relative = np.empty(n_blocks - 1)
    for h in range(len(state.overall)):
        of = state.sigma if h == 0 else state.spread if h == 1 else state.scale[:, h - 2]
        most = prior.mean if h == 0 else prior.spread if h == 1 else prior.group
        relative[:] = of[1:] / state.local[1:]
        state.overall[h] = draw_scale(rng, state.overall[h], prior.degrees * inner, np.sum(relative**2), most, 1.0)
    squares = _squares_but_spread(state) + (state.spread / state.overall[1]) ** 2
    of_all = prior.degrees * len(state.overall)
    for c in range(1, n_blocks):
        state.local[c] = draw_local(rng, state.local[c], of_all, squares[c], prior.local)


@njit(cache=True, nogil=True)
def _whole_scale(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Stretch and shift the whole latent scale; the latent utilities are drawn anew in the next sweep."""
    latent_steps.utilities(data.matrix, data.row, data.start, state.individual, work.eta)
    gap = work.latent - work.eta
    of_criteria = (_squares_but_spread(state) + (state.spread / state.overall[1]) ** 2) / state.local**2
    squares = np.sum(of_criteria[1:])
    squares += (state.spread[0] / prior.intercept) ** 2 + np.sum((state.scale[0] / prior.group_intercept) ** 2)
    inner, n_families = len(state.sigma) - 1, state.scale.shape[1]
    n_free = len(work.latent) + 1.0 + n_families + prior.degrees * inner * (2 + n_families)
    g = rescaling(rng, state.edges, np.sum(gap * gap), n_free, squares, prior.thresholds)
    state.edges[1:-1] *= g
    state.mean[:] *= g
    state.effects[:] *= g
    state.individual[:] *= g
    state.sigma[1:] *= g
    state.spread[:] *= g
    state.scale[:] *= g
    shift = translation(rng, state.edges, state.deviation[:, 0], state.spread[0], prior.thresholds)
    state.edges[1:-1] += shift
    state.individual[:, 0] += shift
    state.deviation[:, 0] += shift / state.spread[0]


@njit(cache=True, nogil=True)
def run(
    rng: np.random.Generator,
    data: Data,
    prior: Prior,
    state: State,
    work: Work,
    sweeps: int,
    keep_every: int,
    tune: bool,
    out: State,
) -> None:
    """Run ``sweeps`` sweeps, writing every ``keep_every``-th state into ``out`` (a leading axis of draws).

    With ``tune`` the threshold steps move towards an acceptance of 0.44 (Roberts and Rosenthal 2009).
    """
    for sweep_number in range(sweeps):
        sweep(rng, data, prior, state, work)
        if tune:
            rate = 1.0 / np.sqrt(1.0 + sweep_number)
            for j in range(len(state.step)):
                state.step[j] *= np.exp(rate * (state.accepted[j] - 0.44))
        elif (sweep_number + 1) % keep_every == 0:
            d = sweep_number // keep_every
            out.edges[d] = state.edges
            out.mean[d] = state.mean
            out.effects[d] = state.effects
            out.place[d] = state.place
            out.individual[d] = state.individual
            out.sigma[d] = state.sigma
            out.spread[d] = state.spread
            out.scale[d] = state.scale
            out.overall[d] = state.overall
            out.local[d] = state.local
            out.stretch[d] = state.stretch
            out.bend[d] = state.bend
            out.scale_use[d] = state.scale_use

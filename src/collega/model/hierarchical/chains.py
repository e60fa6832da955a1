"""Several chains side by side, one thread each, that can go on from where they are."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from collega.model.hierarchical.chain import run
from collega.model.hierarchical.layout import Layout
from collega.model.hierarchical.state import Data, Prior, State, Work

Floats = NDArray[np.float64]
# ``covariance.move_covariance``: its rounds, from how many people on, and for how many times as many as patterns.
ROUNDS, MANY, SHARED = 4, 500, 20


class Chains:
    """Chains of the sampler on one layout, with the draws they have kept so far.

    With ``scale_use`` everyone has thresholds of their own; there must be three answers or more.
    """

    def __init__(self, layout: Layout, prior: Prior, *, seed: int, n_chains: int, scale_use: bool = False) -> None:
        self._data, self._prior, self.scale_use = _data(layout), prior, scale_use
        self._generators = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(n_chains)]
        self._states = [_start(self._data, layout, generator, scale_use) for generator in self._generators]
        self._work = [_work(self._data, state) for state in self._states]
        self._kept: list[list[State]] = [[] for _ in self._states]

    def warm_up(self, sweeps: int) -> None:
        """Run sweeps that are thrown away; the threshold steps are tuned during the first four fifths."""
        for part, tune in ((sweeps - sweeps // 5, True), (sweeps // 5, False)):
            self._each(part, part + 1, tune)

    def run(self, sweeps: int, *, keep_every: int) -> None:
        """Run sweeps and keep every ``keep_every``-th state."""
        for kept, out in zip(self._kept, self._each(sweeps, keep_every, tune=False), strict=True):
            kept.append(out)

    def kept(self, name: str) -> Floats:
        """Return (chains, D, ...) kept draws of a field of ``State``."""
        return np.array([np.concatenate([getattr(part, name) for part in kept]) for kept in self._kept])

    def flat(self, name: str) -> Floats:
        """Return (chains * D, ...) kept draws of a field of ``State``."""
        return np.concatenate([getattr(part, name) for kept in self._kept for part in kept])

    def picked(self, name: str, chosen: NDArray[np.int64]) -> Floats:
        """Return some of the draws that ``flat`` returns, by their places in order, without copying all."""
        parts = [getattr(part, name) for kept in self._kept for part in kept]
        ends = np.cumsum([len(part) for part in parts])
        places = np.split(chosen, np.searchsorted(chosen, ends[:-1]))
        return np.concatenate([part[at - end + len(part)] for part, end, at in zip(parts, ends, places, strict=True)])

    def individual_average(self) -> Floats:
        """Return (chains, D, P): the participants' average coefficients in every kept draw."""
        return np.array([np.concatenate([part.individual.mean(axis=1) for part in kept]) for kept in self._kept])

    def individual_variance(self) -> Floats:
        """Return (chains, D, P): the variance of the participants' coefficients in every kept draw."""
        return np.array([np.concatenate([part.individual.var(axis=1) for part in kept]) for kept in self._kept])

    def intercepts(self) -> Floats:
        """Return (chains, D, I): every participant's intercept in every kept draw."""
        return np.array([np.concatenate([part.individual[:, :, 0] for part in kept]) for kept in self._kept])

    def factors(self) -> tuple[Floats, Floats]:
        """Return (chains, D, J-2) each: the participants' average factor on every increment, and how its log varies.

        Only where everyone uses the scale in their own way.
        """
        parts = [[log_factors(part.edges, part.stretch, part.bend) for part in kept] for kept in self._kept]
        average = np.array([np.concatenate([np.exp(part).mean(axis=1) for part in kept]) for kept in parts])
        return average, np.array([np.concatenate([part.var(axis=1) for part in kept]) for kept in parts])

    def _each(self, sweeps: int, keep_every: int, tune: bool) -> list[State]:
        def one(chain: int) -> State:
            state = self._states[chain]
            out = State(*(np.empty((sweeps // keep_every, *field.shape)) for field in state))
            run(
                self._generators[chain],
                self._data,
                self._prior,
                state,
                self._work[chain],
                sweeps,
                keep_every,
                tune,
                out,
            )
            return out

        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            return list(pool.map(one, range(len(self._states))))


def log_factors(edges: Floats, stretch: Floats, bend: Floats) -> Floats:
    """Return (D, I, J-2) from D states: the logarithm of everyone's factor on the increments between thresholds."""
    factors: Floats = np.repeat(stretch[:, :, None], edges.shape[1] - 3, axis=2)
    return factors + bend if bend.shape[2] else factors


def _data(layout: Layout) -> Data:
    n_patterns = len(layout.gram)
    sizes = np.bincount(layout.pattern, minlength=n_patterns).astype(np.float64)
    return Data(
        matrix=np.ascontiguousarray(layout.matrix),
        row=layout.row,
        answer=layout.answer,
        start=layout.start,
        pattern=layout.pattern,
        gram=layout.gram,
        total_gram=np.einsum("v,vij->ij", sizes, layout.gram),
        sizes=sizes,
        block=layout.block,
        members=layout.members,
        family=np.append(layout.family, layout.family.max(initial=-1) + 1).astype(np.int32),
        push=layout.push,
        lift=layout.push @ layout.matrix.T,
        anchor=layout.positive,
        rounds=ROUNDS if len(layout.pattern) >= max(MANY, SHARED * n_patterns) else 0,
    )


def _start(data: Data, layout: Layout, generator: np.random.Generator, scale_use: bool) -> State:
    """Start each chain elsewhere: thresholds near the observed frequencies, scales spread over a factor of four."""
    n_answers, n_people, width = layout.n_answers, len(data.pattern), data.matrix.shape[1]
    n_blocks, n_families = int(data.block.max()) + 1, len(set(data.family.tolist()))
    counts = np.bincount(data.answer, minlength=n_answers) + 0.5
    edges = np.concatenate([[-np.inf], ndtri(np.cumsum(counts)[:-1] / counts.sum()), [np.inf]])
    factor = 2.0 ** generator.uniform(-1.0, 1.0, size=4)
    place = generator.standard_normal(n_people)
    users, bends = (n_people if scale_use else 0), (n_answers - 2 if scale_use and n_answers > 3 else 0)
    return State(
        edges=edges,
        mean=np.zeros(width),
        effects=0.1 * factor[2] * generator.standard_normal((width, len(data.family))),
        place=place,
        deviation=np.zeros((n_people, width)),
        individual=np.zeros((n_people, width)),
        sigma=np.full(n_blocks, 0.3 * factor[0]),
        spread=np.full(n_blocks, 0.2 * factor[1]),
        scale=np.full((n_blocks, n_families), 0.1 * factor[2]),
        overall=np.full(2 + n_families, 0.3 * factor[3]),
        local=np.ones(n_blocks),
        step=np.full(n_answers + 1, 2.0 / np.sqrt(len(data.answer))),
        accepted=np.zeros(n_answers + 1),
        stretch=np.zeros(users),
        bend=np.zeros((users, bends)),
        scale_use=np.full(scale_use + (bends > 0), 0.3 * factor[3]),
    )


def _work(data: Data, state: State) -> Work:
    n_answers, n_people, width = len(data.answer), len(data.pattern), data.matrix.shape[1]
    people = [np.zeros((n_people, width)) for _ in range(5)]
    square = (len(data.sizes), width, width)
    members = np.column_stack([data.members, np.zeros(n_people)])
    member_gram = np.zeros((len(data.sizes), members.shape[1], members.shape[1]))
    np.add.at(member_gram, data.pattern, members[:, :, None] * members[:, None, :])
    return Work(
        eta=np.zeros(n_answers),
        latent=np.zeros(n_answers),
        cross=people[0],
        pull=people[1],
        factor=np.zeros(square),
        weight=np.zeros(square),
        grouped=people[2],
        centre=people[3],
        residual=people[4],
        members=members,
        member_gram=member_gram,
        person_edges=np.zeros((len(state.stretch), len(state.edges))),
    )

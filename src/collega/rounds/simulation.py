"""Sessions with a known effect: people who judge scenarios twice, with a talk in between at all but the controls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.rounds.votes import MISSING, Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a session does to people, on the latent scale in which a judgement of one moment has deviation 1.

    Attributes
    ----------
    name : str
    answers, positive : int
        How many answers there are, and the first positive one.
    scenarios : tuple of float
        Where a scenario lies for the population; the last one is the control.
    persons, pattern : float
        Standard deviations between people: of everything they judge, and of one scenario.
    drift : float
        What a second look alone adds, at the control too.
    persuasion : tuple of float
        What the talk adds, by discussed scenario.
    convergence : float
        How far somebody goes to the mean of the population in a talk, 0..1.
    polarisation : float
        How far the talk takes people away from each other: the deviation of what it adds.
    missing : float
        Probability that a judgement of the second round is missing.
    """

    name: str
    answers: int = 4
    positive: int = 2
    scenarios: tuple[float, ...] = (0.3, -0.4, 0.0)
    persons: float = 0.6
    pattern: float = 1.0
    drift: float = 0.0
    persuasion: tuple[float, ...] = (0.0, 0.0)
    convergence: float = 0.0
    polarisation: float = 0.0
    missing: float = 0.0

    @property
    def controls(self) -> NDArray[np.bool_]:
        """(S,) bool: the last scenario."""
        last: NDArray[np.bool_] = np.arange(len(self.scenarios)) == len(self.scenarios) - 1
        return last


def simulate_votes(world: World, people: int, rng: np.random.Generator) -> Votes:
    """Return the votes of a session of so many people drawn from the population."""
    first, second = _judgements(world, people, rng)
    missing = rng.random(second.shape) < world.missing
    truth = (first >= world.positive).mean(axis=0)
    guesses = np.clip(rng.normal(truth - 0.1, 0.2, first.shape), 0, 1)
    return Votes(
        first=first, second=np.where(missing, MISSING, second), guesses=guesses, controls=world.controls,
        answers=world.answers, positive=world.positive,
    )  # fmt: skip


def expected_changes(world: World, rng: np.random.Generator, *, people: int = 400_000) -> tuple[Floats, Floats]:
    """Return (S,) the population's mean change in share positive and in the answer's number, by drawing many."""
    first, second = _judgements(world, people, rng)
    sides = (second >= world.positive).mean(axis=0) - (first >= world.positive).mean(axis=0)
    return sides, (second - first).mean(axis=0)


def _judgements(world: World, people: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    centre = np.array(world.scenarios)
    size = (people, len(centre))
    stable = centre + rng.normal(0, world.persons, (people, 1)) + rng.normal(0, world.pattern, size)
    talked = (
        np.append(world.persuasion, 0.0)
        + rng.normal(0, world.polarisation, size)
        - world.convergence * (stable - centre)
    )
    later = stable + world.drift + np.where(world.controls, 0.0, talked)
    cuts = np.linspace(-1.8, 1.8, world.answers - 1) if world.answers > 2 else np.zeros(1)
    first, second = (np.searchsorted(cuts, latent + rng.normal(0, 1, size)) for latent in (stable, later))
    return first.astype(np.int64), second.astype(np.int64)

"""People who could have been asked, drawn from what a hierarchical model learned of the population.

After the participants' own draws have been erased, shares are computed from these instead: in every draw a person is
b = m + G z + R u with u ~ N(0, I), the model's own law of persons (design.md, section 5), and where people use the
scale in their own ways each has a stretch and bends of it. Characteristics z are dealt
such that every shown group has its share of the panel; combinations of characteristics are not known any more, and
count as independent. The share then speaks of people like the participants, not of the participants themselves.

References
----------
Rossi, Allenby & McCulloch (2005), Bayesian Statistics and Marketing, section 5.3: the predictive distribution of a
new unit's coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.fit import Draws, Fit
from collega.model.persons import Persons

PERSONS = 64
_SEED = 20240501
Margins = Mapping[str, Mapping[str, float]]


def erased(fit: Fit) -> Fit:
    """Return the fit without anything about single participants: no draws of theirs, no ids, only how many."""
    if fit.draws is None:
        raise NotComputedError(Message("model-no-draws-to-erase"))
    nobody = fit.draws.individual[:, :0].copy()
    numbers = tuple(str(i + 1) for i in range(len(fit.participants)))
    stretch = None if fit.draws.stretch is None else fit.draws.stretch[:, :0].copy()
    draws = replace(fit.draws, individual=nobody, stretch=stretch, representatives=None)
    known = fit.approximation
    if known is not None:
        known = replace(known, means=known.means[:0].copy(), deviations=known.deviations[:0].copy())
    return replace(fit, participants=numbers, draws=draws, approximation=known)


def is_erased(fit: Fit) -> bool:
    """Whether the draws of the participants are gone."""
    return fit.draws is not None and fit.draws.individual.shape[1] == 0


def population_of(
    fit: Fit, margins: Margins, group: tuple[str, str] | None = None, *, persons: int = PERSONS
) -> Persons:
    """Return persons drawn from the population that a hierarchical fit describes.

    Parameters
    ----------
    fit : Fit
        Hierarchical; its draws of single participants are not used.
    margins : mapping
        Share of the panel in each value of each characteristic, 0..1; what is left has withheld it, or may not be
        shown, and counts as withheld.
    group : (characteristic, value), optional
        Everyone is in this group.
    persons : int
        Persons in every draw.
    """
    if fit.draws is None:
        raise NotComputedError(Message("model-no-population"))
    rng = np.random.default_rng(_SEED)
    return persons_with(fit, fit.draws, _characteristics(fit.draws, margins, group, persons, rng), rng)


def persons_with(fit: Fit, draws: Draws, z: NDArray[np.float64], rng: np.random.Generator) -> Persons:
    """Return new persons with these characteristics, (I, Z) or (D, I, Z) effects-coded, all counting alike."""
    persons = z.shape[-2]
    return Persons(
        coefficients=_coefficients(draws, z, rng),
        thresholds=draws.thresholds,
        weights=np.full(persons, 1.0 / persons),
        link=fit.link,
        positive=fit.positive,
        first_is_estimate=False,
        stretch=_stretch(draws, persons, rng),
    )


def _stretch(draws: Draws, persons: int, rng: np.random.Generator) -> NDArray[np.float32] | None:
    """Return (D, I, J-2): logarithms of factors, a + d with a ~ N(0, s_a^2) and d ~ N(0, s_d^2)."""
    if draws.stretch_sd is None:
        return None
    n_draws, increments = len(draws.thresholds), draws.thresholds.shape[1] - 1
    noise = rng.standard_normal((n_draws, persons, 1 + increments), dtype=np.float32)
    sd = draws.stretch_sd.astype(np.float32)[:, None, :]
    result: NDArray[np.float32] = sd[..., :1] * noise[..., :1] + sd[..., 1:] * noise[..., 1:]
    return result


def _coefficients(draws: Draws, z: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return (D, I, 1+K): m + G z + R u; u in pairs of opposite sign, so that their mean is exact."""
    n_draws, n_persons, width = len(draws.mean), z.shape[-2], draws.covariance_factor.shape[2]
    half = rng.standard_normal((n_draws, -(-n_persons // 2), width), dtype=np.float32)
    noise = np.concatenate([half, -half], axis=1)[:, :n_persons]
    spread = noise @ np.swapaxes(draws.covariance_factor, 1, 2)
    between = z.astype(np.float32) @ np.swapaxes(draws.group_effects, 1, 2)
    return np.ascontiguousarray(draws.mean[:, None, :] + between + spread, dtype=np.float32)


def _characteristics(
    draws: Draws, margins: Margins, group: tuple[str, str] | None, persons: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return (I, Z) effects-coded characteristics; withheld is 0."""
    values = {}
    for characteristic in dict.fromkeys(characteristic for characteristic, _ in draws.group_columns):
        shares = {group[1]: 1.0} if group and group[0] == characteristic else margins.get(characteristic, {})
        values[characteristic] = dealt(shares, persons, rng)
    return coded(draws.group_columns, values, persons)


def coded(
    columns: Sequence[tuple[str, str]], values: Mapping[str, Sequence[str | None]], persons: int
) -> NDArray[np.float64]:
    """Return (I, Z) effects coding of everyone's value of each characteristic; None, or not there, is withheld: 0."""
    z = np.zeros((persons, len(columns)))
    for characteristic, own in values.items():
        numbers = [number for number, column in enumerate(columns) if column[0] == characteristic]
        names = [columns[number][1] for number in numbers]
        for i, value in enumerate(own):
            if value in names:
                z[i, numbers[names.index(value)]] = 1.0
            elif value is not None:
                z[i, numbers] = -1.0
    return z


def dealt(shares: Mapping[str, float], persons: int, rng: np.random.Generator) -> list[str | None]:
    """Return a value for everyone: each as often as its share says, in random order; None for withheld."""
    edges = np.concatenate([[0.0], np.cumsum(list(shares.values()))])
    place = np.searchsorted(edges, (np.arange(persons) + 0.5) / persons, side="right") - 1
    names = [*shares, None]
    return [names[min(int(p), len(names) - 1)] for p in rng.permutation(place)]

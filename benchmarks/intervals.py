"""What the 90% intervals of the insights hold: how often the truth of a simulated study lies in them.

Forty of the studies of ``truth``, every model. The truth of a share is the mean of these participants' own
probabilities; that of part-worths and importance is of their average utilities. The interval of a part-worth is the
estimate and 1.645 times its standard error; those of shares and importance are as insights and advice show them. Of
groups the ``hierarchical`` model alone knows something. The importance of a criterion that nobody weighs is a range of
noisy part-worths, never 0, so no interval can hold it: how far off it is stands in the second table.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from benchmarks.timing import table
from benchmarks.truth import FIRST, Drawn, draw, true_shares
from collega.insight.importance import importance_draws, interval_around
from collega.model.blanks import Blanks
from collega.model.estimate import MODELS, estimate
from collega.model.fit import Fit
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from collega.study import Coding

Members = NDArray[np.intp] | None
Found = dict[tuple[str, str], list[float]]
Z = float(ndtri(0.95))


def run(studies: int = 40) -> None:
    held: Found = defaultdict(list)
    nulls: Found = defaultdict(list)
    for number in range(FIRST, FIRST + studies):
        drawn = draw(number)
        for model in MODELS:
            fit = estimate(drawn.panel, model, seed=number + 1)
            _everybody(held, drawn, fit)
            _nulls(nulls, drawn, fit)
            if fit.draws is not None:
                _groups(held, drawn, fit)
    _tell("percentage of 90% intervals that hold the truth", held)
    _tell("importance of a criterion that nobody weighs, percent", nulls)
    print(f"{studies} studies, numbers {FIRST} to {FIRST + studies - 1}; in brackets the standard error over studies.")


def _tell(title: str, found: Found) -> None:
    models = sorted(MODELS)
    rows = [
        [quantity, *(_mean(found[quantity, model]) if (quantity, model) in found else None for model in models)]
        for quantity in dict.fromkeys(quantity for quantity, _ in found)
    ]
    table([title, *models], rows)


def _mean(values: list[float]) -> str:
    error = np.std(values) / np.sqrt(len(values))
    return f"{100 * np.mean(values):.1f} ({100 * error:.1f})"


def _everybody(held: Found, drawn: Drawn, fit: Fit) -> None:
    held["share of a case, everybody", fit.model].append(_shares(drawn, fit, None))
    inside = np.abs(fit.part_worths - _average(drawn, None)) <= Z * fit.part_worths_se
    of = np.repeat(drawn.weighed, drawn.panel.study.n_levels)
    held["part-worths, criteria that they weigh", fit.model].append(float(inside[of].mean()))
    _importance(held, drawn, fit, None, "everybody")


def _nulls(nulls: Found, drawn: Drawn, fit: Fit) -> None:
    percent, draws = importance_draws(fit)
    low, null = interval_around(percent, draws)[0], ~drawn.weighed
    nulls["estimate", fit.model].append(float(percent[null].mean() / 100))
    nulls["lower end", fit.model].append(float(low[null].mean() / 100))


def _groups(held: Found, drawn: Drawn, fit: Fit) -> None:
    for group in np.unique(drawn.group):
        members = np.flatnonzero(drawn.group == group)
        held["share of a case, a group", fit.model].append(_shares(drawn, fit, members))
        _importance(held, drawn, fit, members, "a group")


def _shares(drawn: Drawn, fit: Fit, members: Members) -> float:
    utilities, intercepts = _of(drawn.utilities, members), _of(drawn.intercepts, members)
    truth = true_shares(drawn.panel.study, utilities, intercepts, drawn.cases)
    draws = shares_of(persons_of(fit, members), Blanks.of(drawn.panel.study), drawn.cases)
    interval = interval_of(draws)
    return float(((interval[:, 0] <= truth) & (truth <= interval[:, 1])).mean())


def _importance(held: Found, drawn: Drawn, fit: Fit, members: Members, whose: str) -> None:
    blocks = Coding(n_levels=drawn.panel.study.n_levels).level_blocks
    ranges = np.array([np.ptp(_average(drawn, members)[rows]) for rows in blocks])
    truth = 100 * ranges / ranges.sum()
    low, high = interval_around(*importance_draws(fit, members))
    inside = (low <= truth) & (truth <= high)
    held[f"importance, criteria that they weigh: {whose}", fit.model].append(float(inside[drawn.weighed].mean()))


def _average(drawn: Drawn, members: Members) -> NDArray[np.float64]:
    """Return (L,) average part-worths of these people, logits: adding up to 0 within each criterion."""
    total: NDArray[np.float64] = _of(drawn.utilities, members).mean(axis=0)
    for rows in Coding(n_levels=drawn.panel.study.n_levels).level_blocks:
        total[rows] -= total[rows].mean()
    return total


def _of(everyone: NDArray[np.float64], members: Members) -> NDArray[np.float64]:
    return everyone if members is None else everyone[members]

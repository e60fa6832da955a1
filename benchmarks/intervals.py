"""What the 90% intervals of the insights hold: how often the truth of a simulated study lies in them.

Forty of the studies of ``truth``, every model. The truth of a share is the mean of these participants' own
probabilities; that of part-worths and importance is of their average utilities. Importance of the ``mixed`` and
``pooled`` models is of everybody only, and so are their shares.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

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
Held = dict[tuple[str, str], list[float]]
Z = float(ndtri(0.95))


def run(studies: int = 40) -> None:
    held: Held = defaultdict(list)
    for number in range(FIRST, FIRST + studies):
        drawn = draw(number)
        for model in MODELS:
            fit = estimate(drawn.panel, model, seed=number + 1)
            _everybody(held, drawn, fit)
            if fit.draws is not None:
                _groups(held, drawn, fit)
    models = sorted(MODELS)
    rows: list[list[Any]] = []
    for quantity in dict.fromkeys(quantity for quantity, _ in held):
        found = [held.get((quantity, model)) for model in models]
        rows.append([quantity, *(None if each is None else float(np.mean(each)) for each in found)])
    table(["fraction of 90% intervals that hold the truth", *models], rows)
    print(f"{studies} studies, numbers {FIRST} to {FIRST + studies - 1}. Nobody weighs: percent is the importance.")


def _everybody(held: Held, drawn: Drawn, fit: Fit) -> None:
    held["share of a case, everybody", fit.model].append(_shares(drawn, fit, None))
    weighed = _weighed(drawn)
    truth, se = _average(drawn, None), fit.part_worths_se
    inside = np.abs(fit.part_worths - truth) <= Z * se
    of = np.repeat(weighed, drawn.panel.study.n_levels)
    held["part-worths, criteria that they weigh", fit.model].append(float(inside[of].mean()))
    _importance(held, drawn, fit, None, "everybody")
    percent, draws = importance_draws(fit)
    low = interval_around(percent, draws)[0]
    held["percent, nobody weighs: estimate", fit.model].append(float(percent[~weighed].mean()))
    held["percent, nobody weighs: lower end", fit.model].append(float(low[~weighed].mean()))


def _groups(held: Held, drawn: Drawn, fit: Fit) -> None:
    for group in np.unique(drawn.group):
        members = np.flatnonzero(drawn.group == group)
        held["share of a case, a group", fit.model].append(_shares(drawn, fit, members))
        _importance(held, drawn, fit, members, "a group")


def _shares(drawn: Drawn, fit: Fit, members: Members) -> float:
    of = slice(None) if members is None else members
    truth = true_shares(drawn.panel.study, drawn.utilities[of], drawn.intercepts[of], drawn.cases)
    draws = shares_of(persons_of(fit, members), Blanks.of(drawn.panel.study), drawn.cases)
    interval = interval_of(draws)
    return float(((interval[:, 0] <= truth) & (truth <= interval[:, 1])).mean())


def _importance(held: Held, drawn: Drawn, fit: Fit, members: Members, whose: str) -> None:
    blocks = Coding(n_levels=drawn.panel.study.n_levels).level_blocks
    ranges = np.array([np.ptp(_average(drawn, members)[rows]) for rows in blocks])
    truth = 100 * ranges / ranges.sum()
    low, high = interval_around(*importance_draws(fit, members))
    inside, weighed = (low <= truth) & (truth <= high), _weighed(drawn)
    held[f"importance, criteria that they weigh: {whose}", fit.model].append(float(inside[weighed].mean()))
    if members is None:
        held["importance, criteria that nobody weighs", fit.model].append(float(inside[~weighed].mean()))


def _average(drawn: Drawn, members: Members) -> NDArray[np.float64]:
    """Return (L,) average part-worths of these people, logits: adding up to 0 within each criterion."""
    total: NDArray[np.float64] = drawn.utilities[slice(None) if members is None else members].mean(axis=0)
    for rows in Coding(n_levels=drawn.panel.study.n_levels).level_blocks:
        total[rows] -= total[rows].mean()
    return total


def _weighed(drawn: Drawn) -> NDArray[np.bool_]:
    return np.array([np.ptp(weight) > 0 for weight in drawn.weights])

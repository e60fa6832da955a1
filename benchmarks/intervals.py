"""What the 90% intervals of shares and part-worths hold: how often the truth of a simulated study lies in them.

Forty of the studies of ``truth``, every model. The truth of a share is the mean of these participants' own
probabilities; that of part-worths is of their average utilities. The interval of a part-worth is the estimate and 1.645
times its standard error; that of a share is as insights and advice show it. Of groups the ``hierarchical`` model alone
knows something. Importance has a benchmark of its own.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from benchmarks.timing import table
from benchmarks.truth import FIRST, Drawn, draw, true_shares
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
    for number in range(FIRST, FIRST + studies):
        drawn = draw(number)
        for model in MODELS:
            fit = estimate(drawn.panel, model, seed=number + 1)
            _everybody(held, drawn, fit)
            if fit.draws is not None:
                _groups(held, drawn, fit)
    _tell("percentage of 90% intervals that hold the truth", held)
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


def _groups(held: Found, drawn: Drawn, fit: Fit) -> None:
    for group in np.unique(drawn.group):
        members = np.flatnonzero(drawn.group == group)
        held["share of a case, a group", fit.model].append(_shares(drawn, fit, members))


def _shares(drawn: Drawn, fit: Fit, members: Members) -> float:
    utilities, intercepts = _of(drawn.utilities, members), _of(drawn.intercepts, members)
    truth = true_shares(drawn.panel.study, utilities, intercepts, drawn.cases)
    draws = shares_of(persons_of(fit, members), Blanks.of(drawn.panel.study), drawn.cases)
    interval = interval_of(draws)
    return float(((interval[:, 0] <= truth) & (truth <= interval[:, 1])).mean())


def _average(drawn: Drawn, members: Members) -> NDArray[np.float64]:
    """Return (L,) average part-worths of these people, logits: adding up to 0 within each criterion."""
    total: NDArray[np.float64] = _of(drawn.utilities, members).mean(axis=0)
    for rows in Coding(n_levels=drawn.panel.study.n_levels).level_blocks:
        total[rows] -= total[rows].mean()
    return total


def _of(everyone: NDArray[np.float64], members: Members) -> NDArray[np.float64]:
    return everyone if members is None else everyone[members]

"""Which scenarios got other answers than the model gives them?

Each scenario gets two parameters of its own: how positive its answers are, and how far they lie apart. Where the model
holds, both are zero. One score test a scenario, with those who judged it as the sample.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.model.checks.discoveries import false_discovery_rates
from collega.model.checks.score import Base, score_test
from collega.model.ordered import bounds

Floats = NDArray[np.float64]

FEWEST = 10
FEW_JUDGES = "too few participants judged it"
NO_ROOM = "the criteria already follow its answers exactly, or all who judged it answered alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFit:
    """Whether the answers to a scenario are those that the model gives it.

    Attributes
    ----------
    scenario : str
        Its id; the first one where several have the same levels.
    statistic : float or None
        Of the score test; None where it was not computed.
    df : int or None
        2 (place and spread), or 1 where only one of them is identified.
    p_value : float or None
    q_value : float or None
        Share of false findings among the scenarios that fit as badly as this one or worse.
    reason : str or None
        Why it was not computed.
    """

    scenario: str
    statistic: float | None
    df: int | None
    p_value: float | None
    q_value: float | None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``reason`` only where the test is missing."""
        return {name: value for name, value in asdict(self).items() if name != "reason" or value is not None}


def scenario_fits(base: Base, names: tuple[str, ...], least: int = FEWEST) -> tuple[ScenarioFit, ...]:
    """Test every distinct scenario.

    Parameters
    ----------
    base : Base
    names : tuple of str
        Of the R distinct scenarios.
    least : int
        Participants who must have judged one.
    """
    model, least = base.model, max(least, FEWEST)
    judged = np.unique(model.participant * len(names) + model.row) % len(names)
    judges = np.bincount(judged, minlength=len(names))
    moves = place_and_spread(model.thresholds, model.pivot, model.answer)
    found = [_test(base, moves, row, name, judges[row] >= least) for row, name in enumerate(names)]
    rates = false_discovery_rates([one.p_value for one in found])
    return tuple(replace(one, q_value=rate) for one, rate in zip(found, rates, strict=True))


def _test(base: Base, moves: tuple[Floats, Floats], row: int, name: str, enough: bool) -> ScenarioFit:
    nothing = ScenarioFit(scenario=name, statistic=None, df=None, p_value=None, q_value=None)
    if not enough:
        return replace(nothing, reason=FEW_JUDGES)
    here = (base.model.row == row)[:, None]
    score = score_test(base, moves[0] * here, moves[1] * here)
    if score is None:
        return replace(nothing, reason=NO_ROOM)
    return replace(nothing, statistic=score.statistic, df=score.df, p_value=score.p_value)


def place_and_spread(thresholds: Floats, pivot: int, answer: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return (N, 2): how u and l of answers rise with utility, and with the distance of thresholds from the pivot.

    With two answers there is one threshold, and the second column is left out.
    """
    edges = bounds(thresholds - thresholds[pivot])
    edges[[0, -1]] = 0.0  # what is infinite stays so, and its derivatives are zero
    both = np.column_stack([-np.ones(len(edges)), edges])[:, : min(2, len(thresholds))]
    return both[answer + 1], both[answer]

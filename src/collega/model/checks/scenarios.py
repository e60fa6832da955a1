"""Which scenarios got other answers than the model gives them?

Each scenario gets a parameter of its own: how much more positive its answers are than its levels make them. Where the
model holds, it is zero. One score test a scenario, with those who judged it as the sample. How far its answers lie
apart is not tested: people who weigh differently spread them too, and the working model does not know how they weigh.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from collega.messages import Message
from collega.model.checks.discoveries import false_discovery_rates
from collega.model.checks.score import Base, score_test
from collega.model.checks.untested import reason_json

FEWEST = 10
FEW_JUDGES = "check-few-judges"
NO_ROOM = "check-no-room"


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
        1.
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
        values = {name: value for name, value in asdict(self).items() if name != "reason"}
        return values | reason_json(self.reason)


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
    found = [_test(base, row, name, judges[row] >= least) for row, name in enumerate(names)]
    rates = false_discovery_rates([one.p_value for one in found])
    return tuple(replace(one, q_value=rate) for one, rate in zip(found, rates, strict=True))


def _test(base: Base, row: int, name: str, enough: bool) -> ScenarioFit:
    nothing = ScenarioFit(scenario=name, statistic=None, df=None, p_value=None, q_value=None)
    if not enough:
        return replace(nothing, reason=Message(FEW_JUDGES))
    moved = -(base.model.row == row).astype(np.float64)[:, None]
    score = score_test(base, moved, moved)
    if score is None:
        return replace(nothing, reason=Message(NO_ROOM))
    return replace(nothing, statistic=score.statistic, df=score.df, p_value=score.p_value)

"""Does it matter when a scenario came in the interview, or in which week somebody took part?

The place in the interview is compared within each scenario, so that an odd scenario that often comes late is no drift.
``position`` asks whether answers become more or less positive, ``consistency`` whether they scatter more or less
around what the model gives, ``week`` whether people of some weeks are more positive than others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.model.checks.score import Base, Score, score_test
from collega.model.checks.untested import reason_json
from collega.model.checks.working import WorkingModel
from collega.model.multiple import holm
from collega.model.ordered import bounds
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
Kind = Literal["position", "consistency", "week"]
KINDS: tuple[Kind, ...] = get_args(Kind)

NO_POSITIONS = "check-no-positions"
SAME_ORDER = "check-same-order"
NO_TIMES = "check-no-times"
ONE_WEEK = "check-one-week"
FEW_PEOPLE = "check-few-people"
_FEWEST, _MOST_WEEKS = 10, 12
_WITHIN = 0.05  # of the variance of the places, what must be left within scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTest:
    """Whether one kind of order matters.

    Attributes
    ----------
    kind : str
        ``position``, ``consistency`` or ``week``.
    statistic : float or None
        Of the score test; None where it was not computed.
    df : int or None
    p_value, p_value_corrected : float or None
        The second one corrected by Holm's method over the kinds that were tested.
    points : float or None
        About how many percentage points the share positive rises from the first to the last place (``position``), or
        between the least and the most positive weeks (``week``).
    noise : float or None
        By what factor the scatter changes from the first to the last place (``consistency``).
    reason : str or None
        Why it was not computed.
    """

    kind: Kind
    statistic: float | None = None
    df: int | None = None
    p_value: float | None = None
    p_value_corrected: float | None = None
    points: float | None = None
    noise: float | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``reason`` only where the test is missing."""
        values = {name: value for name, value in asdict(self).items() if name != "reason"}
        return values | reason_json(self.reason)


def order_tests(base: Base, panel: Panel) -> tuple[OrderTest, ...]:
    """Test all kinds of order on the counted panel behind the working model."""
    found = [*_in_interview(base, panel), _by_week(base, panel)]
    corrected = holm(np.array([np.nan if one.p_value is None else one.p_value for one in found]))
    return tuple(
        replace(one, p_value_corrected=None if np.isnan(value) else float(value))
        for one, value in zip(found, corrected, strict=True)
    )


def _in_interview(base: Base, panel: Panel) -> tuple[OrderTest, OrderTest]:
    model = base.model
    place, reason = _places(model, panel)
    if place is None:
        return OrderTest(kind="position", reason=reason), OrderTest(kind="consistency", reason=reason)
    moved = -place[:, None]
    drift = score_test(base, moved, moved)
    upper, lower = _bounds(model)
    scatter = score_test(base, moved * upper[:, None], moved * lower[:, None])
    position, consistency = _order_test("position", drift), _order_test("consistency", scatter)
    if drift is not None:
        position = replace(position, points=100.0 * float(drift.estimate[0]) * model.steepness)
    if scatter is not None:
        consistency = replace(consistency, noise=float(np.exp(np.clip(scatter.estimate[0], -3.0, 3.0))))
    return position, consistency


def _order_test(kind: Kind, score: Score | None) -> OrderTest:
    if score is None:
        return OrderTest(kind=kind, reason=Message(FEW_PEOPLE))
    return OrderTest(kind=kind, statistic=score.statistic, df=score.df, p_value=score.p_value)


def _places(model: WorkingModel, panel: Panel) -> tuple[Floats | None, str | None]:
    """Return (N,) places, less the average of their scenario; 1 lies between the first and the last place."""
    if panel.position is None or (panel.position > 0).sum() < 2:
        return None, Message(NO_POSITIONS)
    place = panel.position[model.order].astype(np.float64)
    known = place > 0
    if np.ptp(place[known]) == 0:
        return None, Message(NO_POSITIONS)
    counts = np.bincount(model.row[known], minlength=model.row.max() + 1)
    means = np.bincount(model.row[known], weights=place[known], minlength=len(counts)) / np.maximum(counts, 1)
    within = np.where(known, place - means[model.row], 0.0)
    if np.square(within).sum() < _WITHIN * known.sum() * place[known].var():
        return None, Message(SAME_ORDER)
    return within / np.ptp(place[known]), None


def _bounds(model: WorkingModel) -> tuple[Floats, Floats]:
    """Return (N,) the distance of u and l from everyone's expected utility; 0 where they are infinite."""
    edges = bounds(model.thresholds)
    at = model.utility
    upper, lower = edges[model.answer + 1] - at, edges[model.answer] - at
    return np.where(np.isfinite(upper), upper, 0.0), np.where(np.isfinite(lower), lower, 0.0)


def _by_week(base: Base, panel: Panel) -> OrderTest:
    weeks = _weeks(panel)
    known = weeks >= 0
    if not known.any():
        return OrderTest(kind="week", reason=Message(NO_TIMES))
    group = _merged(weeks[known], max(_FEWEST, panel.study.minimum_group))
    if group.max() == 0:
        return OrderTest(kind="week", reason=Message(ONE_WEEK))
    columns = np.zeros((len(weeks), group.max()))
    members = np.eye(group.max() + 1)[group][:, 1:]
    columns[known] = members - members.mean(axis=0)
    moved = -columns[base.model.participant]
    score = score_test(base, moved, moved)
    found = _order_test("week", score)
    if score is None:
        return found
    shifts = np.concatenate([[0.0], score.estimate])
    return replace(found, points=100.0 * float(np.ptp(shifts)) * base.model.steepness)


def _weeks(panel: Panel) -> NDArray[np.int64]:
    """Return (I,) weeks since the first participant, by the day of completing or else starting; -1 where unknown."""
    days = [_day(row) for row in panel.people.iter_rows(named=True)]
    first = min((day for day in days if day is not None), default=dt.date.min)
    return np.array([-1 if day is None else (day - first).days // 7 for day in days], dtype=np.int64)


def _day(row: dict[str, Any]) -> dt.date | None:
    for name in ("completed_at", "started_at"):
        try:
            return dt.date.fromisoformat(str(row.get(name) or "")[:10])
        except ValueError:
            continue
    return None


def _merged(weeks: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Return groups of consecutive weeks from 0, at most twelve, each with this many participants."""
    least = max(least, -(-len(weeks) // _MOST_WEEKS))
    numbers: Sequence[int] = np.bincount(weeks).tolist()
    group, current, size = np.zeros(len(numbers), dtype=np.int64), 0, 0
    for week, number in enumerate(numbers):
        group[week] = current
        size += number
        if size >= least and sum(numbers[week + 1 :]) >= least:
            current, size = current + 1, 0
    return group[weeks]

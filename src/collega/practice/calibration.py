"""Calibration on practice: do colleagues judge positively as often as the model expects, case by case?

Only blind judgements count. The slope says whether the model is outspoken to the right degree: 1 is right; below 1 its
shares are too far from the middle, above 1 too near to it, and at 0 they say nothing about practice. The intercept is
how far practice is beside the model, in logits, where the model says 50%. ``difference`` is the plainest: the share of
positive judgements less the expected one, in percentage points.

Intervals allow for judgements of one judge and of one case that belong together (two-way clusters). That of the
difference counts too that the model is not sure of its shares; those of slope and intercept are about the shares as
the model gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, stdtrit

from collega.messages import Message
from collega.practice.casebook import Casebook
from collega.practice.expected import Expected
from collega.practice.judgement import BlindJudgement, require_blind
from collega.practice.recalibration import LEVEL, Recalibration, recalibrate, two_way
from collega.study.definition import Study

FEWEST_JUDGEMENTS, FEWEST_CASES, FEWEST_ON_A_SIDE = 30, 10, 5
Verdict = Literal["holds", "outspoken", "careful", "beside", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """An estimate with its 90% interval."""

    estimate: float
    interval: tuple[float, float]

    def as_json(self) -> dict[str, Any]:
        """Return with plain types."""
        return {"estimate": self.estimate, "interval": list(self.interval)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Slope and intercept of what was judged against what was expected, on the logit scale."""

    slope: Bounded
    intercept: Bounded

    def as_json(self) -> dict[str, Any]:
        """Return with plain types."""
        return {"slope": self.slope.as_json(), "intercept": self.intercept.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How blind judgements of practice lie beside what the model expects.

    Attributes
    ----------
    judgements, cases, judges : int
        On which it rests; judges who are not known any more count one by one.
    expected, observed : float or None
        Share of positive judgements, 0..1; None where judges are fewer than the minimum group.
    difference : Bounded or None
        ``observed`` less ``expected``, percentage points.
    sides : Line or None
        Of positive against not.
    answers : Line or None
        Of all answers: for each border between two answers, whether a judgement came above it.
    verdict : str or None
        In one word what the 90% intervals say: the model ``holds`` (both contain what they should), is too
        ``outspoken`` or too ``careful``, lies ``beside`` practice, or says ``nothing`` about it.
    warnings : tuple of str
        Why something was not computed.
    """

    judgements: int
    cases: int
    judges: int
    expected: float | None = None
    observed: float | None = None
    difference: Bounded | None = None
    sides: Line | None = None
    answers: Line | None = None
    verdict: Verdict | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return with plain types, without the warnings."""
        return {
            "judgements": self.judgements,
            "cases": self.cases,
            "judges": self.judges,
            "expected": self.expected,
            "observed": self.observed,
            "difference": None if self.difference is None else self.difference.as_json(),
            "sides": None if self.sides is None else self.sides.as_json(),
            "answers": None if self.answers is None else self.answers.as_json(),
            "verdict": self.verdict,
        }


def calibrate(study: Study, casebook: Casebook, expected: Expected) -> Calibration:
    """Compare the blind judgements of a casebook with what the model expects in its cases.

    Parameters
    ----------
    study : Study
    casebook : Casebook
    expected : Expected
        Of the cases of the casebook, in their order.
    """
    require_blind(casebook.judgements)
    rows, ways = casebook.rows(), clusters_of(casebook.judgements)
    answer = np.array([judgement.answer for judgement in casebook.judgements], dtype=np.int64)
    judges, cases = (len(np.unique(way)) for way in ways)
    calibration = Calibration(judgements=len(rows), cases=cases, judges=judges)
    if judges < max(study.minimum_group, 1):
        message = Message("practice-few-judges", n=judges, minimum=study.minimum_group)
        return replace(calibration, warnings=(message,))
    happened, chance = answer >= expected.positive, expected.shares[rows]
    calibration = replace(calibration, expected=float(chance.mean()), observed=float(happened.mean()))
    side = int(min(happened.sum(), (~happened).sum()))
    if len(rows) < FEWEST_JUDGEMENTS or cases < FEWEST_CASES or side < FEWEST_ON_A_SIDE:
        message = Message(
            "practice-few-judgements", judgements=len(rows), cases=cases, side=side,
            fewest=FEWEST_JUDGEMENTS, fewest_cases=FEWEST_CASES, fewest_side=FEWEST_ON_A_SIDE,
        )  # fmt: skip
        return replace(calibration, warnings=(message,))
    calibration = replace(
        calibration, difference=_difference(happened - chance, expected.unsure[:, rows].mean(axis=1), ways)
    )
    sides = _line(recalibrate(happened, logit(chance), ways))
    if sides is None:
        return replace(calibration, warnings=(Message("practice-no-line"),))
    answers = _line(_by_border(answer, expected.answers[rows], ways))
    return replace(calibration, sides=sides, answers=answers, verdict=_verdict(sides, calibration.difference))


def clusters_of(judgements: Sequence[BlindJudgement]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (N,) numbers of judges and (N,) of cases; somebody who is not known is a judge of their own each time."""
    names = [each.judge or ("", number) for number, each in enumerate(judgements)]
    judges = {name: number for number, name in enumerate(dict.fromkeys(names))}
    cases = {name: number for number, name in enumerate(dict.fromkeys(judgement.case for judgement in judgements))}
    return (
        np.array([judges[name] for name in names], dtype=np.int64),
        np.array([cases[judgement.case] for judgement in judgements], dtype=np.int64),
    )


def _difference(
    gap: NDArray[np.float64], unsure: NDArray[np.float64], ways: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Bounded:
    """Return the mean gap; its variance is that between clusters, and that of (D,) mean shares in the draws."""
    mean = float(gap.mean())
    error = float(np.sqrt(two_way((gap - mean)[:, None], ways)[0, 0] / len(gap) ** 2 + unsure.var()))
    reach = float(stdtrit(min(len(np.unique(way)) for way in ways) - 1, 0.5 + LEVEL / 2)) * error
    return Bounded(estimate=100 * mean, interval=(100 * (mean - reach), 100 * (mean + reach)))


def _by_border(
    answer: NDArray[np.int64], chances: NDArray[np.float64], ways: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Recalibration | None:
    """Regress for every border at once whether a judgement came above it; borders that nothing crosses say nothing."""
    above = 1.0 - np.cumsum(chances, axis=1)[:, :-1]
    open_to_both = ((above > 1e-9) & (above < 1 - 1e-9)).all(axis=0)
    borders = np.flatnonzero(open_to_both)
    if not len(borders):
        return None
    happened = (answer[:, None] > borders).ravel()
    judge, case = (np.repeat(way, len(borders)) for way in ways)
    return recalibrate(happened, logit(above[:, borders]).ravel(), (judge, case))


def _line(found: Recalibration | None) -> Line | None:
    if found is None:
        return None
    intercept, slope = (
        Bounded(estimate=float(estimate), interval=(float(low), float(high)))
        for estimate, (low, high) in zip(found.estimate, found.interval, strict=True)
    )
    return Line(slope=slope, intercept=intercept)


def _verdict(line: Line, difference: Bounded | None) -> Verdict:
    low, high = line.slope.interval
    if high < 1.0:
        return "nothing" if low <= 0.0 else "outspoken"
    if low > 1.0:
        return "careful"
    beside = difference is not None and not difference.interval[0] <= 0.0 <= difference.interval[1]
    return "beside" if beside else "holds"

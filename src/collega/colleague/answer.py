"""How an advice is computed: one way, whoever asks and wherever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.colleague.advice import Advice, Reason
from collega.colleague.case import Case
from collega.colleague.nearest import Nearest
from collega.colleague.reach import reach_of
from collega.colleague.reasons import ReasonDraws
from collega.colleague.unjudged_levels import Levels, unjudged_message
from collega.colleague.what_if import Changed, alternatives, tipping_points, what_ifs
from collega.insight.populations import Populations, Share
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons
from collega.model.share import answer_draws, interval_of, shares_of
from collega.study.coding import BLANK
from collega.study.definition import Study

DRAWS_OF_BLANKS, ROWS_OF_BLANKS, FEWEST_OF_BLANKS = 250, 20_000, 60
SEARCH_ROWS = 500
HALF_WIDTH = 1.6449  # standard deviations in half a 90% interval
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """The people who answer, and parts of their draws for what takes longer.

    Attributes
    ----------
    all : Persons
        For share, interval, and in a case without blanks for answers and what-ifs.
    some : Persons
        For the answers and what-ifs of a case with blanks: 250 draws, fewer where many people answer.
    reasons : ReasonDraws
    search : Persons
        Rows of everyone from draws of their own, to look for ends of the reach and for changes that tip the majority,
        which are then computed on ``all`` or ``some``.
    """

    all: Persons
    some: Persons
    reasons: ReasonDraws
    search: Persons

    @classmethod
    def from_persons(cls, persons: Persons, to_part_worths: Floats) -> Draws:
        """Take the parts; ``to_part_worths`` (L, K) turns coefficients into utilities of levels."""
        people = persons.coefficients.shape[1]
        size = max(FEWEST_OF_BLANKS, min(DRAWS_OF_BLANKS, ROWS_OF_BLANKS // max(people, 1)))
        return cls(
            all=persons,
            some=persons.thinned(size * people),
            reasons=ReasonDraws.from_persons(persons, to_part_worths),
            search=persons.across_draws(SEARCH_ROWS),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answering:
    """One case that is being answered.

    Attributes
    ----------
    profile : (C,) int64
        Levels that were judged; ``BLANK`` where open.
    own : (D,) float64
        Its share in every draw, 0..1.
    doubtful : frozenset of str
        Criteria of which it is not demonstrated that they weigh.
    """

    study: Study
    fit: Fit
    draws: Draws
    blanks: Blanks
    profile: NDArray[np.int64]
    own: Floats
    doubtful: frozenset[str] = frozenset()

    @property
    def share(self) -> float:
        """The share to report."""
        return float(self.draws.all.centre(self.own))

    @property
    def blank(self) -> bool:
        """Whether anything is open."""
        return bool((self.profile == BLANK).any())

    @property
    def persons(self) -> Persons:
        """The draws for answers and what-ifs."""
        return self.draws.some if self.blank else self.draws.all

    def advice(
        self,
        case: Case,
        *,
        unjudged: Levels,
        average: Share,
        nearest: tuple[Nearest, ...],
        warnings: tuple[str, ...],
        populations: Populations,
        **known: Any,
    ) -> Advice:
        """Return the advice; what is ``known`` of it goes along."""
        share = self.share
        interval = ends_of(share, interval_of(self.own))
        answers = self._answers(share)
        changed, near = self._changed([scenario.levels for scenario in nearest])
        reach = reach_of(self.study, self.draws.all, self.draws.search, self.blanks, self.profile)
        beside = populations.beside(self.blanks, self.profile[None], [Share(share=share, interval=interval)])
        average = average if (self.profile != BLANK).any() else Share(share=share, interval=interval)
        return Advice(
            case=case,
            unjudged=unjudged,
            share=share,
            interval=interval,
            interval_of=self.fit.interval_of,
            reach=None if reach is None else reach.ends,
            fill_in_first=None if reach is None else reach.fill_in_first,
            average=average.share,
            average_interval=average.interval,
            answers=dict(zip(self.study.answer_keys, map(float, answers), strict=True)),
            reasons=self._reasons(case, average.share),
            what_if=what_ifs(self.study, self.profile, changed),
            tipping=tipping_points(
                self.study,
                self.persons,
                self.blanks,
                self.profile,
                share,
                changed,
                self.draws.search,
                doubtful=self.doubtful,
            ),
            nearest=tuple(replace(evidence, model=model) for evidence, model in zip(nearest, near, strict=True)),
            model=self.fit.model,
            synthetic=self.fit.synthetic,
            warnings=(*([unjudged_message(unjudged)] if unjudged else []), *warnings),
            others=beside[0],
            **known,
        )

    def _answers(self, share: float) -> Floats:
        """Return (J,) probabilities; of fewer draws they are scaled, so that the positive ones add up to the share."""
        persons = self.persons
        answers: Floats = persons.centre(answer_draws(persons, self.blanks, self.profile)[:, 0])
        for side, total in ((slice(self.study.positive, None), share), (slice(self.study.positive), 1.0 - share)):
            sum_of_side = answers[side].sum()
            if sum_of_side > 0:
                answers[side] *= total / sum_of_side
        return answers

    def _changed(self, scenarios: list[dict[str, str]]) -> tuple[Changed, list[Share]]:
        """Return the case with each other level, and the shares of these scenarios.

        Of fewer draws all are moved by how far the share of the case itself lies from that of all draws.
        """
        persons, others = self.persons, alternatives(self.blanks, self.profile)
        judged = [self._profile(levels) for levels in scenarios]
        draws = shares_of(persons, self.blanks, np.vstack([self.profile, *others, *(() if self.blank else judged)]))
        current, rest, filled = draws[:, 0], draws[:, 1 : 1 + len(others)], draws[:, 1 + len(others) :]
        shift = self.share - float(persons.centre(current))
        changed = Changed(
            cases=np.array(others, dtype=np.int64).reshape(-1, len(self.profile)),
            shares=np.clip(persons.centre(rest) + shift, 0.0, 1.0),
            intervals=np.clip(interval_of(rest) + shift, 0.0, 1.0),
            differs=away_from_zero(interval_of(rest - current[:, None])),
        )
        if self.blank and judged:
            filled = shares_of(self.draws.all, self.blanks, np.array(judged))
        shares = [Share(share=float(share), interval=ends_of(float(share), interval))
                  for share, interval in zip(
                      self.draws.all.centre(filled), interval_of(filled), strict=True)]  # fmt: skip
        return changed, shares

    def _profile(self, levels: dict[str, str]) -> NDArray[np.int64]:
        return np.array([self.study.level_index(key, level)[1] for key, level in levels.items()], dtype=np.int64)

    def _reasons(self, case: Case, average: float) -> tuple[Reason, ...]:
        """Return a reason per criterion, the weightiest first, blanks last; they add up to share minus average."""
        values, deviations = self.draws.reasons.estimates(self.blanks, self.profile)
        filled = self.profile != BLANK
        if filled.any():
            values[filled] += (self.share - average - values.sum()) / filled.sum()
        levels, halves = dict(case.levels), HALF_WIDTH * deviations
        reasons = [
            Reason(
                criterion=key,
                level=levels.get(key),
                points=100.0 * float(value),
                interval=(100.0 * float(value - half), 100.0 * float(value + half)) if key in levels else None,
            )
            for key, value, half in zip(self.study.criterion_keys, values, halves, strict=True)
        ]
        return tuple(sorted(reasons, key=lambda reason: (reason.level is None, -abs(reason.points))))


def ends_of(share: float, interval: Floats) -> tuple[float, float]:
    """Return the interval; where draws are skewed around an estimate it still holds the estimate."""
    return min(float(interval[0]), share), max(float(interval[1]), share)


def away_from_zero(intervals: Floats) -> NDArray[np.bool_]:
    """Return (M,): whether each of (M, 2) intervals leaves out 0."""
    result: NDArray[np.bool_] = (intervals[:, 0] > 0.0) | (intervals[:, 1] < 0.0)
    return result

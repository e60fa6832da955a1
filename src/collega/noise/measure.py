"""From a fit to how much colleagues differ: every number in draws, then its mean and interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from collega.errors import NotComputedError
from collega.insight.agreement import repeats_of
from collega.insight.disclosure import group_sizes, protect_scenarios, require_all, shown_values
from collega.insight.groups import members_of
from collega.insight.populations import Share
from collega.messages import Message
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.population import is_erased, population_of
from collega.model.share import interval_of
from collega.model.stale import fit_warnings, require_same_study
from collega.noise.cases import CaseSet, allowed_cases, judged_cases
from collega.noise.majority import ASKED, LARGEST, majority_curve, number_needed
from collega.noise.noise import STABLE, Differences, Noise
from collega.noise.parts import Variances, occasion_variance, variances_between
from collega.noise.repeats import stable_share
from collega.noise.sides import Sides, above_boundary, few_enough, sides_of
from collega.panel.panel import Panel
from collega.study.coding import Coding
from collega.study.definition import Study

Floats = NDArray[np.float64]
Group = tuple[str, str]
_NEGLIGIBLE = 5e-4  # of practice
_EDGE = 1e-9
# By how much intervals are wider in log odds, since people do not follow the normal law of the model: what 600 drawn
# studies earn (docs/methods/noise.md).
WIDER, LEVEL, PATTERN, OCCASION, SAME = 1.12, 1.05, 1.25, 1.15, 1.15
_CURVE = (*range(1, 27, 2), 35, 51, 101, LARGEST)  # numbers of colleagues that are told


def measure_noise(panel: Panel, fit: Fit, cases: CaseSet | None = None) -> Noise:
    """Return how much colleagues differ on the same cases.

    Parameters
    ----------
    panel : Panel
        Of the participants of the fit: who is in which group, which scenarios were judged, and which twice.
    fit : Fit
        ``hierarchical`` tells everything; ``mixed`` no pattern; ``pooled`` neither level nor pattern nor occasion.
    cases : CaseSet, optional
        By default all that the study allows.

    Raises
    ------
    DisclosureError
        Where fewer than the minimum group took part.
    NotComputedError
        For a fit of another study, and where nearly all answers are on one side.
    """
    panel = panel.counted
    require_all(panel)
    require_same_study(panel.study, fit)
    _require_two_sides(panel)
    cases = allowed_cases(Blanks.of(panel.study, fit.judged_levels)) if cases is None else cases
    persons, groups = _people(panel, fit)
    repeats = _Repeats.from_panel(panel, fit) if fit.draws is not None and not is_erased(fit) else None
    persons = few_enough(persons, len(cases.profiles), repeated=bool(repeats))
    rho = None if not repeats else _in_draws(repeats, persons, panel.study)
    work = _Work(study=panel.study, fit=fit, persons=persons, cases=cases, rho=rho)
    names = [(key, value) for key, values in groups.items() for value, rows in values.items() if rows is not None]
    everyone = np.ones(len(persons.weights), dtype=np.bool_)
    members = [everyone, *(_chosen(fit, groups[key][value], len(everyone)) for key, value in names)]
    sizes = [panel.n_participants, *(_size(groups[key][value]) for key, value in names)]
    stands = persons.stand_for is not None
    sides = sides_of(
        persons, panel.study.n_levels, cases.profiles, np.array(members), rho, people=sizes if stands else None
    )
    told = {
        name: work.differences(rows, sides, place, participants=sizes[place])
        for place, (name, rows) in enumerate(zip(names, members[1:], strict=True), start=1)
    }
    variances = work.variances(everyone, panel.n_participants)
    curve = majority_curve(sides.positive[:, :, 0], cases.weights)
    return Noise(
        everybody=work.differences(everyone, sides, 0, participants=panel.n_participants),
        whose=fit.interval_of,
        model=fit.model,
        synthetic=panel.synthetic or fit.synthetic,
        cases=cases.kind,
        n_cases=cases.total,
        majority=tuple((n, work.share(curve[:, ASKED.index(n)])) for n in _CURVE),
        unexplained=None if rho is None else work.share(rho * work.occasion / work.total(variances)),
        repeats=0 if not repeats else len(repeats.person),
        criteria=work.criteria(variances),
        levels=work.levels(sides.other[:, :, 0]),
        scenarios=work.scenarios(panel),
        groups={key: {value: told.get((key, value)) for value in values} for key, values in groups.items()},
        warnings=(*fit_warnings(fit, panel), *_limits(fit, repeats, cases)),
    )


def known_noise(panel: Panel, fit: Fit) -> Noise | None:
    """Return how much colleagues differ over all allowed cases; None where that cannot be computed."""
    try:
        return measure_noise(panel, fit)
    except NotComputedError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Repeats:
    """Cases that the same person judged twice: (N,) rows of people, (N, C) levels, (N, 2) answers."""

    person: NDArray[np.int64]
    profiles: NDArray[np.int64]
    answers: NDArray[np.int64]

    @classmethod
    def from_panel(cls, panel: Panel, fit: Fit) -> _Repeats | None:
        """Return those of people with draws; None where fewer than the minimum group judged anything twice."""
        first, second = repeats_of(panel)
        place = _places(panel, fit)
        known = place[panel.participant[first]] >= 0
        first, second = first[known], second[known]
        people = panel.participant[first].astype(np.int64)
        if len(np.unique(people)) < max(panel.study.minimum_group, 1):
            return None
        return cls(
            person=place[people],
            profiles=panel.design.profiles[panel.scenario[first]].astype(np.int64),
            answers=np.column_stack([panel.answer[first], panel.answer[second]]).astype(np.int64),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Work:
    """What every number is made from.

    Attributes
    ----------
    rho : (D,) float64 or None
        Stable share of what the model does not explain; None where nobody knows it.
    """

    study: Study
    fit: Fit
    persons: Persons
    cases: CaseSet
    rho: Floats | None

    @property
    def occasion(self) -> Floats:
        """(D,) variance of what the model does not explain."""
        return occasion_variance(self.fit.link, len(self.persons.thresholds))

    def total(self, found: Variances) -> Floats:
        """Return (D,) all variation."""
        total: Floats = found.level + found.pattern + self.occasion
        return total

    def share(self, draws: Floats, factor: float = WIDER) -> Share:
        """Return the value to report of (D,) draws, with its interval."""
        value = float(self.persons.centre(draws))
        low, high = interval_of(self.spread(draws, factor))
        return Share(share=value, interval=(min(float(low), value), max(float(high), value)))

    def spread(self, draws: Floats, factor: float = WIDER) -> Floats:
        """Return (D, ...) draws whose quantiles are the ends of intervals."""
        return draws if self.fit.draws is None else wider(draws, factor)

    def variances(self, rows: NDArray[np.bool_], participants: int) -> Variances:
        """Return how much these people differ, who are or stand for ``participants``."""
        weights = self.persons.weights[rows] / self.persons.weights[rows].sum()
        coding = Coding(n_levels=self.study.n_levels)
        coefficients = above_boundary(self.persons)[:, rows]
        people = None if self.persons.stand_for is None else participants
        blocks = list(coding.blocks)
        return variances_between(coefficients, weights, self.cases.mean, self.cases.covariance, blocks, people)

    def differences(self, rows: NDArray[np.bool_], sides: Sides, place: int, participants: int) -> Differences:
        """Return all that is told about these people, who stand for ``participants``; their sides are at ``place``."""
        found, weights = self.variances(rows, participants), self.cases.weights
        total = self.total(found)
        stable = 0.0 if self.rho is None else self.rho * self.occasion
        knows_level, knows_pattern = self.fit.model != "pooled", self.fit.draws is not None
        curve = majority_curve(sides.positive[:, :, place], weights)
        middle = number_needed(np.atleast_2d(self.persons.centre(curve)), STABLE)[0]
        ends = np.quantile(number_needed(self.spread(curve), STABLE), [0.05, 0.95], method="inverted_cdf")
        low, high = (min(float(ends[0]), middle), max(float(ends[1]), middle))
        return Differences(
            participants=participants,
            level=self.share(found.level / total, LEVEL) if knows_level else None,
            pattern=self.share((found.pattern + stable) / total, PATTERN) if knows_pattern else None,
            occasion=self.share((self.occasion - stable) / total, OCCASION) if knows_level else None,
            other_colleague=self.share(sides.other[:, :, place] @ weights),
            same_colleague=self.share(sides.same[:, :, place] @ weights, SAME) if knows_level else None,
            colleagues_needed=_finite(middle),
            needed_interval=(_finite(low), _finite(high)),
        )

    def criteria(self, found: Variances) -> tuple[tuple[str, Share], ...]:
        """Return what each criterion adds to the pattern, largest first; nothing without weights of people's own."""
        if self.fit.draws is None:
            return ()
        parts = found.by_criterion / self.total(found)[:, None]
        rows = [(key, self.share(parts[:, c], PATTERN)) for c, key in enumerate(self.study.criterion_keys)]
        return tuple(sorted(rows, key=lambda row: -row[1].share))

    def levels(self, other: Floats) -> tuple[tuple[str, str, Share], ...]:
        """Return (D, M) ``other_colleague`` by level, the most divided first; levels of no case are left out."""
        rows = []
        for c, criterion in enumerate(self.study.criteria):
            for place, key in enumerate(criterion.level_keys):
                weights = self.cases.weights * (self.cases.profiles[:, c] == place)
                if weights.sum() > 0:
                    rows.append((criterion.key, key, self.share(other @ (weights / weights.sum()))))
        return tuple(sorted(rows, key=lambda row: -row[2].share))

    def scenarios(self, panel: Panel) -> tuple[tuple[str, Share], ...]:
        """Return ``other_colleague`` at every judged scenario, the most divided first."""
        judged = judged_cases(panel)
        everyone = np.ones((1, len(self.persons.weights)), dtype=np.bool_)
        people = None if self.persons.stand_for is None else [panel.n_participants]
        other = sides_of(self.persons, self.study.n_levels, judged.profiles, everyone, people=people).other[:, :, 0]
        rows = [(name, self.share(other[:, s])) for s, name in enumerate(judged.scenarios)]
        return tuple(sorted(rows, key=lambda row: -row[1].share))


def wider(draws: Floats, factor: float) -> Floats:
    """Return (D, ...) shares ``factor`` times as far from their median in log odds; unchanged where one is below 0."""
    if draws.min() < 0.0:
        return draws
    odds = logit(np.clip(draws, _EDGE, 1.0 - _EDGE))
    middle = np.median(odds, axis=0)
    spread: Floats = expit(middle + factor * (odds - middle))
    return spread


def _require_two_sides(panel: Panel) -> None:
    if not protect_scenarios(panel).overall:
        raise NotComputedError(Message("noise-one-side"))


def _people(panel: Panel, fit: Fit) -> tuple[Persons, dict[str, dict[str, NDArray[np.int64] | None]]]:
    """Return the people, and by characteristic and value the rows of those in it; None where it is not shown."""
    keys = [item.key for item in panel.study.characteristics]
    sizes = {key: group_sizes(panel, key) for key in keys}
    if is_erased(fit):
        visible = {key: shown_values(panel, key) for key in keys}
        margins = {
            key: {v: n / panel.n_participants for v, n in sizes[key].items() if v in visible[key]} for key in keys
        }
        return population_of(fit, margins), {key: dict.fromkeys(sizes[key]) for key in keys}
    if fit.draws is None:
        return persons_of(fit), {key: dict.fromkeys(sizes[key]) for key in keys}
    return persons_of(fit), {key: {value: _group(panel, fit, key, value) for value in sizes[key]} for key in keys}


def _group(panel: Panel, fit: Fit, key: str, value: str) -> NDArray[np.int64] | None:
    if value not in shown_values(panel, key):
        return None
    rows = members_of(panel, fit, key, value)
    return rows if len(rows) >= max(panel.study.minimum_group, 2) else None


def _size(rows: NDArray[np.int64] | None) -> int:
    return 0 if rows is None else len(rows)


def _places(panel: Panel, fit: Fit) -> NDArray[np.int64]:
    """(I,) where the draws of every participant of the panel are; -1 for those who have none."""
    place = np.full(panel.n_participants, -1, dtype=np.int64)
    if fit.draws is not None:
        rows = fit.draws.places(None) if fit.draws.representatives is None else fit.draws.representatives.rows
        place[rows] = np.arange(len(rows))
    return place


def _chosen(fit: Fit, rows: NDArray[np.int64] | None, size: int) -> NDArray[np.bool_]:
    chosen = np.zeros(size, dtype=np.bool_)
    chosen[rows if fit.draws is None else fit.draws.places(rows)] = True
    return chosen


def _in_draws(repeats: _Repeats, persons: Persons, study: Study) -> Floats:
    """Return (D,) the stable share, in as many draws as there are of the people."""
    stable = stable_share(persons, study.n_levels, repeats.person, repeats.profiles, repeats.answers)
    result: Floats = np.resize(stable, len(persons.thresholds))
    return result


def _limits(fit: Fit, repeats: _Repeats | None, cases: CaseSet) -> list[str]:
    """Say what this fit, these answers and these cases cannot tell."""
    limits: list[str] = []
    if cases.left_out > _NEGLIGIBLE:
        limits.append(Message("noise-left-out", percent=100 * cases.left_out))
    if fit.model == "pooled":
        limits.append(Message("noise-pooled"))
    elif fit.model == "mixed":
        limits.append(Message("noise-mixed"))
    if fit.model != "hierarchical":
        return limits
    if is_erased(fit):
        limits.append(Message("noise-erased"))
    if not repeats:
        limits.append(Message("noise-no-repeats"))
    return limits


def _finite(number: float) -> int | None:
    return int(number) if np.isfinite(number) else None

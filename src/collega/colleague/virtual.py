"""The virtual colleague: whom to ask, and what they answer to one case or many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.colleague.advice import Advice
from collega.colleague.answer import Answering, Draws, ends_of
from collega.colleague.case import Case
from collega.colleague.evidence import Evidence, Group, margins_of
from collega.colleague.group import check_group
from collega.colleague.nearest import nearest_among
from collega.colleague.unjudged_levels import Levels, judged_part
from collega.errors import DisclosureError, NotComputedError
from collega.insight.populations import OtherShares, Populations, Share, populations_of
from collega.messages import Message
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.population import is_erased, population_of
from collega.model.share import interval_of, personal_shares, shares_of
from collega.model.stale import require_same_study
from collega.panel.counts_file import Counts
from collega.panel.panel import Panel
from collega.study.coding import BLANK
from collega.study.definition import Study

_TOGETHER = 100  # cases, between two words of progress


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShare:
    """The share of one of many cases, 0..1, its interval, those beside it, and what was asked that nobody judged."""

    case: Case
    unjudged: Levels
    share: float
    interval: tuple[float, float]
    others: OtherShares


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """The share of one group, 0..1, with its 90% interval; ``participants`` is the size of the group."""

    group: Group
    participants: int
    share: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VirtualColleague:
    """Whom to ask, with what all cases have in common computed once: for every door the same one.

    Attributes
    ----------
    study : Study
    fit : Fit
    evidence : Evidence
    group : tuple of (characteristic, value) or None
    participants : int
        How many professionals the answers rest on.
    everyone : Persons
        All participants of the fit; people like them where their own draws are gone.
    members : (I,) int64 or None
        Rows of ``everyone`` that are in the group; None for all.
    draws : Draws
        Those of the group, and the parts of them that the slower answers are computed on.
    average : float
        Share of the all-blank case, 0..1.
    average_interval : tuple of float
    populations : Populations
        Whose shares come beside.
    group_persons : mapping of (characteristic, value) to Persons
        People like those of each group, where the participants' own draws are gone.
    """

    study: Study
    fit: Fit
    evidence: Evidence
    group: Group | None
    participants: int
    everyone: Persons
    members: NDArray[np.int64] | None
    draws: Draws
    average: float
    average_interval: tuple[float, float]
    populations: Populations
    group_persons: Mapping[Group, Persons]

    @classmethod
    def of(
        cls,
        study: Study,
        fit: Fit,
        *,
        panel: Panel | None = None,
        group: Group | None = None,
        counts: Counts | None = None,
    ) -> VirtualColleague:
        """Check that these may be asked; arguments and refusals as of :func:`ask`."""
        require_many(study, fit)
        if group is not None:
            _check_group(study, fit, panel, group)
        evidence = Evidence.from_panel(study, fit, panel, group=group, counts=counts, by_group=group is None)
        return cls.with_evidence(study, fit, evidence, group=group, counts=counts)

    @classmethod
    def with_evidence(
        cls, study: Study, fit: Fit, evidence: Evidence, *, group: Group | None = None, counts: Counts | None = None
    ) -> VirtualColleague:
        """Return the virtual colleague of a fit and what is known of its participants.

        Raises
        ------
        DisclosureError
            Where the fit rests on fewer than the minimum group.
        NotComputedError
            For a fit of another version of the study.
        """
        require_many(study, fit)
        n, erased = len(fit.participants), is_erased(fit)
        margins = margins_of(evidence.sizes, n)
        everyone = population_of(fit, margins) if erased else persons_of(fit)
        members = None if group is None else np.asarray(evidence.groups[group], dtype=np.int64)
        persons = everyone if members is None else persons_of(fit, members)
        blank = np.full(len(study.criteria), BLANK, dtype=np.int64)
        places = None if members is None or fit.draws is None else fit.draws.places(members)
        average = _share(persons, _shares_of(everyone, Blanks.of(study, fit.judged_levels), blank, places))
        return cls(
            study=study,
            fit=fit,
            evidence=evidence,
            group=group,
            participants=n if members is None else len(members),
            everyone=everyone,
            members=places,
            draws=Draws.from_persons(persons, fit.judged_levels.to_part_worths),
            average=average.share,
            average_interval=average.interval,
            populations=populations_of(
                fit, persons, counts=counts, composition=evidence.composition, minimum=study.minimum_group,
                refused=evidence.refused, group=group,
            ),
            group_persons={value: population_of(fit, margins, value) for value in evidence.sizes} if erased else {},
        )  # fmt: skip

    @property
    def blanks(self) -> Blanks:
        """What may be left open; made anew each time, since it remembers what was asked of it."""
        return Blanks.of(self.study, self.fit.judged_levels)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be known before the answers are used."""
        return self.evidence.warnings

    @property
    def from_population(self) -> bool:
        """Whether the participants' own draws are gone, so that people like them answer."""
        return is_erased(self.fit)

    def advise(self, case: Case) -> Advice:
        """Answer one case in full."""
        return self.advise_with_groups(case)[0]

    def advise_with_groups(self, case: Case) -> tuple[Advice, tuple[GroupShare, ...]]:
        """Answer one case in full, and give the shares of the groups that may be shown."""
        case, unjudged = judged_part(case, self.fit)
        profile, blanks = case.profile(self.study), self.blanks
        chances = personal_shares(self.everyone, blanks, profile)
        share_draws = self._share_draws(chances)
        near = () if self.evidence.answers is None or self.evidence.design is None else nearest_among(
            self.study, self.evidence.design, self.fit, profile, self.evidence.answers
        )  # fmt: skip
        answering = Answering(
            study=self.study, fit=self.fit, draws=self.draws, blanks=blanks, profile=profile, own=share_draws,
            doubtful=self.evidence.doubtful,
        )  # fmt: skip
        advice = answering.advice(
            case, unjudged=unjudged, group=self.group, participants=self.participants,
            average=Share(share=self.average, interval=self.average_interval), nearest=near,
            limits=self.evidence.limits, warnings=self.warnings, populations=self.populations,
        )  # fmt: skip
        return advice, self._groups(blanks, profile, chances)

    def advise_all(self, cases: Sequence[Case], progress: Callable[[float], None] | None = None) -> list[Advice]:
        """Answer every case in full, and tell which fraction is done."""
        advices: list[Advice] = []
        for number, case in enumerate(cases, start=1):
            advices.append(self.advise(case))
            if progress is not None:
                progress(number / len(cases))
        return advices

    def by_group(self, case: Case) -> tuple[GroupShare, ...]:
        """Return the shares of the groups that may be shown."""
        profile, blanks = judged_part(case, self.fit)[0].profile(self.study), self.blanks
        chances = personal_shares(self.everyone, blanks, profile)
        return self._groups(blanks, profile, chances)

    def shares(self, cases: Sequence[Case], progress: Callable[[float], None] | None = None) -> list[CaseShare]:
        """Return the shares of many cases and no more, much faster than advice in full."""
        answers: list[CaseShare] = []
        for start in range(0, len(cases), _TOGETHER):
            parts = [judged_part(case, self.fit) for case in cases[start : start + _TOGETHER]]
            profiles, blanks = np.vstack([case.profile(self.study) for case, _ in parts]), self.blanks
            shares = self._shares(blanks, profiles)
            others = self.populations.beside(blanks, profiles, shares)
            answers += [
                CaseShare(case=case, unjudged=unjudged, share=share.share, interval=share.interval, others=beside)
                for (case, unjudged), share, beside in zip(parts, shares, others, strict=True)
            ]
            if progress is not None:
                progress(len(answers) / len(cases))
        return answers

    def _shares(self, blanks: Blanks, profiles: NDArray[np.int64]) -> list[Share]:
        """Return the shares of (M, C) cases; of those with blanks one by one, as :meth:`advise` computes them."""
        persons, opened = self.draws.all, (profiles == BLANK).any(axis=1)
        shares: dict[int, Share] = {}
        if not opened.all():
            draws = shares_of(persons, blanks, profiles[~opened])
            shares = {
                int(m): _share(persons, column) for m, column in zip(np.flatnonzero(~opened), draws.T, strict=True)
            }
        for m in np.flatnonzero(opened):
            shares[int(m)] = _share(persons, _shares_of(self.everyone, blanks, profiles[m], self.members))
        return [shares[m] for m in range(len(profiles))]

    def _share_draws(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        return _mean(self.everyone, chances, self.members)

    def _groups(
        self, blanks: Blanks, profile: NDArray[np.int64], chances: NDArray[np.float64]
    ) -> tuple[GroupShare, ...]:
        by_group = {
            group: _mean(self.everyone, chances, rows if self.fit.draws is None else self.fit.draws.places(rows))
            for group, rows in self.evidence.groups.items()
        }
        by_group |= {group: personal_shares(persons, blanks, profile) @ persons.weights
                  for group, persons in self.group_persons.items()}  # fmt: skip
        if not by_group:
            return ()
        draws = np.column_stack(list(by_group.values()))
        shares = zip(by_group, self.everyone.centre(draws), interval_of(draws), strict=True)
        return tuple(
            GroupShare(
                group=group, participants=self.evidence.sizes[group], share=float(share),
                interval=ends_of(float(share), interval),
            )
            for group, share, interval in shares
        )  # fmt: skip


def ask(
    study: Study,
    fit: Fit,
    case: Case,
    *,
    panel: Panel | None = None,
    group: Group | None = None,
    counts: Counts | None = None,
) -> Advice:
    """Ask what these participants would advise.

    Parameters
    ----------
    study : Study
    fit : Fit
    case : Case
    panel : Panel, optional
        The participants of the fit; needed for the nearest scenarios and for groups.
    group : (characteristic, value), optional
    counts : Counts, optional
        Of the profession, for its share beside that of the participants; needs the panel.

    Raises
    ------
    DataError
        For a group that does not exist, and for weights that are not of the participants.
    DisclosureError
        For one that may not be shown.
    NotComputedError
        For a group of another model than the hierarchical one.
    """
    return VirtualColleague.of(study, fit, panel=panel, group=group, counts=counts).advise(case)


def require_many(study: Study, fit: Fit) -> None:
    """Raise for a fit of another study, and for one that rests on fewer than the minimum group."""
    require_same_study(study, fit)
    if len(fit.participants) < study.minimum_group:
        raise DisclosureError(Message("colleague-model-of-too-few", minimum=study.minimum_group))


def _check_group(study: Study, fit: Fit, panel: Panel | None, group: Group) -> None:
    check_group(study, group)
    if fit.draws is None:
        raise NotComputedError(Message("model-knows-no-groups", model=fit.model))
    if panel is None:
        raise NotComputedError(Message("colleague-group-needs-panel"))


def _shares_of(
    everyone: Persons, blanks: Blanks, profile: NDArray[np.int64], members: NDArray[np.int64] | None
) -> NDArray[np.float64]:
    return _mean(everyone, personal_shares(everyone, blanks, profile), members)


def _mean(
    everyone: Persons, chances: NDArray[np.float64], members: Sequence[int] | NDArray[np.int64] | None
) -> NDArray[np.float64]:
    """Return (D,) the share of these rows of the (D, I) chances; of all as much as they count."""
    if members is None:
        return np.asarray(chances @ everyone.weights)
    weights = everyone.weights[members]
    return np.asarray(chances[:, members] @ (weights / weights.sum()))


def _share(persons: Persons, draws: NDArray[np.float64]) -> Share:
    share = float(persons.centre(draws))
    return Share(share=share, interval=ends_of(share, interval_of(draws)))

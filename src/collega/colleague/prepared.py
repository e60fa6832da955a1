"""A virtual colleague who answers at once: everything that does not depend on the case is done beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.colleague.advice import Advice, advise
from collega.colleague.case import Case
from collega.colleague.nearest import nearest_among
from collega.colleague.unjudged_levels import judged_part
from collega.design.layout import Design
from collega.errors import DisclosureError
from collega.insight.populations import Populations, populations_of
from collega.model.blanks import Blanks
from collega.model.composition import Composition
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.population import Margins, is_erased, population_of
from collega.model.share import interval_of, shares_of
from collega.model.stale import fit_warnings, require_same_study
from collega.panel.counts_file import Counts
from collega.study.coding import BLANK
from collega.study.definition import Study

Group = tuple[str, str]
FEW = 60  # draws behind the reasons: each within about half a percentage point of all draws
GROUP_DRAWS = 400  # behind the shares of groups where a case has blanks: ends of intervals within about half a point


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """The share of one group, 0..1, with its 90% interval; ``participants`` is the size of the group."""

    group: Group
    participants: int
    share: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """What every advice of one fit needs.

    Attributes
    ----------
    study, design, fit
    answers : polars.DataFrame
        Protected answers per scenario, as they were when the fit was made.
    persons, few : Persons
        Everybody; and a part of the draws.
    populations : Populations
        Whose shares come beside.
    average : float
        Share of the all-blank case.
    members : mapping of (characteristic, value) to Persons
        Groups that may be shown.
    sizes : mapping of (characteristic, value) to int
    from_population : bool
        Whether the participants' own draws are gone, so that people like them answer.
    """

    study: Study
    design: Design
    fit: Fit
    answers: pl.DataFrame
    persons: Persons
    few: Persons
    populations: Populations
    average: float
    members: Mapping[Group, NDArray[np.int64] | Persons]
    sizes: Mapping[Group, int]
    from_population: bool

    @property
    def blanks(self) -> Blanks:
        """What may be left open; made anew each time, since it remembers what was asked of it."""
        return Blanks.of(self.study, self.fit.judged_levels)

    def ask(self, case: Case) -> Advice:
        """Answer a case for everybody."""
        case, unjudged = judged_part(case, self.fit)
        profile = case.profile(self.study)
        return advise(
            self.study,
            self.fit,
            self.persons,
            self.blanks,
            case,
            average=self.average,
            participants=len(self.fit.participants),
            unjudged=unjudged,
            nearest=nearest_among(self.study, self.design, self.fit, profile, self.answers),
            limits=self.fit.limits or (),
            warnings=fit_warnings(self.fit, None),
            few=self.few,
            populations=self.populations,
        )

    def by_group(self, case: Case, characteristic: str | None = None) -> tuple[GroupShare, ...]:
        """Return the shares of the groups that may be shown, of one characteristic or of all."""
        groups = [group for group in self.members if characteristic in {None, group[0]}]
        profile = judged_part(case, self.fit)[0].profile(self.study)[None]
        blank = bool((profile == BLANK).any())
        own = None if self.from_population else self._everyone(profile, self._for_groups if blank else self.persons)
        shares = []
        for group in groups:
            members = self.members[group]
            if isinstance(members, Persons):
                drawn = shares_of(members, self.blanks, profile)[:, 0]
            else:
                assert own is not None
                drawn = own[:, members].mean(axis=1)
            share, (low, high) = float(drawn.mean()), interval_of(drawn)
            shares.append(
                GroupShare(
                    group=group, participants=self.sizes[group], share=share,
                    interval=(min(float(low), share), max(float(high), share)),
                )
            )  # fmt: skip
        return tuple(shares)

    @property
    def _for_groups(self) -> Persons:
        return self.persons.thinned(GROUP_DRAWS * self.persons.coefficients.shape[1])

    def _everyone(self, profile: NDArray[np.int64], persons: Persons) -> NDArray[np.float64]:
        """Return (D, I) probabilities of a positive answer: everyone in every draw as a panel of one."""
        n_draws, n_people, width = persons.coefficients.shape
        single = Persons(
            coefficients=persons.coefficients.reshape(n_draws * n_people, 1, width),
            thresholds=np.repeat(persons.thresholds, n_people, axis=0),
            weights=np.ones(1),
            link=persons.link,
            positive=persons.positive,
            first_is_estimate=False,
        )
        return shares_of(single, self.blanks, profile)[:, 0].reshape(n_draws, n_people)


def prepare(
    study: Study,
    design: Design,
    fit: Fit,
    answers: pl.DataFrame,
    groups: Mapping[Group, Sequence[int]],
    sizes: Mapping[Group, int],
    *,
    counts: Counts | None = None,
    refused: str = "",
) -> Prepared:
    """Do beforehand what does not depend on a case.

    Parameters
    ----------
    study, design, fit
    answers : polars.DataFrame
        As :func:`collega.insight.answers_by_scenario` has it.
    groups : mapping of (characteristic, value) to rows of ``fit.participants``
        Groups that may be shown; not used for an erased fit.
    sizes : mapping of (characteristic, value) to int
        Participants in each group that may be shown.
    counts : Counts, optional
        Of the profession.
    refused : str
        Why these participants cannot speak for it.

    Raises
    ------
    DisclosureError
        Where the fit rests on fewer than the minimum group.
    NotComputedError
        For a fit of another version of the study.
    """
    require_same_study(study, fit)
    n = len(fit.participants)
    if n < study.minimum_group:
        raise DisclosureError(
            f"The model rests on fewer than {study.minimum_group} participants ('minimum_group'), so it cannot advise."
        )
    gone = is_erased(fit)
    persons = population_of(fit, _margins(sizes, n)) if gone else persons_of(fit)
    composition = Composition.from_margins(_margins(sizes, n)) if gone else Composition.from_groups(n, groups)
    blank, blanks = np.full((1, len(study.criteria)), BLANK, dtype=np.int64), Blanks.of(study, fit.judged_levels)
    return Prepared(
        study=study,
        design=design,
        fit=fit,
        answers=answers,
        persons=persons,
        few=persons.thinned(FEW * persons.coefficients.shape[1]),
        populations=populations_of(
            fit, persons, counts=counts, composition=composition, minimum=study.minimum_group, refused=refused
        ),
        average=float(persons.centre(shares_of(persons, blanks, blank))[0]),
        members=_members(fit, groups, sizes, gone=gone),
        sizes=sizes,
        from_population=gone,
    )


def _members(
    fit: Fit, groups: Mapping[Group, Sequence[int]], sizes: Mapping[Group, int], *, gone: bool
) -> dict[Group, NDArray[np.int64] | Persons]:
    if fit.draws is None:
        return {}
    if gone:
        margins = _margins(sizes, len(fit.participants))
        return {group: population_of(fit, margins, group) for group in sizes}
    return {group: np.asarray(rows, dtype=np.int64) for group, rows in groups.items()}


def _margins(sizes: Mapping[Group, int], n: int) -> Margins:
    margins: dict[str, dict[str, float]] = {}
    for (characteristic, value), size in sizes.items():
        margins.setdefault(characteristic, {})[value] = size / n
    return margins

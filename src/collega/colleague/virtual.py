"""The virtual colleague: whom to ask, and what they answer to one case or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.colleague.advice import Advice, advise, ends_of
from collega.colleague.case import Case
from collega.colleague.group import check_group
from collega.colleague.nearest import nearest_scenarios
from collega.colleague.unjudged_levels import Levels, judged_part
from collega.errors import DisclosureError, NotComputedError
from collega.insight.disclosure import require_group
from collega.insight.groups import composition_of, members_of
from collega.insight.populations import OtherShares, Populations, Share, populations_of
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.profession import refusal
from collega.model.share import interval_of, shares_of
from collega.model.stale import fit_limits, fit_warnings, require_same_study
from collega.panel.counts_file import Counts
from collega.panel.group_limits import group_limits
from collega.panel.limits import Limit, limit_text
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VirtualColleague:
    """Whom to ask, with what all cases have in common computed once.

    Attributes
    ----------
    study : Study
    fit : Fit
    panel : Panel or None
    group : tuple of (characteristic, value) or None
    participants : int
        How many professionals the answers rest on.
    average : float
        Share of the all-blank case, 0..1.
    limits : tuple of Limit
        What limits the answers behind the fit, and those of the group.
    warnings : tuple of str
    """

    study: Study
    fit: Fit
    panel: Panel | None
    group: tuple[str, str] | None
    participants: int
    average: float
    limits: tuple[Limit, ...]
    warnings: tuple[str, ...]
    persons: Persons
    populations: Populations
    blanks: Blanks

    @classmethod
    def of(
        cls,
        study: Study,
        fit: Fit,
        *,
        panel: Panel | None = None,
        group: tuple[str, str] | None = None,
        counts: Counts | None = None,
    ) -> VirtualColleague:
        """Check that these may be asked; arguments and refusals as of :func:`ask`."""
        require_same_study(study, fit)
        if len(fit.participants) < study.minimum_group:
            raise DisclosureError(
                f"The model rests on fewer than {study.minimum_group} participants ('minimum_group'), so it cannot "
                "advise."
            )
        members = None if group is None else _members(study, fit, panel, group)
        of_group = () if group is None or panel is None else group_limits(panel, *group)
        persons, blanks = persons_of(fit, members), Blanks.of(study, fit.judged_levels)
        blank = np.full((1, len(study.criteria)), BLANK, dtype=np.int64)
        return cls(
            study=study,
            fit=fit,
            panel=panel,
            group=group,
            participants=len(fit.participants) if members is None else len(members),
            average=float(persons.centre(shares_of(persons, blanks, blank))[0]),
            limits=(*fit_limits(fit, panel), *of_group),
            warnings=(*fit_warnings(fit, panel), *map(limit_text, of_group)),
            persons=persons,
            populations=populations_of(
                fit, persons, counts=counts, minimum=study.minimum_group, group=group,
                composition=None if panel is None or counts is None else composition_of(panel, fit),
                refused="" if panel is None or counts is None else refusal(counts, panel),
            ),
            blanks=blanks,
        )  # fmt: skip

    def advise(self, case: Case) -> Advice:
        """Answer one case in full."""
        case, unjudged = judged_part(case, self.fit)
        profile = case.profile(self.study)
        return advise(
            self.study,
            self.fit,
            self.persons,
            self.blanks,
            case,
            average=self.average,
            participants=self.participants,
            unjudged=unjudged,
            group=self.group,
            nearest=() if self.panel is None else nearest_scenarios(self.panel, self.fit, profile, self.group),
            limits=self.limits,
            warnings=self.warnings,
            populations=self.populations,
        )

    def advise_all(self, cases: Sequence[Case], progress: Callable[[float], None] | None = None) -> list[Advice]:
        """Answer every case in full, and tell which fraction is done."""
        told: list[Advice] = []
        for number, case in enumerate(cases, start=1):
            told.append(self.advise(case))
            if progress is not None:
                progress(number / len(cases))
        return told

    def shares(self, cases: Sequence[Case], progress: Callable[[float], None] | None = None) -> list[CaseShare]:
        """Return the shares of many cases and no more, much faster than advice in full."""
        found: list[CaseShare] = []
        for start in range(0, len(cases), _TOGETHER):
            some = [judged_part(case, self.fit) for case in cases[start : start + _TOGETHER]]
            profiles = np.vstack([case.profile(self.study) for case, _ in some])
            draws = shares_of(self.persons, self.blanks, profiles)
            own = [
                Share(share=float(share), interval=ends_of(float(share), interval))
                for share, interval in zip(self.persons.centre(draws), interval_of(draws), strict=True)
            ]
            others = self.populations.beside(self.blanks, profiles, own)
            found += [
                CaseShare(case=case, unjudged=unjudged, share=one.share, interval=one.interval, others=beside)
                for (case, unjudged), one, beside in zip(some, own, others, strict=True)
            ]
            if progress is not None:
                progress(len(found) / len(cases))
        return found


def ask(
    study: Study,
    fit: Fit,
    case: Case,
    *,
    panel: Panel | None = None,
    group: tuple[str, str] | None = None,
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


def _members(study: Study, fit: Fit, panel: Panel | None, group: tuple[str, str]) -> NDArray[np.int64]:
    """Return the group's rows of the fit."""
    check_group(study, group)
    if fit.draws is None:
        raise NotComputedError(
            f"The {fit.model} model knows no differences between groups. "
            "Fit the hierarchical model for that: collega fit FOLDER --model hierarchical"
        )
    if panel is None:
        raise NotComputedError("A group needs the panel: who is in it stands there, not in the fit.")
    counted = panel.counted
    require_group(counted, *group)
    fitted = counted.people["participant"].is_in(pl.Series(fit.participants).implode()).to_numpy()
    if not fitted.all():
        require_group(counted.keep(fitted), *group)
    gone = len(fit.participants) - int(fitted.sum())
    if 0 < gone < study.minimum_group:
        raise DisclosureError(
            f"The model still rests on fewer than {study.minimum_group} participants who no longer count, and what all "
            "groups leave of it would reveal them. Fit again: collega fit FOLDER"
        )
    return members_of(counted, fit, *group)

"""What an advice needs of the panel beside the fit, as far as it may be told: who is in which group, what was answered.

It is read from a panel, or from what a site keeps of one; the advice is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.errors import DisclosureError
from collega.insight.answers import answers_by_scenario, scenario_table
from collega.insight.disclosure import group_sizes, require_group, shown_values
from collega.insight.groups import composition_of, members_of
from collega.insight.scenarios import scenarios_from_counts
from collega.messages import Message
from collega.model.composition import Composition
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT, holm
from collega.model.population import Margins, is_erased
from collega.model.profession import refusal
from collega.model.stale import fit_limits, fit_warnings
from collega.model.wald import criterion_p_values
from collega.panel.counts_file import Counts
from collega.panel.group_limits import group_limits
from collega.panel.limits import Limit, limit_text
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts
from collega.study.definition import Study

Group = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known of the participants of a fit.

    Attributes
    ----------
    design : Design or None
        With ``answers``: for the nearest scenarios.
    answers : polars.DataFrame or None
        Protected answers per scenario, as :func:`collega.insight.answers_by_scenario` has them; of the group that is
        asked, where one is.
    groups : mapping of (characteristic, value) to rows of ``fit.participants``
        Groups that may be shown.
    sizes : mapping of (characteristic, value) to int
        How many participants are in each of these.
    composition : Composition or None
        Which characteristics go together; needed for counts of the profession.
    refused : str
        Why the participants cannot speak for the profession; empty where they can.
    doubtful : frozenset of str
        Criteria of which it is not demonstrated that they weigh: nothing is said to tip on them.
    limits : tuple of Limit
        What limits the answers behind the fit, and those of the group.
    warnings : tuple of str
        What must be told wherever the fit is used.
    """

    design: Design | None = None
    answers: pl.DataFrame | None = None
    groups: Mapping[Group, Sequence[int] | NDArray[np.int64]] = field(default_factory=dict)
    sizes: Mapping[Group, int] = field(default_factory=dict)
    composition: Composition | None = None
    refused: str = ""
    doubtful: frozenset[str] = frozenset()
    limits: tuple[Limit, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def from_panel(
        cls,
        study: Study,
        fit: Fit,
        panel: Panel | None,
        *,
        group: Group | None = None,
        counts: Counts | None = None,
        by_group: bool = False,
    ) -> Evidence:
        """Read it from a panel; ``by_group`` also who is in the groups that may be shown."""
        limits, warnings = fit_limits(fit, panel), fit_warnings(fit, panel)
        if panel is None:
            return cls(limits=limits, warnings=warnings)
        counted = panel.counted
        groups, sizes = _shown_groups(study, counted, fit) if by_group else ({}, {})
        if group is not None:
            _check_shown(study, counted, fit, group)
            beside = group_limits(panel, *group)
            limits, warnings = (*limits, *beside), (*warnings, *map(limit_text, beside))
            groups |= {group: members_of(counted, fit, *group)}
            sizes |= {group: len(groups[group])}
        return cls(
            design=counted.design,
            answers=answers_by_scenario(counted, group),
            groups=groups,
            sizes=sizes,
            composition=None if counts is None else composition_of(panel, fit),
            refused="" if counts is None else refusal(counts, panel),
            doubtful=doubtful_criteria(study.criterion_keys, criterion_p_values(counted)),
            limits=limits,
            warnings=warnings,
        )

    @classmethod
    def from_parts(cls, study: Study, fit: Fit, parts: PanelParts) -> Evidence | None:
        """Read it from what adds up over the parts of a panel, without any group.

        None where that is not enough: for people whose draws are gone, and where a scenario was judged by few or nearly
        all its answers are on one side.
        """
        if is_erased(fit):
            return None
        tally = parts.counted.tally
        protection = scenarios_from_counts(tally.counts, tally.judged_by, tally.most_answers, study)
        if protection is None:
            return None
        return cls(
            design=parts.design,
            answers=scenario_table(study, parts.design, tally.counts, tally.judged_by, protection),
            doubtful=doubtful_criteria(study.criterion_keys, criterion_p_values(parts)),
            limits=fit_limits(fit, parts),
            warnings=fit_warnings(fit, parts),
        )

    @classmethod
    def stored(
        cls,
        fit: Fit,
        design: Design,
        answers: pl.DataFrame,
        groups: Mapping[Group, Sequence[int]],
        sizes: Mapping[Group, int],
        *,
        refused: str = "",
        doubtful: frozenset[str] = frozenset(),
    ) -> Evidence:
        """Return it from what is kept beside a fit; ``groups`` are not used where the participants' draws are gone."""
        n = len(fit.participants)
        erased = is_erased(fit)
        return cls(
            design=design,
            answers=answers,
            groups={} if erased or fit.draws is None else groups,
            sizes=sizes,
            composition=Composition.from_margins(margins_of(sizes, n))
            if erased
            else Composition.from_groups(n, groups),
            refused=refused,
            doubtful=doubtful,
            limits=fit_limits(fit, None),
            warnings=fit_warnings(fit, None),
        )


def doubtful_criteria(criteria: Sequence[str], p_values: NDArray[np.float64]) -> frozenset[str]:
    """Return the criteria whose p-values, corrected by Holm, demonstrate no weight; not those without a p-value."""
    corrected = holm(p_values)
    return frozenset(key for key, p_value in zip(criteria, corrected, strict=True) if p_value >= SIGNIFICANT)


def margins_of(sizes: Mapping[Group, int], n: int) -> Margins:
    """Return the share of n participants in each group, 0..1."""
    margins: dict[str, dict[str, float]] = {}
    for (characteristic, value), size in sizes.items():
        margins.setdefault(characteristic, {})[value] = size / n
    return margins


def _shown_groups(study: Study, panel: Panel, fit: Fit) -> tuple[dict[Group, NDArray[np.int64]], dict[Group, int]]:
    groups: dict[Group, NDArray[np.int64]] = {}
    sizes: dict[Group, int] = {}
    for item in study.characteristics:
        visible = shown_values(panel, item.key)
        for value, size in group_sizes(panel, item.key).items():
            if value in visible:
                sizes[item.key, value] = size
                if fit.draws is not None:
                    groups[item.key, value] = members_of(panel, fit, item.key, value)
    return groups, sizes


def _check_shown(study: Study, panel: Panel, fit: Fit, group: Group) -> None:
    """Raise DisclosureError for a group that may not be shown, of the panel as it is or of those in the fit."""
    require_group(panel, *group)
    fitted = panel.people["participant"].is_in(pl.Series(fit.participants).implode()).to_numpy()
    if not fitted.all():
        require_group(panel.keep(fitted), *group)
    missing = len(fit.participants) - int(fitted.sum())
    if 0 < missing < study.minimum_group:
        raise DisclosureError(Message("colleague-model-reveals-leavers", minimum=study.minimum_group))

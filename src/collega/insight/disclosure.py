"""Nothing about few people: which groups and scenarios may be shown, also when somebody subtracts."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from collega.errors import DisclosureError
from collega.insight.choice import FEW, SIDES, Groups, Reason, shown_groups
from collega.insight.scenarios import Scenarios, scenarios_from_counts, scenarios_of
from collega.insight.suppression import groups_at_scenarios, groups_to_show
from collega.insight.totals import Group, given, group_sizes, judged
from collega.messages import Message
from collega.panel.panel import Panel
from collega.panel.tally import answer_counts, scenario_judges

__all__ = [
    "group_sizes",
    "judges_of",
    "may_show_all",
    "protect_scenarios",
    "reason_of",
    "require_all",
    "require_enough",
    "require_group",
    "shown_groups",
    "shown_scenarios",
    "shown_scenarios_of",
    "shown_values",
    "tested_values",
]
_groups: WeakKeyDictionary[Panel, Groups] = WeakKeyDictionary()
_scenarios: WeakKeyDictionary[Panel, Scenarios] = WeakKeyDictionary()
_shown_at: WeakKeyDictionary[Panel, dict[Group, NDArray[np.bool_]]] = WeakKeyDictionary()


def shown_values(panel: Panel, characteristic: str) -> frozenset[str]:
    """Return the values of a characteristic that may be shown, those of the other characteristics considered too."""
    return _groups_of(panel.counted).shown[characteristic]


def tested_values(panel: Panel, characteristic: str) -> frozenset[str]:
    """Return the values whose groups may be tested: those shown, and those hidden for their sides alone.

    A p-value tells no total, but over a group that is hidden because of few it would tell the rank sum of those.
    """
    groups = _groups_of(panel.counted)
    sides = {
        group[1] for group, reason in groups.reasons.items() if group[0] == characteristic and reason.kind == SIDES
    }
    return groups.shown[characteristic] | sides


def may_show_all(panel: Panel) -> bool:
    """Whether the panel as a whole is large enough."""
    return panel.counted.n_participants >= panel.study.minimum_group


def require_all(panel: Panel) -> None:
    """Raise DisclosureError where the whole panel is too small to say anything about."""
    require_enough(panel.counted.n_participants, panel.study.minimum_group)


def require_enough(participants: int, minimum: int) -> None:
    """Raise DisclosureError where so many participants are fewer than the minimum."""
    if participants < minimum:
        raise DisclosureError(Message("insight-too-few-participants", minimum=minimum))


def require_group(panel: Panel, characteristic: str, value: str) -> None:
    """Raise DisclosureError where this group of the counted participants may not be shown."""
    minimum = panel.study.minimum_group
    if value not in shown_values(panel, characteristic):
        raise DisclosureError(_refusal(reason_of(panel, characteristic, value), characteristic, value, minimum))


def _refusal(reason: Reason | None, characteristic: str, value: str, minimum: int) -> str:
    if reason is None or reason.kind == FEW:
        return Message("insight-group-too-small", characteristic=characteristic, value=value, minimum=minimum)
    if reason.kind == SIDES:
        return Message("insight-group-one-sided", characteristic=characteristic, value=value)
    groups = ", ".join("=".join(group) for group in reason.groups)
    return Message(
        "insight-group-by-subtraction", characteristic=characteristic, value=value, minimum=minimum, groups=groups
    )


def shown_scenarios(panel: Panel) -> NDArray[np.bool_]:
    """(S,) bool: scenarios at which the answers of everybody may be shown."""
    return protect_scenarios(panel).shown


def protect_scenarios(panel: Panel) -> Scenarios:
    """Return what may be told of everybody at each scenario."""
    panel = panel.counted
    if panel not in _scenarios:
        most = int(np.bincount(panel.participant).max(initial=0))
        plain = scenarios_from_counts(answer_counts(panel), judges_of(panel), most, panel.study)
        _scenarios[panel] = plain or scenarios_of(judged(panel), given(panel), panel.study.minimum_group)
    return _scenarios[panel]


def reason_of(panel: Panel, characteristic: str, value: str) -> Reason | None:
    """Return why a group may not be shown; None where it may, or where nobody is in it."""
    return _groups_of(panel.counted).reasons.get((characteristic, value))


def shown_scenarios_of(panel: Panel, characteristic: str, value: str) -> NDArray[np.bool_]:
    """(S,) bool: scenarios at which the answers of this group may be shown; none for a group that is hidden."""
    panel = panel.counted
    if panel not in _shown_at:
        _shown_at[panel] = groups_at_scenarios(panel, _groups_of(panel))
    nowhere = np.zeros(len(panel.design.scenarios), dtype=np.bool_)
    return _shown_at[panel].get((characteristic, value), nowhere)


def judges_of(panel: Panel) -> NDArray[np.int64]:
    """(S,) int64: participants who judged each scenario, once or more."""
    return scenario_judges(panel)


def _groups_of(panel: Panel) -> Groups:
    if panel not in _groups:
        _groups[panel] = groups_to_show(panel)
    return _groups[panel]

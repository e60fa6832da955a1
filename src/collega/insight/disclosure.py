"""Nothing about few people: which groups and scenarios may be shown, also when somebody subtracts."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from collega.errors import DisclosureError
from collega.insight.suppression import groups_at_scenarios, groups_to_show, scenarios_to_show, shown_groups
from collega.insight.totals import Group, Shown, group_sizes, judged
from collega.panel.panel import Panel

__all__ = [
    "group_sizes",
    "judges_of",
    "may_show_all",
    "require_all",
    "require_enough",
    "require_group",
    "shown_groups",
    "shown_scenarios",
    "shown_scenarios_of",
    "shown_values",
]
_shown: WeakKeyDictionary[Panel, Shown] = WeakKeyDictionary()
_shown_at: WeakKeyDictionary[Panel, dict[Group, NDArray[np.bool_]]] = WeakKeyDictionary()


def shown_values(panel: Panel, characteristic: str) -> frozenset[str]:
    """Return the values of a characteristic that may be shown, those of the other characteristics considered too."""
    return _values(panel.counted)[characteristic]


def may_show_all(panel: Panel) -> bool:
    """Whether the panel as a whole is large enough."""
    return panel.counted.n_participants >= panel.study.minimum_group


def require_all(panel: Panel) -> None:
    """Raise DisclosureError where the whole panel is too small to say anything about."""
    require_enough(panel.counted.n_participants, panel.study.minimum_group)


def require_enough(participants: int, minimum: int) -> None:
    """Raise DisclosureError where so many participants are fewer than the minimum."""
    if participants < minimum:
        raise DisclosureError(
            f"Fewer than {minimum} participants have answered, and the study shows nothing about so "
            "few (minimum_group). Wait for more answers."
        )


def require_group(panel: Panel, characteristic: str, value: str) -> None:
    """Raise DisclosureError where this group of the counted participants may not be shown."""
    minimum = panel.study.minimum_group
    if value not in shown_values(panel, characteristic):
        raise DisclosureError(
            f"The group {characteristic}={value} cannot be shown: it has fewer than {minimum} participants, or its "
            f"numbers would reveal those of such a group by subtraction. Ask for a larger group, or for everybody."
        )


def shown_scenarios(panel: Panel) -> NDArray[np.bool_]:
    """(S,) bool: scenarios at which the answers of everybody may be shown.

    At least the minimum must have judged it. The answers to all hidden scenarios together follow from all answers;
    if they are of fewer than the minimum, the scenario with the fewest participants is hidden too.
    """
    panel = panel.counted
    return scenarios_to_show(judged(panel), panel.study.minimum_group)


def shown_scenarios_of(panel: Panel, characteristic: str, value: str) -> NDArray[np.bool_]:
    """(S,) bool: scenarios at which the answers of this group may be shown; none for a group that is hidden."""
    panel = panel.counted
    if panel not in _shown_at:
        _shown_at[panel] = groups_at_scenarios(panel, _values(panel))
    nowhere = np.zeros(len(panel.design.scenarios), dtype=np.bool_)
    return _shown_at[panel].get((characteristic, value), nowhere)


def judges_of(panel: Panel) -> NDArray[np.int64]:
    """(S,) int64: participants who judged each scenario, once or more."""
    return np.bincount(judged(panel).scenario, minlength=len(panel.design.scenarios)).astype(np.int64)


def _values(panel: Panel) -> Shown:
    if panel not in _shown:
        _shown[panel] = groups_to_show(panel)
    return _shown[panel]

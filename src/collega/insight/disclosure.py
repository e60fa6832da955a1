"""Nothing about few people: which groups and scenarios may be shown, also when somebody subtracts.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: primary and secondary suppression of tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from collega.errors import DisclosureError
from collega.panel.panel import Panel
from collega.study.definition import DECLINED

Shown = dict[str, frozenset[str]]
_found: WeakKeyDictionary[Panel, Shown] = WeakKeyDictionary()


def group_sizes(panel: Panel, characteristic: str) -> dict[str, int]:
    """Return how many of the counted participants have each value; all withheld under ``prefer_not_to_say``."""
    panel = panel.counted
    keys = (*panel.study.characteristic(characteristic).value_keys, DECLINED)
    return {key: int(panel.group(characteristic, key).sum()) for key in keys}


def shown_groups(sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Return the groups of one characteristic that may be shown.

    A group below the minimum is hidden. What is hidden may not follow by subtracting the shown groups from all: the
    hidden ones together must be at least the minimum and at least two, or else the smallest shown group is hidden too.

    Parameters
    ----------
    sizes : mapping
        Participants of every value of one characteristic, withheld included; together all participants.
    minimum : int
    """
    return _complete({key for key, size in sizes.items() if size >= minimum and size > 0}, sizes, minimum)


def shown_values(panel: Panel, characteristic: str) -> frozenset[str]:
    """Return the values of a characteristic that may be shown, the other characteristics considered too.

    A group that lies within a group of another characteristic, with fewer than the minimum outside it, would give
    those away by subtraction; then the inner one is hidden as well.
    """
    panel = panel.counted
    if panel not in _found:
        _found[panel] = _across(panel)
    return _found[panel][characteristic]


def may_show_all(panel: Panel) -> bool:
    """Whether the panel as a whole is large enough."""
    return panel.counted.n_participants >= panel.study.minimum_group


def require_all(panel: Panel) -> None:
    """Raise DisclosureError where the whole panel is too small to say anything about."""
    if not may_show_all(panel):
        raise DisclosureError(
            f"Fewer than {panel.study.minimum_group} participants have answered, and the study shows nothing about so "
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
    """(S,) bool: scenarios whose answers may be shown.

    At least the minimum must have judged it. The answers to all hidden scenarios together follow from all answers;
    if they are of fewer than the minimum, the scenario with the fewest participants is hidden too.
    """
    panel = panel.counted
    judges, minimum = judges_of(panel), panel.study.minimum_group
    shown = judges >= minimum
    while True:
        hidden = np.unique(panel.participant[~shown[panel.scenario]])
        if len(hidden) == 0 or len(hidden) >= minimum or not shown.any():
            return shown
        shown[np.argmin(np.where(shown, judges, np.iinfo(np.int64).max))] = False


def shown_scenarios_of(panel: Panel, members: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(S,) bool: scenarios whose answers by these members, (I,) bool of the counted panel, may be shown.

    Neither the members nor the others may be too few, since the others follow from everybody's answers.
    """
    panel = panel.counted
    others = panel.keep(~members)
    shown = shown_scenarios(panel) & shown_scenarios(panel.keep(members))
    result: NDArray[np.bool_] = shown & (shown_scenarios(others) | (judges_of(others) == 0))
    return result


def judges_of(panel: Panel) -> NDArray[np.int64]:
    """(S,) int64: participants who judged each scenario, once or more."""
    n_scenarios = len(panel.design.scenarios)
    pairs = np.sort(panel.participant.astype(np.int64) * n_scenarios + panel.scenario)  # much faster than np.unique
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[first] % n_scenarios, minlength=n_scenarios).astype(np.int64)


def _complete(shown: set[str], sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    while True:
        hidden = [size for key, size in sizes.items() if key not in shown and size > 0]
        if not hidden or not shown or (len(hidden) >= 2 and sum(hidden) >= minimum):
            return frozenset(shown)
        shown.remove(min(shown, key=lambda key: (sizes[key], key)))


def _across(panel: Panel) -> Shown:
    minimum = panel.study.minimum_group
    sizes = {item.key: group_sizes(panel, item.key) for item in panel.study.characteristics}
    shown = {name: shown_groups(of, minimum) for name, of in sizes.items()}
    while True:
        inner = _given_away(panel, shown, minimum)
        if inner is None:
            return shown
        name, value = inner
        shown[name] = _complete(set(shown[name]) - {value}, sizes[name], minimum)


def _given_away(panel: Panel, shown: Shown, minimum: int) -> tuple[str, str] | None:
    """Return a shown group that is nearly all of another known set; known are shown groups and what is left of all."""
    known = [(name, value) for name in shown for value in sorted(shown[name])]
    members = [panel.group(name, value) for name, value in known]
    for name, values in shown.items():
        rest = np.ones(panel.n_participants, dtype=np.bool_)
        for value in values:
            rest &= ~panel.group(name, value)
        if rest.any() and values:
            known.append((name, ""))
            members.append(rest)
    if not known:
        return None
    table = np.array(members, dtype=np.float32)
    common = table @ table.T
    size = np.diag(common)
    outside = size[None, :] - size[:, None]
    nearly = (common == size[:, None]) & (outside > 0) & (outside < minimum)
    for inner, outer in np.argwhere(nearly).tolist():
        chosen = known[inner] if known[inner][1] else known[outer]
        if chosen[1]:
            return chosen
        name = chosen[0]  # what is left of all, twice: there one group more must go
        return name, min(shown[name], key=lambda value: (int(panel.group(name, value).sum()), value))
    return None

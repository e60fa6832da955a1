"""The choice of groups that may be shown, and why each of the others may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.insight.totals import Group, Shown

Ints = NDArray[np.int64]
FEW, OTHERS, SIDES = "few", "others", "sides"


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


def _complete(visible: set[str], sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    while True:
        hidden = [size for key, size in sizes.items() if key not in visible and size > 0]
        if not hidden or not visible or (len(hidden) >= 2 and sum(hidden) >= minimum):
            return frozenset(visible)
        visible.remove(min(visible, key=lambda key: (sizes[key], key)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a group is hidden.

    Attributes
    ----------
    kind : str
        ``few``: it is smaller than the minimum. ``others``: the numbers of fewer would follow by subtraction.
        ``sides``: nearly everybody in it is on one side, or that would follow of some.
    groups : tuple of Group
        Beside which other groups; empty where it is for itself.
    """

    kind: str
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """Which groups may be shown.

    Attributes
    ----------
    shown : dict
        Values by characteristic.
    reasons : dict
        Of each group with anybody in it that may not.
    reserve : (R,) int64
        Scenarios at which none may be shown, if any of them is hidden at any scenario.
    """

    shown: Shown
    reasons: Mapping[Group, Reason]
    reserve: Ints


class Choice:
    """The groups that are still shown, and why the others are not."""

    def __init__(self, sizes: Mapping[str, Mapping[str, int]], minimum: int) -> None:
        self.sizes, self.minimum = sizes, minimum
        self.reasons: dict[Group, Reason] = {}
        self.shown: Shown = {
            name: frozenset(key for key, size in counts.items() if size) for name, counts in sizes.items()
        }
        for name, counts in sizes.items():
            for value in [value for value, size in counts.items() if 0 < size < minimum]:
                self._take(name, value, Reason(kind=FEW))
            self._finish(name)

    def hide(self, group: Group, reason: Reason) -> None:
        """Hide a group, and those of its characteristic from which it would follow."""
        self._take(*group, reason)
        self._finish(group[0])

    def price(self, group: Group) -> int:
        """Return how many people are hidden in all with this group."""
        name, value = group
        rest = _complete(set(self.shown[name]) - {value}, self.sizes[name], self.minimum)
        return sum(self.sizes[name][key] for key in self.shown[name] - rest)

    def _take(self, name: str, value: str, reason: Reason) -> None:
        self.shown[name] -= {value}
        self.reasons[name, value] = reason

    def _finish(self, name: str) -> None:
        sizes = self.sizes[name]
        rest = _complete(set(self.shown[name]), sizes, self.minimum)
        for value in sorted(self.shown[name] - rest, key=lambda value: (sizes[value], value)):
            hidden = tuple((name, key) for key, size in sizes.items() if size and key not in self.shown[name])
            enough = sum(sizes[key] for _, key in hidden) >= self.minimum
            one_sided = enough and any(self.reasons[group].kind == SIDES for group in hidden)
            self._take(name, value, Reason(kind=SIDES if one_sided else OTHERS, groups=hidden))

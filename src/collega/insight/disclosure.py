"""Nothing about few people: which groups may be shown, also when somebody subtracts.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: primary and secondary suppression of tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from collega.errors import DisclosureError
from collega.panel.panel import Panel
from collega.study.definition import DECLINED


def group_sizes(panel: Panel, characteristic: str) -> dict[str, int]:
    """Return how many of the counted participants have each value; all withheld under ``prefer_not_to_say``."""
    keys = (*panel.study.characteristic(characteristic).value_keys, DECLINED)
    return {key: int(panel.group(characteristic, key).sum()) for key in keys}


def shown_groups(sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Return the groups that may be shown.

    A group below the minimum is hidden. What is hidden may not follow by subtracting the shown groups from all: the
    hidden ones together must be at least the minimum and at least two, or else the smallest shown group is hidden too.

    Parameters
    ----------
    sizes : mapping
        Participants of every value of one characteristic, withheld included; together all participants.
    minimum : int
    """
    shown = {key for key, size in sizes.items() if size >= minimum}
    while True:
        hidden = [size for key, size in sizes.items() if key not in shown and size > 0]
        if not hidden or not shown or (len(hidden) >= 2 and sum(hidden) >= minimum):
            return frozenset(shown)
        shown.remove(min(shown, key=lambda key: (sizes[key], key)))


def may_show_all(panel: Panel) -> bool:
    """Whether the panel as a whole is large enough."""
    return panel.n_participants >= panel.study.minimum_group


def require_group(panel: Panel, characteristic: str, value: str) -> None:
    """Raise DisclosureError where this group of the counted participants may not be shown."""
    minimum = panel.study.minimum_group
    if value not in shown_groups(group_sizes(panel, characteristic), minimum):
        raise DisclosureError(
            f"The group {characteristic}={value} cannot be shown: it has fewer than {minimum} participants, or its "
            f"numbers would reveal those of such a group by subtraction. Ask for a larger group, or for everybody."
        )

"""What is hidden so that nothing shown, added and subtracted, singles out few people.

Three kinds of totals are known: everybody at a scenario, a group over all scenarios, and a group at a scenario. A
combination of them must be zero for everybody, or not zero for at least the minimum number of people. Two steps see to
that, each a search as in :mod:`collega.insight.isolation`:

1. Groups. A few scenarios are the reserve: no group is shown there. Only the totals of everybody, and groups over all
   scenarios, reach the answers to them. For everyone the first scenario of the reserve that they judged is looked at.
   Groups are hidden until no combination there is left for few.
2. Scenarios. A combination that is zero there is a constant for everybody, nearly always; where groups go together with
   versions it may be more, and such combinations are totals of their own. So every scenario can be seen to alone:
   everybody who judged it, and the groups there, which are hidden until no combination is left for few.

Where no group is hidden at any scenario, groups over all scenarios tell nothing new, and no reserve is needed.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: primary and secondary suppression of tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from collega.insight.isolation import PATIENCE, Cells, gathered, isolating, swept, vanishing
from collega.insight.totals import (
    Group,
    Judged,
    Members,
    Reserve,
    Shown,
    group_sizes,
    judged,
    members,
    reserve,
)
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_PATIENCE = PATIENCE  # a tenth of it for each scenario


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


def groups_to_show(panel: Panel) -> Shown:
    """Return the values of every characteristic that may be shown: step 1.

    Of the groups that together single out few the smallest is hidden, until there are none.

    Parameters
    ----------
    panel : Panel
        Counted.
    """
    minimum, judgements = panel.study.minimum_group, judged(panel)
    kept = reserve(judgements, minimum)
    sizes = {item.key: group_sizes(panel, item.key) for item in panel.study.characteristics}
    shown = {name: shown_groups(of, minimum) for name, of in sizes.items()}
    while any(shown.values()):
        known = members(panel, shown)
        hidden = next(_too_telling(known, judgements, kept, minimum), None)
        if hidden is None:
            break
        for name, value in (known.names[g] for g in hidden):
            shown[name] = _complete(set(shown[name]) - {value}, sizes[name], minimum)
    return shown


def scenarios_to_show(judgements: Judged, minimum: int) -> Flags:
    """Return (S,) bool: at which scenarios the answers of everybody may be shown."""
    judges = np.bincount(judgements.scenario, minlength=judgements.n_scenarios)
    shown: Flags = judges >= minimum
    while True:
        hidden = np.unique(judgements.participant[~shown[judgements.scenario]])
        if len(hidden) == 0 or len(hidden) >= minimum or not shown.any():
            return shown
        shown[np.argmin(np.where(shown, judges, np.iinfo(np.int64).max))] = False


def groups_at_scenarios(panel: Panel, shown: Shown) -> dict[Group, Flags]:
    """Return for every shown group (S,) bool: at which scenarios its answers may be shown: step 2.

    Parameters
    ----------
    panel : Panel
        Counted.
    shown : dict
        As :func:`groups_to_show` has it.
    """
    minimum, judgements, known = panel.study.minimum_group, judged(panel), members(panel, shown)
    kept = reserve(judgements, minimum)
    cells, place = gathered(_totals(known, kept))
    rest = _left(cells, len(known.names))
    table = np.zeros((judgements.n_scenarios, len(known.names)), dtype=np.bool_)
    judges = np.zeros_like(table, dtype=np.int64)
    everybody = scenarios_to_show(judgements, minimum)
    done: dict[bytes, Flags] = {}
    for s in range(judgements.n_scenarios):
        counts = np.bincount(place[judgements.of(s)], minlength=len(cells.people))
        here, key = cells.of(counts), counts.tobytes()
        judges[s] = np.diag(here.shared(_width(known, kept)))[: len(known.names)]
        if everybody[s]:
            if key not in done:
                done[key] = _at_scenario(here, judges[s], rest, minimum)
            table[s] = done[key]
    if (table < (judges > 0)).any():
        table[kept.scenarios] = False
    return {name: table[:, g] for g, name in enumerate(known.names)}


def _complete(shown: set[str], sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    while True:
        hidden = [size for key, size in sizes.items() if key not in shown and size > 0]
        if not hidden or not shown or (len(hidden) >= 2 and sum(hidden) >= minimum):
            return frozenset(shown)
        shown.remove(min(shown, key=lambda key: (sizes[key], key)))


def _totals(known: Members, kept: Reserve) -> NDArray[np.int32]:
    """Return (I, H + 2) everyone's totals: of their groups, of everybody, and of their scenario of the reserve."""
    everybody = np.full(len(kept.first), len(known.names))
    reserved = np.where(kept.first < 0, -1, everybody + 1 + kept.first)
    return np.column_stack([known.totals, everybody, reserved]).astype(np.int32)


def _width(known: Members, kept: Reserve) -> int:
    return len(known.names) + 1 + len(kept.scenarios)


def _too_telling(known: Members, judgements: Judged, kept: Reserve, minimum: int) -> Iterator[Ints]:
    """Yield which groups to hide for every combination found that is left for few."""
    n_groups = len(known.names)
    cells, place = gathered(_totals(known, kept))
    covered = cells.of(np.where(cells.totals[:, -1] < 0, 0, cells.people))
    every = np.eye(_width(known, kept))
    yield from _found(covered, every, n_groups, minimum)
    if len(covered.people) < len(cells.people):
        yield from _found(cells, every[:, : n_groups + 1], n_groups, minimum)
    rest = _left(cells, n_groups)
    if rest.shape[1] > 1:
        for people in _judges(judgements, minimum):
            here = cells.of(np.bincount(place[people], minlength=len(cells.people)))
            yield from _found(here, rest, n_groups, minimum)


def _found(cells: Cells, columns: Floats, n_groups: int, minimum: int) -> Iterator[Ints]:
    combination = isolating(cells, columns, minimum, _PATIENCE)
    if combination is not None:
        yield _smallest(columns[:n_groups] @ combination)


def _smallest(involved: Floats) -> Ints:
    """Return which of these groups, the smallest first, to hide: the first involved; unknown: the first quarter."""
    if np.isnan(involved).any():
        return np.arange(-(-len(involved) // 4))
    size = np.abs(involved)
    return np.array([np.argmax(size > 1e-6 * size.max())])


def _judges(judgements: Judged, minimum: int) -> Iterator[Ints]:
    """Yield who judged each shown scenario, then who judged any hidden one."""
    shown = scenarios_to_show(judgements, minimum)
    for s in np.flatnonzero(shown).tolist():
        yield judgements.of(s)
    yield np.unique(judgements.participant[~shown[judgements.scenario]])


def _left(cells: Cells, n_groups: int) -> Floats:
    """Return (K, r) the combinations of groups and everybody that totals of the reserve can make zero there."""
    n_totals = int(cells.totals.max(initial=n_groups)) + 1
    own = slice(0, n_groups + 1)
    chosen = swept(np.ascontiguousarray(cells.shared(n_totals)[own, own]))[0]
    shared = cells.of(np.where(cells.totals[:, -1] < 0, 0, cells.people)).shared(n_totals)
    across, reserved = shared[own, n_groups + 1 :], np.diag(shared)[n_groups + 1 :]
    left = shared[own, own] - np.einsum("ar,br->ab", across / reserved, across)
    return np.eye(n_totals)[:, chosen] @ vanishing(left[np.ix_(chosen, chosen)])


def _at_scenario(cells: Cells, judges: Ints, rest: Floats, minimum: int) -> Flags:
    """Return (K,) bool: the groups that may be shown where these people judged, ``judges`` of each group."""
    visible: Flags = judges >= max(minimum, 1)
    fixed: Flags = np.abs(rest).max(axis=1) > 0
    while visible.any():
        order = np.flatnonzero(visible)[np.argsort(judges[visible], kind="stable")]
        needed = fixed | np.pad(visible, (0, len(fixed) - len(visible)))
        columns = np.hstack([np.eye(len(rest))[:, order], rest])
        combination = isolating(cells.without(~needed), columns, minimum, _PATIENCE // 10)
        if combination is None:
            break
        visible[order[_smallest(combination[: len(order)])]] = False
    return visible

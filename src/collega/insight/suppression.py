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

What is left is looked at again: no combination may tell everyone's side in it, as :mod:`collega.insight.sides` has it.
A combination over several scenarios tells that only if its part in each does. So one scenario of the reserve where it
does not is enough; where these do not suffice, more scenarios join the reserve. At the others the largest groups are
taken first, each unless a side would follow.

In small panels it is asked once more with whole numbers (:mod:`collega.insight.whole`).

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: primary and secondary suppression of tables.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from collega.insight.choice import OTHERS, SIDES, Choice, Groups, Reason
from collega.insight.isolation import PATIENCE, Cells, gathered, isolating, swept, vanishing
from collega.insight.scenarios import Scenarios, scenarios_of, scenarios_to_show
from collega.insight.sides import FEWEST, Counted, leaves_open, others_on_both_sides
from collega.insight.totals import (
    Given,
    Group,
    Judged,
    Members,
    Reserve,
    given,
    group_sizes,
    judged,
    members,
    reserve,
)
from collega.insight.whole import whole_numbers_leave_open
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_PATIENCE = PATIENCE  # a tenth of it for each scenario
_MANY = 2000  # answers to a scenario from which on groups are not tried one by one


def groups_to_show(panel: Panel) -> Groups:
    """Return the values of every characteristic that may be shown: step 1.

    Of the groups that together single out few, that one is hidden with which fewest people are, until there are none.

    Parameters
    ----------
    panel : Panel
        Counted.
    """
    minimum, judgements, answers = panel.study.minimum_group, judged(panel), given(panel)
    everybody = scenarios_of(judgements, answers, minimum)
    reserved = reserve(judgements, minimum, np.where(everybody.shown, everybody.divided, 0))
    choice = Choice({item.key: group_sizes(panel, item.key) for item in panel.study.characteristics}, minimum)
    while any(choice.shown.values()):
        members_shown = members(panel, choice.shown)
        involved = next(_too_telling(members_shown, judgements, reserved, minimum), None)
        if involved is None:
            break
        groups, searched = involved
        names = [members_shown.names[g] for g in groups]
        for name in [min(names, key=choice.price)] if searched else names:
            others = tuple(rival for rival in names if rival != name) if searched else ()
            if name[1] in choice.shown[name[0]]:
                choice.hide(name, Reason(kind=OTHERS, groups=others))
    open_ones = _open_groups(panel, choice, answers, everybody, reserved.scenarios)
    while not whole_numbers_leave_open(panel, choice.shown, {}):
        choice.hide(members(panel, choice.shown).names[0], Reason(kind=SIDES))
        open_ones = _open_groups(panel, choice, answers, everybody, reserved.scenarios)
    return Groups(shown=choice.shown, reasons=choice.reasons, reserve=open_ones)


def _open_groups(panel: Panel, choice: Choice, answers: Given, everybody: Scenarios, reserved: Ints) -> Ints:
    """Hide the groups from which a side would follow over all scenarios; return the reserve that sees to the others."""
    positive = answers.answer >= answers.positive
    for name in members(panel, choice.shown).names:
        mine = panel.group(*name)[answers.participant]
        if name[1] in choice.shown[name[0]] and not others_on_both_sides(positive[mine], answers.participant[mine]):
            choice.hide(name, Reason(kind=SIDES))
    others = np.setdiff1d(np.argsort(-everybody.divided, kind="stable"), reserved, assume_unique=True)
    order = np.concatenate([reserved, others[np.isin(others, answers.scenario)]])
    size, groups = max(len(reserved), 1), members(panel, choice.shown)
    while len(groups.names):
        if _open_at(groups, answers, order[:size], np.arange(len(groups.names))):
            return order[:size]
        if size >= len(order):
            _largest_open(groups, choice, answers, order)
            break
        size *= 2
    return order


def _largest_open(groups: Members, choice: Choice, answers: Given, scenarios: Ints) -> None:
    """Hide all groups but the largest from which together no side follows at these scenarios."""
    chosen: list[int] = []
    for g in range(len(groups.names) - 1, -1, -1):
        if _open_at(groups, answers, scenarios, np.array([*chosen, g])):
            chosen.append(g)
    for g, name in enumerate(groups.names):
        if g not in chosen and name[1] in choice.shown[name[0]]:
            choice.hide(name, Reason(kind=SIDES))


def _open_at(groups: Members, answers: Given, scenarios: Ints, chosen: Ints) -> bool:
    """Whether no side follows at these scenarios from everybody at each, and these groups over all of them."""
    n_groups, ordered = len(groups.names), np.sort(scenarios)
    rows = np.isin(answers.scenario, ordered)
    place = n_groups + np.searchsorted(ordered, answers.scenario[rows])
    totals = np.column_stack([groups.totals[answers.participant[rows]], place])
    columns = np.eye(n_groups + len(ordered))[:, np.append(chosen, n_groups + np.arange(len(ordered)))]
    counted = Counted(totals=totals, columns=columns)
    return leaves_open(counted, answers.answer[rows], answers.participant[rows], answers.n_answers, answers.positive)


def groups_at_scenarios(panel: Panel, groups: Groups) -> dict[Group, Flags]:
    """Return for every shown group (S,) bool: at which scenarios its answers may be shown: step 2.

    Parameters
    ----------
    panel : Panel
        Counted.
    groups : Groups
        As :func:`groups_to_show` has them.
    """
    minimum, judgements, answers = panel.study.minimum_group, judged(panel), given(panel)
    groups_shown = members(panel, groups.shown)
    everybody = scenarios_of(judgements, answers, minimum)
    reserved = reserve(judgements, minimum, np.where(everybody.shown, everybody.divided, 0))
    cells, place = gathered(_totals(groups_shown, reserved))
    rest = _zero_combinations(cells, len(groups_shown.names))
    table = np.zeros((judgements.n_scenarios, len(groups_shown.names)), dtype=np.bool_)
    judges = np.zeros_like(table, dtype=np.int64)
    decided: dict[bytes, Flags] = {}
    for s in range(judgements.n_scenarios):
        counts = np.bincount(place[judgements.of(s)], minlength=len(cells.people))
        cell, key = cells.of(counts), counts.tobytes()
        judges[s] = np.diag(cell.shared(_width(groups_shown, reserved)))[: len(groups_shown.names)]
        if everybody.shown[s]:
            if key not in decided:
                decided[key] = _at_scenario(cell, judges[s], rest, minimum)
            people, answer = answers.of(s)
            table[s] = _open_groups_at(cells.totals[place[people]], people, answer, answers, decided[key], rest)
    if (table < (judges > 0)).any():
        table[reserved.scenarios] = table[groups.reserve] = False
    flags = {name: table[:, g] for g, name in enumerate(groups_shown.names)}
    if table.any() and not whole_numbers_leave_open(panel, groups.shown, flags):
        return {name: np.zeros(judgements.n_scenarios, dtype=np.bool_) for name in groups_shown.names}
    return flags


def _open_groups_at(
    totals: NDArray[np.int32], people: Ints, answer: Ints, answers: Given, visible: Flags, rest: Floats
) -> Flags:
    """Return which of the visible groups may be shown at a scenario so that no side follows there.

    Parameters
    ----------
    totals : (N, q) int32
        Of who gave each answer there.
    who, answer : (N,) int64
    answers : Given
    visible : (H,) bool
    rest : (K, r) float64
        What is known there besides.
    """
    every = np.eye(len(rest))

    def is_open(chosen: Ints) -> bool:
        counted = Counted(totals=totals, columns=np.hstack([every[:, chosen], rest]))
        return leaves_open(counted, answer, people, answers.n_answers, answers.positive)

    divided = np.zeros((2, len(rest)), dtype=np.int64)
    for column in totals.T:
        side = (answer >= answers.positive).astype(np.int64)
        np.add.at(divided, (side[column >= 0], column[column >= 0]), 1)
    enough = np.flatnonzero(visible & (divided.min(axis=0)[: len(visible)] >= FEWEST))
    if len(enough) == 0 or is_open(enough):
        chosen = enough
    elif len(answer) > _MANY:
        chosen = enough[:0]
    else:
        chosen = np.array([], dtype=np.int64)
        for g in enough[::-1]:  # the largest first
            if is_open(np.append(chosen, g)):
                chosen = np.append(chosen, g)
    result = np.zeros_like(visible)
    result[chosen] = True
    return result


def _totals(groups: Members, reserve: Reserve) -> NDArray[np.int32]:
    """Return (I, H + 2) everyone's totals: of their groups, of everybody, and of their scenario of the reserve."""
    everybody = np.full(len(reserve.first), len(groups.names))
    reserved = np.where(reserve.first < 0, -1, everybody + 1 + reserve.first)
    return np.column_stack([groups.totals, everybody, reserved]).astype(np.int32)


def _width(groups: Members, reserved: Reserve) -> int:
    return len(groups.names) + 1 + len(reserved.scenarios)


def _too_telling(groups: Members, judgements: Judged, reserved: Reserve, minimum: int) -> Iterator[tuple[Ints, bool]]:
    """Yield which groups are in every combination found that is left for few; False where the search was too long."""
    n_groups = len(groups.names)
    cells, place = gathered(_totals(groups, reserved))
    covered = cells.of(np.where(cells.totals[:, -1] < 0, 0, cells.people))
    every = np.eye(_width(groups, reserved))
    yield from _isolating_rows(covered, every, n_groups, minimum)
    if len(covered.people) < len(cells.people):
        yield from _isolating_rows(cells, every[:, : n_groups + 1], n_groups, minimum)
    rest = _zero_combinations(cells, n_groups)
    if rest.shape[1] > 1:
        for people in _judges(judgements, minimum):
            cell = cells.of(np.bincount(place[people], minlength=len(cells.people)))
            yield from _isolating_rows(cell, rest, n_groups, minimum)


def _isolating_rows(cells: Cells, columns: Floats, n_groups: int, minimum: int) -> Iterator[tuple[Ints, bool]]:
    combination = isolating(cells, columns, minimum, _PATIENCE)
    if combination is None:
        return
    size = np.abs(columns[:n_groups] @ combination)
    if np.isnan(size).any():
        yield _smallest(size), False
    else:
        yield np.flatnonzero(size > 1e-6 * size.max()), True


def _smallest(involved: Floats) -> Ints:
    """Return which of these groups, the smallest first, to hide: the first involved; unknown: the first quarter."""
    if np.isnan(involved).any():
        return np.arange(-(-len(involved) // 4))
    size = np.abs(involved)
    return np.array([np.argmax(size > 1e-6 * size.max())])


def _judges(judgements: Judged, minimum: int) -> Iterator[Ints]:
    """Yield who judged each shown scenario, then who judged any hidden one."""
    visible = scenarios_to_show(judgements, minimum)
    for s in np.flatnonzero(visible).tolist():
        yield judgements.of(s)
    yield np.unique(judgements.participant[~visible[judgements.scenario]])


def _zero_combinations(cells: Cells, n_groups: int) -> Floats:
    """Return (K, r) the combinations of groups and everybody that totals of the reserve can make zero there."""
    n_totals = int(cells.totals.max(initial=n_groups)) + 1
    block = slice(0, n_groups + 1)
    chosen = swept(np.ascontiguousarray(cells.shared(n_totals)[block, block]))[0]
    shared = cells.of(np.where(cells.totals[:, -1] < 0, 0, cells.people)).shared(n_totals)
    across, reserved = shared[block, n_groups + 1 :], np.diag(shared)[n_groups + 1 :]
    remainder = shared[block, block] - np.einsum("ar,br->ab", across / reserved, across)
    return np.eye(n_totals)[:, chosen] @ vanishing(remainder[np.ix_(chosen, chosen)])


def _at_scenario(cells: Cells, judges: Ints, rest: Floats, minimum: int) -> Flags:
    """Return (K,) bool: the groups that may be shown where these people judged, ``judges`` of each group."""
    visible: Flags = judges >= max(minimum, 1)
    fixed: Flags = np.abs(rest).max(axis=1) > 0
    while visible.any():
        order = np.flatnonzero(visible)[np.argsort(judges[visible], kind="stable")]
        required = fixed | np.pad(visible, (0, len(fixed) - len(visible)))
        columns = np.hstack([np.eye(len(rest))[:, order], rest])
        combination = isolating(cells.without(~required), columns, minimum, _PATIENCE // 10)
        if combination is None:
            break
        visible[order[_smallest(combination[: len(order)])]] = False
    return visible

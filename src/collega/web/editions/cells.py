"""What of a fit may be shown beside all that was shown before.

Whoever compares states learns sums and differences of what they show, in any multiples. So a later state shows what the
people who are new in it could show by themselves, as a panel of their own: no total of before has them, so whatever is
added to it and subtracted, what is left of them is nothing, or at least the minimum group, with sides that do not
follow. It is nothing only for what cancels in everybody, which the ranks tell, so that nothing is left of who has gone
either. A group in which nobody came or went is what it was. The rest waits.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 5.4: linked tables and differencing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.insight.disclosure import protect_scenarios, shown_scenarios_of, shown_values
from collega.panel import Panel
from collega.web import bridge
from collega.web.editions.people import Block, blocks_of, token
from collega.web.records.models import ShownState, StoredFit

EVERYBODY: Block = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What is shown: which groups, and at which scenarios.

    Attributes
    ----------
    at : mapping of (characteristic, value) to scenarios
        Those of everybody under ("", ""). A group stands here that is shown at no scenario, too.
    """

    at: Mapping[Block, frozenset[str]] = field(default_factory=dict)

    @property
    def groups(self) -> frozenset[Block]:
        """The groups that are shown."""
        return frozenset(self.at) - {EVERYBODY}

    def within(self, other: Cells) -> Cells:
        """Return what both show."""
        return Cells(at={block: names & other.at[block] for block, names in self.at.items() if block in other.at})

    def joined(self, other: Cells) -> Cells:
        """Return what either shows."""
        both = {block: self.at.get(block, frozenset()) | other.at.get(block, frozenset()) for block in other.at}
        return Cells(at={**self.at, **both})

    def as_json(self) -> dict[str, list[str]]:
        """Return it plain."""
        return {"=".join(block): sorted(names) for block, names in self.at.items()}


def cells_from(stored: Mapping[str, list[str]]) -> Cells:
    """Return what :meth:`Cells.as_json` wrote."""
    at = {}
    for text, names in stored.items():
        characteristic, _, value = text.partition("=")
        at[characteristic, value] = frozenset(names)
    return Cells(at=at)


def cells_of(fit: StoredFit) -> Cells:
    """Return all that a fit itself would show."""
    scenarios = fit.insights.get("answers_by_scenario", [])
    at = {EVERYBODY: frozenset(row["scenario"] for row in scenarios if not row["suppressed"] or "mostly" in row)}
    for characteristic, values in fit.groups.items():
        for value in values:
            rows = fit.judged.get(characteristic, {}).get(value, [])
            at[characteristic, value] = frozenset(row["scenario"] for row in rows if not row["suppressed"])
    return Cells(at=at)


def newcomers(fit: StoredFit) -> list[str]:
    """Return the members of a fit who were in no state that was shown."""
    known = {each for state in fit.study.shown_states.all() for each in state.blocks["="]}
    return [each for each in fit.members if token(fit.study, "", each) not in known]


def same_people(fit: StoredFit) -> list[ShownState]:
    """Return the states in which exactly the members of a fit were shown."""
    members = {token(fit.study, "", each) for each in fit.members}
    return [state for state in fit.study.shown_states.all() if set(state.blocks["="]) == members]


def edition_of(fit: StoredFit) -> Cells | None:
    """Return what of a fit may be shown; None where not even everybody may."""
    whole = cells_of(fit)
    if not fit.study.shown_states.exists():
        return whole
    same = same_people(fit)
    if same:
        shown = _unchanged(fit, whole, same)
        return Cells(at={**shown.at, EVERYBODY: _known_scenarios(whole, same)})
    who = newcomers(fit)
    panel = bridge.panel_of(fit.study, fit.kind, members=fit.members).counted
    new = panel.keep(np.isin(panel.people["participant"].to_numpy(), who))
    if new.n_participants < new.study.minimum_group or not protect_scenarios(new).overall:
        return None
    old = _unchanged(fit, whole, list(fit.study.shown_states.all()))
    changed = whole.within(_alone(new, whole))
    changed = Cells(at={block: names for block, names in changed.at.items() if block not in old.at})
    return _without_the_past(panel, np.isin(panel.people["participant"].to_numpy(), who), changed).joined(old)


def _known_scenarios(whole: Cells, states: list[ShownState]) -> frozenset[str]:
    known = [cells_from(state.cells).at.get(EVERYBODY, frozenset()) if state.cells else None for state in states]
    if None in known:
        return whole.at[EVERYBODY]
    return whole.at[EVERYBODY] & frozenset().union(*(some for some in known if some is not None))


def _unchanged(fit: StoredFit, whole: Cells, states: list[ShownState]) -> Cells:
    """Return the groups in which are exactly those who were in them in one of these states."""
    at: dict[Block, frozenset[str]] = {}
    for block, people in blocks_of(fit).items():
        now = {token(fit.study, block[0], each) for each in people}
        for state in states:
            if block in whole.groups and set(state.blocks.get("=".join(block), ())) == now:
                known = cells_from(state.cells or {}).at.get(block, frozenset())
                at[block] = at.get(block, frozenset()) | (whole.at[block] & known)
    return Cells(at=at)


def _alone(new: Panel, whole: Cells) -> Cells:
    """Return what these people could show by themselves."""
    names = np.array(new.design.scenarios)
    at = {EVERYBODY: frozenset(names[protect_scenarios(new).shown].tolist())}
    for characteristic, value in whole.groups:
        if value in shown_values(new, characteristic):
            there = names[shown_scenarios_of(new, characteristic, value)]
            at[characteristic, value] = frozenset(there.tolist()) & at[EVERYBODY]
    return Cells(at=at)


def _without_the_past(panel: Panel, new: NDArray[np.bool_], cells: Cells) -> Cells:
    """Leave out until no combination that is nothing in the new people is something in the others."""
    order = sorted(cells.groups, key=lambda group: int(panel.group(*group).sum()))
    plain = Cells(at={block: names if block == EVERYBODY else frozenset() for block, names in cells.at.items()})
    tries = [cells, plain]
    tries += [
        Cells(at={block: names for block, names in plain.at.items() if block not in order[:last]})
        for last in range(1, len(order) + 1)
    ]
    tries.append(Cells(at={EVERYBODY: frozenset()}))
    return next(each for each in tries if _same_rank(panel, new, each))


def _same_rank(panel: Panel, new: NDArray[np.bool_], cells: Cells) -> bool:
    """Whether what is shown depends on itself in the new people only as it does in everybody."""
    names = np.array(panel.design.scenarios)[panel.scenario]
    columns: list[NDArray[Any]] = [np.ones(panel.n_answers)]
    for block, scenarios in cells.at.items():
        mine = np.ones(panel.n_answers) if block == EVERYBODY else panel.group(*block)[panel.participant]
        columns += [] if block == EVERYBODY else [mine]
        columns += [mine * (names == name) for name in sorted(scenarios)]
    table = np.unique(np.column_stack([*columns, new[panel.participant]]).astype(np.float64), axis=0)
    there = table[table[:, -1] > 0][:, :-1]
    return bool(np.linalg.matrix_rank(there) == np.linalg.matrix_rank(table[:, :-1]))

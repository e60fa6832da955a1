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

    def within(self, allowed: Cells) -> Cells:
        """Return what both show."""
        return Cells(at={block: names & allowed.at[block] for block, names in self.at.items() if block in allowed.at})

    def joined(self, addition: Cells) -> Cells:
        """Return what either shows."""
        united = {block: self.at.get(block, frozenset()) | addition.at.get(block, frozenset()) for block in addition.at}
        return Cells(at={**self.at, **united})

    def as_json(self) -> dict[str, list[str]]:
        """Return it plain."""
        return {"=".join(block): sorted(names) for block, names in self.at.items()}


def cells_from(stored: Mapping[str, list[str]]) -> Cells:
    """Return what :meth:`Cells.as_json` wrote."""
    blocks = {}
    for text, names in stored.items():
        characteristic, _, value = text.partition("=")
        blocks[characteristic, value] = frozenset(names)
    return Cells(at=blocks)


def cells_of(fit: StoredFit) -> Cells:
    """Return all that a fit itself would show."""
    scenarios = fit.insights.get("answers_by_scenario", [])
    blocks = {EVERYBODY: frozenset(row["scenario"] for row in scenarios if not row["suppressed"] or "mostly" in row)}
    for characteristic, values in fit.groups.items():
        for value in values:
            rows = fit.judged.get(characteristic, {}).get(value, [])
            blocks[characteristic, value] = frozenset(row["scenario"] for row in rows if not row["suppressed"])
    return Cells(at=blocks)


def newcomers(fit: StoredFit) -> list[str]:
    """Return the members of a fit who were in no state that was shown."""
    familiar = {person for state in fit.study.shown_states.all() for person in state.blocks["="]}
    return [person for person in fit.members if token(fit.study, "", person) not in familiar]


def same_people(fit: StoredFit) -> list[ShownState]:
    """Return the states in which exactly the members of a fit were shown."""
    members = {token(fit.study, "", member) for member in fit.members}
    return [state for state in fit.study.shown_states.all() if set(state.blocks["="]) == members]


def edition_of(fit: StoredFit) -> Cells | None:
    """Return what of a fit may be shown; None where not even everybody may."""
    cells = cells_of(fit)
    if not fit.study.shown_states.exists():
        return cells
    states = same_people(fit)
    if states:
        visible = _unchanged(fit, cells, states)
        return Cells(at={**visible.at, EVERYBODY: _known_scenarios(cells, states)})
    new_people = newcomers(fit)
    panel = bridge.panel_of(fit.study, fit.kind, members=fit.members).counted
    new = panel.keep(np.isin(panel.people["participant"].to_numpy(), new_people))
    if new.n_participants < new.study.minimum_group or not protect_scenarios(new).overall:
        return None
    old = _unchanged(fit, cells, list(fit.study.shown_states.all()))
    changed = cells.within(_alone(new, cells))
    changed = Cells(at={block: names for block, names in changed.at.items() if block not in old.at})
    return _without_the_past(panel, np.isin(panel.people["participant"].to_numpy(), new_people), changed).joined(old)


def _known_scenarios(cells: Cells, states: list[ShownState]) -> frozenset[str]:
    earlier = [cells_from(state.cells).at.get(EVERYBODY, frozenset()) if state.cells else None for state in states]
    if None in earlier:
        return cells.at[EVERYBODY]
    return cells.at[EVERYBODY] & frozenset().union(*(scenarios for scenarios in earlier if scenarios is not None))


def _unchanged(fit: StoredFit, cells: Cells, states: list[ShownState]) -> Cells:
    """Return the groups in which are exactly those who were in them in one of these states."""
    blocks: dict[Block, frozenset[str]] = {}
    for block, people in blocks_of(fit).items():
        tokens = {token(fit.study, block[0], person) for person in people}
        for state in states:
            if block in cells.groups and set(state.blocks.get("=".join(block), ())) == tokens:
                scenarios = cells_from(state.cells or {}).at.get(block, frozenset())
                blocks[block] = blocks.get(block, frozenset()) | (cells.at[block] & scenarios)
    return Cells(at=blocks)


def _alone(new: Panel, cells: Cells) -> Cells:
    """Return what these people could show by themselves."""
    names = np.array(new.design.scenarios)
    blocks = {EVERYBODY: frozenset(names[protect_scenarios(new).shown].tolist())}
    for characteristic, value in cells.groups:
        if value in shown_values(new, characteristic):
            names_shown = names[shown_scenarios_of(new, characteristic, value)]
            blocks[characteristic, value] = frozenset(names_shown.tolist()) & blocks[EVERYBODY]
    return Cells(at=blocks)


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
    return next(candidate for candidate in tries if _same_rank(panel, new, candidate))


def _same_rank(panel: Panel, new: NDArray[np.bool_], cells: Cells) -> bool:
    """Whether what is shown depends on itself in the new people only as it does in everybody."""
    names = np.array(panel.design.scenarios)[panel.scenario]
    columns: list[NDArray[Any]] = [np.ones(panel.n_answers)]
    for block, scenarios in cells.at.items():
        mine = np.ones(panel.n_answers) if block == EVERYBODY else panel.group(*block)[panel.participant]
        columns += [] if block == EVERYBODY else [mine]
        columns += [mine * (names == name) for name in sorted(scenarios)]
    table = np.unique(np.column_stack([*columns, new[panel.participant]]).astype(np.float64), axis=0)
    rows = table[table[:, -1] > 0][:, :-1]
    return bool(np.linalg.matrix_rank(rows) == np.linalg.matrix_rank(table[:, :-1]))

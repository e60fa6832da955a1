"""An attacker who knows all that is published, and who is in which group, and adds and subtracts in any multiples."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.colleague.nearest import nearest_scenarios
from collega.insight import insights
from collega.model.fit import Fit
from collega.panel import Panel

Floats = NDArray[np.float64]
_SURE = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Published:
    """What is published, as totals over judgements: a person at a scenario.

    Attributes
    ----------
    totals : (Q, M) float64
        Which judgements are in which total.
    person, scenario : (M,) int64
    """

    totals: Floats
    person: NDArray[np.int64]
    scenario: NDArray[np.int64]


def published(panel: Panel, fit: Fit) -> Published:
    """Return all that insights tell, and asking every group about every scenario; see that the numbers are right."""
    panel = panel.counted
    person, scenario = np.unique(np.column_stack([panel.participant, panel.scenario]), axis=0).astype(np.int64).T
    found = insights(panel).as_json()
    names = list(panel.design.scenarios)
    totals = [np.ones(len(person))]
    for row in found["answers_by_scenario"]:
        if not row["suppressed"]:
            at = names.index(row["scenario"])
            totals.append(scenario == at)
            check(panel, row, np.ones(panel.n_participants, dtype=bool), at)
    for name, rows in found["answers_by_group"].items():
        for value, row in rows.items():
            assert row["suppressed"] == found["groups"][name][value]["suppressed"]
            if not row["suppressed"]:
                members = panel.group(name, value)
                totals.append(members[person])
                check(panel, row, members)
                for at, near in told_of(panel, fit, (name, value)):
                    totals.append(members[person] & (scenario == at))
                    check(panel, near, members, at)
    return Published(totals=np.array(totals, dtype=np.float64), person=person, scenario=scenario)


def told_of(panel: Panel, fit: Fit, group: tuple[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield what asking a group about every scenario tells about its own answers to it."""
    for at, profile in enumerate(panel.design.profiles):
        for near in nearest_scenarios(panel, fit, profile, group):
            if near.scenario == panel.design.scenarios[at] and near.answers is not None:
                yield at, near.as_json()


def check(panel: Panel, told: dict[str, Any], members: NDArray[np.bool_], scenario: int | None = None) -> None:
    """See that these numbers are what the attacker takes them for."""
    mine = members[panel.participant] & (True if scenario is None else panel.scenario == scenario)
    counts = np.bincount(panel.answer[mine], minlength=len(panel.study.answers))
    assert told["n"] == len(np.unique(panel.participant[mine]))
    assert np.allclose([told["answers"][key] for key in panel.study.answer_keys], counts / counts.sum())


def singled_out(known: Published, few: int) -> tuple[int, ...] | None:
    """Return so few people about whom alone some combination tells; every set of people is tried.

    With H the projection on all combinations, there is one for these people alone where I - H is singular in their
    rows and columns.
    """
    rest = np.eye(len(known.person)) - hat(known.totals)
    for people in itertools.combinations(range(int(known.person.max()) + 1), few):
        mine = np.isin(known.person, people)
        if np.linalg.eigvalsh(rest[mine][:, mine])[0] < _SURE:
            return people
    return None


def singled_out_of(totals: Floats, few: int) -> tuple[int, ...] | None:
    """Return the same for (Q, I) totals over people, much faster."""
    rest = np.eye(totals.shape[1]) - hat(totals)
    sets = np.array(list(itertools.combinations(range(totals.shape[1]), few)))
    for some in np.array_split(sets, -(-len(sets) // 50_000)):
        singular = np.linalg.eigvalsh(rest[some[:, :, None], some[:, None, :]])[:, 0] < _SURE
        if singular.any():
            return tuple(some[np.argmax(singular)].tolist())
    return None


def at_scenario(known: Published, scenario: int) -> Floats:
    """Return the totals over who judged this scenario, those that are of it alone."""
    there = known.scenario == scenario
    return known.totals[~known.totals[:, ~there].any(axis=1)][:, there]


def of_people(known: Published) -> Floats:
    """Return the combinations that count all judgements of a person alike, as totals over people."""
    mine = (known.person[:, None] == np.arange(known.person.max() + 1)).astype(np.float64)
    values, vectors = np.linalg.eigh(mine.T @ (mine - hat(known.totals) @ mine))
    return vectors[:, values < 1e-8].T


def hat(totals: Floats) -> Floats:
    """Return (M, M) the projection on all combinations of (Q, M) totals."""
    found = np.linalg.svd(totals, full_matrices=False)
    basis = found.Vh[_SURE * max(found.S.max(initial=0.0), 1.0) < found.S]
    return basis.T @ basis

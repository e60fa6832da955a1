"""An attacker who knows all that is published, and who is in which group, and adds and subtracts in any multiples."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

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
    person, scenario, answer : (M,) int64
    mostly : tuple of ((M,) bool, str)
        Judgements of which only is told on which side all but at most two are.
    n_answers, positive : int
    """

    totals: Floats
    person: NDArray[np.int64]
    scenario: NDArray[np.int64]
    answer: NDArray[np.int64]
    mostly: tuple[tuple[NDArray[np.bool_], str], ...]
    n_answers: int
    positive: int


def published(panel: Panel, fit: Fit) -> Published:
    """Return all that insights tell, and asking every group about every scenario; see that the numbers are right."""
    panel = panel.counted
    pairs = np.column_stack([panel.participant, panel.scenario])
    (person, scenario), first = (part.T for part in np.unique(pairs, axis=0, return_index=True))
    found = insights(panel).as_json()
    names, mostly = list(panel.design.scenarios), []
    totals = [] if None in found["overall"].values() else [np.ones(len(person))]
    for row in found["answers_by_scenario"]:
        if not row["suppressed"]:
            at = names.index(row["scenario"])
            totals.append(scenario == at)
            check(panel, row, np.ones(panel.n_participants, dtype=bool), at)
        elif "mostly" in row:
            mostly.append((scenario == names.index(row["scenario"]), row["mostly"]))
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
    return Published(
        totals=np.array(totals, dtype=np.float64).reshape(-1, len(person)), person=person, scenario=scenario,
        answer=panel.answer[first].astype(np.int64), mostly=tuple(mostly), n_answers=len(panel.study.answers),
        positive=panel.study.positive,
    )  # fmt: skip


def side_follows(known: Published, own: int | None = None) -> bool:
    """Whether the side of some judgement follows from all that is published, for one who knows their own answers.

    Sought is how far from 0 and 1 the probabilities of everyone's sides can be at once, in any way in which answers
    could be spread over people so that every total is as published.
    """
    rest = known.person != own
    n, size = int(rest.sum()), known.n_answers
    each = sparse.kron(sparse.eye(n), np.ones((1, size)))
    side = sparse.kron(sparse.eye(n), (np.arange(size) >= known.positive)[None, :].astype(float))
    totals = sparse.kron(sparse.csr_matrix(known.totals[:, rest]), sparse.eye(size))
    truth = np.eye(size)[known.answer[rest]].ravel()
    same = sparse.vstack([each, totals]).tocsr()
    ends, most = [side, -side], [np.ones(n), np.zeros(n)]
    for mask, sign in known.mostly:
        few = side if sign == "negative" else each - side
        small = (known.answer >= known.positive) == (sign == "negative")
        ends.append(sparse.csr_matrix(mask[rest].astype(float)[None, :]) @ few)
        most.append(np.array([2.0 - (mask & ~rest & small).sum()]))
    margin = np.concatenate([np.ones(2 * n), np.zeros(len(known.mostly))])[:, None]
    best = linprog(
        np.append(np.zeros(n * size), -1.0),
        A_ub=sparse.hstack([sparse.vstack(ends), margin]).tocsr(), b_ub=np.concatenate(most),
        A_eq=sparse.hstack([same, np.zeros((same.shape[0], 1))]).tocsr(), b_eq=same @ truth,
        bounds=(0, 1), method="highs",
    )  # fmt: skip
    assert best.success
    return bool(-best.fun < 1e-7)


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

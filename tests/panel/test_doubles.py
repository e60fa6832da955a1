"""One person under two names: told where chance does not explain it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from collega.design import compose
from collega.panel import Panel
from collega.panel.doubles import same_answers
from collega.panel.simulate import simulate
from collega.study import parse_study

STUDY = parse_study(
    "key: s\ntitle: T\nstatement: Yes.\n"
    "answers: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C, positive: true}, "
    "{key: d, text: D, positive: true}]\n"
    "criteria:\n"
    + "".join(
        f"  - {{key: c{c}, text: C{c}, levels: [{{key: x, text: X}}, {{key: y, text: Y}}, {{key: z, text: Z}}]}}\n"
        for c in range(4)
    )
)
DESIGN = compose(STUDY, scenarios=20, versions=1, seed=1)


def simulated(seed: int) -> Panel:
    return simulate(STUDY, DESIGN, participants=40, seed=seed)[0]


def copied(panel: Panel, source: int, target: int) -> Panel:
    """Give one participant all answers of another, in their own order."""
    answer = panel.answer.copy()
    known = dict(
        zip(
            panel.scenario[panel.participant == source].tolist(),
            panel.answer[panel.participant == source].tolist(),
            strict=True,
        )
    )
    for row in np.flatnonzero(panel.participant == target):
        answer[row] = known[int(panel.scenario[row])]
    return replace(panel, answer=answer)


@pytest.mark.parametrize("seed", range(1, 21))
def test_people_who_resemble_each_other_are_not_taken_for_one(seed: int) -> None:
    assert same_answers(simulated(seed)) == ()


def test_a_person_under_two_names_is_told_of() -> None:
    panel = copied(copied(simulated(1), 3, 9), 3, 12)
    first, second, third = (panel.people["participant"][i] for i in (3, 9, 12))
    (warning,) = same_answers(panel)
    assert f"explain it: '{first}', '{second}' and '{third}'." in warning


def test_more_than_five_are_counted() -> None:
    panel = simulated(1)
    for source in range(7):
        panel = copied(panel, source, source + 20)
    assert " and 2 more" in same_answers(panel)[0]


def test_the_order_of_rows_does_not_matter() -> None:
    panel = copied(simulated(1), 3, 9)
    order = np.random.default_rng(1).permutation(panel.n_answers)
    mixed = replace(
        panel,
        participant=panel.participant[order],
        scenario=panel.scenario[order],
        answer=panel.answer[order],
        position=None,
        seconds=None,
    )
    assert same_answers(mixed) == same_answers(panel) != ()


def test_a_panel_of_one_mind_is_no_copy() -> None:
    panel = simulated(1)
    alike = (panel.scenario % 4).astype(np.int8)
    assert same_answers(replace(panel, answer=alike)) == ()


def test_people_with_one_answer_throughout_are_no_copies() -> None:
    panel = simulated(1)
    answer = panel.answer.copy()
    answer[np.isin(panel.participant, (3, 9))] = 1
    assert same_answers(replace(panel, answer=answer)) == ()


def test_a_few_scenarios_say_nothing() -> None:
    panel = copied(simulated(1), 3, 9)
    few = np.isin(panel.scenario, range(4))
    less = Panel(
        study=STUDY,
        design=DESIGN,
        people=panel.people,
        participant=panel.participant[few],
        scenario=panel.scenario[few],
        answer=panel.answer[few],
    )
    assert same_answers(less) == ()


def test_nobody_answered() -> None:
    nothing = Panel(
        study=STUDY,
        design=DESIGN,
        people=pl.DataFrame({"participant": ["a", "b"], "included": "true"}),
        participant=np.empty(0),
        scenario=np.empty(0),
        answer=np.empty(0),
    )
    assert same_answers(nothing) == ()

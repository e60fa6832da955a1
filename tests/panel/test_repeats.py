"""The same participant and scenario twice: judged again, or a row that came in twice; never agreement with oneself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collega.errors import DataError
from collega.folder import StudyFolder
from collega.insight.agreement import agreement
from collega.panel import Panel, import_answers, import_panel, quality_flags
from collega.panel.repeats import repeats_warning, undeclared_repeats, with_repeats
from collega.study import dump_study, parse_study
from tests.panel.test_broken_answers import ANSWERS, PEOPLE, bring_in, files

STUDY = parse_study(
    """\
key: parking
title: Parking
statement: Yes please
minimum_group: 2
answers: [{key: no, text: Never}, {key: maybe, text: Maybe}, {key: yes, text: Always, positive: true}]
criteria:
  - {key: place, text: Where, levels: [{key: street, text: Street}, {key: garage, text: Garage}]}
  - {key: price, text: Price, levels: [{key: "1", text: One}, {key: "2", text: Two}]}
"""
)
TWICE = "participant,scenario,answer\n" + "".join(
    f"p{n},{s},{a}\n" for n in (1, 2, 3) for s, a in (("A", "no"), ("B", "yes"), ("A", "no"))
)
DESIGN = "scenario,place,price\nA,street,1\nB,garage,2\n"


def bring(folder: Path, answers: str, rules: str = "", scenarios: str = DESIGN) -> Panel:
    for name, text in (("a.csv", answers), ("s.csv", scenarios), ("m.yaml", rules)):
        (folder / name).write_text(text, encoding="utf-8")
    return import_panel(STUDY, answers=folder / "a.csv", scenarios=folder / "s.csv", mapping=folder / "m.yaml")


def test_rows_that_came_in_twice_are_refused_and_say_how_to_declare_repeats(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        bring(tmp_path, TWICE)
    (problem,) = refused.value.problems
    assert (problem.line, "(3 lines: 4, 7, 10)" in problem.found) == (4, True)
    assert "repeats: true" in problem.hint


@pytest.mark.parametrize(
    ("rules", "scenarios"),
    [("repeats: true\n", DESIGN), ("", "scenario,place,price\nA,street,1\nB,garage,2\nA,street,1\n")],
)
def test_declared_repeats_count_and_the_design_shows_them(tmp_path: Path, rules: str, scenarios: str) -> None:
    panel = bring(tmp_path, TWICE, rules, scenarios)
    assert not undeclared_repeats(panel).any()
    assert sorted(panel.design.shows[0]) == [0, 0, 1]
    assert quality_flags(panel)["repeated"].to_list() == [1, 1, 1]
    found = agreement(panel)
    assert (found.repeats, found.same_answer_again) == (3, 1.0)
    (tmp_path / "study").mkdir()
    folder = StudyFolder(tmp_path / "study")
    folder.create(dump_study(STUDY))
    folder.write_panel(panel)
    again = folder.panel()
    assert not undeclared_repeats(again).any()
    assert agreement(again).repeats == 3


def test_positions_declare_repeats(tmp_path: Path) -> None:
    rows = TWICE.splitlines()
    answers = "\n".join([rows[0] + ",position", *(f"{row},{n % 3 + 1}" for n, row in enumerate(rows[1:]))]) + "\n"
    panel = bring(tmp_path, answers)
    assert panel.design.shows == ((0, 1),)
    assert quality_flags(panel)["repeated"].to_list() == [1, 1, 1]


def test_answers_that_may_be_there_twice_are_told_and_prove_nothing(tmp_path: Path) -> None:
    panel = bring(tmp_path, TWICE, "repeats: true\n")
    once = replace(panel, design=replace(panel.design, shows=((0, 1),)))
    assert undeclared_repeats(once).tolist() == [False, False, True] * 3
    assert quality_flags(once)["repeated"].to_list() == [0, 0, 0]
    found = agreement(once)
    assert (found.repeats, found.same_answer_again) == (0, None)
    (warning,) = repeats_warning(once)
    assert warning.startswith("3 answers are from somebody who answered the same scenario before")
    assert repeats_warning(panel) == ()


def test_a_contradiction_in_rows_that_may_be_copies_is_no_flag(tmp_path: Path) -> None:
    answers = TWICE.replace("p1,A,no\np1,B", "p1,A,yes\np1,B", 1)
    panel = bring(tmp_path, answers, "repeats: true\n")
    assert quality_flags(panel)["contradiction"].to_list() == [True, False, False]
    once = replace(panel, design=replace(panel.design, shows=((0, 1),)))
    assert not quality_flags(once)["contradiction"].any()


def test_each_version_shows_what_its_own_participants_judged_again(tmp_path: Path) -> None:
    answers = "participant,scenario,answer\np1,A,no\np1,A,no\np2,B,yes\np2,C,yes\n"
    panel = bring_in(tmp_path, files(a=answers, m="repeats: true\n"))
    assert panel.design.versions == ("x", "y")
    assert [sorted(shown) for shown in panel.design.shows] == [[0, 0, 1], [1, 2]]
    assert with_repeats(panel) is panel


def test_which_of_two_interviews_counts_is_said_in_the_mapping(tmp_path: Path) -> None:
    answers = ANSWERS + "p1,A,yes\n"
    for keep, answer in (("first", 0), ("last", 2)):
        panel = bring_in(tmp_path, files(a=answers, m=f"participant_twice: {keep}\n"))
        assert panel.n_answers == 3
        assert panel.answer[(panel.participant == 0) & (panel.scenario == 0)].tolist() == [answer]


def test_which_of_two_rows_counts_in_a_wide_table(tmp_path: Path) -> None:
    wide = "participant,A,B,C\np1,no,yes,\np2,,maybe,no\np1,maybe,,\n"
    panel = bring_in(tmp_path, files(a=wide, m="participant_twice: first\n"))
    assert panel.answer[panel.participant == 0].tolist() == [0, 2]
    panel = bring_in(tmp_path, files(a=wide, m="participant_twice: last\n"))
    assert panel.answer[panel.participant == 0].tolist() == [1]
    twice = PEOPLE + "p1,x,old\n"
    panel = bring_in(tmp_path, files(p=twice, m="participant_twice: last\n"))
    assert dict(panel.people.select("participant", "age").iter_rows()) == {"p1": "old", "p2": "old"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("p1", "P1"), ("Jan de Wit", "Jan  de Wit"), ("Jan de Wit", "Jan deWit"), ("007", "7"), ("p1", "ｐ1")],
)
def test_participants_that_differ_in_what_hardly_shows_are_told(tmp_path: Path, one: str, other: str) -> None:
    (tmp_path / "a.csv").write_text(f"participant,scenario,answer\n{one},A,no\n{other},A,yes\np2,B,yes\n0,B,yes\n")
    (tmp_path / "s.csv").write_text(DESIGN)
    found = import_answers(STUDY, answers=tmp_path / "a.csv", scenarios=tmp_path / "s.csv")
    assert found.panel.n_participants == 4
    assert found.warnings == (
        "these participants differ only in capitals, spaces or zeros in front, and each counts as a person: "
        f"'{one}' and '{other}'. If they are one, write them the same way in the file",
    )


def test_times_that_may_be_milliseconds_are_told(tmp_path: Path) -> None:
    rows = "".join(f"p1,{scenario},no,{seconds}\n" for scenario, seconds in (("A", 4200), ("B", 3900)))
    (tmp_path / "a.csv").write_text(f"participant,scenario,answer,seconds\n{rows}")
    (tmp_path / "s.csv").write_text(DESIGN)
    found = import_answers(STUDY, answers=tmp_path / "a.csv", scenarios=tmp_path / "s.csv")
    assert found.warnings == (
        "half of the answers took 4050 seconds or more, which is 68 minutes: if these are milliseconds, divide them by "
        "1000 and import again",
    )


def test_scenarios_by_hand_may_gain_repeats_and_lose_nothing(tmp_path: Path) -> None:
    folder = StudyFolder(tmp_path / "study")
    folder.create(dump_study(STUDY))
    (folder.path / "scenarios.csv").write_text(DESIGN)
    panel = bring(tmp_path, TWICE, "repeats: true\n")
    folder.write_panel(panel)
    assert folder.design().shows == panel.design.shows
    other = StudyFolder(tmp_path / "other")
    other.create(dump_study(STUDY))
    (other.path / "scenarios.csv").write_text(DESIGN + "B,garage,2\n")
    with pytest.raises(DataError, match="made or changed by hand"):
        other.write_panel(panel)


def test_every_further_answer_to_a_scenario_is_marked(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    few = bring(tmp_path, TWICE, "repeats: true\n")
    n = 20_000
    panel = replace(
        few,
        design=replace(few.design, shows=((0, 1),)),
        people=pl.DataFrame({"participant": [str(i) for i in range(n // 20)], "version": [""] * (n // 20)}),
        participant=np.repeat(np.arange(n // 20), 20).astype(np.int32),
        scenario=rng.integers(0, 2, n).astype(np.int32),
        answer=np.zeros(n, dtype=np.int8),
    )
    assert undeclared_repeats(panel).sum() == n - len(np.unique(panel.participant * 2 + panel.scenario))

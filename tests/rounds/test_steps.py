"""What is kept of a step: nothing about few people, and the same people in both pictures."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.design.layout import Design
from collega.errors import DataError
from collega.insight import agreement
from collega.panel import Panel
from collega.rounds import conclusion, first_step, picture, second_step, sessions_json, sessions_of, votes_of
from collega.rounds.record import ArgumentRecord, ScenarioRecord, SessionRecord
from collega.study import parse_study, template_text

STUDY = parse_study(template_text("avg-data-sharing"))
GROUPS = ["dpo"] * 6 + ["privacy_officer"] * 6


def some(first, second=None, guesses=None):
    first = np.array(first)[:, None]
    second = np.full_like(first, -1) if second is None else np.array(second)[:, None]
    guesses = np.full(first.shape, np.nan) if guesses is None else np.array(guesses)[:, None]
    return votes_of(first, second, guesses, controls=[False], study=STUDY)


def test_a_room_of_twelve_with_groups() -> None:
    first = [0, 1, 2, 2, 3, 1, 0, 1, 2, 2, 3, 1]
    step = first_step(STUDY, some(first, guesses=[0.5] * 12), 0, characteristic="function", values=GROUPS)
    assert step.picture.n == 12
    assert step.picture.positive == pytest.approx(0.5)
    assert set(step.picture.groups) == {"dpo", "privacy_officer"}
    assert step.picture.groups["dpo"].answers["agree"] == pytest.approx(2 / 6)
    assert step.guess.guessed == pytest.approx(0.5)
    assert step.agreement.same_side == pytest.approx(2 * 6 * 5 / (12 * 11))


def test_agreement_is_that_of_the_study() -> None:
    answers = [0, 1, 2, 2, 3, 1, 0, 1, 2]
    told = first_step(STUDY, some(answers), 0).agreement
    design_row = np.zeros((1, len(STUDY.criteria)), dtype=np.int64)

    people = pl.DataFrame(
        [{"participant": str(i), "version": "1", "included": "true", "excluded_reason": ""}
         | {c.key: "" for c in STUDY.characteristics} for i in range(9)]
    )  # fmt: skip
    panel = Panel(
        study=STUDY, design=Design(scenarios=("1",), profiles=design_row, versions=("1",), shows=((0,),)),
        people=people, participant=np.arange(9), scenario=np.zeros(9), answer=np.array(answers),
    )  # fmt: skip
    row = agreement(panel).scenarios.row(0, named=True)
    assert told.same_side == pytest.approx(row["same_side"])
    assert told.consensus == pytest.approx(row["consensus"])


def test_few_people_and_one_side_are_not_shown() -> None:
    assert first_step(STUDY, some([0, 3, 0, 3]), 0).picture.reason == "few"
    one_side = first_step(STUDY, some([3] * 8 + [0], guesses=[0.2] * 9), 0)
    assert one_side.picture.suppressed
    assert one_side.picture.reason == "sides"
    assert one_side.picture.n is None
    assert one_side.guess is None
    assert one_side.agreement is None
    assert first_step(STUDY, some([-1] * 9), 0).picture.suppressed


def test_a_group_of_few_is_hidden_and_so_is_what_is_left() -> None:
    first = [0, 1, 2, 2, 3, 1, 0, 1, 2, 2, 3, 1]
    step = first_step(STUDY, some(first), 0, characteristic="function", values=["dpo"] * 9 + ["privacy_officer"] * 3)
    assert step.picture.groups == {}


def test_whoever_did_not_judge_again_stays_in_the_picture_and_out_of_the_shift() -> None:
    first = [0, 0, 0, 0, 3, 3, 3, 3]
    votes = some(first, [-1, 3, 0, 0, 3, 3, 3, 0])
    before = first_step(STUDY, votes, 0)
    after = second_step(STUDY, votes, 0, before)
    assert after.picture.n == before.picture.n == 8
    assert after.picture.positive == pytest.approx(4 / 8)
    assert after.shift.share.people == 7
    assert after.shift.share.estimate == 0


def test_without_both_pictures_no_shift_and_no_effect() -> None:
    votes = some([0, 0, 0, 0, 3, 3, 3, 3], [3, 3, 3, 3, 3, 3, 3, 0])
    before = first_step(STUDY, votes, 0)
    after = second_step(STUDY, votes, 0, before)
    assert after.picture.suppressed
    assert after.shift.share is None
    assert conclusion(votes, [ScenarioRecord(scenario="1", first=before, second=after)]) is None


@settings(deadline=None, derandomize=True, max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3), st.integers(0, 2)), min_size=1, max_size=14))
def test_no_shown_cell_has_few_people_or_one_side(people) -> None:
    first, second, kinds = (list(part) for part in zip(*people, strict=True))
    values = [["dpo", "privacy_officer", "legal_adviser"][kind] for kind in kinds]
    votes = some(first, second)
    before = first_step(STUDY, votes, 0, characteristic="function", values=values)
    after = second_step(STUDY, votes, 0, before, characteristic="function", values=values)
    for step in (before.picture, after.picture):
        for cell in (step, *step.groups.values()):
            if not cell.suppressed:
                assert cell.n >= STUDY.minimum_group
                assert 0 < cell.positive < 1
    for value, cell in before.picture.groups.items():
        others = [each for each, kind in zip(first, values, strict=True) if kind != value]
        assert not others or len(others) >= STUDY.minimum_group
        assert cell.n == values.count(value)


def test_a_session_survives_its_file() -> None:
    votes = some([0, 1, 2, 2, 3, 1, 0], [1, 2, 2, 2, 3, 1, 0], [0.5] * 7)
    before = first_step(STUDY, votes, 0)
    record = SessionRecord(
        title="Een sessie", on="2024-05-01", people=7,
        scenarios=[ScenarioRecord(scenario="s1", why="divided", first=before, second=second_step(STUDY, votes, 0, before),
                                  arguments=[ArgumentRecord(answer="agree", text="Omdat het mag")])],
    )  # fmt: skip
    assert sessions_of(STUDY, sessions_json([record])) == (record,)


def test_every_problem_of_a_file_is_told_together() -> None:
    picture_of_two = {"n": 2, "suppressed": False, "positive": 0.5, "answers": {"yes": 1.0}}
    wrong = {
        "title": "x", "on": "2024-05-01", "people": 3, "characteristic": "hobby",
        "scenarios": [{"scenario": "1", "first": {"picture": picture_of_two},
                       "arguments": [{"answer": "maybe", "text": "why"}]}],
    }  # fmt: skip
    content = json.dumps({"sessions": [wrong, {"title": "y", "colour": "red"}]}).encode()
    with pytest.raises(DataError) as error:
        sessions_of(STUDY, content)
    text = str(error.value)
    for part in ("'hobby' is not a char", "fewer than 5 people", "not the answers of this study", "'maybe' is not an",
                 "sessions[1].on", "sessions[1].colour"):  # fmt: skip
        assert part in text.replace("‘", "'").replace("’", "'"), part
    with pytest.raises(DataError, match="no file with sessions"):
        sessions_of(STUDY, b"[]")


def test_votes_are_no_panel() -> None:
    """Models take a panel; nothing of a session is one, or holds one."""
    votes = some([0, 1, 2, 2, 3, 1, 0])
    assert not isinstance(votes, Panel)
    assert not any(isinstance(getattr(votes, name), Panel) for name in votes.__slots__)
    assert picture is not None

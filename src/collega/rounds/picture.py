"""What a room may see of one step: the spread of the answers, whole and by group, and nothing about few people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.insight.answers import answers_by_scenario, answers_by_scenario_in_groups
from collega.insight.insights import answer_rows
from collega.panel.panel import Panel
from collega.rounds.votes import MISSING
from collega.study.columns import participant_columns
from collega.study.definition import Study

Picture = dict[str, Any]


def picture(
    study: Study,
    answers: NDArray[np.int64],
    *,
    characteristic: str | None = None,
    values: Sequence[str] = (),
) -> Picture:
    """Return how one scenario was answered in one step, as far as that may be shown.

    The rules are those of every other result: at least ``minimum_group`` people, at least three on each side, groups
    also beside each other and beside everybody.

    Parameters
    ----------
    study : Study
    answers : (I,) int64
        Number of the answer; -1 where there is none.
    characteristic : str, optional
        The groups that people chose for themselves.
    values : sequence of str
        Value key of everybody; empty for those who told nothing.

    Returns
    -------
    dict
        A row as :func:`collega.insight.answer_rows` has it, without the scenario, and ``groups``: such rows by value
        key, of the groups that may be shown. Where nobody answered, it is suppressed for ``few``.
    """
    given_answers = np.flatnonzero(answers != MISSING)
    if not len(given_answers):
        return {"n": None, "suppressed": True, "reason": "few", "groups": {}}
    panel = _panel(
        study, answers[given_answers], characteristic, [values[int(i)] for i in given_answers] if values else []
    )
    row = _row(answer_rows(answers_by_scenario(panel), study.answer_keys))
    groups: dict[str, Picture] = {}
    if characteristic is not None and not row["suppressed"]:
        for value, frame in answers_by_scenario_in_groups(panel, characteristic).items():
            row_in_group = _row(answer_rows(frame, study.answer_keys))
            if not row_in_group["suppressed"]:
                groups[value] = row_in_group
    return row | {"groups": groups}


def shares_in(picture: Picture, study: Study) -> NDArray[np.float64] | None:
    """(J,) float64: the share of every answer; None where it may not be shown."""
    if picture["suppressed"]:
        return None
    return np.array([picture["answers"][key] for key in study.answer_keys])


def _row(rows: list[dict[str, Any]]) -> Picture:
    return {name: cell for name, cell in rows[0].items() if name != "scenario"}


def _panel(study: Study, answers: NDArray[np.int64], characteristic: str | None, values: Sequence[str]) -> Panel:
    """Return these judgements alone, for the rules of disclosure; no model ever sees it."""
    characteristics = [study.characteristic(characteristic)] if characteristic is not None else []
    alone = study.model_copy(update={"characteristics": tuple(characteristics)})
    people = len(answers)
    rows = [
        {"participant": str(i), "version": "1", "included": "true", "excluded_reason": ""}
        | ({characteristic: values[i]} if characteristic is not None else {})
        for i in range(people)
    ]
    design = Design(
        scenarios=("1",), profiles=np.zeros((1, len(study.criteria)), dtype=np.int64), versions=("1",), shows=((0,),)
    )
    return Panel(
        study=alone,
        design=design,
        people=pl.DataFrame(rows, schema=dict.fromkeys(participant_columns(alone), pl.String)),
        participant=np.arange(people, dtype=np.int32),
        scenario=np.zeros(people, dtype=np.int32),
        answer=answers.astype(np.int8),
    )

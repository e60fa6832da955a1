"""The columns that the tables of a study can have."""

from __future__ import annotations

from itertools import chain

from collega.study.definition import Study
from collega.study.rules import PARTICIPANT_COLUMNS, SCENARIO_COLUMNS

ANSWER_COLUMNS = ("participant", "scenario", "answer", "position", "seconds")


def participant_columns(study: Study) -> tuple[str, ...]:
    """Return the columns that participants.csv may have, in order."""
    characteristics = chain.from_iterable(
        (item.key, f"{item.key}_other") if item.other else (item.key,) for item in study.characteristics
    )
    first, last = PARTICIPANT_COLUMNS[:4], PARTICIPANT_COLUMNS[4:]
    return (*first, *characteristics, *last)


def design_columns(study: Study) -> tuple[str, ...]:
    """Return the columns that scenarios.csv may have, in order."""
    return (*SCENARIO_COLUMNS, *study.criterion_keys)


def all_columns(study: Study) -> tuple[str, ...]:
    """Return every column name that a study knows."""
    return tuple(dict.fromkeys((*ANSWER_COLUMNS, *design_columns(study), *participant_columns(study))))

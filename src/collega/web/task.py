"""What participants are asked to do: how many scenarios they get, and about how long it takes.

The time comes from those who finished, once there are enough of them that it tells nothing of one; before that from the
team's own tries, and before these from a rule of thumb.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from collega.web.progress.kept import interview_time
from collega.web.progress.times import Taken, preview_seconds
from collega.web.records.models import Interview, Study, current_design

READING, QUESTION, SCENARIO = 180, 15, 30  # seconds: what is read and agreed to, a characteristic, a scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What participants are told.

    Attributes
    ----------
    fewest, most : int
        Scenarios in the smallest and largest version, repeats counted.
    minutes : int
        Rounded up: to a minute up to ten, to five minutes above.
    source : str
        What the minutes come from: ``finished``, ``previews`` or ``rule``.
    people : int
        How many interviews they come from; 0 for the rule.
    """

    fewest: int
    most: int
    minutes: int
    source: str
    people: int


def task_of(study: Study, interview: Interview | None = None) -> Task:
    """Return what participants of a study are asked to do; of an interview that has its scenarios, exactly those."""
    fewest, largest = _sizes(study, interview)
    for source, took in (("finished", interview_time(study)), ("previews", Taken.middle(preview_seconds(study)))):
        if took is not None:
            return Task(fewest=fewest, most=largest, minutes=rounded(took.seconds), source=source, people=took.people)
    if study.seconds_tried:
        return Task(fewest=fewest, most=largest, minutes=rounded(study.seconds_tried), source="previews", people=0)
    guess = READING + QUESTION * len(study.as_defined.characteristics) + SCENARIO * largest
    return Task(fewest=fewest, most=largest, minutes=rounded(guess), source="rule", people=0)


def rounded(seconds: float) -> int:
    """Return whole minutes, rounded up so that it takes nobody longer than told: in fives above ten."""
    minutes = max(1, math.ceil(seconds / 60))
    return minutes if minutes <= 10 else 5 * math.ceil(minutes / 5)


def _sizes(study: Study, interview: Interview | None) -> tuple[int, int]:
    if interview is not None and interview.order:
        return len(interview.order), len(interview.order)
    design = current_design(study)
    if design is None or design.out_of_date:
        n = study.as_defined.scenarios_per_participant
        return n, n
    sizes = [len(numbers) for numbers in design.layout["shows"]]
    return min(sizes), max(sizes)

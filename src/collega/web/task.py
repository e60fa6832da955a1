"""What participants are asked to do: how many scenarios they get, and about how long it takes.

The time comes from those who finished, once there are enough of them that it tells nothing of one; before that from the
team's own tries, and before these from a rule of thumb.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, F, Q, QuerySet, Sum

from collega.web.records.models import Interview, Kind, Study, current_design

READING, QUESTION, SCENARIO = 180, 15, 30  # seconds: what is read and agreed to, a characteristic, a scenario
CLICKED = 5  # seconds a scenario; a preview that went faster was clicked through, not judged


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
    fewest, most = _sizes(study, interview)
    for source, seconds in (("finished", _finished(study)), ("previews", preview_seconds(study))):
        if seconds:
            return Task(fewest=fewest, most=most, minutes=rounded(median(seconds)), source=source, people=len(seconds))
    if study.seconds_tried:
        return Task(fewest=fewest, most=most, minutes=rounded(study.seconds_tried), source="previews", people=0)
    guess = READING + QUESTION * len(study.as_defined.characteristics) + SCENARIO * most
    return Task(fewest=fewest, most=most, minutes=rounded(guess), source="rule", people=0)


def rounded(seconds: float) -> int:
    """Return whole minutes, rounded up so that it takes nobody longer than told: in fives above ten."""
    minutes = max(1, math.ceil(seconds / 60))
    return minutes if minutes <= 10 else 5 * math.ceil(minutes / 5)


def preview_seconds(study: Study) -> list[float]:
    """Return the seconds of the previews that were judged to the end."""
    rows = _timed(study.interviews.filter(kind=Kind.PREVIEW))
    return [before + judging for before, judging, n in rows if judging >= CLICKED * n]


def _finished(study: Study) -> list[float]:
    """Return the seconds of those who finished, in batches of ``minimum_group``: no single one changes what is told."""
    people = study.interviews.filter(kind=Kind.REAL, included=True)
    rows = [before + judging for before, judging, _n in _timed(people)]
    batch = study.as_defined.minimum_group
    return rows[: len(rows) // batch * batch]


def _timed(interviews: QuerySet[Interview]) -> list[tuple[float, float, int]]:
    """Return (seconds before the scenarios, seconds at them, scenarios) of who finished, the first ones first.

    What a study folder brought was made here after it began: nobody knows how long its people read.
    """
    rows = (
        interviews.filter(completed_at__isnull=False, created_at__lte=F("started_at"))
        .annotate(n=Count("answers"), untimed=Count("answers", filter=Q(answers__seconds=None)),
                  judging=Sum("answers__seconds"))
        .filter(n__gt=0, untimed=0)
        .order_by("completed_at", "pk")
        .values_list("created_at", "started_at", "judging", "n")
    )  # fmt: skip
    return [((started - created).total_seconds(), judging, n) for created, started, judging, n in rows if started]


def _sizes(study: Study, interview: Interview | None) -> tuple[int, int]:
    if interview is not None and interview.order:
        return len(interview.order), len(interview.order)
    design = current_design(study)
    if design is None or design.out_of_date:
        n = study.as_defined.scenarios_per_participant
        return n, n
    sizes = [len(shown) for shown in design.layout["shows"]]
    return min(sizes), max(sizes)

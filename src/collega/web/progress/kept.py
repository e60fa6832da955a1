"""Counting anew, and what was last counted.

A study of few participants is counted when a page asks and something has changed; a large one by the worker, and pages
show what was counted last, with its time. So no page grows with what is stored.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from collega.panel.identity import panel_hash
from collega.web.progress.counts import Progress, progress_of, version_counts
from collega.web.progress.signs import keep_signs, panel_in_view
from collega.web.progress.times import Taken, finished_seconds
from collega.web.queue import enqueue
from collega.web.records.batches import IN_VIEW
from collega.web.records.models import Collection, Kind, Study

FEW = 250
"""Participants up to whom a page counts by itself."""
OLD = timedelta(minutes=5)
"""From when on a page of a large study asks for new counts of who is busy."""
DETAILS = ("left_before_consent", "left_before_judging", "stops", "minutes", "seconds")
"""What tells about single people: while answers come in as it was when the last batch came into view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What pages show of a collection.

    Attributes
    ----------
    at : datetime
        When it was counted.
    late : bool
        Whether something has changed since.
    progress : Progress
    flags : dict or None
        How many participants show each sign of careless answering; None while nobody is in view.
    versions : list of (str, int, int)
        Version, started, finished.
    signs : dict
        How many in view show any sign, by kind.
    in_view, left_out, answered : dict
        How many are in view, were left out, and are included and answered at least once, by kind.
    hashes : dict
        Of the counted panel of each kind; empty without one.
    """

    at: datetime
    late: bool
    progress: Progress
    flags: dict[str, int] | None
    versions: list[tuple[str, int, int]]
    signs: dict[str, int]
    in_view: dict[str, int]
    left_out: dict[str, int]
    answered: dict[str, int]
    hashes: dict[str, str]


def finished(study: Study) -> int:
    """Return how many finished; of a large study as it was counted last."""
    if _is_small(study):
        return study.interviews.filter(kind=Kind.REAL, completed_at__isnull=False).count()
    return int((study.watched or _nothing(timezone.now()))["live"]["finished"])


def interview_time(study: Study) -> Taken | None:
    """Return how long those who finished took; of a large study as it was counted last. None while nobody knows."""
    if _is_small(study):
        return Taken.middle(finished_seconds(study))
    stored = study.watched.get("taken")
    return None if stored is None else Taken(**stored)


def _is_small(study: Study) -> bool:
    return not study.interviews.order_by()[FEW : FEW + 1].exists()


def counted(study: Study) -> Counted:
    """Return the counts of a study, made anew where that is little work and something has changed."""
    small = _is_small(study)
    moment = timezone.now()
    if small and study.watched_late:
        count_anew(study, moment)
    watched = study.watched or _nothing(moment)
    live = progress_of(study, moment) if small else None
    counted_at = parse_datetime(watched["at"]) or moment
    if not small and (study.watched_late or counted_at < moment - OLD):
        enqueue("count", study)
    numbers = asdict(live) if live else watched["live"]
    return Counted(
        at=moment if small else counted_at, late=study.watched_late and not small,
        progress=_progress(numbers | watched["details"]),
        flags=watched["flags"], versions=[tuple(row) for row in watched["versions"]],
        **{name: watched[name] for name in ("signs", "in_view", "left_out", "answered", "hashes")},
    )  # fmt: skip


def count_anew(study: Study, moment: datetime) -> None:
    """Count, and keep it; whoever comes into view meanwhile makes it late again."""
    Study.objects.filter(pk=study.pk).update(watched_late=False)
    watched = json.loads(json.dumps(_watched(study, moment)))
    Study.objects.filter(pk=study.pk).update(watched=watched)
    study.watched, study.watched_late = watched, False


def _watched(study: Study, moment: datetime) -> dict[str, Any]:
    live = asdict(progress_of(study, moment))
    closed, earlier = study.collection == Collection.CLOSED, study.watched
    someone = study.interviews.filter(kind=Kind.REAL, in_view=True).exists()
    fresh = closed or (someone and (study.watched_late or not earlier))
    panels = {kind: panel_in_view(study, kind) for kind in (Kind.REAL, Kind.SIMULATED)}
    people = study.interviews.filter(IN_VIEW)
    signs = {kind: keep_signs(study, kind, panel) for kind, panel in panels.items() if panel is not None}
    panels_present = [(kind, panel) for kind, panel in panels.items() if panel is not None]
    took = Taken.middle(finished_seconds(study))
    details = {name: live[name] for name in DETAILS} if fresh else earlier.get("details", _empty_details())
    return {
        "at": moment.isoformat(),
        "live": live,
        "details": details,
        "taken": None if took is None else asdict(took),
        "versions": version_counts(study) if fresh else earlier.get("versions", []),
        "flags": signs.get(Kind.REAL),
        "signs": _by_kind({kind: flags["any"] for kind, flags in signs.items()}),
        "in_view": _by_kind({kind: people.filter(kind=kind).count() for kind in panels}),
        "left_out": _by_kind({kind: people.filter(kind=kind, included=False).count() for kind in panels}),
        "answered": _by_kind({kind: panel.counted.n_participants for kind, panel in panels_present}),
        "hashes": {kind.value: panel_hash(panel.counted) for kind, panel in panels_present},
    }


def _nothing(moment: datetime) -> dict[str, Any]:
    """What is shown of a large study until it was counted for the first time."""
    empty = {field.name: 0 for field in fields(Progress)}
    return {
        "at": moment.isoformat(), "live": empty | _empty_details(), "details": _empty_details(), "versions": [],
        "flags": None, "hashes": {}, **{name: _by_kind({}) for name in ("signs", "in_view", "left_out", "answered")},
    }  # fmt: skip


def _by_kind(counts: dict[Kind, int]) -> dict[str, int]:
    return dict.fromkeys(Kind.values, 0) | {kind.value: number for kind, number in counts.items()}


def _empty_details() -> dict[str, Any]:
    return {"left_before_consent": 0, "left_before_judging": 0, "stops": [], "minutes": None, "seconds": []}


def _progress(values: dict[str, Any]) -> Progress:
    pairs = {name: tuple(tuple(pair) for pair in values[name]) for name in ("stops", "seconds")}
    return Progress(**(values | pairs))

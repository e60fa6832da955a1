"""Rows to objects of the engine and back: the only module that knows both."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
from django.db.models import Exists, OuterRef, QuerySet

from collega.design import Design, assess
from collega.design.quality import Quality
from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.fit import Fit
from collega.model.store import pack_fit, unpack_fit
from collega.panel import Panel
from collega.panel.identity import panel_hash
from collega.study import Study as Definition
from collega.study import design_hash
from collega.study.columns import participant_columns
from collega.web.memory import remembered
from collega.web.records.batches import IN_VIEW, count_again
from collega.web.records.models import Answer, Interview, Kind, Step, StoredDesign, StoredFit, Study, current_design

TRAINING = "training"  # why the answers of learners are left out of every fit
IN_ONE_GO = 5000
"""Rows that are read at once."""
MOST_DESIGNS = 64
_designs: dict[tuple[int, datetime, str], Design] = {}


def design_of(row: StoredDesign) -> Design:
    """Return the engine's design; the row's layout is read once, so it may be deferred."""
    design = _designs.get(place := (row.pk, row.made_at, row.basis))
    if design is None:
        if len(_designs) >= MOST_DESIGNS:
            _designs.clear()
        design = _designs[place] = _design(row.layout)
    return design


def _design(data: dict[str, Any]) -> Design:
    return Design(
        scenarios=tuple(data["scenarios"]),
        profiles=np.array(data["profiles"], dtype=np.int64),
        versions=tuple(data["versions"]),
        shows=tuple(tuple(numbers) for numbers in data["shows"]),
    )


def keep_design(
    study: Study,
    design: Design,
    *,
    definition: Definition | None = None,
    edited: bool = False,
    quality: Quality | None = None,
) -> StoredDesign:
    """Store a design as the one in force; ``definition`` is what it was made for, by default the study's of now."""
    made_for = definition or study.as_defined
    study.designs.filter(current=True).update(current=False)
    return StoredDesign.objects.create(
        study=study,
        layout={
            "scenarios": list(design.scenarios),
            "versions": list(design.versions),
            "profiles": design.profiles.tolist(),
            "shows": [list(map(int, numbers)) for numbers in design.shows],
        },
        quality=(quality or assess(made_for, design)).as_json(),
        basis=design_hash(made_for),
        edited=edited,
    )


def move_design(row: StoredDesign, design: Design, definition: Definition) -> None:
    """Keep a design whose criteria were renamed or moved in the place of what it was."""
    row.layout = row.layout | {"profiles": design.profiles.tolist()}
    row.quality = assess(definition, design).as_json() | {"seconds": row.quality.get("seconds")}
    row.basis = design_hash(definition)
    row.save(update_fields=["layout", "quality", "basis"])


def panel_of(study: Study, kind: str = Kind.REAL, *, members: Iterable[str] | None = None) -> Panel:
    """Return the panel of one kind of interviews.

    Of the real ones those that are in view (:mod:`collega.web.records.batches`): while answers come in, whoever
    finished in a batch; after the closing, as in the study folder, whoever answered at least one scenario, with the
    answers given. Whoever was left out is marked ``included`` false.

    Parameters
    ----------
    study : Study
    kind : str
        Panels are never mixed.
    members : iterable of str, optional
        Only the interviews with these pseudonyms.

    Raises
    ------
    NotComputedError
        Where there is no design, or nobody answered yet who is in view.
    """
    row = current_design(study)
    if row is None:
        raise NotComputedError(Message("web-no-design-yet"))
    interviews = Interview.objects.filter(study=study, kind=kind)
    if members is None:
        interviews = interviews.filter(IN_VIEW)
    answered = interviews.filter(Exists(Answer.objects.filter(interview=OuterRef("pk"))))
    chosen = None if members is None else set(members)
    every = answered.order_by("pseudonym")  # drawn by chance: the order of time would tell who it was
    people = [person for person in every.iterator(IN_ONE_GO) if chosen is None or person.pseudonym in chosen]
    if not people:
        waits = members is None and Answer.objects.filter(interview__study=study, interview__kind=kind).exists()
        number = study.as_defined.minimum_group
        raise NotComputedError(
            Message("web-answers-used-together", number=number) if waits else Message("web-nobody-answered-yet")
        )
    design, definition = design_of(row), study.as_defined
    participants, scenario, answer, position, seconds = _cells(interviews, people, design, definition)
    return Panel(
        study=definition,
        design=design,
        people=_people(definition, people),
        participant=participants,
        scenario=scenario,
        answer=answer,
        position=position,
        seconds=seconds,
        synthetic=kind == Kind.SIMULATED or study.synthetic,
    )


def _cells(
    interviews: QuerySet[Interview], people: list[Interview], design: Design, definition: Definition
) -> tuple[Any, ...]:
    """Return participant, scenario, answer, position and seconds of every answer, read in parts."""
    numbers = {interview.pk: i for i, interview in enumerate(people)}
    scenarios = {name: s for s, name in enumerate(design.scenarios)}
    answers = {name: j for j, name in enumerate(definition.answer_keys)}
    rows = Answer.objects.filter(interview__in=interviews.order_by()).order_by("interview_id", "position")
    cells = (
        (numbers[participant], scenarios[scenario], answers[answer], position, np.nan if seconds is None else seconds)
        for participant, scenario, answer, position, seconds in rows.values_list(
            "interview_id", "scenario", "answer", "position", "seconds"
        ).iterator(IN_ONE_GO)
        if participant in numbers
    )
    kinds = [("participant", "i4"), ("scenario", "i4"), ("answer", "i1"), ("position", "i4"), ("seconds", "f8")]
    table = np.fromiter(cells, dtype=np.dtype(kinds))
    return tuple(np.ascontiguousarray(table[name]) for name, _ in kinds)


def with_learners(study: Study, panel: Panel) -> Panel:
    """Return a panel with the training answers that learners gave for research, every one of them left out of fits.

    Each learner is a participant without characteristics, ``included`` false with the reason ``training``; answers are
    those to scenarios of the design, which are all that a panel can hold. Nothing is added below the minimum group.
    """
    given = Step.objects.filter(round__learner__training__study=study, round__learner__consented_on__isnull=False)
    scenarios = {tuple(map(int, profile)): s for s, profile in reversed(list(enumerate(panel.design.profiles)))}
    answers: dict[str, list[tuple[int, int]]] = {}
    steps = given.exclude(answer="").select_related("round__learner").order_by("round__number", "number")
    for step in steps:
        scenario = scenarios.get(_profile(panel.study, step.levels))
        if scenario is not None and step.answer in panel.study.answer_keys:
            row = scenario, panel.study.answer_keys.index(step.answer)
            answers.setdefault(step.round.learner.pseudonym, []).append(row)
    names = sorted(answers)  # drawn by chance: the order of time would tell who it was
    if len(names) < panel.study.minimum_group:
        return panel
    marked = {"included": "false", "excluded_reason": TRAINING}
    rows = [dict.fromkeys(panel.people.columns, "") | {"participant": name} | marked for name in names]
    numbers = [panel.n_participants + i for i, name in enumerate(names) for _ in answers[name]]
    given_answers = [row for name in names for row in answers[name]]
    places = [n for name in names for n in range(1, len(answers[name]) + 1)]
    extra = len(given_answers)
    return replace(
        panel,
        people=pl.concat([panel.people, pl.DataFrame(rows, schema=panel.people.schema)]),
        participant=np.concatenate([panel.participant, np.array(numbers, dtype=np.int32)]),
        scenario=np.concatenate([panel.scenario, np.array([s for s, _ in given_answers], dtype=np.int32)]),
        answer=np.concatenate([panel.answer, np.array([j for _, j in given_answers], dtype=np.int8)]),
        position=None if panel.position is None else np.concatenate([panel.position, np.array(places, dtype=np.int32)]),
        seconds=None if panel.seconds is None else np.concatenate([panel.seconds, np.full(extra, np.nan)]),
    )


def _profile(definition: Definition, levels: dict[str, str]) -> tuple[int, ...]:
    """Return the level index of every criterion; -1 for a level that the study does not have."""
    return tuple(
        criterion.level_keys.index(levels[criterion.key]) if levels.get(criterion.key) in criterion.level_keys else -1
        for criterion in definition.criteria
    )


def _people(definition: Definition, interviews: list[Interview]) -> pl.DataFrame:
    rows = []
    for interview in interviews:
        row = {
            "participant": interview.pseudonym,
            "version": interview.version,
            "started_at": _time(interview.started_at),
            "completed_at": _time(interview.completed_at),
            "included": "true" if interview.included else "false",
            "excluded_reason": interview.excluded_reason,
        }
        for item in definition.characteristics:
            row[item.key] = interview.values.get(item.key, "")
            if item.other:
                row[f"{item.key}_other"] = interview.others.get(item.key, "")
        rows.append(row)
    return pl.DataFrame(rows, schema=dict.fromkeys(participant_columns(definition), pl.String))


def _time(moment: Any) -> str:
    """A day, no more: hours and minutes would tell who it was."""
    return "" if moment is None else moment.date().isoformat()


def keep_panel(study: Study, panel: Panel, kind: str, *, design: StoredDesign) -> int:
    """Store a panel made elsewhere, or a simulated one, as interviews of its kind; return how many.

    Where nobody has a day of completion, everybody counts as finished on the day they started.
    """
    days = "completed_at" if any(panel.people["completed_at"]) else "started_at"
    interviews = [
        Interview(
            study=study,
            kind=kind,
            pseudonym=person["participant"],
            version=person["version"],
            design=design,
            values={c.key: person[c.key] for c in panel.study.characteristics if person[c.key]},
            others={
                c.key: person[f"{c.key}_other"]
                for c in panel.study.characteristics
                if c.other and person.get(f"{c.key}_other")
            },
            told_about_self=True,
            included=person["included"] != "false",
            excluded_reason=person["excluded_reason"] or "",
            started_at=_moment(person["started_at"]),
            completed_at=_moment(person[days]),
            in_view=True,
        )
        for person in panel.people.iter_rows(named=True)
    ]
    stored = Interview.objects.bulk_create(interviews)
    places: dict[int, int] = {}
    answers = []
    for n in range(panel.n_answers):
        i = int(panel.participant[n])
        places[i] = places.get(i, 0) + 1
        position = int(panel.position[n]) if panel.position is not None and panel.position[n] else places[i]
        seconds = None if panel.seconds is None or np.isnan(panel.seconds[n]) else float(panel.seconds[n])
        answers.append(
            Answer(
                interview=stored[i],
                position=position,
                scenario=panel.design.scenarios[int(panel.scenario[n])],
                answer=panel.study.answer_keys[int(panel.answer[n])],
                seconds=seconds,
            )
        )
    Answer.objects.bulk_create(answers, batch_size=2000)
    count_again(study.pk)
    return len(stored)


def _moment(text: str | None) -> Any:
    return None if not text else datetime.fromisoformat(text).replace(tzinfo=UTC)


def keep_fit(study: Study, fit: Fit, panel: Panel, kind: str, **fields: Any) -> StoredFit:
    """Store a fit with the interviews it stands on."""
    values, arrays = pack_fit(fit)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return StoredFit.objects.create(
        study=study,
        kind=kind,
        model=fit.model,
        converged=fit.converged,
        values=json.loads(json.dumps(values, allow_nan=False)),
        arrays=buffer.getvalue(),
        members=list(fit.participants),
        data_hash=panel_hash(panel),
        study_hash=fit.study_hash,
        **fields,
    )


def fit_of(row: StoredFit) -> Fit:
    """Return the engine's fit; kept in memory, since pages ask for the same one again and again."""
    return _fit(row.pk, row.erased, row.made_at)


@remembered(16)
def _fit(pk: int, erased: bool, made_at: datetime) -> Fit:  # noqa: ARG001  -- an erased fit is another fit
    return unpacked(StoredFit.objects.get(pk=pk))


def unpacked(row: StoredFit) -> Fit:
    """Return the engine's fit, kept nowhere."""
    with np.load(io.BytesIO(bytes(row.arrays)), allow_pickle=False) as arrays:
        return unpack_fit(row.values, dict(arrays))

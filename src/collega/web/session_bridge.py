"""Rows of a session to votes of the engine, and what was kept of it to the engine's record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collega.colleague import VirtualColleague, make_case
from collega.rounds import ArgumentRecord, ModelRecord, SessionRecord, Suggestion, Votes, suggest, votes_of
from collega.rounds.record import ScenarioRecord
from collega.study.added import DECLINED
from collega.web import bridge
from collega.web.editions.shown import shown_fit, team_fit
from collega.web.records.models import Seat, Session, SessionScenario, Study, Vote, current_design


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Room:
    """The votes of a session, with what everybody told of themselves, in the same order."""

    votes: Votes
    values: tuple[str, ...]
    scenarios: tuple[SessionScenario, ...]

    def place(self, scenario: SessionScenario) -> int:
        """Return the column of a scenario."""
        return [row.pk for row in self.scenarios].index(scenario.pk)


def room_of(session: Session) -> Room:
    """Return all votes of a session; two queries, whatever its size."""
    scenarios = tuple(session.scenarios.all())
    study = session.study.as_defined
    columns = {row.pk: s for s, row in enumerate(scenarios)}
    answers = {key: number for number, key in enumerate(study.answer_keys)}
    seats = list(Seat.objects.filter(session=session, votes__isnull=False).distinct().order_by("pk"))
    rows = {seat.pk: i for i, seat in enumerate(seats)}
    first = np.full((len(seats), len(scenarios)), -1, dtype=np.int64)
    second, guesses = first.copy(), np.full(first.shape, np.nan)
    for vote in Vote.objects.filter(seat__session=session).only("seat", "scenario", "round", "answer", "guess"):
        place = rows[vote.seat_id], columns[vote.scenario_id]
        (first if vote.round == 1 else second)[place] = answers[vote.answer]
        if vote.guess is not None:
            guesses[place] = vote.guess / 100
    votes = votes_of(first, second, guesses, controls=[row.control for row in scenarios], study=study)
    known = {DECLINED: ""}
    return Room(votes=votes, values=tuple(known.get(seat.value, seat.value) for seat in seats), scenarios=scenarios)


def record_of(session: Session) -> SessionRecord:
    """Return what is kept of a session as the report and the study folder have it."""
    scenarios = []
    for row in session.scenarios.prefetch_related("arguments"):
        arguments = [
            ArgumentRecord(answer=argument.answer, text=argument.text)
            for argument in row.arguments.all()
            if not argument.removed
        ]
        scenarios.append(
            ScenarioRecord.model_validate(
                {"scenario": row.scenario, "why": row.why, "control": row.control, "first": row.first,
                 "second": row.second, "arguments": arguments}
            )
        )  # fmt: skip
    moment = session.finished_at or session.opened_at or session.made_at
    return SessionRecord.model_validate(
        {"title": session.title, "on": moment.date(), "synthetic": session.synthetic or session.study.synthetic,
         "people": session.people, "characteristic": session.characteristic or None, "scenarios": scenarios,
         "effect": session.effect}
    )  # fmt: skip


def records_of(study: Study) -> tuple[SessionRecord, ...]:
    """Return the finished sessions of a study, the first one first."""
    finished = study.sessions.filter(state=Session.State.FINISHED).order_by("finished_at", "pk")
    return tuple(record_of(session) for session in finished)


def suggestions_for(study: Study) -> tuple[Suggestion, ...]:
    """Return what the team's model suggests to talk about; nothing without a model of the design in force."""
    fit, design = team_fit(study), current_design(study)
    if fit is None or design is None or fit.study_hash != study.hash:
        return ()
    return suggest(study.as_defined, bridge.design_of(design), bridge.fit_of(fit), members=fit.groups)


def model_share(study: Study, scenario: str) -> ModelRecord | None:
    """Return what the virtual colleague that everybody may see says of a scenario; None where there is none."""
    fit, design = shown_fit(study), current_design(study)
    if fit is None or design is None or fit.study_hash != study.hash:
        return None
    design_shown = bridge.design_of(design)
    if scenario not in design_shown.scenarios:
        return None
    definition = study.as_defined
    profile = design_shown.profiles[design_shown.scenarios.index(scenario)]
    levels = {
        criterion.key: criterion.level_keys[int(level)]
        for criterion, level in zip(definition.criteria, profile, strict=True)
    }
    shares = VirtualColleague.of(definition, bridge.fit_of(fit)).shares([make_case(definition, levels)])[0]
    return ModelRecord(share=shares.share, interval=shares.interval)

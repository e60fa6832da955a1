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
        return [each.pk for each in self.scenarios].index(scenario.pk)


def room_of(session: Session) -> Room:
    """Return all votes of a session; two queries, whatever its size."""
    scenarios = tuple(session.scenarios.all())
    study = session.study.as_defined
    columns = {each.pk: s for s, each in enumerate(scenarios)}
    answers = {key: number for number, key in enumerate(study.answer_keys)}
    seats = list(Seat.objects.filter(session=session, votes__isnull=False).distinct().order_by("pk"))
    rows = {seat.pk: i for i, seat in enumerate(seats)}
    first = np.full((len(seats), len(scenarios)), -1, dtype=np.int64)
    second, guesses = first.copy(), np.full(first.shape, np.nan)
    for vote in Vote.objects.filter(seat__session=session).only("seat", "scenario", "round", "answer", "guess"):
        at = rows[vote.seat_id], columns[vote.scenario_id]
        (first if vote.round == 1 else second)[at] = answers[vote.answer]
        if vote.guess is not None:
            guesses[at] = vote.guess / 100
    votes = votes_of(first, second, guesses, controls=[each.control for each in scenarios], study=study)
    known = {DECLINED: ""}
    return Room(votes=votes, values=tuple(known.get(seat.value, seat.value) for seat in seats), scenarios=scenarios)


def record_of(session: Session) -> SessionRecord:
    """Return what is kept of a session as the report and the study folder have it."""
    scenarios = []
    for each in session.scenarios.prefetch_related("arguments"):
        said = [ArgumentRecord(answer=one.answer, text=one.text) for one in each.arguments.all() if not one.removed]
        scenarios.append(
            ScenarioRecord.model_validate(
                {"scenario": each.scenario, "why": each.why, "control": each.control, "first": each.first,
                 "second": each.second, "arguments": said}
            )
        )  # fmt: skip
    at = session.finished_at or session.opened_at or session.made_at
    return SessionRecord.model_validate(
        {"title": session.title, "on": at.date(), "synthetic": session.synthetic or session.study.synthetic,
         "people": session.people, "characteristic": session.characteristic or None, "scenarios": scenarios,
         "effect": session.effect}
    )  # fmt: skip


def records_of(study: Study) -> tuple[SessionRecord, ...]:
    """Return the finished sessions of a study, the first one first."""
    done = study.sessions.filter(state=Session.State.FINISHED).order_by("finished_at", "pk")
    return tuple(record_of(session) for session in done)


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
    known = bridge.design_of(design)
    if scenario not in known.scenarios:
        return None
    definition = study.as_defined
    profile = known.profiles[known.scenarios.index(scenario)]
    levels = {each.key: each.level_keys[int(at)] for each, at in zip(definition.criteria, profile, strict=True)}
    told = VirtualColleague.of(definition, bridge.fit_of(fit)).shares([make_case(definition, levels)])[0]
    return ModelRecord(share=told.share, interval=told.interval)

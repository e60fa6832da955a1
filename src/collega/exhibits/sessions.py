"""Sessions: how far the room moved, and what people guessed of each other. Kept results alone, nothing is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

from collega.exhibits.exhibit import Exhibit, Family, one_page
from collega.exhibits.ground import Ground
from collega.exhibits.table import Column, Table, interval_columns
from collega.figures import session_figure
from collega.findings import effect_sentences
from collega.prose import Prose
from collega.rounds.record import ScenarioRecord, SessionRecord
from collega.study.definition import Study

_SCHEMA = {"label": pl.String, "one": pl.Float64, "other": pl.Float64, "difference": pl.Float64, "low": pl.Float64,
           "high": pl.Float64}  # fmt: skip
Row = dict[str, Any]


def _shift_row(scenario: ScenarioRecord, prose: Prose) -> Row | None:
    if scenario.first is None or scenario.second is None:
        return None
    first, second, shift = (
        scenario.first.picture.positive,
        scenario.second.picture.positive,
        scenario.second.shift.share,
    )
    if first is None or second is None:
        return None
    return {"label": scenario_label(scenario, prose), "one": first, "other": second, **_points(shift)}


def _guess_row(scenario: ScenarioRecord, prose: Prose) -> Row | None:
    if scenario.first is None or scenario.first.guess is None:
        return None
    guess = scenario.first.guess
    return {"label": scenario_label(scenario, prose), "one": guess.guessed, "other": guess.truth, **_points(guess.gap)}


def _points(shift: Any) -> Row:
    if shift is None:
        return {"difference": None, "low": None, "high": None}
    low, high = shift.interval
    return {"difference": 100 * shift.estimate, "low": 100 * low, "high": 100 * high}


def scenario_label(scenario: ScenarioRecord, prose: Prose) -> str:
    """Return what a scenario of a session is called; a control says so."""
    return prose("sessions.control_name" if scenario.control else "sessions.scenario_name", scenario=scenario.scenario)


def _frame(session: SessionRecord, row: Callable[[ScenarioRecord, Prose], Row | None], prose: Prose) -> pl.DataFrame:
    rows = [cells for scenario in session.scenarios if (cells := row(scenario, prose)) is not None]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _keys(ground: Ground, kind: str) -> Iterable[str]:
    row = _ROWS[kind]
    for number, session in enumerate(ground.sessions, start=1):
        if _frame(session, row, ground.prose).height:
            yield f"{kind}.{number}"


_ROWS: dict[str, Callable[[ScenarioRecord, Prose], Row | None]] = {"session": _shift_row, "session-guess": _guess_row}


def _make(ground: Ground, key: str) -> Exhibit:
    kind, number = key.split(".")
    session, prose = ground.sessions[int(number) - 1], ground.prose
    frame = _frame(session, _ROWS[kind], prose)
    words = "shift" if kind == "session" else "guess"
    names = (prose(f"sessions.{words}_one"), prose(f"sessions.{words}_other"))
    columns = (
        Column(name="scenario", text=prose("numbers.scenario"), kind="text"),
        Column(name="one", text=names[0], kind="share"),
        Column(name="other", text=names[1], kind="share"),
        Column(name="difference", text=prose("sessions.difference"), kind="points"),
        *interval_columns(prose, "points"),
    )
    heading = prose("sessions.difference")
    return Exhibit(
        key=key,
        title=_title(ground.study, [number], prose, words),
        caption=prose(f"sessions.{words}_caption"),
        finding=_finding(session, ground, kind),
        table=Table(columns=columns, rows=tuple(frame.rows())),
        language=ground.language,
        doors=SHIFTS.doors,
        frame=frame,
        draw=lambda part, style: session_figure(
            part, names=names, heading=heading, language=ground.language, style=style
        ),
        cut=one_page,
    )


def _finding(session: SessionRecord, ground: Ground, kind: str) -> str:
    if kind == "session":
        return " ".join(effect_sentences(ground.study, ground.language, session.effect))
    gaps = [
        scenario.first.guess.gap
        for scenario in session.scenarios
        if scenario.first is not None and scenario.first.guess
    ]
    lower, higher = sum(gap.interval[1] < 0 for gap in gaps), sum(gap.interval[0] > 0 for gap in gaps)
    name = "sessions.guess_finding" if lower or higher else "sessions.guess_unsure"
    return ground.prose(name, less=lower, more=higher, of=len(gaps))


def _title(study: Study, rest: Sequence[str], prose: Prose, words: str) -> str:  # noqa: ARG001
    return prose(f"sessions.{words}_title", number=rest[0])


def _family(kind: str, words: str) -> Family:
    return Family(
        kind=kind, keys=lambda ground: _keys(ground, kind), make=_make,
        title=lambda study, rest, prose: _title(study, rest, prose, words),
        caption=lambda _study, _rest, prose: prose(f"sessions.{words}_caption"),
    )  # fmt: skip


SHIFTS, GUESSES = _family("session", "shift"), _family("session-guess", "guess")

"""The sessions of a study as one file of its folder, ``sessions.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.rounds.record import PictureRecord, SessionRecord
from collega.study.definition import Study

SESSIONS = "sessions.json"


def sessions_json(sessions: Sequence[SessionRecord]) -> bytes:
    """Return the content of the file."""
    content = {"sessions": [session.as_json() for session in sessions]}
    return (json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def read_sessions(study: Study, file: Path) -> tuple[SessionRecord, ...]:
    """Read the sessions of a study; none where there is no file.

    Raises
    ------
    DataError
        With everything in the file that is of another shape, of another study, or about fewer people than may be shown.
    """
    if not file.is_file():
        return ()
    return sessions_of(study, file.read_bytes(), file.name)


def sessions_of(study: Study, content: bytes, name: str = SESSIONS) -> tuple[SessionRecord, ...]:
    """Read the content of such a file."""
    try:
        stored = json.loads(content)
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict) or not isinstance(stored.get("sessions"), list):
        raise DataError([Problem(file=name, found=Message("rounds-no-sessions"))])
    sessions, problems = [], []
    for place, item in enumerate(stored["sessions"]):
        try:
            session = SessionRecord.model_validate(item)
        except ValidationError as error:
            problems += [_problem(name, place, problem) for problem in error.errors()]
            continue
        problems += [Problem(file=name, where=f"sessions[{place}].{place_in_session}", found=message)
                     for place_in_session, message in _wrong(study, session)]  # fmt: skip
        sessions.append(session)
    if problems:
        raise DataError(problems)
    return tuple(sessions)


def _problem(name: str, place: int, error: Any) -> Problem:
    location = f"sessions[{place}]" + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]
    )
    return Problem(file=name, where=location, found=Message("rounds-other-shape", why=str(error["msg"])))


def _wrong(study: Study, session: SessionRecord) -> Iterable[tuple[str, Message]]:
    keys = [item.key for item in study.characteristics]
    if session.characteristic is not None and session.characteristic not in keys:
        yield "characteristic", Message("rounds-unknown-characteristic", key=session.characteristic)
    if session.people is not None and session.people < study.minimum_group:
        yield "people", Message("rounds-too-few-shown", minimum=study.minimum_group)
    for place, scenario in enumerate(session.scenarios):
        for step in ("first", "second"):
            round_ = getattr(scenario, step)
            if round_ is not None:
                yield from _pictures(study, round_.picture, f"scenarios[{place}].{step}.picture")
        for number, argument in enumerate(scenario.arguments):
            if argument.answer and argument.answer not in study.answer_keys:
                place_of = f"scenarios[{place}].arguments[{number}].answer"
                yield place_of, Message("rounds-unknown-answer", key=argument.answer)


def _pictures(study: Study, picture: PictureRecord, location: str) -> Iterable[tuple[str, Message]]:
    if not picture.suppressed and (picture.n or 0) < study.minimum_group:
        yield f"{location}.n", Message("rounds-too-few-shown", minimum=study.minimum_group)
    if picture.answers is not None and set(picture.answers) != set(study.answer_keys):
        yield f"{location}.answers", Message("rounds-other-answers")
    for value, group in picture.groups.items():
        yield from _pictures(study, group, f"{location}.groups.{value}")

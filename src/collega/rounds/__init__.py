"""Judging, talking and judging again: rounds of a session, their effect, and what may be shown of them."""

from collega.rounds.effect import Effect, effect_of, single_effect
from collega.rounds.guess import Guess, guess_of
from collega.rounds.record import (
    ArgumentRecord,
    EffectRecord,
    FirstRecord,
    ModelRecord,
    PictureRecord,
    ScenarioRecord,
    SecondRecord,
    SessionRecord,
    ShiftRecord,
)
from collega.rounds.sessions_file import SESSIONS, read_sessions, sessions_json, sessions_of
from collega.rounds.shift import Shift, shift_of
from collega.rounds.steps import conclusion, first_step, second_step, votes_of
from collega.rounds.suggestion import Suggestion, suggest
from collega.rounds.votes import MISSING, Votes

__all__ = [
    "MISSING", "SESSIONS", "ArgumentRecord", "Effect", "EffectRecord", "FirstRecord", "Guess", "ModelRecord",
    "PictureRecord", "ScenarioRecord", "SecondRecord", "SessionRecord", "Shift", "ShiftRecord", "Suggestion", "Votes",
    "conclusion", "effect_of", "first_step", "guess_of", "read_sessions", "second_step", "sessions_json", "sessions_of",
    "shift_of", "single_effect", "suggest", "votes_of",
]  # fmt: skip

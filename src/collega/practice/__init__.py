"""What practice shows: how often it meets what, cases that were shared, and whether the model still holds there."""

from collega.practice.calibration import Bounded, Calibration, Line, calibrate
from collega.practice.casebook import OUTCOMES, Casebook, Outcome, SharedCase
from collega.practice.casebook_file import casebook_frame, met_frame, read_casebook
from collega.practice.drift import Drift, watch
from collega.practice.expected import Expected, expect
from collega.practice.following import Followed, expected_of, follow_practice
from collega.practice.judgement import BlindJudgement, Judgement, blind_judgement, blind_judgements
from collega.practice.likeness import Difference, LikeCase, Likeness, likeness_of
from collega.practice.met import Met, MetLevel, NeverTogether, met_in
from collega.practice.personal_data import Match, find_personal_data
from collega.practice.practice import Practice, even_practice, practice_of_cases, practice_of_margins
from collega.practice.practice_file import margins_frame, practice_frame, read_practice
from collega.practice.wording import calibration_sentences, drift_sentence

__all__ = [
    "OUTCOMES",
    "BlindJudgement",
    "Bounded",
    "Calibration",
    "Casebook",
    "Difference",
    "Drift",
    "Expected",
    "Followed",
    "Judgement",
    "LikeCase",
    "Likeness",
    "Line",
    "Match",
    "Met",
    "MetLevel",
    "NeverTogether",
    "Outcome",
    "Practice",
    "SharedCase",
    "blind_judgement",
    "blind_judgements",
    "calibrate",
    "calibration_sentences",
    "casebook_frame",
    "drift_sentence",
    "even_practice",
    "expect",
    "expected_of",
    "find_personal_data",
    "follow_practice",
    "likeness_of",
    "margins_frame",
    "met_frame",
    "met_in",
    "practice_frame",
    "practice_of_cases",
    "practice_of_margins",
    "read_casebook",
    "read_practice",
    "watch",
]

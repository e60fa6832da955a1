"""What practice shows: how often it meets what, cases that were shared, and whether the model still holds there."""

from collega.practice.casebook import OUTCOMES, Casebook, Outcome, SharedCase
from collega.practice.casebook_file import casebook_frame, met_frame, read_casebook
from collega.practice.judgement import BlindJudgement, Judgement, blind_judgement, blind_judgements
from collega.practice.likeness import Difference, LikeCase, Likeness, likeness_of
from collega.practice.practice import Practice, even_practice, practice_of_cases, practice_of_margins
from collega.practice.practice_file import margins_frame, practice_frame, read_practice

__all__ = [
    "OUTCOMES",
    "BlindJudgement",
    "Casebook",
    "Difference",
    "Judgement",
    "LikeCase",
    "Likeness",
    "Outcome",
    "Practice",
    "SharedCase",
    "blind_judgement",
    "blind_judgements",
    "casebook_frame",
    "even_practice",
    "likeness_of",
    "margins_frame",
    "met_frame",
    "practice_frame",
    "practice_of_cases",
    "practice_of_margins",
    "read_casebook",
    "read_practice",
]

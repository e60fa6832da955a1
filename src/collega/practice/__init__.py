"""What practice shows: how often it meets what, cases that were shared, and whether the model still holds there."""

from collega.practice.practice import Practice, even_practice, practice_of_cases, practice_of_margins
from collega.practice.practice_file import margins_frame, practice_frame, read_practice

__all__ = [
    "Practice",
    "even_practice",
    "margins_frame",
    "practice_frame",
    "practice_of_cases",
    "practice_of_margins",
    "read_practice",
]

"""Table to chart: every function draws one table, and says in words what it drew."""

from collega.figures.advice import reasons_figure, shares_figure, what_if_figure
from collega.figures.agreement import agreement_figure
from collega.figures.answers import answers_figure, reach_of_answers
from collega.figures.calibration import calibration_figure
from collega.figures.contrast import contrast_figure
from collega.figures.figure import PAPER, PHONE, SCREEN, Figure, Style
from collega.figures.groups import group_importance_figure
from collega.figures.importance import importance_figure
from collega.figures.noise import majority_figure, variation_figure
from collega.figures.part_worths import part_worths_figure, reach_of
from collega.figures.profile import own_answers_figure, profile_figure
from collega.figures.session import session_figure

__all__ = [
    "PAPER",
    "PHONE",
    "SCREEN",
    "Figure",
    "Style",
    "agreement_figure",
    "answers_figure",
    "calibration_figure",
    "contrast_figure",
    "group_importance_figure",
    "importance_figure",
    "majority_figure",
    "own_answers_figure",
    "part_worths_figure",
    "profile_figure",
    "reach_of",
    "reach_of_answers",
    "reasons_figure",
    "session_figure",
    "shares_figure",
    "variation_figure",
    "what_if_figure",
]

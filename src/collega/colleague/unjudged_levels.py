"""Levels of a case that nobody judged: no answer stands behind them, so an advice leaves them open, and says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from collega.colleague.case import Case
from collega.messages import Message
from collega.model.fit import Fit
from collega.study.definition import Study
from collega.study.text import Language

Levels = tuple[tuple[str, str], ...]


def judged_part(case: Case, fit: Fit) -> tuple[Case, Levels]:
    """Return a case with the levels that nobody judged left open, and these (criterion, level) pairs."""
    judged = fit.judged_levels
    names = [(key, level) for key, levels in zip(fit.criteria, fit.levels, strict=True) for level in levels]
    absent = {names[place] for place in np.flatnonzero(~judged.levels)}
    unjudged = tuple(pair for pair in case.levels if pair in absent)
    if not unjudged:
        return case, ()
    pairs = tuple(pair for pair in case.levels if pair not in absent)
    filled = {criterion for criterion, _ in pairs}
    return Case(levels=pairs, blank=tuple(key for key in fit.criteria if key not in filled)), unjudged


def asked_case(study: Study, case: Case, unjudged: Levels) -> Case:
    """Return the case as it was asked, the levels that nobody judged included."""
    levels = dict((*case.levels, *unjudged))
    return Case(
        levels=tuple((key, levels[key]) for key in study.criterion_keys if key in levels),
        blank=tuple(key for key in study.criterion_keys if key not in levels),
    )


def unjudged_message(unjudged: Levels, name: Callable[[str, str], str] = "{}={}".format) -> Message:
    """Return that no answer stands behind these levels; ``name`` writes a level, keys by default."""
    return Message("colleague-unjudged-levels", levels=[name(*pair) for pair in unjudged])


def unjudged_text(unjudged: Levels, language: Language, name: Callable[[str, str], str] = "{}={}".format) -> str:
    """Return the same in a language; empty where there are no such levels."""
    return unjudged_message(unjudged, name).say(language) if unjudged else ""

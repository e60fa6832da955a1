"""Where thresholds with effects of their own pass each other, so that the answers between them have no probability."""

from __future__ import annotations

import itertools
from math import prod

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.model.fit import Estimates
from collega.panel.judged_levels import JudgedLevels
from collega.study.definition import Study

Floats = NDArray[np.float64]

_MOST_LISTED = 20_000  # combinations of the criteria by threshold; of more, each criterion's worst levels are told
_TOLERANCE = 1e-6  # logits


def crossing_warnings(study: Study, judged: JudgedLevels, estimates: Estimates) -> tuple[str, ...]:
    """Return one warning with the case in which two thresholds pass each other furthest; none where none does.

    Parameters
    ----------
    study : Study
    judged : JudgedLevels
        Cases with other levels are not looked at, nor those that a ``never`` rule forbids.
    estimates : Estimates
        In effects coding.
    """
    if estimates.by_threshold is None:
        return ()
    chosen = [study.criterion_keys.index(key) for key in estimates.by_threshold.criteria]
    worths = estimates.threshold_coefficients() @ judged.study_coding.to_part_worths.T
    known = np.flatnonzero(np.isfinite(estimates.thresholds))
    blocks = judged.study_coding.level_blocks
    steps = [np.diff(worths[known][:, blocks[c]], axis=0) for c in chosen]
    levels = [np.flatnonzero(judged.levels[blocks[c]]) for c in chosen]
    cases = _cases(study, chosen, levels, steps)
    gaps = np.diff(estimates.thresholds[known])[:, None] - sum(
        step[:, cases[:, place]] for place, step in enumerate(steps)
    )
    crossed = np.flatnonzero(gaps.min(axis=1, initial=0.0) < -_TOLERANCE)
    if len(crossed) == 0:
        return ()
    pair, worst = np.unravel_index(gaps.argmin(), gaps.shape)
    case = ", ".join(
        f"{study.criterion_keys[c]}={study.criteria[c].level_keys[cases[worst, place]]}"
        for place, c in enumerate(chosen)
    )
    names = [f"{study.answer_keys[j]}|{study.answer_keys[j + 1]}" for j in known[[pair, pair + 1]]]
    return (Message("model-thresholds-cross", first=names[0], second=names[1], case=case),)


def _cases(study: Study, chosen: list[int], levels: list[NDArray[np.int64]], steps: list[Floats]) -> NDArray[np.int64]:
    """Return (M, len(chosen)) levels of the criteria by threshold that no rule forbids; of very many, the worst."""
    if prod(map(len, levels)) > _MOST_LISTED:
        worst = [own[step[:, own].argmax(axis=1)] for own, step in zip(levels, steps, strict=True)]
        return np.column_stack(worst)
    cases = np.array(list(itertools.product(*levels)), dtype=np.int64)
    forbidden = np.zeros(len(cases), dtype=np.bool_)
    for rule in study.never_rules:
        if all(c in chosen for c, _ in rule):
            forbidden |= np.logical_and.reduce([cases[:, chosen.index(c)] == level for c, level in rule])
    return cases[~forbidden]

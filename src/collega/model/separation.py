"""What the answers do not determine: levels that cannot be told apart, or that always get the same answer.

There the maximum of the likelihood is not unique, or lies at infinity. Collega then adds a stated penalty: a normal
prior with standard deviation ``PENALTY_SD`` on every part-worth.

References
----------
Albert & Anderson (1984), Biometrika 71: separation. Gelman, Jakulin, Pittau & Su (2008), A weakly informative default
prior distribution, Annals of Applied Statistics 2: scale 2.5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.model.counted import CountedPanel
from collega.study.coding import Coding
from collega.study.definition import Study

PENALTY_SD = 2.5
_TOLERANCE = 1e-11  # of the largest eigenvalue: whole numbers up to millions of scenarios leave 1e-15 of rounding


def penalty_matrix(n_levels: Sequence[int]) -> NDArray[np.float64]:
    """Return (K, K): b' M b / 2 is the penalty, the sum of squared part-worths over 2 PENALTY_SD^2."""
    to_levels = Coding(n_levels=tuple(n_levels)).to_part_worths
    return to_levels.T @ to_levels / PENALTY_SD**2


def unidentified_criteria(matrix: NDArray[np.float64], n_levels: Sequence[int]) -> tuple[int, ...]:
    """Return the criteria of which some part-worths the scenarios cannot tell apart from anything else.

    Parameters
    ----------
    matrix : (R, K) float64
        Effects-coded distinct scenarios that were judged.
    n_levels : sequence of int
    """
    with_intercept = np.hstack([np.ones((len(matrix), 1)), matrix])
    values, vectors = np.linalg.eigh(with_intercept.T @ with_intercept)
    null = vectors[1:, values <= _TOLERANCE * values[-1]]
    free = np.abs(null).max(axis=1, initial=0.0) > 1e-6
    blocks = Coding(n_levels=tuple(n_levels)).blocks
    return tuple(c for c, block in enumerate(blocks) if free[block].any())


def levels_never_judged(study: Study, counted: CountedPanel) -> list[str]:
    """Name the levels that no judged scenario has."""
    seen = counted.profiles[counted.counts.counts.sum(axis=1) > 0]
    return [
        f"{criterion.key}={key}"
        for c, criterion in enumerate(study.criteria)
        for level, key in enumerate(criterion.level_keys)
        if not (seen[:, c] == level).any()
    ]


def one_sided_levels(study: Study, counted: CountedPanel) -> list[str]:
    """Name the levels that always got the lowest, or always the highest, answer."""
    named = []
    for c, criterion in enumerate(study.criteria):
        for level, key in enumerate(criterion.level_keys):
            answers = counted.counts.counts[counted.profiles[:, c] == level].sum(axis=0)
            if answers.sum() and answers.sum() in {answers[0], answers[-1]}:
                named.append(f"{criterion.key}={key}")
    return named


def penalty_warning(study: Study, counted: CountedPanel) -> str:
    """Say why a penalty was needed, and which one."""
    seen = counted.counts.counts.sum(axis=1) > 0
    free = unidentified_criteria(counted.counts.matrix[seen], study.n_levels)
    stated = (
        f"a penalty (normal, standard deviation {PENALTY_SD} logits on every part-worth) keeps the estimates finite"
    )
    if free:
        names = ", ".join(study.criterion_keys[c] for c in free)
        never = levels_never_judged(study, counted)
        absent = f" (never judged: {', '.join(never)})" if never else ""
        return (
            f"the scenarios that were judged do not tell all levels of {names} apart{absent}; {stated}. "
            "The hierarchical model, or a second version of scenarios, suits this better"
        )
    levels = one_sided_levels(study, counted)
    who = f"always got the same extreme answer: {', '.join(levels)}" if levels else "predicts the answers perfectly"
    what = "these levels" if levels else "a combination of levels"
    return f"{what} {who}; without a penalty the estimates would be infinite: {stated}"

"""The fit that is made of draws: the same for a panel that was sampled whole and for a large one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.model.fit import PROBIT_TO_LOGIT, Approximation, Convergence, Draws, Fit
from collega.panel.identity import panel_hash
from collega.panel.limits import limit_text, limits_of
from collega.panel.panel import Panel
from collega.study.dump import study_hash

Floats = NDArray[np.float64]


def fit_from_draws(
    panel: Panel,
    draws: Draws,
    thresholds: Floats,
    part_worths: Floats,
    *,
    warnings: Sequence[str],
    converged: bool,
    seed: int,
    seconds: float = 0.0,
    convergence: Convergence | None = None,
    approximation: Approximation | None = None,
) -> Fit:
    """Return the fit of the counted participants.

    Parameters
    ----------
    panel : Panel
        Counted.
    draws : Draws
        Those that the fit keeps.
    thresholds : (D, J-1) float64
        Draws of those of the average participant, probit scale.
    part_worths : (D, L) float64
        Draws of the averages of the participants, probit scale.
    warnings : sequence of str
        What must be known of the fit; what limits the answers is added.
    """
    study, limits = panel.study, limits_of(panel)
    return Fit(
        model="hierarchical",
        link="probit",
        criteria=study.criterion_keys,
        levels=tuple(criterion.level_keys for criterion in study.criteria),
        answer_keys=study.answer_keys,
        positive=study.positive,
        participants=tuple(panel.people["participant"].to_list()),
        n_answers=panel.n_answers,
        log_likelihood=None,
        converged=converged,
        thresholds=PROBIT_TO_LOGIT * thresholds.mean(axis=0),
        thresholds_se=PROBIT_TO_LOGIT * thresholds.std(axis=0, ddof=1),
        part_worths=PROBIT_TO_LOGIT * part_worths.mean(axis=0),
        part_worths_se=PROBIT_TO_LOGIT * part_worths.std(axis=0, ddof=1),
        draws=draws,
        convergence=convergence,
        limits=limits,
        warnings=(*warnings, *map(limit_text, limits)),
        seconds=seconds,
        seed=seed,
        study_hash=study_hash(study),
        data_hash=panel_hash(panel),
        synthetic=panel.synthetic,
        approximation=approximation,
    )

"""How much a design is expected to tell, given what a team expects; beside a design that suits no expectation."""

from __future__ import annotations

import numpy as np

from collega.design.compose import compose
from collega.design.expected import expected_log_det
from collega.design.layout import Design
from collega.design.prior import Prior
from collega.study.definition import Study

_OTHER_DRAWS = 1  # not those of the search, which a design that was found with them flatters
_SECONDS = 3.0


def expected_information(study: Study, design: Design, prior: Prior) -> float:
    """Return |M / n|^(1/p): M the expected information of the ordered logit model about its p parameters.

    Thresholds, version effects and coefficients (orthonormal coding) together; n scenarios in all versions together.
    """
    sizes = [len(shown) for shown in design.shows]
    version = np.repeat(np.arange(len(sizes)), sizes)
    parameters = len(study.answers) - 1 + len(sizes) - 1 + sum(study.n_levels) - len(study.n_levels)
    log_det = expected_log_det(study, design.runs(), version, prior, seed=_OTHER_DRAWS)
    return float(np.exp(log_det / parameters) / sum(sizes))


def linear_design(study: Study, design: Design) -> Design | None:
    """Return what is composed for the same numbers without a prior; None where versions differ in size."""
    sizes = {(len(set(shown)), len(shown)) for shown in design.shows}
    if len(sizes) > 1:
        return None
    ((size, shown),) = sizes
    return compose(study, scenarios=size, versions=len(design.shows), repeat=shown - size, seconds=_SECONDS)

"""How much a design is expected to tell, given what a team expects; beside a design that suits no expectation."""

from __future__ import annotations

import numpy as np

from collega.design.compose import SEARCHING, compose
from collega.design.expected import expected_log_det
from collega.design.layout import Design
from collega.design.limit import Limit
from collega.design.prior import Prior
from collega.study.definition import Study

_COMPARISON = "the comparison with a design without the prior"
_OTHER_DRAWS = 1  # not those of the search, which a design that was found with them flatters


def expected_information(study: Study, design: Design, prior: Prior) -> float:
    """Return |M / n|^(1/p): M the expected information of the ordered logit model about its p parameters.

    Thresholds, version effects and coefficients (orthonormal coding) together; n scenarios in all versions together.
    """
    sizes = [len(numbers) for numbers in design.shows]
    version = np.repeat(np.arange(len(sizes)), sizes)
    parameters = len(study.answers) - 1 + len(sizes) - 1 + sum(study.n_levels) - len(study.n_levels)
    log_det = expected_log_det(study, design.runs(), version, prior, seed=_OTHER_DRAWS)
    return float(np.exp(log_det / parameters) / sum(sizes))


def linear_design(study: Study, design: Design, limit: Limit) -> Design | None:
    """Return what is composed for the same numbers without a prior.

    None where versions differ in size, and where the time does not suffice for a design to compare with.
    """
    sizes = {(len(set(numbers)), len(numbers)) for numbers in design.shows}
    if len(sizes) > 1 or limit.cuts(_COMPARISON, SEARCHING):
        return None
    ((size, numbers),) = sizes
    linear = compose(study, scenarios=size, versions=len(design.shows), repeat=numbers - size, limit=limit)
    return None if limit.cuts(_COMPARISON, SEARCHING) else linear

"""The same numbers as R's ordinal and MASS, and as statsmodels: programs that we did not write."""

from __future__ import annotations

import json

import numpy as np
import pytest

from collega.model.mixed import fit_mixed
from collega.model.pooled import fit_pooled
from tests.model.references import FOLDER, housing_panel, reference_panel, reference_results


def numbers(model: dict, part: str, what: str) -> np.ndarray:
    return np.array([entry[what] for entry in model[part].values()])


# clm stops at a gradient of 1e-6 or less; polr's optimiser (BFGS, relative change 1e-8) some digits sooner
@pytest.mark.parametrize(
    ("name", "tool", "tolerance"),
    [
        ("wine", "clm", 1e-6),
        ("tea", "clm", 1e-6),
        ("wine", "polr", 5e-5),
        ("tea", "polr", 1e-5),
        ("verbagg", "polr", 1e-5),
    ],
)
def test_pooled_equals_clm_and_polr(name: str, tool: str, tolerance: float) -> None:
    expected = reference_results(name)[tool]
    fit = fit_pooled(reference_panel(name), coding="treatment")
    assert fit.treatment is not None
    inner = len(fit.thresholds)
    errors = np.sqrt(np.diag(fit.treatment.covariance_plain))
    assert fit.log_likelihood == pytest.approx(expected["logLik"], abs=5e-9 * 1000)
    assert fit.treatment.thresholds == pytest.approx(numbers(expected, "thresholds", "estimate"), abs=tolerance)
    assert fit.treatment.coefficients == pytest.approx(numbers(expected, "coefficients", "estimate"), abs=tolerance)
    assert errors[:inner] == pytest.approx(numbers(expected, "thresholds", "se"), abs=tolerance)
    assert errors[inner:] == pytest.approx(numbers(expected, "coefficients", "se"), abs=tolerance)


def test_pooled_equals_polr_on_housing() -> None:
    expected = json.loads((FOLDER / "housing.json").read_text())["polr_logit"]
    fit = fit_pooled(housing_panel(), coding="treatment")
    assert fit.treatment is not None
    assert fit.log_likelihood == pytest.approx(expected["logLik"], abs=1e-6)
    assert fit.treatment.coefficients == pytest.approx(list(expected["coef"].values()), abs=2e-5)
    assert fit.treatment.thresholds == pytest.approx(list(expected["zeta"].values()), abs=2e-5)
    errors = np.sqrt(np.diag(fit.treatment.covariance_plain))
    assert errors[2:] == pytest.approx(list(expected["se"].values())[:6], abs=2e-5)


def test_clustered_errors_equal_statsmodels() -> None:
    expected = json.loads((FOLDER / "wine" / "statsmodels_clustered.json").read_text())["logit"]
    fit = fit_pooled(reference_panel("wine"), coding="treatment")
    assert fit.treatment is not None
    clustered = np.sqrt(np.diag(fit.treatment.covariance))
    # statsmodels multiplies the middle by I/(I-1) (N-1)/(N-P) with I = 9, N = 72, P = 6; ours by I/(I-1) alone
    factor = np.sqrt((72 - 1) / (72 - 6))
    assert clustered[4:] * factor == pytest.approx(expected["cluster_bse_judge"][:2], abs=1e-5)
    assert clustered[0] * factor == pytest.approx(expected["cluster_bse_judge"][2], abs=1e-5)


@pytest.mark.parametrize("name", ["wine", "verbagg"])
def test_mixed_equals_clmm_with_ten_points(name: str) -> None:
    expected = reference_results(name)["clmm_agq10"]
    fit = fit_mixed(reference_panel(name), coding="treatment")
    assert fit.treatment is not None
    inner = len(fit.thresholds)
    errors = np.sqrt(np.diag(fit.treatment.covariance_plain))
    # ten adaptive points are themselves off by some 1e-5 in the log-likelihood
    assert fit.log_likelihood == pytest.approx(expected["logLik"], abs=1e-3)
    assert fit.treatment.thresholds == pytest.approx(numbers(expected, "thresholds", "estimate"), abs=2e-4)
    assert fit.treatment.coefficients == pytest.approx(numbers(expected, "coefficients", "estimate"), abs=2e-4)
    assert fit.treatment.intercept_sd == pytest.approx(expected["random_sd"]["respondent"], abs=2e-4)
    assert errors[:inner] == pytest.approx(numbers(expected, "thresholds", "se"), abs=2e-4)
    assert errors[inner:-1] == pytest.approx(numbers(expected, "coefficients", "se"), abs=2e-4)

from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from collega.design import Prior, assess, compose, read_prior
from collega.design.expected import DRAWS, expected_log_det
from collega.errors import StudyError
from collega.study.coding import Coding, orthonormal_contrasts
from tests.design.studies import make_study


def test_expected_information_is_the_average_of_score_products() -> None:
    study = make_study((3, 2))
    prior = Prior(part_worths=np.array([1.0, 0.0, -1.0, 0.5, -0.5]), thresholds=np.array([-1.0, 0.0, 1.2]), sd=0.3)
    profiles = np.array([[0, 0], [1, 1], [2, 0], [0, 1], [1, 0], [2, 1]])
    version = np.array([0, 0, 0, 1, 1, 1])
    worths, thresholds = prior.draws(study.n_levels, DRAWS, seed=0)
    full = Coding(n_levels=(3, 2)).level_blocks
    coded = np.hstack([orthonormal_contrasts(2)[version], Coding(n_levels=(3, 2), kind="orthonormal").matrix(profiles)])
    total = np.zeros((7, 7))
    for i, profile in enumerate(profiles):
        for d in range(DRAWS):
            utility = sum(worths[d, full[c].start + level] for c, level in enumerate(profile))
            reach = np.concatenate([[0.0], expit(thresholds[d] - utility), [1.0]])
            density = reach * (1 - reach)
            for j in range(4):
                p = reach[j + 1] - reach[j]
                score = np.zeros(7)
                if j < 3:
                    score[j] += density[j + 1]
                if j > 0:
                    score[j - 1] -= density[j]
                score[3:] = -(density[j + 1] - density[j]) * coded[i]
                total += np.outer(score, score) / p / DRAWS
    expected = np.linalg.slogdet(total + 1e-6 * np.eye(7))[1]
    assert expected_log_det(study, profiles, version, prior) == pytest.approx(expected, abs=1e-9)


def test_a_strong_prior_gives_a_design_that_tells_more() -> None:
    study = make_study((3, 3, 3, 3, 3))
    worths = np.tile([1.2, 0.0, -1.2], 5)
    prior = Prior(part_worths=worths, thresholds=np.array([-2.0, 0.0, 2.0]), sd=0.3)
    version = np.repeat(np.arange(2), 10)
    values = {}
    for name, given in (("linear", None), ("suited", prior)):
        design = compose(study, scenarios=10, versions=2, prior=given)
        values[name] = expected_log_det(study, design.runs(), version, prior)
    # per parameter (3 thresholds, 1 version, 10 coefficients); 5% at a standard deviation of utility of 2.2
    assert (values["suited"] - values["linear"]) / 14 > 0.05


def test_a_design_with_a_prior_is_graded_by_what_it_is_expected_to_tell() -> None:
    study = make_study((3, 2, 4))
    worths = np.array([-2.0, 0, 2, -1, 1, -2.5, -0.8, 0.8, 2.5])
    prior = Prior(part_worths=worths, thresholds=np.array([-1.3, 0, 1.5]), sd=0.3)
    suited = compose(study, scenarios=12, versions=2, prior=prior)
    quality = assess(study, suited, prior=prior)
    assert quality.information is not None
    assert quality.information_linear is not None
    assert quality.information > 1.02 * quality.information_linear
    assert (quality.verdict, quality.warnings) == ("ok", ())
    assert "Expected information per parameter, given the prior: 0." in str(quality)
    assert assess(study, suited).information is None
    # scenarios with almost certain answers only: identified, but telling less than the design without a prior
    sure = Prior(part_worths=3 * worths, thresholds=prior.thresholds, sd=0.3)
    poor = assess(study, compose(study, scenarios=12, versions=2, seed=2), prior=sure)
    best = assess(study, compose(study, scenarios=12, versions=2, prior=sure), prior=sure)
    assert poor.information < best.information


def test_information_of_one_binary_criterion_by_hand() -> None:
    # no effect expected: M / n is the identity times p(1 - p) = 1/4, for the threshold and for the coefficient
    study = make_study((2,), answers=2)
    prior = Prior(part_worths=np.zeros(2), thresholds=np.zeros(1), sd=0.0)
    quality = assess(study, compose(study, scenarios=2, versions=1), prior=prior)
    assert quality.information == pytest.approx(0.25, rel=1e-5)
    assert quality.information_linear == pytest.approx(0.25, rel=1e-5)


def test_part_worths_are_drawn_with_the_standard_deviation_that_is_stated() -> None:
    prior = Prior(part_worths=np.zeros(9), thresholds=np.array([-3.0, 0, 3]), sd=0.6)
    worths, thresholds = prior.draws((3, 2, 4), 20_000, seed=1)
    assert worths.std(axis=0) == pytest.approx(np.full(9, 0.6), rel=0.03)
    assert worths[:, :3].sum(axis=1) == pytest.approx(np.zeros(20_000), abs=1e-12)
    assert thresholds.std(axis=0) == pytest.approx(np.full(3, 0.6), rel=0.03)


def test_prior_file_is_read_and_centred(tmp_path: Path) -> None:
    file = tmp_path / "prior.yaml"
    file.write_text("part_worths:\n  c0: {l0: 1, l1: 0}\nthresholds: [-1, 0, 1]\nsd: 0.2\n")
    prior = read_prior(make_study((2, 2)), file)
    assert prior.part_worths.tolist() == [0.5, -0.5, 0, 0]
    assert prior.sd == 0.2


def test_every_problem_of_a_prior_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "prior.yaml"
    file.write_text("part_worths:\n  c9: {l0: 1}\n  c0: {l7: 1, l1: high}\nthresholds: [0, 0, 1]\nsd: -1\nscale: 2\n")
    with pytest.raises(StudyError) as caught:
        read_prior(make_study((2, 2)), file)
    told = str(caught.value)
    for part in ("part_worths.c9: 'c9' is not a criterion", "part_worths.c0.l7: 'l7' is not a level", "'high' is not a number of logits",
                 "thresholds: found [0, 0, 1]", "'-1' is not a standard deviation", "scale: this key is not known"):  # fmt: skip
        assert part in told

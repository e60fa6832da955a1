"""Ten numbers of docs/methods, recomputed from the formulas on the page with NumPy and SciPy, by other ways.

Integrals by adaptive or Gauss-Hermite quadrature, maxima by general optimisers, derivatives by differences: nothing of
the product's own kernels. Tolerances are those of the differences and optimisers.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, linalg, optimize, special, stats

from collega.colleague.nearest import counted_share
from collega.design.quality import assess
from collega.model.checks.discoveries import false_discovery_rates
from collega.model.checks.order import order_tests
from collega.model.checks.score import base_of
from collega.model.checks.working import working_model
from collega.model.held_out import deal
from collega.model.importance import importance_of_estimates
from collega.model.mixed import fit_mixed
from collega.model.predictions import predict_rows
from collega.model.rivals import PRIOR_ANSWERS, Answers, personal_frequencies
from collega.model.stacking import stack_weights
from collega.model.wald import criterion_p_values
from collega.panel import Panel
from collega.panel.judged_levels import JudgedLevels
from tests.model.references import reference_panel
from tests.model.simulated import simulated_panel

HERMITE, HERMITE_WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
STEP = 1e-5


def coded(panel: Panel) -> np.ndarray:
    """(N, K): effects coding of every answer, an indicator of each level but the last less that of the last."""
    levels = panel.design.profiles[panel.scenario]
    return np.column_stack(
        [(levels[:, c] == a) * 1.0 - (levels[:, c] == n - 1)
         for c, n in enumerate(panel.study.n_levels) for a in range(n - 1)]
    )  # fmt: skip


def chances(theta: np.ndarray, eta: np.ndarray, n_answers: int) -> np.ndarray:
    """(..., J): probabilities of all answers, thresholds first in ``theta``."""
    reach = special.expit(theta[: n_answers - 1] - eta[..., None])
    return np.diff(reach, axis=-1, prepend=0.0, append=1.0)


def person_logs(theta: np.ndarray, panel: Panel, x: np.ndarray, *, moved: float = 0.0, z: float | np.ndarray = 0.0
                ) -> np.ndarray:  # fmt: skip
    """(I,): everyone's marginal log-likelihood; ``theta`` has thresholds, coefficients and the intercepts' sd."""
    n_answers = len(panel.study.answers)
    eta = x @ theta[n_answers - 1 : -1] + moved * z
    given = chances(theta, eta[:, None] + theta[-1] * HERMITE, n_answers)[np.arange(len(eta)), :, panel.answer]
    logs = np.zeros((panel.n_participants, len(HERMITE)))
    np.add.at(logs, panel.participant, np.log(given))
    return special.logsumexp(logs, b=HERMITE_WEIGHTS / np.sqrt(2 * np.pi), axis=1)


def maximum(panel: Panel, x: np.ndarray) -> np.ndarray:
    """Thresholds, coefficients and standard deviation that maximise the marginal likelihood."""
    inner = len(panel.study.answers) - 1
    shares = np.cumsum(np.bincount(panel.answer, minlength=inner + 1))[:-1] / panel.n_answers
    start = np.concatenate([special.logit(shares), np.zeros(x.shape[1]), [1.0]])
    found = optimize.minimize(lambda theta: -person_logs(theta, panel, x).sum(), start, method="BFGS",
                              options={"gtol": 1e-5})  # fmt: skip
    return found.x


def scores_at(function, theta: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    """(I, P): derivatives of everyone's log-likelihood, by central differences."""
    steps = STEP * np.eye(len(theta))
    return np.column_stack([(function(theta + h) - function(theta - h)) / (2 * STEP) for h in steps])


@pytest.fixture(scope="module")
def wine() -> tuple[Panel, np.ndarray, np.ndarray]:
    panel = reference_panel("wine").counted
    x = coded(panel)
    return panel, x, maximum(panel, x)


def test_mixed_has_the_maximum_of_the_likelihood_that_adaptive_quadrature_gives(wine) -> None:  # type: ignore[no-untyped-def]
    panel, x, theta = wine
    fit = fit_mixed(panel)
    assert fit.estimates is not None
    ours = np.concatenate([fit.estimates.thresholds, fit.estimates.coefficients, [fit.estimates.intercept_sd]])
    n_answers, total = len(panel.study.answers), 0.0
    for person in range(panel.n_participants):
        own = panel.participant == person

        def density(a: float, own: np.ndarray = own) -> float:
            given = chances(ours, x[own] @ ours[n_answers - 1 : -1] + ours[-1] * a, n_answers)
            return float(given[np.arange(own.sum()), panel.answer[own]].prod() * stats.norm.pdf(a))

        total += np.log(integrate.quad(density, -9, 9, epsabs=0, epsrel=1e-11, limit=200)[0])
    assert fit.log_likelihood == pytest.approx(total, abs=1e-6)  # the product's grid ends at 5.5 standard deviations
    np.testing.assert_allclose(ours, theta, atol=2e-4)


def test_clustered_errors_of_mixed_are_the_sandwich_of_numerical_scores(wine) -> None:  # type: ignore[no-untyped-def]
    panel, x, _ = wine
    estimates = fit_mixed(panel).estimates
    assert estimates is not None
    theta = np.concatenate([estimates.thresholds, estimates.coefficients, [estimates.intercept_sd]])
    each = scores_at(lambda at: person_logs(at, panel, x), theta)
    steps = 1e-3 * np.eye(len(theta))
    slopes = [scores_at(lambda at: person_logs(at, panel, x), theta + sign * h).sum(axis=0)
              for h in steps for sign in (1, -1)]  # fmt: skip
    bread = np.linalg.inv(-np.array([(up - down) / 2e-3 for up, down in zip(slopes[::2], slopes[1::2], strict=True)]))
    n = panel.n_participants
    np.testing.assert_allclose(np.sqrt(np.diag(estimates.covariance_plain)), np.sqrt(np.diag(bread)), rtol=1e-4)
    expected = bread @ (each.T @ each) @ bread * n / (n - 1)
    np.testing.assert_allclose(np.sqrt(np.diag(estimates.covariance)), np.sqrt(np.diag(expected)), rtol=1e-4)


def test_the_p_value_of_a_criterion_is_hotellings_of_numerical_pulls() -> None:
    panel = simulated_panel(3, participants=40).counted
    x, inner, n = coded(panel), len(panel.study.answers) - 1, panel.n_participants

    def logs(theta: np.ndarray) -> np.ndarray:
        given = chances(theta, x @ theta[inner:], inner + 1)[np.arange(panel.n_answers), panel.answer]
        return np.bincount(panel.participant, weights=np.log(given))

    columns = np.split(np.arange(x.shape[1]), np.cumsum([m - 1 for m in panel.study.n_levels])[:-1])
    found = criterion_p_values(panel)
    for c, block in enumerate(columns):
        free = np.ones(inner + x.shape[1], dtype=bool)
        free[inner + block] = False
        theta = np.zeros(len(free))
        theta[:inner] = (-1.0, 0.0, 1.0)

        def restricted(part: np.ndarray, free: np.ndarray = free) -> float:
            whole = np.zeros(len(free))
            whole[free] = part
            return -float(logs(whole).sum())

        theta[free] = optimize.minimize(restricted, theta[free], method="BFGS", options={"gtol": 1e-6}).x
        each = scores_at(logs, theta)
        second = np.array([(scores_at(logs, theta + h).sum(axis=0) - scores_at(logs, theta - h).sum(axis=0)) / 2e-3
                           for h in 1e-3 * np.eye(len(theta))])  # fmt: skip
        pull = each[:, ~free] - each[:, free] @ np.linalg.solve(second[np.ix_(free, free)], second[np.ix_(free, ~free)])
        q, mean = len(block), pull.mean(axis=0)
        statistic = n * mean @ np.linalg.solve(np.cov(pull.T).reshape(q, q), mean)
        expected = stats.f.sf((n - q) / ((n - 1) * q) * statistic, q, n - q)
        assert found[c] == pytest.approx(expected, rel=2e-3)


def test_the_test_of_position_is_a_score_test_with_numerical_derivatives() -> None:
    panel = simulated_panel(5, participants=30, scenarios=10).counted
    place = np.concatenate([np.random.default_rng(i).permutation(10) for i in range(30)])
    panel = replace(panel, position=(place + 1).astype(np.int32))
    found = order_tests(base_of(working_model(panel)), panel)[0]
    # place, 0 to 1, less its average over the scenario: over all with the same levels
    same = np.unique(panel.design.profiles[panel.scenario], axis=0, return_inverse=True)[1].ravel()
    z, x = (place - (np.bincount(same, weights=place) / np.bincount(same))[same]) / 9, coded(panel)
    theta = maximum(panel, x)

    def logs(whole: np.ndarray) -> np.ndarray:
        return person_logs(whole[:-1], panel, x, moved=whole[-1], z=z)

    whole = np.concatenate([theta, [0.0]])
    each = scores_at(logs, whole)
    second = -np.array([(scores_at(logs, whole + h).sum(axis=0) - scores_at(logs, whole - h).sum(axis=0)) / 2e-3
                        for h in 1e-3 * np.eye(len(whole))])  # fmt: skip
    second[-1, -2] = second[-2, -1] = 0.0  # its expected value, as the page says
    move = np.linalg.solve(second[:-1, :-1], second[:-1, -1])
    pull, left = each[:, -1] - each[:, :-1] @ move, second[-1, -1] - second[-1, :-1] @ move
    assert found.statistic == pytest.approx(pull.sum() ** 2 / left, rel=2e-3)
    assert found.df == 1
    assert found.p_value == pytest.approx(stats.ttest_1samp(pull, 0.0).pvalue, rel=1e-2)


def test_held_out_probabilities_of_mixed_weigh_intercepts_by_the_other_answers(wine) -> None:  # type: ignore[no-untyped-def]
    panel, x, _ = wine
    held = deal(panel, 1) == 0
    theta = maximum(replace(panel, **{name: getattr(panel, name)[~held] for name in ("participant", "scenario", "answer")},
                            position=None, seconds=None), x[~held])  # fmt: skip
    n_answers = len(panel.study.answers)
    by_node = chances(theta, (x @ theta[n_answers - 1 : -1])[:, None] + theta[-1] * HERMITE, n_answers)
    expected = []
    for row in np.flatnonzero(held):
        others = np.flatnonzero((panel.participant == panel.participant[row]) & ~held)
        weight = HERMITE_WEIGHTS * by_node[others, :, panel.answer[others]].prod(axis=0)
        expected.append(weight @ by_node[row] / weight.sum())
    np.testing.assert_allclose(predict_rows(panel, ["mixed"], held, seed=1)["mixed"], expected, atol=2e-4)


def test_personal_frequencies_are_drawn_by_the_weight_that_predicts_left_out_answers_best() -> None:
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(12), 9)
    answer = np.array([rng.choice(4, p=rng.dirichlet(np.full(4, 1.5))) for _ in range(12) for _ in range(9)])
    answer[::2] = np.repeat(rng.integers(0, 4, 12), 9)[::2]  # habits of their own
    known = Answers(participant=who, scenario=np.zeros_like(who), answer=answer, n_people=12, n_answers=4)

    def share(weight: float, person: int, out: int | None) -> np.ndarray:
        kept = np.delete(np.arange(len(who)), [] if out is None else [out])
        overall = np.bincount(answer[kept], minlength=4) / len(kept)
        own = np.bincount(answer[kept][who[kept] == person], minlength=4)
        return overall if np.isinf(weight) else (own + weight * overall) / (own.sum() + weight)

    scores = [sum(np.log(share(a, who[n], n)[answer[n]]) for n in range(len(who))) for a in PRIOR_ANSWERS]
    best = PRIOR_ANSWERS[int(np.argmax(scores))]
    assert 0.5 < best < np.inf
    np.testing.assert_allclose(personal_frequencies(known, known)[::9], [share(best, i, None) for i in range(12)])


def test_weights_of_a_stack_are_those_of_a_general_optimiser() -> None:
    rng = np.random.default_rng(7)
    likelihood = rng.beta(2.0, 2.0 + np.arange(4), (300, 4))
    likelihood[:, 3] = rng.uniform(0.1, 0.9, 300)
    found = optimize.minimize(lambda w: -np.log(likelihood @ w).mean(), np.full(4, 0.25), method="SLSQP",
                              bounds=[(0.0, 1.0)] * 4, constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
                              options={"ftol": 1e-14})  # fmt: skip
    np.testing.assert_allclose(stack_weights(likelihood), found.x, atol=2e-3)


def test_importance_is_the_split_of_rasines_and_young_drawn_anew() -> None:
    """Means over 400,000 other draws; 2,000 draws tell an average to 0.4 points, a quantile to about one."""
    rng, levels = np.random.default_rng(11), (2, 3, 4)
    coefficients, root = np.array([0.35, 0.5, -0.1, 0.05, -0.05, 0.1]), rng.normal(size=(6, 6)) * 0.08
    covariance, n = root @ root.T + 0.01 * np.eye(6), 40
    judged = JudgedLevels(n_levels=levels, levels=np.ones(9, dtype=bool))
    found = importance_of_estimates(coefficients, covariance, n, judged)
    ends = np.cumsum([0, 1, 2, 3])

    def worths(b: np.ndarray) -> list[np.ndarray]:
        """Effects coding: the last level is minus the sum of the others."""
        parts = [b[:, low:high] for low, high in pairwise(ends)]
        return [np.column_stack([part, -part.sum(axis=1)]) for part in parts]

    def ranges(measured: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        rows = np.arange(len(measured))
        return np.column_stack([m[rows, c.argmax(axis=1)] - m[rows, c.argmin(axis=1)]
                                for m, c in zip(worths(measured), worths(chosen), strict=True)])  # fmt: skip

    def percents(r: np.ndarray) -> np.ndarray:
        whole = np.maximum(r.sum(axis=1), r.max(axis=1))[:, None]
        return np.where(whole > 0, 100 * r / whole, 100 / r.shape[1])

    def noise() -> np.ndarray:
        return rng.multivariate_normal(np.zeros(6), covariance, 400_000)

    e, g = noise(), 0.7
    centre = ranges(coefficients - e / g, coefficients + g * e).mean(axis=0)
    middle = np.maximum(percents(centre + ranges(noise(), coefficients + g * e)), 0.0).mean(axis=0)
    np.testing.assert_allclose(found.percent, 100 * middle / middle.sum(), atol=1.5)
    tails = [np.sqrt((n - 6) / rng.chisquare(n - 6, (400_000, 1))) for _ in range(2)]
    around = percents(ranges(coefficients + tails[0] * noise(), coefficients + tails[1] * noise()))
    expected = np.maximum(np.quantile(around, [0.05, 0.95], axis=0), 0.0).T
    np.testing.assert_allclose(found.interval, expected, atol=3.0)


@pytest.mark.parametrize(("positive", "n"), [(0, 7), (3, 8), (25, 60), (12, 12)])
def test_wilsons_interval_is_that_of_scipy(positive: int, n: int) -> None:
    expected = stats.binomtest(positive, n).proportion_ci(0.9, method="wilson")
    assert counted_share(positive / n, n).interval == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_false_discovery_rates_are_those_of_scipy() -> None:
    p_values = np.random.default_rng(3).beta(0.5, 2.0, 40)
    found = false_discovery_rates([*p_values.tolist(), None])
    assert found[:-1] == pytest.approx(stats.false_discovery_control(p_values).tolist())
    assert found[-1] is None


def test_d_efficiency_is_that_of_helmert_contrasts() -> None:
    panel = simulated_panel(2)
    shown = np.array([s for version in panel.design.shows for s in version])
    profiles = panel.design.profiles[shown]
    columns = [np.ones((len(profiles), 1))]
    for c, size in enumerate(panel.study.n_levels):
        columns.append((np.sqrt(size) * linalg.helmert(size))[:, profiles[:, c]].T)
    matrix = np.hstack(columns)
    expected = np.linalg.det(matrix.T @ matrix / len(matrix)) ** (1 / matrix.shape[1])
    assert assess(panel.study, panel.design).d_efficiency == pytest.approx(expected, rel=1e-9)


def test_where_a_probit_lies_closest_to_a_logistic_curve() -> None:
    """Largest difference: 1.702. In likelihood it depends on the utilities: their sd 1 to 2 logits, 1.66 to 1.73."""
    x = np.linspace(-12, 12, 20_001)

    def closest(distance) -> float:  # type: ignore[no-untyped-def]
        return float(optimize.minimize_scalar(distance, bounds=(1.4, 2.0), method="bounded").x)

    assert closest(lambda c: np.abs(special.expit(x) - special.ndtr(x / c)).max()) == pytest.approx(1.702, abs=1e-3)
    for sd, expected in ((1.0, 1.655), (2.0, 1.728)):
        weight = np.exp(-0.5 * np.square(x / sd))

        def loss(c: float, weight: np.ndarray = weight) -> float:
            yes = special.expit(x)
            return -float(weight @ (yes * special.log_ndtr(x / c) + (1 - yes) * special.log_ndtr(-x / c)))

        assert closest(loss) == pytest.approx(expected, abs=1e-3)

import numpy as np
import pytest
from scipy import integrate, stats

from collega.model.hierarchical import direction, groups, latent, linear, local, normal, people, scales, spreads

WIDTH, PEOPLE, SCENARIOS = 4, 6, 7
BLOCK = np.array([0, 1, 1, 2], dtype=np.int32)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def lower(rng, n):
    root = rng.normal(size=(n, n))
    return root @ root.T + n * np.eye(n)


def test_normal_distribution_and_quantiles_in_both_tails():
    x = np.array([-37.0, -20.0, -5.0, -1.0, 0.0, 0.3, 2.0, 5.0])
    assert [normal.cdf(value) for value in x] == pytest.approx(stats.norm.cdf(x), rel=1e-13)
    p = np.array([1e-300, 1e-100, 1e-16, 1e-5, 0.05, 0.3, 0.5, 0.9, 0.999])
    assert [normal.quantile(value) for value in p] == pytest.approx(stats.norm.ppf(p), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 0.5), (2.0, 3.0), (6.0, np.inf), (-np.inf, -8.0), (-0.1, np.inf)])
def test_truncated_draws_have_the_moments_of_scipy(rng, low, high):
    draws = np.array([normal.truncated(rng, 0.4, low, high) for _ in range(20_000)])
    assert (draws >= low).all()
    assert (draws <= high).all()
    expected = stats.truncnorm(low - 0.4, high - 0.4, loc=0.4)
    assert draws.mean() == pytest.approx(expected.mean(), abs=5 * expected.std() / np.sqrt(20_000))
    assert draws.std() == pytest.approx(expected.std(), rel=0.05)


def test_a_truncated_draw_beyond_double_precision_is_the_edge(rng):
    assert normal.truncated(rng, 0.0, 60.0, np.inf) == 60.0


@pytest.mark.parametrize("n", range(1, 12))
def test_cholesky_and_solves(rng, n):
    matrix = lower(rng, n)
    factor = matrix.copy()
    linear.cholesky(factor, n)
    assert np.tril(factor) == pytest.approx(np.linalg.cholesky(matrix), rel=1e-12)
    vector = rng.normal(size=n)
    solved = vector.copy()
    linear.solve_lower(factor, solved, n)
    linear.solve_upper(factor, solved, n)
    assert solved == pytest.approx(np.linalg.solve(matrix, vector), rel=1e-10)
    columns = rng.normal(size=(n, 3))
    rows = columns.copy()
    linear.solve_columns(factor, rows)
    assert np.tril(factor) @ rows == pytest.approx(columns, rel=1e-10, abs=1e-12)
    assert linear.dot(vector, solved) == pytest.approx(vector @ solved, rel=1e-12)


def test_effects_are_drawn_from_what_the_data_and_their_prior_say(rng):
    precision, pull, prior = lower(rng, 3), rng.normal(size=3), np.array([0.5, 2.0, 0.0])
    draws = np.empty((20_000, 3))
    for d in range(len(draws)):
        draws[d] = pull
        linear.draw_effects(rng, precision.copy(), draws[d], prior)
    assert not draws[:, 2].any()
    covariance = np.linalg.inv(precision[:2, :2] + np.diag(prior[:2] ** -2))
    assert draws[:, :2].mean(axis=0) == pytest.approx(covariance @ pull[:2], abs=0.02)
    assert np.cov(draws[:, :2].T) == pytest.approx(covariance, abs=0.01)


def test_scale_draws_follow_their_density(rng):
    def density(s):
        return s**-6.0 * np.exp(-0.5 * 2.0 / s**2 - 0.5 * s**2 / 0.8**2)

    total = integrate.quad(density, 0.0, 10.0)[0]
    mean = integrate.quad(lambda s: s * density(s), 0.0, 10.0)[0] / total
    square = integrate.quad(lambda s: s * s * density(s), 0.0, 10.0)[0] / total
    draws, scale = np.empty(20_000), 1.0
    for d in range(len(draws)):
        draws[d] = scale = scales.draw_scale(rng, scale, 6.0, 2.0, 0.8, 1.0)
    assert draws.mean() == pytest.approx(mean, rel=0.01)
    assert (draws**2).mean() == pytest.approx(square, rel=0.02)


def test_probability_between_thresholds_in_the_far_tail():
    assert latent.between(10.0, 11.0) == pytest.approx(stats.norm.sf(10.0) - stats.norm.sf(11.0), rel=1e-12)
    assert latent.between(-np.inf, np.inf) == 1.0
    assert latent.between(80.0, 81.0) > 0.0


def crowd(rng):
    """Two patterns of scenarios, six people: X, patterns, grams and latent utilities."""
    designs = [rng.normal(size=(SCENARIOS, WIDTH)) for _ in range(2)]
    pattern = np.array([0, 1, 0, 1, 1, 0], dtype=np.int32)
    gram = np.array([x.T @ x for x in designs])
    latent_utilities = rng.normal(size=(PEOPLE, SCENARIOS))
    return designs, pattern, gram, latent_utilities


def test_collapsed_information_equals_the_dense_inverse(rng):
    designs, pattern, gram, y = crowd(rng)
    w = np.array([0.8, 0.3, 0.3, 0.0])
    cross = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    factor, weight, pull = np.zeros((2, WIDTH, WIDTH)), np.zeros((2, WIDTH, WIDTH)), np.zeros((PEOPLE, WIDTH))
    people.collapse(gram, cross, pattern, w, factor, weight, pull)
    inverse = [np.linalg.inv(np.eye(SCENARIOS) + x @ np.diag(w**2) @ x.T) for x in designs]
    for v, x in enumerate(designs):
        assert weight[v] == pytest.approx(x.T @ inverse[v] @ x, abs=1e-10)
    for i, v in enumerate(pattern):
        assert pull[i] == pytest.approx(designs[v].T @ inverse[v] @ y[i], abs=1e-10)


def test_marginal_density_equals_the_dense_normal(rng):
    designs, pattern, gram, y = crowd(rng)
    left = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    sizes, factor = np.array([3.0, 3.0]), np.zeros((2, WIDTH, WIDTH))

    def dense(w):
        return sum(
            stats.multivariate_normal.logpdf(y[i], cov=np.eye(SCENARIOS) + designs[v] @ np.diag(w**2) @ designs[v].T)
            for i, v in enumerate(pattern)
        )

    one, other = np.array([0.8, 0.3, 0.3, 0.1]), np.array([0.2, 0.5, 0.5, 1.0])
    change = spreads.marginal(gram, sizes, pattern, left, one, factor) - spreads.marginal(
        gram, sizes, pattern, left, other, factor
    )
    assert change == pytest.approx(dense(one) - dense(other), rel=1e-10)


@pytest.mark.parametrize("number", [0, 1])
def test_spread_steps_sample_their_density(rng, number):
    """One block of one column against sums over a fine grid; weight and residual stay up to date all the way.

    The intercept's standard deviation is half-normal; a criterion's is chi with 3 degrees of freedom times its local
    scale, which has a density of its own: half-Cauchy up to 2, and what else it multiplies.
    """
    x = rng.normal(size=(SCENARIOS, 1))
    gram = (x.T @ x)[None]
    y = 1.3 * rng.normal(size=(PEOPLE, 1)) * x[:, 0] + rng.normal(size=(PEOPLE, SCENARIOS))
    left, pattern, block = y @ x, np.zeros(PEOPLE, np.int32), np.array([number], dtype=np.int32)
    sizes, factor = np.array([float(PEOPLE)]), np.zeros((1, 1, 1))

    w_axis, local_axis = np.linspace(1e-3, 6.0, 600), np.linspace(1e-3, 2.0, 500)[:, None]
    if number == 0:
        local_axis = np.ones((1, 1))
    likelihood = np.array([spreads.marginal(gram, sizes, pattern, left, np.array([w]), factor) for w in w_axis])
    density = np.exp(likelihood - likelihood.max() - 0.5 * (w_axis / (0.7 * local_axis)) ** 2)
    if number == 1:
        density = density * w_axis**2 / local_axis**3 / (1.0 + local_axis**2)
        density = density * np.exp(-0.5 * 0.8 / local_axis**2) / local_axis**6.0  # two others, squares 0.8
    density /= density.sum()
    prior, spread, local_scale = (np.full(1 + number, start) for start in (0.7, 0.5, 1.0))
    draws = np.empty((30_000, 2))
    weight, residual = np.zeros((1, 1, 1)), np.zeros((PEOPLE, 1))
    people.collapse(gram, left, pattern, spread[block], factor, weight, residual)
    others = np.full(1 + number, 0.8)
    for d in range(len(draws)):
        spreads.move_spreads(
            rng, weight, sizes, pattern, residual, block, prior, 3.0, others, 2, 2.0, local_scale, spread
        )
        draws[d] = spread[number], local_scale[number]
    # chains that move slowly: about three Monte Carlo errors
    assert draws[:, 0].mean() == pytest.approx((density * w_axis).sum(), rel=0.02 + 0.02 * number)
    assert draws[:, 1].mean() == pytest.approx((density * local_axis).sum(), rel=0.03)
    assert prior == pytest.approx(0.7 * local_scale)


def test_spread_steps_keep_weight_and_residual_up_to_date(rng):
    designs, pattern, gram, y = crowd(rng)
    cross = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    block, prior = np.array([0, 1, 1, 2], dtype=np.int32), np.array([0.7, 0.5, 0.9])
    spread, sizes = np.array([0.8, 0.3, 0.5]), np.bincount(pattern).astype(float)

    def collapsed(w):
        factor, weight, pull = np.zeros(gram.shape), np.zeros(gram.shape), np.zeros(cross.shape)
        people.collapse(gram, cross, pattern, w[block], factor, weight, pull)
        return weight, pull

    weight, residual = collapsed(spread)
    started = spread.copy()
    for _ in range(20):
        spreads.move_spreads(
            rng, weight, sizes, pattern, residual, block, prior, 3.0, np.ones(3), 1, 2.0, np.ones(3), spread
        )
    assert (spread != started).all()
    expected = collapsed(spread)
    assert weight == pytest.approx(expected[0], abs=1e-9)
    assert residual == pytest.approx(expected[1], abs=1e-9)


def test_factors_of_known_shapes_follow_their_density(rng):
    """Two scales whose shapes go together, against sums over a fine grid."""
    precision, linear = np.array([[4.0, 0.0], [-3.0, 5.0]]), np.array([1.5, 0.5])
    prior, degrees = np.array([0.7, 0.5]), np.array([1.0, 3.0])
    axis = np.linspace(0.002, 4.0, 1000)
    a, b = np.meshgrid(axis, axis, indexing="ij")
    density = np.exp(1.5 * a + 0.5 * b - 2.0 * a * a - 2.5 * b * b + 3.0 * a * b) * np.exp(
        -0.5 * (a / 0.7) ** 2 - 0.5 * (b / 0.5) ** 2
    )
    density *= b * b
    density /= density.sum()
    scale, draws = np.array([0.5, 0.5]), np.empty((40_000, 2))
    for d in range(len(draws)):
        scales.draw_factors(rng, precision, linear, prior, degrees, scale)
        draws[d] = scale
    means = np.array([(density * a).sum(), (density * b).sum()])
    squares = np.array([(density * a * a).sum(), (density * b * b).sum()])
    assert draws.mean(axis=0) == pytest.approx(means, rel=0.02)  # three Monte Carlo errors
    assert (draws**2).mean(axis=0) == pytest.approx(squares, rel=0.04)


def test_means_are_stretched_with_their_scale_as_the_data_and_its_prior_say(rng):
    """The shape of a criterion's means stays; its scale has the density that data and prior give."""
    information = 3.0 * lower(rng, 3)
    unexplained, block = np.array([9.0, 2.0, -1.5]), np.array([0, 1, 1], dtype=np.int32)
    prior, degrees = np.array([7.0, 0.4]), 3.0
    mean, sigma = np.array([0.0, 0.3, -0.2]), np.array([0.6, 0.5])
    shape = mean[1:] / sigma[1]
    slope, curve = shape @ unexplained[1:], shape @ information[1:, 1:] @ shape + 1.0 / prior[1] ** 2
    draws = np.empty(40_000)
    for d in range(len(draws)):
        people.stretch_mean(rng, information, unexplained, block, prior, degrees, mean, sigma)
        draws[d] = sigma[1]
    assert mean[1:] == pytest.approx(sigma[1] * shape)
    assert (mean[0], sigma[0]) == (0.0, 0.6)  # the intercept's
    mean_of, square = moments_of(lambda s: s ** (degrees - 1.0) * np.exp(slope * s - 0.5 * curve * s * s), 20.0)
    assert draws.mean() == pytest.approx(mean_of, rel=0.02)  # three Monte Carlo errors
    assert (draws**2).mean() == pytest.approx(square, rel=0.04)


def test_information_on_scales_of_groups_equals_dense_algebra(rng):
    """A criterion of two columns, characteristics of two, two and one: what the scales multiply, person after person."""
    members, family = rng.standard_normal((9, 5)), np.array([0, 0, 1, 1, 2], dtype=np.int32)
    weight, shape, first = lower(rng, 6), rng.standard_normal((2, 5)), 3
    precision = np.zeros((3, 3))
    groups.add_information(weight, members.T @ members, family, first, shape, precision)
    multiplied = np.stack([members[:, family == h] @ shape[:, family == h].T for h in range(3)])
    dense = np.einsum("hia,ab,gib->hg", multiplied, weight[3:5, 3:5], multiplied)
    assert np.tril(precision) == pytest.approx(np.tril(dense))


def test_products_of_what_scales_multiply_equal_dense_algebra(rng):
    designs, pattern, gram, _ = crowd(rng)
    deviation, left = rng.standard_normal((PEOPLE, WIDTH)), rng.standard_normal((PEOPLE, WIDTH))
    n_scales = BLOCK[-1] + 1
    across, own, pull = np.zeros((n_scales, WIDTH)), np.zeros((n_scales, n_scales)), np.zeros(n_scales)
    people.add_scale_products(gram, left, deviation, pattern, BLOCK, across, own, pull)
    belongs = np.arange(n_scales)[:, None] == BLOCK
    multiplied = [designs[pattern[i]] @ (belongs * deviation[i]).T for i in range(PEOPLE)]
    assert across == pytest.approx(sum(q.T @ designs[pattern[i]] for i, q in enumerate(multiplied)))
    assert np.tril(own) == pytest.approx(np.tril(sum(q.T @ q for q in multiplied)))
    assert pull == pytest.approx((belongs * (deviation * left).sum(axis=0)).sum(axis=1))


def moments_of(density, most):
    total = integrate.quad(density, 0.0, most)[0]
    mean = integrate.quad(lambda s: s * density(s), 0.0, most)[0] / total
    square = integrate.quad(lambda s: s * s * density(s), 0.0, most)[0] / total
    return mean, square


@pytest.mark.parametrize("squares", [1e-3, 0.5, 40.0])
def test_local_scales_follow_their_density(rng, squares):
    def density(s):
        return s**-3.0 * np.exp(-0.5 * squares / s**2) / (1.0 + s**2) if s > 0.0 else 0.0

    draws, scale = np.empty(40_000), 1.0
    for d in range(len(draws)):
        draws[d] = scale = scales.draw_local(rng, scale, 3.0, squares, 5.0)
    mean, square = moments_of(density, 5.0)
    assert draws.max() <= 5.0
    assert draws.mean() == pytest.approx(mean, rel=0.03)  # three Monte Carlo errors
    assert (draws**2).mean() == pytest.approx(square, rel=0.1)


def test_stretching_a_criterion_follows_the_density_of_all_its_coefficients(rng):
    """Everyone's coefficients of one criterion go from b to f b, where log p(y*) and the prior of f * local say so."""
    designs, pattern, gram, y = crowd(rng)
    first, last, most, started = 1, 3, 5.0, 0.8
    b = rng.normal(size=(PEOPLE, gram.shape[1]))
    changed = np.zeros_like(b)
    changed[:, first:last] = b[:, first:last]

    def density(f):
        gaps = [y[i] - designs[v] @ (b[i] + (f - 1.0) * changed[i]) for i, v in enumerate(pattern)]
        return np.exp(-0.5 * sum(gap @ gap for gap in gaps) + offset) / (1.0 + (f * started) ** 2)

    offset = 0.0
    grid = np.linspace(0.0, most / started, 4001)
    offset = -np.log(max(density(f) for f in grid))
    weights = np.array([density(f) for f in grid])
    mean = np.sum(weights * grid) / weights.sum()
    deviation = np.sqrt(np.sum(weights * (grid - mean) ** 2) / weights.sum())
    individual = b.copy()
    residual = np.array([designs[v].T @ (y[i] - designs[v] @ b[i]) for i, v in enumerate(pattern)])
    scale, draws = started, []
    for _ in range(20_000):
        scale *= local.stretch_criterion(rng, gram, pattern, first, last, scale, most, individual, residual)
        draws.append(scale / started)
    assert np.mean(draws) == pytest.approx(mean, abs=0.05 * deviation)
    assert np.std(draws) == pytest.approx(deviation, rel=0.05)
    assert individual == pytest.approx(b + (draws[-1] - 1.0) * changed, abs=1e-9)
    left = np.array([designs[v].T @ (y[i] - designs[v] @ individual[i]) for i, v in enumerate(pattern)])
    assert residual == pytest.approx(left, abs=1e-9)


def test_group_effects_have_the_mean_of_the_regression(rng):
    designs, pattern, gram, y = crowd(rng)
    members, prior, k = rng.normal(size=(PEOPLE, 2)), np.array([0.6, 0.9]), 2
    weight = gram.copy()  # no deviations: V = I
    member_gram = np.array([members[pattern == v].T @ members[pattern == v] for v in range(2)])
    residual = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    grouped, effects = np.zeros((PEOPLE, WIDTH)), np.zeros((WIDTH, 2))
    start = residual.copy()
    draws = np.empty((10_000, 2))
    for d in range(len(draws)):
        groups.draw_row(rng, weight, pattern, members, member_gram, prior, k, residual, grouped, effects)
        draws[d] = effects[k]
    rows = np.vstack([np.outer(designs[v][:, k], members[i]) for i, v in enumerate(pattern)])
    covariance = np.linalg.inv(rows.T @ rows + np.diag(prior**-2.0))
    assert draws.mean(axis=0) == pytest.approx(covariance @ rows.T @ y.ravel(), abs=0.02)
    assert np.cov(draws.T) == pytest.approx(covariance, rel=0.08, abs=0.002)
    kept = np.array([start[i] - gram[v] @ grouped[i] for i, v in enumerate(pattern)])
    assert residual == pytest.approx(kept, abs=1e-8)


def test_reach_of_the_common_direction_and_places_have_the_density_integrated_over_places(rng):
    """Compared with the normal density of y, places integrated out, over a fine grid of reaches."""
    designs, pattern, gram, y = crowd(rng)
    sizes = np.bincount(pattern).astype(np.float64)
    weight = gram.copy()  # no deviations: V = I
    shape, prior = rng.normal(size=WIDTH), 0.7
    start = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    g, scale, overall, place = shape.copy(), np.ones(3), 1.0, np.zeros(PEOPLE)
    draws = np.empty((20_000, 1 + PEOPLE))
    for d in range(len(draws)):
        overall = direction.stretch(rng, weight, sizes, pattern, start, prior, g, scale, overall)
        direction.draw_places(rng, weight, pattern, start, g, place)
        draws[d] = overall, *place
    assert g == pytest.approx(np.append(shape[0], overall * shape[1:]))
    assert scale == pytest.approx([1.0, overall, overall])

    reach = np.linspace(1e-3, 4.0, 2000)
    log_density, means = stats.halfnorm.logpdf(reach, scale=prior), []
    for i, v in enumerate(pattern):
        along = [designs[v] @ np.append(shape[0], s * shape[1:]) for s in reach]
        log_density += [stats.multivariate_normal.logpdf(y[i], cov=np.eye(len(a)) + np.outer(a, a)) for a in along]
        means.append([y[i] @ a / (1.0 + a @ a) for a in along])
    chance = np.exp(log_density - log_density.max())
    chance /= chance.sum()
    # 20,000 draws of a chain that moves almost freely: standard errors of about 0.01.
    assert draws[:, 0].mean() == pytest.approx(chance @ reach, abs=0.03)
    assert draws[:, 0].std() == pytest.approx(np.sqrt(chance @ reach**2 - (chance @ reach) ** 2), rel=0.06)
    assert draws[:, 1:].mean(axis=0) == pytest.approx(np.array(means) @ chance, abs=0.04)


def test_common_direction_given_places_has_the_density_of_the_regression(rng):
    designs, pattern, gram, y = crowd(rng)
    weight = gram.copy()  # no deviations: V = I
    prior, place = np.array([0.6, 0.9, 0.9, 0.4]), rng.normal(size=PEOPLE)
    left = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    draws = np.empty((10_000, WIDTH))
    for d in range(len(draws)):
        direction.turn(rng, weight, pattern, left, prior, place, draws[d])
    rows = np.vstack([place[i] * designs[v] for i, v in enumerate(pattern)])
    covariance = np.linalg.inv(rows.T @ rows + np.diag(prior**-2.0))
    assert draws.mean(axis=0) == pytest.approx(covariance @ rows.T @ y.ravel(), abs=0.02)
    assert np.cov(draws.T) == pytest.approx(covariance, rel=0.08, abs=0.004)


def test_what_the_common_direction_explains_stays_out_of_the_residual(rng):
    designs, pattern, gram, y = crowd(rng)
    sizes, start = (
        np.bincount(pattern).astype(np.float64),
        np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)]),
    )
    g, place, scale = rng.normal(size=WIDTH), rng.normal(size=PEOPLE), np.ones(3)
    grouped = np.outer(place, g)
    residual = np.array([start[i] - gram[v] @ grouped[i] for i, v in enumerate(pattern)])
    local_scales = np.array([1.0, 0.5, 2.0])
    direction.draw_direction(
        rng, gram.copy(), sizes, pattern, 0.3, 0.5, 3.0, local_scales, BLOCK, residual, grouped, g, scale, 1.0, place
    )
    assert grouped == pytest.approx(np.outer(place, g), abs=1e-8)
    assert residual == pytest.approx(np.array([start[i] - gram[v] @ grouped[i] for i, v in enumerate(pattern)]))


def test_members_are_counted_again_when_places_change(rng):
    pattern = np.array([0, 0, 1, 1], dtype=np.int32)
    members = rng.normal(size=(4, 3))
    gram = np.array([members[pattern == v].T @ members[pattern == v] for v in range(2)])
    members[:, -1] = rng.normal(size=4)
    groups.count_members(members, pattern, gram)
    expected = np.array([members[pattern == v].T @ members[pattern == v] for v in range(2)])
    assert np.tril(gram[0]) == pytest.approx(np.tril(expected[0]))
    assert np.tril(gram[1]) == pytest.approx(np.tril(expected[1]))


def test_stretching_a_family_has_the_density_of_its_scale(rng):
    """Over the overall scale alone the target is likelihood times half-normal prior: compared with the integral."""
    designs, pattern, gram, y = crowd(rng)
    members = rng.normal(size=(PEOPLE, 2))
    family = np.array([0, 1], dtype=np.int32)
    member_gram = np.array([members[pattern == v].T @ members[pattern == v] for v in range(2)])
    start = rng.normal(size=(WIDTH, 2)) * 0.3
    explained = np.outer(members[:, 1], start[:, 1])
    explained[:, 0] = 0.0
    unexplained = np.array([designs[v].T @ y[i] for i, v in enumerate(pattern)])
    slope = (explained * unexplained).sum()
    curve = sum(explained[i] @ gram[v] @ explained[i] for i, v in enumerate(pattern))

    def density(s):  # effects start * s / 0.4
        return np.exp(slope * s / 0.4 - 0.5 * curve * (s / 0.4) ** 2 - top - 0.5 * (s / 0.3) ** 2)

    top = 0.0
    top = np.log(max(density(s) for s in np.linspace(1e-3, 3, 3000)))
    total = integrate.quad(density, 0.0, 3.0, points=np.linspace(0.01, 1, 9))[0]
    mean = integrate.quad(lambda s: s * density(s), 0.0, 3.0, points=np.linspace(0.01, 1, 9))[0] / total
    effects, scale, overall = start.copy(), np.ones((WIDTH, 2)), 0.4
    grouped = members @ effects.T
    grouped[:, 0], grouped[:, 1:] = 0.0, explained[:, 1:]
    residual = np.array([unexplained[i] - gram[v] @ grouped[i] for i, v in enumerate(pattern)])
    draws = np.empty(20_000)
    for d in range(len(draws)):
        overall = groups.stretch_family(
            rng, gram, pattern, members, member_gram, family, 1, 0.3, residual, grouped, effects, scale, overall
        )
        draws[d] = overall
    assert draws.mean() == pytest.approx(mean, rel=0.05)
    assert effects[1:, 1] == pytest.approx(start[1:, 1] * overall / 0.4)
    assert effects[:, 0] == pytest.approx(start[:, 0])
    kept = np.array([unexplained[i] - gram[v] @ grouped[i] for i, v in enumerate(pattern)])
    assert residual == pytest.approx(kept, abs=1e-7)

"""Thresholds of one's own: every step against numerical integration, and what must hold."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from collega.model.hierarchical import normal, person_edges, scale_use
from collega.model.personal_thresholds import personal_thresholds

EDGES = np.array([-np.inf, -1.1, -0.2, 0.7, np.inf])
ANCHOR, SPREAD = 2, 1.5
PEOPLE, EACH = 3, 6


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def placed(thresholds, factor, anchor):
    """Thresholds by hand: one after another, away from the common one."""
    own = np.array(thresholds, dtype=float)
    for j in range(anchor, len(thresholds)):
        own[j] = own[j - 1] + (thresholds[j] - thresholds[j - 1]) * factor[j - 1]
    for j in range(anchor - 2, -1, -1):
        own[j] = own[j + 1] - (thresholds[j + 1] - thresholds[j]) * factor[j]
    return own


def likelihood(thresholds, answer, eta):
    """Log of the product over answers, by scipy."""
    edges = np.concatenate([[-np.inf], thresholds, [np.inf]])
    p = stats.norm.cdf(edges[answer + 1] - eta) - stats.norm.cdf(edges[answer] - eta)
    return np.log(np.maximum(p, 1e-300)).sum()


class Sample:
    """A few people with their answers, and the scales that the kernels work on."""

    def __init__(self, rng, edges=EDGES, anchor=ANCHOR, bends=True):
        increments = len(edges) - 3
        answer = rng.integers(0, len(edges) - 1, PEOPLE * EACH).astype(np.int32)
        self.answer, self.eta, self.start = answer, rng.normal(size=len(answer)), EACH * np.arange(PEOPLE + 1)
        self.anchor = anchor
        self.answers = person_edges.arrange(answer, self.start, self.eta, len(edges) - 1, anchor)
        self.stretch = 0.4 * rng.normal(size=PEOPLE)
        self.bend = 0.3 * rng.normal(size=(PEOPLE, increments if bends else 0))
        sd = np.array([0.6, 0.4 if bends else 0.0])
        self.now, self.new = (person_edges.make_scales(edges, sd, self.answers) for _ in range(2))
        self.now.log_factor[:] = self.stretch[:, None] + (self.bend if bends else 0.0)
        person_edges.weigh_all(self.answers, self.now)

    @property
    def scales(self):
        return self.answers, self.now, self.new

    def assert_up_to_date(self):
        """What a step leaves behind follows from the edges and the log factors."""
        fresh = person_edges.make_scales(self.now.edges, self.now.sd, self.answers)
        fresh.log_factor[:] = self.now.log_factor
        person_edges.weigh_all(self.answers, fresh)
        for one, other in zip(self.now, fresh, strict=True):
            assert one == pytest.approx(other, abs=1e-11)

    def log_p(self, log_factor, edges=None):
        """Log probability of all answers, computed anew."""
        thresholds = (self.now.edges if edges is None else edges)[1:-1]
        parts = [likelihood(placed(thresholds, np.exp(log_factor[i]), self.anchor), *self.of(i)) for i in range(PEOPLE)]
        return sum(parts)

    def of(self, i):
        rows = slice(self.start[i], self.start[i + 1])
        return self.answer[rows], self.eta[rows]


def prior_of_two(grid, sd):
    """(G, G) log density of two log factors: variances s^2 + t^2, covariance s^2."""
    one, other = np.meshgrid(grid, grid, indexing="ij")
    both = stats.multivariate_normal(cov=sd[0] ** 2 + sd[1] ** 2 * np.eye(2))
    return both.logpdf(np.dstack([one, other]))


def likelihood_of_two(grid, answer, eta):
    """(G, G) log likelihood of a person's two log factors."""
    return np.array(
        [[likelihood(placed(EDGES[1:-1], np.exp([d, e]), ANCHOR), answer, eta) for e in grid] for d in grid]
    )


def assert_follows(draws, grid, log_density):
    """Mean and standard deviation of correlated draws against a density on an even grid."""
    p = np.exp(log_density - log_density.max())
    p /= p.sum()
    mean = (p * grid).sum()
    sd = np.sqrt((p * (grid - mean) ** 2).sum())
    batches = np.array_split(np.asarray(draws), 40)
    error = np.std([batch.mean() for batch in batches], ddof=1) / np.sqrt(len(batches))
    assert abs(np.mean(draws) - mean) < 4.5 * error
    square = [np.mean((batch - mean) ** 2) for batch in batches]
    assert abs(np.mean(square) - sd**2) < 4.5 * np.std(square, ddof=1) / np.sqrt(len(batches))


@pytest.mark.parametrize("anchor", [1, 2, 3])
def test_thresholds_of_a_person_are_placed_from_the_positive_boundary(rng, anchor):
    log_factor = rng.normal(size=2)
    person = np.empty(len(EDGES))
    person_edges.place(EDGES, anchor, log_factor, person)
    assert person[1:-1] == pytest.approx(placed(EDGES[1:-1], np.exp(log_factor), anchor), abs=1e-14)
    assert person[anchor] == EDGES[anchor]
    assert personal_thresholds(EDGES[1:-1], log_factor, anchor) == pytest.approx(person[1:-1], abs=1e-14)
    person_edges.place(EDGES, anchor, np.zeros(2), person)
    assert person == pytest.approx(EDGES, abs=1e-15)


def test_answers_are_arranged_within_each_person(rng):
    """Against numpy's stable sort, with answers missing and one that nobody gives."""
    start = np.array([0, 7, 7, 9, 20])
    answer, eta = rng.integers(0, 3, 20).astype(np.int32), rng.normal(size=20)
    utility, begin, information, anchor = person_edges.arrange(answer, start, eta, 4, 2)
    for i in range(4):
        rows = slice(start[i], start[i + 1])
        assert utility[rows].tolist() == eta[rows][np.argsort(answer[rows], kind="stable")].tolist()
        assert np.diff(begin[i]).tolist() == np.bincount(answer[rows], minlength=4).tolist()
        assert begin[i, 0] == start[i]
        # the lower increment moves the threshold below answers 0 and 1, the upper that between 2 and 3
        below, above = np.sum(answer[rows] < 2), np.sum(answer[rows] >= 2)
        assert information[i] == pytest.approx(person_edges._INFORMATION * np.array([below, above]))
    assert anchor == 2


def test_the_quick_normal_distribution_is_that_of_scipy():
    """Within 8 of zero to 3e-12 of the probability: the first term that is left out is (8 / 64)^8 / 8!."""
    x = np.linspace(-12, 12, 100_003)
    quick = np.array([normal.quick_cdf(at) for at in x])
    assert quick == pytest.approx(stats.norm.cdf(x), rel=3e-12, abs=0)
    assert normal.quick_cdf(-np.inf) == 0.0
    assert normal.quick_cdf(np.inf) == 1.0
    for low, high in [(-np.inf, -3.0), (2.0, 2.5), (7.0, 7.1), (-0.2, 0.3), (9.0, np.inf), (60.0, 61.0)]:
        expected = (
            stats.norm.cdf(-low) - stats.norm.cdf(-high) if low > 0 else stats.norm.cdf(high) - stats.norm.cdf(low)
        )
        assert normal.quick_between(low, high) == pytest.approx(max(expected, 1e-300), rel=1e-11, abs=0)


def test_densities_at_the_bounds_are_those_of_scipy():
    for low, high in itertools.pairwise([-np.inf, *np.linspace(-9, 9, 101), np.inf]):
        p, at_low, at_high = normal.quick_slopes(low, high)
        assert p == normal.quick_between(low, high)
        assert (at_low, at_high) == pytest.approx(tuple(stats.norm.pdf([low, high])), rel=1e-8)


def test_far_bends_keep_the_order_and_finite_probabilities(rng):
    log_factor = np.array([[-700.0, 600.0], [600.0, -700.0]])
    thresholds = personal_thresholds(np.array([-1.0, 0.0, 1.0]), log_factor, 2)
    assert (np.diff(thresholds, axis=1) >= 0).all()
    assert (thresholds[:, 1] == 0.0).all()
    here = Sample(rng)
    here.now.log_factor[:] = log_factor[[0, 1, 0]]
    assert np.isfinite(person_edges.weigh_all(here.answers, here.now))
    here.assert_up_to_date()


@pytest.mark.parametrize("anchor", [1, 2, 3, 5])
def test_the_likelihood_and_its_slopes_are_those_of_scipy(rng, anchor):
    """Both sides of the boundary; slopes by differences."""
    here = Sample(rng, np.array([-np.inf, -1.5, -0.6, 0.1, 0.8, 1.9, np.inf]), anchor)
    log_factor = here.now.log_factor.copy()
    assert here.now.log_p.sum() == pytest.approx(here.log_p(log_factor), abs=1e-11)
    below = here.answers.begin[:, anchor] - here.answers.begin[:, 0]
    for i in range(PEOPLE):
        sides = [
            person_edges.side_log_p(here.answers.utility, here.answers.begin[i, side], here.now.person_edges[i, side])
            for side in (slice(0, anchor + 1), slice(anchor, 7))
        ]
        assert here.now.log_p[i] == pytest.approx(sides, abs=1e-12)
        answer, eta = here.of(i)
        under = answer < anchor
        assert under.sum() == below[i]
        thresholds = placed(here.now.edges[1:-1], np.exp(log_factor[i]), anchor)
        assert sides[0] == pytest.approx(likelihood(thresholds, answer[under], eta[under]), abs=1e-11)
        for k in range(log_factor.shape[1]):
            change = np.zeros_like(log_factor)
            change[i, k] = 1e-5
            difference = here.log_p(log_factor + change) - here.log_p(log_factor - change)
            assert here.now.slope[i, k] == pytest.approx(difference / 2e-5, abs=1e-5)


def test_log_factors_of_a_person_follow_their_density(rng):
    """Two increments on a grid: a and d give them variances s^2 + t^2 and covariance s^2."""
    here = Sample(rng)
    draws = []
    for _ in range(60_000):
        scale_use.move_people(rng, *here.scales)
        draws.append(here.now.log_factor[1].copy())
    here.assert_up_to_date()
    grid = np.linspace(-3.5, 3.5, 141)
    log_p = prior_of_two(grid, here.now.sd) + likelihood_of_two(grid, *here.of(1))
    for axis, drawn in enumerate(np.array(draws).T):
        assert_follows(drawn, grid, np.log(np.exp(log_p - log_p.max()).sum(axis=1 - axis) + 1e-300))


def test_the_only_increment_follows_its_density(rng):
    """Three answers: there is only stretch."""
    edges = np.array([-np.inf, -0.6, 0.5, np.inf])
    here, draws = Sample(rng, edges, 2, bends=False), []
    for _ in range(40_000):
        scale_use.move_people(rng, *here.scales)
        draws.append(here.now.log_factor[:, 0].copy())
    here.assert_up_to_date()
    grid = np.linspace(-4, 4, 801)
    for i, drawn in enumerate(np.array(draws).T):
        log_p = [likelihood(placed(edges[1:-1], np.exp([a]), 2), *here.of(i)) for a in grid]
        assert_follows(drawn, grid, np.array(log_p) - 0.5 * (grid / here.now.sd[0]) ** 2)


@pytest.mark.parametrize(("which", "bends"), [(0, True), (0, False), (1, True)])
def test_standard_deviations_follow_their_density_with_all_along(rng, which, bends):
    """The first moves both: along a line through zero the density has the distance as a factor."""
    edges, anchor = (EDGES, ANCHOR) if bends else (np.array([-np.inf, -0.6, 0.5, np.inf]), 2)
    here, prior = Sample(rng, edges, anchor, bends), np.array([0.5, 0.7])
    base = here.stretch if which else np.zeros(PEOPLE)
    beyond, sd = here.now.log_factor - base[:, None], here.now.sd.copy()
    grid = np.linspace(-6.0, 6.0, 1201) + 0.002
    log_p = np.array([here.log_p(base[:, None] + c * beyond) for c in grid])
    draws = []
    for _ in range(40_000):
        scale_use.multiply(rng, *here.scales, prior, which, base)
        draws.append((here.now.log_factor[0, 0] - base[0]) / beyond[0, 0])
    here.assert_up_to_date()
    moved = 2 if bends and which == 0 else 1
    log_p += (moved - 1) * np.log(np.abs(grid)) - 0.5 * np.sum((sd / prior)[which:] ** 2) * grid**2
    assert_follows(draws, grid, log_p)
    assert here.now.log_factor == pytest.approx(base[:, None] + draws[-1] * beyond, abs=1e-9)
    assert here.now.sd == pytest.approx(np.where(np.arange(2) < which, 1.0, abs(draws[-1])) * sd, abs=1e-9)


def test_what_is_stretch_and_what_is_bend_is_a_normal_draw(rng):
    here = Sample(rng)
    whole = here.now.log_factor.copy()
    draws = np.empty((20_000, PEOPLE))
    for drawn in draws:
        scale_use.split(rng, here.now, here.stretch, here.bend)
        drawn[:] = here.stretch
    assert here.stretch[:, None] + here.bend == pytest.approx(whole, abs=1e-10)
    # given whole_k = a + d_k with d ~ N(0, t^2), k = 1, 2, and a ~ N(0, s^2): least squares with a prior
    s, t = here.now.sd**2
    expected = whole.sum(axis=1) * s / (t + 2 * s)
    assert draws.mean(axis=0) == pytest.approx(expected, abs=4.5 * np.sqrt(s * t / (t + 2 * s) / 20_000))
    assert draws.var(axis=0) == pytest.approx(s * t / (t + 2 * s), rel=0.05)


def test_without_bends_all_is_stretch(rng):
    here = Sample(rng, np.array([-np.inf, -0.6, 0.5, np.inf]), 2, bends=False)
    here.stretch[:] = 9.0
    scale_use.split(rng, here.now, here.stretch, here.bend)
    assert here.stretch == pytest.approx(here.now.log_factor[:, 0], abs=1e-15)


@pytest.mark.parametrize("bends", [True, False])
def test_a_shift_moves_nobodys_thresholds_and_follows_the_priors(rng, bends):
    edges, anchor = (EDGES, ANCHOR) if bends else (np.array([-np.inf, -0.6, 0.5, np.inf]), 2)
    here = Sample(rng, edges, anchor, bends=bends)
    before, stretch = here.now.person_edges.copy(), here.stretch.copy()
    draws = []
    for _ in range(40_000):
        scale_use.shift(rng, here.now.edges, anchor, SPREAD, here.stretch, here.bend, here.now.sd)
        draws.append(stretch[0] - here.stretch[0])
    here.now.log_factor[:] = here.stretch[:, None] + (here.bend if bends else 0.0)
    person_edges.weigh_all(here.answers, here.now)
    assert here.now.person_edges == pytest.approx(before, abs=1e-9)
    if bends:
        return  # three coordinates: the density of them all is Geweke's matter
    grid = np.linspace(-3, 3, 1201)
    moved = np.array([placed(edges[1:-1], [np.exp(c)], anchor) for c in grid])
    log_p = grid - 0.5 * (moved**2).sum(axis=1) / SPREAD**2
    log_p -= 0.5 * ((stretch - grid[:, None]) ** 2).sum(axis=1) / here.now.sd[0] ** 2
    assert_follows(draws, grid, log_p)


def test_common_thresholds_follow_their_density(rng):
    """Two thresholds on a grid, with everyone's factors given."""
    here = Sample(rng, np.array([-np.inf, -0.6, 0.5, np.inf]), 2, bends=False)
    step, accepted, draws = np.full(4, 0.8), np.zeros(4), []
    for _ in range(60_000):
        person_edges.move_common(rng, *here.scales, step, accepted, SPREAD)
        draws.append(here.now.edges[1:-1].copy())
    grid = np.linspace(-4.0, 4.0, 121)
    log_p = np.full((len(grid), len(grid)), -np.inf)
    for a, low in enumerate(grid):
        for b in range(a + 1, len(grid)):
            log_p[a, b] = here.log_p(here.now.log_factor, np.array([0.0, low, grid[b], 0.0]))
    log_p -= 0.5 * (grid[:, None] ** 2 + grid**2) / SPREAD**2
    for axis, drawn in enumerate(np.array(draws).T):
        assert_follows(drawn, grid, np.log(np.exp(log_p - log_p.max()).sum(axis=1 - axis) + 1e-300))
    assert here.now.log_p.sum() == pytest.approx(here.log_p(here.now.log_factor), abs=1e-10)


def test_one_person_outside_the_sample_follows_the_same_density(rng):
    here, sd = Sample(rng), np.array([0.7, 0.5])
    answer, eta = here.of(0)
    use, person = np.zeros(3), np.empty(5)
    draws = []
    for _ in range(60_000):
        scale_use.move_one(rng, EDGES, ANCHOR, answer, eta, sd, use, person)
        draws.append([np.log(person[2] - person[1]) - np.log(EDGES[2] - EDGES[1]), use[0]])
    assert np.log(person[2] - person[1]) - np.log(EDGES[2] - EDGES[1]) == pytest.approx(sd[0] * use[0] + sd[1] * use[1])
    grid = np.linspace(-3.5, 3.5, 141)
    log_p = prior_of_two(grid, sd) + likelihood_of_two(grid, answer, eta)
    p = np.exp(log_p - log_p.max())
    drawn, stretch = np.array(draws).T
    assert_follows(drawn, grid, np.log(p.sum(axis=1) + 1e-300))
    # stretch given both log factors has the mean of a least squares fit with a prior
    mean = sd[0] * (grid[:, None] + grid) / (sd[1] ** 2 + 2 * sd[0] ** 2)
    batches = [batch.mean() for batch in np.array_split(stretch, 40)]
    error = np.std(batches, ddof=1) / np.sqrt(40)
    assert abs(np.mean(stretch) - (p * mean).sum() / p.sum()) < 4.5 * error


def test_one_person_with_only_stretch_is_finite(rng):
    here = Sample(rng, np.array([-np.inf, -0.6, 0.5, np.inf]), 2, bends=False)
    use, person = np.zeros(2), np.empty(4)
    for _ in range(100):
        scale_use.move_one(rng, here.now.edges, 2, *here.of(0), np.array([0.7, 0.0]), use, person)
    assert use[1] == 0.0
    assert np.isfinite(use).all()
    assert person[1:-1] == pytest.approx(placed(here.now.edges[1:-1], [np.exp(0.7 * use[0])], 2), abs=1e-12)

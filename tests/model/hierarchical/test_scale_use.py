"""Thresholds of one's own: every step against numerical integration, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from collega.model.hierarchical import normal, own_edges, scale_use
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
    return np.log(stats.norm.cdf(edges[answer + 1] - eta) - stats.norm.cdf(edges[answer] - eta)).sum()


class Sample:
    """A few people with their answers, and room for the kernels to work in."""

    def __init__(self, rng, edges=EDGES, anchor=ANCHOR, bends=True):
        increments = len(edges) - 3
        self.edges, self.anchor = edges.copy(), anchor
        answer = rng.integers(0, len(edges) - 1, PEOPLE * EACH).astype(np.int32)
        self.start = EACH * np.arange(PEOPLE + 1)
        eta = rng.normal(size=len(answer))
        self.answer, self.eta, self.begin = own_edges.arrange(answer, self.start, eta, len(edges) - 1)
        self.stretch = 0.4 * rng.normal(size=PEOPLE)
        self.bend = 0.3 * rng.normal(size=(PEOPLE, increments if bends else 0))
        self.sd = np.array([0.6, 0.4][: 1 + bends])
        self.factor, self.own = np.empty((PEOPLE, increments)), np.empty((PEOPLE, len(edges)))
        own_edges.place_all(self.edges, anchor, self.stretch, self.bend, self.factor, self.own)
        self.chance, self.new = np.ones(len(self.answer)), np.empty(len(self.answer))
        self.new_own = np.empty_like(self.own)
        scale_use._all_gain(self.answer, self.begin, self.eta, self.own, self.chance, self.new)
        self.chance[:] = self.new

    @property
    def data(self):
        return self.edges, self.anchor, self.answer, self.begin, self.eta

    @property
    def room(self):
        return self.factor, self.own, self.chance, self.new_own, self.new

    def log_p(self, stretch, bend, edges=None):
        """Log probability of all answers, computed anew."""
        thresholds = (self.edges if edges is None else edges)[1:-1]
        more = bend if bend.shape[1] else np.zeros((PEOPLE, len(thresholds) - 1))
        return sum(
            likelihood(
                placed(thresholds, np.exp(stretch[i] + more[i]), self.anchor), *self.of(i)
            )
            for i in range(PEOPLE)
        )  # fmt: skip

    def of(self, i):
        rows = slice(self.start[i], self.start[i + 1])
        return self.answer[rows], self.eta[rows]


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
def test_own_thresholds_are_placed_from_the_positive_boundary(rng, anchor):
    factor = np.exp(rng.normal(size=2))
    own = np.empty(len(EDGES))
    own_edges.place(EDGES, anchor, factor, own)
    assert own[1:-1] == pytest.approx(placed(EDGES[1:-1], factor, anchor), abs=1e-14)
    assert own[anchor] == EDGES[anchor]
    assert personal_thresholds(EDGES[1:-1], np.log(factor), anchor) == pytest.approx(own[1:-1], abs=1e-14)
    own_edges.place(EDGES, anchor, np.ones(2), own)
    assert own == pytest.approx(EDGES, abs=1e-15)


def test_answers_are_arranged_within_each_person(rng):
    """Against numpy's stable sort, with answers missing and one that nobody gives."""
    start = np.array([0, 7, 7, 9, 20])
    answer, eta = rng.integers(0, 3, 20).astype(np.int32), rng.normal(size=20)
    ordered, utility, begin = own_edges.arrange(answer, start, eta, 4)
    for i in range(4):
        own = slice(start[i], start[i + 1])
        order = np.argsort(answer[own], kind="stable")
        assert ordered[own].tolist() == answer[own][order].tolist()
        assert utility[own].tolist() == eta[own][order].tolist()
        assert np.diff(begin[i]).tolist() == np.bincount(answer[own], minlength=4).tolist()
        assert begin[i, 0] == start[i]


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


def test_far_bends_keep_the_order_and_finite_probabilities(rng):
    own = personal_thresholds(np.array([-1.0, 0.0, 1.0]), np.array([[-700.0, 600.0], [600.0, -700.0]]), 2)
    assert (np.diff(own, axis=1) >= 0).all()
    assert (own[:, 1] == 0.0).all()
    here = Sample(rng)
    here.own[:, 1:-1] = own[[0, 1, 0]]
    gain = scale_use._all_gain(here.answer, here.begin, here.eta, here.own, here.chance, here.new)
    assert np.isfinite(gain)
    assert (here.new > 0).all()


def test_the_change_of_the_likelihood_is_that_of_scipy(rng):
    here = Sample(rng)
    before = here.log_p(here.stretch, here.bend)
    assert np.log(here.chance).sum() == pytest.approx(before, abs=1e-11)
    moved = here.stretch + 0.5
    own_edges.place_all(here.edges, here.anchor, moved, here.bend, here.factor, here.new_own)
    gain = scale_use._all_gain(here.answer, here.begin, here.eta, here.new_own, here.chance, here.new)
    assert gain == pytest.approx(here.log_p(moved, here.bend) - before, abs=1e-11)


def test_only_answers_that_a_threshold_reaches_are_looked_at(rng):
    """The answers said to be reached are exactly those whose probability changes."""
    here = Sample(rng, np.array([-np.inf, -1.5, -0.6, 0.1, 0.8, 1.9, np.inf]), 3)
    for j in range(1, 6):
        edges = here.edges.copy()
        edges[j] += 0.2
        own = np.empty(len(edges))
        own_edges.place(edges, here.anchor, here.factor[0], own)
        low, high = own_edges.reached(j, here.anchor, len(edges) - 1)
        changed = (own[1:] != here.own[0][1:]) | (own[:-1] != here.own[0][:-1])
        assert changed[low : high + 1].all()
        assert not changed[:low].any()
        assert not changed[high + 1 :].any()


@pytest.mark.parametrize("bends", [True, False])
def test_stretch_follows_its_density(rng, bends):
    here = Sample(rng, bends=bends)
    draws = []
    for _ in range(40_000):
        scale_use._move_stretch(rng, *here.data, here.stretch, here.bend, here.sd[0], *here.room)
        draws.append(here.stretch.copy())
    grid = np.linspace(-4, 4, 801)
    for i, drawn in enumerate(np.array(draws).T):
        bend = here.bend[i] if bends else np.zeros(2)
        log_p = [likelihood(placed(EDGES[1:-1], np.exp(a + bend), ANCHOR), *here.of(i)) for a in grid]
        assert_follows(drawn, grid, np.array(log_p) - 0.5 * (grid / here.sd[0]) ** 2)
    assert np.log(here.chance).sum() == pytest.approx(here.log_p(here.stretch, here.bend), abs=1e-9)


def test_bends_follow_their_density(rng):
    """Two increments of one person on a grid."""
    here = Sample(rng)
    draws = []
    for _ in range(60_000):
        scale_use._move_bend(rng, *here.data, here.stretch, here.bend, here.sd[1], *here.room)
        draws.append(here.bend[1].copy())
    grid = np.linspace(-2.5, 2.5, 101)
    log_p = np.array(
        [[likelihood(placed(EDGES[1:-1], np.exp(here.stretch[1] + np.array([d, e])), ANCHOR), *here.of(1))
          for e in grid] for d in grid]
    )  # fmt: skip
    log_p -= 0.5 * (grid[:, None] / here.sd[1]) ** 2 + 0.5 * (grid / here.sd[1]) ** 2
    for axis, drawn in enumerate(np.array(draws).T):
        density = np.exp(log_p - log_p.max()).sum(axis=1 - axis)
        assert_follows(drawn, grid, np.log(density))


@pytest.mark.parametrize(("which", "bends"), [(0, True), (0, False), (1, True)])
def test_standard_deviations_follow_their_density_with_all_along(rng, which, bends):
    """The first moves both: along a ray through zero the density has the distance as a factor."""
    here, prior = Sample(rng, bends=bends), np.array([0.5, 0.7])[: 1 + bends]
    stretch, bend, sd = here.stretch.copy(), here.bend.copy(), here.sd.copy()
    grid = np.linspace(0.002, 6.0, 1200)
    log_p = [here.log_p(stretch if which else t * stretch, t * bend) for t in grid]
    draws = []
    for _ in range(40_000):
        scale_use._stretch_all(rng, which, *here.data, 0.8, prior, here.stretch, here.bend, here.sd, *here.room)
        draws.append(here.sd[which] / sd[which])
    moved = len(sd) - which
    squares = np.sum((sd / prior)[which:] ** 2)
    assert_follows(draws, grid, np.array(log_p) - 0.5 * squares * grid**2 + (moved - 1) * np.log(grid))
    assert here.bend == pytest.approx(draws[-1] * bend, abs=1e-9)
    assert here.stretch == pytest.approx(stretch if which else draws[-1] * stretch, abs=1e-9)
    assert here.sd == pytest.approx(np.where(np.arange(len(sd)) < which, 1.0, draws[-1]) * sd, abs=1e-9)


def test_what_is_stretch_and_what_is_bend_is_a_normal_draw(rng):
    here = Sample(rng)
    whole = here.stretch[:, None] + here.bend
    draws = np.empty((20_000, PEOPLE))
    for drawn in draws:
        scale_use.split(rng, here.stretch, here.bend, here.sd)
        drawn[:] = here.stretch
    assert here.stretch[:, None] + here.bend == pytest.approx(whole, abs=1e-10)
    # given whole_k = a + d_k with d ~ N(0, t^2), k = 1, 2, and a ~ N(0, s^2): least squares with a prior
    s, t = here.sd**2
    expected = whole.sum(axis=1) * s / (t + 2 * s)
    assert draws.mean(axis=0) == pytest.approx(expected, abs=4.5 * np.sqrt(s * t / (t + 2 * s) / 20_000))
    assert draws.var(axis=0) == pytest.approx(s * t / (t + 2 * s), rel=0.05)


@pytest.mark.parametrize("bends", [True, False])
def test_a_shift_moves_nobodys_thresholds_and_follows_the_priors(rng, bends):
    here = Sample(rng, bends=bends)
    own, stretch = here.own.copy(), here.stretch.copy()
    draws = []
    for _ in range(40_000):
        scale_use.shift(rng, here.edges, ANCHOR, SPREAD, here.stretch, here.bend, here.sd)
        draws.append([stretch[0] - here.stretch[0], *(here.bend[0] if bends else [])])
    own_edges.place_all(here.edges, ANCHOR, here.stretch, here.bend, here.factor, here.new_own)
    assert here.new_own == pytest.approx(own, abs=1e-9)
    if bends:
        return  # three coordinates: the density of them all is Geweke's matter
    grid = np.linspace(-3, 3, 1201)
    edges = np.array([placed(EDGES[1:-1], np.full(2, np.exp(c)), ANCHOR) for c in grid])
    log_p = 2 * grid - 0.5 * (edges**2).sum(axis=1) / SPREAD**2
    log_p -= 0.5 * ((stretch - grid[:, None]) ** 2).sum(axis=1) / here.sd[0] ** 2
    assert_follows(np.array(draws)[:, 0], grid, log_p)


def test_common_thresholds_follow_their_density(rng):
    """Two thresholds on a grid, with everyone's factors given."""
    edges = np.array([-np.inf, -0.6, 0.5, np.inf])
    here = Sample(rng, edges, 2, bends=False)
    step, accepted, draws = np.full(4, 0.8), np.zeros(4), []
    for _ in range(60_000):
        own_edges.move_common(rng, here.edges, 2, here.answer, here.begin, here.eta, step, accepted, SPREAD, *here.room)
        draws.append(here.edges[1:-1].copy())
    grid = np.linspace(-4.0, 4.0, 121)
    log_p = np.full((len(grid), len(grid)), -np.inf)
    for a, low in enumerate(grid):
        for b in range(a + 1, len(grid)):
            log_p[a, b] = here.log_p(here.stretch, here.bend, np.array([0.0, low, grid[b], 0.0]))
    log_p -= 0.5 * (grid[:, None] ** 2 + grid**2) / SPREAD**2
    for axis, drawn in enumerate(np.array(draws).T):
        assert_follows(drawn, grid, np.log(np.exp(log_p - log_p.max()).sum(axis=1 - axis) + 1e-300))


def test_one_person_outside_the_sample_follows_the_same_density(rng):
    here, sd = Sample(rng), np.array([0.7, 0.5])
    answer, eta = here.of(0)
    use, own, chance = np.zeros(3), np.empty(5), np.empty(EACH)
    draws = []
    for _ in range(60_000):
        scale_use.move_one(rng, EDGES, ANCHOR, answer, eta, sd, use, own, chance)
        draws.append(np.log(own[2] - own[1]) - np.log(EDGES[2] - EDGES[1]))
    # a + d_1 and a + d_2 are normal with variances s^2 + t^2 and covariance s^2
    grid = np.linspace(-3.5, 3.5, 141)
    one, other = np.meshgrid(grid, grid, indexing="ij")
    normal = stats.multivariate_normal(cov=sd[0] ** 2 + sd[1] ** 2 * np.eye(2))
    log_p = normal.logpdf(np.dstack([one, other]))
    log_p += np.array(
        [[likelihood(placed(EDGES[1:-1], np.exp([d, e]), ANCHOR), answer, eta) for e in grid] for d in grid]
    )
    assert_follows(draws, grid, np.log(np.exp(log_p - log_p.max()).sum(axis=1)))

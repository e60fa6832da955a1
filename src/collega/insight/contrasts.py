"""Which group answers more positively, and which weighs a criterion differently: one test of all of these together.

Every group is compared with the other shown groups of its characteristic. The answers, counted from 0, follow
y_in = mu + x_in'b + a_i + x_in'd_i + e_in: a_i and d_i are how far somebody differs in strictness and in weighing, with
variances by maximum likelihood on a grid. In a group the weights of criterion c may be 1 + t_c times those of all. What
is compared is t_c in the group less t_c in the others, by generalised least squares; for strictness the difference
between the intercepts. So a group's other weights, and who judged what, are allowed for.

A difference is large in one of two ways. Over its standard error: so a small one is found between large groups. Or in
percentage points, shrunk by s^2 / (s^2 + se^2) with s = 20 points: so a large one is found in a small group, which the
first way makes as hard to find as anything else. The smaller of both p-values counts, and is corrected for that.

The p-values are corrected over all groups, criteria and characteristics at once by the largest of each permutation of
the participants, who keep their characteristics together (Westfall & Young 1993): of all studies whose groups do not
differ, at most a fraction p have any p-value of p or less. In large panels from the normal distribution, corrected by
Bonferroni.

References
----------
Laird & Ware (1982), Random-effects models for longitudinal data, Biometrics 38. Westfall & Young (1993),
Resampling-based multiple testing, ch. 2. Phipson & Smyth (2010), Permutation p-values should never be zero, SAGMB 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from collega.insight.disclosure import shown_values
from collega.panel.judged_levels import judged_levels
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Group = tuple[str, str]
Pattern = tuple[list[int], Floats, Floats]
PERMUTATIONS = 999
_SEED, _AT_ONCE = 20240501, 50  # permutations at a time
_MANY, _PATTERNS = 500, 300  # participants from which on permuting adds nothing; patterns that tell the variances
_STRICTNESS, _WEIGHING = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8), (0.0, 0.02, 0.05, 0.1, 0.2)  # variances, of that of an answer
_SPREAD = 20.0  # percentage points: the standard deviation of differences that one expects to see
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """A group and those with whom it is compared.

    Attributes
    ----------
    group : (characteristic, value)
    members, others : (I,) bool
        Among the counted participants; the others are in the other shown groups of the characteristic.
    """

    group: Group
    members: Flags
    others: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrasts:
    """Tests of every comparable group.

    Attributes
    ----------
    groups : tuple of (characteristic, value)
        H of them.
    statistic, p_value : (H, 1+C) float64
        First of answering more positively, then of weighing each criterion more heavily; p-values corrected over all.
        NaN of a criterion that the participants together do not weigh at all.
    trends : mapping of characteristic to (statistic, p-value)
        Of answering more positively towards the last value, of ordered characteristics; corrected over all too.
    """

    groups: tuple[Group, ...]
    statistic: Floats
    p_value: Floats
    trends: Mapping[str, tuple[float, float]]

    def difference(self, group: Group, criterion: int | None = None) -> tuple[float, float]:
        """Return statistic and p-value of a group: of one criterion (its number), or of its strictness."""
        row, column = self.groups.index(group), 0 if criterion is None else 1 + criterion
        return float(self.statistic[row, column]), float(self.p_value[row, column])

    def weighing(self, characteristic: str) -> float:
        """Return the p-value of whether the groups of a characteristic weigh alike: the smallest; NaN without any."""
        rows = [row for row, group in enumerate(self.groups) if group[0] == characteristic]
        p_values = self.p_value[rows, 1:][np.isfinite(self.p_value[rows, 1:])]
        return float(p_values.min()) if p_values.size else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """What everyone's answers say about the common weights.

    Attributes
    ----------
    information : (I, 1+C, 1+C) float64
    score : (I, 1+C) float64
    known : (1+C,) bool
        Whether the participants together weigh the criterion at all.
    points : (1+C,) float64
        What one unit is in percentage points, about: of the share of positive answers, and of importance.
    """

    information: Floats
    score: Floats
    known: Flags
    points: Floats


def group_sides(panel: Panel) -> tuple[Sides, ...]:
    """Return every shown group with the other shown groups of its characteristic; withheld is no group.

    Both sides have at least the minimum group, since each shown group has.
    """
    panel = panel.counted
    sides = []
    for item in panel.study.characteristics:
        visible = shown_values(panel, item.key)
        groups = {value: panel.group(item.key, value) for value in item.value_keys if value in visible}
        for value, members in groups.items():
            others = np.any([rest for key, rest in groups.items() if key != value], axis=0) if len(groups) > 1 else None
            if others is not None:
                sides.append(Sides(group=(item.key, value), members=members, others=others))
    return tuple(sides)


def group_contrasts(panel: Panel) -> Contrasts:
    """Test every group of every characteristic against the others."""
    panel = panel.counted
    sides, scores = group_sides(panel), scores_of(panel)
    if not sides:
        empty = np.empty((0, len(scores.known)))
        return Contrasts(groups=(), statistic=empty, p_value=empty, trends={})
    trends = _trends(panel, sides)
    pairs = [*((side.members, side.others) for side in sides), *trends.values()]
    weights = np.array(pairs, dtype=np.float64).swapaxes(0, 1)
    tested = np.tile(scores.known, (len(pairs), 1))
    tested[len(sides) :, 1:] = False
    differences = _differences(scores, weights)
    statistic = np.where(tested, differences.standardised, np.nan)
    exact = panel.n_participants <= _MANY
    corrected = _permuted(scores, weights, differences, tested) if exact else _beyond_many(statistic)
    last = zip(statistic[len(sides) :, 0], corrected[len(sides) :, 0], strict=True)
    return Contrasts(
        groups=tuple(side.group for side in sides),
        statistic=statistic[: len(sides)],
        p_value=np.where(tested, corrected, np.nan)[: len(sides)],
        trends={key: (float(rise), float(error)) for key, (rise, error) in zip(trends, last, strict=True)},
    )


def _trends(panel: Panel, sides: tuple[Sides, ...]) -> dict[str, tuple[Floats, Floats]]:
    """Return (I,) weights of who is past the middle of an ordered characteristic, and of who is before it.

    The weights are distances from the average place; ``other`` has no place.
    """
    trends = {}
    for item in panel.study.characteristics:
        places = {value.key: place for place, value in enumerate(item.values)}
        ordered = [side for side in sides if side.group[0] == item.key and side.group[1] in places]
        if item.ordered and len(ordered) > 2:
            placed = np.any([side.members for side in ordered], axis=0)
            place = np.sum([places[side.group[1]] * side.members for side in ordered], axis=0)
            away = np.where(placed, place - place[placed].mean(), 0.0)
            trends[item.key] = (np.maximum(away, 0.0), np.maximum(-away, 0.0))
    return trends


def scores_of(panel: Panel) -> Scores:
    """Return everyone's information and score; everybody in the panel must have answered."""
    judged, first_answer = judged_levels(panel), np.lexsort((panel.profile, panel.participant))
    levels = judged.matrix(panel.design.profiles[panel.scenario], kind="orthonormal")[first_answer]
    levels = levels - levels.mean(axis=0)
    answer = (panel.answer - panel.answer.mean())[first_answer]
    patterns = list(_patterns(panel, levels, answer, panel.profile[first_answer]))
    weights, variances = _fitted(patterns, levels.shape[1])
    utility = np.zeros((len(weights), 1 + len(judged.n_levels)))  # columns: the intercept, each criterion's weights
    utility[0, 0] = 1.0
    edges = np.cumsum([1, *(max(n - 1, 0) for n in judged.coding.n_levels)])
    for c, (start, end) in enumerate(pairwise(edges)):
        utility[start:end, 1 + c] = weights[start:end]
    size = np.sqrt(np.square(np.column_stack([np.ones(len(levels)), levels]) @ utility).mean(axis=0))
    varies = size > _NOTHING * max(float(np.std(answer)), _NOTHING)
    points = _points(panel, np.ptp(levels @ utility[1:, 1:], axis=0), np.where(varies, size, 1.0)[1:])
    utility = np.where(varies, utility / np.where(varies, size, 1.0), 0.0)
    information = np.zeros((panel.n_participants, len(varies), len(varies)))
    score = np.zeros((panel.n_participants, len(varies)))
    for people, matrix, answers in patterns:
        weighed = np.linalg.solve(_covariance(matrix, *variances[:2]) * variances[2], matrix @ utility)
        information[people] = (matrix @ utility).T @ weighed
        score[people] = (answers - matrix @ weights) @ weighed
    return Scores(information=information, score=score, known=varies, points=points)


def _points(panel: Panel, ranges: Floats, size: Floats) -> Floats:
    """Return what one unit is in percentage points; importance is a range over the sum of all ranges.

    A unit of strictness is one answer further, which is all of the scale if there are two answers.
    """
    return 100.0 * np.array([1.0 / (len(panel.study.answers) - 1), *(ranges / size / max(ranges.sum(), _NOTHING))])


def _patterns(panel: Panel, levels: Floats, answer: Floats, profile: NDArray[np.integer]) -> Iterator[Pattern]:
    """Yield (people, (n, 1+K) what they judged with a column of ones, (people, n) answers): who judged the same."""
    counts = np.bincount(panel.participant, minlength=panel.n_participants)
    edges = np.cumsum([0, *counts])
    alike: dict[bytes, list[int]] = {}
    for i in range(panel.n_participants):
        alike.setdefault(profile[edges[i] : edges[i + 1]].tobytes(), []).append(i)
    for people in alike.values():
        rows = np.array([np.arange(edges[i], edges[i + 1]) for i in people])
        yield people, np.column_stack([np.ones(rows.shape[1]), levels[rows[0]]]), answer[rows]


def _covariance(matrix: Floats, strictness: float, weighing: float) -> Floats:
    """Return (n, n) the covariance of the answers of one person, in variances of one answer."""
    result: Floats = np.eye(len(matrix)) + strictness + weighing * matrix[:, 1:] @ matrix[:, 1:].T
    return result


def _fitted(patterns: list[Pattern], n_columns: int) -> tuple[Floats, tuple[float, float, float]]:
    """Return (1+K,) the common weights, and the variances of strictness, weighing (both relative) and one answer.

    The variances are those that are most likely on the grid, on some of the patterns where there are many.
    """
    sample = patterns[:: -(-len(patterns) // _PATTERNS)]
    tried = [(*pair, _likelihood(sample, n_columns, *pair)) for pair in product(_STRICTNESS, _WEIGHING)]
    strictness, weighing, (_, error, weights) = max(tried, key=lambda fit: fit[2][0])
    if len(sample) < len(patterns):
        _, error, weights = _likelihood(patterns, n_columns, strictness, weighing)
    return weights, (strictness, weighing, error)


def _likelihood(
    patterns: list[Pattern], n_columns: int, strictness: float, weighing: float
) -> tuple[float, float, Floats]:
    """Return the log likelihood at the best weights, with the variance of one answer and these weights."""
    products, squares, logs, n = np.zeros((n_columns + 1, n_columns + 2)), 0.0, 0.0, 0
    for people, matrix, answers in patterns:
        root = np.linalg.cholesky(_covariance(matrix, strictness, weighing))
        design, outcome = np.linalg.solve(root, matrix), np.linalg.solve(root, answers.T)
        products[:, :-1] += len(people) * design.T @ design
        products[:, -1] += design.T @ outcome.sum(axis=1)
        squares += float(np.square(outcome).sum())
        logs += 2 * len(people) * float(np.log(np.diag(root)).sum())
        n += answers.size
    weights = np.linalg.pinv(products[:, :-1], rcond=_NOTHING, hermitian=True) @ products[:, -1]
    error = max((squares - float(weights @ products[:, -1])) / n, _NOTHING)
    return -0.5 * (n * np.log(error) + logs), error, weights


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Differences:
    """Differences between both sides, measured in two ways.

    Attributes
    ----------
    standardised : (..., H, 1+C) float64
        Over their standard errors.
    shrunk : (..., H, 1+C) float64
        Percentage points, shrunk by how little is known of them.
    """

    standardised: Floats
    shrunk: Floats

    def sizes(self, tested: Flags) -> tuple[Floats, Floats]:
        """Return the size of each in both ways, -inf where it is not tested."""
        standardised, shrunk = (
            np.where(tested, np.abs(values), -np.inf) for values in (self.standardised, self.shrunk)
        )
        return standardised, shrunk


def _differences(scores: Scores, weights: Floats) -> _Differences:
    """Return differences for (2, ..., H, I) weights of both sides."""
    flat = scores.information.reshape(len(scores.information), -1)
    size = scores.score.shape[1]
    least = _NOTHING * np.trace(scores.information.sum(axis=0)) * np.eye(size)
    information = (weights @ flat).reshape(*weights.shape[:-1], size, size)
    noise = (np.square(weights) @ flat).reshape(information.shape)
    inverse = np.linalg.inv(information + least)
    estimate = np.einsum("...ij,...j->...i", inverse, weights @ scores.score)
    variance = np.einsum("...ij,...jk,...ik->...i", inverse, noise + least, inverse).sum(axis=0)
    difference = estimate[0] - estimate[1]
    reliability = _SPREAD**2 / (_SPREAD**2 + variance * np.square(scores.points))
    return _Differences(standardised=difference / np.sqrt(variance), shrunk=difference * scores.points * reliability)


def _permuted(scores: Scores, weights: Floats, observed: _Differences, tested: Flags) -> Floats:
    """Return (H, 1+C) corrected p-values; those of what is not tested are 1."""
    rng, people = np.random.default_rng(_SEED), weights.shape[-1]
    sizes = observed.sizes(tested)
    largest = [[statistic.max(initial=0.0)] for statistic in sizes]
    for start in range(0, PERMUTATIONS, _AT_ONCE):
        orders = [rng.permutation(people) for _ in range(min(_AT_ONCE, PERMUTATIONS - start))]
        moved = np.stack([weights[..., order] for order in orders], axis=1)
        for way, maxima in enumerate(_differences(scores, moved).sizes(tested)):
            largest[way] += maxima.max(axis=(1, 2), initial=0.0).tolist()
    references = [np.array(statistic) for statistic in largest]
    smaller = np.min([_tail(ref, size) for ref, size in zip(references, sizes, strict=True)], axis=0)
    smallest = np.min([_tail(ref, ref) for ref in references], axis=0)
    return 1.0 - _tail(smallest, smaller + 2 * _NOTHING)


def _tail(reference: Floats, values: Floats) -> Floats:
    """Return the fraction of the reference that is as large as each value, or larger."""
    below = np.searchsorted(np.sort(reference), values - _NOTHING)
    result: Floats = (len(reference) - below) / len(reference)
    return result


def _beyond_many(statistic: Floats) -> Floats:
    tests = int(np.isfinite(statistic).sum())
    result: Floats = np.minimum(2.0 * ndtr(-np.abs(statistic)) * tests, 1.0)
    return result

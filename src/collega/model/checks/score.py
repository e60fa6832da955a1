"""A score test of parameters that the working model leaves out, with participants as the sample.

Participant i pulls with u_i = s_i,c - A_cn A_nn^-1 s_i,n at the added parameters c (s_i the derivatives of their
log-likelihood, n the parameters of the working model, A the information). If the added ones are zero, the u_i have mean
zero, whatever the answers of one person have in common. Their sum U is measured by the information J that is left for
the added parameters beside the working model, S = U'J^-1 U, and S by the spread of the u_i (Rao & Scott): rare answers
then disturb it less than Hotelling's T^2. Directions that are not told apart from the working model are left out, so
that the degrees of freedom are those that are identified.

References
----------
Boos (1992), On generalized score tests, The American Statistician 46. Louis (1982), JRSS B 44. Rao & Scott (1984),
Annals of Statistics 12.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import fdtrc

from collega.model.checks.working import WorkingModel

Floats = NDArray[np.float64]

IDENTIFIED = 1e-7
"""Of the information about a parameter by itself, what must be left beside the working model."""
FEWEST_PARTICIPANTS = 5
_NO_SPREAD = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Score:
    """What a score test found.

    Attributes
    ----------
    statistic : float
        S: a chi-square, if people differed in their intercepts alone.
    df : int
        Directions that are identified.
    p_value : float
        By the spread of the pulls of people.
    estimate : (q,) float64
        One Newton step from zero: what the added parameters would roughly be; 0 in directions that are not identified.
    """

    statistic: float
    df: int
    p_value: float
    estimate: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """The working model's own part of every score test: computed once.

    Attributes
    ----------
    model : WorkingModel
    up, down : (N, P') float64
        By how much u and l rise with thresholds and coefficients.
    nodes : (I, Q, P) float64
        Everybody's derivatives at every node.
    scores : (I, P) float64
        Their posterior means.
    inverse : (P, P) float64
        Of the information.
    """

    model: WorkingModel
    up: Floats
    down: Floats
    nodes: Floats
    scores: Floats
    inverse: Floats


def base_of(model: WorkingModel) -> Base:
    """Return the part of the tests that does not depend on what is tested."""
    high, low = model.threshold_columns()
    columns = model.counted.counts.matrix[model.row]
    up, down = np.hstack([high, -columns]), np.hstack([low, -columns])
    nodes = node_scores(model, up, down)
    if len(model.nodes) > 1:
        spread = -np.add.reduceat(model.upper + model.lower, model.start, axis=0) * model.nodes
        nodes = np.concatenate([nodes, spread[:, :, None]], axis=2)
    return Base(
        model=model,
        up=up,
        down=down,
        nodes=nodes,
        scores=np.einsum("iq,iqp->ip", model.weights, nodes),
        inverse=np.linalg.pinv(model.information, hermitian=True).astype(np.float64),
    )


def node_scores(model: WorkingModel, up: Floats, down: Floats, people: NDArray[np.intp] | None = None) -> Floats:
    """Return (I, Q, q) derivatives at every node of parameters that raise u and l of the answers by (N, q).

    Of some ``people`` only, where these are given.
    """
    people = np.arange(model.n_participants) if people is None else people
    summed: Floats = _sums(
        model.counted.cells.start,
        people,
        np.ascontiguousarray(up),
        np.ascontiguousarray(down),
        model.upper,
        model.lower,
    )
    return summed.transpose(0, 2, 1)


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz", "arcp"})
def _sums(
    start: NDArray[np.int64], people: NDArray[np.int64], up: Floats, down: Floats, upper: Floats, lower: Floats
) -> Floats:
    """Return (people, q, Q) sums over everybody's answers."""
    sums = np.zeros((len(people), up.shape[1], upper.shape[1]))
    for i in range(len(people)):
        for n in range(start[people[i]], start[people[i] + 1]):
            for k in range(up.shape[1]):
                for q in range(upper.shape[1]):
                    sums[i, k, q] += up[n, k] * upper[n, q] + down[n, k] * lower[n, q]
    return sums


def score_test(base: Base, up: Floats, down: Floats, *, many: bool = False) -> Score | None:
    """Test whether added parameters are zero.

    The sample are the participants whom the parameters concern: those who judged a scenario, where they are its.

    Parameters
    ----------
    base : Base
    up, down : (N, q) float64
        By how much u and l of every answer rise with each added parameter; -x for a column x of the utility.
    many : bool
        Whether there may be as many parameters as participants, or more: five participants are then enough.

    Returns
    -------
    Score or None
        None where nothing is identified, with too few participants, and where all of them pull alike.
    """
    return pulls_of(base, up, down).test(many=many)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pulls:
    """Everybody's pulls at added parameters.

    Attributes
    ----------
    concerned : int
        Participants with an answer whose probability the parameters change.
    pulls : (I, q) float64
    total : (q,) float64
        Their sum.
    information : (q, q) float64
        About the parameters, beside the working model.
    size : (q,) float64
        Root of the information about each parameter by itself.
    """

    concerned: int
    pulls: Floats
    total: Floats
    information: Floats
    size: Floats

    def test(self, *, many: bool = False) -> Score | None:
        """Test whether all parameters are zero; as :func:`score_test`."""
        effective = self.information / np.outer(self.size, self.size)
        values, vectors = np.linalg.eigh(0.5 * (effective + effective.T))
        kept = values > IDENTIFIED
        n, df = self.concerned, int(kept.sum())
        if df == 0 or n < (FEWEST_PARTICIPANTS if many else df + 2):
            return None
        turn = vectors[:, kept] / self.size[:, None] / np.sqrt(values[kept])
        pulls, total = self.pulls @ turn, self.total @ turn
        spread = (pulls.T @ pulls - np.outer(total, total) / n) * n / (n - 1)
        p_value = rao_scott_p_value(total, spread, n)
        if p_value is None:
            return None
        return Score(statistic=float(total @ total), df=df, p_value=p_value, estimate=turn @ total)

    def beside(self, given: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Pulls:
        """Return the pulls at the chosen parameters where the given ones may be other than zero.

        Neyman's C(alpha), with one Newton step to the given parameters. Both are (q,) bool.
        """
        left = np.linalg.pinv(self.information[np.ix_(given, given)], hermitian=True)
        move = left @ self.information[np.ix_(given, chosen)]
        information = self.information[np.ix_(chosen, chosen)] - self.information[np.ix_(chosen, given)] @ move
        return Pulls(
            concerned=self.concerned,
            pulls=self.pulls[:, chosen] - self.pulls[:, given] @ move,
            total=self.total[chosen] - self.total[given] @ move,
            information=information,
            size=self.size[chosen],
        )


def pulls_of(base: Base, up: Floats, down: Floats) -> Pulls:
    """Return everybody's pulls at added parameters, as of :func:`score_test`."""
    model = base.model
    concerned = np.flatnonzero((up != 0.0).any(axis=1) | (down != 0.0).any(axis=1))
    people = np.unique(model.participant[concerned])
    nodes = node_scores(model, up, down, people)
    scores = np.einsum("iq,iqp->ip", model.weights[people], nodes)
    with_base, alone = _information(base, up, down, nodes, scores, concerned, people)
    pulls = -base.scores @ (base.inverse @ with_base.T)
    pulls[people] += scores
    return Pulls(
        concerned=len(people),
        pulls=pulls,
        total=scores.sum(axis=0),  # of the other parameters the pulls, that of the penalty included, sum to zero
        information=alone - with_base @ base.inverse @ with_base.T,
        size=np.sqrt(np.maximum(np.diag(alone), 1e-300)),
    )


def rao_scott_p_value(total: Floats, covariance: Floats, n: int) -> float | None:
    """Return the p-value that a standardised sum has mean zero; None where it does not vary.

    Its square is distributed as a sum of chi-squares with the eigenvalues of its covariance as weights: the ratio to
    their sum is compared with F, on degrees of freedom from their spread (Satterthwaite), which a sample puts too low
    rather than too high. No inverse is needed, so that q may be larger than n.

    Parameters
    ----------
    total : (q,) float64
        Sum over the sample; of covariance one, were the working model true and all answers independent.
    covariance : (q, q) float64
        Of ``total``, estimated from the sample.
    n : int
        Size of the sample.

    References
    ----------
    Rao & Scott (1984), On chi-squared tests for multiway contingency tables, Annals of Statistics 12. Satterthwaite
    (1946), An approximate distribution of estimates of variance components, Biometrics Bulletin 2.
    """
    sum_of_weights = float(np.trace(covariance))
    if sum_of_weights < _NO_SPREAD * len(total):
        return None
    freedom = sum_of_weights**2 / float(np.square(covariance).sum())
    return float(fdtrc(freedom, freedom * (n - 1), float(total @ total) / sum_of_weights))


def _information(
    base: Base,
    up: Floats,
    down: Floats,
    nodes: Floats,
    scores: Floats,
    concerned: NDArray[np.intp],
    people: NDArray[np.intp],
) -> tuple[Floats, Floats]:
    """Return (q, P) and (q, q): minus the Hessian of the added parameters with the working model's, and theirs.

    Over the answers and the people that are concerned; for all others it is zero. With the standard deviation of the
    intercepts it is taken as zero, which it is on average for parameters that are zero: the observed value is nearly a
    multiple of the very scores that are tested, and would make large ones look larger.
    """
    model, curve = base.model, base.model.curvature[concerned]
    up, down = up[concerned], down[concerned]
    to_up = up * curve[:, :1] + down * curve[:, 1:2]
    to_down = up * curve[:, 1:2] + down * curve[:, 2:]
    cross = -(to_up.T @ base.up[concerned] + to_down.T @ base.down[concerned])
    alone = -(to_up.T @ up + to_down.T @ down)
    weighted = (nodes - scores[:, None, :]) * model.weights[people, :, None]
    flat = weighted.reshape(-1, nodes.shape[2])
    alone -= flat.T @ nodes.reshape(-1, nodes.shape[2])
    width = cross.shape[1]
    cross -= flat.T @ base.nodes[people][:, :, :width].reshape(-1, width)
    return np.hstack([cross, np.zeros((len(alone), base.scores.shape[1] - width))]), alone

"""A fitted choice model: what it found, and what is needed to use it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from collega.panel.judged_levels import JudgedLevels
from collega.panel.limits import Limit

if TYPE_CHECKING:  # the checks fit models themselves
    from collega.model.checks.diagnosis import Diagnosis

ModelName = Literal["pooled", "mixed", "hierarchical"]
Link = Literal["logit", "probit"]
IntervalOf = Literal["participants", "population"]
ChoiceCode = Literal["named", "no_repeats", "many_people", "few_people", "few_answers"]

PROBIT_TO_LOGIT = float(np.pi / np.sqrt(3.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThresholdEffects:
    """Effects of some criteria at every threshold (partial proportional odds).

    Attributes
    ----------
    criteria : tuple of str
        Keys of the criteria, in the order of the study.
    columns : (V,) int64
        Their columns, of K.
    coefficients : (J-1, V) float64
        Logits; NaN beside a lowest or highest answer that never occurs.
    """

    criteria: tuple[str, ...]
    columns: NDArray[np.int64]
    coefficients: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Maximum-likelihood estimates of ``pooled`` and ``mixed``.

    Attributes
    ----------
    coding : str
        ``effects`` or ``treatment``: the coding of ``coefficients`` and ``thresholds``.
    thresholds : (J-1,) float64
        Logits; NaN beside a lowest or highest answer that never occurs, equal on both sides of another one.
    coefficients : (K,) float64
        Logits, in the order of ``study.Coding(kind=coding)``; of criteria by threshold those at the threshold where
        answers become positive.
    intercept_sd : float or None
        Standard deviation of the participants' intercepts, logits; None for ``pooled``.
    covariance : (P, P) float64
        Clustered by participant, of (thresholds, coefficients[, intercept_sd | effects at each threshold]).
    covariance_plain : (P, P) float64
        From the observed information, as other software reports it.
    nodes, node_weights : (Q,) float64 or None
        Standardised intercepts and the participants' average posterior weight on each; None for ``pooled``.
    by_threshold : ThresholdEffects or None
        Of a ``pooled`` fit with effects by threshold.
    """

    coding: Literal["effects", "treatment"]
    thresholds: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercept_sd: float | None
    covariance: NDArray[np.float64]
    covariance_plain: NDArray[np.float64]
    nodes: NDArray[np.float64] | None = None
    node_weights: NDArray[np.float64] | None = None
    by_threshold: ThresholdEffects | None = None

    def threshold_coefficients(self) -> NDArray[np.float64]:
        """Return the (J-1, K) coefficients at every threshold; NaN by threshold beside an outer answer without any."""
        coefficients = np.tile(self.coefficients, (len(self.thresholds), 1))
        if self.by_threshold is not None:
            coefficients[:, self.by_threshold.columns] = self.by_threshold.coefficients
        return coefficients


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Representatives:
    """The participants of a large panel who have draws of their own.

    Attributes
    ----------
    rows : (R,) int64
        Their places in ``Fit.participants``, rising.
    weights : (R,) float64
        How much of all participants each stands for; they sum to one.
    """

    rows: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Approximation:
    """How a panel was fitted that is too large to sample whole.

    Attributes
    ----------
    method : str
        ``expectation_propagation``: everyone's posterior given the population.
    sampled : int
        People of the random subsample whose answers were sampled exactly.
    passes : int
        Newton steps over everybody that the population took from there.
    added : int
        People who were added to the fit later.
    means, deviations : (I, 1+K) float32
        Posterior means and standard deviations of every participant's coefficients, as ``Draws.individual``.
    centre, precision : (Q,), (Q, Q) float64
        Normal approximation of the posterior of the population's unknowns: ``collega.model.large.unknowns``.
    unknowns : (D, Q) float64
        Draws of these unknowns, those of ``Draws``.
    """

    method: Literal["expectation_propagation"]
    sampled: int
    passes: int
    added: int
    means: NDArray[np.float32]
    deviations: NDArray[np.float32]
    centre: NDArray[np.float64]
    precision: NDArray[np.float64]
    unknowns: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Posterior draws of ``hierarchical``, on the scale of its link and in effects coding.

    Attributes
    ----------
    individual : (D, I, 1+K) float32
        b_i: intercept and coefficients of every participant.
    thresholds : (D, J-1) float64
        Inner thresholds; beside an answer that never occurs they are drawn from their prior.
    mean : (D, 1+K) float64
        m, the population's mean (of a person whose characteristics are all withheld).
    group_effects : (D, 1+K, Z) float32
        G; columns as ``group_columns``.
    group_columns : tuple of (str, str)
        (characteristic, value) of each effects-coded column of z; a characteristic's last value is minus the
        sum of its columns.
    covariance_factor : (D, 1+K, 2+K) float32
        A factor R with S = R R' in effects coding; its last column is the common direction.
    stretch : (D, I, J-2) float32 or None
        Logarithm of everyone's factor on each increment between thresholds, around the positive boundary; see
        :func:`collega.model.personal_thresholds.personal_thresholds`. None where all people use the scale alike.
    stretch_sd : (D, 2) float64 or None
        Standard deviations between people of the whole scale's stretch, and of each increment's own.
    representatives : Representatives or None
        Who the I people are, where not every participant has draws; None where each has.
    """

    individual: NDArray[np.float32]
    thresholds: NDArray[np.float64]
    mean: NDArray[np.float64]
    group_effects: NDArray[np.float32]
    group_columns: tuple[tuple[str, str], ...]
    covariance_factor: NDArray[np.float32]
    stretch: NDArray[np.float32] | None = None
    stretch_sd: NDArray[np.float64] | None = None
    representatives: Representatives | None = None

    @property
    def weights(self) -> NDArray[np.float64]:
        """(I,): how much of all participants each stands for; they sum to one."""
        people = self.individual.shape[1]
        if self.representatives is None or people == 0:
            return np.full(people, 1.0 / max(people, 1))
        return self.representatives.weights

    def places(self, members: Sequence[int] | NDArray[np.integer] | None) -> NDArray[np.int64]:
        """Return who of ``individual`` are among these participants, rows of ``Fit.participants``; all without."""
        if members is None:
            return np.arange(self.individual.shape[1])
        rows = np.asarray(members, dtype=np.int64)
        if self.representatives is None:
            return rows
        return np.flatnonzero(np.isin(self.representatives.rows, rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """How well the chains agree.

    Attributes
    ----------
    r_hat : float
        Largest rank-normalised split R-hat over the reported quantities.
    ess : float
        Smallest bulk or tail effective sample size over them.
    worst : tuple of str
        Names of the quantities that are furthest behind, worst first.
    chains, iterations : int
        Chains, and kept iterations per chain.
    """

    r_hat: float
    ess: float
    worst: tuple[str, ...]
    chains: int
    iterations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """Which model a study gets, and why.

    Attributes
    ----------
    model : str
        ``hierarchical``, ``mixed`` or ``pooled``.
    reason : str
        Why, as a sentence.
    code : str
        What decided: somebody ``named`` it, or a part of the rule of ``collega.model.choice``.
    """

    model: ModelName
    reason: str
    code: ChoiceCode


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A fitted choice model.

    Attributes
    ----------
    model, link : str
        ``pooled``, ``mixed`` or ``hierarchical``; ``logit`` or ``probit``.
    criteria : tuple of str
        Keys of the C criteria.
    levels : tuple of tuple of str
        Keys of each criterion's levels; L in all.
    answer_keys : tuple of str
        Keys of the J answers; those from ``positive`` on are positive.
    participants : tuple of str
        Ids of the I participants fitted.
    n_answers : int
    log_likelihood : float or None
        None for ``hierarchical``.
    converged : bool
    thresholds, thresholds_se : (J-1,) float64
        In logits and effects coding; NaN beside an outer answer that never occurs.
    part_worths, part_worths_se : (L,) float64
        In logits; zero on average over a criterion's judged levels, NaN for a level that nobody judged and for one
        that has no other to be compared with; standard errors clustered, or posterior standard deviations.
    estimates : Estimates or None
        Of ``pooled`` and ``mixed``, in effects coding.
    treatment : Estimates or None
        The same on treatment coding, where it was asked for.
    draws : Draws or None
        Of ``hierarchical``.
    convergence : Convergence or None
        Of ``hierarchical``.
    limits : tuple of Limit or None
        What limits the answers behind it; None for a fit of before they were looked for.
    diagnosis : Diagnosis or None
        What the model does not see; None for a fit of before that was looked at, or without it.
    warnings : tuple of str
        What a user must know before using this fit, its limits included; shown wherever it is used.
    seconds : float
        Time the fit took.
    seed : int or None
        None where nothing was drawn.
    study_hash, data_hash : str
        What it was fitted to.
    synthetic : bool
        Whether the panel was simulated.
    choice : ModelChoice or None
        Why this model; None for a fit of before that was kept.
    approximation : Approximation or None
        Of ``hierarchical``, where the panel is too large to sample whole.
    """

    model: ModelName
    link: Link
    criteria: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    answer_keys: tuple[str, ...]
    positive: int
    participants: tuple[str, ...]
    n_answers: int
    log_likelihood: float | None
    converged: bool
    thresholds: NDArray[np.float64]
    thresholds_se: NDArray[np.float64]
    part_worths: NDArray[np.float64]
    part_worths_se: NDArray[np.float64]
    estimates: Estimates | None = None
    treatment: Estimates | None = None
    draws: Draws | None = None
    convergence: Convergence | None = None
    limits: tuple[Limit, ...] | None = None
    diagnosis: Diagnosis | None = None
    warnings: tuple[str, ...] = ()
    seconds: float
    seed: int | None = None
    study_hash: str
    data_hash: str
    synthetic: bool = False
    choice: ModelChoice | None = None
    approximation: Approximation | None = None

    @property
    def estimates_hash(self) -> str:
        """SHA-256 of part-worths and thresholds: it tells fits apart, and stays when people's own draws are deleted."""
        return sha256(self.part_worths.tobytes() + b"|" + self.thresholds.tobytes()).hexdigest()

    @property
    def judged_levels(self) -> JudgedLevels:
        """Which levels its answers are about; all of them in a fit of before that was looked at."""
        absent = {name for limit in self.limits or () if limit.kind == "unjudged_levels" for name in limit.about}
        names = [f"{key}={level}" for key, levels in zip(self.criteria, self.levels, strict=True) for level in levels]
        return JudgedLevels(
            n_levels=tuple(map(len, self.levels)), levels=np.array([name not in absent for name in names])
        )

    @property
    def by_threshold(self) -> tuple[str, ...]:
        """Keys of the criteria with effects of their own at every threshold."""
        effects = None if self.estimates is None else self.estimates.by_threshold
        return () if effects is None else effects.criteria

    @property
    def has_own_thresholds(self) -> bool:
        """Whether people use the scale in their own ways in this fit."""
        return self.draws is not None and self.draws.stretch is not None

    @property
    def interval_of(self) -> IntervalOf:
        """Whose share an interval is about: of those who took part, or of all people like them."""
        known = self.draws is not None and self.draws.individual.shape[1] > 0
        return "participants" if known else "population"

    def __repr__(self) -> str:
        state = "" if self.converged else ", NOT CONVERGED"
        marked = ", synthetic" if self.synthetic else ""
        people, criteria = len(self.participants), len(self.criteria)
        return (
            f"<{self.model} fit ({self.link}{state}{marked}): {people} participant{'s' * (people != 1)}, "
            f"{self.n_answers} answer{'s' * (self.n_answers != 1)}, {criteria} criteri{'on' if criteria == 1 else 'a'}>"
        )

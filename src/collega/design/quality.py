"""How good a design is: what it identifies, how precisely, and how far it is from the best possible one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.design.aliasing import alias_matrix, canonical_correlations
from collega.design.bound import efficiency_bound
from collega.design.candidates import allowed
from collega.design.equivalence import constrained_bound
from collega.design.information import expected_information, linear_design
from collega.design.layout import Design
from collega.design.limit import UNLIMITED, Limit
from collega.design.prior import Prior
from collega.design.verdict import Verdict, judge
from collega.messages import Message, warnings_json
from collega.study.coding import Coding, orthonormal_contrasts
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quality:
    """The quality report of a design.

    Attributes
    ----------
    verdict : str
        ``ok``, ``warning`` or ``unusable``.
    parameters, rank : int
        1 + sum(levels - 1), and how many of them all versions together identify.
    d_efficiency : float
        |X'X/n|^(1/p), orthonormal coding, intercept, all versions together; 0 where not identified.
    d_efficiency_with_versions : float
        The same with an effect of each version in the model.
    bound : float or None
        No design of this many runs can have a higher ``d_efficiency``; None where fewer runs than parameters.
    level_counts : tuple of tuple of int
        How often each level is shown, all versions together.
    level_balance : float
        Least over most frequent level, of the least balanced criterion; 1 is perfect.
    max_correlation : float
        Largest canonical correlation between two criteria.
    correlated : tuple of str
        Those two.
    alias : (K, C(C-1)/2) float64 or None
        Largest bias of each main-effect column by a two-way interaction of each pair of criteria, in units of it; None
        where that would take too long.
    forbidden : tuple of str
        Scenarios that the study forbids.
    information, information_linear : float or None
        Expected information per parameter and scenario given a prior, and that of a design composed without the prior;
        None without a prior, the second also where versions differ in size.
    cut_short : tuple of str
        Work that a time limit cut short: the design, or what is told of it, is not what the same arguments always give.
    seconds : float or None
        Time that making and assessing the design took.
    warnings : tuple of str
        Reasons, and the way out.
    """

    verdict: Verdict
    parameters: int
    rank: int
    d_efficiency: float
    d_efficiency_with_versions: float
    bound: float | None
    criteria: tuple[str, ...]
    level_counts: tuple[tuple[int, ...], ...]
    level_balance: float
    max_correlation: float
    correlated: tuple[str, ...]
    alias: NDArray[np.float64] | None = field(repr=False)
    forbidden: tuple[str, ...] = ()
    runs: int
    versions: int
    information: float | None = None
    information_linear: float | None = None
    cut_short: tuple[str, ...] = ()
    seconds: float | None = None
    warnings: tuple[str, ...] = ()

    @property
    def identified(self) -> bool:
        """Whether every main effect can be estimated from the answers of all together."""
        return self.rank == self.parameters

    @property
    def efficiency_of_bound(self) -> float | None:
        """``d_efficiency`` over ``bound``: at least this close to the best possible design.

        None where it is not known, and where the design has scenarios that no allowed design has.
        """
        comparable = self.bound and self.identified and not self.forbidden
        return self.d_efficiency / self.bound if comparable and self.bound else None

    @property
    def _alias_norm(self) -> float | None:
        if self.alias is None:
            return None
        return float(np.sqrt(np.square(self.alias).mean())) if self.alias.size else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the report with the keys that other programs rely on."""
        return {
            "verdict": self.verdict,
            "versions": self.versions,
            "runs": self.runs,
            "parameters": self.parameters,
            "rank": self.rank,
            "identified": self.identified,
            "d_efficiency": self.d_efficiency,
            "d_efficiency_with_versions": self.d_efficiency_with_versions,
            "bound": self.bound,
            "efficiency_of_bound": self.efficiency_of_bound,
            "level_balance": self.level_balance,
            "level_counts": dict(zip(self.criteria, map(list, self.level_counts), strict=True)),
            "max_correlation": self.max_correlation,
            "alias_norm": self._alias_norm,
            "alias": None if self.alias is None else self.alias.round(6).tolist(),
            "information": self.information,
            "information_linear": self.information_linear,
            "cut_short": list(self.cut_short),
            "seconds": self.seconds,
            **warnings_json(self.warnings),
        }

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """Return the report in a language, a line a fact."""
        first, *others = (message.say(language) for message in self.facts())
        return "\n".join([first, *(f"  {fact}" for fact in others)])

    def facts(self) -> tuple[Message, ...]:
        """Return the report as messages: the verdict first, then what it rests on."""
        messages = [
            Message(f"design-verdict-{self.verdict}"),
            Message("design-size", versions=self.versions, runs=self.runs, parameters=self.parameters, rank=self.rank),
        ]
        if self.identified:
            messages.append(Message("design-d-efficiency", value=self.d_efficiency))
        if self.information is not None and self.information_linear is None:
            messages.append(Message("design-information", value=self.information))
        elif self.information is not None and self.information_linear is not None:
            messages.append(
                Message("design-information-beside", value=self.information, without=self.information_linear)
            )
        if self.efficiency_of_bound is not None and self.bound is not None:
            percent = math.floor(1000 * self.efficiency_of_bound + 1e-6) / 10  # at least: never rounded up
            messages.append(Message("design-near-bound", bound=self.bound, percent=percent))
        together = {"balance": self.level_balance, "correlation": self.max_correlation}
        if self.correlated:
            messages.append(Message("design-balance-and-pair", criteria=self.correlated, **together))
        else:
            messages.append(Message("design-balance", **together))
        return tuple(messages)


def assess(study: Study, design: Design, *, prior: Prior | None = None, limit: Limit = UNLIMITED) -> Quality:
    """Assess a design, made here or elsewhere.

    Parameters
    ----------
    study : Study
    design : Design
        With the study's criteria.
    prior : Prior, optional
        What the design should suit: the verdict is then by expected information, beside a design composed without it,
        and no longer by the linear criteria. Takes some seconds.
    limit : Limit
        The one that the design was composed under: what it cuts short is told as such.
    """
    runs = design.runs()
    coding = Coding(n_levels=study.n_levels, kind="orthonormal")
    coded = coding.matrix(runs)
    matrix = np.hstack([np.ones((len(runs), 1)), coded])
    counts = tuple(tuple(np.bincount(runs[:, c], minlength=levels).tolist()) for c, levels in enumerate(study.n_levels))
    correlation, pair = _strongest(study, coded)
    fine = allowed(design.profiles, study.never_rules)
    facts: dict[str, Any] = {
        "parameters": matrix.shape[1],
        "rank": int(np.linalg.matrix_rank(matrix)),
        "d_efficiency": _d_efficiency(matrix),
        "d_efficiency_with_versions": _d_efficiency(np.hstack([matrix, _version_columns(design)])),
        "bound": _bound(study, len(runs), matrix.shape[1], limit),
        "level_counts": counts,
        "level_balance": min(min(level_counts) / max(level_counts) for level_counts in counts),
        "max_correlation": correlation,
        "correlated": pair,
        "forbidden": tuple(name for name, is_allowed in zip(design.scenarios, fine, strict=True) if not is_allowed),
    }
    if prior is not None and facts["d_efficiency_with_versions"] > 0:
        linear = linear_design(study, design, limit)
        facts["information"] = expected_information(study, design, prior)
        facts["information_linear"] = None if linear is None else expected_information(study, linear, prior)
    verdict, warnings = judge(study, design, facts)
    alias = alias_matrix(matrix, coded, coding.blocks, limit)
    return Quality(
        verdict=verdict,
        criteria=study.criterion_keys,
        alias=alias,
        runs=len(runs),
        versions=len(design.versions),
        cut_short=limit.cut,
        warnings=(*_cut_short(limit), *warnings),
        **facts,
    )


def _cut_short(limit: Limit) -> tuple[str, ...]:
    if not limit.cut:
        return ()
    return (Message("design-cut-short", seconds=limit.seconds or 0.0),)


def _d_efficiency(matrix: NDArray[np.float64]) -> float:
    sign, log_det = np.linalg.slogdet(matrix.T @ matrix / len(matrix))
    if sign <= 0 or np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return 0.0
    return float(np.exp(log_det / matrix.shape[1]))


def _version_columns(design: Design) -> NDArray[np.float64]:
    version = np.repeat(np.arange(len(design.shows)), [len(numbers) for numbers in design.shows])
    if len(design.shows) == 1:
        return np.empty((len(version), 0))
    return orthonormal_contrasts(len(design.shows))[version]


def _bound(study: Study, runs: int, parameters: int, limit: Limit) -> float | None:
    """Return the smaller of the exact-run bound and, under rules, the bound over the allowed scenarios."""
    if runs < parameters:
        return None
    exact = efficiency_bound(study.n_levels, runs, limit)
    return min(exact, constrained_bound(study.n_levels, study.never_rules, limit=limit)) if study.never else exact


def _strongest(study: Study, coded: NDArray[np.float64]) -> tuple[float, tuple[str, ...]]:
    correlations = canonical_correlations(coded, Coding(n_levels=study.n_levels).blocks)
    if len(correlations) < 2:
        return 0.0, ()
    a, b = np.unravel_index(int(correlations.argmax()), correlations.shape)
    largest = float(correlations[a, b])
    return largest, (study.criterion_keys[a], study.criterion_keys[b]) if largest > 1e-9 else ()

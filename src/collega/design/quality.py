"""How good a design is: what it identifies, how precisely, and how far it is from the best possible one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from collega.design.aliasing import alias_matrix, canonical_correlations
from collega.design.bound import efficiency_bound
from collega.design.candidates import all_allowed, allowed
from collega.design.equivalence import CANDIDATES, constrained_bound
from collega.design.information import expected_information, linear_design
from collega.design.layout import Design
from collega.design.prior import Prior
from collega.study.coding import Coding, orthonormal_contrasts
from collega.study.definition import Study

Verdict = Literal["ok", "warning", "unusable"]

_CORRELATED, _UNBALANCED, _INEFFICIENT = 0.5, 0.5, 0.9
_AS_GOOD = 0.99  # of the information of the design without the prior; draws differ by less


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
    alias : (K, C(C-1)/2) float64
        Largest bias of each main-effect column by a two-way interaction of each pair of criteria, in units of it.
    forbidden : tuple of str
        Scenarios that the study forbids.
    information, information_linear : float or None
        Expected information per parameter and scenario given a prior, and that of a design composed without the prior;
        None without a prior, the second also where versions differ in size.
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
    alias: NDArray[np.float64] = field(repr=False)
    forbidden: tuple[str, ...] = ()
    runs: int
    versions: int
    information: float | None = None
    information_linear: float | None = None
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
            "alias_norm": float(np.sqrt(np.square(self.alias).mean())) if self.alias.size else 0.0,
            "alias": self.alias.round(6).tolist(),
            "information": self.information,
            "information_linear": self.information_linear,
            "seconds": self.seconds,
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        kind = {"ok": "Good", "warning": "Usable, with a warning", "unusable": "UNUSABLE"}[self.verdict]
        lines = [
            f"Design: {kind}.",
            f"  {self.versions} version{'s' * (self.versions > 1)}, {self.runs} scenarios in all, "
            f"{self.parameters} parameters, {self.rank} identified.",
        ]
        if self.identified:
            lines.append(f"  D-efficiency {self.d_efficiency:.4f} (1 is a perfect orthogonal design).")
        if self.information is not None:
            beside = "" if self.information_linear is None else f"; without the prior {self.information_linear:.4f}"
            lines.append(f"  Expected information per parameter, given the prior: {self.information:.4f}{beside}.")
        if self.efficiency_of_bound is not None:
            lines.append(
                f"  No design of this size can exceed {self.bound:.4f}: this one is at least "
                f"{math.floor(1000 * self.efficiency_of_bound + 1e-6) / 10:.1f}% of the best possible."
            )
        lines.append(
            f"  Least over most shown level: {self.level_balance:.2f}. Largest correlation between criteria: "
            f"{self.max_correlation:.2f}" + (f" ({' and '.join(self.correlated)})." if self.correlated else ".")
        )
        return "\n".join(lines)


def assess(study: Study, design: Design, *, prior: Prior | None = None, seconds: float | None = None) -> Quality:
    """Assess a design, made here or elsewhere.

    Parameters
    ----------
    study : Study
    design : Design
        With the study's criteria.
    prior : Prior, optional
        What the design should suit: the verdict is then by expected information, beside a design composed without it,
        and no longer by the linear criteria. Takes some seconds.
    seconds : float, optional
        Time that it took, for the report.
    """
    runs = design.runs()
    coded = Coding(n_levels=study.n_levels, kind="orthonormal").matrix(runs)
    matrix = np.hstack([np.ones((len(runs), 1)), coded])
    counts = tuple(tuple(np.bincount(runs[:, c], minlength=levels).tolist()) for c, levels in enumerate(study.n_levels))
    rank = int(np.linalg.matrix_rank(matrix))
    correlation, pair = _strongest(study, coded)
    identified = rank == matrix.shape[1]
    forbidden = tuple(name for name, fine in zip(design.scenarios, allowed(design.profiles, study.never_rules),
                                                 strict=True) if not fine)  # fmt: skip
    facts: dict[str, Any] = {
        "parameters": matrix.shape[1],
        "rank": rank,
        "d_efficiency": _d_efficiency(matrix) if identified else 0.0,
        "d_efficiency_with_versions": _d_efficiency(np.hstack([matrix, _version_columns(design)])),
        "bound": _bound(study, len(runs), matrix.shape[1]),
        "level_counts": counts,
        "level_balance": min(min(each) / max(each) for each in counts),
        "max_correlation": correlation,
        "correlated": pair,
        "forbidden": forbidden,
    }
    if prior is not None and facts["d_efficiency_with_versions"] > 0:
        linear = linear_design(study, design)
        facts["information"] = expected_information(study, design, prior)
        facts["information_linear"] = None if linear is None else expected_information(study, linear, prior)
    warnings, verdict = _warnings(study, design, facts)
    return Quality(
        verdict=verdict,
        criteria=study.criterion_keys,
        alias=alias_matrix(matrix, coded, Coding(n_levels=study.n_levels).blocks),
        runs=len(runs),
        versions=len(design.versions),
        seconds=seconds,
        warnings=warnings,
        **facts,
    )


def _d_efficiency(matrix: NDArray[np.float64]) -> float:
    sign, log_det = np.linalg.slogdet(matrix.T @ matrix / len(matrix))
    if sign <= 0 or np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return 0.0
    return float(np.exp(log_det / matrix.shape[1]))


def _version_columns(design: Design) -> NDArray[np.float64]:
    version = np.repeat(np.arange(len(design.shows)), [len(shown) for shown in design.shows])
    if len(design.shows) == 1:
        return np.empty((len(version), 0))
    return orthonormal_contrasts(len(design.shows))[version]


def _bound(study: Study, runs: int, parameters: int) -> float | None:
    """Return the smaller of the exact-run bound and, under rules, the bound over the allowed scenarios."""
    if runs < parameters:
        return None
    exact = efficiency_bound(study.n_levels, runs)
    over_allowed = constrained_bound(study.n_levels, study.never_rules) if study.never else None
    return exact if over_allowed is None else min(exact, over_allowed)


def _strongest(study: Study, coded: NDArray[np.float64]) -> tuple[float, tuple[str, ...]]:
    correlations = canonical_correlations(coded, Coding(n_levels=study.n_levels).blocks)
    if len(correlations) < 2:
        return 0.0, ()
    a, b = np.unravel_index(int(correlations.argmax()), correlations.shape)
    largest = float(correlations[a, b])
    return largest, (study.criterion_keys[a], study.criterion_keys[b]) if largest > 1e-9 else ()


def _warnings(study: Study, design: Design, facts: dict[str, Any]) -> tuple[tuple[str, ...], Verdict]:
    unusable = _unusable(study, design, facts)
    if unusable:
        return tuple(unusable), "unusable"
    if facts.get("information") is not None:
        return _suits(facts["information"], facts["information_linear"])
    warnings = []
    if facts["max_correlation"] > _CORRELATED:
        one, other = facts["correlated"]
        forced = forced_correlation(study, one, other)
        help_ = (
            "More scenarios or versions help"
            if forced is None or forced <= _CORRELATED
            else f"The rules under 'never' cause that (over all allowed scenarios the correlation is {forced:.2f}): "
            "more scenarios or versions do not help, looser rules do"
        )
        warnings.append(
            f"{one} and {other} go together a lot (correlation {facts['max_correlation']:.2f}): their weights will be "
            f"hard to tell apart. {help_}"
        )
    if facts["level_balance"] < _UNBALANCED:
        worst = min(
            range(len(study.criteria)), key=lambda c: min(facts["level_counts"][c]) / max(facts["level_counts"][c])
        )
        warnings.append(
            f"the levels of {study.criterion_keys[worst]} are shown unequally often "
            f"({', '.join(map(str, facts['level_counts'][worst]))} times): the rare one will be known badly"
        )
    if facts["bound"] and facts["d_efficiency"] < _INEFFICIENT * facts["bound"]:
        warnings.append(
            f"the design reaches {100 * facts['d_efficiency'] / facts['bound']:.0f}% of what may be possible: "
            "search longer (--seconds), or use more versions"
        )
    return tuple(warnings), "warning" if warnings else "ok"


def _suits(information: float, linear: float | None) -> tuple[tuple[str, ...], Verdict]:
    if linear is None or information >= _AS_GOOD * linear:
        return (), "ok"
    return (
        f"given the prior, this design is expected to tell {100 * information / linear:.1f}% of what one composed "
        "without the prior tells: search longer (--seconds), or leave the prior out",
    ), "warning"


def forced_correlation(study: Study, one: str, other: str) -> float | None:
    """Return the canonical correlation of two criteria over all allowed scenarios, each shown equally often.

    None where no rule links them, or where there are too many scenarios to list.
    """
    pair = [study.criterion_keys.index(one), study.criterion_keys.index(other)]
    linked = {pair[0]}
    while grown := {c for rule in study.never_rules for c, _ in rule if linked & {k for k, _ in rule}} - linked:
        linked |= grown
    if pair[1] not in linked:
        return None
    block = sorted(linked)
    rules = [tuple((block.index(c), level) for c, level in rule) for rule in study.never_rules if rule[0][0] in linked]
    profiles = all_allowed([study.n_levels[c] for c in block], rules, CANDIDATES)
    if profiles is None or not len(profiles):
        return None
    both = profiles[:, [block.index(c) for c in pair]]
    coding = Coding(n_levels=tuple(study.n_levels[c] for c in pair), kind="orthonormal")
    return float(canonical_correlations(coding.matrix(both), coding.blocks)[0, 1])


def _unusable(study: Study, design: Design, facts: dict[str, Any]) -> list[str]:
    reasons = [
        f"level '{level.key}' of {criterion.key} is never shown: nothing can be learned about it"
        for criterion, counts in zip(study.criteria, facts["level_counts"], strict=True)
        for level, count in zip(criterion.levels, counts, strict=True)
        if count == 0
    ]
    if facts["forbidden"]:
        shown = ", ".join(facts["forbidden"][:5])
        reasons.append(f"the study forbids {len(facts['forbidden'])} of the scenarios ({shown}): see 'never'")
    if facts["rank"] < facts["parameters"] and not reasons:
        reasons.append(_not_identified(design, facts))
    return reasons


def _not_identified(design: Design, facts: dict[str, Any]) -> str:
    distinct, needed, size = len(np.unique(design.runs(), axis=0)), facts["parameters"], max(map(len, design.shows))
    if distinct >= needed:
        return (
            f"the main effects are not identified: {needed} parameters, of which these scenarios tell only "
            f"{facts['rank']} apart. Make a new design, or use one version more"
        )
    versions = max(-(-needed // size), len(design.versions) + 1)
    return (
        f"the main effects are not identified: {distinct} different scenarios cannot tell {needed} parameters apart "
        f"(one, and for each criterion its levels less one). Use {versions} versions of {size} "
        f"(--versions {versions}), or at least {needed} scenarios per participant (--scenarios {needed})"
    )

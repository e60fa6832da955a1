"""What a quality report means: usable or not, the reasons, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from collega.design.consequences import largest_rank, limits_of_any_design
from collega.design.feasible import feasible
from collega.design.layout import Design
from collega.messages import Message
from collega.study.definition import Study

Verdict = Literal["ok", "warning", "unusable"]
Facts = Mapping[str, Any]

_CORRELATED, _UNBALANCED, _INEFFICIENT = 0.5, 0.5, 0.9
_AS_GOOD = 0.99  # of the information of the design without the prior; draws differ by less


def judge(study: Study, design: Design, facts: Facts) -> tuple[Verdict, tuple[str, ...]]:
    """Return the verdict about a design, and the warnings that belong to it.

    ``facts`` are those of :class:`collega.design.quality.Quality`.
    """
    unusable = _unusable(study, design, facts)
    if unusable:
        return "unusable", tuple(unusable)
    warnings = _no_freedom(design, facts)
    if facts.get("information") is not None:
        warnings += _unsuited(facts["information"], facts["information_linear"])
    else:
        warnings += [*_correlated(study, facts), *_unbalanced(study, facts), *_inefficient(facts)]
    return "warning" if warnings else "ok", tuple(warnings)


def forced_correlation(study: Study, first: str, second: str) -> float | None:
    """Return the canonical correlation of two criteria over all allowed scenarios, each shown equally often.

    None where no rule links them, or where the rules are too entangled.
    """
    a, b = study.criterion_keys.index(first), study.criterion_keys.index(second)
    every = feasible(study.n_levels, study.never_rules)
    if every is None or not every.count or not any({a, b} <= set(block) for block in every.blocks):
        return None
    shares = every.table(a, b)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    scaled = shares[np.ix_(rows > 0, columns > 0)] / np.sqrt(np.outer(rows[rows > 0], columns[columns > 0]))
    singular = np.linalg.svd(scaled, compute_uv=False)
    return float(min(singular[1], 1.0)) if len(singular) > 1 else 0.0


def _correlated(study: Study, facts: Facts) -> list[str]:
    if facts["max_correlation"] <= _CORRELATED:
        return []
    first, second = facts["correlated"]
    forced = forced_correlation(study, first, second)
    help_ = (
        Message("design-more-scenarios-help")
        if forced is None or forced <= _CORRELATED
        else Message("design-rules-correlate", value=forced)
    )
    return [Message("design-correlated", one=first, other=second, value=facts["max_correlation"], help=help_)]


def _unbalanced(study: Study, facts: Facts) -> list[str]:
    if facts["level_balance"] >= _UNBALANCED:
        return []
    counts = facts["level_counts"]
    worst = min(range(len(counts)), key=lambda c: min(counts[c]) / max(counts[c]))
    return [Message("design-unbalanced", criterion=study.criterion_keys[worst], counts=counts[worst])]


def _inefficient(facts: Facts) -> list[str]:
    if not facts["bound"] or facts["d_efficiency"] >= _INEFFICIENT * facts["bound"]:
        return []
    return [Message("design-inefficient", percent=100 * facts["d_efficiency"] / facts["bound"])]


def _unsuited(information: float, linear: float | None) -> list[str]:
    if linear is None or information >= _AS_GOOD * linear:
        return []
    return [Message("design-unsuited-to-prior", percent=100 * information / linear)]


def _no_freedom(design: Design, facts: Facts) -> list[str]:
    distinct = len(np.unique(design.runs(), axis=0))
    if distinct > facts["parameters"]:
        return []
    return [Message("design-no-freedom", distinct=distinct, parameters=facts["parameters"])]


def _unusable(study: Study, design: Design, facts: Facts) -> list[str]:
    never = limits_of_any_design(study)
    impossible = {(item.criteria[0], item.level) for item in never if item.kind == "impossible"}
    reasons: list[str] = [
        Message("design-level-not-shown", level=level.key, criterion=criterion.key)
        for criterion, counts in zip(study.criteria, facts["level_counts"], strict=True)
        for level, count in zip(criterion.levels, counts, strict=True)
        if count == 0 and (criterion.key, level.key) not in impossible
    ]
    if facts["forbidden"]:
        names = ", ".join(facts["forbidden"][:5])
        reasons.append(Message("design-forbidden-scenarios", number=len(facts["forbidden"]), names=names))
    if facts["rank"] == facts["parameters"]:
        return reasons
    largest = largest_rank(study)
    reasons += [item.text for item in never]
    if not reasons or (never and largest is not None and facts["rank"] < largest and len(reasons) == len(never)):
        reasons.append(_not_identified(design, facts, facts["parameters"] if largest is None else largest))
    return reasons


def _not_identified(design: Design, facts: Facts, possible: int) -> str:
    """Say what is missing to identify what the rules leave possible."""
    distinct, size = len(np.unique(design.runs(), axis=0)), max(map(len, design.shows))
    if distinct >= possible:
        return Message("design-not-identified-rank", needed=possible, rank=facts["rank"])
    versions = max(-(-possible // size), len(design.versions) + 1)
    return Message(
        "design-not-identified",
        distinct=distinct,
        needed=possible,
        versions=versions,
        size=size,
    )

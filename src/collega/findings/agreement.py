"""How positive the answers are, and where people divide and agree, with ties."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.findings.finding import Finding, Kind
from collega.findings.weight import SURE
from collega.insight.insights import Insights
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import persons_of
from collega.model.share import shares_of
from collega.study.definition import Study

Floats = NDArray[np.float64]


def answer_findings(
    study: Study, insights: Insights, *, fit: Fit | None = None, design: Design | None = None
) -> list[Finding]:
    """Return how positive the answers are, how often people agree, and at which scenarios most and least.

    At which scenario people divide most is a matter of the posterior of its share: without the fit and its design it is
    not said. Scenarios whose answers may not be shown are left out, but for those at which nearly all are on one side.
    """
    findings = _positive(study, insights)
    agreed = insights.agreement
    if agreed.same_side is not None:
        findings.append(
            Finding(
                kind="agreement",
                estimate=agreed.same_side,
                interval=agreed.same_side_interval,
                participants=insights.participants,
            )
        )
    frame = insights.answers_by_scenario
    mostly = frame.filter(pl.col("mostly").is_not_null())["scenario"].to_list()
    visible = frame.filter(~pl.col("suppressed"))["scenario"].to_list()
    total = len(visible) + len(mostly)
    if fit is not None and design is not None and len(visible) > 1:
        from_half, shares = _distance(study, fit, design, visible)
        findings.append(_extreme("divided", visible, -from_half, shares, total, insights.participants))
        if not mostly:
            findings.append(_extreme("agreed", visible, from_half, shares, total, insights.participants))
    if mostly:
        findings.append(
            Finding(kind="agreed", scenarios=tuple(mostly), among=total, participants=insights.participants)
        )
    return findings


def _positive(study: Study, insights: Insights) -> list[Finding]:
    shares = [insights.overall[key] for key in study.answer_keys[study.positive :]]
    if None in shares:
        return [Finding(kind="positive", participants=insights.participants)]
    frame = insights.answers_by_scenario
    visible = frame["positive"].drop_nulls()
    majority = int((visible > 0.5).sum()) + int((frame["mostly"] == "positive").sum())
    return [
        Finding(
            kind="positive",
            estimate=float(sum(share for share in shares if share is not None)),
            participants=insights.participants,
            numbers=(float(majority),),
            among=len(visible) + frame["mostly"].count(),
        )
    ]


def _distance(study: Study, fit: Fit, design: Design, names: list[str]) -> tuple[Floats, Floats]:
    """Return (D, S) how far the share of each scenario lies from one half, and (S,) these shares."""
    cases = design.profiles[[design.scenarios.index(name) for name in names]]
    persons = persons_of(fit)
    draws = shares_of(persons, Blanks.of(study, fit.judged_levels), cases)
    return np.abs(draws - 0.5), persons.centre(draws)


def _extreme(kind: Kind, names: list[str], draws: Floats, shares: Floats, total: int, participants: int) -> Finding:
    """Return the scenario with the highest value, and those that cannot be told apart from it."""
    first = int(draws.mean(axis=0).argmax())
    ahead = (draws[:, [first]] > draws).mean(axis=0)
    ahead[first] = 0.0
    tied = sorted(np.flatnonzero(ahead < SURE), key=lambda s: -draws[:, s].mean())
    beaten = ahead[ahead >= SURE]
    return Finding(
        kind=kind,
        scenarios=tuple(names[s] for s in tied),
        estimate=float(shares[first]) if len(tied) == 1 else None,
        probability=float(beaten.min()) if len(beaten) else None,
        numbers=tuple(float(shares[s]) for s in tied),
        among=total,
        participants=participants,
    )

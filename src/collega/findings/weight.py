"""What weighs most, which neighbours in the order cannot be told apart, and what is not demonstrated."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.findings.finding import Finding, Kind
from collega.insight.groups import TOP, members_of
from collega.insight.importance import importance_and_percents
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
SURE = 0.95  # posterior probability from which on an order counts as known


def outweighs(percents: Floats, heavier: int, lighter: int) -> float:
    """Return the probability that one criterion outweighs another, from (D, C) draws; equal draws count half."""
    difference = percents[:, heavier] - percents[:, lighter]
    return float((difference > 0).mean() + 0.5 * (difference == 0).mean())


def weight_findings(fit: Fit, importance: pl.DataFrame, participants: int) -> list[Finding]:
    """Return what the participants together weigh.

    Parameters
    ----------
    fit : Fit
    importance : polars.DataFrame
        As :func:`collega.insight.importance_table` has it, heaviest first.
    participants : int
    """
    computed = importance.drop_nulls("percent")
    if computed.height < 2:
        return [
            Finding(
                kind="not_weighed",
                criteria=tuple(computed["criterion"]),
                among=computed.height,
                participants=participants,
            )
        ]
    _, percents = importance_and_percents(fit)
    tested = computed.drop_nulls("p_value_corrected")
    doubtful = tested.filter(pl.col("p_value_corrected") >= SIGNIFICANT)["criterion"].to_list()
    weighed = [key for key in computed["criterion"] if key not in doubtful]
    findings = []
    if weighed:
        findings.append(_heaviest(fit, computed, percents, participants))
    if len(weighed) > 1:
        findings.append(_order(fit, weighed, percents, participants))
    if doubtful:
        findings.append(_tests("not_demonstrated", doubtful, tested.height, participants))
    elif tested.height == computed.height:
        findings.append(_tests("demonstrated", weighed, tested.height, participants))
    return findings


def heaviest_in_group(fit: Fit, members: NDArray[np.int64], importance: pl.DataFrame) -> Finding:
    """Return what one group weighs most heavily, and what cannot be told apart from it, from a hierarchical fit.

    ``importance`` has ``criterion``, ``percent``, ``low`` and ``high`` of the group, heaviest first.
    """
    computed = importance.drop_nulls("percent")
    if computed.height < 2:
        return Finding(
            kind="not_weighed", criteria=tuple(computed["criterion"]), among=computed.height, participants=len(members)
        )
    _, percents = importance_and_percents(fit, members)
    return _heaviest(fit, computed, percents, len(members))


def _heaviest(fit: Fit, table: pl.DataFrame, percents: Floats, participants: int) -> Finding:
    keys = table["criterion"].to_list()
    first = fit.criteria.index(keys[0])
    ahead = {key: outweighs(percents, first, fit.criteria.index(key)) for key in keys[1:]}
    tied = [keys[0], *(key for key, probability in ahead.items() if probability < SURE)]
    beaten = [probability for probability in ahead.values() if probability >= SURE]
    row = table.row(0, named=True)
    percent = dict(zip(keys, table["percent"], strict=True))
    return Finding(
        kind="weight",
        criteria=tuple(tied),
        estimate=row["percent"] if len(tied) == 1 else None,
        interval=(row["low"], row["high"]) if len(tied) == 1 else None,
        probability=min(beaten, default=None),
        participants=participants,
        numbers=tuple(percent[key] for key in tied),
        among=table.height,
    )


def _order(fit: Fit, keys: list[str], percents: Floats, participants: int) -> Finding:
    """Return the criteria, heaviest first, each with the probability that the first of its bracket outweighs it."""
    places = [fit.criteria.index(key) for key in keys]
    first, ahead = places[0], []
    for place in places[1:]:
        ahead.append(outweighs(percents, first, place))
        first = place if ahead[-1] >= SURE else first
    return Finding(kind="order", criteria=tuple(keys), numbers=tuple(ahead), participants=participants)


def _tests(kind: Kind, keys: list[str], tested: int, participants: int) -> Finding:
    return Finding(kind=kind, criteria=tuple(keys), among=tested, participants=participants)


def runs(order: Finding) -> tuple[tuple[str, ...], ...]:
    """Return the criteria of an order in brackets: in each the first cannot be told apart from any of the others."""
    brackets = [[order.criteria[0]]]
    for key, probability in zip(order.criteria[1:], order.numbers, strict=True):
        if probability < SURE:
            brackets[-1].append(key)
        else:
            brackets.append([key])
    return tuple(map(tuple, brackets))


def group_orders(panel: Panel, fit: Fit, groups: dict[str, pl.DataFrame]) -> list[Finding]:
    """Return the order of the heaviest criteria in every shown group, from a hierarchical fit; nothing from others.

    ``groups`` has tables of :func:`collega.insight.group_importance`. After the four that are shown come those that
    share the bracket of the last of them.
    """
    findings = []
    for characteristic, frame in groups.items():
        computed = frame.drop_nulls("percent")
        for value in computed["value"].unique(maintain_order=True).to_list() if fit.draws is not None else ():
            ordered = computed.filter(pl.col("value") == value).sort("percent", descending=True, maintain_order=True)
            _, percents = importance_and_percents(fit, members_of(panel, fit, characteristic, value))
            everybody = _order(fit, ordered["criterion"].to_list(), percents, int(ordered["n"][0]))
            size = min(TOP, len(everybody.criteria))
            while size < len(everybody.criteria) and everybody.numbers[size - 1] < SURE:
                size += 1
            findings.append(
                Finding(
                    kind="order", criteria=everybody.criteria[:size], numbers=everybody.numbers[: size - 1],
                    characteristic=characteristic, value=value, participants=everybody.participants,
                )
            )  # fmt: skip
    return findings

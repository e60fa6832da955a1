"""Insights back from their plain form: what was kept can be drawn and told again without the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from collega.insight.agreement import AGREEMENT_INTERVALS, Agreement
from collega.insight.answers import SCHEMA
from collega.insight.average import AverageShares
from collega.insight.insights import Insights
from collega.insight.self_image import SelfImage
from collega.messages import warnings_from
from collega.panel.limits import Limit
from collega.study.definition import Study

Stored = Mapping[str, Any]


def insights_of(study: Study, stored: Stored) -> Insights:
    """Rebuild what :meth:`Insights.as_json` wrote; KeyError where something is missing."""
    by_group = {key: _by_value(study, values) for key, values in stored["answers_by_group"].items()}
    return Insights(
        participants=stored["participants"],
        answers=stored["answers"],
        synthetic=stored["synthetic"],
        model=stored["model"],
        overall=dict(stored["overall"]),
        importance=None if stored["importance"] is None else _importance(stored["importance"]),
        levels=None if stored["levels"] is None else pl.DataFrame(stored["levels"]),
        answers_by_scenario=answers_frame(study, stored["answers_by_scenario"]),
        answers_by_group=by_group,
        groups={key: _weights(study, values) for key, values in stored["groups"].items()},
        self_images=tuple(
            SelfImage(answers=by_group[image["characteristic"]], **image) for image in stored["self_image"]
        ),
        agreement=_agreement(stored["agreement"]),
        differences=_differences(stored["differences"]),
        average=None if stored.get("average") is None else AverageShares.from_json(stored["average"]),
        interval_of=stored.get("interval_of"),
        limits=tuple(map(Limit.from_json, stored.get("limits", ()))),
        warnings=warnings_from(stored),
    )


def answers_frame(study: Study, rows: Sequence[Stored], name: str = "scenario") -> pl.DataFrame:
    """Return stored rows of answers as the frame that they were, with a column ``name`` in front."""
    flat = [
        {name: row[name], "n": row["n"], "positive": row.get("positive"), "suppressed": row["suppressed"]}
        | {"shares": None if row["suppressed"] else [row["answers"][key] for key in study.answer_keys]}
        | {name: row.get(name) for name in ("reason", "because", "mostly")}
        for row in rows
    ]
    return pl.DataFrame(flat, schema={name: pl.String(), **SCHEMA})


def _by_value(study: Study, values: Stored) -> pl.DataFrame:
    return answers_frame(study, [row | {"value": value} for value, row in values.items()], "value")


def _importance(rows: Sequence[Stored]) -> pl.DataFrame:
    numbers = ("percent", "low", "high", "uncorrected", "individual", "share_swing", "swing_low", "swing_high",
               "p_value", "p_value_corrected")  # fmt: skip
    flat = [
        _ends(row["interval"], "low", "high") | _ends(row.get("share_swing_interval"), "swing_low", "swing_high")
        | corrected(row)
        for row in rows
    ]  # fmt: skip
    schema: dict[str, Any] = {"criterion": pl.String(), **dict.fromkeys(numbers, pl.Float64())}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in flat], schema=schema)


def _ends(interval: Sequence[float] | None, low: str, high: str) -> dict[str, float | None]:
    return dict(zip((low, high), interval or (None, None), strict=True))


def corrected(row: Stored) -> dict[str, Any]:
    """Return a stored row with its corrected p-value; insights of before there were two stored that one as the only."""
    return {"p_value_corrected": row["p_value"], **row}


def _weights(study: Study, values: Stored) -> pl.DataFrame:
    rows = []
    for value, weight in values.items():
        top, percent, ends = weight.get("top") or [], weight.get("importance") or {}, weight.get("intervals") or {}
        for key in study.criterion_keys:
            low, high = ends.get(key) or (None, None)
            rows.append(
                {"value": value, "n": weight["n"], "suppressed": weight["suppressed"], "criterion": key,
                 "percent": percent.get(key), "low": low, "high": high,
                 "top": top.index(key) + 1 if key in top else None}
            )  # fmt: skip
    schema = {"value": pl.String(), "n": pl.Int64(), "suppressed": pl.Boolean(), "criterion": pl.String(),
              "percent": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(), "top": pl.Int64()}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _agreement(stored: Stored) -> Agreement:
    names = [f"{name}{end}" for name in ("same_side", "consensus") for end in ("", "_low", "_high")]
    schema: dict[str, Any] = {"scenario": pl.String(), "n": pl.Int64(), "positive": pl.Float64()}
    schema |= dict.fromkeys(names, pl.Float64())
    rows = [{name: row.get(name) for name in schema} for row in stored["scenarios"]]
    intervals = {name: tuple(stored[name]) for name in AGREEMENT_INTERVALS if stored.get(name) is not None}
    return Agreement(**{**stored, **dict.fromkeys(AGREEMENT_INTERVALS), **intervals,
                        "scenarios": pl.DataFrame(rows, schema=schema)})  # fmt: skip


def _differences(rows: Sequence[Stored]) -> pl.DataFrame:
    numbers = ("trend", "p_value", "p_value_corrected", "p_trend", "p_trend_corrected")
    schema: dict[str, Any] = {"characteristic": pl.String(), "n": pl.Int64(), **dict.fromkeys(numbers, pl.Float64())}
    return pl.DataFrame(rows, schema=schema)

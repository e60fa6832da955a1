"""The numbers behind every chart, raw: pages write them as readers expect, downloads as they are.

Kinds of columns: ``text``, ``count``, ``share`` (0..1), ``percent`` (0..100), ``points`` (percentage points),
``logits``, ``p`` (p-value), ``index`` (0..1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from collega.exhibits.claims import mostly_words
from collega.prose import Prose
from collega.study import Study

Table = dict[str, Any]


def answers(frame: pl.DataFrame, study: Study, prose: Prose, *, first: str, names: Sequence[str]) -> Table:
    """Answers per scenario or group."""
    texts = [answer.text.say(prose.language) for answer in study.answers]
    rows = [
        [_told(name, row, prose), row["n"], *(row["shares"] or [None] * len(texts)), row["positive"]]
        for name, row in zip(names, frame.iter_rows(named=True), strict=True)
    ]
    kinds = ["text", "count", *["share"] * (len(texts) + 1)]
    return _table([first, prose("numbers.n"), *texts, prose("numbers.positive")], kinds, rows)


def _told(name: str, row: dict[str, Any], prose: Prose) -> str:
    return f"{name}: {mostly_words(row['mostly'], row['n'], prose)}" if row["mostly"] else name


def importance(frame: pl.DataFrame, study: Study, prose: Prose) -> Table:
    """Importance of every criterion, with what it does to the share."""
    header = [prose(f"importance.{name}") for name in ("criterion", "percent")]
    header += [prose("web.low"), prose("web.high"), prose("importance.swing"), prose("importance.p_value")]
    names = ("percent", "low", "high", "share_swing", "p_value_corrected")
    rows = [[_criterion(study, row, prose), *(row[name] for name in names)] for row in frame.iter_rows(named=True)]
    return _table(header, ["text", "percent", "percent", "percent", "points", "p"], rows)


def group_weights(frame: pl.DataFrame, study: Study, prose: Prose) -> Table:
    """Importance in one group."""
    header = [prose("importance.criterion"), prose("importance.percent"), prose("web.low"), prose("web.high")]
    rows = [
        [_criterion(study, row, prose), *(row[name] for name in ("percent", "low", "high"))]
        for row in frame.iter_rows(named=True)
    ]
    return _table(header, ["text", "percent", "percent", "percent"], rows)


def part_worths(frame: pl.DataFrame, study: Study, prose: Prose) -> Table:
    """Part-worth of every level."""
    header = [prose("importance.criterion"), prose("colleague.level"), prose("web.part_worth")]
    header += [prose("web.low"), prose("web.high")]
    rows = [
        [
            _criterion(study, row, prose),
            _level(study, row, prose),
            *(row[name] for name in ("part_worth", "low", "high")),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return _table(header, ["text", "text", "logits", "logits", "logits"], rows)


def levels(frame: pl.DataFrame, study: Study, prose: Prose) -> Table:
    """Share of positive advice at every level of a criterion."""
    header = [prose("colleague.level"), prose("web.share"), prose("web.low"), prose("web.high")]
    rows = [
        [_level(study, row, prose), *(row[name] for name in ("share", "low", "high"))]
        for row in frame.iter_rows(named=True)
    ]
    return _table(header, ["text", "share", "share", "share"], rows)


def weights(
    frame: pl.DataFrame, order: Sequence[str], values: Sequence[str], study: Study, key: str, prose: Prose
) -> Table:
    """Importance of every criterion in every group: a column per group."""
    item = study.characteristic(key)
    cells = {(row["criterion"], row["value"]): row["percent"] for row in frame.iter_rows(named=True)}
    header = [prose("importance.criterion"), *(item.value_name(value, prose.language) for value in values)]
    rows = [
        [study.criterion(criterion).name(prose.language), *(cells[criterion, value] for value in values)]
        for criterion in order
    ]
    return _table(header, ["text", *["percent"] * len(values)], rows)


def agreement(frame: pl.DataFrame, prose: Prose) -> Table:
    """Agreement on every scenario."""
    header = [prose("numbers.scenario"), prose("numbers.n"), prose("numbers.positive")]
    header += [prose("web.same_side"), prose("web.agreement")]
    rows = frame.select("scenario", "n", "positive", "same_side", "consensus").rows()
    return _table(header, ["text", "count", "share", "share", "index"], [list(row) for row in rows])


def calibration(frame: pl.DataFrame, prose: Prose) -> Table:
    """Predicted beside observed shares."""
    header = [prose("web.predicted"), prose("web.observed"), prose("numbers.n")]
    rows = frame.select("predicted", "observed", "n").rows()
    return _table(header, ["share", "share", "count"], [list(row) for row in rows])


def _table(header: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    return {"header": list(header), "kinds": list(kinds), "rows": [list(row) for row in rows]}


def _criterion(study: Study, row: dict[str, Any], prose: Prose) -> str:
    return study.criterion(row["criterion"]).name(prose.language)


def _level(study: Study, row: dict[str, Any], prose: Prose) -> str:
    criterion = study.criterion(row["criterion"])
    return criterion.levels[criterion.level_keys.index(row["level"])].name(prose.language)

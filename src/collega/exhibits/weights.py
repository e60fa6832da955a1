"""How heavily each criterion weighs: for everybody, in one group, and in all groups beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from collega.exhibits import claims
from collega.exhibits.answers import with_group
from collega.exhibits.exhibit import OFF_PAPER, Exhibit, Family, equal_parts, group_of
from collega.exhibits.ground import Ground
from collega.exhibits.table import Column, Named, Table, interval_columns
from collega.figures import Figure, Style, group_importance_figure, importance_figure
from collega.findings import Kind, heaviest_in_group, sentence
from collega.insight.groups import TOP
from collega.model.multiple import SIGNIFICANT
from collega.prose import Prose
from collega.study.definition import Study

CRITERIA_A_PAGE, GROUPS_A_PAGE = 14, 6
OTHER_MEASURES = ("uncorrected", "individual")  # columns of insight.importance_table
_DIFFERENCES: tuple[Kind, ...] = ("group_weight",)


def _weights_in(ground: Ground, characteristic: str) -> pl.DataFrame:
    return ground.found.groups[characteristic].filter(pl.col("percent").is_not_null())


def _importance_keys(ground: Ground) -> Iterable[str]:
    if ground.found.importance is None:
        return
    if ground.found.importance.height:
        yield "importance"
    for key in ground.found.groups:
        for value in _weights_in(ground, key)["value"].unique(maintain_order=True):
            yield f"importance.{key}.{value}"


def _importance_title(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return with_group(prose("exhibits.importance"), study, rest, prose)


def _importance_caption(_study: Study, rest: Sequence[str], prose: Prose) -> str:
    light = "exhibits.importance_untested" if rest else "exhibits.importance_light"
    return prose("exhibits.importance_caption") + " " + prose(light)


def _importance(ground: Ground, key: str) -> Exhibit:
    prose, study, group = ground.prose, ground.study, group_of(key)
    frame = _everybody(ground) if group is None else _one_group(ground, *group)
    return Exhibit(
        key=key,
        title=_importance_title(study, key.split(".")[1:], prose),
        caption=_importance_caption(study, key.split(".")[1:], prose),
        finding=_heaviest(ground, frame) if group is None else _heaviest_in(ground, group, frame),
        table=_importance_table(frame, study, prose, tested=group is None),
        language=ground.language,
        doors=IMPORTANCE.doors if group is None else OFF_PAPER,
        frame=frame,
        draw=lambda part, style: importance_figure(part, study, language=ground.language, style=style),
        cut=equal_parts(CRITERIA_A_PAGE),
        about="" if group is None else ground.people(group),
    )


def _heaviest(ground: Ground, frame: pl.DataFrame) -> str:
    """Return what weighs most and what is not demonstrated, as the posterior and the tests have it."""
    sentences = ground.sentences(("weight", "not_weighed", "demonstrated", "not_demonstrated"))
    return " ".join(sentences) or claims.importance_finding(frame, ground.study, ground.prose)


def _heaviest_in(ground: Ground, group: tuple[str, str], frame: pl.DataFrame) -> str:
    """Return what one group weighs most, from the posterior of its weights; in words of the table where it is gone."""
    rows = ground.members.get(group[0], {}).get(group[1], ())
    if ground.weighing is None or len(rows) < ground.study.minimum_group:
        return claims.importance_finding(frame, ground.study, ground.prose)
    finding = heaviest_in_group(ground.weighing(), np.asarray(rows, dtype=np.int64), frame)
    return sentence(finding, ground.study, ground.language)


def _everybody(ground: Ground) -> pl.DataFrame:
    frame = ground.found.importance
    assert frame is not None  # else there is no such key
    demonstrated = (pl.col("p_value_corrected") < SIGNIFICANT).alias("demonstrated")
    return frame.with_columns(demonstrated, pl.lit(ground.found.participants).alias("n"))


def _one_group(ground: Ground, characteristic: str, value: str) -> pl.DataFrame:
    weights = (
        _weights_in(ground, characteristic).filter(value=value).sort("percent", descending=True, maintain_order=True)
    )
    untested = [
        pl.lit(None, kind).alias(name)
        for name, kind in (
            ("demonstrated", pl.Boolean),
            ("p_value_corrected", pl.Float64),
            ("share_swing", pl.Float64),
            ("swing_low", pl.Float64),
            ("swing_high", pl.Float64),
        )
    ]
    return weights.with_columns(untested)


def _importance_table(frame: pl.DataFrame, study: Study, prose: Prose, *, tested: bool) -> Table:
    columns = [
        criterion_column(prose),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="importance", text=prose("importance.percent"), kind="percent"),
        *interval_columns(prose, "percent"),
    ]
    names = ["n", "percent", "low", "high"]
    if tested:
        columns += [
            Column(name="swing", text=prose("importance.swing"), kind="points"),
            *interval_columns(prose, "points", name="swing"),
            Column(name="p_value", text=prose("importance.p_value"), kind="p"),
            *(
                Column(name=name, text=prose(f"importance.{name}"), kind="percent", on_page=False)
                for name in OTHER_MEASURES
            ),
        ]
        names += ["share_swing", "swing_low", "swing_high", "p_value_corrected", *OTHER_MEASURES]
    rows = zip(frame["criterion"], frame.select(names).iter_rows(), strict=True)
    return Table(
        columns=tuple(columns), rows=tuple((criterion_cell(study, key, prose), *numbers) for key, numbers in rows)
    )


def criterion_column(prose: Prose) -> Column:
    """Return the column of criteria."""
    return Column(name="criterion", text=prose("importance.criterion"), kind="text")


def criterion_cell(study: Study, key: str, prose: Prose) -> Named:
    """Return the cell that names a criterion."""
    return Named(key, study.criterion(key).name(prose.language))


def _group_keys(ground: Ground) -> Iterable[str]:
    if ground.found.importance is None:
        return
    for item in ground.study.characteristics:
        if item.key in ground.found.groups and _weights_in(ground, item.key)["value"].n_unique() > 1:
            yield f"weights.{item.key}"


def _group_title(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return prose("exhibits.weights", what=study.characteristic(rest[0]).name(prose.language))


def _group_caption(study: Study, _rest: Sequence[str], prose: Prose) -> str:
    border = " " + prose("groups.border") if len(study.criteria) > TOP else ""
    return prose("exhibits.weights_caption") + border


def _groups(ground: Ground, key: str) -> Exhibit:
    prose, study, characteristic = ground.prose, ground.study, key.split(".")[1]
    weights = _weights_in(ground, characteristic)
    importance = ground.found.importance
    assert importance is not None  # else there is no such key
    order = [criterion for criterion in importance["criterion"] if criterion in weights["criterion"]]
    place = pl.col("criterion").replace_strict({criterion: n for n, criterion in enumerate(order)}, default=len(order))
    frame = weights.sort(place, maintain_order=True)
    bordered = len(study.criteria) > TOP
    return Exhibit(
        key=key,
        title=_group_title(study, [characteristic], prose),
        caption=_group_caption(study, [characteristic], prose),
        finding=_differently(ground, weights, characteristic),
        table=_groups_table(frame, study, characteristic, prose),
        language=ground.language,
        doors=WEIGHTS.doors,
        frame=frame,
        draw=lambda part, style: _draw(ground, characteristic, part, style, bordered=bordered),
        cut=_cut,
    )


def _differently(ground: Ground, table: pl.DataFrame, characteristic: str) -> str:
    """Return which group demonstrably weighs a criterion differently, or that none was found to."""
    if not ground.findings:
        return claims.group_importance_finding(table, ground.study, characteristic, ground.prose)
    return " ".join(ground.sentences(_DIFFERENCES, characteristic)) or ground.prose("groups.none_differs")


def _draw(ground: Ground, characteristic: str, part: pl.DataFrame, style: Style, *, bordered: bool) -> Figure:
    rows = [
        {
            "criterion": row["criterion"],
            "label": ground.group_label(characteristic, row["value"], row["n"]),
            "percent": row["percent"],
            "top": bordered and row["top"] is not None,
        }
        for row in part.iter_rows(named=True)
    ]
    return group_importance_figure(pl.DataFrame(rows), ground.study, language=ground.language, style=style)


def _cut(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut into squares that fit on a page: so many groups wide, so many criteria high."""
    values = frame["value"].unique(maintain_order=True).to_list()
    criteria = frame["criterion"].unique(maintain_order=True).to_list()
    return [
        frame.filter(
            pl.col("value").is_in(values[wide : wide + GROUPS_A_PAGE]),
            pl.col("criterion").is_in(criteria[high : high + CRITERIA_A_PAGE]),
        )
        for wide in range(0, len(values), GROUPS_A_PAGE)
        for high in range(0, len(criteria), CRITERIA_A_PAGE)
    ]


def _groups_table(frame: pl.DataFrame, study: Study, characteristic: str, prose: Prose) -> Table:
    """Return a row for every criterion and group, so that n and interval stand beside every number."""
    item = study.characteristic(characteristic)
    columns = (
        criterion_column(prose),
        Column(name="value", text=item.name(prose.language), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="importance", text=prose("importance.percent"), kind="percent"),
        *interval_columns(prose, "percent"),
    )
    rows = [
        (criterion_cell(study, criterion, prose), Named(value, item.value_name(value, prose.language)), *numbers)
        for criterion, value, *numbers in frame.select("criterion", "value", "n", "percent", "low", "high").iter_rows()
    ]
    return Table(columns=columns, rows=tuple(rows))


IMPORTANCE = Family(
    kind="importance", keys=_importance_keys, title=_importance_title, caption=_importance_caption, make=_importance
)
WEIGHTS = Family(kind="weights", keys=_group_keys, title=_group_title, caption=_group_caption, make=_groups)

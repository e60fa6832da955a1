"""What each level does: part-worths of all, and shares criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from collega.colleague import level_text
from collega.exhibits import claims
from collega.exhibits.exhibit import OFF_PAPER, Exhibit, Family, one_page
from collega.exhibits.ground import TO_90, Ground
from collega.exhibits.table import Column, Named, Table, interval_columns
from collega.exhibits.weights import criterion_cell, criterion_column
from collega.figures import part_worths_figure, reach_of, shares_figure
from collega.prose import Prose
from collega.study.definition import Study

LEVELS_A_PAGE = 14


def _part_worth_keys(ground: Ground) -> Iterable[str]:
    if ground.found.levels is not None:
        yield "part-worths"


def _part_worths(ground: Ground, key: str) -> Exhibit:
    prose, study = ground.prose, ground.study
    frame = ground.part_worths().with_columns(
        (pl.col("part_worth") - TO_90 * pl.col("se")).fill_nan(None).alias("low"),
        (pl.col("part_worth") + TO_90 * pl.col("se")).fill_nan(None).alias("high"),
        pl.lit(ground.found.participants).alias("n"),
    )
    visible = frame.drop_nulls("part_worth")
    reach = reach_of(frame)
    return Exhibit(
        key=key,
        title=PART_WORTHS.title(study, [], prose),
        caption=PART_WORTHS.caption(study, [], prose),
        finding=claims.part_worths_finding(frame, study, prose),
        table=_part_worth_table(frame, study, prose),
        language=ground.language,
        doors=PART_WORTHS.doors,
        frame=visible,
        draw=lambda part, style: part_worths_figure(part, study, reach=reach, language=ground.language, style=style),
        cut=_whole_criteria,
    )


def _part_worth_table(frame: pl.DataFrame, study: Study, prose: Prose) -> Table:
    columns = (
        criterion_column(prose),
        Column(name="level", text=prose("colleague.level_name"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="part_worth", text=prose("web.part_worth"), kind="logits"),
        *interval_columns(prose, "logits"),
    )
    rows = [
        (criterion_cell(study, criterion, prose), _level_cell(study, criterion, level, prose), *numbers)
        for criterion, level, *numbers in frame.select(
            "criterion", "level", "n", "part_worth", "low", "high"
        ).iter_rows()
    ]
    return Table(columns=columns, rows=tuple(rows))


def _level_cell(study: Study, criterion: str, level: str, prose: Prose) -> Named:
    return Named(level, level_text(study, criterion, level, prose.language))


def _whole_criteria(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut part-worths into figures of about equal height, never within a criterion."""
    figures = -(-frame.height // LEVELS_A_PAGE)
    parts: list[list[pl.DataFrame]] = [[]]
    count = 0
    for _, part in frame.group_by("criterion", maintain_order=True):
        if parts[-1] and count + part.height / 2 > len(parts) * frame.height / figures:
            parts.append([])
        parts[-1].append(part)
        count += part.height
    return [pl.concat(part) for part in parts]


def _level_keys(ground: Ground) -> Iterable[str]:
    if ground.found.levels is not None:
        yield from (f"levels.{criterion.key}" for criterion in ground.study.criteria)


def _level_title(study: Study, rest: Sequence[str], prose: Prose) -> str:
    return prose("exhibits.levels", what=study.criterion(rest[0]).name(prose.language))


def _levels(ground: Ground, key: str) -> Exhibit:
    prose, study, criterion = ground.prose, ground.study, ground.study.criterion(key.split(".")[1])
    assert ground.found.levels is not None  # else there is no such key
    texts = [level.name(ground.language) for level in criterion.levels]
    frame = ground.found.levels.filter(criterion=criterion.key)
    frame = frame.with_columns(pl.Series("label", texts), pl.lit(ground.found.participants).alias("n"))
    columns = (
        Column(name="level", text=prose("colleague.level_name"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="positive", text=prose("web.share"), kind="share"),
        *interval_columns(prose, "share"),
    )
    rows = [
        (_level_cell(study, criterion.key, level, prose), *numbers)
        for level, *numbers in frame.select("level", "n", "share", "low", "high").iter_rows()
    ]
    return Exhibit(
        key=key,
        title=_level_title(study, [criterion.key], prose),
        caption=LEVELS.caption(study, [criterion.key], prose),
        finding=claims.levels_finding(frame, study, prose),
        table=Table(columns=columns, rows=tuple(rows)),
        language=ground.language,
        doors=LEVELS.doors,
        frame=frame,
        draw=lambda part, style: shares_figure(part, language=ground.language, style=style),
        cut=one_page,
    )


PART_WORTHS = Family(
    kind="part-worths", keys=_part_worth_keys, make=_part_worths,
    title=lambda _study, _rest, prose: prose("exhibits.part_worths"),
    caption=lambda _study, _rest, prose: prose("exhibits.part_worths_caption"),
)  # fmt: skip
LEVELS = Family(
    kind="levels", keys=_level_keys, title=_level_title, make=_levels, doors=OFF_PAPER,
    caption=lambda _study, _rest, prose: prose("exhibits.levels_caption"),
)  # fmt: skip

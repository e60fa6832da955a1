"""How people see themselves against what they do."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from collega.insight.answers import answers_by_group
from collega.insight.differences import comparable, tested_members
from collega.panel.panel import Panel
from collega.study.added import DECLINED


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelfImage:
    """A self-image beside behaviour.

    Attributes
    ----------
    characteristic : str
    answers : polars.DataFrame
        As :func:`answers_by_group` has it.
    most_negative, most_positive : str or None
        The shown values with the largest share of the most negative, and of positive answers; None where fewer than two
        are shown, or where they judged other levels throughout.
    """

    characteristic: str
    answers: pl.DataFrame
    most_negative: str | None
    most_positive: str | None


def self_images(panel: Panel) -> tuple[SelfImage, ...]:
    """Return one for every characteristic that the study marks as a self-image."""
    return tuple(_self_image(panel, item.key) for item in panel.study.characteristics if item.self_image)


def _self_image(panel: Panel, characteristic: str) -> SelfImage:
    table = answers_by_group(panel, characteristic)
    visible = table.filter(~pl.col("suppressed") & (pl.col("value") != DECLINED))
    if visible.height > 1 and not _comparable(panel.counted, characteristic):
        visible = visible.clear()
    return SelfImage(
        characteristic=characteristic,
        answers=table,
        most_negative=_highest(visible, pl.col("shares").list.first()),
        most_positive=_highest(visible, pl.col("positive")),
    )


def _comparable(panel: Panel, characteristic: str) -> bool:
    place = [item.key for item in panel.study.characteristics].index(characteristic)
    members = tested_members(panel, characteristic)
    return comparable(panel.keep(members), panel.groups[members, place])


def _highest(table: pl.DataFrame, share: pl.Expr) -> str | None:
    return str(table.sort(share, descending=True)["value"][0]) if table.height > 1 else None

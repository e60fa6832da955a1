"""How heavily two groups weigh each criterion: a group and the others of its characteristic, or any two groups.

Keys: ``contrast.<characteristic>.<value>`` and ``contrast.<characteristic>.<value>.<characteristic>.<value>``. Those of
two groups are as many as there are pairs, so they are made when asked for and not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.exhibits.exhibit import Door, Exhibit, Family, equal_parts
from collega.exhibits.ground import Ground
from collega.exhibits.table import Column, Table, interval_columns
from collega.exhibits.weights import CRITERIA_A_PAGE, criterion_cell, criterion_column
from collega.figures import contrast_figure
from collega.findings import contrast_finding, sentence
from collega.insight import other_rows, weight_contrast
from collega.prose import Prose
from collega.study.definition import Study

KIND = "contrast"
_WAITS = "waits"  # why a group is not shown: too few came or went since results were shown
Group = tuple[str, str]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two groups that are compared; ``other`` is None for all other shown groups, of which there are ``others``."""

    group: Group
    other: Group | None
    rows: tuple[Rows, Rows]
    others: int


def groups_in(key: str) -> tuple[Group, Group | None] | None:
    """Return the two groups in a key, the second None for all others; None where it is no such key."""
    kind, *rest = key.split(".")
    if kind != KIND or len(rest) not in (2, 4):
        return None
    return (rest[0], rest[1]), (rest[2], rest[3]) if len(rest) == 4 else None


def contrast_key(group: Group, rival: Group | None = None) -> str:
    """Return the key of the exhibit of two groups; without ``rival`` of a group and the others."""
    return ".".join((KIND, *group, *(rival or ())))


def pair_of(ground: Ground, key: str) -> Pair | None:
    """Return whom an exhibit compares; None where that cannot be shown."""
    groups = groups_in(key)
    if groups is None or ground.weighing is None:
        return None
    group, rival = groups
    rows, others = _rows(ground, group), 1
    if rival is None:
        beside = _others(ground, group)
        against = other_rows(beside, group[1])
        others = len(beside) - 1
    else:
        against = _rows(ground, rival)
    if group == rival or min(len(rows), len(against)) < ground.study.minimum_group:
        return None
    return Pair(group=group, other=rival, rows=(rows, against), others=others)


def _rows(ground: Ground, group: Group) -> Rows:
    return np.asarray(ground.members.get(group[0], {}).get(group[1], ()), dtype=np.int64)


def _others(ground: Ground, group: Group) -> dict[str, Any]:
    """Return the rows of all groups with which one is compared, itself included; none where one of them waits.

    With a group left out that was there before, the difference between both charts would be about that group.
    """
    members = ground.members.get(group[0], {})
    if group[1] not in members:
        return {group[1]: ()}
    answers = ground.found.answers_by_group[group[0]]
    if (answers["reason"] == _WAITS).any():
        return {group[1]: ()}
    keys = ground.study.characteristic(group[0]).value_keys
    return {value: members[value] for value in keys if value in members} if group[1] in keys else {group[1]: ()}


def _keys(ground: Ground) -> Iterable[str]:
    for item in ground.study.characteristics:
        for value in ground.members.get(item.key, {}):
            key = contrast_key((item.key, value))
            if pair_of(ground, key) is not None:
                yield key


def _names(study: Study, rest: Sequence[str], prose: Prose, others: int = 2) -> tuple[str, str]:
    """Name both groups; with their characteristics where these differ."""
    characteristic, language = study.characteristic(rest[0]), prose.language
    first = characteristic.value_name(rest[1], language)
    if len(rest) == 2:
        return first, prose("exhibits.contrast_others" if others > 1 else "exhibits.contrast_other")
    rival = study.characteristic(rest[2])
    second = rival.value_name(rest[3], language)
    if rest[0] == rest[2]:
        return first, second
    return f"{first} ({characteristic.name(language)})", f"{second} ({rival.name(language)})"


def _title(study: Study, rest: Sequence[str], prose: Prose) -> str:
    first, second = _names(study, rest, prose)
    return prose("exhibits.contrast", one=first, other=second)


def _caption(_study: Study, _rest: Sequence[str], prose: Prose) -> str:
    return prose("exhibits.contrast_caption")


def _make(ground: Ground, key: str) -> Exhibit:
    pair = pair_of(ground, key)
    if pair is None or ground.weighing is None:
        raise KeyError(key)
    rest, prose, study = key.split(".")[1:], ground.prose, ground.study
    frame = weight_contrast(ground.weighing(), *pair.rows)
    sizes = (len(pair.rows[0]), len(pair.rows[1]))
    names = _names(study, rest, prose, pair.others)
    finding = contrast_finding(frame, pair.group, pair.other, participants=sizes[0], others=pair.others)
    labels = tuple(
        f"{name} " + prose("groups.n", n=n).replace(" ", "\u00a0") for name, n in zip(names, sizes, strict=True)
    )
    return Exhibit(
        key=key,
        title=_title(study, rest, prose),
        caption=_caption(study, rest, prose),
        finding=sentence(finding, study, ground.language),
        table=_table(frame, study, prose, names, sizes),
        language=ground.language,
        doors=CONTRAST.doors,
        frame=frame,
        draw=lambda part, style: contrast_figure(
            part, study, groups=(labels[0], labels[1]), language=ground.language, style=style
        ),
        cut=equal_parts(CRITERIA_A_PAGE),
    )


def _table(frame: pl.DataFrame, study: Study, prose: Prose, names: tuple[str, str], sizes: tuple[int, int]) -> Table:
    columns = (
        criterion_column(prose),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="importance", text=names[0], kind="percent"),
        *interval_columns(prose, "percent", name="importance"),
        Column(name="other_n", text=prose("numbers.n"), kind="count"),
        Column(name="other_importance", text=names[1], kind="percent"),
        *interval_columns(prose, "percent", name="other_importance"),
        Column(name="difference", text=prose("exhibits.contrast_difference"), kind="points"),
        *interval_columns(prose, "points"),
    )
    ends = ("", "_low", "_high")
    rows = [
        (
            criterion_cell(study, row["criterion"], prose),
            sizes[0],
            *(row[f"percent{end}"] for end in ends),
            sizes[1],
            *(row[f"other_percent{end}"] for end in ends),
            row["difference"],
            row["low"],
            row["high"],
        )
        for row in frame.iter_rows(named=True)
    ]
    return Table(columns=columns, rows=tuple(rows))


_DOORS: frozenset[Door] = frozenset({"notebook", "command"})  # a report and a page choose which groups to compare
CONTRAST = Family(kind=KIND, keys=_keys, title=_title, caption=_caption, make=_make, doors=_DOORS)

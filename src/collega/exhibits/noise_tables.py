"""Tables of how much colleagues differ: within groups, and where most."""

from __future__ import annotations

from collections.abc import Mapping

from collega.exhibits.table import Column, Named, Table, interval_columns
from collega.noise.majority import LARGEST
from collega.noise.noise import Differences, Noise
from collega.prose import Prose
from collega.study.definition import Study

MOST = 10  # rows of where people differ most


def group_tables(noise: Noise, study: Study, prose: Prose) -> dict[str, Table]:
    """Return for every characteristic how much people differ within its groups, of those that are shown."""
    return {
        key: _groups(values, study, key, prose)
        for key, values in noise.groups.items()
        if any(differences is not None for differences in values.values())
    }


def _groups(values: Mapping[str, Differences | None], study: Study, key: str, prose: Prose) -> Table:
    item = study.characteristic(key)
    columns = (
        Column(name="group", text=prose("noise.group"), kind="text"),
        Column(name="n", text=prose("noise.n"), kind="count"),
        Column(name="level", text=prose("noise.level"), kind="share"),
        Column(name="pattern", text=prose("noise.pattern"), kind="share"),
        Column(name="other_colleague", text=prose("noise.other_side"), kind="share"),
        *interval_columns(prose, "share"),
        Column(name="colleagues_needed", text=prose("noise.needed"), kind="text"),
    )
    rows = [
        (Named(value, item.value_name(value, prose.language)), *_numbers(differences, prose))
        for value, differences in values.items()
        if differences is not None
    ]
    return Table(columns=columns, rows=tuple(rows))


def _numbers(differences: Differences, prose: Prose) -> tuple[object, ...]:
    level, pattern = (None if share is None else share.share for share in (differences.level, differences.pattern))
    rate = differences.other_colleague
    return (
        differences.participants,
        level,
        pattern,
        rate.share,
        *rate.interval,
        _number_needed(differences.colleagues_needed, prose),
    )


def _number_needed(number: int | None, prose: Prose) -> Named:
    key = str(LARGEST) if number is None else str(number)
    return Named(f"over {key}" if number is None else key, prose("noise.over", n=LARGEST) if number is None else key)


def criteria_table(noise: Noise, study: Study, prose: Prose) -> Table | None:
    """Return what each criterion adds to differences in weighing; None where the model does not know that."""
    if not noise.criteria:
        return None
    columns = (
        Column(name="criterion", text=prose("noise.criterion"), kind="text"),
        Column(name="share", text=prose("noise.of_variation"), kind="share"),
        *interval_columns(prose, "share"),
    )
    rows = [
        (Named(key, study.criterion(key).name(prose.language)), share.share, *share.interval)
        for key, share in noise.criteria
    ]
    return Table(columns=columns, rows=tuple(rows))


def levels_table(noise: Noise, study: Study, prose: Prose, limit: int = MOST) -> Table:
    """Return the levels with which two colleagues are most often on other sides."""
    columns = (
        Column(name="criterion", text=prose("noise.criterion"), kind="text"),
        Column(name="level", text=prose("noise.level_of"), kind="text"),
        Column(name="other_colleague", text=prose("noise.other"), kind="share"),
        *interval_columns(prose, "share"),
    )
    rows = []
    for key, level, share in noise.levels[:limit]:
        criterion = study.criterion(key)
        text = criterion.levels[criterion.level_keys.index(level)].name(prose.language)
        labels = Named(key, criterion.name(prose.language)), Named(level, text)
        rows.append((*labels, share.share, *share.interval))
    return Table(columns=columns, rows=tuple(rows))


def scenarios_table(noise: Noise, prose: Prose, limit: int = MOST) -> Table:
    """Return the judged scenarios at which two colleagues are most often on other sides."""
    columns = (
        Column(name="scenario", text=prose("numbers.scenario"), kind="text"),
        Column(name="other_colleague", text=prose("noise.other"), kind="share"),
        *interval_columns(prose, "share"),
    )
    rows = [(name, share.share, *share.interval) for name, share in noise.scenarios[:limit]]
    return Table(columns=columns, rows=tuple(rows))

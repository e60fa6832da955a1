"""Scenarios that a participant judged more than once: meant so, or rows that came in twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.messages import Message
from collega.panel.panel import Panel


def undeclared_repeats(panel: Panel) -> NDArray[np.bool_]:
    """Return the answers that may be there twice, (N,) bool.

    Somebody judged a scenario again where the version shows it that often, or where the answer has its position in
    the interview. Of any other second answer to a scenario nobody knows whether it was a judgement or a copied row, so
    it proves nothing about how steadily people judge.
    """
    times = _times_before(panel)
    if not times.any():
        return np.zeros(panel.n_answers, dtype=np.bool_)
    placed = np.zeros(panel.n_answers, dtype=np.bool_) if panel.position is None else panel.position > 0
    shown = _times_shown(panel)[_version(panel)[panel.participant], panel.scenario]
    result: NDArray[np.bool_] = ~placed & (times >= np.maximum(shown, 1))
    return result


def repeats_warning(panel: Panel) -> tuple[str, ...]:
    """Return a warning where answers may be there twice."""
    number = int(undeclared_repeats(panel).sum())
    if not number:
        return ()
    return (Message("panel-undeclared-repeats", number=number),)


def with_repeats(panel: Panel) -> Panel:
    """Return the panel with a design that shows scenarios as often as people judged them."""
    extra = undeclared_repeats(panel)
    if not extra.any():
        return panel
    needed = _times_shown(panel)
    np.maximum.at(
        needed, (_version(panel)[panel.participant[extra]], panel.scenario[extra]), _times_before(panel)[extra] + 1
    )
    unknown, shows = needed[-1], []
    for number, shown in enumerate(panel.design.shows):
        times = np.bincount(shown, minlength=len(unknown))
        wanted = np.where(times > 0, np.maximum(needed[number], unknown), needed[number])
        again = np.repeat(np.arange(len(unknown)), np.maximum(wanted - times, 0))
        shows.append((*shown, *map(int, again)))
    return replace(panel, design=replace(panel.design, shows=tuple(shows)))


def _times_before(panel: Panel) -> NDArray[np.int64]:
    """Return how often this participant answered this scenario in the rows before, (N,)."""
    pairs = pl.DataFrame({"who": panel.participant, "scenario": panel.scenario})
    return pairs.select(pl.int_range(pl.len()).over("who", "scenario")).to_series().to_numpy().astype(np.int64)


def _version(panel: Panel) -> NDArray[np.int64]:
    """Return the index of everyone's version, (I,); V where it is not known."""
    versions = {name: number for number, name in enumerate(panel.design.versions)}
    if "version" not in panel.people.columns:
        return np.full(panel.n_participants, len(versions), dtype=np.int64)
    index = panel.people["version"].replace_strict(versions, default=len(versions), return_dtype=pl.Int64)
    return index.to_numpy()


def _times_shown(panel: Panel) -> NDArray[np.int64]:
    """Return how often each version shows each scenario, (V + 1, S); the last row is the most of all versions."""
    size = len(panel.design.scenarios)
    counts = [np.bincount(shown, minlength=size) for shown in panel.design.shows]
    return np.array([*counts, np.max(counts, axis=0)], dtype=np.int64)

"""Parts of a panel joined: one panel in the order of the parts, and nobody in two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from collega.errors import DataError, Problem
from collega.mapping.cells import SHOWN
from collega.messages import Message
from collega.panel.panel import Panel


def join_panels(panels: Sequence[Panel]) -> Panel:
    """Return one panel of panels of the same study; what is known in only some of them is unknown in the others."""
    first = panels[0]
    starts = np.cumsum([0, *(panel.n_participants for panel in panels[:-1])])
    who = [panel.participant + np.int32(start) for panel, start in zip(panels, starts, strict=True)]
    position = [np.zeros(panel.n_answers, np.int32) if panel.position is None else panel.position for panel in panels]
    seconds = [np.full(panel.n_answers, np.nan) if panel.seconds is None else panel.seconds for panel in panels]
    return replace(
        first,
        people=pl.concat([panel.people for panel in panels]),
        participant=np.concatenate(who),
        scenario=np.concatenate([panel.scenario for panel in panels]),
        answer=np.concatenate([panel.answer for panel in panels]),
        position=None if all(panel.position is None for panel in panels) else np.concatenate(position),
        seconds=None if all(panel.seconds is None for panel in panels) else np.concatenate(seconds),
    )


def require_everyone_once(ids: Sequence[pl.Series], files: Sequence[str]) -> None:
    """Refuse a participant who stands in more than one part.

    Parameters
    ----------
    ids : sequence of polars.Series
        Everyone's id, each once, part by part.
    files : sequence of str
        What each part is called.

    Raises
    ------
    DataError
        With the ids, and the two files that each stands in.
    """
    together = pl.concat([series.alias("id") for series in ids])
    if together.n_unique() == len(together):
        return
    part = np.repeat(np.arange(len(ids)), [len(series) for series in ids])
    frame = pl.DataFrame({"id": together, "part": part})
    twice = frame.filter(pl.col("id").is_duplicated()).group_by("id", maintain_order=True).agg(pl.col("part"))
    problems = [
        Problem(
            file=files[parts[1]],
            where="participant",
            found=Message("panel-in-two-partitions", participant=name, file=files[parts[0]]),
            hint=Message("panel-one-partition-each"),
        )
        for name, parts in twice.head(SHOWN).iter_rows()
    ]
    if twice.height > SHOWN:
        found = Message("panel-more-in-two-partitions", number=twice.height - SHOWN)
        problems.append(Problem(file=files[twice["part"][SHOWN][1]], where="participant", found=found))
    raise DataError(problems)

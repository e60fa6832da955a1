"""A panel as the tables of the study folder."""

from __future__ import annotations

import numpy as np
import polars as pl

from collega.panel.panel import Panel


def participants_frame(panel: Panel) -> pl.DataFrame:
    """Return ``participants.csv``; ``_other`` texts and times only where somebody has one."""
    optional = [name for name in panel.people.columns if name.endswith(("_other", "_at", "excluded_reason"))]
    empty = [name for name in optional if (panel.people[name] == "").all()]
    return panel.people.drop(empty)


def answers_frame(panel: Panel) -> pl.DataFrame:
    """Return ``answers.csv``; an unknown position or time is an empty cell."""
    columns = {
        "participant": panel.people["participant"].gather(panel.participant),
        "scenario": pl.Series(panel.design.scenarios).gather(panel.scenario),
        "answer": pl.Series(panel.study.answer_keys).gather(panel.answer.astype(np.int32)),
    }
    frame = pl.DataFrame(columns)
    if panel.position is not None:
        position = pl.Series("position", panel.position)
        frame = frame.with_columns(position.replace(0, None))
    if panel.seconds is not None:
        frame = frame.with_columns(pl.Series("seconds", panel.seconds).round(1).fill_nan(None))
    return frame

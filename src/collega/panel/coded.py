"""Answers in Parquet as numbers at once, where they are plainly in order: twenty times as fast as cell by cell.

What is in any way unusual is left to :func:`collega.panel.read.read_panel`, which tells what is wrong with it, or knows
better. So the two never differ in what they accept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.panel.codes import Codes
from collega.panel.panel import Panel
from collega.panel.read import outside_version
from collega.study.columns import ANSWER_COLUMNS
from collega.study.definition import Study

_TEXTS = (pl.String, pl.Categorical, pl.Enum)
_PLAIN = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"


def coded_panel(
    study: Study, design: Design, *, people: pl.DataFrame, answers: pl.DataFrame, synthetic: bool
) -> Panel | None:
    """Return the panel; None where :func:`collega.panel.read.read_panel` must look at it.

    Parameters
    ----------
    people : polars.DataFrame
        As ``Panel.people``, found in order.
    answers : polars.DataFrame
        The columns of ``answers``, of the types in the file.
    """
    if not _usual(answers):
        return None
    participant = _places(answers["participant"].cast(pl.String), people["participant"])
    scenario, answer = _codes(answers["scenario"], design.scenarios), _codes(answers["answer"], study.answer_keys)
    position, seconds = _number(answers, "position"), _number(answers, "seconds")
    if participant is None or scenario is None or answer is None:
        return None
    if position is not None and not _sound_positions(position, participant):
        return None
    if seconds is not None and not bool(((seconds >= 0) & np.isfinite(seconds) | np.isnan(seconds)).all()):
        return None
    codes = Codes(participant=participant, scenario=scenario, answer=answer, position=position, seconds=seconds)
    panel = codes.panel(study, design, people, synthetic=synthetic)
    return None if outside_version(panel).any() else panel


def _usual(answers: pl.DataFrame) -> bool:
    """Whether these are the known columns, of the usual types, with something in them."""
    types = answers.schema
    known = set(ANSWER_COLUMNS[:3]) <= set(types) <= set(ANSWER_COLUMNS)
    texts = known and all(types[name].base_type() in _TEXTS for name in ANSWER_COLUMNS[:3])
    numbers = answers.select(name for name in ANSWER_COLUMNS[3:] if name in types)
    plain = all(kind.is_numeric() for kind in numbers.dtypes) and not any(
        numbers[name].is_nan().any() for name, kind in numbers.schema.items() if kind.is_float()
    )
    return texts and plain and answers.height > 0


def plain_ids(cells: pl.Series) -> pl.Series | None:
    """Return the different ids in a column, in order of appearance; None where one of them must be looked at."""
    if cells.dtype.base_type() not in _TEXTS:
        return None
    names = cells.cast(pl.String).rle().struct.field("value").unique(maintain_order=True)
    return names if names.str.contains(_PLAIN).fill_null(False).all() else None


def _places(cells: pl.Series, ids: pl.Series) -> NDArray[np.int32] | None:
    """Return (N,) everyone's row, looked up once for neighbours that are the same; None with an unknown id."""
    runs = cells.rle()
    names = runs.struct.field("value")
    order = np.arange(len(ids), dtype=np.int32)
    places = names.replace_strict(ids, pl.Series(order), default=-1, return_dtype=pl.Int32).to_numpy()
    return None if (places < 0).any() else np.repeat(places, runs.struct.field("len").to_numpy())


def _codes(cells: pl.Series, keys: Sequence[str]) -> NDArray[np.int32] | None:
    codes = cells.cast(pl.Enum(keys), strict=False)
    return None if codes.null_count() else codes.to_physical().to_numpy().astype(np.int32)


def _number(answers: pl.DataFrame, column: str) -> NDArray[np.float64] | None:
    """Return (N,) with NaN for empty cells; None where the column is not there or is empty."""
    if column not in answers.columns or answers[column].null_count() == answers.height:
        return None
    return answers[column].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _sound_positions(position: NDArray[np.float64], participant: NDArray[np.int32]) -> bool:
    known = position[~np.isnan(position)]
    if (known < 1).any() or (known != np.floor(known)).any():
        return False
    if bool(((np.diff(participant) > 0) | (np.diff(participant) == 0) & (np.diff(position) > 0)).all()):
        return True  # in the order of people and places
    pairs = pl.DataFrame({"participant": participant, "position": position}).filter(pl.col("position").is_not_nan())
    return not pairs.is_duplicated().any()

"""Ordered logits by other software, on the rows of a panel."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.peers import FOLDER, run_python, run_r
from collega.panel import Panel
from collega.study import Coding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RivalFit:
    """What other software found.

    Attributes
    ----------
    seconds, log_likelihood : float
    estimates : (P, 2) float64
        Thresholds and coefficients in treatment coding with their standard errors; of ``clm`` only, else no rows.
    """

    seconds: float
    log_likelihood: float
    estimates: NDArray[np.float64]


def ordered_rows(panel: Panel, *, counted: bool) -> pl.DataFrame:
    """Return ``y``, ``who`` and treatment-coded columns per answer; or per scenario and answer, ``n`` times given."""
    matrix = Coding(n_levels=panel.study.n_levels, kind="treatment").matrix(panel.design.profiles)
    frame = pl.DataFrame({"y": panel.answer, "who": panel.participant, "scenario": panel.scenario})
    if counted:
        frame = frame.group_by("scenario", "y").len("n").with_columns(who=pl.lit(1)).sort("scenario", "y")
    coded = pl.DataFrame(matrix[frame["scenario"].to_numpy()], schema=[f"x{k}" for k in range(matrix.shape[1])])
    return pl.concat([frame.drop("scenario"), coded], how="horizontal")


def by_r(
    panel: Panel,
    model: Literal["clm", "polr", "clmm"],
    *,
    counted: bool = False,
    repeats: int = 1,
    points: int = 1,
    timeout: float = 1800.0,
) -> RivalFit | None:
    """Fit with R's ordinal or MASS; the shortest of ``repeats``; ``points`` of quadrature, 1 for Laplace."""
    with tempfile.TemporaryDirectory() as folder:
        file = _written(ordered_rows(panel, counted=counted), folder)
        printed = run_r(FOLDER / "ordered.R", file, model, str(repeats), str(points), timeout=timeout)
    return _read(printed)


def by_tmb(panel: Panel, *, tuned: bool = True) -> RivalFit | None:
    """Fit participant intercepts with TMB's Laplace approximation, compiled for speed or as TMB does by default."""
    with tempfile.TemporaryDirectory() as folder:
        file = _written(ordered_rows(panel, counted=False), folder)
        printed = run_r(FOLDER / "laplace.R", file, FOLDER / "laplace.cpp", *([] if tuned else ["default"]))
    return _read(printed)


def by_statsmodels(panel: Panel) -> RivalFit | None:
    """Fit with statsmodels' OrderedModel."""
    with tempfile.TemporaryDirectory() as folder:
        file = _written(ordered_rows(panel, counted=False), folder)
        printed = run_python("statsmodels", FOLDER / "peer_statsmodels.py", file)
    return _read(printed)


def _written(frame: pl.DataFrame, folder: str) -> Path:
    file = Path(folder) / "rows.csv"
    frame.write_csv(file)
    return file


def _read(printed: str | None) -> RivalFit | None:
    if printed is None:
        return None
    *_, after = printed.partition("fit ")  # a compiler may have spoken before
    first, *others = after.splitlines()
    seconds, log_likelihood = map(float, first.split())
    estimates = np.array([line.split()[1:] for line in others], dtype=np.float64).reshape(-1, 2)
    return RivalFit(seconds=seconds, log_likelihood=log_likelihood, estimates=estimates)

"""Peers that predict held-out answers, each in the form a careful user would choose."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.peers import FOLDER, ONE_THREAD, run_python, run_r
from collega.model.held_out import FOLDS
from collega.panel import Panel
from collega.study import Coding

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Peer:
    """Other software.

    Attributes
    ----------
    name : str
        As the table has it.
    folds : callable
        How many of ``FOLDS`` there is time for on a panel; 0 leaves it out.
    predict : callable
        (panel, (N,) bool held out) to (H, J) probabilities; None where it is not installed.
    panels : int
        Of a simulated world, how many it has time for.
    """

    name: str
    folds: Callable[[Panel], int]
    predict: Callable[[Panel, NDArray[np.bool_]], Floats | None]
    panels: int = 1


def _python(method: str, package: str) -> Callable[[Panel, NDArray[np.bool_]], Floats | None]:
    def predict(panel: Panel, held: NDArray[np.bool_]) -> Floats | None:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "rows.npz", Path(folder) / "chance.npy"
            matrix = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)[panel.scenario]
            np.savez(source, x=matrix, levels=panel.design.profiles[panel.scenario], who=panel.participant,
                     y=panel.answer, held=held, n_answers=len(panel.study.answers))  # fmt: skip
            printed = run_python(package, FOLDER / "peer_predictors.py", method, source, target,
                                 environment=ONE_THREAD)  # fmt: skip
            return None if printed is None else np.load(target)

    return predict


def _clmm(panel: Panel, held: NDArray[np.bool_]) -> Floats | None:
    matrix = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)[panel.scenario]
    rows = pl.DataFrame({"y": panel.answer, "who": panel.participant, "held": held.astype(np.int8)})
    coded = pl.DataFrame(matrix, schema=[f"x{k}" for k in range(matrix.shape[1])])
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "rows.csv", Path(folder) / "chance.csv"
        pl.concat([rows, coded], how="horizontal").write_csv(source)
        answers = str(len(panel.study.answers))
        printed = run_r(FOLDER / "clmm_predict.R", source, target, answers, timeout=300.0, environment=ONE_THREAD)
        return None if printed is None else pl.read_csv(target, has_header=False).to_numpy().astype(np.float64)


def _time_for(*limits: tuple[int, int]) -> Callable[[Panel], int]:
    """Return how many folds there is time for: of each (answers, folds) the first with as many answers or more."""
    return lambda panel: next((folds for answers, folds in limits if panel.n_answers <= answers), 0)


_PANELS = 4  # of a simulated world, as many as it has

PEERS = {
    "regression": Peer(
        name="regression for each person (scikit-learn, ridge)",
        folds=_time_for((10_000, FOLDS), (100_000, 1)),
        predict=_python("regression", "scikit-learn"),
        panels=_PANELS,
    ),
    "boosting": Peer(
        name="gradient boosting (scikit-learn)",
        folds=_time_for((10_000, FOLDS), (100_000, 1)),
        predict=_python("boosting", "scikit-learn"),
        panels=_PANELS,
    ),
    "bart": Peer(
        name="ordinal BART (stochtree)",
        folds=_time_for((1_400, FOLDS)),
        predict=_python("bart", "stochtree"),
        panels=2,
    ),
    "numpyro": Peer(
        name="NUTS, ordered logit, random slopes (NumPyro)",
        folds=_time_for((1_400, FOLDS), (10_000, 2)),
        predict=_python("numpyro", "numpyro"),
        panels=2,
    ),
    "clmm": Peer(
        name="clmm, person's mode (R, ordinal)",
        folds=_time_for((10_000, FOLDS)),
        predict=_clmm,
        panels=_PANELS,
    ),
}

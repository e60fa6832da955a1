"""Held-out answers: our models and their stack beside simple rivals, machine learning and other software.

Everybody predicts the same answers from the same folds (``collega.model.validation.deal``), and no probability counts
as less than 1/10,000. Peers that take minutes predict fewer folds, as the table says; they are compared with ours on
the answers that they did predict, each on one thread. *Ours* is the stack of ``collega validate``, which may lean on
the simple rivals, where it gains more than its standard error over the best of our models; else that model. Simulated
worlds: four studies each, one for each way in which people differ (``truth``), two folds of each, all people together
in one row; the slowest peers predict the first two of the four.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.leaderboard_panels import all_names, named_panels
from benchmarks.leaderboard_peers import PEERS, Peer
from benchmarks.timing import table
from collega.model.comparison import MODELS, calibration_error, clustered, likelihood_of
from collega.model.held_out import FOLDS, HeldOut, deal, predict_held_out
from collega.model.predictions import COMPARED
from collega.model.stacking import stack_weights
from collega.panel import Panel

Floats = NDArray[np.float64]

STACK, STACK_OF_ALL = "stack of our models", "stack of models and simple rivals (validate)"
_LARGE = 20_000  # answers; ours predict one fold of more
_OF_WORLDS = 2  # folds of each study of a simulated world


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """What one way to predict did, over all panels of a name.

    Attributes
    ----------
    name : str
    loss : (N,) float64
        Minus the log-probability of each answer of the counted panels; NaN where it was not predicted.
    positive : (N,) float64
        Predicted probability of a positive answer; NaN likewise.
    folds : int
        Of ``FOLDS``, in each panel that it predicted.
    seconds : float
        All fits together.
    """

    name: str
    loss: Floats
    positive: Floats
    folds: int
    seconds: float


def run(names: Sequence[str] = (), peers: Sequence[str] = tuple(PEERS)) -> None:
    began = time.perf_counter()
    for name, found in named_panels(tuple(names) or all_names()):
        panels = [panel.counted for panel in found]
        people, answers = sum(p.n_participants for p in panels), sum(p.n_answers for p in panels)
        print(f"## {name}: {people} people, {answers} answers\n", flush=True)
        rows = _ours(panels) + [row for peer in peers if (row := _peer(PEERS[peer], panels)) is not None]
        _tell(panels, rows)
    print(
        f"All of it took {(time.perf_counter() - began) / 60:.0f} minutes, {_processor() / 60:.0f} of processor time."
    )


def _processor() -> float:
    """Return the seconds of processor time of this process and its peers."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _ours(panels: list[Panel]) -> list[Row]:
    """Every model, the simple rivals and the stack of them all."""
    folds = [1 if panel.n_answers > _LARGE else _most(panels) for panel in panels]
    rows, held = [], []
    for name in COMPARED:
        began = time.perf_counter()
        held = [predict_held_out(p, [name], folds=n) for p, n in zip(panels, folds, strict=True)]
        parts = [_spread(p, h.row, h.predicted[name]) for p, h in zip(panels, held, strict=True)]
        rows.append(_row(name, parts, min(folds), time.perf_counter() - began))
    models = [row for row in rows if row.name in MODELS]
    return [*rows, _stack(STACK, models, panels, held), _stack(STACK_OF_ALL, rows, panels, held)]


def _stack(name: str, members: list[Row], panels: list[Panel], held: list[HeldOut]) -> Row:
    """Mix, with weights that other folds of the same panel gave; other people where there is one fold."""
    offset, likelihood = 0, np.exp(-np.column_stack([row.loss for row in members]))
    chance = np.column_stack([row.positive for row in members])
    loss, positive = np.full(len(chance), np.nan), np.full(len(chance), np.nan)
    for panel, found in zip(panels, held, strict=True):
        own = offset + found.row
        block = found.fold if found.folds > 1 else found.participant % FOLDS
        for number in np.unique(block):
            weights = stack_weights(likelihood[own[block != number]])
            rows = own[block == number]
            loss[rows], positive[rows] = -np.log(likelihood[rows] @ weights), chance[rows] @ weights
        offset += panel.n_answers
    seconds = sum(row.seconds for row in members)
    return Row(name=name, loss=loss, positive=positive, folds=members[0].folds, seconds=seconds)


def _peer(peer: Peer, panels: list[Panel]) -> Row | None:
    """Predict as many folds as the peer has time for; None where it is not there or none was asked."""
    began, parts = time.perf_counter(), []
    asked = min(peer.folds(panels[0]), _most(panels))
    for place, panel in enumerate(panels):
        fold = deal(panel, 1)
        row, chance = np.flatnonzero(fold == -2), np.empty((0, len(panel.study.answers)))
        for number in range(asked if place < peer.panels else 0):
            found = peer.predict(panel, fold == number)
            if found is None:
                return None
            row, chance = np.concatenate([row, np.flatnonzero(fold == number)]), np.vstack([chance, found])
        parts.append(_spread(panel, row, chance))
    row = _row(peer.name, parts, asked, time.perf_counter() - began)
    return row if np.isfinite(row.loss).any() else None


def _most(panels: list[Panel]) -> int:
    """Return how many folds are held out at most."""
    return FOLDS if len(panels) == 1 else _OF_WORLDS


def _spread(panel: Panel, row: NDArray[np.integer], chance: Floats) -> tuple[Floats, Floats]:
    """Return loss and probability of a positive answer for every answer of the panel."""
    loss, positive = np.full(panel.n_answers, np.nan), np.full(panel.n_answers, np.nan)
    loss[row] = -np.log(likelihood_of(chance, panel.answer[row].astype(np.int64)))
    positive[row] = chance[:, panel.study.positive :].sum(axis=1)
    return loss, positive


def _row(name: str, parts: list[tuple[Floats, Floats]], folds: int, seconds: float) -> Row:
    loss, positive = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
    return Row(name=name, loss=loss, positive=positive, folds=folds, seconds=seconds)


def _tell(panels: list[Panel], rows: list[Row]) -> None:
    """Print the table: lowest first among those that predicted everything, then those that predicted some folds."""
    who = np.concatenate([panel.participant + 100_000 * number for number, panel in enumerate(panels)])
    happened = np.concatenate([panel.answer >= panel.study.positive for panel in panels])
    every = np.isfinite(rows[0].loss)
    complete = [row for row in rows if (np.isfinite(row.loss) == every).all()]
    best = min(complete, key=lambda row: np.nanmean(row.loss))
    ours = chosen(rows, who)
    lines = []
    for row in sorted(rows, key=lambda row: (row not in complete, np.nanmean(row.loss))):
        seen = np.isfinite(row.loss)
        mean, error = clustered(row.loss[seen], who[seen])
        to_best = clustered(row.loss[seen] - best.loss[seen], who[seen])
        to_ours = clustered(row.loss[seen] - ours.loss[seen], who[seen])
        known = seen & np.isfinite(row.positive)
        distance = calibration_error(row.positive[known], happened[known]) if known.any() else None
        lines.append([row.name, row.folds, f"{mean:.3f}", f"{error:.3f}", _pair(to_best), _pair(to_ours),
                      None if distance is None else f"{100 * distance:.1f}", round(row.seconds)])  # fmt: skip
    table(["predictor", "folds", "log loss", "se", f"less {best.name}", f"less {ours.name}, ours",
           "calibration, points", "seconds"], lines)  # fmt: skip
    print(_verdict(rows, ours, who), flush=True)


def chosen(rows: Sequence[Row], who: NDArray[np.integer]) -> Row:
    """Return the stack where it gains more than its standard error over the best of our models, else that model."""
    models = [row for row in rows if row.name in MODELS]
    best = min(models, key=lambda row: np.nanmean(row.loss))
    stack = next(row for row in rows if row.name == STACK_OF_ALL)
    seen = np.isfinite(best.loss)
    gain, error = clustered(best.loss[seen] - stack.loss[seen], who[seen])
    return stack if error is not None and gain > error else best


def _pair(difference: tuple[float, float | None]) -> str:
    mean, error = difference
    return f"{mean:+.3f} ({error:.3f})" if error else "-"


def _verdict(rows: list[Row], ours: Row, who: NDArray[np.integer]) -> str:
    """Say whether a rival is lower than ours by more than a standard error, on the answers that it predicted."""
    better = []
    for row in rows:
        if row.name in (*MODELS, STACK, STACK_OF_ALL):
            continue  # the table has them: which of ours is taken is a rule, stated above
        seen = np.isfinite(row.loss)
        gain, error = clustered(ours.loss[seen] - row.loss[seen], who[seen])
        if gain > (error or 0.0):
            better.append(f"{row.name} by {gain:.3f} ({error:.3f})")
    if better:
        return f"Rivals lower than ours ({ours.name}) by more than a standard error: {', '.join(better)}.\n"
    return f"No rival is lower than ours ({ours.name}) by more than a standard error.\n"

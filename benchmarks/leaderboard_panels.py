"""The panels of the leaderboard: public data, and simulated worlds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.insteval import EXPORT, LEVELS, make_study
from benchmarks.peers import run_r
from benchmarks.truth import KINDS, STATED, WORLDS, draw
from collega.panel import Panel
from tests.model.references import make_panel, reference_panel

REAL = ("wine", "tea", "verbagg", "journey")
ONCE = "tea, identical people once"
SIMULATED = dict(
    zip(
        ("stated world", "people differ more", "noise divides people", "nothing is noise", "scale use"),
        (STATED, *WORLDS.values()),
        strict=True,
    )
)
STUDENTS = 2_000
FIRST = 7_000  # of the simulated studies; no number from here on served to choose a model


def named_panels(names: tuple[str, ...]) -> Iterator[tuple[str, list[Panel]]]:
    """Yield each name with its panels: one of real data, one of each kind of difference between people of a world."""
    for name in names:
        if name in REAL:
            yield name, [reference_panel(name)]
        elif name == ONCE:
            yield name, [without_copies(reference_panel("tea"))]
        elif name == "insteval":
            panel = _insteval()
            if panel is not None:
                yield name, [panel]
        else:
            yield name, [draw(number, SIMULATED[name]).panel for number in range(FIRST, FIRST + len(KINDS))]


def all_names() -> tuple[str, ...]:
    """Return real data first."""
    return (*REAL, ONCE, "insteval", *SIMULATED)


def without_copies(panel: Panel) -> Panel:
    """Return the first of all people who gave the same answers to the same scenarios.

    In tea 47 of the 100 rows stand there more than once: whoever recognises a copy knows the answer that is held out.
    """
    order = np.lexsort((panel.answer, panel.scenario, panel.participant))
    rows: dict[tuple[int, ...], int] = {}
    for person in range(panel.n_participants):
        own = order[panel.participant[order] == person]
        rows.setdefault((*panel.scenario[own].tolist(), -1, *panel.answer[own].tolist()), person)
    return panel.keep(np.isin(np.arange(panel.n_participants), list(rows.values())))


def _insteval() -> Panel | None:
    """Return the ratings of some students, drawn at random, out of R's lme4."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "ratings.csv"
        if run_r("-e", EXPORT, file) is None:
            return None
        frame = pl.read_csv(file, infer_schema_length=0)
    students = frame["s"].unique().sort().to_list()
    chosen = np.random.default_rng(1).choice(students, STUDENTS, replace=False)
    frame = frame.filter(pl.col("s").is_in(chosen.tolist()))
    keys = list(LEVELS)
    scenarios = frame.select(keys).unique().sort(keys).rows()
    return make_panel(
        make_study(),
        ["-".join(levels) for levels in scenarios],
        [[LEVELS[key].index(level) for key, level in zip(keys, levels, strict=True)] for levels in scenarios],
        [
            (str(student), "-".join(levels), int(answer) - 1)
            for student, answer, *levels in frame.select("s", "y", *keys).rows()
        ],
    )

"""A real load case: 73,421 ratings of lectures by 2,972 students (InstEval, ETH Zurich), from file to fit, beside R.

The ratings come out of R's package lme4 (GPL-2 or later) and are not kept here. They are observations, not an
experiment: what is compared is computing, not teaching. ``insteval.json`` has what R's clm found elsewhere.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.peers import FOLDER, run_r
from benchmarks.rivals import RivalFit, by_r, by_tmb
from benchmarks.timing import best_of, run_command, table
from collega.folder import StudyFolder
from collega.model.counted import count_panel
from collega.model.estimate import estimate
from collega.model.fit import Estimates, Fit
from collega.model.penalty import penalty_matrix
from collega.model.pooled import maximise_pooled
from collega.panel import Panel
from collega.study import Study
from collega.study.dump import dump_study

LEVELS = {
    "service": ("0", "1"),
    "lectage": ("1", "2", "3", "4", "5", "6"),
    "dept": ("15", "5", "10", "12", "6", "7", "4", "8", "9", "14", "1", "3", "11", "2"),
}
MAPPING = {"columns": {"participant": "s", "answer": "y"}, "ignore": ["d"]}
EXPORT = """
data(InstEval, package = "lme4")
write.csv(InstEval, commandArgs(TRUE)[1], row.names = FALSE, quote = FALSE)
"""


def run() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, ratings = Path(place) / "insteval", Path(place) / "ratings.csv"
        if run_r("-e", EXPORT, ratings) is None:
            return
        begin(folder)
        _commands(folder, ratings)
        panel = StudyFolder(folder).panel()
    print(f"{panel!r}".strip("<>"), end=".\n\n")
    fits = {model: best_of(lambda model=model: _fit(panel, model), 5) for model in ("pooled", "mixed")}
    counted = by_r(panel, "clm", counted=True, repeats=10)
    _beside(panel, fits, counted)
    _same(fits["pooled"][1], counted)


def begin(folder: Path) -> None:
    """Start the study folder, with the mapping file beside the definition."""
    StudyFolder(folder).create(dump_study(make_study()))
    (folder / "mapping.yaml").write_text(yaml.safe_dump(MAPPING), encoding="utf-8")


def make_study() -> Study:
    """Return InstEval as a study: what students think of a lecture, by what it is."""
    return Study.model_validate(
        {
            "key": "insteval",
            "title": "Lectures at ETH Zurich",
            "languages": ["en"],
            "statement": "This was a good lecture.",
            "answers": [{"key": str(j), "text": str(j), "positive": j >= 4} for j in range(1, 6)],
            "criteria": [{"key": key, "text": key, "levels": _named(keys)} for key, keys in LEVELS.items()],
            "characteristics": [{"key": "studage", "text": "Semesters of study", "values": _named("2468")}],
        }
    )


def _named(keys: tuple[str, ...] | str) -> list[dict[str, str]]:
    return [{"key": key, "text": key} for key in keys]


def _commands(folder: Path, ratings: Path) -> None:
    """Time the commands as a user waits for them, the start of Python included."""
    program = Path(sys.executable).with_name("collega")
    commands = {
        "import": ("--answers", ratings, "--map", folder / "mapping.yaml"),
        "fit --model pooled": ("--model", "pooled"),
        "fit --model mixed": ("--model", "mixed"),
    }
    rows = []
    for name, options in commands.items():
        rows.append([f"collega {name}", *run_command([program, name.split()[0], folder, *options])])
    table(["command", "seconds", "peak memory, GiB"], rows)


def _fit(panel: Panel, model: str) -> Fit:
    return estimate(panel, model, coding="treatment")


def _beside(panel: Panel, fits: dict[str, tuple[float, Fit]], counted: RivalFit | None) -> None:
    peers = {
        "pooled": {"clm, raw rows": by_r(panel, "clm"), "clm, counted rows with weights": counted},
        "mixed": {"TMB, Laplace": by_tmb(panel)},
    }
    counted = count_panel(panel)
    counts, penalty = counted.counts, penalty_matrix(counted.judged.coding)
    once, found = best_of(lambda: maximise_pooled(counts.matrix, counts.counts, penalty), 20)
    rows = [["Collega, counted rows, pooled", once, once / fits["pooled"][0], f"{found.log_likelihood:.4f}"]]
    for model, (seconds, fit) in fits.items():
        rows.append([f"Collega, from raw rows, {model}", seconds, 1.0, f"{fit.log_likelihood:.4f}"])
        rows += [
            [f"{name}, {model}", got.seconds, got.seconds / seconds, f"{got.log_likelihood:.4f}"]
            for name, got in peers[model].items()
            if got
        ]
    table(["model", "seconds", "times ours", "log-likelihood"], rows)
    print("Left out: clmm, which would take hours here. Laplace's approximation is another likelihood.\n")


def _same(fit: Fit, counted: RivalFit | None) -> None:
    """Print how far the pooled model is from R's."""
    stored = json.loads((FOLDER / "insteval.json").read_text(encoding="utf-8"))
    peers: dict[str, tuple[np.ndarray, float]] = {"stored, R's own coding": (_stored(stored), stored["log_likelihood"])}
    if counted:
        peers["clm now, counted rows"] = (counted.estimates, counted.log_likelihood)
    ours = _ours(fit.treatment)
    rows: list[list[Any]] = [
        [name, *np.abs(ours - theirs).max(axis=0), abs(fit.log_likelihood - value)]  # type: ignore[operator]
        for name, (theirs, value) in peers.items()
    ]
    table(["largest difference from", "estimates", "plain standard errors", "log-likelihood"], rows)


def _ours(estimates: Estimates | None) -> np.ndarray:
    """Return (P, 2): thresholds and coefficients in treatment coding, with plain standard errors."""
    if estimates is None:
        raise ValueError("fit with coding='treatment'")
    theta = np.concatenate([estimates.thresholds, estimates.coefficients])
    return np.column_stack([theta, np.sqrt(np.diag(estimates.covariance_plain))])


def _stored(stored: dict[str, Any]) -> np.ndarray:
    return np.array([*stored["thresholds"].values(), *stored["coefficients"].values()])

"""Time and memory against size, from 50 to a million participants; as a table, CSV and chart in ``results``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.one_size import LEVELS, MODELS, free_memory
from benchmarks.peers import FOLDER
from benchmarks.size_chart import size_figure
from benchmarks.timing import table

SIZES = (50, 1_000, 10_000, 100_000, 500_000, 1_000_000)
SCENARIOS = ("shared", "distinct")
NAME = "time-against-size"
_SCHEMA = {"model": pl.String, "scenarios": pl.String, "participants": pl.Int64, "seconds": pl.Float64,
           "memory_gib": pl.Float64, "stopped": pl.String}  # fmt: skip


def run(sizes: tuple[int, ...] = SIZES, folder: Path = FOLDER / "results") -> None:
    print(f"{os.cpu_count()} cores, {free_memory():.1f} GiB of memory free. {len(LEVELS)} criteria of two levels,")
    print("21 scenarios each: the same 42 for everybody, or 21 that nobody else gets, so that counting cannot help.\n")
    points = [point for scenarios in SCENARIOS for size in sizes for point in one_size(size, scenarios)]
    frame = pl.DataFrame(points, schema=_SCHEMA)
    _tell(frame, sizes)
    folder.mkdir(exist_ok=True)
    frame.write_csv(folder / f"{NAME}.csv")
    figure = size_figure(frame)
    (folder / f"{NAME}.svg").write_text(figure.svg(), encoding="utf-8")
    (folder / f"{NAME}.png").write_bytes(figure.png())
    print(f"Wrote {NAME}.csv, .svg and .png into {folder}.")


def one_size(participants: int, scenarios: str) -> list[dict[str, Any]]:
    """Return a point per model, from a process of its own; ``stopped`` says why there is no time."""
    if sys.stderr.isatty():
        print(f"\r{participants:,} participants, scenarios {scenarios}   ", end="", file=sys.stderr)
    command = [sys.executable, "-m", "benchmarks.one_size", str(participants), scenarios]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = {line["model"]: line for line in map(json.loads, done.stdout.splitlines())}
    return [
        {"model": model, "scenarios": scenarios, "participants": participants} | _point(told.get(model), done)
        for model in MODELS
    ]


def _point(told: dict[str, Any] | None, done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    if told is None:
        said = done.stderr.strip().splitlines() or [f"the process ended with {done.returncode}"]
        return {"stopped": said[-1]}
    if "stopped" in told:
        return {"stopped": told["stopped"]}
    return {
        "seconds": told["seconds"],
        "memory_gib": told["memory"],
        "stopped": None if told["converged"] else "not converged",
    }


def _tell(frame: pl.DataFrame, sizes: tuple[int, ...]) -> None:
    keys = [(model, scenarios) for scenarios in SCENARIOS for model in MODELS]
    rows: list[list[Any]] = []
    for size in sizes:
        cells: list[Any] = [f"{size:,}"]
        for model, scenarios in keys:
            point = frame.filter(participants=size, model=model, scenarios=scenarios).row(0, named=True)
            cells += [point["seconds"], point["memory_gib"]]
        rows.append(cells)
    columns = [f"{model}, {scenarios}, {unit}" for model, scenarios in keys for unit in ("s", "GiB")]
    table(["participants", *columns], rows)
    print("Seconds: the best of up to five fits. GiB: the peak of the process while fitting, the panel included.")
    for point in frame.filter(pl.col("stopped").is_not_null()).iter_rows(named=True):
        print(f"{point['model']}, {point['scenarios']}, {point['participants']:,}: {point['stopped']}")

"""Fits of study folders in Parquet partitions: against size, and against the workers of a cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.calibration import calibrate
from benchmarks.cluster_chart import size_figure, workers_figure
from benchmarks.one_size import free_memory
from benchmarks.partitions import EACH, PEOPLE, first_partitions, write_folder
from benchmarks.peers import FOLDER
from benchmarks.schedule import MeasuredFit
from benchmarks.timing import run_command, table

LARGE = 1_904_800  # times 21 scenarios: 40,000,800 answers
SIZES = (50, 1_000, 10_000, 100_000, 1_000_000, LARGE, 10_000_000)
BAR_SECONDS, BAR_GIB = 10.0, 2.0
_PATIENCE = {"pooled": 420.0, "mixed": 150.0}  # seconds that a fit may take, judged by the one before it
_SPREAD_PEOPLE, _SPREAD_PARTS = 100_000, 20
_WORKERS, _MORE = (1, 2), (1, 2, 4, 8, 16, 32)


def run(sizes: tuple[int, ...] = SIZES, folder: Path = FOLDER / "results") -> None:
    print(f"{os.cpu_count()} cores, load {_load()}, {free_memory():.1f} GiB of memory free. {calibrate()}.")
    print(
        f"10 criteria of three levels, {EACH} scenarios each, of the same 42. {PEOPLE:,} participants in a partition.\n"
    )
    with tempfile.TemporaryDirectory(dir=os.environ.get("COLLEGA_BENCHMARK_FOLDER")) as name:
        folders = _folders(Path(name), sizes)
        points = [point for model in _PATIENCE for point in _against_size(model, folders)]
        _tell_sizes(points)
        if LARGE in folders:
            _tell_command(folders[LARGE])
        spread = write_folder(Path(name) / "spread", _SPREAD_PEOPLE, _SPREAD_PEOPLE // _SPREAD_PARTS)
        workers = [point for model in _PATIENCE for point in _against_workers(model, spread)]
    _tell_workers(workers)
    for figure, title in (
        (size_figure(pl.DataFrame(points)), "size"),
        (workers_figure(pl.DataFrame(workers)), "workers"),
    ):
        (folder / f"cluster-against-{title}.svg").write_text(figure.svg(), encoding="utf-8")
        (folder / f"cluster-against-{title}.png").write_bytes(figure.png())
    print(
        f"Load at the end {_load()}. Wrote cluster-against-size and cluster-against-workers (.svg, .png) into {folder}."
    )


def _folders(home: Path, sizes: tuple[int, ...]) -> dict[int, Path]:
    """Write the largest folder; those of at least a partition have its first partitions."""
    largest = write_folder(home / "largest", max(sizes))
    folders = {}
    for size in sizes:
        whole, rest = divmod(size, PEOPLE)
        if size == max(sizes):
            folders[size] = largest
        elif whole and not rest:
            folders[size] = first_partitions(home / str(size), largest, whole)
        else:
            folders[size] = write_folder(home / str(size), size)
    return folders


def _against_size(model: str, folders: dict[int, Path]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = []
    for size, folder in sorted(folders.items()):
        if points and points[-1]["seconds"] * size / points[-1]["participants"] > _PATIENCE[model]:
            print(
                f"{model} with {size:,} participants would take more than {_PATIENCE[model]:.0f} s now: left out.",
                flush=True,
            )
            break
        told = _one(folder, model)
        points.append(
            {"model": model, "participants": size, "answers": told["answers"], "seconds": told["seconds"],
             "processor": told["processor"], "memory_gib": told["memory"]}
        )  # fmt: skip
    return points


def _one(folder: Path, model: str, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.one_cluster", str(folder), model, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    if not told["converged"]:
        raise RuntimeError(f"{' '.join(command)} did not converge")
    return told


def _tell_sizes(points: list[dict[str, Any]]) -> None:
    rows = [
        [point["model"], f"{point['participants']:,}", f"{point['answers']:,}", point["seconds"], point["processor"],
         point["memory_gib"]]
        for point in points
    ]  # fmt: skip
    table(["model", "participants", "answers", "s", "processor s", "GiB"], rows)
    print("s: from opening the folder to the fit, one process; processor s: of all its cores; GiB: the process's peak.")
    for point in points:
        if point["model"] == "pooled" and point["participants"] == LARGE:
            quiet = point["processor"] / (os.cpu_count() or 1)
            print(
                f"40 million answers, pooled: {point['seconds']:.1f} s (bar: {BAR_SECONDS:.0f} s), "
                f"{point['memory_gib']:.2f} GiB (bar: {BAR_GIB:.0f} GiB). Its processor time over all cores is "
                f"{quiet:.1f} s: what it takes at least where nothing else runs."
            )


def _tell_command(folder: Path) -> None:
    run_command([sys.executable, "-m", "collega", "warm"])  # what is compiled once is no part of a fit
    command = [sys.executable, "-m", "collega", "fit", str(folder), "--model", "pooled"]
    seconds, memory = run_command(command)
    print(f"The whole command on them, checks and files included: {seconds:.1f} s, {memory:.2f} GiB.\n")


def _against_workers(model: str, folder: Path) -> list[dict[str, Any]]:
    """Return what was measured with the workers of this machine, and what more would take."""
    timed = _one(folder, model, "timed")
    fit = MeasuredFit(seconds=timed["seconds"], phases=tuple(map(tuple, timed["phases"])))
    measured = {number: _one(folder, model, f"local:{number}")["seconds"] for number in _WORKERS}
    overhead = fit.overhead(measured[1])
    simulated = {number: fit.with_workers(number, overhead) for number in _MORE}
    return [
        {"model": model, "workers": number, "seconds": seconds, "how": how}
        for how, found in (("measured", measured), ("simulated", simulated))
        for number, seconds in found.items()
    ]


def _tell_workers(points: list[dict[str, Any]]) -> None:
    print(f"\n{_SPREAD_PEOPLE:,} participants in {_SPREAD_PARTS} partitions on a Dask cluster, seconds of a fit:\n")
    frame = pl.DataFrame(points)
    rows = [
        [f"{model}, {how}", *(_seconds(frame, model, how, number) for number in _MORE)]
        for model in _PATIENCE
        for how in ("measured", "simulated")
    ]
    table(["workers", *map(str, _MORE)], rows)
    print(
        "Simulated: the pieces of work as one process took them, handed out to more workers, with what handing out one"
    )
    print("piece took one worker, and with what no worker can take over.")


def _seconds(frame: pl.DataFrame, model: str, how: str, workers: int) -> float | None:
    found = frame.filter(model=model, how=how, workers=workers)["seconds"].to_list()
    return found[0] if found else None


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"

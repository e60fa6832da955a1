"""The hierarchical model from three thousand people to a million: exact, approximated, and people who are added.

Every part is a process of its own, so that its memory is its own. ``python -m benchmarks million`` prints the tables,
and writes ``results/million.txt``'s numbers when its output is kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.calibration import calibrate
from benchmarks.one_size import free_memory
from benchmarks.timing import table

BARS = {"million": (600.0, 8.0), "added": 5.0, "shares": 0.3, "widths": 0.05}


def run() -> None:
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, {free_memory():.1f} GiB of memory free, load {load:.1f} before this.")
    print("10 criteria of three levels, 21 answers a person; two versions that all share.\n")
    print(f"{calibrate()}\n")
    rows = [_large(people) for people in (1_000_000, 100_000, 20_000)]
    table(["people", "seconds", "processor seconds", "GiB", "of the sampler, s", "all passes, s", "draws, s",
           "10,000 added, s", "added, processor s", "converged"], rows)  # fmt: skip
    print(f"Bars: a million people in {BARS['million'][0]:.0f} s and {BARS['million'][1]:.0f} GiB on two free cores; "
          f"10,000 people added in {BARS['added']:.0f} s. Processor seconds over all cores are what it takes at least "
          "where nothing else runs.\n", flush=True)  # fmt: skip
    both = part("both", 2_000)
    table(["2,000 people, both ways; half of them sampled", "measured", "bar"],
          [["largest difference of a share, points", both["largest"], BARS["shares"]],
           ["average difference of a share, points", both["average"], None],
           ["average width of intervals, times the exact", both["widths"], "0.95 to 1.05"]])  # fmt: skip
    exact = part("exact", 3_000)
    table(["exact sampler, 3,000 people", "seconds", "processor seconds", "R-hat", "least ESS", "sweeps a chain"],
          [["converged" if exact["converged"] else "NOT CONVERGED", exact["seconds"], exact["processor"],
            exact["r_hat"], exact["ess"], exact["sweeps"]]])  # fmt: skip
    print(f"Load at the end {os.getloadavg()[0]:.1f}.")


def _large(people: int) -> list[Any]:
    found = part("large", people)
    parts = found["parts"]
    print(f"{people:,} people: {json.dumps(found)}\n", flush=True)  # so that a run that is broken off leaves it
    return [f"{people:,}", found["seconds"], found["processor"], found["memory"], parts["sample_panel"],
            parts["learn_population"], parts["represent"], found["added"], found["adding"],
            "yes" if found["converged"] else "NO"]  # fmt: skip


def part(name: str, *arguments: int) -> dict[str, Any]:
    """Return what a part measured, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.million_part", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told

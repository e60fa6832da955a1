"""Both models on a panel of one size, in a process of its own, so that its memory is its own as well.

Usage: python -m benchmarks.one_size PARTICIPANTS shared|distinct. Prints a line of JSON per model.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.panels import make_panel
from benchmarks.timing import best_of
from collega.model.fit import Fit
from collega.model.mixed import fit_mixed
from collega.model.pooled import fit_pooled
from collega.panel import Panel

LEVELS = (2,) * 25  # 33.5 million combinations: enough for a million times 21 different ones, in the fewest columns
MODELS: dict[str, Callable[[Panel], Fit]] = {"pooled": fit_pooled, "mixed": fit_mixed}
_SHARE_OF_FREE = 0.95


def main(participants: int, scenarios: str) -> None:
    refuse_more_than_free()
    for fit in MODELS.values():
        fit(make_panel(50, levels=LEVELS))
    panel = make_panel(participants, distinct=scenarios == "distinct", levels=LEVELS)
    for name, fit in MODELS.items():
        try:
            told = measure(panel, fit)
        except (MemoryError, RuntimeError) as error:  # a thread that finds no memory is a RuntimeError
            told = {"stopped": f"{type(error).__name__}: {error}"}
        print(json.dumps({"model": name} | told), flush=True)


def measure(panel: Panel, fit: Callable[[Panel], Fit]) -> dict[str, float | bool]:
    """Return the seconds, and the peak memory in GiB while fitting, the panel itself included."""
    reset_peak()
    seconds, found = best_of(lambda: fit(panel), 5, within=2.0)
    return {"seconds": seconds, "memory": peak_memory(), "converged": found.converged}


def refuse_more_than_free() -> None:
    """Let allocations fail beyond what is free now, before the machine runs out of memory."""
    free = int(_SHARE_OF_FREE * free_memory() * 2**30)
    resource.setrlimit(resource.RLIMIT_DATA, (free, free))


def reset_peak() -> None:
    """Start counting the peak memory of this process anew (Linux, proc(5))."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def free_memory() -> float:
    """Return the memory of this machine that is free, GiB."""
    return _kib(Path("/proc/meminfo"), "MemAvailable") / 2**20


def peak_memory() -> float:
    """Return the most memory that this process had since :func:`reset_peak`, GiB."""
    return _kib(Path("/proc/self/status"), "VmHWM") / 2**20


def _kib(file: Path, name: str) -> int:
    lines = file.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

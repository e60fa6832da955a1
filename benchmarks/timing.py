"""Timing, and tables of results."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any


def best_of(action: Callable[[], Any], times: int = 3, *, within: float = float("inf")) -> tuple[float, Any]:
    """Return the shortest time in seconds, and the last result: noise on a shared machine only ever adds.

    No new run is begun after ``within`` seconds.
    """
    shortest, result = float("inf"), None
    first = time.perf_counter()
    for _ in range(times):
        began = time.perf_counter()
        result = action()
        shortest = min(shortest, time.perf_counter() - began)
        if time.perf_counter() - first > within:
            break
    return shortest, result


def run_command(command: Sequence[str | os.PathLike[str]]) -> tuple[float, float]:
    """Run a command to its end; return its seconds from start to exit, and its peak memory in GiB.

    Linux counts the memory of the process that starts it as well, so start it from a small one.
    """
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{said.read()}")
    return time.perf_counter() - began, used.ru_maxrss / 2**20


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a markdown table; None is a dash."""
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(map(_cell, row)) + " |")
    print(flush=True)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)

"""Timing, and tables of results."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def best_of(action: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Return the shortest time in seconds, and the last result: noise on a shared machine only ever adds."""
    shortest, result = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        result = action()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest, result


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a markdown table."""
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in row) + " |")
    print(flush=True)


def run_r(script: str, *arguments: str, timeout: float = 1800.0) -> str | None:
    """Run R code; None where R or a package is missing, with the reason printed."""
    try:
        done = subprocess.run(
            ["Rscript", "-e", script, *arguments], capture_output=True, text=True, timeout=timeout, check=True
        )
    except FileNotFoundError:
        print("R is not installed: run 'bash benchmarks/setup.sh' first. Left out.")
        return None
    except subprocess.TimeoutExpired:
        print(f"R took more than {timeout:.0f} s. Left out.")
        return None
    except subprocess.CalledProcessError as error:
        print(f"R failed: {error.stderr.strip().splitlines()[-1] if error.stderr.strip() else error}. Left out.")
        return None
    return done.stdout


FOLDER = Path(__file__).parent

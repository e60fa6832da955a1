"""One part of the benchmark ``million``: python -m benchmarks.million_part NAME [PEOPLE]. Prints a line of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.one_size import reset_peak
from benchmarks.panels import make_panel
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.hierarchical.fit import fit_hierarchical
from collega.model.large import fit as steps
from collega.model.large import warm
from collega.model.large.adding import fold_in
from collega.model.large.fit import fit_large
from collega.model.large.settings import Settings
from collega.model.share import interval_of, share_draws
from collega.panel import Panel

ADDED = 10_000


def exact(people: int) -> dict[str, Any]:
    """Sample a panel whole."""
    panel = make_panel(people)
    fit, seconds, processor = _timed(lambda: fit_hierarchical(panel))
    assert fit.convergence is not None
    return {"converged": fit.converged, "seconds": seconds, "processor": processor, "r_hat": fit.convergence.r_hat,
            "ess": fit.convergence.ess, "sweeps": fit.convergence.iterations}  # fmt: skip


def both(people: int) -> dict[str, Any]:
    """Compare the approximation, from half of the people, with the exact sampler: shares and widths of intervals."""
    panel = make_panel(people)
    settings = Settings(subsample=people // 2, representatives=people, draws=1000)
    ours, theirs = fit_large(panel, settings=settings), fit_hierarchical(panel)
    shares, widths = zip(*(_told(panel, fit) for fit in (ours, theirs)), strict=True)
    away = 100 * np.abs(shares[0] - shares[1])
    return {"largest": float(away.max()), "average": float(away.mean()),
            "widths": float(widths[0].mean() / widths[1].mean())}  # fmt: skip


def _told(panel: Panel, fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of every scenario, and the width of its interval."""
    draws = share_draws(fit, Blanks.of(panel.study), panel.design.profiles)
    low, high = interval_of(draws).T
    return draws.mean(axis=0), high - low


def large(people: int) -> dict[str, Any]:
    """Fit a large panel, then add ten thousand people (a tenth where there are fewer)."""
    warm()
    added = min(ADDED, people // 10)
    grown = make_panel(people + added)
    panel = grown.keep(np.arange(people + added) < people)
    parts: dict[str, float] = {}
    for name in ("sample_panel", "learn_population", "represent"):
        _watch(name, parts)
    reset_peak()
    fit, seconds, processor = _timed(lambda: fit_large(panel))
    memory = _peak()
    _, adding, added_processor = _timed(lambda: fold_in(fit, grown))
    return {"seconds": seconds, "processor": processor, "memory": memory, "parts": parts, "added": adding,
            "adding": added_processor, "converged": fit.converged, "said": list(map(str, fit.warnings))}  # fmt: skip


def _watch(name: str, parts: dict[str, float]) -> None:
    """Note how long a step of the fit takes."""
    step = getattr(steps, name)

    def watched(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        result = step(*arguments, **named)
        parts[name] = time.perf_counter() - began
        return result

    setattr(steps, name, watched)


def _timed(action: Callable[[], Fit]) -> tuple[Fit, float, float]:
    began, processor = time.perf_counter(), time.process_time()
    fit = action()
    return fit, time.perf_counter() - began, time.process_time() - processor


def _peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 2**20


if __name__ == "__main__":
    parts = {"exact": exact, "both": both, "large": large}
    print(json.dumps(parts[sys.argv[1]](*map(int, sys.argv[2:]))))

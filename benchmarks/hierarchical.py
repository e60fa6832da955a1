"""The hierarchical sampler beside NUTS: effective samples per second of the worst parameter; one measure for all.

Parameters: population mean and standard deviation between people of every coefficient, and thresholds.

Then panels with thresholds of everyone's own and without: processor time of a sweep, and until the chains agree.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.panels import make_panel
from benchmarks.peers import FOLDER, run_python
from benchmarks.timing import table
from collega.model.diagnostics import ess_bulk, r_hat
from collega.model.hierarchical import warm
from collega.model.hierarchical.chains import Chains
from collega.model.hierarchical.fit import DEFAULT_PRIOR, fit_hierarchical
from collega.model.hierarchical.layout import lay_out
from collega.panel import Panel
from collega.study import Coding
from tests.model.references import reference_panel

SEEDS = range(1, 11)


def run() -> None:
    warm()
    panel = make_panel(50)
    rows = [_ours(panel)]
    for peer in ("numpyro", "nutpie"):
        row = _peer(panel, peer)
        if row:
            rows.append(row)
    ours = rows[0][-1]
    table(["50 participants, 21 random coefficients", "seconds", "worst R-hat", "least ESS", "least ESS per second",
           "ours is times faster"], [[*row, ours / row[-1]] for row in rows])  # fmt: skip
    print()
    compare_scale_use()


def compare_scale_use() -> None:
    """Print what thresholds of one's own cost: by turns in one process, in processor time (all threads together)."""
    panels = {
        "50 people, 4 answers, the scale stretched by exp(N(0, 0.6))": make_panel(50, stretch=0.6),
        "50 people, 4 answers, all use the scale alike": make_panel(50),
    }
    rows = [[name, *_sweep_times(panel)] for name, panel in panels.items()]
    rows.append(["tea: 100 people, 11 answers", *_sweep_times(reference_panel("tea"))])
    table(["a sweep, ms", "without", "with", "times"], rows)
    print()
    columns = ["until the chains agree", "seed", "sweeps without", "with", "seconds without", "with", "times"]
    for name, panel in panels.items():
        rows = [[name, seed, *_until_agreed(panel, seed)] for seed in SEEDS]
        table(columns, rows)
        without, own = np.sum([row[4] for row in rows]), np.sum([row[5] for row in rows])
        median = np.median([row[-1] for row in rows])
        print(f"Median of {len(rows)} seeds: {median:.2f} times; all seeds together: {own / without:.2f} times.\n")


def _sweep_times(panel: Panel, sweeps: int = 150, runs: int = 7) -> list[float]:
    """Return milliseconds of a sweep without and with, the least of the runs, and their ratio; one chain."""
    seconds = np.full((runs, 2), np.inf)
    chains = [Chains(lay_out(panel), DEFAULT_PRIOR, seed=1, n_chains=1, scale_use=own) for own in (False, True)]
    for chain in chains:
        chain.warm_up(200)
    for number in range(runs):
        for own, chain in enumerate(chains):
            began = time.process_time()
            chain.run(sweeps, keep_every=sweeps)
            seconds[number, own] = time.process_time() - began
    without, with_own = 1000 * seconds.min(axis=0) / sweeps
    return [without, with_own, with_own / without]


def _until_agreed(panel: Panel, seed: int) -> list[object]:
    """Return sweeps of each chain without and with, seconds, and the ratio of these; which comes first alternates."""
    sweeps, seconds = [0, 0], [0.0, 0.0]
    for own in (True, False) if seed % 2 else (False, True):
        began = time.process_time()
        fit = fit_hierarchical(panel, seed=seed, scale_use=own)
        seconds[own] = time.process_time() - began
        sweeps[own] = fit.convergence.iterations if fit.converged else None
    return [*sweeps, *seconds, seconds[1] / seconds[0]]


def _ours(panel: Panel, sweeps: int = 5000) -> list[object]:
    layout = lay_out(panel)
    began = time.perf_counter()
    chains = Chains(layout, DEFAULT_PRIOR, seed=1, n_chains=2)
    chains.warm_up(1000)
    chains.run(sweeps, keep_every=1)
    seconds = time.perf_counter() - began
    # what NUTS calls sd: of each coefficient between people, the common direction included
    sd = np.hypot(chains.kept("spread")[:, :, layout.block], chains.kept("effects")[:, :, :, -1])
    draws = np.concatenate([chains.kept("mean")[:, :, 1:], sd, chains.kept("edges")[:, :, 1:-1]], axis=2)
    return _judged("Collega", seconds, draws)


def _peer(panel: Panel, peer: str) -> list[object] | None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "data.npz", Path(folder) / "draws.npz"
        matrix = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)[panel.scenario]
        np.savez(source, x=np.hstack([np.ones((len(matrix), 1)), matrix]), who=panel.participant, y=panel.answer)
        printed = run_python(peer, FOLDER / "peer_nuts.py", peer, source, target)
        if printed is None:
            return None
        return _judged(peer, float(printed.split()[-1]), np.load(target)["draws"])


def _judged(name: str, seconds: float, draws: np.ndarray) -> list[object]:
    least = float(ess_bulk(draws).min())
    return [name, seconds, float(r_hat(draws).max()), least, least / seconds]

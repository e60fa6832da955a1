"""The hierarchical sampler beside NUTS: effective samples per second of the worst parameter; one measure for all.

Parameters: population mean and standard deviation between people of every coefficient, and thresholds.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.panels import make_panel
from benchmarks.peers import FOLDER, run_python
from benchmarks.timing import best_of, table
from collega.model.diagnostics import ess_bulk, r_hat
from collega.model.hierarchical import warm
from collega.model.hierarchical.chains import Chains
from collega.model.hierarchical.fit import DEFAULT_PRIOR, fit_hierarchical
from collega.model.hierarchical.layout import lay_out
from collega.panel import Panel
from collega.study import Coding


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
    table(["50 participants, thresholds of one's own", "seconds without, 2,000 sweeps", "with", "times",
           "until converged without", "with", "times"], [_own(stretch) for stretch in (0.0, 0.6)])  # fmt: skip


def _own(stretch: float) -> list[object]:
    """Time the same panel without and with thresholds of everyone's own."""
    panel = make_panel(50, stretch=stretch)
    sweeps, until = [], []
    for scale_use in (False, True):
        chains = Chains(lay_out(panel), DEFAULT_PRIOR, seed=1, n_chains=2, scale_use=scale_use)
        chains.warm_up(200)
        sweeps.append(best_of(lambda chains=chains: chains.run(2000, keep_every=2000), 3)[0])
        until.append(np.mean([fit_hierarchical(panel, seed=seed, scale_use=scale_use).seconds for seed in range(3)]))
    name = f"the scale stretched by exp(N(0, {stretch}))" if stretch else "all use the scale alike"
    return [name, *sweeps, sweeps[1] / sweeps[0], *until, until[1] / until[0]]


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

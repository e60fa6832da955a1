"""Pooled and mixed models beside R's clm, polr, clmm and TMB, and statsmodels."""

from __future__ import annotations

from benchmarks.panels import make_panel
from benchmarks.rivals import RivalFit, by_r, by_statsmodels, by_tmb
from benchmarks.timing import best_of, table
from collega.model.counted import count_panel
from collega.model.mixed import fit_mixed
from collega.model.penalty import penalty_matrix
from collega.model.pooled import fit_pooled, maximise_pooled
from collega.panel import Panel

POOLED = (1_000, 10_000)
MIXED, LONG = (50, 500), 500
_STATSMODELS_UP_TO = 1_000
_LONG_TIMEOUT = 7200.0


def run(*, long: bool = False, pooled: tuple[int, ...] = POOLED, mixed: tuple[int, ...] = MIXED) -> None:
    warm = make_panel(50)
    fit_pooled(warm)
    fit_mixed(warm)
    _pooled(pooled)
    _mixed(mixed, long=long)


def _pooled(sizes: tuple[int, ...]) -> None:
    rows: list[list[object]] = []
    for participants in sizes:
        panel = make_panel(participants)
        ours, fit = best_of(lambda panel=panel: fit_pooled(panel), 5)
        rows.append(_row(f"Collega, from raw rows, {participants}", ours, ours, fit.log_likelihood))
        counted = count_panel(panel)
        counts, penalty = counted.counts, penalty_matrix(counted.judged.coding)
        once, found = best_of(lambda c=counts, p=penalty: maximise_pooled(c.matrix, c.counts, p), 20)
        rows.append(_row(f"Collega, on counted rows, {participants}", once, ours, found.log_likelihood))
        rows += [
            _row(f"{name}, {participants}", got.seconds, ours, got.log_likelihood)
            for name, got in _pooled_rivals(panel).items()
            if got
        ]
    table(["pooled, participants", "seconds", "times ours from raw", "log-likelihood"], rows)
    print(
        "From raw rows Collega counts, fits, and clusters the standard errors by participant; the others give the "
        "plain ones.\nOn counted rows nobody's counting is timed. statsmodels' OrderedModel has no frequency weights, "
        "so its only form is raw rows:\nthe faster of two optimisers, and not run above "
        f"{_STATSMODELS_UP_TO} participants, where it takes minutes.\n"
    )


def _pooled_rivals(panel: Panel) -> dict[str, RivalFit | None]:
    rivals = {
        "clm, raw rows": by_r(panel, "clm", repeats=2),
        "clm, counted rows with weights": by_r(panel, "clm", counted=True, repeats=20),
        "polr, counted rows with weights": by_r(panel, "polr", counted=True, repeats=20),
    }
    if panel.n_participants <= _STATSMODELS_UP_TO:
        rivals["statsmodels OrderedModel, raw rows"] = by_statsmodels(panel)
    return rivals


def _mixed(sizes: tuple[int, ...], *, long: bool) -> None:
    rows: list[list[object]] = []
    for participants in sizes:
        panel = make_panel(participants)
        ours, fit = best_of(lambda panel=panel: fit_mixed(panel), 5)
        rows.append(_row(f"Collega, {participants}", ours, ours, fit.log_likelihood))
        rivals = {
            "TMB compiled for speed, Laplace": by_tmb(panel),
            "TMB compiled by default, Laplace": by_tmb(panel, tuned=False),
        }
        if long or participants < LONG:
            rivals["clmm, Laplace"] = by_r(panel, "clmm", timeout=_LONG_TIMEOUT)
            rivals["clmm, 10 adaptive points"] = by_r(panel, "clmm", points=10, timeout=_LONG_TIMEOUT)
        rows += [
            _row(f"{name}, {participants}", got.seconds, ours, got.log_likelihood)
            for name, got in rivals.items()
            if got
        ]
    table(["mixed, participants", "seconds", "times ours", "log-likelihood"], rows)
    print(
        "Laplace's approximation is the fast form of both rivals, but another likelihood (see the last column): only "
        "clmm with 10 points\ncomputes what Collega computes. Compiling TMB is not timed."
    )
    if not long:
        print(f"Left out: clmm from {LONG} participants on, minutes each. To run it: benchmarks estimation --long")


def _row(name: str, seconds: float, ours: float, log_likelihood: float | None) -> list[object]:
    return [name, seconds, seconds / ours, f"{log_likelihood:.4f}"]

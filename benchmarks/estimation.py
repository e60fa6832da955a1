"""Pooled and mixed models beside R's clm, clmm and TMB, and statsmodels; time against size to a million people."""

from __future__ import annotations

import resource
import subprocess
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.panels import make_panel
from benchmarks.timing import FOLDER, best_of, run_r, table
from collega.model.counted import count_panel
from collega.model.mixed import fit_mixed
from collega.model.pooled import fit_pooled, maximise_pooled
from collega.model.separation import penalty_matrix
from collega.panel import Panel
from collega.study import Coding

_R = """
suppressMessages(library({package})); d <- read.csv(commandArgs(TRUE)[1]); d$y <- factor(d$y, ordered = TRUE)
d$who <- factor(d$who); x <- paste(grep("^x", names(d), value = TRUE), collapse = "+")
f <- as.formula(paste("y ~", x, "{more}")); w <- if ("n" %in% names(d)) d$n else rep(1, nrow(d))
t <- system.time({{ m <- {call}; s <- sqrt(diag(vcov(m))) }})[["elapsed"]]
cat(t, as.numeric(logLik(m)), sep = " ")
"""


def run() -> None:
    fit_pooled(make_panel(50)), fit_mixed(make_panel(50))
    _pooled()
    _mixed()
    _sizes()


def _pooled() -> None:
    rows = []
    for participants in (1_000, 10_000):
        panel = make_panel(participants)
        ours, fit = best_of(lambda panel=panel: fit_pooled(panel), 5)
        rows.append([f"Collega, from raw rows, {participants}", ours, 1.0, fit.log_likelihood])
        counts, penalty = count_panel(panel).counts, penalty_matrix(panel.study.n_levels)
        once, found = best_of(lambda c=counts, p=penalty: maximise_pooled(c.matrix, c.counts, p), 20)
        rows.append([f"Collega, on counted rows, {participants}", once, once / ours, found.log_likelihood])
        peers = [
            ("clm, raw rows", _clm(panel, counted=False)),
            ("clm, counted rows with weights", _clm(panel, counted=True)),
        ]
        if participants == 1_000:
            peers.append(("statsmodels OrderedModel", _statsmodels(panel)))
        rows += [[f"{name}, {participants}", got[0], got[0] / ours, got[1]] for name, got in peers if got]
    table(["pooled, participants", "seconds", "times ours from raw", "log-likelihood"], rows)


def _mixed() -> None:
    rows = []
    for participants, peers in ((50, ("clmm", "TMB")), (500, ("TMB",))):
        panel = make_panel(participants)
        ours, fit = best_of(lambda panel=panel: fit_mixed(panel), 5)
        rows.append([f"Collega, {participants}", ours, 1.0, fit.log_likelihood])
        for peer in peers:
            got = _clmm(panel) if peer == "clmm" else _tmb(panel)
            if got:
                rows.append([f"{peer}, {participants}", got[0], got[0] / ours, got[1]])
    table(["mixed, participants", "seconds", "times ours", "log-likelihood"], rows)


def _sizes() -> None:
    rows = []
    for participants in (50, 1_000, 10_000, 100_000, 1_000_000):
        panel = make_panel(participants)
        pooled, _ = best_of(lambda panel=panel: fit_pooled(panel), 2)
        mixed, _ = best_of(lambda panel=panel: fit_mixed(panel), 1)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        apart = make_panel(participants, distinct=True) if participants <= 100_000 else None
        pooled_apart = best_of(lambda apart=apart: fit_pooled(apart), 1)[0] if apart else float("nan")
        mixed_apart = best_of(lambda apart=apart: fit_mixed(apart), 1)[0] if apart else float("nan")
        rows.append([participants, pooled, mixed, memory, pooled_apart, mixed_apart])
    table(["participants", "pooled, s", "mixed, s", "peak memory, GiB", "pooled, all scenarios differ, s",
           "mixed, all scenarios differ, s"], rows)  # fmt: skip


def _rows(panel: Panel, *, counted: bool) -> pl.DataFrame:
    matrix = Coding(n_levels=panel.study.n_levels, kind="treatment").matrix(panel.design.profiles)
    frame = pl.DataFrame({"y": panel.answer, "who": panel.participant, "scenario": panel.scenario})
    if counted:
        frame = frame.group_by("scenario", "y").len("n").with_columns(who=pl.lit(1)).sort("scenario", "y")
    coded = pl.DataFrame(matrix[frame["scenario"].to_numpy()], schema=[f"x{k}" for k in range(matrix.shape[1])])
    return pl.concat([frame.drop("scenario"), coded], how="horizontal")


def _clm(panel: Panel, *, counted: bool) -> tuple[float, float] | None:
    script = _R.format(package="ordinal", more="", call="clm(f, data = d, weights = w)")
    return _in_r(_rows(panel, counted=counted), script)


def _clmm(panel: Panel) -> tuple[float, float] | None:
    call = "clmm(f, data = d, nAGQ = 10)"
    return _in_r(_rows(panel, counted=False), _R.format(package="ordinal", more="+ (1 | who)", call=call))


def _tmb(panel: Panel) -> tuple[float, float] | None:
    script = (FOLDER / "laplace.R").read_text().replace("TEMPLATE", str(FOLDER / "laplace.cpp"))
    return _in_r(_rows(panel, counted=False), script)


def _in_r(frame: pl.DataFrame, script: str) -> tuple[float, float] | None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        frame.write_csv(file)
        printed = run_r(script, str(file))
    return None if printed is None else tuple(float(word) for word in printed.split()[-2:])  # type: ignore[return-value]


def _statsmodels(panel: Panel) -> tuple[float, float] | None:
    python = FOLDER / ".peers" / "bin" / "python"
    if not python.exists():
        print("statsmodels is not installed: run 'bash benchmarks/setup.sh' first. Left out.")
        return None
    code = (
        "import sys, time, pandas as pd\n"
        "from statsmodels.miscmodels.ordinal_model import OrderedModel\n"
        "d = pd.read_csv(sys.argv[1]); x = d[[c for c in d if c[0] == 'x']]\n"
        "t = time.perf_counter(); m = OrderedModel(d.y, x, distr='logit').fit(method='bfgs', disp=False); m.bse\n"
        "print(time.perf_counter() - t, m.llf)"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        _rows(panel, counted=False).write_csv(file)
        done = subprocess.run([python, "-c", code, file], capture_output=True, text=True, check=True)
    seconds, value = map(float, done.stdout.split()[-2:])
    return seconds, value

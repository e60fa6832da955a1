"""Designs beside AlgDesign and pyoptex: D-efficiency and seconds; every design scored by the same code."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.panels import make_study
from benchmarks.peers import FOLDER, run_python, run_r
from benchmarks.timing import table
from collega.design import assess, compose, warm
from collega.design.bound import efficiency_bound
from collega.design.restarts import SearchProblem
from collega.study import Coding, Study

REPORT = (4, 3, 3, 3, 3, 4, 3, 3, 3, 3)
_ALGDESIGN = """
suppressMessages(library(AlgDesign)); n <- c({levels})
t <- system.time({{ f <- gen.factorial(n, factors = "all")
  d <- optFederov(~ ., f, nTrials = {runs}, nRepeats = 5)$design }})[["elapsed"]]
cat(t, as.vector(t(sapply(d, as.integer))), sep = " ")
"""


def run() -> None:
    warm()
    for n_levels, versions in (((3,) * 10, 1), (REPORT, 4)):
        runs, study = 21 * versions, make_study(n_levels)
        rows = [_ours(study, versions, starts) for starts in (1, 2, 8)]
        began = time.perf_counter()
        quality = assess(study, compose(study, versions=versions))
        rows.append(["Collega, compose as the command does", time.perf_counter() - began, quality.d_efficiency])
        peers = (_algdesign(n_levels, runs), *(_pyoptex(n_levels, runs, tries) for tries in (10, 100)))
        rows += [row for row in peers if row]
        table([f"{n_levels}, {versions} x 21", "seconds", "D-efficiency"], rows)
        began = time.perf_counter()
        bound = efficiency_bound(n_levels, runs)
        print(f"Bound {bound:.4f}, in {time.perf_counter() - began:.3f} s.\n")


def _ours(study: Study, versions: int, starts: int) -> list[object]:
    problem = SearchProblem(study.n_levels, (), 21, versions)
    began = time.perf_counter()
    best = max((problem.run((1, start)) for start in range(starts)), key=lambda found: found[0])
    seconds = time.perf_counter() - began
    return [f"Collega, {starts} starts of {problem.kicks} kicks", seconds, _score(study.n_levels, best[2])]


def _score(n_levels: tuple[int, ...], profiles: np.ndarray) -> float:
    coded = Coding(n_levels=n_levels, kind="orthonormal").matrix(profiles)
    matrix = np.hstack([np.ones((len(coded), 1)), coded])
    sign, log_det = np.linalg.slogdet(matrix.T @ matrix / len(matrix))
    return float(np.exp(log_det / matrix.shape[1])) if sign > 0 else 0.0


def _algdesign(n_levels: tuple[int, ...], runs: int) -> list[object] | None:
    printed = run_r("-e", _ALGDESIGN.format(levels=", ".join(map(str, n_levels)), runs=runs))
    if printed is None:
        print("AlgDesign is on CRAN only, not in Debian: setup.sh gets it where CRAN is reached. Only pyoptex is left.")
        return None
    seconds, *cells = printed.split()
    profiles = np.array(cells, dtype=int).reshape(runs, -1) - 1
    return ["AlgDesign optFederov, 5 repeats", float(seconds), _score(n_levels, profiles)]


def _pyoptex(n_levels: tuple[int, ...], runs: int, tries: int) -> list[object] | None:
    arguments = (str(number) for number in (tries, runs, *n_levels))
    printed = run_python("pyoptex", FOLDER / "peer_pyoptex.py", *arguments)
    if printed is None:
        return None
    seconds, *cells = printed.split()
    profiles = np.array(cells, dtype=int).reshape(runs, -1)
    return [f"pyoptex fixed_structure, {tries} tries", float(seconds), _score(n_levels, profiles)]

"""Now against an earlier version, in turn in one run: seconds of the processor, so that a busy machine changes little.

    git worktree add ../before f1ffbc1
    python -m benchmarks.before ../before

Fit of the demonstration, insights, the virtual colleague, ``ask --cases``, and the pages of :mod:`benchmarks.pages`;
compiled kernels of both must be there (``collega warm`` in each). Both read the same study, as the earlier one made it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import versions
from benchmarks.timing import table

ROOT = Path(__file__).resolve().parents[1]
INSIDE = """
import json, sys, time
from pathlib import Path
import numpy as np
from collega.colleague import VirtualColleague, make_case
from collega.folder import StudyFolder
from collega.insight import insights

folder = StudyFolder(Path(sys.argv[1]))
study, panel, fit = folder.study(), folder.panel(), folder.fit()
chance = np.random.default_rng(0)

def case(blank):
    return make_case(study, {c.key: c.level_keys[chance.integers(len(c.levels))] for c in study.criteria[blank:]})

def median(call, times):
    call(0)
    found = []
    for n in range(times):
        began = time.process_time()
        call(n)
        found.append(time.process_time() - began)
    return 1000 * sorted(found)[times // 2]

colleague = VirtualColleague.of(study, fit, panel=panel)
whole, open_ = [case(0) for _ in range(25)], [case(2) for _ in range(25)]
print(json.dumps({
    "insights": median(lambda n: insights(panel, fit), 5),
    "advice, a new case": median(lambda n: colleague.advise(whole[n]), 25),
    "advice, two blanks": median(lambda n: colleague.advise(open_[n]), 25),
}))
"""


def _run(tree: Path, *arguments: str) -> tuple[float, str]:
    """Run Python in a tree; return seconds of the processor and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=os.environ | {"PYTHONPATH": str(tree / "src")}, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, run.stdout


def _measure(tree: Path, study: Path, cases: Path, *, whole: bool) -> dict[str, float]:
    """Return milliseconds of the processor by what was done; the engine's alone unless the ``whole`` is asked for."""
    if not whole:
        return dict(json.loads(_run(tree, "-c", INSIDE, str(study))[1]))
    found = {"fit of the demonstration": 1000 * _run(tree, "-m", "collega", "fit", str(study), "--seed", "1")[0]}
    found["ask --cases, 500 cases"] = (
        1000 * _run(tree, "-m", "collega", "ask", str(study), "--cases", str(cases), "--json")[0]
    )
    found |= json.loads(_run(tree, "-c", INSIDE, str(study))[1])
    for line in _run(tree, "-m", "benchmarks", "pages")[1].splitlines():
        if row := re.match(r"\| (?!page)(.+?) \| \d+ \| [\d.]+ \| [\d.]+ \| ([\d.]+) \|", line):
            found[f"page: {row.group(1)}"] = float(row.group(2))
    return found


def main() -> None:
    """Measure in turn, and print medians with the ratio of each pair."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("earlier", type=Path, help="a checkout of the earlier version")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--study", type=Path, help="a fitted study folder: insights and advice of it alone")
    given = parser.parse_args()
    versions.tell()
    with tempfile.TemporaryDirectory() as name:
        study, cases = given.study or Path(name) / "demo", Path(name) / "cases.csv"
        if given.study is None:
            _run(given.earlier.resolve(), "-m", "collega", "demo", "--folder", str(study))
        scenarios = (study / "scenarios.csv").read_text().splitlines()
        names = [cell for cell in scenarios[0].split(",") if cell not in ("version", "scenario")]
        skipped = len(scenarios[0].split(",")) - len(names)
        rows = [",".join(line.split(",")[skipped:]) for line in scenarios[1:]]
        cases.write_text("\n".join([",".join(names), *(rows[n % len(rows)] for n in range(500))]) + "\n")
        trees, whole = (given.earlier.resolve(), ROOT), given.study is None
        pairs = [
            tuple(_measure(tree, study.resolve(), cases, whole=whole) for tree in trees) for _ in range(given.pairs)
        ]
    shown = []
    for name in pairs[0][1]:
        if name in pairs[0][0]:
            ratios = [new[name] / old[name] for old, new in pairs]
            medians = [statistics.median(pair[side][name] for pair in pairs) for side in (0, 1)]
            shown.append([name, *medians, statistics.median(ratios), min(ratios), max(ratios)])
    table(["processor, ms", "earlier", "now", "ratio", "lowest", "highest"], shown)
    print(f"Pairs: {given.pairs}. Processors: {os.cpu_count()}, busy with {os.getloadavg()[0]:.1f} processes.")


if __name__ == "__main__":
    main()

"""Whether what is published tells about few people, or a side: random panels and histories, attacked in earnest.

Panels of 8 to 60 people with one to four characteristics (apart, nested or alike), over one to four scenarios of
which people judged parts. Attacked by linear algebra (every set of fewer people than the minimum, in panels of at most
14; sides, for an outsider and for participants who know their own answers) and by search over whole numbers. Then
histories on the site, in which people join and withdraw and results are published, with all states together.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np

from benchmarks.timing import table
from collega.panel import Panel
from tests.insight.attacker import published, side_follows, singled_out
from tests.insight.integers import known_by_integers
from tests.insight.test_attack import fit_of, made

SIZES = {(8, 14): 240, (15, 20): 80, (21, 34): 60, (35, 60): 30}  # people: panels
HISTORIES, WITHIN = 60, 3600


def run() -> None:
    began, rows = time.process_time(), []
    for (least, most), panels in SIZES.items():
        found = np.array([_attacked(seed, least, most) for seed in range(panels)])
        rows.append([f"{least} to {most}", panels, *found.sum(axis=0)[:3], *found.mean(axis=0)[3:]])
        print(f"{least} to {most} people: {time.process_time() - began:.0f} s so far", file=sys.stderr)
    table(["participants", "panels", "few singled out", "a side by linear algebra", "by whole numbers",
           "totals shown", "groups shown"], rows)  # fmt: skip
    asked = os.environ | {"COLLEGA_HISTORIES": str(HISTORIES)}
    test = "tests/web/results/test_histories.py"
    done = subprocess.run([sys.executable, "-m", "pytest", "-n", "0", test], env=asked, capture_output=True, text=True,
                          timeout=WITHIN, check=False)  # fmt: skip
    print(f"{HISTORIES} histories: {done.stdout.strip().splitlines()[-1]}")
    print(f"Processor time of the panels {(time.process_time() - began) / 60:.1f} minutes.")


def _attacked(seed: int, least: int, most: int) -> tuple[float, ...]:
    """Return whether each attack succeeded, and how many totals and groups were shown."""
    panel = random_panel(np.random.default_rng([least, seed]), least, most)
    known, few = published(panel, fit_of(panel.study)), panel.study.minimum_group - 1
    n = panel.n_participants
    own = [None, *range(0, n, 1 if n <= 14 else 4)]
    return (
        n <= 14 and singled_out(known, few) is not None,
        any(side_follows(known, one) for one in own),
        any(known_by_integers(known, few, one) for one in own),
        len(known.totals),
        float(sum(row.any() and not row.all() for row in known.totals)),
    )


def random_panel(rng: np.random.Generator, least: int, most: int) -> Panel:
    """Return a panel of so many people."""
    n, minimum, scenarios = int(rng.integers(least, most + 1)), int(rng.integers(2, 6)), int(rng.integers(1, 5))
    values = rng.choice(["", "a", "b", "c"], (int(rng.integers(1, 4)), n), p=[0.1, 0.4, 0.3, 0.2])
    kind = rng.integers(0, 4)
    if kind == 1:
        values = np.vstack([values[:1], [a + b if a else b for a, b in zip(values[0], values[-1], strict=True)]])
    elif kind == 2:
        values = np.vstack([values, np.where(rng.random(n) < 0.15, values[-1], values[0])])
    version = (values[0] == "a").astype(int) if kind == 3 else rng.integers(0, 2, n)
    shows = [set(range(max(scenarios - 1, 1))), set(range(scenarios // 2, scenarios))]
    missing = rng.choice([0.0, 0.1, 0.3])
    judged = [{s for s in shows[v] if rng.random() >= missing} or {0} for v in version]
    return made({f"h{h}": row.tolist() for h, row in enumerate(values)}, judged, minimum)

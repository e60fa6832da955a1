"""What truth.json says: how these participants weigh, all together and per group."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from collega.panel.simulation.population import People
from collega.panel.simulation.truth import Truth
from collega.study.added import DECLINED
from collega.study.coding import Coding
from collega.study.definition import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def true_weights(study: Study, truth: Truth, people: People, seed: int) -> dict[str, Any]:
    """Return the truth of these participants: averages of their own weights, over all and per group."""
    average = people.utilities.mean(axis=0)
    blocks = Coding(n_levels=study.n_levels).level_blocks
    groups: dict[str, dict[str, Any]] = {}
    for z, (name, key) in enumerate(people.group_names):
        members = people.groups[:, z] > 0
        percent = importance(people.utilities[members].mean(axis=0), blocks)
        order = np.argsort(-percent, kind="stable")[:4]
        if key != DECLINED:
            groups.setdefault(name, {})[key] = {
                "n": int(members.sum()),
                "top": [study.criterion_keys[c] for c in order],
                "importance": dict(zip(study.criterion_keys, percent.round(4).tolist(), strict=True)),
                "intercept": round(float(people.intercepts[members].mean()), 6),
                "part_worths": _by_key(study, people.utilities[members].mean(axis=0)),
            }
    cases = [
        {"case": {k: study.criteria[c].level_keys[int(case[c])] for c, k in enumerate(study.criterion_keys)},
         "share": round(float(_case_share(study, people, case)), 6)}
        for case, _ in truth.targets
    ]  # fmt: skip
    return {
        "synthetic": True,
        "link": "logit",
        "seed": seed,
        "participants": len(people.version),
        "thresholds": people.thresholds.round(6).tolist(),
        "part_worths": _by_key(study, average),
        "importance": dict(zip(study.criterion_keys, importance(average, blocks).round(4).tolist(), strict=True)),
        "intercept_sd": truth.intercept_sd,
        "part_worth_sd": truth.part_worth_sd,
        "groups": groups,
        "cases": cases,
    }


def _by_key(study: Study, part_worths: Floats) -> dict[str, dict[str, float]]:
    blocks = Coding(n_levels=study.n_levels).level_blocks
    return {
        criterion.key: dict(zip(criterion.level_keys, part_worths[rows].round(6).tolist(), strict=True))
        for criterion, rows in zip(study.criteria, blocks, strict=True)
    }


def importance(part_worths: Floats, blocks: tuple[slice, ...]) -> Floats:
    """Return (C,) ranges of (L,) part-worths over their sum, percent."""
    ranges = np.array([np.ptp(part_worths[rows]) for rows in blocks])
    return 100.0 * ranges / max(float(ranges.sum()), 1e-300)


def _case_share(study: Study, people: People, case: Ints) -> float:
    total = people.intercepts.copy()
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        total += people.utilities[:, rows.start + case[c]]
    return float(expit(total - people.thresholds[study.positive - 1]).mean())

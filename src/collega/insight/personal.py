"""One person's profile: importance beside the group's, and which values counted for and against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from collega.model.fit import Fit
from collega.model.importance import LEVEL
from collega.model.personal import Personal


def personal_table(fit: Fit, weights: Personal, group: Mapping[str, float]) -> pl.DataFrame:
    """Return a person's importance, the heaviest criterion first; without criteria that could not be weighed.

    Parameters
    ----------
    fit : Fit
        Whose population ``weights`` stands on.
    weights : Personal
    group : mapping of str to float
        Importance of each criterion in the group, percent, as it was published.

    Returns
    -------
    polars.DataFrame
        ``criterion``, ``percent``, ``low``, ``high`` (90% interval), ``group_percent``, ``differs`` (whether the
        group's value lies outside that interval), ``for_level`` and ``against_level`` (keys of the values that
        speak most for and most against a positive answer; null where even their order is uncertain: the posterior
        probability that the one exceeds the other is below 0.9).
    """
    judged = fit.judged_levels
    percent, (low, high) = weights.importance.percent, weights.importance.interval.T
    rows = []
    for c, criterion in enumerate(fit.criteria):
        if judged.coding.n_levels[c] < 2:
            continue
        part = weights.part_worths[:, judged.study_coding.level_blocks[c]]
        favourite, least = int(np.nanargmax(part.mean(axis=0))), int(np.nanargmin(part.mean(axis=0)))
        sure = float((part[:, favourite] > part[:, least]).mean()) >= LEVEL
        rows.append(
            {
                "criterion": criterion,
                "percent": float(percent[c]),
                "low": float(low[c]),
                "high": float(high[c]),
                "group_percent": float(group[criterion]),
                "differs": not low[c] <= group[criterion] <= high[c],
                "for_level": fit.levels[c][favourite] if sure else None,
                "against_level": fit.levels[c][least] if sure else None,
            }
        )
    schema = dict.fromkeys(["criterion", "for_level", "against_level"], pl.String)
    return pl.DataFrame(rows, schema_overrides=schema).sort("percent", descending=True, maintain_order=True)

"""One person's profile: importance beside the group's, and which values counted for and against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from collega.model.fit import Fit
from collega.model.personal import Personal
from collega.study.coding import Coding

LEVEL = 0.9


def personal_table(fit: Fit, own: Personal, group: Mapping[str, float]) -> pl.DataFrame:
    """Return a person's importance, the heaviest criterion first.

    Parameters
    ----------
    fit : Fit
        Whose population ``own`` stands on.
    own : Personal
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
    coding = Coding(n_levels=tuple(map(len, fit.levels)))
    percent = own.importance.mean(axis=0)
    low, high = np.quantile(own.importance, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    rows = []
    for c, criterion in enumerate(fit.criteria):
        part = own.part_worths[:, coding.level_blocks[c]]
        most, least = int(part.mean(axis=0).argmax()), int(part.mean(axis=0).argmin())
        sure = float((part[:, most] > part[:, least]).mean()) >= LEVEL
        rows.append(
            {
                "criterion": criterion,
                "percent": float(percent[c]),
                "low": float(low[c]),
                "high": float(high[c]),
                "group_percent": float(group[criterion]),
                "differs": not low[c] <= group[criterion] <= high[c],
                "for_level": fit.levels[c][most] if sure else None,
                "against_level": fit.levels[c][least] if sure else None,
            }
        )
    schema = dict.fromkeys(["criterion", "for_level", "against_level"], pl.String)
    return pl.DataFrame(rows, schema_overrides=schema).sort("percent", descending=True, maintain_order=True)

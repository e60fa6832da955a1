"""Whose share is positive in the average case, and at every level with the other criteria blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from collega.insight.populations import Populations, Share, around
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import persons_of
from collega.study.coding import BLANK
from collega.study.definition import Study

WHOSE = ("participants", "colleagues", "profession")


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageShares:
    """The shares of the case in which everything is blank, and of every level.

    Attributes
    ----------
    shares : mapping of whose to Share or None
        ``participants``, ``colleagues``, ``profession``.
    levels : mapping of (criterion, level) to (Share or None, Share or None)
        Of colleagues and of the profession, at every level that was judged; those of the participants stand elsewhere.
    unavailable : mapping of whose to str
        Why one of them is None.
    """

    shares: Mapping[str, Share | None]
    levels: Mapping[tuple[str, str], Sequence[Share | None]]
    unavailable: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            **{population: _plain(self.shares[population]) for population in WHOSE},
            "levels": [
                {
                    "criterion": criterion,
                    "level": level,
                    "colleagues": _plain(colleagues),
                    "profession": _plain(profession),
                }
                for (criterion, level), (colleagues, profession) in self.levels.items()
            ],
            "unavailable": dict(self.unavailable),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> AverageShares:
        """Return what :meth:`as_json` wrote."""
        return cls(
            shares={population: _share(stored[population]) for population in WHOSE},
            levels={
                (row["criterion"], row["level"]): (_share(row["colleagues"]), _share(row["profession"]))
                for row in stored["levels"]
            },
            unavailable=stored["unavailable"],
        )


def average_shares(study: Study, fit: Fit, populations: Populations, levels: pl.DataFrame) -> AverageShares:
    """Return the shares of the average case and of every level that was judged.

    ``levels`` has the participants' shares at every level, as :func:`collega.insight.levels.level_shares`.
    """
    judged = fit.judged_levels
    names = [(criterion.key, level) for criterion in study.criteria for level in criterion.level_keys]
    cases = np.full((1 + len(names), len(study.criteria)), BLANK, dtype=np.int64)
    for c, rows in enumerate(judged.study_coding.level_blocks):
        cases[1:][rows, c] = np.arange(study.n_levels[c])
    judged_rows = np.flatnonzero(np.concatenate([[True], judged.levels]))
    blanks = Blanks.of(study, judged)
    shares = [
        *around(persons_of(fit), blanks, cases[:1]),
        *(
            Share(share=share, interval=(low, high))
            for share, low, high in levels.select("share", "low", "high").drop_nulls().iter_rows()
        ),
    ]
    first, *others = populations.beside(blanks, cases[judged_rows], shares)
    return AverageShares(
        shares={"participants": shares[0], "colleagues": first.colleagues, "profession": first.profession},
        levels={
            names[row - 1]: (beside.colleagues, beside.profession)
            for row, beside in zip(judged_rows[1:], others, strict=True)
        },
        unavailable=populations.unavailable,
    )


def _plain(share: Share | None) -> dict[str, Any] | None:
    return None if share is None else share.as_json()


def _share(stored: Mapping[str, Any] | None) -> Share | None:
    if stored is None:
        return None
    low, high = stored["interval"]
    return Share(share=stored["share"], interval=(low, high))

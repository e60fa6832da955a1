"""Which scenarios a training may show: the judged ones of the study, and other allowed cases."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import all_allowed, allowed
from collega.model.blanks import Blanks

MOST = 160
_JUDGED, _TRIES, _ENUMERABLE, _SEED = 100, 4000, 4000, 20241130


def candidates(blanks: Blanks, judged: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return (M, C) scenarios without blanks, at most 160, no two alike, always the same ones.

    Parameters
    ----------
    blanks : Blanks
        With the study's rules; levels that nobody judged count as forbidden.
    judged : (S, C) int
        Profiles of the study's scenarios; more than 100 are thinned evenly.
    """
    judged_profiles = np.unique(np.asarray(judged, dtype=np.int64).reshape(-1, len(blanks.n_levels)), axis=0)
    judged_profiles = judged_profiles[allowed(judged_profiles, blanks.never)]
    judged_profiles = judged_profiles[
        np.unique(
            np.linspace(0, max(len(judged_profiles) - 1, 0), min(_JUDGED, len(judged_profiles))).round().astype(int)
        )
    ]
    rng = np.random.default_rng(_SEED)
    every = all_allowed(blanks.n_levels, blanks.never, _ENUMERABLE)
    if every is None:
        random = np.column_stack([rng.integers(0, n, _TRIES) for n in blanks.n_levels])
        every = random[allowed(random, blanks.never)]
    else:
        every = rng.permutation(every, axis=0)
    profiles = {row.tobytes() for row in judged_profiles}
    rest: list[NDArray[np.int64]] = []
    for row in every.astype(np.int64):
        if len(judged_profiles) + len(rest) >= MOST:
            break
        if row.tobytes() not in profiles:
            profiles.add(row.tobytes())
            rest.append(row)
    return np.vstack([judged_profiles, *rest])

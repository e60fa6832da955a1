"""The hash that tells which answers a fit was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.panel.panel import Panel

_ODD = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def panel_hash(panel: Panel) -> str:
    """SHA-256 of the counted participants, their characteristics, and their answers to which levels.

    The order of the answers does not matter: each is mixed to 64 bits (splitmix64), and the sums are hashed. That
    tells panels apart; it is no defence against somebody who builds another one with the same hash on purpose.
    """
    counted = panel.counted
    sums = answer_sums(counted.participant, scenario_marks(counted.design.profiles), counted.scenario, counted.answer)
    return hash_of(sums, counted.groups, counted.people["participant"].to_list())


def scenario_marks(profiles: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return (S,) what stands for the levels of each scenario, (S, C)."""
    levels = np.ascontiguousarray(profiles.astype(np.int16))
    marks = [int.from_bytes(hashlib.sha256(row.tobytes()).digest()[:8], "little") for row in levels]
    return np.array(marks, dtype=np.uint64)


def hash_of(sums: NDArray[np.uint64], groups: NDArray[np.int16], names: Sequence[str]) -> str:
    """Return the hash of :func:`answer_sums`, (I, H) groups and the ids of the participants."""
    digest = hashlib.sha256(sums.tobytes())
    digest.update(np.ascontiguousarray(groups).tobytes())
    digest.update("\n".join(names).encode())
    return digest.hexdigest()


@njit(cache=True, nogil=True)
def answer_sums(
    participant: NDArray[np.integer],
    of_scenario: NDArray[np.uint64],
    scenario: NDArray[np.integer],
    answer: NDArray[np.integer],
) -> NDArray[np.uint64]:
    """Return two sums, modulo 2^64, of the mixed answers and of their mixed mixtures."""
    sums = np.zeros(2, dtype=np.uint64)
    for n in range(len(answer)):
        own = _mix(_mix(np.uint64(participant[n]) + of_scenario[scenario[n]]) + np.uint64(answer[n]))
        sums[0] += own
        sums[1] += _mix(own)
    return sums


@njit(cache=True, nogil=True)
def _mix(value: np.uint64) -> np.uint64:
    z = value + _ODD
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))

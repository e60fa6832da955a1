"""The hash that tells which answers a fit was made from."""

from __future__ import annotations

import hashlib

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
    levels = np.ascontiguousarray(counted.design.profiles.astype(np.int16))
    of_scenario = np.array(
        [int.from_bytes(hashlib.sha256(row.tobytes()).digest()[:8], "little") for row in levels], dtype=np.uint64
    )
    sums = _answer_sums(counted.participant, of_scenario, counted.scenario, counted.answer)
    digest = hashlib.sha256(sums.tobytes())
    digest.update(np.ascontiguousarray(counted.groups).tobytes())
    digest.update("\n".join(counted.people["participant"].to_list()).encode())
    return digest.hexdigest()


@njit(cache=True, nogil=True)
def _answer_sums(
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

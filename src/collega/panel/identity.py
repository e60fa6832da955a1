"""The hash that tells which answers a fit was made from."""

from __future__ import annotations

import hashlib

import numpy as np

from collega.panel.panel import Panel


def panel_hash(panel: Panel) -> str:
    """SHA-256 of the counted participants, their characteristics, and their answers to which levels."""
    counted = panel.counted
    order = np.lexsort((counted.answer, counted.scenario, counted.participant))
    digest = hashlib.sha256()
    for array in (
        counted.participant[order],
        counted.design.profiles[counted.scenario[order]].astype(np.int16),
        counted.answer[order],
        counted.groups,
    ):
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update("\n".join(counted.people["participant"].to_list()).encode())
    return digest.hexdigest()

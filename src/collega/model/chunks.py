"""Participants in chunks: the pieces over which a likelihood with intercepts of everyone's own is summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from collega.model.quadrature import Sums, integrate
from collega.panel.counts import ParticipantCells
from collega.pieces import Pieces

Floats = NDArray[np.float64]
FEWEST_ANSWERS, MOST_ANSWERS = 3_000, 80_000
_FEWEST_CHUNKS = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chunk:
    """Some participants: distinct cells, the place of every answer among them, and who owns which answers.

    Attributes
    ----------
    matrix : (R, K) float64
        Coded scenarios.
    n_answers : int
        J, of the used answers.
    cells : (M,) int32
        Row times J plus answer, each once.
    local : (n,) int32
        For every answer its place in ``cells``.
    start : (I+1,) int64
        Participant i owns ``local[start[i]:start[i + 1]]``.
    """

    matrix: Floats
    n_answers: int
    cells: NDArray[np.int32]
    local: NDArray[np.int32]
    start: NDArray[np.int64]


def chunks_of(cells: ParticipantCells, matrix: Floats) -> list[Chunk]:
    """Divide the participants so that a chunk's tables stay in the cache, and every core has work.

    The division depends on the answers alone: a machine with more cores must not round the sums differently.
    """
    start, cell = cells.start, cells.cell
    most = int(np.clip(len(cell) // _FEWEST_CHUNKS + 1, FEWEST_ANSWERS, MOST_ANSWERS))
    ends = np.linspace(0, len(cell), -(-len(cell) // most) + 1)[1:-1]
    edges = [0, *np.unique(np.searchsorted(start, ends)), len(start) - 1]
    chunks = []
    for first, last in pairwise(edges):
        if last > first:
            answers = cell[start[first] : start[last]]
            distinct, local = np.unique(answers, return_inverse=True)
            chunks.append(
                Chunk(
                    matrix=matrix,
                    n_answers=cells.n_answers,
                    cells=distinct.astype(np.int32),
                    local=local.astype(np.int32).ravel(),
                    start=start[first : last + 1] - start[first],
                )
            )
    return chunks


def integrate_all(theta: Floats, chunks: Pieces[Sequence[Chunk]], nodes: Floats, log_weights: Floats) -> Sums:
    """Integrate all participants wherever they are; the sums are added in order, so they are reproducible."""
    work = partial(_integrate, theta=theta, nodes=nodes, log_weights=log_weights)
    return _added([sums for piece in chunks.collect(work) for sums in piece])


def _integrate(chunks: Sequence[Chunk], *, theta: Floats, nodes: Floats, log_weights: Floats) -> list[Sums]:
    sums = [
        integrate(theta, one.matrix, one.n_answers, one.cells, one.local, one.start, nodes, log_weights)
        for one in chunks
    ]
    return [_added(sums)] if sums else []


def _added(parts: Sequence[Sums]) -> Sums:
    return Sums(*(sum(fields[1:], start=fields[0]) for fields in zip(*parts, strict=True)))

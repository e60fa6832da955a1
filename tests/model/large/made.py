"""Small populations and people, made by hand."""

import numpy as np

from collega.model.large.chunks import Chunk
from collega.model.large.unknowns import Population

BLOCK = np.array([0, 1, 1, 2], dtype=np.int32)


def made_population(scale_use=None):
    return Population(
        thresholds=np.array([-0.8, 0.1, 0.9]),
        mean=np.array([0.0, 0.3, -0.2, 0.5]),
        effects=np.array([[0.2, -0.1], [0.1, 0.0], [0.0, 0.2], [-0.3, 0.1]]),
        toward=np.array([0.4, -0.2, 0.1, 0.3]),
        spread=np.array([0.5, 0.3, 0.4]),
        block=BLOCK,
        anchor=2,
        scale_use=scale_use,
    )


def made_chunk(people=5, answers=9, seed=3):
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([np.ones(12), rng.choice([-1.0, 1.0], (12, 3))])
    return Chunk(
        matrix=np.ascontiguousarray(matrix),
        row=rng.integers(0, 12, people * answers).astype(np.int32),
        answer=rng.integers(0, 4, people * answers).astype(np.int32),
        start=np.arange(0, people * answers + 1, answers),
        members=rng.choice([-1.0, 0.0, 1.0], (people, 2)),
    )

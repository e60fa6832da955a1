"""Compiled draws of what characteristics explain, with the deviations between people integrated out.

The common direction is drawn like a characteristic, the last column; everyone's value of it see ``direction``.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST, dot, draw_effects
from collega.model.hierarchical.people import times
from collega.model.hierarchical.scales import draw_factors

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(cache=True, nogil=True, fastmath=FAST)
def explain(members: Floats, effects: Floats, new: Floats) -> None:
    """Write z_i'g of everyone into ``new`` (I,), for one row g (Z,) of G."""
    for i in range(len(new)):
        new[i] = dot(members[i], effects)


@njit(cache=True, nogil=True, fastmath=FAST)
def move_row(residual: Floats, grouped: Floats, weight: Floats, pattern: Ints, k: int, new: Floats) -> None:
    """Give everyone the group effects ``new`` (I,) on column k, and take them out of the residual (I, P)."""
    for i in range(len(pattern)):
        change = new[i] - grouped[i, k]
        grouped[i, k] = new[i]
        row, own = weight[pattern[i], k], residual[i]
        for j in range(len(own)):
            own[j] -= row[j] * change


@njit(cache=True, nogil=True, fastmath=FAST)
def count_members(members: Floats, pattern: Ints, member_gram: Floats) -> None:
    """Write the sums of z z' that the last column of ``members`` (I, Z) is in into ``member_gram`` (V, Z, Z)."""
    last = members.shape[1] - 1
    member_gram[:, last] = 0.0
    for i in range(len(pattern)):
        for z in range(last + 1):
            member_gram[pattern[i], last, z] += members[i, last] * members[i, z]


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_row(
    rng: np.random.Generator,
    weight: Floats,
    pattern: Ints,
    members: Floats,
    member_gram: Floats,
    prior: Floats,
    k: int,
    residual: Floats,
    grouped: Floats,
    effects: Floats,
) -> None:
    """Draw row k of G (P, Z) given all other rows.

    Parameters
    ----------
    weight : (V, P, P)
        X'V^-1 X of each pattern of scenarios.
    pattern : (I,) int32
    members : (I, Z)
        Characteristics as contrasts.
    member_gram : (V, Z, Z)
        Sums of z z' in each pattern.
    prior : (Z,)
        Standard deviation of each effect.
    residual, grouped : (I, P)
        X'V^-1 (y* - X (m + G z)) and G z; kept up to date.
    """
    size = members.shape[1]
    precision = np.zeros((size, size))
    linear = np.zeros(size)
    for i in range(len(pattern)):
        pull = residual[i, k] + weight[pattern[i], k, k] * grouped[i, k]
        for z in range(size):
            linear[z] += pull * members[i, z]
    for v in range(len(weight)):
        information = weight[v, k, k]
        for z in range(size):
            for y in range(z + 1):
                precision[z, y] += information * member_gram[v, z, y]
    draw_effects(rng, precision, linear, prior)
    effects[k] = linear
    new = np.empty(len(pattern))
    explain(members, effects[k], new)
    move_row(residual, grouped, weight, pattern, k, new)


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_block_scales(
    rng: np.random.Generator,
    weight: Floats,
    pattern: Ints,
    members: Floats,
    member_gram: Floats,
    family: Ints,
    prior: Floats,
    degrees: float,
    first: int,
    last: int,
    residual: Floats,
    grouped: Floats,
    effects: Floats,
    scale: Floats,
) -> None:
    """Draw the scales of all characteristics on one criterion, the shape of their effects given.

    Parameters
    ----------
    member_gram : (V, Z, Z)
        Sums of z z' in each pattern.
    family : (Z,) int32
        Characteristic of each column of ``members`` (I, Z).
    prior, degrees : (H,), float
        Each of the ``scale`` (H,), which are overwritten, is its prior times chi with so many degrees of freedom.
    first, last : int
        The columns of the criterion.
    """
    n_families, size = len(scale), members.shape[1]
    shape = effects[first:last] / scale[family]
    precision, linear = np.zeros((n_families, n_families)), np.zeros(n_families)
    for v in range(len(weight)):
        add_information(weight[v], member_gram[v], family, first, shape, precision)
    pull = np.empty(size)
    for k in range(first, last):
        pull[:] = 0.0
        for i in range(len(pattern)):
            left = residual[i, k]
            for z in range(size):
                pull[z] += left * members[i, z]
        for z in range(size):
            linear[family[z]] += shape[k - first, z] * pull[z]
    for h in range(n_families):  # the residual lacks what these effects explain
        for g in range(n_families):
            linear[h] += precision[max(h, g), min(h, g)] * scale[g]
    before = scale.copy()
    draw_factors(rng, precision, linear, prior, np.full(n_families, degrees), scale)
    for z in range(members.shape[1]):
        for k in range(first, last):
            effects[k, z] *= scale[family[z]] / before[family[z]]
    new = np.empty(len(pattern))
    for k in range(first, last):
        explain(members, effects[k], new)
        move_row(residual, grouped, weight, pattern, k, new)


@njit(cache=True, nogil=True, fastmath=FAST)
def add_information(
    weight: Floats, member_gram: Floats, family: Ints, first: int, shape: Floats, precision: Floats
) -> None:
    """Add what the people of one pattern tell of the scales (H,) of ``shape`` (rows, Z); the lower triangle.

    From their sum of z z', which pays where people share patterns: with scenarios of their own it costs some twice what
    person after person would.
    """
    rows, size = shape.shape
    weighed = np.zeros((rows, size))
    for a in range(rows):
        for b in range(rows):
            information = weight[first + a, first + b]
            for z in range(size):
                weighed[a, z] += information * shape[b, z]
    along = np.empty(size)
    for z in range(size):
        along[:] = 0.0
        for a in range(rows):
            own = shape[a, z]
            for y in range(z + 1):
                along[y] += own * weighed[a, y]
        for y in range(z + 1):
            both = 2.0 if y < z and family[y] == family[z] else 1.0
            precision[family[z], family[y]] += both * member_gram[z, y] * along[y]


@njit(cache=True, nogil=True, fastmath=FAST)
def stretch_family(
    rng: np.random.Generator,
    weight: Floats,
    pattern: Ints,
    members: Floats,
    member_gram: Floats,
    family: Ints,
    h: int,
    prior: float,
    residual: Floats,
    grouped: Floats,
    effects: Floats,
    scale: Floats,
    overall: float,
) -> float:
    """Stretch the effects of characteristic h on all criteria, their scales and the overall scale, which is returned.

    Given small effects the scales are drawn small and the other way round; this moves them all, as ``move_together``
    does for the deviations. The intercept's row is left alone: its scale has a prior of its own. Effects given scales
    and scales given the overall one do not change in shape, so only the likelihood and the half-normal prior of the
    overall scale (its scale is ``prior``) count. One step walks on the logarithm, one is drawn from the prior.
    """
    first, last = int(np.searchsorted(family, h)), int(np.searchsorted(family, h + 1))
    own = np.ascontiguousarray(effects[:, first:last].T)
    own[:, 0] = 0.0
    pulled = np.empty((len(weight), *own.shape))  # X'V^-1 X times the effects
    slope, curve = _slope(members, residual, own, first), 0.0
    for v in range(len(weight)):
        curve += _curve(weight[v], member_gram[v], own, first, pulled[v])
    factor = 1.0  # of where they started
    for move in range(2):
        walk = move < 1
        new = overall * np.exp(0.5 * rng.standard_normal()) if walk else abs(prior * rng.standard_normal())
        to = factor * new / overall
        gain = slope * (to - factor) - 0.5 * curve * ((to - 1.0) ** 2 - (factor - 1.0) ** 2)
        if walk:
            gain += np.log(new / overall) + 0.5 * (overall * overall - new * new) / (prior * prior)
        if np.log(1.0 - rng.random()) < gain:
            factor, overall = to, new
    if factor != 1.0:
        for i in range(len(pattern)):
            explained, left, toward = grouped[i], residual[i], pulled[pattern[i]]
            for z in range(len(own)):
                change = (factor - 1.0) * members[i, first + z]
                for k in range(len(left)):
                    explained[k] += change * own[z, k]
                    left[k] -= change * toward[z, k]
        effects[1:, first:last] *= factor
        scale[1:, h] *= factor
    return overall


@njit(cache=True, nogil=True, fastmath=FAST)
def _slope(members: Floats, residual: Floats, own: Floats, first: int) -> float:
    """Return the sum over people of (G z)' X'V^-1 (y* - X (m + G z)), for the columns of G in ``own`` (n, P)."""
    total = 0.0
    for i in range(len(members)):
        for z in range(len(own)):
            total += members[i, first + z] * dot(own[z], residual[i])
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def _curve(weight: Floats, member_gram: Floats, own: Floats, first: int, pulled: Floats) -> float:
    """Return the sum over the people of one pattern of (G z)' X'V^-1 X (G z); X'V^-1 X G goes into ``pulled``."""
    total = 0.0
    for z in range(len(own)):
        times(weight, own[z], pulled[z])
        for y in range(z + 1):
            both = 1.0 if z == y else 2.0
            total += both * member_gram[first + z, first + y] * dot(own[z], pulled[y])
    return total

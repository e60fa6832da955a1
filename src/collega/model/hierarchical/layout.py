"""The arrays that the sampler works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.panel.counts import merge_profiles
from collega.panel.panel import Panel
from collega.study.coding import Coding, orthonormal_contrasts
from collega.study.definition import Study

NEARLY_ALWAYS = 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """A panel as the sampler sees it; P = 1 + K columns, B = 1 + C blocks, the first of each is the intercept.

    Attributes
    ----------
    matrix : (R, P) float64
        Distinct scenarios; a criterion's columns are orthogonal contrasts in which every level has length one, so
        that a normal prior with one variance treats all levels alike and is the prior of each part-worth.
    row, answer : (N,) int32
        Distinct scenario and category of each answer, participant after participant.
    start : (I+1,) int64
        Participant i owns answers ``start[i]`` up to ``start[i + 1]``.
    pattern : (I,) int32
        Participants with the same number have judged the same scenarios.
    gram : (V, P, P) float64
        X'X of each pattern.
    block : (P,) int32
        Criterion block of each column.
    members : (I, Z) float64
        Characteristics as contrasts; zeros where withheld.
    family : (Z,) int32
        Characteristic of each column of ``members``.
    n_answers, positive : int
        J, and the first positive answer.
    push : (E, P) float64
        Levels that nearly always get the same extreme answer: change of coefficients that raises one over the others.
    to_levels : (L, K) float64
        From coefficients to the part-worths of all levels.
    to_effects : (P, P) float64
        From coefficients to effects coding.
    """

    matrix: NDArray[np.float64]
    row: NDArray[np.int32]
    answer: NDArray[np.int32]
    start: NDArray[np.int64]
    pattern: NDArray[np.int32]
    gram: NDArray[np.float64]
    block: NDArray[np.int32]
    members: NDArray[np.float64]
    family: NDArray[np.int32]
    n_answers: int
    positive: int
    push: NDArray[np.float64]
    to_levels: NDArray[np.float64]
    to_effects: NDArray[np.float64]


def unit_contrasts(n: int) -> NDArray[np.float64]:
    """Return (n, n-1) orthogonal contrasts with rows of length one: a value's effect has the prior's variance."""
    contrasts: NDArray[np.float64] = orthonormal_contrasts(n) / np.sqrt(n - 1)
    return contrasts


def lay_out(panel: Panel) -> Layout:
    """Arrange the included participants' answers for the sampler."""
    study = panel.study
    coding = Coding(n_levels=study.n_levels, kind="orthonormal")
    first, row_of = merge_profiles(panel.design.profiles)
    scale = np.concatenate([np.full(levels - 1, 1.0 / np.sqrt(levels - 1)) for levels in study.n_levels])
    coded = coding.matrix(panel.design.profiles[first]) * scale
    matrix = np.hstack([np.ones((len(coded), 1)), coded])
    order = np.lexsort((panel.answer, row_of[panel.scenario], panel.participant))
    row = row_of[panel.scenario[order]].astype(np.int32)
    start = np.searchsorted(panel.participant[order], np.arange(panel.n_participants + 1)).astype(np.int64)
    pattern, gram = _patterns(matrix, row, start)
    members, family = _members(panel)
    to_levels = coding.to_part_worths * scale
    return Layout(
        matrix=matrix,
        row=row,
        answer=panel.answer[order].astype(np.int32),
        start=start,
        pattern=pattern,
        gram=gram,
        block=block_of(study),
        members=members,
        family=family,
        n_answers=len(study.answers),
        positive=study.positive,
        push=_push(panel),
        to_levels=to_levels,
        to_effects=_to_effects(to_levels, coding),
    )


def _push(panel: Panel) -> NDArray[np.float64]:
    """Return the coefficients' change of every level with nearly only lowest, or highest, answers."""
    levels = panel.design.profiles[panel.scenario]
    extremes = panel.answer == 0, panel.answer == len(panel.study.answers) - 1
    width = 1 + sum(n - 1 for n in panel.study.n_levels)
    found, first = [np.empty((0, width))], 1
    for c, n in enumerate(panel.study.n_levels):
        for level in range(n):
            judged = levels[:, c] == level
            if max(np.sum(extreme & judged) for extreme in extremes) > NEARLY_ALWAYS * max(judged.sum(), 1):
                row = np.zeros((1, width))
                row[0, first : first + n - 1] = (1 - 1 / n) * unit_contrasts(n)[level]
                found.append(row)
        first += n - 1
    return np.concatenate(found)


def _patterns(
    matrix: NDArray[np.float64], row: NDArray[np.int32], start: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    numbers: dict[bytes, int] = {}
    grams: list[NDArray[np.float64]] = []
    pattern = np.empty(len(start) - 1, dtype=np.int32)
    for i in range(len(pattern)):
        rows = row[start[i] : start[i + 1]]
        number = numbers.setdefault(rows.tobytes(), len(numbers))
        if number == len(grams):
            grams.append(matrix[rows].T @ matrix[rows])
        pattern[i] = number
    return pattern, np.array(grams)


def _members(panel: Panel) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    columns = [np.empty((panel.n_participants, 0))]
    family: list[int] = []
    for h, characteristic in enumerate(panel.study.characteristics):
        values = len(characteristic.value_keys)
        if values < 2:
            continue
        contrasts = unit_contrasts(values)
        chosen = panel.groups[:, h]
        columns.append(np.where(chosen[:, None] < 0, 0.0, contrasts[chosen]))
        family += [len(set(family))] * (values - 1)
    return np.ascontiguousarray(np.hstack(columns)), np.array(family, dtype=np.int32)


def block_of(study: Study) -> NDArray[np.int32]:
    """(P,): criterion block of each column, 0 for the intercept."""
    return np.repeat(np.arange(len(study.n_levels) + 1), [1, *(n - 1 for n in study.n_levels)]).astype(np.int32)


def to_effects_coding(study: Study) -> NDArray[np.float64]:
    """(P, P): from the sampler's columns to effects coding."""
    coding = Coding(n_levels=study.n_levels, kind="orthonormal")
    scale = np.concatenate([np.full(levels - 1, 1.0 / np.sqrt(levels - 1)) for levels in study.n_levels])
    return _to_effects(coding.to_part_worths * scale, coding)


def _to_effects(to_levels: NDArray[np.float64], coding: Coding) -> NDArray[np.float64]:
    """Effects-coded coefficients are the part-worths of all levels but the last of each criterion."""
    keep = np.concatenate([np.arange(rows.start, rows.stop - 1) for rows in coding.level_blocks])
    full = np.eye(1 + coding.n_columns)
    full[1:, 1:] = to_levels[keep]
    return full

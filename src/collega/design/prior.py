"""What a team expects beforehand: part-worths and thresholds with their uncertainty, for a design that suits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from collega.errors import Problem, StudyError, did_you_mean
from collega.study.coding import Coding
from collega.study.definition import Study

_KEYS = ("part_worths", "thresholds", "sd")
_DEFAULT_SD = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prior:
    """Beliefs about the ordered logit model before any answer.

    Attributes
    ----------
    part_worths : (L,) float64
        Expected utilities of all levels, logits, summing to zero within a criterion.
    thresholds : (J-1,) float64
        Expected thresholds, logits, increasing.
    sd : float
        Standard deviation of every part-worth and threshold, logits.
    """

    part_worths: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    sd: float

    def draws(
        self, n_levels: tuple[int, ...], count: int, seed: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw (count, L) part-worths, centred within each criterion, and (count, J-1) increasing thresholds."""
        rng = np.random.default_rng(seed)
        worths = self.part_worths + self.sd * rng.standard_normal((count, len(self.part_worths)))
        for rows in Coding(n_levels=n_levels).level_blocks:
            worths[:, rows] -= worths[:, rows].mean(axis=1, keepdims=True)
        thresholds = self.thresholds + self.sd * rng.standard_normal((count, len(self.thresholds)))
        return worths, np.sort(thresholds, axis=1)


def read_prior(study: Study, path: Path) -> Prior:
    """Read a prior from YAML: ``part_worths`` {criterion: {level: logits}}, ``thresholds`` [logits], ``sd``.

    Criteria and levels that are not named count as 0; without thresholds the answers are expected equally often.

    Raises
    ------
    StudyError
        With every problem: an unknown criterion or level, something that is no number, thresholds that do not rise.
    """
    name = path.name
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StudyError([Problem(file=name, found=f"this is not YAML: {error}")]) from error
    if not isinstance(found, Mapping):
        raise StudyError([Problem(file=name, found="this is not a mapping", allowed=", ".join(_KEYS))])
    problems = [
        Problem(file=name, where=str(key), found="this key is not known", allowed=", ".join(_KEYS),
                hint=did_you_mean(str(key), _KEYS))
        for key in found if key not in _KEYS
    ]  # fmt: skip
    worths = _part_worths(study, name, found.get("part_worths") or {}, problems)
    thresholds = _thresholds(study, name, found.get("thresholds"), problems)
    sd = found.get("sd", _DEFAULT_SD)
    if not _is_number(sd) or not 0 <= sd <= 5:
        problems.append(Problem(file=name, where="sd", found=f"'{sd}' is not a standard deviation", allowed="0 to 5"))
    if problems:
        raise StudyError(problems)
    return Prior(part_worths=worths, thresholds=thresholds, sd=float(sd))


def _part_worths(study: Study, name: str, found: Any, problems: list[Problem]) -> NDArray[np.float64]:
    worths = np.zeros(sum(study.n_levels))
    blocks = Coding(n_levels=study.n_levels).level_blocks
    if not isinstance(found, Mapping):
        problems.append(Problem(file=name, where="part_worths", found="this is not a mapping of criteria"))
        return worths
    for key, levels in found.items():
        where = f"part_worths.{key}"
        if key not in study.criterion_keys:
            hint = did_you_mean(str(key), study.criterion_keys)
            allowed = ", ".join(study.criterion_keys)
            problems.append(Problem(file=name, where=where, found="no such criterion", allowed=allowed, hint=hint))
            continue
        criterion = study.criterion(key)
        given = {str(level): value for level, value in levels.items()} if isinstance(levels, Mapping) else {}
        if not given:
            problems.append(Problem(file=name, where=where, found="this is not a mapping of levels to logits"))
        for level, value in given.items():
            if level not in criterion.level_keys or not _is_number(value):
                wrong = "no such level" if level not in criterion.level_keys else f"'{value}' is not a number of logits"
                allowed = ", ".join(criterion.level_keys)
                problems.append(Problem(file=name, where=f"{where}.{level}", found=wrong, allowed=allowed))
                continue
            c, number = study.level_index(key, level)
            worths[blocks[c].start + number] = float(value)
    for rows in blocks:
        worths[rows] -= worths[rows].mean()
    return worths


def _thresholds(study: Study, name: str, found: Any, problems: list[Problem]) -> NDArray[np.float64]:
    inner = len(study.answers) - 1
    if found is None:
        below = np.arange(1, inner + 1) / (inner + 1)
        return np.log(below / (1 - below))
    fine = isinstance(found, list) and len(found) == inner and all(map(_is_number, found))
    if not fine or any(b <= a for a, b in pairwise(found)):
        allowed = f"{inner} numbers of logits, each higher than the one before"
        problems.append(Problem(file=name, where="thresholds", found=f"found {found}", allowed=allowed))
        return np.zeros(inner)
    return np.array(found, dtype=np.float64)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))

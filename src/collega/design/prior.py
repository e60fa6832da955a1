"""What a team expects beforehand: part-worths and thresholds with their uncertainty, for a design that suits them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.errors import DataError, Problem, StudyError, did_you_mean, quoted
from collega.messages import Message
from collega.study.coding import Coding
from collega.study.definition import Study
from collega.study.rules import BrokenRule
from collega.study.yaml_source import Path as Place
from collega.study.yaml_source import YamlSource, read_yaml
from collega.tables import decoded

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
        Standard deviation of every part-worth, and of every threshold before they are put in order, logits.
    """

    part_worths: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    sd: float

    def draws(
        self, n_levels: tuple[int, ...], count: int, seed: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw (count, L) part-worths, centred within each criterion, and (count, J-1) increasing thresholds.

        Thresholds are drawn apart and sorted: where ``sd`` is large beside their distances they lie further apart, and
        vary less, than was stated.
        """
        rng = np.random.default_rng(seed)
        noise = rng.standard_normal((count, len(self.part_worths)))
        for rows in Coding(n_levels=n_levels).level_blocks:
            levels = rows.stop - rows.start
            # centring takes 1/L of the variance away
            noise[:, rows] -= noise[:, rows].mean(axis=1, keepdims=True)
            noise[:, rows] *= np.sqrt(levels / (levels - 1))
        worths = self.part_worths + self.sd * noise
        thresholds = self.thresholds + self.sd * rng.standard_normal((count, len(self.thresholds)))
        return worths, np.sort(thresholds, axis=1)


def read_prior(study: Study, path: Path) -> Prior:
    """Read a prior from YAML: ``part_worths`` {criterion: {level: logits}}, ``thresholds`` [logits], ``sd``.

    Criteria and levels that are not named count as 0; without thresholds the answers are expected equally often.

    Raises
    ------
    StudyError
        With every problem and its line: an unknown criterion or level, something that is no number, thresholds that
        do not rise.
    """
    try:
        text = decoded(path.name, path.read_bytes(), "design-save-as-yaml")
    except DataError as error:
        raise StudyError(error.problems) from error
    source = read_yaml(text, path.name)
    if source.problems:
        raise StudyError(source.problems)
    reading = _Reading(study=study, source=source)
    prior = reading.prior()
    if reading.problems:
        raise StudyError(sorted(reading.problems, key=lambda problem: problem.line or 0))
    return prior


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One reading of a prior, gathering what is wrong."""

    study: Study
    source: YamlSource
    problems: list[Problem] = field(default_factory=list)

    def prior(self) -> Prior:
        data = self._group((), self.source.data or {}, Message("design-not-a-prior"))
        for key in data:
            if key not in _KEYS:
                self._tell((key,), Message("design-unknown-key"), ", ".join(_KEYS), did_you_mean(key, _KEYS))
        return Prior(
            part_worths=self._part_worths(data.get("part_worths", {})),
            thresholds=self._thresholds(data.get("thresholds")),
            sd=self._sd(data.get("sd")),
        )

    def _tell(self, place: Place, found: str, allowed: str = "", hint: str = "") -> None:
        place_text = BrokenRule(path=place, found="").where
        line = self.source.line(place)
        self.problems.append(
            Problem(file=self.source.file, line=line, where=place_text, found=found, allowed=allowed, hint=hint)
        )

    def _group(self, place: Place, node: Any, refusal: Message) -> dict[str, Any]:
        if isinstance(node, dict):
            return node
        if node != "":
            self._tell(place, refusal, Message("common-key-value-lines"))
        return {}

    def _part_worths(self, node: Any) -> NDArray[np.float64]:
        study = self.study
        worths = np.zeros(sum(study.n_levels))
        blocks = Coding(n_levels=study.n_levels).level_blocks
        for key, levels in self._group(("part_worths",), node, Message("design-not-criteria")).items():
            place: Place = ("part_worths", key)
            if key not in study.criterion_keys:
                hint = did_you_mean(key, study.criterion_keys)
                self._tell(place, Message("study-not-a-criterion", found=key), ", ".join(study.criterion_keys), hint)
                continue
            level_keys = study.criterion(key).level_keys
            for level, text in self._group(place, levels, Message("design-not-levels", criterion=key)).items():
                if level not in level_keys:
                    hint = did_you_mean(level, level_keys)
                    self._tell(
                        (*place, level),
                        Message("study-not-a-level", found=level, criterion=key),
                        ", ".join(level_keys),
                        hint,
                    )
                    continue
                c, number = study.level_index(key, level)
                worths[blocks[c].start + number] = self._number((*place, level), text)
        for rows in blocks:
            worths[rows] -= worths[rows].mean()
        return worths

    def _number(self, place: Place, text: Any) -> float:
        value = number_of(text)
        if value is None:
            self._tell(place, Message("design-not-logits", found=_quoted_node(text)), Message("design-logits"))
        return value or 0.0

    def _thresholds(self, node: Any) -> NDArray[np.float64]:
        inner = len(self.study.answers) - 1
        if node is None or node == "":
            below = np.arange(1, inner + 1) / (inner + 1)
            return np.log(below / (1 - below))
        numbers = [number_of(item) for item in node] if isinstance(node, list) else []
        present = [number for number in numbers if number is not None]
        if len(present) != inner or len(numbers) != inner or any(b <= a for a, b in pairwise(present)):
            text = f"[{', '.join(map(str, node))}]" if isinstance(node, list) else _quoted_node(node)
            allowed = Message("design-rising-logits", number=inner)
            self._tell(("thresholds",), Message("common-found", what=text), allowed)
            return np.zeros(inner)
        return np.array(present)

    def _sd(self, node: Any) -> float:
        value = _DEFAULT_SD if node is None else number_of(node)
        if value is None or not 0 <= value <= 5:
            self._tell(
                ("sd",), Message("design-not-a-deviation", found=_quoted_node(node)), Message("design-deviations")
            )
            return _DEFAULT_SD
        return value


def number_of(text: Any) -> float | None:
    """Return a finite number written as text; None where it is none."""
    try:
        value = float(text) if isinstance(text, str) else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _quoted_node(node: Any) -> str:
    if isinstance(node, str):
        return quoted(node)
    return Message("common-a-list" if isinstance(node, list) else "common-group-of-lines")

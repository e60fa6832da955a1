"""Names, numbers and lists as they stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collega import formats
from collega.study.definition import Study
from collega.study.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a study and its numbers are written in a language."""

    study: Study
    language: Language

    def quoted(self, text: str) -> str:
        """Put a text between quotation marks."""
        return f"‘{text}’" if self.language == "nl" else f"“{text}”"

    def criterion(self, key: str) -> str:
        """Return a criterion's short name."""
        return self.quoted(self.study.criterion(key).name(self.language))

    def criteria(self, keys: Sequence[str], percents: Sequence[float] = ()) -> str:
        """Return a list of criteria, each with its percentage where they are given."""
        names = [self.criterion(key) for key in keys]
        if percents:
            names = [f"{name} ({self.number(percent)}%)" for name, percent in zip(names, percents, strict=True)]
        return self.listed(names)

    def characteristic(self, key: str) -> str:
        """Return a characteristic's short name."""
        return self.quoted(self.study.characteristic(key).name(self.language))

    def value(self, characteristic: str, value: str) -> str:
        """Return what readers see of a group."""
        return self.quoted(self.study.characteristic(characteristic).value_name(value, self.language))

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number without a sign."""
        return formats.number(abs(value), self.language, digits)

    def share(self, value: float, digits: int = 0) -> str:
        """Write a share of 0 to 1 as a percentage."""
        return self.number(100 * value, digits) + "%"

    def ends(self, interval: tuple[float, float]) -> tuple[str, str]:
        """Write both ends without their signs, the smaller first; with a decimal where whole numbers would coincide."""
        low, high = sorted(map(abs, interval)) if interval[0] * interval[1] >= 0 else (0.0, max(map(abs, interval)))
        digits = int(round(low) == round(high))
        return self.number(low, digits), self.number(high, digits)

    def pair(self, one: float, other: float) -> tuple[str, str]:
        """Write two percentages that differ; with a decimal where whole numbers would coincide."""
        digits = int(round(one) == round(other))
        return self.number(one, digits) + "%", self.number(other, digits) + "%"

    def listed(self, names: Sequence[str]) -> str:
        """Write a list: a, b and c."""
        return formats.listing(names, self.language)


def rounded_alike(values: Sequence[float]) -> bool:
    """Whether whole numbers show no difference between these."""
    return len({round(value) for value in values}) == 1

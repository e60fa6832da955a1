"""Names, numbers and lists as they stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collega import formats
from collega.colleague.wording import named_level
from collega.findings.finding import Finding
from collega.study.definition import Study
from collega.study.text import Language

_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two percentages, their difference in points without a sign, and the ends of its interval, as they are written.

    ``exact`` is whether the difference is that of the percentages as they stand there.
    """

    one: str
    other: str
    difference: str
    low: str
    high: str
    exact: bool


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

    def levels(self, finding: Finding) -> list[str]:
        """Return each changed criterion with its level, between quotation marks."""
        changes = zip(finding.criteria, finding.levels, strict=True)
        return [named_level(self.study, criterion, level, self.language) for criterion, level in changes]

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

    def share_with_ends(self, estimate: float, interval: tuple[float, float] | None, to: str) -> str:
        """Write a share of 0 to 1 as a percentage with its interval; without one where none was computed."""
        if interval is None:
            return self.share(estimate)
        number, low, high = self.measured(100 * estimate, (100 * interval[0], 100 * interval[1]))
        return f"{number}% ({low} {to} {high})"

    def measured(self, estimate: float, interval: tuple[float, float]) -> tuple[str, str, str]:
        """Write a number and both ends of its interval, with so many decimals that the ends differ."""
        digits = next(
            (places for places in range(_MOST_DIGITS) if len({self.number(end, places) for end in interval}) == 2), 0
        )
        return (self.number(estimate, digits), self.number(interval[0], digits), self.number(interval[1], digits))

    def compared(self, numbers: tuple[float, float], estimate: float, interval: tuple[float, float]) -> Compared:
        """Write two percentages with their difference in points and its interval, all with as many decimals.

        So few decimals as tell apart both percentages, both ends and, of what is not 0, 0. What a reader computes from
        the rounded percentages may still be another difference than the rounded one: then ``exact`` is False.
        """
        low, high = sorted(map(abs, interval)) if interval[0] * interval[1] >= 0 else (0.0, max(map(abs, interval)))
        digits = next((exact for exact in range(_MOST_DIGITS) if _distinguishes(numbers, estimate, (low, high), exact)),
                      _MOST_DIGITS)  # fmt: skip
        one, other = (float(formats.number(number, "en", digits)) for number in numbers)
        return Compared(
            one=self.number(numbers[0], digits) + "%",
            other=self.number(numbers[1], digits) + "%",
            difference=self.number(estimate, digits),
            low=self.number(low, digits),
            high=self.number(high, digits),
            exact=f"{abs(one - other):.{digits}f}" == formats.number(abs(estimate), "en", digits),
        )

    def listed(self, names: Sequence[str]) -> str:
        """Write a list: a, b and c."""
        return formats.listing(names, self.language)


def whole_percents(shares: Sequence[float]) -> list[int]:
    """Return shares that sum to one as whole percentages that sum to 100: the largest remainders go up."""
    scaled = [100 * share for share in shares]
    percents = [int(value) for value in scaled]
    order = sorted(range(len(shares)), key=lambda place: percents[place] - scaled[place])
    for place in order[: round(sum(scaled)) - sum(percents)]:
        percents[place] += 1
    return percents


def rounded_alike(values: Sequence[float]) -> bool:
    """Whether whole numbers show no difference between these."""
    return len({round(value) for value in values}) == 1


def _distinguishes(numbers: tuple[float, float], estimate: float, ends: tuple[float, float], digits: int) -> bool:
    """Whether so many decimals show that both numbers differ, both ends, and that what is not 0 is not."""
    first, second, low, high, middle = (
        formats.number(abs(value), "en", digits) for value in (*numbers, *ends, estimate)
    )
    vanished = [text for text, value in ((low, ends[0]), (middle, estimate)) if value and float(text) == 0]
    return first != second and low != high and not vanished

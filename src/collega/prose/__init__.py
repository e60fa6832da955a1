"""The texts of the report in both languages, kept apart from the code that fills them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from collega import formats
from collega.figures.wording import number, percent
from collega.study.text import Language

# Letters that run from right to left, and signs that turn what follows: kept apart from the sentence around them, they
# move none of its quotes and numbers
_TURNS = re.compile(
    r"[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True, slots=True)
class Prose:
    """Texts in one language.

    Attributes
    ----------
    language : str
    """

    language: Language

    def __call__(self, name: str, **values: object) -> str:
        """Return the text at ``section.key`` with its names filled in; numbers are written as the reader expects."""
        return str(self.raw(name)).format(**{key: self._formatted(value) for key, value in values.items()})

    def raw(self, name: str) -> Any:
        """Return what stands at ``section.key``, of any type."""
        text: Any = _texts(self.language)
        for key in name.split("."):
            text = text[key]
        return text

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number."""
        return number(value, self.language, digits)

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share of 0 to 1."""
        return percent(share, self.language, digits)

    def p_value(self, value: float) -> str:
        """Write a p-value with its sign of comparison."""
        if value < 0.001:
            sign, bound, digits = "<", 0.001, 3
        elif value > 0.99:
            sign, bound, digits = ">", 0.99, 2
        else:
            sign, bound, digits = "=", value, 3 if value < 0.1 else 2
        return f"{sign}\u00a0{number(bound, self.language, digits)}"

    def day(self, on: date) -> str:
        """Write a date in full."""
        return formats.day(on, self.language)

    def moment(self, at: datetime) -> str:
        """Write a date in full, with the time to the minute."""
        return formats.moment(at, self.language)

    def _formatted(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return thousands(value, self.language)
        return f"\u2068{value}\u2069" if isinstance(value, str) and _TURNS.search(value) else value


def thousands(value: int, language: Language) -> str:
    """Write a whole number, from ten thousand on in groups of three."""
    return formats.number(value, language, grouped=abs(value) >= 10_000)


def sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends with a sign of its own, perhaps within quotation marks."""
    return text if text.rstrip("’”").endswith((".", "?", "!")) else f"{text}."


def with_note(caption: str, note: str) -> str:
    """Return a caption with a sentence after it, which may be empty."""
    return f"{sentence(caption)} {note}" if note else caption


@cache
def _texts(language: Language) -> Any:
    return yaml.safe_load(files("collega.prose").joinpath(f"texts/{language}.yaml").read_text(encoding="utf-8"))

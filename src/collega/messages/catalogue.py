"""The words of messages, read from their catalogue when the first message of a room is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType, fluent_number

from collega.formats import LOCALES, Last, listing

FOLDER = Path(__file__).parent
_LARGEST, _DECIMALS = 10**15, 6
_UNKNOWN = "there is no message '{code}' in the catalogues"


class Names(FluentType):
    """Names in a row, for ``LIST($names, last: "or")``; by itself with commas only."""

    def __init__(self, names: Sequence[str], language: str, last: Last = "none") -> None:
        self.names, self.language, self.last = names, language, last

    def format(self, locale: object) -> str:  # noqa: ARG002  -- the signature of Fluent
        """Return the row."""
        return listing(self.names, self.language, self.last)


def _list(names: Names, last: Last = "and") -> Names:
    return Names(names.names, names.language, last)


@lru_cache
def room(language: str, name: str) -> FluentBundle:
    """Return the messages of one room in one language; KeyError where there are none."""
    file = FOLDER / language / f"{name}.ftl"
    if not file.is_file():
        raise KeyError(name)
    bundle = FluentBundle([LOCALES[language].replace("_", "-")], use_isolating=False, functions={"LIST": _list})
    bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def words(code: str, values: Mapping[str, Any], language: str) -> str:
    """Return a message in words.

    Raises
    ------
    KeyError
        Where no catalogue has the code, or a place of the message has no value.
    """
    bundle = room(language, code.partition("-")[0])
    pattern = bundle.get_message(code).value if bundle.has_message(code) else None
    if pattern is None:
        raise KeyError(_UNKNOWN.format(code=code))
    text, faults = bundle.format_pattern(
        pattern, {name: _argument(argument, language) for name, argument in values.items()}
    )
    if faults:
        raise KeyError(code) from faults[0]
    return str(text).strip()


def _argument(value: Any, language: str) -> Any:
    """Return a value as Fluent takes it; without more said, numbers have no signs for thousands: they may be lines."""
    if isinstance(value, tuple):
        return Names([item if isinstance(item, str) else str(item) for item in value], language)
    if isinstance(value, int) and abs(value) < _LARGEST:
        return fluent_number(value, useGrouping=False)
    if isinstance(value, float) and isfinite(value):
        return fluent_number(value, useGrouping=False, maximumFractionDigits=_DECIMALS)
    return value if isinstance(value, str) else str(value)

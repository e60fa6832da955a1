"""Places in the text of a mail, such as {name}: filled in for each person, and nothing else between braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

PLACES = ("greeting", "name", "title", "scenarios", "duration", "link", "closing_day", "contact")
_IN_DUTCH = {
    "aanhef": "greeting", "begroeting": "greeting", "naam": "name", "voornaam": "name", "titel": "title",
    "situaties": "scenarios", "scenarios": "scenarios", "aantal": "scenarios", "duur": "duration", "tijd": "duration",
    "minuten": "duration", "koppeling": "link", "sluitdatum": "closing_day", "sluitingsdag": "closing_day",
    "einddatum": "closing_day", "vragen": "contact",
}  # fmt: skip
_PLACE = re.compile(r"\{(" + "|".join(PLACES) + r")\}")
_BRACES = re.compile(r"\{+[^{}\n]*\}+|[{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something between braces that is no place; ``meant`` is the place that is like it, or ''."""

    text: str
    meant: str


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled in, once: what is filled in holds no places."""
    return _PLACE.sub(lambda place: values[place[1]], text)


def unknown_places(text: str) -> list[Unknown]:
    """Return everything in braces that would go out as it stands, and each brace on its own."""
    unknown = dict.fromkeys(
        word_in_braces for word_in_braces in _BRACES.findall(text) if not _PLACE.fullmatch(word_in_braces)
    )
    return [Unknown(text=word_in_braces, meant=_meant_place(word_in_braces)) for word_in_braces in unknown]


def _meant_place(text: str) -> str:
    word = re.sub(r"\W+", "_", text.lower().strip("{} \t")).strip("_")
    matches = get_close_matches(word, [*PLACES, *_IN_DUTCH], n=1, cutoff=0.75)
    return _IN_DUTCH.get(matches[0], matches[0]) if matches else ""

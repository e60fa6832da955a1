"""What variables of the environment may say: read one way everywhere, and anything else is told. Needs no Django."""

from __future__ import annotations

from collections.abc import Mapping

MODES = ("production", "demo", "test")
_OFF, _ON = ("", "0", "no", "off", "false"), ("1", "yes", "on", "true")


def is_on(environment: Mapping[str, str], name: str) -> bool:
    """Return whether a switch is on; without the variable it is off.

    Raises
    ------
    ValueError
        For anything that is neither on nor off.
    """
    found = environment.get(name, "").strip().lower()
    if found not in (*_OFF, *_ON):
        raise ValueError(f"{name} is '{found}': on is {_told(_ON)}; off is {_told(_OFF[1:])}, or leave it out.")
    return found in _ON


def one_of(environment: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """Return what a variable says; the first of what is allowed where it is empty or not there.

    Raises
    ------
    ValueError
        For anything else.
    """
    found = environment.get(name, "").strip()
    if found and found not in allowed:
        words = _told(tuple(each for each in allowed if each))
        raise ValueError(f"{name} is '{found}': it must be {words}, or left out.")
    return found or allowed[0]


def hosts_in(text: str) -> list[str]:
    """Return the names that stand in a text with commas between, without spaces around them."""
    return [each.strip() for each in text.split(",") if each.strip()]


def _told(words: tuple[str, ...]) -> str:
    return " or ".join(words)

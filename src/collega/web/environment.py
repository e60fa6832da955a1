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
    word = environment.get(name, "").strip().lower()
    if word not in (*_OFF, *_ON):
        raise ValueError(f"{name} is '{word}': on is {_told(_ON)}; off is {_told(_OFF[1:])}, or leave it out.")
    return word in _ON


def one_of(environment: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """Return what a variable says; the first of what is allowed where it is empty or not there.

    Raises
    ------
    ValueError
        For anything else.
    """
    word = environment.get(name, "").strip()
    if word and word not in allowed:
        words = _told(tuple(value for value in allowed if value))
        raise ValueError(f"{name} is '{word}': it must be {words}, or left out.")
    return word or allowed[0]


def hosts_in(text: str) -> list[str]:
    """Return the names that stand in a text with commas between, without spaces around them."""
    return [host.strip() for host in text.split(",") if host.strip()]


def _told(words: tuple[str, ...]) -> str:
    return " or ".join(words)

"""Colours that stay apart for the colour-blind, and in black and white: hue changes once, lightness always.

Orange and blue are told apart in every common colour vision deficiency (Okabe & Ito 2008, Color Universal Design).
The scale of answers gets steadily darker from the most negative to the most positive one, so that a grey print keeps
the order.
"""

from __future__ import annotations

INK, QUIET, GRID, PALE = "#1b1b1b", "#4a4a4a", "#dddddd", "#f1f1f1"
MAIN, LIGHT, UNTESTED = "#0b3c6f", "#c3d7ea", "#8b97a3"
AGAINST = "#e2873b"

_NEGATIVE = ("#fdeedd", "#f2b27a")
_POSITIVE = ("#3b78ad", "#0b3c6f")
_SEQUENTIAL = ("#f4f8fc", "#0b3c6f")


def answer_colours(answers: int, positive: int) -> list[str]:
    """Return a colour for each of J answers; those from index ``positive`` on are blue, and darker than the rest."""
    return [*_ramp(*_NEGATIVE, positive), *_ramp(*_POSITIVE, answers - positive)]


def sequential() -> tuple[str, str]:
    """Return the lightest and darkest colour of a scale of amounts."""
    return _SEQUENTIAL


def on(colour: str) -> str:
    """Return black or white, whichever reads best on this colour."""
    return "#ffffff" if luminance(colour) < 0.18 else "#000000"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 black to 1 white (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mix(first: str, last: str, part: float) -> str:
    """Return the colour ``part`` of the way from ``first`` to ``last``."""
    pairs = zip(_rgb(first), _rgb(last), strict=True)
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in pairs)


def _ramp(first: str, last: str, number: int) -> list[str]:
    if number == 1:
        return [mix(first, last, 0.8)]
    return [mix(first, last, step / (number - 1)) for step in range(number)]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

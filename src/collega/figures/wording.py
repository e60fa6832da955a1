"""Numbers and lines of text as a reader in Dutch or English expects them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from collega import formats
from collega.study.text import Language

MINUS = "−"
_SYLLABLE = re.compile(r"(?<=[a-zë-ü])(?<![sS]c)[bcdfghjklmnpqrstvwxz](?=[aeiouyë-ü])(?=\w{2})")


def number(value: float, language: Language, digits: int = 0) -> str:
    """Write a number with a decimal comma in Dutch, and a true minus sign."""
    sign = MINUS if value < 0 and float(f"{value:.{digits}f}") != 0 else ""
    return sign + formats.number(abs(value), language, digits)


def percent(share: float, language: Language, digits: int = 0) -> str:
    """Write a share of 0 to 1 as a percentage."""
    return number(100 * share, language, digits) + "%"


def signed(points: float, language: Language, digits: int = 0) -> str:
    """Write a difference with its sign."""
    text = number(points, language, digits)
    return text if text.startswith(MINUS) or float(f"{points:.{digits}f}") == 0 else "+" + text


def wrap(text: str, width: int, lines: int = 3) -> str:
    """Break a text into at most so many lines of at most ``width`` characters; a cut is marked."""
    text = " ".join(_broken(word, width) for word in text.split(" "))
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …", break_on_hyphens=False)) or text


def _broken(word: str, width: int) -> str:
    """Break a word that is too long between syllables: before a consonant that a vowel follows."""
    if len(word) <= width:
        return word
    places = [syllable.start() for syllable in _SYLLABLE.finditer(word) if 3 <= syllable.start() < width]
    place = places[-1] if places else width - 1
    return f"{word[:place]}- {_broken(word[place:], width)}"


def listed(names: Sequence[str], language: Language) -> str:
    """Write names as a list in a sentence: a, b and c."""
    return formats.listing(names, language)


def quoted(text: str, language: Language) -> str:
    """Put a text between the quotation marks of the language."""
    return f"‘{text}’" if language == "nl" else f"“{text}”"


def plural(count: int, singular: str, several: str) -> str:
    """Write a count with its noun."""
    return f"{count} {singular if count == 1 else several}"

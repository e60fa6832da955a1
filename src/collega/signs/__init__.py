"""The signs of texts: which of them the fonts of the report have, and what stands in the place of the others."""

from collega.signs.drawing import (
    MISSING,
    Unprintable,
    compiler,
    is_usual,
    printable,
    texts_in,
    texts_of,
    unprintable,
    warnings_of,
)
from collega.signs.fonts import PACKAGES, SETTING, font_folders

__all__ = [
    "MISSING",
    "PACKAGES",
    "SETTING",
    "Unprintable",
    "compiler",
    "font_folders",
    "is_usual",
    "printable",
    "texts_in",
    "texts_of",
    "unprintable",
    "warnings_of",
]

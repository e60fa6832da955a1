"""Yes and no, as spreadsheets and people write them."""

from __future__ import annotations

import polars as pl

WORDS = {
    "true": ("true", "waar", "yes", "y", "ja", "j", "1"),
    "false": ("false", "onwaar", "no", "n", "nee", "0"),
}
ALLOWED = "mapping-truths"
_MEANING = {word: key for key, words in WORDS.items() for word in words}


def as_truths(cells: pl.Series) -> pl.Series:
    """Write every word for yes or no, in capitals or not, as ``true`` or ``false``; leave other cells alone."""
    meanings = {
        cell: _MEANING[cell.casefold()] for cell in cells.unique().to_list() if cell and cell.casefold() in _MEANING
    }
    return cells.replace(meanings) if meanings else cells

"""The separator of a text table: the sign that gives every line the same number of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from itertools import islice

SEPARATORS = ";,\t|"
LONGEST_CELL = 1 << 24
# rows, and characters; what the rest of the file contradicts is told with its line
_SAMPLE, _SAMPLE_SIGNS = 500, 1 << 20


def separator(text: str, header: int | None = None, skip: Collection[int] = ()) -> str:
    """Return the sign that parts the cells; ``;`` where no sign parts the names, since then there is one column.

    Parameters
    ----------
    text : str
        Lines end in a line feed.
    header : int or None
        Line with the column names; None for the first line with something in it.
    skip : collection of int
        Lines that are no rows.
    """
    sample = text[:_SAMPLE_SIGNS]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(SEPARATORS, key=lambda sign: _fit(_counts(sample, sign, header, skip)))


def _fit(counts: list[int]) -> tuple[bool, float, int]:
    """Return how well a separator fits: whether it parts the names, the lines that have as many cells, how many."""
    names = counts[0] if counts else 0
    agreeing = sum(count == names for count in counts) / max(len(counts), 1)
    return names > 1, agreeing if names > 1 else 0.0, names


def _counts(text: str, sign: str, header: int | None, skip: Collection[int]) -> list[int]:
    """Return the number of cells of the header and of the first rows, up to where the quoting breaks."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    counts: list[int] = []
    line = 1
    try:
        for cells in islice(reader, _SAMPLE + (header or 0)):
            if any(cells) and line >= (header or 1) and line not in skip:
                counts.append(len(cells))
            line = reader.line_num + 1
    except csv.Error:
        return counts  # a wrong sign breaks the quoting of the names already
    return counts

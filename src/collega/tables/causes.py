"""One cause is one problem: told at its first place, with how many more places there are."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 5


def on_lines(found: str, lines: Sequence[int]) -> str:
    """Return what was found on the first of these lines, and where else: "... (8 lines: 2, 3, 4, 5, 6, ...)"."""
    return found if len(lines) == 1 else f"{found} ({len(lines)} lines: {_listed(lines)})"


def in_cells(found: str, cells: Sequence[str]) -> str:
    """Return what was found in the first of these cells, and where else: "... (8 cells: B2, B3, B4, B5, B6, ...)"."""
    return found if len(cells) == 1 else f"{found} ({len(cells)} cells: {_listed(cells)})"


def more_lines(number: int) -> str:
    """Return how many lines are not told apart."""
    return "1 more line like this" if number == 1 else f"{number} more lines like these"


def more_columns(number: int) -> str:
    """Return how many columns are not told apart."""
    return "1 more column like this" if number == 1 else f"{number} more columns like these"


def _listed(places: Sequence[object]) -> str:
    return ", ".join([*map(str, places[:SHOWN]), *(["..."] if len(places) > SHOWN else [])])

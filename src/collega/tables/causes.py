"""One cause is one problem: told at its first place, with how many more places there are."""

from __future__ import annotations

from collections.abc import Sequence

from collega.messages import Message

SHOWN = 5


def on_lines(cause: str, lines: Sequence[int]) -> str:
    """Return what was found on the first of these lines, and where else: "... (8 lines: 2, 3, 4, 5, 6, ...)"."""
    return (
        cause
        if len(lines) == 1
        else Message("tables-found-on-lines", found=cause, number=len(lines), places=_listed(lines))
    )


def in_cells(cause: str, cells: Sequence[str]) -> str:
    """Return what was found in the first of these cells, and where else: "... (8 cells: B2, B3, B4, B5, B6, ...)"."""
    return (
        cause
        if len(cells) == 1
        else Message("tables-found-in-cells", found=cause, number=len(cells), places=_listed(cells))
    )


def more_lines(number: int) -> str:
    """Return how many lines are not told apart."""
    return Message("tables-one-more-line") if number == 1 else Message("tables-more-lines", number=number)


def more_columns(number: int) -> str:
    """Return how many columns are not told apart."""
    return Message("tables-one-more-column") if number == 1 else Message("tables-more-columns", number=number)


def _listed(places: Sequence[object]) -> str:
    return ", ".join([*map(str, places[:SHOWN]), *(["..."] if len(places) > SHOWN else [])])

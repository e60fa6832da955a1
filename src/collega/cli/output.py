"""What the command line prints: results to stdout, messages and progress to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

_UNWRAPPED = 10_000


def messages() -> Console:
    """Return a console on stderr; lines are not wrapped when it is no terminal."""
    return _console(sys.stderr)


def results() -> Console:
    """Return a console on stdout; lines are not wrapped when it is no terminal."""
    return _console(sys.stdout)


def _console(stream: Any) -> Console:
    return Console(
        file=stream, highlight=False, markup=False, soft_wrap=True, width=None if stream.isatty() else _UNWRAPPED
    )


def print_json(values: Any) -> None:
    """Print one JSON document to stdout; what was not computed is null."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def warn(warnings: Iterable[str]) -> None:
    """Print warnings to stderr."""
    console = messages()
    for warning in warnings:
        console.print(f"Warning: {warning}", style="bold yellow")


def say(text: str) -> None:
    """Print a message to stderr."""
    messages().print(text)


def show(title: str, frame: pl.DataFrame, *, bar: str | None = None, top: float | None = None) -> None:
    """Print a table, with a bar drawn for the column ``bar`` in proportion to ``top`` (or its maximum)."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)
    for name in frame.columns:
        table.add_column(name, justify="right" if frame.schema[name].is_numeric() else "left")
    if bar is not None:
        table.add_column("")
    highest = 1.0 if bar is None else float(top or frame[bar].max() or 1.0)  # type: ignore[arg-type]
    for row in frame.iter_rows(named=True):
        cells = [_cell(value) for value in row.values()]
        table.add_row(*cells, *([] if bar is None else [bar_of(row[bar], highest)]))
    results().print(table)
    results().print()


def bar_of(value: float | None, highest: float, width: int = 30) -> str:
    """Draw a bar of at most ``width`` blocks."""
    if value is None:
        return ""
    eighths = round(8 * width * max(value, 0.0) / highest)
    return "█" * (eighths // 8) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]


def stacked(shares: Sequence[float], width: int = 40) -> str:
    """Draw shares that sum to one as one bar in shades from light to dark."""
    shades = "░▒▓█" if len(shares) <= 4 else "·░▒▓█"
    ends = [round(width * sum(shares[: number + 1])) for number in range(len(shares))]
    starts = [0, *ends[:-1]]
    last = max(len(shares) - 1, 1)
    return "".join(
        shades[round(number * (len(shades) - 1) / last)] * (end - start)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3g}" if isinstance(value, float) and abs(value) < 10 else _long(value)


def _long(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def problems_json(error: Exception, problems: Sequence[Any]) -> Mapping[str, Any]:
    """Return an error as JSON, with every problem apart."""
    fields = ("file", "line", "where", "found", "allowed", "hint")
    return {
        "error": type(error).__name__,
        "message": str(error),
        "problems": [{name: getattr(problem, name) for name in fields} for problem in problems],
    }

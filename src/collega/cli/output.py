"""What the command line prints: results to stdout, messages and progress to stderr."""

from __future__ import annotations

import codecs
import json
import os
import re
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import polars as pl
from rich.console import Console
from rich.table import Table

from collega.cli.hints import problem_with_hints, refusal, with_hint
from collega.errors import CollegaError, InputError, ReadFile
from collega.messages import code_of

_UNWRAPPED, _BAR, _GAP, _WORD = 10_000, 30, 2, 24
_BLOCKS = "▏▎▍▌▋▊▉█░▒▓"
_HALF = re.compile("[\ud800-\udfff]")
_PLAIN = dict.fromkeys(_BLOCKS, "#") | {"░": ".", "▒": ":", "▓": "+", "·": " ", "…": "...", "–": "-"}
_PLAIN |= dict.fromkeys("“”", '"') | dict.fromkeys("‘’", "'")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to whoever runs the command: rich would end the process."""
        raise BrokenPipeError


def open_streams() -> None:
    """Open what whoever started this process closed, so that printing is no error."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  -- as long as the process


def close_output() -> None:
    """Print nothing more, also not what Python has not written yet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command(*words: object) -> str:
    """Return a command of Collega that can be copied to a shell, whatever its folder is called."""
    return shlex.join(["collega", *map(str, words)])


def show_what_can_be_shown(stream: Any) -> None:
    """Let a stream that cannot show a sign show bars in ASCII, and a question mark for what it has not."""
    if hasattr(stream, "reconfigure"):
        codecs.register_error("collega", _in_ascii)
        stream.reconfigure(errors="collega")


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def messages() -> Console:
    """Return a console on stderr; lines are not wrapped when it is no terminal."""
    return _console(sys.stderr)


def results() -> Console:
    """Return a console on stdout; lines are not wrapped when it is no terminal."""
    return _console(sys.stdout)


def _console(stream: Any) -> Console:
    return _Console(
        file=stream, highlight=False, markup=False, soft_wrap=True, width=None if stream.isatty() else _UNWRAPPED
    )


def print_json(values: Any) -> None:
    """Print one JSON document to stdout; what was not computed is null."""
    plain = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(values, ensure_ascii=plain, allow_nan=False, indent=1)
    if _HALF.search(text):  # in a case, or in a file name of another encoding
        text = json.dumps(values, allow_nan=False, indent=1)
    sys.stdout.write(text + "\n")


def warn(warnings: Iterable[str]) -> None:
    """Print warnings to stderr."""
    console = messages()
    for warning in warnings:
        console.print(f"Warning: {with_hint(warning)}", style="bold yellow")


def say(text: str) -> None:
    """Print a message to stderr."""
    messages().print(text)


def tell_removed(names: Sequence[str]) -> None:
    """Say which synthetic files had to go."""
    if names:
        say(f"Removed what was simulated here before, and what came from it: {', '.join(names)}.")


def tell_sources(sources: Iterable[ReadFile]) -> None:
    """Say how files from elsewhere were read: the sheet, the encoding, the separator, and what was left out."""
    for source in sources:
        say(" ".join(f"{sentence}." for sentence in source.sentences()))


def sentence(thing: object) -> str:
    """Return what a thing says of itself, as the beginning of a line."""
    text = f"{thing!r}".strip("<>")
    return text[:1].upper() + text[1:]


def show(
    title: str, frame: pl.DataFrame, *, bar: str | None = None, top: float | None = None, digits: int | None = None
) -> None:
    """Print a table, with a bar drawn for the column ``bar`` in proportion to ``top`` (or its maximum).

    In a narrow terminal texts go over several lines; numbers and bars are never cut. ``digits`` are the decimals of
    numbers that are not whole.
    """
    console = results()
    frame = _bars_that_fit(frame, console.width - (0 if bar is None else _BAR // 3 + _GAP))
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)
    rows = [[_cell(value, digits) for value in row] for row in frame.iter_rows()]
    columns = [[name, *(row[number] for row in rows)] for number, name in enumerate(frame.columns)]
    fixed_columns = [frame.schema[name].is_numeric() or _has_bars(frame[name]) for name in frame.columns]
    longest = [max(map(len, cells)) for cells in columns]
    least = [
        longest_cell if fixed else _longest_word(cells)
        for cells, fixed, longest_cell in zip(columns, fixed_columns, longest, strict=True)
    ]
    gaps = _GAP * (len(columns) - (bar is None))
    width = min(_BAR, max(_BAR // 3, console.width - gaps - sum(longest)), max(1, console.width - gaps - sum(least)))
    sizes = _shared(console.width - gaps - (0 if bar is None else width), least, longest)
    for name, fixed, size in zip(frame.columns, fixed_columns, sizes, strict=True):
        justify: Literal["right", "left"] = "right" if frame.schema[name].is_numeric() else "left"
        table.add_column(name, justify=justify, no_wrap=fixed, overflow="fold", width=size)
    if bar is not None:
        table.add_column("", no_wrap=True)
    highest = 1.0 if bar is None else float(top or frame[bar].max() or 1.0)  # type: ignore[arg-type]
    for number, row in enumerate(rows):
        table.add_row(*row, *([] if bar is None else [bar_of(frame[bar][number], highest, width)]))
    console.print(table)
    console.print()


def _shared(width: int, least: Sequence[int], longest: Sequence[int]) -> list[int]:
    """Give every column its least width, and what is left to the first columns that want more."""
    room = max(0, width - sum(least))
    sizes = []
    for low, high in zip(least, longest, strict=True):
        extra = min(room, high - low)
        sizes.append(low + extra)
        room -= extra
    return sizes


def _bars_that_fit(frame: pl.DataFrame, width: int) -> pl.DataFrame:
    """Draw bars in a frame smaller where a narrow terminal has no place for them beside the words."""
    texts = {name: [name, *map(str, frame[name].drop_nulls())] for name in frame.columns}
    bars = [name for name in frame.columns if _has_bars(frame[name])]
    longest = {name: max(map(len, cells)) for name, cells in texts.items()}
    least = {name: longest[name] if frame.schema[name].is_numeric() else _least(texts[name]) for name in texts}
    gaps = _GAP * (frame.width - 1)
    for name in bars:
        room = width - gaps - sum(least[text_name] for text_name in texts if text_name not in bars)
        room -= sum(longest[text_name] for text_name in bars if text_name != name)
        size = max(_BAR // 3, room)
        if size < longest[name]:
            cells = [_smaller(cell, size / longest[name]) for cell in frame[name]]
            frame = frame.with_columns(pl.Series(name, cells, dtype=pl.String))
            longest[name] = size
    return frame


def _smaller(cell: str | None, scale: float) -> str | None:
    if cell is None or not set(cell) & set(_BLOCKS):
        return cell
    return "".join(cell[int(place / scale)] for place in range(round(len(cell) * scale)) if place / scale < len(cell))


def _longest_word(texts: Sequence[str]) -> int:
    return min(_WORD, max((len(word) for text in texts for word in text.split()), default=0))


def _least(texts: Sequence[str]) -> int:
    """Return the width below which a column of texts gets hard to read."""
    return max(_longest_word(texts), min(_BAR // 2, max(map(len, texts))))


def _has_bars(cells: pl.Series) -> bool:
    return cells.dtype == pl.String and any(set(cell or "") & set(_BLOCKS) for cell in cells)


def bar_of(value: float | None, highest: float, width: int = _BAR) -> str:
    """Draw a bar of at most ``width`` blocks."""
    if value is None:
        return ""
    eighths = round(8 * width * max(value, 0.0) / highest)
    part = eighths % 8
    return "█" * (eighths // 8) + _BLOCKS[part - 1 : part]


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


def signed(points: float) -> str:
    """Write a difference in whole numbers with its sign; nothing is neither more nor less."""
    return f"{points:+.0f}" if round(points) != 0 else "0"


def _cell(value: object, digits: int | None) -> str:
    if value is None:
        return "–"
    if digits is not None and isinstance(value, float):
        return f"{round(value, digits) + 0.0:.{digits}f}"
    return f"{value:.3g}" if isinstance(value, float) and abs(value) < 10 else _long(value)


def _long(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def problems_json(error: CollegaError, sources: Iterable[ReadFile] = ()) -> Mapping[str, Any]:
    """Return an error as JSON, with every problem apart, and how the files were read."""
    problems = error.problems if isinstance(error, InputError) else ()
    fields = ("file", "line", "where", "found", "allowed", "hint")
    return {
        "error": type(error).__name__,
        "message": refusal(error),
        "code": code_of(error.message) or None,
        "problems": [
            {name: getattr(problem_with_hints(problem), name) for name in fields}
            | {"code": code_of(problem.found) or None}
            for problem in problems
        ],
        "read": [source.as_json() for source in sources],
    }

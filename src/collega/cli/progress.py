"""Progress on stderr: a bar in a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from collega import caches, warm
from collega.cli.output import messages, say

Report = Callable[[float], None]


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """Yield a function that takes the fraction done, 0 to 1."""
    if not sys.stderr.isatty():
        yield lambda _fraction: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=messages(), transient=True) as progress:
        task = progress.add_task(title, total=1.0)
        yield lambda fraction: progress.update(task, completed=fraction)


def compile_kernels() -> None:
    """Compile the numerical kernels where that was not done yet, and say so: it takes minutes."""
    if not caches.lasts():
        say(f"No folder for compiled code can be written, so every command compiles anew. Name one: {caches.SETTING}")
        return
    if not warm.is_cold():
        return
    say("Compiling the numerical kernels (once, about three minutes on two cores) ...")
    with progress_bar("Compiling") as progress:
        warm.warm(lambda _room, fraction: progress(fraction))

"""One fit of one study folder in partitions, in a process of its own, so that its memory is its own as well.

Usage: python -m benchmarks.one_cluster FOLDER pooled|mixed [ADDRESS|timed]. Prints a line of JSON. ``timed`` works on
one partition after the other, and tells what each piece of work took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.one_size import MODELS, peak_memory, refuse_more_than_free, reset_peak
from benchmarks.panels import make_panel
from collega.folder import StudyFolder
from collega.panel.stored import Spread, local_pieces
from collega.pieces import Pieces, Report
from collega.workers import workers_at

T = TypeVar("T")
R = TypeVar("R")


class TimedPieces:
    """Pieces in this process, one after the other; every ``collect`` and ``hold`` adds its times to ``phases``."""

    def __init__(self, sources: Sequence[Callable[[], Any]], phases: list[list[float]]) -> None:
        self._sources, self._phases = tuple(sources), phases

    def __len__(self) -> int:
        return len(self._sources)

    def collect(self, work: Callable[..., R], *each: Sequence[Any], progress: Report | None = None) -> list[R]:
        """See :class:`collega.pieces.Pieces`."""
        del progress
        phase: list[float] = []
        results = []
        for source, *more in zip(self._sources, *each, strict=True):
            began = time.perf_counter()
            results.append(work(source(), *more))
            phase.append(time.perf_counter() - began)
        self._phases.append(phase)
        return results

    def hold(self, work: Callable[[Any], R], progress: Report | None = None) -> Pieces[R]:
        """See :class:`collega.pieces.Pieces`."""
        results = self.collect(work, progress=progress)
        return TimedPieces([_Constant(result) for result in results], self._phases)


class _Constant:
    def __init__(self, value: Any) -> None:
        self._value = value

    def __call__(self) -> Any:
        return self._value


def main(folder: Path, model: str, where: str | None) -> None:
    refuse_more_than_free()
    MODELS[model](make_panel(50))  # loads what was compiled
    phases: list[list[float]] = []
    with ExitStack() as stack:
        spread: Spread = local_pieces
        if where == "timed":
            spread = _timed(phases)
        elif where is not None:
            spread = stack.enter_context(workers_at(where)).pieces
            _warm(StudyFolder(folder), spread, model)
        reset_peak()
        began, busy = time.perf_counter(), time.process_time()
        parts = StudyFolder(folder).parts(spread=spread)
        assert parts is not None
        fit = MODELS[model](parts)  # type: ignore[arg-type]
        told = {"seconds": time.perf_counter() - began, "processor": time.process_time() - busy}
        told |= {"memory": peak_memory(), "converged": fit.converged}
    print(json.dumps(told | {"answers": fit.n_answers, "log_likelihood": fit.log_likelihood, "phases": phases}))


def _timed(phases: list[list[float]]) -> Spread:
    def spread(sources: Sequence[Callable[[], Any]]) -> Pieces[Any]:
        return TimedPieces(sources, phases)

    return spread


def _warm(folder: StudyFolder, spread: Spread, model: str) -> None:
    """Let the workers load the program, which is no part of the time of a fit."""
    parts = folder.parts(spread=lambda sources: spread(sources[:4]))
    assert parts is not None
    MODELS[model](parts)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)

"""The folders, the schedule and the charts of ``python -m benchmarks cluster``, without timing anything."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.cluster_chart import size_figure, workers_figure
from benchmarks.one_cluster import TimedPieces
from benchmarks.partitions import first_partitions, write_folder
from benchmarks.schedule import MeasuredFit, makespan
from collega.folder import StudyFolder
from collega.model.pooled import fit_pooled
from collega.panel.parts import PanelParts
from tests.model.test_parts import require_same


def test_partitions_differ_and_a_smaller_folder_has_the_first_of_them(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "all", 25, people=10)
    panel = StudyFolder(folder).panel()
    assert (panel.n_participants, panel.n_answers) == (25, 25 * 21)
    assert panel.people["participant"].to_list() == [f"p{i}" for i in range(25)]
    first = StudyFolder(first_partitions(tmp_path / "first", folder, 2)).panel()
    assert first.n_participants == 20
    assert (first.answer == panel.answer[: 20 * 21]).all()
    assert (panel.answer[: 10 * 21] != panel.answer[10 * 21 : 20 * 21]).any()


def test_timed_pieces_compute_the_same_fit_and_tell_every_phase(tmp_path: Path) -> None:
    folder = StudyFolder(write_folder(tmp_path / "all", 30, people=10))
    phases: list[list[float]] = []
    timed = folder.parts(spread=lambda sources: TimedPieces(sources, phases))
    here = folder.parts()
    assert isinstance(timed, PanelParts)
    assert isinstance(here, PanelParts)
    require_same(fit_pooled(timed), fit_pooled(here))
    assert len(phases) > 3
    assert {len(phase) for phase in phases} == {3}
    assert all(seconds > 0 for phase in phases for seconds in phase)


def test_every_piece_goes_to_the_worker_that_is_free_first() -> None:
    assert makespan([3.0, 1.0, 1.0, 1.0], 2) == 3.0
    assert makespan([1.0, 1.0, 1.0, 3.0], 2) == 4.0
    assert makespan([2.0, 3.0], 1) == 5.0
    assert makespan([2.0, 3.0], 8) == 3.0


def test_more_workers_cannot_take_over_what_one_process_does() -> None:
    fit = MeasuredFit(seconds=10.0, phases=((2.0, 2.0), (4.0,)))
    assert (fit.alone, fit.pieces) == (2.0, 3)
    overhead = fit.overhead(10.6)
    assert overhead == pytest.approx(0.2)
    assert fit.with_workers(1, overhead) == pytest.approx(10.6)
    assert fit.with_workers(2, overhead) == pytest.approx(2.0 + 0.6 + 2.0 + 4.0)
    assert fit.with_workers(99, overhead) == fit.with_workers(2, overhead)


def test_the_charts_tell_their_numbers_without_colour() -> None:
    sizes = [
        {"model": model, "participants": size, "seconds": size / 1e4, "memory_gib": 0.2 + size / 1e6}
        for model in ("pooled", "mixed")
        for size in (50, 1_000, 10_000_000)
    ]
    figure = size_figure(pl.DataFrame(sizes))
    assert "pooled: 50: 0.005, 0.2; 1,000: 0.1, 0.2; 10,000,000: 1e+03, 10" in figure.alt
    svg = figure.svg()
    assert all(f">{word}<" in svg for word in ("time of one fit", "most memory of the process", "10,000,000"))
    workers = [
        {"model": "mixed", "workers": number, "seconds": 8.0 / number, "how": how}
        for how, numbers in (("measured", (1, 2)), ("simulated", (1, 2, 4)))
        for number in numbers
    ]
    assert "mixed: 1: 8" in workers_figure(pl.DataFrame(workers)).alt
    assert 'stroke-dasharray="6,4"' in workers_figure(pl.DataFrame(workers)).svg()

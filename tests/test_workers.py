"""Work on a Dask cluster: the same as here, also when a worker is killed; refused with a reason where it cannot be."""

from __future__ import annotations

import os
import signal
import socket
import sys

import pytest
from distributed.client import FutureCancelledError

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.model.mixed import fit_mixed
from collega.model.pooled import fit_pooled
from collega.panel.parts import spread_panel
from collega.workers import WorkersError, _refusals, _require_workers, workers_at
from tests.model.simulated import simulated_panel
from tests.model.test_parts import require_same

PARTS = 6


def process_of(_: object) -> int:
    return os.getpid()


def refuse(value: int) -> int:
    raise DataError([Problem(file="answers/a.parquet", line=value, found=Message("panel-no-answer"))])


def test_a_cluster_fits_the_same_while_its_workers_are_killed() -> None:
    panel = simulated_panel(31, participants=40)
    with workers_at("local:2") as workers:
        assert workers.cores == 2
        parts = spread_panel(panel, workers.scatter, PARTS)
        require_same(fit_pooled(parts), fit_pooled(panel))

        killed = []

        def kill(_: float) -> None:
            if not killed:
                killed.append(parts.counted.cells.collect(process_of)[0])
                assert killed[0] != os.getpid()
                os.kill(killed[0], signal.SIGKILL)  # with everyone's answers that it held

        require_same(fit_mixed(parts, progress=kill), fit_mixed(panel))
        assert killed

        with pytest.raises(DataError) as refused:
            workers.scatter([3]).collect(refuse)
        (problem,) = refused.value.problems
        assert (problem.file, problem.line, str(problem.found)) == (
            "answers/a.parquet",
            3,
            "there is no answer in this table",
        )


@pytest.mark.parametrize("address", ["", "local:0", "local:two", "here", "local:-1", "tcp://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with (
        pytest.raises(WorkersError, match=r"is not the address of a cluster. Allowed: .* local:2"),
        workers_at(address),
    ):
        pass


def test_an_address_where_nothing_answers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collega.workers._PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(WorkersError, match=f"no Dask scheduler answers at {address}"), workers_at(address):
        pass


@pytest.mark.parametrize("error", [FutureCancelledError("key", "lost"), OSError("gone"), TimeoutError()])
def test_whatever_the_cluster_fails_by_is_told(error: Exception) -> None:
    with pytest.raises(WorkersError, match="could not do the work"), _refusals():
        raise error


def test_workers_without_collega_are_refused() -> None:
    class Client:
        def wait_for_workers(self, number: int, timeout: float) -> None:
            assert number == 1
            assert timeout > 0

        def run(self, _: object) -> None:
            raise ModuleNotFoundError("No module named 'collega'")

    with pytest.raises(WorkersError, match=r"cannot run Collega .*No module named"):
        _require_workers(Client(), "tcp://machine:8786")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkersError, match=r"not installed .*pip install 'collega\[cluster\]'"), workers_at("local:1"):
        pass

"""The site's heavy jobs on a cluster: the same results, and a model also where nothing answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from collega.messages import Message
from collega.model.pooled import fit_pooled
from collega.model.validation import validate
from collega.panel import Panel
from collega.panel.parts import PanelParts
from collega.pieces import LocalPieces
from collega.web.jobs import cluster, fitting
from collega.web.jobs.cluster import on_site_workers, site_workers, spread_to
from collega.workers import Workers, WorkersError
from tests.model.simulated import simulated_panel


class HereWorkers(Workers):
    """Workers that are threads of this process."""

    @property
    def cores(self) -> int:
        return 2

    def scatter(self, values):
        return LocalPieces.from_values(values)

    def pieces(self, sources):
        return LocalPieces(sources)


HERE = HereWorkers(client=None, address="here")


def test_without_the_setting_there_are_no_workers(settings):
    settings.CLUSTER = ""
    with site_workers() as workers:
        assert workers is None
        panel = simulated_panel(1, participants=8)
        assert spread_to(workers, panel) is panel


def test_the_setting_names_the_cluster(settings, monkeypatch: pytest.MonkeyPatch):
    settings.CLUSTER = "tcp://machine:8786"
    asked = []

    @contextmanager
    def workers_at(address: str) -> Iterator[Workers]:
        asked.append(address)
        yield HERE

    monkeypatch.setattr(cluster, "workers_at", workers_at)
    with site_workers() as workers:
        assert workers is HERE
    assert asked == ["tcp://machine:8786"]


def test_where_nothing_answers_the_worker_computes_itself_and_says_so(settings, monkeypatch, caplog):
    monkeypatch.setattr("collega.workers._PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLUSTER = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with site_workers() as workers:
        assert workers is None
    assert f"Computing here instead: no Dask scheduler answers at {settings.CLUSTER}" in caplog.text


def test_where_the_cluster_fails_midway_the_worker_computes_itself_and_says_so(settings, monkeypatch, caplog):
    settings.CLUSTER = "tcp://machine:8786"

    @contextmanager
    def workers_at(_: str) -> Iterator[Workers]:
        yield HERE

    def fails(*_: object, **__: object) -> LocalPieces:
        raise WorkersError(Message("workers-failed", error="gone"))

    monkeypatch.setattr(cluster, "workers_at", workers_at)
    panel = simulated_panel(4, participants=12)
    assert on_site_workers(lambda workers: "here" if workers is None else fails()) == "here"
    monkeypatch.setattr(HereWorkers, "pieces", fails)
    told = fitting._validated(panel, fit_pooled(panel), lambda _: None)
    assert told
    assert "Computing here instead: the cluster could not do the work: gone" in caplog.text


def test_only_models_that_can_be_spread_go_to_the_workers():
    few, many = simulated_panel(2, participants=12, scenarios=60), simulated_panel(3, participants=30)
    assert isinstance(spread_to(HERE, few), PanelParts)
    assert isinstance(spread_to(HERE, many), Panel)


def test_folds_on_workers_predict_the_same():
    panel = simulated_panel(4, participants=12)
    fit = fit_pooled(panel)
    told: list[float] = []
    spread = validate(panel, fit, spread=HERE.pieces, progress=told.append)
    assert spread.as_json() == validate(panel, fit).as_json()
    assert max(told) == 1.0

"""Probes and counts: what a program may know of a running site."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from collega.web.operations import health
from collega.web.queue import enqueue


def test_alive_without_a_database_and_by_any_name(client: Client) -> None:
    answer = client.get(health.LIVE, headers={"host": "10.0.0.7:8000"})  # pytest-django would refuse a query
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_while_the_database_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get(health.READY, headers={"host": "10.0.0.7:8000"}).status_code == 200

    class Gone:
        def cursor(self) -> None:
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "connection", Gone())
    answer = client.get(health.READY)
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db
def test_counts_for_whoever_has_the_token(client: Client) -> None:
    enqueue("tick", hour="now")
    assert client.get("/metrics/").status_code == 404
    with override_settings(METRICS_TOKEN="a long token"):
        assert client.get("/metrics/").status_code == 404
        assert client.get("/metrics/", headers={"authorization": "Bearer another"}).status_code == 404
        told = client.get("/metrics/", headers={"authorization": "Bearer a long token"}).content.decode()
    assert 'collega_jobs{kind="tick",state="waiting"} 1.0' in told
    assert "collega_job_wait_seconds " in told
    assert not any(word in told for word in ("interview", "answer", "@"))

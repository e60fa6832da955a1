"""The short form of ``python -m benchmarks sessions``: a server killed while phones judge loses and doubles nothing."""

from __future__ import annotations

import pytest

from benchmarks.sessions import measure


@pytest.mark.slow
def test_a_killed_server_loses_and_doubles_no_judgement() -> None:
    found = measure(phones=6, seconds=9.0)
    assert (found.sent, found.lost, found.doubled) == (6, 0, 0)
    assert found.failures > 0  # the server was away while they judged

"""A plugin of pytest for tests of changed lines: slow tests last, and no new test after the time is over.

Seconds of the processor stand in ``TESTS_SECONDS`` (0: no limit); the test that runs is written to ``TESTS_NOTE``.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests last; the others stay as asked."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the test that starts; start none when the time is over."""
    seconds = float(os.environ["TESTS_SECONDS"])
    if seconds and time.process_time() > seconds:
        pytest.exit("the time is over", returncode=0)
    Path(os.environ["TESTS_NOTE"]).write_text(item.nodeid)

"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

OF_PYTEST = "PYTEST_"


@pytest.fixture(autouse=True)
def environment_as_before() -> Iterator[None]:
    """No test leaves a setting behind: processes that a later test starts would inherit it."""
    before = {name: value for name, value in os.environ.items() if not name.startswith(OF_PYTEST)}
    yield
    after = {name: value for name, value in os.environ.items() if not name.startswith(OF_PYTEST)}
    assert after == before

"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

OTHERS = ("PYTEST_", "_", "DJANGO_ALLOW_ASYNC_UNSAFE")  # of pytest, of libraries when loaded, of browser tests
BEFORE = pytest.StashKey[dict[str, str]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    item.parent.stash.setdefault(BEFORE, environment())
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """No file of tests leaves a setting behind: the processes that later tests start would inherit it."""
    yield
    if nextitem is None or nextitem.parent is not item.parent:
        assert environment() == item.parent.stash[BEFORE]
        del item.parent.stash[BEFORE]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}

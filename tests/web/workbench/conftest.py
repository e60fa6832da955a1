"""A study with everything in it, and its owner."""

from __future__ import annotations

import pytest

from tests.web.conftest import make_member, make_study
from tests.web.workbench.everything import EVERYTHING


@pytest.fixture
def full(db):
    """A study in which every field of every part is set."""
    return make_study(text=EVERYTHING)


@pytest.fixture
def full_client(client, full):
    client.force_login(make_member(full))
    return client

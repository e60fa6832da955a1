"""A database of every earlier state, with rows in every table, becomes today's: on SQLite, and on PostgreSQL."""

from __future__ import annotations

import json
from pathlib import Path

from django.apps import apps

from tests.web.operations.site import new_site

REWRITTEN = {"records.ShownState.blocks"}
"""What a migration writes anew on purpose: members of a state by keyed hashes instead of names."""


def test_rows_of_every_state_survive(tmp_path: Path) -> None:
    told = json.loads(new_site(tmp_path).run("from tests.web.operations.every_state import main\nmain()"))
    assert told["gone"] == []
    assert told["wrong"] == []
    assert set(told["changed"]) == REWRITTEN
    assert told["states"] >= 30
    assert told["tables"] == len(
        [model for name in ("records", "accounts") for model in apps.get_app_config(name).get_models()]
    )

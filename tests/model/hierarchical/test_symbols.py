"""The table of symbols in the methods names everything that the sampler draws, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from collega.model.hierarchical.state import Data, Prior, State, Work

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "hierarchical.md"
TABLE = PAGE.read_text(encoding="utf-8").partition("## Symbols and names")[2].partition("\n## ")[0]
HOMES = {"State": State, "Data": Data, "Prior": Prior, "Work": Work}
TUNING = {"step", "accepted"}  # no unknowns: how the thresholds' steps are tuned


def test_every_name_in_the_table_is_a_field() -> None:
    named = re.findall(r"`(State|Data|Prior|Work)\.(\w+)`", TABLE)
    assert named
    assert [f"{home}.{name}" for home, name in named if name not in HOMES[home]._fields] == []


def test_everything_that_is_drawn_and_every_scale_of_a_prior_has_a_symbol() -> None:
    named = set(re.findall(r"`(\w+\.\w+)`", TABLE))
    wanted = {f"State.{name}" for name in State._fields if name not in TUNING}
    wanted |= {f"Prior.{name}" for name in Prior._fields}
    assert wanted - named == set()

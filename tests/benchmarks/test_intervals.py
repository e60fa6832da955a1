"""One study of ``python -m benchmarks intervals``, with short chains."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import intervals
from collega.model.hierarchical import fit as hierarchical

SHORT = hierarchical.Effort(chains=2, warm_up=100, sweeps=200, rounds=0)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name: values for name, *values in cells}


@pytest.mark.slow
def test_what_is_held_is_counted_for_every_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(hierarchical, "_effort_for", lambda *_: SHORT)
    intervals.run(1)
    rows = told(capsys)
    assert rows.pop("percentage of 90% intervals that hold the truth") == ["hierarchical", "mixed", "pooled"]
    for name, values in rows.items():
        assert (values[1:] == ["-", "-"]) == name.endswith("a group")
    percentages = [float(value.split()[0]) for values in rows.values() for value in values if value != "-"]
    assert all(0.0 <= percentage <= 100.0 for percentage in percentages)
    assert float(rows["share of a case, everybody"][0].split()[0]) > 50.0

    monkeypatch.setattr(intervals, "true_shares", lambda *of: np.full(len(of[-1]), 1.01))
    monkeypatch.setattr(intervals, "MODELS", ("pooled",))
    intervals.run(1)
    assert told(capsys)["share of a case, everybody"] == ["0.0 (0.0)"]  # no interval holds more than everybody

"""A short run of ``python -m benchmarks checks``: what it counts, and that the checks find what is there, no more."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import checks


def test_nothing_is_found_more_often_than_chance_allows() -> None:
    """Thirty studies: a share of 5% has a standard error of 4 points, that of many tests a smaller one."""
    outcomes = [checks.called(number, 50, checks.World()) for number in range(100, 130)]
    rates = {name: float(np.mean([outcome[name] for outcome in outcomes])) for name in outcomes[0]}
    assert rates["a pair"] < 0.10
    assert rates["a scenario"] < 0.08
    assert all(rates[name] <= 0.17 for name in ("scale use", "position", "consistency", "week"))


@pytest.mark.parametrize("title", [title for number, title in enumerate(checks.FLAWED) if number % 2])
def test_the_larger_flaw_of_each_kind_is_found_among_300(title: str) -> None:
    found = checks.FINDS[title.split(maxsplit=1)[0]]
    assert sum(found(checks.draw(number, 300, checks.FLAWED[title])) for number in range(10, 13)) >= 2


def test_tables_have_a_rate_and_its_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "SIZES", {50: (21, 2)})
    monkeypatch.setattr(checks, "SOUND", {"normal": checks.World()})
    monkeypatch.setattr(checks, "FLAWED", {"stretch 2": checks.World(stretch=2.0)})
    checks.run(2, 2)
    told = capsys.readouterr().out
    assert "| scale use |" in told
    assert "| stretch 2 | 100.0 (0.0) |" in told

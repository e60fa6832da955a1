"""One study of ``python -m benchmarks importance``, without the hierarchical model."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import importance
from benchmarks.importance import World, draw, true_importance
from benchmarks.truth import draw_study
from tests.benchmarks.test_intervals import told


def test_the_truth_is_that_of_the_population_that_the_people_come_from() -> None:
    rng = np.random.default_rng(1)
    drawn = draw(rng, draw_study(rng), "three groups", World(people=9000, studies=1))
    sampled = true_importance(drawn, drawn.utilities.mean(axis=0))
    # averages of 9,000 people with standard deviation 0.4 are within 0.02 logits, of 6.65 in all ranges
    assert sampled == pytest.approx(true_importance(drawn, drawn.population), abs=1.0)
    assert (true_importance(drawn, drawn.population)[~drawn.weighed] == 0).all()


@pytest.mark.slow
def test_what_is_held_is_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(importance, "WORLDS", {"few": World(people=50, studies=1)})
    importance.run()
    rows = told(capsys)
    assert rows.pop("percent") == ["mixed", "pooled"]
    number = {name: float(values[0].split()[0]) for name, values in rows.items()}
    assert number["held, criteria that people weigh"] > 50
    assert number["estimate where nobody weighs"] < number["estimate where nobody weighs, noise not taken off"]
    monkeypatch.setattr(importance, "true_importance", lambda *_: np.full(10, 101.0))
    importance.run()
    assert (
        told(capsys)["held, criteria that people weigh"] == ["0.0 (0.0)"] * 2
    )  # no interval holds more than everything

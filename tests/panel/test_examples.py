"""The real data sets come in through the front door and give the numbers of other software."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collega.model.estimate import estimate
from collega.panel import Panel, import_panel
from collega.study import load_study

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FILES = {
    "wine": ("ratings.csv", "scenarios.csv", None),
    "tea": ("preferences.csv", "profiles.csv", None),
    "verbagg": ("answers-long.csv", "situations.csv", "people.csv"),
}


def example(name: str) -> Panel:
    folder = EXAMPLES / name
    answers, scenarios, people = FILES[name]
    return import_panel(
        load_study(folder / "study.yaml"),
        answers=folder / answers,
        scenarios=folder / scenarios,
        participants=folder / people if people else None,
        mapping=folder / "mapping.yaml",
    )


@pytest.mark.parametrize(("name", "people", "answers"), [("wine", 9, 72), ("tea", 100, 1300), ("verbagg", 316, 7584)])
def test_everything_comes_in(name: str, people: int, answers: int) -> None:
    panel = example(name)
    assert (panel.n_participants, panel.n_answers) == (people, answers)


@pytest.mark.parametrize("name", FILES)
def test_log_likelihood_of_polr(name: str) -> None:
    reference = json.loads((ROOT / "tests" / "reference" / name / "reference.json").read_text())["models"]["polr"]
    fit = estimate(example(name), "pooled", coding="effects", seed=1)
    assert fit.log_likelihood == pytest.approx(reference["logLik"], abs=1e-4)  # polr stops at a relative 1e-8


def test_each_has_its_source_and_licence() -> None:
    for name in FILES:
        assert "LICENSE-GPL-2.txt" in (EXAMPLES / name / "SOURCE.md").read_text()
    assert (EXAMPLES / "LICENSE-GPL-2.txt").is_file()

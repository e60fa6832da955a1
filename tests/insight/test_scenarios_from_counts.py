"""What may be told of everybody at each scenario: counts settle it exactly where they can, and leave it where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.insight.scenarios import scenarios_from_counts, scenarios_of
from collega.insight.totals import given, judged
from collega.panel import Panel
from collega.panel.tally import answer_counts, scenario_judges
from tests.colleague.studies import make_people


def of_counts(panel: Panel):
    most = int(np.bincount(panel.participant).max())
    return scenarios_from_counts(answer_counts(panel), scenario_judges(panel), most, panel.study)


def thinned(seed: int) -> Panel:
    """Twenty people of whom some judged some of the scenarios, some of them twice, with answers that lean to a side."""
    panel, rng = make_people(seed), np.random.default_rng(seed)
    kept = np.flatnonzero(rng.random(panel.n_answers) < rng.uniform(0.3, 1.0))
    kept = np.sort(np.append(kept, rng.choice(kept, 5)))
    lean = rng.integers(0, 3) * (rng.random(panel.n_answers) < rng.uniform(0.0, 0.8))
    answer = np.clip(panel.answer + lean, 0, 3)
    return replace(
        panel, participant=panel.participant[kept], scenario=panel.scenario[kept], answer=answer[kept]
    ).counted


def test_counts_tell_what_everyones_answers_tell() -> None:
    settled = 0
    for seed in range(60):
        panel = thinned(seed)
        careful = scenarios_of(judged(panel), given(panel), panel.study.minimum_group)
        quick = of_counts(panel)
        if quick is None:
            continue
        settled += 1
        for name in ("counted", "shown", "mostly", "divided"):
            np.testing.assert_array_equal(getattr(quick, name), getattr(careful, name))
        assert quick.overall == careful.overall
    assert 5 < settled < 60


@pytest.mark.parametrize("why", ["few", "sides"])
def test_counts_leave_it_where_they_cannot_tell(why: str) -> None:
    panel = make_people()
    assert of_counts(panel) is not None
    if why == "few":
        rows = (panel.scenario != 0) | (panel.participant < 3)
        panel = replace(panel, participant=panel.participant[rows], scenario=panel.scenario[rows],
                        answer=panel.answer[rows])  # fmt: skip
    else:
        panel = replace(panel, answer=np.where(panel.scenario == 0, 3, panel.answer))
    assert of_counts(panel) is None


@pytest.mark.parametrize("cells", [1 << 27, 0])
def test_judges_of_a_scenario_count_once(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collega.panel.tally._CELLS", cells)
    panel = thinned(3)
    expected = [len(set(panel.participant[panel.scenario == s].tolist())) for s in range(len(panel.design.scenarios))]
    assert scenario_judges(panel).tolist() == expected
    assert expected != answer_counts(panel).sum(axis=1).tolist()

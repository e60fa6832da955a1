"""The truth that the benchmark of findings counts against, and that it goes on where it stopped."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import findings
from benchmarks.findings import POINTS, SIZES, draw, importance, one_study, run
from collega.insight.contrasts import Contrasts


def test_one_group_weighs_one_criterion_fifteen_points_more() -> None:
    panel, utilities, _, weighed, criterion = draw(3, differs=True)
    members = panel.group("group", "g0")
    assert tuple(panel.group("group", f"g{g}").sum() for g in range(3)) == SIZES
    one, other = (importance(panel.study, utilities[some].mean(axis=0)) for some in (members, ~members))
    assert one[criterion] - other[criterion] == pytest.approx(POINTS)
    assert weighed[criterion]


def test_groups_that_do_not_differ_are_dealt_at_random() -> None:
    panel, utilities, _, _, criterion = draw(3, differs=False)
    raised = draw(3, differs=True)[1]
    changed = ~np.isclose(utilities, raised).all(axis=1)
    np.testing.assert_array_equal(changed, panel.group("group", "g0"))
    assert importance(panel.study, utilities.mean(axis=0))[criterion] > 0


def test_a_study_in_which_nothing_passes_the_test_is_not_fitted(monkeypatch) -> None:
    nothing = Contrasts(groups=(), statistic=np.zeros((3, 11)), p_value=np.ones((3, 11)), trends={})
    monkeypatch.setattr(findings, "group_contrasts", lambda _: nothing)
    monkeypatch.setattr(findings, "estimate", None)  # to call it would fail
    assert one_study(4, differs=True, always=False)["found"] == 0.0


def test_studies_that_were_made_are_not_made_again(monkeypatch, tmp_path, capsys) -> None:
    made: list[int] = []
    monkeypatch.setattr(findings, "one_study", lambda number, **how: _outcome(made, number, **how))
    for _ in range(2):
        run(studies=3, fitted=1, kept=tmp_path / "kept.jsonl")
    firsts = (findings.FIRST, findings.FIRST_EXAMPLE)
    assert made == [n for first in firsts for n in range(first, first + 3) for _ in range(2)]
    assert "3 studies of each" in capsys.readouterr().out


def _outcome(
    made: list[int], number: int, *, differs: bool, always: bool, n_levels: tuple[int, ...]
) -> dict[str, object]:
    assert n_levels == (findings.EXAMPLE if number >= findings.FIRST_EXAMPLE else ())
    made.append(number)
    return {"number": number, "differs": differs, "any of weight": float(differs)} | (
        {"converged": True} if always else {}
    )

"""What a message repeats of somebody's file is short enough to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from collega.errors import DataError, Problem, did_you_mean
from collega.panel import import_panel
from tests.panel.test_broken_answers import STUDY


def test_a_cell_of_a_megabyte_is_cut(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("scenario,place,price\nA,street,1\n")
    (tmp_path / "a.csv").write_text(f"participant,scenario,answer\np1,A,{'no' * 500_000}!\n")
    with pytest.raises(DataError) as refused:
        import_panel(STUDY, answers=tmp_path / "a.csv", scenarios=tmp_path / "s.csv")
    (problem,) = refused.value.problems
    assert problem.found == f"'{'no' * 75} … o{'no' * 19}!' is not an answer of the study"


def test_a_message_has_an_end() -> None:
    problem = Problem(file="f", found="x" * 5000, allowed="y" * 5000, hint="z" * 1000)
    assert len(problem.found) == len(problem.allowed) < 1000
    assert problem.hint == "z" * 1000


def test_nothing_is_meant_by_a_megabyte() -> None:
    assert did_you_mean("no" * 500_000, ["no"]) == ""


def test_a_letter_of_another_script_is_told_of() -> None:
    assert did_you_mean("\u0430rts", ["arts"]).startswith("Did you mean 'arts'? Some letters that were found only look")
    assert did_you_mean("artz", ["arts"]) == "Did you mean 'arts'?"
    assert did_you_mean("\u0430\u0440\u0442\u0441", ["\u0430\u0440\u0442"]) == "Did you mean '\u0430\u0440\u0442'?"

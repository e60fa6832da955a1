"""How often practice meets what, from a file: two forms, and every way to get them wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collega.errors import DataError, NotComputedError
from collega.folder import StudyFolder
from collega.panel.judged_levels import JudgedLevels
from collega.practice import (
    Practice,
    even_practice,
    margins_frame,
    practice_frame,
    practice_of_margins,
    read_practice,
)
from collega.study import Study
from collega.study.dump import dump_study
from collega.tables import read_table
from tests.model.references import make_study

LEVELS = {"a": ["x", "y"], "b": ["p", "q", "r"], "c": ["low", "high"]}
NEVER = [{"a": "x", "b": "r"}]


def study(never: list[dict] | None = None, levels: dict | None = None) -> Study:
    return make_study(levels or LEVELS, ["no", "yes"], never=NEVER if never is None else never)


def read(text: str, tmp_path: Path, of: Study | None = None) -> Practice:
    file = tmp_path / "practice.csv"
    file.write_text(text, encoding="utf-8")
    return read_practice(of or study(), read_table(file))


def problems(text: str, tmp_path: Path, of: Study | None = None) -> list[str]:
    with pytest.raises(DataError) as raised:
        read(text, tmp_path, of)
    return [str(problem) for problem in raised.value.problems]


def weights(practice: Practice) -> dict[tuple[int, ...], float]:
    return {
        tuple(profile): round(weight, 9)
        for profile, weight in zip(practice.profiles.tolist(), practice.weights.tolist(), strict=True)
    }


def test_margins_of_one_criterion_leave_the_others_even(tmp_path: Path) -> None:
    found = read("criterion,level,weight\nc,low,3\nc,high,1\n", tmp_path)
    assert found.form == "margins"
    assert found.exact
    met = weights(found)
    assert len(met) == 10  # 12 combinations, of which the rule takes two
    assert met[0, 0, 0] == pytest.approx(0.75 / 5)
    assert met[1, 2, 1] == pytest.approx(0.25 / 5)
    assert not any(profile[:2] == (0, 2) for profile in met)


def test_margins_of_linked_criteria_are_raked(tmp_path: Path) -> None:
    """By hand: a=x never meets r, so all of r comes with y, and with even p and q the rest follows."""
    found = read("criterion,level,weight\na,x,50\na,y,50\nb,p,40\nb,q,40\nb,r,20\n", tmp_path)
    met = weights(found)
    assert met[1, 2, 0] == pytest.approx(0.10)
    assert met[0, 0, 0] == pytest.approx(0.125)
    assert met[1, 1, 1] == pytest.approx(0.075)
    assert found.margins(study())["a"] == pytest.approx({"x": 0.5, "y": 0.5})
    assert found.margins(study())["b"] == pytest.approx({"p": 0.4, "q": 0.4, "r": 0.2})


def test_a_level_without_a_row_is_never_met(tmp_path: Path) -> None:
    found = read("criterion;level;weight\nb;p;2\nb;q;0\n", tmp_path)
    assert {profile[1] for profile in weights(found)} == {0}


def test_whole_cases(tmp_path: Path) -> None:
    found = read("b,a,c,weight\np,x,low,6\nq,y,high,3\np,x,low,1\n", tmp_path)
    assert found.form == "cases"
    assert weights(found) == {(0, 0, 0): 0.7, (1, 1, 1): 0.3}


def test_a_blank_is_spread_over_what_is_allowed(tmp_path: Path) -> None:
    found = read("a,b,c,weight\nx,,low,1\ny,-,high,1\n", tmp_path)
    assert weights(found) == {
        (0, 0, 0): 0.25, (0, 1, 0): 0.25, (1, 0, 1): 0.166666667, (1, 1, 1): 0.166666667, (1, 2, 1): 0.166666667,
    }  # fmt: skip


def test_without_weights_every_row_counts_once_and_a_lacking_column_is_blank(tmp_path: Path) -> None:
    found = read("c,b\nlow,p\nlow,p\nhigh,q\n", tmp_path)
    assert found.margins(study())["c"] == pytest.approx({"low": 2 / 3, "high": 1 / 3})
    assert found.margins(study())["a"] == pytest.approx({"x": 0.5, "y": 0.5})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("criterion,level,weight\n", ["practice.csv: there is no row with a weight in this table."]),
        (
            "criterion,level\nc,low\n",
            ["practice.csv:1: the column 'weight' is missing. Allowed: the columns criterion, level, weight."],
        ),
        (
            "criterion,level,weight\nd,low,1\nc,lwo,1\n",
            [
                "practice.csv:2: criterion: 'd' is not a criterion. Allowed: a, b, c.",
                "practice.csv:3: level: 'lwo' is not a level. Allowed: low, high. Did you mean 'low'?",
            ],
        ),
        (
            "criterion,level,weight\nc,low,-1\nc,high,inf\nb,p,nan\n",
            [
                "practice.csv:2: weight: '-1' is not a weight. "
                "Allowed: 0 or more, such as 120 or 12.5, without separators of thousands.",
                "practice.csv:3: weight: 'inf' is not a weight.",
                "practice.csv:4: weight: 'nan' is not a weight.",
            ],
        ),
        (
            "criterion,level,weight\nc,low,1\nc,low,2\n",
            [
                "practice.csv:3: criterion: this level stood on line 2 too: criterion=c, level=low. "
                "Give every count once, added up."
            ],
        ),
        (
            "criterion,level,weight\nc,low,0\nb,p,1\n",
            ["practice.csv: weight: all weights of c are 0. Allowed: at least one weight above 0."],
        ),
        (
            "criterion,level,weight\na,x,9\na,y,1\nb,p,1\nb,r,8\n",
            [
                "practice.csv: no allowed cases meet the levels of a and b so often: "
                "the study never combines some of them."
            ],
        ),
        (
            "a,b,c,weigth\nx,p,low,1\n",
            [
                "practice.csv:1: the column 'weigth' is not known. "
                "Allowed: the columns a, b, c, weight. Did you mean 'weight'?"
            ],
        ),
        (
            "a,b,weight\nx,r,1\nz,p,1\n",
            [
                "practice.csv:2: a: the study never combines a=x with b=r. "
                "Leave one of them blank: nobody judged such a scenario.",
                "practice.csv:3: a: 'z' is not a level. Allowed: x, y.",
            ],
        ),
        ("weight\n1\n", ["practice.csv:1: no column has the key of a criterion. Allowed: a, b, c."]),
        ("a,weight\nx,0\n", ["practice.csv: weight: every weight is 0. Allowed: at least one weight above 0."]),
    ],
)
def test_what_is_wrong_is_told(text: str, said: list[str], tmp_path: Path) -> None:
    assert problems(text, tmp_path) == said


def test_written_and_read_back_it_is_the_same(tmp_path: Path) -> None:
    margins = {"a": {"x": 1.0, "y": 2.0}, "b": {"p": 1.0, "q": 0.5, "r": 0.25}}
    practice = practice_of_margins(study(), margins)
    back = read(practice_frame(study(), practice).write_csv(), tmp_path)
    assert weights(back) == weights(practice)
    again = read(margins_frame(study(), practice).write_csv(), tmp_path)
    assert again.margins(study()) == {key: pytest.approx(each) for key, each in practice.margins(study()).items()}


def test_a_criterion_called_weight_has_its_own_column(tmp_path: Path) -> None:
    own = study(never=[], levels={"weight": ["light", "heavy"], "level": ["one", "two"]})
    practice = practice_of_margins(own, {"weight": {"light": 3.0, "heavy": 1.0}})
    text = practice_frame(own, practice).write_csv()
    assert text.splitlines()[0] == "weight,level,_weight"
    assert weights(read(text, tmp_path, own)) == weights(practice)


def test_more_cases_than_are_listed_are_sampled_with_their_margins() -> None:
    many = study(never=[{"k0": "a", "k1": "b"}], levels={f"k{c}": ["a", "b", "c"] for c in range(9)})
    practice = practice_of_margins(many, {"k2": {"a": 0.7, "b": 0.2, "c": 0.1}})
    assert not practice.exact
    assert practice.weights.sum() == pytest.approx(1.0)
    assert practice.margins(many)["k2"] == pytest.approx({"a": 0.7, "b": 0.2, "c": 0.1}, abs=0.0005)
    assert practice.margins(many)["k5"] == pytest.approx(dict.fromkeys("abc", 1 / 3), abs=0.0005)
    assert not ((practice.profiles[:, 0] == 0) & (practice.profiles[:, 1] == 1)).any()
    same = practice_of_margins(many, {"k2": {"a": 0.7, "b": 0.2, "c": 0.1}})
    assert np.array_equal(same.profiles, practice.profiles)


def test_blanks_of_a_large_study_are_sampled(tmp_path: Path) -> None:
    many = study(never=[], levels={f"k{c}": ["a", "b", "c"] for c in range(9)})
    practice = read("k0,weight\na,1\nb,3\n", tmp_path, many)
    assert not practice.exact
    assert practice.margins(many)["k0"] == pytest.approx({"a": 0.25, "b": 0.75, "c": 0.0})
    assert practice.margins(many)["k8"] == pytest.approx(dict.fromkeys("abc", 1 / 3), abs=0.001)


def test_all_cases_are_even() -> None:
    found = even_practice(study())
    assert found.weights == pytest.approx(np.full(10, 0.1))


def test_thinned_keeps_the_weights() -> None:
    rng = np.random.default_rng(1)
    cells = np.array([[a, b] for a in range(30) for b in range(30)], dtype=np.int64)
    practice = Practice(profiles=cells, weights=rng.dirichlet(np.ones(900)), form="cases")
    few = practice.thinned(200)
    assert len(few.weights) <= 200
    assert few.weights.sum() == pytest.approx(1.0)
    first = np.bincount(practice.profiles[:, 0], practice.weights, minlength=30).cumsum()
    assert np.bincount(few.profiles[:, 0], few.weights, minlength=30).cumsum() == pytest.approx(first, abs=1 / 200)
    assert practice.thinned(900) is practice


def test_what_nobody_judged_is_left_out(tmp_path: Path) -> None:
    practice = read("a,b,c,weight\nx,p,low,6\ny,r,high,4\n", tmp_path)
    judged = JudgedLevels(n_levels=(2, 3, 2), levels=np.array([1, 1, 1, 1, 0, 1, 1], dtype=bool))
    kept, lost = practice.judged(judged)
    assert weights(kept) == {(0, 0, 0): 1.0}
    assert lost == pytest.approx(0.4)
    nothing = JudgedLevels(n_levels=(2, 3, 2), levels=np.array([1, 1, 0, 1, 0, 1, 1], dtype=bool))
    with pytest.raises(NotComputedError, match=r"Every case of practice has a level that nobody judged\."):
        practice.judged(nothing)


def test_the_folder_reads_it(tmp_path: Path) -> None:
    folder = StudyFolder(tmp_path)
    folder.create(dump_study(study()))
    with pytest.raises(NotComputedError, match=r"has no practice\.csv: nothing tells how often practice meets what"):
        folder.practice()
    (tmp_path / "practice.csv").write_text("criterion,level,weight\nc,low,3\nc,high,1\n")
    assert folder.practice().margins(study())["c"] == pytest.approx({"low": 0.75, "high": 0.25})


def test_frames_have_texts_only() -> None:
    assert set(practice_frame(study(), even_practice(study())).dtypes) == {pl.String}

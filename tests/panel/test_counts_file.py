"""Counts of a profession from a file: three forms, and every way to get them wrong."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from collega.errors import DataError
from collega.panel.counts_file import Counts, read_counts
from collega.study import Study
from collega.tables import read_table
from tests.model.references import make_study

ITEMS = [
    {"key": "post", "text": "Post", "values": [{"key": key, "text": key} for key in ("nurse", "surgeon")],
     "other": True},
    {"key": "region", "text": "Region", "values": [{"key": key, "text": key} for key in ("north", "south")]},
]  # fmt: skip


def study(items: list[dict] | None = None) -> Study:
    return make_study({"c": ["a", "b"]}, ["no", "yes"], characteristics=ITEMS if items is None else items)


def read(text: str, tmp_path: Path, items: list[dict] | None = None) -> Counts:
    file = tmp_path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    return read_counts(study(items), read_table(file))


def problems(text: str, tmp_path: Path, items: list[dict] | None = None) -> list[str]:
    with pytest.raises(DataError) as raised:
        read(text, tmp_path, items)
    return [str(problem) for problem in raised.value.problems]


def test_cells(tmp_path: Path) -> None:
    found = read("region,post,count\nnorth,nurse,1200\nsouth,other,12.5\nsouth,surgeon,0\n", tmp_path)
    assert found.characteristics == ("post", "region")  # in the order of the study
    assert found.cells == {("nurse", "north"): 1200.0, ("other", "south"): 12.5, ("surgeon", "south"): 0.0}
    assert not found.margins
    assert not found.weights


def test_margins(tmp_path: Path) -> None:
    found = read("characteristic;value;count\nregion;north;3\npost;nurse;20\nregion;south;7\n", tmp_path)
    assert found.characteristics == ("post", "region")
    assert found.margins == {"region": {"north": 3.0, "south": 7.0}, "post": {"nurse": 20.0}}


def test_weights(tmp_path: Path) -> None:
    found = read("participant,weight\np1,0.5\np2,2\n", tmp_path)
    assert found.weights == {"p1": 0.5, "p2": 2.0}
    assert found.characteristics == ()


@pytest.mark.parametrize(
    "text",
    [
        "post,count\nnurse,12\nsurgeon,3.25\n",
        "characteristic,value,count\npost,nurse,4\nregion,south,5\n",
        "participant,weight\np1,1\np2,0\n",
    ],
)
def test_it_can_be_kept_and_written_again(text: str, tmp_path: Path) -> None:
    found = read(text, tmp_path)
    kept = Counts.from_json(found.as_json())
    assert kept.as_json() == found.as_json()
    again = read(pl.DataFrame(kept.rows()).write_csv(), tmp_path)
    assert again.as_json() == found.as_json()


def test_a_characteristic_may_be_called_value(tmp_path: Path) -> None:
    items = [{"key": "value", "text": "Value", "values": [{"key": "a", "text": "a"}, {"key": "b", "text": "b"}]}]
    assert read("value,count\na,1\nb,2\n", tmp_path, items).cells == {("a",): 1.0, ("b",): 2.0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "pst,count\nnurse,1\n",
            ["counts.csv:1: the column 'pst' is not known. Allowed: the columns post, region, count. Did you mean 'post'?",
             "counts.csv:1: no column has the key of a characteristic. Allowed: post, region."],
        ),
        ("post,number\nnurse,1\n", ["counts.csv:1: the column 'count' is missing. Allowed: the columns post, region, count.",
                                    "counts.csv:1: the column 'number' is not known."]),
        ("post,count\nnurze,1\n",
         ["counts.csv:2: post: 'nurze' is not a value of post. Allowed: nurse, surgeon, other. Did you mean 'nurse'?"]),
        ("post,count\nnurse,1\nprefer_not_to_say,2\n",
         ["counts.csv:3: post: 'prefer_not_to_say' is not a value of post. Allowed: nurse, surgeon, other. "
          "How somebody would answer who declines is not known, so count everybody under a value."]),
        ("post,count\nnurse,-3\nsurgeon,\n",
         ["counts.csv:2: count: '-3' is not a count. Allowed: 0 or more, such as 120 or 12.5, without separators of "
          "thousands.", "counts.csv:3: count: the count is missing."]),
        ("post,count\nnurse,1e400\nsurgeon,many\n",
         ["counts.csv:2: count: '1e400' is not a count. Allowed: 0 or more, such as 120 or 12.5, without separators of "
          "thousands.", "counts.csv:3: count: 'many' is not a count."]),
        ("post,count\nnurse,0\nsurgeon,0\n",
         ["counts.csv: count: every count is 0. Allowed: at least one count above 0."]),
        ("post,region,count\nnurse,north,1\nsurgeon,north,2\nnurse,north,3\n",
         ["counts.csv:4: post: this cell stood on line 2 too: post=nurse, region=north. Give every count once, added up."]),
        ("characteristic,value,count\nposst,nurse,1\n",
         ["counts.csv:2: characteristic: 'posst' is not a characteristic of this study. Allowed: post, region. "
          "Did you mean 'post'?"]),
        ("characteristic,value,count\npost,north,1\n",
         ["counts.csv:2: value: 'north' is not a value of post. Allowed: nurse, surgeon, other. Did you mean 'other'?"]),
        ("characteristic,value,count\npost,nurse,1\npost,nurse,2\n",
         ["counts.csv:3: characteristic: this value stood on line 2 too: characteristic=post, value=nurse. "
          "Give every count once, added up."]),
        ("characteristic,value,count\npost,nurse,0\nregion,north,4\n",
         ["counts.csv: count: all counts of post are 0. Allowed: at least one count above 0."]),
        ("characteristic,value\npost,nurse\n",
         ["counts.csv:1: the column 'count' is missing. Allowed: the columns characteristic, value, count."]),
        ("participant,weight\np1,-1\np1,2\n",
         ["counts.csv:2: weight: '-1' is not a weight. Allowed: 0 or more, such as 120 or 12.5, without separators of "
          "thousands.", "counts.csv:3: participant: this participant stood on line 2 too: participant=p1. "
          "Give every count once, added up."]),
        ("participant,share\np1,1\n",
         ["counts.csv:1: the column 'weight' is missing. Allowed: the columns participant, weight.",
          "counts.csv:1: the column 'share' is not known."]),
        ("post,count\n", ["counts.csv: there is no row with a count in this table."]),
    ],
)  # fmt: skip
def test_every_problem_says_where_and_what_to_do(text: str, expected: list[str], tmp_path: Path) -> None:
    assert problems(text, tmp_path) == expected


def test_a_study_without_characteristics_has_no_cells(tmp_path: Path) -> None:
    found = problems("post,count\nnurse,1\n", tmp_path, [])
    assert (
        "counts.csv:1: no column has the key of a characteristic. Allowed: none: this study asks no characteristics."
        in (found)
    )

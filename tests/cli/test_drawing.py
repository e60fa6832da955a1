"""The command figures."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.test_analysis import folder  # noqa: F401


def test_every_figure_comes_with_two_tables(folder, capsys, tmp_path: Path) -> None:  # noqa: F811
    code, out, _ = run(capsys, "figures", folder, "--to", tmp_path / "f", "--lang", "nl", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["figures"]
    for one in told["figures"]:
        names = [Path(file).name for file in one["files"]]
        assert names == [f"{one['key']}-nl.svg", f"{one['key']}-nl.csv", f"{one['key']}-data.csv"]
        assert all(Path(file).stat().st_size for file in one["files"])
    keys = {one["key"] for one in told["figures"]}
    assert {"importance", "answers", "part-worths", "agreement"} <= keys
    with (tmp_path / "f" / "importance-data.csv").open(encoding="utf-8") as file:
        weighed = list(csv.DictReader(file))
    assert sum(float(row["importance_percent"]) for row in weighed) == pytest.approx(100, abs=0.01)


def test_it_says_what_was_written(folder, capsys, tmp_path: Path) -> None:  # noqa: F811
    code, _, err = run(capsys, "figures", folder, "--to", tmp_path / "f", "--form", "png")
    assert code == 0
    assert "figures to" in err
    (picture,) = (tmp_path / "f").glob("importance-??.png")
    assert picture.read_bytes().startswith(b"\x89PNG")

"""A study in Parquet partitions from the first command to the report, with its fit made on a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from benchmarks.partitions import write_folder
from tests.cli.running import run


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    target = tmp_path / "study"
    assert run(capsys, "new", target, "--template", "avg-data-sharing")[0] == 0
    assert run(capsys, "design", target, "--scenarios", "8", "--versions", "2")[0] == 0
    assert run(capsys, "simulate", target, "--participants", "24")[0] == 0
    return target


def fitted(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    code, out, err = run(capsys, "fit", *words, "--json")
    assert code == 0, err
    return json.loads(out)


def close(one: object, other: object) -> bool:
    """Whether two JSON values are the same, numbers to 1e-8."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one if key != "seconds")
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    return one == pytest.approx(other, abs=1e-8) if isinstance(one, float) else one == other


def test_every_command_takes_partitions_and_a_fit_from_a_cluster(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fitted(capsys, folder, "--model", "mixed")
    code, out, err = run(capsys, "partition", folder, "--people", "7", "--json")
    assert (code, json.loads(out)["partitions"]) == (0, 4), err
    assert sorted(file.name for file in folder.glob("*.csv")) == ["scenarios.csv"]

    assert "out of date" not in run(capsys, "insights", folder)[2]
    assert close(fitted(capsys, folder, "--model", "mixed"), before)
    assert close(fitted(capsys, folder, "--model", "mixed", "--cluster", "local:1"), before)

    code, out, _ = run(capsys, "insights", folder, "--json")
    assert code == 0
    assert json.loads(out)["participants"] == 24
    code, out, _ = run(capsys, "ask", folder, "--json")
    assert code == 0
    assert 0 < json.loads(out)["share"] < 1
    for words in (("check", folder), ("noise", folder), ("export", folder, "--to", folder.parent / "out.csv"),
                  ("report", folder)):  # fmt: skip
        code, _, err = run(capsys, *words)
        assert code == 0, err
    assert list(folder.glob("**/*.pdf"))


def test_asking_partitions_takes_sums_alone_and_tells_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "all", 300, people=120)
    fitted(capsys, folder, "--model", "pooled")
    with monkeypatch.context() as patch:
        patch.setattr("collega.cli.analysis.Evidence.from_parts", lambda *_: None)
        whole = run(capsys, "ask", folder, "c1=l1", "--json")
    monkeypatch.setattr("collega.panel.parts.PanelParts.whole", lambda _: pytest.fail("the panel was read whole"))
    parts = run(capsys, "ask", folder, "c1=l1", "--json")
    assert parts[0] == whole[0] == 0, parts[2]
    assert json.loads(whole[1])["nearest"][0]["answers"]
    assert close(json.loads(parts[1]), json.loads(whole[1]))
    assert parts[2] == whole[2]


def test_validate_is_the_same_on_two_workers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "all", 30, people=12)
    fitted(capsys, folder, "--model", "pooled")
    monkeypatch.setattr("collega.model.validation.COMPARED", ("pooled", "personal", "frequencies"))  # the fast ones
    here, there = (
        json.loads(run(capsys, "validate", folder, "--json", *more)[1]) for more in ((), ("--cluster", "local:2"))
    )
    assert here["answers"] == there["answers"] > 0
    assert close(there, here)


def test_what_cannot_be_spread_is_refused_before_any_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "fit", folder, "--cluster", "nowhere", "--model", "pooled")
    assert code == 2
    assert "'nowhere' is not the address of a cluster" in err
    code, _, err = run(capsys, "fit", folder, "--cluster", "local:1", "--model", "hierarchical")
    assert code == 2
    assert "hierarchical model is not spread over a cluster. Choose one that is, pooled or mixed" in err
    code, _, err = run(capsys, "fit", folder, "--cluster", "local:1", "--model", "pooled", "--by-threshold", "auto")
    assert code == 2
    assert "effects by threshold are not spread over a cluster" in err
    assert not (folder / "model.json").exists()


def test_a_wrong_cell_in_a_partition_is_told_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "partition", folder)[0] == 0
    (file,) = (folder / "answers").glob("*")
    frame = pl.read_parquet(file).with_columns(pl.col(pl.Enum).cast(pl.String))
    frame.with_columns(answer=pl.lit("maybe")).write_parquet(file)
    code, out, _ = run(capsys, "fit", folder, "--model", "pooled", "--json")
    (problem,) = json.loads(out)["problems"]
    assert (code, problem["file"], problem["line"], problem["where"]) == (2, f"answers/{file.name}", 1, "answer")
    assert "maybe" in problem["found"]

"""The commands import, export and simulate: what they print, write and refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from collega.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*words: str, code: int = 0) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    assert stopped.value.code == code


@pytest.fixture
def wine(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLES / "wine" / "study.yaml", tmp_path)
    return tmp_path


def import_wine(folder: Path, *more: str, code: int = 0) -> None:
    source = EXAMPLES / "wine"
    files = [
        "--answers",
        source / "ratings.csv",
        "--scenarios",
        source / "scenarios.csv",
        "--map",
        source / "mapping.yaml",
    ]
    run("import", str(folder), *map(str, files), *more, code=code)


def test_import_tells_participants_answers_and_who_to_look_at(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_wine(wine)
    out = capsys.readouterr()
    assert out.out.splitlines()[0] == "Panel of 'wine': 9 participants (9 included), 72 answers."
    assert "J4           gave opposite answers to 1 of 4 repeated scenarios" in out.out
    assert f"Wrote the answers into {wine}. Next: collega fit {wine}" in out.err
    assert (wine / "answers.csv").read_text().splitlines()[:2] == ["participant,scenario,answer", "J1,W1,2"]


def test_import_tells_how_each_file_was_read(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_wine(wine)
    err = capsys.readouterr().err
    assert (
        "ratings.csv was read as CSV, encoding UTF-8, separator ','. Columns that the mapping leaves out: 'bottle', "
        "'response_0_100'.\nscenarios.csv was read as CSV, encoding UTF-8, separator ','.\n" in err
    )


def test_a_refused_import_tells_how_the_files_were_read(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wine / "a.csv").write_text("participant;scenario;answer\np1;W9;1\n", encoding="utf-16")
    files = ["--answers", str(wine / "a.csv"), "--scenarios", str(EXAMPLES / "wine" / "scenarios.csv")]
    run("import", str(wine), *files, "--json", code=2)
    out, err = capsys.readouterr()
    assert err.startswith("a.csv was read as CSV, encoding UTF-16")
    assert [read["file"] for read in json.loads(out)["read"]] == ["a.csv", "scenarios.csv"]


def test_answers_that_may_be_there_twice_are_told_by_check(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(EXAMPLES / "wine" / "scenarios.csv", wine)
    (wine / "answers.csv").write_text("participant,scenario,answer\nJ1,W1,1\nJ1,W1,1\nJ2,W2,3\n")
    run("check", str(wine), "--json")
    out, err = capsys.readouterr()
    *_, warning = json.loads(out)["warnings"]
    assert warning.startswith("1 answer is from somebody who answered the same scenario before")
    assert f"Warning: {warning}" in err


def test_a_design_from_elsewhere_with_a_mapping(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wine / "d.csv").write_text("Block;temp;Contact;Run\n1;cold;no;1\n1;warm;yes;2\n2;cold;yes;1\n2;warm;no;2\n")
    (wine / "m.yaml").write_text("version: Block\ncolumns: {contact: Contact}\nignore: Run\n")
    run("design", str(wine), "--from", str(wine / "d.csv"), "--map", str(wine / "m.yaml"), "--json")
    out, err = capsys.readouterr()
    (read,) = json.loads(out)["read"]
    assert (read["file"], read["separator"], read["rows"], len(read["notes"])) == ("d.csv", ";", 4, 2)
    assert "d.csv was read as CSV, encoding UTF-8, separator ';'. Columns that the mapping leaves out: 'Run'." in err
    assert (wine / "scenarios.csv").read_text().splitlines()[1:] == [
        "1,S1,cold,no", "1,S2,warm,yes", "2,S3,cold,yes", "2,S4,warm,no",
    ]  # fmt: skip
    run("design", str(wine), "--map", str(wine / "m.yaml"), code=2)
    assert "--map: a mapping tells what a file from elsewhere calls columns and levels" in capsys.readouterr().err


def test_import_as_json(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_wine(wine, "--json")
    facts = json.loads(capsys.readouterr().out)
    assert {name: facts[name] for name in ("participants", "included", "answers", "scenarios", "versions")} == {
        "participants": 9,
        "included": 9,
        "answers": 72,
        "scenarios": 4,
        "versions": 1,
    }
    assert facts["flags"] == {"straight_lining": 0, "too_fast": 0, "contradiction": 2}
    assert [(read["file"], read["rows"]) for read in facts["read"]] == [("ratings.csv", 72), ("scenarios.csv", 4)]
    assert facts["warnings"] == []
    assert [one["participant"] for one in facts["flagged"]] == ["J4", "J6"]


def test_real_answers_are_never_overwritten(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_wine(wine)
    before = {path.name: path.read_bytes() for path in wine.iterdir()}
    import_wine(wine, code=2)
    run("simulate", str(wine), "--participants", "5", code=2)
    assert (
        "there are real answers in this folder, and they would be lost; nothing was written" in capsys.readouterr().err
    )
    assert {path.name: path.read_bytes() for path in wine.iterdir()} == before


def test_one_wrong_row_and_nothing_is_imported(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wine / "mine.csv").write_text("participant,scenario,answer\nJ1,W1,2\nJ1,W9,2\nJ2,W1,6\n")
    before = sorted(path.name for path in wine.iterdir())
    scenarios = EXAMPLES / "wine" / "scenarios.csv"
    run("import", str(wine), "--answers", str(wine / "mine.csv"), "--scenarios", str(scenarios), "--json", code=2)
    out = capsys.readouterr()
    assert [problem["line"] for problem in json.loads(out.out)["problems"]] == [3, 4]
    assert "2 problems; nothing was written." in out.err
    assert sorted(path.name for path in wine.iterdir()) == before


def test_simulated_answers_stay_synthetic_on_the_way_out_and_in(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(EXAMPLES / "wine" / "scenarios.csv", wine)
    run("simulate", str(wine), "--participants", "12", "--json")
    assert json.loads(capsys.readouterr().out)["synthetic"] is True
    assert (wine / "truth.json").is_file()
    run("export", str(wine), "--to", str(wine / "out.xlsx"), "--json")
    out = capsys.readouterr()
    assert json.loads(out.out) == {"files": [str(wine / "out.xlsx")], "answers": 48, "synthetic": True}
    assert "Warning: These answers are synthetic: no person gave them." in out.err
    run("import", str(wine), "--answers", str(wine / "out.xlsx"), "--json")
    assert json.loads(capsys.readouterr().out)["synthetic"] is True
    assert not (wine / "truth.json").exists()


def test_the_same_seed_simulates_the_same_answers(wine: Path) -> None:
    shutil.copy(EXAMPLES / "wine" / "scenarios.csv", wine)
    written = []
    for seed in ("3", "3", "4"):
        run("simulate", str(wine), "--participants", "12", "--seed", seed)
        written.append((wine / "answers.csv").read_bytes())
    assert written[0] == written[1] != written[2]


def test_export_needs_answers_and_a_known_format(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("export", str(wine), "--to", str(wine / "out.csv"), code=2)
    assert "has no answers.csv yet" in capsys.readouterr().err
    import_wine(wine)
    run("export", str(wine), "--to", str(wine / "out"), "--format", "spss", code=2)
    assert "'spss' is not a format of an export. Allowed: csv, parquet, xlsx, sav." in capsys.readouterr().err


def test_check_shows_who_to_look_at(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_wine(wine)
    capsys.readouterr()
    run("check", str(wine))
    assert "J4           gave opposite answers to 1 of 4 repeated scenarios" in capsys.readouterr().out
    run("check", str(wine), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["flags"] == {"straight_lining": 0, "too_fast": 0, "contradiction": 2}
    assert [one["participant"] for one in told["flagged"]] == ["J4", "J6"]

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run

STUDY = """\
key: tree
title: Tree
languages: [en]
statement: I agree.
answers: [{key: no, text: "No"}, {key: yes, text: "Yes", positive: true}]
criteria:
  - {key: kind, text: Kind, levels: [{key: oak, text: Oak}, {key: birch, text: Birch}]}
  - {key: nest, text: Nest, levels: [{key: none, text: No nest}, {key: one, text: A nest}]}
  - {key: age, text: Age, levels: [{key: old, text: Old}, {key: young, text: Young}]}
scenarios_per_participant: 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.yaml").write_text(STUDY)
    return tmp_path


def forbid(folder: Path, *rules: str) -> None:
    (folder / "study.yaml").write_text(STUDY + "never:\n" + "".join(f"  - {{{rule}}}\n" for rule in rules))


def test_a_study_without_rules_is_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", folder)
    assert (code, err) == (0, "")
    assert out.endswith("Everything is in order.\n")
    assert "never" not in out


def test_what_rules_lead_to_is_told_in_words_and_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forbid(folder, "kind: oak, nest: none", "kind: birch, nest: one")
    code, out, err = run(capsys, "check", folder)
    assert code == 0
    assert "The rules under 'never' allow 4 of 8 scenarios." in out
    assert "Nothing is wrong, but see the warnings." in out
    assert (
        "Warning: no design can tell the weights of kind and nest apart, because of never[1] (kind=oak, nest=none)"
        in err
    )
    code, out, err = run(capsys, "check", folder, "--json")
    told = json.loads(out)
    assert (told["combinations"], told["allowed_scenarios"], told["highest_d_efficiency"]) == (8, 4, 0.0)
    (item,) = told["consequences"]
    assert (item["kind"], item["criteria"], item["rules"]) == ("tied", ["kind", "nest"], ["never[1]", "never[2]"])
    assert told["warnings"] == [item["text"]]


def test_rules_that_leave_nothing_are_a_problem(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forbid(folder, *(f"kind: {kind}, nest: {nest}" for kind in ("oak", "birch") for nest in ("none", "one")))
    code, out, err = run(capsys, "check", folder, "--json")
    assert code == 2
    assert json.loads(out)["problems"][0]["where"] == "never"
    assert "study.yaml: never: the rules under 'never' leave no scenario at all: never[1] (kind=oak, nest=none)" in err


def test_what_rules_cost_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forbid(folder, "kind: oak, nest: none")
    _, out, err = run(capsys, "check", folder)
    assert "allow 6 of 8 scenarios. No design can then have a D-efficiency above 0.88; without rules it is 1." in out
    assert err == ""


def test_participants_without_answers_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scenarios.csv").write_text("version,scenario,kind,nest,age\n1,a,oak,none,old\n1,b,birch,one,young\n")
    (folder / "answers.csv").write_text("participant,scenario,answer\np1,a,no\np1,b,yes\np3,a,yes\n")
    (folder / "participants.csv").write_text("participant\np1\np2\np3\n")
    code, out, err = run(capsys, "check", folder)
    assert code == 0
    assert "Warning: 1 participant has no answers in answers.csv (p2): nothing can be told of them" in err
    (folder / "participants.csv").write_text("participant\np1\np3\n" + "".join(f"q{n}\n" for n in range(8)))
    _, out, err = run(capsys, "check", folder, "--json")
    assert "8 participants have no answers in answers.csv (q0, q1, q2, q3, q4 and 3 more)" in err
    assert json.loads(out)["panel"]["without_answers"] == [f"q{n}" for n in range(8)]


def test_a_check_does_not_speak_of_writing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "study.yaml").write_text(STUDY.replace("text: Old", "text: Young").replace("text: Birch", "text: Oak"))
    code, _, err = run(capsys, "check", folder)
    assert (code, err.splitlines()[-1]) == (2, "2 problems.")
    _, _, err = run(capsys, "design", folder)
    assert err.splitlines()[-1] == "2 problems; nothing was written."


def test_a_panel_in_which_nobody_counts_is_not_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scenarios.csv").write_text("version,scenario,kind,nest,age\n1,A,oak,none,old\n1,B,birch,one,young\n")
    (folder / "participants.csv").write_text("participant,included\np1,false\n007,false\n7,false\n")
    (folder / "answers.csv").write_text("participant,scenario,answer\np1,A,no\np1,B,yes\n007,A,no\n7,A,yes\n")
    code, out, err = run(capsys, "check", folder)
    assert code == 0
    assert "Warning: none of the participants is included (participants.csv): no answer counts\n" in err
    assert "differ only in capitals, spaces or zeros in front, and each counts as a person: '007' and '7'" in err
    assert out.endswith("Nothing is wrong, but see the warnings.\n")


def test_the_module_is_the_command_line_too() -> None:
    done = subprocess.run([sys.executable, "-m", "collega", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("collega ")


def test_a_design_cut_short_says_so_in_the_output_and_in_the_manifest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "design", folder, "--versions", 3, "--seconds", 0, "--json")
    assert code == 0
    assert "the search" in json.loads(out)["cut_short"]
    assert "the search" in json.loads((folder / "manifest.json").read_text())["design_cut_short"]
    _, out, err = run(capsys, "design", folder, "--versions", 3, "--seconds", 0)
    assert "Warning: cut short after 0 seconds: the same seed may give another result next time" in err
    assert "Without a limit of time it does not (--seconds)" in err
    code, out, err = run(capsys, "design", folder, "--versions", 3, "--json")
    assert json.loads(out)["cut_short"] == []
    assert json.loads((folder / "manifest.json").read_text())["design_cut_short"] == []
    first = (folder / "scenarios.csv").read_bytes()
    run(capsys, "design", folder, "--versions", 3, "--seconds", 1e6)
    assert (folder / "scenarios.csv").read_bytes() == first


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1"])
def test_seconds_that_are_no_time_are_refused(folder: Path, capsys: pytest.CaptureFixture[str], seconds: str) -> None:
    code, _, err = run(capsys, "design", folder, "--seconds", seconds)
    assert code == 2
    assert "--seconds" in err

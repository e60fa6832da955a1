"""The whole chain as a user types it, on a folder written by hand with only what is required."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collega.cli import main

STUDY = """
key: hand
title: By hand
statement: It should be done.
answers:
  - {key: "no", text: Nee}
  - {key: "1", text: Misschien}
  - {key: "yes", text: Ja, positive: true}
criteria:
  - key: "2"
    text: Is it urgent?
    levels: [{key: "no", text: Nee}, {key: "1", text: Een beetje}, {key: "yes", text: Ja}]
  - key: risk
    text: Is it risky?
    levels: [{key: low, text: Laag}, {key: high, text: Hoog}]
characteristics:
  - {key: post, text: Post, values: [{key: a, text: A}, {key: b, text: B}]}
minimum_group: 5
"""


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    """Return exit code, JSON from stdout, and stderr."""
    with pytest.raises(SystemExit) as stopped:
        main([*map(str, words), "--json"])
    printed = capsys.readouterr()
    return int(stopped.value.code or 0), json.loads(printed.out) if printed.out else None, printed.err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve people, six scenarios, one of them judged twice by everyone; no manifest, no times, no positions."""
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    rows = [
        f"s{u}{r},{u_key},{r_key}"
        for u, u_key in enumerate(("no", "1", "yes"))
        for r, r_key in enumerate(("low", "high"))
    ]
    (tmp_path / "scenarios.csv").write_text("\n".join(["scenario,2,risk", *rows]) + "\n")
    people = [f"p{i},{'ab'[i % 2]}" for i in range(12)]
    (tmp_path / "participants.csv").write_text("\n".join(["participant,post", *people]) + "\n")
    keys = ("no", "1", "yes")
    answers = []
    for i in range(12):
        for u in range(3):
            answers += [f"p{i},s{u}{r},{keys[max(0, min(2, u - r + (i + u * 2 + r) % 3 - 1))]}" for r in range(2)]
        answers.append(f"p{i},s00,{keys[i % 2]}")
    (tmp_path / "answers.csv").write_text("\n".join(["participant,scenario,answer", *answers]) + "\n")
    return tmp_path


@pytest.mark.parametrize("model", ["pooled", "mixed", "hierarchical"])
def test_every_command_works_on_a_folder_written_by_hand(
    folder: Path, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    code, checked, _ = run(capsys, "check", folder)
    assert code == 0
    assert checked["panel"] == {
        "participants": 12,
        "included": 12,
        "answers": 84,
        "without_answers": [],
        "synthetic": False,
    }
    code, fitted, _ = run(capsys, "fit", folder, "--model", model)
    assert code == 0
    assert fitted["participants"] == 12
    assert set(fitted["part_worths"]["2"]) == {"no", "1", "yes"}
    assert set(fitted["thresholds"]) == {"no|1", "1|yes"}
    assert (fitted["log_likelihood"] is None) == (model == "hierarchical")
    assert sum(level["estimate"] for level in fitted["part_worths"]["2"].values()) == pytest.approx(0, abs=1e-9)
    code, learned, _ = run(capsys, "insights", folder)
    assert code == 0
    assert {"importance", "groups", "answers_by_scenario", "answers_by_group"} <= set(learned)
    assert {"criterion", "percent", "interval", "share_swing", "p_value"} <= set(learned["importance"][0])
    top = learned["groups"]["post"]["a"]["top"]
    assert (top is None) == (model != "hierarchical")
    code, advice, _ = run(capsys, "ask", folder, "2=yes")
    assert code == 0
    keys = {"share", "interval", "level", "average", "answers", "participants", "blank", "reasons", "what_if",
            "nearest", "group"}  # fmt: skip
    assert keys <= set(advice)
    assert advice["blank"] == ["risk"]
    assert advice["level"] == 0.9
    assert advice["interval"][0] <= advice["share"] <= advice["interval"][1]
    assert sum(advice["answers"].values()) == pytest.approx(1)
    assert advice["answers"]["yes"] == pytest.approx(advice["share"])
    total = sum(reason["points"] for reason in advice["reasons"])
    assert total == pytest.approx(100 * (advice["share"] - advice["average"]), abs=1e-9)
    code, _, _ = run(capsys, "export", folder, "--to", folder / "all.csv")
    assert code == 0
    assert (folder / "all.csv").exists()
    code, _, _ = run(capsys, "report", folder, "--lang", "nl", "-o", folder / "r.pdf")
    assert code == 0
    assert (folder / "r.pdf").read_bytes().startswith(b"%PDF")


def test_groups_are_refused_below_the_minimum_and_by_other_models(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "fit", folder, "--model", "pooled")
    code, told, error = run(capsys, "ask", folder, "2=yes", "--group", "post=a")
    assert code == 2
    assert "hierarchical" in error
    assert told["error"] == "NotComputedError"
    people = (folder / "participants.csv").read_text().replace("p1,b", "p1,a").replace("p3,b", "p3,a")
    (folder / "participants.csv").write_text(people)
    run(capsys, "fit", folder)
    code, told, _ = run(capsys, "ask", folder, "2=yes", "--group", "post=b")
    assert code == 2
    assert told["error"] == "DisclosureError"


def test_cases_from_a_table_and_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fit", folder, "--model", "pooled")
    (folder / "cases.csv").write_text("risk,2\nlow,yes\n,no\n")
    code, advices, _ = run(capsys, "ask", folder, "--cases", folder / "cases.csv")
    assert code == 0
    assert [advice["blank"] for advice in advices] == [[], ["risk"]]
    (folder / "case.json").write_text('{"2": "no"}')
    code, one, _ = run(capsys, "ask", folder, "--case", folder / "case.json")
    assert code == 0
    assert one["share"] == pytest.approx(advices[1]["share"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ask", "FOLDER", "3=yes"], "there is no such criterion"),
        (["ask", "FOLDER", "2=maybe"], "'maybe' is not a level. Allowed: no, 1, yes"),
        (["ask", "FOLDER", "yes"], "'yes' is not of the form KEY=LEVEL"),
        (["ask", "FOLDER", "--group", "post"], "is not of the form CHARACTERISTIC=VALUE"),
        (["ask", "FOLDER", "--group", "pots=a"], "Did you mean 'post'?"),
        (["insights", "FOLDER", "--by", "pots"], "Did you mean 'post'?"),
        (["fit", "FOLDER", "--model", "pool"], "There is no model 'pool'. Allowed:"),
        (["design", "FOLDER", "--scenarios", "3"], "there are real answers in this folder"),
        (["simulate", "FOLDER", "--participants", "3"], "there are real answers in this folder"),
        (["check", "FOLDER/nowhere"], "there is no study.yaml"),
        (["new", "FOLDER"], "there is a study.yaml here already"),
        (["new", "FOLDER/other", "--template", "avg"], "'avg' is not a template"),
        (["report", "FOLDER", "--lang", "de"], "'de' is not one of"),
    ],
)
def test_wrong_words_are_answered_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    run(capsys, "fit", folder, "--model", "pooled")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, told, error = run(capsys, *(word.replace("FOLDER", str(folder)) for word in words))
    assert code == 2
    assert message in error or message in told["message"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

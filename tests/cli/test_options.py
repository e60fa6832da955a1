"""No option is ignored, no fault is silent, and no terminal is too old."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collega.cli import output as printing
from collega.colleague import case_from_json
from collega.study import parse_study
from tests.cli.running import run

STUDY = """\
key: parking
title: Parking
statement: Yes please
answers:
  - {key: "no", text: Never}
  - {key: maybe, text: Maybe}
  - {key: "yes", text: Always, positive: true}
criteria:
  - {key: place, text: Where, levels: [{key: "on", text: Street}, {key: "off", text: Garage}]}
  - {key: price, text: Price, levels: [{key: "1", text: One}, {key: "2", text: Two}, {key: "no", text: None}]}
minimum_group: 2
scenarios_per_participant: 6
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.yaml").write_text(STUDY)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--versions", "2"], "--versions"),
        (["--repeat", "1", "--seconds", "60"], "--repeat and --seconds"),
        (["--scenarios", "6"], "--scenarios"),
        (["--prior", "p.yaml"], "--prior"),
        (["--seed", "1"], "--seed"),
    ],
)
def test_a_design_from_elsewhere_is_taken_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], named: str
) -> None:
    (folder / "mine.csv").write_text("scenario,place,price\na,on,1\nb,off,2\nc,on,no\nd,off,1\n")
    code, _, err = run(capsys, "design", folder, "--from", folder / "mine.csv", *words)
    assert code == 2
    assert f"--from: a design that was made elsewhere is taken as it is, so {named} would do nothing" in err
    assert not (folder / "scenarios.csv").exists()
    assert run(capsys, "design", folder, "--from", folder / "mine.csv")[0] == 0


@pytest.fixture
def filled(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    run(capsys, "design", folder)
    run(capsys, "simulate", folder, "--participants", "20")
    return folder


@pytest.mark.parametrize("model", ["pooled", "mixed"])
def test_a_seed_is_refused_where_nothing_is_drawn(filled: Path, capsys: pytest.CaptureFixture[str], model: str) -> None:
    code, _, err = run(capsys, "fit", filled, "--model", model, "--seed", "2")
    assert code == 2
    assert f"The {model} model draws nothing at random, so --seed does nothing there" in err
    assert not (filled / "model.json").exists()


def test_what_was_asked_of_a_fit_is_shown(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "fit", filled, "--model", "mixed", "--coding", "treatment")
    assert code == 0
    fitted = json.loads((filled / "model.json").read_text())
    words = out.split()
    assert f"{fitted['coefficients']['price:2']['estimate']:.3f}" in words
    assert f"{fitted['thresholds']['no|maybe']['estimate']:.3f}" in words
    assert "price:no" in words
    assert "place:on" not in words
    assert f"Participants differ in how positive they are by {fitted['intercept_sd']:.3f} logits" in out


def test_effects_by_threshold_are_fitted_kept_and_shown(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "fit", filled, "--model", "pooled", "--by-threshold", "price")
    assert code == 0
    fitted = json.loads((filled / "model.json").read_text())
    assert set(fitted["by_threshold"]) == {"price"}
    effects = fitted["by_threshold"]["price"]
    assert effects["no|maybe"]["no"]["estimate"] != effects["maybe|yes"]["no"]["estimate"]
    assert effects["maybe|yes"] == fitted["part_worths"]["price"]
    assert "Part-worths of price by threshold" in out
    assert f"{effects['no|maybe']['2']['estimate']:.3f}" in out.split()
    assert "effects by threshold: price" in " ".join(err.split())
    code, told, _ = run(capsys, "ask", filled, "price=no", "place=on", "--json")
    assert code == 0
    asked = json.loads(told)
    assert sum(asked["answers"].values()) == pytest.approx(1.0)
    assert asked["answers"]["yes"] == pytest.approx(asked["share"], abs=1e-9)
    code, told, _ = run(capsys, "fit", filled, "--model", "pooled", "--by-threshold", "price,place,", "--json",
                        "--coding", "treatment")  # fmt: skip
    assert code == 0
    assert {name.split(":")[0] for name in json.loads(told)["coefficients_by_threshold"]} == {"price", "place"}


def test_effects_by_threshold_of_what_shows_them(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, err = run(capsys, "fit", filled, "--model", "pooled", "--by-threshold", "auto", "--json")
    assert code == 0
    fitted = json.loads(told)
    tests = fitted["diagnostics"]["proportional_odds"]
    broken = [test["criterion"] for test in tests[1:] if test["p_value_corrected"] < 0.05]
    assert list(fitted.get("by_threshold", {})) == broken
    assert ("effects by threshold" if broken else "no criterion demonstrably has other effects") in " ".join(
        err.split()
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--by-threshold", "price"], "The default model has the same effects at every threshold"),
        (["--model", "mixed", "--by-threshold", "auto"], "The mixed model has the same effects at every threshold"),
        (["--model", "pooled", "--by-threshold", "prise"], "no criterion 'prise' for effects by threshold. Allowed: "),
        (["--model", "pooled", "--by-threshold", "auto,"], "no criterion 'auto' for effects by threshold. Allowed: "),
        (["--model", "pooled", "--by-threshold", ","], "--by-threshold names no criterion: found ','"),
        (["--add", "--model", "pooled"], "--add goes on from the fit that is there, so it takes no other choice"),
    ],
)
def test_effects_by_threshold_that_cannot_be(
    filled: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    code, _, err = run(capsys, "fit", filled, *words)
    assert code == 2
    assert message in " ".join(err.split())
    assert not (filled / "model.json").exists()


def test_a_fault_of_ours_is_json_too(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_: object) -> None:
        raise RuntimeError("oh no")

    monkeypatch.setattr("collega.folder.StudyFolder.study", break_down)
    code, out, err = run(capsys, "check", folder, "--json")
    assert code == 1
    told = json.loads(out)
    assert told["error"] == "Fault"
    assert told["message"].endswith("RuntimeError: oh no")
    assert "This is a fault in Collega" in err


def test_a_stream_of_another_encoding_gets_bars_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    printing.show_what_can_be_shown(stream)
    stream.write("é ██░▒▓▌ – ☃\n")
    stream.flush()
    assert raw.getvalue().decode("cp1252") == "é ##.:+# – ?\n"
    monkeypatch.setattr(sys, "stdout", stream)
    printing.print_json({"a": "é☃"})
    stream.flush()
    assert json.loads(raw.getvalue().split(b"\n", 1)[1]) == {"a": "é☃"}


def test_the_whole_command_in_another_encoding(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fit", filled, "--model", "pooled")
    words = [sys.executable, "-c", "from collega.cli import main; main()", "ask", str(filled), "place=on"]
    done = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, check=False)
    assert done.returncode == 0, done.stderr.decode("cp1252")
    assert "##" in done.stdout.decode("cp1252")


PRIOR = """\
part_worths:
  place: {on: 0.5, off: -0.5}
  price: {1: 1, 2: 0, no: -1}
thresholds: [-1, 1]
sd: 0.5
"""


def test_keys_of_a_prior_are_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "prior.yaml").write_bytes(PRIOR.encode("utf-16"))
    code, _, err = run(capsys, "design", folder, "--prior", folder / "prior.yaml")
    assert code == 0, err


def test_every_problem_of_a_prior_has_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = PRIOR.replace("off: -0.5", "of: .nan").replace("2: 0,", "2: 0,5,").replace("[-1, 1]", "[1, -1]")
    broken = broken.replace("no: -1", "no: much").replace("sd: 0.5", "sd: -1\nsdd: 2") + "part_worth: {}\n"
    (folder / "prior.yaml").write_text(broken)
    _, _, err = run(capsys, "design", folder, "--prior", folder / "prior.yaml")
    assert err.splitlines() == [
        "prior.yaml:2: part_worths.place.of: 'of' is not a level of 'place'. Allowed: on, off. Did you mean 'off'?",
        "prior.yaml:3: part_worths.price.5: '5' is not a level of 'price'. Allowed: 1, 2, no.",
        "prior.yaml:3: part_worths.price.no: 'much' is not a number of logits. Allowed: a number such as 0.5 or -1.",
        "prior.yaml:4: thresholds: found [1, -1]. Allowed: 2 numbers of logits, each higher than the one before.",
        "prior.yaml:5: sd: '-1' is not a standard deviation. Allowed: 0 to 5.",
        "prior.yaml:6: sdd: this key is not known. Allowed: part_worths, thresholds, sd. Did you mean 'sd'?",
        "prior.yaml:7: part_worth: this key is not known. Allowed: part_worths, thresholds, sd. Did you mean 'part_worths'?",
        "7 problems; nothing was written.",
    ]


def test_a_number_in_json_is_the_key_of_a_level() -> None:
    study = parse_study(STUDY)
    assert case_from_json(study, '{"price": 1}').levels == (("price", "1"),)
    assert case_from_json(study, '{"price": "1", "place": "on"}').levels == (("place", "on"), ("price", "1"))

"""The commands insights and ask, as people type them and read them."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collega.cli import main
from collega.errors import DisclosureError
from collega.folder import StudyFolder
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.tables import Sheet, write_table
from tests.cli.running import run
from tests.colleague.studies import matched, with_groups
from tests.model.made_fits import drawn_fit

STUDY = """
key: surgery
title: Operate now
statement: I would operate now.
answers:
  - {key: surely_not, text: Surely not}
  - {key: rather_not, text: Rather not}
  - {key: rather_yes, text: Rather yes, positive: true}
  - {key: surely_yes, text: Surely yes, positive: true}
criteria:
  - {key: risk, text: Risk, levels: [{key: low, text: Low}, {key: high, text: High}]}
  - {key: pain, text: Pain, levels: [{key: none, text: None}, {key: some, text: Some}, {key: constant, text: Constant}]}
never: [{risk: high, pain: none}]
characteristics:
  - {key: post, text: Post, values: [{key: surgeon, text: Surgeon}, {key: nurse, text: Nurse}]}
  - {key: image, text: Image, values: [{key: bold, text: Bold}, {key: careful, text: Careful}], self_image: true}
minimum_group: 5
"""
SCENARIOS = [("low", "none"), ("low", "some"), ("low", "constant"), ("high", "some"), ("high", "constant")]
KEYS = ("surely_not", "rather_not", "rather_yes", "surely_yes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen people, five scenarios; ten surgeons of whom five bold, and six nurses; a pooled fit."""
    path = tmp_path_factory.mktemp("surgery")
    (path / "study.yaml").write_text(STUDY, encoding="utf-8")
    rows = [f"s{number},{risk},{pain}" for number, (risk, pain) in enumerate(SCENARIOS)]
    (path / "scenarios.csv").write_text("\n".join(["scenario,risk,pain", *rows]) + "\n")
    people = [f"p{i},{'surgeon' if i < 10 else 'nurse'},{'bold' if i % 2 else 'careful'}" for i in range(16)]
    (path / "participants.csv").write_text("\n".join(["participant,post,image", *people]) + "\n")
    answers = [
        f"p{i},s{s},{KEYS[max(0, min(3, 3 - (risk == 'high') - (pain == 'none') - (7 * i + 3 * s) % 3))]}"
        for i in range(16)
        for s, (risk, pain) in enumerate(SCENARIOS)
    ]
    (path / "answers.csv").write_text("\n".join(["participant,scenario,answer", *answers]) + "\n")
    with pytest.raises(SystemExit) as stopped:
        main(["fit", str(path), "--model", "pooled"])
    assert not stopped.value.code
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    code, out, _ = run(capsys, *words, "--json")
    assert code == 0
    return json.loads(out)


def test_insights_for_people(folder, capsys) -> None:
    code, out, err = run(capsys, "insights", folder)
    assert code == 0
    assert err == ""
    assert "Insights: 16 participants, 80 answers, 2 characteristics, model pooled" in out
    for title in ("How heavily each criterion weighs", "Answers by group: ", "What participants thought of the scenarios",
                  "Do groups differ, and do their answers rise"):  # fmt: skip
        assert title in out
    assert "█" in out
    assert "- Two participants are on the same side at " in out
    assert out.index("same side at") < out.index("How heavily each criterion weighs")  # the findings come first
    assert "SYNTHETIC" not in out


def test_hidden_groups_say_why(folder, capsys, tmp_path) -> None:
    shutil.copytree(folder, tmp_path / "few")
    file = tmp_path / "few" / "participants.csv"
    people = file.read_text().splitlines()
    file.write_text("\n".join([*people[:-3], *(line.replace("nurse", "surgeon") for line in people[-3:])]) + "\n")
    reason = "not shown, fewer than 5 participants: post="
    assert reason in run(capsys, "insights", tmp_path / "few")[1]
    assert reason not in run(capsys, "insights", folder)[1]


def test_insights_in_json(folder, capsys) -> None:
    found = told(capsys, "insights", folder)
    assert [set(row) for row in found["importance"]] == [
        {
            "criterion",
            "percent",
            "interval",
            "uncorrected",
            "individual",
            "share_swing",
            "share_swing_interval",
            "p_value",
            "p_value_corrected",
        }
    ] * 2
    assert sum(row["percent"] for row in found["importance"]) == pytest.approx(100)
    nurse = {"n": 6, "suppressed": False, "top": None, "importance": None, "intervals": None}
    assert found["groups"]["post"]["nurse"] == nurse
    assert found["groups"]["post"]["prefer_not_to_say"] == {"n": None, "suppressed": True}
    assert found["answers_by_scenario"][0]["n"] == 16
    assert sum(found["answers_by_group"]["image"]["bold"]["answers"].values()) == pytest.approx(1)
    assert set(told(capsys, "insights", folder, "--by", "post")["groups"]) == {"post"}


def test_the_text_opens_with_the_findings_of_the_json(folder, capsys) -> None:
    found = told(capsys, "insights", folder)["findings"]
    assert {"kind", "criterion", "characteristic", "value", "estimate", "interval", "probability", "text"} <= set(
        found[0]
    )
    assert [each["kind"] for each in found].count("weight") == 1
    assert found[0]["kind"] == "weight"
    assert not any(each["kind"] == "group_weight" for each in found)  # a pooled model knows no groups
    out = " ".join(run(capsys, "insights", folder)[1].split())
    places = [out.index("- " + each["text"]["en"]) for each in found]
    assert places == sorted(places)
    assert all(each["text"]["nl"] != each["text"]["en"] for each in found)


def test_an_unknown_characteristic_is_refused(folder, capsys) -> None:
    code, _, err = run(capsys, "insights", folder, "--by", "pots")
    assert code == 2
    assert "by: there is no characteristic 'pots'. Allowed: post, image. Did you mean 'post'?" in err


def test_advice_for_people(folder, capsys) -> None:
    code, out, err = run(capsys, "ask", folder, "risk=low")
    assert code == 0
    assert err == ""
    for text in ("Of these 16 professionals an estimated", "Answers, %", "depending on the one criterion that is still open", "Blank: pain.", "risk=low",
                 "Reasons: points above or below the average case", "What if? Share positive, %; now",
                 "Nearest scenarios that were judged"):  # fmt: skip
        assert text in out


def test_the_case_in_words_a_file_and_stdin(folder, capsys, tmp_path, monkeypatch) -> None:
    words = told(capsys, "ask", folder, "risk=low", "pain=some")
    file = tmp_path / "case.json"
    file.write_text('{"risk": "low", "pain": "some"}')
    monkeypatch.setattr(sys, "stdin", io.StringIO(file.read_text()))
    assert told(capsys, "ask", folder, "--case", file) == words == told(capsys, "ask", folder, "--case", "-")
    assert told(capsys, "ask", folder)["blank"] == ["risk", "pain"]
    assert words["nearest"][0]["scenario"] == "s1"
    assert words["nearest"][0]["distance"] == 0


def test_many_cases_are_a_list_in_their_order(folder, capsys, tmp_path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("risk;pain\nlow;some\nhigh;\n")
    found = told(capsys, "ask", folder, "--cases", file)
    assert [advice["blank"] for advice in found] == [[], ["pain"]]
    assert {**told(capsys, "ask", folder, "risk=low", "pain=some"), "beside": {}, "line": 2} == {
        name: value for name, value in found[0].items() if name != "read"
    }
    code, out, err = run(capsys, "ask", folder, "--cases", file)
    assert code == 0
    assert "surgery: share of 16 participants who would advise positively" in out
    assert "risk=low, pain=some" in out
    assert "cases.csv was read as CSV, encoding UTF-8, separator ';'." in err


def test_columns_that_are_no_criteria_come_back(folder, capsys, tmp_path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("share,risk,pian,case\nfile 7,Low,much,Mr X\nfile 8,high,,\n")
    code, out, err = run(capsys, "ask", folder, "--cases", file)
    assert (code, "Warning: cases.csv: the column 'pian' is no criterion" in err) == (0, True)
    assert "filled in share pian case (in the table)" in " ".join(out.split())
    assert "file 7" in out
    assert "Mr X" in out
    first, second = told(capsys, "ask", folder, "--cases", file)
    assert first["beside"] == {"share": "file 7", "pian": "much", "case": "Mr X"}
    assert (first["case"], first["line"], second["line"]) == ({"risk": "low"}, 2, 3)
    assert isinstance(first["share"], float)
    assert [(read["file"], read["encoding"], read["separator"]) for read in first["read"]] == [
        ("cases.csv", "UTF-8", ",")
    ]


def test_levels_may_be_asked_by_their_text(folder, capsys) -> None:
    by_key = told(capsys, "ask", folder, "risk=high", "pain=constant")
    assert told(capsys, "ask", folder, "risk=High", "pain=Constant") == by_key


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_blank_row_between_cases_is_the_average_case(folder, capsys, tmp_path, kind) -> None:
    frame = pl.DataFrame({"risk": ["low", "", "high"], "pain": ["some", "", "some"]})
    file = tmp_path / f"cases.{kind}"
    if kind == "csv":
        file.write_text("risk,pain\nlow,some\n,\n\nhigh,some\n")
    else:
        write_table(file, kind, [Sheet(name="cases", frame=frame)])
    found = told(capsys, "ask", folder, "--cases", file)
    assert [advice["blank"] for advice in found] == [[], ["risk", "pain"], []]
    assert found[1]["share"] == pytest.approx(found[1]["average"], abs=1e-9)
    assert found[1]["average"] == pytest.approx(found[0]["average"], abs=1e-7)  # by another sum over the same draws


def test_a_table_of_shares_says_what_full_advice_says(folder, capsys, tmp_path, monkeypatch) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("risk,pain\nlow,some\n,\nhigh,some\n")
    full = told(capsys, "ask", folder, "--cases", file)
    monkeypatch.setattr("collega.colleague.reasons.shapley_draws", None)  # not needed for a share
    code, out, _ = run(capsys, "ask", folder, "--cases", file)
    assert code == 0
    for number, advice in enumerate(full, start=1):
        low, high = (round(100 * end) for end in advice["interval"])
        assert f"{number}  {round(100 * advice['share'])}  {low}–{high}" in " ".join(out.split()).replace(" ", "  ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_case_in_any_common_encoding(folder, capsys, tmp_path, encoding) -> None:
    file = tmp_path / "case.json"
    file.write_bytes('{"risk": "low", "pain": null}'.encode(encoding))
    assert told(capsys, "ask", folder, "--case", file)["blank"] == ["pain"]
    stdin = io.TextIOWrapper(io.BytesIO(file.read_bytes()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        assert told(capsys, "ask", folder, "--case", "-")["blank"] == ["pain"]


def test_a_case_that_is_no_text_is_told(folder, capsys, tmp_path) -> None:
    (tmp_path / "case.json").write_bytes(b"\0\1\2\0\3")
    code, _, err = run(capsys, "ask", folder, "--case", tmp_path / "case.json")
    assert code == 2
    assert (
        "case.json:1: this is not a text file: byte 0x0 stands on this line. Save the case as JSON, encoding UTF-8."
        in err
    )


def test_one_case_of_a_table_is_a_list_too(folder, capsys, tmp_path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("risk\nlow\n")
    assert len(told(capsys, "ask", folder, "--cases", file)) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["risk=lwo"], "case: risk: 'lwo' is not a level. Allowed: low, high. Did you mean 'low'?"),
        (["risk=high", "pain=none"], "the study never combines risk=high with pain=none"),
        (["risk=low", "--case", "-"], "ask: the case is given twice: by KEY=LEVEL and by --case"),
        (["--case", "nowhere.json"], "nowhere.json: there is no such file or folder"),
        (["--cases", "nowhere.csv"], "nowhere.csv"),
        (
            ["--group", "post=nurse", "--group", "post=surgeon"],
            "--group: a group is given 2 times: post=nurse, post=surgeon",
        ),
        (["--group", "nurse"], "group: 'nurse' is not of the form CHARACTERISTIC=VALUE"),
        (["--group", "post=nurce"], "'nurce' is not a value of post"),
        (["--group", "post=nurse"], "The pooled model knows no differences between groups"),
    ],
)
def test_what_cannot_be_asked_exits_two(folder, capsys, words, message) -> None:
    code, out, err = run(capsys, "ask", folder, *words)
    assert code == 2
    assert out == ""
    assert message in err


@pytest.mark.parametrize("model", ["pooled", "mixed", "hierarchical"])
def test_so_few_are_not_fitted(folder, capsys, tmp_path, model) -> None:
    for name in ("study.yaml", "scenarios.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    for name in ("participants.csv", "answers.csv"):
        lines = (folder / name).read_text().splitlines()
        few = [line for line in lines if line.split(",")[0] in {"participant", "p0", "p1", "p2", "p3"}]
        (tmp_path / name).write_text("\n".join(few) + "\n")
    before = {file.name for file in tmp_path.iterdir()}
    code, out, err = run(capsys, "fit", tmp_path, "--model", model)
    assert code == 2
    assert out == ""
    assert "Fewer than 5 participants have answered, and the study shows nothing about so few (minimum_group)." in err
    assert {file.name for file in tmp_path.iterdir()} == before
    panel = StudyFolder(tmp_path).panel()
    with pytest.raises(DisclosureError, match="Fewer than 5 participants have answered"):
        StudyFolder(tmp_path).write_fit(estimate(panel, "pooled"))
    assert not (tmp_path / "model.json").exists()


def test_without_a_fit_there_are_answers_but_no_advice(folder, capsys, tmp_path) -> None:
    for name in ("study.yaml", "scenarios.csv", "participants.csv", "answers.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    code, out, err = run(capsys, "insights", tmp_path)
    assert code == 0
    assert "What participants thought of the scenarios" in out
    assert "There is no fitted model yet, so no importance." in err
    assert told(capsys, "insights", tmp_path)["importance"] is None
    code, _, err = run(capsys, "ask", tmp_path, "risk=low")
    assert code == 2
    assert "has no fitted model yet" in err


def test_other_answers_than_the_fit_was_made_from_and_a_synthetic_panel_are_said(folder, capsys, tmp_path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    answers = (tmp_path / "answers.csv").read_text().splitlines()
    (tmp_path / "answers.csv").write_text("\n".join(answers[:-1]) + "\n")
    for words in (["insights", tmp_path], ["ask", tmp_path, "risk=low"]):
        code, _, err = run(capsys, *words)
        assert code == 0
        assert "Warning: The fitted model is OUT OF DATE" in err


def test_synthetic_is_said_loudly(capsys, tmp_path) -> None:
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    for words in (["design", "--scenarios", 5, "--versions", 1], ["simulate", "--participants", 20],
                  ["fit", "--model", "pooled"]):  # fmt: skip
        code, _, err = run(capsys, words[0], tmp_path, *words[1:])
        assert code == 0, err
    for words in (["insights", tmp_path], ["ask", tmp_path, "risk=low"]):
        _, out, _ = run(capsys, *words)
        assert out.startswith("SYNTHETIC: the answers behind this were simulated")
        assert told(capsys, *words)["synthetic"] is True


def test_counts_of_the_profession_need_a_model_that_knows_groups(folder, capsys, tmp_path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_text("post,count\nsurgeon,20\nnurse,80\n")
    code, out, err = run(capsys, "ask", folder, "risk=low", "--profession", counts, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["profession"] is None
    assert told["unavailable"]["profession"].startswith("The pooled model knows no differences between groups")
    assert told["colleagues"] == {"share": told["share"], "interval": told["interval"]}
    assert "There is no share of the profession. The pooled model" in " ".join(err.split())
    code, out, _ = run(capsys, "insights", folder, "--profession", counts, "--json")
    average = json.loads(out)["average"]
    assert code == 0
    assert average["profession"] is None
    assert average["colleagues"] == average["participants"]


def test_wrong_counts_stop_everything_with_every_problem(folder, capsys, tmp_path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_text("post,count\nsurgon,20\nnurse,-8\n")
    for command in ("ask", "insights"):
        code, out, err = run(capsys, command, folder, "--profession", counts)
        told = " ".join(err.split())
        assert code == 2
        assert out == ""
        assert "counts.csv:2: post: 'surgon' is not a value of post. Allowed: surgeon, nurse. Did you mean" in told
        assert "counts.csv:3: count: '-8' is not a count. Allowed: 0 or more" in told


def test_a_model_with_groups_tells_the_profession_and_the_study_may_lead_with_it(folder, capsys, tmp_path) -> None:
    mine = tmp_path / "surgery"
    shutil.copytree(folder, mine)
    source = StudyFolder(mine)
    source.write_fit(with_groups(drawn_for(source)))
    counts = tmp_path / "counts.csv"
    counts.write_text("characteristic,value,count\npost,surgeon,20\npost,nurse,80\n")
    code, out, _ = run(capsys, "ask", mine, "risk=low", "--profession", counts, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["unavailable"] == {}
    assert told["colleagues"]["share"] == told["share"] != told["profession"]["share"]
    (mine / "study.yaml").write_text(STUDY + "share_of: profession\n", encoding="utf-8")
    code, out, _ = run(capsys, "ask", mine, "risk=low", "--profession", counts)
    assert code == 0
    assert "of the whole profession" in out.lower()
    assert "What follows is about the participants." in " ".join(out.split())
    _, _, err = run(capsys, "ask", mine, "risk=low")
    assert "The study leads with the share of the profession (share_of), and it is not here." in " ".join(err.split())
    cases = tmp_path / "cases.csv"
    cases.write_text("risk,pain\nlow,none\nhigh,some\n")
    _, out, _ = run(capsys, "ask", mine, "--cases", cases, "--profession", counts)
    assert "of the profession" in out


def drawn_for(source: StudyFolder) -> Fit:
    panel = source.panel()
    return matched(drawn_fit(1, (2, 3), n_people=panel.n_participants, n_draws=200), panel)

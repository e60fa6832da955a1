"""Long and wide, words and numbers, with and without scenarios: all give the panel that was meant."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest

from collega.errors import DataError
from collega.panel import Panel, import_panel
from collega.panel.read import read_panel
from collega.study import parse_study
from collega.tables import read_table

STUDY = parse_study(
    """\
key: parking
title: Parking
statement: Yes please
answers:
  - {key: no, text: {nl: Nooit, en: Never}}
  - {key: "1", text: {nl: Soms, en: Maybe}}
  - {key: yes, text: {nl: Altijd, en: Always}, positive: true}
criteria:
  - {key: place, text: Where, levels: [{key: no, text: Street}, {key: garage, text: Garage}]}
  - {key: price, text: Price, levels: [{key: "1", text: One}, {key: "2", text: Two}]}
characteristics:
  - {key: age, text: Age, values: [{key: young, text: Young}, {key: old, text: Old}]}
"""
)
SCENARIOS = "scenario,place,price\nA,no,1\nB,no,2\nC,garage,1\n"


def bring(
    folder: Path, answers: str, scenarios: str | None = SCENARIOS, people: str | None = None, rules: str = ""
) -> Panel:
    paths: dict[str, Path | None] = {}
    for name, text in (("answers.csv", answers), ("s.csv", scenarios), ("p.csv", people), ("m.yaml", rules or None)):
        paths[name] = folder / name if text is not None else None
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return import_panel(
        STUDY,
        answers=folder / "answers.csv",
        scenarios=paths["s.csv"],
        participants=paths["p.csv"],
        mapping=paths["m.yaml"],
    )


def said(panel: Panel) -> list[tuple[str, str, str]]:
    who, keys = panel.people["participant"].to_list(), panel.study.answer_keys
    triples = zip(panel.participant, panel.scenario, panel.answer, strict=True)
    return [(who[i], panel.design.scenarios[s], keys[a]) for i, s, a in triples]


def test_long(tmp_path: Path) -> None:
    panel = bring(tmp_path, "participant,scenario,answer\np1,A,no\np1,B,1\np2,A,yes\n")
    assert said(panel) == [("p1", "A", "no"), ("p1", "B", "1"), ("p2", "A", "yes")]
    assert (panel.position, panel.seconds, panel.synthetic) == (None, None, False)


def test_texts_of_the_study_are_understood(tmp_path: Path) -> None:
    panel = bring(tmp_path, "participant,scenario,answer,age\np1,A,Nooit,Young\np1,B,Always,Young\np2,A,1,\n")
    assert said(panel) == [("p1", "A", "no"), ("p1", "B", "yes"), ("p2", "A", "1")]
    assert panel.people["age"].to_list() == ["young", ""]


def test_words_of_the_mapping_go_before_keys(tmp_path: Path) -> None:
    """A number in the file may be the key of another answer."""
    rules = "answers: {no: 1, '1': 2, yes: 3}\nlevels: {price: {'1': 2, '2': 1}}\nvalues: {age: {old: [9, x]}}\n"
    scenarios = "scenario,place,price\nA,no,2\nB,no,1\n"
    answers = "participant,scenario,answer,age\np1,A,1,9\np1,B,2,9\np2,A,3,x\n"
    panel = bring(tmp_path, answers, scenarios, rules=rules)
    assert said(panel) == [("p1", "A", "no"), ("p1", "B", "1"), ("p2", "A", "yes")]
    assert panel.design.profiles.tolist() == [[0, 0], [0, 1]]
    assert panel.people["age"].to_list() == ["old", "old"]


def test_wide_by_the_names_of_the_scenarios(tmp_path: Path) -> None:
    panel = bring(tmp_path, "participant;age;A;C\np1;old;no;\np2;;;\np3;young;yes;1\n")
    assert said(panel) == [("p1", "A", "no"), ("p3", "A", "yes"), ("p3", "C", "1")]
    assert panel.people["participant"].to_list() == ["p1", "p2", "p3"]


def test_wide_with_repeats_times_and_places(tmp_path: Path) -> None:
    rules = """\
columns: {participant: id}
wide:
  scenarios: {A: [q1, q3], B: q2}
  seconds: {A: [t1, t3], B: t2}
  positions: columns
missing: ["-"]
ignore: ["z*"]
"""
    panel = bring(tmp_path, "id;q1;q2;q3;t1;t2;t3;z1;z2\np1;no;1;yes;1,5;2;3;x;x\np2;-;yes;;;4;;x;x\n", rules=rules)
    assert said(panel) == [("p1", "A", "no"), ("p1", "B", "1"), ("p1", "A", "yes"), ("p2", "B", "yes")]
    assert panel.position is not None
    assert panel.position.tolist() == [1, 2, 3, 2]
    assert panel.seconds is not None
    assert panel.seconds.tolist() == [1.5, 2.0, 3.0, 4.0]


def test_wide_with_a_pattern_and_own_places(tmp_path: Path) -> None:
    rules = "wide: {scenarios: 'q_{scenario}', positions: 'o_{scenario}'}\n"
    panel = bring(tmp_path, "participant,q_A,q_B,o_A,o_B\np1,no,yes,2,1\n", rules=rules)
    assert panel.position is not None
    assert (said(panel), panel.position.tolist()) == ([("p1", "A", "no"), ("p1", "B", "yes")], [2, 1])


def test_wide_and_long_give_the_same_panel(tmp_path: Path) -> None:
    wide = bring(tmp_path, "participant,A,B,C\np1,no,1,yes\np2,,yes,no\n")
    long = bring(tmp_path, "participant,scenario,answer\np1,A,no\np1,B,1\np1,C,yes\np2,B,yes\np2,C,no\n")
    assert said(wide) == said(long)
    assert wide.people.equals(long.people)


def test_levels_beside_the_answers_make_the_scenarios(tmp_path: Path) -> None:
    answers = "participant,place,price,answer\np1,no,1,no\np1,Garage,2,yes\np2,no,1,1\n"
    panel = bring(tmp_path, answers, None)
    assert said(panel) == [("p1", "S1", "no"), ("p1", "S2", "yes"), ("p2", "S1", "1")]
    assert panel.design.profiles.tolist() == [[0, 0], [1, 1]]


def test_levels_find_their_scenario(tmp_path: Path) -> None:
    panel = bring(tmp_path, "participant,place,price,answer\np1,garage,1,no\np1,no,2,yes\n")
    assert said(panel) == [("p1", "C", "no"), ("p1", "B", "yes")]


def test_a_row_without_scenario_and_answer_tells_who_took_part(tmp_path: Path) -> None:
    panel = bring(tmp_path, "participant,scenario,answer,age\np1,A,no,old\np2,,,young\n")
    assert (panel.n_participants, said(panel)) == (2, [("p1", "A", "no")])


def test_missing_answers_are_left_out_when_the_mapping_says_so(tmp_path: Path) -> None:
    answers = "participant,scenario,answer,age\np1,A,no,99\np1,B,99,99\np1,C,,99\n"
    panel = bring(tmp_path, answers, rules="missing: ['', 99]\n")
    assert said(panel) == [("p1", "A", "no")]
    assert panel.people["age"].to_list() == [""]


def test_lines_of_a_message_survive_rows_left_out(tmp_path: Path) -> None:
    answers = "participant,scenario,answer\np1,A,99\n\np1,B,no\np1,C,never\n"
    with pytest.raises(Exception, match=r"answers\.csv:5: answer: 'never' is not an answer"):
        bring(tmp_path, answers, rules="missing: 99\n")


def test_people_apart_and_included(tmp_path: Path) -> None:
    people = "participant,age,included,excluded_reason\np1,old,Ja,\np2,,Nee,asleep\n"
    panel = bring(
        tmp_path,
        "participant,scenario,answer\np1,A,no\n",
        people=people,
        rules="values: {included: {true: Ja, false: Nee}}",
    )
    assert panel.included.tolist() == [True, False]


def test_spreadsheet_with_a_named_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data")
    for row in (["who", "scenario", "answer", "seconds"], [1, "A", 1, 2.5], [2, "B", "no", 3]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "s.csv").write_text(SCENARIOS)
    (tmp_path / "m.yaml").write_text("sheet: Data\ncolumns: {participant: who}\n")
    panel = import_panel(STUDY, answers=tmp_path / "a.xlsx", scenarios=tmp_path / "s.csv", mapping=tmp_path / "m.yaml")
    assert said(panel) == [("1", "A", "1"), ("2", "B", "no")]
    assert panel.seconds is not None
    assert panel.seconds.tolist() == [2.5, 3.0]


def test_labels_of_spss_go_before_its_numbers(tmp_path: Path) -> None:
    """The code 1 has the label of another answer than the key '1'."""
    import pyreadstat

    frame = pl.DataFrame({"participant": ["p1", "p1", "p2"], "scenario": ["A", "B", "A"], "answer": [1.0, 2.0, 3.0]})
    labels = {"answer": {1: "Never", 2: "Maybe", 3: "Always"}}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    (tmp_path / "s.csv").write_text(SCENARIOS)
    panel = import_panel(STUDY, answers=tmp_path / "a.sav", scenarios=tmp_path / "s.csv")
    assert said(panel) == [("p1", "A", "no"), ("p1", "B", "1"), ("p2", "A", "yes")]


def test_a_mapping_that_contradicts_the_label_of_a_column_is_refused(tmp_path: Path) -> None:
    """B runs the other way: its 3 says "Never", where the mapping file says that every 3 is yes."""
    pyreadstat = pytest.importorskip("pyreadstat")
    frame = pl.DataFrame({"participant": ["p1", "p2"], "A": [1.0, 3.0], "B": [3.0, 1.0], "C": [1.0, 2.0]})
    labels = {"A": {1: "Never", 2: "Maybe", 3: "Always"}, "B": {3: "Never", 2: "Maybe", 1: "Always"}}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    (tmp_path / "s.csv").write_text(SCENARIOS)
    files = {"answers": tmp_path / "a.sav", "scenarios": tmp_path / "s.csv", "mapping": tmp_path / "m.yaml"}
    (tmp_path / "m.yaml").write_text("answers: {no: 1, '1': 2, yes: 3}\n")
    with pytest.raises(DataError) as refused:
        import_panel(STUDY, **files)
    assert [(problem.line, problem.where, problem.found) for problem in refused.value.problems] == [
        (1, "B", "'3' has the label 'Never' here, and the mapping file says that it is yes"),
        (2, "B", "'1' has the label 'Always' here, and the mapping file says that it is no"),
    ]
    (tmp_path / "m.yaml").write_text("answers: {no: Always, '1': 2, yes: Never}\n")
    assert said(import_panel(STUDY, **files))[:2] == [("p1", "A", "yes"), ("p1", "B", "yes")]


def test_thousands_of_columns_without_a_name_are_no_work(tmp_path: Path) -> None:
    """One cell far to the right is all that it takes in a spreadsheet: a minute and a half, when all were compared."""
    began = time.process_time()
    with pytest.raises(DataError, match=r"column (D|4) has no name"):
        bring(tmp_path, f"participant,scenario,answer{',' * 16_000}\np1,A,no{',' * 15_999}x\n")
    assert time.process_time() - began < 15


def test_two_hundred_thousand_answers_come_in(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    n = 200_000
    frame = pl.DataFrame(
        {
            "participant": np.repeat(np.arange(n // 20), 20).astype(str),
            "scenario": rng.choice(["A", "B", "C"], n),
            "answer": rng.choice(["no", "1", "yes"], n),
            "position": np.tile(np.arange(1, 21), n // 20),
        }
    )
    frame.write_csv(tmp_path / "a.csv")
    (tmp_path / "s.csv").write_text(SCENARIOS)
    panel = import_panel(STUDY, answers=tmp_path / "a.csv", scenarios=tmp_path / "s.csv")
    assert panel.n_answers == n


@pytest.mark.parametrize("words", [("TRUE", "FALSE"), ("WAAR", "ONWAAR"), ("Ja", "nee"), ("yes", "No"), ("1", "0")])
def test_who_is_included_is_read_in_any_words(tmp_path: Path, words: tuple[str, str]) -> None:
    yes, no = words
    people = f"participant,included\np1,{yes}\np2,{no}\np3,\n"
    panel = bring(tmp_path, "participant,scenario,answer\np1,A,no\np2,A,no\np3,A,no\n", people=people)
    assert panel.included.tolist() == [True, False, True]
    direct = read_panel(
        STUDY,
        panel.design,
        participants=read_table(tmp_path / "p.csv"),
        answers=read_table(tmp_path / "answers.csv"),
    )
    assert direct.included.tolist() == [True, False, True]
    answers = f"participant,scenario,answer,synthetic\np1,A,no,{yes}\n"
    assert bring(tmp_path, answers).synthetic


def test_words_of_the_mapping_for_included_go_first(tmp_path: Path) -> None:
    rules = "values: {included: {'false': 1, 'true': 2}}\n"
    people = "participant,included\np1,1\np2,2\n"
    panel = bring(tmp_path, "participant,scenario,answer\np1,A,no\np2,A,no\n", people=people, rules=rules)
    assert panel.included.tolist() == [False, True]


@pytest.mark.parametrize("wide", [False, True])
def test_value_labels_of_spss_can_be_missing(tmp_path: Path, wide: bool) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    codes = {1.0: "Nooit", 3.0: "Altijd", 99.0: "Weigert"}
    if wide:
        frame = pl.DataFrame({"participant": ["p1", "p2"], "A": [1.0, 99.0], "B": [99.0, 3.0]})
        labels = {"A": codes, "B": codes}
    else:
        frame = pl.DataFrame(
            {"participant": ["p1", "p2", "p2"], "scenario": ["A", "A", "B"], "answer": [1.0, 99.0, 3.0]}
        )
        labels = {"answer": codes}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    (tmp_path / "s.csv").write_text(SCENARIOS)
    (tmp_path / "m.yaml").write_text("missing: Weigert\n")
    panel = import_panel(STUDY, answers=tmp_path / "a.sav", scenarios=tmp_path / "s.csv", mapping=tmp_path / "m.yaml")
    assert said(panel) == [("p1", "A", "no"), ("p2", "B", "yes")]


def test_problems_of_the_mapping_and_of_the_files_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        bring(tmp_path, "", rules="missin: 99\n")
    assert [problem.file for problem in refused.value.problems] == ["answers.csv", "m.yaml"]

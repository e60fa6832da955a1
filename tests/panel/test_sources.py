"""How files from elsewhere are read: the mapping speaks first, and what was left out is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from collega.errors import DataError
from collega.mapping.reading import read_mapping
from collega.mapping.sources import read_source
from collega.panel import ImportedPanel, import_answers
from collega.study import parse_study
from tests.panel.test_broken_answers import ANSWERS, NAMES, PEOPLE, SCENARIOS, STUDY, WIDE


def bring(folder: Path, answers: str, rules: str = "", scenarios: str = SCENARIOS, people: str = "") -> ImportedPanel:
    texts = {"a": answers, "s": scenarios, "p": people, "m": rules}
    paths = {name: folder / NAMES[name] for name, text in texts.items() if text}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8")
    return import_answers(
        STUDY, answers=paths["a"], scenarios=paths.get("s"), participants=paths.get("p"), mapping=paths.get("m")
    )


def test_row_numbers_of_r_are_left_out_with_a_word(tmp_path: Path) -> None:
    answers = '"",participant,scenario,answer\n"1",p1,A,no\n"2",p1,B,yes\n'
    found = bring(tmp_path, answers)
    assert found.panel.n_answers == 2
    assert found.sources[0].notes == ("The first column has no name and only numbers the rows: it was left out",)
    with pytest.raises(DataError, match=r"answers.csv:1: column 1 has no name"):
        bring(tmp_path, answers.replace('"2"', '"b"'))


@pytest.mark.parametrize("ignore", ['"*"', "[remark, column 5]", "[remark*, column*]"])
def test_columns_without_a_name_and_double_ones_are_no_problem_where_the_mapping_leaves_them_out(
    tmp_path: Path, ignore: str
) -> None:
    answers = "participant,scenario,answer,remark,,remark\np1,A,no,x,y,z\n"
    with pytest.raises(DataError) as refused:
        bring(tmp_path, answers)
    assert [problem.found for problem in refused.value.problems] == [
        "the column 'remark' stands here twice",
        "column 5 has no name",
    ]
    found = bring(tmp_path, answers, f"ignore: {ignore}\n")
    assert found.panel.n_answers == 1
    assert found.sources[0].notes == ("Columns that the mapping leaves out: 'remark', 'column 5', 'remark (column 6)'",)


def test_one_of_two_columns_with_the_same_name_can_be_left_out(tmp_path: Path) -> None:
    answers = "participant,scenario,answer,answer\np1,A,no,what\n"
    with pytest.raises(DataError, match="the column 'answer' stands here twice") as refused:
        bring(tmp_path, answers)
    assert len(refused.value.problems) == 1
    with pytest.raises(DataError, match="the column 'answer' stands here twice"):
        bring(tmp_path, answers, "ignore: '*'\n")  # which one is meant?
    found = bring(tmp_path, answers, "ignore: [answer (column 4)]\n")
    assert found.panel.answer.tolist() == [0]
    found = bring(
        tmp_path, answers.replace("no,what", "what,yes"), "columns: {answer: answer (column 4)}\nignore: answer\n"
    )
    assert found.panel.answer.tolist() == [2]


def test_columns_without_a_name_of_their_own_serve_where_the_mapping_names_them(tmp_path: Path) -> None:
    wide = '"",A,A,C\n1,no,yes,\n2,,maybe,no\n'
    rules = "columns: {participant: column 1}\nwide:\n  scenarios: {A: [A, A (column 3)], C: C}\n  positions: columns\n"
    panel = bring(tmp_path, wide, rules).panel
    assert panel.people["participant"].to_list() == ["1", "2"]
    assert panel.answer.tolist() == [0, 2, 1, 0]
    assert panel.scenario.tolist() == [0, 0, 0, 2]


def test_titles_above_and_lines_between_are_left_out_by_the_mapping(tmp_path: Path) -> None:
    lines = ["Our survey of 2024,,", ",,", *ANSWERS.splitlines()]
    lines[4:4] = ["subject,vignette,judgement"]
    found = bring(tmp_path, "\n".join(lines) + "\n", "rows: {header: 3, skip: [5]}\n")
    assert found.panel.n_answers == 3
    assert (found.sources[0].reading.header, found.sources[0].reading.skipped) == (3, (5,))
    assert found.sources[1].reading.skipped == ()  # without a part it is about the answers


def test_rows_and_sheets_are_said_for_each_part(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, text in (("Notes", "x\n"), ("Data", ANSWERS), ("Design", "title,,,\n" + SCENARIOS), ("Who", PEOPLE)):
        sheet = book.create_sheet(title)
        for row in text.splitlines():
            sheet.append(row.split(","))
    del book["Sheet"]
    book.save(tmp_path / "all.xlsx")
    rules = "sheet: {answers: Data, scenarios: Design, participants: Who}\nrows: {scenarios: {header: 2}}\n"
    (tmp_path / "m.yaml").write_text(rules)
    file = tmp_path / "all.xlsx"
    found = import_answers(STUDY, answers=file, scenarios=file, participants=file, mapping=tmp_path / "m.yaml")
    assert [source.reading.sheet for source in found.sources] == ["Data", "Design", "Who"]
    assert found.panel.people["age"].to_list() == ["young", "old"]
    (tmp_path / "m.yaml").write_text("sheet: Data\n")
    (tmp_path / "s.csv").write_text(SCENARIOS)
    found = import_answers(STUDY, answers=file, scenarios=tmp_path / "s.csv", mapping=tmp_path / "m.yaml")
    assert found.sources[0].reading.sheet == "Data"


@pytest.mark.parametrize("skip", ["", "rows: {skip: 2}\n", "rows: {skip: [2, 4]}\n"])
def test_headers_of_qualtrics_are_left_out(tmp_path: Path, skip: str) -> None:
    lines = WIDE.splitlines()
    lines[1:1] = ['Response ID,"Would you\nallow it?",Case 2,Case 3', ",".join([r'"{""ImportId"":""QID1""}"'] * 4)]
    found = bring(tmp_path, "\n".join(lines) + "\n", skip)
    assert (found.panel.n_participants, found.panel.n_answers) == (2, 4)
    told = [note for note in found.sources[0].notes if note.startswith("Qualtrics")]
    assert told == ([] if "4" in skip else [f"Qualtrics writes questions and ids of its own below the column names. Left "
                                            f"out: line {'4' if skip else '2 and 4'}"])  # fmt: skip


def test_an_answer_that_looks_like_an_import_id_is_no_header(tmp_path: Path) -> None:
    lines = WIDE.splitlines()
    lines[1:1] = [r'p0,"{""ImportId"":""QID1""}",no,no']
    with pytest.raises(DataError, match=r"answers.csv:2: A: '{\"ImportId\":\"QID1\"}' is not an answer"):
        bring(tmp_path, "\n".join(lines) + "\n")


def test_everything_that_was_read_otherwise_than_it_looks_is_told(tmp_path: Path) -> None:
    answers = (
        "id,A,B,t_A,begin,end,age,browser\n"
        "p1,no,,00:01:15,31-03-2024 09:30,NULL,NULL,x\n"
        "p2,yes,no,12,01-04-2024 09:30,NULL,old,x\n"
        "p2,no,no,9,02-04-2024 10:00,NULL,old,x\n"
    )
    rules = (
        "columns: {participant: id, started_at: begin, completed_at: end}\nmissing: NULL\nignore: brow*\n"
        "participant_twice: first\nwide: {seconds: 't_{scenario}'}\n"
    )
    found = bring(tmp_path, answers, rules)
    assert found.sources[0].notes == (
        "Columns that the mapping leaves out: 'browser'",
        "Times in 'begin' were read as day-month-year, since no other order fits all",
        "Cells of 'end' that mean nothing: 3 ('NULL')",
        "Cells of 'age' that mean nothing: 1 ('NULL')",
        "Durations in 't_A' were read as seconds: 00:01:15 as 75",
        "Rows that 'participant_twice: first' leaves out: 1 (line 4)",
        "Scenarios that no column is about: C",
    )
    assert found.panel.people["started_at"].to_list() == ["2024-03-31T09:30:00", "2024-04-01T09:30:00"]
    assert found.sources[0].as_json()["rows"] == 3
    assert found.sources[0].as_json()["encoding"] == "UTF-8"
    assert found.sources[0].sentences()[:2] == (
        "answers.csv was read as CSV, encoding UTF-8, separator ','",
        "Columns that the mapping leaves out: 'browser'",
    )


def test_rows_without_an_answer_are_told(tmp_path: Path) -> None:
    found = bring(tmp_path, "participant,scenario,answer\np1,A,no\np1,B,\np2,,\n", "missing: ['']\n")
    assert found.sources[0].notes == ("Rows without an answer that were left out: 2",)
    assert found.panel.n_participants == 2


def test_the_order_of_days_and_months_is_said_in_the_mapping(tmp_path: Path) -> None:
    people = "participant,started_at\np1,01-02-2024\np2,02-01-2024 9:05\n"
    found = bring(tmp_path, ANSWERS, "dates: day-month-year\n", people=people)
    assert found.panel.people["started_at"].to_list() == ["2024-02-01", "2024-01-02T09:05:00"]
    found = bring(tmp_path, ANSWERS, "dates: month-day-year\n", people=people)
    assert found.panel.people["started_at"].to_list() == ["2024-01-02", "2024-02-01T09:05:00"]


def test_words_of_yaml_are_read_as_they_are_written(tmp_path: Path) -> None:
    answers = "participant,scenario,answer\np1,A,~\np1,B,1e3\np2,C,null\n"
    rules = 'answers:\n  no: ~\n  maybe: 1e3\n  yes: [null, "", 0x1F]\n'
    assert bring(tmp_path, answers, rules).panel.answer.tolist() == [0, 1, 2]
    assert bring(tmp_path, answers + "p2,B,\n", rules).panel.answer.tolist() == [0, 1, 2, 2]


def test_a_refusal_tells_how_the_files_were_read(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        bring(tmp_path, ANSWERS.replace(",no", ",nee"))
    assert [source.as_json()["file"] for source in refused.value.sources] == ["answers.csv", "scenarios.csv"]


TEXTS = parse_study(
    """\
key: forest
title: Forest
statement: Yes
answers: [{key: no, text: Never}, {key: yes, text: Always, positive: true}]
criteria:
  - {key: soil, text: Soil, levels: [{key: wet, text: "Marécage"}, {key: dry, text: "Terre\u00a0sèche"}]}
  - {key: kind, text: Kind, levels: [{key: oak, text: Oak}, {key: elm, text: Elm}]}
"""
)


def test_invisible_differences_in_a_mapping_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("qui\u00e9,soil,kind,answer\np1,s\u00e8che,oak,o\u00f9\n", encoding="utf-8")
    rules = "columns: {participant: quie\u0301}\nlevels: {soil: {dry: se\u0300che}}\nanswers: {yes: ou\u0300\u200b}\n"
    (tmp_path / "m.yaml").write_text(rules, encoding="utf-8")
    panel = import_answers(TEXTS, answers=tmp_path / "a.csv", mapping=tmp_path / "m.yaml").panel
    assert (panel.answer.tolist(), panel.design.profiles.tolist()) == ([1], [[1, 0]])


def test_invisible_differences_between_texts_are_none(tmp_path: Path) -> None:
    rows = "p1,Mare\u0301cage,Oak\u200b,no\np1,Terre se\u0300che,Elm\u00a0,Always\np2,Mar\u00e9cage,\ufeffOak,no\n"
    (tmp_path / "a.csv").write_text(f"participant,soil,kind,answer\n{rows}", encoding="utf-8")
    panel = import_answers(TEXTS, answers=tmp_path / "a.csv").panel
    assert panel.design.profiles.tolist() == [[0, 0], [1, 1]]
    assert panel.answer.tolist() == [0, 1, 0]


def test_a_mapping_names_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text("encoding: cp437x\n")
    with pytest.raises(
        DataError, match=r"mapping.yaml:1: encoding: .*Allowed: UTF-8, UTF-16, .*Did you mean 'cp437'\?"
    ):
        read_mapping(STUDY, tmp_path / "mapping.yaml")
    (tmp_path / "mapping.yaml").write_text("encoding: Mac-Roman\n")
    (tmp_path / "scen.csv").write_bytes("scenario;note\nA;José\n".encode("mac_roman"))
    table, source = read_source(
        tmp_path / "scen.csv", read_mapping(STUDY, tmp_path / "mapping.yaml"), "scenarios", main=True
    )
    assert table.frame["note"].to_list() == ["José"]
    assert source.reading.encoding == "Mac-Roman"

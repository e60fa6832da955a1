"""The casebook in a file: read, written, and every way to get it wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from collega.colleague import make_case
from collega.errors import DataError
from collega.practice import (
    Casebook,
    Judgement,
    SharedCase,
    blind_judgements,
    casebook_frame,
    met_frame,
    read_casebook,
    read_practice,
)
from collega.study import Study
from collega.tables import read_table
from tests.model.references import make_study

STUDY = make_study(
    {"risk": ["low", "high"], "pain": ["none", "some"]},
    ["no", "unsure", "yes"],
    never=[{"risk": "low", "pain": "some"}],
)


def book() -> Casebook:
    cases = (
        SharedCase(
            number="x9", case=make_case(STUDY, {"risk": "high", "pain": "some"}), outcome="negative", month="2026-02"
        ),
        SharedCase(number="x3", case=make_case(STUDY, {"risk": "low"}), month="2026-03"),
        SharedCase(number="x4", case=make_case(STUDY, {"risk": "low"}), month="2026-03"),
    )
    start = datetime(2026, 3, 30, 9)
    given = [("x3", "anna", 2), ("x9", "bert", 0), ("x3", "", 1), ("x9", "anna", 1)]
    judgements = [
        Judgement(case=case, judge=judge, answer=answer, given=start + timedelta(days=day), seen=None)
        for day, (case, judge, answer) in enumerate(given)
    ]
    return Casebook(cases=cases, judgements=blind_judgements(judgements))


def read(text: str, tmp_path: Path, study: Study = STUDY) -> Casebook:
    file = tmp_path / "cases.csv"
    file.write_text(text, encoding="utf-8")
    return read_casebook(study, read_table(file))


def test_written_it_names_nobody_and_no_day() -> None:
    text = casebook_frame(STUDY, book()).write_csv().replace('""', "")
    assert text == (
        "case,risk,pain,outcome,month,judge,answer,position\n"
        "1,high,some,negative,2026-03,2,no,2\n"
        "1,high,some,negative,2026-04,1,unsure,4\n"
        "2,low,,,2026-03,1,yes,1\n"
        "2,low,,,2026-04,,unsure,3\n"
        "3,low,,,2026-03,,,\n"
    )


def test_read_back_it_is_the_same(tmp_path: Path) -> None:
    found = read(casebook_frame(STUDY, book()).write_csv(), tmp_path)
    assert found.judgements == book().anonymous().judgements
    assert [each.case for each in found.cases] == [each.case for each in book().cases]
    assert [each.outcome for each in found.cases] == ["negative", None, None]
    assert casebook_frame(STUDY, found).equals(casebook_frame(STUDY, book()))


def test_rows_in_another_order_say_the_same(tmp_path: Path) -> None:
    head, *rows = casebook_frame(STUDY, book()).write_csv().splitlines()
    found = read("\n".join([head, *reversed(rows)]) + "\n", tmp_path)
    assert found.judgements == book().anonymous().judgements


def test_without_a_position_the_order_of_the_rows_counts(tmp_path: Path) -> None:
    found = read("case,risk,answer\n7,low,yes\n8,high,no\n7,low,no\n", tmp_path)
    assert [(each.case, each.answer) for each in found.judgements] == [("7", 2), ("8", 0), ("7", 0)]
    assert found.rows().tolist() == [0, 1, 0]


def test_columns_with_the_key_of_a_criterion_are_the_criterion(tmp_path: Path) -> None:
    own = make_study({"case": ["civil", "criminal"], "month": ["late", "soon"]}, ["no", "yes"])
    cases = (SharedCase(number="1", case=make_case(own, {"case": "civil"})),)
    frame = casebook_frame(own, Casebook(cases=cases))
    assert frame.columns[:3] == ["_case", "case", "month"]
    assert read(frame.write_csv(), tmp_path, own).cases == cases


def test_practice_is_what_the_casebook_meets(tmp_path: Path) -> None:
    frame = met_frame(STUDY, book())
    assert frame.write_csv().replace('""', "") == "risk,pain,weight\nhigh,some,1\nlow,,2\n"
    (tmp_path / "practice.csv").write_text(frame.write_csv())
    found = read_practice(STUDY, read_table(tmp_path / "practice.csv"))
    assert found.margins(STUDY) == {
        "risk": pytest.approx({"low": 2 / 3, "high": 1 / 3}),
        "pain": pytest.approx({"none": 2 / 3, "some": 1 / 3}),
    }
    assert book().practice(STUDY).margins(STUDY) == found.margins(STUDY)


HEAD = "case,risk,pain,outcome,month,judge,answer,position\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case,risk\n", ["cases.csv: there is no case in this table."]),
        (
            "risk,answr\nlow,yes\n",
            [
                "cases.csv:1: the column 'case' is missing. "
                "Allowed: the columns risk, pain, case, outcome, month, judge, answer, position.",
                "cases.csv:1: the column 'answr' is not known. Did you mean 'answer'?",
            ],
        ),
        ("case,answer\n1,yes\n", ["cases.csv:1: no column has the key of a criterion. Allowed: risk, pain."]),
        (
            HEAD + ",lwo,,won,2026-03-01,1,yess,first\n",
            [
                "cases.csv:2: risk: 'lwo' is not a level. Allowed: low, high. Did you mean 'low'?",
                "cases.csv:2: case: the number of a case is missing.",
                "cases.csv:2: answer: 'yess' is not an answer. Allowed: no, unsure, yes, or nothing. Did you mean 'yes'?",
                "cases.csv:2: outcome: 'won' is not an outcome. Allowed: positive, negative, otherwise, or nothing.",
                "cases.csv:2: month: '2026-03-01' is not a month. "
                "Allowed: year and month, such as 2026-03: a day says more about people than is needed.",
                "cases.csv:2: position: 'first' is not a whole number.",
            ],
        ),
        (
            HEAD + "1,low,none,positive,,1,yes,1\n1,high,none,negative,,2,yes,1\n1,low,none,positive,,1,no,3\n",
            [
                "cases.csv:3: risk: this case has another value here than in its first row. "
                "Every row of a case has the same levels and the same outcome.",
                "cases.csv:3: outcome: this case has another value here than in its first row. "
                "Every row of a case has the same levels and the same outcome.",
                "cases.csv:3: position: another judgement has this position too.",
                "cases.csv:4: judge: the same judge has judged this case before.",
            ],
        ),
        (
            "case,risk,pain\n1,low,some\n",
            [
                "cases.csv:2: risk: the study never combines risk=low with pain=some. "
                "Leave one of them blank: nobody judged such a scenario."
            ],
        ),
        (
            "case,risk,answer,seen\n1,low,yes,true\n",
            [
                "cases.csv:1: the column 'seen' is not known. "
                "Allowed: the columns risk, pain, case, outcome, month, judge, answer, position."
            ],
        ),
    ],
)
def test_what_is_wrong_is_told(text: str, said: list[str], tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        read(text, tmp_path)
    assert [str(problem) for problem in raised.value.problems] == said

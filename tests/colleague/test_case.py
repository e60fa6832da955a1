import json

import polars as pl
import pytest

from collega.colleague import case_from_json, cases_from_table, make_case, parse_case
from collega.colleague.group import parse_group
from collega.errors import DataError
from collega.study import BLANK, parse_study
from collega.tables import Table
from tests.colleague.studies import make_surgery

STUDY = make_surgery()


def test_words_blanks_and_profile() -> None:
    case = parse_case(STUDY, ["pain=constant", "risk=-"])
    assert case.levels == (("pain", "constant"),)
    assert case.blank == ("risk", "parents")
    assert case.profile(STUDY).tolist() == [BLANK, 2, BLANK]
    assert make_case(STUDY, {}).blank == ("risk", "pain", "parents")


def test_json_and_table_give_the_same_case() -> None:
    one = case_from_json(STUDY, '{"risk": "low", "pain": null, "parents": ""}')
    table = Table(file="cases.csv", frame=pl.DataFrame({"risk": ["low", ""], "parents": ["", "wait"]}))
    two, three = cases_from_table(STUDY, table).cases
    assert one == two
    assert three.levels == (("parents", "wait"),)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["riks=low"], "case: riks: there is no such criterion. Allowed: risk, pain, parents. Did you mean 'risk'?"),
        (["risk=hihg"], "case: risk: 'hihg' is not a level. Allowed: low, high. Did you mean 'high'?"),
        (["risk"], "case: 'risk' is not of the form KEY=LEVEL"),
        (["risk=low", "risk=high"], "case: risk: given twice: low and high"),
    ],
)
def test_wrong_words(words, message) -> None:
    with pytest.raises(DataError) as caught:
        parse_case(STUDY, words)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{risk: low}", "mine.json:1: this is not JSON"),
        (
            "[" * 100_000,
            "mine.json: this is not JSON: too many lists within lists. Allowed: an object of criterion keys",
        ),
        ('{"risk": "low"\n"pain": 1}', "mine.json:2: this is not JSON: Expecting ',' delimiter."),
        ('["low"]', "mine.json: this is [...] and not a case. Allowed: an object of criterion keys to level keys"),
        ("3", "mine.json: this is 3 and not a case."),
        ('{"risk": 1}', "mine.json: risk: '1' is not a level. Allowed: low, high."),
        (
            '{"risk": true}',
            "mine.json: risk: found true. Allowed: low, high, null for blank. Write the level in quotes.",
        ),
        ('{"risk": {"a": 1}}', "mine.json: risk: found {...}. Allowed: low, high, null for blank."),
        ('{"risk": "LOW"}', "mine.json: risk: 'LOW' is not a level. Allowed: low, high. Did you mean 'low'?"),
        ('{"risk": "low", "risk": "low"}', "mine.json: risk: stands here twice. Keep one of them."),
        ('{"risk": 0.5, "pian": "some"}', "mine.json: risk: found 0.5. Allowed: low, high, null for blank."),
        ('{"risk": 0.5, "pian": "some"}', "mine.json: pian: there is no such criterion."),
        ('{"risk": "medium"}', "mine.json: risk: 'medium' is not a level. Allowed: low, high."),
    ],
)
def test_wrong_json(text, message) -> None:
    with pytest.raises(DataError) as caught:
        case_from_json(STUDY, text, file="mine.json")
    assert message in str(caught.value)


def test_every_wrong_case_of_a_table_is_told_with_its_line() -> None:
    table = Table(file="cases.csv", frame=pl.DataFrame({"risk": ["low", "none"], "pain": ["much", "some"]}))
    with pytest.raises(DataError) as caught:
        cases_from_table(STUDY, table)
    assert [(problem.line, problem.where) for problem in caught.value.problems] == [(2, "pain"), (3, "risk")]
    empty = Table(file="cases.csv", frame=pl.DataFrame({"risk": []}, schema={"risk": pl.String}))
    with pytest.raises(DataError, match=r"cases.csv: there is no case in this table"):
        cases_from_table(STUDY, empty)
    strange = Table(file="cases.csv", frame=pl.DataFrame({"id": ["1"], "risc": ["low"]}))
    with pytest.raises(DataError, match=r"cases.csv:1: no column has the key of a criterion.*Did you mean 'risk'\?"):
        cases_from_table(STUDY, strange)


def test_one_wrong_word_in_many_rows_is_one_problem() -> None:
    frame = pl.DataFrame({"risk": ["lwo"] * 30 + ["low"], "pain": [f"w{n}" for n in range(31)]})
    with pytest.raises(DataError) as caught:
        cases_from_table(STUDY, Table(file="cases.csv", frame=frame))
    told = [str(problem) for problem in caught.value.problems]
    assert told[0] == (
        "cases.csv:2: risk: 'lwo' is not a level (30 lines: 2, 3, 4, 5, 6, ...). Allowed: low, high. "
        "Did you mean 'low'?"
    )
    assert (len(told), told[-1]) == (22, "cases.csv: pain: 11 more lines like these.")
    assert sum("Allowed" in text for text in told) == 2


def test_what_stands_beside_a_case_comes_back() -> None:
    frame = pl.DataFrame(
        {"": ["x"], "id": ["7"], "risk": ["low"], "share": ["0,5"], "pian": ["some"], "Pain": ["much"]}
    )
    (row,), warnings = (found := cases_from_table(STUDY, Table(file="c.csv", frame=frame))).rows, found.warnings
    assert dict(row.beside) == {"": "x", "id": "7", "share": "0,5", "pian": "some", "Pain": "much"}
    assert (row.line, row.case.levels) == (2, (("risk", "low"),))
    assert found.source.notes == (
        "Columns that are no criteria, and come back with the advice: '', 'id', 'share', 'pian', 'Pain'",
    )
    assert warnings == (
        "c.csv: the column 'pian' is no criterion, so it says nothing about the case. Did you mean 'pain'?",
        "c.csv: the column 'Pain' is no criterion, so it says nothing about the case. Did you mean 'pain'?",
    )


def test_no_column_is_taken_for_a_criterion_that_has_one() -> None:
    frame = pl.DataFrame({"risks": ["7"], "risk": ["low"], "pain": ["constant"], "Pain": ["much"], "parents": ["wait"]})
    assert cases_from_table(STUDY, Table(file="c.csv", frame=frame)).warnings == ()


TEXTS = parse_study(
    """\
key: texts
title: T
statement: Yes
answers: [{key: "no", text: Never}, {key: "yes", text: Always, positive: true}]
criteria:
  - key: nest
    text: Nest
    levels: [{key: a, text: {nl: None, en: Few}}, {key: b, text: {nl: Geen, en: None}}, {key: c, text: {nl: Café, en: Cafe}}]
  - {key: trees, text: Trees, levels: [{key: "1", text: "2"}, {key: "2", text: "3"}]}
never: [{nest: c, trees: "1"}]
"""
)


@pytest.mark.parametrize(
    ("word", "level"),
    [("c", "c"), ("Cafe", "c"), ("Café", "c"), ("Cafe\u0301", "c"), ("Cafe\u200b ", "c"), ("Geen", "b")],
)
def test_the_text_of_a_level_is_as_good_as_its_key(word: str, level: str) -> None:
    for case in (
        make_case(TEXTS, {"nest": word}),
        parse_case(TEXTS, [f"nest={word}"]),
        case_from_json(TEXTS, json.dumps({"nest": word})),
        cases_from_table(TEXTS, Table(file="c.csv", frame=pl.DataFrame({"nest": [word]}))).cases[0],
    ):
        assert case.levels == (("nest", level),)


def test_a_key_goes_before_a_text_and_a_text_of_two_levels_is_refused() -> None:
    assert make_case(TEXTS, {"trees": "2"}).levels == (("trees", "2"),)
    assert make_case(TEXTS, {"trees": "3"}).levels == (("trees", "2"),)
    with pytest.raises(DataError, match=r"case: nest: 'None' can mean a or b. Write the key\."):
        make_case(TEXTS, {"nest": "None"})
    with pytest.raises(DataError, match=r"'Cofe' is not a level. Allowed: a, b, c. Did you mean 'Cafe'\?"):
        make_case(TEXTS, {"nest": "Cofe"})


def test_what_is_never_combined_is_told_once_for_all_rows() -> None:
    frame = pl.DataFrame({"nest": ["c", "a", "Cafe"], "trees": ["1", "1", "1"]})
    with pytest.raises(DataError) as caught:
        cases_from_table(TEXTS, Table(file="c.csv", frame=frame))
    assert str(caught.value) == (
        "c.csv:2: nest: the study never combines nest=c with trees=1 (2 lines: 2, 4). "
        "Leave one of them blank: nobody judged such a scenario."
    )


def test_groups_are_written_characteristic_is_value() -> None:
    assert parse_group(STUDY, "post=nurse") == ("post", "nurse")
    with pytest.raises(DataError, match=r"'nurse' is not of the form CHARACTERISTIC=VALUE. Write .*post=surgeon"):
        parse_group(STUDY, "nurse")

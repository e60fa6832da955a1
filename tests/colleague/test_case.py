import polars as pl
import pytest

from collega.colleague import case_from_json, cases_from_table, make_case, parse_case
from collega.colleague.group import parse_group
from collega.errors import DataError
from collega.study import BLANK
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
    two, three = cases_from_table(STUDY, table)
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
    strange = Table(file="cases.csv", frame=pl.DataFrame({"risc": ["low"]}))
    with pytest.raises(DataError, match=r"cases.csv:1: risc: there is no such criterion.*Did you mean 'risk'\?"):
        cases_from_table(STUDY, strange)


def test_groups_are_written_characteristic_is_value() -> None:
    assert parse_group(STUDY, "post=nurse") == ("post", "nurse")
    with pytest.raises(DataError, match=r"'nurse' is not of the form CHARACTERISTIC=VALUE. Write .*post=surgeon"):
        parse_group(STUDY, "nurse")

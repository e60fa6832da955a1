"""Tables for people, for their spreadsheets, and for programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from collega.exhibits import Column, Named, Table, harmless
from collega.exhibits.table import Layout
from collega.study import Language

TABLE = Table(
    columns=(
        Column(name="criterion", text="Criterium", kind="text"),
        Column(name="n", text="n", kind="count"),
        Column(name="positive", text="Positief", kind="share"),
        Column(name="importance", text="Belang", kind="percent"),
        Column(name="part_worth", text="Deelnut", kind="logits"),
        Column(name="p_value", text="p-waarde", kind="p"),
        Column(name="swing", text="Verschil", kind="points"),
    ),
    rows=(
        (Named("who", "Voor wie?"), 12_000, 1 / 3, 24.4444, -0.256, 3.5e-5, 12.345),
        (Named("why", "Waarom?"), None, None, None, -0.001, 0.04567, 1.0),
    ),
)


def rows_of(layout: Layout, language: Language) -> list[list[str]]:
    text = TABLE.csv(layout, language, synthetic=False)
    return list(csv.reader(io.StringIO(text), delimiter=";" if layout == "spreadsheet" else ","))


def test_people_read_units_and_at_most_three_digits() -> None:
    assert TABLE.written("nl") == [
        ["Voor wie?", "12.000", "33%", "24%", "−0,26", "<\u00a00,001", "12,3"],
        ["Waarom?", "niet getoond", "niet getoond", "–", "0,00", "0,046", "1,0"],
    ]


@pytest.mark.parametrize(("language", "point"), [("nl", ","), ("en", ".")])
def test_a_spreadsheet_gets_percentages_behind_the_decimal_sign_of_its_reader(language: Language, point: str) -> None:
    header, first, second = rows_of("spreadsheet", language)
    assert header == ["Criterium", "n", "Positief (%)", "Belang (%)", "Deelnut", "p-waarde", "Verschil"]
    numbers = ["33.3", "24.4", "-0.26", "<0.001", "12.3"]
    assert first == ["Voor wie?", "12000", *(each.replace(".", point) for each in numbers)]
    assert second == ["Waarom?", "", "", "", *(each.replace(".", point) for each in ("0.00", "0.046", "1.0"))]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_program_gets_keys_dots_and_every_digit_in_the_same_unit(language: Language) -> None:
    header, first, _ = rows_of("program", language)
    assert header == ["criterion", "n", "positive_percent", "importance_percent", "part_worth_logits", "p_value",
                      "swing_points"]  # fmt: skip
    assert first[:2] == ["who", "12000"]
    assert [float(each) for each in first[2:]] == [pytest.approx(100 / 3, rel=1e-15), 24.4444, -0.256, 3.5e-5, 12.345]


def test_simulated_numbers_say_so_in_every_row() -> None:
    for layout in ("spreadsheet", "program"):
        lines = TABLE.csv(layout, "en", synthetic=True).splitlines()
        assert lines[0].endswith("synthetic")
        assert all(line.endswith(("yes", "true")) for line in lines[1:])


def test_a_stored_table_is_the_table() -> None:
    kept = Table.from_json(json.loads(json.dumps(TABLE.as_json())))
    for layout in ("spreadsheet", "program"):
        assert kept.csv(layout, "nl", synthetic=False) == TABLE.csv(layout, "nl", synthetic=False)


def test_a_table_from_before_there_were_names_is_still_read() -> None:
    old = {name: TABLE.as_json()[name] for name in ("header", "kinds", "rows")}
    kept = Table.from_json(old)
    assert kept.written("nl") == TABLE.written("nl")
    assert kept.csv("spreadsheet", "nl", synthetic=False) == TABLE.csv("spreadsheet", "nl", synthetic=False)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_never_a_formula(cell: str) -> None:
    assert harmless(cell) == "'" + cell
    table = Table(columns=(Column(name="a", text=cell, kind="text"),), rows=((cell,),))
    for row in csv.reader(io.StringIO(table.csv("spreadsheet", "nl", synthetic=False)), delimiter=";"):
        assert row[0].startswith("'")

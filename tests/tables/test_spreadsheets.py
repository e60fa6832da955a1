"""Spreadsheets: every cell that stands in the file, a word about what cannot be read, and nothing that is hidden."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from collega.errors import DataError
from collega.tables import Table, read_table
from tests.tables.workbooks import MAIN, ods, ods_rows, packed, sheet_xml, xlsx

TABLE = [["id", "answer"], ["p1", "yes"], ["p2", "no"]]
CHART = f"<chartsheet {MAIN}/>"
STYLES = (
    f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" formatCode="[h]:mm:ss"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="21"/><xf numFmtId="170"/></cellXfs></styleSheet>'
)


def read(folder: Path, raw: bytes, name: str = "t.xlsx", **options: object) -> Table:
    (folder / name).write_bytes(raw)
    return read_table(folder / name, **options)


def column(folder: Path, cell: str, **more: str) -> Table:
    """A table with one cell of interest, C2."""
    rows = [["id", "note", "answer"], ["p1", "x", cell], ["p2", "x", "no"]]
    return read(folder, xlsx({"S": sheet_xml(rows)}, **more))


@pytest.mark.parametrize("dimension", ["A1:B1", "A1", "A1:XFD1048576", "B2:B2", ""])
def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path, dimension: str) -> None:
    table = read(tmp_path, xlsx({"S": sheet_xml(TABLE, dimension)}))
    assert table.frame.rows() == [("p1", "yes"), ("p2", "no")]
    assert table.reading.text() == "t.xlsx was read as XLSX, sheet 'S'."


@pytest.mark.parametrize(
    ("cell", "text", "found"),
    [
        ("<c><f>1+1</f></c>", "=1+1", "a formula without a value in C2"),
        ("<c><f>1+1</f><v></v></c>", "=1+1", "a formula without a value in C2"),
        ('<c t="str"><f>A1</f></c>', "=A1", "a formula without a value in C2"),
        ('<c><f t="shared" si="0"/></c>', "=", "a formula without a value in C2"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A", "#N/A instead of a value in C2"),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", "#DIV/0! instead of a value in C2"),
        ('<c s="1"><v>99999999</v></c>', "99999999", "a number that is no date in C2"),
    ],
)
def test_a_cell_that_cannot_be_read_is_no_empty_cell(tmp_path: Path, cell: str, text: str, found: str) -> None:
    table = column(tmp_path, cell, styles=STYLES)
    assert table.frame["answer"].to_list() == [text, "no"]
    assert [(problem.line, problem.where, problem.found) for problem in table.problems(["answer"])] == [
        (2, "answer", found)
    ]
    assert table.problems(["id", "note"]) == []
    with pytest.raises(DataError, match=f"t.xlsx:2: answer: {found}"):
        table.sound()


def test_a_formula_that_was_worked_out_is_its_value(tmp_path: Path) -> None:
    for cell, value in {
        "<c><f>1+1</f><v>2</v></c>": "2",
        '<c t="str"><f>IF(1,"yes")</f><v>yes</v></c>': "yes",
        '<c t="str"><f>""</f><v></v></c>': "",
        '<c t="b"><f>1=1</f><v>1</v></c>': "true",
    }.items():
        assert column(tmp_path, cell).sound().frame["answer"].to_list() == [value, "no"]


def test_a_zero_that_stands_in_for_every_formula_is_no_value(tmp_path: Path) -> None:
    """XlsxWriter writes 0 behind each formula, and asks for all to be worked out when the file is opened."""
    raw = xlsx({"S": sheet_xml([["id", "answer"], ["p1", "<c><f>1+1</f><v>0</v></c>"], ["p2", "<c><v>0</v></c>"]])})
    assert read(tmp_path, raw).sound().frame["answer"].to_list() == ["0", "0"]
    asked = raw_with(raw, "xl/workbook.xml", "</sheets>", '</sheets><calcPr fullCalcOnLoad="1"/>')
    assert [p.found for p in read(tmp_path, asked).problems(["answer"])] == ["a formula without a value in B2"]


def raw_with(raw: bytes, member: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = members[member].decode().replace(old, new).encode()
    return packed(members)


def test_one_cause_is_one_problem_with_the_first_places(tmp_path: Path) -> None:
    rows = [["id", "answer"], *([f"p{n}", "<c><f>1</f></c>"] for n in range(8))]
    problems = read(tmp_path, xlsx({"S": sheet_xml(rows)})).problems(["answer"])
    assert [str(problem) for problem in problems] == [
        "t.xlsx:2: answer: a formula without a value in B2 (8 cells: B2, B3, B4, B5, B6, ...). Open the file in a spreadsheet "
        "program, which works the formulas out, and save it there as .xlsx."
    ]


def test_what_cannot_be_read_above_the_names_or_on_skipped_lines_does_no_harm(tmp_path: Path) -> None:
    wrong = '<c t="e"><v>#REF!</v></c>'
    rows = [[wrong, ""], ["id", "answer"], ["text", wrong], ["p1", "yes"]]
    table = read(tmp_path, xlsx({"S": sheet_xml(rows)}), header=2, skip=[3]).sound()
    assert table.frame.rows() == [("p1", "yes")]
    assert table.reading.text().endswith("The column names stand on line 2. Lines that were left out: 3.")


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        ("0", "3", "3"), ("0", "2.50", "2.5"), ("0", "0.30000000000000004", "0.3"), ("0", "1.5E+22", "15000000000000000000000"),
        ("0", "12345678901234567", "12345678901234567"), ("0", "-0", "0"), ("1", "45352", "2024-03-01"),
        ("1", "45352.5", "2024-03-01T12:00:00"), ("2", "8.6805555555555551E-4", "00:01:15"), ("3", "8.6805555555555551E-4", "00:01:15"),
        ("3", "1.0833333333333333", "26:00:00"),
    ],
)  # fmt: skip
def test_numbers_dates_and_lengths_of_time(tmp_path: Path, style: str, value: str, text: str) -> None:
    table = column(tmp_path, f'<c s="{style}"><v>{value}</v></c>', styles=STYLES)
    assert table.sound().frame["answer"].to_list() == [text, "no"]


def test_dates_that_count_from_1904(tmp_path: Path) -> None:
    raw = xlsx({"S": sheet_xml([["when", "x"], ['<c s="1"><v>43890</v></c>', "y"]])}, styles=STYLES)
    raw = raw_with(raw, "xl/workbook.xml", "<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert read(tmp_path, raw).frame["when"].to_list() == ["2024-03-01"]


def test_shared_texts_without_how_they_sound_and_without_signs_of_excel(tmp_path: Path) -> None:
    strings = (
        f"<sst {MAIN}><si><t>yes</t></si><si><r><t>in two </t></r><r><t>parts</t></r><rPh><t>sound</t></rPh></si>"
        "<si><t>a_x000D_\nb</t></si></sst>"
    )
    rows = [["a", "b", "c"], ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', '<c t="s"><v>2</v></c>']]
    assert read(tmp_path, xlsx({"S": sheet_xml(rows)}, sharedStrings=strings)).frame.rows() == [
        ("yes", "in two parts", "a\nb")
    ]


def test_namespaces_have_any_prefix(tmp_path: Path) -> None:
    """The library of Microsoft writes x: before every name."""
    sheet = (
        sheet_xml(TABLE)
        .replace("</", "</x:")
        .replace("<", "<x:")
        .replace("<x:/x:", "</x:")
        .replace("xmlns=", "xmlns:x=")
    )
    assert read(tmp_path, xlsx({"S": sheet})).frame.rows() == [("p1", "yes"), ("p2", "no")]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_hidden_sheets_are_passed_over_while_something_visible_has_cells(tmp_path: Path, kind: str) -> None:
    secret = [["id", "secret"], ["p1", "x"]]
    if kind == "xlsx":
        sheets = {
            "Old": sheet_xml(secret),
            "Empty": sheet_xml([]),
            "Graph": CHART,
            "Data": sheet_xml(TABLE),
            "Key": sheet_xml(secret),
        }
        raw = xlsx(sheets, states={"Old": "hidden"})
        others = "'Old' (hidden), 'Empty' (without cells), 'Graph' (a chart), 'Key' (not the first)"
    else:
        raw = ods(
            {"Old": ods_rows(secret), "Empty": "", "Data": ods_rows(TABLE), "Key": ods_rows(secret)}, hidden=["Old"]
        )
        others = "'Old' (hidden), 'Empty' (without cells), 'Key' (not the first)"
    table = read(tmp_path, raw, f"t.{kind}")
    assert table.frame.columns == ["id", "answer"]
    assert (
        table.reading.text()
        == f"t.{kind} was read as {kind.upper()}, sheet 'Data'. Sheets that were not read: {others}."
    )
    assert read_table(tmp_path / f"t.{kind}", sheet="Old").frame.columns == ["id", "secret"]


def test_very_hidden_is_hidden_and_alone_it_is_read_and_told(tmp_path: Path) -> None:
    raw = xlsx({"Old": sheet_xml(TABLE), "Front": sheet_xml([])}, states={"Old": "veryHidden"})
    table = read(tmp_path, raw)
    assert table.frame.height == 2
    assert table.reading.text() == (
        "t.xlsx was read as XLSX, sheet 'Old', which is hidden. Sheets that were not read: 'Front' (without cells)."
    )


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_hidden_rows_are_read_and_told(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        raw = xlsx({"S": sheet_xml(TABLE, attributes=["", 'hidden="1"', ""])})
    else:
        rows = ods_rows(TABLE).replace("<table:table-row>", '<table:table-row table:visibility="filter">', 2)
        raw = ods({"S": rows.replace(' table:visibility="filter"', "", 1)})
    table = read(tmp_path, raw, f"t.{kind}")
    assert table.frame.height == 2
    assert table.reading.hidden_rows == 1
    assert "Rows that are hidden in the sheet and were read: 1." in table.reading.text()


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xlsb"])
def test_hidden_columns_are_read_and_told(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        columns = '<cols><col min="1" max="1"/><col min="2" max="16384" hidden="1"/></cols><sheetData>'
        raw = xlsx({"S": sheet_xml(TABLE).replace("<sheetData>", columns)})
    elif kind == "ods":
        hidden = '<table:table-column table:visibility="collapse" table:number-columns-repeated="3"/>'
        raw = ods({"S": f"<table:table-column/>{hidden}{ods_rows(TABLE)}"})
    else:
        rows = [
            binary_row(n, *(binary_cell(6, k, binary_text(v)) for k, v in enumerate(row)))
            for n, row in enumerate(TABLE[1:], 2)
        ]
        raw = binary_book(b"".join(rows), record(60, struct.pack("<IIIIH", 1, 5, 0, 0, 1)))
    table = read(tmp_path, raw, f"t.{kind}")
    assert table.frame["answer"].to_list() == [row[1] for row in TABLE[1:]]
    assert table.reading.hidden_columns == ("answer",)
    assert table.reading.as_json()["hidden_columns"] == ["answer"]
    assert "Columns that are hidden in the sheet and were read: answer." in table.reading.text()


def test_cells_beside_the_table_are_columns_without_a_name(tmp_path: Path) -> None:
    rows = [["id", "answer"], ["p1", "yes", "", "a note"], ["p2"]]
    table = read(tmp_path, xlsx({"S": sheet_xml(rows)}))
    assert table.frame.columns == ["id", "answer", "column C", "column D"]
    assert [problem.found for problem in table.problems(["column D"])] == ["column D has no name"]
    assert table.frame["answer"].to_list() == ["yes", ""]


def test_the_content_tells_the_kind_and_not_the_name(tmp_path: Path) -> None:
    assert read(tmp_path, xlsx({"S": sheet_xml(TABLE)}), "t.xls").reading.kind == "XLSX"
    assert read(tmp_path, ods({"S": ods_rows(TABLE)}), "t.xlsx").reading.kind == "ODS"


ODS_CELLS = {
    '<table:table-cell office:value-type="float" office:value="3"><text:p>3,00</text:p></table:table-cell>': "3",
    '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>': "0.5",
    '<table:table-cell office:value-type="date" office:date-value="2024-03-01T00:00:00"><text:p>1-3</text:p></table:table-cell>': "2024-03-01",
    '<table:table-cell office:value-type="date" office:date-value="2024-03-01T09:30:00"/>': "2024-03-01T09:30:00",
    '<table:table-cell office:value-type="time" office:time-value="PT26H01M15.500S"/>': "26:01:15.5",
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>': "true",
    '<table:table-cell office:value-type="string"><text:p>a <text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>': "a   b\nc",
    '<table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>a</text:p></table:table-cell>': "a",
    '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>': "2",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "text"), ODS_CELLS.items())
def test_cells_of_ods(tmp_path: Path, cell: str, text: str) -> None:
    table = read(tmp_path, ods({"S": ods_rows([["id", "answer"], ["p1", cell]])}), "t.ods")
    assert table.sound().frame.rows() == [("p1", text)]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<table:table-cell table:formula="of:=1+1"/>', "a formula without a value in B2"),
        (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            "#DIV/0! instead of a value in B2",
        ),
        (
            '<table:table-cell table:formula="of:=x" office:value-type="string"><text:p>Err:508</text:p></table:table-cell>',
            "Err:508 instead of a value in B2",
        ),
        ('<table:table-cell office:value-type="time" office:time-value="soon"/>', "a number that is no date in B2"),
    ],
)
def test_cells_of_ods_that_cannot_be_read(tmp_path: Path, cell: str, found: str) -> None:
    table = read(tmp_path, ods({"S": ods_rows([["id", "answer"], ["p1", cell]])}), "t.ods")
    assert [problem.found for problem in table.problems(["answer"])] == [found]
    assert table.frame["answer"][0]


def test_repeated_rows_and_cells_of_ods(tmp_path: Path) -> None:
    same = '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/></table:table-row>'
    end = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    table = read(tmp_path, ods({"S": ods_rows([["a", "b"]]) + same + end}), "t.ods")
    assert table.frame.rows() == [("1", "1"), ("1", "1")]
    assert [table.line(0), table.line(1)] == [2, 3]


HERE = Path(__file__).parent


def test_xls(tmp_path: Path) -> None:
    """``old.xls`` was written by ``old_xls.py`` beside it: a hidden sheet first, then cells of every kind."""
    table = read_table(HERE / "old.xls")
    assert table.frame.rows() == [
        ("p1", "3", "2.5", "2024-03-01", "26:00:00", "true", "#N/A", "="),
        ("p2", "", "", "", "", "false", "", ""),
    ]
    assert [table.line(0), table.line(1)] == [3, 5]
    assert table.reading.text() == (
        "old.xls was read as XLS, sheet 'Data'. Sheets that were not read: 'Old' (hidden). Rows that are hidden in the "
        "sheet and were read: 1. Columns that are hidden in the sheet and were read: half. The column names stand on line 2."
    )
    assert [problem.found for problem in table.problems(table.frame.columns)] == [
        "#N/A instead of a value in G3",
        "a formula without a value in H3",
    ]


def test_xlsb() -> None:
    """``binary.xlsb`` was written by ``binary_xlsb.py`` beside it."""
    table = read_table(HERE / "binary.xlsb").sound()
    assert table.frame.rows() == [
        ("p1", "3", "2.5", "2024-03-01", "2024-03-01T09:30:00", "true", "Zoë"),
        ("p2", "123456789", "-0.25", "", "", "false", ""),
    ]
    assert table.reading.text() == (
        "binary.xlsb was read as XLSB, sheet 'Data'. Sheets that were not read: 'Old' (hidden)."
    )


def record(kind: int, body: bytes) -> bytes:
    """A record of MS-XLSB: its number, its size, its content."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return number + bytes([len(body)]) + body


def binary_row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBB", number - 1, 0, 300, 0, 16 * hidden) + bytes(8)) + b"".join(cells)


def binary_cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def binary_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_book(rows: bytes, columns: bytes = b"") -> bytes:
    names = [binary_cell(6, place, binary_text(name)) for place, name in enumerate(("id", "answer"))]
    sheets = record(153, struct.pack("<I", 1)) + record(
        156, struct.pack("<II", 0, 1) + binary_text("rId1") + binary_text("S")
    )
    relation = '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/>'
    return packed(
        {
            "xl/workbook.bin": sheets,
            "xl/_rels/workbook.bin.rels": f"<Relationships>{relation}</Relationships>",
            "xl/worksheets/sheet1.bin": columns + binary_row(1, *names) + rows,
        }
    )


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (1, b"", ""), (2, struct.pack("<I", 7 << 2 | 2), "7"), (2, struct.pack("<i", -7 << 2 | 2), "-7"), (2, struct.pack("<I", 1250 << 2 | 3), "12.5"),
        (2, struct.pack("<d", 0.5)[4:], "0.5"), (4, b"\1", "true"), (5, struct.pack("<d", 0.1), "0.1"), (6, binary_text("é"), "é"),
        (8, binary_text("yes"), "yes"), (9, struct.pack("<d", 3.0), "3"), (10, b"\0", "false"),
    ],
)  # fmt: skip
def test_cells_of_xlsb(tmp_path: Path, kind: int, value: bytes, text: str) -> None:
    rows = binary_row(2, binary_cell(6, 0, binary_text("p1")), binary_cell(kind, 1, value))
    assert read(tmp_path, binary_book(rows), "t.xlsb").sound().frame.rows() == [("p1", text)]


@pytest.mark.parametrize("kind", [3, 11])
def test_error_cells_and_hidden_rows_of_xlsb(tmp_path: Path, kind: int) -> None:
    rows = binary_row(3, binary_cell(6, 0, binary_text("p1")), binary_cell(kind, 1, b"\x2a"), hidden=True)
    table = read(tmp_path, binary_book(rows), "t.xlsb")
    assert (table.line(0), table.reading.hidden_rows) == (3, 1)
    assert [problem.found for problem in table.problems(["answer"])] == ["#N/A instead of a value in B3"]


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><table></table></html>",
        b"PK\x03\x04 and nothing more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        packed({"readme.txt": "no spreadsheet"}),
        xlsx({"S": "<worksheet><sheetData><row"}),
        xlsx({"S": sheet_xml([["a", '<c t="s"><v>7</v></c>']])}),
        xlsx({"S": sheet_xml(TABLE).replace('r="2"', 'r="1048577"')}),
        xlsx({"S": sheet_xml(TABLE).replace('r="B2"', 'r="XFE2"')}),
        binary_book(binary_row(1_048_577)),
        binary_book(binary_row(2, binary_cell(6, 16_384, binary_text("x")))),
        binary_book(binary_row(2, binary_cell(7, 0, b"\1\0\0\0"))),
        binary_book(b"\0"),
        ods({"S": '<table:table-row><table:table-cell office:value-type="float"/></table:table-row>'}),
        ods({"S": '<table:table-row table:number-rows-repeated="9999999"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["t.xlsx", "t.xls", "t.ods"])
def test_broken_files_are_refused_in_words(tmp_path: Path, raw: bytes, name: str) -> None:
    with pytest.raises(
        DataError, match=r"this file cannot be read as (XLSX|XLS|ODS)\. Open it in a spreadsheet program"
    ):
        read(tmp_path, raw, name)

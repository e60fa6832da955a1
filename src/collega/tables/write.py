"""Tables written whole: a file is there completely or not at all."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import openpyxl
import polars as pl
from openpyxl.cell import WriteOnlyCell

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.statistics import statistics_library
from collega.tables.whole import write_whole

Format = Literal["csv", "parquet", "xlsx", "sav"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SHEET_ROWS = 1_048_576
_CELL_SIGNS = 32_767
# Signs that XML cannot hold, and what would be read as the escape of one (ECMA-376 part 1, 22.9.2.19)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = r"^('*[=+\-@\t\r])"
_ESCAPED = r"^'('*[=+\-@\t\r])"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """One table to be written.

    Attributes
    ----------
    name : str
        Name of the sheet in XLSX.
    frame : polars.DataFrame
    titles : dict of str to str
        Variable labels, for SPSS.
    labels : dict of str to dict of int to str
        Value labels, for SPSS: column, code, label.
    ordered : tuple of str
        Columns with codes that have an order, for SPSS.
    """

    name: str
    frame: pl.DataFrame
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    ordered: tuple[str, ...] = ()


def write_table(path: Path, kind: Format, sheets: Sequence[Sheet]) -> None:
    """Write a table file; only XLSX takes more than one sheet.

    Raises
    ------
    DataError
        Where the table does not fit into the format, or a part for it is not installed.
    """
    if kind == "xlsx":
        content = _xlsx(path.name, sheets)
    elif kind == "sav":
        content = _sav(path.name, sheets[0])
    elif kind == "parquet":
        buffer = io.BytesIO()
        sheets[0].frame.write_parquet(buffer)
        content = buffer.getvalue()
    else:
        content = _csv(sheets[0].frame)
    write_whole(path, content)


def unescaped(cells: pl.Series) -> pl.Series:
    """Undo what CSV puts before a text that a spreadsheet would take for a formula."""
    return cells.str.replace(_ESCAPED, "$1")


def _csv(frame: pl.DataFrame) -> bytes:
    """Texts that a spreadsheet would take for a formula get an apostrophe (OWASP ASVS 5.0, 1.2.10)."""
    safe = frame.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$1"))
    return safe.write_csv().encode()


def _xlsx(file: str, sheets: Sequence[Sheet]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        if sheet.frame.height >= _SHEET_ROWS:
            problem = Message("tables-too-many-rows-for-xlsx", number=sheet.frame.height)
            raise DataError(
                [Problem(file=file, found=problem, allowed="1048575", hint=Message("tables-use-parquet-or-csv"))]
            )
        _refuse_longer_texts(file, sheet.frame)
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        page.append([_text(page, name) for name in sheet.frame.columns])
        for row in sheet.frame.iter_rows():
            page.append([_text(page, cell) if isinstance(cell, str) else cell for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _refuse_longer_texts(file: str, frame: pl.DataFrame) -> None:
    """Refuse what openpyxl would cut off without a word."""
    problems = [
        Problem(
            file=file,
            where=name,
            found=Message("tables-text-too-long-for-xlsx", number=longest),
            allowed=Message("tables-at-most-signs", number=_CELL_SIGNS),
            hint=Message("tables-use-parquet-or-csv"),
        )
        for name, column in frame.select(pl.col(pl.String)).to_dict().items()
        if (longest := max((len(text) for text in column if text), default=0)) > _CELL_SIGNS
    ]
    if problems:
        raise DataError(problems)


def _text(page: object, text: str) -> WriteOnlyCell | None:
    """Return a cell that stays text, also where it looks like a formula or a number."""
    if not text:
        return None
    cell = WriteOnlyCell(page, value=_NOT_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text))
    cell.data_type = "s"
    return cell


def _sav(file: str, sheet: Sheet) -> bytes:
    pyreadstat = statistics_library(file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.sav"
        pyreadstat.write_sav(
            sheet.frame.with_columns(
                pl.col(pl.String).str.replace_all("\0", "\ufffd", literal=True)
            ),  # would end the text
            str(path),
            column_labels=dict(sheet.titles),
            variable_value_labels={name: dict(labels) for name, labels in sheet.labels.items()},
            variable_measure={name: "ordinal" if name in sheet.ordered else "nominal" for name in sheet.labels},
            row_compress=True,
        )
        return path.read_bytes()

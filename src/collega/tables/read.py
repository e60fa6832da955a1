"""One door for every table file: the extension tells which kind it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from collega.errors import DataError, Problem, did_you_mean
from collega.tables.columnar import read_parquet, read_spss
from collega.tables.separated import read_separated
from collega.tables.spreadsheet import read_spreadsheet
from collega.tables.table import Table, empty_file

_READERS: dict[str, Callable[[str, bytes], Table]] = {
    ".parquet": read_parquet,
    ".sav": read_spss,
}
_SEPARATED = (".csv", ".tsv", ".txt")
EXTENSIONS = (*_SEPARATED, ".xlsx", ".parquet", ".sav")
_OLD = {
    ".xls": "Save it as .xlsx",
    ".ods": "Save it as .xlsx or .csv",
    ".zsav": "Save it as .sav",
    ".por": "Save it as .sav",
    ".dta": "Save it as .csv",
    ".numbers": "Save it as .xlsx or .csv",
}


def read_table(path: Path, *, sheet: str | None = None, blank_rows: bool = False) -> Table:
    """Read a table file as text cells.

    Parameters
    ----------
    path : Path
        CSV (``;``, ``,`` or tab; any common encoding), XLSX, Parquet or SPSS .sav.
    sheet : str or None
        Sheet of an XLSX file; the first one where None. Other files have no sheets, so there it is not used.

    blank_rows : bool
        Whether a row of which all cells are empty is a row too.

    Raises
    ------
    DataError
        Where the file is missing, empty, of an unknown kind or broken.
    """
    extension = path.suffix.lower()
    if path.is_dir():
        raise DataError([Problem(file=str(path), found="this is a folder", allowed="a table file")])
    if not path.is_file():
        beside = sorted(item.name for item in path.parent.glob("*")) if path.parent.is_dir() else []
        raise DataError([Problem(file=str(path), found="there is no such file", hint=did_you_mean(path.name, beside))])
    if extension not in EXTENSIONS:
        found = f"the extension '{path.suffix}' is not known" if path.suffix else "the file name has no extension"
        hint = _OLD.get(extension, "")
        raise DataError([Problem(file=path.name, found=found, allowed=", ".join(EXTENSIONS), hint=hint)])
    raw = path.read_bytes()
    if not raw:
        raise empty_file(path.name)
    if extension == ".xlsx":
        return read_spreadsheet(path.name, raw, sheet, blank_rows=blank_rows)
    if extension in _SEPARATED:
        return read_separated(path.name, raw, blank_rows=blank_rows)
    return _READERS[extension](path.name, raw)

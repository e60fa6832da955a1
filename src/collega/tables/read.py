"""One door for every table file: the extension tells which kind it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from collega.errors import DataError, Problem, did_you_mean
from collega.messages import Message
from collega.tables.encoding import TEXT
from collega.tables.json_lines import JSON, JSON_LINES, read_json
from collega.tables.layout import Layout
from collega.tables.limits import DEFAULT, Limits
from collega.tables.parquet import read_parquet
from collega.tables.separated import read_separated
from collega.tables.spreadsheet import SPREADSHEETS, read_spreadsheet
from collega.tables.statistics import STATISTICS, read_statistics
from collega.tables.table import Table, empty_file

_READERS: dict[str, Callable[[str, bytes, Layout], Table]] = {
    **dict.fromkeys(TEXT, read_separated),
    **dict.fromkeys(SPREADSHEETS, read_spreadsheet),
    ".parquet": read_parquet,
    **dict.fromkeys(STATISTICS, read_statistics),
    **dict.fromkeys((*JSON_LINES, JSON), read_json),
}
EXTENSIONS = tuple(_READERS)
_WITH_LINES = (*TEXT, *SPREADSHEETS)
_IN_R = "tables-write-in-r"
_HINTS = {
    **dict.fromkeys((".rds", ".rda", ".rdata"), _IN_R),
    **dict.fromkeys((".xltx", ".numbers", ".gsheet"), "tables-save-in-its-program"),
    **dict.fromkeys((".mdb", ".accdb", ".db", ".sqlite"), "tables-export-table"),
    **dict.fromkeys((".feather", ".arrow"), "tables-write-as-parquet"),
    **dict.fromkeys((".doc", ".docx", ".pdf", ".odt"), "tables-copy-into-spreadsheet"),
    **dict.fromkeys((".zip", ".gz", ".7z"), "tables-unpack"),
    **dict.fromkeys((".qsf", ".lss", ".lsa"), "tables-export-answers-not-questions"),
    ".pkl": "tables-write-in-python",
    ".xml": "tables-export-answers",
    ".html": "tables-export-answers",
}


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    header: int | None = None,
    skip: Sequence[int] = (),
    encoding: str | None = None,
    blank_rows: bool = False,
    limits: Limits = DEFAULT,
) -> Table:
    """Read a table file as text cells.

    A column without a name, or with the name of another, is no error here: see ``Table.faults`` and ``Table.sound``.

    Parameters
    ----------
    path : Path
        Its extension, one of ``EXTENSIONS``, tells which kind of file it is.
    sheet : str or None
        Sheet of a spreadsheet; the first one that is visible and has cells where None. Not used for other files.
    header : int or None
        Line of the file with the column names, counted from 1; the first line with a cell where None.
    skip : sequence of int
        Lines of the file that are no rows.
    encoding : str or None
        Encoding of a text file, one of ``ENCODINGS``; a guess that the file must bear out where None. Other files tell
        their own, so there it is not used.
    blank_rows : bool
        Whether a row of which all cells are empty is a row too.
    limits : Limits
        How much is read at most.

    Raises
    ------
    DataError
        Where the file is missing, empty, of an unknown kind, broken or too large.
    """
    extension = path.suffix.lower()
    if path.is_dir():
        raise DataError(
            [Problem(file=str(path), found=Message("tables-is-a-folder"), allowed=Message("tables-a-table-file"))]
        )
    if not path.is_file():
        beside = sorted(item.name for item in path.parent.glob("*")) if path.parent.is_dir() else []
        raise DataError(
            [Problem(file=str(path), found=Message("common-no-such-file"), hint=did_you_mean(path.name, beside))]
        )
    kinds = limits.kinds or EXTENSIONS
    if extension not in kinds:
        problem = (
            Message("tables-extension-unknown", extension=path.suffix)
            if path.suffix
            else Message("common-no-extension")
        )
        hint = Message(_HINTS[extension]) if extension in _HINTS else ""
        raise DataError([Problem(file=path.name, found=problem, allowed=", ".join(kinds), hint=hint)])
    layout = Layout(
        sheet=sheet, header=header, skip=tuple(skip), encoding=encoding, blank_rows=blank_rows, limits=limits
    )
    if layout.has_lines and extension not in _WITH_LINES:
        problem = Message("tables-no-lines-around-rows", kind=extension)
        hint = Message("tables-remove-rows")
        raise DataError([Problem(file=path.name, found=problem, hint=hint)])
    raw = path.read_bytes()
    if not raw:
        raise empty_file(path.name)
    return _READERS[extension](path.name, raw, layout)

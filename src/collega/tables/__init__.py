"""Table files of any common kind as text cells that remember their lines, and back."""

from collega.tables.read import EXTENSIONS, read_table
from collega.tables.separated import decoded
from collega.tables.table import Table
from collega.tables.whole import write_together, write_whole
from collega.tables.write import FORMATS, Format, Sheet, unescaped, write_table

__all__ = [
    "EXTENSIONS",
    "FORMATS",
    "Format",
    "Sheet",
    "Table",
    "decoded",
    "read_table",
    "unescaped",
    "write_table",
    "write_together",
    "write_whole",
]

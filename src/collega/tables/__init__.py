"""Table files of any common kind as text cells that remember their lines, and back."""

from collega.tables.characters import normal_text
from collega.tables.encoding import ENCODINGS, decoded
from collega.tables.limits import DEFAULT, UPLOAD, Limits
from collega.tables.read import EXTENSIONS, read_table
from collega.tables.reading import Reading
from collega.tables.table import Table
from collega.tables.whole import write_together, write_whole
from collega.tables.write import FORMATS, Format, Sheet, unescaped, write_table

__all__ = [
    "DEFAULT",
    "ENCODINGS",
    "EXTENSIONS",
    "FORMATS",
    "UPLOAD",
    "Format",
    "Limits",
    "Reading",
    "Sheet",
    "Table",
    "decoded",
    "normal_text",
    "read_table",
    "unescaped",
    "write_table",
    "write_together",
    "write_whole",
]

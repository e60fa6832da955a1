"""Table files of any common kind as text cells that remember their lines, and back."""

from collega.tables.read import EXTENSIONS, read_table
from collega.tables.table import Table
from collega.tables.write import FORMATS, Format, Sheet, unescaped, write_table, write_whole

__all__ = ["EXTENSIONS", "FORMATS", "Format", "Sheet", "Table", "read_table", "unescaped", "write_table", "write_whole"]

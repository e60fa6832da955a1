"""What tables from elsewhere call our columns, levels and answers: the mapping file, and what it does to a table."""

from collega.mapping.grammar import ColumnMapping
from collega.mapping.reading import read_mapping
from collega.mapping.sources import Source

__all__ = ["ColumnMapping", "Source", "read_mapping"]

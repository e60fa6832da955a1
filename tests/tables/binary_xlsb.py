"""Write ``binary.xlsb`` with pyxlsbwriter 0.1, which is no part of the project: ``python tests/tables/binary_xlsb.py``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyxlsbwriter

with pyxlsbwriter.XlsbWriter(str(Path(__file__).parent / "binary.xlsb")) as book:
    book.add_sheet("Old", hidden=True)
    book.write_sheet([["secret"], ["x"]])
    book.add_sheet("Data")
    book.write_sheet(
        [
            ["id", "n", "half", "when", "at", "flag", "text"],
            ["p1", 3, 2.5, dt.date(2024, 3, 1), dt.datetime(2024, 3, 1, 9, 30), True, "Zoë"],
            ["p2", 123456789, -0.25, None, None, False, ""],
        ]
    )

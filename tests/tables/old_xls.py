"""Write ``old.xls``, with xlwt 1.3, which is no part of the project: ``python tests/tables/old_xls.py``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwt


def style(shown: str) -> xlwt.XFStyle:
    """Return a style with a number format."""
    made = xlwt.XFStyle()
    made.num_format_str = shown
    return made


book = xlwt.Workbook()
old = book.add_sheet("Old")
old.visibility = 1
old.write(0, 0, "secret")
data = book.add_sheet("Data")
for place, name in enumerate(("id", "n", "half", "when", "long", "flag", "wrong", "formula")):
    data.write(1, place, name)
row = data.row(2)
for place, value in enumerate(("p1", 3.0, 2.5)):
    row.write(place, value)
row.write(3, dt.date(2024, 3, 1), style("yyyy-mm-dd"))
row.write(4, 26 / 24, style("[h]:mm:ss"))
row.write(5, True)
row.set_cell_error(6, 0x2A)
row.write(7, xlwt.Formula("1+1"))
data.write(4, 0, "p2")
data.write(4, 5, False)
data.row(4).hidden = True
data.col(2).hidden = True
book.save(str(Path(__file__).parent / "old.xls"))

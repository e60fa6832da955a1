"""What XLSX and XLSB have in common: parts that refer to each other, and formats that make a number a date."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel

from collega.tables.cells import Unreadable, cell_text, number_text
from collega.tables.packed import START, Package


def relations(package: Package, folder: str, name: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to: the kind and the place of each."""
    return {
        attributes["Id"]: (
            posixpath.basename(attributes["Type"]),
            posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/"),
        )
        for event, tag, attributes in package.events(name.lstrip("/"))
        if event == START and tag == "Relationship"
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """Which styles show a number as a date, and which as a length of time."""

    dates: frozenset[int]
    lengths: frozenset[int]

    @classmethod
    def of(cls, styles: Sequence[int], codes: Mapping[int, str]) -> Formats:
        """Take the number of each style's format, and what the file's own formats look like."""
        by_number = {**BUILTIN_FORMATS, **codes}
        codes_shown = [by_number.get(number, "General") for number in styles]
        return cls(
            dates=frozenset(place for place, code in enumerate(codes_shown) if is_date_format(code)),
            lengths=frozenset(place for place, code in enumerate(codes_shown) if is_timedelta_format(code)),
        )

    def text(self, number: str, style: int, epoch: dt.datetime) -> str | Unreadable:
        """Return a number as the text of what its style shows."""
        length = style in self.lengths
        if not length and style not in self.dates:
            return number_text(number)
        try:
            return cell_text(from_excel(float(number), epoch, timedelta=length))
        except (ValueError, OverflowError):
            return Unreadable(number, "date")

"""Real cases of the casebook on an advice sheet: those that are most like the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collega.report.blocks import Block, heading, paragraph, table
from collega.report.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCase:
    """A real case of the casebook: its title, in what it differs, and what was decided; empty where not to be told."""

    title: str
    differs: str
    decided: str


def shared_cases(sheet: Sheet, cases: Sequence[SheetCase]) -> list[Block]:
    """Return the section about these cases; nothing without any."""
    prose = sheet.prose
    if not cases:
        return []
    rows = [
        [case.title, case.differs or prose("sheet.same"), case.decided or prose("sheet.not_told")] for case in cases
    ]
    header = [prose(f"sheet.{name}") for name in ("shared_case", "differs", "decided")]
    return [
        heading(prose("sheet.shared_cases"), new_page=False),
        paragraph(prose("sheet.shared_cases_opening"), stays=True),
        table(header, rows, caption=prose("sheet.shared_cases_caption"), columns=[1, 1, 1]),
    ]

"""What a mapping says: what tables from elsewhere call our columns, levels and answers, and how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from collega.errors import Problem
from collega.study.rules import BrokenRule
from collega.study.yaml_source import Path as Place
from collega.study.yaml_source import YamlSource

PLACEHOLDER = "{scenario}"
EVERYWHERE = ""  # the part or column of what a mapping says without naming one

Part = Literal["answers", "scenarios", "participants"]
Keep = Literal["first", "last"]
DateOrder = Literal["day-month-year", "month-day-year"]
Columns = Mapping[str, tuple[str, ...]] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which lines of a file make its table.

    Attributes
    ----------
    header : int or None
        Line with the column names; None for the first line with a cell in it.
    skip : tuple of int
        Lines that are no rows.
    """

    header: int | None = None
    skip: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """Where a table with one row per participant has its answers.

    Attributes
    ----------
    scenarios : dict of str to tuple of str, or str
        Scenario and its columns (more than one where it was repeated), or a pattern with ``{scenario}``.
    seconds, positions : the same, or None
        Columns with the times, and with the places in the interview.
    in_order : bool
        Whether everyone got the scenarios in the order of the columns.
    """

    scenarios: Columns = PLACEHOLDER
    seconds: Columns | None = None
    positions: Columns | None = None
    in_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What a mapping file says; without a file, nothing.

    Attributes
    ----------
    columns : dict of str to str
        Our column and the name it has in the file.
    words : dict of str to dict of str to str
        Our column, a word in its cells, and the key it stands for.
    missing : dict of str to tuple of str
        Our column (``EVERYWHERE`` for all of them) and the words that mean that nothing was filled in.
    ignore : tuple of str
        Columns (or patterns such as ``Q*``) to leave out.
    wide : Wide or None
        None where nothing is said: then the columns tell whether the table is long or wide.
    sheets : dict of str to str
        The part (``EVERYWHERE`` for the main file) and its sheet in a spreadsheet.
    rows : dict of str to Rows
        The part (``EVERYWHERE`` for the main file) and the lines that make its table.
    encoding : str or None
        Encoding of the text files; None for a guess.
    dates : "day-month-year", "month-day-year" or None
        Order of days and months in times.
    repeats : bool
        Whether the same participant and scenario twice means that it was judged twice.
    participant_twice : "first", "last" or None
        Which one counts where somebody filled in twice.
    source : YamlSource
        The file itself, for lines in messages.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    wide: Wide | None = None
    sheets: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    encoding: str | None = None
    dates: DateOrder | None = None
    repeats: bool = False
    participant_twice: Keep | None = None
    source: YamlSource = field(default_factory=lambda: YamlSource(file="mapping"))

    def problem(self, place: Place, found: str, allowed: str = "", hint: str = "") -> Problem:
        """Return a problem at a place in the mapping file."""
        return problem_at(self.source, place, found, allowed, hint)

    def sheet_of(self, part: Part, *, main: bool) -> str | None:
        """Return the sheet of a part; what is said without a part holds for the main file."""
        return self.sheets.get(part, self.sheets.get(EVERYWHERE) if main else None)

    def rows_of(self, part: Part, *, main: bool) -> Rows:
        """Return the lines of a part; what is said without a part holds for the main file."""
        return self.rows.get(part, self.rows.get(EVERYWHERE, Rows()) if main else Rows())

    def named_columns(self) -> frozenset[str]:
        """Return every column of the files that the mapping names in full."""
        parts = (self.wide.scenarios, self.wide.seconds, self.wide.positions) if self.wide else ()
        wide = [name for part in parts if isinstance(part, Mapping) for name in names_in(part)]
        return frozenset((*self.columns.values(), *self.ignore, *wide))

    def missing_in(self, column: str) -> tuple[str, ...]:
        """Return the words that mean nothing in a column of ours.

        A number that is said of all columns does not hold for ids: there is a participant 99 where 99 is no answer.
        """
        everywhere = self.missing.get(EVERYWHERE, ())
        if column in ("participant", "scenario"):
            everywhere = tuple(word for word in everywhere if not word.lstrip("-").isdigit())
        return self.missing.get(column, everywhere)


def problem_at(source: YamlSource, place: Place, found: str, allowed: str = "", hint: str = "") -> Problem:
    """Return a problem at a place in a YAML file."""
    place_text = BrokenRule(path=place, found="").where
    return Problem(file=source.file, line=source.line(place), where=place_text, found=found, allowed=allowed, hint=hint)


def wide_columns(columns: Columns | None, scenarios: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns of every scenario; patterns filled in."""
    if columns is None:
        return {}
    if isinstance(columns, str):
        return {scenario: (columns.replace(PLACEHOLDER, scenario),) for scenario in scenarios}
    return dict(columns)


def names_in(columns: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return all these columns in order."""
    return tuple(chain.from_iterable(columns.values()))

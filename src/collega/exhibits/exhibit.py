"""One figure of a study, whatever door shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from collega.exhibits.ground import Ground
from collega.exhibits.table import Layout, Table
from collega.figures import PAPER, SCREEN, Figure, Style
from collega.prose import Prose
from collega.study.definition import Study
from collega.study.text import Language

Door = Literal["report", "site", "slides", "notebook", "command"]
ALL_DOORS: frozenset[Door] = frozenset({"report", "site", "slides", "notebook", "command"})
OFF_PAPER: frozenset[Door] = ALL_DOORS - {"report"}  # of single groups and criteria: too many for a report
Wording = Callable[[Study, Sequence[str], Prose], str]
Draw = Callable[[pl.DataFrame, Style], Figure]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exhibit:
    """A figure with everything that stands around it.

    Attributes
    ----------
    key : str
        Parts with a dot between them: ``importance``, ``groups.<characteristic>``.
    title : str
    caption : str
        How to read the chart.
    finding : str
        What is to be seen, as a sentence.
    table : Table
        The numbers of the chart.
    language : str
        Of all texts.
    doors : frozenset of str
        Where it is shown.
    frame : polars.DataFrame
        What is drawn.
    draw : callable
        From rows of ``frame`` and a style to the chart.
    cut : callable
        From ``frame`` to the parts that each fit on a page of paper.
    """

    key: str
    title: str
    caption: str
    finding: str
    table: Table
    language: Language
    doors: frozenset[Door]
    frame: pl.DataFrame
    draw: Draw
    cut: Callable[[pl.DataFrame], Sequence[pl.DataFrame]]
    about: str = ""

    def __repr__(self) -> str:
        return f"<exhibit {self.key}: {self.title}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        figure = self.figure()
        return {"image/svg+xml": figure.svg(), "text/plain": f"{self!r}\n{figure.alt}"}

    def figure(self, style: Style = SCREEN) -> Figure:
        """Return the whole chart."""
        return self._described(self.draw(self.frame, style))

    def pages(self, style: Style = PAPER) -> list[Figure]:
        """Return the chart in parts that each fit on a page."""
        return [self._described(self.draw(part, style)) for part in self.cut(self.frame)]

    def file_name(self, form: str, *, study: str = "", layout: Layout = "spreadsheet") -> str:
        """Return the name of its file."""
        return file_name(self.key, self.language, form, study=study, layout=layout)

    def _described(self, figure: Figure) -> Figure:
        return replace(figure, alt=f"{self.about}. {figure.alt}") if self.about else figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Exhibits of one kind.

    Attributes
    ----------
    kind : str
        The first part of their keys.
    keys : callable
        From the ground to the keys that a study has.
    title, caption : callable
        From study, rest of the key and texts to what stands above the chart, and how to read it.
    make : callable
        From the ground and a key to the exhibit.
    doors : frozenset of str
    """

    kind: str
    keys: Callable[[Ground], Iterable[str]]
    title: Wording
    caption: Wording
    make: Callable[[Ground, str], Exhibit]
    doors: frozenset[Door] = ALL_DOORS


def file_name(key: str, language: Language, form: str, *, study: str = "", layout: Layout = "spreadsheet") -> str:
    """Return the name of an exhibit's file: study, key, language; a table for programs is the same in every one."""
    tail = "data" if layout == "program" and form == "csv" else language
    return "-".join(filter(None, (study, key, tail))) + f".{form}"


def one_page(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Leave a frame whole."""
    return [frame]


def equal_parts(limit: int) -> Callable[[pl.DataFrame], list[pl.DataFrame]]:
    """Return what cuts a frame into parts of about equal length, of at most so many rows."""

    def cut(frame: pl.DataFrame) -> list[pl.DataFrame]:
        size = -(-frame.height // max(-(-frame.height // limit), 1))
        return [frame.slice(start, size) for start in range(0, frame.height, max(size, 1))]

    return cut


def group_of(key: str) -> tuple[str, str] | None:
    """Return (characteristic, value) of the one group that an exhibit is of, by its key; None for others."""
    kind, *rest = key.split(".")
    return (rest[0], rest[1]) if len(rest) == 2 and kind != "contrast" else None

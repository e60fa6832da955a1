"""Charts on a page: with title, sentence, table, note and downloads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from collega.exhibits import Table, exhibit_caption, exhibit_title
from collega.study import Language
from collega.study import Study as Definition
from collega.web.jobs.pictures import pictures_of
from collega.web.records.languages import engine_language
from collega.web.records.models import Picture, StoredFit

_SIZE = re.compile(r' width="([\d.]+)" height="([\d.]+)" viewBox')


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One chart as a page shows it; ``narrow`` is the size of the one for a phone, where there is one."""

    name: str
    title: str
    caption: str
    picture: Picture
    note: Any
    width: int
    height: int
    narrow: tuple[int, int] | None

    @property
    def rows(self) -> list[list[tuple[Any, Any]]]:
        """Rows of the table as (text, kind) pairs."""
        table = self._table
        kinds = [column.kind for column in table.columns]
        return [list(zip(row, kinds, strict=True)) for row in table.written(language_now())]

    @property
    def header(self) -> list[tuple[str, str]]:
        """Header of the table as (text, kind) pairs."""
        return [(column.text, column.kind) for column in self._table.columns]

    @property
    def _table(self) -> Table:
        return Table.from_json(self.picture.table).for_page()


def language_now() -> Language:
    """The language of the page, as the engine names it."""
    return engine_language(get_language())


def exhibits(fit: StoredFit, definition: Definition, names: Iterable[str]) -> dict[str, Exhibit]:
    """Return those of these charts that there are, in this order, by name."""
    names = list(names)
    pictures = pictures_of(fit, language_now(), names)
    notes = {note.figure: note.text for note in fit.study.notes.filter(figure__in=names)}
    return {name: _exhibit(pictures[name], definition, notes.get(name)) for name in names if name in pictures}


def _exhibit(picture: Picture, definition: Definition, note: Any) -> Exhibit:
    width, height = _size(picture.svg) or (680, 400)
    language = language_now()
    return Exhibit(
        name=picture.name, title=exhibit_title(definition, picture.name, language),
        caption=exhibit_caption(definition, picture.name, language), picture=picture, note=note, width=width,
        height=height, narrow=_size(picture.narrow),
    )  # fmt: skip


def _size(svg: str) -> tuple[int, int] | None:
    match = _SIZE.search(svg)
    return (round(float(match[1])), round(float(match[2]))) if match else None

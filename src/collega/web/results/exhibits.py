"""Charts on a page: with title, sentence, table, note and downloads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from collega.study import Language
from collega.study import Study as Definition
from collega.web.jobs.gallery import group_of
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
        """Rows of the table as (value, kind) pairs."""
        kinds = self.picture.table["kinds"]
        return [list(zip(row, kinds, strict=True)) for row in self.picture.table["rows"]]

    @property
    def header(self) -> list[tuple[str, str]]:
        """Header of the table as (text, kind) pairs."""
        return list(zip(self.picture.table["header"], self.picture.table["kinds"], strict=True))


def language_now() -> Language:
    """The language of the page, as the engine names it."""
    return engine_language(get_language())


def exhibits(fit: StoredFit, definition: Definition, names: Iterable[str]) -> dict[str, Exhibit]:
    """Return those of these charts that there are, in this order, by name."""
    names = list(names)
    kept = pictures_of(fit, language_now(), names)
    notes = {note.figure: note.text for note in fit.study.notes.filter(figure__in=names)}
    return {name: _exhibit(kept[name], definition, notes.get(name)) for name in names if name in kept}


def _exhibit(picture: Picture, definition: Definition, note: Any) -> Exhibit:
    width, height = _size(picture.svg) or (680, 400)
    title, caption = wording(picture.name, definition)
    return Exhibit(
        name=picture.name, title=title, caption=caption, picture=picture, note=note, width=width, height=height,
        narrow=_size(picture.narrow),
    )  # fmt: skip


def _size(svg: str) -> tuple[int, int] | None:
    found = _SIZE.search(svg)
    return (round(float(found[1])), round(float(found[2]))) if found else None


def wording(name: str, definition: Definition) -> tuple[str, str]:
    """Return title and caption of a chart by its name."""
    kind, *rest = name.split(".")
    language = language_now()
    named = group_of(name)
    group = "" if named is None else group_text(definition, *named, language)
    if kind == "importance":
        title = gettext("How heavily each criterion weighs")
        caption = gettext("Importance of each criterion, percent, with its 90% interval.")
        caption += " " + (
            gettext("In a single group it has not been tested whether a criterion counts.")
            if group
            else gettext("A light bar: not demonstrated that the criterion counts.")
        )
    elif kind == "answers":
        title = gettext("What participants thought of the scenarios")
        caption = gettext("Share of each answer per scenario, the most positive first. Left of the line: negative.")
    elif kind == "part-worths":
        title = gettext("What each level adds or takes away")
        caption = gettext("Part-worth of every level with its 90% interval. Right of the line: more positive.")
    elif kind == "levels":
        title = definition.criterion(rest[0]).name(language)
        caption = gettext("Share of positive advice at each level, the other criteria average, with its 90% interval.")
    elif kind == "groups":
        title = definition.characteristic(rest[0]).name(language)
        caption = gettext("Share of each answer per group, over all scenarios.")
    elif kind == "weights":
        title = gettext("What weighs in each group")
        caption = gettext("Importance of each criterion per group, percent. Framed: the four heaviest of the group.")
    elif kind == "self-image":
        title = gettext("Self-image and behaviour")
        caption = definition.characteristic(rest[0]).text.say(language)
    elif kind == "agreement":
        title = gettext("Where participants agree")
        caption = gettext("Every dot is a scenario: to the right more positive, higher up more agreement.")
    else:
        title = gettext("Do predictions come true?")
        caption = gettext("Predicted and observed share of positive answers. On the dashed line they are equal.")
    return (f"{title}: {group}" if group else title), caption


def group_text(definition: Definition, characteristic: str, value: str, language: Language) -> str:
    """Return the text of a group."""
    return definition.characteristic(characteristic).value_name(value, language)

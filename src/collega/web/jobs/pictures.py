"""The job that draws every chart of a fit in every language of the site, once; pages and downloads read them.

A page that is asked for before its charts are drawn has them drawn first, so no page is without.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from altair.utils.schemapi import debug_mode
from django.conf import settings
from django.utils import timezone

from collega.exhibits import Exhibit, group_of, groups_in
from collega.figures import PHONE, SCREEN
from collega.study import Language
from collega.web.jobs.gallery import exhibits_of, ground_of, names
from collega.web.memory import remembered
from collega.web.queue import Progress
from collega.web.records.languages import engine_language
from collega.web.records.models import Job, Picture, StoredFit

_AT_A_TIME = 5  # charts between two moments at which they are kept: pages show them from then on
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 ([\d.]+) ([\d.]+)"')
# Of the text under a chart, pixels: room of a line, of the next one, margin, width of a character.
_LINE, _MORE, _MARGIN, _CHARACTER = 30, 14, 6, 6.2


def draw_pictures(job: Job, progress: Progress) -> dict[str, Any]:
    """Draw the charts of a fit (argument ``fit``)."""
    row = StoredFit.objects.select_related("study").get(pk=job.arguments["fit"])
    return {"pictures": draw(row, progress)}


def draw(row: StoredFit, progress: Progress) -> int:
    """Draw and keep the charts of a fit that are not there yet, a few at a time; return how many there are then."""
    existing = set(row.pictures.values_list("language", "name"))
    lacking = {language: [name for name in names(row) if (language, name) not in existing] for language in _languages()}
    portions = [(language, portion) for language, all_of in lacking.items() for portion in _portions(all_of)]
    for count, (language, portion) in enumerate(portions, start=1):
        draw_some(row, language, portion)
        progress(count / len(portions))
    return row.pictures.count()


def draw_some(row: StoredFit, language: Language, names: Iterable[str]) -> list[Picture]:
    """Draw and keep those of these charts that a fit has; who draws the same meanwhile keeps theirs."""
    with debug_mode(False):  # no check against the schema: tests do that
        drawings = [_picture(row, exhibit) for exhibit in exhibits_of(row, language, names)]
    return Picture.objects.bulk_create(drawings, ignore_conflicts=True)


def pictures_of(row: StoredFit, language: Language, names: Iterable[str]) -> dict[str, Picture]:
    """Return those of these charts that a fit has, by name; what its job has not drawn yet is drawn now."""
    names = list(names)
    stored = {picture.name: picture for picture in row.pictures.filter(language=language, name__in=names)}
    compared = [name for name in names if groups_in(name) is not None]
    stored |= {
        name: drawing for name in compared if (drawing := _compared(row.pk, row.erased, language, name)) is not None
    }
    lacking = [name for name in names if name not in stored and name not in compared]
    if lacking and being_drawn(row):
        stored |= {picture.name: picture for picture in draw_some(row, language, lacking)}
    return stored


@remembered(200)
def _compared(pk: int, erased: bool, language: Language, name: str) -> Picture | None:  # noqa: ARG001  -- an erased fit is another fit
    """Draw the chart of two groups; None where they cannot be compared. Not kept: there are as many as pairs."""
    row = StoredFit.objects.select_related("study").get(pk=pk)
    with debug_mode(False):
        return next((_picture(row, exhibit) for exhibit in exhibits_of(row, language, [name])), None)


def being_drawn(row: StoredFit) -> bool:
    """Whether a job has charts of this fit still to draw."""
    jobs = Job.objects.filter(study=row.study_id, kind="pictures", arguments__fit=row.pk)
    return jobs.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists()


def _languages() -> list[Language]:
    return [engine_language(code) for code, _ in settings.LANGUAGES]


def _portions(all_of: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(all_of), _AT_A_TIME):
        yield all_of[start : start + _AT_A_TIME]


def _picture(row: StoredFit, exhibit: Exhibit) -> Picture:
    line = source_line(row, exhibit.key, exhibit.language)
    wide = exhibit.figure(SCREEN)
    return Picture(
        fit=row,
        name=exhibit.key,
        language=exhibit.language,
        svg=signed(wide.svg(), line),
        narrow=signed(exhibit.figure(PHONE).svg(), line),
        alt=wide.alt,
        finding=exhibit.finding,
        table=exhibit.table.as_json(),
    )


def source_line(row: StoredFit, name: str, language: Language) -> str:
    """Say under a chart what and whom it is made from, and that it is synthetic where it is."""
    day = timezone.localtime(row.made_at).strftime("%d-%m-%Y" if language == "nl" else "%Y-%m-%d")
    title = row.study.as_shown.title.say(language)
    short = title if len(title) <= 44 else title[:42].rsplit(" ", 1)[0] + " …"
    synthetic = {"nl": "SYNTHETISCHE GEGEVENS · ", "en": "SYNTHETIC DATA · "}[language]
    marked = synthetic if row.insights["synthetic"] else ""
    return f"{marked}{short} · {ground_of(row, language).people(group_of(name))} · {day} · Collega"


def signed(svg: str, line: str) -> str:
    """Put a text under a chart, inside the picture, so that every download carries it."""
    size = _SIZE.search(svg)
    if size is None:
        return svg
    width, height, across, tall = map(float, size.groups())
    lines = textwrap.wrap(line, max(int((across - 2 * _MARGIN) / _CHARACTER), 20))
    room = _LINE + (len(lines) - 1) * _MORE
    sized = svg.replace(
        size.group(0),
        f'width="{width:g}" height="{height + room:g}" viewBox="0 0 {across:g} {tall + room:g}"', 1,
    )  # fmt: skip
    text = f'<rect x="0" y="{tall:g}" width="{across:g}" height="{room:g}" fill="white"/>' + "".join(
        f'<text x="{_MARGIN}" y="{tall + 19 + place * _MORE:g}" font-size="11" fill="#4a4a4a" '
        f"font-family=\"'Source Sans 3', 'Liberation Sans', Arial, sans-serif\">{escape(part)}</text>"
        for place, part in enumerate(lines)
    )
    return sized.replace("</svg>", f"{text}</svg>", 1) if sized.count("</svg>") == 1 else _before_last(sized, text)


def _before_last(svg: str, text: str) -> str:
    start, _, _ = svg.rpartition("</svg>")
    return f"{start}{text}</svg>"

"""The job that draws every chart of a fit in every language of the site, once; pages and downloads only read them."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from collega.figures.wording import number
from collega.study import Language
from collega.web.jobs.gallery import Drawn, drawings
from collega.web.jobs.queue import Progress, work
from collega.web.records.languages import engine_language
from collega.web.records.models import Job, Picture, StoredFit

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 ([\d.]+) ([\d.]+)"')
_LINE = 30


@work("pictures")
def draw_pictures(job: Job, progress: Progress) -> dict[str, Any]:
    """Draw the charts of a fit (argument ``fit``)."""
    row = StoredFit.objects.select_related("study").get(pk=job.arguments["fit"])
    return {"pictures": draw(row, progress)}


def draw(row: StoredFit, progress: Progress) -> int:
    """Draw and keep all charts of a fit, replacing those that are there; return how many."""
    languages = [engine_language(code) for code, _ in settings.LANGUAGES]
    pictures = []
    for number_of, language in enumerate(languages):
        made = list(drawings(row, language))
        for place, drawn in enumerate(made):
            pictures.append(_picture(row, language, drawn))
            progress((number_of + (place + 1) / len(made)) / len(languages))
    with transaction.atomic():
        row.pictures.all().delete()
        Picture.objects.bulk_create(pictures)
    return len(pictures)


def _picture(row: StoredFit, language: Language, drawn: Drawn) -> Picture:
    return Picture(
        fit=row,
        name=drawn.name,
        language=language,
        svg=signed(drawn.figure.svg(), source_line(row, language)),
        alt=drawn.figure.alt,
        finding=drawn.finding,
        table=drawn.table,
    )


def source_line(row: StoredFit, language: Language) -> str:
    """Say under a chart what it is made from, and that it is synthetic where it is."""
    n = row.insights["participants"]
    on = timezone.localtime(row.made_at).strftime("%d-%m-%Y" if language == "nl" else "%Y-%m-%d")
    title = row.study.as_shown.title.say(language)
    short = title if len(title) <= 44 else title[:42].rsplit(" ", 1)[0] + " …"
    people = {"nl": "deelnemers", "en": "participants"}[language]
    synthetic = {"nl": "SYNTHETISCHE GEGEVENS · ", "en": "SYNTHETIC DATA · "}[language]
    return f"{synthetic if row.insights['synthetic'] else ''}{short} · {number(n, language)} {people} · {on} · Collega"


def signed(svg: str, line: str) -> str:
    """Put a line of text under a chart, inside the picture, so that every download carries it."""
    found = _SIZE.search(svg)
    if found is None:
        return svg
    width, height, _, tall = map(float, found.groups())
    sized = svg.replace(
        found.group(0),
        f'width="{width:g}" height="{height + _LINE:g}" viewBox="0 0 {found.group(3)} {tall + _LINE:g}"', 1,
    )  # fmt: skip
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = (
        f'<rect x="0" y="{tall:g}" width="{found.group(3)}" height="{_LINE}" fill="white"/>'
        f'<text x="6" y="{tall + _LINE - 11:g}" font-size="11" fill="#4a4a4a" '
        f"font-family=\"'Source Sans 3', 'Liberation Sans', Arial, sans-serif\">{escaped}</text>"
    )
    return sized.replace("</svg>", f"{text}</svg>", 1) if sized.count("</svg>") == 1 else _before_last(sized, text)


def _before_last(svg: str, text: str) -> str:
    start, _, _ = svg.rpartition("</svg>")
    return f"{start}{text}</svg>"

"""Charts and their numbers to take along."""

from __future__ import annotations

import csv
import io
from typing import Any

import vl_convert
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from collega import formats
from collega.study import Language
from collega.study import Study as Definition
from collega.web.jobs.gallery import group_of
from collega.web.jobs.pictures import pictures_of
from collega.web.records.languages import engine_language
from collega.web.records.models import Picture
from collega.web.results.visit import visit_to

_DIGITS = 6
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@require_safe
def figure(request: HttpRequest, key: str, name: str, form: str) -> HttpResponse:
    """Give a chart as SVG (``narrow`` for a phone) or PNG, or its table as CSV."""
    visit = visit_to(request, key)
    picture = None if visit.fit is None else pictures_of(visit.fit, _language(request), [name]).get(name)
    if picture is None:
        raise Http404
    if form == "svg" and "narrow" in request.GET and picture.narrow:
        response = HttpResponse(picture.narrow, content_type="image/svg+xml")
    else:
        response = HttpResponse(*_made(picture, form, visit.study.as_shown, synthetic=visit.synthetic))
    attached = "attachment" if "download" in request.GET or form == "csv" else "inline"
    response.headers["Content-Disposition"] = f'{attached}; filename="{key}-{name}-{picture.language}.{form}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _language(request: HttpRequest) -> Language:
    return engine_language(request.GET.get("lang") or get_language())


def _made(picture: Picture, form: str, definition: Definition, *, synthetic: bool) -> tuple[bytes, str]:
    if form == "svg":
        return picture.svg.encode(), "image/svg+xml"
    if form == "png":
        return bytes(vl_convert.svg_to_png(picture.svg, scale=2.0)), "image/png"
    language = engine_language(picture.language)
    text = table_csv(_with_group(picture, definition), language, synthetic=synthetic)
    return text.encode("utf-8-sig"), "text/csv; charset=utf-8"


def _with_group(picture: Picture, definition: Definition) -> dict[str, Any]:
    """Return the table of a chart; of one of a group, with a first column that names it."""
    group, table = group_of(picture.name), picture.table
    if group is None:
        return table
    item, language = definition.characteristic(group[0]), engine_language(picture.language)
    text = item.value_name(group[1], language)
    return {"header": [item.name(language), *table["header"]], "rows": [[text, *row] for row in table["rows"]]}


def table_csv(table: dict[str, Any], language: Language, *, synthetic: bool) -> str:
    """Write a table as CSV with semicolons, as spreadsheets in Dutch open it; synthetic numbers say so in every row.

    Fractions have six digits, behind the decimal sign of the language: a Dutch spreadsheet takes 12.5 for a date.
    """
    header, rows = table["header"], table["rows"]
    if synthetic:
        header, rows = [*header, gettext("synthetic")], [[*row, gettext("yes")] for row in rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for row in (header, *rows):
        writer.writerow(
            formats.significant(cell, language, _DIGITS) if isinstance(cell, float) else harmless(cell) for cell in row
        )
    return buffer.getvalue()


def harmless(cell: Any) -> Any:
    """Return a cell that a spreadsheet takes as text, not as a formula; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell

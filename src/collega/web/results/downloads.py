"""Charts and their numbers to take along."""

from __future__ import annotations

import vl_convert
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from collega.exhibits import Column, Named, Table, group_of
from collega.study import Language
from collega.study import Study as Definition
from collega.web.jobs.pictures import pictures_of
from collega.web.records.languages import engine_language
from collega.web.records.models import Picture
from collega.web.results.visit import visit_to


@require_safe
def figure(request: HttpRequest, key: str, name: str, form: str) -> HttpResponse:
    """Give a chart as SVG (``narrow`` for a phone) or PNG, or its table as CSV (``data.csv`` for programs)."""
    visit = visit_to(request, key)
    picture = None if visit.fit is None else pictures_of(visit.fit, _language(request), [name]).get(name)
    if picture is None:
        raise Http404
    if form == "svg" and "narrow" in request.GET and picture.narrow:
        response = HttpResponse(picture.narrow, content_type="image/svg+xml")
    else:
        response = HttpResponse(*_made(picture, form, visit.study.as_shown, synthetic=visit.synthetic))
    attached = "attachment" if "download" in request.GET or form.endswith("csv") else "inline"
    response.headers["Content-Disposition"] = f'{attached}; filename="{_file(key, picture, form)}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _file(key: str, picture: Picture, form: str) -> str:
    """Return the name of the file; a table for programs is the same in every language."""
    return f"{key}-{picture.name}-data.csv" if form == "data.csv" else f"{key}-{picture.name}-{picture.language}.{form}"


def _language(request: HttpRequest) -> Language:
    return engine_language(request.GET.get("lang") or get_language())


def _made(picture: Picture, form: str, definition: Definition, *, synthetic: bool) -> tuple[bytes, str]:
    if form == "svg":
        return picture.svg.encode(), "image/svg+xml"
    if form == "png":
        return bytes(vl_convert.svg_to_png(picture.svg, scale=2.0)), "image/png"
    language = engine_language(picture.language)
    table = _with_group(picture, definition, language)
    if form == "data.csv":
        return table.csv("program", language, synthetic=synthetic).encode(), "text/csv; charset=utf-8"
    return table.csv("spreadsheet", language, synthetic=synthetic).encode("utf-8-sig"), "text/csv; charset=utf-8"


def _with_group(picture: Picture, definition: Definition, language: Language) -> Table:
    """Return the table of a chart; of one of a group, with a first column that names it."""
    group, table = group_of(picture.name), Table.from_json(picture.table)
    if group is None:
        return table
    item = definition.characteristic(group[0])
    column = Column(name=item.key, text=item.name(language), kind="text")
    return table.with_first(column, Named(group[1], item.value_name(group[1], language)))

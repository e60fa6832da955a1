"""Charts and their numbers to take along."""

from __future__ import annotations

import vl_convert
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from collega.exhibits import Column, Layout, Named, Table, file_name, group_of
from collega.study import Language
from collega.study import Study as Definition
from collega.web.jobs.pictures import pictures_of
from collega.web.records.languages import engine_language
from collega.web.records.models import Picture
from collega.web.results.visit import visit_to


@require_safe
def figure(request: HttpRequest, key: str, name: str, form: str) -> HttpResponse:
    """Give a chart as SVG (``narrow`` for a phone) or PNG, or its table as CSV (``for=program``: for a program)."""
    visit = visit_to(request, key)
    picture = None if visit.fit is None else pictures_of(visit.fit, _language(request), [name]).get(name)
    if picture is None:
        raise Http404
    if form == "svg" and "narrow" in request.GET and picture.narrow:
        response = HttpResponse(picture.narrow, content_type="image/svg+xml")
    else:
        response = HttpResponse(
            *_content(picture, form, visit.study.as_shown, _layout(request), synthetic=visit.synthetic)
        )
    attached = "attachment" if "download" in request.GET or form == "csv" else "inline"
    response.headers["Content-Disposition"] = f'{attached}; filename="{_file(key, picture, form, _layout(request))}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _layout(request: HttpRequest) -> Layout:
    return "program" if request.GET.get("for") == "program" else "spreadsheet"


def _file(key: str, picture: Picture, form: str, layout: Layout) -> str:
    return file_name(picture.name, engine_language(picture.language), form, study=key, layout=layout)


def _language(request: HttpRequest) -> Language:
    return engine_language(request.GET.get("lang") or get_language())


def _content(
    picture: Picture, form: str, definition: Definition, layout: Layout, *, synthetic: bool
) -> tuple[bytes, str]:
    if form == "svg":
        return picture.svg.encode(), "image/svg+xml"
    if form == "png":
        return bytes(vl_convert.svg_to_png(picture.svg, scale=2.0)), "image/png"
    language = engine_language(picture.language)
    table = _with_group(picture, definition, language)
    text = table.csv(layout, language, synthetic=synthetic)
    return text.encode("utf-8" if layout == "program" else "utf-8-sig"), "text/csv; charset=utf-8"


def _with_group(picture: Picture, definition: Definition, language: Language) -> Table:
    """Return the table of a chart; of one of a group, with a first column that names it."""
    group, table = group_of(picture.name), Table.from_json(picture.table)
    if group is None:
        return table
    item = definition.characteristic(group[0])
    column = Column(name=item.key, text=item.name(language), kind="text")
    return table.with_first(column, Named(group[1], item.value_name(group[1], language)))

"""A person's own list: their cases, what they judged, and where they differ from colleagues and on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collega.colleague import level_text
from collega.study import Study as Definition
from collega.web.cases.finding import PER_PAGE, rows_of
from collega.web.cases.shown import language_now
from collega.web.cases.visit import Reader, common, reader_of
from collega.web.deeds.casebook_export import export_casebook
from collega.web.editions.judgements import batches_of, spread_of
from collega.web.records.models import Case, Judgement

_MOST = 500  # newest judgements that are looked at
_NAMED = 5
FEWEST_CASES = 3  # in which somebody must differ on a level before it is named


@login_required
@require_safe
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """Show one's own cases, and where one differs."""
    reader = reader_of(request, key)
    cases = Case.objects.filter(study=reader.study, author=reader.user).select_related("outcome", "organisation")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    compared = differences(reader)
    context = common(reader, "mine") | compared | {"page": page, "rows": rows_of(reader, page)}
    return render(request, "cases/mine.html", context)


@login_required
@require_safe
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Give the cases that somebody may read as CSV, without names."""
    reader = reader_of(request, key)
    content = export_casebook(reader.study, reader.user, reader.cases, organisation=reader.organisation)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-casebook.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def differences(reader: Reader) -> dict[str, Any]:
    """Return in which judged cases somebody stands on the other side than most colleagues, and what those share.

    Only what is in view of colleagues counts, so this tells of nobody else's answer more than the pages of the cases.
    """
    definition = reader.study.as_shown
    rows = Judgement.objects.filter(user=reader.user, case__in=reader.cases).select_related("case", "case__author")
    judged = list(rows.order_by("-pk")[:_MOST])
    batches = batches_of(row.case for row in judged)
    good = {answer.key for answer in definition.answers if answer.positive}
    compared = []
    for row in judged:
        side = spread_of(definition, batches.get(row.case_id, [])).side(definition)
        if side:
            compared.append((row, 1 if row.answer in good else -1, side))
    differing = [(row, mine) for row, mine, side in compared if mine != side]
    return {
        "judged": len(judged), "compared": len(compared), "differing": [row for row, _mine in differing],
        "stricter": sum(mine < 0 for _row, mine in differing), "milder": sum(mine > 0 for _row, mine in differing),
        "on_what": _on_what(definition, [row.case for row, *_ in compared], [row.case for row, _mine in differing]),
    }  # fmt: skip


def _on_what(definition: Definition, compared: Iterable[Case], differing: list[Case]) -> list[dict[str, Any]]:
    """Return the levels at which somebody differs more often than elsewhere, most often first."""
    compared = list(compared)
    total = Counter(level for case in compared for level in case.levels.items())
    differ = Counter(level for case in differing for level in case.levels.items())
    rate = len(differing) / len(compared) if compared else 0.0
    language = language_now()
    often = [
        (key, n) for key, n in differ.items() if n >= FEWEST_CASES and n / total[key] > rate
    ]  # fmt: skip
    often.sort(key=lambda pair: (-pair[1] / total[pair[0]], -pair[1]))
    return [
        {"criterion": definition.criterion(criterion).name(language), "n": n, "of": total[criterion, level],
         "level": level_text(definition, criterion, level, language)}
        for (criterion, level), n in often[:_NAMED]
    ]  # fmt: skip

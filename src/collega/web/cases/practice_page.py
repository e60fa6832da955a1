"""Whether colleagues judge real cases as the model expects, and what practice meets."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collega.colleague import level_text
from collega.errors import CollegaError
from collega.practice import Followed, calibration_sentences, drift_sentence, follow_practice
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.bridge_casebook import casebook_of
from collega.web.cases.shown import language_now
from collega.web.cases.visit import common, reader_of
from collega.web.deeds.case_releases import SMALLEST
from collega.web.editions.shown import shown_fit
from collega.web.memory import remembered
from collega.web.records.models import Release, StoredFit, Study, current_design
from collega.web.sentences import error_words, message_words

_MET, _PAIRS = 6, 3  # levels and pairs that are named


@login_required
@require_safe
def practice(request: HttpRequest, key: str) -> HttpResponse:
    """Show calibration and drift, to owners and analysts with their numbers, and what practice meets."""
    reader = reader_of(request, key)
    context: dict[str, Any] = common(reader, "practice") | {"smallest": SMALLEST}
    fit = shown_fit(reader.study)
    if fit is None:
        return render(request, "cases/practice.html", context | {"why_not": "model"})
    try:
        followed = _followed(reader.study.pk, fit.pk, fit.erased, state_of(reader.study))
    except CollegaError as error:
        return render(request, "cases/practice.html", context | {"why_not": error_words(error)})
    definition = reader.study.as_shown
    context |= {
        "found": followed, "numbers": reader.team,
        "sentences": [message_words(message) for message in calibration_sentences(followed.calibration)],
        "drift": message_words(drift_sentence(followed.drift))
                 if followed.drift and followed.calibration.judgements else "",
        "warnings": [message_words(warning) for warning in followed.warnings],
        "met": met_rows(definition, followed), "pairs": pair_rows(definition, followed),
    }  # fmt: skip
    return render(request, "cases/practice.html", context)


def state_of(study: Study) -> tuple[tuple[int, ...], int]:
    """Return what the comparison of a study rests on: its releases, and how many cases are shared with all."""
    releases = tuple(Release.objects.filter(study=study).order_by("pk").values_list("pk", flat=True))
    return releases, study.cases.shared_with_all().count()


@remembered(16)
def _followed(study: int, fit: int, erased: bool, state: tuple[tuple[int, ...], int]) -> Followed:  # noqa: ARG001
    row = StoredFit.objects.select_related("study").get(pk=fit, study=study)
    design = row.design or current_design(row.study)
    if design is None:
        raise StoredFit.DoesNotExist
    book = casebook_of(row.study, judges=True, released=True)
    return follow_practice(row.study.as_defined, bridge.fit_of(row), book, bridge.design_of(design))


def met_rows(definition: Definition, followed: Followed) -> list[dict[str, Any]]:
    """Return the levels that practice meets most often, and how often."""
    rows = [level for level in followed.met.levels if level.n]
    rows.sort(key=lambda row: -row.n / row.of)
    return [
        {"criterion": definition.criterion(level.criterion).name(language_now()), "n": level.n, "of": level.of,
         "level": level_text(definition, level.criterion, level.level, language_now())}
        for level in rows[:_MET]
    ]  # fmt: skip


def pair_rows(definition: Definition, followed: Followed) -> list[dict[str, Any]]:
    """Return pairs of levels that practice has and no scenario of the study had."""
    return [
        {"n": pair.n, "levels": [(definition.criterion(criterion).name(language_now()),
                                  level_text(definition, criterion, level, language_now()))
                                 for criterion, level in pair.levels]}
        for pair in followed.met.never_together[:_PAIRS]
    ]  # fmt: skip

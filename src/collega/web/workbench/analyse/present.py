"""The presentation view for the deepening session: one figure or scenario a screen."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from collega.exhibits import in_order
from collega.web import bridge
from collega.web.access import ANALYST, role_in, study_for
from collega.web.editions.shown import shown_fit, team_fit
from collega.web.records.languages import engine_language
from collega.web.records.models import Picture, StoredFit, Study, current_design
from collega.web.workbench.analyse.figure_titles import figure_title
from collega.web.workbench.analyse.sheets import sheets
from collega.web.workbench.rooms import room


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One screen: a figure (``picture``), or a scenario (``levels``)."""

    name: str
    title: str
    picture: Picture | None = None
    levels: tuple[tuple[str, str], ...] = ()


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """List the screens, to begin anywhere."""
    study = study_for(request, key)
    fit = _fit_for(request, study)
    slides = slides_of(study, fit)
    return room(request, study, "present", "workbench/analyse/present.html", fit=fit,
                figures=[(n, item) for n, item in enumerate(slides, start=1) if item.picture],
                scenarios=[(n, item) for n, item in enumerate(slides, start=1) if item.levels])  # fmt: skip


@login_required
@require_safe
def slide(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show one screen, full width, with the way to the next."""
    study = study_for(request, key)
    fit = _fit_for(request, study)
    slides = slides_of(study, fit)
    if not 1 <= number <= len(slides):
        raise Http404
    current = slides[number - 1]
    note = study.notes.filter(figure=current.name).first() if current.picture else None
    context: dict[str, Any] = {
        "study": study, "slide": current, "number": number, "total": len(slides), "note": note, "fit": fit,
        "sheets": sheets(current.picture.svg) if current.picture else [],
        "before": number - 1 if number > 1 else None, "after": number + 1 if number < len(slides) else None,
    }  # fmt: skip
    return render(request, "workbench/analyse/slide.html", context)


def slides_of(study: Study, fit: StoredFit | None) -> list[Slide]:
    """Return the figures of a fit, then the scenarios of the design."""
    language = engine_language(get_language())
    pictures: list[Picture] = []
    if fit is not None:
        pictures = in_order(fit.pictures.filter(language=language).order_by("pk"), key=attrgetter("name"))
    figures = [
        Slide(name=picture.name, title=figure_title(study, picture.name), picture=picture) for picture in pictures
    ]
    return [*figures, *_scenarios(study, language)]


def _scenarios(study: Study, language: Any) -> list[Slide]:
    row = current_design(study)
    if row is None or row.out_of_date:
        return []
    design, criteria = bridge.design_of(row), study.as_shown.criteria
    return [
        Slide(name=name, title=name, levels=tuple(
            (criterion.name(language), criterion.levels[level].name(language))
            for criterion, level in zip(criteria, profile, strict=True)))
        for name, profile in zip(design.scenarios, design.profiles, strict=True)
    ]  # fmt: skip


def _fit_for(request: HttpRequest, study: Study) -> StoredFit | None:
    """Owners and analysts see the team's fit; readers what is shown to them."""
    role = role_in(request, study.key)
    return team_fit(study) if role is not None and role.kind in ANALYST else shown_fit(study)

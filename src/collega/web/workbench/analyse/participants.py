"""Single participants, by pseudonym: for owners and analysts, every look is logged. Never who the invitee is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collega.web import bridge
from collega.web.access import ANALYST, study_for
from collega.web.deeds import analysis
from collega.web.deeds.refused import RefusedError
from collega.web.progress.kept import counted
from collega.web.records.batches import IN_VIEW, waits
from collega.web.records.languages import engine_language
from collega.web.records.models import Interview, Kind, Study
from collega.web.workbench.rooms import room

A_PAGE = 100


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """List everyone, in the order of the pseudonyms: that of time would tell who it was."""
    study = study_for(request, key, ANALYST)
    kind = _kind(request)
    counts = counted(study)
    people = Interview.objects.filter(IN_VIEW, study=study, kind=kind).order_by("pseudonym")
    with_signs = request.GET.get("only") == "signs"
    selection = people.filter(Q(has_sign=True) | Q(included=False)) if with_signs else people
    rows = _page(selection, request, None if with_signs else counts.in_view[kind])
    if kind == Kind.REAL:
        analysis.log_look(study, request.user, participants=len(rows))
    return room(request, study, "participants", "workbench/analyse/participants.html", people=rows, counts=counts,
                kind=kind, only=with_signs, all=counts.in_view[kind], with_signs=counts.signs[kind],
                left_out=counts.left_out[kind], language=engine_language(get_language()),
                minimum=study.as_defined.minimum_group, waiting=waits(study, kind))  # fmt: skip


@login_required
@require_safe
def one(request: HttpRequest, key: str, pseudonym: str) -> HttpResponse:
    """Show what one participant answered."""
    study = study_for(request, key, ANALYST)
    person = _person(study, pseudonym)
    analysis.log_look_at_one(person, request.user)
    language = engine_language(get_language())
    definition = study.as_shown
    texts = {answer.key: answer.text.say(language) for answer in definition.answers}
    levels = _levels(person, language)
    answers = [{"cell": cell, "text": texts.get(cell.answer, cell.answer), "levels": levels.get(cell.scenario, [])}
               for cell in person.answers.all()]  # fmt: skip
    return room(request, study, "participants", "workbench/analyse/participant.html", person=person, answers=answers,
                values=_values(person, definition, language),
                signs=person.looked.get(language, ""))  # fmt: skip


@login_required
@require_POST
def include(request: HttpRequest, key: str, pseudonym: str) -> HttpResponse:
    """Leave a participant out of the analysis, or include them again; logged, with the reason kept at the answers."""
    study = study_for(request, key, ANALYST)
    person = _person(study, pseudonym)
    included, reason = request.POST.get("included") == "yes", request.POST.get("reason", "").strip()
    try:
        if included:
            analysis.include_again(person, request.user)
        else:
            analysis.leave_out(person, request.user, reason)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("workbench:participant", key=key, pseudonym=pseudonym)
    messages.success(request, _("Saved. Fit the choice model again to see what it changes."))
    return redirect("workbench:participant", key=key, pseudonym=pseudonym)


def _kind(request: HttpRequest) -> str:
    return Kind.SIMULATED.value if request.GET.get("kind") == Kind.SIMULATED else Kind.REAL.value


def _person(study: Study, pseudonym: str) -> Interview:
    person = (
        Interview.objects.filter(IN_VIEW, study=study, pseudonym=pseudonym).exclude(kind=Kind.PREVIEW)
        .select_related("design").order_by("kind").first()
    )  # fmt: skip
    if person is None:
        raise Http404
    person.study = study
    return person


def _page(people: QuerySet[Interview], request: HttpRequest, total: int | None) -> Page[Interview]:
    """Return one page of the list; of how many there are in all what was counted last is believed."""
    pages = Paginator(people, A_PAGE)
    if total is not None:
        pages.count = total
    return pages.get_page(request.GET.get("page"))


def _levels(person: Interview, language: Any) -> dict[str, list[tuple[str, str]]]:
    if person.design is None:
        return {}
    design, criteria = bridge.design_of(person.design), person.study.as_shown.criteria
    return {
        name: [
            (criteria[c].name(language), criteria[c].levels[level].name(language))
            for c, level in enumerate(design.profiles[s])
        ]
        for s, name in enumerate(design.scenarios)
    }


def _values(person: Interview, definition: Any, language: Any) -> list[tuple[str, str]]:
    values = []
    for item in definition.characteristics:
        value = person.values.get(item.key, "")
        texts = {option.key: option.name(language) for option in item.values}
        words = {"": _("not answered"), "prefer_not_to_say": _("prefers not to say"), "other": _("other")}
        text = texts.get(value) or words.get(value, value)
        typed = person.others.get(item.key)
        values.append((item.name(language), f"{text}: {typed}" if typed else text))
    return values

"""Correcting typing errors after the launch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collega.errors import StudyError
from collega.web.access import ANALYST, study_for
from collega.web.deeds.definition import all_texts, correct, corrected_data
from collega.web.records.languages import say
from collega.web.records.models import Study
from collega.web.workbench.define.places import in_words, place_of, steps_of_correction
from collega.web.workbench.rooms import room
from collega.web.workbench.texts import apart

SHORT = ".short"
_LONGEST = 40  # characters of a text that is named


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a typing error after the launch: logged, and outside the hash."""
    study = study_for(request, key, ANALYST)
    if request.method == "POST" and not study.launched:
        messages.error(request, _("Before the launch texts are changed in the study itself."))
        return redirect("workbench:definition", key=key)
    texts = dict(all_texts(study))
    posted = {name: request.POST.get(name, "").strip() for name in ("place", "language", "text")}
    if request.method == "POST":
        complete = posted["place"] in texts and posted["language"] in ("nl", "en")
        if complete and (posted["text"] or posted["place"].endswith(SHORT)):
            problems = _keep(study, posted, request.user)
            if not problems:
                messages.success(request, _("Saved."))
                return redirect("workbench:corrections", key=key)
            for problem in problems:
                messages.error(request, problem)
        else:
            messages.error(request, _("Choose the text, and write it as it must be."))
    data = study.as_shown.model_dump(mode="json")
    rows = [(text, apart(_node(data, text), "x"), _words(text, data)) for text in texts]
    earlier = [
        correction | {"words": place_of(steps_of_correction(correction["place"]), data, key).words}
        for correction in study.corrections
    ]
    return room(
        request, study, "definition", "workbench/define/corrections.html", rows=rows, sent=posted, corrections=earlier
    )


def _keep(study: Study, correction: dict[str, str], user: Any) -> list[str]:
    """Keep a correction; return what is wrong with the study as it would be, and then nothing is kept."""
    try:
        correct(study, user, correction)
    except StudyError as error:
        data = corrected_data(study, [*study.corrections, correction])
        return [_sentence(in_words(problem, data, study.key)) for problem in error.problems]
    return []


def _sentence(problem: dict[str, str]) -> str:
    return " ".join(f"{problem[part]}." for part in ("place", "found", "allowed", "hint") if problem[part])


def _words(place: str, data: Any) -> str:
    """Return what a short name stands for: it may be empty, and does not tell by itself."""
    if not place.endswith(SHORT):
        return ""
    language, parts = get_language() or "nl", place.removesuffix(SHORT).split(".")
    item, part = _node(data, ".".join(parts)), _node(data, ".".join(parts[:2]))
    words = _("Short name of '%(text)s'") % {"text": Truncator(say(item["text"], language)).chars(_LONGEST)}
    if item is part:
        return words
    name = say(part["short"], language) or say(part["text"], language)
    return f"{words} ({Truncator(name).chars(_LONGEST)})"


def _node(data: Any, place: str) -> Any:
    for step in place.split("."):
        data = data[int(step)] if step.isdecimal() else data[step]
    return data

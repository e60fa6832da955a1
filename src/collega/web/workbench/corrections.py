"""Correcting typing errors after the launch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collega.web.access import ANALYST, study_for
from collega.web.records.models import Study, locked, log
from collega.web.workbench.editing import all_texts
from collega.web.workbench.forms import apart
from collega.web.workbench.places import place_of, steps_of_correction
from collega.web.workbench.rooms import room


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a typing error after the launch: logged, and outside the hash."""
    study = study_for(request, key, ANALYST)
    if request.method == "POST" and not study.launched:
        messages.error(request, _("Before the launch texts are changed in the study itself."))
        return redirect("workbench:definition", key=key)
    texts = dict(all_texts(study))
    sent = {name: request.POST.get(name, "").strip() for name in ("place", "language", "text")}
    if request.method == "POST":
        if sent["place"] in texts and sent["language"] in ("nl", "en") and sent["text"]:
            _keep(study, sent, request.user)
            messages.success(request, _("Saved."))
            return redirect("workbench:corrections", key=key)
        messages.error(request, _("Choose the text, and write it as it must be."))
    shown = study.as_shown.model_dump(mode="json")
    rows = [(each, apart(_at(shown, each), "x")) for each in texts]
    made = [each | {"words": place_of(steps_of_correction(each["place"]), shown, key).words}
            for each in study.corrections]  # fmt: skip
    return room(request, study, "definition", "workbench/corrections.html", rows=rows, sent=sent, corrections=made)


def _keep(study: Study, correction: dict[str, str], user: Any) -> None:
    with transaction.atomic():
        row = locked(study.pk)  # somebody else may have made a correction meanwhile
        row.corrections = [*row.corrections, correction]
        row.save(update_fields=["corrections"])
        log(row, user, "typing error corrected", **correction)


def _at(data: Any, place: str) -> Any:
    for step in place.split("."):
        data = data[int(step)] if step.isdecimal() else data[step]
    return data

"""Trying a study out, exactly as participants see it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collega.web.access import ANALYST, study_for
from collega.web.records.models import Kind, current_design, log
from collega.web.survey.getting_in import start_preview
from collega.web.task import task_of
from collega.web.workbench.rooms import room


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Explain what a preview is; POST starts one."""
    study = study_for(request, key, ANALYST)
    design = current_design(study)
    ready = design is not None and not design.out_of_date
    if request.method == "POST":
        if ready:
            log(study, request.user, "preview started")
            return start_preview(request, study)
        messages.error(request, _("Compose the scenarios first."))
        return redirect("workbench:preview", key=key)
    tried = study.interviews.filter(kind=Kind.PREVIEW)
    return room(request, study, "preview", "workbench/preview.html", ready=ready, task=task_of(study),
                started=tried.count(), finished=tried.exclude(completed_at=None).count())  # fmt: skip

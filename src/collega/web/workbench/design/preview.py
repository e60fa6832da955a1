"""Trying a study out, exactly as participants see it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from collega.web.access import ANALYST, study_for
from collega.web.deeds.design import designed, log_preview
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Kind
from collega.web.survey.getting_in import start_preview
from collega.web.task import task_of
from collega.web.workbench.rooms import room


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Explain what a preview is; POST starts one."""
    study = study_for(request, key, ANALYST)
    if request.method == "POST":
        try:
            log_preview(study, request.user)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect("workbench:preview", key=key)
        return start_preview(request, study)
    tried = study.interviews.filter(kind=Kind.PREVIEW)
    return room(request, study, "preview", "workbench/design/preview.html", ready=designed(study), task=task_of(study),
                started=tried.count(), finished=tried.exclude(completed_at=None).count())  # fmt: skip

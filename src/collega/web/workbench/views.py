"""The list of studies, the overview of one, and the progress of a job."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from collega.web.access import READER, person_of, study_for
from collega.web.records.models import Job, Role, current_design
from collega.web.workbench.rooms import room
from collega.web.workbench.steps import steps_of


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The studies that this person works on; who works on none is somewhere else at home."""
    person = person_of(request)
    roles = Role.objects.filter(user=person).select_related("study").order_by("-study__created_at")
    team = [role for role in roles if role.kind in READER]
    if roles and not team and not person.founder:
        return redirect("professionals:mine")
    return render(request, "workbench/home.html", {"roles": team})


@login_required
@require_safe
def study(request: HttpRequest, key: str) -> HttpResponse:
    """What has been done, and what is to be done next."""
    row = study_for(request, key)
    steps = steps_of(row)
    following = next((step for step in steps if not step.done and step.possible), None)
    jobs = row.jobs.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    return room(request, row, "study", "workbench/study.html", steps=steps, following=following, jobs=jobs,
                design=current_design(row))  # fmt: skip


@login_required
@require_safe
def job(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """How far a job is; the page asks again by itself while it is busy."""
    study = study_for(request, key)
    row = study.jobs.filter(pk=pk).first()
    if row is None:
        raise Http404
    if request.headers.get("HX-Request") == "true":
        return render(request, "workbench/job_state.html", {"job": row, "study": study})
    return room(request, study, "study", "workbench/job.html", job=row)

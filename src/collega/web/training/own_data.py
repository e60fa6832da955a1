"""What a learner does with their own data: leave this device, give the answers for research, delete everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.web.deeds.training import code_in_parts, consent, delete_learner
from collega.web.records.models import Learner
from collega.web.training.visit import Visit, context_of, forget, page


def _learner(visit: Visit) -> Learner:
    assert visit.learner is not None  # these pages are shown to learners alone
    return visit.learner


@require_POST
@page(training=False)
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Forget the learner on this device; with the code they come back."""
    code = code_in_parts(_learner(visit))
    response = render(request, "training/left.html", context_of(visit, code=code))
    return forget(response, visit.training)


@require_POST
@page(training=False)
def research(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the answers for research, or take them back."""
    agreed = request.POST.get("give") == "yes"
    consent(_learner(visit), given_consent=agreed)
    messages.success(
        request,
        _("Thank you. Researchers get your answers, marked as answers of a training.")
        if agreed
        else _("Your answers are not given for research any more."),
    )
    return redirect("training:welcome", key=visit.study.key)


@require_http_methods(["GET", "HEAD", "POST"])
@page(training=False)
def delete(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask, and delete everything of this learner."""
    if request.method != "POST":
        return render(request, "training/delete.html", context_of(visit))
    delete_learner(_learner(visit))
    return forget(redirect("training:deleted", key=visit.study.key), visit.training)


@require_safe
def deleted(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """It is done; the same page for everybody, so it tells nothing."""
    return render(request, "training/deleted.html")

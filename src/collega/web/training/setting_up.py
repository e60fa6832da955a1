"""The owner sets up the training: from whom is learned, which groups stand beside them, and who may come in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collega.web.access import OWNER, study_for
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.training import change_link, open_training, set_up
from collega.web.records.models import StoredFit, Study, Training
from collega.web.trainers import groups_to_teach, hindrance, taught_fit
from collega.web.training.visit import group_name, language_now

EVERYBODY = "all"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show how the training is set up, and take another set-up."""
    study = study_for(request, key, OWNER)
    fit = taught_fit(study)
    training = Training.objects.filter(study=study).first()
    if request.method != "POST":
        return _show(request, study, training, fit)
    if fit is None:
        return _show(request, study, training, fit, status=409)
    chosen = request.POST.get("reference", EVERYBODY)
    reference = None if chosen == EVERYBODY else (chosen.partition("=")[0], chosen.partition("=")[2])
    try:
        set_up(study, request.user, fit, reference=reference, beside=request.POST.getlist("beside"))
    except RefusedError as refused:
        messages.error(request, str(refused))
        return _show(request, study, training, fit, status=422)
    messages.success(request, _("Saved."))
    return redirect("training:settings", key=key)


@login_required
@require_POST
def opening(request: HttpRequest, key: str) -> HttpResponse:
    """Let people train, or nobody for now."""
    training = _training(study_for(request, key, OWNER))
    open_training(training, request.user, opened=request.POST.get("open") == "yes")
    messages.success(request, _("Saved."))
    return redirect("training:settings", key=key)


@login_required
@require_POST
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Make the open link, renew it, or take it away."""
    training, verb = _training(study_for(request, key, OWNER)), request.POST.get("link", "")
    if verb == "open":
        change_link(training, request.user, "open")
    elif verb == "renew":
        change_link(training, request.user, "renew")
    elif verb == "close":
        change_link(training, request.user, "close")
    else:
        raise Http404
    messages.success(request, _("Saved."))
    return redirect("training:settings", key=key)


def _training(study: Study) -> Training:
    return get_object_or_404(Training.objects.select_related("study"), study=study)


def _show(
    request: HttpRequest, study: Study, training: Training | None, fit: StoredFit | None, *, status: int = 200
) -> HttpResponse:
    groups = {} if fit is None else groups_to_teach(fit)
    stopped = "" if training is None else hindrance(training, fit)
    address = ""
    if training is not None and training.link_token:
        address = settings.SITE_URL + reverse("training:enter", args=[study.key, training.link_token])
    context = {
        "study": study, "definition": study.as_shown, "training": training, "fit": fit, "stopped": stopped,
        "groups": _choices(study, training, groups), "beside": _beside(study, training, groups), "address": address,
        "here": settings.SITE_URL + reverse("training:welcome", args=[study.key]), "everybody": EVERYBODY,
        "learners": _learners(study, training), "minimum": study.as_defined.minimum_group,
        "whom": "" if training is None else group_name(study, training.reference), "synthetic": study.synthetic,
    }  # fmt: skip
    return render(request, "training/settings.html", context, status=status)


def _choices(study: Study, training: Training | None, sizes: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    reference, language, choices = None if training is None else training.reference, language_now(), []
    for item in study.as_shown.characteristics:
        options = [
            {"name": f"{key}={value}", "text": item.value_name(value, language), "n": n,
             "chosen": (key, value) == reference}
            for (key, value), n in sizes.items()
            if key == item.key
        ]  # fmt: skip
        if options:
            choices.append({"text": item.name(language), "groups": options})
    return choices


def _beside(study: Study, training: Training | None, sizes: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    chosen = set() if training is None else set(training.beside)
    return [
        {"key": item.key, "text": item.name(language_now()), "chosen": item.key in chosen}
        for item in study.as_shown.characteristics
        if any(key == item.key for key, _value in sizes)
    ]


def _learners(study: Study, training: Training | None) -> int | None:
    """Return how many have finished a round; None below the minimum group."""
    if training is None:
        return None
    n = training.learners.filter(rounds__finished_on__isnull=False).distinct().count()
    return n if n >= study.as_defined.minimum_group else None

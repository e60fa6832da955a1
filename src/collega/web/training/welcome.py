"""The first page of a training, the way in by the open link, and coming back with a code."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.training import SCENARIOS
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.training import code_in_parts, enrol, start_round
from collega.web.limits import CODES, LEARNERS, LINKS, wrong_ones
from collega.web.pages import too_many
from collega.web.records.models import Learner, Round, Training
from collega.web.tokens import hashed, tidy_code
from collega.web.trainers import groups_to_teach, trainer_of
from collega.web.training.visit import Visit, carry, context_of, open_by_link, page, stopped


class CodeForm(forms.Form):
    """The code for coming back."""

    code = forms.CharField(label=gettext_lazy("Your code"), max_length=40)


@require_safe
@page(learner=False, training=False)
def welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what this is, who the reference group is and what is kept; or where the learner is."""
    row = visit.last_round
    if visit.hindrance:
        return stopped(request, visit)
    participants = _participants(visit)
    return render(
        request,
        "training/welcome.html",
        context_of(
            visit,
            round=row,
            number=next_number(row),
            total=SCENARIOS if row is None else row.length,
            participants=participants,
            code=visit.learner and not visit.learner.user_id and code_in_parts(visit.learner),
            with_account=request.user.is_authenticated,
        ),
    )


def _participants(visit: Visit) -> int:
    assert visit.fit is not None  # the page is shown where people can train
    reference = visit.training.reference
    return int(visit.fit.insights["participants"] if reference is None else groups_to_teach(visit.fit)[reference])


def next_number(row: Round | None) -> int | None:
    """Return the scenario that is to be judged; None where the round is done, or there is none."""
    if row is None or row.finished_on is not None:
        return None
    step = row.steps.filter(answer="").first()
    return None if step is None else step.number


@require_safe
@wrong_ones(LINKS)
def enter(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Take the token of the open link into the session, and go on to the clean address."""
    training = Training.objects.select_related("study").filter(study__key=key).first()
    if training is None or not training.link_token:
        raise Http404
    if not secrets.compare_digest(token.encode(), training.link_token.encode()):
        raise Http404
    open_by_link(request, training)
    return redirect("training:welcome", key=key)


@require_POST
@page(learner=False)
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin, go on, or begin the next round."""
    learner = visit.learner
    if learner is None:
        user = request.user if request.user.is_authenticated else None
        if user is None and (until := LEARNERS.until(request)):
            return too_many(request, until)
        if user is None:
            LEARNERS.count(request)
        learner = enrol(visit.training, user)
    assert visit.fit is not None  # the page is shown where people can train
    try:
        row = start_round(learner, trainer_of(visit.training, visit.fit))
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("training:welcome", key=visit.study.key)
    number = next_number(row) or 1
    return carry(redirect("training:scenario", key=visit.study.key, number=number), learner)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, key: str) -> HttpResponse:
    """Come back with a code, on whatever device; the page tells nobody whether there is such a training."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (until := CODES.until(request)):
        return too_many(request, until)
    if form.is_valid() and not request.user.is_authenticated:
        digest = hashed(tidy_code(form.cleaned_data["code"]))
        learner = Learner.objects.filter(training__study__key=key, user=None, code_hash=digest).first()
        if learner is not None:
            return carry(redirect("training:welcome", key=key), learner)
        CODES.count(request)
        form.add_error("code", _("Nobody trains here under this code. Check what you typed."))
    context = {"form": form, "key": key, "signed_in": request.user.is_authenticated}
    return render(request, "training/code.html", context, status=422 if form.errors else 200)

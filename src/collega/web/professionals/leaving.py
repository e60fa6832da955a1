"""Leaving a study, and deleting one's account: first what goes and what stays, then by a button."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collega.web.access import PROFESSIONAL, person_of, study_for
from collega.web.deeds.leaving import delete_account, leave_study, why_not_deleted
from collega.web.deeds.refused import RefusedError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a study."""
    study = study_for(request, key, PROFESSIONAL)
    if request.method != "POST":
        return render(request, "professionals/leave.html", {"study": study})
    try:
        leave_study(study, person_of(request))
    except RefusedError as refusal:
        return render(request, "professionals/leave.html", {"study": study, "refusal": str(refusal)}, status=409)
    messages.success(request, _("You have left the study."))
    return redirect("professionals:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's own account; the button asks for the password, or the passkey, once more."""
    person = person_of(request)
    refusal = why_not_deleted(person)
    if request.method != "POST" or refusal:
        status = 409 if request.method == "POST" else 200
        return render(request, "professionals/delete.html", {"refusal": refusal}, status=status)
    delete_account(person)
    logout(request)
    messages.success(request, _("Your account has been deleted."))
    return redirect("results:home")

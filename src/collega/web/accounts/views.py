"""One's own account, and the sign-in of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collega.web import pages
from collega.web.accounts import sessions
from collega.web.accounts.forms import ProfileForm
from collega.web.accounts.invite import invite
from collega.web.accounts.mandatory import must_have_authenticator
from collega.web.accounts.models import User
from collega.web.accounts.shown import byline

PAUSE = timedelta(minutes=1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name and organisation, and what others see of them; password, second step, sessions, sign out."""
    person = _person(request)
    byline_text = byline(person)
    roles = person.roles.select_related("study").order_by("study__key")
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, _("Saved."))
        return redirect("accounts:account")
    context = {
        "form": form,
        "protected": is_mfa_enabled(request.user),
        "must": must_have_authenticator(request.user),
        "others": len(sessions.others(request)),
        "shown": byline_text,
        "roles": roles,
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    n = sessions.end_others(request)
    messages.success(request, ngettext("Signed out in %(n)d other place.", "Signed out in %(n)d other places.", n)
                     % {"n": n})  # fmt: skip
    return redirect("accounts:account")


@login_required
@require_POST
def invite_founder(request: HttpRequest) -> HttpResponse:
    """Invite somebody who may start studies."""
    if not _person(request).founder:
        raise PermissionDenied(_("Only who may start studies can invite others to do so."))
    email = request.POST.get("email", "").strip()
    if "@" not in email or len(email) > 200:
        messages.error(request, _("Fill in a mail address."))
        return redirect("accounts:account")
    try:
        invite(email, inviter=_person(request), language=get_language() or "nl", founder=True)
    except OSError:
        messages.error(request, _("The mail could not be sent, so nobody was invited. Try again later."))
    else:
        messages.success(request, _("The invitation was sent to %(email)s.") % {"email": email})
    return redirect("accounts:account")


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as the owner of the demonstration; the address exists only in demo settings."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/demo.html")
    user = User.objects.filter(founder=True).order_by("pk").first()
    if user is None:
        user = User.objects.create_user("demo@localhost", name="Demo", founder=True)
    response: HttpResponse = perform_login(request, user, email_verification="none")
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer for allauth, which does not tell until when: every limit of its pages lets somebody on within a minute."""
    return pages.too_many(request, timezone.now() + PAUSE)


def no_such_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Close an address of allauth that leads nowhere here."""
    raise Http404


def _person(request: HttpRequest) -> User:
    """Return who is signed in, on pages that are shown to nobody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user

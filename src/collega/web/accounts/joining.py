"""Joining by invitation: the token goes into the session, the address becomes clean, POST makes the account."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collega.web.accounts.forms import JoinForm
from collega.web.accounts.invite import accept, still_open
from collega.web.accounts.making import make_account
from collega.web.accounts.models import AccountInvitation, User
from collega.web.limits import LINKS, wrong_ones
from collega.web.records.models import Role
from collega.web.tokens import hashed

_PLACE = "joining"


@require_safe
@wrong_ones(LINKS)
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token of an invitation into the session; makes nothing, whoever opens the link."""
    invitation = AccountInvitation.objects.filter(token_hash=hashed(token)).first()
    if not still_open(invitation):
        return render(request, "accounts/link_over.html", status=404)
    assert invitation is not None
    request.session[_PLACE] = invitation.pk
    return redirect("accounts:joining")


@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: HttpRequest) -> HttpResponse:
    """Make an account, or accept with the one that is there."""
    invitation = AccountInvitation.objects.filter(pk=request.session.get(_PLACE) or 0).select_related("study").first()
    if not still_open(invitation):
        return render(request, "accounts/link_over.html", status=404)
    assert invitation is not None
    if request.user.is_authenticated:
        return _with_account(request, invitation)
    if invitation.email and User.objects.filter(email=invitation.email).exists():
        sign_in = f"{reverse('account_login')}?next={reverse('accounts:joining')}"
        return render(request, "accounts/have_account.html", {"invitation": invitation, "sign_in": sign_in})
    form = JoinForm(request.POST or None, address=invitation.email)
    if request.method == "POST" and not settings.OIDC_ONLY and form.is_valid():
        account = make_account(form, lambda user: _admit(invitation, user))
        if account is not None:
            return _signed_in(request, invitation, account)
        form.add_error(None, _("There is an account with this mail address already. Sign in instead."))
    status = 422 if form.errors else 200
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation}, status=status)


def _with_account(request: HttpRequest, invitation: AccountInvitation) -> HttpResponse:
    person = request.user
    mine = isinstance(person, User) and person.email == invitation.email
    if request.method == "POST" and isinstance(person, User) and mine:
        accept(invitation, person)
        request.session.pop(_PLACE, None)
        messages.success(request, _("You have joined."))
        return redirect(_page_after(invitation))
    return render(request, "accounts/accept.html", {"invitation": invitation, "mine": mine})


def _admit(invitation: AccountInvitation, user: User) -> None:
    if not accept(invitation, user):
        raise IntegrityError


def _signed_in(request: HttpRequest, invitation: AccountInvitation, user: User) -> HttpResponse:
    request.session.pop(_PLACE, None)
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=_page_after(invitation)
    )
    reauthenticate_by_password(request)  # it was typed just now: setting up a second step asks for it no more
    return response


def _page_after(invitation: AccountInvitation) -> str:
    if invitation.kind == Role.Kind.PROFESSIONAL:
        return reverse("professionals:mine")
    return reverse("workbench:study", args=[invitation.study.key]) if invitation.study else reverse("workbench:home")

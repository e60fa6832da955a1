"""Joining a study as a professional, by its link: a mail to one's own address, then an account.

No row tells when this happened or who asked for it: a participant may come here after the last answer, and nothing may
tell which one (docs/reference/people.md). So there is no line in the trail, no invitation is kept, the mail's link
carries its content sealed, and nobody is signed in by it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collega.web.accounts.forms import AddressForm, JoinForm
from collega.web.accounts.invite import take_role
from collega.web.accounts.making import make_account
from collega.web.accounts.models import User
from collega.web.letters import letter, study_sender
from collega.web.limits import LINKS, MAILS, MAILS_TO, wrong_ones
from collega.web.pages import too_many
from collega.web.records.languages import engine_language
from collega.web.records.models import JoinLink, Role
from collega.web.tokens import hashed, join_token, sealed, unsealed

VALID = timedelta(days=3)
_LINK, _MAIL, _PURPOSE = "join-link", "join-mail", "join"
_MINUTES = 30  # how long the session of somebody without an account keeps what is typed here


@require_safe
@wrong_ones(LINKS)
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token of a study's link into the session; makes nothing, whoever opens the link."""
    link = JoinLink.objects.filter(token_hash=hashed(token)).first()
    if link is None:
        return _over(request)
    _keep(request, _LINK, link.token_hash)
    return redirect("accounts:join-link")


@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: HttpRequest) -> HttpResponse:
    """Join with the account that is there, or ask for a mail to one's own address."""
    link = _link_with(request.session.get(_LINK, ""))
    if link is None:
        return _over(request)
    if isinstance(request.user, User):
        return _with_account(request, request.user, link, _LINK)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        until = MAILS.until(request) or MAILS_TO.until_for(email)
        if until is not None:
            return too_many(request, until)
        MAILS.count(request)
        MAILS_TO.count_for(email)
        if _message_sent(link, email):
            request.session.flush()
            return render(request, "accounts/mail_sent.html", {"email": email, "days": VALID.days})
        form.add_error(None, _("The mail could not be sent. Try again later."))
    status = 422 if form.errors else 200
    return render(request, "accounts/join_link.html", {"form": form, "study": link.study}, status=status)


@require_safe
@wrong_ones(LINKS)
def enter_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token of a mail into the session; makes nothing, whoever opens the link."""
    if _content_of(token) is None:
        return _over(request)
    _keep(request, _MAIL, token)
    return redirect("accounts:join-account")


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Make an account with the address that the mail went to, or join with the one that is there."""
    content = _content_of(request.session.get(_MAIL, ""))
    if content is None:
        return _over(request)
    link, email = content
    if isinstance(request.user, User):
        return _with_account(request, request.user, link, _MAIL)
    if User.objects.filter(email=email).exists():
        sign_in = f"{reverse('account_login')}?next={reverse('accounts:join-account')}"
        return render(request, "accounts/join_known.html", {"study": link.study, "email": email, "sign_in": sign_in})
    form = JoinForm(request.POST or None, address=email, nameless=True)
    if request.method == "POST" and not settings.OIDC_ONLY and form.is_valid():
        if make_account(form, lambda user: take_role(link.study, user, Role.Kind.PROFESSIONAL)) is not None:
            request.session.flush()
            messages.success(request, _("Your account has been made. Sign in to go on, now or another day."))
            return redirect("account_login")
        form.add_error(None, _("There is an account with this mail address already. Sign in instead."))
    context = {"form": form, "study": link.study, "email": email}
    return render(request, "accounts/join_account.html", context, status=422 if form.errors else 200)


def address_of(link: JoinLink) -> str:
    """Return the address that opens a link, without the site's own."""
    return reverse("accounts:join-by-link", args=[join_token(link.nonce)])


def address_in(request: HttpRequest) -> str:
    """Return the address that a mail to join proved, in this session; '' without one."""
    content = _content_of(request.session.get(_MAIL, ""))
    return "" if content is None else content[1]


def _with_account(request: HttpRequest, person: User, link: JoinLink, place: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/join_mine.html", {"study": link.study})
    take_role(link.study, person, Role.Kind.PROFESSIONAL)
    request.session.pop(place, None)
    messages.success(request, _("You have joined."))
    return redirect("professionals:mine")


def _keep(request: HttpRequest, place: str, value: str) -> None:
    request.session[place] = value
    if not request.user.is_authenticated:
        request.session.set_expiry(_MINUTES * 60)


def _link_with(token_hash: str) -> JoinLink | None:
    return JoinLink.objects.select_related("study").filter(token_hash=token_hash).first() if token_hash else None


def _content_of(token: str) -> tuple[JoinLink, str] | None:
    content = unsealed(token, _PURPOSE, VALID) if token else None
    link = None if content is None else _link_with(content["link"])
    return None if content is None or link is None else (link, content["email"])


def _message_sent(link: JoinLink, email: str) -> bool:
    """Send the mail that shows that an address is somebody's own; the same one whether or not there is an account."""
    token = sealed({"email": email, "link": link.token_hash}, _PURPOSE)
    study, reader = link.study, User.objects.filter(email=email).first()
    language = engine_language((reader and reader.language) or get_language())
    address = settings.SITE_URL + reverse("accounts:join-by-mail", args=[token])
    facts = {"link": address, "days": VALID.days, "title": study.title(language)}
    with override(language):
        subject = _("Join as a professional: %(title)s") % facts
        body = render_to_string("accounts/mail/join.txt", facts)
    try:
        letter(subject, body, email, name=study_sender(study, language)).send()
    except OSError:
        return False
    return True


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/join_over.html", status=404)

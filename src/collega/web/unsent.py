"""Forms sent after the session has ended: what was filled in comes back after signing in, and can be sent again.

It is kept in the anonymous session that follows, for half an hour, and goes once it was sent again. Where the ended
session still tells whose it was, nobody else who signs in on the same device gets to see it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collega.web.form_texts import fields_of, texts_of
from collega.web.limits import UNSENT

View = Callable[[HttpRequest], HttpResponse]
MINUTES = 30
MOST = 40_000  # characters; more is shown, and not kept
_KEPT = "unsent"  # in the session
_ELSEWHERE = ("/accounts/", "/take/", "/unsent/")  # passwords, and participants, who have a page of their own for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """A form that was sent without a session.

    Attributes
    ----------
    path : str
        Where it was sent.
    fields : list of (str, str)
        Names and values, in their order.
    moment : float
        When, seconds since 1970.
    user : str
        Key of whoever was signed in before; "" where nothing tells.
    """

    path: str
    fields: list[tuple[str, str]]
    moment: float
    user: str = ""

    @property
    def texts(self) -> list[str]:
        """The texts among what was filled in; choices are sent again with them, and not shown."""
        return texts_of(self.fields)


def unsent_forms(get_response: View) -> View:
    """Show and keep what was typed where signing in is asked instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or request.path.startswith(_ELSEWHERE):
            return response
        if request.user.is_authenticated:
            _forget_sent(request)
            return response
        return _page_shown(request) if _asks_to_sign_in(response) and texts_of(fields_of(request)) else response

    return middleware


def _asks_to_sign_in(response: HttpResponse) -> bool:
    """Whether a stranger got no further: sent to signing in, or told that there is nothing here."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
    return to_sign_in or response.status_code == 404


def _page_shown(request: HttpRequest) -> HttpResponse:
    form = Unsent(path=request.path, fields=fields_of(request), moment=time.time(), user=_signed_in_before(request))
    storable = sum(len(name) + len(text) for name, text in form.fields) <= MOST and UNSENT.until(request) is None
    if storable:
        UNSENT.count(request)
        request.session[_KEPT] = [form.path, form.fields, form.moment, form.user]
    response = render(request, "pages/signed_out.html", _context(form, storable=storable), status=403)
    if storable and "HX-Request" in request.headers:
        response.headers["HX-Redirect"] = reverse("unsent")  # such a page is not put in the place of a part of another
    return response


def _context(form: Unsent, *, storable: bool) -> dict[str, object]:
    address = reverse("unsent") if storable else form.path
    return {
        "form": form,
        "kept": storable,
        "minutes": MINUTES,
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?next={address}",
    }


def _signed_in_before(request: HttpRequest) -> str:
    """Return whose the session was that has ended; "" where it is gone altogether."""
    row = Session.objects.filter(session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")).first()
    return "" if row is None else str(row.get_decoded().get(SESSION_KEY, ""))


def _forget_sent(request: HttpRequest) -> None:
    form = stored_form(request)
    if form is not None and form.path == request.path:
        del request.session[_KEPT]


def stored_form(request: HttpRequest) -> Unsent | None:
    """Return the form that was kept for this visitor; None where it is too old, or somebody else's."""
    stored = request.session.get(_KEPT)
    if stored is None:
        return None
    path, fields, moment, user = stored
    others = request.user.is_authenticated and user and user != str(request.user.pk)
    if others or time.time() - moment > 60 * MINUTES:
        del request.session[_KEPT]
        return None
    return Unsent(path=path, fields=[(name, text) for name, text in fields], moment=moment, user=user)


@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """What was filled in, to send again once signed in; POST throws it away."""
    form = stored_form(request)
    if form is None:
        return redirect("professionals:mine")
    if request.method == "POST":
        del request.session[_KEPT]
        messages.info(request, _("What you filled in was thrown away."))
        return redirect("professionals:mine")
    if not request.user.is_authenticated:
        return render(request, "pages/signed_out.html", _context(form, storable=True))
    return render(request, "pages/unsent.html", {"form": form})

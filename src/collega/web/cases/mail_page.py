"""Which mail somebody wants of the casebook; and stopping it from a mail, without signing in."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collega.web.cases.visit import common, reader_of
from collega.web.deeds import casebook_mail
from collega.web.deeds.casebook_leaving import leave
from collega.web.limits import LINKS, wrong_ones
from collega.web.records.models import Wish
from collega.web.tokens import casebook_mail_nonce


class WishForm(forms.Form):
    """Which mail somebody wants."""

    week = forms.BooleanField(
        label=gettext_lazy("The case of the week"), required=False,
        help_text=gettext_lazy("Every Monday one case to judge, with the result of last week’s. Nothing in the mail "
                               "tells us whether you opened it."))  # fmt: skip
    reminders = forms.BooleanField(
        label=gettext_lazy("Reminders of my own open cases"), required=False,
        help_text=gettext_lazy("After four weeks, eight and sixteen: what was decided?"))  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, key: str) -> HttpResponse:
    """Show and change which mail somebody wants."""
    reader = reader_of(request, key)
    wish = casebook_mail.wish_of(reader.study, reader.user)
    posted = request.POST if request.method == "POST" else None
    form = WishForm(posted, initial={"week": wish.week, "reminders": wish.reminders})
    if form.is_valid():
        casebook_mail.change_wish(reader.study, reader.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("cases:wishes", key=key)
    return render(request, "cases/wishes.html", common(reader, "wishes") | {"form": form})


@csrf_exempt  # mail programs post here without a form of ours (RFC 8058); the token alone gives the right
@require_http_methods(["GET", "HEAD", "POST"])
@wrong_ones(LINKS)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST stop one kind of mail; a look at the address changes nothing, since mail scanners look."""
    link = casebook_mail_nonce(token)
    wish = Wish.objects.filter(nonce=link[1]).select_related("study", "user").first() if link else None
    if link is None or wish is None:
        raise Http404
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and wish.user.language:
        translation.activate(wish.user.language)
    kind = link[0]
    stopped = request.method == "POST" and casebook_mail.stop(kind, wish.nonce) is not None
    return render(request, "cases/stop.html", {"study": wish.study, "kind": kind, "done": stopped})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_everything_out(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, and delete everything that somebody brought into the casebook."""
    reader = reader_of(request, key)
    if request.method != "POST":
        return render(request, "cases/leave.html", common(reader, "mine"))
    leave(reader.study, reader.user)
    messages.success(request, _("Everything of yours was deleted from the casebook."))
    return redirect("cases:find", key=key)

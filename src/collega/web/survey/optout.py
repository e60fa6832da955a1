"""No more mail: by the link at the foot of every mail, or by the button of a mail program."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collega.web.ledger import OPTED_OUT, note_deletion
from collega.web.limits import LINKS, wrong_ones
from collega.web.records.models import Invitation
from collega.web.tokens import opted_out_nonce


@csrf_exempt  # mail programs post here without a form of ours (RFC 8058); the token alone gives the right
@require_http_methods(["GET", "HEAD", "POST"])
@wrong_ones(LINKS)
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST stop the mail about one study; opens nothing, and tells nothing."""
    nonce = opted_out_nonce(token)
    invitation = Invitation.objects.filter(nonce=nonce).select_related("study").first() if nonce else None
    if invitation is None:
        return render(request, "survey/link_unknown.html", status=404)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(invitation.language)
    if request.method == "POST":
        Invitation.objects.filter(pk=invitation.pk).update(opted_out=True)
        note_deletion(OPTED_OUT, invitation.nonce)
        invitation.opted_out = True
    context = {"study": invitation.study, "defined": invitation.study.as_shown, "done": invitation.opted_out}
    return render(request, "survey/opt_out.html", context)

"""What a participant sees where something of ours broke while their form was being saved.

The form comes back as it was sent, to be sent once more; its key makes that harmless where it was saved after all.
These pages write nothing: the database may be locked, full or gone.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNSAVED = "X-Unsaved"  # tells the script of a page that it was our server that answered
_TOKEN = "csrfmiddlewaretoken"  # a field's name; the page has its own  # nosec B105


def form_again(request: HttpRequest, **named: object) -> HttpResponse | None:
    """Return a page that needs no database, with everything that was sent on it; None where nothing was sent."""
    if request.method != "POST":
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    context = {"sent": sent, "number": named.get("number"), "address": request.path}
    response = render(request, "survey/unsaved.html", context, status=500)
    response.headers[UNSAVED] = "yes"
    return response


def log_unreadable() -> None:
    """Write down why not even the page itself could be shown."""
    logging.getLogger(__name__).exception("The page with an unsaved answer could not be shown; a plain one was.")

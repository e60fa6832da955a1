"""How much one request may send: what is larger is refused before anybody reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from collega.tables.limits import MEGABYTE
from collega.web.pages import too_large

MOST = 60  # megabytes: a packed study folder, and room for the form around it


def bounded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a request by the length it announces; the server reads no further than that."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST * MEGABYTE:
            return too_large(request, MOST)
        return get_response(request)

    return middleware

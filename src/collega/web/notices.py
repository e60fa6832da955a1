"""What a page is told to say once, in a cookie that no other host can set."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _HostCookie(CookieStorage):
    """Django gives this cookie no name of our own."""

    cookie_name = "__Host-messages" if settings.PRODUCTION else "messages"


class Notices(FallbackStorage):
    """In the cookie; what does not fit there, in the session."""

    storage_classes = (_HostCookie, SessionStorage)

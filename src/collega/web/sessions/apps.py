"""Django's name for this slice."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """See the package."""

    name = "collega.web.sessions"
    label = "group_sessions"  # Django's own sessions have the short name

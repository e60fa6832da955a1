"""Django's name for this slice."""

from django.apps import AppConfig


class ProfessionalsConfig(AppConfig):
    """See the package."""

    name = "collega.web.professionals"
    label = "professionals"

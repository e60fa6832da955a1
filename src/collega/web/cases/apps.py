"""Django's name for this slice."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the package."""

    name = "collega.web.cases"
    label = "cases"

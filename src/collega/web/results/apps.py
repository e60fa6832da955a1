"""Django's name for this slice."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """See the package."""

    name = "collega.web.results"
    label = "results"

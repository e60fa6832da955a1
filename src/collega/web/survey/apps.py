"""Django's name for this slice."""

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    """See the package."""

    name = "collega.web.survey"
    label = "survey"

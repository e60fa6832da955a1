"""Django's name for the tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The tables."""

    name = "collega.web.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

"""Django's name for the tables."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """The tables."""

    name = "collega.web.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the index of the casebook's words beside its table."""
        from collega.web.records.case_words import prepare_words

        post_migrate.connect(prepare_words, sender=self)

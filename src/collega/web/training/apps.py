"""Django's name for this slice."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """See the package."""

    name = "collega.web.training"
    label = "training"

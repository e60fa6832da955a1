"""Django's name for the jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs."""

    name = "collega.web.jobs"
    label = "jobs"

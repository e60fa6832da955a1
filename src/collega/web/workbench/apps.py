"""Django's name for this slice."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """See the package."""

    name = "collega.web.workbench"
    label = "workbench"

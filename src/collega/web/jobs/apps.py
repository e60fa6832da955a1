"""Django's name for the jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs."""

    name = "collega.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Have every deletion of what is somebody's noted, by whichever process."""
        from collega.web.deletions import note_whatever_goes

        note_whatever_goes()

"""That something was deleted: what processes that remember things look at."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Deletion(models.Model):
    """Individual data were deleted, somewhere on the site; every process then forgets what it remembers of anybody."""

    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"deletion {self.at:%Y-%m-%d %H:%M}"

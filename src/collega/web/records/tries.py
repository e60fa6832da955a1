"""How often something was tried from one place of late; counted here, so that every web process counts along."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Tries(models.Model):
    """Tries from one place until a moment. ``place`` is a keyed hash of what is limited and an address."""

    place = models.CharField(max_length=64, primary_key=True)
    times = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"
        ordering: ClassVar = ["until"]

    def __str__(self) -> str:
        return f"{self.times} until {self.until:%H:%M}"

"""The organisations that professionals belong to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Organisation(models.Model):
    """An organisation by name, and what type of organisation it is (municipality, ministry, hospital)."""

    name = models.CharField(max_length=200, unique=True)
    type = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

"""The design that a study stands on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from collega.study import design_hash
from collega.web.records.study import Study


class StoredDesign(models.Model):
    """Scenarios in versions. ``layout`` has ``scenarios``, ``profiles``, ``versions`` and ``shows`` of the engine."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="designs")
    made_at = models.DateTimeField(default=timezone.now)
    layout = models.JSONField()
    quality = models.JSONField()
    basis = models.CharField(max_length=64)  # hash of what the scenarios stand on
    current = models.BooleanField(default=True)
    edited = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study"], condition=models.Q(current=True), name="one_current_design")
        ]

    def __str__(self) -> str:
        return f"design of {self.study}, {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def out_of_date(self) -> bool:
        """Whether what the scenarios stand on has changed since: criteria, levels, rules, the number."""
        return self.basis != design_hash(self.study.as_defined)

    @property
    def verdict(self) -> str:
        """``ok``, ``warning``, ``unusable`` or ``out_of_date``."""
        return "out_of_date" if self.out_of_date else str(self.quality["verdict"])


def current_design(study: Study) -> StoredDesign | None:
    """Return the design in force, if there is one."""
    return study.designs.filter(current=True).select_related("study").first()

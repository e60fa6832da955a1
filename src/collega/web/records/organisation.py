"""The organisations that professionals belong to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationType(models.TextChoices):
    """The types to choose from: fixed, so that nobody's type is a name."""

    MUNICIPALITY = "municipality", _("municipality")
    PROVINCE = "province", _("province")
    WATER_AUTHORITY = "water_authority", _("water authority")
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("government agency")
    JUSTICE = "justice", _("police or justice")
    CARE = "care", _("health care")
    EDUCATION = "education", _("education")
    COMPANY = "company", _("company")
    OTHER = "other", _("other organisation")


class Organisation(models.Model):
    """An organisation by name, and what type of organisation it is: an :class:`OrganisationType`."""

    name = models.CharField(max_length=200, unique=True)
    type = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def type_in_words(self) -> str:
        """Its type, in the language of the page."""
        is_known = self.type in OrganisationType.values
        return str(OrganisationType(self.type).label) if is_known else str(OrganisationType.OTHER.label)

"""The link by which professionals join a study by themselves; not the one of participants."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from collega.web.records.invitation import new_nonce
from collega.web.records.study import Study


class JoinLink(models.Model):
    """The one link of a study for professionals; a study without a row has none.

    The link is derived from ``nonce`` and the site's secret (``tokens.join_token``), so that owners can read it again
    and nothing in the database opens it. ``offered``: whether participants are offered it after their last answer.
    """

    study = models.OneToOneField(Study, models.CASCADE, related_name="join_link")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    offered = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"join link of {self.study}"

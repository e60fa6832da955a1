"""Which model answers."""

from __future__ import annotations

from importlib.metadata import version

from django.utils import timezone

from collega.report.advice_page import Identity
from collega.web import bridge
from collega.web.records.models import StoredFit


def identity(fit: StoredFit) -> Identity:
    """Return what tells this model from every other one."""
    return Identity(
        fitted_at=timezone.localtime(fit.made_at), number=fit.pk, estimates_hash=bridge.fit_of(fit).estimates_hash,
        data_hash=fit.data_hash, study_hash=fit.study_hash, software=f"Collega {version('collega')}",
        participants=fit.insights["participants"],
    )  # fmt: skip

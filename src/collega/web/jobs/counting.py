"""Counting how a large collection goes, for the pages that show it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from collega.web.progress import kept
from collega.web.queue import Progress
from collega.web.records.models import Job


def count_anew(job: Job, progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Count a study anew."""
    assert job.study is not None
    kept.count_anew(job.study, timezone.now())
    return {}

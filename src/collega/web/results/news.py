"""What is new for somebody in the results of their studies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.accounts.models import User
from collega.web.news import News
from collega.web.records.models import StoredFit, Study

RECENT = timedelta(days=90)  # what counts as new for who comes for the first time


def news(user: User, studies: Sequence[Study], since: datetime | None) -> list[News]:  # noqa: ARG001
    """Return which results were shown, or shown anew, since somebody's last visit; one query."""
    begin = since or timezone.now() - RECENT
    fits = StoredFit.objects.filter(study__in=studies, published=True, withdrawn=False, shown_at__gt=begin)
    rows = fits.order_by("shown_at").values_list("study", "study__key", "shown_at")
    newest = {study: (key, shown_at) for study, key, shown_at in rows}
    earlier = _shown_before(list(newest), begin)
    return [
        News(study=study, href=reverse("results:dashboard", args=[key]), when=shown_at,
             text=_("The results have been renewed.") if study in earlier else _("The results are there."))
        for study, (key, shown_at) in newest.items()
    ]  # fmt: skip


def studies_shown(studies: Sequence[Study]) -> frozenset[int]:
    """Return the studies of which readers and professionals see results now, and can ask the virtual colleague."""
    fits = StoredFit.objects.filter(study__in=studies, published=True, withdrawn=False)
    return frozenset(fits.values_list("study", flat=True))


def _shown_before(studies: list[int], moment: datetime) -> frozenset[int]:
    if not studies:
        return frozenset()
    earlier = StoredFit.objects.filter(study__in=studies, shown_at__lte=moment)
    return frozenset(earlier.values_list("study", flat=True))

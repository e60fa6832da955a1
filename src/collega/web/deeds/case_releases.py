"""When judgements are compared with the model: many at once, from several cases.

A page that told the share of positive judgements after every batch would tell, by the difference, what it may not tell
of one batch. So batches wait until they are a release, and a release from which something is taken back counts no more.
"""

from __future__ import annotations

from collega.insight.sides import FEWEST
from collega.web.records.models import Batch, Case, Judgement, Release, Study, Visibility

SMALLEST = 30  # judgements


def open_release(study: Study) -> None:
    """Make a release of the batches that wait, once they are enough, with enough people on each side."""
    waiting = Batch.objects.filter(case__study=study, case__visibility=Visibility.ALL, release=None, apart=False)
    good = [answer.key for answer in study.as_defined.answers if answer.positive]
    rows = Judgement.objects.filter(batch__in=waiting)
    positive, people, cases = (
        rows.filter(answer__in=good).count(),
        rows.count(),
        waiting.values("case").distinct().count(),
    )
    if people >= SMALLEST and min(positive, people - positive) >= FEWEST and cases >= 2:
        waiting.update(release=Release.objects.create(study=study))


def break_release(batch: Batch) -> None:
    """Take the release of a batch out of everything that is computed, for good."""
    if batch.release is not None:
        release = batch.release
        release.batches.update(apart=True, release=None)
        release.delete()


def break_releases_of(case: Case) -> None:
    """Take every release with judgements of a case out: the case is about to be deleted."""
    for batch in case.batches.exclude(release=None).select_related("release"):
        batch.refresh_from_db()
        break_release(batch)

"""Publishing results and withdrawing them, to whom they are shown, and whose share comes first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.errors import DisclosureError, NotComputedError
from collega.panel.counts_file import Counts
from collega.web.deeds.refused import RefusedError
from collega.web.editions.cells import cells_of, edition_of
from collega.web.editions.cut import cut
from collega.web.editions.people import kept_blocks, site_key
from collega.web.editions.shown import few_are_new, hindrances
from collega.web.profession import look_at_all
from collega.web.queue import enqueue
from collega.web.records.models import Deed, Kind, Publication, ShareOf, ShownState, StoredFit, Study, locked, log
from collega.web.tokens import new_token


@transaction.atomic
def publish(fit: StoredFit, user: Any = None) -> StoredFit:
    """Show a fit to readers and, as far as the study is public, to others, instead of the one shown until now.

    What must wait is left out of it: then an edition of the fit is shown, which is returned.

    Raises
    ------
    NotComputedError
        For a fit that has not converged.
    DisclosureError
        Where too few people in it are new beside what was shown before, or it rests on too few.
    """
    if not fit.converged:
        raise NotComputedError(_("This model has not converged, so it is not shown to others. Fit it again."))
    problems = hindrances(fit)
    if problems:
        raise DisclosureError(" ".join(problems))
    study, compared = fit.study, fit.kind == Kind.REAL and not fit.erased
    cells = edition_of(fit) if compared else None
    if compared and cells is None:
        raise DisclosureError(few_are_new(study))
    row = fit if cells is None or cells == cells_of(fit) else cut(fit, cells)
    study.fits.filter(published=True).exclude(pk=row.pk).update(published=False)
    row.published, row.shown_at = True, row.shown_at or timezone.now()
    row.save(update_fields=["published", "shown_at"] if row.pk else None)
    study.fits.filter(published=False).exclude(edition_of=None).delete()
    if cells is not None:
        ShownState.objects.create(study=study, fit=row, blocks=kept_blocks(row), cells=cells.as_json(), key=site_key())
    if row.pk != fit.pk:
        enqueue("pictures", study, user=user, fit=row.pk)
    log(study, user, Deed.PUBLISHED, fit=fit.pk, kind=fit.kind)
    return row


@transaction.atomic
def unpublish(study: Study, user: Any = None) -> None:
    """Show no fit to readers and the public any more."""
    if study.fits.filter(published=True).update(published=False):
        log(study, user, Deed.UNPUBLISHED)


@transaction.atomic
def show_to(study: Study, user: Any, audience: Publication) -> None:
    """Choose who sees the results."""
    row = locked(study.pk)
    if row.publication != audience:
        row.publication = audience
        row.save(update_fields=["publication"])
        log(row, user, Deed.AUDIENCE_CHANGED, to=audience.value)


@transaction.atomic
def renew_link(study: Study, user: Any) -> None:
    """Make a new link to the results; the old one stops working."""
    row = locked(study.pk)
    row.results_token = new_token()
    row.save(update_fields=["results_token"])
    log(row, user, Deed.RESULTS_LINK_RENEWED)


@transaction.atomic
def choose_share(study: Study, user: Any, share_of: ShareOf) -> None:
    """Choose whose share comes first in an advice."""
    row = locked(study.pk)
    if row.share_of != share_of:
        row.share_of = share_of
        row.save(update_fields=["share_of"])
        log(row, user, Deed.SHARE_CHOSEN, to=share_of.value)


@transaction.atomic
def keep_counts(study: Study, user: Any, counts: Counts | None) -> None:
    """Keep the counts of the profession, or remove them, and look at them beside every fit.

    Raises
    ------
    RefusedError
        For weights of single participants, and where the individual answers are gone.
    """
    row = locked(study.pk)
    if counts is not None and row.erased_at is not None:
        raise RefusedError(_("The answers of single participants have been deleted, so it cannot be checked any more "
                             "whether they can speak for these counts."))  # fmt: skip
    if counts is not None and counts.weights:
        raise RefusedError(_("Weights of single participants cannot be given here. Give counts of the profession, or "
                             "use the command line with the study folder: collega ask --profession."))  # fmt: skip
    row.profession = {} if counts is None else counts.as_json()
    row.save(update_fields=["profession"])
    look_at_all(row)
    log(row, user, Deed.COUNTS_CHANGED)

"""What readers and the public may see, and when it may change.

What of a later state may be shown beside all of before is in :mod:`collega.web.results.editions`.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from collega.errors import DisclosureError, NotComputedError
from collega.web.queue import enqueue
from collega.web.records.models import Collection, Kind, ShownState, StoredFit, Study, log
from collega.web.results.cut import cut
from collega.web.results.editions import cells_of, edition_of, newcomers, same_people
from collega.web.results.shown_people import kept_blocks, site_key


def shown_fit(study: Study) -> StoredFit | None:
    """Return the fit that readers and the public see: the published one, unless somebody in it withdrew."""
    fits = study.fits.filter(published=True, withdrawn=False)
    return fits.filter(kind=Kind.REAL).first() or fits.filter(kind=Kind.SIMULATED).first()


def team_fit(study: Study, kind: str | None = None) -> StoredFit | None:
    """Return the fit that owners and analysts work with: the newest good one, of real answers where there are any."""
    kinds = [kind] if kind in (Kind.REAL, Kind.SIMULATED) else [Kind.REAL, Kind.SIMULATED]
    for each in kinds:
        fits = study.fits.filter(kind=each, edition_of=None)
        found = fits.filter(converged=True, withdrawn=False).first() or fits.filter(withdrawn=False).first()
        if found is not None:
            return found
    return None


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
        raise NotComputedError(gettext("This model has not converged, so it is not shown to others. Fit it again."))
    found = hindrances(fit)
    if found:
        raise DisclosureError(" ".join(found))
    study, compared = fit.study, fit.kind == Kind.REAL and not fit.erased
    cells = edition_of(fit) if compared else None
    if compared and cells is None:
        raise DisclosureError(_few_are_new(study))
    row = fit if cells is None or cells == cells_of(fit) else cut(fit, cells)
    study.fits.filter(published=True).exclude(pk=row.pk).update(published=False)
    row.published, row.shown_at = True, row.shown_at or timezone.now()
    row.save(update_fields=["published", "shown_at"] if row.pk else None)
    study.fits.filter(published=False).exclude(edition_of=None).delete()
    if cells is not None:
        ShownState.objects.create(study=study, fit=row, blocks=kept_blocks(row), cells=cells.as_json(), key=site_key())
    if row.pk != fit.pk:
        enqueue("pictures", study, user=user, fit=row.pk)
    log(study, user, "published", fit=fit.pk, kind=fit.kind)
    return row


def unpublish(study: Study, user: Any = None) -> None:
    """Show no fit to readers and the public any more."""
    if study.fits.filter(published=True).update(published=False):
        log(study, user, "unpublished")


def hidden_by_a_withdrawal(study: Study) -> bool:
    """Whether readers and the public saw results that are hidden now, since somebody in them withdrew."""
    return shown_fit(study) is None and study.fits.filter(published=True, withdrawn=True).exists()


def way_out(study: Study) -> str:
    """Return what can still bring results after a withdrawal, in words for everybody; nothing else does."""
    if study.erased_at is not None:
        return gettext(
            "The answers of single participants have been deleted since, so no new model can be made: these results "
            "stay hidden for good."
        )
    if study.collection != Collection.CLOSED:
        return gettext("The study has not been closed: participants who are added now can bring that about.")
    return gettext("The study is closed, so nobody can be added any more: these results stay hidden for good.")


def hindrances(fit: StoredFit) -> list[str]:
    """Return why a fit may not be shown to readers and the public; empty where it may."""
    minimum = fit.study.as_defined.minimum_group
    if fit.withdrawn:
        return [gettext("Somebody in this model has withdrawn. Fit it again.")]
    if fit.kind != Kind.REAL:
        return []
    if fit.erased:
        return _hindrances_without_rows(fit)
    if len(fit.members) < minimum:
        return [gettext("It rests on fewer than %(minimum)d participants.") % {"minimum": minimum}]
    return _beside_what_was_shown(fit, minimum) if fit.study.shown_states.exists() else []


def _beside_what_was_shown(fit: StoredFit, minimum: int) -> list[str]:
    if fit.study.shown_states.exclude(key=site_key()).exists():
        return [
            gettext(
                "The site's secret key has changed since results were last shown, so it cannot be checked how many "
                "participants were added or removed."
            )
        ]
    return [] if same_people(fit) or len(newcomers(fit)) >= minimum else [_few_are_new(fit.study)]


def _few_are_new(study: Study) -> str:
    minimum = study.as_defined.minimum_group
    return gettext("Too few participants in it are new since results were last shown: fewer than %(minimum)d.") % {
        "minimum": minimum
    }


def _hindrances_without_rows(fit: StoredFit) -> list[str]:
    """After retention nothing can be compared: only what was shown before, or a first and only fit, may be shown."""
    if fit.shown_at or not fit.study.fits.filter(kind=Kind.REAL, shown_at__isnull=False).exists():
        return []
    return [
        gettext(
            "The individual answers are gone, so it can no longer be checked that this model, beside what was shown "
            "before, tells nothing about a few people."
        )
    ]

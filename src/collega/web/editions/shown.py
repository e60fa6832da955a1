"""What readers and the public may see, and when it may change.

What of a later state may be shown beside all of before is in :mod:`collega.web.editions.cells`.
"""

from __future__ import annotations

from django.utils.translation import gettext

from collega.web.editions.cells import newcomers, same_people
from collega.web.editions.people import site_key
from collega.web.records.models import Collection, Kind, StoredFit, Study


def shown_fit(study: Study) -> StoredFit | None:
    """Return the fit that readers and the public see: the published one, unless somebody in it withdrew."""
    fits = study.fits.filter(published=True, withdrawn=False)
    return fits.filter(kind=Kind.REAL).first() or fits.filter(kind=Kind.SIMULATED).first()


def team_fit(study: Study, kind: str | None = None) -> StoredFit | None:
    """Return the fit that owners and analysts work with: the newest good one, of real answers where there are any."""
    kinds = [kind] if kind in (Kind.REAL, Kind.SIMULATED) else [Kind.REAL, Kind.SIMULATED]
    for each in kinds:
        fits = study.fits.filter(kind=each, edition_of=None)
        fit = fits.filter(converged=True, withdrawn=False).first() or fits.filter(withdrawn=False).first()
        if fit is not None:
            return fit
    return None


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
    return [] if same_people(fit) or len(newcomers(fit)) >= minimum else [few_are_new(fit.study)]


def few_are_new(study: Study) -> str:
    """Return that too few people are new, in words."""
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

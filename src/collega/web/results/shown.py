"""What readers and the public may see, and when it may change.

Two states that were shown must not differ by few people: whoever compares them would learn something about those few.
So a fit is shown only if, compared with every state shown before, everything in it (all participants, each shown
group, what the shown groups leave) gained and lost nobody, or at least the minimum group together; and if no shown
set lies within one shown before, or around it, with fewer than the minimum in between.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 5.4: linked tables and differencing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext

from collega.errors import DisclosureError, NotComputedError
from collega.web.records.languages import engine_language
from collega.web.records.models import Collection, Kind, ShownState, StoredFit, Study, log

People = frozenset[str]
Block = tuple[str, str]  # (characteristic, value); ("", "") is everybody, (characteristic, "") what is left


def shown_fit(study: Study) -> StoredFit | None:
    """Return the fit that readers and the public see: the published one, unless somebody in it withdrew."""
    fits = study.fits.filter(published=True, withdrawn=False)
    return fits.filter(kind=Kind.REAL).first() or fits.filter(kind=Kind.SIMULATED).first()


def team_fit(study: Study, kind: str | None = None) -> StoredFit | None:
    """Return the fit that owners and analysts work with: the newest good one, of real answers where there are any."""
    kinds = [kind] if kind in (Kind.REAL, Kind.SIMULATED) else [Kind.REAL, Kind.SIMULATED]
    for each in kinds:
        fits = study.fits.filter(kind=each)
        found = fits.filter(converged=True, withdrawn=False).first() or fits.filter(withdrawn=False).first()
        if found is not None:
            return found
    return None


@transaction.atomic
def publish(fit: StoredFit, user: Any = None) -> StoredFit:
    """Show a fit to readers and, as far as the study is public, to others, instead of the one shown until now.

    Raises
    ------
    NotComputedError
        For a fit that has not converged.
    DisclosureError
        Where it differs by too few people from what was shown before, or rests on too few.
    """
    if not fit.converged:
        raise NotComputedError(gettext("This model has not converged, so it is not shown to others. Fit it again."))
    found = hindrances(fit)
    if found:
        raise DisclosureError(" ".join(found))
    study = fit.study
    study.fits.filter(published=True).exclude(pk=fit.pk).update(published=False)
    fit.published, fit.shown_at = True, fit.shown_at or timezone.now()
    fit.save(update_fields=["published", "shown_at"])
    if fit.kind == Kind.REAL and not fit.erased:
        ShownState.objects.create(study=study, fit=fit, blocks=kept_blocks(fit), key=_key())
    log(study, user, "published", fit=fit.pk, kind=fit.kind)
    return fit


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
    return gettext(
        "The study is closed, so nobody can be added any more. New results can only be shown if at least %(minimum)d "
        "participants in all withdraw before the individual answers are deleted, those who have done so included. "
        "Otherwise these results stay hidden for good."
    ) % {"minimum": study.as_defined.minimum_group}


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
    if fit.study.shown_states.exclude(key=_key()).exists():
        return [
            gettext(
                "The site's secret key has changed since results were last shown, so it cannot be checked how many "
                "participants were added or removed."
            )
        ]
    found = {block for state in fit.study.shown_states.all() for block in _too_close(fit, state, minimum)}
    few = gettext("%(group)s: fewer than %(minimum)d participants were added or removed since results were last shown.")
    return [few % {"group": _name(fit.study, block), "minimum": minimum} for block in sorted(found)]


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


def kept_blocks(fit: StoredFit) -> dict[str, list[str]]:
    """Return the members of everything that a fit shows, as hashes, by ``characteristic=value``."""
    return {
        "=".join(block): sorted(_token(fit.study, block[0], each) for each in people)
        for block, people in _blocks(fit).items()
    }


def _blocks(fit: StoredFit) -> dict[Block, People]:
    everybody = frozenset(fit.members)
    blocks: dict[Block, People] = {("", ""): everybody}
    for characteristic, values in fit.groups.items():
        left = everybody
        for value, rows in values.items():
            members = frozenset(fit.members[row] for row in rows)
            blocks[characteristic, value] = members
            left -= members
        if left and values:
            blocks[characteristic, ""] = left
    return blocks


def _too_close(fit: StoredFit, state: ShownState, minimum: int) -> Iterator[Block]:
    """Yield what this fit shows that differs by too few people from something shown before."""
    now = _blocks(fit)
    before = _resolved(fit, state.blocks)
    for block, (there, gone) in before.items():
        if block in now and 0 < len(now[block] ^ there) + gone < minimum:
            yield block
    for block, people in now.items():
        for there, gone in _with_complements(before):
            if _nested(people, there, gone, minimum) or _nested(now["", ""] - people, there, gone, minimum):
                yield block


def _nested(people: People, there: People, gone: int, minimum: int) -> bool:
    """Whether one of two sets lies within the other with a few in between; ``gone`` of the old are in no new set."""
    if not people or not (there or gone):
        return False
    inside = people <= there or (there <= people and gone == 0)
    return inside and 0 < len(people ^ there) + gone < minimum


def _resolved(fit: StoredFit, kept: Mapping[str, list[str]]) -> dict[Block, tuple[People, int]]:
    """Return each set shown before as the members of this fit that were in it, and how many others were."""
    names: dict[str, dict[str, str]] = {}
    found = {}
    for text, tokens in kept.items():
        characteristic, _, value = text.partition("=")
        if characteristic not in names:
            names[characteristic] = {_token(fit.study, characteristic, each): each for each in fit.members}
        there = frozenset(names[characteristic][token] for token in tokens if token in names[characteristic])
        found[characteristic, value] = (there, len(tokens) - len(there))
    return found


def _with_complements(before: Mapping[Block, tuple[People, int]]) -> list[tuple[People, int]]:
    everybody, all_gone = before["", ""]
    sets = list(before.values())
    return sets + [(everybody - there, all_gone - gone) for block, (there, gone) in before.items() if block[0]]


def _token(study: Study, characteristic: str, pseudonym: str) -> str:
    """A name of a participant for comparing states; it takes the site's secret to make it from a pseudonym."""
    return salted_hmac("collega.shown", f"{study.pk}|{characteristic}|{pseudonym}", algorithm="sha256").hexdigest()[:32]


def _key() -> str:
    """What tells one secret of the site from another: states kept under another one cannot be compared."""
    return salted_hmac("collega.shown.key", "", algorithm="sha256").hexdigest()[:16]


def _name(study: Study, block: Block) -> str:
    if not block[0]:
        return gettext("All participants")
    item, language = study.as_shown.characteristic(block[0]), engine_language(get_language())
    value = item.value_text(block[1], language) if block[1] else gettext("the groups that are not shown")
    return f"{item.text.say(language)} {value}"

"""Whether the audit trail is whole: every line as it was written, none added or taken away behind the site's back."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collega.web.operations.looks import Look, good, wrong
from collega.web.records.chain import NO_STUDY, digest_of, hash_of
from collega.web.records.models import Event, Study, TrailLink

_AT_ONCE = 2000
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the trail is not whole; ``study`` is 0 for what belongs to none."""

    study: int
    found: str


def head_of_trail() -> str:
    """Return the SHA-256 over the last link of every chain: kept elsewhere, it shows a trail that was made anew."""
    last: dict[int, str] = {}
    for study, number, text in _links().values_list("study", "number", "hash").iterator(_AT_ONCE):
        last[study] = f"{study} {number} {text}"
    return hashlib.sha256("\n".join(last.values()).encode()).hexdigest()


def breaks() -> Iterator[Break]:
    """Go along every chain, and then along every line; all that does not fit, in order of study."""
    left: set[int | None] = set(Event.objects.values_list("study", flat=True).distinct())
    for study, links in itertools.groupby(_links().iterator(_AT_ONCE), key=lambda link: link.study):
        left.discard(study or None)
        yield from _of_study(study, links)
    for unchained in sorted(left, key=lambda study: study or NO_STUDY):
        yield from _of_study(unchained or NO_STUDY, iter(()))


def look_at_trail() -> Iterator[Look]:
    """Say where the trail is broken, or what its head is."""
    found = _found_twice()
    names = dict(Study.objects.values_list("pk", "key"))
    for each in found[:_MOST_TOLD]:
        whose = "of the site" if each.study == NO_STUDY else f"of {names.get(each.study, f'study {each.study}')}"
        yield wrong(
            "trail",
            _("The audit trail %(whose)s is broken: %(found)s.") % {"whose": whose, "found": each.found},
            _("Somebody changed the database by hand: find out who, and compare with a back-up."),
        )
    if len(found) > _MOST_TOLD:
        yield wrong("trail", _("It is broken in more places."), _("Mend what is told here first."))
    if not found:
        yield good(
            "trail",
            _("The audit trail is whole: %(links)d links, head %(head)s.")
            % {"links": TrailLink.objects.count(), "head": head_of_trail()},
        )


def _found_twice() -> list[Break]:
    """Return what does not fit at two looks: somebody may write between the reading of links and that of lines."""
    found = list(breaks())
    again = set(breaks()) if found else set()
    return [each for each in found if each in again]


def _of_study(study: int, links: Iterator[TrailLink]) -> Iterator[Break]:
    last: dict[int, TrailLink] = {}
    before, number = "", 0
    for link in links:
        number += 1
        if link.number != number:
            yield Break(study, f"links {number} to {link.number - 1} are missing")
            number = link.number
        if link.hash != hash_of(link, before):
            yield Break(study, f"link {link.number} was changed, or the one before it")
        before = link.hash
        last[link.event] = link
    for event in Event.objects.filter(study=study or None).order_by("pk").iterator(_AT_ONCE):
        known = last.pop(event.pk, None)
        if known is None or known.why == TrailLink.Why.GONE:
            yield Break(study, f"line {event.pk} of {event.at:%Y-%m-%d %H:%M} was put in")
        elif known.digest != digest_of(event):
            yield Break(study, f"line {event.pk} of {event.at:%Y-%m-%d %H:%M} was changed")
    for event_key, link in last.items():
        if link.why != TrailLink.Why.GONE:
            yield Break(study, f"line {event_key} was taken away")


def _links() -> QuerySet[TrailLink]:
    return TrailLink.objects.order_by("study", "number")

"""Deleting again what a restored back-up brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session as SignIn
from django.db.models import Model, QuerySet

from collega.web import ledger
from collega.web.deeds import casebook, casebook_mail
from collega.web.deeds.case_judging import remove_judgement
from collega.web.deeds.collection import close
from collega.web.deeds.leaving import end_account, end_role
from collega.web.deeds.retention import erase
from collega.web.deeds.session import delete_session, finish, leave
from collega.web.deeds.training import consent, delete_learner
from collega.web.deeds.withdrawal import withdraw
from collega.web.deletions import names_of, noted_models
from collega.web.ledger import REVERSIBLE, Deleted, mark_of, noted_already
from collega.web.records.models import (
    Collection,
    Interview,
    Invitation,
    Learner,
    Letter,
    Role,
    Seat,
    Session,
    Study,
    Wish,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is of one kind, what names each, and how one is deleted."""

    rows: Callable[[], QuerySet[Any]]
    names: Callable[[Any], tuple[str, ...]]
    delete: Callable[[Any], object]


_SPECIAL: Mapping[str, Callable[[Any], object]] = {
    "judgement": remove_judgement,
    "case": lambda row: casebook.remove(row, None),
    "learner": delete_learner,
    "session": lambda row: delete_session(row, None),
    "role": end_role,
    "account": end_account,
}
"""The deeds that do more than delete a row."""


def _whole_row(kind: str, model: type[Model]) -> Kind:
    return Kind(
        model._default_manager.all, lambda row: names_of(kind, row), _SPECIAL.get(kind, lambda row: row.delete())
    )


def _wish(name: str, letter: str) -> Kind:
    return Kind(
        lambda: Wish.objects.filter(**{name: True}),
        lambda row: (str(row.study_id), str(row.user_id)),
        lambda row: casebook_mail.stop(letter, row.nonce),
    )


def _opt_out(row: Invitation) -> None:
    Invitation.objects.filter(pk=row.pk).update(opted_out=True)


_OPEN = (Collection.OPEN, Collection.PAUSED)
_PARTS: Mapping[str, Kind] = {
    ledger.SEAT: Kind(
        lambda: Seat.objects.filter(left=False).select_related("session"),
        lambda row: (row.session.word, str(row.number)),
        lambda row: leave(row.session, row.number),
    ),
    ledger.SEATS: Kind(
        lambda: Session.objects.exclude(state=Session.State.FINISHED),
        lambda row: (row.word,),
        lambda row: finish(row, None),
    ),
    ledger.OPTED_OUT: Kind(lambda: Invitation.objects.filter(opted_out=False), lambda row: (row.nonce,), _opt_out),
    ledger.WEEK: _wish("week", Letter.Kind.WEEK),
    ledger.REMINDERS: _wish("reminders", Letter.Kind.OPEN_CASE),
    ledger.CONSENT: Kind(
        lambda: Learner.objects.exclude(consented_on=None).select_related("training__study"),
        lambda row: (row.nonce,),
        lambda row: consent(row, given_consent=False),
    ),
    ledger.INTERVIEW: Kind(
        lambda: Interview.objects.select_related("study"), lambda row: (row.study.key, row.pseudonym), withdraw
    ),
    ledger.LINKS: Kind(
        lambda: Study.objects.filter(collection__in=_OPEN), lambda row: (row.key,), lambda row: close(row, None)
    ),
    ledger.STUDY: Kind(lambda: Study.objects.filter(erased_at=None), lambda row: (row.key,), erase),
}


def kinds() -> dict[str, Kind]:
    """Return every kind that can stand in the list, in the order in which it is deleted: accounts last."""
    rows = {kind: _whole_row(kind, model) for kind, model in noted_models().items()}
    account = rows.pop("account")
    return {**rows, **_PARTS, "account": account}


def delete_again(known: Iterable[Deleted], since: datetime) -> int:
    """Delete whatever of these is there; return how much was.

    Of what somebody may take up again (mail, a consent) only what they said ``since`` the back-up counts.
    """
    lines = [line for line in known if line.kind not in REVERSIBLE or _later(line, since)]
    with noted_already():
        return sum(
            _delete(kind, {line.mark for line in lines if line.kind == name}, name) for name, kind in kinds().items()
        )


def _later(line: Deleted, since: datetime) -> bool:
    return bool(line.at) and datetime.fromisoformat(line.at) >= since


def _delete(kind: Kind, marks: set[str], name: str) -> int:
    gone = [row for row in _each_row(kind) if mark_of(name, *kind.names(row)) in marks] if marks else []
    for row in gone:
        kind.delete(row)
    return len(gone)


def _each_row(kind: Kind) -> Iterator[Any]:
    return kind.rows().order_by("pk").iterator(2000)


def end_sign_ins() -> int:
    """Delete the sessions of accounts: who signed out since, or was signed out, must not be in again."""
    mine = [row.pk for row in SignIn.objects.iterator(2000) if SESSION_KEY in row.get_decoded()]
    SignIn.objects.filter(pk__in=mine).delete()
    return len(mine)


def without_owner() -> list[str]:
    """Return the keys of studies that nobody owns, since the account that did was deleted again."""
    owned = Role.objects.filter(kind=Role.Kind.OWNER).values("study")
    return list(Study.objects.exclude(pk__in=owned).order_by("key").values_list("key", flat=True))

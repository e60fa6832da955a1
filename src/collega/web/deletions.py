"""Which rows are somebody's: the deletion of each, by whatever deed and with whatever it takes along, is noted.

Interviews are not here: thousands go at once, so the deeds that delete them note it themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import pre_delete

from collega.web.ledger import note_deletion


def _at_deletion(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


NAMES: Mapping[str, tuple[str, Callable[[Any], tuple[str, ...]]]] = {
    "judgement": ("records.Judgement", lambda row: (str(row.pk), _at_deletion(row.at))),
    "second_thought": ("records.SecondThought", lambda row: (str(row.pk), _at_deletion(row.at))),
    "remark": ("records.Remark", lambda row: (str(row.pk), _at_deletion(row.at))),
    "wish": ("records.Wish", lambda row: (row.nonce,)),
    "case": ("records.Case", lambda row: (row.code,)),
    "learner": ("records.Learner", lambda row: (row.nonce,)),
    "session": ("records.Session", lambda row: (row.word,)),
    "invitation": ("records.Invitation", lambda row: (row.nonce,)),
    "join_link": ("records.JoinLink", lambda row: (row.nonce,)),
    "role": ("records.Role", lambda row: (str(row.pk),)),
    "account_invitation": ("accounts.AccountInvitation", lambda row: (row.token_hash,)),
    "authenticator": ("mfa.Authenticator", lambda row: (str(row.pk), _at_deletion(row.created_at))),
    "identity": ("socialaccount.SocialAccount", lambda row: (row.provider, row.uid, str(row.user_id))),
    "account": ("accounts.User", lambda row: (str(row.pk),)),
}
"""By kind: the table, and what names a row of it for good. Where keys are counted, one alone does not: after a restore
they begin again."""


def noted_models() -> dict[str, type[Model]]:
    """Return the table of every kind that this site has."""
    return {
        kind: apps.get_model(label) for kind, (label, _names) in NAMES.items() if apps.is_installed(_package(label))
    }


def names_of(kind: str, row: Model) -> tuple[str, ...]:
    """Return what names a row for good."""
    return NAMES[kind][1](row)


def note_whatever_goes() -> None:
    """From now on, note every deletion of these rows."""
    for kind, model in noted_models().items():
        pre_delete.connect(_receiver(kind), sender=model, weak=False, dispatch_uid=f"collega.deletions.{kind}")


def _receiver(kind: str) -> Callable[..., None]:
    def note(instance: Model, **_signal: Any) -> None:
        note_deletion(kind, *names_of(kind, instance))

    return note


def _package(label: str) -> str:
    """Return the name under which Django knows the application of a table; of the parts of allauth, theirs."""
    application = label.partition(".")[0]
    return f"allauth.{application}" if application in ("mfa", "socialaccount") else f"collega.web.{application}"

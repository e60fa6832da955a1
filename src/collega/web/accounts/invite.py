"""Inviting somebody of a research team by mail, and what accepting does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collega.web.accounts.models import AccountInvitation, User
from collega.web.letters import letter
from collega.web.records.models import Deed, Role, Study, log
from collega.web.tokens import hashed, new_token

VALID, FIRST_VALID = timedelta(days=14), timedelta(days=1)
_ORDER = tuple(Role.Kind)


def invite(
    email: str, *, inviter: User, language: str, study: Study | None = None, kind: str = "", founder: bool = False
) -> AccountInvitation:
    """Send an invitation, which replaces an earlier one to the same address for the same study.

    Raises
    ------
    OSError
        Where the mail was not taken; then there is no invitation.
    """
    token = new_token()
    with transaction.atomic():
        AccountInvitation.objects.filter(email=email.lower(), study=study, used_at=None).delete()
        invitation = AccountInvitation.objects.create(
            email=email.lower(), token_hash=hashed(token), study=study, kind=kind, founder=founder
        )
    try:
        _send(invitation, settings.SITE_URL + reverse("accounts:join", args=[token]), inviter, language)
    except OSError:
        invitation.delete()
        raise
    log(study, inviter, Deed.COLLEAGUE_INVITED, email=email.lower(), role=kind or "founder")
    return invitation


def _send(invitation: AccountInvitation, link: str, inviter: User, language: str) -> None:
    reader = User.objects.filter(email=invitation.email).first()
    with translation.override((reader and reader.language) or language):
        study = invitation.study
        title = study.title(language) if study else ""
        subject = _("Invitation to work on: %(title)s") % {"title": title} if study else _("Invitation to Collega")
        body = render_to_string(
            "accounts/mail/invitation.txt",
            {"link": link, "by": inviter, "title": title, "kind": invitation.kind, "days": VALID.days},
        )
    letter(subject, body, invitation.email, reply_to=inviter.email).send()


def still_open(invitation: AccountInvitation | None) -> bool:
    """Whether an invitation can still be accepted; the first owner's only while there is no account."""
    if invitation is None or invitation.used_at is not None:
        return False
    if invitation.made_at < timezone.now() - (VALID if invitation.email else FIRST_VALID):
        return False
    return bool(invitation.email) or not User.objects.exists()


def invited(email: str) -> bool:
    """Whether an invitation to this address is open."""
    return any(still_open(row) for row in AccountInvitation.objects.filter(email=email.lower(), used_at=None))


def accept(invitation: AccountInvitation, user: User) -> bool:
    """Give somebody what they were invited to, once; a role they have is never made smaller."""
    with transaction.atomic():
        row = AccountInvitation.objects.select_for_update().get(pk=invitation.pk)
        if row.used_at is not None:
            return False
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])
        if row.founder and not user.founder:
            user.founder = True
            user.save(update_fields=["founder"])
        if row.study is not None:
            _join(row.study, user, row.kind)
    return True


def _join(study: Study, user: User, kind: Any) -> None:
    role = take_role(study, user, kind)
    log(study, user, Deed.COLLEAGUE_JOINED, role=role.kind)


def take_role(study: Study, user: User, kind: Any) -> Role:
    """Give somebody a role in a study, or the one they have where that is more; return it."""
    role, new = Role.objects.get_or_create(study=study, user=user, defaults={"kind": kind})
    if not new and _ORDER.index(kind) < _ORDER.index(Role.Kind(role.kind)):
        role.kind = kind
        role.save(update_fields=["kind"])
    return role

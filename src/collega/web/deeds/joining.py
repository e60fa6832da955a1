"""The link by which professionals join a study: opened, renewed, closed, and offered to participants by an owner."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collega.web.deeds.refused import RefusedError
from collega.web.records.invitation import new_nonce
from collega.web.records.models import Deed, JoinLink, Study, locked, log
from collega.web.tokens import hashed, join_token


@transaction.atomic
def open_join_link(study: Study, user: Any) -> JoinLink:
    """Make a link for professionals, in place of the one that there was: that one stops working.

    Raises
    ------
    RefusedError
        Before the launch: there is nothing to join.
    """
    row = locked(study.pk)
    if not row.launched:
        raise RefusedError(_("Launch the study first: until then there is nothing for professionals to join."))
    nonce = new_nonce()
    values = {"nonce": nonce, "token_hash": hashed(join_token(nonce))}
    link, new = JoinLink.objects.update_or_create(study=row, defaults=values)
    log(row, user, Deed.JOIN_LINK_OPENED if new else Deed.JOIN_LINK_RENEWED)
    return link


@transaction.atomic
def close_join_link(study: Study, user: Any) -> bool:
    """Let nobody join by a link any more; who has joined stays. False where there is no link."""
    removed, _kinds = JoinLink.objects.filter(study=study).delete()
    if removed:
        log(study, user, Deed.JOIN_LINK_CLOSED)
    return bool(removed)


@transaction.atomic
def offer_join_link(study: Study, user: Any, *, offered: bool) -> bool:
    """Offer the link to participants after their last answer, or no longer; False where there is no link."""
    row = JoinLink.objects.select_for_update().filter(study=study).first()
    if row is None:
        return False
    if row.offered != offered:
        row.offered = offered
        row.save(update_fields=["offered"])
        log(study, user, Deed.JOIN_LINK_OFFERED if offered else Deed.JOIN_LINK_OFFERED_NO_MORE)
    return True

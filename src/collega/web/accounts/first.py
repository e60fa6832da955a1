"""The link by which the first owner makes an account, on an empty database."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from collega.web.accounts.models import AccountInvitation, User
from collega.web.tokens import hashed, new_token


def make_first_link() -> str | None:
    """Return a new link for the first owner, in place of earlier ones; None once there is an account.

    None too where everybody signs in with the organisation: there a group makes founders.
    """
    if settings.OIDC_ONLY or User.objects.exists():
        return None
    AccountInvitation.objects.filter(email="", founder=True).delete()
    token = new_token()
    AccountInvitation.objects.create(token_hash=hashed(token), founder=True)
    return settings.SITE_URL + reverse("accounts:first", args=[token])

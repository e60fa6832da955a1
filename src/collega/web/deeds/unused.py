"""Accounts that nobody uses, and what else lies about: it goes by itself."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from collega.web.accounts.invite import VALID
from collega.web.accounts.models import AccountInvitation, User
from collega.web.deeds.leaving import delete_account
from collega.web.letters import letter
from collega.web.records.models import Organisation, Role

NEVER, LONG, AHEAD = timedelta(days=180), timedelta(days=730), timedelta(days=30)


def unused_accounts(today: date) -> Iterable[User]:
    """Delete or warn: return the accounts of professionals that were never used for half a year, or not for two."""
    due = _unused(today - NEVER + AHEAD, today - LONG + AHEAD)
    return due.filter(Q(warned_on=None) | Q(warned_on__lte=today - AHEAD))


def retire(user: User) -> bool:
    """Tell somebody that their account goes in a month, or delete it where they were told a month ago."""
    if user.warned_on is not None:
        delete_account(user)
        return True
    goes_on = timezone.localdate() + AHEAD
    with override(user.language or settings.LANGUAGE_CODE):
        subject = _("Your account goes on %(day)s") % {"day": date_format(goes_on, "j F Y")}
        body = _(
            "You have not used your account at %(site)s for a long time. So it will be deleted on %(day)s, with your "
            "name and your mail address.\n\nDo you want to keep it? Sign in once before that day:\n%(link)s\n"
        ) % {"site": settings.SITE_URL, "day": date_format(goes_on, "j F Y"),
             "link": settings.SITE_URL + reverse("account_login")}  # fmt: skip
    letter(subject, body, user.email).send()
    user.warned_on = timezone.localdate()
    user.save(update_fields=["warned_on"])
    return False


def retire_unused_accounts() -> None:
    """Do so for all that is due; what fails is logged and tried again the next hour.

    Raises
    ------
    OSError
        After all others, where something failed.
    """
    failed = 0
    for user in unused_accounts(timezone.localdate()):
        try:
            retire(user)
        except Exception:
            logging.getLogger(__name__).exception("An unused account could not be retired.")
            failed += 1
    if failed:
        raise OSError(f"{failed} unused accounts could not be retired.")


def forget_what_is_over() -> None:
    """Delete sessions and invitations that are over, and organisations to which nobody and nothing belongs."""
    moment = timezone.now()
    Session.objects.filter(expire_date__lt=moment).delete()
    AccountInvitation.objects.exclude(email="").filter(made_at__lt=moment - VALID).delete()
    nothing = {relation.name: None for relation in Organisation._meta.related_objects}
    Organisation.objects.filter(**nothing).delete()


def _unused(never_since: date, not_since: date) -> QuerySet[User]:
    team = Role.objects.exclude(kind=Role.Kind.PROFESSIONAL).values("user")
    unused = Q(last_seen_at=None, date_joined__date__lte=never_since) | Q(last_seen_at__date__lte=not_since)
    return User.objects.filter(unused, founder=False).exclude(pk__in=team)

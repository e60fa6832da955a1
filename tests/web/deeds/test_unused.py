"""What goes by itself: accounts that nobody uses, sessions, invitations and organisations that are over."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from collega.web.accounts.models import AccountInvitation, User
from collega.web.deeds.unused import AHEAD, LONG, NEVER, forget_what_is_over, retire_unused_accounts
from collega.web.records.models import Organisation
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db


def noon(days):
    """Noon so many local days ago: an hour near midnight is another day in summer time."""
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(12)))


def user(study, email, *, made=0, came=None, warned=None, kind="professional", **fields):
    """An account made and used so many days ago, and told so many days ago that it goes."""
    found = make_member(study, kind, email)
    User.objects.filter(pk=found.pk).update(
        date_joined=noon(made), last_seen_at=None if came is None else noon(came),
        warned_on=None if warned is None else timezone.localdate() - timedelta(days=warned), **fields,
    )  # fmt: skip
    return email


def retired():
    retire_unused_accounts()
    return set(User.objects.values_list("email", flat=True)), {to for each in mail.outbox for to in each.to}


def test_who_is_told_and_who_goes(study):
    never, long, ahead = NEVER.days, LONG.days, AHEAD.days
    staying = {
        user(study, "new@example.org", made=never - ahead - 1),
        user(study, "came@example.org", made=2000, came=long - ahead - 1),
        user(study, "told@example.org", made=never, warned=ahead - 1),
        user(study, "owner@example.org", made=2000, came=2000, kind="owner"),
        user(study, "reader@example.org", made=2000, came=2000, kind="reader"),
        user(study, "founder@example.org", made=2000, came=2000, founder=True),
    }
    told = {user(study, "never@example.org", made=never - ahead),
            user(study, "long@example.org", made=2000, came=long - ahead)}  # fmt: skip
    user(study, "gone@example.org", made=never, warned=ahead)
    user(study, "gone-long@example.org", made=2000, came=long, warned=ahead)
    assert retired() == (staying | told, told)
    mail.outbox.clear()
    assert retired() == (staying | told, set())


def test_coming_back_keeps_the_account(client, study):
    email = user(study, "told@example.org", made=2000, came=710, warned=20)
    client.force_login(User.objects.get(email=email))
    assert User.objects.get(email=email).warned_on is None
    assert retired() == ({email}, set())


def test_a_mail_that_fails_is_tried_again(study, settings):
    user(study, "never@example.org", made=NEVER.days)
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    with pytest.raises(OSError, match="1 unused"):
        retire_unused_accounts()
    assert User.objects.get().warned_on is None


def test_what_is_over_goes(study):
    now, kept = timezone.now(), make_member(study, "professional")
    kept.organisation = Organisation.objects.create(name="Kept", type="care")
    kept.save()
    Organisation.objects.create(name="Left", type="care")
    for days in (-1, 1):
        Session.objects.create(session_key=f"k{days}", session_data="", expire_date=now + timedelta(days=days))
    for days in (13, 15):
        AccountInvitation.objects.create(email=f"{days}@example.org", token_hash=str(days), study=study,
                                         made_at=now - timedelta(days=days))  # fmt: skip
    forget_what_is_over()
    assert [each.name for each in Organisation.objects.all()] == ["Kept"]
    assert [each.pk for each in Session.objects.all()] == ["k1"]
    assert [each.email for each in AccountInvitation.objects.all()] == ["13@example.org"]

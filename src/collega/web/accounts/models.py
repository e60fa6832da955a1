"""People of research teams, and professionals. Participants have no account."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, models
from django.utils import timezone

from collega.web.records.models import Organisation, Role, Study
from collega.web.records.sealed import SealedField
from collega.web.records.study import random_key


def month_of(moment: datetime) -> datetime:
    """Return the first moment of a month."""
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def this_month() -> datetime:
    """Return the first moment of this month: all that is kept of when an account was made."""
    return month_of(timezone.now())


class UserManager(BaseUserManager["User"]):
    """Makes users by mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password they cannot sign in until they set one.

        Neither its key nor a moment tells when: a participant may make an account, and no row may tell which one did.
        """
        values = {"pk": random_key(), "date_joined": this_month(), **fields}
        if self.filter(email__iexact=email).exists():  # by an older key, the column itself sees no other one
            raise IntegrityError("There is an account with this mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(force_insert=True)
        return user


class User(AbstractBaseUser):
    """Somebody of a research team or a professional; what they may do is in their roles, study by study.

    ``founder``: may make studies and invite others to do so. ``language``: the one they chose, for mail; '' until then.
    ``function`` and the type of the organisation are what other professionals see of them, unless ``shows_name``.
    ``organisation`` is what they say; what it opens is in their roles, where an owner confirmed it. ``last_seen_at`` is
    when they last came back: the month of their first visit, the moment of every later one. ``warned_on`` is the day on
    which they were told that an account that nobody uses goes.
    """

    email = SealedField(unique=True, purpose="account")
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="people")
    function = models.CharField(max_length=100, blank=True)
    shows_name = models.BooleanField(default=False)
    founder = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    date_joined = models.DateTimeField(default=this_month)
    last_login = None  # Django would keep the moment of every sign-in
    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class AccountInvitation(models.Model):
    """An invitation to make an account, or to join a study with one. The token itself is only in the mail."""

    email = SealedField(blank=True, purpose="account-invitation")
    token_hash = models.CharField(max_length=64, unique=True)
    study = models.ForeignKey(Study, models.CASCADE, null=True, blank=True, related_name="account_invitations")
    kind = models.CharField(max_length=12, choices=Role.Kind, blank=True)
    founder = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation of {self.email}"


class SignOn(models.Model):
    """One session that began at the organisation, as long as it lasts.

    ``refresh`` is the provider's refresh token, encrypted; '' where it gave none. ``checked_at`` is when the provider
    last said that this person is still there, ``asked_at`` when it was last asked. ``sid`` is its own name of the
    session. Without the row the session is over.
    """

    key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ons")
    subject = models.CharField(max_length=255, db_index=True)
    sid = models.CharField(max_length=255, blank=True, db_index=True)
    refresh = models.TextField(blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"session of {self.user}"


class Granted(models.Model):
    """What somebody's groups at the organisation gave them: the right to start studies, roles by key of a study."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="granted")
    founder = models.BooleanField(default=False)
    roles = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"what groups gave {self.user}"

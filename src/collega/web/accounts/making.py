"""Making an account: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from collega.web.accounts.forms import JoinForm
from collega.web.accounts.models import User


def new_account(email: str, password: str | None, name: str) -> User:
    """Make an account with its one mail address, within a transaction of the caller; allauth's table stays empty.

    Raises
    ------
    IntegrityError
        Where there is one with this address.
    """
    return User.objects.create_user(email, password, name=name)


def make_account(form: JoinForm, admit: Callable[[User], object]) -> User | None:
    """Make the account that a form asks for, and let it in; None where another window was first.

    ``admit`` gives it its role, and may raise IntegrityError where that is over.
    """
    cleaned = form.cleaned_data
    try:
        with transaction.atomic():
            user = new_account(cleaned["email"], cleaned["password"], cleaned.get("name", ""))
            admit(user)
    except IntegrityError:
        return None
    return user

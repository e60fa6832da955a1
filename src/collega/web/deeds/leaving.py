"""Leaving a study, and deleting an account: by somebody themselves, or since nobody uses it.

What others depend on stays, without a name; docs/reference/people.md has the table.
"""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from collega.web.accounts.models import AccountInvitation, User
from collega.web.deeds.casebook import remove
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.training import delete_learner
from collega.web.records.models import (
    Deed,
    Event,
    Learner,
    Role,
    SecondThought,
    Study,
    Visibility,
    Wish,
    forget_in_trail,
    locked,
    log,
)

FORMER = "former"  # fact of an event: done by somebody whose account is gone


@transaction.atomic
def leave_study(study: Study, user: User) -> None:
    """Take somebody's role in a study away at their own wish.

    Raises
    ------
    RefusedError
        For the last owner.
    """
    row = locked(study.pk)
    role = row.roles.filter(user=user).first()
    if role is None:
        return
    if role.kind == Role.Kind.OWNER and not row.roles.filter(kind=Role.Kind.OWNER).exclude(pk=role.pk).exists():
        raise RefusedError(_("This is the last owner. Make somebody else owner first."))
    end_role(role)


@transaction.atomic
def end_role(role: Role) -> None:
    """Take a role away with what its holder did not share, whatever it leaves behind: a study without an owner too."""
    take_along(role.study, role.user)
    log(role.study, role.user, Deed.COLLEAGUE_LEFT, role=role.kind)
    role.delete()


def take_along(study: Study, user: User) -> None:
    """Delete what somebody who goes did not share in a study: private cases, later thoughts, mail wishes, training."""
    unshared = Q(visibility=Visibility.PRIVATE) | Q(advised_at=None)
    for case in study.cases.filter(unshared, author=user):
        remove(case, user)
    SecondThought.objects.filter(case__study=study, user=user).delete()
    Wish.objects.filter(study=study, user=user).delete()
    for learner in Learner.objects.filter(training__study=study, user=user):
        delete_learner(learner)


def why_not_deleted(user: User) -> str:
    """Return why an account cannot be deleted now, in words; empty where it can."""
    owned = Study.objects.filter(roles__user=user, roles__kind=Role.Kind.OWNER)
    others = Role.objects.filter(kind=Role.Kind.OWNER).exclude(user=user).values("study")
    alone = owned.exclude(pk__in=others)
    if titles := [f"“{study.title(user.language or 'nl')}”" for study in alone]:
        return _("You are the last owner of %(studies)s. Make somebody else owner first.") % {
            "studies": ", ".join(titles)
        }
    if user.founder and not User.objects.filter(founder=True, is_active=True).exclude(pk=user.pk).exists():
        return _("You are the only one who may start studies. Invite somebody else to do so first.")
    return ""


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete an account with everything that is its own; what others depend on keeps no name.

    Raises
    ------
    RefusedError
        Where studies would be left without an owner, or the site without anybody who may start one.
    """
    for key in Study.objects.filter(roles__user=user).values_list("pk", flat=True):
        locked(key)
    if refusal := why_not_deleted(user):
        raise RefusedError(refusal)
    end_account(user)


@transaction.atomic
def end_account(user: User) -> None:
    """Delete an account, whatever it leaves behind."""
    for role in user.roles.select_related("study", "user"):
        end_role(role)
    _forget_in_the_trail(user)
    AccountInvitation.objects.filter(email=user.email).delete()
    mine = [session.pk for session in Session.objects.all() if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=mine).delete()
    user.delete()


def _forget_in_the_trail(user: User) -> None:
    """Keep what happened, done by or to a former colleague: no name, no address."""
    changed = list(Event.objects.filter(Q(user=user) | Q(facts__email=user.email)))
    for event in changed:
        if event.user_id == user.pk:
            event.facts[FORMER], event.user = True, None
        if event.facts.get("email") == user.email:
            del event.facts["email"]
    forget_in_trail(changed)

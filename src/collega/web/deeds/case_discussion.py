"""The discussion of a case: remarks, and what a moderator does with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.deeds.casebook import held
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Case, Deed, Remark, Report, log
from collega.web.sight import may_see

EDITABLE = timedelta(minutes=15)


@transaction.atomic
def add_remark(case: Case, user: Any, text: str) -> Remark:
    """Add a remark to the discussion.

    Raises
    ------
    RefusedError
        For whoever has not judged the case, and the same words twice in a row.
    """
    row = held(case)
    if not row.shared:
        raise RefusedError(_("This case is not shared any more."))
    if not may_see(row, user):
        raise RefusedError(_("Judge this case first."))
    last = row.remarks.filter(user=user).last()
    if last is not None and last.text == text and last.hidden_at is None:
        return last  # a second click
    return Remark.objects.create(case=row, user=user, text=text)


def editable(remark: Remark, user: Any) -> bool:
    """Whether somebody can still change this remark."""
    mine = remark.user_id == user.pk and remark.hidden_at is None
    return mine and timezone.now() - remark.at <= EDITABLE


@transaction.atomic
def change_remark(remark: Remark, user: Any, text: str) -> None:
    """Change one's own remark, as long as it is young.

    Raises
    ------
    RefusedError
        Where it is another's, hidden, or older than a quarter of an hour.
    """
    if not editable(remark, user):
        raise RefusedError(_("A remark can be changed for 15 minutes. You can delete it, and write another one."))
    remark.text, remark.changed_at = text, timezone.now()
    remark.save(update_fields=["text", "changed_at"])


def delete_remark(remark: Remark, user: Any) -> None:
    """Delete one's own remark, at any time."""
    if remark.user_id != user.pk:
        raise RefusedError(_("Only whoever wrote a remark can delete it."))
    remark.delete()


@transaction.atomic
def report(case: Case, user: Any, reason: str, remark: Remark | None = None) -> None:
    """Ask a moderator to look at a remark or a case; once a person."""
    mine = Report.objects.filter(case=case, remark=remark, user=user, settled_at=None)
    if not mine.exists():
        Report.objects.update_or_create(
            case=case, remark=remark, user=user, defaults={"why": reason, "at": timezone.now(), "settled_at": None}
        )


@transaction.atomic
def hide(thing: Case | Remark, user: Any, reason: str) -> None:
    """Hide a case or a remark from everybody but its author, with a reason that they can read; logged."""
    thing.hidden_at, thing.hidden_reason = timezone.now(), reason
    thing.save(update_fields=["hidden_at", "hidden_reason"])
    _settle(thing)
    case = thing.case if isinstance(thing, Remark) else thing
    deed = Deed.REMARK_HIDDEN if isinstance(thing, Remark) else Deed.CASE_HIDDEN
    log(case.study, user, deed, case=case.code, reason=reason)


@transaction.atomic
def show_again(thing: Case | Remark, user: Any) -> None:
    """Show again what was hidden; logged."""
    thing.hidden_at, thing.hidden_reason = None, ""
    thing.save(update_fields=["hidden_at", "hidden_reason"])
    case = thing.case if isinstance(thing, Remark) else thing
    deed = Deed.REMARK_SHOWN_AGAIN if isinstance(thing, Remark) else Deed.CASE_SHOWN_AGAIN
    log(case.study, user, deed, case=case.code)


@transaction.atomic
def leave_as_it_is(row: Report, user: Any) -> None:
    """Settle a report without hiding anything; logged."""
    Report.objects.filter(case=row.case, remark=row.remark, settled_at=None).update(settled_at=timezone.now())
    log(row.case.study, user, Deed.REPORT_SETTLED, case=row.case.code)


def _settle(thing: Case | Remark) -> None:
    open_ones = thing.reports.filter(settled_at=None)
    if isinstance(thing, Case):
        open_ones = open_ones.filter(remark=None)
    open_ones.update(settled_at=timezone.now())

"""Mail of the casebook: who wants which, the week's case, and reminders of cases that are still open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from collega.web.ledger import REMINDERS, WEEK, note_deletion
from collega.web.queue import enqueue
from collega.web.records.models import Case, Letter, Study, Visibility, WeekCase, Wish, locked

REMIND_AFTER = (28, 56, 112)  # days after sharing; then never again
MORNING = 7  # o'clock, by the site's clock: nobody gets mail in the night


def wish_of(study: Study, user: Any) -> Wish:
    """Return which mail somebody wants, kept or not."""
    return Wish.objects.filter(study=study, user=user).first() or Wish(study=study, user=user)


@transaction.atomic
def change_wish(study: Study, user: Any, *, week: bool, reminders: bool) -> None:
    """Keep which mail somebody wants."""
    wish, _new = Wish.objects.update_or_create(study=study, user=user, defaults={"week": week, "reminders": reminders})
    for kind, choice in ((WEEK, week), (REMINDERS, reminders)):
        if not choice:
            _note_unwanted(kind, wish)


def _note_unwanted(kind: str, wish: Wish) -> None:
    note_deletion(kind, str(wish.study_id), str(wish.user_id))


def stop(kind: str, nonce: str) -> Wish | None:
    """Stop one kind of mail to somebody; None where nobody is meant."""
    wish = Wish.objects.filter(nonce=nonce).select_related("study", "user").first()
    if wish is None or kind not in Letter.Kind.values:
        return None
    name = WEEK if kind == Letter.Kind.WEEK else REMINDERS
    setattr(wish, name, False)
    wish.save(update_fields=[name])
    _note_unwanted(name, wish)
    return wish


def to_send_week(today: date) -> QuerySet[Study]:
    """Return the studies in which somebody wants this week's case and has not been sent one."""
    if timezone.localtime().hour < MORNING:
        return Study.objects.none()
    subscribed = Wish.objects.filter(week=True).values("study")
    return Study.objects.filter(pk__in=subscribed).exclude(week_cases__monday=monday_of(today))


def send_week(study: Study) -> bool:
    """Choose the case of this week, and write down who gets it; False where there is no new one."""
    monday = monday_of(timezone.localdate())
    with transaction.atomic():
        row = locked(study.pk)
        case = next_week_case(row)
        if case is None or row.week_cases.filter(monday=monday).exists():
            return False
        WeekCase.objects.create(study=row, case=case, monday=monday)
        wishes = Wish.objects.filter(study=row, week=True, user__is_active=True, user__roles__study=row)
        Letter.objects.bulk_create(Letter(wish=wish, kind=Letter.Kind.WEEK, case=case) for wish in wishes)
        enqueue("casebook_mail", row)
    return True


def next_week_case(study: Study) -> Case | None:
    """Return the oldest case for all professionals that was no week's case yet; its judgements play no part."""
    return Case.objects.filter(study=study, weeks=None).shared_with_all().order_by("shared_at", "pk").first()


def monday_of(day: date) -> date:
    """Return the first day of a week."""
    return day - timedelta(days=day.weekday())


def is_week_case(case: Case) -> bool:
    """Whether a case is the one that everybody is asked to judge this week."""
    return WeekCase.objects.filter(case=case, monday=monday_of(timezone.localdate())).exists()


OPEN = Q(outcome=None, hidden_at=None, advised_at__isnull=False) & ~Q(visibility=Visibility.PRIVATE)


def to_remind(today: date) -> list[Study]:
    """Return the studies in which somebody is to be reminded of an open case."""
    if timezone.localtime().hour < MORNING:
        return []
    first = timezone.now() - timedelta(days=REMIND_AFTER[0])
    waiting = Case.objects.filter(OPEN, shared_at__lte=first).values("study")
    return [study for study in Study.objects.filter(pk__in=waiting) if _due(study, today)]


def remind(study: Study) -> int:
    """Write down who is reminded of which open case, each time once; return how many."""
    with transaction.atomic():
        row = locked(study.pk)
        due = _due(row, timezone.localdate())
        for case, wave in due:
            wish, _new = Wish.objects.get_or_create(study=row, user=case.author)
            Letter.objects.get_or_create(wish=wish, kind=Letter.Kind.OPEN_CASE, case=case, wave=wave)
        if due:
            enqueue("casebook_mail", row)
    return len(due)


def _due(study: Study, today: date) -> list[tuple[Case, int]]:
    """Return the open cases whose author is reminded now, with how many times that makes it."""
    first = timezone.now() - timedelta(days=REMIND_AFTER[0])
    silent = Wish.objects.filter(study=study, reminders=False).values("user")
    members = study.roles.values("user")
    cases = Case.objects.filter(OPEN, study=study, shared_at__lte=first, author__in=members, author__is_active=True)
    mailed = set(Letter.objects.filter(kind=Letter.Kind.OPEN_CASE, case__study=study).values_list("case_id", "wave"))
    due = []
    for case in cases.exclude(author__in=silent).select_related("author"):
        assert case.shared_at is not None
        days = (today - timezone.localdate(case.shared_at)).days
        wave = sum(days >= days_after for days_after in REMIND_AFTER)
        if wave and (case.pk, wave) not in mailed:
            due.append((case, wave))
    return due

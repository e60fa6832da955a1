"""What is new for somebody in the casebooks of their studies: for the home page of professionals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collega.web.accounts.models import User
from collega.web.deeds.casebook_mail import OPEN, REMIND_AFTER, monday_of
from collega.web.demo_english import in_readers_language
from collega.web.news import News
from collega.web.records.models import Batch, Case, Outcome, Remark, Role, Study, WeekCase

RECENT = timedelta(days=90)  # what counts as new for who comes for the first time


def news(user: User, studies: Sequence[Study], since: datetime | None) -> list[News]:
    """Return the case of the week, cases to judge, talk and outcomes of cases that one knows, and own open cases."""
    begin, keys = since or timezone.now() - RECENT, {study.pk: study.key for study in studies}
    readable = _readable(user, studies)
    familiar = Case.objects.filter(Q(author=user) | Q(judgements__user=user), study__in=keys).values("pk")
    familiar_cases = readable.filter(pk__in=familiar)
    return [
        *_week(studies, familiar),
        *_own_open(user, keys),
        *_counted(keys, readable.exclude(pk__in=familiar).filter(advised_at__isnull=False, shared_at__gt=begin),
                  "shared_at", _to_judge, "?state=to_judge"),
        *_counted(keys, familiar_cases.filter(pk__in=_case_keys(
            Outcome.objects.filter(told_at__gt=begin).exclude(case__author=user))),
                  "outcome__told_at", _decided, "?state=decided"),
        *_counted(keys, familiar_cases.filter(author=user, pk__in=_case_keys(Batch.objects.filter(at__gt=begin))),
                  "batches__at", _judged, ""),
        *_counted(keys, familiar_cases.filter(pk__in=_case_keys(
            Remark.objects.filter(at__gt=begin, hidden_at=None).exclude(user=user))), "remarks__at", _talked, ""),
    ]  # fmt: skip


def _readable(user: User, studies: Sequence[Study]) -> QuerySet[Case]:
    """Return what somebody may read in several studies; within an organisation, of the one confirmed in each."""
    roles = Role.objects.filter(user=user, study__in=studies).values_list("study", "organisation")
    places = Q(pk__in=[])
    for study, organisation in roles:
        places |= Q(pk__in=Case.objects.filter(study=study).readable_by(user, organisation).values("pk"))
    return Case.objects.filter(places)


def _case_keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values("case")


def _week(studies: Iterable[Study], familiar: QuerySet[Any]) -> list[News]:
    weeks = WeekCase.objects.filter(study__in=list(studies), monday=monday_of(timezone.localdate()))
    weeks = weeks.exclude(case__in=familiar).select_related("case__study")
    return [
        News(study=week.study_id,
             text=_("The case of the week: %(title)s") % {"title": in_readers_language(week.case.title)},
             href=reverse("cases:case", args=[week.case.study.key, week.case.code]))
        for week in weeks if week.case.shared
    ]  # fmt: skip


def _own_open(user: User, keys: dict[int, str]) -> list[News]:
    first = timezone.now() - timedelta(days=REMIND_AFTER[0])
    mine = Case.objects.filter(OPEN, author=user, study__in=keys, shared_at__lte=first)
    rows = mine.order_by().values("study").annotate(n=Count("pk")).values_list("study", "n")
    return [
        News(study=study, href=reverse("cases:mine", args=[keys[study]]), text=ngettext(
            "What was decided in %(n)d case of yours?", "What was decided in %(n)d cases of yours?", n) % {"n": n})
        for study, n in rows
    ]  # fmt: skip


def _counted(keys: dict[int, str], cases: QuerySet[Case], moment: str, words: Any, query: str) -> list[News]:
    rows = cases.order_by().values("study").annotate(n=Count("pk", distinct=True), last=Max(moment))
    return [
        News(study=row["study"], text=words(row["n"]), when=row["last"],
             href=reverse("cases:find", args=[keys[row["study"]]]) + query)
        for row in rows
    ]  # fmt: skip


def _to_judge(n: int) -> str:
    return ngettext("%(n)d new case to judge", "%(n)d new cases to judge", n) % {"n": n}


def _decided(n: int) -> str:
    return ngettext("%(n)d case that you know was decided", "%(n)d cases that you know were decided", n) % {"n": n}


def _judged(n: int) -> str:
    return ngettext("New judgements on %(n)d case of yours", "New judgements on %(n)d cases of yours", n) % {"n": n}


def _talked(n: int) -> str:
    return ngettext("Talk about %(n)d case that you know", "Talk about %(n)d cases that you know", n) % {"n": n}

"""Withdrawal from the casebook: everything that somebody brought into it goes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from collega.web.deeds.case_judging import take_back
from collega.web.deeds.casebook import remove
from collega.web.records.models import Case, Deed, Remark, SecondThought, Study, Wish, log


@transaction.atomic
def leave(study: Study, user: Any) -> None:
    """Delete somebody's cases, judgements, second thoughts, remarks and mail wishes in one study."""
    for case in study.cases.filter(author=user):
        remove(case, user)
    for case in Case.objects.filter(study=study, judgements__user=user):
        take_back(case, user)
    SecondThought.objects.filter(case__study=study, user=user).delete()
    Remark.objects.filter(case__study=study, user=user).delete()
    Wish.objects.filter(study=study, user=user).delete()
    log(study, None, Deed.CASEBOOK_LEFT)

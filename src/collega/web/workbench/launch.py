"""Launching, pausing and closing; how the study runs and what participants are told, in one form."""

from __future__ import annotations

import hashlib
import json
from copy import copy
from operator import attrgetter
from statistics import median
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.web.access import OWNER, study_for
from collega.web.records.lifecycle import close
from collega.web.records.models import Collection, Interview, Kind, Study, locked, log
from collega.web.task import preview_seconds
from collega.web.workbench.freezing import doubts, launch_facts, launch_mark, obstacles
from collega.web.workbench.notice import NoticeForm, late_notice
from collega.web.workbench.rooms import room
from collega.web.workbench.rules import RulesForm, collected_by, data_until, late_rules


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the state of the collection, and the one form with everything that is settled before or changed later."""
    study = study_for(request, key, OWNER)
    sent = request.POST if request.method == "POST" else {}
    late: list[tuple[Any, str]] = []
    with transaction.atomic():
        row = locked(study.pk) if sent else study
        seen = mark(row)
        notice = NoticeForm(row, sent if "notice" in sent else None)
        rules = RulesForm(sent if "rules" in sent else None, instance=copy(row))
        if sent.get("seen", seen) != seen:
            _tell_changed(request)
            late = [*(late_rules(row, sent) if rules.is_bound else []),
                       *(late_notice(row, sent) if notice.is_bound else [])]  # fmt: skip
        elif sent and all(form.is_valid() or not form.is_bound for form in (notice, rules)):
            for form in filter(attrgetter("is_bound"), (notice, rules)):
                form.keep(row, request.user)
            messages.success(request, _("Saved."))
            return redirect("workbench:confirm" if "launch" in sent else "workbench:launch", key=key)
    return room(request, row, "launch", "workbench/launch.html", notice=notice, rules=rules, seen=seen,
                late=late, obstacles=obstacles(row), collected_by=collected_by(row))  # fmt: skip


def mark(study: Study) -> str:
    """Return what tells whether anything that this page asks has changed since it was made."""
    rules = [str(getattr(study, name)) for name in (*RulesForm.Meta.fields, "open_token", "launched")]
    facts = [*rules, study.collection == Collection.CLOSED, study.notice]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def _tell_changed(request: HttpRequest) -> None:
    messages.error(request, _("This was changed in another window meanwhile, or the study was launched or closed. "
                              "Nothing was saved; what you filled in stands here. Look at what is there now, and save "
                              "again to put yours in its place."))  # fmt: skip


@login_required
@require_safe
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the launch freezes, and ask once more."""
    study = study_for(request, key, OWNER)
    hindrances = obstacles(study)
    if study.launched or hindrances:
        for each in hindrances if not study.launched else ():
            messages.error(request, each)
        return redirect("workbench:launch", key=key)
    return room(request, study, "launch", "workbench/confirm.html", seen=launch_mark(study), facts=launch_facts(study),
                doubts=doubts(study))  # fmt: skip


@login_required
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Launch, pause, open again, or close for good."""
    study = study_for(request, key, OWNER)
    verb = request.POST.get("verb", "")
    steps = {"launch": _launch, "pause": _pause, "open": _open, "close": _close}
    if verb in steps:
        with transaction.atomic():
            row = locked(study.pk)
            if verb == "launch" and not row.launched and request.POST.get("seen", launch_mark(row)) != launch_mark(row):
                messages.error(request, _("Something was changed meanwhile. Look once more at what you launch."))
                return redirect("workbench:confirm", key=key)
            done, told = steps[verb](row, request.user)
        (messages.success if done else messages.error)(request, told)
    return redirect("workbench:launch", key=key)


Told = tuple[bool, str]


def _launch(study: Study, user: Any) -> Told:
    if study.launched:
        return True, _("The study had been launched already.")
    if obstacles(study):
        return False, _("The study cannot be launched yet.")
    now = timezone.now()
    study.launched_at, study.collection = now, Collection.OPEN
    study.keep_until = data_until(study)
    tried = preview_seconds(study)
    study.seconds_tried = round(median(tried)) if tried else None
    study.save(update_fields=["launched_at", "collection", "keep_until", "seconds_tried"])
    Interview.objects.filter(study=study, kind=Kind.PREVIEW).delete()
    log(study, user, "study launched", hash=study.hash)
    return True, _("The study is open. The questions are frozen from now on.")


def _pause(study: Study, user: Any) -> Told:
    return _turn(study, user, Collection.OPEN, Collection.PAUSED, _("The study is paused: nobody can answer now."))


def _open(study: Study, user: Any) -> Told:
    return _turn(study, user, Collection.PAUSED, Collection.OPEN, _("The study is open again."))


def _turn(study: Study, user: Any, old: str, new: str, told: str) -> Told:
    if study.collection != old:
        return False, _("The state of the study was changed meanwhile.")
    study.collection = new
    study.save(update_fields=["collection"])
    log(study, user, f"collection {new}")
    return True, told


def _close(study: Study, user: Any) -> Told:
    if not study.launched or study.collection == Collection.CLOSED:
        return False, _("The state of the study was changed meanwhile.")
    close(study, user)
    return True, _("The study is closed. Who answered what can no longer be traced to an invitation.")

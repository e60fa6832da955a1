"""Launching, pausing and closing; how the study runs and what participants are told, in one form."""

from __future__ import annotations

import hashlib
import json
from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.web.access import OWNER, study_for
from collega.web.deeds import collection
from collega.web.deeds.collection import launch_mark, obstacles
from collega.web.deeds.refused import ChangedMeanwhileError, RefusedError
from collega.web.records.models import Collection, Study, locked
from collega.web.workbench.collect.freezing import doubts, launch_facts
from collega.web.workbench.collect.notice import NoticeForm, late_notice
from collega.web.workbench.collect.rules import RulesForm, collected_by, late_rules
from collega.web.workbench.rooms import room

_DEEDS = {
    "pause": (collection.pause, gettext_lazy("The study is paused: nobody can answer now.")),
    "open": (collection.reopen, gettext_lazy("The study is open again.")),
    "close": (
        collection.close,
        gettext_lazy("The study is closed. Who answered what can no longer be traced to an invitation."),
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the state of the collection, and the one form with everything that is settled before or changed later."""
    study = study_for(request, key, OWNER)
    posted = request.POST if request.method == "POST" else {}
    late: list[tuple[Any, str]] = []
    with transaction.atomic():
        row = locked(study.pk) if posted else study
        version = mark(row)
        notice = NoticeForm(row, posted if "notice" in posted else None)
        rules = RulesForm(posted if "rules" in posted else None, instance=copy(row))
        if posted.get("seen", version) != version:
            _tell_changed(request)
            late = [*(late_rules(row, posted) if rules.is_bound else []),
                       *(late_notice(row, posted) if notice.is_bound else [])]  # fmt: skip
        elif posted and all(not form.is_bound or form.is_valid() for form in (notice, rules)):
            for form in (notice, rules):
                if form.is_bound:
                    form.keep(row, request.user)
            messages.success(request, _("Saved."))
            return redirect("workbench:confirm" if "launch" in posted else "workbench:launch", key=key)
    return room(request, row, "launch", "workbench/collect/launch.html", notice=notice, rules=rules, seen=version,
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
        for hindrance in hindrances if not study.launched else ():
            messages.error(request, hindrance)
        return redirect("workbench:launch", key=key)
    return room(request, study, "launch", "workbench/collect/confirm.html", seen=launch_mark(study),
                facts=launch_facts(study), doubts=doubts(study))  # fmt: skip


@login_required
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Launch, pause, open again, or close for good."""
    study = study_for(request, key, OWNER)
    verb = request.POST.get("verb", "")
    try:
        if verb == "launch":
            new = collection.launch(study, request.user, version=request.POST.get("seen"))
            words = (_("The study is open. The questions are frozen from now on.") if new
                     else _("The study had been launched already."))  # fmt: skip
            messages.success(request, words)
        elif verb in _DEEDS:
            deed, message = _DEEDS[verb]
            deed(study, request.user)
            messages.success(request, str(message))
    except ChangedMeanwhileError:
        messages.error(request, _("Something was changed meanwhile. Look once more at what you launch."))
        return redirect("workbench:confirm", key=key)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("workbench:launch", key=key)

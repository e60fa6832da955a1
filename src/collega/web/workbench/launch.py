"""Launching, pausing and closing; what participants are told; corrections of typing errors."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from statistics import median
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from collega.web.access import ANALYST, OWNER, study_for
from collega.web.records.lifecycle import close
from collega.web.records.models import (
    NOTICE_PARTS,
    Collection,
    Interview,
    Kind,
    Study,
    current_design,
    locked,
    log,
)
from collega.web.task import preview_seconds
from collega.web.workbench.editing import all_texts
from collega.web.workbench.empty import to_write
from collega.web.workbench.forms import apart, both
from collega.web.workbench.rooms import room
from collega.web.workbench.rules import COLLECTING_RULES, RulesForm, collected_by, keep_rules

HEADINGS = {
    "purpose": gettext_lazy("Purpose"),
    "controller": gettext_lazy("Who is responsible"),
    "legal_basis": gettext_lazy("Legal basis"),
    "recipients": gettext_lazy("Who receives the data"),
    "retention": gettext_lazy("How long the data are kept"),
    "rights": gettext_lazy("Rights of participants"),
    "contact": gettext_lazy("Contact"),
}


_HELP = {
    "purpose": gettext_lazy("What you want to know, for whom, and what is done with the results."),
    "controller": gettext_lazy("The organisation that decides about the data, and how to reach its data protection "
                               "officer."),
    "legal_basis": gettext_lazy("For example consent, or a task of public interest. Ask your data protection officer."),
    "recipients": gettext_lazy("Who sees the answers, processors such as the host of this site included."),
    "retention": gettext_lazy("Until when answers are kept: no longer than the period on the page Questions."),
    "rights": gettext_lazy("To see, correct and delete their data, to object, and to complain to the supervisory "
                           "authority. With their code they can withdraw by themselves."),
    "contact": gettext_lazy("A name and a mail address for questions."),
}  # fmt: skip


class NoticeForm(forms.Form):
    """What participants are told, in both languages; after the launch only the contact can be written."""

    def __init__(self, study: Study, *args: Any) -> None:
        super().__init__(*args, initial=_notice_initial(study))
        for part in NOTICE_PARTS:
            for language in ("nl", "en"):
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=HEADINGS[part], required=False, widget=forms.Textarea(attrs={"rows": 3}),
                    disabled=study.launched and part != "contact")  # fmt: skip

    def pairs(self) -> list[tuple[Any, Any, Any, Any]]:
        """Return (heading, what belongs there, Dutch field, English field)."""
        return [(HEADINGS[part], _HELP[part], self[f"{part}_nl"], self[f"{part}_en"]) for part in NOTICE_PARTS]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the state of the collection and everything that must be settled before the launch."""
    study = study_for(request, key, OWNER)
    notice = NoticeForm(study, request.POST if "notice" in request.POST else None)
    rules = RulesForm(request.POST if "rules" in request.POST else None, instance=study,
                      initial={"open_link": bool(study.open_token)})  # fmt: skip
    if request.method == "POST" and "notice" in request.POST and notice.is_valid():
        _keep_notice(study, notice, request.user)
        messages.success(request, _("Saved."))
        return redirect("workbench:launch", key=key)
    if study.collection == Collection.CLOSED and request.POST.keys() & {*COLLECTING_RULES}:
        messages.error(request, _("The study is closed meanwhile: these rules have no effect any more. Nothing was "
                                  "saved."))  # fmt: skip
        return redirect("workbench:launch", key=key)
    if request.method == "POST" and "rules" in request.POST and rules.is_valid():
        _tell_kept(request, rules, keep_rules(study, rules, request.user))
        return redirect("workbench:launch", key=key)
    return room(request, study, "launch", "workbench/launch.html", notice=notice, rules=rules,
                obstacles=obstacles(study), headings=HEADINGS, collected_by=collected_by(study))  # fmt: skip


def _tell_kept(request: HttpRequest, form: RulesForm, late: list[str]) -> None:
    if not late:
        messages.success(request, _("Saved."))
        return
    rules = "; ".join(str(form.fields[name].label) for name in late)
    messages.error(request, _("Settled meanwhile by the launch or the closing, and not changed: %(rules)s. Anything "
                              "else that you changed was saved.") % {"rules": rules})  # fmt: skip


@login_required
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Launch, pause, open again, or close for good."""
    study = study_for(request, key, OWNER)
    verb = request.POST.get("verb", "")
    steps = {"launch": _launch, "pause": _pause, "open": _open, "close": _close}
    if verb in steps:
        with transaction.atomic():
            told = steps[verb](locked(study.pk), request.user)
        (messages.success if told[0] else messages.error)(request, told[1])
    return redirect("workbench:launch", key=key)


@login_required
@require_POST
def shorten(request: HttpRequest, key: str) -> HttpResponse:
    """Bring the day forward on which personal data go; never put it off."""
    study = study_for(request, key, OWNER)
    try:
        day = date.fromisoformat(request.POST.get("keep_until", ""))
    except ValueError:
        messages.error(request, _("Fill in a day."))
        return redirect("workbench:launch", key=key)
    with transaction.atomic():
        done, told = _shorten(locked(study.pk), day, request.user)
    (messages.success if done else messages.error)(request, told)
    return redirect("workbench:launch", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a typing error after the launch: logged, and outside the hash."""
    study = study_for(request, key, ANALYST)
    texts = dict(all_texts(study))
    place, language = request.POST.get("place", ""), request.POST.get("language", "nl")
    text = request.POST.get("text", "").strip()
    if request.method == "POST" and not study.launched:
        messages.error(request, _("Before the launch texts are changed in the study itself."))
        return redirect("workbench:definition", key=key)
    if request.method == "POST" and place in texts and language in ("nl", "en") and text:
        study.corrections = [*study.corrections, {"place": place, "language": language, "text": text}]
        study.save(update_fields=["corrections"])
        log(study, request.user, "typing error corrected", place=place, language=language, text=text)
        messages.success(request, _("Saved."))
        return redirect("workbench:corrections", key=key)
    shown = study.as_shown.model_dump(mode="json")
    rows = [(each, apart(_at(shown, each), "x")) for each in texts]
    return room(request, study, "definition", "workbench/corrections.html", rows=rows, corrections=study.corrections)


def obstacles(study: Study) -> list[str]:
    """Return what must be done before this study can be launched."""
    found, design = [], current_design(study)
    if design is None or design.out_of_date:
        found.append(_("Compose the scenarios first."))
    elif design.verdict == "unusable":
        found.append(_("The design cannot be used: it does not measure all criteria."))
    if parts := to_write(study):
        found.append(_("Questions: still to be written: %(parts)s.") % {"parts": ", ".join(parts)})
    names = {"nl": _("Dutch"), "en": _("English")}
    for part in NOTICE_PARTS:
        told = apart(study.notice.get(part, ""), "x")
        missing = [names[language] for language in study.as_defined.languages if not told[f"x_{language}"]]
        if missing:
            found.append(_("Text for participants: '%(part)s' is missing (%(language)s).")
                         % {"part": HEADINGS[part], "language": ", ".join(missing)})  # fmt: skip
    return found


def last_day(start: date, period: str) -> date:
    """Return the day a period such as P24M, P2Y, P6W or P90D after ``start``."""
    numbers = {unit: int(n) for n, unit in re.findall(r"(\d+)([YMWD])", period)}
    months = start.year * 12 + start.month - 1 + 12 * numbers.get("Y", 0) + numbers.get("M", 0)
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(weeks=numbers.get("W", 0), days=numbers.get("D", 0))


Told = tuple[bool, str]


def _launch(study: Study, user: Any) -> Told:
    if study.launched:
        return True, _("The study had been launched already.")
    if obstacles(study):
        return False, _("The study cannot be launched yet.")
    now = timezone.now()
    study.launched_at, study.collection = now, Collection.OPEN
    study.keep_until = last_day(timezone.localdate(now), study.as_defined.retention)
    tried = preview_seconds(study)
    study.seconds_tried = round(median(tried)) if tried else None
    study.save(update_fields=["launched_at", "collection", "keep_until", "seconds_tried"])
    Interview.objects.filter(study=study, kind=Kind.PREVIEW).delete()
    log(study, user, "study launched", hash=study.hash)
    return True, _("The study is open. The questions are frozen from now on.")


def _shorten(study: Study, day: date, user: Any) -> Told:
    if study.keep_until is None:
        return False, _("The day follows from the study at its launch.")
    if day > study.keep_until:
        return False, _("The period can only be made shorter: participants were promised the earlier day.")
    if day < timezone.localdate():
        return False, _("This day is past.")
    study.keep_until = day
    study.save(update_fields=["keep_until"])
    log(study, user, "retention shortened", until=day.isoformat())
    return True, _("Saved.")


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


def _keep_notice(study: Study, form: NoticeForm, user: Any) -> None:
    with transaction.atomic():
        row = locked(study.pk)  # it may have been launched since the page was made
        row.tell({part: both(form.cleaned_data, part) for part in NOTICE_PARTS})
        row.save(update_fields=["notice"])
        log(row, user, "text for participants changed")


def _notice_initial(study: Study) -> dict[str, str]:
    initial: dict[str, str] = {}
    for part in NOTICE_PARTS:
        initial |= apart(study.notice.get(part, ""), part)
    return initial


def _at(data: Any, place: str) -> Any:
    for step in place.split("."):
        data = data[int(step)] if step.isdigit() else data[step]
    return data

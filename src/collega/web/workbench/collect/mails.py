"""Mail to the people on the list: texts, preview, test mail, rounds, and reminders planned for a day."""

from __future__ import annotations

from datetime import date
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from collega.web.access import OWNER, person_of, study_for
from collega.web.deeds.mailing import (
    TELLING,
    UNCERTAIN,
    change_mail_text,
    drop_reminder,
    may_be_sent,
    next_wave,
    plan_reminder,
    recipients,
    rounds,
    send_rest,
    send_round,
)
from collega.web.deeds.refused import RefusedError
from collega.web.jobs.mail_texts import KINDS, Text, filled, text_of
from collega.web.jobs.places import PLACES, Unknown, unknown_places
from collega.web.letters import letter, sender, study_replies, study_sender
from collega.web.records.models import Mail, Study
from collega.web.workbench.rooms import room

TITLES = {
    "invitation": gettext_lazy("Invitation"),
    "reminder": gettext_lazy("Reminder"),
    "thanks": gettext_lazy("Thanks"),
}


class TextForm(forms.Form):
    """Subject and body of one kind of mail in one language."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}))

    def clean_subject(self) -> str:
        """The subject stands in everybody's list of mail: no place for a personal link."""
        subject = _known_places(self.cleaned_data["subject"])
        if "{link}" in subject:
            raise forms.ValidationError(_("The personal link does not belong in the subject. Put {link} in the text."))
        return subject

    def clean_body(self) -> str:
        """Every mail has the personal link."""
        body = _known_places(self.cleaned_data["body"].replace("\r\n", "\n"))
        if "{link}" not in body:
            raise forms.ValidationError(_("The text needs {link}: that is where the personal link comes."))
        return body


def _known_places(text: str) -> str:
    """Refuse what stands in braces and would go out as it stands."""
    wrong = unknown_places(text)
    if not wrong:
        return text
    places = " ".join(f"{{{place}}}" for place in PLACES)
    raise forms.ValidationError(
        [*map(_suggestion, wrong), _("These places are filled in: %(known)s") % {"known": places}]
    )


def _suggestion(unknown: Unknown) -> str:
    if unknown.meant:
        return _("%(text)s is not filled in. Do you mean %(meant)s?") % {
            "text": unknown.text, "meant": f"{{{unknown.meant}}}"}  # fmt: skip
    if unknown.text in ("{", "}"):
        return _("A brace %(text)s stands alone. Braces are for places only.") % {"text": unknown.text}
    return _("%(text)s is not filled in.") % {"text": unknown.text}


def rounds_of(study: Study) -> list[dict[str, Any]]:
    """Return for each kind of mail whether it can be sent now, and what became of the rounds sent.

    How many get one is told of invitations only: of reminders and thanks it would tell who has finished, at the latest
    when somebody is taken off the list.
    """
    return [
        {"kind": kind, "title": TITLES[kind], "wave": next_wave(study, kind), "may": may_be_sent(study, kind),
         "telling": kind in TELLING, "now": None if kind in TELLING else recipients(study, kind).count(),
         "rounds": _rounds(study, kind)}
        for kind in KINDS
    ]  # fmt: skip


def _rounds(study: Study, kind: str) -> list[dict[str, Any]]:
    mails = Mail.objects.filter(invitation__study=study, kind=kind)
    counts = {row["wave"]: row for row in mails.values("wave").annotate(
        sent=Count("pk", filter=Q(state="sent")), failed=Count("pk", filter=Q(state="failed")),
        uncertain=Count("pk", filter=Q(state="failed", error=UNCERTAIN)),
        bounced=Count("pk", filter=Q(state="failed") & ~Q(invitation__bounced="")),
        waiting=Count("pk", filter=Q(state__in=("waiting", "sending"))),
    )}  # fmt: skip
    summaries = []
    for wave, jobs in rounds(study, kind).items():
        numbers: dict[str, Any] = dict.fromkeys(("sent", "failed", "uncertain", "bounced", "waiting"), 0)
        numbers |= counts.get(wave, {})
        numbers["again"] = numbers["failed"] - numbers["uncertain"] - numbers["bounced"] + numbers["waiting"]
        summaries.append(numbers | {"wave": wave, "on": jobs[0].made_at, "busy": any(job.busy for job in jobs)})
    return summaries


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, key: str, kind: str, language: str) -> HttpResponse:
    """Write the text of a mail and see it filled in; POST saves it, or sends it to oneself as a test."""
    study = study_for(request, key, OWNER)
    if kind not in KINDS or language not in study.as_defined.languages:
        raise Http404
    current = text_of(study, kind, language)
    form = TextForm(request.POST or None, initial={"subject": current.subject, "body": current.body})
    if request.method == "POST" and form.is_valid():
        current = Text(subject=form.cleaned_data["subject"], body=form.cleaned_data["body"])
        if "test" in request.POST:
            _test(request, study, current, language)
        elif "save" in request.POST:
            change_mail_text(study, request.user, kind, language, subject=current.subject, body=current.body)
            messages.success(request, _("Saved."))
            return redirect("workbench:mail-text", key=key, kind=kind, language=language)
    name = "Anna de Vries"
    preview = filled(current, study, name=name, nonce="0" * 32, language=language)
    return room(request, study, "people", "workbench/collect/mail_text.html", form=form, kind=kind, title=TITLES[kind],
                language=language, shown=preview, sender=_readable(sender(study_sender(study, language))),
                replies=study_replies(study, language), places=PLACES, kinds=TITLES.items(),
                languages=study.as_defined.languages, status=422 if form.errors else 200)  # fmt: skip


@login_required
@require_POST
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Send a round; the number of the round makes a second click harmless."""
    study = study_for(request, key, OWNER)
    kind, wave = request.POST.get("kind", ""), request.POST.get("wave", "")
    if kind not in KINDS or not wave.isdecimal():
        raise Http404
    job = send_round(study, kind, int(wave), request.user)
    if job is None:
        messages.info(request, _("Nothing was sent: this round was sent already, nobody is left to write to, or the "
                                 "study is not open or closed."))  # fmt: skip
        return redirect("workbench:people", key=key)
    return redirect("workbench:job", key=key, pk=job.pk)


@login_required
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Send what failed in a round once more; what is doubtful only where that is asked for."""
    study = study_for(request, key, OWNER)
    kind, wave = request.POST.get("kind", ""), request.POST.get("wave", "")
    if kind not in KINDS or not wave.isdecimal():
        raise Http404
    job = send_rest(study, kind, int(wave), request.user, doubtful=request.POST.get("doubtful") == "yes")
    return redirect("workbench:job", key=key, pk=job.pk)


@login_required
@require_POST
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Plan a reminder for a day, or drop one."""
    study = study_for(request, key, OWNER)
    drop = request.POST.get("drop", "")
    if drop.isdecimal():
        drop_reminder(study, request.user, int(drop))
        return redirect("workbench:people", key=key)
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        messages.error(request, _("Fill in a day."))
        return redirect("workbench:people", key=key)
    try:
        if plan_reminder(study, request.user, day):
            messages.success(request, _("The reminder is planned."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("workbench:people", key=key)


def _readable(address: str) -> str:
    """Return a sender as mail programs show it."""
    name, mail = parseaddr(str(make_header(decode_header(address))))
    return f"{name} <{mail}>"


def _test(request: HttpRequest, study: Study, current: Text, language: str) -> None:
    person = person_of(request)
    preview = filled(current, study, name=person.name or "Anna de Vries", nonce="0" * 32, language=language)
    try:
        letter(preview.subject, preview.body, person.email, name=study_sender(study, language),
               reply_to=study_replies(study, language)).send()  # fmt: skip
    except OSError as error:
        messages.error(request, _("The test mail could not be sent: %(why)s") % {"why": error})
    else:
        messages.success(request, _("The test mail was sent to %(email)s. Its links do not work. The text is not saved "
                                    "yet.") % {"email": person.email})  # fmt: skip

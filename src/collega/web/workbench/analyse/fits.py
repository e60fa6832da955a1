"""The choice model: fitting it, rehearsing on simulated answers, and what the newest fit says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from collega.messages import message_from
from collega.signs import texts_in, texts_of, unprintable, warnings_of
from collega.study.bounds import SIMULATED
from collega.web.access import ANALYST, study_for
from collega.web.deeds.analysis import ask_for_fit, ask_for_report
from collega.web.deeds.design import ask_for_panel, designed
from collega.web.deeds.refused import RefusedError
from collega.web.progress.kept import Counted, counted
from collega.web.records.batches import missing
from collega.web.records.languages import engine_language
from collega.web.records.models import Collection, Kind, StoredFit, Study
from collega.web.results.model_page import checks_told
from collega.web.workbench.numbers import number_field
from collega.web.workbench.rooms import room

BUSY = ("fit", "simulate", "pictures", "report")


class SimulateForm(forms.Form):
    """How many simulated participants."""

    participants = number_field(SIMULATED, label=gettext_lazy("Simulated participants"), initial=50)


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the fits, newest first, and what the newest says."""
    return _page(request, study_for(request, key, ANALYST), SimulateForm())


def _page(request: HttpRequest, study: Study, form: SimulateForm, status: int = 200) -> HttpResponse:
    fits = list(study.fits.filter(edition_of=None).defer("arrays", "insights", "groups", "judged"))
    known = counted(study)
    counts = known.answered
    minimum = study.as_defined.minimum_group
    context: dict[str, Any] = {
        "newest": [_newest_fit(study, kind, known) for kind in (Kind.REAL, Kind.SIMULATED)],
        "fits": fits, "counts": counts, "minimum": minimum, "enough": counts[Kind.REAL] >= minimum,
        "missing": minimum - counts[Kind.REAL] if study.collection == Collection.CLOSED else missing(study),
        "rehearsed": counts[Kind.SIMULATED] > 0, "designed": designed(study),
        "form": form, "running": study.jobs.filter(kind__in=BUSY, state__in=("waiting", "running")),
        "last": study.jobs.filter(kind__in=BUSY).first(),
        "unprintable": warnings_of(unprintable(_printed_texts(study))),
        "reports": study.files.filter(kind="report").defer("content").order_by("language"),
    }  # fmt: skip
    return room(request, study, "fits", "workbench/analyse/fits.html", status=status, **context)


@login_required
@require_POST
def fit(request: HttpRequest, key: str) -> HttpResponse:
    """Have the choice model fitted to the real or to the simulated answers."""
    study = study_for(request, key, ANALYST)
    kind = Kind.SIMULATED if request.POST.get("kind") == Kind.SIMULATED else Kind.REAL
    try:
        job = ask_for_fit(study, request.user, kind)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("workbench:fits", key=key)
    return redirect("workbench:job", key=key, pk=job.pk)


@login_required
@require_POST
def simulate(request: HttpRequest, key: str) -> HttpResponse:
    """Have a panel simulated, in place of the earlier simulated one."""
    study = study_for(request, key, ANALYST)
    form = SimulateForm(request.POST)
    if not form.is_valid():
        return _page(request, study, form, status=422)
    try:
        job = ask_for_panel(study, request.user, participants=form.cleaned_data["participants"])
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _page(request, study, form, status=422)
    return redirect("workbench:job", key=key, pk=job.pk)


@login_required
@require_POST
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Have the report of a fit written, in Dutch or English."""
    study = study_for(request, key, ANALYST)
    pk, language = request.POST.get("fit", ""), request.POST.get("language", "nl")
    row = study.fits.filter(edition_of=None, pk=int(pk) if pk.isdecimal() else 0).first()
    if row is None or language not in ("nl", "en"):
        messages.error(request, _("There is no such fit."))
        return redirect("workbench:fits", key=key)
    job = ask_for_report(row, request.user, engine_language(language))
    return redirect("workbench:job", key=key, pk=job.pk)


@login_required
@require_safe
def report_file(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Give a report that was made."""
    study = study_for(request, key, ANALYST)
    file = study.files.filter(pk=pk, kind="report").first()
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _printed_texts(study: Study) -> dict[str, str]:
    """Return what people wrote for the report: the study's texts, and the notes at its figures."""
    notes = {f"notes.{note.figure}": note.text for note in study.notes.all()}
    return texts_of(study.as_shown) | dict(texts_in("", notes))


def _newest_fit(study: Study, kind: str, counts: Counted) -> dict[str, Any] | None:
    row = study.fits.filter(kind=kind, edition_of=None).first()
    if row is None:
        return None
    warnings = list(map(message_from, row.values.get("warnings", [])))
    return {"fit": row, "participants": len(row.values.get("participants", [])), "warnings": warnings,
            "answers": row.values.get("n_answers"), "stale": _stale(study, row, counts),
            "checks": checks_told(row, study.as_shown)}  # fmt: skip


def _stale(study: Study, row: StoredFit, counts: Counted) -> bool:
    """Whether answers came, went or changed since."""
    if row.erased:
        return row.withdrawn and study.erased_at is None
    return counts.hashes.get(row.kind) != row.data_hash

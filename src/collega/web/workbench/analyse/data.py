"""Study folder out and in, and exports: the same tables as the command line's, all logged."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collega.errors import CollegaError, DataError, NotComputedError, StudyError
from collega.tables import FORMATS
from collega.web.access import ANALYST, study_for
from collega.web.deeds import study_folder
from collega.web.deeds.analysis import ask_for_fit
from collega.web.deeds.refused import RefusedError
from collega.web.progress.kept import counted
from collega.web.records.languages import engine_language
from collega.web.records.models import Kind, Study
from collega.web.sentences import error_words, problems_of
from collega.web.workbench.rooms import room

TYPES = {
    "csv": "text/csv", "zip": "application/zip", "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sav": "application/x-spss-sav",
}  # fmt: skip


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what can be taken out and in."""
    return _page(request, study_for(request, key, ANALYST))


@login_required
@require_POST
def folder_out(request: HttpRequest, key: str) -> HttpResponse:
    """Give the study folder as a zip; by POST, since it is logged and holds individual answers."""
    study = study_for(request, key, ANALYST)
    kind = _kind(request)
    try:
        content = study_folder.take_folder_out(study, request.user, kind)
    except CollegaError as error:
        messages.error(request, error_words(error))
        return redirect("workbench:data", key=key)
    return _file(content, f"{key}{'-simulated' if kind == Kind.SIMULATED else ''}.zip", "zip")


@login_required
@require_POST
def folder_in(request: HttpRequest, key: str) -> HttpResponse:
    """Take a study folder into a study that has not been launched."""
    study = study_for(request, key, ANALYST)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose the file."))
        return redirect("workbench:data", key=key)
    try:
        summary = study_folder.take_folder_in(study, upload.read(), request.user)
    except RefusedError as error:
        return _page(request, study, refused=str(error), status=422)
    except (StudyError, DataError) as error:
        return _page(request, study, problems=problems_of(error), status=422)
    except NotComputedError as error:
        return _page(request, study, refused=error_words(error), status=422)
    messages.success(request, _("The study folder was taken in."))
    if summary.answers:
        ask_for_fit(study, request.user, Kind(summary.kind))
        messages.info(request, _("The choice model is being fitted to its answers."))
    return redirect("workbench:study", key=key)


@login_required
@require_POST
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Give the answers as a table with its codebook; pseudonyms, times rounded to the day."""
    study = study_for(request, key, ANALYST)
    form, shape, kind = request.POST.get("format", ""), request.POST.get("shape", "long"), _kind(request)
    if form not in FORMATS or shape not in ("long", "apart"):
        raise Http404
    language = engine_language(get_language())
    try:
        name, content = study_folder.export_answers(
            study, request.user, kind, form, apart=shape == "apart", language=language
        )
    except CollegaError as error:
        messages.error(request, error_words(error))
        return redirect("workbench:data", key=key)
    return _file(content, name, name.rsplit(".", 1)[1])


def _page(request: HttpRequest, study: Study, *, status: int = 200, **context: object) -> HttpResponse:
    formats = (("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("parquet", "Parquet"), ("sav", "SPSS (sav)"))
    return room(request, study, "data", "workbench/analyse/data.html", counts=counted(study).answered, formats=formats,
                status=status, **context)  # fmt: skip


def _kind(request: HttpRequest) -> str:
    return Kind.SIMULATED.value if request.POST.get("kind") == Kind.SIMULATED else Kind.REAL.value


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""Starting a study, its file, and a copy of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.errors import StudyError
from collega.study import template_text
from collega.web.access import ANALYST, person_of, study_for
from collega.web.deeds.definition import FrozenError, change, copy_study, make_study, mark
from collega.web.deeds.empty import EMPTY
from collega.web.deeds.refused import ChangedMeanwhileError
from collega.web.records.models import Deed
from collega.web.sentences import problems_of
from collega.web.workbench.define.forms import NewStudyForm
from collega.web.workbench.rooms import room


class _TwoTextsError(Exception):
    """A study file was chosen, and the text on the page changed too: one of them would be lost."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a study from a template or a file."""
    if not person_of(request).founder:
        raise PermissionDenied(_("Only who was invited to start studies can do so."))
    form = NewStudyForm(request.POST or None, request.FILES or None, initial={"start": "avg-data-sharing"})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        start = form.cleaned_data["start"]
        try:
            text = _start_text(start, form.cleaned_data["file"])
            study = make_study(form.cleaned_data["key"], request.user, text)
        except UnicodeDecodeError:
            form.add_error("file", _("This is not a text file in UTF-8."))
        except StudyError as error:
            problems = problems_of(error)
        else:
            return redirect("workbench:definition", key=study.key)
    status = 422 if problems or form.errors else 200
    return render(request, "workbench/define/new.html", {"form": form, "problems": problems}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, key: str) -> HttpResponse:
    """Show the definition as study.yaml, and take in another one."""
    study = study_for(request, key, ANALYST)
    text, version, problems = study.definition, request.POST.get("seen") or mark(study), []
    if request.method == "POST":
        upload = request.FILES.get("file")
        text = request.POST.get("text", "")
        try:
            if upload and text.split() not in ([], study.definition.split()):
                raise _TwoTextsError
            text = upload.read().decode("utf-8-sig", errors="replace") if upload else text
            change(study, request.user, version, text, Deed.STUDY_FILE_TAKEN_IN)
        except _TwoTextsError:
            messages.error(request, _("Either change the text or choose a file: this file was not taken in, since the "
                                      "text below was changed too."))  # fmt: skip
        except StudyError as error:
            problems = problems_of(error)
        except FrozenError:
            study.refresh_from_db()
            messages.error(request, _("The study was launched meanwhile: this text was not saved."))
        except ChangedMeanwhileError:
            study.refresh_from_db()
            version = mark(study)
            messages.error(request, _("The questions were changed in another window meanwhile. Nothing was saved; your "
                                      "text stands here. Save again to put it in the place of the other."))  # fmt: skip
        else:
            messages.success(request, _("Saved."))
            return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/define/file.html", text=text, seen=version, problems=problems,
                typed=request.method == "POST", status=422 if problems else 200)  # fmt: skip


@login_required
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Give study.yaml."""
    study = study_for(request, key, ANALYST)
    response = HttpResponse(study.definition, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.study.yaml"'
    return response


@login_required
@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Make a new study with the same questions: the way to change what was launched."""
    study = study_for(request, key, ANALYST)
    if not person_of(request).founder:
        raise PermissionDenied(_("Only who was invited to start studies can do so."))
    duplicate = copy_study(study, request.user)
    messages.success(request, _("This is the copy. The first study is as it was."))
    return redirect("workbench:definition", key=duplicate.key)


def _start_text(start: str, file: Any) -> str:
    """Return the study.yaml to begin with; UnicodeDecodeError where a file is no text."""
    if start == "file":
        return str(file.read().decode("utf-8-sig"))
    return EMPTY if start == "blank" else template_text(start)

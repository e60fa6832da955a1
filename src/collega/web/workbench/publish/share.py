"""Whose share comes first in an advice, and the counts by which the profession's is weighed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from collega.errors import DataError
from collega.panel.counts_file import Counts, read_counts
from collega.tables import UPLOAD, read_table
from collega.web.access import OWNER, study_for
from collega.web.deeds.publication import choose_share, keep_counts
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import ShareOf, Study
from collega.web.sentences import problems_of
from collega.web.workbench.publish.share_words import WHOSE, counted, refusals, to_fill_in
from collega.web.workbench.rooms import room

LARGEST = 2 * 2**20  # bytes


class CountsForm(forms.Form):
    """The counts, from a file or typed."""

    typed = forms.CharField(
        label=gettext_lazy("Paste the counts"), required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("On the first line the names of the columns. Either characteristic, value and count, as "
                               "above. Or, for combinations: a column for each characteristic, and count."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a file"), required=False, help_text=gettext_lazy("CSV or XLSX, at most 2 MB.")
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = str(cleaned.get("typed", "")).strip()
        if bool(cleaned.get("file")) == bool(typed):
            raise forms.ValidationError(_("Choose a file, or paste the counts: one of the two."))
        if cleaned.get("file") and cleaned["file"].size > LARGEST:
            self.add_error("file", _("This file is larger than 2 MB."))
        return cleaned

    def read(self, study: Study) -> Counts:
        """Return the counts; DataError with every problem."""
        upload, typed = self.cleaned_data["file"], self.cleaned_data["typed"]
        name = Path(upload.name).name if upload else "counts.csv"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_bytes(upload.read() if upload else typed.encode())
            return read_counts(study.as_defined, read_table(file, limits=UPLOAD))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose whose share comes first."""
    study, population = study_for(request, key, OWNER), request.POST.get("share_of", "")
    if request.method == "POST" and population in ShareOf.values:
        choose_share(study, request.user, ShareOf(population))
        messages.success(request, _("Saved."))
        return redirect("workbench:publish", key=key)
    if request.method == "POST":
        messages.error(request, _("Choose whose share comes first."))
    return room(request, study, "publish", "workbench/publish/whose.html", whose=WHOSE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: HttpRequest, key: str) -> HttpResponse:
    """Show the counts of the profession; take them in, or remove them."""
    study = study_for(request, key, OWNER)
    if request.method != "POST":
        return _show(request, study, CountsForm())
    if request.POST.get("remove") == "yes":
        keep_counts(study, request.user, None)
        messages.success(request, _("The counts of the profession were removed."))
        return redirect("workbench:counts", key=key)
    form = CountsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, study, form, status=422)
    try:
        keep_counts(study, request.user, form.read(study))
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, study, form, status=422)
    except DataError as error:
        return _show(request, study, form, problems_of(error), status=422)
    messages.success(request, _("The counts of the profession were saved."))
    return redirect("workbench:counts", key=key)


def _show(
    request: HttpRequest, study: Study, form: CountsForm, problems: Sequence[dict[str, str]] = (), *, status: int = 200
) -> HttpResponse:
    return room(request, study, "publish", "workbench/publish/counts.html", status=status, form=form, problems=problems,
                counted=counted(study), refusals=refusals(study), to_fill_in=to_fill_in(study))  # fmt: skip

"""Composing the scenarios, judging how good they are, and changing one by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.design import Design, assess
from collega.design.imported import import_scenarios
from collega.errors import DataError
from collega.study.bounds import REPEATS, SEARCH_SECONDS, VERSIONS
from collega.tables import UPLOAD
from collega.web import bridge
from collega.web.access import ANALYST, study_for
from collega.web.deeds.design import ask_for_design, change_scenario, changes_no_more, take_design_in
from collega.web.deeds.refused import RefusedError
from collega.web.records.languages import engine_language
from collega.web.records.models import StoredDesign, Study, current_design
from collega.web.sentences import problems_of, reading_of
from collega.web.workbench.design.quality import quality_told
from collega.web.workbench.numbers import number_field
from collega.web.workbench.rooms import room

_ABREAST = 5  # scenarios beside each other: as many as a screen of 1280 pixels has room for


class ComposeForm(forms.Form):
    """How to compose."""

    versions = number_field(
        VERSIONS, label=gettext_lazy("Versions"), initial=2,
        help_text=gettext_lazy("Sets of scenarios; each participant judges one. Take two or more."),
    )  # fmt: skip
    repeat = number_field(
        REPEATS, label=gettext_lazy("Scenarios shown twice"), initial=0,
        help_text=gettext_lazy("To see how consistent people are. Each one costs participants' time."),
    )  # fmt: skip
    seconds = number_field(
        SEARCH_SECONDS, label=gettext_lazy("Longest time, in seconds"), required=False,
        help_text=gettext_lazy("Leave this empty: composing then gives the same scenarios every time."),
    )  # fmt: skip

    def __init__(self, study: Study, data: Any = None) -> None:
        super().__init__(data, initial=_last_settings(study))


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the design and its quality."""
    study = study_for(request, key, ANALYST)
    return _page(request, study)


@login_required
@require_POST
def compose(request: HttpRequest, key: str) -> HttpResponse:
    """Start composing."""
    study = study_for(request, key, ANALYST)
    form = ComposeForm(study, request.POST)
    if not form.is_valid():
        return _page(request, study, form=form, status=422)
    try:
        job = ask_for_design(study, request.user, **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _page(request, study, form=form, status=422)
    return redirect("workbench:job", key=key, pk=job.pk)


@login_required
@require_POST
def take_in(request: HttpRequest, key: str) -> HttpResponse:
    """Take in a design that was made elsewhere."""
    study = study_for(request, key, ANALYST)
    form, upload = ComposeForm(study, request.POST), request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose the file."))
    if upload is None or _refused(request, study):
        return _page(request, study, form=form, status=422)
    with tempfile.TemporaryDirectory() as table, tempfile.TemporaryDirectory() as beside:
        file = _write_upload(upload, Path(table))
        rules = request.FILES.get("mapping")
        try:
            mapping = None if rules is None else _write_upload(rules, Path(beside))
            imported = import_scenarios(study.as_defined, file, mapping, limits=UPLOAD)
        except DataError as error:
            read = [line for source in error.sources for line in reading_of(source)]
            return _page(request, study, form=form, problems=problems_of(error), read=read, status=422)
    take_design_in(study, request.user, imported.design)
    messages.success(request, _("The design was taken in."))
    messages.info(request, " ".join(reading_of(imported.source)))
    return redirect("workbench:design", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Change one scenario: first the effect is shown, then it is kept; after the launch the effect alone."""
    study = study_for(request, key, ANALYST)
    row = current_design(study)
    if row is None or row.out_of_date or name not in row.layout["scenarios"]:
        raise Http404
    form = _scenario_form(study, row, name, request.POST or None)
    version, effect = f"{row.pk}-{row.basis[:16]}", None
    if request.method == "POST" and form.is_valid():
        changed = _with_scenario(bridge.design_of(row), study, name, form.cleaned_data)
        effect = assess(study.as_defined, changed)
        if request.POST.get("seen", version) != version:
            messages.error(request, _("The scenarios were composed anew or changed in another window meanwhile. "
                                      "Nothing was saved. This is what your choice would do to the scenario as it "
                                      "is now."))  # fmt: skip
        elif "keep" in request.POST and effect.verdict != "unusable" and not _refused(request, study):
            change_scenario(study, request.user, changed, name)
            messages.success(request, _("The scenario was changed."))
            return redirect("workbench:design", key=key)
    return room(request, study, "design", "workbench/design/scenario.html", form=form, name=name, before=row.quality,
                seen=version, effect=None if effect is None else effect.as_json(),
                told=[] if effect is None else quality_told(effect.as_json(), study.as_defined))  # fmt: skip


def _write_upload(upload: UploadedFile[bytes], folder: Path) -> Path:
    """Write an uploaded file under its own name."""
    file = folder / Path(upload.name or "scenarios.csv").name
    file.write_bytes(upload.read())
    return file


def _page(request: HttpRequest, study: Study, **context: Any) -> HttpResponse:
    row = current_design(study)
    context.setdefault("form", ComposeForm(study))
    sentences = [] if row is None else quality_told(row.quality, study.as_defined)
    rows = [] if row is None or row.out_of_date else _table(study, row)
    running = study.jobs.filter(kind="design", state__in=("waiting", "running")).first()
    return room(request, study, "design", "workbench/design/design.html", design=row, told=sentences, versions=rows,
                balance=[] if row is None or row.out_of_date else _balance(study, row),
                running=running, **context)  # fmt: skip


def _last_settings(study: Study) -> dict[str, Any]:
    """How this study was composed last; a design made elsewhere tells its number of versions only."""
    job, row = study.jobs.filter(kind="design").first(), current_design(study)
    if job is not None:
        return dict(job.arguments)
    return {} if row is None else {"versions": len(row.layout["versions"])}


def _table(study: Study, row: StoredDesign) -> list[dict[str, Any]]:
    design = bridge.design_of(row)
    return [
        {"name": version, "n": len(numbers), "sheets": [_sheet(study, design, part) for part in _parts(numbers)]}
        for version, numbers in zip(design.versions, design.shows, strict=True)
    ]


def _parts(numbers: Sequence[int]) -> list[Sequence[int]]:
    """Divide scenarios over sheets that are about equally wide."""
    sheets = -(-len(numbers) // _ABREAST)
    edges = [round(n * len(numbers) / sheets) for n in range(sheets + 1)] if sheets else []
    return [numbers[start:end] for start, end in pairwise(edges)]


def _sheet(study: Study, design: Design, scenarios: Sequence[int]) -> dict[str, Any]:
    """Scenarios beside each other: their names, and for every criterion their levels."""
    language = engine_language(get_language())
    names = [design.scenarios[s] for s in scenarios]
    rows = [
        (criterion.text.say(language),
         [(name, criterion.levels[int(design.profiles[s, c])].text.say(language))
          for name, s in zip(names, scenarios, strict=True)])
        for c, criterion in enumerate(study.as_shown.criteria)
    ]  # fmt: skip
    return {"names": names, "rows": rows}


def _balance(study: Study, row: StoredDesign) -> list[dict[str, Any]]:
    design, language = bridge.design_of(row), engine_language(get_language())
    runs = design.runs()
    return [
        {"text": criterion.text.say(language),
         "levels": [(level.text.say(language), int(n)) for level, n in zip(criterion.levels, counts, strict=True)]}
        for criterion, counts in zip(study.as_shown.criteria, _counts(runs, study.as_defined.n_levels), strict=True)
    ]  # fmt: skip


def _counts(runs: Any, n_levels: tuple[int, ...]) -> list[Any]:
    return [np.bincount(runs[:, c], minlength=levels) for c, levels in enumerate(n_levels)]


def _scenario_form(study: Study, row: StoredDesign, name: str, data: Any) -> forms.Form:
    design, language = bridge.design_of(row), engine_language(get_language())
    profile = design.profiles[design.scenarios.index(name)]
    form = forms.Form(data)
    for c, criterion in enumerate(study.as_shown.criteria):
        form.fields[criterion.key] = forms.ChoiceField(
            label=criterion.text.say(language), choices=[(x.key, x.text.say(language)) for x in criterion.levels],
            initial=criterion.level_keys[int(profile[c])],
        )  # fmt: skip
    return form


def _with_scenario(design: Design, study: Study, name: str, levels: dict[str, str]) -> Design:
    profiles = design.profiles.copy()
    profiles[design.scenarios.index(name)] = [study.as_defined.level_index(c, x)[1] for c, x in levels.items()]
    return replace(design, profiles=np.ascontiguousarray(profiles))


def _refused(request: HttpRequest, study: Study) -> bool:
    refusal = changes_no_more(study)
    if refusal:
        messages.error(request, refusal)
    return bool(refusal)

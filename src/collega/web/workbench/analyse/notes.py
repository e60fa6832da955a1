"""Interpretation notes at the figures: from the deepening session, beside the figure and in the report."""

from __future__ import annotations

import hashlib
import json
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collega.exhibits import in_order
from collega.web.access import ANALYST, study_for
from collega.web.deeds.analysis import LONGEST_NOTE, write_note
from collega.web.deeds.refused import RefusedError
from collega.web.editions.shown import team_fit
from collega.web.records.languages import engine_language
from collega.web.records.models import Note, Picture, Study
from collega.web.workbench.analyse.figure_titles import figure_title, section_title
from collega.web.workbench.rooms import room


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """List the figures of the newest fit, and which have a note."""
    study = study_for(request, key, ANALYST)
    pictures = pictures_of(study)
    noted = {note.figure: note for note in study.notes.all()}
    lines = [{"name": picture.name, "title": figure_title(study, picture.name), "finding": picture.finding,
              "note": noted.pop(picture.name, None)} for picture in pictures]  # fmt: skip
    sections: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        sections.setdefault(section_title(study, str(line["name"])), []).append(line)
    rest = [{"name": name, "title": figure_title(study, name), "note": note} for name, note in sorted(noted.items())]
    return room(request, study, "notes", "workbench/analyse/notes.html", lines=lines, rest=rest,
                fitted=team_fit(study) is not None,
                sections=[(title, figures, sum(line["note"] is not None for line in figures))
                          for title, figures in sections.items()],
                written=sum(line["note"] is not None for line in lines))  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Write the note at one figure, in both languages; an empty note goes."""
    study = study_for(request, key, ANALYST)
    pictures = pictures_of(study)
    names = [picture.name for picture in pictures]
    note = study.notes.filter(figure=name).first()
    if name not in names and note is None:
        raise Http404
    text, version = note.text if note else {}, _mark(note)
    if request.method == "POST":
        text = {code: request.POST.get(code, "").replace("\r\n", "\n").strip() for code in ("nl", "en")}
        if request.POST.get("seen", version) != version:
            messages.error(request, _("This note was changed in another window meanwhile. Nothing was saved; your text "
                                      "stands here. Save again to put it in the place of the other."))  # fmt: skip
        else:
            try:
                write_note(study, request.user, name, text)
            except RefusedError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("workbench:note", key=key, name=name)
    place = names.index(name) if name in names else -1
    return room(request, study, "notes", "workbench/analyse/note.html", name=name, title=figure_title(study, name),
                text=text, seen=version, typed=request.method == "POST", longest=LONGEST_NOTE,
                picture=next((picture for picture in pictures if picture.name == name), None),
                before=names[place - 1] if place > 0 else None,
                after=names[place + 1] if 0 <= place < len(names) - 1 else None)  # fmt: skip


def pictures_of(study: Study) -> list[Picture]:
    """Return the charts of the team's fit in the language of the page."""
    fit = team_fit(study)
    if fit is None:
        return []
    pictures = fit.pictures.filter(language=engine_language(get_language())).order_by("pk")
    return in_order(pictures, key=attrgetter("name"))


def _mark(note: Note | None) -> str:
    """What tells whether the note changed since a page was made."""
    return hashlib.sha256(json.dumps(note.text if note else {}, sort_keys=True).encode()).hexdigest()[:16]

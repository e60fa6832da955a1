"""The job that makes the PDF report of a fit, with the notes of the team."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from collega.colleague import VirtualColleague
from collega.errors import NotComputedError
from collega.insight import insights
from collega.messages import Message
from collega.panel.identity import panel_hash
from collega.report import example_cases, write_report
from collega.study import Language
from collega.web import bridge
from collega.web.profession import counts_of
from collega.web.queue import Progress
from collega.web.records.languages import engine_language, say
from collega.web.records.models import Job, MadeFile, StoredFit
from collega.web.session_bridge import records_of


def make_report(job: Job, progress: Progress) -> dict[str, Any]:
    """Make the report of a fit (argument ``fit``) in a language (argument ``language``)."""
    row = StoredFit.objects.select_related("study").get(pk=job.arguments["fit"])
    stored = report(row, engine_language(job.arguments.get("language", "nl")), progress)
    return {"file": stored.pk}


def report(row: StoredFit, language: Language, progress: Progress) -> MadeFile:
    """Make and keep the report of a fit, replacing the one in the same language.

    Raises
    ------
    NotComputedError
        Where the answers are not those of the fit any more: a report is of one state of the panel.
    """
    study = row.study
    panel = bridge.panel_of(study, row.kind, members=row.members).counted
    if row.erased or panel_hash(panel) != row.data_hash:
        raise NotComputedError(Message("web-answers-changed"))
    fit, definition = bridge.fit_of(row), study.as_shown
    results = insights(panel, fit)
    colleague = VirtualColleague.of(definition, fit, panel=panel, counts=counts_of(study))
    advices = [colleague.advise(case) for case in example_cases(definition, panel, results)]
    notes = {note.figure: say(note.text, language) for note in study.notes.all()}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.pdf"
        write_report(
            definition, panel, fit, results, advices, language=language, to=target, on=timezone.localdate(),
            notes=notes,
            sessions=records_of(study), progress=progress,
        )  # fmt: skip
        content = target.read_bytes()
    with transaction.atomic():
        study.files.filter(kind="report", language=language).delete()
        return MadeFile.objects.create(
            study=study, fit=row, kind="report", language=language, name=f"{study.key}-{language}.pdf",
            content_type="application/pdf", content=content,
        )  # fmt: skip

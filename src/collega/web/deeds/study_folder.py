"""A study as a folder in a zip, out and in: the database's rows and the command line's files say the same."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.errors import NotComputedError
from collega.folder import STUDY, StudyFolder
from collega.manifest import MANIFEST
from collega.panel import Panel, export_panel, partition
from collega.panel.counts_file import read_counts
from collega.panel.partition import EXTENSION
from collega.rounds import SESSIONS
from collega.study import Language, dump_study
from collega.study import Study as Definition
from collega.study.period import last_day
from collega.study.yaml_source import read_yaml
from collega.tables import read_table
from collega.tables.limits import MEGABYTE, Limits
from collega.tables.packed import NO_PACKAGE, Package
from collega.web import bridge
from collega.web.deeds.casebook_export import folder_files
from collega.web.deeds.design import drop_rehearsals
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.session import keep_records
from collega.web.profession import counts_of
from collega.web.records.models import Collection, Deed, Interview, Kind, Note, Study, current_design, log
from collega.web.session_bridge import records_of

NOTES, CORRECTIONS, PROFESSION = "notes.yaml", "corrections.yaml", "profession.csv"
TAKEN = (STUDY, MANIFEST, "scenarios.csv", "participants.csv", "answers.csv", "truth.json", NOTES, CORRECTIONS,
         PROFESSION, SESSIONS)  # fmt: skip
_LONGEST_NAME = 150  # of a figure
# what a study folder may hold once it is unpacked: some 50,000 participants with 20 answers each
FOLDER = Limits(rows=1_000_000, cells=5_000_000, unpacked=50 * MEGABYTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken in: how many answers, as which kind."""

    answers: int
    kind: str


def take_folder_out(study: Study, user: Any, kind: str) -> bytes:
    """Return the study folder as a zip; logged, since it holds individual answers."""
    content, facts = folder_of(study, kind)
    log(study, user, Deed.STUDY_FOLDER_TAKEN_OUT, kind=kind, **facts)
    return content


def export_answers(
    study: Study, user: Any, kind: str, form: str, *, apart: bool, language: Language
) -> tuple[str, bytes]:
    """Return name and content of the answers as a table with its codebook; logged."""
    content = export_of(study, kind, form, apart=apart, language=language)
    log(study, user, Deed.ANSWERS_EXPORTED, kind=kind, format=form, shape="apart" if apart else "long")
    return content


def folder_of(study: Study, kind: str) -> tuple[bytes, dict[str, int]]:
    """Return the study folder as a zip, and how much is in it.

    Raises
    ------
    NotComputedError
        Where there is no design.
    """
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / study.key
        folder = StudyFolder(path)
        folder.create(dump_study(_with_choice(study)))
        facts = _write(study, folder, kind)
        _write_beside(study, path)
        if sessions := records_of(study):
            folder.write_sessions(sessions)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(path.iterdir()):
                archive.write(file, f"{study.key}/{file.name}")
    return buffer.getvalue(), facts


def _with_choice(study: Study) -> Definition:
    """Return the definition with whose share comes first; its hash stays."""
    return study.as_defined.model_copy(update={"share_of": study.share_of})


def _write(study: Study, folder: StudyFolder, kind: str) -> dict[str, int]:
    try:
        panel = _panel(study, kind)
    except NotComputedError:
        row = current_design(study)
        if row is None or row.out_of_date:
            raise
        folder.write_design(study.as_defined, bridge.design_of(row), seed=None)
        return {"participants": 0, "answers": 0}
    folder.write_panel(panel)
    fit = _fit_to_send(study, kind)
    if fit is not None:
        folder.write_fit(bridge.fit_of(fit))
    return {"participants": panel.n_participants, "answers": panel.n_answers}


def _panel(study: Study, kind: str) -> Panel:
    """Return the panel to take out; the real one with what learners gave for research, marked."""
    panel = bridge.panel_of(study, kind)
    return bridge.with_learners(study, panel) if kind == Kind.REAL else panel


def _fit_to_send(study: Study, kind: str) -> Any:
    """The published fit, else the newest good one; never one that somebody withdrew from."""
    fits = study.fits.filter(kind=kind, edition_of=None, withdrawn=False, erased=False, study_hash=study.hash)
    return fits.filter(published=True).first() or fits.filter(converged=True).first()


def _write_beside(study: Study, path: Path) -> None:
    notes = {note.figure: note.text for note in study.notes.order_by("figure")}
    counts = counts_of(study)
    if counts is not None:
        (path / PROFESSION).write_bytes(pl.DataFrame(counts.rows()).write_csv().encode())
    for name, file in folder_files(study).items():
        (path / name).write_bytes(file)
    for name, content in ((NOTES, notes), (CORRECTIONS, study.corrections)):
        if content:
            (path / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def export_of(study: Study, kind: str, form: str, *, apart: bool, language: Language) -> tuple[str, bytes]:
    """Return name and content of an export: one file, or a zip where there are more."""
    panel = _panel(study, kind)
    name = f"{study.key}{'-simulated' if panel.synthetic else ''}"
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / name if apart else Path(place) / f"{name}.{form}"
        paths = export_panel(panel, target, form, language=language)
        if len(paths) == 1:
            return paths[0].name, paths[0].read_bytes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in paths:
                archive.write(file, file.name)
    return f"{name}-{form}.zip", buffer.getvalue()


def take_folder_in(study: Study, content: bytes, user: Any) -> Taken:
    """Take a study folder into a draft study, all or nothing.

    Synthetic answers come in as the simulated panel. Real ones freeze the study and close its collection: they were
    collected elsewhere, under what participants were told there.

    Raises
    ------
    RefusedError
        Where this is no study folder, or the study has been launched.
    StudyError, DataError
        With every problem of the files.
    """
    with tempfile.TemporaryDirectory() as place:
        path = Path(place)
        _unpack(content, path)
        folder = StudyFolder(path, limits=FOLDER)
        definition = folder.study()
        design = folder.design() if folder.has("scenarios.csv") else None
        panel = folder.panel() if folder.has("answers.csv") else None
        sessions = folder.sessions()
        notes, corrections = _notes(_yaml(path / NOTES)), _corrections(_yaml(path / CORRECTIONS))
        file = path / PROFESSION
        counts = read_counts(definition, read_table(file, limits=FOLDER)) if file.is_file() else None
        if counts is not None and counts.weights:
            raise RefusedError(_("%(file)s holds weights of single participants; the site takes counts.")
                               % {"file": PROFESSION})  # fmt: skip
    with transaction.atomic():
        row = Study.objects.select_for_update().get(pk=study.pk)
        if row.launched or row.interviews.filter(kind=Kind.REAL).exists():
            raise RefusedError(_("The study was launched, or has answers: a folder is only taken into a new study."))
        row.definition = dump_study(definition)
        row.corrections = corrections
        row.share_of, row.profession = definition.share_of, {} if counts is None else counts.as_json()
        row.save(update_fields=["definition", "corrections", "share_of", "profession"])
        drop_rehearsals(row)
        design_row = bridge.keep_design(row, design) if design is not None else None
        kind = _keep_panel(row, panel, design_row) if panel is not None else Kind.REAL.value
        _keep_notes(row, notes)
        keep_records(row, sessions)
        answers = 0 if panel is None else panel.n_answers
        log(row, user, Deed.STUDY_FOLDER_TAKEN_IN, answers=answers, kind=kind)
    study.refresh_from_db()
    return Taken(answers=answers, kind=kind)


def _keep_panel(row: Study, panel: Panel, design: Any) -> str:
    if panel.synthetic:
        bridge.keep_panel(row, panel, Kind.SIMULATED, design=design)
        return Kind.SIMULATED.value
    bridge.keep_panel(row, panel, Kind.REAL, design=design)
    row.launched_at, row.collection = timezone.now(), Collection.CLOSED
    row.keep_until = last_day(timezone.localdate(), row.as_defined.retention)
    row.save(update_fields=["launched_at", "collection", "keep_until"])
    Interview.objects.filter(study=row, kind=Kind.PREVIEW).delete()
    return Kind.REAL.value


def _keep_notes(row: Study, notes: dict[str, dict[str, str]]) -> None:
    row.notes.all().delete()
    Note.objects.bulk_create(Note(study=row, figure=figure, text=text) for figure, text in notes.items())


def _notes(stored: Any) -> dict[str, dict[str, str]]:
    """Return notes as the site writes them: a text in both languages, or in each, by the name of a figure."""
    notes = stored if stored is not None else {}
    if not isinstance(notes, dict) or any(len(str(figure)) > _LONGEST_NAME for figure in notes):
        raise _unreadable(NOTES)
    texts = {str(figure): {"nl": text, "en": text} if isinstance(text, str) else text for figure, text in notes.items()}
    for text in texts.values():
        if not isinstance(text, dict) or not all(isinstance(text.get(code, ""), str) for code in ("nl", "en")):
            raise _unreadable(NOTES)
    return {figure: {code: text.get(code, "") for code in ("nl", "en")} for figure, text in texts.items()}


def _corrections(stored: Any) -> list[dict[str, str]]:
    """Return corrections as the site writes them."""
    parts = ("place", "language", "text")
    corrections = stored if stored is not None else []
    if not isinstance(corrections, list):
        raise _unreadable(CORRECTIONS)
    for correction in corrections:
        if not isinstance(correction, dict) or not all(isinstance(correction.get(part), str) for part in parts):
            raise _unreadable(CORRECTIONS)
    return [{part: correction[part] for part in parts} for correction in corrections]


def _unreadable(file: str) -> RefusedError:
    return RefusedError(_("%(file)s cannot be read.") % {"file": file})


def _is_partition(name: PurePosixPath) -> bool:
    return name.suffix == EXTENSION and name.parent.name in (partition.ANSWERS, partition.PARTICIPANTS)


def _yaml(file: Path) -> Any:
    if not file.is_file():
        return None
    try:
        source = read_yaml(file.read_text(encoding="utf-8"), file.name)
    except UnicodeDecodeError:
        source = None
    if source is None or source.problems:
        raise _unreadable(file.name)
    return source.data


def _unpack(content: bytes, folder: Path) -> None:
    """Unpack the files of a study folder by their names alone, wherever they stand in the zip; nothing else."""
    try:
        package = Package("zip", content, FOLDER)
        members = [name for name in package.names if PurePosixPath(name).name in TAKEN]
        names = [PurePosixPath(name).name for name in members]
        if any(_is_partition(PurePosixPath(name)) for name in package.names):
            raise RefusedError(
                _("The answers in this study folder are Parquet partitions, and a site takes CSV alone.")
            )
        if STUDY not in names or len(names) != len(set(names)):
            raise RefusedError(_("This is not the zip of one study folder: it needs one study.yaml."))
        for member, name in zip(members, names, strict=True):
            (folder / name).write_bytes(package.read(member))
    except NO_PACKAGE:
        raise RefusedError(_("This is not a zip file that can be read.")) from None

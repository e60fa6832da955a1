"""The study folder on disk: read what is there, write whole files or nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl

from collega.design.layout import Design, read_design
from collega.errors import DataError, NotComputedError, Problem, StudyError
from collega.insight.disclosure import require_enough
from collega.manifest import MANIFEST, Manifest, next_manifest, read_manifest, sha256
from collega.messages import Message
from collega.model.fit import Fit
from collega.model.store import pack_fit, unpack_fit
from collega.model.summary import summarise
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts
from collega.panel.stored import ANSWERS, PARTICIPANTS, Spread, StoredAnswers, local_pieces, partition_files
from collega.panel.write import answers_frame, participants_frame
from collega.pieces import Report
from collega.practice.casebook import Casebook
from collega.practice.casebook_file import casebook_frame, met_frame, read_casebook
from collega.practice.practice import Practice
from collega.practice.practice_file import read_practice
from collega.rounds.record import SessionRecord
from collega.rounds.sessions_file import SESSIONS, read_sessions, sessions_json
from collega.study.definition import Study
from collega.study.dump import design_hash, study_hash
from collega.study.load import read_study
from collega.tables import DEFAULT, Limits, Table, read_table, write_together

STUDY, SCENARIOS = "study.yaml", "scenarios.csv"
CASES, PRACTICE = "cases.csv", "practice.csv"
MODEL, ARRAYS, TRUTH = "model.json", "model.npz", "truth.json"
T = TypeVar("T")
SITE = "site"  # the data of the website of the demonstration
_DERIVED = (TRUTH, MODEL, ARRAYS)


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """A study on disk.

    Attributes
    ----------
    path : Path
        The folder with ``study.yaml`` and what was collected for it.
    limits : Limits
        How much of its tables is read at most.
    """

    path: Path
    limits: Limits = DEFAULT

    def study(self) -> Study:
        """Read the definition; StudyError with every problem, or where there is none."""
        file = self.path / STUDY
        if self.path.is_file():
            raise StudyError([Problem(file=str(self.path), found=Message("folder-is-a-file"))])
        if not file.is_file():
            hint = Message("folder-make-study")
            raise StudyError([Problem(file=str(self.path), found=Message("folder-no-study", file=STUDY), hint=hint)])
        return _parsed(file.read_bytes())

    def design(self) -> Design:
        """Read the scenarios; NotComputedError where none were made yet."""
        self._require(SCENARIOS, "folder-no-scenarios")
        try:
            return read_design(self.study(), self._table(SCENARIOS))
        except DataError as error:
            raise DataError([*self._changed(SCENARIOS), *error.problems]) from error

    def panel(self) -> Panel:
        """Read participants and answers; NotComputedError where there are no answers yet."""
        return self._collected(lambda design: self.answers.panel(self.study(), design, synthetic=self.synthetic))

    def parts(self, *, spread: Spread = local_pieces, progress: Report | None = None) -> PanelParts | None:
        """Return the panel in its partitions, none of them read yet; None where it does not stand in partitions.

        ``spread`` and ``progress`` as :meth:`StoredAnswers.parts`.
        """
        if not self.answers.in_parts:
            return None
        stored, synthetic = self.answers, self.synthetic
        return self._collected(
            lambda design: stored.parts(self.study(), design, synthetic=synthetic, spread=spread, progress=progress)
        )

    def _collected(self, read: Callable[[Design], T]) -> T:
        """Read what was collected; where the definition has changed, that comes first."""
        if not self.answers.there:
            self._require(ANSWERS, "folder-no-answers")
        design = self.design()
        try:
            return read(design)
        except DataError as error:
            raise DataError([*self._changed(self.answers.name), *error.problems]) from error

    @property
    def answers(self) -> StoredAnswers:
        """Participants and answers, as CSV or in Parquet partitions."""
        return StoredAnswers(folder=self.path, limits=self.limits)

    def fit(self) -> Fit:
        """Read the current fit; NotComputedError where there is none."""
        self._require(MODEL, "folder-no-fit")
        try:
            stored = json.loads((self.path / MODEL).read_text(encoding="utf-8"))
            raw = (self.path / ARRAYS).read_bytes()
            if sha256(raw) != stored["arrays_sha256"]:
                raise DataError([_unreadable(Message("folder-other-arrays", arrays=ARRAYS, model=MODEL))])
            with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
                return unpack_fit(stored["fit"], dict(arrays))
        except (KeyError, ValueError, OSError, TypeError) as error:
            problem = Message("folder-unreadable-fit", error=f"{type(error).__name__}: {error}")
            raise DataError([_unreadable(problem)]) from error

    def practice(self) -> Practice:
        """Read how often practice meets what; NotComputedError where that is not there."""
        self._require(PRACTICE, "folder-no-practice")
        return read_practice(self.study(), self._table(PRACTICE))

    def sessions(self) -> tuple[SessionRecord, ...]:
        """Read what was kept of the sessions; empty where none were held, DataError with every problem of the file."""
        return read_sessions(self.study(), self.path / SESSIONS)

    def write_sessions(self, sessions: Sequence[SessionRecord]) -> None:
        """Write what was kept of the sessions, in the place of what is there."""
        self._write({SESSIONS: sessions_json(sessions)}, {})

    def casebook(self) -> Casebook:
        """Read the shared cases and their blind judgements; NotComputedError where there are none."""
        self._require(CASES, "folder-no-cases")
        return read_casebook(self.study(), self._table(CASES))

    def write_casebook(self, casebook: Casebook) -> None:
        """Write the casebook without names, and how often it meets which cases."""
        study = self.study()
        files = {CASES: _csv(casebook_frame(study, casebook)), PRACTICE: _csv(met_frame(study, casebook))}
        self._write(files, {})

    def _require(self, name: str, code: str) -> None:
        """Refuse with the message of this code where a file is not there."""
        if not self.has(name):
            self.study()  # where that is not there either, it comes first
            raise NotComputedError(Message(code, folder=str(self.path), file=name))

    def _table(self, name: str) -> Table:
        return read_table(self.path / name, limits=self.limits).sound()

    def has(self, name: str) -> bool:
        """Whether this file of the folder is there."""
        return (self.path / name).is_file()

    @property
    def synthetic(self) -> bool:
        """Whether the answers in the folder were simulated, and nobody has changed them since."""
        manifest = self._manifest()
        files = list(filter(_of_answers, self.answers.files()))
        return manifest.synthetic and bool(files) and all(manifest.lists(self.path, name) for name in files)

    @property
    def has_real_answers(self) -> bool:
        """Whether there are answers that nobody may overwrite."""
        return self.answers.there and not self.synthetic

    @property
    def study_changed(self) -> bool:
        """Whether the definition is another one than the answers were written for, or the scenarios stand on."""
        manifest, study = self._manifest(), self.study()
        if self.answers.there or manifest.design_hash is None:
            return manifest.study_hash not in (None, study_hash(study))
        return manifest.design_hash != design_hash(study)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be said wherever the answers of this folder are used."""
        if not (self._manifest().synthetic and self.has_real_answers):
            return ()
        return (Message("folder-count-as-real", answers=self.answers.name, manifest=MANIFEST),)

    def truth(self) -> dict[str, Any] | None:
        """Return the known truth behind a synthetic panel, where there is one."""
        file = self.path / TRUTH
        return json.loads(file.read_text(encoding="utf-8")) if self.synthetic and file.is_file() else None

    def create(self, text: str) -> None:
        """Start a folder with a definition; StudyError where there is one already."""
        if (self.path / STUDY).exists():
            problem = Message("folder-study-there", file=STUDY)
            raise StudyError([Problem(file=str(self.path), found=problem, hint=Message("folder-choose-other"))])
        self.path.mkdir(parents=True, exist_ok=True)
        self._write({STUDY: text.encode()}, {})

    def unchanged(self, name: str) -> bool:
        """Whether a file is there as Collega wrote it."""
        return self._manifest().lists(self.path, name)

    def renew(self, text: str) -> None:
        """Replace the definition by another one; DataError where there are real answers."""
        self._refuse_over((*self.answers.files(), *_DERIVED), "folder-answers-of-other-study")
        self._write({STUDY: text.encode()}, {})

    def write_design(
        self, study: Study, design: Design, *, seed: int | None, cut_short: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Write the scenarios; synthetic answers to another design go, everything else is refused.

        ``cut_short``: what a time limit cut short; the seed alone does not make this design again then.

        Returns
        -------
        tuple of str
            The synthetic files, and what was computed from them, that were removed.
        """
        scenarios = _csv(design.frame(study))
        self._refuse_over((*self.answers.files(), *_DERIVED), "folder-answers-of-other-design")
        self._refuse_over_scenarios(scenarios)
        facts = {"design_seed": seed, "design_cut_short": list(cut_short), "synthetic": False, **_hashes(study)}
        return self._write({SCENARIOS: scenarios}, facts, (*self.answers.files(), *_DERIVED))

    def write_panel(
        self, panel: Panel, *, seed: int | None = None, truth: Mapping[str, Any] | None = None
    ) -> tuple[str, ...]:
        """Write scenarios, participants and answers together; a fit to other answers goes.

        Returns
        -------
        tuple of str
            The synthetic files, and what was computed from them, that were replaced or removed.
        """
        self._refuse_over((*self.answers.files(), *_DERIVED), "folder-answers-lost")
        files = {
            SCENARIOS: _csv(panel.design.frame(panel.study)),
            PARTICIPANTS: _csv(participants_frame(panel)),
            ANSWERS: _csv(answers_frame(panel)),
        }
        if not self._same_scenarios(panel):
            self._refuse_over_scenarios(files[SCENARIOS])
        if truth is not None:
            files[TRUTH] = _json(truth)
        facts = {"panel_seed": seed, "synthetic": panel.synthetic, **_hashes(panel.study)}
        removed = (MODEL, ARRAYS) if truth is not None else _DERIVED
        return self._write(files, facts, (*self.answers.files(), *removed))

    def write_partitions(self, people: int) -> tuple[str, ...]:
        """Write the same participants and answers as Parquet partitions, in the place of what is there.

        Parameters
        ----------
        people : int
            Participants in each partition.

        Returns
        -------
        tuple of str
            The files that were written.
        """
        earlier, files = self.answers.files(), partition_files(self.panel(), people)
        self._write(files, {})
        self._write({}, {}, tuple(name for name in earlier if name not in files))  # until then nothing is lost
        return tuple(files)

    def write_csv(self) -> tuple[str, ...]:
        """Write the same participants and answers as CSV, in the place of the partitions; return the files written."""
        earlier, panel = self.answers.files(), self.panel()
        files = {PARTICIPANTS: _csv(participants_frame(panel)), ANSWERS: _csv(answers_frame(panel))}
        self._write(files, {})
        self._write({}, {}, tuple(name for name in earlier if name not in files))
        return tuple(files)

    def write_fit(self, fit: Fit) -> None:
        """Write the one current fit; DisclosureError where fewer than the minimum group are behind it."""
        require_enough(len(fit.participants), self.study().minimum_group)
        values, arrays = pack_fit(fit)
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        raw = buffer.getvalue()
        model = _json({**summarise(fit), "arrays_sha256": sha256(raw), "fit": values})
        self._write({ARRAYS: raw, MODEL: model}, {"fit_seed": fit.seed})

    def _refuse_over(self, names: tuple[str, ...], code: str) -> None:
        """Refuse with the message of this code where one of these files is not synthetic as the manifest lists it."""
        manifest = self._manifest()
        if self.has_real_answers:
            problem = Problem(file=self.answers.name, found=Message(code), hint=Message("folder-move-answers"))
            raise DataError([problem] + [Problem(file=MANIFEST, found=warning) for warning in self.warnings])
        real_files = [
            name
            for name in names
            if self.has(name) and not (manifest.synthetic and (name in _DERIVED or manifest.lists(self.path, name)))
        ]
        if real_files:
            found, hint = Message("folder-file-lost"), Message("folder-move-file")
            raise DataError([Problem(file=name, found=found, hint=hint) for name in real_files])

    def _refuse_over_scenarios(self, new: bytes) -> None:
        file = self.path / SCENARIOS
        if file.is_file() and file.read_bytes() != new and not self._manifest().lists(self.path, SCENARIOS):
            problem, hint = Message("folder-scenarios-lost"), Message("folder-move-scenarios")
            raise DataError([Problem(file=SCENARIOS, found=problem, hint=hint)])

    def _same_scenarios(self, panel: Panel) -> bool:
        """Whether nothing of the file with scenarios is lost: another layout, or a scenario that came back as well."""
        try:
            old, new = self.design().frame(panel.study), panel.design.frame(panel.study)
        except (DataError, NotComputedError):
            return False
        times = [frame.group_by(frame.columns, maintain_order=True).len() for frame in (old, new)]
        equal = times[0].drop("len").equals(times[1].drop("len"))
        return equal and bool((times[0]["len"] <= times[1]["len"]).all())

    def _changed(self, name: str) -> list[Problem]:
        """Tell that the definition has changed, where that explains every problem that follows."""
        if not self.study_changed:
            return []
        problem = Message("folder-study-changed", file=name)
        return [Problem(file=STUDY, found=problem, hint=Message("folder-restore-study", file=STUDY))]

    def _manifest(self) -> Manifest:
        return read_manifest(self.path / MANIFEST)

    def _write(
        self, files: Mapping[str, bytes], facts: Mapping[str, Any], gone: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Write all files or none; return which were there before, and are replaced or gone now.

        Somebody may pull the plug at any moment. So what is replaced goes first, then comes the manifest that tells
        what is synthetic, and the answers come last: synthetic answers never stand beside a manifest of real ones.
        """
        software = {"software": f"collega {version('collega')}"}
        manifest = next_manifest(self._manifest(), files, {**facts, **software}, gone)
        others = [name for name in files if name in (MODEL, ARRAYS, STUDY) or self._holds(name, files[name])]
        ours = dict.fromkeys((*self.answers.files(), SCENARIOS, *_DERIVED))
        old = [name for name in ours if name in gone or name in files]
        old = [name for name in old if self.has(name) and name not in others]
        contents = {MANIFEST: _json(manifest), **{name: files[name] for name in sorted(files, key=_of_answers)}}
        write_together({self.path / name: text for name, text in contents.items()}, [self.path / name for name in old])
        return tuple(name for name in old if name != SCENARIOS)

    def _holds(self, name: str, content: bytes) -> bool:
        file = self.path / name
        return file.is_file() and file.read_bytes() == content


@lru_cache(maxsize=8)
def _parsed(raw: bytes) -> Study:
    """Read a definition once, however often it is asked for."""
    return read_study(raw, file=STUDY)


def _of_answers(name: str) -> bool:
    return name.startswith("answers")


def _unreadable(problem: Message) -> Problem:
    return Problem(file=MODEL, found=problem, hint=Message("folder-fit-again"))


def _hashes(study: Study) -> dict[str, str]:
    return {"study_hash": study_hash(study), "design_hash": design_hash(study)}


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def _json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()

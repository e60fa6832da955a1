"""The study folder on disk: read what is there, write whole files or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from collega.design.layout import Design, read_design
from collega.errors import DataError, NotComputedError, Problem, StudyError
from collega.model.fit import Fit
from collega.model.store import pack_fit, unpack_fit
from collega.model.summary import summarise
from collega.panel.panel import Panel
from collega.panel.read import read_panel
from collega.panel.write import answers_frame, participants_frame
from collega.study.definition import Study
from collega.study.load import load_study
from collega.tables import read_table

STUDY, SCENARIOS, PARTICIPANTS, ANSWERS = "study.yaml", "scenarios.csv", "participants.csv", "answers.csv"
MODEL, ARRAYS, MANIFEST, TRUTH = "model.json", "model.npz", "manifest.json", "truth.json"


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """A study on disk.

    Attributes
    ----------
    path : Path
        The folder with ``study.yaml`` and what was collected for it.
    """

    path: Path

    def study(self) -> Study:
        """Read the definition; StudyError with every problem, or where there is none."""
        file = self.path / STUDY
        if not file.is_file():
            hint = f"Make one: collega new {self.path}"
            raise StudyError([Problem(file=str(self.path), found=f"there is no {STUDY} in this folder", hint=hint)])
        return load_study(file)

    def design(self) -> Design:
        """Read the scenarios; NotComputedError where none were made yet."""
        if not (self.path / SCENARIOS).is_file():
            raise NotComputedError(f"{self.path} has no {SCENARIOS} yet. Make one: collega design {self.path}")
        return read_design(self.study(), read_table(self.path / SCENARIOS))

    def panel(self) -> Panel:
        """Read participants and answers; NotComputedError where there are no answers yet."""
        if not (self.path / ANSWERS).is_file():
            raise NotComputedError(
                f"{self.path} has no {ANSWERS} yet. Bring answers in with 'collega import {self.path} --answers FILE', "
                f"or try the study out with 'collega simulate {self.path} --participants 50'."
            )
        participants = self.path / PARTICIPANTS
        return read_panel(
            self.study(),
            self.design(),
            participants=read_table(participants) if participants.is_file() else None,
            answers=read_table(self.path / ANSWERS),
            synthetic=self.synthetic,
        )

    def fit(self) -> Fit:
        """Read the current fit; NotComputedError where there is none."""
        if not (self.path / MODEL).is_file():
            raise NotComputedError(f"{self.path} has no fitted model yet. Make one: collega fit {self.path}")
        try:
            stored = json.loads((self.path / MODEL).read_text(encoding="utf-8"))["fit"]
            with np.load(self.path / ARRAYS, allow_pickle=False) as arrays:
                return unpack_fit(stored, dict(arrays))
        except (KeyError, ValueError, OSError, TypeError) as error:
            found = f"the fit cannot be read ({type(error).__name__}: {error})"
            raise DataError(
                [Problem(file=MODEL, found=found, hint=f"Make it again: collega fit {self.path}")]
            ) from error

    def has(self, name: str) -> bool:
        """Whether this file of the folder is there."""
        return (self.path / name).is_file()

    @property
    def synthetic(self) -> bool:
        """Whether the answers in the folder were simulated."""
        return bool(self._manifest().get("synthetic", False))

    @property
    def has_real_answers(self) -> bool:
        """Whether there are answers that nobody may overwrite."""
        return (self.path / ANSWERS).is_file() and not self.synthetic

    def truth(self) -> dict[str, Any] | None:
        """Return the known truth behind a synthetic panel, where there is one."""
        file = self.path / TRUTH
        return json.loads(file.read_text(encoding="utf-8")) if self.synthetic and file.is_file() else None

    def create(self, text: str) -> None:
        """Start a folder with a definition; StudyError where there is one already."""
        if (self.path / STUDY).exists():
            found = f"there is a {STUDY} here already; nothing was written"
            raise StudyError([Problem(file=str(self.path), found=found, hint="Choose another folder")])
        self.path.mkdir(parents=True, exist_ok=True)
        self._write({STUDY: text.encode()}, {})

    def write_design(self, study: Study, design: Design, *, seed: int | None) -> None:
        """Write the scenarios; answers to another design are never left behind, nor overwritten."""
        self._refuse_over_real_answers("a new design would no longer fit them")
        gone = (PARTICIPANTS, ANSWERS, TRUTH, MODEL, ARRAYS)
        self._write({SCENARIOS: _csv(design.frame(study))}, {"design_seed": seed, "synthetic": False}, gone)

    def write_panel(self, panel: Panel, *, seed: int | None = None, truth: Mapping[str, Any] | None = None) -> None:
        """Write scenarios, participants and answers together; a fit to other answers goes."""
        self._refuse_over_real_answers("they would be lost")
        files = {
            SCENARIOS: _csv(panel.design.frame(panel.study)),
            PARTICIPANTS: _csv(participants_frame(panel)),
            ANSWERS: _csv(answers_frame(panel)),
        }
        if truth is not None:
            files[TRUTH] = _json(truth)
        gone = (MODEL, ARRAYS) if truth is not None else (MODEL, ARRAYS, TRUTH)
        self._write(files, {"panel_seed": seed, "synthetic": panel.synthetic}, gone)

    def write_fit(self, fit: Fit) -> None:
        """Write the one current fit."""
        values, arrays = pack_fit(fit)
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        self._write(
            {MODEL: _json({**summarise(fit), "fit": values}), ARRAYS: buffer.getvalue()}, {"fit_seed": fit.seed}
        )

    def _refuse_over_real_answers(self, why: str) -> None:
        if self.has_real_answers:
            found = f"there are real answers in this folder, and {why}; nothing was written"
            hint = "Use another folder, or move the answers away first"
            raise DataError([Problem(file=ANSWERS, found=found, hint=hint)])

    def _manifest(self) -> dict[str, Any]:
        file = self.path / MANIFEST
        if not file.is_file():
            return {}
        try:
            manifest = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            manifest = None
        if not isinstance(manifest, dict):
            hint = "Restore it, or remove it if the answers are real"
            raise DataError([Problem(file=MANIFEST, found="this is not a JSON object", hint=hint)])
        return manifest

    def _write(self, files: Mapping[str, bytes], facts: Mapping[str, Any], gone: tuple[str, ...] = ()) -> None:
        """Write all files under temporary names, then rename them, the manifest last."""
        manifest = self._manifest() | dict(facts) | {"software": f"collega {version('collega')}"}
        listed = {name: entry for name, entry in manifest.get("files", {}).items() if name not in gone}
        listed |= {name: _entry(name, content) for name, content in files.items()}
        manifest["files"] = dict(sorted(listed.items()))
        contents = {**files, MANIFEST: _json(manifest)}
        temporary = {name: _write_aside(self.path, name, content) for name, content in contents.items()}
        for name in gone:
            if name not in files:
                (self.path / name).unlink(missing_ok=True)
        for name, aside in temporary.items():
            aside.replace(self.path / name)
        directory = os.open(self.path, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


def _write_aside(folder: Path, name: str, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{name}.", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside = Path(file.name)
    aside.chmod(0o644)
    return aside


def _entry(name: str, content: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {"sha256": hashlib.sha256(content).hexdigest()}
    return {"rows": content.count(b"\n") - 1} | entry if name.endswith(".csv") else entry


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def _json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()

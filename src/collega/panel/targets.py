"""Where results may be written: never over the study that they come from."""

from __future__ import annotations

from pathlib import Path

from collega.errors import DataError, Problem
from collega.messages import Message

_STUDY_FILES = (
    "study.yaml", "scenarios.csv", "participants.csv", "answers.csv", "model.json", "model.npz", "manifest.json",
    "truth.json",
)  # fmt: skip


def refuse_over_study(to: Path, *, apart: bool = False, extension: str | None = None) -> None:
    """Raise DataError where writing to ``to`` would overwrite a file of a study.

    Parameters
    ----------
    to : Path
        A file; or a folder, where tables are written apart.
    apart : bool
        Whether it is a folder.
    extension : str or None
        The only extension that is allowed, such as ``.pdf``.
    """
    folder = (to if apart else to.parent).resolve()
    if (folder / "study.yaml").exists() and (apart or to.name.lower() in _STUDY_FILES):
        code = "panel-export-over-study" if apart or extension is None else "panel-over-study"
        raise DataError([Problem(file=str(to), found=Message(code), hint=Message("panel-choose-other-target"))])
    if extension is not None and to.suffix.lower() != extension:
        found = Message("panel-other-extension", extension=to.suffix) if to.suffix else Message("common-no-extension")
        hint = Message("panel-name-file", name=f"{to.stem}{extension}")
        raise DataError([Problem(file=str(to), found=found, allowed=extension, hint=hint)])

"""Where results may be written: never over the study that they come from."""

from __future__ import annotations

from pathlib import Path

from collega.errors import DataError, Problem

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
        found = f"{'an export' if apart or extension is None else 'this'} here would overwrite the study itself"
        hint = "Choose another folder or file name"
        raise DataError([Problem(file=str(to), found=f"{found}; nothing was written", hint=hint)])
    if extension is not None and to.suffix.lower() != extension:
        found = f"the extension is '{to.suffix}'" if to.suffix else "the file name has no extension"
        hint = f"Name the file {to.stem}{extension}"
        raise DataError([Problem(file=str(to), found=found, allowed=extension, hint=hint)])

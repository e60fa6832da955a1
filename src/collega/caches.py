"""Where the compiled kernels are kept: beside the sources, or where those cannot be written in a folder of the user."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent
SETTING = "NUMBA_CACHE_DIR"  # numba reads it when it is imported


def provide() -> None:
    """Name a folder that can be written, where numba would find none and refuse to start."""
    if SETTING in os.environ or os.access(ROOT, os.W_OK):
        return
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "collega"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    if not os.access(folder, os.W_OK) or folder == Path(tempfile.gettempdir()):
        folder = Path(tempfile.mkdtemp(prefix="collega-"))  # of this process alone: nobody else can put code there
    os.environ[SETTING] = str(folder)


def stamp_file() -> Path:
    """Return the file that tells what the compiled code was made from."""
    named = os.environ.get(SETTING)
    return Path(named) / "collega-kernels.json" if named else ROOT / "__pycache__" / "kernels.json"


def compiled_files(source: Path) -> list[Path]:
    """Return what numba compiled from a source file."""
    named = os.environ.get(SETTING)
    folder = source.parent / "__pycache__"
    if named:  # as numba names a folder there
        place = os.path.abspath(source.parent)  # noqa: PTH100  -- without following links
        folder = Path(named) / f"{source.parent.name}_{hashlib.sha1(place.encode()).hexdigest()}"
    return [*folder.glob(f"{source.stem}.*.nbi"), *folder.glob(f"{source.stem}.*.nbc")]

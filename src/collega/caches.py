"""Where the compiled kernels are kept: beside the sources, or where those cannot be written in a folder of the user."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent
SETTING = "NUMBA_CACHE_DIR"  # numba reads it when it is imported


_PRIVATE = "collega-once-"


def provide() -> None:
    """Name a folder that can be written, where numba would find none and refuse to start."""
    if SETTING in os.environ or os.access(ROOT, os.W_OK):
        return
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "collega"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = ROOT
    if not os.access(folder, os.W_OK):  # a folder of this process alone: nobody else can put code there
        folder = Path(tempfile.mkdtemp(prefix=_PRIVATE))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[SETTING] = str(folder)


def lasts() -> bool:
    """Whether what is compiled now serves later commands too."""
    return not Path(os.environ.get(SETTING, "")).name.startswith(_PRIVATE)


def stamp_file() -> Path:
    """Return the file that tells what the compiled code was made from."""
    setting = os.environ.get(SETTING)
    return Path(setting) / "collega-kernels.json" if setting else ROOT / "__pycache__" / "kernels.json"


def compiled_files(source: Path) -> list[Path]:
    """Return what numba compiled from a source file."""
    setting = os.environ.get(SETTING)
    folder = source.parent / "__pycache__"
    if setting:  # as numba names a folder there
        place = os.path.abspath(source.parent)  # noqa: PTH100  -- without following links
        folder = (
            Path(setting) / f"{source.parent.name}_{hashlib.sha1(place.encode(), usedforsecurity=False).hexdigest()}"
        )
    return [*folder.glob(f"{source.stem}.*.nbi"), *folder.glob(f"{source.stem}.*.nbc")]

"""The one way in which Collega writes: a file is there completely, as it was before, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from collega import stopping
from collega.messages import Message

_LEFT_BEHIND = 600  # seconds; nobody writes a file for so long
_MARK = ".part"


def write_whole(path: Path, content: bytes) -> None:
    """Write one file, and its folder where that is not there yet.

    Raises
    ------
    OSError
        Naming ``path``; the file that was there stays, and nothing else is left.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes], removed: Iterable[Path] = ()) -> None:
    """Write all files under temporary names; only then remove what must go, and rename them in this order.

    A disk that fills up changes nothing. Who is killed between two renames leaves a folder in which the first files
    are new: order them such that this does no harm.
    """
    temporary: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            with _naming(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    raise IsADirectoryError(errno.EISDIR, Message("tables-is-a-folder"))
                _sweep(path)
                _write_aside(path, content, temporary)
        with stopping.renaming():
            _put_in_place(temporary, removed)
    finally:
        for aside in temporary.values():
            aside.unlink(missing_ok=True)


def _put_in_place(temporary: Mapping[Path, Path], removed: Iterable[Path]) -> None:
    for path in removed:
        with _naming(path):
            if path.exists():
                path.unlink()
                stopping.changed(path)
    for path, aside in temporary.items():
        with _naming(path):
            aside.replace(path)
            stopping.changed(path)
    for folder in {path.parent for path in temporary}:
        _sync(folder)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let errors name the file that somebody asked for."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror or str(error), str(path)) from error


def _write_aside(path: Path, content: bytes, temporary: dict[Path, Path]) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_MARK)
    temporary[path] = Path(name)
    stopping.aside(Path(name))
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary[path].chmod(0o644)


def _sweep(path: Path) -> None:
    """Remove what somebody who was killed while writing this file left behind."""
    for aside in path.parent.glob(f".{path.name}.*{_MARK}"):
        try:
            if time.time() - aside.stat().st_mtime > _LEFT_BEHIND:
                aside.unlink(missing_ok=True)
        except OSError:
            continue  # somebody else's, or gone already


def _sync(folder: Path) -> None:
    """Make the renames last, where the system can do that."""
    try:
        directory = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(directory)
    finally:
        os.close(directory)

"""Backing up: a folder with the database at one moment, the secret, the look, and the list of deletions."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyrage
from django.conf import settings

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.ledger import ledger_file
from collega.web.operations.database import FILES, dump, kind_of_database
from collega.web.operations.manifest import Manifest, fingerprint, sha256_of

_MAKING, _PLAIN = ".making-", ".plain-"
_A_DAY = 24 * 3600
KEPT = ("secret-key", "theme")
"""What of the data folder goes along."""


def back_up(to: Path, *, recipient: str = "") -> Path:
    """Make a back-up in a new folder, named by the moment; return it.

    Parameters
    ----------
    to : Path
        The folder for back-ups; it is made where it is not there.
    recipient : str
        An age public key (``age1...``): every file is encrypted for whoever has the other half.

    Raises
    ------
    NotComputedError
        For a recipient that is none.
    NotComputedError
        Where the database cannot be dumped.
    """
    key = _recipient(recipient)
    now = datetime.now(UTC)
    folder = to / now.strftime("%Y-%m-%dT%H%M%SZ")
    to.mkdir(parents=True, exist_ok=True)
    _forget_broken_off(to)
    made = Path(tempfile.mkdtemp(dir=to, prefix=_MAKING))
    try:
        if key is None:
            _collect(made)
        else:
            _collect_encrypted(made, key)
        files = {file.name: sha256_of(file) for file in sorted(made.iterdir())}
        Manifest(
            made_at=now.isoformat(timespec="seconds"), version=version("collega"), database=kind_of_database(),
            encrypted=key is not None, files=files, secret=fingerprint(settings.SECRET_KEY),
        ).write(made)  # fmt: skip
        for file in made.iterdir():
            _to_disk(file)
        made.rename(folder)  # it is there as a whole, or not at all
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder


def _collect(folder: Path) -> None:
    dump(folder / FILES[kind_of_database()])
    if ledger_file().exists():
        shutil.copyfile(ledger_file(), folder / ledger_file().name)
    with tarfile.open(folder / "data.tar", "w") as archive:
        for name in KEPT:
            if (Path(settings.DATA) / name).exists():
                archive.add(Path(settings.DATA) / name, arcname=name)
    (folder / "data.tar").chmod(0o600)


def _recipient(text: str) -> pyrage.x25519.Recipient | None:
    if not text:
        return None
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise NotComputedError(Message("web-no-recipient", found=text.strip()[:80])) from error


def _collect_encrypted(folder: Path, key: pyrage.x25519.Recipient) -> None:
    """Collect in the data folder, where all of it stands anyhow: nothing plain comes where the back-ups are."""
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=_PLAIN) as name:
        _collect(Path(name))
        for file in sorted(Path(name).iterdir()):
            pyrage.encrypt_file(str(file), str(folder / f"{file.name}.age"), [key])


def _forget_broken_off(to: Path) -> None:
    """Take away what a back-up left that was ended without a word: folders of more than a day ago."""
    for folder in (*to.glob(f"{_MAKING}*"), *Path(settings.DATA).glob(f"{_PLAIN}*")):
        if time.time() - folder.stat().st_mtime > _A_DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _to_disk(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())

"""Restoring a back-up: everything as it was, but for participants who withdrew and answers that were deleted since.

Accounts, cases, judgements and training that their people deleted since do come back: they are not in the list yet.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.management import call_command

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.ledger import Deleted, deletions_in, ledger_file
from collega.web.operations.database import FILES, kind_of_database, load
from collega.web.operations.manifest import Manifest, read_manifest
from collega.web.operations.replay import delete_again


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and how much was deleted again."""

    manifest: Manifest
    deleted_again: int


def restore(folder: Path, *, identity: Path | None = None, secret: bool = False) -> Restored:
    """Put a back-up in the place of what is there.

    Every hash is checked before anything changes. The deletions that this site knows of, and those in the back-up,
    are done again before anybody can look.

    Parameters
    ----------
    folder : Path
        One back-up.
    identity : Path, optional
        File with the age secret key (``AGE-SECRET-KEY-...``) of an encrypted one.
    secret : bool
        Whether the secret and the look of the back-up are put back too: on another machine than it was made on.

    Raises
    ------
    NotComputedError
        For what is no whole back-up, another kind of database, or a key that does not fit.
    NotComputedError
        Where the database cannot be loaded.
    """
    manifest = read_manifest(folder)
    if manifest.database != kind_of_database():
        raise NotComputedError(Message("web-other-database", found=manifest.database, expected=kind_of_database()))
    with tempfile.TemporaryDirectory(prefix="collega-restore-") as name:
        plain = _decrypted(folder, Path(name), manifest, identity)
        if secret:
            _put_back(plain / "data.tar")
        known = [*deletions_in(ledger_file()), *deletions_in(plain / ledger_file().name)]
        load(plain / FILES[manifest.database])
    call_command("migrate", verbosity=0)
    return Restored(manifest=manifest, deleted_again=delete_again(_each_once(known)))


def _each_once(known: list[Deleted]) -> list[Deleted]:
    return list(dict.fromkeys(known))


def _decrypted(folder: Path, target: Path, manifest: Manifest, identity: Path | None) -> Path:
    """Return a folder with the files as they were made."""
    if not manifest.encrypted:
        for name in manifest.files:
            shutil.copyfile(folder / name, target / name)
        return target
    if identity is None:
        raise NotComputedError(Message("web-backup-encrypted", folder=str(folder)))
    try:
        lines = identity.read_text(encoding="utf-8").splitlines()
        (text,) = [line for line in lines if line and not line.startswith("#")]
        key = pyrage.x25519.Identity.from_str(text)
        for name in manifest.files:
            pyrage.decrypt_file(str(folder / name), str(target / name.removesuffix(".age")), [key])
    except (OSError, ValueError, pyrage.IdentityError, pyrage.DecryptError) as error:
        raise NotComputedError(Message("web-wrong-identity", file=str(identity))) from error
    return target


def _put_back(archive: Path) -> None:
    with tarfile.open(archive) as packed:
        packed.extractall(settings.DATA, filter="data")
    kept = Path(settings.DATA) / "secret-key"
    if kept.exists():
        kept.chmod(0o600)
        settings.SECRET_KEY = kept.read_text()

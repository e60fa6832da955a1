"""Restoring a back-up: everything as it was, but for what somebody deleted since, and for who was signed in."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.management import call_command

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.ledger import Deleted, deletions_in, ledger_file, take_in
from collega.web.operations.database import FILES, kind_of_database, load
from collega.web.operations.manifest import Manifest, fingerprint, read_manifest
from collega.web.operations.replay import delete_again, end_sign_ins, without_owner
from collega.web.operations.unfinished import loading, mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and how much was deleted again."""

    manifest: Manifest
    deleted_again: int
    without_owner: tuple[str, ...]


def restore(
    folder: Path, *, identity: Path | None = None, secret: bool = False, deletions: Sequence[Path] = ()
) -> Restored:
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
    deletions : sequence of Path
        Lists of deletions of other machines that served the site.

    Raises
    ------
    NotComputedError
        For what is no whole back-up, another kind of database, a key that does not fit, or another secret: with that no
        deletion since the back-up would be known.
    NotComputedError
        Where a list of deletions is not there, or the database cannot be loaded.
    """
    manifest = read_manifest(folder)
    for file in deletions:
        if not file.is_file():
            raise NotComputedError(Message("web-no-deletions", file=str(file)))
    if manifest.database != kind_of_database():
        raise NotComputedError(Message("web-other-database", found=manifest.database, expected=kind_of_database()))
    with tempfile.TemporaryDirectory(prefix="collega-restore-") as name:
        plain = _decrypted(folder, Path(name), manifest, identity)
        if manifest.secret not in ("", fingerprint(_secret_after(plain / "data.tar", put_back=secret))):
            raise NotComputedError(Message("web-other-secret"))
        if secret:
            _put_back(plain / "data.tar")
        take_in(_lists(plain, deletions))
        with loading():
            load(plain / FILES[manifest.database])
    call_command("migrate", verbosity=0)
    again = delete_again(deletions_in(ledger_file()), datetime.fromisoformat(manifest.made_at))
    end_sign_ins()
    mark().unlink()
    return Restored(manifest=manifest, deleted_again=again, without_owner=tuple(without_owner()))


def _lists(plain: Path, others: Sequence[Path]) -> Iterator[Deleted]:
    """Yield the deletions that the back-up knew, and those that other machines of the site wrote down."""
    for file in (plain / ledger_file().name, *others):
        yield from deletions_in(file)


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
        if not _of_environment():
            settings.SECRET_KEY = kept.read_text()


def _secret_after(archive: Path, *, put_back: bool) -> str:
    """Return the secret that the site has once everything is restored."""
    if put_back and not _of_environment():
        with tarfile.open(archive) as packed:
            kept = packed.extractfile("secret-key") if "secret-key" in packed.getnames() else None
            if kept is not None:
                return kept.read().decode()
    return str(settings.SECRET_KEY)


def _of_environment() -> bool:
    return bool(os.environ.get("COLLEGA_SECRET_KEY"))

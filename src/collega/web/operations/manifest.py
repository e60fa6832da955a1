"""What a back-up holds: its files with their hashes, when it was made, and of what."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.crypto import salted_hmac

from collega.errors import NotComputedError
from collega.messages import Message

NAME = "manifest.json"
_CHUNK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Attributes
    ----------
    made_at : str
        ISO 8601, UTC.
    version : str
        Of Collega.
    database : str
        ``sqlite`` or ``postgresql``.
    encrypted : bool
        Whether every file is encrypted with age.
    files : dict
        SHA-256 of every file as it lies there, by name.
    secret : str
        Fingerprint of the site's secret; '' in back-ups of before there was one.
    """

    made_at: str
    version: str
    database: str
    encrypted: bool
    files: dict[str, str]
    secret: str = ""

    def write(self, folder: Path) -> None:
        """Write it last: a folder without one is no back-up."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return what a back-up says of itself, after every hash was checked.

    Raises
    ------
    NotComputedError
        Where there is none, it cannot be read, or a file is not what it was.
    """
    file = folder / NAME
    if not file.is_file():
        raise NotComputedError(Message("web-no-backup", folder=str(folder), name=NAME))
    try:
        manifest = Manifest(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise NotComputedError(Message("web-backup-unreadable", file=str(file))) from error
    for name, known in manifest.files.items():
        if not (folder / name).is_file() or sha256_of(folder / name) != known:
            raise NotComputedError(Message("web-backup-changed", file=str(folder / name)))
    return manifest


def fingerprint(secret: str) -> str:
    """Return sixteen signs that tell one secret from another, and nothing of it."""
    return salted_hmac("collega.back-up", "secret", secret=secret, algorithm="sha256").hexdigest()[:16]


def sha256_of(file: Path) -> str:
    """Return the hash of a file, read in parts."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

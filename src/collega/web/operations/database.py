"""The database as one consistent file, and back: SQLite by its own back-up, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from collega.errors import NotComputedError
from collega.messages import Message

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILES = {SQLITE: "database.sqlite3", POSTGRESQL: "database.dump"}


def kind_of_database() -> str:
    """Return which database the site has."""
    return str(connection.vendor)


def dump(target: Path) -> None:
    """Write the database as it is at one moment into a file, while the site goes on."""
    if connection.vendor == SQLITE:
        with closing(sqlite3.connect(_sqlite_file())) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        target.chmod(0o600)
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    target.chmod(0o600)


def load(source: Path) -> None:
    """Put what a file holds in the place of everything that is in the database; the site must not run."""
    connection.close()
    if connection.vendor == SQLITE:
        _load_sqlite(source)
    else:
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={connection.settings_dict['NAME']}", str(source))  # fmt: skip


def _load_sqlite(source: Path) -> None:
    file = _sqlite_file()
    fresh = file.with_name(f"{file.name}.restored")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    with closing(sqlite3.connect(fresh)) as copy:
        (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        fresh.unlink()
        raise NotComputedError(Message("web-backup-damaged", found=answer))
    for left in ("-wal", "-shm"):
        file.with_name(f"{file.name}{left}").unlink(missing_ok=True)
    fresh.replace(file)


def _sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL with the site's connection; what it says goes on.

    Raises
    ------
    NotComputedError
        Where it is not installed, or fails.
    """
    if shutil.which(program) is None:
        raise NotComputedError(Message("web-program-missing", name=program))
    known: dict[str, Any] = connection.settings_dict
    given = {"PGHOST": known["HOST"], "PGPORT": known["PORT"], "PGUSER": known["USER"], "PGPASSWORD": known["PASSWORD"],
             "PGDATABASE": known["NAME"]}  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in given.items() if value}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotComputedError(Message("web-program-failed", name=program, found=done.stderr.strip()[-500:]))

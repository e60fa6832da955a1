"""The database as one consistent file, and back: SQLite by its own back-up, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from collega.errors import NotComputedError
from collega.messages import Message

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_NO_TABLES = """
SET client_min_messages = warning;
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE %I.%I CASCADE', found.schemaname, found.tablename);
  END LOOP;
END $$;
"""
_OF_DJANGO = ("context", "cursor_factory", "prepare_threshold", "pool", "isolation_level")
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
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={_address()}")
    target.chmod(0o600)


def load(source: Path) -> None:
    """Put what a file holds in the place of everything that is in the database; the site must not run."""
    connection.close()
    if connection.vendor == SQLITE:
        _load_sqlite(source)
    else:
        _load_postgresql(source)


def _load_postgresql(source: Path) -> None:
    """Replace everything in one transaction: tables that came after the back-up go too, or nothing changes."""
    script = source.with_name(f"{source.name}.sql")
    script.touch(0o600)
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null",
         f"--dbname={_address()}", f"--command={_NO_TABLES}", f"--file={script}")  # fmt: skip
    script.unlink()


def _load_sqlite(source: Path) -> None:
    file = _sqlite_file()
    fresh = file.with_name(f"{file.name}.restored")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    if answer := _damage(fresh):
        fresh.unlink()
        raise NotComputedError(Message("web-backup-damaged", found=answer))
    for left in ("-wal", "-shm"):
        file.with_name(f"{file.name}{left}").unlink(missing_ok=True)
    fresh.replace(file)


def _damage(file: Path) -> str:
    """Return what SQLite finds wrong with a file; empty for nothing."""
    try:
        with closing(sqlite3.connect(file)) as copy:
            (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else str(answer)


def _sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _address() -> str:
    """Return where the database is, as its programs take it, without the password: others can read their arguments."""
    from psycopg.conninfo import make_conninfo

    known = connection.get_connection_params()
    return make_conninfo(**{name: value for name, value in known.items() if name not in (*_OF_DJANGO, "password")})


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL with the site's connection; what it says goes on.

    Raises
    ------
    NotComputedError
        Where it is not installed, or fails.
    """
    if shutil.which(program) is None:
        raise NotComputedError(Message("web-program-missing", name=program))
    environment = os.environ | {"PGPASSWORD": str(connection.settings_dict["PASSWORD"])}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotComputedError(Message("web-program-failed", name=program, found=done.stderr.strip()[-500:]))

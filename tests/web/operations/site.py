"""A site of its own on disk, whose every step is a process, as on a server."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from django.db import connection

SITE = """
import django; django.setup()
from django.utils import timezone
from collega.web.records.models import Answer, Collection, Interview, Study, current_design
from tests.web.conftest import make_study
from tests.web.workbench.collect.test_batches import answer
"""


class Site:
    """A site of its own on disk, whose every step is a process, as on a server."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.environment = os.environ | {
            "COLLEGA_DATA": str(folder / "data"), "COLLEGA_MODE": "demo", "DJANGO_SETTINGS_MODULE": "collega.web.settings",
        }  # fmt: skip
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def command(self, *arguments: str, good: bool = True) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments], env=self.environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert (done.returncode == 0) == good, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def run(self, code: str) -> str:
        done = subprocess.run([sys.executable, "-c", SITE + code], env=self.environment, capture_output=True, text=True,
                              check=False, cwd=Path(__file__).parents[3])  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def people(self) -> list[str]:
        return json.loads(self.run(
            "import json; print(json.dumps(sorted(Interview.objects.values_list('pseudonym', flat=True))))"
        ))  # fmt: skip

    def back_up(self, *more: str) -> Path:
        told = self.command("backup", "--to", str(self.folder / "backups"), *more)
        return Path(told.partition(": backed up.")[0])


def new_site(folder: Path) -> Site:
    """Return a site with an empty database of its own: of PostgreSQL where the tests run on that."""
    if connection.vendor != "postgresql":
        return Site(folder)
    import psycopg

    url, name = os.environ["DATABASE_URL"], f"drill_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return Site(folder, url.replace("/postgres?", f"/{name}?"))

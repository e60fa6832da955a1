"""A drill: back up, lose the site, restore; what was deleted since stays deleted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from collega.errors import NotComputedError
from collega.web.ledger import deletions_in
from collega.web.operations import manifest

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


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.command("migrate", "--verbosity", "0")
    made.run("study = make_study(is_open=True)\nfor n in range(7): answer(study, n)")
    return made


WITHDRAW = """
from collega.web.deeds.withdrawal import withdraw
withdraw(Interview.objects.get(pseudonym='p003'))
"""


def test_the_drill(site: Site) -> None:
    folder = site.back_up()
    assert {file.name for file in folder.iterdir()} == {"manifest.json", "database.sqlite3", "data.tar"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir() if file.name != "manifest.json")
    before = site.people()
    site.run(WITHDRAW)
    site.run("answer(Study.objects.get(), 8)")
    assert "p003" not in site.people()
    (deleted,) = deletions_in(site.folder / "data" / "deletions.log")
    assert "p003" not in deleted.mark
    (site.folder / "data" / "collega.sqlite3").write_bytes(b"lost")
    told = site.command("restore", "--from", str(folder))
    assert "Deleted since then, and deleted again: 1." in told
    assert site.people() == [name for name in before if name != "p003"]


def test_a_study_whose_answers_were_deleted_stays_empty(site: Site) -> None:
    folder = site.back_up()
    site.run("from collega.web.deeds.retention import erase\nerase(Study.objects.get())")
    site.command("restore", "--from", str(folder))
    assert site.people() == []


def test_encrypted_for_somebody_whose_key_is_elsewhere(site: Site, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    folder = site.back_up("--recipient", str(identity.to_public()))
    assert {file.name for file in folder.iterdir()} == {"manifest.json", "database.sqlite3.age", "data.tar.age"}
    assert b"SQLite" not in (folder / "database.sqlite3.age").read_bytes()
    assert "is encrypted" in site.command("restore", "--from", str(folder), good=False)
    key = tmp_path / "key.txt"
    key.write_text(f"# created: today\n{pyrage.x25519.Identity.generate()}\n")
    assert "cannot be decrypted with this" in site.command(
        "restore", "--from", str(folder), "--identity", str(key), good=False
    )
    key.write_text(f"{identity}\n")
    site.run("answer(Study.objects.get(), 8)")
    site.command("restore", "--from", str(folder), "--identity", str(key))
    assert len(site.people()) == 7


def test_on_another_machine_with_the_secret(site: Site, tmp_path: Path) -> None:
    folder = site.back_up()
    other = Site(tmp_path / "other")
    other.command("migrate", "--verbosity", "0")
    other.command("restore", "--from", str(folder), "--with-secret")
    secrets = [(each.folder / "data" / "secret-key").read_text() for each in (site, other)]
    assert secrets[0] == secrets[1]
    assert other.people() == site.people()


@pytest.mark.parametrize("name", ["database.sqlite3", "data.tar"])
def test_a_file_that_changed_restores_nothing(site: Site, name: str) -> None:
    folder = site.back_up()
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    site.run("answer(Study.objects.get(), 8)")
    assert "this is not what was backed up" in site.command("restore", "--from", str(folder), good=False)
    assert len(site.people()) == 8


def test_no_back_up_and_no_key(site: Site, tmp_path: Path) -> None:
    assert "this is no back-up" in site.command("restore", "--from", str(tmp_path), good=False)
    wrong = site.command("backup", "--to", str(tmp_path / "x"), "--recipient", "age1nonsense", good=False)
    assert "is no age public key" in wrong
    assert not (tmp_path / "x").exists()


def test_a_manifest_that_is_nonsense(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text("[1]")
    with pytest.raises(NotComputedError, match="cannot be read"):
        manifest.read_manifest(tmp_path)

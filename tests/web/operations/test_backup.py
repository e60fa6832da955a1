"""A drill: back up, lose the site, restore; what was deleted since stays deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import call_command

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.operations import backup, manifest, unfinished
from tests.web.operations.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.command("migrate", "--verbosity", "0")
    made.run("study = make_study(is_open=True)\nfor n in range(7): answer(study, n)")
    return made


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


def test_on_another_machine_without_the_secret(site: Site, tmp_path: Path) -> None:
    folder = site.back_up()
    other = Site(tmp_path / "other")
    other.command("migrate", "--verbosity", "0")
    assert "made with another secret" in other.command("restore", "--from", str(folder), good=False)
    other.environment["COLLEGA_SECRET_KEY"] = "another secret of a site, as long as it must be to be one"
    assert "made with another secret" in other.command("restore", "--from", str(folder), "--with-secret", good=False)
    assert other.people() == []


def test_after_a_restore_that_broke_off_nothing_starts(site: Site) -> None:
    folder = site.back_up()
    mark = site.folder / "data" / "restore-unfinished"
    broken = "from collega.web.operations import restore as r\nfrom pathlib import Path\nr.delete_again = None\n"
    site.run(f"{broken}try: r.restore(Path({str(folder)!r}))\nexcept TypeError: pass")
    assert mark.exists()
    for command in ("prepare", "worker"):
        assert "A restore broke off halfway" in site.command(command, good=False)
    assert "A restore broke off halfway" in web_process(site, 1)
    site.command("restore", "--from", str(folder))
    assert not mark.exists()
    web_process(site, 0)


def web_process(site: Site, code: int) -> str:
    """Load what the web server loads, started apart; return what it says."""
    done = subprocess.run(
        [sys.executable, "-c", "import collega.web.wsgi"], env=site.environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_load_that_changed_nothing_leaves_no_mark(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    with pytest.raises(NotComputedError), unfinished.loading():
        raise NotComputedError(Message("web-backup-damaged", found="x"))
    unfinished.refuse_unfinished()
    with pytest.raises(OSError, match="power"), unfinished.loading():
        raise OSError("power")
    with pytest.raises(NotComputedError, match="broke off"):
        unfinished.refuse_unfinished()


def test_nothing_plain_comes_where_encrypted_back_ups_go(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA, to = tmp_path / "data", tmp_path / "backups"
    broken = [settings.DATA / ".plain-old", to / ".making-old", to / ".making-new"]
    for folder in broken:
        folder.mkdir(parents=True)
    for folder in broken[:2]:
        os.utime(folder, (0, 0))

    def stopped(file: Path) -> None:
        file.write_text("plain")
        assert file.parent.parent == settings.DATA
        assert file.parent.stat().st_mode & 0o777 == 0o700
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(backup, "dump", stopped)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit):
        call_command("backup", to=to, recipient=str(pyrage.x25519.Identity.generate().to_public()))
    assert signal.getsignal(signal.SIGTERM) is before
    assert list(settings.DATA.iterdir()) == []
    assert [each.name for each in to.iterdir()] == [".making-new"]


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

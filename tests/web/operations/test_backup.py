"""A drill: back up, lose the site, restore; what was deleted since stays deleted."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from collega.errors import NotComputedError
from collega.web.operations import manifest
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
